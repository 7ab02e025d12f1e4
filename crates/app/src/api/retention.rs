//! How much is kept: the limits, and what is there.

use std::path::Path;

use serde::{Deserialize, Serialize};
use triptych_store::{DATABASE_FILE, INDEX_FILE, Reader, Retention, StoreError};
use ts_rs::TS;

use super::{ApiError, read};
use crate::desk::Desk;

/// Answer of `retention.get` and `retention.set`: the limits, and how much is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RetentionView {
    /// Most captures; `null`: any number.
    pub captures: Option<u64>,
    /// Most bytes of heads and bodies; `null`: any number.
    pub bytes: Option<u64>,
    /// Most days after receipt; `null`: any age.
    pub age_days: Option<u32>,
    /// Accepted captures and passed handshakes: what the limits count.
    pub kept_captures: u64,
    /// Bytes of their heads and bodies.
    pub kept_bytes: u64,
    pub pinned: u64,
    /// Bytes of the database and the index on the disk.
    pub file_bytes: u64,
}

/// Request of `retention.set`. `null`: no such limit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetRetention {
    pub captures: Option<u64>,
    pub bytes: Option<u64>,
    pub age_days: Option<u32>,
}

impl RetentionView {
    /// The limits of a store, and how much is kept in this data folder.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn of(reader: &Reader, data_dir: &Path) -> Result<Self, StoreError> {
        let limits = reader.retention()?;
        let (held, removed) = (reader.totals()?, reader.removed_totals()?);
        Ok(Self {
            captures: limits.captures,
            bytes: limits.bytes,
            age_days: limits.age_days,
            kept_captures: held.captures.saturating_sub(removed.captures),
            kept_bytes: held.bytes.saturating_sub(removed.bytes),
            pinned: reader.pinned()?,
            file_bytes: file_bytes(data_dir),
        })
    }
}

/// The database and the index with their logs; what is not there counts nothing.
fn file_bytes(data_dir: &Path) -> u64 {
    let files = [DATABASE_FILE, INDEX_FILE].into_iter().flat_map(|file| [file.to_owned(), format!("{file}-wal")]);
    files.map(|file| data_dir.join(file).metadata().map_or(0, |file| file.len())).sum()
}

pub(super) async fn get(desk: &Desk) -> Result<RetentionView, ApiError> {
    let app = desk.app().await?;
    let dir = app.data_dir().to_owned();
    read(&app, move |reader| RetentionView::of(reader, &dir)).await
}

pub(super) async fn set(desk: &Desk, request: SetRetention) -> Result<RetentionView, ApiError> {
    let limits = Retention { captures: request.captures, bytes: request.bytes, age_days: request.age_days };
    let app = desk.app().await?;
    app.store().write(move |tx| tx.set_retention(&limits)).await.map_err(|error| match error {
        StoreError::Invalid(why) => {
            let mut why = why;
            why[..1].make_ascii_uppercase();
            ApiError::new("bad_retention", format!("{why}."), Some("Nothing was changed."))
        }
        error => error.into(),
    })?;
    get(desk).await
}
