//! `triptych replay`: captures, fixtures and bodies → a listener.

mod documents;
mod headers;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde::Serialize;
use triptych_app::replay::Answer;
use triptych_app::replay::batch::Batch;
use triptych_app::replay::deliver::Delivered;
use triptych_app::replay::documents::Arrived;
use triptych_app::replay::plan::{self, Mix, Pace, Step};
use triptych_app::replay::run::{Control, carry_out};
use triptych_app::replay::source::{Changes, Route, Sign, Source};
use triptych_app::{fixtures, now_us, search};
use triptych_core::secret::Secret;

use self::headers::Headers;
use crate::captures::filter;
use crate::route::{Destination, Found, said};
use crate::secrets::AppSecret;
use crate::{Failure, print, runtime, values};

/// Send captures, fixtures, bodies or folders of them to a listener
///
/// Without --to they go to the address, and with the token, found in the data folder of a Triptych that listens. There
/// each becomes a new capture, which knows what it replays and what was changed.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    destination: Destination,
    /// Sign each body with this app secret; other users of the machine can see it, so prefer --app-secret-file
    #[arg(long, value_name = "SECRET")]
    sign: Option<String>,
    #[command(flatten)]
    secret: AppSecret,
    /// Leave signatures out
    #[arg(long, conflicts_with_all = ["sign", "app_secret_file"])]
    no_signature: bool,
    /// Send this capture as it came, byte for byte; may be given several times
    #[arg(long = "capture", value_name = "CAPTURE", value_parser = values::capture)]
    captures: Vec<i64>,
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, help = filter::HELP)]
    filter: Option<String>,
    /// Send the body in this file instead of that of the one capture or fixture that is named
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    #[command(flatten)]
    headers: Headers,
    /// Send everything so many times
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    times: u32,
    /// With new message ids and the time of now, so that nothing is a repetition
    #[arg(long)]
    fresh: bool,
    /// At most so many requests a second
    #[arg(long, value_name = "N", value_parser = rate)]
    rate: Option<f64>,
    /// So many requests at once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    concurrency: u16,
    /// As far apart as the captures came in
    #[arg(long)]
    gaps: bool,
    /// Send so many of a hundred twice
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    duplicates: u32,
    /// Let each come up to so many places later
    #[arg(long, value_name = "PLACES", default_value_t = 0)]
    reorder: u32,
    /// Let each come up to so many milliseconds later
    #[arg(long, value_name = "MS", default_value_t = 0)]
    delay: u32,
    /// Mix up as the last time: the seed that was printed then
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Look whether the documents stay the same; ends with status 1 where one is another
    #[arg(long)]
    check: bool,
    /// One JSON object a line, one line a request
    #[arg(long)]
    json: bool,
    /// Fixture folders, files that hold a body, or folders of either
    #[arg(required_unless_present_any = ["captures", "filter"], value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// The line of a request.
#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    /// `null` where nothing was answered.
    status: Option<u16>,
    message: String,
    took_ms: Option<f64>,
    /// The capture that it replays.
    parent: Option<i64>,
    /// The capture that it became, where that could be learned.
    capture: Option<i64>,
    changes: &'a [String],
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "give a number of requests a second".to_owned())?;
    if (0.01..=100_000.0).contains(&rate) { Ok(rate) } else { Err("give one from 0.01 to 100000".to_owned()) }
}

