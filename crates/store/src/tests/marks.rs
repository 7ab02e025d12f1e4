//! What is known of a capture besides: faults, findings, and which refused one it takes in.

use triptych_core::capture::Marks;
use triptych_core::doctor::{Finding, handshake};
use triptych_core::fault::{Fault, FaultRule};

use super::{accepted, key, refused};
use crate::Store;

#[tokio::test]
async fn a_fault_is_kept_with_its_capture_and_counted_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let fault = Fault { status: Some(503), delay_ms: 20 };
    let rule = FaultRule { fault, left: Some(2) };
    let id = store
        .write(move |tx| {
            let id = tx.add_endpoint(&key("c"), 1)?;
            tx.set_fault_rule(id, Some(&rule))?;
            Ok(id)
        })
        .await
        .unwrap();
    let marks = Marks { fault: Some(fault), ..Marks::default() };
    let spoilt = store.append_marked(accepted(b"{}"), None, marks.clone()).await.unwrap();
    let plain = store.append(accepted(b"{}"), None).await.unwrap();
    store
        .read(|reader| {
            assert_eq!(reader.fault_rules()?, [(id, FaultRule { fault, left: Some(1) })]);
            let rows = reader.capture_rows(&[spoilt, plain])?;
            assert_eq!((rows[0].fault, rows[1].fault), (Some(fault), None));
            assert_eq!(reader.capture(spoilt)?.and_then(|stored| stored.fault), Some(fault));
            Ok(())
        })
        .unwrap();
    store.append_marked(accepted(b"{}"), None, marks).await.unwrap();
    assert_eq!(store.read(crate::Reader::fault_rules).unwrap(), []);
}

#[tokio::test]
async fn a_refused_capture_is_taken_in_once_and_may_be_gone_by_then() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let first = store.append(refused(b"{}"), None).await.unwrap();
    let takes = |refused| Marks { takes_in: Some(refused), ..Marks::default() };
    let taken = store.append_marked(accepted(b"{}"), Some(first), takes(first)).await.unwrap();
    store.append_marked(accepted(b"{}"), Some(first), takes(first)).await.unwrap();
    assert_eq!(store.read(|reader| reader.taken_in_as(first)).unwrap(), Some(taken));
    store.append_marked(accepted(b"{}"), Some(99), takes(99)).await.unwrap();
    assert_eq!(store.read(|reader| reader.taken_in_as(99)).unwrap(), None);
    store.write(move |tx| tx.delete_captures(&[taken])).await.unwrap();
    assert_eq!(
        store.read(|reader| reader.taken_in_as(first)).unwrap(),
        Some(taken),
        "what was deleted is not taken in again"
    );
}

#[tokio::test]
async fn a_finding_goes_with_its_capture() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let finding = Finding::Handshake(handshake::examine("hub.mode=subscribe", &[]));
    let marks = Marks { finding: Some(finding.clone()), ..Marks::default() };
    let id = store.append_marked(refused(b""), None, marks).await.unwrap();
    assert_eq!(store.read(|reader| reader.finding(id)).unwrap(), Some(finding));
    store.write(move |tx| tx.delete_captures(&[id])).await.unwrap();
    assert_eq!(store.read(|reader| reader.finding(id)).unwrap(), None);
}

#[tokio::test]
async fn an_endpoint_goes_only_while_nothing_came_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (used, unused) =
        store.write(|tx| Ok((tx.add_endpoint(&key("c"), 1)?, tx.add_endpoint(&key("d"), 1)?))).await.unwrap();
    store.append(accepted(b"{}"), None).await.unwrap();
    let removed = store.write(move |tx| Ok((tx.remove_unused_endpoint(used)?, tx.remove_unused_endpoint(unused)?)));
    assert_eq!(removed.await.unwrap(), (false, true));
    let usage = store.read(crate::Reader::endpoint_usage).unwrap();
    assert_eq!((usage.len(), usage[&used].captures, usage[&used].conversations), (1, 1, 0));
}
