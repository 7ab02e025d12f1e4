//! `triptych sample`: made-up webhooks of every kind, printed or sent.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use serde::Serialize;
use triptych_app::now_us;
use triptych_app::replay::source::{Changes, Sign, Source};
use triptych_app::samples::{self, Kind, Spec};
use triptych_core::endpoint::Channel;
use triptych_core::secret::Secret;
use triptych_core::time;
use triptych_store::ReplayNote;

use crate::route::{Destination, said};
use crate::secrets::AppSecret;
use crate::{Failure, print, runtime};

/// Make up a webhook of a kind, with your own ids, names, texts and times
///
/// Prints the body as Facebook would send it, or sends it with --send.
#[derive(Debug, Args)]
pub(crate) struct Sample {
    /// Name all kinds
    #[arg(long)]
    list: bool,
    /// Send it instead of printing it
    #[arg(long)]
    send: bool,
    #[command(flatten)]
    destination: Destination,
    /// Sign it with this app secret; other users of the machine can see it, so prefer --app-secret-file
    #[arg(long, value_name = "SECRET", requires = "send")]
    sign: Option<String>,
    #[command(flatten)]
    secret: AppSecret,
    /// The channel; the usual one of its kind where none is named
    #[arg(long, value_enum)]
    channel: Option<ChannelName>,
    /// Id of the Page or the Instagram account
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// Id of the customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Name of the customer
    #[arg(long)]
    name: Option<String>,
    /// Text of the message or the comment
    #[arg(long)]
    text: Option<String>,
    /// ISO 8601, or seconds or milliseconds since 1970; now where none is named
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// Id of the message or the comment
    #[arg(long, value_name = "ID")]
    mid: Option<String>,
    /// Items of a batch
    #[arg(long, value_name = "N")]
    count: Option<u32>,
    /// With --send: the workspace id in the webhook path
    #[arg(long, value_name = "ID", default_value = "local")]
    workspace: String,
    /// With --send: the credentials id in the webhook path
    #[arg(long, value_name = "ID", default_value = "local")]
    credentials: String,
    /// With --list or --send: JSON objects, one a line
    #[arg(long)]
    json: bool,
    /// The kind, such as messages, attachment/image or odd/missing-sender
    #[arg(value_name = "KIND", required_unless_present = "list")]
    kind: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ChannelName {
    Facebook,
    Instagram,
}

#[derive(Serialize)]
struct KindLine {
    kind: &'static str,
    title: &'static str,
    group: &'static str,
    field: Option<&'static str>,
    channels: Vec<&'static str>,
    takes: &'static [&'static str],
}

#[derive(Serialize)]
struct SentLine<'a> {
    source: &'a str,
    status: u16,
    message: String,
    capture: Option<i64>,
}

impl Sample {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        if self.list {
            return Ok(samples::kinds().try_for_each(|kind| self.print_kind(kind))?);
        }
        let time_ms = self.time.as_ref().map(|text| {
            time::read_text(text).ok_or_else(|| {
                Failure::usage(format!("--time {text:?} is no time: give one such as 2025-11-21T04:40:00Z"))
            })
        });
        let spec = Spec {
            kind: self.kind.clone().unwrap_or_default(),
            channel: self.channel.map(|channel| match channel {
                ChannelName::Facebook => Channel::Facebook,
                ChannelName::Instagram => Channel::Instagram,
            }),
            account: self.account.clone(),
            customer: self.customer.clone(),
            name: self.name.clone(),
            text: self.text.clone(),
            time_ms: time_ms.transpose()?,
            mid: self.mid.clone(),
            count: self.count,
            workspace_id: Some(self.workspace.clone()),
            credentials_id: Some(self.credentials.clone()),
        };
        let made = samples::make(&spec, now_us() / 1000).map_err(Failure::usage)?;
        if self.send {
            return runtime()?.block_on(self.send(Source::of_fixture(made)));
        }
        // Exactly the body: what is sent must be what is shown.
        let mut out = std::io::stdout().lock();
        out.write_all(&made.body)?;
        Ok(out.flush()?)
    }

    fn print_kind(&self, kind: &Kind) -> std::io::Result<()> {
        let channels: Vec<&str> = kind.channels().iter().map(|channel| channel.as_str()).collect();
        if self.json {
            let (group, takes) = (kind.group.as_str(), kind.takes);
            return print::json(&KindLine {
                kind: kind.name,
                title: kind.title,
                group,
                field: kind.field,
                channels,
                takes,
            });
        }
        print::text(&format!("{:<42} {} ({})", kind.name, kind.title, channels.join(", ")))
    }

    async fn send(&self, source: Source) -> Result<(), Failure> {
        let found = self.destination.find()?;
        let secret = match &self.sign {
            Some(secret) => Some(secret.clone()),
            None => self.secret.read()?,
        };
        let sign = secret.map_or(Sign::Kept, |secret| Sign::Again(Secret::new(secret)));
        let (request, words) = source.request(&Changes { sign, ..Changes::default() }, &found.route, "");
        let note = ReplayNote { source: source.name.clone(), changes: words.clone() };
        let delivered = found.way.deliver(&found.route.target, &request, None, note, std::future::pending()).await;
        let answer = delivered.answer.map_err(Failure::refused)?;
        match self.json {
            true => print::json(&SentLine {
                source: &source.name,
                status: answer.status,
                message: answer.message(),
                capture: delivered.capture,
            })?,
            false => print::text(&said(&source.name, &answer, &words))?,
        }
        if answer.is_success() { Ok(()) } else { Err(Failure::silent(1)) }
    }
}
