//! The engine over real stores, beside a plain reading of what each term means.

use std::path::Path;
use std::time::{Duration, Instant};

use triptych_core::capture::{Capture, Judgement};
use triptych_core::convert::book::Contact;
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_store::{INDEX_FILE, Store};

use super::*;
use crate::app::App;
use crate::captured::{self, US, open};

mod meaning;
mod oldest;

/// A capture of the endpoint `w/CREDENTIALS`, or of no endpoint.
fn capture(judgement: Judgement, credentials: Option<&str>, received_us: i64, body: &[u8]) -> Capture {
    let endpoint = credentials.map(|credentials| EndpointKey {
        channel: Channel::Facebook,
        workspace_id: "w".into(),
        credentials_id: credentials.into(),
    });
    Capture {
        received_us,
        path: endpoint.as_ref().map_or("/else/where".into(), EndpointKey::path),
        endpoint,
        judgement,
        reason: "A reason of ours.".into(),
        status: if judgement == Judgement::Accepted { 200 } else { 400 },
        ..captured::capture(body)
    }
}

fn accepted(body: &str) -> Capture {
    capture(Judgement::Accepted, Some("c"), US, body.as_bytes())
}

/// A message of a customer to page P77.
fn message(customer: &str, mid: &str, text: &str) -> Capture {
    accepted(&format!(
        r#"{{"object":"page","entry":[{{"id":"P77","messaging":[{{"sender":{{"id":"{customer}"}},"recipient":{{"id":"P77"}},"timestamp":1763700000123,"message":{{"mid":"{mid}","text":"{text}"}}}}]}}]}}"#
    ))
}

/// Waits until everything is in the index.
async fn indexed(app: &App) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let reach = || {
        app.store().read(|reader| {
            let newest = reader.capture_page(&PageKey { before: None, after: None, limit: 1 })?.rows;
            Ok((reader.indexed_to(), newest.first().map(|row| row.id)))
        })
    };
    loop {
        let (indexed_to, newest) = reach().expect("read");
        if indexed_to.is_some() && indexed_to >= newest {
            return;
        }
        assert!(Instant::now() < deadline, "indexed to {indexed_to:?} of {newest:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn every() -> PageKey {
    PageKey { before: None, after: None, limit: 500 }
}

fn find(store: &Store, filter: &str) -> Vec<i64> {
    find_page(store, filter, &every(), None).0
}

fn find_page(store: &Store, filter: &str, key: &PageKey, patience: Option<Patience>) -> (Vec<i64>, Option<i64>) {
    let filter = Filter::parse(filter).expect(filter);
    let found = store.read(|reader| page(reader, &filter, key, patience)).expect("read");
    (found.rows.iter().map(|row| row.id).collect(), found.next)
}

#[tokio::test]
async fn words_are_found_as_they_are_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    let bodies = [
        message("7310482956120433", "m_1", r"caf\u00e9 \ud83d\ude00 https:\/\/shop.example\/sk\u00fc?x=1"),
        message("7310482956120434", "m_2", "Straße 日本 ok"),
        capture(Judgement::Unauthenticated, Some("c"), US, br#"{"unread":"Needle one, na\u00efve\/path"}"#),
        capture(Judgement::Invalid, Some("c"), US, b"\xff\xfe broken n\xe9edle \\u0041 two"),
        capture(Judgement::Unrouted, None, US, b""),
    ];
    for body in bodies {
        store.append(body, None).await.expect("kept");
    }
    let cases: &[(&str, &[i64])] = &[
        ("CAFE", &[1]),
        ("caf\\u00E9", &[1]),
        ("😀", &[1]),
        ("\"shop.example/sku\"", &[1]),
        ("https:\\/\\/shop", &[1]),
        ("295612043", &[2, 1]),
        ("7310482956120434", &[2]),
        ("本", &[2]),
        ("日本", &[2]),
        ("o", &[5, 4, 3, 2, 1]),
        ("needle", &[3]),
        ("naïve/path", &[3]),
        ("aive", &[3]),
        ("ve/p", &[3]),
        ("edle", &[4, 3]),
        ("A", &[5, 4, 3, 2, 1]),
        ("\"sender\":{\"id\"", &[]),
        ("\"2025-11-21T04:40:00.123Z\"", &[2, 1]),
        ("else/where", &[5]),
        ("reason ours", &[4, 3]),
        ("needle -one", &[]),
        ("-message", &[5, 4, 3]),
        ("-e", &[]),
        ("messaging 731 -straße", &[1]),
        ("nowhere", &[]),
    ];
    for done in [false, true] {
        if done {
            indexed(&app).await;
        }
        for (filter, expected) in cases {
            assert_eq!(find(store, filter), *expected, "{filter}, indexed: {done}");
        }
    }
    app.close().await;
}

#[tokio::test]
async fn notes_and_names_of_today_count() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    for (customer, text) in [("C1", "one"), ("C2", "two"), ("C1", "three")] {
        store.append(message(customer, &format!("m_{text}"), text), None).await.expect("kept");
    }
    indexed(&app).await;
    assert_eq!(find(store, "zoe"), [0_i64; 0]);
    store
        .write(|tx| {
            let endpoint = tx.add_endpoint(&message("", "", "").endpoint.expect("one"), 0)?;
            tx.set_contact(endpoint, "C1", &Contact { name: Some("Zoë Quartz".into()), ..Contact::default() })?;
            tx.set_note(2, "ask Zoé about MAGIC", 1)?;
            tx.set_note(3, "magic too", 1)
        })
        .await
        .expect("written");
    let cases: &[(&str, &[i64])] = &[
        ("zoe", &[3, 2, 1]),
        ("quartz", &[3, 1]),
        ("from:\"zoe q\"", &[3, 1]),
        ("-from:zoe", &[2]),
        ("-zoe", &[]),
        ("-quartz", &[2]),
        ("magic", &[3, 2]),
        ("magic one", &[]),
        ("magic three", &[3]),
        ("-magic", &[1]),
        ("magic before:#3", &[2]),
        ("magic field:none", &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(find(store, filter), *expected, "{filter}");
        let filter = Filter::parse(filter).expect(filter);
        let counted = store.read(|reader| count(reader, &filter, None)).expect("read");
        assert_eq!(counted, (expected.len() as u64, true));
    }
    store.write(|tx| tx.set_note(3, "", 2)).await.expect("written");
    assert_eq!(find(store, "magic"), [2]);
    app.close().await;
}

#[tokio::test]
async fn pages_follow_one_another_however_little_time_there_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    for number in 0..60 {
        let text = if number % 3 == 0 { "apples" } else { "pears" };
        store.append(message("C", &format!("m_{number}"), text), None).await.expect("kept");
    }
    store.write(|tx| tx.set_note(8, "apples as well", 1)).await.expect("written");
    let expected: Vec<i64> = (1..=60).rev().filter(|id| id % 3 == 1 || *id == 8).collect();
    for done in [false, true] {
        if done {
            indexed(&app).await;
        }
        for patience in [None, Some(Patience::of(Duration::ZERO))] {
            for limit in [1, 7, 500] {
                let (mut all, mut before) = (Vec::new(), None);
                loop {
                    let key = PageKey { before, after: None, limit };
                    let (ids, next) = find_page(store, "apples", &key, patience);
                    assert!(ids.len() <= limit as usize);
                    assert!(next.is_none_or(|next| before.is_none_or(|before| next < before)), "it goes on");
                    all.extend(ids);
                    before = next;
                    if next.is_none() {
                        break;
                    }
                }
                assert_eq!(all, expected, "indexed: {done}, {patience:?}, {limit} a page");
            }
        }
    }
    let newer = PageKey { before: Some(20), after: Some(8), limit: 2 };
    assert_eq!(find_page(store, "apples", &newer, None), (vec![19, 16], Some(16)));
    app.close().await;
}

