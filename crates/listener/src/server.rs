//! The socket: accepting connections, and stopping without losing what is in flight.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::counters::{Counters, Tally};
use crate::gate::Gate;
use crate::limits::Limits;

/// A running listener. Dropping it stops it too, without waiting.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    tally: Arc<Tally>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<bool>,
}

/// A socket that is bound, but on which nothing is answered yet.
#[derive(Debug)]
pub struct Bound {
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Binds an address; port 0 takes a free one. Needs a tokio runtime with time and IO.
    ///
    /// # Errors
    ///
    /// Those of the system, `AddrInUse` above all.
    pub async fn bind(address: SocketAddr) -> io::Result<Bound> {
        let socket = TcpListener::bind(address).await?;
        let address = socket.local_addr()?;
        Ok(Bound { socket, address })
    }

    /// The address that is listened on, with the port that was taken.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// What was counted so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.tally.snapshot()
    }

    /// Stops accepting, answers what is in flight, closes idle connections, and returns when all is done or the
    /// drain deadline is over. `true` where everything was finished in time.
    pub async fn stop(self) -> bool {
        self.stop.send_replace(true);
        self.accepting.await.unwrap_or(false)
    }
}

impl Bound {
    /// The address that is listened on, with the port that was taken.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Starts to answer, on the current tokio runtime.
    #[must_use]
    pub fn serve<G: Gate>(self, gate: G, limits: Limits) -> Listener {
        let tally = Arc::new(Tally::default());
        let (stop, mut stopped) = watch::channel(false);
        let (socket, _parts) = (self.socket, (gate, limits));
        let accepting = tokio::spawn(async move {
            let _ = stopped.wait_for(|stop| *stop).await;
            drop(socket);
            true
        });
        Listener { address: self.address, tally, stop, accepting }
    }
}
