//! Where the values of a capture's documents came from, item by item.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::captures::OriginView;
use super::{ApiError, read};
use crate::desk::Desk;
use crate::evidence::Keys;
use crate::origins;

/// Request of `captures.origins`: of the documents of one item, a list a document.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetOrigins {
    pub id: i64,
    /// From 0.
    pub item: u32,
}

pub(super) async fn get(desk: &Desk, request: GetOrigins) -> Result<Vec<Vec<OriginView>>, ApiError> {
    let app = desk.app().await?;
    let at = usize::try_from(request.item).unwrap_or(usize::MAX);
    let origins = read(&app, move |reader| {
        let Some(stored) = reader.capture(request.id)? else { return Ok(None) };
        let items = reader.items_within(request.id, at..at.saturating_add(1))?;
        let keys = Keys::of(reader, stored.capture.endpoint.as_ref())?;
        let outputs = items.first().map_or(&[][..], |item| &item.outputs);
        Ok(Some(origins::of_item(&stored.capture, &keys.settings, at, outputs)))
    });
    origins.await?.ok_or_else(|| ApiError::no_capture(request.id))
}
