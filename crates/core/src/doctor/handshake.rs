//! Why a handshake fails: which parameter is missing or differs, and where.
//!
//! A captured handshake keeps no verify token, so this is found out when it comes, and kept in its place: lengths and
//! positions, of which nobody can make the token.

use serde::{Deserialize, Serialize};

use super::Owner;
use crate::handshake::{Parameter, decode, values};
use crate::secret::Secret;

/// A verify token that may have been meant.
#[derive(Debug, Clone)]
pub struct KnownToken {
    pub token: Secret,
    pub owner: Owner,
}

/// What was found out about a handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handshake {
    pub mode: State,
    pub token: State,
    pub challenge: State,
    /// The mode is `subscribe`.
    pub subscribes: bool,
    /// The token beside each that is known, the endpoint's first; empty unless it is there once.
    pub compared: Vec<Comparison>,
    /// Tokens that count for the endpoint.
    pub known: u32,
    /// What became of the names, where a parameter is missing only because it is called otherwise.
    #[serde(default)]
    pub misnamed: Option<Misnamed>,
}

/// How something on the way spoils the names of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misnamed {
    /// `hub_mode`: PHP does so with names that have dots.
    Underscore,
    /// `HUB.MODE`
    Case,
    /// `&amp;hub.mode`: a URL that was copied out of HTML.
    Entity,
    /// `;hub.mode`
    Semicolon,
    /// `hub%252Emode`, or `hub.mode%3Dsubscribe`.
    EncodedTwice,
}

/// How a parameter came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Missing,
    /// So many times.
    Repeated(u32),
    /// Its value is no percent-encoded UTF-8.
    Undecodable,
    /// Once, with so many characters.
    Once(u32),
}

/// A token beside one that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub owner: Owner,
    /// Characters of the known one.
    pub expected: u32,
    /// Characters of the one that came.
    pub received: u32,
    /// The first character that differs, from 1; one past the end of the shorter where it is the beginning of the
    /// longer. `None` where they are the same.
    pub differs_at: Option<u32>,
    /// They are the same but for upper and lower case.
    pub but_for_case: bool,
    /// They are the same but for white space around them.
    pub but_for_white_space: bool,
    /// They are the same but for quotation marks around them.
    #[serde(default)]
    pub but_for_quotes: bool,
}

/// Looks at the query of a handshake beside the tokens that are known.
#[must_use]
pub fn examine(query: &str, known: &[KnownToken]) -> Handshake {
    let state = |parameter| {
        let found = values(query, parameter);
        match &found[..] {
            [] => State::Missing,
            [None] => State::Undecodable,
            [Some(value)] => State::Once(characters(value)),
            many => State::Repeated(u32::try_from(many.len()).unwrap_or(u32::MAX)),
        }
    };
    let received = match &mut values(query, Parameter::VerifyToken)[..] {
        [Some(token)] => Some(std::mem::take(token)),
        _ => None,
    };
    let mut set: Vec<&KnownToken> = known.iter().filter(|known| !known.token.expose().is_empty()).collect();
    set.sort_by_key(|known| match known.owner {
        Owner::Endpoint => 0,
        Owner::App => 1,
        Owner::Other(_) => 2,
    });
    let compared = received.map(|token| {
        // Of other endpoints only what is the same tells anything.
        let all = set.iter().map(|known| compare(&token, known));
        all.filter(|found| found.owner.counts() || found.differs_at.is_none()).collect()
    });
    let states = Parameter::ALL.map(state);
    let missing = Parameter::ALL.into_iter().zip(&states).find(|(_, state)| **state == State::Missing);
    let [mode, token, challenge] = states;
    Handshake {
        misnamed: missing.and_then(|(parameter, _)| misnamed(query, parameter)),
        mode,
        token,
        challenge,
        subscribes: values(query, Parameter::Mode) == [Some("subscribe".to_owned())],
        compared: compared.unwrap_or_default(),
        known: u32::try_from(set.iter().filter(|known| known.owner.counts()).count()).unwrap_or(u32::MAX),
    }
}

