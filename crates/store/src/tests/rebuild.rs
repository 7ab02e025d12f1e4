use triptych_core::convert::book::{Book, ConversationState, Kept};

use super::{accepted, conversation, message, project, refused, with_book};
use crate::{BookDraft, NewItem, NewOutput, Reader, Store, StoreError, Summary, WriteTx};

/// Ten captures, converted, each with a message of its own; number 4 is refused.
async fn converted(store: &Store) {
    for id in 1..=10_i64 {
        let capture = if id == 4 { refused(b"no") } else { accepted(b"{}") };
        assert_eq!(store.append(capture, None).await, Ok(id));
    }
    let convert = |tx: &mut WriteTx<'_>| {
        for id in (1..=10).filter(|id| *id != 4) {
            convert(tx, id)?;
        }
        Ok(())
    };
    store.write(convert).await.unwrap();
    assert_eq!(store.read(Reader::projected_to).unwrap(), 10);
}

/// What the projector does with a capture: what the book has already keeps its id.
fn convert(tx: &mut WriteTx<'_>, id: i64) -> Result<(), StoreError> {
    let external_id = format!("m_{id}");
    let kept = with_book(tx, 1, id, |book| book.kept("P", &external_id))?;
    let message_id = match kept.first() {
        Some(kept) => kept.message_id,
        None => message(tx, 1, id, &external_id),
    };
    let outputs = vec![NewOutput { message_id, duplicate_of: None, conflict: false }];
    let summary = Summary { title: "Hi".into(), ..Summary::default() };
    project(tx, id, summary, vec![NewItem { outputs, ..NewItem::default() }])?;
    tx.advance_projected_to(id)
}

/// All that the book answers.
type BookState = (Vec<Vec<Kept>>, Option<ConversationState>, Option<i64>, i64);

async fn book(store: &Store) -> BookState {
    store
        .write(|tx| {
            let mut draft = BookDraft::new(tx.conn());
            let mut book = draft.of(1, 99);
            let kept = (1..=10).map(|id| book.kept("P", &format!("m_{id}"))).collect::<Result<Vec<_>, _>>()?;
            let state = book.conversation(&conversation())?;
            let newest = book.newest_consumer(state.as_ref().expect("there is one").id, 100)?;
            Ok((kept, state, newest, book.next_message_id()?))
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn everything_derived_is_forgotten_step_by_step_and_made_anew_with_the_ids_of_the_book() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    converted(&store).await;
    let before = book(&store).await;
    let items = store.read(|reader| reader.items(7)).unwrap();
    for (step, forgotten) in [3, 7, 10].into_iter().enumerate() {
        let done = store.write(|tx| tx.forget_derived(3)).await.unwrap();
        assert_eq!(done, step == 2);
        store
            .read(|reader| {
                for id in (1..=10).filter(|id| *id != 4) {
                    assert_eq!(reader.items(id)?.is_empty(), id <= forgotten, "{id} after step {step}");
                    assert_eq!(reader.capture(id)?.unwrap().summary.is_none(), id <= forgotten);
                }
                assert_eq!(reader.projected_to()?, if done { 0 } else { 10 });
                Ok(())
            })
            .unwrap();
    }
    assert_eq!(book(&store).await, before);
    let made_by = &before.0[6][0].made_by;
    assert_eq!((made_by.capture, made_by.pointer.as_str()), (Some(7), "/entry/0"));

    let pending = store.read(|reader| reader.accepted_after(reader.projected_to()?, 100)).unwrap();
    assert_eq!(pending.len(), 9);
    for capture in pending {
        store.write(move |tx| convert(tx, capture.id)).await.unwrap();
    }
    assert_eq!(store.read(|reader| reader.items(7)).unwrap(), items);
    assert_eq!(store.read(Reader::projected_to).unwrap(), 10);
    assert_eq!(book(&store).await, before);
}

#[tokio::test]
async fn forgetting_that_was_cut_short_is_made_up_for_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    converted(&store).await;
    assert!(!store.write(|tx| tx.forget_derived(3)).await.unwrap());
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.read(Reader::projected_to).unwrap(), 0);
    store.write(|tx| Ok((convert(tx, 1)?, convert(tx, 2)?))).await.unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.read(Reader::projected_to).unwrap(), 2, "once");
}
