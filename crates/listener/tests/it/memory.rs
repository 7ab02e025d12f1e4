//! A gate in memory, and a listener on a free port in front of it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use triptych_core::capture::{Capture, Marks};
use triptych_core::doctor::{Finding, handshake};
use triptych_core::endpoint::EndpointKey;
use triptych_core::endpoint::Policy;
use triptych_core::fault::{Fault, FaultRule};
use triptych_core::secret::Secret;
use triptych_listener::{Access, Gate, Limits, Listener, Unavailable};

/// Longer than anything takes, so that only a fault runs into it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const TOKEN: &str = "app-t0ken";
pub(crate) const SECRET: &str = "s3cret";

/// A gate whose behaviour the test sets.
#[derive(Clone)]
pub(crate) struct Memory(Arc<Inner>);

struct Inner {
    access: Mutex<Access>,
    captures: Mutex<Vec<Capture>>,
    marks: Mutex<Vec<Marks>>,
    fault: Mutex<Option<FaultRule>>,
    failing: AtomicBool,
    panicking: AtomicBool,
    being_kept: AtomicUsize,
    /// Captures are kept as long as it has permits.
    keeping: Semaphore,
}

impl Memory {
    /// The app's token, one secret, policy `required`.
    pub(crate) fn new() -> Self {
        let access = Access {
            tokens: vec![Secret::new(TOKEN)],
            verify_tokens: vec![Secret::new("own-v3rify"), Secret::new("app-v3rify")],
            secrets: vec![Secret::new(SECRET)],
            policy: Policy::Required,
        };
        Self(Arc::new(Inner {
            access: Mutex::new(access),
            captures: Mutex::default(),
            marks: Mutex::default(),
            fault: Mutex::default(),
            failing: AtomicBool::new(false),
            panicking: AtomicBool::new(false),
            being_kept: AtomicUsize::new(0),
            keeping: Semaphore::new(Semaphore::MAX_PERMITS),
        }))
    }

    pub(crate) fn set_access(&self, change: impl FnOnce(&mut Access)) {
        change(&mut self.0.access.lock().expect("no test panics with it"));
    }

    pub(crate) fn fail(&self, failing: bool) {
        self.0.failing.store(failing, Ordering::SeqCst);
    }

    /// The next capture makes the gate panic.
    pub(crate) fn panic_once(&self) {
        self.0.panicking.store(true, Ordering::SeqCst);
    }

    /// From now on captures are not kept until [`Memory::release`].
    pub(crate) fn hold(&self) {
        self.0.keeping.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub(crate) fn release(&self) {
        self.0.keeping.add_permits(1_000_000);
    }

    /// How many captures are held.
    pub(crate) fn being_kept(&self) -> usize {
        self.0.being_kept.load(Ordering::SeqCst)
    }

    pub(crate) fn captures(&self) -> Vec<Capture> {
        self.0.captures.lock().expect("no test panics with it").clone()
    }

    /// What is known of the captures besides, in their order.
    pub(crate) fn marks(&self) -> Vec<Marks> {
        self.0.marks.lock().expect("no test panics with it").clone()
    }

    /// Spoils answers from now on.
    pub(crate) fn spoil(&self, rule: FaultRule) {
        *self.0.fault.lock().expect("no test panics with it") = Some(rule);
    }

    /// The captures once there are so many.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Capture> {
        eventually(|| self.captures().len() >= count).await;
        let captures = self.captures();
        assert_eq!(captures.len(), count, "{captures:#?}");
        captures
    }

    pub(crate) async fn only(&self) -> Capture {
        self.wait_for(1).await.remove(0)
    }

    /// A listener on a free port in front of this gate.
    pub(crate) async fn listen(&self, limits: Limits) -> Listener {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        Listener::bind(address).await.expect("a free port").serve(self.clone(), limits)
    }
}

impl Gate for Memory {
    fn access(&self, _endpoint: &EndpointKey) -> Access {
        self.0.access.lock().expect("no test panics with it").clone()
    }

    async fn keep(&self, capture: Capture, marks: Marks) -> Result<(), Unavailable> {
        assert!(!self.0.panicking.swap(false, Ordering::SeqCst), "the test wants a panic");
        self.0.being_kept.fetch_add(1, Ordering::SeqCst);
        let _permit = self.0.keeping.acquire().await.expect("never closed");
        self.0.being_kept.fetch_sub(1, Ordering::SeqCst);
        if self.0.failing.load(Ordering::SeqCst) {
            return Err(Unavailable("the disk is full".into()));
        }
        self.0.marks.lock().expect("no test panics with it").push(marks);
        self.0.captures.lock().expect("no test panics with it").push(capture);
        Ok(())
    }

    fn fault(&self, _endpoint: &EndpointKey) -> Option<Fault> {
        let mut rule = self.0.fault.lock().expect("no test panics with it");
        let fault = rule.map(|rule| rule.fault);
        *rule = rule.take().and_then(FaultRule::counted);
        fault
    }

    fn examine_handshake(&self, _endpoint: &EndpointKey, query: &str) -> Finding {
        Finding::Handshake(handshake::examine(query, &[]))
    }

    fn envelope(&self, body: &[u8]) -> Result<(), String> {
        if body.starts_with(b"{") { Ok(()) } else { Err("The body is no JSON object: line 1, column 1.".into()) }
    }
}

/// Waits until something holds.
pub(crate) async fn eventually(mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("it holds in time");
}
