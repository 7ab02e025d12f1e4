//! Why a signature does not hold: the likely causes, each tried on the bytes that came.

use serde::{Deserialize, Serialize};

use super::Owner;
use super::body::{Change, Seen, recipes};
use super::header::{Slip, meant};
use super::order::is_sorted;
use super::rewrite::{ends_early, is_facebooks};
use crate::secret::Secret;
use crate::signature::{Scheme, SignatureLines};

/// Bytes that may be hashed and written anew for one request: enough for every cause where the body is as long as
/// messages are, and no way for strangers to keep the machine busy where it is long.
pub const BUDGET: usize = 64 * 1024 * 1024;

/// A secret that the request may have been signed with.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub secret: Secret,
    pub owner: Owner,
}

/// What was found out about a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The header that counts.
    pub header: Scheme,
    /// There is another line of it.
    pub is_repeated: bool,
    /// A digest could be made out.
    pub has_digest: bool,
    pub slips: Vec<Slip>,
    /// Secrets that count for the endpoint.
    pub known: u32,
    /// Secrets of other endpoints.
    pub others: u32,
    /// What makes the signature true.
    pub holds: Option<Holds>,
    pub trials: Vec<Trial>,
    /// Length of the body in bytes.
    pub body_bytes: u64,
    /// The JSON of the body ends in the middle, or there is none at all.
    pub ends_early: bool,
    /// The body is written as Facebook writes: no white space, `/` and what is not ASCII escaped.
    pub is_facebooks: bool,
    /// The keys of its objects are in alphabetical order, which those of Facebook's are not.
    #[serde(default)]
    pub is_sorted: bool,
    /// Not everything was tried: that would have taken too long.
    #[serde(default)]
    pub is_given_up: bool,
}

/// What makes a signature true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holds {
    pub owner: Owner,
    /// The signer's secret has white space around it, or ours has.
    pub has_white_space: bool,
    /// What was done to the body on its way.
    pub changes: Vec<Change>,
    /// How many bytes longer the body was when it was signed; negative where it was shorter.
    pub longer: i64,
}

/// A cause that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Try {
    /// The secrets that count, the bytes as they came.
    AsReceived,
    OtherEndpoints,
    SecretWhiteSpace,
    Body(Change),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Match,
    NoMatch,
    NotTried,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    pub what: Try,
    pub outcome: Outcome,
}

/// Looks for what makes the signature of a body true. `None` where the request is not signed.
#[must_use]
pub fn examine(lines: &SignatureLines<'_>, candidates: &[Candidate], body: &[u8], budget: usize) -> Option<Signature> {
    let meant = meant(lines)?;
    let set = |candidate: &&Candidate| !candidate.secret.expose().is_empty();
    let (own, others): (Vec<&Candidate>, Vec<&Candidate>) =
        candidates.iter().filter(set).partition(|candidate| candidate.owner.counts());
    let count = |list: &[&Candidate]| u32::try_from(list.len()).unwrap_or(u32::MAX);
    let (holds, trials, is_given_up) = match &meant.digest {
        Some((scheme, digest)) if !meant.is_repeated => {
            let mut search = Search::new(*scheme, digest, budget);
            search.run(body, &own, &others);
            (search.holds, search.trials, search.is_given_up)
        }
        _ => (None, untried(), false),
    };
    Some(Signature {
        header: meant.header,
        is_repeated: meant.is_repeated,
        has_digest: meant.digest.is_some(),
        slips: meant.slips,
        known: count(&own),
        others: count(&others),
        holds,
        trials,
        body_bytes: body.len() as u64,
        ends_early: ends_early(body),
        is_facebooks: is_facebooks(body),
        is_sorted: is_sorted(body),
        is_given_up,
    })
}

/// The body as it was signed, where something on the way changed it so that [`examine`] finds out how. The secrets that
/// count and the header must be as they should be: then a request with this body holds.
#[must_use]
pub fn restored(lines: &SignatureLines<'_>, candidates: &[Candidate], body: &[u8], budget: usize) -> Option<Vec<u8>> {
    let meant = meant(lines)?;
    let (scheme, digest) = meant.digest.as_ref().filter(|_| !meant.is_repeated && meant.slips.is_empty())?;
    let own: Vec<&Candidate> = candidates.iter().filter(|one| one.owner.counts()).collect();
    let mut search = Search::new(*scheme, digest, budget);
    search.bodies(body, &own, |search, bytes, changes| search.secrets(bytes, &own, changes, body.len()));
    search.restored
}

fn untried() -> Vec<Trial> {
    let all = [Try::AsReceived, Try::OtherEndpoints, Try::SecretWhiteSpace].into_iter();
    all.chain(Change::ALL.map(Try::Body)).map(|what| Trial { what, outcome: Outcome::NotTried }).collect()
}

struct Search<'a> {
    scheme: Scheme,
    digest: &'a [u8],
    /// Bytes that may still be worked on.
    left: usize,
    /// They were not enough.
    is_given_up: bool,
    holds: Option<Holds>,
    /// The bytes with which it holds, where they are not those that came.
    restored: Option<Vec<u8>>,
    trials: Vec<Trial>,
}

impl<'a> Search<'a> {
    fn new(scheme: Scheme, digest: &'a [u8], budget: usize) -> Self {
        Self { scheme, digest, left: budget, is_given_up: false, holds: None, restored: None, trials: untried() }
    }

