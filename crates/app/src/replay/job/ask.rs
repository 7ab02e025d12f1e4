//! The window's request for a replay: what it names is fetched, what it must not ask is refused.

use std::sync::Arc;
use std::time::Duration;

use triptych_core::endpoint::Channel;
use triptych_core::secret::Secret;
use triptych_store::Reader;

use super::Job;
use crate::api::filter::read_filter;
use crate::api::replays::{Mix, StartReplay};
use crate::api::transfer::whole;
use crate::api::{ApiError, blocking, read};
use crate::app::{App, local_endpoint, now_us};
use crate::chance;
use crate::desk::Desk;
use crate::evidence::Keys;
use crate::fixtures::{self, Fixture, Settings};
use crate::replay::headers::HeaderLine;
use crate::replay::plan::{self, MOST_REQUESTS, Pace};
use crate::replay::source::{Changes, Route, Sign, Source};
use crate::replay::{Target, targets};
use crate::search;

const MOST_TIMES: u32 = 10_000;
const MOST_AT_ONCE: u32 = 32;
const MOST_PLACES: u32 = 100;

impl Job {
    pub(crate) async fn of(desk: &Desk, app: &Arc<App>, mut request: StartReplay) -> Result<Self, ApiError> {
        let pace = pace(&request)?;
        let sources = sources(desk, app, &mut request).await?;
        if sources.is_empty() {
            return Err(ApiError::new("nothing", "There is nothing to send.", Some("Choose captures or fixtures.")));
        }
        let edits = [request.edited.is_some(), request.headers.is_some()];
        if sources.len() > 1 && edits.contains(&true) {
            return Err(bad("bad_body", "One body, or one head, cannot stand for several requests."));
        }
        let route = route(app, request.to.as_deref()).await?;
        let changes = changes(app, &request, &sources).await?;
        let received: Vec<Option<i64>> = sources.iter().map(|source| source.received_us).collect();
        let steps = plan::steps(&received, &pace).map_err(|reason| bad("bad_request", &format!("{reason}.")))?;
        let check = request.check.unwrap_or_default() && route.is_own;
        Ok(Self { sources, changes, pace, steps, route, check })
    }
}

/// The header lines of the one request that this would be, as they go to this listener.
pub(crate) async fn headers(
    desk: &Desk,
    app: &Arc<App>,
    mut request: StartReplay,
) -> Result<Vec<HeaderLine>, ApiError> {
    let sources = sources(desk, app, &mut request).await?;
    let [source] = sources.as_slice() else {
        return Err(bad("bad_request", "Only the headers of one request can be edited."));
    };
    Ok(source.headers(&route(app, None).await?))
}

fn bad(code: &str, message: &str) -> ApiError {
    ApiError::new(code, message, None)
}

fn pace(request: &StartReplay) -> Result<Pace, ApiError> {
    let within = |name: &str, value: u32, most: u32| match value {
        1.. if value <= most => Ok(value),
        _ => Err(bad("bad_request", &format!("{name} must be from 1 to {most}, not {value}."))),
    };
    if let Some(rate) = request.rate.filter(|rate| !(rate.is_finite() && *rate >= 0.01 && *rate <= 100_000.0)) {
        return Err(bad("bad_request", &format!("{rate} requests a second cannot be kept: from 0.01 to 100,000 can.")));
    }
    let mix = request.mix.map(|mix: Mix| plan::Mix {
        duplicates: mix.duplicates.min(100),
        reorder: mix.reorder.min(MOST_PLACES),
        delay: Duration::from_millis(u64::from(mix.delay_ms)),
        seed: mix.seed.map_or_else(chance::seed, u64::from),
    });
    Ok(Pace {
        times: within("The number of times", request.times.unwrap_or(1), MOST_TIMES)?,
        rate: request.rate,
        concurrency: within("The number at once", request.concurrency.unwrap_or(1), MOST_AT_ONCE)? as usize,
        gaps: request.gaps.unwrap_or_default(),
        mix,
    })
}

async fn sources(desk: &Desk, app: &Arc<App>, request: &mut StartReplay) -> Result<Vec<Source>, ApiError> {
    if let Some(text) = request.text.take() {
        let fixture = pasted(text.into_bytes());
        return Ok(vec![Source::of_fixture(fixture)]);
    }
    if let Some(names) = request.fixtures.take() {
        return of_fixtures(desk, &names).await;
    }
    if let Some(path) = request.bodies.take() {
        let path = whole(&path)?;
        let found = blocking(move || fixtures::load(&path)).await?;
        let found = found.map_err(|error| bad("no_body", &format!("Triptych {error}.")))?;
        return Ok(found.into_iter().map(Source::of_fixture).collect());
    }
    let ids = match (request.captures.take(), request.filter.take()) {
        (Some(ids), _) => ids,
        (None, Some(filter)) => of_filter(app, &filter).await?,
        (None, None) => Vec::new(),
    };
    if ids.len() > MOST_REQUESTS {
        return Err(bad("bad_request", &format!("{} captures are too many: choose fewer.", ids.len())));
    }
    let found = read(app, move |reader: &Reader| {
        ids.into_iter().map(|id| Ok((id, reader.capture(id)?))).collect::<Result<Vec<_>, _>>()
    });
    let one = |(id, stored): (i64, Option<triptych_store::StoredCapture>)| {
        let stored = stored.ok_or_else(|| ApiError::no_capture(id))?;
        let hint = Some("It can be sent again as it is, one alone.");
        Source::of_capture(id, stored.capture)
            .map_err(|reason| ApiError::new("no_body", format!("It cannot be sent again whole: {reason}."), hint))
    };
    found.await?.into_iter().map(one).collect()
}

