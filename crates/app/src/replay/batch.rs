//! What is sent in one go: sources, what is changed of each, where they go; and what of it has to be compared.

use std::sync::Arc;

use triptych_store::ReplayNote;

use super::deliver::{Delivered, Way};
use super::documents::Arrived;
use super::plan::Step;
use super::source::{Changes, Route, Source};

/// Requests to be, by the places of their sources. Clones share it.
#[derive(Debug, Clone)]
pub struct Batch(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sources: Vec<Source>,
    changes: Vec<Changes>,
    route: Route,
    way: Way,
    nonce: String,
}

impl Batch {
    /// One of `changes` for each source. `nonce` makes ids new where they are to be fresh.
    #[must_use]
    pub fn new(sources: Vec<Source>, changes: Vec<Changes>, route: Route, way: Way, nonce: String) -> Self {
        Self(Arc::new(Inner { sources, changes, route, way, nonce }))
    }

    #[must_use]
    pub fn source(&self, step: &Step) -> &Source {
        &self.0.sources[step.source]
    }

    /// The same ids for a request that is sent twice, others in each round.
    fn nonce(&self, step: &Step) -> String {
        format!("{}{}x{}", self.0.nonce, step.source, step.round)
    }

    /// Sends one; what was changed of it, and what came of it until `given_up` was ready.
    pub async fn send(self, step: Step, given_up: impl Future<Output = ()>) -> (Vec<String>, Delivered) {
        let Inner { changes, route, way, .. } = &*self.0;
        let source = self.source(&step);
        let (request, words) = source.request(&changes[step.source], route, &self.nonce(&step));
        let words: Vec<String> = words.into_iter().chain(step.words).collect();
        let note = ReplayNote { source: source.name.clone(), changes: words.clone() };
        let delivered = way.deliver(&route.target, &request, source.parent, note, given_up).await;
        (words, delivered)
    }

    /// What is compared of it, where it became a capture.
    #[must_use]
    pub fn arrived(&self, step: &Step, delivered: &Delivered) -> Option<Arrived> {
        let source = self.source(step);
        let body = source.body(&self.0.changes[step.source], &self.nonce(step));
        Some(Arrived {
            order: (step.round, step.source),
            source: source.name.clone(),
            unchanged_of: source.parent.filter(|_| body == source.body),
            capture: delivered.capture?,
            endpoint: source.endpoint.clone(),
            body,
        })
    }
}
