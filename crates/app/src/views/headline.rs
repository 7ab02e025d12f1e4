//! Why a request was refused, in a line of the list.

/// Reasons that happen every day: how they begin, what they say, and a line that fits.
const SHORT: [(&str, &str, &str); 3] = [
    ("The signature in ", " matches none ", "Signature does not match"),
    ("`hub.verify_token` is not ", "the verify token", "Verify token differs"),
    ("The body is not JSON: ", "", "Body is not JSON"),
];

/// A reason without what to do about it, for a line of a list: its beginning tells it from others.
pub(super) fn headline(reason: &str) -> String {
    let what = reason.split("; ").next().unwrap_or(reason);
    for (start, part, short) in SHORT {
        if what.starts_with(start) && what.contains(part) {
            return short.to_owned();
        }
    }
    what.trim_end_matches('.').replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::headline;

    #[test]
    fn a_line_of_the_list_says_what_happened_not_what_to_do() {
        for (reason, title) in [
            (
                "The signature in `X-Hub-Signature-256` matches none of the known app secrets; check it.",
                "Signature does not match",
            ),
            (
                "The token is neither this endpoint's nor the app's; send one of these.",
                "The token is neither this endpoint's nor the app's",
            ),
            (
                "The request has more than one `X-Api-Key` line; send one.",
                "The request has more than one X-Api-Key line",
            ),
            (
                "`hub.verify_token` is not the verify token of this endpoint or of the app; enter the same one.",
                "Verify token differs",
            ),
            ("The body is not JSON: expected a value at line 1, column 1.", "Body is not JSON"),
            ("The body is an array; an envelope is an object.", "The body is an array"),
        ] {
            assert_eq!(headline(reason), title);
        }
    }
}
