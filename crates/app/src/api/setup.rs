//! What to paste at Facebook and in a terminal, and the app's own secrets.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Answer of `setup.get`. Secrets are masked; `secrets.reveal` shows one, `clipboard.copy` copies it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetupView {
    /// Callback URL of the endpoint `local`/`local` on this machine, one per channel.
    pub callback_urls: Vec<CallbackUrl>,
    /// The app's token, masked: serves as bearer token and as verify token.
    pub token_masked: String,
    /// A curl command that posts a message, the token replaced by `$TRIPTYCH_TOKEN`.
    pub curl: String,
    pub app_secrets: Vec<AppSecret>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CallbackUrl {
    /// `facebook` or `instagram`.
    pub channel: String,
    pub url: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppSecret {
    pub id: i64,
    /// Such as `••••••••`; never a part of the secret.
    pub masked: String,
    /// Microseconds since 1970.
    pub added_us: i64,
}

/// Request of `secrets.add_app_secret`. Answer: [`SetupView`].
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AddAppSecret {
    pub secret: String,
}

/// Request of `secrets.remove_app_secret`. Answer: [`SetupView`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RemoveAppSecret {
    pub id: i64,
}

/// Answer of `secrets.reveal_token`.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Revealed {
    pub value: String,
}

/// Request of `clipboard.copy`: the host copies; secrets do not pass through the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Copy {
    /// The curl command with the real token.
    Curl,
    Token,
    CallbackUrl {
        channel: String,
    },
    /// The body as text, lossy where it is not UTF-8.
    Body {
        id: i64,
    },
    Text {
        text: String,
    },
}

/// Request of `listener.start`: listen here from now on. Answer: `AppStatus`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StartListener {
    /// `IP:port`; the last one where absent.
    pub addr: Option<String>,
}
