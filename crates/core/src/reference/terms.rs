//! Words that the other pages use.

use crate::decode::CONTEXT;
use crate::decode::page::{Page, PageKind, Shows};

const fn term(id: &'static str, title: &'static str, [means, does, why]: [&'static str; 3]) -> Page {
    Page { id, kind: PageKind::Term, title, means, does, why, shows: &[] }
}

pub(super) const PAGES: &[Page] = &[
    Page {
        shows: &[Shows::all("", CONTEXT)],
        ..term(
            "term/item",
            "Item",
            [
                "One element of `entry[].messaging`, `entry[].standby` or `entry[].changes`; an entry's own `field` and `value`; one name in `changed_fields`; the dashboard's `sample`. The presence of a key says what it is: there is no type.",
                "Each item ends as converted, skipped, unknown or failed, and one never affects another. Of several known keys the first of the list decides, and the others are shown as attributes.",
                "Facebook may send up to a thousand in one request; nothing of it may be lost in silence.",
            ],
        )
    },
    term(
        "term/envelope",
        "Envelope",
        [
            "The body of a webhook: an object with `object` and `entry`, each entry with the id of a Page or account, a time and its items. Instagram's pages print an array of such; a test in the dashboard may be `{\"sample\":{…}}`.",
            "A body that is none is answered with an error that says what was expected and found, and where. A byte order mark is skipped, the last of several equal names counts, and nesting deeper than 128 is refused.",
            "`object` may be missing in tests; `instagram` there decides the partner.",
        ],
    ),
    term(
        "term/pointer",
        "Pointer",
        [
            "A JSON Pointer (RFC 6901): the way from the body's root to a value, such as `/entry/0/messaging/1/message/text`. `~1` stands for a slash in a name, `~0` for a tilde. Of members of one name it means the last; the others have none, and nothing reads them.",
            "Items, values of documents and what was read by nothing are all named so, in the body as it was received.",
            "The bytes are the truth; a pointer leads back to them.",
        ],
    ),
    term(
        "term/watermark",
        "Watermark",
        [
            "A time that stands for all messages up to it: a read or a delivery receipt names no single message but this.",
            "It is shown as `Everything up to`, with the time as it came beside it.",
            "Receipts may come late, together, or not at all; the newest watermark is enough.",
        ],
    ),
    term(
        "term/psid",
        "PSID and IGSID",
        [
            "The id of a customer for one Page (page-scoped id) or one Instagram account (Instagram-scoped id). The same person has another id with another Page.",
            "Ids are texts here, with all their digits: some are larger than a double holds. The customer is the sender, on echoes the recipient; for want of an id `user_ref`.",
            "It names the conversation together with the account.",
        ],
    ),
    term(
        "term/mid",
        "Message ID",
        [
            "`mid`: an opaque name of a message, given by Facebook. Reactions, edits, unsends and replies name the message that they speak of by it.",
            "It becomes `external_message_id`. A message without one gets a name made of who, when and what.",
            "Facebook retries, and several apps may send the same message: what has the same `mid` is the same.",
        ],
    ),
    term(
        "term/echo",
        "Echo",
        [
            "What the business itself sent, told to its apps: `message` with `is_echo: true`. Sender and recipient are swapped.",
            "It becomes a document with `sender_type` `User`.",
            "Without it an inbox would show half a conversation.",
        ],
    ),
    term(
        "term/time",
        "Times",
        [
            "Milliseconds in `messaging`, seconds in `changes` and in lead ads, a string of seconds in the dashboard's tests, ISO 8601 inside posts.",
            "A number below 10^11 is seconds, else milliseconds; text is read by the same rule. What is 0, negative or after the year 9999 is none, and the entry's time counts, then the time of receipt.",
            "The size of the number tells the unit with no doubt: 10^11 seconds are in the year 5138, 10^11 milliseconds in 1973.",
        ],
    ),
    term(
        "term/test",
        "Dashboard test",
        [
            "The button `Test` in the App Dashboard sends a messaging item inside `changes`, with `entry.id` `0`; an older form sends `page_id` alone, another `{\"sample\":{…}}`.",
            "It is decoded like the real thing and flagged `test`. A messaging field whose value holds no known key is unknown.",
            "A test that works should show what will come.",
        ],
    ),
    term(
        "unknown",
        "Unknown",
        [
            "A shape that no page describes: an item without a known key, a change without a field or a value, something else where an object or an array should be.",
            "It is counted, kept whole, and listed as read by nothing; the card says what was looked for.",
            "Facebook adds events without notice, and one of them must not lose the rest of a request.",
        ],
    ),
];
