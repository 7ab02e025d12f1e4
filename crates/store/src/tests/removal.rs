use rusqlite::Connection;

use super::{accepted, append_converted, eventually, ids, refused, totals};
use crate::queries::removed;
use crate::queue::Queue;
use crate::upkeep::Upkeep;
use crate::{DATABASE_FILE, Reader, Store, UNDO_SECONDS};

fn now_us() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_micros()).unwrap()
}

fn stored(store: &Store) -> i64 {
    let count = |reader: &Reader| Ok(reader.conn().query_row("SELECT count(*) FROM captures", [], |row| row.get(0))?);
    store.read(count).unwrap()
}

#[tokio::test]
async fn what_is_removed_is_nowhere_until_it_is_restored() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 3).await;
    store.append(refused(b"no"), None).await.unwrap();
    store.write(|tx| tx.pin(2, 0)).await.unwrap();
    let now = now_us();
    let done = store
        .write(move |tx| [2, 4, 99].into_iter().map(|id| tx.remove_capture(id, now)).collect::<Result<Vec<_>, _>>())
        .await;
    assert_eq!(done.unwrap(), [true, true, false]);
    let seen = || {
        let (shown, _) = ids(&store, None, None, 10);
        let total = store.read(Reader::captures_total).unwrap();
        let rows = store.read(|reader| reader.capture_rows(&[2, 1])).unwrap().len();
        let refused = store.read(|reader| reader.refused_whole_after(None, 0, 9)).unwrap().len();
        let there = store.read(|reader| Ok((reader.capture(2)?.is_some(), reader.body(2)?.is_some()))).unwrap();
        (shown, total, rows, refused, there, store.read(Reader::pinned).unwrap())
    };
    assert_eq!(seen(), (vec![3, 1], 2, 1, 0, (false, false), 0));
    let gone = store.read(Reader::removed_totals).unwrap();
    assert_eq!((gone.captures, totals(&store).captures), (1, 3));
    let restored =
        store.write(|tx| [2, 4, 4].into_iter().map(|id| tx.restore_capture(id)).collect::<Result<Vec<_>, _>>()).await;
    assert_eq!(restored.unwrap(), [true, true, false]);
    assert_eq!(seen(), (vec![4, 3, 2, 1], 4, 2, 1, (true, true), 1));
}

#[tokio::test]
async fn what_is_removed_goes_when_its_time_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 3).await;
    let now = now_us();
    store.write(move |tx| tx.remove_capture(2, now)).await.unwrap();
    store.write(move |tx| tx.remove_capture(3, now - UNDO_SECONDS * 1_000_000 - 1)).await.unwrap();
    eventually("one is deleted", || stored(&store) == 2).await;
    assert!(store.write(|tx| tx.restore_capture(2)).await.unwrap());
    assert!(!store.write(|tx| tx.restore_capture(3)).await.unwrap());
    assert_eq!(totals(&store).captures, 2);
}

#[tokio::test]
async fn the_writer_wakes_for_what_is_to_go() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 1).await;
    drop(store);
    let path = dir.path().join(DATABASE_FILE);
    let conn = Connection::open(&path).unwrap();
    let (mut upkeep, queue) = (Upkeep::new(&path), Queue::default());
    removed::mark(&conn, 1, now_us() + 1).unwrap();
    upkeep.rest();
    upkeep.step(&conn, &queue).unwrap();
    upkeep.rest();
    let patience = upkeep.patience().as_secs_f64();
    assert!((58.0..60.1).contains(&patience), "{patience}");
    removed::restore(&conn, 1).unwrap();
    removed::mark(&conn, 1, now_us() - (UNDO_SECONDS - 5) * 1_000_000).unwrap();
    assert!(upkeep.step(&conn, &queue).unwrap(), "what was removed before the opening goes at once");
}

#[tokio::test]
async fn closing_and_opening_end_the_time_to_restore() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 2).await;
    let now = now_us();
    store.write(move |tx| tx.remove_capture(1, now)).await.unwrap();
    drop(store);
    let conn = Connection::open(dir.path().join(DATABASE_FILE)).unwrap();
    let left: i64 = conn.query_row("SELECT count(*) FROM captures", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 1, "closing deletes it");
    conn.execute("INSERT INTO removed VALUES (2, ?1)", [now_us()]).unwrap();
    drop(conn);
    let store = Store::open(dir.path()).unwrap();
    eventually("opening deletes it", || stored(&store) == 0).await;
    assert_eq!(store.append(accepted(b"{}"), None).await, Ok(3));
}

#[tokio::test]
async fn a_note_is_kept_shown_and_taken_off() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 2).await;
    let set = |id, text: &'static str| store.write(move |tx| tx.set_note(id, text, 1));
    assert!(set(1, "look here").await.unwrap() && set(1, "look there").await.unwrap());
    assert!(!set(99, "nowhere").await.unwrap());
    let note = |id| store.read(move |reader| Ok(reader.capture(id)?.unwrap().note)).unwrap();
    assert_eq!((note(1).as_deref(), note(2)), (Some("look there"), None));
    assert_eq!(store.read(Reader::notes).unwrap(), [(1, "look there".to_owned())]);
    assert_eq!(
        store.read(|reader| Ok(reader.capture_rows(&[1])?[0].note.clone())).unwrap().as_deref(),
        Some("look there")
    );
    assert!(set(1, "").await.unwrap());
    assert_eq!(note(1), None);
}
