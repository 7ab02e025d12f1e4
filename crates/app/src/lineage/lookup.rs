//! The store as it is asked for the links of many items at once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;

use triptych_store::{Place, Reader, StoreError};

/// So often one document of a capture is looked for among all of them; after that they are kept by their messages. A batch
/// that is sent again asks for every one of the first.
const FEW: u32 = 4;

pub(crate) struct Lookup<'r> {
    reader: &'r Reader,
    /// By capture.
    made: RefCell<HashMap<i64, Made>>,
}

/// Where the messages were made that a capture made.
enum Made {
    Asked(u32),
    Known(HashMap<i64, Vec<Place>>),
}

impl<'r> Lookup<'r> {
    pub(crate) fn new(reader: &'r Reader) -> Self {
        Self { reader, made: RefCell::default() }
    }

    /// Where a message was made, and where else it stands in that capture.
    pub(super) fn places_made(&self, message: i64) -> Result<Vec<Place>, StoreError> {
        let Some(capture) = self.reader.made_by(message)? else { return Ok(Vec::new()) };
        let mut made = self.made.borrow_mut();
        let made = made.entry(capture).or_insert(Made::Asked(0));
        match made {
            Made::Asked(times) if *times < FEW => {
                *times += 1;
                return self.reader.places_made(message);
            }
            Made::Asked(_) => {
                let mut known = HashMap::<i64, Vec<Place>>::new();
                for (message, place) in self.reader.places_in(capture)? {
                    known.entry(message).or_default().push(place);
                }
                *made = Made::Known(known);
            }
            Made::Known(_) => {}
        }
        let Made::Known(known) = made else { return Ok(Vec::new()) };
        Ok(known.get(&message).cloned().unwrap_or_default())
    }
}

impl Deref for Lookup<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}
