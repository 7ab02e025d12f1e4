//! Comments and posts: told by their id, what was done and when; a reaction speaks of one, an edit too.

use std::borrow::Cow;

use super::messaging::{about, entry_id};
use super::{Identity, Key, Lineage, Reference, Relation};
use crate::convert::root_comment;
use crate::decode::EventKind;
use crate::envelope::Item;
use crate::json::Value;

/// `None` where it has no id to be told by.
pub(super) fn lineage<'d>(item: &Item<'d>, value: Value<'d>) -> Option<Lineage<'d>> {
    let account = entry_id(item).unwrap_or_default();
    let text = |key: &str| value.string(key).map(Value::text).unwrap_or_default();
    let (what, verb) = (text("item"), text("verb"));
    let is_comment = item.event.kind != EventKind::Feed;
    let comment = value.id_of("comment_id").or_else(|| value.id_of("id").filter(|_| is_comment));
    let (kind, id) = match comment {
        Some(id) => ("comment", id.text()),
        None => ("post", value.id_of("post_id")?.text()),
    };
    let created = value.get("created_time").map(Value::text);
    let relation = relation(&what, &verb);
    let kind = match (kind, relation) {
        ("comment", Some(Relation::ReactionTo)) => "reaction to comment",
        ("post", Some(Relation::ReactionTo)) => "reaction to post",
        (kind, _) => kind,
    };
    let mut words = vec![(kind, id.clone()), ("", verb.clone())];
    words.extend(created.clone().map(|created| ("at", created)));
    let by = value.object("from").and_then(|from| from.id_of("id")).or_else(|| value.id_of("sender_id"));
    let by = by.map(Value::text).unwrap_or_default();
    let told_by = Key::of(&[&what, &verb, created.as_deref().unwrap_or_default(), &by, &text("reaction_type")]).0;
    if let Some(relation) = relation {
        let references = vec![about(relation, account, id, told_by)];
        return Some(Lineage::new(Identity::Reference, references, words));
    }
    if !matches!(verb.as_ref(), "" | "add") {
        let key = Key::of(&["feed", &account, &id, &verb, created.as_deref().unwrap_or_default(), &by]);
        return Some(Lineage::new(Identity::Content(key), Vec::new(), words));
    }
    let references = answered(item, value, &account).into_iter().collect();
    Some(Lineage::new(Identity::Message { account, id }, references, words))
}

/// What is done to a comment or a post that was there before.
fn relation(what: &str, verb: &str) -> Option<Relation> {
    match (what, verb) {
        ("reaction" | "like", _) => Some(Relation::ReactionTo),
        (_, "edit" | "edited" | "update") => Some(Relation::EditOf),
        (_, "remove" | "delete") => Some(Relation::UnsendOf),
        _ => None,
    }
}

/// The comment that a comment answers.
fn answered<'d>(item: &Item<'d>, value: Value<'d>, account: &Cow<'d, str>) -> Option<Reference<'d>> {
    let parent = root_comment(value).filter(|_| item.event.kind == EventKind::Comment)?;
    Some(about(Relation::ReplyTo, account.clone(), parent.text(), 0))
}
