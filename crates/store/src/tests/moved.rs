use std::fs;

use super::{accepted, eventually};
use crate::{DATABASE_FILE, Reader, Store, WriteError};

#[tokio::test]
async fn nothing_is_written_while_the_file_is_gone_and_all_goes_on_once_it_is_back() {
    let parent = tempfile::tempdir().unwrap();
    let (dir, elsewhere) = (parent.path().join("data"), parent.path().join("elsewhere"));
    let store = Store::open(&dir).unwrap();
    store.append(accepted(b"before"), None).await.unwrap();
    let mut revision = store.revision();
    let file = (dir.join(DATABASE_FILE), elsewhere.join(DATABASE_FILE));
    for (id, (path, away)) in (2..).zip([file, (dir.clone(), elsewhere.clone())]) {
        if path != dir {
            fs::create_dir(&elsewhere).unwrap();
        }
        revision.mark_unchanged();
        fs::rename(&path, &away).unwrap();
        let refused = store.append(accepted(b"lost"), None).await;
        assert!(matches!(&refused, Err(WriteError::Failed(reason)) if reason.contains("was removed")), "{refused:?}");
        assert!(store.write_problem().unwrap().starts_with("the file was removed"));
        assert!(revision.has_changed().unwrap(), "who watches learns of the problem");
        let refused = store.write(|tx| tx.set_setting("lost", "1")).await.unwrap_err();
        assert!(refused.to_string().contains("was removed"), "{refused}");
        fs::rename(&away, &path).unwrap();
        assert_eq!(store.append(accepted(b"after"), None).await, Ok(id));
        assert_eq!(store.write_problem(), None);
        let _ = fs::remove_dir(&elsewhere);
    }
    drop(store);
    let reader = Reader::open(&dir).unwrap();
    assert_eq!((reader.captures_total().unwrap(), reader.setting("lost").unwrap()), (3, None));
}

#[tokio::test]
async fn an_idle_store_notices_that_the_file_is_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (path, away) = (dir.path().join(DATABASE_FILE), dir.path().join("away"));
    fs::rename(&path, &away).unwrap();
    store.append(accepted(b"lost"), None).await.unwrap_err();
    fs::rename(&away, &path).unwrap();
    eventually("the problem is gone", || store.write_problem().is_none()).await;
}

#[cfg(unix)]
#[tokio::test]
async fn another_file_in_the_place_of_the_first_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.append(accepted(b"before"), None).await.unwrap();
    let path = dir.path().join(DATABASE_FILE);
    fs::remove_file(&path).unwrap();
    fs::write(&path, "another").unwrap();
    store.append(accepted(b"lost"), None).await.unwrap_err();
    assert!(store.write_problem().unwrap().contains("replaced"));
    store.close();
    assert_eq!(fs::read(&path).unwrap(), b"another");
}
