//! `settings`: the app's own, by name. The app's token is one of them, and the only one that is a secret.

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;
use crate::retention::Retention;
use crate::token::random_token;
use triptych_core::secret::Secret;

/// Not handed out by [`get`], so that a listing of settings cannot show it.
const APP_TOKEN: &str = "app_token";

const RETENTION_CAPTURES: &str = "retention_captures";
const RETENTION_BYTES: &str = "retention_bytes";
const RETENTION_AGE_DAYS: &str = "retention_age_days";
const NO_LIMIT: &str = "none";

pub(crate) fn get(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    if key == APP_TOKEN {
        return Ok(None);
    }
    value(conn, key)
}

/// All but the token, by name.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    conn.prepare_cached("SELECT key, value FROM settings WHERE key <> ?1 ORDER BY key")?
        .query_map([APP_TOKEN], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

pub(crate) fn set(conn: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

pub(crate) fn remove(conn: &Connection, key: &str) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM settings WHERE key = ?1")?.execute([key])? == 1)
}

/// `None` before the first opening for writing, which makes one.
pub(crate) fn app_token(conn: &Connection) -> rusqlite::Result<Option<Secret>> {
    Ok(value(conn, APP_TOKEN)?.map(Secret::new))
}

pub(crate) fn set_app_token(conn: &Connection, token: &Secret) -> rusqlite::Result<()> {
    set(conn, APP_TOKEN, token.expose())
}

/// Gives the app a random token where it has none.
pub(crate) fn ensure_app_token(conn: &Connection) -> Result<(), String> {
    if app_token(conn).map_err(|error| error.to_string())?.is_none() {
        let token = random_token().map_err(|error| error.to_string())?;
        set_app_token(conn, &token).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The default for each limit that is not set.
pub(crate) fn retention(conn: &Connection) -> Result<Retention, StoreError> {
    let default = Retention::default();
    let retention = Retention {
        captures: limit(conn, RETENTION_CAPTURES, "settings.retention_captures", default.captures)?,
        bytes: limit(conn, RETENTION_BYTES, "settings.retention_bytes", default.bytes)?,
        age_days: limit(conn, RETENTION_AGE_DAYS, "settings.retention_age_days", default.age_days)?,
    };
    retention.validate()?;
    Ok(retention)
}

pub(crate) fn set_retention(conn: &Connection, retention: &Retention) -> Result<(), StoreError> {
    retention.validate()?;
    let text = |limit: Option<u64>| limit.map_or_else(|| NO_LIMIT.to_owned(), |limit| limit.to_string());
    set(conn, RETENTION_CAPTURES, &text(retention.captures))?;
    set(conn, RETENTION_BYTES, &text(retention.bytes))?;
    Ok(set(conn, RETENTION_AGE_DAYS, &text(retention.age_days.map(u64::from)))?)
}

fn limit<T: std::str::FromStr>(
    conn: &Connection,
    key: &str,
    column: &'static str,
    default: Option<T>,
) -> Result<Option<T>, StoreError> {
    match value(conn, key)?.as_deref() {
        None => Ok(default),
        Some(NO_LIMIT) => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| StoreError::Unreadable(column)),
    }
}

fn value(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT value FROM settings WHERE key = ?1")?.query_row([key], |row| row.get(0)).optional()
}
