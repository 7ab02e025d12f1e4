//! `app_secrets` and `endpoint_secrets`: the Facebook app secrets that sign webhooks.

use rusqlite::{Connection, Row, params};

use triptych_core::secret::Secret;

/// An app secret of the app or of one endpoint.
#[derive(Debug, Clone)]
pub struct SecretRow {
    pub id: i64,
    pub secret: Secret,
    /// Microseconds since 1970, UTC.
    pub added_us: i64,
}

/// In the order they were added.
pub(crate) fn of_app(conn: &Connection) -> rusqlite::Result<Vec<SecretRow>> {
    conn.prepare_cached("SELECT id, secret, added_us FROM app_secrets ORDER BY id")?.query_map([], secret)?.collect()
}

/// In the order they were added.
pub(crate) fn of_endpoint(conn: &Connection, endpoint_id: i64) -> rusqlite::Result<Vec<SecretRow>> {
    conn.prepare_cached("SELECT id, secret, added_us FROM endpoint_secrets WHERE endpoint_id = ?1 ORDER BY id")?
        .query_map([endpoint_id], secret)?
        .collect()
}

/// The id; that of the old row where the same secret is there already.
pub(crate) fn add_to_app(conn: &Connection, secret: &Secret, added_us: i64) -> rusqlite::Result<i64> {
    conn.prepare_cached(
        "INSERT INTO app_secrets (secret, added_us) VALUES (?1, ?2)
         ON CONFLICT (secret) DO UPDATE SET added_us = added_us RETURNING id",
    )?
    .query_row(params![secret.expose(), added_us], |row| row.get(0))
}

/// The id; that of the old row where the endpoint has the same secret already.
pub(crate) fn add_to_endpoint(
    conn: &Connection,
    endpoint_id: i64,
    secret: &Secret,
    added_us: i64,
) -> rusqlite::Result<i64> {
    conn.prepare_cached(
        "INSERT INTO endpoint_secrets (endpoint_id, secret, added_us) VALUES (?1, ?2, ?3)
         ON CONFLICT (endpoint_id, secret) DO UPDATE SET added_us = added_us RETURNING id",
    )?
    .query_row(params![endpoint_id, secret.expose(), added_us], |row| row.get(0))
}

/// `false` where there is no such secret.
pub(crate) fn remove_from_app(conn: &Connection, id: i64) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM app_secrets WHERE id = ?1")?.execute([id])? == 1)
}

/// `false` where there is no such secret.
pub(crate) fn remove_from_endpoint(conn: &Connection, id: i64) -> rusqlite::Result<bool> {
    Ok(conn.prepare_cached("DELETE FROM endpoint_secrets WHERE id = ?1")?.execute([id])? == 1)
}

fn secret(row: &Row<'_>) -> rusqlite::Result<SecretRow> {
    Ok(SecretRow {
        id: row.get("id")?,
        secret: Secret::new(row.get::<_, String>("secret")?),
        added_us: row.get("added_us")?,
    })
}
