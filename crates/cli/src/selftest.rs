//! `triptych selftest`: plays Facebook against the Triptych that runs, from near or through its tunnel.

use std::net::SocketAddr;

use clap::Args;
use triptych_app::api::selftest::SelfTestStep;
use triptych_app::replay::Target;
use triptych_app::selftest::{self, Plan};
use triptych_app::{ADDRESS_SETTING, local_endpoint, now_us, tunnel};
use triptych_core::endpoint::{Channel, EndpointKey};
use triptych_store::Reader;

use crate::endpoints::read_key;
use crate::{Failure, Folder, print, runtime};

/// Play Facebook against the Triptych that runs: handshake, signed delivery, wrong token, wrong signature
///
/// Its requests become captures that say what they are, and neither events nor documents. Status 1 where a step fails.
#[derive(Debug, Args)]
pub(crate) struct SelfTest {
    #[command(flatten)]
    folder: Folder,
    /// The public URL to go through, instead of the listener's own address
    #[arg(long)]
    url: Option<String>,
    /// The endpoint to play, instead of facebook:local/local
    #[arg(long, value_name = "CHANNEL:WORKSPACE/CREDENTIALS", value_parser = read_key)]
    endpoint: Option<EndpointKey>,
    /// One JSON object a line: each step, then the whole
    #[arg(long)]
    json: bool,
}

impl SelfTest {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        let base = match &self.url {
            Some(url) => tunnel::read_url(url).map_err(Failure::usage)?.0,
            None => {
                let noted = reader.setting(ADDRESS_SETTING).map_err(Failure::refused)?;
                let addr = noted.and_then(|addr| addr.parse().ok());
                let addr = addr.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3333)));
                format!("http://{}", Target::local(addr).authority())
            }
        };
        let key = self.endpoint.clone().unwrap_or_else(|| local_endpoint(Channel::Facebook));
        let plan = reader.at_one_moment(|reader| Plan::of(reader, &base, &key)).map_err(Failure::refused)?;
        let target = if self.url.is_some() { "url" } else { "local" };
        let fresh = selftest::fresh(&plan, 1, target, now_us());
        let mut told = 0;
        let mut heard = Ok(());
        let done = runtime()?.block_on(selftest::run(&plan, fresh, &reader, |test| {
            let finished =
                test.steps.iter().skip(told).take_while(|step| !["waiting", "running"].contains(&&*step.outcome));
            for step in finished {
                told += 1;
                if heard.is_ok() {
                    heard = self.tell(step);
                }
            }
        }));
        heard?;
        if self.json {
            print::json(&done)?;
        } else {
            print::text(&format!("{}: {}", done.verdict, print::line(&done.title, 1000)))?;
            if let Some(fix) = &done.fix {
                print::text(&format!("What to do: {}", print::line(fix, 1000)))?;
            }
        }
        if done.verdict == "passed" { Ok(()) } else { Err(Failure::silent(1)) }
    }

    fn tell(&self, step: &SelfTestStep) -> std::io::Result<()> {
        if self.json {
            return print::json(step);
        }
        print::text(&format!("{:7} {}: {}", step.outcome, step.title, print::line(&step.sentence, 1000)))
    }
}
