//! Messaging events: messages, and what speaks of them.

use std::borrow::Cow;

use super::{Identity, Key, Lineage, Reference, Relation, Target, thing};
use crate::decode::EventKind;
use crate::envelope::Item;
use crate::json::Value;
use crate::time;

/// A message or an echo, also one that was taken back.
pub(super) fn message<'d>(item: &Item<'d>, body: Value<'d>) -> Lineage<'d> {
    let account = own_account(item);
    let mid = body.id_of("mid").map(Value::text);
    if body.flag("is_deleted")
        && let Some(id) = mid.clone()
    {
        let words = vec![("unsend of mid", id.clone())];
        let unsend = about(Relation::UnsendOf, account, id, 0);
        return Lineage::new(Identity::Reference, vec![unsend], words);
    }
    let reply_to = body.object("reply_to");
    let story = reply_to.and_then(|reply_to| reply_to.object("story"));
    let reply = reply_to.and_then(|reply_to| reply_to.id_of("mid"));
    let reply = reply.map(|mid| about(Relation::ReplyTo, account.clone(), mid.text(), 0));
    let story = story.map(|story| thing::reference(Relation::StoryReplyTo, thing::story(&account, story)));
    let prior = item.event.content.and_then(|content| content.object("prior_message"));
    let prior = prior.and_then(|prior| thing::prior(&account, prior));
    let prior = prior.map(|prior| thing::reference(Relation::PriorMessage, prior));
    let references = reply.into_iter().chain(story).chain(prior).collect();
    let brings = thing::brought_by_message(item, body, &account);
    let lineage = match mid {
        Some(id) => {
            let words = vec![("mid", id.clone())];
            Lineage::new(Identity::Message { account, id }, references, words)
        }
        None => Lineage::by_content(item, references),
    };
    lineage.bringing(brings)
}

/// Of the checkbox plugin: a message may come that names it as what was before.
pub(super) fn optin<'d>(item: &Item<'d>, body: Value<'d>) -> Lineage<'d> {
    let brings = thing::brought_by_optin(item, body, &account(item));
    Lineage::by_content(item, Vec::new()).bringing(brings)
}

pub(super) fn edit<'d>(item: &Item<'d>, body: Value<'d>) -> Option<Lineage<'d>> {
    let mid = body.id_of("mid")?.text();
    // A number, or a string of digits.
    let number = body.id_of("num_edit").map(Value::text);
    let told_by = number.as_ref().map_or(-1, |number| number.parse().unwrap_or_else(|_| Key::of(&[number]).0));
    let words = vec![("edit", number.unwrap_or_default()), ("of mid", mid.clone())];
    let edit = about(Relation::EditOf, account(item), mid, told_by);
    Some(Lineage::new(Identity::Reference, vec![edit], words))
}

pub(super) fn postback<'d>(item: &Item<'d>, body: Value<'d>) -> Option<Lineage<'d>> {
    if let Some(id) = body.id_of("mid").map(Value::text) {
        let words = vec![("mid", id.clone())];
        let identity = Identity::Message { account: own_account(item), id };
        return Some(Lineage::new(identity, Vec::new(), words));
    }
    let sender = party(item, "sender")?;
    let sent = item.event.content?.get("timestamp").map(Value::text)?;
    let said = body.string("payload").or_else(|| body.string("title"))?.text();
    let key = Key::of(&["postback", &sender, &sent, &said]);
    let words = vec![("postback by", sender), ("at", sent), ("of", said)];
    Some(Lineage::new(Identity::Content(key), Vec::new(), words))
}

pub(super) fn reaction<'d>(item: &Item<'d>, body: Value<'d>) -> Option<Lineage<'d>> {
    let mid = body.id_of("mid")?.text();
    let sender = party(item, "sender").unwrap_or_default();
    let text = |value: Option<Value<'d>>| value.map(Value::text).unwrap_or_default();
    let action = text(body.string("action"));
    let which = text(body.string("reaction").or_else(|| body.string("emoji")));
    let sent = text(item.event.content.and_then(|content| content.get("timestamp")));
    let told_by = Key::of(&[&sender, &action, &which, &sent]).0;
    let words = vec![("reaction to mid", mid.clone()), ("by", sender), ("", action), ("", which), ("at", sent)];
    let reaction = about(Relation::ReactionTo, account(item), mid, told_by);
    Some(Lineage::new(Identity::Reference, vec![reaction], words))
}