#[tokio::test]
async fn what_is_removed_gone_or_rebuilt_is_found_as_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    for number in 1..=4 {
        store.append(message("C", &format!("m_{number}"), "pear"), None).await.expect("kept");
    }
    indexed(&app).await;
    let now = crate::app::now_us();
    store.write(move |tx| Ok((tx.remove_capture(2, now)?, tx.delete_captures(&[3])?))).await.expect("written");
    let counted = || {
        let filter = Filter::parse("pear").expect("a filter");
        store.read(|reader| count(reader, &filter, None)).expect("read").0
    };
    assert_eq!((find(store, "pear"), counted()), (vec![4, 1], 2));
    store.write(|tx| tx.restore_capture(2)).await.expect("written");
    assert_eq!((find(store, "pear"), counted()), (vec![4, 2, 1], 3));
    app.rebuild().await.expect("rebuilt");
    assert_eq!(find(store, "pear verdict:converted"), [4, 2, 1]);
    indexed(&app).await;
    assert_eq!((find(store, "pear verdict:converted"), counted()), (vec![4, 2, 1], 3));
    let deadline = Instant::now() + Duration::from_secs(20);
    while !store.read(|reader| reader.gone(9)).expect("read").is_empty() {
        assert!(Instant::now() < deadline, "the index is told of what is gone");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    app.close().await;

    // Without its index, a folder finds the same.
    std::fs::remove_file(dir.path().join(INDEX_FILE)).expect("an index");
    let reader = Reader::open(dir.path()).expect("a database");
    let filter = Filter::parse("pear verdict:converted").expect("a filter");
    let found = page(&reader, &filter, &every(), None).expect("read");
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [4, 2, 1]);
}

#[tokio::test]
async fn keys_are_completed_from_what_is_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    for (customer, text) in [("731", "one"), ("912", "two")] {
        store.append(message(customer, text, text), None).await.expect("kept");
    }
    indexed(&app).await;
    let offered = |key: &str, typed: &str| store.read(|reader| values(reader, key, typed)).expect("read");
    assert_eq!(offered("from", ""), ["912", "731"]);
    assert_eq!(offered("from", "1"), ["912", "731"]);
    assert_eq!(offered("from", "7"), ["731"]);
    assert_eq!(offered("field", "MESS"), ["messages"]);
    assert_eq!(offered("verdict", "n"), ["converted", "unknown"]);
    assert_eq!(offered("judged", "un"), ["unauthenticated", "unrouted"]);
    assert_eq!(offered("type", ""), ["Text"]);
    assert_eq!(offered("page", "p"), ["P77"]);
    assert_eq!(offered("endpoint", ""), ["w/c"]);
    assert_eq!(offered("dup", ""), ["yes", "no"]);
    assert_eq!(offered("before", ""), [""; 0]);
    app.close().await;
}
