//! `messages` and `message_echoes`: what stands under `message` (`decoding.md`, sections 3.2, 3.6 and 4).

use super::attachment;
use super::page::{Page, PageKind, Shows};
use super::property::Known::FromSdks;
use super::property::{Properties, attachments, flag, id, number, object, objects, text, unread, url, word};
use super::referral::MESSAGE_REFERRAL;

#[rustfmt::skip]
pub(super) const MESSAGE: Properties = &[
    text("text", "Text", "What was written; may stand beside attachments and span lines."),
    object("quick_reply", "Quick reply", QUICK_REPLY, "The customer tapped a quick reply; `text` is its title."),
    object("reply_to", "Reply to", REPLY_TO, "What the message answers: another message, or an Instagram story."),
    flag("is_deleted", "Unsent", "The sender took the message back: only `mid` is left of it."),
    flag("is_unsupported", "Unsupported", "Facebook cannot give the content to apps; nothing else says what it was."),
    attachments("attachments", "Attachments", "Pictures, files, shared links, templates; may be `null`."),
    object("referral", "Referral", MESSAGE_REFERRAL, "The ad or the product in a shop from which the customer wrote."),
    objects("commands", "Commands", COMMANDS, "Commands of the Page that the text names."),
    id("app_id", "App", "On an echo: the app that sent the message. 26390203743090 (in some texts 263902037430900) is the Page Inbox."),
    text("metadata", "Metadata", "On an echo: what the sending app gave as `metadata`; only if it gave something."),
    id("sticker_id", "Sticker ID", "Before v6.0 the sticker's id stood here; now it stands in the attachment's payload.").old(),
    objects("tags", "Tags", TAGS, "Where in the customer chat plugin it was written.").old(),
    id("mid", "Message ID", "The message's id: opaque, `mid.…`, `m_…`, or base64 on Instagram; up to 200 characters were seen."),
    flag("is_echo", "Echo", "The Page or account sent it. `false` says the same as nothing."),
    number("seq", "Sequence", "A number in order, of API versions before 2.x; to be ignored.").old(),
    unread("nlp", "NLP", "What Facebook's built-in language analysis found: an open structure, kept and not read.").old(),
];

#[rustfmt::skip]
const QUICK_REPLY: Properties = &[
    text("title", "Quick reply", "The title that was tapped; Facebook sends it as `text`.").known(FromSdks),
    word("payload", "Quick reply payload", "What the app gave the quick reply to be told of."),
];

#[rustfmt::skip]
const REPLY_TO: Properties = &[
    id("mid", "Reply to", "The message that is answered."),
    flag("is_self_reply", "Reply to itself", "The sender answers a message of their own."),
    object("story", "Story", STORY, "Instagram: the story that is answered."),
];

#[rustfmt::skip]
const STORY: Properties = &[
    id("id", "Story ID", "The story."),
    url("url", "Story", "The story's media on a host of Facebook; the link expires."),
];

#[rustfmt::skip]
const COMMANDS: Properties = &[text("name", "Command", "The command's name, without the slash.")];

#[rustfmt::skip]
const TAGS: Properties = &[word("source", "Tag", "Such as `customer_chat_plugin`.").old()];

/// Beside a message that came about elsewhere.
#[rustfmt::skip]
pub(super) const PRIOR_MESSAGE: Properties = &[
    word("source", "Prior message", "Where it came from: `checkbox_plugin`, …").known(FromSdks),
    id("identifier", "Prior message ID", "What names it there, such as the `user_ref` of the plugin.").known(FromSdks),
];

#[rustfmt::skip]
pub(super) const HOP_CONTEXT: Properties = &[
    id("app_id", "Hop context app", "The app that hands the conversation on; 413038776280800 is Lead ads."),
    text("metadata", "Hop context metadata", "What that app gave."),
];

const ECHO_ONLY: &[&str] =
    &["is_echo", "app_id", "metadata", "mid", "text", "attachments", "reply_to", "is_deleted", "is_unsupported"];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "messages",
        kind: PageKind::Field,
        title: "Message",
        means: "A customer wrote to the Page or the Instagram account: text, attachments, an answer, a shared post. On Instagram the account's own messages come with this field too, since there is no `message_echoes`.",
        does: "The text becomes one document, each attachment another, in that order. Of a sticker that is sent as `sticker` and as `image` one is made. With nothing else a quick reply's title or payload is the text; what has no content at all becomes one document of type `Unsupported`.",
        why: "It is what `message_created` is for. With `is_deleted` it is skipped by `unsend`; in standby another app answers it. Without a sender's id or `user_ref` it fails, for a conversation needs somebody to talk to.",
        shows: &[
            Shows::all("message", MESSAGE),
            Shows::flat("message.attachments[]", attachment::ATTACHMENT),
            Shows::all("prior_message", PRIOR_MESSAGE),
            Shows::all("hop_context", HOP_CONTEXT),
        ],
    },
    Page {
        id: "message_echoes",
        kind: PageKind::Field,
        title: "Echo",
        means: "The Page or account sent a message: somebody in the Page Inbox, this app, or another one. Sender and recipient are swapped: the sender is the Page, the recipient the customer. Messenger only; Instagram sends echoes with `messages`.",
        does: "It becomes documents like a message, with `sender_type` `User`. `is_automated` is true where `app_id` is there and is not the Page Inbox. An echo may have neither text nor attachments.",
        why: "What the business says belongs to the conversation as much as what the customer says. A template that was sent is told by its text or its titles.",
        shows: &[Shows::only("message", MESSAGE, ECHO_ONLY)],
    },
];
