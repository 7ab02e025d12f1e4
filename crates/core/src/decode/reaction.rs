//! `message_reactions` (`decoding.md`, section 3.4).

use super::page::{Page, PageKind, Shows};
use super::property::{Properties, id, text, word};

#[rustfmt::skip]
pub(super) const REACTION: Properties = &[
    word("action", "Action", "`react` or `unreact`."),
    word("reaction", "Reaction", "Messenger: smile, angry, sad, wow, love, like, dislike, other. Instagram: angry, sad, wow, love, like, laugh, other. Absent with `unreact`. Open."),
    text("emoji", "Emoji", "The emoji itself, often two code points. Absent with `unreact`. Meta's page prints an escape that is no JSON."),
    id("mid", "Reacts to", "The message that was reacted to; it is no id of the reaction."),
];

pub(super) const PAGES: &[Page] = &[Page {
    id: "message_reactions",
    kind: PageKind::Field,
    title: "Reaction",
    means: "A customer put an emoji to a message, or took it back. The business's own reactions on Instagram are not echoed.",
    does: "Reaction, emoji and the message it belongs to are shown, and the event is skipped by `reaction`.",
    why: "A reaction belongs to a message that is there already; counting it as one would tell of words nobody wrote.",
    shows: &[Shows::all("reaction", REACTION)],
}];
