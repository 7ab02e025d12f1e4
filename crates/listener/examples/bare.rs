//! What `cargo xtask bench` compares the listener with: axum that reads the whole body, keeps nothing, and answers.
//!
//! Prints its address, and serves until it is killed. Here because only this crate may name axum.

use std::io::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use axum::serve::ListenerExt;
use http::header::CONTENT_TYPE;
use tokio::net::TcpSocket;

const RECEIVED: &str = r#"{"message":"EVENT_RECEIVED"}"#;

fn main() -> std::io::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve())
}

async fn serve() -> std::io::Result<()> {
    let handler = post(|body: Bytes| async move {
        drop(body);
        ([(CONTENT_TYPE, "application/json")], RECEIVED)
    });
    let router = Router::new().route("/{*path}", handler).layer(DefaultBodyLimit::disable());
    // As many may wait as at the listener.
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let socket = socket.listen(1024)?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", socket.local_addr()?)?;
    stdout.flush()?;
    let socket = socket.tap_io(|stream| {
        // As the listener does; where it fails, answers are only slower.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(socket, router).await
}
