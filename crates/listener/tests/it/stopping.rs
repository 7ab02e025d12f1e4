//! Stopping loses nothing that is in flight.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use triptych_listener::Limits;

use crate::client::{Client, PATH, delivery, head, request};
use crate::memory::{Memory, PATIENCE, eventually};

#[tokio::test]
async fn answers_what_is_in_flight_and_accepts_nothing_more() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits { drain_deadline: PATIENCE, ..Limits::default() }).await;
    let address = listener.local_addr();
    let mut idle = Client::connect(address).await;
    let mut client = Client::connect(address).await;
    client.send(delivery("{}")).await;
    eventually(|| listener.counters().requests == 1 && listener.counters().connections == 2).await;

    let stopping = tokio::spawn(listener.stop());
    idle.assert_closed().await;
    let refused = async { while TcpStream::connect(address).await.is_ok() {} };
    timeout(PATIENCE, refused).await.expect("nothing is accepted any more");
    assert!(!stopping.is_finished());
    gate.release();
    let response = client.response().await;
    assert_eq!((response.status, response.header("connection")), (200, Some("close")));
    client.assert_closed().await;
    assert!(stopping.await.unwrap());
    assert_eq!(gate.captures().len(), 1);
}

#[tokio::test]
async fn waits_for_what_is_kept_of_a_sender_that_left() {
    let gate = Memory::new();
    gate.hold();
    let listener = gate.listen(Limits { drain_deadline: PATIENCE, ..Limits::default() }).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(delivery("{}")).await;
    eventually(|| listener.counters().requests == 1).await;
    drop(client);
    let stopping = tokio::spawn(listener.stop());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!stopping.is_finished());
    gate.release();
    assert!(stopping.await.unwrap());
    assert_eq!(gate.captures().len(), 1);
}

#[tokio::test]
async fn gives_up_at_the_drain_deadline() {
    let gate = Memory::new();
    let listener = gate.listen(Limits { drain_deadline: Duration::from_millis(200), ..Limits::default() }).await;
    let mut client = Client::connect(listener.local_addr()).await;
    client.send(format!("{}\r\n", head("POST", PATH, &[], 5))).await;
    eventually(|| listener.counters().requests == 1).await;
    assert!(!timeout(PATIENCE, listener.stop()).await.expect("it gives up"));
}

#[tokio::test]
async fn the_port_is_free_again_and_dropping_stops_too() {
    let gate = Memory::new();
    let listener = gate.listen(Limits::default()).await;
    let address = listener.local_addr();
    assert_eq!(request(address, delivery("{}")).await.status, 200);
    assert!(listener.stop().await);
    let again = triptych_listener::Listener::bind(address).await.expect("the port is free");
    assert_eq!(again.local_addr(), address);
    let listener = again.serve(gate.clone(), Limits::default());
    assert_eq!(request(address, delivery("{}")).await.status, 200);
    drop(listener);
    let refused = async { while TcpStream::connect(address).await.is_ok() {} };
    timeout(PATIENCE, refused).await.expect("nothing is accepted any more");
}
