//! What is no message, but named by several events: a story by those who share it and those who reply to it, a customer
//! of the checkbox plugin by the opt-in, by what is sent to them and by their first message.

use std::borrow::Cow;

use super::{Key, Reference, Relation, Target, Thing};
use crate::decode::EventKind;
use crate::envelope::Item;
use crate::json::Value;

pub(super) fn reference(relation: Relation, thing: Thing<'_>) -> Reference<'_> {
    Reference { relation, target: Target::Thing(thing), told_by: 0 }
}

/// The story of a reply.
pub(super) fn story<'d>(account: &str, story: Value<'d>) -> Thing<'d> {
    let names = [story.id_of("id"), story.string("url")].map(|name| name.map(Value::text));
    let keys = names.iter().flatten().map(|name| story_key(account, name)).collect();
    let [id, url] = names;
    Thing { name: id.or(url), keys }
}

/// What `prior_message` names: with the checkbox plugin the `user_ref`.
pub(super) fn prior<'d>(account: &str, prior: Value<'d>) -> Option<Thing<'d>> {
    let name = prior.id_of("identifier")?.text();
    Some(Thing { keys: vec![customer_key(account, &name)], name: Some(name) })
}

/// The stories that a message shares or that mention the account, and whom an echo is sent to.
pub(super) fn brought_by_message(item: &Item<'_>, body: Value<'_>, account: &str) -> Vec<Key> {
    let attachments = body.array("attachments").into_iter().flat_map(Value::elements);
    let stories = attachments.filter(|attachment| {
        matches!(attachment.string("type").map(Value::text).as_deref(), Some("ig_story" | "story_mention"))
    });
    let names = stories.filter_map(|story| story.object("payload")).flat_map(|payload| {
        [payload.id_of("story_media_id"), payload.string("story_media_url"), payload.string("url")]
    });
    let mut keys: Vec<Key> = names.flatten().map(|name| story_key(account, &name.text())).collect();
    if item.event.kind == EventKind::Echo {
        keys.extend(user_ref(item, "recipient").map(|customer| customer_key(account, &customer)));
    }
    keys
}

/// The customer of an opt-in by the checkbox plugin.
pub(super) fn brought_by_optin(item: &Item<'_>, body: Value<'_>, account: &str) -> Vec<Key> {
    let customer = body.id_of("user_ref").map(Value::text).or_else(|| user_ref(item, "sender"));
    customer.iter().map(|customer| customer_key(account, customer)).collect()
}

fn user_ref<'d>(item: &Item<'d>, party: &str) -> Option<Cow<'d, str>> {
    item.event.content?.object(party)?.id_of("user_ref").map(Value::text)
}

fn story_key(account: &str, name: &str) -> Key {
    Key::of(&["story", account, name])
}

fn customer_key(account: &str, user_ref: &str) -> Key {
    Key::of(&["user_ref", account, user_ref])
}
