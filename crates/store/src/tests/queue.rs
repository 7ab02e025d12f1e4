use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::accepted;
use crate::error::StoreError;
use crate::queue::{Append, Job, LINGER, PATIENCE, Queue, Work};
use crate::tx::WriteTx;

struct Nothing;

impl Job for Nothing {
    fn run(&mut self, _tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        Ok(())
    }

    fn answer(self: Box<Self>, _outcome: Result<(), StoreError>) {}
}

fn append(queue: &Queue) {
    let (reply, _) = oneshot::channel();
    queue
        .push_append(Append { capture: accepted(b"{}"), parent: None, marks: Default::default(), reply, runtime: None })
        .unwrap();
}

fn next(queue: &Queue) -> &'static str {
    match queue.next(Duration::ZERO) {
        Work::Appends(_) => "captures",
        Work::Job(_) => "closure",
        Work::Idle => "idle",
        Work::Done => "done",
    }
}

#[test]
fn captures_go_before_a_closure_until_it_has_waited_long() {
    let queue = Queue::default();
    let start = Instant::now();
    queue.push_job(Box::new(Nothing)).unwrap();
    append(&queue);
    let first = next(&queue);
    // Where the machine was busy for so long, the closure was right to go first.
    assert!(first == "captures" || start.elapsed() >= PATIENCE, "{first}");
    append(&queue);
    queue.push_job(Box::new(Nothing)).unwrap();
    std::thread::sleep(PATIENCE);
    assert_eq!(next(&queue), "closure");
}

#[test]
fn after_captures_a_closure_lets_others_come_first() {
    let queue = Queue::default();
    append(&queue);
    assert_eq!(next(&queue), "captures");
    queue.push_job(Box::new(Nothing)).unwrap();
    queue.push_job(Box::new(Nothing)).unwrap();
    let start = Instant::now();
    assert_eq!(next(&queue), "closure");
    assert!(start.elapsed() >= LINGER);
    // After a closure there is nobody who was just answered.
    assert_eq!(next(&queue), "closure");
}

#[test]
fn a_closed_queue_waits_for_nobody() {
    let queue = Queue::default();
    append(&queue);
    queue.push_job(Box::new(Nothing)).unwrap();
    queue.close();
    assert_eq!([next(&queue), next(&queue), next(&queue)], ["captures", "closure", "done"]);
}
