//! What `cargo xtask bench` compares the listener with: axum that reads the whole body, keeps nothing, and answers.
//!
//! Prints its address, and serves until it is killed. Here because only this crate may name axum.

use std::io::Write;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

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
    let socket = TcpListener::bind("127.0.0.1:0").await?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", socket.local_addr()?)?;
    stdout.flush()?;
    axum::serve(
        axum::serve::ListenerExt::tap_io(socket, |stream| {
            // As the listener does; where it fails, answers are only slower.
            let _ = stream.set_nodelay(true);
        }),
        router,
    )
    .await
}
