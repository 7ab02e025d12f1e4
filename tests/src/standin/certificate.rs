//! Certificates that nobody should trust, for a stand-in that speaks TLS.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What is wrong with it.
#[derive(Debug, Clone, Copy)]
pub enum Certificate {
    /// It vouches for itself alone.
    SelfSigned,
    /// It was good until the first of March 2020.
    Expired,
}

impl Certificate {
    pub(super) fn server(self) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).expect("a name");
        if let Self::Expired = self {
            params.not_after = date_time_ymd(2020, 3, 1);
        }
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring knows the default versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("key and certificate belong together");
        Arc::new(config)
    }
}

pub(super) fn secure(
    server: &Arc<ServerConfig>,
    stream: TcpStream,
) -> std::io::Result<StreamOwned<ServerConnection, TcpStream>> {
    let connection = ServerConnection::new(Arc::clone(server)).map_err(std::io::Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}
