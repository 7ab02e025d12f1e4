//! Why an address is not accepted at Facebook: its handshake fails, or its path leads nowhere.

use super::Explanation;
use crate::doctor::Owner;
use crate::doctor::handshake::{Comparison, Handshake, Misnamed, State};
use crate::doctor::path::Miss;
use crate::endpoint::{Channel, EndpointKey};

/// Why a handshake fails.
#[must_use]
pub fn handshake(found: &Handshake) -> Explanation {
    if let Some(how) = found.misnamed {
        return misnamed(how);
    }
    let parameters = [("hub.mode", found.mode), ("hub.verify_token", found.token), ("hub.challenge", found.challenge)];
    if parameters.iter().all(|(_, state)| *state == State::Missing) {
        return Explanation::new(
            "parameter_missing",
            "It has none of a handshake's parameters",
            "Press “Verify and save” at Facebook, which sends them. If it did, something on the way drops the query: let the tunnel pass it on.",
        )
        .saying("Somebody opened the address, or hub.mode, hub.verify_token and hub.challenge were lost.");
    }
    for (name, state) in parameters {
        let explained = match state {
            State::Once(_) => continue,
            State::Missing => Explanation::new(
                "parameter_missing",
                format!("The parameter `{name}` is missing"),
                "Facebook sends hub.mode, hub.verify_token and hub.challenge: let “Verify and save” send the request, or send all three. A tunnel or rewrite rule may have dropped the query.",
            ),
            State::Repeated(times) => Explanation::new(
                "parameter_repeated",
                format!("The parameter `{name}` is there {times} times"),
                "Leave the query out of the callback URL that is entered at Facebook; it adds its own.",
            ),
            State::Undecodable => Explanation::new(
                "parameter_undecodable",
                format!("The value of `{name}` is no percent-encoded UTF-8"),
                "Encode it as a query parameter.",
            ),
        };
        return explained;
    }
    if !found.subscribes {
        return Explanation::new(
            "mode",
            "`hub.mode` is not `subscribe`",
            "Send `hub.mode=subscribe`, the only mode of a handshake.",
        );
    }
    if found.known == 0 {
        let fix = "Set a verify token for the endpoint or for the app, and enter the same one at Facebook.";
        return Explanation::new("no_token_known", "No verify token is set here", fix);
    }
    if found.compared.iter().any(|one| one.owner.counts() && one.differs_at.is_none()) {
        let fix = "Send 1 to 256 visible ASCII characters without spaces as `hub.challenge`.";
        return Explanation::new("challenge", "`hub.challenge` cannot be sent back", fix);
    }
    token(found)
}

/// The parameters are there, but not by their names.
fn misnamed(how: Misnamed) -> Explanation {
    let (title, said) = match how {
        Misnamed::Underscore => (
            "The parameters have `_` in place of `.`: `hub_mode`",
            "PHP reads names with dots so; Facebook sends `hub.mode`, `hub.verify_token` and `hub.challenge`.",
        ),
        Misnamed::Case => (
            "The parameters' names differ in upper and lower case",
            "Facebook sends `hub.mode`, `hub.verify_token` and `hub.challenge`, in lower case.",
        ),
        Misnamed::Entity => (
            "The parameters are separated by `&amp;` in place of `&`",
            "That is how HTML writes `&`: the address was copied out of a page's source.",
        ),
        Misnamed::Semicolon => {
            ("The parameters are separated by `;` in place of `&`", "Facebook separates them by `&`.")
        }
        Misnamed::EncodedTwice => (
            "The query is percent-encoded once too often",
            "What came is the encoded form of `hub.mode=…&hub.verify_token=…&hub.challenge=…`.",
        ),
    };
    let fix =
        "Let whatever stands between pass on the query as it is; by hand, send the three parameters as Facebook does.";
    Explanation::new("parameter_misnamed", title, fix).saying(said)
}

