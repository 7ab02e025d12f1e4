//! Searching captures: one engine for the window's list and counts, and for `list`, `wait`, `export` and `delete` on the
//! command line.
//!
//! A filter becomes a [`Question`]; the index answers as much of it as it can ([`Lookup`]), newest first, and what it
//! finds is looked at for the rest. Captures that the index does not know yet, and those whose note may answer, are
//! judged one by one ([`Subject`]): a search finds everything that is stored at its moment. One that would take long
//! says how far it came.

mod all;
pub(crate) mod indexer;
mod lookup;
mod oldest;
mod question;
mod subject;
#[cfg(test)]
mod tests;
mod unescape;
mod values;

use std::cell::Cell;
use std::ops::ControlFlow::{self, Break, Continue};
use std::time::{Duration, Instant};

use triptych_core::filter::Filter;
use triptych_core::fold::fold;
use triptych_store::{CaptureRow, PageKey, Reader, StoreError};

pub use all::all_ids;
use lookup::Lookup;
pub use oldest::oldest_page;
use question::Question;
use subject::Subject;
pub(crate) use values::values;

/// Ids that the index is asked about at once: it is asked again until there are enough, or time is up.
const WINDOW: i64 = 1 << 16;

/// Ids that are looked through at once for the oldest.
const STRETCH: i64 = 1 << 12;

/// A page of what was found, newest first.
#[derive(Debug, Clone)]
pub struct Found {
    pub rows: Vec<CaptureRow>,
    /// Everything from this capture on was looked at: older ones are to be asked for with `before` this. `None` at the
    /// end. There may be a next page though this one has few rows, or none.
    pub next: Option<i64>,
}

/// How long a search may take until it answers as far as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Once something was found.
    pub some: Duration,
    /// Before that.
    pub none: Duration,
}

impl Patience {
    /// The same in both cases.
    #[must_use]
    pub const fn of(patience: Duration) -> Self {
        Self { some: patience, none: patience }
    }
}

/// A page of the captures for which a filter holds. Without `patience` it is full, or the last one.
///
/// # Errors
/// Where the store cannot be read.
pub fn page(reader: &Reader, filter: &Filter, key: &PageKey, patience: Option<Patience>) -> Result<Found, StoreError> {
    let search = Search::new(reader, filter, key.after, key.before, patience)?;
    let limit = usize::try_from(key.limit).unwrap_or(usize::MAX);
    let mut rows: Vec<CaptureRow> = Vec::new();
    let mut is_full = false;
    let unseen = search.run(&mut |id| {
        is_full = rows.len() >= limit;
        if is_full {
            return Ok(Break(()));
        }
        // It may be gone or removed since it was indexed.
        rows.extend(reader.capture_rows(&[id])?);
        Ok(Continue(()))
    })?;
    let next = if is_full { rows.last().map(|row| row.id) } else { unseen };
    Ok(Found { rows, next })
}

/// How many captures a filter holds for, and whether that is all. Without `patience` it is.
///
/// # Errors
/// Where the store cannot be read.
pub fn count(reader: &Reader, filter: &Filter, patience: Option<Patience>) -> Result<(u64, bool), StoreError> {
    let search = Search::new(reader, filter, None, None, patience)?;
    let absent = reader.absent()?;
    let mut count = 0;
    let unseen = search.run(&mut |id| {
        count += u64::from(!absent.contains(&id));
        Ok(Continue(()))
    })?;
    Ok((count, unseen.is_none()))
}

/// The oldest of the captures with `after < id <= until` for which a filter holds.
///
/// # Errors
/// Where the store cannot be read.
pub fn oldest(reader: &Reader, filter: &Filter, after: i64, until: i64) -> Result<Option<i64>, StoreError> {
    let mut after = after;
    while after < until {
        let before = until.min(after.saturating_add(STRETCH)) + 1;
        let mut oldest = None;
        Search::new(reader, filter, Some(after), Some(before), None)?.run(&mut |id| {
            oldest = Some(id);
            Ok(Continue(()))
        })?;
        if oldest.is_some() {
            return Ok(oldest);
        }
        after = before - 1;
    }
    Ok(None)
}

/// Whether a filter holds for one capture; `false` where it is not there.
///
/// # Errors
/// Where the store cannot be read.
pub fn holds(reader: &Reader, filter: &Filter, id: i64) -> Result<bool, StoreError> {
    holds_for(reader, &Question::new(reader, filter)?, id)
}

fn holds_for(reader: &Reader, question: &Question, id: i64) -> Result<bool, StoreError> {
    let Some(stored) = reader.capture(id)? else { return Ok(false) };
    let outcomes = reader.outcomes(id)?;
    Ok(question.holds_for(&Subject::new(&stored, &outcomes)))
}

struct Search<'a> {
    reader: &'a Reader,
    question: Question,
    start: Instant,
    patience: Option<Patience>,
    found: Cell<bool>,
}

