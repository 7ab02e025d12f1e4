use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{accepted, ids, key, project, refused};
use triptych_core::capture::{Capture, Judgement};
use triptych_core::endpoint::{EndpointKey, Policy};

use crate::{EndpointSettings, PageKey, Reader, Store, StoreError, Summary};

#[tokio::test]
async fn pages_go_by_id_newest_first() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(ids(&store, None, None, 10), (vec![], false));
    for _ in 0..5 {
        store.append(accepted(b"{}"), None).await.unwrap();
    }
    assert_eq!(ids(&store, None, None, 2), (vec![5, 4], true));
    assert_eq!(ids(&store, Some(4), None, 2), (vec![3, 2], true));
    assert_eq!(ids(&store, Some(2), None, 2), (vec![1], false));
    assert_eq!(ids(&store, None, Some(3), 10), (vec![5, 4], false));
    assert_eq!(ids(&store, Some(5), Some(2), 10), (vec![4, 3], false));
    assert_eq!(ids(&store, None, None, 5), (vec![5, 4, 3, 2, 1], false));
}

#[tokio::test]
async fn a_row_of_the_list_tells_what_the_capture_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    store.append(refused(b"{}"), Some(1)).await.unwrap();
    store
        .write(|tx| {
            let id = tx.add_endpoint(&key("c"), 0)?;
            let settings = EndpointSettings { name: Some("Shop".into()), ..tx.endpoint(id)?.unwrap().settings };
            tx.update_endpoint(id, &settings)?;
            project(tx, 1, Summary { title: "Hi".into(), ..Summary::default() }, Vec::new())
        })
        .await
        .unwrap();
    let page = store.read(|reader| reader.capture_page(&PageKey { before: None, after: None, limit: 10 })).unwrap();
    let [replay, first] = &page.rows[..] else { panic!("{page:?}") };
    let expected = refused(b"{}");
    assert_eq!((replay.judgement, replay.status, replay.body_size), (expected.judgement, 401, 2));
    assert_eq!((&replay.method, &replay.path, &replay.reason), (&expected.method, &expected.path, &expected.reason));
    assert_eq!((replay.received_us, replay.replay_of, &replay.summary), (expected.received_us, Some(1), &None));
    assert_eq!((&first.endpoint, first.endpoint_name.as_deref()), (&Some(key("c")), Some("Shop")));
    assert_eq!(first.summary.as_ref().map(|summary| summary.title.as_str()), Some("Hi"));
    let whole = store.read(|reader| reader.capture(1)).unwrap().unwrap();
    assert_eq!(whole.endpoint_name.as_deref(), Some("Shop"));
    assert_eq!(store.read(|reader| reader.endpoint(1)).unwrap().unwrap().settings.policy, Policy::Required);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_committed_captures_whole_while_the_writer_runs() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..4)
        .map(|n| {
            let (store, done, dir) = (store.clone(), Arc::clone(&done), dir.path().to_owned());
            std::thread::spawn(move || {
                let own = Reader::open(&dir).unwrap();
                let look = |reader: &Reader| {
                    let total = reader.captures_total()?;
                    let page = reader.capture_page(&PageKey { before: None, after: None, limit: 1 })?;
                    if let Some(newest) = page.rows.first() {
                        let body = reader.body(newest.id)?;
                        assert_eq!(body, Some(newest.id.to_string().into_bytes()));
                    }
                    Ok::<_, StoreError>(total)
                };
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let total = if n == 0 { look(&own).unwrap() } else { store.read(look).unwrap() };
                    assert!(total >= last);
                    last = total;
                    std::thread::sleep(std::time::Duration::from_micros(200));
                }
            })
        })
        .collect();
    for id in 1..=150_i64 {
        assert_eq!(store.append(accepted(id.to_string().as_bytes()), None).await, Ok(id));
        assert_eq!(store.read(Reader::captures_total).unwrap(), u64::try_from(id).unwrap());
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().unwrap();
    }
}

#[tokio::test]
async fn one_reading_is_of_one_moment() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    let writer = store.clone();
    store
        .read(|reader| {
            let before = reader.captures_total()?;
            std::thread::spawn(move || {
                writer
                    .write_blocking(|tx| {
                        tx.conn().execute_batch("DELETE FROM captures")?;
                        Ok(())
                    })
                    .unwrap();
            })
            .join()
            .unwrap();
            assert_eq!((before, reader.captures_total()?), (1, 1));
            Ok(())
        })
        .unwrap();
    assert_eq!(store.read(Reader::captures_total).unwrap(), 0);
}

#[tokio::test]
async fn the_revision_grows_with_what_changes_and_only_then() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let revision = store.revision();
    let before = *revision.borrow();
    store.append(accepted(b"{}"), None).await.unwrap();
    let appended = *revision.borrow();
    store.write(|tx| tx.set_setting("a", "b")).await.unwrap();
    let set = *revision.borrow();
    store.write(|tx| tx.projected_to()).await.unwrap();
    store.write(|_| Err::<(), _>(StoreError::Abandoned("no".into()))).await.unwrap_err();
    let idle = *revision.borrow();
    assert_eq!((appended - before, set - appended, idle - set), (1, 1, 0));
}

#[test]
fn a_panic_while_reading_leaves_the_readers_usable() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..5 {
        let store = store.clone();
        std::thread::spawn(move || store.read(|_| -> Result<(), StoreError> { panic!("on purpose") }))
            .join()
            .unwrap_err();
    }
    assert_eq!(store.read(Reader::captures_total).unwrap(), 0);
}

#[test]
fn a_reader_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    let _store = Store::open(dir.path()).unwrap();
    let conn = crate::connection::reader(&dir.path().join(crate::DATABASE_FILE)).unwrap();
    conn.execute("INSERT INTO settings (key, value) VALUES ('a', 'b')", []).unwrap_err();
}

#[tokio::test]
async fn a_folder_without_an_owner_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    drop(store);
    assert_eq!(Reader::open(dir.path()).unwrap().captures_total().unwrap(), 1);
}

#[tokio::test]
async fn refused_captures_that_are_whole_can_be_judged_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let other = Capture { endpoint: Some(key("other")), ..refused(b"3") };
    let cut = Capture { truncated: true, ..refused(b"4") };
    let invalid = Capture { judgement: Judgement::Invalid, ..refused(b"6") };
    for capture in [refused(b"1"), accepted(b"2"), other.clone(), cut, refused(&[b'x'; 70_000]), invalid, refused(b"7")]
    {
        store.append(capture, None).await.unwrap();
    }
    let found = |endpoint: Option<&EndpointKey>, after, limit| {
        let found = store.read(|reader| reader.refused_whole_after(endpoint, after, limit)).unwrap();
        found.into_iter().map(|stored| (stored.id, stored.capture.body)).collect::<Vec<_>>()
    };
    let [one, three, seven] = [(1, b"1".to_vec()), (3, b"3".to_vec()), (7, b"7".to_vec())];
    assert_eq!(found(None, 0, 10), [one.clone(), three.clone(), seven.clone()]);
    assert_eq!(found(None, 0, 2), [one.clone(), three.clone()]);
    assert_eq!(found(None, 1, 10), [three.clone(), seven.clone()]);
    assert_eq!(found(Some(&key("c")), 0, 10), [one, seven]);
    assert_eq!(found(Some(&key("other")), 0, 10), [three]);
    assert_eq!(found(Some(&key("third")), 0, 10), []);
    let whole = store.read(|reader| reader.refused_whole_after(Some(&key("other")), 0, 1)).unwrap();
    assert_eq!(whole[0].capture, other);
}
