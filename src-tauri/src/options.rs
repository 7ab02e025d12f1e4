//! The window's own command line. The same words as `triptych listen` understands.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use triptych_app::paths;

/// Facebook webhooks: what came in, what it means, what goes out.
///
/// Without a display, use the command line: `triptych listen`.
#[derive(Parser)]
#[command(name = "triptych-desktop", version)]
pub(crate) struct Options {
    /// Listen here.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:3333")]
    addr: SocketAddr,
    /// Keep everything in this folder; by default in the one that `TRIPTYCH_DATA_DIR` names, else in the platform's.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The token that webhooks have to bring from now on; by default the stored one, made at the first start.
    #[arg(long, value_name = "TOKEN", env = "TRIPTYCH_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

impl Options {
    /// # Errors
    /// There is no folder to keep anything in.
    pub(crate) fn into_app(self) -> anyhow::Result<triptych_app::Options> {
        let data_dir = paths::data_dir(self.data_dir).map_err(anyhow::Error::msg)?;
        // App secrets are entered in the window.
        Ok(triptych_app::Options { data_dir, addr: self.addr, token: self.token, app_secrets: Vec::new() })
    }
}
