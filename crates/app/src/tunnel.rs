//! The URL under which a tunnel publishes the listener: set by the user, checked by a handshake through it.

pub mod ngrok;

use std::sync::{Arc, Mutex, MutexGuard};

use triptych_core::endpoint::Channel;
use triptych_store::{Reader, Store, StoreError};

use crate::api::ApiError;
use crate::api::tunnel::{TunnelCommand, TunnelState};
use crate::app::{App, local_endpoint, now_us};
use crate::desk::Desk;
use crate::replay::Target;
use crate::selftest::{self, Plan, Step};

/// The setting that holds the URL.
const URL_SETTING: &str = "tunnel_url";
/// The setting that says where ngrok's agent answers, where it is not [`ngrok::AGENT`].
const AGENT_SETTING: &str = "ngrok_agent";

/// What is known of the tunnel since the start.
#[derive(Debug, Default)]
pub(crate) struct Tunnel {
    checked: Mutex<Option<TunnelState>>,
}

impl Tunnel {
    /// Scheme and host of the tunnel; `None` where none is set.
    pub(crate) fn url(&self, store: &Store) -> Option<String> {
        setting(store, URL_SETTING)
    }

    /// Where ngrok's agent is asked.
    pub(crate) fn agent(&self, store: &Store) -> String {
        setting(store, AGENT_SETTING).unwrap_or_else(|| ngrok::AGENT.to_owned())
    }

    pub(crate) async fn set(&self, store: &Store, url: Option<String>) -> Result<(), StoreError> {
        *self.lock() = None;
        store
            .write(move |tx| match url {
                Some(url) => tx.set_setting(URL_SETTING, &url),
                None => tx.remove_setting(URL_SETTING).map(drop),
            })
            .await
    }

    /// The tunnel as it was when it was checked last.
    pub(crate) fn state(&self, store: &Store) -> Option<TunnelState> {
        let url = self.url(store)?;
        let checked = self.lock().clone().filter(|checked| checked.url == url);
        Some(checked.unwrap_or_else(|| state(url, "unknown", "Not checked yet.")))
    }

    fn lock(&self) -> MutexGuard<'_, Option<TunnelState>> {
        self.checked.lock().expect("no holder of the lock panics")
    }
}

fn setting(store: &Store, key: &str) -> Option<String> {
    store.read(|reader| reader.setting(key)).ok().flatten()
}

fn state(url: String, state: &str, sentence: &str) -> TunnelState {
    TunnelState {
        url,
        state: state.to_owned(),
        round_trip_ms: None,
        checked_us: None,
        code: None,
        sentence: sentence.to_owned(),
        fix: None,
    }
}

/// Sends a handshake through the tunnel and sees whether it comes here and is answered.
pub(crate) async fn check(desk: &Desk, app: &Arc<App>) -> Result<(), ApiError> {
    let url = app.tunnel().url(app.store()).ok_or_else(no_tunnel)?;
    *app.tunnel().lock() = Some(state(url.clone(), "checking", "A handshake is under way."));
    desk.tick();
    let plan = app.store().read(|reader: &Reader| Plan::of(reader, &url, &local_endpoint(Channel::Facebook)))?;
    let found = selftest::one(&plan, Step::Handshake, app.store()).await;
    let is_reached = found.outcome == "passed";
    *app.tunnel().lock() = Some(TunnelState {
        round_trip_ms: found.took_us.filter(|_| is_reached).and_then(|us| u32::try_from(us / 1000).ok()),
        checked_us: Some(now_us()),
        code: found.code,
        fix: found.fix,
        ..match is_reached {
            true => state(url, "reachable", "Facebook's handshake comes through."),
            false => state(url, "unreachable", &found.sentence),
        }
    });
    desk.tick();
    Ok(())
}

pub(crate) fn no_tunnel() -> ApiError {
    ApiError::new("no_tunnel", "No public URL is set.", Some("Start a tunnel and enter its URL in the settings."))
}

/// Scheme and host of a URL as it was typed, and what was made of it.
///
/// # Errors
/// A sentence, where it is no URL.
pub fn read_url(typed: &str) -> Result<(String, Option<String>), String> {
    let has_scheme = typed.contains("://");
    let full = if has_scheme { typed.to_owned() } else { format!("https://{typed}") };
    let target = Target::parse(&full)
        .ok()
        .filter(|target| target.host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte)))
        .ok_or("Enter the URL that the tunnel shows, such as https://example.ngrok.app.")?;
    let scheme = if target.tls { "https" } else { "http" };
    let url = format!("{scheme}://{}", target.authority().to_ascii_lowercase());
    let mut notes = Vec::new();
    if !has_scheme {
        notes.push("https:// was put before it.");
    }
    if !matches!(target.path.as_str(), "" | "/") {
        notes.push("The path was left out: each endpoint has its own.");
    }
    if !target.tls {
        notes.push("Facebook calls https only.");
    }
    if ["localhost", "127.0.0.1", "::1"].contains(&target.host.as_str()) {
        notes.push("Nobody but this machine reaches this address.");
    }
    Ok((url, (!notes.is_empty()).then(|| notes.join(" "))))
}

/// The commands that open a tunnel to this address.
#[must_use]
pub fn commands(local: &str) -> Vec<TunnelCommand> {
    let bare = local.strip_prefix("http://").unwrap_or(local);
    let command = |program: &str, command: String, install: &str| TunnelCommand {
        program: program.to_owned(),
        command,
        install: install.to_owned(),
    };
    vec![
        command(
            "cloudflared",
            format!("cloudflared tunnel --url {local}"),
            "https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/",
        ),
        command("ngrok", format!("ngrok http {bare}"), "https://ngrok.com/download"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_scheme_and_host() {
        // What becomes of it, and words of the note; `None` where it is no URL.
        type Expected = Option<(&'static str, &'static str)>;
        let cases: &[(&str, Expected)] = &[
            ("https://X.example", Some(("https://x.example", ""))),
            ("https://x.example/", Some(("https://x.example", ""))),
            ("x.example", Some(("https://x.example", "https:// was put"))),
            ("https://x.example/v3/integrations?a", Some(("https://x.example", "path was left out"))),
            ("http://x.example:8080", Some(("http://x.example:8080", "https only"))),
            ("http://127.0.0.1:1", Some(("http://127.0.0.1:1", "Nobody but this machine"))),
            ("", None),
            ("https://", None),
            ("https://u:p@x.example", None),
            ("javascript:alert(1)", None),
            ("https://x.example\u{202e}", None),
            ("https://x'.example", None),
        ];
        for (typed, expected) in cases {
            let found = read_url(typed);
            match (&found, expected) {
                (Ok((url, note)), Some((expected, words))) => {
                    assert_eq!(url, expected);
                    assert!(note.as_deref().unwrap_or_default().contains(words), "{typed}: {note:?}");
                    assert_eq!(note.is_none(), words.is_empty(), "{typed}: {note:?}");
                }
                (Err(_), None) => {}
                _ => panic!("{typed}: {found:?}"),
            }
        }
    }
}
