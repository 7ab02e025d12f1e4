//! What its user does to captures: pins, notes, removal with a way back.

use serde::{Deserialize, Serialize};
use triptych_store::{StoreError, WriteTx};
use ts_rs::TS;

use super::ApiError;
use crate::app::now_us;
use crate::desk::Desk;

/// Request of `captures.pin`: pinned captures stay, whatever the limits say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PinCaptures {
    pub ids: Vec<i64>,
    pub pinned: bool,
}

/// Request of `captures.note`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NoteCapture {
    pub id: i64,
    /// An empty text removes the note.
    pub text: String,
}

/// Request of `captures.delete`: they leave every list at once, and the disk after 60 s.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DeleteCaptures {
    pub ids: Vec<i64>,
}

/// Request of `captures.restore`: undoes `captures.delete` while they are still there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RestoreCaptures {
    pub ids: Vec<i64>,
}

/// Captures changed in one transaction: more would hold up those that come.
const STEP: usize = 256;

pub(super) async fn pin(desk: &Desk, request: PinCaptures) -> Result<(), ApiError> {
    let now_us = now_us();
    let pinned = request.pinned;
    in_steps(desk, request.ids, move |tx, id| if pinned { tx.pin(id, now_us) } else { tx.unpin(id) }.map(drop)).await
}

pub(super) async fn note(desk: &Desk, request: NoteCapture) -> Result<(), ApiError> {
    let text = request.text.trim().to_owned();
    let app = desk.app().await?;
    let now_us = now_us();
    let known = app.store().write(move |tx| tx.set_note(request.id, &text, now_us)).await?;
    if known { Ok(()) } else { Err(ApiError::no_capture(request.id)) }
}

pub(super) async fn delete(desk: &Desk, request: DeleteCaptures) -> Result<(), ApiError> {
    let now_us = now_us();
    in_steps(desk, request.ids, move |tx, id| tx.remove_capture(id, now_us).map(drop)).await
}

pub(super) async fn restore(desk: &Desk, request: RestoreCaptures) -> Result<(), ApiError> {
    in_steps(desk, request.ids, |tx, id| tx.restore_capture(id).map(drop)).await
}

/// Does something to each capture that is still there.
async fn in_steps(
    desk: &Desk,
    ids: Vec<i64>,
    act: impl Fn(&mut WriteTx<'_>, i64) -> Result<(), StoreError> + Clone + Send + 'static,
) -> Result<(), ApiError> {
    let app = desk.app().await?;
    for step in ids.chunks(STEP) {
        let (step, act) = (step.to_vec(), act.clone());
        app.store().write(move |tx| step.into_iter().try_for_each(|id| act(tx, id))).await?;
    }
    Ok(())
}
