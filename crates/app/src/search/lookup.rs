//! A question as the index can answer it, and what is left to look at then.

use std::collections::HashSet;

use triptych_core::fold::fold;
use triptych_store::{Outcomes, Probe, Reader, StoreError, Token};

use super::question::{Question, Rule, Test, What};
use super::subject::Subject;

/// Tags that the index is asked for at once: of more it is quicker to look at what each capture has.
const MOST_TAGS: usize = 128;

/// Finds candidates, and judges them.
pub(crate) struct Lookup<'a> {
    question: &'a Question,
    pub(crate) probe: Probe,
    /// Some term holds for nothing that is indexed.
    pub(crate) hopeless: bool,
    rest: Vec<Rest>,
}

/// What a candidate is looked at for.
struct Rest {
    negated: bool,
    /// Folded.
    word: Option<String>,
    /// Or one of these.
    tags: HashSet<u32>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(reader: &Reader, question: &'a Question) -> Result<Self, StoreError> {
        let mut lookup = Self { question, probe: Probe::default(), hopeless: false, rest: Vec::new() };
        for asked in &question.terms {
            let (word, rules) = match &asked.what {
                What::Word(folded, rules) => (Some(folded.as_str()), rules),
                What::Tag(rules) => (None, rules),
            };
            lookup.add(asked.negated, word, tags(reader, rules)?);
        }
        Ok(lookup)
    }

    fn add(&mut self, negated: bool, word: Option<&str>, tags: HashSet<u32>) {
        let tokens = word.map(Token::of_text).unwrap_or_default();
        // A text of one token is found by it exactly, a longer one in some of what is found, a short one not at all.
        let is_exact = word.is_none_or(|_| tokens.len() == 1) && tags.len() <= MOST_TAGS;
        let is_found = word.is_none_or(|_| !tokens.is_empty()) && tags.len() <= MOST_TAGS;
        if word.is_none() && tags.is_empty() {
            self.hopeless |= !negated;
            return;
        }
        if negated && is_exact {
            self.probe.none.extend(tokens.into_iter().chain(tags.iter().copied().map(Token::tag)));
        } else if !negated && is_found {
            let word = (!tokens.is_empty()).then_some(tokens);
            self.probe.all.push(word.into_iter().chain(tags.iter().map(|id| vec![Token::tag(*id)])).collect());
        }
        if !is_exact {
            self.rest.push(Rest { negated, word: word.map(str::to_owned), tags });
        }
    }

    /// Whether a capture that the probe found answers the question.
    pub(crate) fn holds(&self, reader: &Reader, id: i64) -> Result<bool, StoreError> {
        let timed = self.question.asks_for_time();
        let mut tags = Vec::new();
        if timed || self.rest.iter().any(|rest| !rest.tags.is_empty()) {
            let Some(indexed) = reader.indexed(id)? else { return Ok(false) };
            if !(self.question.from_us..=self.question.to_us).contains(&indexed.received_us) {
                return Ok(false);
            }
            tags = indexed.tags;
        }
        let tagged = |rest: &Rest| tags.iter().any(|tag| rest.tags.contains(tag));
        if self.rest.iter().any(|rest| rest.word.is_none() && tagged(rest) == rest.negated) {
            return Ok(false);
        }
        let worded = || self.rest.iter().filter_map(|rest| Some((rest, rest.word.as_ref()?)));
        if worded().next().is_none() {
            return Ok(true);
        }
        // Most words stand in the body as it is: that is read, and the rest of the capture only where it has to be.
        let Some(body) = reader.body(id)? else { return Ok(false) };
        let body = fold(&String::from_utf8_lossy(&body));
        let mut unsaid = Vec::new();
        for (rest, word) in worded() {
            match tagged(rest) || body.contains(word) {
                true if rest.negated => return Ok(false),
                true => {}
                false => unsaid.push((rest, word)),
            }
        }
        if unsaid.is_empty() {
            return Ok(true);
        }
        let Some(stored) = reader.capture(id)? else { return Ok(false) };
        let outcomes = Outcomes::default();
        let subject = Subject::new(&stored, &outcomes);
        Ok(unsaid.into_iter().all(|(rest, word)| subject.says(word) != rest.negated))
    }
}

fn tags(reader: &Reader, rules: &[Rule]) -> Result<HashSet<u32>, StoreError> {
    let mut tags = HashSet::new();
    for rule in rules {
        tags.extend(match &rule.test {
            Test::Is(value) => reader.tags_that_are(rule.kind, value)?,
            Test::FoldsTo(folded) => reader.tags_that_fold_to(rule.kind, folded)?,
            Test::Contains(folded) => reader.tags_that_contain(rule.kind, folded)?,
        });
    }
    Ok(tags)
}
