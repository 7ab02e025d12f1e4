//! `messaging_feedback`, `response_feedback` (`decoding.md`, sections 3.8 and 3.17).

use super::page::{Page, PageKind, Shows};
use super::property::{ANY, Properties, id, object, objects, text, word};

#[rustfmt::skip]
pub(super) const FEEDBACK: Properties =
    &[objects("feedback_screens", "Screen", SCREENS, "The screens of the survey, in order.")];

#[rustfmt::skip]
const SCREENS: Properties = &[
    id("screen_id", "Screen", "The screen, from 0."),
    object("questions", "Questions", QUESTIONS, "Its questions; the name of each member is a question's id."),
];

#[rustfmt::skip]
const QUESTIONS: Properties = &[object(ANY, "Question", ANSWER, "A question by its id, with the answer.")];

#[rustfmt::skip]
const ANSWER: Properties = &[
    word("type", "Question type", "`csat` (1 to 5), `nps` (0 to 10), `ces` (1 to 7) or `free_form`."),
    text("payload", "Answer", "The score as a string, or the text."),
    object("follow_up", "Follow-up", FOLLOW_UP, "What was asked after the score."),
];

#[rustfmt::skip]
const FOLLOW_UP: Properties = &[
    word("type", "Follow-up type", "`free_form`."),
    text("payload", "Follow-up", "The text, at most 400 characters."),
];

#[rustfmt::skip]
pub(super) const RESPONSE_FEEDBACK: Properties = &[
    text("feedback", "Feedback", "`Good response` or `Bad response`."),
    id("mid", "Message ID", "The message that was rated."),
];

pub(super) const PAGES: &[Page] = &[
    Page {
        id: "messaging_feedback",
        kind: PageKind::Field,
        title: "Feedback",
        means: "A customer answered a survey that the business sent as a customer feedback template. Meta's example has neither `entry.id` nor `timestamp`.",
        does: "Each screen, question and answer is shown, and the event is skipped by `feedback`.",
        why: "Answers to a form are no message of the conversation.",
        shows: &[Shows::all("messaging_feedback", FEEDBACK)],
    },
    Page {
        id: "response_feedback",
        kind: PageKind::Field,
        title: "Response feedback",
        means: "A customer rated an automatic answer with a thumb up or down.",
        does: "The rating and the message it belongs to are shown, and the event is skipped by `feedback`.",
        why: "It rates a message that is there already; nobody wrote anything.",
        shows: &[Shows::all("response_feedback", RESPONSE_FEEDBACK)],
    },
];
