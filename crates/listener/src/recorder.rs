//! The stream that hyper reads from, with a [`Tracker`] that sees every byte first.
//!
//! hyper shows neither the case nor the order of header lines, so the heads are kept here.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::framing::Tracker;

/// A tracker that the stream and the connection's service share.
#[derive(Debug, Clone)]
pub(crate) struct SharedTracker(Arc<Mutex<Tracker>>);

impl SharedTracker {
    pub(crate) fn new(tracker: Tracker) -> Self {
        Self(Arc::new(Mutex::new(tracker)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Tracker> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A TCP stream whose reads are tracked.
///
/// It is not shut down by hyper: after a refusal the sender may still be sending, and a plain close would reset the
/// connection before it read the answer. The connection's owner closes it.
#[derive(Debug)]
pub(crate) struct Recorder {
    stream: TcpStream,
    tracker: SharedTracker,
}

impl Recorder {
    pub(crate) fn new(stream: TcpStream, tracker: SharedTracker) -> Self {
        Self { stream, tracker }
    }

    pub(crate) fn into_stream(self) -> TcpStream {
        self.stream
    }
}

impl AsyncRead for Recorder {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let too_large = || Poll::Ready(Err(io::Error::other("the head is too large")));
        if self.tracker.lock().too_large() {
            return too_large();
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let read = &buf.filled()[before..];
        let passed = self.tracker.lock().follow(read);
        if passed == 0 && !read.is_empty() {
            return too_large();
        }
        buf.set_filled(before + passed);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Recorder {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(cx)
    }
}
