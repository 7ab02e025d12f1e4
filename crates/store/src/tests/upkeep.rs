use std::path::Path;
use std::time::{Duration, Instant};

use super::{accepted, append_converted, eventually};
use crate::connection::reopen_writer;
use crate::queries::{settings, totals};
use crate::queue::{Append, Queue};
use crate::upkeep::Upkeep;
use crate::{DATABASE_FILE, Reader, Retention, Store};

const MIB: usize = 1024 * 1024;

fn size(dir: &Path, suffix: &str) -> u64 {
    std::fs::metadata(dir.join(format!("{DATABASE_FILE}{suffix}"))).map_or(0, |metadata| metadata.len())
}

#[tokio::test]
async fn the_file_shrinks_after_pruning() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..24 {
        store.append(accepted(&vec![b'x'; MIB]), None).await.unwrap();
    }
    append_converted(&store, 1).await;
    store.write(|tx| tx.set_retention(&Retention { captures: 1, ..Retention::default() })).await.unwrap();
    eventually("one is left", || super::totals(&store).captures == 1).await;
    let small = 2 * MIB as u64;
    eventually("the file is small", || size(dir.path(), "") < small && size(dir.path(), "-wal") == 0).await;
    let verdict: String =
        store.write(|tx| Ok(tx.conn().query_row("PRAGMA integrity_check", [], |row| row.get(0))?)).await.unwrap();
    assert_eq!(verdict, "ok");
}

#[tokio::test]
async fn a_large_log_is_emptied_once_it_is_quiet() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(&vec![b'x'; 9 * MIB]), None).await.unwrap();
    assert!(size(dir.path(), "-wal") > 8 * MIB as u64);
    eventually("the log is empty", || size(dir.path(), "-wal") == 0).await;
    assert!(size(dir.path(), "") > 9 * MIB as u64);
    assert_eq!(store.read(|reader| reader.body(1)).unwrap().map(|body| body.len()), Some(9 * MIB));
}

#[tokio::test]
async fn emptying_the_log_waits_for_no_reader() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let reading = std::thread::spawn({
        let store = store.clone();
        move || {
            store
                .read(|reader| {
                    let total = reader.captures_total()?;
                    began.send(()).unwrap();
                    ended.recv().unwrap();
                    assert_eq!(reader.captures_total()?, total);
                    Ok(())
                })
                .unwrap();
        }
    });
    begun.await.unwrap();
    store.append(accepted(&vec![b'x'; 9 * MIB]), None).await.unwrap();
    // The writer is about to try.
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    let start = Instant::now();
    store.append(accepted(b"{}"), None).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(size(dir.path(), "-wal") > 8 * MIB as u64);
    end.send(()).unwrap();
    reading.join().unwrap();
    eventually("the log is empty", || size(dir.path(), "-wal") == 0).await;
    assert_eq!(store.read(Reader::captures_total).unwrap(), 3);
}

#[tokio::test]
async fn a_step_ends_where_a_capture_waits_unless_far_too_much_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 100).await;
    drop(store);
    let path = dir.path().join(DATABASE_FILE);
    let conn = reopen_writer(&path).unwrap();
    let (waited_for, idle) = (Queue::default(), Queue::default());
    let (reply, _answer) = tokio::sync::oneshot::channel();
    waited_for.push_append(Append { capture: accepted(b"{}"), parent: None, reply }).unwrap();
    let limit = |captures| settings::set_retention(&conn, &Retention { captures, ..Retention::default() }).unwrap();
    let held = || totals::get(&conn).unwrap().captures;
    let mut upkeep = Upkeep::new(&path);

    limit(90);
    assert!(!upkeep.step(&conn, &waited_for).unwrap());
    assert_eq!((held(), upkeep.patience(), upkeep.is_overdue()), (100, Duration::ZERO, false));

    limit(50);
    upkeep.changed(false);
    while upkeep.is_overdue() {
        upkeep.step(&conn, &waited_for).unwrap();
    }
    assert_eq!((held(), upkeep.patience()), (56, Duration::ZERO), "an eighth too many may wait");

    while upkeep.patience() == Duration::ZERO {
        upkeep.step(&conn, &idle).unwrap();
    }
    assert_eq!(held(), 50);
}

#[tokio::test]
async fn while_nothing_may_go_no_step_is_tried_in_vain() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..10 {
        store.append(accepted(b"{}"), None).await.unwrap();
    }
    drop(store);
    let path = dir.path().join(DATABASE_FILE);
    let conn = reopen_writer(&path).unwrap();
    settings::set_retention(&conn, &Retention { captures: 1, ..Retention::default() }).unwrap();
    let mut upkeep = Upkeep::new(&path);
    assert!(!upkeep.step(&conn, &Queue::default()).unwrap());
    upkeep.appended(totals::get(&conn).unwrap());
    assert!(!upkeep.is_overdue() && upkeep.patience() > Duration::ZERO);
    upkeep.changed(false);
    assert!(upkeep.is_overdue(), "a closure may have moved the projector's position");
}
