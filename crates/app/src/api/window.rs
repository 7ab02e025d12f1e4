//! The window itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ApiError;
use crate::desk::Host;

/// What the window may be drawn at, in percent.
const ZOOM: std::ops::RangeInclusive<u16> = 80..=200;

/// Request of `window.zoom`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ZoomWindow {
    /// 80 to 200; what lies outside is drawn at the nearest of them.
    pub percent: u16,
}

/// Draws everything larger or smaller: the page has less or more room then.
pub(super) fn zoom(host: &dyn Host, request: ZoomWindow) -> Result<(), ApiError> {
    let percent = request.percent.clamp(*ZOOM.start(), *ZOOM.end());
    host.zoom_window(percent)
        .map_err(|error| ApiError::new("no_zoom", format!("The window keeps its size: {error}."), None))
}
