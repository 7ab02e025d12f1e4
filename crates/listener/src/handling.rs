//! A request being handled: within the task of its connection, and without it where that one ends first.
//!
//! A task for each request would keep it as well, but waking one task to wake another costs more than the handling.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

/// A future that is finished whatever becomes of who waits for it: dropped before its end it becomes a task. A panic in
/// it is a value.
pub(crate) struct Handling<F: Future<Output: Send> + Send + 'static>(Option<Pin<Box<F>>>);

impl<F: Future<Output: Send> + Send + 'static> Handling<F> {
    pub(crate) fn new(future: F) -> Self {
        Self(Some(Box::pin(future)))
    }
}

impl<F: Future<Output: Send> + Send + 'static> Future for Handling<F> {
    type Output = Result<F::Output, Box<dyn Any + Send>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = self.0.as_mut().expect("nothing is polled after its end");
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => {
                self.0 = None;
                Poll::Ready(Ok(output))
            }
            Err(panic) => {
                self.0 = None;
                Poll::Ready(Err(panic))
            }
        }
    }
}

impl<F: Future<Output: Send> + Send + 'static> Drop for Handling<F> {
    fn drop(&mut self) {
        if let Some(future) = self.0.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(future);
        }
    }
}

/// What a panic says.
pub(crate) fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_is_dropped_is_finished_all_the_same() {
        let (begin, begun) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let mut handling = Handling::new(async move {
            begun.await.expect("it is told to begin");
            done.send(()).expect("somebody waits");
        });
        tokio::select! {
            biased;
            _ = &mut handling => unreachable!("it was not told to begin"),
            () = std::future::ready(()) => drop(handling),
        }
        begin.send(()).expect("it is still there");
        is_done.await.expect("it came to its end");
    }

    #[tokio::test]
    async fn a_panic_is_a_value() {
        let panicked = Handling::new(async { panic!("on purpose") }).await;
        assert_eq!(words(&*panicked.expect_err("a panic")), "on purpose");
    }
}
