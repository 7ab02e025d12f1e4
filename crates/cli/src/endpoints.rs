//! `triptych endpoints`: who delivers, and what the user set for each.

mod fault;
mod list;
mod set;

use clap::{Args, Subcommand};
use triptych_core::endpoint::{Channel, EndpointKey};

use crate::Failure;

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
    let named = || {
        let (channel, ids) = text.split_once(':')?;
        let (workspace_id, credentials_id) = ids.split_once('/')?;
        let is_set = !workspace_id.is_empty() && !credentials_id.is_empty();
        let channel = Channel::parse(channel).filter(|_| is_set)?;
        Some(EndpointKey { channel, workspace_id: workspace_id.to_owned(), credentials_id: credentials_id.to_owned() })
    };
    EndpointKey::from_path(text)
        .or_else(named)
        .ok_or_else(|| "write it as facebook:WORKSPACE/CREDENTIALS or instagram:WORKSPACE/CREDENTIALS".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_named_as_it_is_printed_or_by_its_path() {
        let key = read_key("instagram:w 1/c/2").expect("an endpoint");
        assert_eq!(key.to_string(), "instagram:w 1/c/2");
        assert_eq!(read_key(&key.path()), Ok(key));
        for wrong in ["", "facebook", "facebook:w", "facebook:/c", "facebook:w/", "telegram:w/c"] {
            assert!(read_key(wrong).is_err(), "{wrong}");
        }
    }
}
