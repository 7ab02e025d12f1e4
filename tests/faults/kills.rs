//! Killed at any moment, again and again, on the same folder.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::bodies::HOOK;
use crate::folder::{converted, folder};
use crate::listening::{BEARER, Listening};
use crate::program::until;
use crate::rig::{Chance, assert_kept, delivery, kept};
use crate::table::Row;
use crate::wire::{exchange, request};

const KILLS: usize = 20;
const SENDERS: usize = 6;

pub(crate) fn trial() -> Vec<Row> {
    let dir = folder();
    let (mut chance, seed) = Chance::new();
    eprintln!("kills: TRIPTYCH_SEED={seed}");
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let triptych = Listening::start(dir.path());
        let addr = triptych.addr;
        let answered = AtomicUsize::new(0);
        let pause = Duration::from_micros(chance.below(150_000));
        thread::scope(|scope| {
            let senders: Vec<_> = (0..SENDERS)
                .map(|sender| {
                    let answered = &answered;
                    scope.spawn(move || {
                        let mut taken = Vec::new();
                        loop {
                            let body = delivery(&format!("m_{round}_{sender}_{}", taken.len()), 200 * sender);
                            let Ok(answer) = exchange(addr, &request("POST", HOOK, &[BEARER], &body)) else {
                                return taken;
                            };
                            assert_eq!(answer.status, 200);
                            taken.push(body);
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                    })
                })
                .collect();
            until("one is answered", || (answered.load(Ordering::Relaxed) > 0).then_some(()));
            thread::sleep(pause);
            triptych.kill_9();
            acknowledged.extend(senders.into_iter().flat_map(|sender| sender.join().expect("no other answer")));
        });
    }
    let triptych = Listening::start(dir.path());
    converted(dir.path());
    let kept = kept(dir.path());
    assert_kept(&kept, &acknowledged);
    let mut message_ids = HashSet::new();
    for capture in kept.iter().filter(|capture| capture.judgement == "accepted") {
        assert_eq!(capture.documents.len(), 1, "capture {} is converted once", capture.id);
        let id = capture.documents[0]["payload"]["message"]["id"].as_u64().expect("an id");
        assert!(message_ids.insert(id), "message id {id} is used twice");
    }
    let whole = kept.iter().filter(|capture| capture.judgement == "accepted").count();
    let unanswered = whole - acknowledged.len();
    assert!(unanswered <= KILLS * SENDERS, "{unanswered} that were not answered");
    triptych.term();
    vec![Row::new(
        "kill -9 under load",
        format!("{KILLS} kills at random moments (seed {seed}), {SENDERS} senders"),
        format!(
            "{} of {} acknowledged bodies found byte for byte (and {unanswered} whose answer was cut off); {} \
             converted once each, no id twice",
            acknowledged.len(),
            acknowledged.len(),
            message_ids.len()
        ),
    )]
}
