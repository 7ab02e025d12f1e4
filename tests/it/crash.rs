//! Killed without warning: what was answered with 200 is there, and is converted once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::bodies::{HOOK, text};
use crate::folder::{body, converted, folder, outputs, show};
use crate::listening::{BEARER, Listening};
use crate::program::until;
use crate::wire::{exchange, request};

const AT: u64 = 1_763_700_000_000;

/// Checks that captures, messages and conversations are numbered without gap or repetition, and gives the captures'
/// bodies, oldest first.
fn assert_whole(dir: &Path) -> Vec<String> {
    let triptych = Listening::start(dir);
    let rows = converted(dir);
    let mut conversations: HashMap<String, u64> = HashMap::new();
    let mut bodies = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let id = index + 1;
        assert_eq!((&row["id"], &row["judgement"]), (&json!(id), &json!("accepted")));
        let shown = show(dir, id);
        let outputs = outputs(&shown);
        assert_eq!(outputs.len(), 1, "capture {id}");
        assert_eq!((&outputs[0]["message_id"], &outputs[0]["duplicate"]), (&json!(id), &json!(null)), "capture {id}");
        let customer = outputs[0]["document"]["payload"]["message"]["sender_label"].as_str().expect("a label");
        let next = conversations.len() as u64 + 1;
        let expected = *conversations.entry(customer.to_owned()).or_insert(next);
        assert_eq!(outputs[0]["conversation_id"], expected, "capture {id}");
        bodies.push(String::from_utf8(body(&shown)).expect("UTF-8"));
    }
    triptych.term();
    bodies
}

#[test]
fn killed_right_after_the_answer_it_has_the_capture() {
    let dir = folder();
    let mut sent = Vec::new();
    for round in 0..8_u64 {
        let triptych = Listening::start(dir.path());
        for index in 0..=round % 3 {
            let delivery = text(&format!("C{}", round % 4), &format!("m_{round}_{index}"), "Hi \\u00e9", AT + round);
            triptych.deliver(&delivery);
            sent.push(String::from_utf8(delivery).expect("UTF-8"));
        }
        triptych.kill_9();
    }
    assert_eq!(assert_whole(dir.path()), sent);
}

#[test]
fn killed_under_load_it_has_every_capture_that_it_answered() {
    let dir = folder();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..3 {
        let triptych = Listening::start(dir.path());
        let answered = AtomicUsize::new(0);
        let addr = triptych.addr;
        let taken: Vec<String> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..6)
                .map(|sender| {
                    let answered = &answered;
                    scope.spawn(move || {
                        let mut taken = Vec::new();
                        loop {
                            let mid = format!("m_{round}_{sender}_{}", taken.len());
                            let delivery = text(&format!("C{sender}"), &mid, "Hi", AT + round);
                            let Ok(answer) = exchange(addr, &request("POST", HOOK, &[BEARER], &delivery)) else {
                                return taken;
                            };
                            assert_eq!(answer.status, 200);
                            taken.push(String::from_utf8(delivery).expect("UTF-8"));
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                    })
                })
                .collect();
            until("some are answered", || (answered.load(Ordering::Relaxed) >= 30).then_some(()));
            triptych.kill_9();
            senders.into_iter().flat_map(|sender| sender.join().expect("no panic")).collect()
        });
        assert!(taken.len() >= 30);
        acknowledged.extend(taken);
    }
    let kept = assert_whole(dir.path());
    for delivery in &acknowledged {
        let times = kept.iter().filter(|kept| *kept == delivery).count();
        assert_eq!(times, 1, "{delivery}");
    }
    // What was not answered any more is there or not, but whole.
    assert!(kept.len() <= acknowledged.len() + 3 * 6, "{} of {}", acknowledged.len(), kept.len());
}
