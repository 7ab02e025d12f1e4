//! `messaging_account_linking` (`decoding.md`, section 3.7).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, word};

#[rustfmt::skip]
pub(super) const ACCOUNT_LINKING: Properties = &[
    word("status", "Status", "`linked` or `unlinked`."),
    word("authorization_code", "Authorization code", "What the business's login page gave; only with `linked`."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messaging_account_linking",
    kind: PageKind::Field,
    title: "Account linking",
    means: "A customer tied their account at the business to the conversation, or untied it. Messenger only.",
    does: "Status and code are shown, and the event is skipped by `account_linking`.",
    why: "It says who somebody is; it is nothing that somebody said.",
    shows: &[Shows::all("account_linking", ACCOUNT_LINKING)],
}];
