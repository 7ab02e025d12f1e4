use std::fs;
use std::time::Duration;

use super::{accepted, key, poll_once, refused};
use triptych_core::secret::Secret;

use crate::{DATABASE_FILE, Reader, Store, StoreError, WriteError, WriteTx};

/// Lets SQLite run out of room: a file that may not grow, as on a full disk. Gone with the connection.
async fn fill_up(store: &Store) {
    store
        .write(|tx| {
            let pages: i64 = tx.conn().pragma_query_value(None, "page_count", |row| row.get(0))?;
            tx.conn().pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))?;
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn in_a_batch_only_the_capture_at_fault_fails() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut impossible = accepted(b"bad");
    impossible.endpoint = None;
    let (first, bad, last) = tokio::join!(
        store.append(accepted(b"first"), None),
        store.append(impossible, None),
        store.append(accepted(b"last"), None),
    );
    assert!(matches!(bad, Err(WriteError::Failed(_))), "{bad:?}");
    assert_eq!((first, last), (Ok(1), Ok(2)));
    assert_eq!(store.read(Reader::captures_total).unwrap(), 2);
    assert_eq!(store.write_problem(), None, "the next success cleared it");
}

#[tokio::test]
async fn a_full_disk_is_told_and_overcome() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"before"), None).await.unwrap();
    let mut revision = store.revision();
    revision.mark_unchanged();
    fill_up(&store).await;

    let big = vec![b'x'; 300_000];
    let full = store.append(accepted(&big), None).await;
    assert!(matches!(&full, Err(WriteError::Failed(reason)) if reason.contains("full")), "{full:?}");
    assert_eq!(store.write_problem().as_deref(), Some("database or disk is full"));
    assert!(revision.has_changed().unwrap(), "who watches learns of the problem");
    // Without its name the file cannot be opened anew.
    let (path, hidden) = (dir.path().join(DATABASE_FILE), dir.path().join("hidden"));
    fs::rename(&path, &hidden).unwrap();
    let (one, other) = tokio::join!(store.append(accepted(&big), None), store.append(accepted(&big), None));
    assert!(matches!(one, Err(WriteError::Failed(_))), "{one:?}");
    assert!(matches!(other, Err(WriteError::Failed(_))), "{other:?}");
    assert!(store.write_problem().is_some());
    assert!(store.write(|tx| tx.set_setting("a", "b")).await.is_err());

    fs::rename(&hidden, &path).unwrap();
    assert_eq!(store.append(accepted(&big), None).await, Ok(2));
    assert_eq!(store.write_problem(), None);
    assert_eq!(store.read(Reader::captures_total).unwrap(), 2, "nothing half-written");
}

#[tokio::test]
async fn an_idle_store_notices_by_itself_that_a_problem_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    fill_up(&store).await;
    let (path, hidden) = (dir.path().join(DATABASE_FILE), dir.path().join("hidden"));
    fs::rename(&path, &hidden).unwrap();
    store.append(accepted(&[b'x'; 300_000]), None).await.unwrap_err();
    fs::rename(&hidden, &path).unwrap();
    let mut revision = store.revision();
    tokio::time::timeout(Duration::from_secs(10), revision.wait_for(|_| store.write_problem().is_none()))
        .await
        .expect("within a few probes")
        .unwrap();
}

#[tokio::test]
async fn a_panic_in_a_closure_undoes_its_writes_and_leaves_the_writer_alive() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let panicked = store
        .write(|tx| -> Result<(), StoreError> {
            tx.set_setting("a", "b")?;
            panic!("on purpose")
        })
        .await;
    assert!(matches!(panicked, Err(StoreError::Panicked)), "{panicked:?}");
    assert_eq!(store.append(accepted(b"after"), None).await, Ok(1));
    assert_eq!(store.read(|reader| reader.setting("a")).unwrap(), None);
}

#[tokio::test]
async fn an_error_undoes_the_whole_closure() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let result: Result<(), _> = store
        .write(|tx| {
            tx.set_setting("a", "b")?;
            Err(StoreError::Abandoned("no".into()))
        })
        .await;
    assert_eq!(result.unwrap_err().to_string(), "no");
    assert_eq!(store.read(|reader| reader.setting("a")).unwrap(), None);
    assert_eq!(store.write_problem(), None, "a refusal of one's own is no problem of the store's");
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let hold = tokio::spawn({
        let store = store.clone();
        async move {
            let wait = move |_: &mut WriteTx<'_>| {
                began.send(()).unwrap();
                held.recv().unwrap();
                Ok(())
            };
            store.write(wait).await
        }
    });
    begun.await.unwrap();
    let mut waiting: Vec<_> = Vec::new();
    let busy = loop {
        let mut append = Box::pin(store.append(refused(b""), None));
        match poll_once(append.as_mut()).await {
            Some(result) => break result,
            None => waiting.push(append),
        }
    };
    assert_eq!((busy, waiting.len()), (Err(WriteError::Busy), 1024));
    release.send(()).unwrap();
    hold.await.unwrap().unwrap();
    for append in waiting {
        append.await.unwrap();
    }
}

#[tokio::test]
async fn captures_do_not_starve_closures() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (store, stop) = (store.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    store.append(accepted(b"{}"), None).await.unwrap();
                }
            })
        })
        .collect();
    let written = tokio::time::timeout(Duration::from_secs(30), store.write(|tx| tx.set_setting("a", "b"))).await;
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    written.expect("its turn comes").unwrap();
    for sender in senders {
        sender.await.unwrap();
    }
}

#[tokio::test]
async fn closing_commits_what_waits_and_refuses_what_comes() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut waiting = Vec::new();
    for _ in 0..50 {
        let mut append = Box::pin(store.append(accepted(b"{}"), None));
        if poll_once(append.as_mut()).await.is_none() {
            waiting.push(append);
        }
    }
    store.close();
    assert_eq!(store.append(accepted(b"{}"), None).await, Err(WriteError::Closed));
    assert!(matches!(store.write(|_| Ok(())).await, Err(StoreError::Closed)));
    assert!(matches!(store.read(Reader::captures_total), Err(StoreError::Closed)));
    for append in waiting {
        append.await.unwrap();
    }
    assert_eq!(Store::open(dir.path()).unwrap().read(Reader::captures_total).unwrap(), 50);
}

#[tokio::test]
async fn errors_never_show_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let error = store.write(|tx| tx.add_endpoint_secret(99, &Secret::new("hunter2"), 0)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    store.write(|tx| tx.add_endpoint(&key("c"), 0)).await.unwrap();
    store.write(|tx| tx.add_endpoint_secret(1, &Secret::new("hunter2"), 0)).await.unwrap();
    let shown = store.read(|reader| Ok(format!("{:?} {:?}", reader.endpoint_auth()?, reader.endpoint_secrets(1)?)));
    assert!(!shown.unwrap().contains("hunter2"));
}
