//! Why a request was refused, in a line of the list.

/// A reason without what to do about it, for a line of a list: its beginning tells it from others.
pub(super) fn headline(reason: &str) -> String {
    let what = reason.split("; ").next().unwrap_or(reason);
    if what.starts_with("The signature in ") && what.contains(" matches none ") {
        return "Signature does not match".to_owned();
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
            ("The body is no JSON.", "The body is no JSON"),
        ] {
            assert_eq!(headline(reason), title);
        }
    }
}