/// A body that came from nowhere: for the local endpoint of its kind.
fn pasted(body: Vec<u8>) -> Fixture {
    let instagram = triptych_core::envelope::parse(&body)
        .is_ok_and(|doc| doc.root().peek("object").is_some_and(|object| object.text() == "instagram"));
    let channel = if instagram { Channel::Instagram } else { Channel::Facebook };
    let settings = Settings { endpoint: local_endpoint(channel), ..Settings::default() };
    Fixture { name: "pasted body".to_owned(), settings, settings_text: String::new(), body, folder: None }
}

async fn of_fixtures(desk: &Desk, names: &[String]) -> Result<Vec<Source>, ApiError> {
    let (shelf, _) = crate::api::fixtures::shelf(desk).await?;
    let held = Arc::clone(&shelf);
    blocking(move || held.look()).await?;
    let entries = shelf.view().entries;
    let names: Vec<&str> = match names.is_empty() {
        true => entries.iter().map(|(name, _)| name.as_str()).collect(),
        false => names.iter().map(String::as_str).collect(),
    };
    let one = |name: &str| {
        let entry = entries.iter().find(|(known, _)| known == name).map(|(_, entry)| entry);
        let entry = entry.ok_or_else(|| crate::api::fixtures::no_fixture(name))?;
        let fixture =
            entry.fixture.as_ref().as_ref().map_err(|reason| bad("no_fixture", &format!("{name}: {reason}.")))?;
        Ok(Source::of_fixture(fixture.clone()))
    };
    names.into_iter().map(one).collect()
}

async fn of_filter(app: &Arc<App>, text: &str) -> Result<Vec<i64>, ApiError> {
    let filter = read_filter(text)?;
    read(app, move |reader: &Reader| search::all_ids(reader, &filter)).await
}

async fn route(app: &Arc<App>, to: Option<&str>) -> Result<Route, ApiError> {
    let own = Target::local(app.addr().await);
    let token = Some(read(app, Reader::app_token).await?);
    let Some(url) = to.map(str::trim).filter(|url| !url.is_empty()) else {
        return Ok(Route { target: own, is_own: true, token });
    };
    let bad_url = |error: crate::replay::SendError| bad("bad_url", &format!("{error}."));
    let target = Target::parse(url).map_err(bad_url)?;
    if target.is_of(&own) {
        return Ok(Route { target, is_own: true, token });
    }
    let origin = targets::origin(url).map_err(bad_url)?;
    if !targets::all(app.store())?.contains(&origin) {
        let why = format!("{origin} is not among the addresses that replays may go to.");
        return Err(ApiError::new("not_allowed", why, Some("Allow it first: what is sent holds customers' messages.")));
    }
    Ok(Route { target, is_own: false, token: None })
}

async fn changes(app: &Arc<App>, request: &StartReplay, sources: &[Source]) -> Result<Vec<Changes>, ApiError> {
    if let Some(line) = request.headers.iter().flatten().find(|line| !fixtures::is_header(line)) {
        return Err(bad("bad_request", &format!("{line:?} is no header line: write \"Name: value\".")));
    }
    let fresh_ms = request.fresh.unwrap_or_default().then(|| now_us() / 1000);
    let word = request.sign.clone().unwrap_or_else(|| "kept".to_owned());
    let endpoints: Vec<_> = sources.iter().map(|source| source.endpoint.clone()).collect();
    let secrets: Vec<Option<Secret>> = match word.as_str() {
        "kept" | "none" => vec![None; sources.len()],
        "again" => {
            let found = read(app, move |reader: &Reader| {
                endpoints.iter().map(|endpoint| Ok(Keys::of(reader, endpoint.as_ref())?.signing())).collect()
            });
            found.await?
        }
        other => return Err(bad("bad_request", &format!("{other:?} is none of kept, again and none."))),
    };
    let sign = |secret: Option<Secret>| match (word.as_str(), secret) {
        ("again", Some(secret)) => Ok(Sign::Again(secret)),
        ("again", None) => {
            let hint = Some("Enter the app secret in the settings.");
            Err(ApiError::new("no_secret", "There is no app secret to sign with.", hint))
        }
        ("none", _) => Ok(Sign::LeftOut),
        _ => Ok(Sign::Kept),
    };
    let one = |secret| {
        Ok(Changes {
            edited: request.edited.as_ref().map(|text| text.clone().into_bytes()),
            fresh_ms,
            sign: sign(secret)?,
            headers: request.headers.clone(),
        })
    };
    secrets.into_iter().map(one).collect()
}
