//! What belongs together, looked up when a capture is shown: nothing is written in both directions, so it does not
//! matter which came first, and what is pruned leaves no link to nothing.

mod changed;
mod deliveries;
mod links;
mod lookup;

use triptych_core::lineage::{Identity, Lineage, Thing, Trace};
use triptych_store::{BookMessage, Place, StoreError};

pub(crate) use deliveries::deliveries;
pub(crate) use links::links;
pub(crate) use lookup::Lookup;

/// An item of a capture, as far as it is known without asking for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) capture: i64,
    /// Which item it is, from 0.
    pub(crate) item: u32,
    /// What it became.
    pub(crate) message: Option<i64>,
    /// Its documents were made here, and nowhere before.
    pub(crate) is_first: bool,
    /// Its content differs from what first came under its id.
    pub(crate) conflict: bool,
    pub(crate) is_echo: bool,
}

impl Known {
    pub(crate) fn at(capture: i64, item: u32) -> Self {
        Self { capture, item, message: None, is_first: false, conflict: false, is_echo: false }
    }

    fn is_at(&self, place: &Place) -> bool {
        (place.capture, place.item) == (self.capture, self.item)
    }
}

/// The messages of the book that an item is: one an endpoint that has it.
fn messages(reader: &Lookup<'_>, known: &Known, lineage: &Lineage<'_>) -> Result<Vec<BookMessage>, StoreError> {
    match (&lineage.identity, known.message) {
        (Identity::Message { account, id }, _) => reader.messages_called(account, id),
        (_, Some(message)) => Ok(reader.message(message)?.into_iter().collect()),
        (_, None) => Ok(Vec::new()),
    }
}

/// Where else an item's event came, oldest first: of those from the capture `around` on the first ones, of those before
/// it the last ones, at most `limit` each of every kind. `messages`: those that it is.
fn elsewhere(
    reader: &Lookup<'_>,
    known: &Known,
    lineage: &Lineage<'_>,
    messages: &[BookMessage],
    (around, limit): (i64, u32),
) -> Result<Vec<Place>, StoreError> {
    let has_own_id = matches!(lineage.identity, Identity::Message { .. });
    let mut places = match known.message {
        Some(_) if !has_own_id => Vec::new(),
        _ => reader.places_told_by(&lineage.trace(), around, limit)?,
    };
    for message in messages {
        places.extend(reader.places_again(message.id, around, limit)?);
        if !(known.is_first && known.message == Some(message.id)) {
            places.extend(reader.places_made(message.id)?);
        }
    }
    places.retain(|place| !known.is_at(place));
    Ok(in_order(places))
}

/// The first place where a message came, by its id, whether or not it became a document.
fn first_of(reader: &Lookup<'_>, account: &str, id: &str) -> Result<Option<Place>, StoreError> {
    let mut places = reader.places_told_by(&Trace::of_message(account, id), 0, 1)?;
    for message in reader.messages_called(account, id)? {
        places.extend(first_of_message(reader, message.id)?);
    }
    Ok(in_order(places).into_iter().next())
}

/// The first place that brings a thing.
fn first_with(reader: &Lookup<'_>, thing: &Thing<'_>) -> Result<Option<Place>, StoreError> {
    let mut places = Vec::new();
    for key in &thing.keys {
        places.extend(reader.places_told_by(&Trace::of_thing(*key), 0, 1)?);
    }
    Ok(in_order(places).into_iter().next())
}

fn first_of_message(reader: &Lookup<'_>, message: i64) -> Result<Option<Place>, StoreError> {
    let mut places = reader.places_made(message)?;
    if places.is_empty() {
        places = reader.places_again(message, 0, 1)?;
    }
    Ok(in_order(places).into_iter().next())
}

fn in_order(mut places: Vec<Place>) -> Vec<Place> {
    places.sort();
    places.dedup_by_key(|place| (place.capture, place.item));
    places
}

#[cfg(test)]
mod tests;
