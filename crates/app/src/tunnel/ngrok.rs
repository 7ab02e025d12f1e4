//! The tunnels of a running ngrok agent, by its local API (ngrok, agent API: `GET /api/tunnels`).

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;

use crate::api::tunnel::{FoundTunnel, TunnelDetected};
use crate::replay::{self, Outgoing, SendError, Target};

use super::read_url;

/// Where the agent answers unless it is told otherwise.
pub const AGENT: &str = "http://127.0.0.1:4040";

/// Asks the agent which tunnels it has open; those that lead to `listener` are marked.
pub(crate) async fn detect(agent: &str, listener: SocketAddr) -> TunnelDetected {
    match ask(agent).await {
        Ok(tunnels) => {
            let found: Vec<FoundTunnel> = tunnels.iter().filter_map(|tunnel| read(tunnel, listener)).collect();
            let ours = found.iter().filter(|tunnel| tunnel.ours).count();
            let sentence = match (found.len(), ours) {
                (0, _) => format!("ngrok runs, but has no tunnel open. Start one: ngrok http {listener}"),
                (_, 0) => format!("ngrok has a tunnel open, but none leads to {listener}."),
                (_, 1) => format!("ngrok publishes this listener under {}.", first(&found)),
                (_, many) => format!("ngrok publishes this listener under {many} URLs."),
            };
            TunnelDetected { found, sentence }
        }
        Err(sentence) => TunnelDetected { found: Vec::new(), sentence },
    }
}

fn first(found: &[FoundTunnel]) -> &str {
    found.iter().find(|tunnel| tunnel.ours).map_or("", |tunnel| tunnel.url.as_str())
}

async fn ask(agent: &str) -> Result<Vec<Value>, String> {
    let target = Target::parse(agent).map_err(|error| error.to_string())?;
    let head = format!(
        "GET /api/tunnels HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
        target.authority()
    );
    let answer = replay::send(&target, &Outgoing { head: head.into_bytes(), body: Vec::new() }, |_| {}).await;
    let answer = answer.map_err(|error| match error {
        SendError::Connect { .. } => format!("No ngrok agent answers at {agent}. Start one, or enter the URL by hand."),
        error => format!("The ngrok agent could not be asked: {error}."),
    })?;
    let json: Option<Value> = serde_json::from_slice(&answer.body).ok().filter(|_| answer.is_success());
    let tunnels = json.as_ref().and_then(|json| json.get("tunnels")).and_then(Value::as_array);
    tunnels.cloned().ok_or_else(|| format!("What answers at {agent} is no ngrok agent, or one that is too old."))
}

fn read(tunnel: &Value, listener: SocketAddr) -> Option<FoundTunnel> {
    let public = tunnel.get("public_url")?.as_str()?;
    let forwards_to = tunnel.pointer("/config/addr")?.as_str()?;
    if !public.starts_with("http") {
        return None;
    }
    let (url, _) = read_url(public).ok()?;
    Some(FoundTunnel { url, forwards_to: forwards_to.to_owned(), ours: leads_to(forwards_to, listener) })
}

/// Whether an address as ngrok writes it (`http://localhost:3333`, `127.0.0.1:3333`, `3333`) is the listener's.
fn leads_to(addr: &str, listener: SocketAddr) -> bool {
    let bare = addr.split_once("://").map_or(addr, |(_, rest)| rest).trim_end_matches('/');
    let (host, port) = bare.rsplit_once(':').unwrap_or(("localhost", bare));
    let is_here = host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback() || ip == listener.ip());
    is_here && port.parse() == Ok(listener.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tunnel_is_ours_where_it_leads_here() {
        let listener = "127.0.0.1:3333".parse().expect("an address");
        let ours = ["http://localhost:3333", "localhost:3333", "3333", "http://127.0.0.1:3333/", "http://[::1]:3333"];
        assert!(ours.iter().all(|addr| leads_to(addr, listener)));
        let others = ["http://localhost:3334", "http://10.0.0.1:3333", "80", "", "https://localhost:443"];
        assert!(others.iter().all(|addr| !leads_to(addr, listener)));
    }
}
