use std::ops::ControlFlow;

use rusqlite::Connection;
use triptych_core::fold::fold;

use super::{accepted, append_converted, refused};
use crate::{Document, INDEX_FILE, Index, Probe, Reader, SEPARATOR, Store, StoreError, Tag, Token};

fn tag(kind: &'static str, value: &str) -> Tag {
    Tag { kind, value: value.to_owned(), folded: fold(value) }
}

fn document(capture_id: i64, text: &str, tags: &[Tag]) -> Document {
    Document { capture_id, received_us: 1_000 * capture_id, text: fold(text), tags: tags.to_vec() }
}

fn write(store: &Store, f: impl FnOnce(&mut Index) -> rusqlite::Result<()>) {
    store.index(|index| Ok(f(index)?)).unwrap();
}

fn found(store: &Store, probe: &Probe) -> Vec<i64> {
    let mut ids = Vec::new();
    let all = |reader: &Reader| {
        reader.candidates(probe, 0, i64::MAX, |id| {
            ids.push(id);
            Ok(ControlFlow::Continue(()))
        })
    };
    assert!(store.read(all).unwrap().is_continue());
    ids
}

fn text(text: &str) -> Vec<Vec<Token>> {
    vec![Token::of_text(&fold(text))]
}

/// A store with so many converted captures, all of them indexed with one text and no tag.
async fn indexed(dir: &std::path::Path, captures: usize) -> Store {
    let store = Store::open(dir).unwrap();
    append_converted(&store, captures).await;
    let last = i64::try_from(captures).unwrap();
    let us = accepted(b"").received_us;
    write(&store, |index| {
        index.begin_anew(0)?;
        let all: Vec<_> = (1..=last).map(|id| Document { received_us: us, ..document(id, "Hello", &[]) }).collect();
        index.add(&all)
    });
    store
}

#[tokio::test]
async fn words_and_tags_find_what_holds_them() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (red, blue) = (tag("field", "red"), tag("field", "blue"));
    write(&store, |index| {
        index.add(&[document(1, "Größe XL", std::slice::from_ref(&red)), document(2, "size 'XL\"", &[])])?;
        index.add(&[document(5, "日本語 xl", &[red.clone(), blue.clone(), tag("from", "Zoë 7310")])])
    });
    let id = |kind: &str, value: &str| store.read(|reader| Ok(reader.tags_that_are(kind, value)?[0])).unwrap();
    let (red, blue) = (Token::tag(id("field", "red")), Token::tag(id("field", "blue")));
    let all = |all: Vec<Vec<Vec<Token>>>| Probe { all, none: Vec::new() };
    assert_eq!(found(&store, &all(vec![text("grosse")])), [0_i64; 0], "ß is no s");
    assert_eq!(found(&store, &all(vec![text("GROẞE xl")])), [1]);
    assert_eq!(found(&store, &all(vec![text("xl\"")])), [2]);
    assert_eq!(found(&store, &all(vec![text("日本語")])), [5]);
    assert_eq!(found(&store, &all(vec![vec![vec![red.clone()]]])), [5, 1]);
    assert_eq!(found(&store, &all(vec![vec![vec![red.clone()]], vec![vec![blue.clone()]]])), [5]);
    assert_eq!(
        found(&store, &all(vec![vec![vec![blue.clone()], Token::of_text("größe".replace('ö', "o").as_str())]])),
        [5, 1]
    );
    assert_eq!(found(&store, &Probe { all: Vec::new(), none: vec![blue.clone()] }), [2, 1]);
    assert_eq!(found(&store, &Probe { all: vec![text(" xl")], none: vec![blue, red] }), [0_i64; 0]);
    assert_eq!(found(&store, &Probe::default()), [5, 2, 1]);
    store
        .read(|reader| {
            assert_eq!(reader.tags_that_contain("from", "oe 73")?.len(), 1);
            assert_eq!(reader.tags_that_contain("field", "oe 73")?.len(), 0);
            assert_eq!(reader.tag_values("field", "", 9)?, [""; 0], "an index of no capture that is there");
            let known = reader.indexed(5)?.unwrap();
            assert_eq!((known.received_us, known.tags.len()), (5_000, 3));
            assert_eq!(reader.ids_received_between(2_000, 3_000)?, (-1, 1024));
            assert_eq!(reader.ids_received_between(6_000, 9_000)?, (0, 0));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn what_is_removed_or_written_again_is_found_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    write(&store, |index| {
        index.add(&[document(1, "alpha", &[tag("k", "a")]), document(2, "beta", &[tag("k", "b")])])?;
        index.add(&[document(2, "gamma", &[tag("k", "c")])])?;
        index.remove(&[1, 77])
    });
    let probe = |word: &str| Probe { all: vec![text(word)], none: Vec::new() };
    assert_eq!(["alpha", "beta", "gamma"].map(|word| found(&store, &probe(word))), [vec![], vec![], vec![2]]);
    write(&store, |index| index.forget_tags_before(2));
    let kept = store.read(|reader| Ok(["a", "b", "c"].map(|value| reader.tags_that_are("k", value).unwrap().len())));
    assert_eq!(kept.unwrap(), [0, 1, 1]);
    write(&store, |index| index.begin_anew(3));
    assert_eq!(found(&store, &Probe::default()), [0_i64; 0]);
}

#[tokio::test]
async fn an_index_of_another_state_of_the_database_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let store = indexed(dir.path(), 3).await;
    let reach = |store: &Store| store.read(|reader| Ok(reader.indexed_to().unwrap_or(0))).unwrap();
    assert_eq!(reach(&store), 3);
    while !store.write(|tx| tx.forget_derived(10)).await.unwrap() {}
    assert_eq!(reach(&store), 0, "everything was forgotten");
    assert_eq!(store.read(Reader::generation).unwrap(), 1);
    drop(store);

    // The database was put back to one in which another capture has that id.
    let dir = tempfile::tempdir().unwrap();
    drop(indexed(dir.path(), 3).await);
    let index = Connection::open(dir.path().join(INDEX_FILE)).unwrap();
    index.execute("UPDATE state SET indexed_us = indexed_us + 1", []).unwrap();
    assert_eq!(reach(&Store::open(dir.path()).unwrap()), 0);
    // Or to one in which it is not there yet.
    index.execute("UPDATE state SET indexed_us = indexed_us - 1, indexed_to = 4", []).unwrap();
    assert_eq!(reach(&Store::open(dir.path()).unwrap()), 0);
    index.execute("UPDATE state SET indexed_to = 3", []).unwrap();
    assert_eq!(reach(&Store::open(dir.path()).unwrap()), 3);
}