pub(super) fn read<'d>(item: &Item<'d>, body: Value<'d>) -> Option<Lineage<'d>> {
    let sender = party(item, "sender").unwrap_or_default();
    let by = |told_by: &'static str, value: Cow<'d, str>| vec![("read by", sender.clone()), (told_by, value)];
    if let Some((until, value)) = up_to(item, body, Relation::ReadUpTo) {
        let words = by("up to", value.text());
        return Some(Lineage::new(Identity::Reference, vec![until], words));
    }
    let mid = body.id_of("mid")?.text();
    let words = by("up to mid", mid.clone());
    let seen = about(Relation::ReadUpTo, account(item), mid, Key::of(&[&sender]).0);
    Some(Lineage::new(Identity::Reference, vec![seen], words))
}

pub(super) fn delivery<'d>(item: &Item<'d>, body: Value<'d>) -> Option<Lineage<'d>> {
    let (account, sender) = (account(item), party(item, "sender").unwrap_or_default());
    let mids: Vec<_> = body.array("mids").into_iter().flat_map(Value::elements).filter_map(id).collect();
    let until = up_to(item, body, Relation::DeliveredUpTo);
    let mut words = vec![("delivered to", sender)];
    match (&until, mids.first()) {
        (Some((_, value)), _) => words.push(("up to", value.text())),
        (None, first) => words.push(("mid", first?.clone())),
    }
    let delivered = |mid| about(Relation::DeliveredUpTo, account.clone(), mid, 0);
    let references = until.into_iter().map(|(until, _)| until).chain(mids.into_iter().map(delivered)).collect();
    Some(Lineage::new(Identity::Reference, references, words))
}

pub(super) fn feedback<'d>(item: &Item<'d>, body: Value<'d>) -> Lineage<'d> {
    let mid = body.id_of("mid").map(Value::text);
    let on = mid.map(|mid| about(Relation::FeedbackOn, account(item), mid, 0));
    Lineage::by_content(item, on.into_iter().collect())
}

/// A watermark, and the value that says it.
fn up_to<'d>(item: &Item<'d>, body: Value<'d>, relation: Relation) -> Option<(Reference<'d>, Value<'d>)> {
    let value = body.get("watermark")?;
    let until_ms = time::read(value)?;
    let account = account(item);
    let parties = [party(item, "sender"), party(item, "recipient")].into_iter().flatten();
    let customer = parties.into_iter().find(|party| *party != account)?;
    let target = Target::UpTo { account, customer, until_ms };
    Some((Reference { relation, target, told_by: 0 }, value))
}

pub(super) fn about<'d>(relation: Relation, account: Cow<'d, str>, id: Cow<'d, str>, told_by: i64) -> Reference<'d> {
    Reference { relation, target: Target::Message { account, id }, told_by }
}

fn id(value: Value<'_>) -> Option<Cow<'_, str>> {
    Some(value.text()).filter(|id| !id.is_empty())
}

/// The id of the sender or the recipient.
fn party<'d>(item: &Item<'d>, key: &str) -> Option<Cow<'d, str>> {
    let party = item.event.content?.object(key)?;
    party.id_of("id").or_else(|| party.id_of("user_ref")).map(Value::text)
}

/// The Page or account of a message, as its document has it.
fn own_account<'d>(item: &Item<'d>) -> Cow<'d, str> {
    let key = if item.event.kind == EventKind::Echo { "sender" } else { "recipient" };
    let own = item.event.content.and_then(|content| content.object(key)).and_then(|party| party.id_of("id"));
    own.map(Value::text).or_else(|| entry_id(item)).unwrap_or_default()
}

/// The Page or account of what speaks of a message: of both parties the one that the entry names, else the recipient.
fn account<'d>(item: &Item<'d>) -> Cow<'d, str> {
    let entry = entry_id(item);
    let of = |key| item.event.content?.object(key)?.id_of("id").map(Value::text);
    match of("sender") {
        Some(sender) if Some(&sender) == entry.as_ref() => sender,
        _ => of("recipient").or(entry).unwrap_or_default(),
    }
}

pub(super) fn entry_id<'d>(item: &Item<'d>) -> Option<Cow<'d, str>> {
    item.entry.and_then(|entry| entry.id_of("id")).map(Value::text)
}
