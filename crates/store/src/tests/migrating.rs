use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::{accepted, totals};
use crate::{DATABASE_FILE, OpenError, Reader, Store};

const BACKUP: &str = "triptych.db.backup-v1";

/// A database as version 1 left it: an accepted capture, a refused one, and a token.
fn version_1(dir: &Path) -> Connection {
    let conn = Connection::open(dir.join(DATABASE_FILE)).unwrap();
    conn.execute_batch(concat!(
        "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA application_id = 0x54525054;",
        include_str!("../../migrations/0001_log_book_and_settings.sql"),
        "INSERT INTO captures (received_us, took_us, judgement, authentication, status, ring, method, path,
             http_version, body_size, truncated, channel, workspace_id, credentials_id, reason, peer,
             head_normalised, answer, head)
         VALUES (1, 1, 'accepted', 'token', 200, 0, 'POST', '/', 'HTTP/1.1', 7, 0, 'facebook', 'w', 'c', '', '', 0, x'',
                 zeroblob(100)),
             (1, 1, 'unauthenticated', 'failed', 401, 1, 'POST', '/', 'HTTP/1.1', 7, 0, NULL, NULL, NULL, '', '', 0,
                 x'', zeroblob(100));
         INSERT INTO bodies VALUES (1, zeroblob(7)), (2, zeroblob(7));
         INSERT INTO settings VALUES ('app_token', 'T0');
         PRAGMA user_version = 1;",
    ))
    .unwrap();
    conn
}

fn version(path: &Path) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn an_older_database_is_copied_and_then_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    drop(version_1(dir.path()));
    assert!(matches!(Reader::open(dir.path()).unwrap_err(), OpenError::TooOld { .. }));
    let store = Store::open(dir.path()).unwrap();
    assert_eq!((totals(&store).captures, totals(&store).bytes), (1, 107));
    assert_eq!(store.read(Reader::app_token).unwrap().expose(), "T0");
    assert_eq!(store.append(accepted(b"{}"), None).await, Ok(3));
    drop(store);

    let backup = dir.path().join(BACKUP);
    assert_eq!(version(&backup), 1);
    let conn = Connection::open(&backup).unwrap();
    let captures: i64 = conn.query_row("SELECT count(*) FROM captures", [], |row| row.get(0)).unwrap();
    let verdict: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!((captures, verdict.as_str()), (2, "ok"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    }
    drop(conn);

    // The way back: the copy in the database's place is what version 1 left.
    fs::rename(&backup, dir.path().join(DATABASE_FILE)).unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(totals(&store).captures, 1);
}

#[tokio::test]
async fn what_an_older_version_converted_is_converted_anew() {
    let dir = tempfile::tempdir().unwrap();
    version_1(dir.path()).execute_batch("UPDATE projector SET projected_to = 2").unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.read(Reader::projected_to).unwrap(), 0);
    store.write(|tx| tx.advance_projected_to(2)).await.unwrap();
    drop(store);
    assert_eq!(Store::open(dir.path()).unwrap().read(Reader::projected_to).unwrap(), 2, "once");
}

#[tokio::test]
async fn what_the_log_of_an_older_database_holds_is_copied_too() {
    let (dir, image) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let conn = version_1(dir.path());
    for name in [DATABASE_FILE.to_owned(), format!("{DATABASE_FILE}-wal")] {
        fs::copy(dir.path().join(&name), image.path().join(&name)).unwrap();
    }
    drop(conn);
    Store::open(image.path()).unwrap().close();
    let conn = Connection::open(image.path().join(BACKUP)).unwrap();
    let token: String = conn.query_row("SELECT value FROM settings", [], |row| row.get(0)).unwrap();
    assert_eq!(token, "T0");
}

#[test]
fn a_database_that_cannot_be_copied_is_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    drop(version_1(dir.path()));
    let in_the_way = dir.path().join(BACKUP);
    fs::create_dir(&in_the_way).unwrap();
    let refused = Store::open(dir.path()).unwrap_err();
    assert!(matches!(&refused, OpenError::Unwritable { path, .. } if *path == in_the_way), "{refused:?}");
    assert!(refused.to_string().contains("no copy of the database could be made"), "{refused}");
    assert_eq!(version(&dir.path().join(DATABASE_FILE)), 1);
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_str().unwrap().contains("unfinished")), "{names:?}");

    fs::remove_dir(&in_the_way).unwrap();
    Store::open(dir.path()).unwrap();
    assert!(in_the_way.is_file());
}

#[test]
fn a_new_database_and_one_that_is_up_to_date_are_not_copied() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        drop(Store::open(dir.path()).unwrap());
    }
    assert!(!dir.path().join(BACKUP).exists());
    assert!(!dir.path().join("triptych.db.backup-v0").exists());
}
