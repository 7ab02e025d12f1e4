//! What the doctors found, in sentences: what explains it, what shows that, and what to do.

mod address;

pub use address::{handshake, path};

use super::Owner;
use super::body::Change;
use super::header::Slip;
use super::signature::{Holds, Signature};

/// What explains a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// For machines; several are joined by `+`.
    pub cause: String,
    /// The headline.
    pub title: String,
    /// What shows it, a sentence each.
    pub said: Vec<String>,
    /// What to do.
    pub fix: String,
}

impl Explanation {
    /// An explanation without further evidence.
    #[must_use]
    pub fn new(cause: &str, title: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { cause: cause.to_owned(), title: title.into(), said: Vec::new(), fix: fix.into() }
    }

    /// With a sentence of evidence more.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.said.push(sentence.into());
        self
    }
}

const WHERE_SECRETS_ARE: &str = "in the App Dashboard under App settings, Basic";

/// Why a signature does not hold.
#[must_use]
pub fn signature(found: &Signature) -> Explanation {
    let header = found.header.header();
    if found.is_repeated {
        let title = "The signature header is there twice";
        return Explanation::new(
            "repeated_header",
            title,
            "Send one signature header; a proxy on the way may add another.",
        )
        .saying("Which of the lines counts cannot be known, so neither does.");
    }
    if !found.has_digest {
        let fix =
            format!("Send `{}` and {} lower-case hexadecimal digits.", found.header.prefix(), found.header.digits());
        return Explanation::new("malformed", format!("The value of {header} is no signature"), fix)
            .saying("No digest of 64 or 40 hexadecimal digits can be made out in it.");
    }
    match &found.holds {
        Some(holds) => held(found, holds),
        None if found.known == 0 => Explanation::new(
            "no_secret",
            "The request is signed, but no app secret is known",
            format!("Enter the app secret ({WHERE_SECRETS_ARE}); what was refused and is whole is judged again then."),
        )
        .saying("With a wrong secret it could not be told from an honest request, so it was refused."),
        None if found.ends_early => truncated(found.body_bytes),
        None => wrong_secret(found),
    }
}

/// The sender signed more than what came.
#[must_use]
pub fn truncated(body_bytes: u64) -> Explanation {
    let fix = "Look for a limit on the size of bodies in the tunnel or proxy; the sender signed more than what came.";
    let said = match body_bytes {
        0 => "Nothing of it came. A redirect on the way may have dropped it: enter the address that it leads to."
            .to_owned(),
        1 => "Its JSON ends in the middle, after 1 byte, so a signature of the whole cannot hold.".to_owned(),
        count => format!("Its JSON ends in the middle, after {count} bytes, so a signature of the whole cannot hold."),
    };
    Explanation::new("truncated", "The body is cut short", fix).saying(said)
}

fn wrong_secret(found: &Signature) -> Explanation {
    let title = "The app secret is wrong: another one signed this";
    let given_up = "The body is too long to try everything: it may have been written anew in a way that was not tried.";
    let fix = format!("Copy the secret of the Facebook app that sends this {WHERE_SECRETS_ARE} and enter it.");
    if found.is_facebooks {
        let explained = Explanation::new("wrong_secret", title, fix).saying(tried(found));
        return if found.is_given_up { explained.saying(given_up) } else { explained };
    }
    let fix = format!("{fix} If that is the one that is entered, turn off what rewrites bodies on the way.");
    let rewritten = match found.is_sorted {
        true => {
            "Its keys are in alphabetical order, as Facebook's never are: if Facebook sent it, something on the way \
             parsed it and wrote it anew, and what was signed cannot be made out any more."
        }
        false => {
            "The body is not written as Facebook writes: if Facebook sent it, something on the way also changed it."
        }
    };
    let explained = Explanation::new("wrong_secret", title, fix).saying(tried(found)).saying(rewritten);
    if found.is_given_up { explained.saying(given_up) } else { explained }
}

fn tried(found: &Signature) -> String {
    let secrets = |count: u32| if count == 1 { "1 secret".to_owned() } else { format!("{count} secrets") };
    let others = match found.others {
        0 => String::new(),
        count => format!(" and {} of other endpoints", secrets(count)),
    };
    format!(
        "Tried: {} that {} here{others}, also with white space around {} and with the body as it may have been before \
         something wrote it anew. None makes the signature true.",
        secrets(found.known),
        if found.known == 1 { "counts" } else { "count" },
        if found.known + found.others == 1 { "it" } else { "them" },
    )
}

