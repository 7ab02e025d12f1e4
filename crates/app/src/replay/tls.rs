//! TLS as Facebook wants it: a certificate of a public authority that is valid now and for the name. Where it does not
//! come about, why.

use std::io;
use std::sync::Arc;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error, RootCertStore};
use triptych_core::time;

/// Why no secure connection came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insecure {
    /// The certificate is self-signed, of a private authority, or comes without those between it and a public one.
    Untrusted,
    /// Since when: milliseconds since 1970, UTC; `None` where it was not told.
    Expired(Option<i64>),
    NotYetValid,
    /// For which names the certificate is. Hostile text.
    OtherName(Vec<String>),
    /// What answers speaks something else.
    NoTls,
    /// Anything else, in the library's words.
    Other(String),
}

impl std::fmt::Display for Insecure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Untrusted => f.write_str("its certificate is of no public authority"),
            Self::Expired(None) => f.write_str("its certificate has expired"),
            Self::Expired(Some(ms)) => write!(f, "its certificate expired on {}", day(*ms)),
            Self::NotYetValid => f.write_str("its certificate is not valid yet"),
            Self::OtherName(names) if names.is_empty() => f.write_str("its certificate is for another name"),
            Self::OtherName(names) => write!(f, "its certificate is for {}", names.join(", ")),
            Self::NoTls => f.write_str("it speaks no TLS"),
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

/// The day of a moment, in UTC.
fn day(ms: i64) -> String {
    time::iso(ms).chars().take(10).collect()
}

impl From<&io::Error> for Insecure {
    fn from(error: &io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        match inner {
            Some(Error::InvalidCertificate(fault)) => Self::of_certificate(fault),
            Some(Error::InvalidMessage(_)) => Self::NoTls,
            Some(error) => Self::Other(error.to_string()),
            // Hung up on in the middle of it.
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::NoTls,
            None => Self::Other(error.to_string()),
        }
    }
}

impl Insecure {
    fn of_certificate(fault: &CertificateError) -> Self {
        match fault {
            CertificateError::Expired => Self::Expired(None),
            CertificateError::ExpiredContext { not_after, .. } => {
                Self::Expired(i64::try_from(not_after.as_secs()).ok().and_then(|s| s.checked_mul(1000)))
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::NotValidForName => Self::OtherName(Vec::new()),
            CertificateError::NotValidForNameContext { presented, .. } => {
                Self::OtherName(presented.iter().map(|name| bare(name)).collect())
            }
            CertificateError::UnknownIssuer => Self::Untrusted,
            // An authority's own certificate in the place of a server's: what `openssl req -x509` makes.
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => Self::Untrusted,
            other => Self::Other(other.to_string()),
        }
    }
}

/// `DnsName("x.example")` as it is called by people.
fn bare(presented: &str) -> String {
    presented.split('"').nth(1).unwrap_or(presented).to_owned()
}

/// A connector that trusts the public authorities.
pub(super) fn public() -> TlsConnector {
    trusting(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
}

fn trusting(roots: RootCertStore) -> TlsConnector {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the default versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

    use super::super::{Outgoing, SendError, Target, send_over};
    use super::*;

    fn authority() -> CertifiedIssuer<'static, KeyPair> {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
    }

    /// What a client that trusts `authority` says of a server at `localhost` with this certificate of that authority.
    async fn met(
        authority: &CertifiedIssuer<'static, KeyPair>,
        trusted: bool,
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Insecure {
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, authority).expect("a certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a server");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let target = Target {
            tls: true,
            host: "localhost".into(),
            port: listener.local_addr().expect("an address").port(),
            path: "/".into(),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = TlsAcceptor::from(Arc::new(config.clone())).accept(stream).await;
            }
        });
        let mut roots = RootCertStore::empty();
        if trusted {
            roots.add(authority.der().clone()).expect("a root");
        }
        let request = Outgoing::post(&target, "/", &[], Vec::new());
        match send_over(&trusting(roots), &target, &request, |_| ()).await {
            Err(SendError::Tls { why, .. }) => why,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn each_fault_of_a_certificate_is_told_from_the_others() {
        let authority = authority();
        assert_eq!(met(&authority, false, "localhost", |_| ()).await, Insecure::Untrusted);
        assert_eq!(
            met(&authority, true, "other.example", |_| ()).await,
            Insecure::OtherName(vec!["other.example".into()])
        );
        let expired = met(&authority, true, "localhost", |params| params.not_after = date_time_ymd(2020, 3, 1)).await;
        assert_eq!(expired.to_string(), "its certificate expired on 2020-03-01");
        let early = met(&authority, true, "localhost", |params| params.not_before = date_time_ymd(2999, 1, 1)).await;
        assert_eq!(early, Insecure::NotYetValid);
    }

    #[tokio::test]
    async fn an_authority_in_the_place_of_a_server_is_not_trusted() {
        let authority = authority();
        let own =
            met(&authority, false, "localhost", |params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
        assert_eq!(own.await, Insecure::Untrusted);
    }
}
