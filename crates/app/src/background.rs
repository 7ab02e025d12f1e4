//! Work that nobody waits for: a thread of its own, which the system runs when nothing that answers wants the
//! processor.

use std::thread::{self, JoinHandle};

use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// A thread that works until it is stopped or its work ends.
#[derive(Debug)]
pub struct Background {
    /// Dropped to stop it.
    running: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Background {
    /// On a thread of its own, whatever the runtime does: such work takes time, and memory that one thread uses again.
    /// To be called on a runtime; the work is stopped at one of its awaits.
    ///
    /// # Panics
    /// Where the system gives no thread.
    pub fn start<Work>(name: &str, patience: Patience, work: impl FnOnce() -> Work + Send + 'static) -> Self
    where
        Work: Future<Output = ()>,
    {
        let (running, stopped) = oneshot::channel();
        let runtime = Handle::current();
        let body = move || {
            give_way(patience);
            runtime.block_on(async {
                tokio::select! {
                    () = work() => {}
                    _ = stopped => {}
                }
            });
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(body).expect("a thread starts");
        Self { running, thread }
    }

    /// Stops at the work's next await.
    pub async fn stop(self) {
        drop(self.running);
        let _ = tokio::task::spawn_blocking(|| self.thread.join()).await;
    }
}

/// How much later it may be done where the processor is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Somebody looks for its result soon: about a third of the share of what answers.
    Some,
    /// It is missed by nobody: about a tenth.
    Much,
}

/// Lets other threads go first, never for long: work elsewhere on a busy machine must not stop ours. On Linux alone is
/// the priority a thread's own.
#[cfg(target_os = "linux")]
fn give_way(patience: Patience) {
    let nice = match patience {
        Patience::Some => 5,
        Patience::Much => 10,
    };
    // Where the system refuses, it works all the same.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), nice);
}

#[cfg(not(target_os = "linux"))]
fn give_way(_patience: Patience) {}
