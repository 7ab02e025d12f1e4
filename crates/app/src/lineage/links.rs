//! The links of one item: what it speaks of, and what speaks of it.

use triptych_core::lineage::{Identity, Lineage, Reference, Relation, Target, conversation_key, message_key};
use triptych_store::{BookMessage, Place, StoreError};

use super::{Known, Lookup, elsewhere, first_of, first_of_message, first_with, messages};
use crate::api::lineage::Link;

/// Most links of a kind; a message that a thousand events speak of shows the first of them.
const MOST: u32 = 50;

const GONE: &str = "not in the store any more";
const UNSEEN: &str = "not in the store, or not yet";

/// The links of an item of a capture.
pub(crate) fn links(reader: &Lookup<'_>, known: &Known, lineage: &Lineage<'_>) -> Result<Vec<Link>, StoreError> {
    let messages = messages(reader, known, lineage)?;
    let places = elsewhere(reader, known, lineage, &messages, (0, MOST))?;
    let mut links: Vec<Link> = places.iter().map(|place| again(known, lineage, place)).collect();
    for reference in &lineage.references {
        links.push(outgoing(reader, reference)?);
    }
    once_each(&mut links);
    let message = messages.iter().find(|message| Some(message.id) == known.message);
    links.extend(incoming(reader, known, lineage, message)?);
    Ok(links)
}

/// The same event in another place.
fn again(known: &Known, lineage: &Lineage<'_>, place: &Place) -> Link {
    let is_message = known.message.is_some() || matches!(lineage.identity, Identity::Message { .. });
    let is_echo = place.field.as_deref() == Some("message_echoes");
    let is_later = (place.capture, place.item) > (known.capture, known.item);
    let (relation, incoming) = match (known.is_echo, is_echo) {
        _ if !is_message => ("same_event", is_later),
        (true, false) => (Relation::EchoOf.as_str(), false),
        (false, true) => (Relation::EchoOf.as_str(), true),
        _ => (Relation::SameMessage.as_str(), is_later),
    };
    let by_standby = place.via.as_deref() == Some("standby");
    let notes = [(known.conflict || place.conflict, "with other content"), (by_standby, "by standby")];
    let notes: Vec<&str> = notes.into_iter().filter_map(|(is_so, note)| is_so.then_some(note)).collect();
    Link {
        relation: relation.to_owned(),
        incoming,
        id: own_id(lineage),
        note: (!notes.is_empty()).then(|| notes.join(", ")),
        ..to(place)
    }
}

/// What the item speaks of.
fn outgoing(reader: &Lookup<'_>, reference: &Reference<'_>) -> Result<Link, StoreError> {
    let nowhere = |id: Option<String>, note: &str| Link {
        relation: String::new(),
        incoming: false,
        capture: None,
        item: None,
        id,
        note: Some(note.to_owned()),
    };
    let link = match &reference.target {
        Target::Message { account, id } => {
            let known = Some(id.clone().into_owned());
            match first_of(reader, account, id)? {
                Some(place) => Link { id: known, ..to(&place) },
                None if reader.messages_called(account, id)?.is_empty() => nowhere(known, UNSEEN),
                None => nowhere(known, GONE),
            }
        }
        Target::UpTo { account, customer, until_ms } => {
            let watermark = Some(until_ms.to_string());
            match reader.newest_message(account, customer, until_ms - reference.relation.before_watermark_ms())? {
                None => nowhere(watermark, "no message up to then is in the store"),
                Some(newest) => match first_of_message(reader, newest.id)? {
                    Some(place) => {
                        Link { id: watermark, note: Some("the newest message up to then".to_owned()), ..to(&place) }
                    }
                    None => nowhere(watermark, GONE),
                },
            }
        }
        Target::Thing(thing) => {
            let name = thing.name.clone().map(Into::into);
            match first_with(reader, thing)? {
                Some(place) => Link { id: name, ..to(&place) },
                None if reference.relation == Relation::StoryReplyTo => nowhere(name, "a story, which is no message"),
                None => nowhere(name, UNSEEN),
            }
        }
    };
    Ok(Link { relation: reference.relation.as_str().to_owned(), ..link })
}

/// A receipt that names a message and has a watermark speaks of the message once.
fn once_each(links: &mut Vec<Link>) {
    let named: Vec<_> = links.iter().map(|link| (link.relation.clone(), link.capture, link.item)).collect();
    let mut index = 0;
    links.retain(|link| {
        let one = (link.relation.clone(), link.capture, link.item);
        let comes_again = link.capture.is_some() && !link.incoming && named[index + 1..].contains(&one);
        index += 1;
        !comes_again
    });
}

/// What speaks of the item.
fn incoming(
    reader: &Lookup<'_>,
    known: &Known,
    lineage: &Lineage<'_>,
    message: Option<&BookMessage>,
) -> Result<Vec<Link>, StoreError> {
    let mut found = Vec::new();
    if let Identity::Message { account, id } = &lineage.identity {
        for (relation, place) in reader.places_about(message_key(account, id), MOST)? {
            found.push((relation, place, None));
        }
    }
    for key in &lineage.brings {
        let about = reader.places_about(*key, MOST)?.into_iter();
        let speaking = about.filter(|(relation, _)| *relation != Relation::Brings);
        found.extend(speaking.map(|(relation, place)| (relation, place, None)));
    }
    if let Some(message) = message {
        found.extend(watermarks(reader, message)?);
    }
    found.sort_by_key(|(_, place, _)| (place.capture, place.item));
    found.dedup_by_key(|(relation, place, _)| (*relation, place.capture, place.item));
    found.retain(|(_, place, _)| !known.is_at(place));
    let link = |(relation, place, id): (Relation, Place, Option<String>)| Link {
        relation: relation.as_str().to_owned(),
        incoming: true,
        id,
        ..to(&place)
    };
    Ok(found.into_iter().map(link).collect())
}

/// The watermarks that lie between this message and the next of its conversation.
fn watermarks(
    reader: &Lookup<'_>,
    message: &BookMessage,
) -> Result<Vec<(Relation, Place, Option<String>)>, StoreError> {
    let Some(customer) = &message.customer else { return Ok(Vec::new()) };
    let key = conversation_key(&message.account, customer);
    if !reader.has_watermark(key, message.date_ms)? {
        return Ok(Vec::new());
    }
    let newest = reader.newest_message(&message.account, customer, message.date_ms)?;
    if newest.is_none_or(|newest| newest.external_id != message.external_id) {
        return Ok(Vec::new());
    }
    let next = reader.next_message_ms(&message.account, customer, message.date_ms)?.unwrap_or(i64::MAX);
    let mut found = Vec::new();
    for relation in [Relation::ReadUpTo, Relation::DeliveredUpTo] {
        let [from, before] = [message.date_ms, next].map(|ms| ms.saturating_add(relation.before_watermark_ms()));
        let within = reader.watermarks((relation, key), from, before, MOST)?;
        found.extend(within.into_iter().map(|(at, place)| (relation, place, Some(at.to_string()))));
    }
    Ok(found)
}

fn own_id(lineage: &Lineage<'_>) -> Option<String> {
    match &lineage.identity {
        Identity::Message { id, .. } => Some(id.clone().into_owned()),
        _ => None,
    }
}

fn to(place: &Place) -> Link {
    Link {
        relation: String::new(),
        incoming: false,
        capture: Some(place.capture),
        item: Some(place.item),
        id: None,
        note: None,
    }
}
