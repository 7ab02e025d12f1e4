//! The table: what was tried, what was sent, what held.

use std::any::Any;

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Row {
    tried: String,
    sent: String,
    held: String,
}

impl Row {
    pub(crate) fn new(tried: impl Into<String>, sent: impl Into<String>, held: impl Into<String>) -> Self {
        Self { tried: tried.into(), sent: sent.into(), held: held.into() }
    }

    /// What this machine does not permit to be tried.
    pub(crate) fn skipped(tried: &str, why: impl AsRef<str>) -> Self {
        Self::new(tried, "nothing", format!("SKIPPED: {}", why.as_ref().trim()))
    }

    /// A trial that panicked with this.
    pub(crate) fn broken(trial: &str, why: &(dyn Any + Send)) -> Self {
        let text = why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref().copied());
        let line: String = text.unwrap_or("a panic").replace('\n', " ").chars().take(300).collect();
        Self::new(trial, "see above", format!("BROKEN: {line}"))
    }
}

/// Prints the rows aligned, under a heading.
pub(crate) fn print(rows: &[Row]) {
    let heading = Row::new("what was tried", "what was sent", "what held");
    let all = || std::iter::once(&heading).chain(rows);
    let width = |cell: fn(&Row) -> &str| all().map(|row| cell(row).chars().count()).max().unwrap_or(0);
    let (tried, sent) = (width(|row| &row.tried), width(|row| &row.sent));
    println!();
    for (index, row) in all().enumerate() {
        println!("{:tried$} | {:sent$} | {}", row.tried, row.sent, row.held);
        if index == 0 {
            println!("{:-<tried$}-|-{:-<sent$}-|-{:-<9}", "", "", "");
        }
    }
}
