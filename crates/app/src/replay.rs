//! Sending a webhook: a head of our own writing and the exact bytes of a body, over a connection of its own.
//!
//! No HTTP client in between: it would order and spell the header lines its own way.

mod answer;
pub mod batch;
pub mod deliver;
pub mod documents;
mod fresh;
pub mod headers;
pub(crate) mod job;
mod outgoing;
pub mod plan;
pub mod run;
pub mod source;
pub mod targets;
mod tls;

pub use answer::Answer;
pub use fresh::fresh;
pub use outgoing::Outgoing;
pub use tls::Insecure;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

/// Time for the whole exchange.
const DEADLINE: Duration = Duration::from_secs(30);

/// Where to send: an `http` or `https` URL in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub tls: bool,
    pub host: String,
    pub port: u16,
    /// Path and query; empty where the URL names none.
    pub path: String,
}

/// Why nothing was answered.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    #[error("{0:?} is no address to send to: give a URL such as http://127.0.0.1:3333")]
    Url(String),
    #[error("{host:?} has no address: {reason}; check how it is written")]
    Lookup { host: String, reason: String },
    #[error("no secure connection to {to} came about: {why}")]
    Tls { to: String, why: Insecure },
    #[error("could not connect to {to}: {reason}; is it running?")]
    Connect { to: String, reason: String },
    #[error("the connection to {to} broke before an answer came: {reason}")]
    Broken { to: String, reason: String },
    #[error("{to} did not answer within {} seconds", DEADLINE.as_secs())]
    Late { to: String },
    #[error("{to} had not answered when this was cancelled")]
    GivenUp { to: String },
}

impl Target {
    /// # Errors
    /// [`SendError::Url`] where the text is no `http` or `https` URL.
    pub fn parse(url: &str) -> Result<Self, SendError> {
        let wrong = || SendError::Url(url.to_owned());
        let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(wrong()),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let split = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(split);
        let is_odd = |byte: u8| byte <= b' ' || byte >= 0x7f;
        if authority.contains('@') || url.bytes().any(is_odd) {
            return Err(wrong());
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
            _ => (authority, if tls { 443 } else { 80 }),
        };
        if host.is_empty() {
            return Err(wrong());
        }
        let path = if path.starts_with('?') { format!("/{path}") } else { path.to_owned() };
        Ok(Self { tls, host: host.trim_matches(['[', ']']).to_owned(), port, path })
    }

    /// A plain connection to this socket.
    #[must_use]
    pub fn local(address: SocketAddr) -> Self {
        let ip = match address.ip() {
            ip if ip.is_unspecified() && ip.is_ipv4() => "127.0.0.1".to_owned(),
            ip if ip.is_unspecified() => "::1".to_owned(),
            ip => ip.to_string(),
        };
        Self { tls: false, host: ip, port: address.port(), path: String::new() }
    }

    /// Whether it leads to that listener of ours, whatever path follows.
    #[must_use]
    pub fn is_of(&self, listener: &Self) -> bool {
        let host = if self.host.eq_ignore_ascii_case("localhost") { "127.0.0.1" } else { self.host.as_str() };
        (self.tls, host, self.port) == (listener.tls, listener.host.as_str(), listener.port)
    }

    /// `host:port` as a `Host` header and messages have it.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        match (self.tls, self.port) {
            (false, 80) | (true, 443) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

/// Sends a request and reads its answer. `connected` learns our end of the connection before a byte is sent.
///
/// # Errors
/// Where there was no connection, or no answer.
pub async fn send(
    target: &Target,
    request: &Outgoing,
    connected: impl FnOnce(SocketAddr),
) -> Result<Answer, SendError> {
    send_over(&tls::public(), target, request, connected).await
}

async fn send_over(
    tls: &TlsConnector,
    target: &Target,
    request: &Outgoing,
    connected: impl FnOnce(SocketAddr),
) -> Result<Answer, SendError> {
    let to = format!("{}:{}", target.host, target.port);
    let broken = |error: std::io::Error| SendError::Broken { to: to.clone(), reason: error.to_string() };
    let refused = |error: std::io::Error| SendError::Connect { to: to.clone(), reason: error.to_string() };
    let exchange = async {
        let started = Instant::now();
        let addresses: Vec<SocketAddr> = lookup_host((target.host.as_str(), target.port))
            .await
            .map_err(|error| SendError::Lookup { host: target.host.clone(), reason: error.to_string() })?
            .collect();
        let stream = TcpStream::connect(&addresses[..]).await.map_err(refused)?;
        stream.set_nodelay(true).map_err(broken)?;
        connected(stream.local_addr().map_err(broken)?);
        if target.tls {
            let name = ServerName::try_from(target.host.clone()).map_err(|_| SendError::Url(target.host.clone()))?;
            let insecure = |error: std::io::Error| SendError::Tls { to: to.clone(), why: Insecure::from(&error) };
            let stream = tls.connect(name, stream).await.map_err(insecure)?;
            talk(stream, request, started).await.map_err(broken)
        } else {
            talk(stream, request, started).await.map_err(broken)
        }
    };
    tokio::time::timeout(DEADLINE, exchange).await.unwrap_or_else(|_| Err(SendError::Late { to: to.clone() }))
}

async fn talk(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    request: &Outgoing,
    started: Instant,
) -> std::io::Result<Answer> {
    // A listener may refuse a request, and close, before it has all of it: then the answer counts, not the write.
    let written = async {
        stream.write_all(&request.head).await?;
        stream.write_all(&request.body).await?;
        stream.flush().await
    }
    .await;
    match answer::read(&mut stream, request.head.starts_with(b"HEAD "), started).await {
        Ok(answer) => Ok(answer),
        Err(error) => Err(written.err().unwrap_or(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let cases: &[(&str, Option<&str>)] = &[
            ("http://127.0.0.1:3333", Some("127.0.0.1:3333 ")),
            ("https://x.example/a?b#c", Some("x.example /a?b")),
            ("HTTP://[::1]:80/", Some("[::1] /")),
            ("http://x?y", Some("x /?y")),
            ("ftp://x", None),
            ("x", None),
            ("http://", None),
            ("http://u:p@x", None),
            ("http://x:99999", None),
            ("http://x/ y", None),
        ];
        for (url, expected) in cases {
            let target = Target::parse(url).ok().map(|target| format!("{} {}", target.authority(), target.path));
            assert_eq!(target.as_deref(), *expected, "{url}");
        }
        let own = Target::local(([0, 0, 0, 0], 3333).into());
        let leads_there = |url: &str| Target::parse(url).expect("a URL").is_of(&own);
        assert!(leads_there("http://127.0.0.1:3333/x") && leads_there("http://LocalHost:3333"));
        assert!(!leads_there("https://127.0.0.1:3333") && !leads_there("http://127.0.0.1:3334"));
    }
}
