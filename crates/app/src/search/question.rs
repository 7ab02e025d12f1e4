//! A filter as it is asked: folded, with times and capture numbers as bounds, and with the names of today.

use triptych_core::filter::{Ask, Filter, Moment};
use triptych_core::fold::fold;
use triptych_store::{Reader, StoreError, Tag};

use super::subject::{Subject, endpoint_tag, kind};

/// What a filter asks of captures.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) terms: Vec<Asked>,
    /// Only captures with `after < id < before`.
    pub(crate) after: i64,
    pub(crate) before: i64,
    /// Only captures received then, both included: microseconds since 1970, UTC.
    pub(crate) from_us: i64,
    pub(crate) to_us: i64,
}

/// A term that is no bound.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) negated: bool,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    /// The text, folded, stands in it or in its note; or it has one of the tags.
    Word(String, Vec<Rule>),
    /// It has a tag for which one of the rules holds.
    Tag(Vec<Rule>),
}

/// Which tags of a kind are meant.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) kind: &'static str,
    pub(crate) test: Test,
}

#[derive(Debug, Clone)]
pub(crate) enum Test {
    Is(String),
    /// Folded.
    FoldsTo(String),
    /// Folded.
    Contains(String),
}

impl Rule {
    fn is(kind: &'static str, value: impl Into<String>) -> Self {
        Self { kind, test: Test::Is(value.into()) }
    }

    fn contains(kind: &'static str, text: &str) -> Self {
        Self { kind, test: Test::Contains(fold(text)) }
    }

    fn holds(&self, tag: &Tag) -> bool {
        tag.kind == self.kind
            && match &self.test {
                Test::Is(value) => tag.value == *value,
                Test::FoldsTo(folded) => tag.folded == *folded,
                Test::Contains(folded) => tag.folded.contains(folded.as_str()),
            }
    }
}

impl Question {
    /// # Errors
    /// Where the names of customers and endpoints cannot be read.
    pub(crate) fn new(reader: &Reader, filter: &Filter) -> Result<Self, StoreError> {
        let mut question = Self { terms: Vec::new(), after: 0, before: i64::MAX, from_us: i64::MIN, to_us: i64::MAX };
        for term in &filter.terms {
            let what = match &term.ask {
                Ask::Before(moment) => {
                    question.bound_before(*moment, !term.negated);
                    continue;
                }
                Ask::After(moment) => {
                    question.bound_after(*moment, !term.negated);
                    continue;
                }
                Ask::Text(text) => What::Word(fold(text), named_customers(reader, text)?),
                Ask::Field(field) => What::Tag(vec![Rule::is(kind::FIELD, field)]),
                Ask::Verdict(verdict) => What::Tag(vec![Rule::is(kind::VERDICT, verdict)]),
                Ask::Judged(judgement) => What::Tag(vec![Rule::is(kind::JUDGED, judgement)]),
                Ask::From(who) => {
                    let mut rules = named_customers(reader, who)?;
                    rules.push(Rule::contains(kind::FROM, who));
                    What::Tag(rules)
                }
                Ask::Page(page) => What::Tag(vec![Rule::contains(kind::PAGE, page)]),
                Ask::Endpoint(endpoint) => What::Tag(endpoint_rules(reader, endpoint)?),
                Ask::Type(content_type) => {
                    What::Tag(vec![Rule { kind: kind::TYPE, test: Test::FoldsTo(fold(content_type)) }])
                }
                Ask::Dup(yes) => {
                    question.terms.push(mark("dup", term.negated, *yes));
                    continue;
                }
                Ask::Replay(yes) => {
                    question.terms.push(mark("replay", term.negated, *yes));
                    continue;
                }
            };
            question.terms.push(Asked { negated: term.negated, what });
        }
        Ok(question)
    }

    /// Before a moment, or (not `before`) from it on.
    fn bound_before(&mut self, moment: Moment, before: bool) {
        match (moment, before) {
            (Moment::Capture(id), true) => self.before = self.before.min(id),
            (Moment::Capture(id), false) => self.after = self.after.max(id.saturating_sub(1)),
            (Moment::Time(ms), true) => self.to_us = self.to_us.min(ms.saturating_mul(1000).saturating_sub(1)),
            (Moment::Time(ms), false) => self.from_us = self.from_us.max(ms.saturating_mul(1000)),
        }
    }

    /// After a moment, or (not `after`) until it, itself included.
    fn bound_after(&mut self, moment: Moment, after: bool) {
        match (moment, after) {
            (Moment::Capture(id), false) => self.before = self.before.min(id.saturating_add(1)),
            (Moment::Capture(id), true) => self.after = self.after.max(id),
            (Moment::Time(ms), false) => self.to_us = self.to_us.min(ms.saturating_mul(1000)),
            (Moment::Time(ms), true) => self.from_us = self.from_us.max(ms.saturating_mul(1000).saturating_add(1)),
        }
    }

    /// Whether time is bounded.
    pub(crate) fn asks_for_time(&self) -> bool {
        (self.from_us, self.to_us) != (i64::MIN, i64::MAX)
    }

    /// The texts that are looked for, or must not be there.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|asked| match &asked.what {
            What::Word(folded, _) => Some(folded.as_str()),
            What::Tag(_) => None,
        })
    }

    /// Whether all of it holds for a capture, without the index.
    pub(crate) fn holds_for(&self, subject: &Subject<'_>) -> bool {
        let stored = subject.stored;
        let bounded = self.after < stored.id
            && stored.id < self.before
            && (self.from_us..=self.to_us).contains(&stored.capture.received_us);
        bounded && self.terms.iter().all(|asked| asked.holds_for(subject) != asked.negated)
    }
}

impl Asked {
    fn holds_for(&self, subject: &Subject<'_>) -> bool {
        let tagged = |rules: &[Rule]| {
            !rules.is_empty() && subject.tags().iter().any(|tag| rules.iter().any(|rule| rule.holds(tag)))
        };
        match &self.what {
            What::Word(folded, customers) => {
                let noted = || subject.stored.note.as_deref().is_some_and(|note| fold(note).contains(folded.as_str()));
                subject.says(folded) || noted() || tagged(customers)
            }
            What::Tag(rules) => tagged(rules),
        }
    }
}

fn mark(value: &str, negated: bool, yes: bool) -> Asked {
    Asked { negated: negated == yes, what: What::Tag(vec![Rule::is(kind::MARK, value)]) }
}

/// The customers that the user gave such a name.
fn named_customers(reader: &Reader, name: &str) -> Result<Vec<Rule>, StoreError> {
    let folded = fold(name);
    let named = reader.contact_names()?.into_iter().filter(|(_, name)| fold(name).contains(&folded));
    Ok(named.map(|(customer, _)| Rule::is(kind::FROM, customer)).collect())
}

fn endpoint_rules(reader: &Reader, endpoint: &str) -> Result<Vec<Rule>, StoreError> {
    let folded = fold(endpoint);
    let mut rules = vec![Rule::contains(kind::PATH, endpoint), Rule::contains(kind::ENDPOINT, endpoint)];
    for row in reader.endpoints()? {
        if row.settings.name.as_deref().is_some_and(|name| fold(name).contains(&folded)) {
            rules.push(Rule::is(kind::ENDPOINT, endpoint_tag(&row.key)));
        }
    }
    Ok(rules)
}
