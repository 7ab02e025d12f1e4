//! The one command table: a name and a JSON request in, a JSON response out. Handlers live in `api/`, one file a topic,
//! with the wire types above them; TypeScript types are generated from these.

pub mod again;
pub mod browser;
pub mod captures;
pub mod clipboard;
pub mod conversations;
pub mod doctor;
pub mod drafts;
pub mod endpoints;
pub mod evidence;
pub mod filter;
pub mod fixtures;
pub mod golden;
pub mod keeping;
pub mod lineage;
pub mod origins;
pub mod pick;
pub mod reconvert;
pub mod reference;
pub mod replays;
pub mod retention;
pub mod samples;
pub mod secrets;
pub mod selftest;
pub mod setup;
pub mod status;
pub mod tokens;
pub mod transfer;
pub mod tunnel;
pub mod window;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use triptych_store::{Reader, StoreError};
use ts_rs::TS;

use crate::app::{App, SendFailed};
use crate::desk::{Desk, Host};
use std::sync::Arc;

/// What every refused command answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// For machines.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl ApiError {
    pub(crate) fn new(code: &str, message: impl Into<String>, hint: Option<&str>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: hint.map(str::to_owned) }
    }

    pub(crate) fn no_capture(id: i64) -> Self {
        Self::new("no_capture", format!("There is no capture {id}."), Some("It may have been removed to make room."))
    }
}

impl From<&status::Problem> for ApiError {
    fn from(problem: &status::Problem) -> Self {
        Self { code: problem.code.clone(), message: problem.why.clone(), hint: Some(problem.todo.clone()) }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::new("storage", format!("The store could not do it: {error}."), Some("Try again."))
    }
}

impl From<SendFailed> for ApiError {
    fn from(error: SendFailed) -> Self {
        match error {
            SendFailed::NoCapture(id) => Self::no_capture(id),
            SendFailed::Send(error) => {
                Self::new("not_sent", format!("Nothing was sent: {error}"), Some("Is Triptych listening?"))
            }
            SendFailed::Store(error) => error.into(),
        }
    }
}

/// An answer as JSON text: of a large capture it is long, and nobody here looks into it.
pub type Answer = Box<RawValue>;

