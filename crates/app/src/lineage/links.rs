//! The links of one item: what it speaks of, and what speaks of it.

use triptych_core::lineage::{Identity, Lineage, Reference, Relation, Target, conversation_key, message_key};
use triptych_store::{BookMessage, Place, Reader, StoreError};

use super::{occurrences, places_of};
use crate::api::lineage::Link;

/// Most links of a kind; a message that a thousand events speak of shows the first of them.
const MOST: u32 = 50;

const GONE: &str = "not in the store any more";
const UNSEEN: &str = "not in the store, or not yet";

/// The links of an item of a capture. `message`: what it became, if it did.
pub(crate) fn links(
    reader: &Reader,
    here: (i64, u32),
    lineage: &Lineage<'_>,
    message: Option<i64>,
) -> Result<Vec<Link>, StoreError> {
    let mut links = again(reader, here, lineage, message)?;
    for reference in &lineage.references {
        links.push(outgoing(reader, reference)?);
    }
    once_each(&mut links);
    let message = message.map_or(Ok(None), |id| reader.message(id))?;
    links.extend(incoming(reader, here, lineage, message.as_ref())?);
    Ok(links)
}

/// The same event elsewhere.
fn again(
    reader: &Reader,
    here: (i64, u32),
    lineage: &Lineage<'_>,
    message: Option<i64>,
) -> Result<Vec<Link>, StoreError> {
    let places = occurrences(reader, lineage, message, here.0, MOST)?;
    let is_here = |place: &Place| (place.capture, place.item) == here;
    let own = places.iter().find(|place| is_here(place));
    let is_echo = |place: &Place| place.field.as_deref() == Some("message_echoes");
    let own_is_echo = own.is_some_and(is_echo);
    let is_message = message.is_some() || matches!(lineage.identity, Identity::Message { .. });
    let link = |place: &Place| {
        let (relation, is_incoming) = match (own_is_echo, is_echo(place)) {
            (true, false) if is_message => (Relation::EchoOf, false),
            (false, true) if is_message => (Relation::EchoOf, true),
            _ => (Relation::SameMessage, (place.capture, place.item) > here),
        };
        let relation = if is_message { relation.as_str() } else { "same_event" };
        let differs = own.is_some_and(|own| own.conflict || place.conflict);
        let by_standby = place.via.as_deref() == Some("standby");
        let notes = [(differs, "with other content"), (by_standby, "by standby")];
        let notes: Vec<&str> = notes.into_iter().filter_map(|(is_so, note)| is_so.then_some(note)).collect();
        Link {
            relation: relation.to_owned(),
            incoming: is_incoming,
            id: own_id(lineage),
            note: (!notes.is_empty()).then(|| notes.join(", ")),
            ..to(place)
        }
    };
    Ok(places.iter().filter(|place| !is_here(place)).map(link).collect())
}

/// What the item speaks of.
fn outgoing(reader: &Reader, reference: &Reference<'_>) -> Result<Link, StoreError> {
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
            match places_of(reader, account, id, 0, 1)?.first() {
                Some(place) => Link { id: known, ..to(place) },
                None if reader.messages_called(account, id)?.is_empty() => nowhere(known, UNSEEN),
                None => nowhere(known, GONE),
            }
        }
        Target::UpTo { account, customer, until_ms } => {
            let watermark = Some(until_ms.to_string());
            match reader.newest_message(account, customer, *until_ms)? {
                None => nowhere(watermark, "no message up to then is in the store"),
                Some(newest) => match reader.places_of_message(newest.id, 0, 1)?.first() {
                    Some(place) => {
                        Link { id: watermark, note: Some("the newest message up to then".to_owned()), ..to(place) }
                    }
                    None => nowhere(watermark, GONE),
                },
            }
        }
        Target::Story(id) => nowhere(id.clone().map(Into::into), "a story, which is no message"),
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
    reader: &Reader,
    here: (i64, u32),
    lineage: &Lineage<'_>,
    message: Option<&BookMessage>,
) -> Result<Vec<Link>, StoreError> {
    let mut found = Vec::new();
    if let Identity::Message { account, id } = &lineage.identity {
        for (relation, place) in reader.places_about(message_key(account, id), MOST)? {
            found.push((relation, place, None));
        }
    }
    if let Some(message) = message {
        found.extend(watermarks(reader, message)?);
    }
    found.sort_by_key(|(_, place, _)| (place.capture, place.item));
    found.dedup_by_key(|(relation, place, _)| (*relation, place.capture, place.item));
    found.retain(|(_, place, _)| (place.capture, place.item) != here);
    let link = |(relation, place, id): (Relation, Place, Option<String>)| Link {
        relation: relation.as_str().to_owned(),
        incoming: true,
        id,
        ..to(&place)
    };
    Ok(found.into_iter().map(link).collect())
}

/// The watermarks that lie between this message and the next of its conversation.
fn watermarks(reader: &Reader, message: &BookMessage) -> Result<Vec<(Relation, Place, Option<String>)>, StoreError> {
    let Some(customer) = &message.customer else { return Ok(Vec::new()) };
    let newest = reader.newest_message(&message.account, customer, message.date_ms)?;
    if newest.is_none_or(|newest| newest.external_id != message.external_id) {
        return Ok(Vec::new());
    }
    let next = reader.next_message_ms(&message.account, customer, message.date_ms)?.unwrap_or(i64::MAX);
    let key = conversation_key(&message.account, customer);
    let mut found = Vec::new();
    for relation in [Relation::ReadUpTo, Relation::DeliveredUpTo] {
        let within = reader.watermarks((relation, key), message.date_ms, next, MOST)?;
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
