//! Carrying out a plan: so many at once, each when it is due, until the end or until it is cancelled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::plan::Step;

/// What is under way when a run is cancelled mostly ends within so long, and is not waited for any longer.
const GRACE: Duration = Duration::from_secs(2);

/// How a run is ended early.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: AtomicBool,
    told: Notify,
}

impl Control {
    /// Nothing more is begun; what is under way ends, or is given up soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        self.told.notify_waiters();
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Ready once it is cancelled.
    async fn cancelled(&self) {
        let told = self.told.notified();
        if !self.is_cancelled() {
            told.await;
        }
    }

    /// Ready once what is under way is to be given up.
    pub async fn given_up(&self) {
        self.cancelled().await;
        tokio::time::sleep(GRACE).await;
    }
}

/// Sends each step by `send`, and tells `done` of each as it ends.
pub async fn carry_out<F, T>(
    steps: Vec<Step>,
    concurrency: usize,
    control: &Control,
    send: impl Fn(&Step) -> F,
    mut done: impl FnMut(Step, T),
) where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Instant::now();
    let mut under_way: JoinSet<(Step, T)> = JoinSet::new();
    let mut ended = |joined: Result<(Step, T), tokio::task::JoinError>| match joined {
        Ok((step, outcome)) => done(step, outcome),
        Err(error) => tracing::error!(%error, "sending failed"),
    };
    'steps: for step in steps {
        let mut is_due = false;
        while !is_due || under_way.len() >= concurrency.max(1) {
            if control.is_cancelled() {
                break 'steps;
            }
            tokio::select! {
                biased;
                () = control.cancelled() => break 'steps,
                Some(joined) = under_way.join_next() => ended(joined),
                () = tokio::time::sleep_until(start + step.due), if !is_due => is_due = true,
            }
        }
        let sending = send(&step);
        under_way.spawn(async move {
            let outcome = sending.await;
            (step, outcome)
        });
    }
    while let Some(joined) = under_way.join_next().await {
        ended(joined);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::replay::plan::{Pace, steps};

    #[tokio::test]
    async fn no_more_than_allowed_are_under_way_and_one_at_a_time_keeps_the_order() {
        for concurrency in [1, 4] {
            let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let plan = steps(&[None; 20], &Pace::default()).expect("few");
            let mut order = Vec::new();
            let send = |_: &Step| {
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(2)).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                }
            };
            carry_out(plan, concurrency, &Control::default(), send, |step, ()| order.push(step.source)).await;
            assert_eq!((order.len(), most.load(Ordering::SeqCst)), (20, concurrency));
            assert!(concurrency > 1 || order.is_sorted());
        }
    }

    #[tokio::test]
    async fn a_cancelled_run_begins_nothing_more() {
        let pace = Pace { times: 1000, rate: Some(10.0), ..Pace::default() };
        let control = Control::default();
        let mut count = 0;
        let plan = steps(&[None], &pace).expect("few");
        carry_out(
            plan,
            1,
            &control,
            |_| async {},
            |_, ()| {
                count += 1;
                if count == 2 {
                    control.cancel();
                }
            },
        )
        .await;
        assert_eq!(count, 2);
    }
}
