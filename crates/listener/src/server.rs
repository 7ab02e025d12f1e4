//! The socket: accepting connections, and stopping without losing what is in flight.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use crate::connection::{Connection, stop};
use crate::counters::{Counters, Tally};
use crate::gate::Gate;
use crate::limits::Limits;
use crate::visit::Door;

/// Connections that may wait in the system's queue. One that finds it full is lost, and tried again only after a second.
const WAITING: u32 = 1024;

/// Pause after a connection could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

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
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // As `TcpListener::bind`, whose queue is shorter: without it the port stays taken for a while after a restart.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let socket = socket.listen(WAITING)?;
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
        let (stop, stopping) = watch::channel(false);
        let door = Arc::new(Door {
            in_flight: Arc::new(Semaphore::new(limits.bodies_in_flight)),
            gate,
            limits,
            tally: Arc::clone(&tally),
        });
        let accepting = tokio::spawn(accept(self.socket, door, stopping));
        Listener { address: self.address, tally, stop, accepting }
    }
}

/// Accepts connections until told to stop, then waits for them. `true` where all of them finished in time.
async fn accept<G: Gate>(socket: TcpListener, door: Arc<Door<G>>, mut stopping: watch::Receiver<bool>) -> bool {
    let room = Arc::new(Semaphore::new(door.limits.connections));
    let (busy, mut finished) = mpsc::channel(1);
    let mut connections = JoinSet::new();
    loop {
        while let Some(ended) = connections.try_join_next() {
            if let Err(panic) = ended {
                tracing::error!(%panic, "a connection ended");
                door.tally.panics.add_one();
            }
        }
        let (stream, peer, place) = tokio::select! {
            () = stop(&mut stopping) => break,
            next = next(&socket, &room) => next,
        };
        door.tally.connections.add_one();
        let connection = Connection { door: Arc::clone(&door), peer, busy: busy.clone() };
        let stopping = stopping.clone();
        connections.spawn(async move {
            connection.serve(stream, stopping).await;
            drop(place);
        });
    }
    drop((socket, busy));
    let drained = timeout(door.limits.drain_deadline, async {
        while connections.join_next().await.is_some() {}
        while finished.recv().await.is_some() {}
    });
    drained.await.is_ok()
}

/// The next connection, once there is room for it; until then it waits in the system's queue.
async fn next(socket: &TcpListener, room: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let place = Arc::clone(room).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match socket.accept().await {
            Ok((stream, peer)) => {
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "answers may be delayed by the system");
                }
                return (stream, peer, place);
            }
            Err(error) => {
                // A connection that was reset meanwhile, or too many open files: neither passes by trying at once.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_burst_of_connections_waits_rather_than_being_lost() {
        let bound = Listener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let mut waiting = Vec::new();
        for _ in 0..200 {
            let begun = timeout(Duration::from_millis(900), TcpStream::connect(bound.local_addr())).await;
            waiting.push(begun.expect("no connection is tried twice").unwrap());
        }
        assert_eq!(waiting.len(), 200);
    }
}