/// What a missing parameter is called instead.
fn misnamed(query: &str, parameter: Parameter) -> Option<Misnamed> {
    let name = parameter.as_str();
    let underscored = name.replace('.', "_");
    let of_pair = |pair: &str| {
        let found = decode(pair.split('=').next().unwrap_or_default())?;
        let twice = decode(&found)?;
        let begins = |text: &str| text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('='));
        let found = found.as_str();
        Some(match found {
            _ if found == underscored => Misnamed::Underscore,
            _ if found.eq_ignore_ascii_case(name) => Misnamed::Case,
            _ if found.strip_prefix("amp;") == Some(name) => Misnamed::Entity,
            _ if begins(&twice) => Misnamed::EncodedTwice,
            _ => return None,
        })
    };
    let by_semicolon = || query.split([';', '&']).any(|pair| pair.split('=').next() == Some(name));
    query.split('&').find_map(of_pair).or_else(|| by_semicolon().then_some(Misnamed::Semicolon))
}

fn compare(received: &str, known: &KnownToken) -> Comparison {
    let expected = known.token.expose();
    let shared = received.chars().zip(expected.chars()).take_while(|(one, other)| one == other).count();
    let differs_at = (received != expected).then(|| u32::try_from(shared + 1).unwrap_or(u32::MAX));
    let is_other = differs_at.is_some();
    Comparison {
        owner: known.owner.clone(),
        expected: characters(expected),
        received: characters(received),
        differs_at,
        but_for_case: is_other && received.to_lowercase() == expected.to_lowercase(),
        but_for_white_space: is_other && received.trim() == expected.trim(),
        but_for_quotes: is_other && unquoted(received) == unquoted(expected),
    }
}

/// Without white space and one pair of quotation marks.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |mark| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(text).trim()
}

fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<KnownToken> {
        let token = |token: &str, owner| KnownToken { token: Secret::new(token), owner };
        vec![
            token("the-app-token", Owner::App),
            token("another", Owner::Other("Shop".into())),
            token("maison-lumen-26", Owner::Endpoint),
            token("", Owner::Endpoint),
        ]
    }

    #[test]
    fn a_token_is_told_by_where_it_differs_and_never_in_full() {
        let compared = |token: &str| {
            let found = examine(&format!("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1"), &known());
            let text = serde_json::to_string(&found).expect("JSON");
            assert!(!text.contains("lumen") && !text.contains(token), "{text}");
            found.compared
        };
        let first = |token: &str| compared(token).remove(0);
        let found = first("maison-lmuen-26");
        assert_eq!((found.owner, found.expected, found.received, found.differs_at), (Owner::Endpoint, 15, 15, Some(9)));
        assert_eq!(first("maison-lumen-2").differs_at, Some(15));
        assert_eq!(first("maison-lumen-266").differs_at, Some(16));
        assert!(first("Maison-Lumen-26").but_for_case);
        assert!(first("maison-lumen-26%20").but_for_white_space);
        let quoted = first("%22maison-lumen-26%22");
        assert!(quoted.but_for_quotes && !quoted.but_for_white_space);
        let owners: Vec<Owner> = compared("another").into_iter().map(|found| found.owner).collect();
        assert_eq!(owners, [Owner::Endpoint, Owner::App, Owner::Other("Shop".into())]);
        assert_eq!(compared("unknown-one").len(), 2);
    }

    #[test]
    fn names_that_were_spoilt_on_the_way_are_recognised() {
        use Misnamed::{Case, EncodedTwice, Entity, Semicolon, Underscore};
        let good = "hub.mode=subscribe&hub.verify_token=t&hub.challenge=1";
        let cases = [
            (good.to_owned(), None),
            (good.replace("hub.", "hub_"), Some(Underscore)),
            (good.replace("hub.verify_token", "hub_verify_token"), Some(Underscore)),
            (good.replace("hub.", "Hub."), Some(Case)),
            (good.replace('&', "&amp;"), Some(Entity)),
            (good.replace('&', ";"), Some(Semicolon)),
            (good.replace("hub.", "hub%252E"), Some(EncodedTwice)),
            (good.replace('&', "%26").replace('=', "%3D"), Some(EncodedTwice)),
            (good.replace("hub.", "x."), None),
            (String::new(), None),
        ];
        for (query, expected) in cases {
            assert_eq!(examine(&query, &known()).misnamed, expected, "{query}");
        }
    }

    #[test]
    fn parameters_are_told_by_how_they_came() {
        let found = examine("hub.mode=subscribe&hub.mode=x&hub.challenge=%ff", &known());
        assert_eq!(
            (found.mode, found.token, found.challenge),
            (State::Repeated(2), State::Missing, State::Undecodable)
        );
        assert_eq!((found.known, found.subscribes, found.compared.len()), (2, false, 0));
    }
}
