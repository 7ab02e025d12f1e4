//! The store of Triptych: one SQLite file, and the only crate that contains SQL.
//!
//! [`Store`] owns a data folder. Captures go in through [`Store::append`], which answers only after the commit has
//! reached the disk; everything else is written through [`Store::write`], a closure that runs in a transaction on the
//! same writer thread. Reading never waits for writing: [`Store::read`] lends a read-only connection, and
//! [`Reader::open`] gives one to another process while the app runs.
//!
//! What is kept falls in three parts, told apart in `migrations/`: the log (captures and bodies, never changed, and
//! removed beyond the [`Retention`]), the book (ids of messages and conversations and the documents as first generated,
//! kept for ever; [`BookDraft`] is the view of it that conversion works with) and what is derived from both and may
//! be rebuilt (items, outputs, summaries, lineage). What searches look up, the [`Index`], is derived too, and a file of its own.

mod answers;
mod backup;
mod book;
mod checkpoint;
mod connection;
mod database;
mod error;
mod folder;
mod index;
mod mounts;
mod queries;
mod queue;
mod reader;
mod retention;
mod schema;
mod store;
mod token;
mod tx;
mod upkeep;
mod writer;

pub use book::{BookDraft, BookEntries, EndpointBook, PastBook};
pub use error::{OpenError, StoreError, WriteError};
pub use index::lookup::{Indexed, Probe};
pub use index::{Document, Index, SEPARATOR, Tag, Token};
pub use queries::captures::{
    CapturePage, CaptureRow, PageKey, PendingCapture, RING_BODY_BYTES, RING_CAPTURES, StoredCapture,
};
pub use queries::deliveries::DeliveryRow;
pub use queries::endpoints::{EndpointAuth, EndpointRow, EndpointSettings, EndpointUse};
pub use queries::items::{DuplicateOf, ItemRow, NewItem, NewOutput, Outcomes, OutputRow};
pub use queries::kept::{BookMessage, Repeat};
pub use queries::lineage::Place;
pub use queries::replays::ReplayNote;
pub use queries::secrets::SecretRow;
pub use queries::summaries::Summary;
pub use queries::threads::{Below, ConversationRow, MessageRow};
pub use queries::totals::Totals;
pub use reader::Reader;
pub use retention::Retention;
pub use store::Store;
pub use token::new_token;
pub use tx::{Projection, WriteTx};

/// Name of the database in the data folder.
pub const DATABASE_FILE: &str = "triptych.db";
/// Name of the index beside it. It may be deleted while nothing has it open: it is made anew.
pub const INDEX_FILE: &str = "triptych.search.db";
/// Name of the file in the data folder whose lock makes one instance its owner.
pub const LOCK_FILE: &str = "triptych.lock";
/// How long a capture that the user removed can be restored.
pub const UNDO_SECONDS: i64 = 60;

#[cfg(test)]
mod tests;
