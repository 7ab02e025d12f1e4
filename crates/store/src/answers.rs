//! What those who wait for their captures are told, a batch at a time.
//!
//! To wake a task from outside its runtime costs as much as to insert its capture, and each waking may put the writer
//! off its processor. So the writer wakes the runtime once a batch, and there the tasks are woken.

use crate::error::WriteError;
use crate::queue::Append;

/// Answers that are given when this is dropped: also by a runtime that ends before it comes to them.
pub(crate) struct Answers(Vec<(Append, Result<i64, WriteError>)>);

impl Answers {
    pub(crate) fn new(answers: impl Iterator<Item = (Append, Result<i64, WriteError>)>) -> Self {
        Self(answers.collect())
    }

    /// Gives them where they are waited for.
    pub(crate) fn give(self) {
        if let [(Append { runtime: Some(runtime), .. }, _), _, ..] = &self.0[..] {
            runtime.clone().spawn(async move { drop(self) });
        }
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        for (append, result) in self.0.drain(..) {
            // A caller that is gone needs no answer.
            let _ = append.reply.send(result);
        }
    }
}
