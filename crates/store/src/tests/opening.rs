use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::accepted;
use crate::{DATABASE_FILE, INDEX_FILE, LOCK_FILE, OpenError, Reader, Store};

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[tokio::test]
async fn folder_and_files_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("a/b");
    let store = Store::open(&dir).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    assert_eq!((mode(&dir), mode(&parent.path().join("a"))), (0o700, 0o700));
    for entry in fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(store);

    fs::set_permissions(dir.join(DATABASE_FILE), fs::Permissions::from_mode(0o644)).unwrap();
    let _store = Store::open(&dir).unwrap();
    assert_eq!(mode(&dir.join(DATABASE_FILE)), 0o600);

    let empty = parent.path().join("empty");
    fs::create_dir(&empty).unwrap();
    fs::set_permissions(&empty, fs::Permissions::from_mode(0o755)).unwrap();
    let _store = Store::open(&empty).unwrap();
    assert_eq!(mode(&empty), 0o700);

    let shared = parent.path().join("shared");
    fs::create_dir(&shared).unwrap();
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(shared.join("somebody's"), "").unwrap();
    let _store = Store::open(&shared).unwrap();
    assert_eq!(mode(&shared), 0o755, "a folder that others use keeps its mode");
}

#[test]
fn one_instance_owns_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let clone = store.clone();
    let refused = Store::open(dir.path()).unwrap_err();
    assert!(
        matches!(&refused, OpenError::FolderInUse { dir: of, pid } if of == dir.path() && *pid == Some(std::process::id())),
        "{refused:?}"
    );
    assert!(refused.to_string().contains(dir.path().to_str().unwrap()));
    assert!(refused.to_string().contains(&format!("process {}", std::process::id())));
    drop(store);
    assert!(Store::open(dir.path()).is_err(), "a clone still owns it");
    drop(clone);
    Store::open(dir.path()).unwrap().close();
    Store::open(dir.path()).unwrap();
}

#[tokio::test]
async fn a_store_dropped_by_its_own_closure_gives_up_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (alone, is_alone) = std::sync::mpsc::channel::<()>();
    let inner = store.clone();
    let mut write = Box::pin(store.write(move |_| {
        is_alone.recv().unwrap();
        drop(inner);
        Ok(())
    }));
    std::future::poll_fn(|context| {
        assert!(write.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    drop(write);
    drop(store);
    alone.send(()).unwrap();
    for _ in 0..200 {
        match Store::open(dir.path()) {
            Ok(_) => return,
            Err(OpenError::FolderInUse { .. }) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the folder is still in use");
}

#[test]
fn a_file_that_is_not_ours_is_refused_and_left_as_it_is() {
    let foreign = |make: &dyn Fn(&Path)| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(DATABASE_FILE);
        make(&path);
        let before = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().permissions());
        for refused in [Store::open(dir.path()).unwrap_err(), Reader::open(dir.path()).unwrap_err()] {
            assert!(matches!(refused, OpenError::NotOurs { .. }), "{refused:?}");
            assert!(refused.to_string().contains(path.to_str().unwrap()));
        }
        assert_eq!((fs::read(&path).unwrap(), fs::metadata(&path).unwrap().permissions()), before);
    };
    foreign(&|path| fs::write(path, "hello").unwrap());
    foreign(&|path| fs::write(path, vec![b'x'; 9_000]).unwrap());
    foreign(&|path| Connection::open(path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap());
    foreign(&|path| Connection::open(path).unwrap().execute_batch("PRAGMA application_id = 77").unwrap());
}

#[test]
fn a_newer_version_is_refused_and_an_unfinished_file_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(DATABASE_FILE);
    drop(Store::open(dir.path()).unwrap());
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 900").unwrap();
    for refused in [Store::open(dir.path()).unwrap_err(), Reader::open(dir.path()).unwrap_err()] {
        assert!(matches!(refused, OpenError::TooNew { found: 900, .. }), "{refused:?}");
    }
    drop(conn);

    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = WAL").unwrap();
    assert!(matches!(Reader::open(dir.path()).unwrap_err(), OpenError::NotFound { .. }));
    drop(Store::open(dir.path()).unwrap());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 0").unwrap();
    assert!(matches!(Reader::open(dir.path()).unwrap_err(), OpenError::TooOld { .. }));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Store::open(&file).unwrap_err();
    assert!(matches!(&refused, OpenError::Unwritable { path, .. } if *path == file), "{refused:?}");
    assert!(refused.to_string().contains(file.to_str().unwrap()));
    assert!(matches!(Store::open(&file.join("below")).unwrap_err(), OpenError::Unwritable { .. }));
    assert!(matches!(Reader::open(parent.path()).unwrap_err(), OpenError::NotFound { .. }));
}

#[tokio::test]
async fn reopening_keeps_the_token_and_never_gives_an_id_twice() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let token = store.read(Reader::app_token).unwrap();
    assert!(token.expose().len() >= 32);
    for _ in 0..3 {
        store.append(accepted(b"{}"), None).await.unwrap();
    }
    store
        .write(|tx| {
            tx.conn().execute_batch("DELETE FROM captures")?;
            Ok(())
        })
        .await
        .unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.read(Reader::app_token).unwrap().expose(), token.expose());
    assert_eq!(store.append(accepted(b"{}"), None).await, Ok(4));
}

#[tokio::test]
async fn a_clean_end_leaves_plain_files_and_an_empty_lock() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    store.read(Reader::captures_total).unwrap();
    assert!(dir.path().join("triptych.db-wal").exists());
    store.close();
    let mut names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [DATABASE_FILE, LOCK_FILE, INDEX_FILE]);
    assert_eq!(fs::read(dir.path().join(LOCK_FILE)).unwrap(), b"");
}

#[tokio::test]
async fn after_an_unclean_end_a_damaged_file_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..200 {
        store.append(accepted(&[b'x'; 3_000]), None).await.unwrap();
    }
    drop(store);
    let path = dir.path().join(DATABASE_FILE);
    let mut bytes = fs::read(&path).unwrap();
    let (page, len) = (4_096, bytes.len());
    bytes[len / 2 / page * page..][..page].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    fs::write(dir.path().join(LOCK_FILE), "4242\n").unwrap();
    let refused = Store::open(dir.path()).unwrap_err();
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused:?}");
}

#[tokio::test]
async fn the_file_is_set_up_to_survive_a_power_cut() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let set = store
        .write(|tx| {
            let number = |pragma| tx.conn().pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
            let mode: String = tx.conn().pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            Ok((mode, number("synchronous")?, number("fullfsync")?, number("foreign_keys")?, number("auto_vacuum")?))
        })
        .await
        .unwrap();
    assert_eq!(set, ("wal".into(), 2, 1, 1, 2));
}

#[test]
fn a_folder_on_a_network_is_refused_before_anything_is_made() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("data");
    let root = parent.path().canonicalize().unwrap();
    let mounts =
        |kind| format!("1 0 8:1 / / rw - ext4 /dev/x rw\n2 1 0:9 / {} rw - {kind} server:/x rw\n", root.display());
    let refused = Store::open_where(&dir, &mounts("nfs4")).unwrap_err();
    assert!(matches!(&refused, OpenError::OnNetwork { dir: of, kind } if *of == dir && kind == "nfs4"), "{refused:?}");
    assert!(refused.to_string().contains(dir.to_str().unwrap()), "{refused}");
    assert!(!dir.exists());
    Store::open_where(&dir, &mounts("xfs")).unwrap();
}
