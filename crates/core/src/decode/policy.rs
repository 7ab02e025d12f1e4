//! `messaging_policy_enforcement` (`decoding.md`, section 3.12).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, text, word};

#[rustfmt::skip]
pub(super) const POLICY: Properties = &[
    word("action", "Action", "`warning`, `block` or `unblock`."),
    text("reason", "Reason", "What the Page did; absent with `unblock`."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "messaging_policy_enforcement",
    kind: PageKind::Field,
    title: "Policy enforcement",
    means: "Facebook warned the Page, stopped it from writing, or lets it write again. There is no sender. The key is `policy_enforcement`; older texts of Meta and the SDKs that copy them write `policy-enforcement`, and both are read.",
    does: "Action and reason are shown, and the event is skipped by `policy`.",
    why: "It comes from Facebook and goes to the Page's owner; no conversation holds it.",
    shows: &[Shows::all("policy_enforcement", POLICY), Shows::all("policy-enforcement", POLICY)],
}];
