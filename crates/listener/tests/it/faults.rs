//! Fault rules: the answer is spoilt, what came is judged and kept all the same.

use std::time::{Duration, Instant};

use triptych_core::capture::Judgement;
use triptych_core::doctor::Finding;
use triptych_core::doctor::handshake::State;
use triptych_core::fault::{Fault, FaultRule};
use triptych_listener::Limits;

use crate::client::{PATH, delivery, head, post, request};
use crate::memory::{Memory, eventually};

const ENVELOPE: &str = "{\"entry\":[]}";

fn status(status: u16, left: u32) -> FaultRule {
    FaultRule { fault: Fault { status: Some(status), delay_ms: 0 }, left: Some(left) }
}

#[tokio::test]
async fn so_many_answers_are_spoilt_and_no_more() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    gate.spoil(status(503, 2));
    // Nobody who is refused uses the rule up.
    assert_eq!(request(listener.local_addr(), post(&[], ENVELOPE)).await.status, 401);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = request(listener.local_addr(), delivery(ENVELOPE)).await;
        if answer.status == 503 {
            assert_eq!(answer.header("retry-after"), Some("5"));
            assert!(answer.message().contains("fault rule"), "{}", answer.message());
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [503, 503, 200]);
    let kept: Vec<_> = gate.captures().iter().map(|capture| (capture.judgement, capture.status)).collect();
    let accepted = Judgement::Accepted;
    assert_eq!(kept, [(Judgement::Unauthenticated, 401), (accepted, 503), (accepted, 503), (accepted, 200)]);
    let faults: Vec<_> = gate.marks().iter().map(|marks| marks.fault.and_then(|fault| fault.status)).collect();
    assert_eq!(faults, [None, Some(503), Some(503), None]);
}

#[tokio::test]
async fn a_delay_holds_the_answer_back_and_not_the_capture() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    gate.spoil(FaultRule { fault: Fault { status: None, delay_ms: 400 }, left: None });
    let start = Instant::now();
    let answering = tokio::spawn(request(listener.local_addr(), delivery(ENVELOPE)));
    eventually(|| !gate.captures().is_empty()).await;
    assert!(!answering.is_finished());
    assert_eq!(answering.await.expect("an answer").status, 200);
    assert!(start.elapsed() >= Duration::from_millis(400));
}

#[tokio::test]
async fn a_refused_handshake_is_kept_with_what_was_wrong_with_it() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let query = "hub.mode=subscribe&hub.verify_token=a-wrong-one&hub.verify_token=b&hub.challenge=1";
    let answer =
        request(listener.local_addr(), format!("{}\r\n", head("GET", &format!("{PATH}?{query}"), &[], 0))).await;
    assert_eq!(answer.status, 403);
    let Some(Finding::Handshake(found)) = &gate.marks()[0].finding else { panic!("{:?}", gate.marks()) };
    assert_eq!((found.token, found.challenge), (State::Repeated(2), State::Once(1)));
}