fn token(found: &Handshake) -> Explanation {
    let fix = "Copy the verify token shown here, paste it at Facebook and press “Verify and save” again.";
    let shown = found.compared.iter().filter(|one| one.owner.counts()).map(difference);
    let mut explained =
        if let Some(Owner::Other(name)) = found.compared.iter().find(|one| !one.owner.counts()).map(|one| &one.owner) {
            let title = format!("It is the verify token of “{name}”, another endpoint");
            Explanation::new(
                "token_other_endpoint",
                title,
                "Enter this endpoint's verify token, or give Facebook the other endpoint's callback URL.",
            )
        } else if found.compared.iter().any(|one| one.but_for_white_space) {
            Explanation::new("token_white_space", "The verify token has white space around it", fix)
        } else if found.compared.iter().any(|one| one.but_for_quotes) {
            Explanation::new("token_quotes", "The verify token has quotation marks around it", fix)
        } else if found.token == State::Once(0) {
            Explanation::new("token_differs", "The verify token is empty", fix)
        } else if found.compared.iter().any(|one| one.but_for_case) {
            Explanation::new("token_case", "The verify token differs in upper and lower case", fix)
        } else {
            let nearest = found.compared.iter().filter(|one| one.owner.counts()).max_by_key(|one| one.differs_at);
            let title = nearest.and_then(|one| one.differs_at).map_or_else(
                || "The verify token differs".to_owned(),
                |at| format!("The verify token differs at character {at}"),
            );
            Explanation::new("token_differs", title, fix)
        };
    explained.said.extend(shown);
    explained
}

fn difference(one: &Comparison) -> String {
    let whose = match one.owner {
        Owner::Endpoint => "the endpoint's token",
        Owner::App => "the app's token",
        Owner::Other(_) => "another endpoint's token",
    };
    let at = one
        .differs_at
        .map_or_else(|| "they are the same".to_owned(), |at| format!("they first differ at character {at}"));
    format!("Beside {whose}: {} characters came, {} are expected; {at}.", one.received, one.expected)
}

/// Why a path leads nowhere.
#[must_use]
pub fn path(miss: Miss, meant: Option<&EndpointKey>) -> Explanation {
    let title = match miss {
        Miss::TrailingSlash => "The path ends with a slash too many",
        Miss::DoubleSlash => "The path has two slashes in a row",
        Miss::MissingWebhook => "The path lacks `/webhook` at its end",
        Miss::WrongCase => "The path has its fixed words in upper case",
        Miss::Version => "The path does not begin with `/v3/integrations`",
        Miss::Prefix => "Something stands before `/v3/integrations` in the path",
        Miss::WhiteSpace => "The path has white space at its end",
        Miss::ChannelMismatch => "The path names two different channels",
        Miss::UnknownChannel => "The path names a channel that is neither `facebook` nor `instagram`",
        Miss::EmptyId => "The path has an empty id",
        Miss::Unknown => "The path is no webhook's",
    };
    let fix = match meant {
        Some(key) if miss == Miss::Prefix => {
            format!("Let the tunnel or proxy take its prefix off, so that this path comes: {}", key.path())
        }
        Some(key) => format!("Enter the callback URL with this path: {}", key.path()),
        None => "Enter a callback URL of the form /v3/integrations/facebook/{workspaceId}/facebook/{credentialsId}/webhook, \
                 or with `instagram` twice."
            .to_owned(),
    };
    let example = EndpointKey { channel: Channel::Facebook, workspace_id: "W".into(), credentials_id: "C".into() };
    Explanation::new(miss.as_str(), title, fix).saying(format!("A webhook's path looks like {}.", example.path()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::handshake::{KnownToken, examine};
    use crate::secret::Secret;

    /// Why a handshake with this token fails, beside these.
    fn explained(token: &str, known: &[(&str, Owner)]) -> Explanation {
        let known: Vec<KnownToken> = known
            .iter()
            .map(|(token, owner)| KnownToken { token: Secret::new(*token), owner: owner.clone() })
            .collect();
        handshake(&examine(&format!("hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}"), &known))
    }

    #[test]
    fn a_token_is_explained_beside_the_one_that_was_meant() {
        let all = [
            ("maison-lumen-26", Owner::Endpoint),
            ("the-app-token", Owner::App),
            ("token-of-the-shop", Owner::Other("Shop".into())),
        ];
        let other = explained("token-of-the-shop", &all);
        assert_eq!(other.cause, "token_other_endpoint");
        assert!(other.title.contains("“Shop”"), "{other:?}");
        // The one that it shares more with.
        assert_eq!(explained("maison-lmuen-26", &all).title, "The verify token differs at character 9");
        assert_eq!(explained("the-app-tekon", &all).title, "The verify token differs at character 10");
        assert_eq!(explained("the-app-token", &all).cause, "challenge", "it is right, so the challenge is not");
        assert_eq!(explained("x", &[]).cause, "no_token_known");
        assert_eq!(explained("x", &all[2..]).cause, "no_token_known", "those of others do not count here");
        assert_eq!(explained("%22the-app-token%22", &all).cause, "token_quotes");
    }
}
