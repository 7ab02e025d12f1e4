//! What the shelf sees of a folder.

use std::sync::Arc;

use super::*;
use crate::check::Outcome;
use crate::fixtures::{BODY_FILE, EXPECTED_FILE, SETTINGS_FILE};

const BODY: &str = r#"{"object":"page","entry":[{"id":"P1","messaging":[{"sender":{"id":"C9"},"recipient":{"id":"P1"},
    "timestamp":1763700000123,"message":{"mid":"m_1","text":"One"}}]}]}"#;

fn outcomes(shelf: &Shelf) -> Vec<String> {
    let entries = shelf.view().entries;
    let outcome = |entry: &Entry| entry.checked.as_ref().map_or("unchecked", |checked| checked.outcome.as_str());
    entries.iter().map(|(name, entry)| format!("{name} {}", outcome(entry))).collect()
}

fn put(folder: &Path, name: &str, body: &str) {
    std::fs::create_dir_all(folder.join(name)).expect("a folder");
    std::fs::write(folder.join(name).join(BODY_FILE), body).expect("a body");
}

#[test]
fn what_is_edited_on_disk_is_read_and_checked_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("fixtures");
    let shelf = Shelf::default();
    shelf.open(&folder);
    assert!(!shelf.look() && shelf.view().problem.is_none(), "a folder that is not there yet is empty");
    put(&folder, "a", BODY);
    put(&folder, "b", "no JSON");
    assert!(shelf.look());
    assert_eq!(outcomes(&shelf), ["a unchecked", "b unchecked"]);
    shelf.work(|| ());
    assert_eq!(outcomes(&shelf), ["a new", "b failed"]);
    assert!(!shelf.look(), "nothing has changed");
    assert_eq!((shelf.view().running, shelf.view().ran_us.is_some()), (None, true));

    // As long as before, and within the same tick of the clock.
    let moment = std::time::SystemTime::now();
    for text in ["One", "Two"] {
        let path = folder.join("a").join(BODY_FILE);
        std::fs::write(&path, BODY.replace("One", text)).expect("a body");
        let file = std::fs::File::options().write(true).open(&path).expect("a file");
        file.set_modified(moment).expect("its time is set");
        assert!(shelf.look(), "{text}");
    }
    shelf.work(|| ());
    assert!(shelf.entry("a").expect("it is there").checked.expect("checked").documents[0].contains("Two"));
    std::fs::write(folder.join("a").join(EXPECTED_FILE), "[]").expect("expected");
    std::fs::remove_dir_all(folder.join("b")).expect("removed");
    assert!(shelf.look());
    shelf.work(|| ());
    assert_eq!(outcomes(&shelf), ["a changed"]);
    std::fs::write(folder.join("a").join(SETTINGS_FILE), "nonsense").expect("settings");
    shelf.look();
    shelf.work(|| ());
    assert_eq!(outcomes(&shelf), ["a failed"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_fails_and_holds_nobody_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::default();
    shelf.open(dir.path());
    put(dir.path(), "whole", BODY);
    for name in ["endless", "pipe"] {
        std::fs::create_dir(dir.path().join(name)).expect("a folder");
        std::fs::write(dir.path().join(name).join(SETTINGS_FILE), "").expect("settings");
    }
    std::os::unix::fs::symlink("/dev/zero", dir.path().join("endless").join(BODY_FILE)).expect("a link");
    let pipe = dir.path().join("pipe").join(BODY_FILE);
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().expect("mkfifo").success());
    assert!(shelf.look());
    shelf.work(|| ());
    assert_eq!(outcomes(&shelf), ["endless failed", "pipe failed", "whole new"]);
    assert!(!shelf.look(), "nothing has changed");
}

#[test]
fn a_run_is_cancelled_and_a_change_taken_back_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::default();
    shelf.open(dir.path());
    (0..20).for_each(|number| put(dir.path(), &format!("f{number}"), BODY));
    shelf.look();
    shelf.cancel();
    shelf.work(|| ());
    assert!(outcomes(&shelf).iter().all(|line| line.ends_with("unchecked")), "{:?}", outcomes(&shelf));
    shelf.run(Some(&["f3".to_owned()]));
    shelf.work(|| ());
    assert_eq!(outcomes(&shelf).iter().filter(|line| line.ends_with("new")).count(), 1);

    let mut change = Change::default();
    change.write(&dir.path().join("f3").join(EXPECTED_FILE), b"[]").expect("written");
    let number = shelf.remember(change);
    assert_eq!(shelf.refresh("f3").expect("it is there").checked.expect("checked").outcome, Outcome::Changed);
    shelf.take_back(number).expect("taken back");
    assert_eq!(shelf.refresh("f3").expect("it is there").checked.expect("checked").outcome, Outcome::New);
    assert!(matches!(shelf.take_back(number), Err(TakeBackError::Forgotten)));
}

#[tokio::test]
async fn the_watch_notices_by_itself() {
    let dir = tempfile::tempdir().expect("a folder");
    let shelf = Arc::new(Shelf::default());
    shelf.open(dir.path());
    let (told, mut news) = tokio::sync::watch::channel(());
    shelf.watch(move || told.send_modify(|()| ()));
    put(dir.path(), "a", BODY);
    while outcomes(&shelf) != ["a new"] {
        tokio::time::timeout(Duration::from_secs(20), news.changed()).await.expect("told in time").expect("watched");
    }
    shelf.close();
}
