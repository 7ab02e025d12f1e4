//! What the application sends to its own listener.

use std::sync::Arc;

use triptych_store::{Reader, ReplayNote, StoreError};

use super::{App, now_us};
use crate::fixtures::Fixture;
use crate::replay::deliver::Way;
use crate::replay::{self, Answer, Outgoing, SendError, Target};

/// Why a request to our own listener came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum SendFailed {
    #[error("there is no capture {0}")]
    NoCapture(i64),
    #[error(transparent)]
    Send(#[from] SendError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Sends a fixture to our own listener, with the app's token and fresh ids. The answer, and the capture it became.
    ///
    /// # Errors
    /// Where nothing answered.
    pub async fn send_fixture(&self, fixture: &Fixture) -> Result<(Answer, Option<i64>), SendFailed> {
        let token = self.store.read(Reader::app_token)?;
        let now_us = now_us();
        let body = replay::fresh(&fixture.body, now_us / 1000, &format!("{now_us:x}"));
        let target = Target::local(self.addr().await);
        let bearer = format!("Bearer {}", token.expose());
        let request = Outgoing::post(&target, &fixture.endpoint().path(), &[("Authorization", &bearer)], body);
        let note = ReplayNote { source: fixture.name.clone(), changes: vec!["fresh ids and times".to_owned()] };
        self.send_to_self(&target, &request, None, note).await
    }

    /// Sends a capture to our own listener as it came, a part of a body as well: a new capture with this one as its
    /// parent.
    ///
    /// # Errors
    /// Where there is no such capture, and where nothing answered.
    pub async fn replay(&self, id: i64) -> Result<(Answer, Option<i64>), SendFailed> {
        let stored = self.store.read(|reader| reader.capture(id))?.ok_or(SendFailed::NoCapture(id))?;
        let request = Outgoing::again(&stored.capture.head, stored.capture.body);
        let note = ReplayNote { source: format!("#{id}"), changes: Vec::new() };
        self.send_to_self(&Target::local(self.addr().await), &request, Some(id), note).await
    }

    pub(crate) async fn send_to_self(
        &self,
        target: &Target,
        request: &Outgoing,
        parent: Option<i64>,
        note: ReplayNote,
    ) -> Result<(Answer, Option<i64>), SendFailed> {
        let delivered = self.way_here().deliver(target, request, parent, note, std::future::pending()).await;
        Ok((delivered.answer?, delivered.capture))
    }

    /// How requests get to our own listener.
    pub(crate) fn way_here(&self) -> Way {
        Way::here(Arc::clone(&self.replays))
    }
}