/// Name → handler.
pub(crate) async fn dispatch(desk: &Desk, host: &dyn Host, name: &str, request: Value) -> Result<Answer, ApiError> {
    match name {
        "app.status" => answer(desk.status().await),
        "app.retry" => answer(status::retry(desk).await),
        "listener.start" => answer(status::start_listener(desk, parse(request)?).await),
        "captures.list" => answer(captures::list(desk, parse(request)?).await),
        "captures.count" => answer(captures::count(desk, parse(request)?).await),
        "captures.get" => answer(captures::get(desk, parse(request)?).await),
        "captures.items" => answer(captures::items(desk, parse(request)?).await),
        "captures.origins" => answer(origins::get(desk, parse(request)?).await),
        "captures.pin" => answer(keeping::pin(desk, parse(request)?).await),
        "captures.note" => answer(keeping::note(desk, parse(request)?).await),
        "captures.delete" => answer(keeping::delete(desk, parse(request)?).await),
        "captures.restore" => answer(keeping::restore(desk, parse(request)?).await),
        "conversations.list" => answer(conversations::list(desk, parse(request)?).await),
        "conversations.messages" => answer(conversations::messages(desk, parse(request)?).await),
        "filter.parse" => answer(Ok(filter::parse(&parse(request)?))),
        "filter.values" => answer(filter::values(desk, parse(request)?).await),
        "retention.get" => answer(retention::get(desk).await),
        "retention.set" => answer(retention::set(desk, parse(request)?).await),
        "fixtures.folder" => answer(fixtures::get_folder(desk).await),
        "fixtures.set_folder" => answer(fixtures::set_folder(desk, parse(request)?).await),
        "fixtures.list" => answer(fixtures::list(desk).await),
        "fixtures.run" => answer(fixtures::run(desk, parse(request)?).await),
        "fixtures.cancel" => answer(fixtures::cancel(desk).await),
        "fixtures.get" => answer(fixtures::get(desk, parse(request)?).await),
        "fixtures.of_capture" => answer(golden::of_capture(desk, parse(request)?).await),
        "fixtures.draft" => answer(drafts::draft(desk, parse(request)?).await),
        "fixtures.save" => answer(drafts::save(desk, parse(request)?).await),
        "fixtures.accept" => answer(golden::accept(desk, parse(request)?).await),
        "fixtures.ignore" => answer(golden::ignore(desk, parse(request)?).await),
        "fixtures.undo" => answer(golden::undo(desk, parse(request)?).await),
        "captures.replay" => answer(samples::replay(desk, parse(request)?).await),
        "replay.start" => answer(replays::start(desk, parse(request)?).await),
        "replay.headers" => answer(replays::headers(desk, parse(request)?).await),
        "replay.get" => answer(replays::get(desk, parse(request)?)),
        "replay.cancel" => answer(replays::cancel(desk, parse(request)?)),
        "replay.targets" => answer(replays::list_targets(desk).await),
        "replay.allow" => answer(replays::allow(desk, parse(request)?).await),
        "replay.disallow" => answer(replays::disallow(desk, parse(request)?).await),
        "replay.validate" => answer(replays::validate(parse(request)?).await),
        "reconvert.start" => answer(reconvert::start(desk, parse(request)?).await),
        "reconvert.get" => answer(reconvert::get(desk, parse(request)?)),
        "reconvert.cancel" => answer(reconvert::cancel(desk, parse(request)?)),
        "captures.export" => answer(transfer::export(desk, parse(request)?).await),
        "captures.import" => answer(transfer::import(desk, parse(request)?).await),
        "fixtures.report" => answer(transfer::write_report(desk, parse(request)?).await),
        "samples.kinds" => answer(Ok(samples::kinds())),
        "samples.make" => answer(samples::make(parse(request)?)),
        "reference.list" => answer(Ok(reference::list())),
        "samples.list" => answer(Ok(samples::list())),
        "samples.send" => answer(samples::send(desk, parse(request)?).await),
        "captures.convert_again" => answer(again::convert(desk, parse(request)?).await),
        "captures.rejudge" => answer(secrets::rejudge(desk).await),
        "doctor.explain" => answer(doctor::explain(desk, parse(request)?).await),
        "doctor.restored" => answer(doctor::restored(desk, parse(request)?).await),
        "doctor.replay_restored" => answer(doctor::replay_restored(desk, parse(request)?).await),
        "endpoints.list" => answer(endpoints::list(desk).await),
        "endpoints.get" => answer(endpoints::get(desk, parse(request)?).await),
        "endpoints.save" => answer(endpoints::save(desk, parse(request)?).await),
        "endpoints.add" => answer(endpoints::add(desk, parse(request)?).await),
        "endpoints.delete" => answer(endpoints::delete(desk, parse(request)?).await),
        "endpoints.set_fault" => answer(endpoints::set_fault(desk, parse(request)?).await),
        "selftest.start" => answer(selftest::start(desk, parse(request)?).await),
        "selftest.get" => answer(selftest::get(desk).await),
        "selftest.cancel" => answer(selftest::cancel(desk).await),
        "tunnel.get" => answer(tunnel::get(desk).await),
        "tunnel.set" => answer(tunnel::set(desk, parse(request)?).await),
        "tunnel.detect" => answer(tunnel::detect(desk).await),
        "tunnel.check" => answer(tunnel::check(desk).await),
        "secrets.get" => answer(secrets::get(desk, parse(request)?).await),
        "secrets.reveal" => answer(secrets::reveal(desk, parse(request)?).await),
        "secrets.set_token" => answer(tokens::set(desk, parse(request)?).await),
        "secrets.rotate_token" => answer(tokens::rotate(desk, parse(request)?).await),
        "secrets.add" => answer(secrets::add(desk, parse(request)?).await),
        "secrets.remove" => answer(secrets::remove(desk, parse(request)?).await),
        "setup.get" => answer(setup::get(desk).await),
        "secrets.reveal_token" => answer(setup::reveal_token(desk).await),
        "secrets.add_app_secret" => answer(setup::add_app_secret(desk, parse(request)?).await),
        "secrets.remove_app_secret" => answer(setup::remove_app_secret(desk, parse(request)?).await),
        "clipboard.copy" => answer(clipboard::copy(desk, host, parse(request)?).await),
        "browser.open" => answer(browser::open(host, &parse(request)?)),
        "window.ready" => {
            host.show_window();
            answer(Ok(()))
        }
        "window.pick" => answer(pick::pick(desk, host, parse(request)?).await),
        "window.zoom" => answer(window::zoom(host, parse(request)?)),
        _ => Err(ApiError::new("no_command", format!("There is no command {name:?}."), None)),
    }
}

/// Works off the runtime's threads.
pub(crate) async fn blocking<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(f).await;
    done.map_err(|_| ApiError::new("internal", "Triptych failed on it. That is a defect: please report it.", None))
}

fn parse<T: DeserializeOwned>(request: Value) -> Result<T, ApiError> {
    serde_json::from_value(request).map_err(|error| {
        ApiError::new("bad_request", format!("The request is not of the command's form: {error}."), None)
    })
}

fn answer<T: Serialize>(result: Result<T, ApiError>) -> Result<Answer, ApiError> {
    let answer = result?;
    to_raw_value(&answer).map_err(|error| ApiError::new("internal", error.to_string(), None))
}

/// Reads from the store, off the runtime's threads.
pub(crate) async fn read<T: Send + 'static>(
    app: &Arc<App>,
    f: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    let store = app.store().clone();
    let read = tokio::task::spawn_blocking(move || store.read(f)).await;
    Ok(read.map_err(|_| ApiError::new("internal", "Reading the store failed.", Some("Try again.")))??)
}

#[cfg(test)]
mod tests;
