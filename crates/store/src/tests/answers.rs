use tokio::runtime::Builder;
use tokio::sync::oneshot;

use super::accepted;
use crate::answers::Answers;
use crate::queue::Append;

#[test]
fn answers_are_given_by_a_runtime_that_has_ended_too() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let handle = runtime.handle().clone();
    drop(runtime);
    let (waiting, batch): (Vec<_>, Vec<_>) = (0..3)
        .map(|_| {
            let (reply, answer) = oneshot::channel();
            let runtime = Some(handle.clone());
            (answer, Append { capture: accepted(b"{}"), parent: None, marks: Default::default(), reply, runtime })
        })
        .unzip();
    Answers::new(batch.into_iter().zip([7, 8, 9].map(Ok))).give();
    let ids: Vec<_> = waiting.into_iter().map(|answer| answer.blocking_recv().unwrap()).collect();
    assert_eq!(ids, [7, 8, 9].map(Ok));
}
