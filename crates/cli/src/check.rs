//! `triptych check`: fixtures against their expected documents.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::Value;
use triptych_app::check::{self, Checked, Outcome, junit};
use triptych_app::fixtures::Fixture;
use triptych_app::now_us;

use crate::{Failure, print};

/// Convert fixtures and compare with their expected documents
///
/// A fixture is a folder with a request.json; its expected.json holds the documents. Ends with status 0 where all are as
/// expected, 1 where one is new, changed, or cannot be read or converted; the others are still done.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Write what each fixture becomes now as what is expected; read the difference before you commit it
    #[arg(long)]
    bless: bool,
    /// Write the results for CI as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write the results for people as one HTML file, in place of what is there
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// One JSON object a line, one line a fixture
    #[arg(long)]
    json: bool,
    /// A folder of fixtures, or one fixture
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    outcome: &'static str,
    reason: Option<&'a str>,
    differences: Vec<DifferenceLine<'a>>,
    /// What differs and counts nothing.
    ignored: Vec<IgnoredLine<'a>>,
    took_ms: f64,
}

#[derive(Serialize)]
struct IgnoredLine<'a> {
    pointer: &'a str,
    why: Option<&'static str>,
}

impl<'a> From<&'a check::Difference> for IgnoredLine<'a> {
    fn from(one: &'a check::Difference) -> Self {
        Self { pointer: &one.pointer, why: one.ignored.map(check::Ignored::as_str) }
    }
}

#[derive(Serialize)]
struct DifferenceLine<'a> {
    pointer: &'a str,
    expected: &'a Option<Value>,
    actual: &'a Option<Value>,
}

impl<'a> From<&'a check::Difference> for DifferenceLine<'a> {
    fn from(one: &'a check::Difference) -> Self {
        Self { pointer: &one.pointer, expected: &one.expected, actual: &one.actual }
    }
}

impl Check {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let before = |fixture: &Fixture| {
            if self.bless {
                self.accept(fixture);
            }
        };
        let cases = check::check_folder(&self.dir, before).map_err(Failure::usage)?;
        if cases.is_empty() {
            return Err(Failure::usage(format!(
                "{} holds no fixture: a folder with a request.json",
                self.dir.display()
            )));
        }
        if let Some(path) = &self.junit {
            std::fs::write(path, junit::xml(cases.iter().map(|(_, checked)| checked)))
                .map_err(|error| Failure::usage(format!("cannot write {}: {error}", path.display())))?;
        }
        if let Some(path) = &self.report {
            std::fs::write(path, check::report::html(&cases, now_us() / 1000))
                .map_err(|error| Failure::usage(format!("cannot write {}: {error}", path.display())))?;
        }
        // Last: whoever reads the lines may stop when there was enough.
        for (_, one) in &cases {
            self.print(one)?;
        }
        let passed = cases.iter().filter(|(_, one)| one.outcome == Outcome::Passed).count();
        if !self.json {
            print::text(&format!("{passed} of {} as expected", cases.len()))?;
        }
        if passed == cases.len() { Ok(()) } else { Err(Failure::silent(1)) }
    }

    /// What cannot be accepted is told, and fails when it is checked.
    fn accept(&self, fixture: &Fixture) {
        match check::bless(fixture) {
            Ok(true) if !self.json => eprintln!("triptych: accepted what {} becomes", print::safe(&fixture.name)),
            Ok(_) => {}
            Err(reason) => eprintln!("triptych: {}: {}", print::safe(&fixture.name), print::safe(&reason)),
        }
    }

    fn print(&self, one: &Checked) -> std::io::Result<()> {
        if self.json {
            return print::json(&Line {
                name: &one.name,
                outcome: one.outcome.as_str(),
                reason: match &one.outcome {
                    Outcome::Failed(reason) => Some(reason),
                    _ => None,
                },
                differences: one.counting().map(DifferenceLine::from).collect(),
                ignored: one.differences.iter().filter(|one| one.ignored.is_some()).map(IgnoredLine::from).collect(),
                took_ms: one.took.as_secs_f64() * 1000.0,
            });
        }
        if one.outcome != Outcome::Passed {
            print::text(&format!("{} {}", one.outcome.as_str(), print::safe(&one.name)))?;
            for line in junit::explain(one).lines() {
                print::text(&format!("  {}", print::line(line, 400)))?;
            }
        }
        Ok(())
    }
}
