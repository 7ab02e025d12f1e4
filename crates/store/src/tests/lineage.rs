use triptych_core::lineage::{Relation, Trace, conversation_key, message_key};

use super::accepted;
use crate::{BookEntries, NewItem, Place, Projection, Reader, Store, StoreError, Summary};

fn edit(mid: &str, number: i64) -> Trace {
    Trace { relation: Relation::EditOf, key: message_key("P", mid), at: number }
}

/// Captures with one item each, which is told by one of these traces.
async fn with(store: &Store, traces: &[Trace]) {
    for trace in traces {
        let id = store.append(accepted(b"{}"), None).await.unwrap();
        keep(store, id, vec![(0, *trace)]).await.unwrap();
    }
}

async fn keep(store: &Store, capture_id: i64, traces: Vec<(u32, Trace)>) -> Result<(), StoreError> {
    let item = NewItem { via: "messaging".into(), field: Some("message_edits".into()), ..NewItem::default() };
    let (book, summary) = (BookEntries::default(), Summary::default());
    let projection = Projection { capture_id, book, summary, items: vec![item], traces };
    store
        .write(move |tx| {
            tx.keep_projection(&projection)?;
            tx.advance_projected_to(capture_id)
        })
        .await
}

fn captures(places: &[Place]) -> Vec<i64> {
    places.iter().map(|place| place.capture).collect()
}

fn told_by(store: &Store, trace: &Trace, around: i64, limit: u32) -> Vec<i64> {
    captures(&store.read(|reader| reader.places_told_by(trace, around, limit)).unwrap())
}

#[tokio::test]
async fn events_are_found_by_what_they_are_and_by_what_they_speak_of() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let read = |until| Trace { relation: Relation::ReadUpTo, key: conversation_key("P", "C"), at: until };
    let itself = Trace::of_message("P", "m");
    with(&store, &[edit("m", 1), edit("m", 2), edit("m", 1), edit("n", 1), read(30), read(10), read(20), itself]).await;
    assert_eq!(told_by(&store, &edit("m", 1), 1, 9), [1, 3]);
    assert_eq!(told_by(&store, &itself, 1, 9), [8]);
    store
        .read(|reader| {
            let about = reader.places_about(message_key("P", "m"), 9)?;
            assert_eq!(about.iter().map(|(_, place)| place.capture).collect::<Vec<_>>(), [1, 3, 2], "not itself");
            assert_eq!((about[0].0, about[0].1.field.as_deref()), (Relation::EditOf, Some("message_edits")));
            assert_eq!(reader.places_about(message_key("P", "m"), 2)?.len(), 2);
            let of = (Relation::ReadUpTo, conversation_key("P", "C"));
            let within = |from, before| {
                let found = reader.watermarks(of, from, before, 9)?;
                Ok::<_, StoreError>(found.into_iter().map(|(at, place)| (at, place.capture)).collect::<Vec<_>>())
            };
            assert_eq!(within(10, 30)?, [(10, 6), (20, 7)]);
            assert_eq!(within(11, i64::MAX)?, [(20, 7), (30, 5)]);
            assert_eq!(reader.traces(2)?, [(0, edit("m", 2))]);
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn of_many_those_around_one_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    with(&store, &[edit("m", 1); 9]).await;
    assert_eq!(told_by(&store, &edit("m", 1), 5, 2), [3, 4, 5, 6]);
    assert_eq!(told_by(&store, &edit("m", 1), 0, 2), [1, 2]);
}

#[tokio::test]
async fn traces_go_with_their_capture_and_are_replaced_where_it_is_converted_anew() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    with(&store, &[edit("m", 1); 4]).await;
    store.write(|tx| tx.remove_capture(2, i64::MAX)).await.unwrap();
    assert_eq!(told_by(&store, &edit("m", 1), 1, 9), [1, 3, 4], "removed, and may be restored");
    store.write(|tx| tx.delete_captures(&[3])).await.unwrap();
    keep(&store, 4, vec![(0, edit("m", 2))]).await.unwrap();
    store.write(|tx| tx.restore_capture(2)).await.unwrap();
    assert_eq!(told_by(&store, &edit("m", 1), 1, 9), [1, 2]);
    assert_eq!(told_by(&store, &edit("m", 2), 1, 9), [4]);
    assert!(!store.write(|tx| tx.forget_derived(1)).await.unwrap());
    assert_eq!(told_by(&store, &edit("m", 1), 1, 9), [2]);
    drop(store);
    // Cut short: what is not forgotten yet is converted anew all the same.
    let store = Store::open(dir.path()).unwrap();
    let rows = |reader: &Reader| {
        Ok(reader.conn().query_row("SELECT count(*) FROM lineage", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(rows).unwrap(), 0);
}

#[tokio::test]
async fn replays_are_one_family_also_where_the_first_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    // 1 ← 2 ← 3, 1 ← 4, and 6 for itself; what 7 replays is not there any more.
    for parent in [None, Some(1), Some(2), Some(1), None, Some(6), Some(99)] {
        store.append(accepted(b"{}"), parent).await.unwrap();
    }
    let family = |id| store.read(|reader| reader.replays(id, 9)).unwrap();
    assert_eq!((family(3), family(4), family(1)), (vec![1, 2, 3, 4], vec![1, 2, 3, 4], vec![1, 2, 3, 4]));
    assert_eq!((family(5), family(7)), (vec![5], vec![7, 99]));
    store.write(|tx| tx.delete_captures(&[1])).await.unwrap();
    assert_eq!(family(4), [1, 2, 3, 4], "by the number of what is gone");
    assert_eq!(store.read(|reader| reader.delivery(1)).unwrap(), None);
    assert_eq!(store.read(|reader| reader.delivery(3)).unwrap().unwrap().replay_of, Some(2));
}
