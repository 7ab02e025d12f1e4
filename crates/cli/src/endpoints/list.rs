//! `triptych endpoints list`.

use std::collections::HashMap;

use clap::Args;
use serde::Serialize;
use triptych_app::api::endpoints::{EndpointForm, FaultRule};
use triptych_app::endpoints::form;
use triptych_store::Reader;

use crate::{Failure, Folder, print};

/// List the endpoints with their settings; tokens and secrets only as set or not set
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    folder: Folder,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    id: i64,
    endpoint: String,
    path: String,
    captures: u64,
    bearer_token: bool,
    verify_token: bool,
    app_secrets: usize,
    fault: Option<FaultRule>,
    #[serde(flatten)]
    form: EndpointForm,
}

impl List {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let reader = Reader::open(&self.folder.path()?).map_err(Failure::refused)?;
        for line in reader.at_one_moment(lines).map_err(Failure::refused)? {
            if self.json {
                print::json(&line)?;
            } else {
                people(&line)?;
            }
        }
        Ok(())
    }
}

fn lines(reader: &Reader) -> Result<Vec<Line>, triptych_store::StoreError> {
    let usage = reader.endpoint_usage()?;
    let faults: HashMap<_, _> = reader.fault_rules()?.into_iter().collect();
    let line = |row: triptych_store::EndpointRow| {
        Ok(Line {
            id: row.id,
            endpoint: row.key.to_string(),
            path: row.key.path(),
            captures: usage.get(&row.id).map_or(0, |usage| usage.captures),
            bearer_token: row.has_bearer_token,
            verify_token: row.has_verify_token,
            app_secrets: reader.endpoint_secrets(row.id)?.len(),
            fault: faults.get(&row.id).copied().map(FaultRule::from),
            form: form::of(&row.settings, &reader.contacts(row.id)?),
        })
    };
    reader.endpoints()?.into_iter().map(line).collect()
}

fn people(line: &Line) -> std::io::Result<()> {
    let name = if line.form.name.is_empty() { String::new() } else { format!(" “{}”", line.form.name) };
    print::text(&print::line(&format!("{}{name}", line.endpoint), 400))?;
    let is_set = |set: bool| if set { "set" } else { "not set" };
    print::text(&print::line(
        &format!(
            "  {}, policy {}, org id {}, bearer token {}, verify token {}, {} app {} of its own",
            print::captures(line.captures),
            line.form.policy,
            line.form.org_id,
            is_set(line.bearer_token),
            is_set(line.verify_token),
            line.app_secrets,
            if line.app_secrets == 1 { "secret" } else { "secrets" },
        ),
        400,
    ))?;
    match line.fault {
        None => Ok(()),
        Some(fault) => {
            let status = fault.status.map_or_else(|| "as usual".to_owned(), |status| status.to_string());
            let late = if fault.delay_ms == 0 { String::new() } else { format!(" after {} ms", fault.delay_ms) };
            let left = match fault.left {
                None => "until it is cleared".to_owned(),
                Some(1) => "once more".to_owned(),
                Some(left) => format!("{left} times more"),
            };
            print::text(&format!("  fault: answers {status}{late}, {left}"))
        }
    }
}
