//! `triptych endpoints`: who delivers, and what the user set for each.

mod fault;
mod list;
mod set;

use clap::{Args, Subcommand};
use serde_json::json;
use triptych_app::api::endpoints::{AddEndpoint, EndpointList, EndpointRow, EndpointSaved, FieldFault};
use triptych_core::endpoint::{EndpointKey, NoKey};

use crate::hand::Hand;
use crate::{Failure, print};

/// Endpoints: list them, set what conversion and judging use of them, spoil their answers on purpose
#[derive(Debug, Args)]
pub(crate) struct Endpoints {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Set(Box<set::Set>),
    Fault(fault::Fault),
}

impl Endpoints {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        match &self.command {
            Command::List(list) => list.run(),
            Command::Set(set) => set.run(),
            Command::Fault(fault) => fault.run(),
        }
    }
}

/// `CHANNEL:WORKSPACE/CREDENTIALS`, as endpoints are printed, or a webhook's path.
pub(crate) fn read_key(text: &str) -> Result<EndpointKey, String> {
    let wanted = "write it as facebook:WORKSPACE/CREDENTIALS or instagram:WORKSPACE/CREDENTIALS";
    text.parse().map_err(|NoKey| wanted.to_owned())
}

/// The endpoint's id, where it is known.
async fn known_id(hand: &Hand, key: &EndpointKey) -> Result<Option<i64>, Failure> {
    let list: EndpointList = hand.call("endpoints.list", json!({})).await?;
    let is_it = |row: &&EndpointRow| {
        (row.channel.as_str(), &row.workspace_id, &row.credentials_id)
            == (key.channel.as_str(), &key.workspace_id, &key.credentials_id)
    };
    Ok(list.endpoints.iter().find(is_it).map(|row| row.id))
}

/// The endpoint's id; it is added where it is new.
async fn id_of(hand: &Hand, key: &EndpointKey) -> Result<i64, Failure> {
    if let Some(id) = known_id(hand, key).await? {
        return Ok(id);
    }
    let request = AddEndpoint {
        channel: key.channel.as_str().to_owned(),
        workspace_id: key.workspace_id.clone(),
        credentials_id: key.credentials_id.clone(),
        only_check: false,
    };
    let added: EndpointSaved = hand.call("endpoints.add", request).await?;
    tell(&added.faults);
    added.endpoint.map(|endpoint| endpoint.row.id).ok_or_else(|| Failure::silent(2))
}

/// What is wrong with what was given, a line each.
fn tell(faults: &[FieldFault]) {
    for fault in faults {
        eprintln!("triptych: {}: {}: {}", fault.severity, print::safe(&fault.field), print::safe(&fault.message));
    }
}
