//! `triptych replay`: fixtures and bodies → a listener.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use triptych_app::fixtures::{self, Fixture};
use triptych_app::replay::{Answer, Outgoing, SendError, Target, fresh, send};
use triptych_app::{ADDRESS_SETTING, now_us};
use triptych_core::signature;
use triptych_store::Reader;

use crate::secrets::AppSecret;
use crate::{Failure, Folder, print, runtime};

/// Send fixtures, bodies or folders of them to a listener
///
/// Without --to they go to the address, and with the token, found in the data folder of a Triptych that listens.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Where to send; a URL without a path gets the fixture's webhook path
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    #[command(flatten)]
    folder: Folder,
    /// Bearer token to send
    #[arg(long, value_name = "T", env = "TRIPTYCH_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Sign each body with this app secret; other users of the machine can see it, so prefer --app-secret-file
    #[arg(long, value_name = "SECRET")]
    sign: Option<String>,
    #[command(flatten)]
    secret: AppSecret,
    /// Send everything so many times
    #[arg(long, value_name = "N", default_value_t = 1)]
    times: u32,
    /// With new message ids and the time of now, so that nothing is a repetition
    #[arg(long)]
    fresh: bool,
    /// One JSON object a line, one line a request
    #[arg(long)]
    json: bool,
    /// Fixture folders, files that hold a body, or folders of either
    #[arg(required = true, value_name = "PATH")]
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
}

/// Where requests go, and what they carry.
struct Route {
    target: Target,
    token: Option<String>,
    secret: Option<String>,
}

impl Replay {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let mut all = Vec::new();
        for path in &self.paths {
            let found = fixtures::load(path).map_err(Failure::usage)?;
            if found.is_empty() {
                return Err(Failure::usage(format!("{} holds no fixture and no .json file", path.display())));
            }
            all.extend(found);
        }
        let route = self.route()?;
        runtime()?.block_on(self.send_all(&route, &all))
    }

    fn route(&self) -> Result<Route, Failure> {
        let secret = match &self.sign {
            Some(secret) => Some(secret.clone()),
            None => self.secret.read()?,
        };
        if let Some(url) = &self.to {
            return Ok(Route {
                target: Target::parse(url).map_err(Failure::usage)?,
                token: self.token.clone(),
                secret,
            });
        }
        let dir = self.folder.path()?;
        let reader = Reader::open(&dir).map_err(Failure::refused)?;
        let address = reader.setting(ADDRESS_SETTING).map_err(Failure::refused)?;
        let address = address.and_then(|address| address.parse().ok()).ok_or_else(|| {
            Failure::refused(format!(
                "nothing has listened with {} yet: start `triptych listen`, or give --to URL",
                dir.display()
            ))
        })?;
        let token = match &self.token {
            Some(token) => token.clone(),
            None => reader.app_token().map_err(Failure::refused)?.expose().to_owned(),
        };
        Ok(Route { target: Target::local(address), token: Some(token), secret })
    }

    async fn send_all(&self, route: &Route, fixtures: &[Fixture]) -> Result<(), Failure> {
        let mut refused = false;
        for _ in 0..self.times {
            for fixture in fixtures {
                let answer = send(&route.target, &self.request(route, fixture), |_| ()).await;
                refused |= !answer.as_ref().is_ok_and(Answer::is_success);
                self.print(fixture, answer)?;
            }
        }
        if refused { Err(Failure::silent(1)) } else { Ok(()) }
    }

    fn request(&self, route: &Route, fixture: &Fixture) -> Outgoing {
        let now_us = now_us();
        let body =
            if self.fresh { fresh(&fixture.body, now_us / 1000, &format!("{now_us:x}")) } else { fixture.body.clone() };
        let bearer = route.token.as_ref().map(|token| format!("Bearer {token}"));
        let signature = route.secret.as_ref().map(|secret| signature::sign_sha256(secret.as_bytes(), &body));
        let mut headers = Vec::new();
        if let Some(bearer) = &bearer {
            headers.push(("Authorization", bearer.as_str()));
        }
        if let Some(signature) = &signature {
            headers.push(("X-Hub-Signature-256", signature.as_str()));
        }
        let path = match route.target.path.as_str() {
            "" | "/" => fixture.endpoint().path(),
            path => path.to_owned(),
        };
        Outgoing::post(&route.target, &path, &headers, body)
    }

    fn print(&self, fixture: &Fixture, answer: Result<Answer, SendError>) -> Result<(), Failure> {
        let source = &fixture.name;
        let line = match &answer {
            Ok(answer) => Line {
                source,
                status: Some(answer.status),
                message: answer.message(),
                took_ms: Some(answer.took.as_secs_f64() * 1000.0),
            },
            Err(error) => Line { source, status: None, message: error.to_string(), took_ms: None },
        };
        if self.json {
            return Ok(print::json(&line)?);
        }
        let message = print::line(&line.message, 300);
        match line.status {
            Some(status) => print::text(&format!("{status} {}: {message}", print::safe(source)))?,
            None => eprintln!("triptych: {}: {message}", print::safe(source)),
        }
        Ok(())
    }
}
