//! Looking at the folder again and again, as long as somebody holds the shelf.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::Shelf;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_secs(1);

impl Shelf {
    /// Looks at the folder from now on; `changed` hears of what is new. Once is enough.
    pub(crate) fn watch(self: &Arc<Self>, changed: impl Fn() + Clone + Send + 'static) {
        let mut held = self.lock();
        if std::mem::replace(&mut held.is_watched, true) {
            return;
        }
        drop(held);
        tokio::spawn(follow(Arc::downgrade(self), changed));
    }
}

async fn follow(shelf: Weak<Shelf>, changed: impl Fn() + Clone + Send + 'static) {
    while let Some(held) = shelf.upgrade() {
        if held.closed.load(Ordering::Relaxed) {
            return;
        }
        let tell = changed.clone();
        let work = Arc::clone(&held);
        let worked = tokio::task::spawn_blocking(move || {
            if work.look() {
                tell();
            }
            work.work(tell);
        });
        if worked.await.is_err() {
            tracing::error!("looking at the fixtures failed");
        }
        let _ = tokio::time::timeout(EVERY, held.wake.notified()).await;
    }
}
