use std::fmt::Debug;

use triptych_core::convert::book::{Book, Contact, ConversationKey, MadeBy, MemoryBook, NewMessage, Thread};

use super::{key, with_book};
use crate::{BookDraft, Store};

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// A part to convert, or a question.
#[derive(Debug, Clone)]
struct Part {
    thread: ConversationKey,
    external_id: String,
    index: u32,
    date_ms: i64,
    by_user: bool,
    comment_name: Option<String>,
}

fn part(dice: &mut Dice) -> Part {
    let id = dice.roll(3).to_string();
    let comment = dice.roll(3) == 0;
    let by_user = dice.roll(3) == 0;
    Part {
        thread: ConversationKey {
            partner: if dice.roll(4) == 0 { "Instagram" } else { "Facebook" },
            account: ["", "P1"][usize::try_from(dice.roll(2)).unwrap()].to_owned(),
            thread: if comment { Thread::Comment(id) } else { Thread::Customer(id) },
        },
        external_id: format!("m_{}", dice.roll(150)),
        index: u32::try_from(dice.roll(3)).unwrap(),
        date_ms: 1_000 + i64::try_from(dice.roll(40)).unwrap(),
        by_user,
        comment_name: (comment && !by_user && dice.roll(2) == 0).then(|| format!("name {}", dice.roll(100))),
    }
}

/// What conversion does with a book; gives everything that the book answered.
fn convert<B: Book>(book: &mut B, part: &Part) -> Result<String, B::Error>
where
    B::Error: Debug,
{
    let mut kept = book.kept(&part.thread.account, &part.external_id)?;
    for kept in &mut kept {
        // MemoryBook knows no captures.
        kept.made_by.capture = None;
    }
    let state = book.conversation(&part.thread)?;
    let mut trace = format!("{kept:?} {state:?}");
    if let Some(state) = &state {
        trace += &format!(" {:?}", book.newest_consumer(state.id, part.date_ms)?);
    }
    if kept.iter().all(|kept| kept.index != part.index) {
        let conversation_id = match state {
            Some(state) => state.id,
            None => book.open_conversation(&part.thread, part.date_ms)?,
        };
        let id = book.next_message_id()?;
        trace += &format!(" new {conversation_id} {id}");
        let message = format!(r#"{{"id":{id}}}"#);
        book.keep(&NewMessage {
            id,
            conversation_id,
            account: &part.thread.account,
            external_id: &part.external_id,
            index: part.index,
            date_ms: part.date_ms,
            by_user: part.by_user,
            content_type: "Text",
            content: &format!("content {id}"),
            customer: part.thread.thread.id(),
            comment_name: part.comment_name.as_deref(),
            document: &format!(r#"{{"message":{message}}}"#),
            message: &message,
            pointer: &format!("/entry/{id}"),
        })?;
    }
    Ok(trace)
}

fn open_with_endpoints(dir: &std::path::Path) -> (Store, i64, i64) {
    let store = Store::open(dir).unwrap();
    let endpoints =
        store.write_blocking(|tx| Ok((tx.add_endpoint(&key("one"), 0)?, tx.add_endpoint(&key("two"), 0)?))).unwrap();
    (store, endpoints.0, endpoints.1)
}

#[test]
fn the_book_in_the_store_behaves_as_the_book_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, endpoint, _) = open_with_endpoints(dir.path());
    let mut memory = MemoryBook::default();
    let mut dice = Dice(7);
    for capture in 0..120 {
        let parts: Vec<Part> = (0..dice.roll(10)).map(|_| part(&mut dice)).collect();
        let expected: Vec<String> = parts.iter().map(|part| convert(&mut memory, part).unwrap()).collect();
        let undone = part(&mut dice);
        let answered = store
            .write_blocking(move |tx| {
                let mut draft = BookDraft::new(tx.conn());
                let mut answers = Vec::new();
                for part in &parts {
                    let mark = draft.mark();
                    convert(&mut draft.of(endpoint, capture), &undone)?;
                    draft.back_to(mark);
                    answers.push(convert(&mut draft.of(endpoint, capture), part)?);
                }
                draft.since(0).write(tx.conn())?;
                Ok(answers)
            })
            .unwrap();
        assert_eq!(answered, expected, "capture {capture}");
        if dice.roll(20) == 0 {
            drop(store);
            store = Store::open(dir.path()).unwrap();
        }
    }
}

#[test]
fn endpoints_share_ids_but_no_history() {
    let dir = tempfile::tempdir().unwrap();
    let (store, one, two) = open_with_endpoints(dir.path());
    let same = part(&mut Dice(1));
    let traces = store
        .write_blocking(move |tx| {
            let mut draft = BookDraft::new(tx.conn());
            Ok([convert(&mut draft.of(one, 5), &same)?, convert(&mut draft.of(two, 6), &same)?])
        })
        .unwrap();
    assert_eq!(traces, ["[] None new 1 1", "[] None new 2 2"]);
}

#[test]
fn a_kept_part_names_the_capture_that_made_it() {
    let dir = tempfile::tempdir().unwrap();
    let (store, endpoint, _) = open_with_endpoints(dir.path());
    let part = part(&mut Dice(1));
    let made_by = store
        .write_blocking(move |tx| {
            with_book(tx, endpoint, 41, |book| convert(book, &part))?;
            let kept = with_book(tx, endpoint, 42, |book| book.kept(&part.thread.account, &part.external_id))?;
            Ok(kept[0].made_by.clone())
        })
        .unwrap();
    assert_eq!(made_by, MadeBy { capture: Some(41), pointer: "/entry/1".into() });
}

#[test]
fn a_conversation_opened_in_vain_is_opened_again_under_its_id() {
    let dir = tempfile::tempdir().unwrap();
    let (store, endpoint, _) = open_with_endpoints(dir.path());
    let part = part(&mut Dice(1));
    store
        .write_blocking(move |tx| {
            with_book(tx, endpoint, 1, |book| {
                assert_eq!(book.open_conversation(&part.thread, 99).unwrap(), 1);
                assert_eq!(book.conversation(&part.thread).unwrap(), None);
            });
            with_book(tx, endpoint, 1, |book| convert(book, &part))?;
            let state = with_book(tx, endpoint, 1, |book| book.conversation(&part.thread))?.unwrap();
            assert_eq!((state.id, state.first_ms), (1, part.date_ms));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_book_knows_the_contacts_of_its_endpoint() {
    let dir = tempfile::tempdir().unwrap();
    let (store, one, two) = open_with_endpoints(dir.path());
    let ada = Contact { name: Some("Ada".into()), email: Some("a@example.net".into()), ..Contact::default() };
    let expected = ada.clone();
    let found = store
        .write_blocking(move |tx| {
            tx.set_contact(one, "C1", &Contact::default())?;
            tx.set_contact(one, "C1", &ada)?;
            let mut draft = BookDraft::new(tx.conn());
            Ok([draft.of(one, 1).contact("C1")?, draft.of(two, 1).contact("C1")?])
        })
        .unwrap();
    assert_eq!(found, [Some(expected.clone()), None]);
    assert_eq!(store.read(|reader| reader.contact(one, "C1")).unwrap(), Some(expected));
}
