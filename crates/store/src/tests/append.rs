use triptych_core::capture::{Authentication, Judgement};

use super::{accepted, ids, key, poll_once, refused};
use triptych_core::endpoint::Policy;

use crate::{RING_BODY_BYTES, Reader, Store, WriteTx};

#[tokio::test]
async fn an_appended_capture_reads_back_byte_for_byte_from_another_connection() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let body: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let mut capture = accepted(&body);
    capture.body_size = u64::try_from(body.len()).unwrap() + 5;
    capture.truncated = true;
    capture.head_normalised = true;
    capture.http_version = "HTTP/1.0";
    capture.authentication = Authentication::Unverified;
    let id = store.append(capture.clone(), Some(77)).await.unwrap();

    let stored = Reader::open(dir.path()).unwrap().capture(id).unwrap().unwrap();
    assert_eq!(stored.capture, capture);
    assert_eq!((stored.id, stored.replay_of, stored.summary), (id, Some(77), None));
    store
        .read(|reader| {
            assert_eq!(reader.body(id)?.as_deref(), Some(&body[..]));
            assert_eq!(reader.body_range(id, 10, 3)?.as_deref(), Some(&[10, 11, 12][..]));
            assert_eq!(reader.body_range(id, 69_999, 10)?.map(|bytes| bytes.len()), Some(1));
            assert_eq!(reader.body_range(id, 70_000, 10)?.as_deref(), Some(&[][..]));
            assert_eq!(reader.body_range(id + 1, 0, 10)?, None);
            assert_eq!(reader.capture(id + 1)?, None);
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn every_judgement_and_every_absence_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for judgement in Judgement::ALL {
        for authentication in Authentication::ALL {
            let mut capture = accepted(b"");
            (capture.judgement, capture.authentication) = (judgement, authentication);
            (capture.query, capture.answer, capture.status) = (None, Vec::new(), 0);
            if judgement != Judgement::Accepted {
                capture.endpoint = None;
            }
            let id = store.append(capture.clone(), None).await.unwrap();
            let stored = store.read(|reader| reader.capture(id)).unwrap().unwrap();
            assert_eq!(stored.capture, capture);
        }
    }
}

#[tokio::test]
async fn many_at_once_are_all_kept_in_few_commits() {
    const TASKS: i64 = 500;
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let revision = store.revision();
    // The writer is held up, so that all of them wait together.
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let hold = tokio::spawn({
        let store = store.clone();
        async move {
            let wait = move |tx: &mut WriteTx<'_>| {
                began.send(()).unwrap();
                held.recv().unwrap();
                Ok(tx.captures_waiting())
            };
            store.write(wait).await
        }
    });
    begun.await.unwrap();
    let mut appends = Vec::new();
    for n in 0..TASKS {
        let mut append = Box::pin(store.append(accepted(n.to_string().as_bytes()), None));
        assert_eq!(poll_once(append.as_mut()).await, None, "no answer before the commit");
        appends.push((n, append));
    }
    assert!(store.captures_waiting());
    release.send(()).unwrap();
    assert!(hold.await.unwrap().unwrap(), "a closure learns that captures wait");

    for (n, append) in appends {
        assert_eq!(append.await, Ok(n + 1));
        assert_eq!(store.read(|reader| reader.body(n + 1)).unwrap().unwrap(), n.to_string().into_bytes());
    }
    assert_eq!(*revision.borrow(), 2, "commits");
    assert!(!store.captures_waiting());
}

#[tokio::test]
async fn ids_grow_in_the_order_of_appending() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (one, two, three) = tokio::join!(
        store.append(accepted(b"1"), None),
        store.append(accepted(b"2"), None),
        store.append(accepted(b"3"), None),
    );
    assert_eq!((one, two, three), (Ok(1), Ok(2), Ok(3)));
}

#[tokio::test]
async fn an_endpoint_appears_with_its_first_accepted_request_or_passed_handshake_only() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut from_stranger = refused(b"{}");
    from_stranger.endpoint = Some(key("stranger"));
    let mut handshake = accepted(b"");
    (handshake.judgement, handshake.endpoint) = (Judgement::Verification, Some(key("shaken")));
    let mut failed_handshake = handshake.clone();
    (failed_handshake.status, failed_handshake.endpoint) = (403, Some(key("unshaken")));
    for capture in [from_stranger, handshake, failed_handshake, accepted(b"{}"), accepted(b"{}")] {
        store.append(capture, None).await.unwrap();
    }
    let endpoints = store.read(Reader::endpoints).unwrap();
    let found: Vec<_> = endpoints.iter().map(|endpoint| endpoint.key.credentials_id.as_str()).collect();
    assert_eq!(found, ["shaken", "c"]);
    let settings = &endpoints[1].settings;
    assert_eq!((settings.org_id, settings.policy, &settings.name), (1, Policy::Required, &None));
    assert_eq!(endpoints[1].created_us, accepted(b"").received_us);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ring_keeps_the_newest_thousand_and_spares_what_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let first = store.append(accepted(b"kept"), None).await.unwrap();
    let appends: Vec<_> = (0..1_003)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.append(refused(b"no"), None).await.unwrap() })
        })
        .collect();
    for append in appends {
        append.await.unwrap();
    }
    let (left, more) = ids(&store, None, None, 2_000);
    let expected: Vec<i64> = (5..=1_004).rev().chain([first]).collect();
    assert_eq!((left, more), (expected, false));
    assert_eq!(store.read(Reader::captures_total).unwrap(), 1_001);
    assert_eq!(store.read(|reader| reader.body(4)).unwrap(), None, "bodies go with their captures");
    assert!(store.read(|reader| reader.body(5)).unwrap().is_some());
}

#[tokio::test]
async fn a_refused_body_is_cut_and_flagged_and_an_accepted_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let body = vec![b'x'; RING_BODY_BYTES + 1];
    let cut = store.append(refused(&body), None).await.unwrap();
    let whole = store.append(accepted(&body), None).await.unwrap();
    let fits = store.append(refused(&body[1..]), None).await.unwrap();
    let read = |id| store.read(|reader| reader.capture(id)).unwrap().unwrap().capture;
    assert_eq!((read(cut).body.len(), read(cut).truncated), (RING_BODY_BYTES, true));
    assert_eq!(read(cut).body_size, body.len() as u64);
    assert_eq!((read(whole).body.len(), read(whole).truncated), (body.len(), false));
    assert_eq!((read(fits).body.len(), read(fits).truncated), (RING_BODY_BYTES, false));
}