impl Replay {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let sources = self.sources()?;
        let found = self.destination.find()?;
        let changes = self.changes(&sources, &found.route)?;
        let received: Vec<Option<i64>> = sources.iter().map(|source| source.received_us).collect();
        let steps = plan::steps(&received, &self.pace()?).map_err(Failure::usage)?;
        runtime()?.block_on(self.send_all(&found, sources, changes, steps))
    }

    fn sources(&self) -> Result<Vec<Source>, Failure> {
        let mut sources = Vec::new();
        if self.filter.is_some() || !self.captures.is_empty() {
            let reader = self.destination.reader()?;
            let mut ids = self.captures.clone();
            if let Some(text) = &self.filter {
                ids.extend(search::all_ids(&reader, &filter::parse(text)?).map_err(Failure::refused)?);
            }
            if ids.is_empty() {
                return Err(Failure::refused("no capture answers the filter: nothing was sent"));
            }
            for id in ids {
                let stored = reader.capture(id).map_err(Failure::refused)?;
                let stored = stored.ok_or_else(|| Failure::refused(format!("there is no capture {id}")))?;
                sources.push(Source::of_capture(id, stored.capture).map_err(Failure::refused)?);
            }
        }
        for path in &self.paths {
            let found = fixtures::load(path).map_err(Failure::usage)?;
            if found.is_empty() {
                return Err(Failure::usage(format!("{} holds no fixture and no .json file", path.display())));
            }
            sources.extend(found.into_iter().map(Source::of_fixture));
        }
        if self.body.is_some() && sources.len() != 1 {
            return Err(Failure::usage("--body stands for the body of one capture or fixture: name one"));
        }
        Ok(sources)
    }

    fn changes(&self, sources: &[Source], route: &Route) -> Result<Vec<Changes>, Failure> {
        let secret = match &self.sign {
            Some(secret) => Some(secret.clone()),
            None if self.no_signature => None,
            None => self.secret.read()?,
        };
        let edited = match &self.body {
            None => None,
            Some(path) => {
                let read = std::fs::read(path);
                Some(read.map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?)
            }
        };
        let sign = match secret {
            Some(secret) => Sign::Again(Secret::new(secret)),
            None if self.no_signature => Sign::LeftOut,
            None => Sign::Kept,
        };
        let fresh_ms = self.fresh.then(|| now_us() / 1000);
        let one = |source: &Source| {
            let headers = self.headers.are_edited().then(|| self.headers.edited(source.headers(route)));
            Changes { edited: edited.clone(), fresh_ms, sign: sign.clone(), headers }
        };
        Ok(sources.iter().map(one).collect())
    }

    fn pace(&self) -> Result<Pace, Failure> {
        let is_mixed = self.duplicates > 0 || self.reorder > 0 || self.delay > 0;
        let seed = self.seed.unwrap_or_else(|| u64::try_from(now_us() % 1_000_000).unwrap_or_default());
        if is_mixed && !self.json {
            print::text(&format!("mixed up with --seed {seed}"))?;
        }
        let mix = is_mixed.then(|| Mix {
            duplicates: self.duplicates,
            reorder: self.reorder,
            delay: Duration::from_millis(u64::from(self.delay)),
            seed,
        });
        let concurrency = usize::from(self.concurrency);
        Ok(Pace { times: self.times, rate: self.rate, concurrency, gaps: self.gaps, mix })
    }

    async fn send_all(
        &self,
        found: &Found,
        sources: Vec<Source>,
        changes: Vec<Changes>,
        steps: Vec<Step>,
    ) -> Result<(), Failure> {
        let (route, way) = (found.route.clone(), found.way.clone());
        let batch = Batch::new(sources, changes, route, way, format!("{:x}", now_us()));
        let send = |step: &Step| batch.clone().send(step.clone(), std::future::pending());
        let (mut refused, mut failed) = (false, None);
        let mut arrived: Vec<Arrived> = Vec::new();
        let done = |step: Step, (words, delivered): (Vec<String>, Delivered)| {
            refused |= !delivered.answer.as_ref().is_ok_and(Answer::is_success);
            if self.check {
                arrived.extend(batch.arrived(&step, &delivered));
            }
            if failed.is_none() {
                failed = self.print(batch.source(&step), &delivered, &words).err();
            }
        };
        carry_out(steps, usize::from(self.concurrency), &Control::default(), send, done).await;
        if let Some(failure) = failed {
            return Err(failure);
        }
        if self.check && !documents::stay_the_same(&self.destination, arrived, self.json).await? {
            return Err(Failure::silent(1));
        }
        if refused { Err(Failure::silent(1)) } else { Ok(()) }
    }

    fn print(&self, source: &Source, delivered: &Delivered, changes: &[String]) -> Result<(), Failure> {
        let name = &source.name;
        if self.json {
            let answer = delivered.answer.as_ref();
            return Ok(print::json(&Line {
                source: name,
                status: answer.ok().map(|answer| answer.status),
                message: answer.map_or_else(ToString::to_string, Answer::message),
                took_ms: answer.ok().map(|answer| answer.took.as_secs_f64() * 1000.0),
                parent: source.parent,
                capture: delivered.capture,
                changes,
            })?);
        }
        match &delivered.answer {
            Ok(answer) => print::text(&said(name, answer, changes))?,
            Err(error) => {
                eprintln!("triptych: {}: {}", print::safe(name), print::line(&error.to_string(), 300));
            }
        }
        Ok(())
    }
}
