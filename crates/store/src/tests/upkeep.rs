use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{accepted, append_converted, eventually};
use crate::connection::reopen_writer;
use crate::queries::{settings, totals};
use crate::queue::{Append, Queue};
use crate::upkeep::Upkeep;
use crate::{DATABASE_FILE, Reader, Retention, Store, Totals};

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
    store.write(|tx| tx.set_retention(&Retention { captures: Some(1), ..Retention::default() })).await.unwrap();
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

/// A database with so many converted captures, and the connection of a writer.
async fn database_with(captures: usize) -> (tempfile::TempDir, Connection, Upkeep) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, captures).await;
    drop(store);
    let path = dir.path().join(DATABASE_FILE);
    let conn = reopen_writer(&path).unwrap();
    (dir, conn, Upkeep::new(&path))
}

fn limit(conn: &Connection, captures: u64) {
    settings::set_retention(conn, &Retention { captures: Some(captures), ..Retention::default() }).unwrap();
}

#[tokio::test]
async fn a_step_ends_where_a_capture_waits() {
    let (_dir, conn, mut upkeep) = database_with(100).await;
    let (waited_for, idle) = (Queue::default(), Queue::default());
    let (reply, _answer) = tokio::sync::oneshot::channel();
    waited_for
        .push_append(Append { capture: accepted(b"{}"), parent: None, marks: Default::default(), reply, runtime: None })
        .unwrap();
    let held = || totals::get(&conn).unwrap().captures;
    limit(&conn, 50);
    assert!(!upkeep.step(&conn, &waited_for).unwrap());
    assert_eq!((held(), upkeep.patience()), (100, Duration::ZERO));
    while upkeep.patience() == Duration::ZERO {
        assert!(upkeep.step(&conn, &idle).unwrap());
    }
    assert_eq!(held(), 50);
    let synchronous: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
    assert_eq!(synchronous, 2, "captures are synced as before");
}

#[tokio::test]
async fn a_batch_takes_more_out_than_it_brings_in_where_far_too_much_is_kept() {
    let (_dir, conn, mut upkeep) = database_with(100).await;
    let held = || totals::get(&conn).unwrap().captures;
    let mut batch_of = |changed: bool, captures, bytes| {
        if changed {
            upkeep.changed(false);
        }
        let pruned = upkeep.count(&conn, Totals { captures, bytes }).unwrap();
        upkeep.appended(&pruned);
        held()
    };
    assert_eq!(batch_of(false, 8, 8), 108, "nothing is too much");
    limit(&conn, 90);
    assert_eq!(batch_of(false, 8, 8), 116, "the limit was read before");
    assert_eq!(batch_of(true, 8, 8), 113);
    let next: Vec<u64> = (0..6).map(|_| batch_of(false, 8, 8)).collect();
    assert_eq!(next, [110, 107, 104, 101, 101, 101], "an eighth more may stay until nobody waits");
    limit(&conn, 10);
    let each = accepted(b"").head.len() as u64 + 10;
    let left = batch_of(true, 1, 2 * each);
    assert!((99..=100).contains(&left), "bytes count too, within a step's time: {left}");
}

#[tokio::test]
async fn while_nothing_may_go_nothing_is_tried_in_vain() {
    let (_dir, conn, mut upkeep) = database_with(10).await;
    limit(&conn, 1);
    conn.execute("UPDATE projector SET projected_to = 0", []).unwrap();
    assert!(!upkeep.step(&conn, &Queue::default()).unwrap());
    assert!(upkeep.patience() > Duration::ZERO);
    let pruned = upkeep.count(&conn, Totals::default()).unwrap();
    upkeep.appended(&pruned);
    assert!(upkeep.patience() > Duration::ZERO);
    conn.execute("UPDATE projector SET projected_to = 10", []).unwrap();
    upkeep.changed(false);
    while upkeep.patience() == Duration::ZERO {
        upkeep.step(&conn, &Queue::default()).unwrap();
    }
    assert_eq!(totals::get(&conn).unwrap().captures, 1);
}

#[tokio::test]
async fn a_log_that_is_long_is_written_from_its_beginning_again_though_it_is_never_quiet() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut longest = 0;
    for _ in 0..120 {
        store.append(accepted(&vec![b'x'; MIB]), None).await.unwrap();
        longest = longest.max(size(dir.path(), "-wal"));
    }
    let mib = longest / MIB as u64;
    assert!((16..64).contains(&mib), "the log came to {mib} MiB");
}
