use super::{accepted, append_converted, ids, message, project, refused, totals};
use crate::{NewItem, NewOutput, PageKey, Reader, Store, Summary};

#[tokio::test]
async fn a_pin_is_set_shown_and_taken_off() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 2).await;
    let key = PageKey { before: None, after: None, limit: 10 };
    let pinned = |id| {
        let page = store.read(|reader| reader.capture_page(&key)).unwrap();
        let listed = page.rows.iter().find(|row| row.id == id).unwrap().pinned;
        assert_eq!(store.read(|reader| reader.capture(id)).unwrap().unwrap().pinned, listed);
        listed
    };
    let done = store.write(|tx| Ok([tx.pin(1, 7)?, tx.pin(1, 8)?, tx.pin(99, 7)?, tx.unpin(2)?])).await.unwrap();
    assert_eq!(done, [true, true, false, false]);
    assert_eq!((pinned(1), pinned(2)), (true, false));
    assert!(store.write(|tx| tx.unpin(1)).await.unwrap());
    assert!(!pinned(1));
}

#[tokio::test]
async fn deleting_takes_all_that_hangs_on_a_capture_and_nothing_of_the_book() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 4).await;
    store.append(refused(b"no"), None).await.unwrap();
    store
        .write(|tx| {
            for id in [1, 2] {
                let message_id = message(tx, 1, id, &format!("m_{id}"));
                let outputs = vec![NewOutput { message_id, duplicate_of: None, conflict: false }];
                project(tx, id, Summary::default(), vec![NewItem { outputs, ..NewItem::default() }])?;
            }
            tx.pin(1, 0)
        })
        .await
        .unwrap();
    assert_eq!(store.write(|tx| tx.delete_captures(&[1, 3, 5, 99])).await.unwrap(), 3);
    assert_eq!(ids(&store, None, None, 10).0, [4, 2]);
    assert_eq!(totals(&store).captures, 2);
    let rows = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        store.read(|reader| Ok(reader.conn().query_row(&sql, [], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    let counts = ["bodies", "summaries", "items", "outputs", "pins", "messages"].map(rows);
    assert_eq!(counts, [2, 1, 1, 1, 0, 2]);
    assert_eq!(store.append(accepted(b"{}"), None).await, Ok(6), "no id twice");
}

#[tokio::test]
async fn a_pinned_refused_capture_outlives_the_ring() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..2 {
        store.append(refused(b"no"), None).await.unwrap();
    }
    store.write(|tx| tx.pin(1, 0)).await.unwrap();
    let rest = futures(&store, 1_000).await;
    let (left, _) = ids(&store, None, None, 2_000);
    let expected: Vec<i64> = rest.into_iter().rev().chain([1]).collect();
    assert_eq!(left, expected, "the pinned one does not count");
    assert_eq!(store.read(Reader::captures_total).unwrap(), 1_001);
    assert_eq!(totals(&store).captures, 0);
}

/// Refuses many at once; their ids in order.
async fn futures(store: &Store, count: usize) -> Vec<i64> {
    let mut waiting: Vec<_> = (0..count).map(|_| Box::pin(store.append(refused(b"no"), None))).collect();
    for append in &mut waiting {
        assert_eq!(super::poll_once(append.as_mut()).await, None);
    }
    let mut ids = Vec::new();
    for append in waiting {
        ids.push(append.await.unwrap());
    }
    ids
}
