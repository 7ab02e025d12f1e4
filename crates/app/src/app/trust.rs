//! Who may deliver, and how the world reaches the listener.

use tokio::sync::Mutex;
use triptych_core::endpoint::EndpointKey;
use triptych_store::{Reader, StoreError};

use super::App;
use crate::access::{Keyring, endpoint_title};
use crate::api::ApiError;
use crate::api::secrets::Rejudged;
use crate::api::status::ActiveFault;
use crate::rejudge;
use crate::replay::Target;
use crate::selftest::SelfTests;
use crate::tunnel::Tunnel;

impl App {
    /// Judges refused captures again that were kept whole, of one endpoint or of all, with the tokens and secrets of now;
    /// those that hold are taken in as new captures.
    ///
    /// # Errors
    /// Where the store fails; what was taken in stays.
    pub async fn rejudge(&self, endpoint: Option<&EndpointKey>) -> Result<Rejudged, ApiError> {
        self.reload_keys()?;
        rejudge::rejudge(self, endpoint).await
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    pub(crate) fn rejudging(&self) -> &Mutex<()> {
        &self.rejudging
    }

    pub(crate) fn tunnel(&self) -> &Tunnel {
        &self.tunnel
    }

    pub(crate) fn self_tests(&self) -> &SelfTests {
        &self.self_tests
    }

    /// The endpoints whose answers are spoilt just now.
    pub(crate) fn active_faults(&self) -> Result<Vec<ActiveFault>, StoreError> {
        if !self.keyring.has_faults() {
            return Ok(Vec::new());
        }
        let rows = self.store.read(Reader::endpoints)?;
        let active = rows.iter().filter_map(|row| {
            let rule = self.keyring.fault(&row.key)?;
            Some(ActiveFault {
                endpoint_id: row.id,
                endpoint: endpoint_title(row),
                status: rule.fault.status,
                delay_ms: rule.fault.delay_ms,
                left: rule.left,
            })
        });
        Ok(active.collect())
    }

    /// `http://IP:port` of the listener, for who is on this machine.
    pub(crate) async fn local_base(&self) -> String {
        format!("http://{}", Target::local(self.addr().await).authority())
    }

    /// Where the world reaches the listener: the tunnel's URL where one is set, else [`App::local_base`].
    pub(crate) async fn public_base(&self) -> String {
        match self.tunnel.url(&self.store) {
            Some(url) => url,
            None => self.local_base().await,
        }
    }
}
