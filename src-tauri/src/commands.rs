//! What the window may ask for. Each command is declared in `build.rs` and allowed in `capabilities/main.json`.

use serde_json::Value;
use tauri::ipc::Response;
use tauri::{AppHandle, State};
use triptych_app::Desk;
use triptych_app::api::{Answer, ApiError};

use crate::host::Window;

/// Any command of the table in `triptych_app::api`.
#[tauri::command]
pub(crate) async fn rpc(
    app: AppHandle,
    desk: State<'_, Desk>,
    name: String,
    request: Value,
) -> Result<Answer, ApiError> {
    desk.call(&Window(app), &name, request).await
}

/// The body of a capture, byte for byte as it came in.
#[tauri::command]
pub(crate) async fn body(desk: State<'_, Desk>, id: i64) -> Result<Response, ApiError> {
    desk.body(id).await.map(Response::new)
}
