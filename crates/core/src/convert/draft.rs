//! Who, when and what of an item that becomes a message, before ids and history.

use crate::convert::Context;
use crate::convert::book::{ConversationKey, Thread};
use crate::convert::parts::{self, Part};
use crate::convert::rule::Fail;
use crate::decode::EventKind;
use crate::endpoint::Channel;
use crate::envelope::Item;
use crate::json::Value;
use crate::time;

/// App ids of the Page Inbox: Meta's pages print two.
const PAGE_INBOX: [&str; 2] = ["26390203743090", "263902037430900"];

/// A message before it has ids.
#[derive(Debug)]
pub(super) struct Draft<'d> {
    pub(super) parts: Vec<Part<'d>>,
    pub(super) customer: Value<'d>,
    pub(super) account: Option<Value<'d>>,
    /// The sender is a `User`.
    pub(super) by_user: bool,
    /// What showed who the sender is; nothing for an ordinary message.
    pub(super) sender_from: Vec<Value<'d>>,
    pub(super) conversation: ConversationKey,
    /// What names the thread: the customer's id or the root comment's.
    pub(super) thread_from: Value<'d>,
    pub(super) date_ms: i64,
    /// `None` where it is the time of receipt.
    pub(super) date_from: Option<Value<'d>>,
    pub(super) external: External<'d>,
    /// What a comment calls its author.
    pub(super) name: Option<Value<'d>>,
    /// An echo's `app_id`.
    pub(super) app_id: Option<Value<'d>>,
    pub(super) is_automated: bool,
}

/// Where the external id comes from.
#[derive(Debug)]
pub(super) enum External<'d> {
    /// The `mid`, or the comment's id.
    Given(Value<'d>),
    /// Made up from the parts: the word that it begins with.
    Computed(&'static str),
}

/// The draft of an item, or what it lacks and the value at fault.
pub(super) fn draft<'d>(item: &Item<'d>, context: &Context<'_>) -> Result<Draft<'d>, (Fail, Value<'d>)> {
    let event = &item.event;
    let content = event.content.unwrap_or(item.value);
    let body = event.body.unwrap_or(content);
    match event.kind {
        EventKind::Comment => comment(item, content, context),
        EventKind::Echo => message(item, content, parts::of_message(body), body.id_of("mid"), "echo", context),
        EventKind::Postback => {
            message(item, content, vec![parts::of_postback(body)], body.id_of("mid"), "postback", context)
        }
        EventKind::Order => message(item, content, vec![parts::of_order(body)], None, "order", context),
        _ => message(item, content, parts::of_message(body), body.id_of("mid"), "message", context),
    }
}

fn message<'d>(
    item: &Item<'d>,
    content: Value<'d>,
    parts: Vec<Part<'d>>,
    mid: Option<Value<'d>>,
    word: &'static str,
    context: &Context<'_>,
) -> Result<Draft<'d>, (Fail, Value<'d>)> {
    let echo = item.event.kind == EventKind::Echo;
    let (customer_key, account_key) = if echo { ("recipient", "sender") } else { ("sender", "recipient") };
    let party = content.object(customer_key);
    let customer = party
        .and_then(|party| party.id_of("id").or_else(|| party.id_of("user_ref")))
        .ok_or((Fail::MissingCustomer, party.unwrap_or(content)))?;
    let account = content.object(account_key).and_then(|party| party.id_of("id")).or_else(|| entry_id(item));
    let app_id = item.event.body.filter(|_| echo).and_then(|body| body.id_of("app_id"));
    let (date_ms, date_from) = when(item, &[content.get("timestamp")], context);
    Ok(Draft {
        parts,
        customer,
        account,
        by_user: echo,
        sender_from: item.event.body.filter(|_| echo).and_then(|body| body.get("is_echo")).into_iter().collect(),
        conversation: conversation(item, account, Thread::Customer(customer.text().into_owned()), context),
        thread_from: customer,
        date_ms,
        date_from,
        external: mid.map_or(External::Computed(word), External::Given),
        name: None,
        app_id,
        is_automated: app_id.is_some_and(|app_id| !PAGE_INBOX.contains(&app_id.text().as_ref())),
    })
}

fn comment<'d>(item: &Item<'d>, value: Value<'d>, context: &Context<'_>) -> Result<Draft<'d>, (Fail, Value<'d>)> {
    let from = value.object("from");
    let customer = from
        .and_then(|from| from.id_of("id"))
        .or_else(|| value.id_of("sender_id"))
        .ok_or((Fail::MissingCustomer, from.unwrap_or(value)))?;
    let id = value.id_of("comment_id").or_else(|| value.id_of("id")).ok_or((Fail::MissingId, value))?;
    let account = entry_id(item);
    let root = root_comment(value).unwrap_or(id);
    let (date_ms, date_from) = when(item, &[value.get("created_time"), value.get("timestamp")], context);
    Ok(Draft {
        parts: vec![parts::of_comment(value)],
        customer,
        account,
        by_user: account.is_some_and(|account| account.text() == customer.text()),
        sender_from: [Some(customer), account].into_iter().flatten().collect(),
        conversation: conversation(item, account, Thread::Comment(root.text().into_owned()), context),
        thread_from: root,
        date_ms,
        date_from,
        external: External::Given(id),
        name: from
            .and_then(|from| from.string("name").or_else(|| from.string("username")))
            .or_else(|| value.string("sender_name")),
        app_id: None,
        is_automated: false,
    })
}

/// `parent_id` where that is another comment: not the post or the media, nor the part of their ids after the last `_`.
pub(crate) fn root_comment(value: Value<'_>) -> Option<Value<'_>> {
    let parent = value.id_of("parent_id")?;
    let post = value.id_of("post_id");
    let nested_post = value.object("post").and_then(|post| post.id_of("id"));
    let media = value.object("media").and_then(|media| media.id_of("id"));
    let text = parent.text();
    let is_post = [post, nested_post, media].into_iter().flatten().any(|id| {
        let id = id.text();
        text == id || id.rsplit_once('_').is_some_and(|(_, last)| text == last)
    });
    (!is_post).then_some(parent)
}

fn entry_id<'d>(item: &Item<'d>) -> Option<Value<'d>> {
    item.entry.and_then(|entry| entry.id_of("id"))
}

fn conversation(item: &Item<'_>, account: Option<Value<'_>>, thread: Thread, context: &Context<'_>) -> ConversationKey {
    let instagram = match item.object {
        Some(object) => object.text() == "instagram",
        None => context.settings.channel == Channel::Instagram,
    };
    ConversationKey {
        partner: if instagram { "Instagram" } else { "Facebook" },
        account: account.map(|account| account.text().into_owned()).unwrap_or_default(),
        thread,
    }
}

/// The first usable time of the item, else the entry's, else that of receipt.
fn when<'d>(item: &Item<'d>, own: &[Option<Value<'d>>], context: &Context<'_>) -> (i64, Option<Value<'d>>) {
    let entry_time = item.entry.and_then(|entry| entry.get("time"));
    own.iter()
        .copied()
        .chain([entry_time])
        .flatten()
        .find_map(|value| time::read(value).map(|ms| (ms, Some(value))))
        .unwrap_or((context.received_ms, None))
}