/// What is told of each capture that was found.
type Tell<'a> = &'a mut dyn FnMut(i64) -> Result<ControlFlow<()>, StoreError>;

/// Ended early: everything from this id on was looked at.
type Pace = ControlFlow<i64>;

impl<'a> Search<'a> {
    fn new(
        reader: &'a Reader,
        filter: &Filter,
        after: Option<i64>,
        before: Option<i64>,
        patience: Option<Patience>,
    ) -> Result<Self, StoreError> {
        let mut question = Question::new(reader, filter)?;
        question.after = question.after.max(after.unwrap_or(0));
        question.before = question.before.min(before.unwrap_or(i64::MAX));
        Ok(Self { reader, question, start: Instant::now(), patience, found: Cell::new(false) })
    }

    /// Tells of each capture for which the question holds, newest first, until told to stop or out of time: then
    /// everything from the answered id on was looked at.
    fn run(&self, tell: Tell<'_>) -> Result<Option<i64>, StoreError> {
        let tell: Tell<'_> = &mut |id| {
            self.found.set(true);
            tell(id)
        };
        let indexed_to = self.reader.indexed_to().unwrap_or(0).min(self.question.before.saturating_sub(1));
        if let Break(id) = self.look_at_each(indexed_to, tell)? {
            return Ok(Some(id));
        }
        if indexed_to > self.question.after
            && let Break(id) = self.look_up(indexed_to, tell)?
        {
            return Ok(Some(id));
        }
        Ok(None)
    }

    /// What the index does not know yet.
    fn look_at_each(&self, indexed_to: i64, tell: Tell<'_>) -> Result<Pace, StoreError> {
        let mut pace = Continue(());
        let after = self.question.after.max(indexed_to);
        let _ = self.reader.each_id(after, self.question.before, |id| {
            pace = self.judge(id, tell)?;
            Ok(if pace.is_break() { Break(()) } else { Continue(()) })
        })?;
        Ok(pace)
    }

    fn judge(&self, id: i64, tell: Tell<'_>) -> Result<Pace, StoreError> {
        if holds_for(self.reader, &self.question, id)? && tell(id)?.is_break() {
            return Ok(Break(id));
        }
        Ok(self.pace(id))
    }

    fn pace(&self, looked_at: i64) -> Pace {
        let Some(patience) = self.patience else { return Continue(()) };
        let patience = if self.found.get() { patience.some } else { patience.none };
        if self.start.elapsed() >= patience { Break(looked_at) } else { Continue(()) }
    }

    /// What the index knows, up to this capture.
    fn look_up(&self, indexed_to: i64, tell: Tell<'_>) -> Result<Pace, StoreError> {
        let question = &self.question;
        let lookup = Lookup::new(self.reader, question)?;
        let noted = self.noted(indexed_to)?;
        let mut noted = noted.into_iter().peekable();
        let (mut after, mut before) = (question.after, indexed_to + 1);
        if question.asks_for_time() {
            let bounds = self.reader.ids_received_between(question.from_us, question.to_us)?;
            (after, before) = (after.max(bounds.0), before.min(bounds.1));
        }
        while before > after + 1 && !lookup.hopeless {
            let from = after.max(before - WINDOW);
            let mut pace = Continue(());
            let _ = self.reader.candidates(&lookup.probe, from, before, |id| {
                while let Some(first) = noted.next_if(|first| *first > id) {
                    pace = self.judge(first, tell)?;
                    if pace.is_break() {
                        return Ok(Break(()));
                    }
                }
                pace = if noted.next_if_eq(&id).is_some() {
                    self.judge(id, tell)?
                } else if lookup.holds(self.reader, id)? && tell(id)?.is_break() {
                    Break(id)
                } else {
                    self.pace(id)
                };
                Ok(if pace.is_break() { Break(()) } else { Continue(()) })
            })?;
            if pace.is_break() {
                return Ok(pace);
            }
            while let Some(id) = noted.next_if(|id| *id > from) {
                if let Break(id) = self.judge(id, tell)? {
                    return Ok(Break(id));
                }
            }
            before = from + 1;
            if let Break(id) = self.pace(before) {
                return Ok(Break(id));
            }
        }
        for id in noted {
            if let Break(id) = self.judge(id, tell)? {
                return Ok(Break(id));
            }
        }
        Ok(Continue(()))
    }

    /// Indexed captures whose note may answer, newest first: the index knows nothing of notes.
    fn noted(&self, indexed_to: i64) -> Result<Vec<i64>, StoreError> {
        let words: Vec<&str> = self.question.words().collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let answers = |note: &str| {
            let note = fold(note);
            words.iter().any(|word| note.contains(word))
        };
        let notes = self.reader.notes()?.into_iter();
        let within = notes.filter(|(id, note)| self.question.after < *id && *id <= indexed_to && answers(note));
        Ok(within.map(|(id, _)| id).collect())
    }
}