    /// What is likely and cheap first; the first that holds explains it.
    fn run(&mut self, body: &[u8], own: &[&Candidate], others: &[&Candidate]) {
        let all: Vec<&Candidate> = own.iter().chain(others).copied().collect();
        self.secrets(body, own, &[], body.len());
        self.secrets(body, others, &[], body.len());
        // Where not everything can be tried, a proxy is more likely than somebody who forgot to trim.
        let is_long = body.len().saturating_mul(PADS.len() * all.len()) > self.left / 4;
        if !is_long {
            self.padded(body, &all, PADS, &[], body.len());
        }
        if self.holds.is_some() {
            return;
        }
        self.bodies(body, own, |search, bytes, changes| search.secrets(bytes, own, changes, body.len()));
        if self.holds.is_none() {
            self.bodies(body, others, |search, bytes, changes| search.secrets(bytes, others, changes, body.len()));
        }
        if self.holds.is_none() && is_long {
            self.padded(body, &all, PADS, &[], body.len());
        }
        if self.holds.is_none() {
            self.bodies(body, &all, |search, bytes, changes| search.padded(bytes, &all, PADS, changes, body.len()));
        }
        if self.holds.is_none() {
            self.padded(body, &all, ODD_PADS, &[], body.len());
        }
    }

    /// Tries each variant of the body. Once something holds, what is single is tried still, so that each cause is told
    /// apart from the others.
    fn bodies(&mut self, body: &[u8], secrets: &[&Candidate], attempt: impl Fn(&mut Self, &[u8], &[Change])) {
        if secrets.is_empty() {
            return;
        }
        let mut seen = Seen::of(body);
        for recipe in recipes(body) {
            if self.holds.is_some() && recipe.changes().len() > 1 {
                continue;
            }
            if !self.spend(body.len()) {
                return;
            }
            if let Some(variant) = seen.fresh(&recipe) {
                attempt(self, &variant.bytes, &variant.changes);
            }
        }
    }

    fn secrets(&mut self, bytes: &[u8], secrets: &[&Candidate], changes: &[Change], received: usize) {
        for candidate in secrets {
            let what = if candidate.owner.counts() { Try::AsReceived } else { Try::OtherEndpoints };
            self.one(bytes, candidate, None, what, changes, received);
        }
    }

    fn padded(
        &mut self,
        bytes: &[u8],
        secrets: &[&Candidate],
        pads: &[(&str, &str)],
        changes: &[Change],
        received: usize,
    ) {
        for candidate in secrets {
            for secret in padded(candidate.secret.expose(), pads) {
                self.one(bytes, candidate, Some(&secret), Try::SecretWhiteSpace, changes, received);
            }
        }
    }

    fn one(
        &mut self,
        bytes: &[u8],
        candidate: &Candidate,
        padded: Option<&str>,
        what: Try,
        changes: &[Change],
        received: usize,
    ) {
        if !self.spend(bytes.len()) {
            return;
        }
        let secret = padded.unwrap_or(candidate.secret.expose());
        let holds = self.scheme.matches(secret.as_bytes(), bytes, self.digest);
        if changes.is_empty() || (holds && what != Try::AsReceived) {
            self.note(what, holds);
        }
        if holds || changes.len() == 1 {
            changes.iter().for_each(|&change| self.note(Try::Body(change), holds));
        }
        if holds && self.holds.is_none() {
            self.restored = (!changes.is_empty()).then(|| bytes.to_vec());
            self.holds = Some(Holds {
                owner: candidate.owner.clone(),
                has_white_space: padded.is_some(),
                changes: changes.to_vec(),
                longer: i64::try_from(bytes.len()).unwrap_or(0) - i64::try_from(received).unwrap_or(0),
            });
        }
    }

    fn note(&mut self, what: Try, holds: bool) {
        let trial = self.trials.iter_mut().find(|trial| trial.what == what).expect("every cause has its trial");
        if holds {
            trial.outcome = Outcome::Match;
        } else if trial.outcome == Outcome::NotTried {
            trial.outcome = Outcome::NoMatch;
        }
    }

    fn spend(&mut self, bytes: usize) -> bool {
        // A hash costs something for no bytes as well.
        let cost = bytes + 256;
        let has_room = self.left >= cost;
        self.left -= if has_room { cost } else { self.left };
        self.is_given_up |= !has_room;
        has_room
    }
}

/// What stands before and after a secret that nobody trimmed; mostly the line end of a file.
const PADS: &[(&str, &str)] = &[("", ""), ("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), ("", "\t")];
/// Where more went wrong.
const ODD_PADS: &[(&str, &str)] = &[(" ", " "), ("", "\n\n"), ("", " \n"), (" ", "\n"), ("\t", "")];

/// A secret as it is read by who forgets to trim, and trimmed where we hold it untrimmed.
fn padded<'p>(secret: &'p str, pads: &'p [(&str, &str)]) -> impl Iterator<Item = String> + 'p {
    let trimmed = secret.trim();
    let ways = pads.iter().map(move |(before, after)| format!("{before}{trimmed}{after}"));
    ways.filter(move |way| way != secret && !trimmed.is_empty())
}

#[cfg(test)]
#[path = "signature_tests.rs"]
mod tests;
