//! `triptych endpoints fault`.

use clap::Args;
use triptych_app::api::endpoints::{EndpointView, FaultRule as Wanted, SetFault};
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::{Fault as Spoilt, FaultRule};

use super::read_key;
use crate::hand::change;
use crate::{Failure, Folder};

/// Let an endpoint answer wrongly on purpose, to see what the sender does; what comes is kept and converted all the same
///
/// It counts from the next delivery on, also while a Triptych has the folder open.
#[derive(Debug, Args)]
pub(super) struct Fault {
    #[command(flatten)]
    folder: Folder,
    /// Which endpoint
    #[arg(value_name = "CHANNEL:WORKSPACE/CREDENTIALS", value_parser = read_key)]
    endpoint: EndpointKey,
    /// Answer this, from 400 to 599, instead of 200
    #[arg(long, required_unless_present_any = ["delay_ms", "clear"])]
    status: Option<u16>,
    /// Wait so long before answering, at most 60000
    #[arg(long, value_name = "MS")]
    delay_ms: Option<u32>,
    /// For so many deliveries; without it for all until it is cleared
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// Answer as usual again
    #[arg(long, conflicts_with_all = ["status", "delay_ms", "times"])]
    clear: bool,
}

impl Fault {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let fault = Spoilt { status: self.status, delay_ms: self.delay_ms.unwrap_or(0) };
        let rule = (!self.clear).then_some(FaultRule { fault, left: self.times });
        if let Some(sentence) = rule.and_then(|rule| rule.validate().err()) {
            return Err(Failure::usage(sentence));
        }
        change(&self.folder, async |hand| {
            let id = super::id_of(hand, &self.endpoint).await?;
            let request = SetFault { id, fault: rule.map(Wanted::from) };
            hand.call::<EndpointView>("endpoints.set_fault", request).await.map(drop)
        })
    }
}
