//! What belongs together, looked up when a capture is shown: nothing is written in both directions, so it does not
//! matter which came first, and what is pruned leaves no link to nothing.

mod changed;
mod deliveries;
mod links;

use triptych_core::lineage::{Identity, Lineage, Trace};
use triptych_store::{Place, Reader, StoreError};

pub(crate) use deliveries::deliveries;
pub(crate) use links::links;

/// Where an event came, here too: of those from the capture `around` on the first ones, of those before it the last
/// ones, at most `limit` each of every kind. `message`: what it became, if it is known to have become one.
fn occurrences(
    reader: &Reader,
    lineage: &Lineage<'_>,
    message: Option<i64>,
    around: i64,
    limit: u32,
) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    match (&lineage.identity, message) {
        (Identity::Message { account, id }, _) => {
            places = places_of(reader, account, id, around, limit)?;
        }
        (_, Some(message)) => places.extend(reader.places_of_message(message, around, limit)?),
        (_, None) => places.extend(reader.places_told_by(&lineage.trace(), around, limit)?),
    }
    Ok(places)
}

/// Where a message came, by its id, whether or not it became a document; oldest first.
fn places_of(reader: &Reader, account: &str, id: &str, around: i64, limit: u32) -> Result<Vec<Place>, StoreError> {
    let mut places = reader.places_told_by(&Trace::of_message(account, id), around, limit)?;
    for message in reader.messages_called(account, id)? {
        places.extend(reader.places_of_message(message.id, around, limit)?);
    }
    places.sort();
    places.dedup_by_key(|place| (place.capture, place.item));
    Ok(places)
}

#[cfg(test)]
mod tests;
