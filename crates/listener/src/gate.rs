//! What the listener needs of the application: who may deliver, what an envelope is, and a place to keep captures.
//!
//! The listener knows no database and no events; a test gives it a gate of a few lines.

use std::future::Future;

use triptych_core::capture::{Capture, Marks};
use triptych_core::doctor::Finding;
use triptych_core::endpoint::{EndpointKey, Policy};
use triptych_core::fault::Fault;
use triptych_core::secret::Secret;

/// The application as the listener sees it.
pub trait Gate: Send + Sync + 'static {
    /// Who may deliver to this endpoint now. Also asked for endpoints that nobody has seen yet, for which the answer
    /// is the app's own token and secrets. Called on the runtime for each request: it must not block.
    fn access(&self, endpoint: &EndpointKey) -> Access;

    /// Keeps a capture, with its whole body, and what is known of it besides; resolves once it is durable.
    ///
    /// # Errors
    ///
    /// [`Unavailable`] where it could not be kept: the sender is answered 503 and asked to come again.
    fn keep(&self, capture: Capture, marks: Marks) -> impl Future<Output = Result<(), Unavailable>> + Send;

    /// How the answer to an accepted delivery is to be spoilt, once: a rule counts this call. Called on the runtime for
    /// each such request: it must not block.
    fn fault(&self, endpoint: &EndpointKey) -> Option<Fault>;

    /// What is wrong with the query of a handshake that was refused, found out now, for its token is not kept.
    fn examine_handshake(&self, endpoint: &EndpointKey, query: &str) -> Finding;

    /// Whether a body is an envelope.
    ///
    /// # Errors
    ///
    /// The sentence for the sender that says why it is none, with line and column.
    fn envelope(&self, body: &[u8]) -> Result<(), String>;
}

/// What opens an endpoint. Empty tokens and secrets may be in the lists; they match nothing.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Good values of `Authorization: Bearer` and `x-api-key`: the endpoint's and the app's.
    pub tokens: Vec<Secret>,
    /// Good values of `hub.verify_token`: the endpoint's and the app's.
    pub verify_tokens: Vec<Secret>,
    /// App secrets that a signature may be made with: the endpoint's and the app's.
    pub secrets: Vec<Secret>,
    pub policy: Policy,
}

/// A capture could not be kept; the text is for the log and holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the capture could not be kept: {0}")]
pub struct Unavailable(pub String);
