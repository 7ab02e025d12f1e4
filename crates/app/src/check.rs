//! Fixtures against their expected documents: converted without a store, each from nothing.
//!
//! Ids that were given out may differ as long as they correspond one to one, and so may what the fixture names in
//! `ignore`; both are listed, and count nothing.

mod book;
mod difference;
mod expected;
mod folder;
mod ids;
pub mod junit;
pub mod report;

use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};
use triptych_core::convert::Context;
use triptych_core::envelope;
use triptych_core::json::Doc;
use triptych_core::report::Report;

pub(crate) use book::FixtureBook;
pub(crate) use difference::between;
pub use difference::{Difference, Ignored, is_history};
pub use expected::{bless, expected, expected_json};
pub use folder::check_folder;
pub(crate) use ids::Ids;

use crate::fixtures::Fixture;

/// How a fixture's documents compare with what is expected of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// There is no `expected.json` yet.
    New,
    Changed,
    /// It could not be compared: the sentence says why.
    Failed(String),
}

impl Outcome {
    /// `passed`, `new`, `changed` or `failed`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Failed(_) => "failed",
        }
    }
}

/// One fixture, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub name: String,
    pub outcome: Outcome,
    /// What differs, that which is ignored too.
    pub differences: Vec<Difference>,
    /// The documents that it becomes now: JSON texts, in order.
    pub documents: Vec<String>,
    /// The webhook fields of its items, each once, in order.
    pub fields: Vec<String>,
    pub items: usize,
    pub took: Duration,
}

impl Checked {
    fn begun(name: &str, outcome: Outcome) -> Self {
        let (differences, documents, fields) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.to_owned(), outcome, differences, documents, fields, items: 0, took: Duration::ZERO }
    }

    /// One whose files cannot be read.
    #[must_use]
    pub(crate) fn unreadable(name: &str, reason: &str) -> Self {
        Self::begun(name, Outcome::Failed(reason.to_owned()))
    }

    /// The differences that count.
    pub fn counting(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|one| one.ignored.is_none())
    }

    /// Changes whenever what it becomes changes: so nothing is accepted that was not looked at.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for document in &self.documents {
            hash.update(document.as_bytes());
            hash.update("\n");
        }
        hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What there is to say in a line of a table.
    #[must_use]
    pub fn why(&self) -> String {
        let some = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
        match &self.outcome {
            Outcome::Passed if self.documents.is_empty() => "no output, as expected".to_owned(),
            Outcome::Passed => match self.differences.len() {
                0 => String::new(),
                ignored => format!("{ignored} ignored"),
            },
            Outcome::New if self.documents.is_empty() => "no output to review".to_owned(),
            Outcome::New => format!("{} to review", some(self.documents.len(), "message")),
            Outcome::Failed(reason) => reason.clone(),
            Outcome::Changed => {
                let (whole, values): (Vec<_>, Vec<_>) = self.counting().partition(|one| one.inside().is_empty());
                let mut names: Vec<&str> = Vec::new();
                for one in &values {
                    if !names.contains(&one.last_token()) {
                        names.push(one.last_token());
                    }
                }
                let more = if names.len() > 3 { ", …" } else { "" };
                names.truncate(3);
                let missing = whole.iter().filter(|one| one.actual.is_none()).count();
                let parts = [
                    (whole.len() - missing, "document", " not expected".to_owned()),
                    (missing, "document", " missing".to_owned()),
                    (values.len(), "value", format!(": {}{more}", names.join(", "))),
                ];
                let told = parts.into_iter().filter(|(count, ..)| *count > 0);
                told.map(|(count, what, more)| some(count, what) + &more).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// Converts a fixture without a store and compares.
#[must_use]
pub fn check(fixture: &Fixture) -> Checked {
    let started = Instant::now();
    let mut checked = Checked::begun(&fixture.name, Outcome::New);
    checked.outcome = compare(fixture, &mut checked).unwrap_or_else(Outcome::Failed);
    checked.took = started.elapsed();
    checked
}

/// What becomes of a fixture's body, converted without a store by the settings that the fixture names.
#[must_use]
pub fn convert(fixture: &Fixture, doc: &Doc<'_>, origins: bool) -> Report {
    let settings = &fixture.settings;
    let context = Context { settings: &settings.convert, received_ms: settings.received_ms, capture: None, origins };
    let Ok(report) = triptych_core::report::report(doc, &context, &mut FixtureBook::new(&settings.contacts));
    report
}

fn compare(fixture: &Fixture, checked: &mut Checked) -> Result<Outcome, String> {
    let doc = envelope::parse(&fixture.body).map_err(|error| error.to_string())?;
    let report = convert(fixture, &doc, false);
    checked.items = report.items.len();
    for item in report.items {
        let field = item.field.unwrap_or_else(|| "unknown".to_owned());
        if !checked.fields.contains(&field) {
            checked.fields.push(field);
        }
        checked.documents.extend(item.verdict.outputs().iter().map(|output| output.document.clone()));
    }
    let Some(text) = expected::text(fixture)? else { return Ok(Outcome::New) };
    if expected::is_array_of(&text, &checked.documents) {
        return Ok(Outcome::Passed);
    }
    let expected = expected::parse(&text)?;
    checked.differences = differences(&expected, &values(&checked.documents)?, &fixture.settings.ignore);
    Ok(if checked.counting().next().is_none() { Outcome::Passed } else { Outcome::Changed })
}

/// What differs between two lists of documents, with what is ignored of it.
pub(crate) fn differences(expected: &[Value], actual: &[Value], ignore: &[String]) -> Vec<Difference> {
    let mut found = between(expected, actual);
    if !found.is_empty() {
        let ids = Ids::of(expected, actual);
        for one in &mut found {
            if ids.correspond(one) {
                one.ignored = Some(Ignored::Assigned);
            } else if ignore.iter().any(|pattern| one.is_below(pattern)) {
                one.ignored = Some(Ignored::Named);
            }
        }
    }
    found
}

/// Documents as values.
pub(crate) fn values(documents: &[String]) -> Result<Vec<Value>, String> {
    documents.iter().map(|text| serde_json::from_str(text).map_err(|error| error.to_string())).collect()
}

#[cfg(test)]
mod tests;
