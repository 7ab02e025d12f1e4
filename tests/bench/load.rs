//! The load: connections that send one request after the other and read each answer whole.
//!
//! Raw HTTP/1.1 on purpose, so that the generator costs little, and the same for both servers. It is bounded in number
//! and in time, and ends with every request answered: what was acknowledged is known exactly.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::bodies::Template;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Numbers for bodies; no two requests of a run share one.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// What to send, and when to stop.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) template: Arc<Template>,
    pub(crate) connections: usize,
    /// One connection for many requests, rather than for one.
    pub(crate) keep_alive: bool,
    /// Stop after so many requests or after so long, whichever comes first.
    pub(crate) most: u64,
    pub(crate) time: Duration,
}

/// What came of a load.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Requests answered 200.
    pub(crate) acknowledged: u64,
    /// Requests answered otherwise.
    pub(crate) refused: u64,
    /// Requests without an answer.
    pub(crate) failed: u64,
    /// From the first byte sent (or the connection's begin) to the last byte read; of those answered 200.
    pub(crate) latencies: Vec<Duration>,
    pub(crate) elapsed: Duration,
}

impl Outcome {
    pub(crate) fn add(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.failed += other.failed;
        self.latencies.extend(other.latencies);
        self.elapsed += other.elapsed;
    }

    /// Requests answered 200 a second.
    pub(crate) fn rate(&self) -> f64 {
        self.acknowledged as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }

    /// The latency that this share (0 to 1) of the requests does not exceed; sorts them.
    pub(crate) fn percentile(&mut self, share: f64) -> Duration {
        self.latencies.sort_unstable();
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }
}

/// Runs a load against a server on this machine.
pub(crate) async fn run(load: &Load, server: SocketAddr, token: &str, path: &str) -> Outcome {
    assert!(server.ip().is_loopback(), "loads are for this machine only");
    let kept = if load.keep_alive { "" } else { "Connection: close\r\n" };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {server}\r\nUser-Agent: facebookexternalua\r\nAccept: */*\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\n{kept}Content-Length: {}\r\n\r\n",
        load.template.len()
    );
    let mut ready = Vec::new();
    for _ in 0..load.connections {
        let request = [head.as_bytes(), load.template.bytes()].concat();
        // Kept connections are there before the clock starts. One that fails is tried again with its first request.
        let stream = if load.keep_alive { connect(server).await.ok() } else { None };
        ready.push(Sender { server, request, head: head.len(), answer: Vec::with_capacity(1024), stream });
    }
    let begin = Instant::now();
    let sent = Arc::new(AtomicU64::new(0));
    let mut senders = JoinSet::new();
    for mut sender in ready {
        let (load, sent) = (load.clone(), Arc::clone(&sent));
        senders.spawn(async move {
            let mut outcome = Outcome::default();
            while begin.elapsed() < load.time && sent.fetch_add(1, Ordering::Relaxed) < load.most {
                sender.one(&load, &mut outcome).await;
            }
            outcome
        });
    }
    let mut total = Outcome::default();
    while let Some(outcome) = senders.join_next().await {
        total.add(outcome.expect("no sender panics"));
    }
    total.elapsed = begin.elapsed();
    total
}

/// One connection after the other.
struct Sender {
    server: SocketAddr,
    /// Head and body.
    request: Vec<u8>,
    /// Bytes of the head.
    head: usize,
    answer: Vec<u8>,
    stream: Option<TcpStream>,
}

impl Sender {
    async fn one(&mut self, load: &Load, outcome: &mut Outcome) {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        load.template.number(&mut self.request[self.head..], number);
        let begin = Instant::now();
        match timeout(PATIENCE, self.exchange()).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into())) {
            Ok(200) => {
                outcome.acknowledged += 1;
                outcome.latencies.push(begin.elapsed());
            }
            Ok(_) => outcome.refused += 1,
            Err(_) => {
                outcome.failed += 1;
                self.stream = None;
            }
        }
        if !load.keep_alive {
            self.stream = None;
        }
    }

    /// Sends the request and reads its answer; the status.
    async fn exchange(&mut self) -> Result<u16> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.server).await?,
        };
        let stream = self.stream.insert(stream);
        stream.write_all(&self.request).await?;
        self.answer.clear();
        loop {
            if stream.read_buf(&mut self.answer).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let Some(end) = self.answer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let (status, length) = head_of(&self.answer[..end]).ok_or(Error::from(ErrorKind::InvalidData))?;
            if self.answer.len() >= end + 4 + length {
                return Ok(status);
            }
        }
    }
}

async fn connect(server: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Status and length of an answer.
fn head_of(head: &[u8]) -> Option<(u16, usize)> {
    let mut lines = str::from_utf8(head).ok()?.split("\r\n");
    let status = lines.next()?.get(9..12)?.parse().ok()?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Some((status, length?))
}