/// The signature holds once something is put right.
fn held(found: &Signature, holds: &Holds) -> Explanation {
    let mut causes: Vec<&str> = Vec::new();
    let (mut titles, mut said, mut fixes) = (Vec::new(), Vec::new(), Vec::new());
    for slip in &found.slips {
        let (title, fix) = slipped(*slip);
        causes.push(slip.as_str());
        titles.push(title.to_owned());
        fixes.push(fix.to_owned());
    }
    if let Owner::Other(name) = &holds.owner {
        causes.push("other_endpoint");
        titles.push(format!("It was signed with the secret of “{name}”, another endpoint"));
        fixes.push(format!(
            "Enter that secret for this endpoint too, or give the Facebook app the callback URL of “{name}”."
        ));
    }
    if holds.has_white_space {
        causes.push("secret_white_space");
        titles.push("The secret that signed it has white space around it".to_owned());
        fixes.push(
            "Trim the secret where the sender reads it: a file or variable often ends with a line end.".to_owned(),
        );
    }
    if !holds.changes.is_empty() {
        let (cause, title) = rewritten(holds);
        causes.push(cause);
        titles.push(title);
        let is_right = holds.owner.counts() && !holds.has_white_space;
        let so = if is_right { ", so the app secret is right" } else { "" };
        said.push(format!("With {} as before, the signature matches{so}.", undone(&holds.changes)));
        fixes.push(
            "Turn off what rewrites bodies in the tunnel or proxy: it must pass on the bytes as they are.".to_owned(),
        );
    }
    if causes.is_empty() {
        return Explanation::new(
            "holds_now",
            "The signature holds with the secrets of today",
            "Nothing more is needed for new requests. This one can be judged again, or replayed.",
        )
        .saying("The secret was not known when the request came.");
    }
    if holds.changes.is_empty() && holds.owner.counts() && !holds.has_white_space {
        said.push("The digest itself is right: secret and body are as they should be.".to_owned());
    }
    Explanation { cause: causes.join("+"), title: titles.join("; "), said, fix: fixes.join(" ") }
}

fn slipped(slip: Slip) -> (&'static str, &'static str) {
    match slip {
        Slip::Sha1InSha256 => (
            "X-Hub-Signature-256 holds a digest of SHA-1",
            "Compute HMAC-SHA256 for X-Hub-Signature-256, or send the SHA-1 digest as `X-Hub-Signature: sha1=…` alone.",
        ),
        Slip::Sha256InSha1 => {
            ("X-Hub-Signature holds a digest of SHA-256", "Send it as `X-Hub-Signature-256: sha256=…`.")
        }
        Slip::UpperCase => (
            "The signature is written in upper case",
            "Write the prefix and the hexadecimal digits in lower case, as Facebook does.",
        ),
        Slip::NoPrefix => ("The signature lacks its prefix", "Put `sha256=` before the digits."),
    }
}

fn rewritten(holds: &Holds) -> (&'static str, String) {
    let printed = [Change::Slashes, Change::Unicode, Change::WhiteSpace];
    let printed = holds.changes.iter().filter(|change| printed.contains(change)).count();
    let (longer, times) =
        (holds.longer, |many: i64| if many == 1 { "once".to_owned() } else { format!("{many} times") });
    match &holds.changes[..] {
        [Change::Slashes] if longer > 0 => {
            ("slashes_unescaped", format!("Something on the way rewrote `\\/` as `/`, {}", times(longer)))
        }
        [Change::Slashes] => {
            ("slashes_unescaped", format!("Something on the way rewrote `/` as `\\/`, {}", times(-longer)))
        }
        [Change::Unicode] if longer > 0 => {
            ("unicode_unescaped", "Something on the way rewrote `\\u` escapes as the characters themselves".to_owned())
        }
        [Change::Unicode] if longer < 0 => {
            ("unicode_unescaped", "Something on the way rewrote characters as `\\u` escapes".to_owned())
        }
        [Change::Unicode] => {
            ("unicode_unescaped", "Something on the way wrote the digits of `\\u` escapes in another case".to_owned())
        }
        [Change::WhiteSpace] => {
            ("white_space", "Something on the way changed the white space between the values".to_owned())
        }
        [Change::Newline] if longer < 0 => {
            ("trailing_newline", "Something on the way put a line end or a space after the body".to_owned())
        }
        [Change::Newline] => ("trailing_newline", "Something on the way cut the line end after the body".to_owned()),
        [Change::Mark] if longer < 0 => {
            ("byte_order_mark", "Something on the way put a byte order mark before the body".to_owned())
        }
        [Change::Mark] => ("byte_order_mark", "Something on the way cut the byte order mark of the body".to_owned()),
        _ if printed > 0 => (
            "reserialised",
            "Something on the way parsed the body and wrote it anew: the same values in other bytes".to_owned(),
        ),
        _ => ("trailing_newline", "Something on the way changed what stands before and after the body".to_owned()),
    }
}

fn undone(changes: &[Change]) -> String {
    let undo = |change: &Change| match change {
        Change::Slashes => "its slashes",
        Change::Unicode => "its `\\u` escapes",
        Change::WhiteSpace => "its white space",
        Change::Newline => "its end",
        Change::Mark => "its byte order mark",
    };
    match &changes.iter().map(undo).collect::<Vec<_>>()[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}