#[tokio::test]
async fn an_index_that_is_missing_or_damaged_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    drop(indexed(dir.path(), 2).await);
    let path = dir.path().join(INDEX_FILE);
    assert_eq!(Reader::open(dir.path()).unwrap().indexed_to(), Some(2));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(Reader::open(dir.path()).unwrap().indexed_to(), None);
    for damage in [
        &b""[..],
        b"no database at all, but longer than its header would be, so that it is looked at by SQLite for real",
    ] {
        std::fs::write(&path, damage).unwrap();
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.read(|reader| Ok(reader.indexed_to().unwrap_or(0))).unwrap(), 0);
        write(&store, |index| index.begin_anew(0));
        assert_eq!(found(&store, &Probe::default()), [0_i64; 0]);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    drop(Store::open(dir.path()).unwrap());
    let version: i64 =
        Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_ne!(version, 999);
}

#[tokio::test]
async fn an_index_that_proves_damaged_is_read_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let store = indexed(dir.path(), 3).await;
    let reach = || store.read(|reader| Ok(reader.indexed_to())).unwrap();
    assert_eq!(reach(), Some(3));
    let damage = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    let damaged = store.index(|_| Err::<(), _>(rusqlite::Error::SqliteFailure(damage, None).into()));
    assert!(damaged.is_err());
    assert_eq!(reach(), None);
    assert!(matches!(store.index(|_| Ok(())), Err(StoreError::Closed)));
    assert!(!dir.path().join(INDEX_FILE).exists());
    drop(store);

    // After an unclean end each page is looked at.
    drop(indexed(dir.path(), 3).await);
    let path = dir.path().join(INDEX_FILE);
    let mut bytes = std::fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[end - 4096..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    std::fs::write(dir.path().join(crate::LOCK_FILE), "4242\n").unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.read(|reader| Ok(reader.indexed_to())).unwrap(), None, "made anew");
}

#[tokio::test]
async fn only_what_is_converted_is_handed_to_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 1).await;
    store.append(refused(b"no"), None).await.unwrap();
    store.append(accepted(b"waits"), None).await.unwrap();
    store.append(refused(b"later"), None).await.unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
    let now = i64::try_from(now).unwrap();
    store.write(move |tx| tx.remove_capture(1, now)).await.unwrap();
    let ids = |after, limit| {
        let found = store.read(|reader| reader.to_index(after, limit)).unwrap();
        found.iter().map(|(stored, _)| stored.id).collect::<Vec<_>>()
    };
    assert_eq!((ids(0, 9), ids(0, 1), ids(2, 9)), (vec![1, 2], vec![1], vec![]));
    store.write(|tx| tx.advance_projected_to(3)).await.unwrap();
    assert_eq!(ids(2, 9), [3, 4]);
}

#[tokio::test]
async fn what_is_gone_is_told_until_it_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    append_converted(&store, 3).await;
    store.write(|tx| tx.delete_captures(&[1, 3])).await.unwrap();
    assert_eq!(store.read(|reader| reader.gone(9)).unwrap(), [1, 3]);
    assert!(store.read(Reader::absent).unwrap().contains(&3));
    store.write(|tx| tx.forget_gone(&[1])).await.unwrap();
    assert_eq!(store.read(|reader| reader.gone(9)).unwrap(), [3]);
    drop(store.clone());
    store.close();
    assert!(matches!(store.index(|_| Ok(())), Err(StoreError::Closed)));
}

#[test]
fn nothing_is_found_across_parts() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    write(&store, |index| index.add(&[document(1, "abc", &[])]));
    let joined = Document { text: format!("one{SEPARATOR}two"), ..document(2, "", &[]) };
    write(&store, |index| index.add(&[joined]));
    for (word, expected) in [("one", vec![2]), ("two", vec![2]), ("etw", vec![])] {
        assert_eq!(found(&store, &Probe { all: vec![text(word)], none: Vec::new() }), expected, "{word}");
    }
}
