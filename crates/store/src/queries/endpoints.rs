//! `endpoints`: who delivers, and what the user set for each.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use triptych_core::convert::Business;
use triptych_core::endpoint::{Channel, EndpointKey, Policy};
use triptych_core::secret::Secret;

use super::captures::word;
use super::unsigned;

/// What the user sets for an endpoint, but for its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointSettings {
    pub name: Option<String>,
    pub org_id: i64,
    pub page_id: Option<String>,
    pub business: Business,
    pub policy: Policy,
}

/// An endpoint without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRow {
    pub id: i64,
    pub key: EndpointKey,
    pub settings: EndpointSettings,
    pub has_bearer_token: bool,
    pub has_verify_token: bool,
    /// When it appeared: microseconds since 1970, UTC.
    pub created_us: i64,
}

/// What judging a request to an endpoint needs.
#[derive(Debug, Clone)]
pub struct EndpointAuth {
    pub id: i64,
    pub key: EndpointKey,
    pub bearer_token: Option<Secret>,
    pub verify_token: Option<Secret>,
    /// Its own app secrets, in the order they were added; those of the app count besides.
    pub secrets: Vec<Secret>,
    pub policy: Policy,
}

/// What came to an endpoint so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EndpointUse {
    /// Accepted captures that are stored.
    pub captures: u64,
    /// When the newest of them came: microseconds since 1970, UTC.
    pub last_us: Option<i64>,
    /// Conversations in the book.
    pub conversations: u64,
}

/// The endpoint's id; a new row where there was none.
pub(crate) fn add(conn: &Connection, key: &EndpointKey, created_us: i64) -> rusqlite::Result<i64> {
    if let Some(id) = find(conn, key)? {
        return Ok(id);
    }
    conn.prepare_cached(
        "INSERT INTO endpoints (channel, workspace_id, credentials_id, created_us) VALUES (?1, ?2, ?3, ?4)",
    )?
    .insert(params![key.channel.as_str(), key.workspace_id, key.credentials_id, created_us])
}

pub(crate) fn find(conn: &Connection, key: &EndpointKey) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT id FROM endpoints WHERE channel = ?1 AND workspace_id = ?2 AND credentials_id = ?3")?
        .query_row(params![key.channel.as_str(), key.workspace_id, key.credentials_id], |row| row.get(0))
        .optional()
}

/// In the order they appeared.
pub(crate) fn all(conn: &Connection) -> rusqlite::Result<Vec<EndpointRow>> {
    conn.prepare_cached("SELECT * FROM endpoints ORDER BY id")?.query_map([], endpoint)?.collect()
}

pub(crate) fn get(conn: &Connection, id: i64) -> rusqlite::Result<Option<EndpointRow>> {
    conn.prepare_cached("SELECT * FROM endpoints WHERE id = ?1")?.query_row([id], endpoint).optional()
}

pub(crate) fn auth(conn: &Connection) -> rusqlite::Result<Vec<EndpointAuth>> {
    let mut secrets = conn.prepare_cached("SELECT secret FROM endpoint_secrets WHERE endpoint_id = ?1 ORDER BY id")?;
    let mut statement = conn.prepare_cached("SELECT * FROM endpoints ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        found.push(EndpointAuth {
            id,
            key: key(row)?,
            bearer_token: row.get::<_, Option<String>>("bearer_token")?.map(Secret::new),
            verify_token: row.get::<_, Option<String>>("verify_token")?.map(Secret::new),
            secrets: secrets
                .query_map([id], |row| row.get::<_, String>(0).map(Secret::new))?
                .collect::<Result<_, _>>()?,
            policy: word(row, "policy", Policy::parse)?,
        });
    }
    Ok(found)
}

/// What came to each endpoint. Reads all captures, but for their bodies.
pub(crate) fn usage(conn: &Connection) -> rusqlite::Result<HashMap<i64, EndpointUse>> {
    let mut found: HashMap<i64, EndpointUse> = HashMap::new();
    let mut conversations =
        conn.prepare_cached("SELECT endpoint_id, count(*) FROM conversations GROUP BY endpoint_id")?;
    let mut rows = conversations.query([])?;
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().conversations = unsigned(row, 1)?;
    }
    let mut captures = conn.prepare_cached(
        "SELECT e.id, c.captures, c.last_us FROM endpoints e JOIN (
             SELECT channel, workspace_id, credentials_id, count(*) AS captures, max(received_us) AS last_us
             FROM captures WHERE judgement = 'accepted' GROUP BY channel, workspace_id, credentials_id
         ) c USING (channel, workspace_id, credentials_id)",
    )?;
    let mut rows = captures.query([])?;
    while let Some(row) = rows.next()? {
        let usage = found.entry(row.get(0)?).or_default();
        (usage.captures, usage.last_us) = (unsigned(row, 1)?, row.get(2)?);
    }
    Ok(found)
}

/// Removes an endpoint with its settings, if nothing that is kept came to it; whether it was.
pub(crate) fn remove_unused(conn: &Connection, id: i64) -> rusqlite::Result<bool> {
    let removed = conn
        .prepare_cached(
            "DELETE FROM endpoints WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM conversations WHERE endpoint_id = ?1)
                 AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.judgement = 'accepted' AND c.channel = endpoints.channel
                     AND c.workspace_id = endpoints.workspace_id AND c.credentials_id = endpoints.credentials_id)",
        )?
        .execute([id])?;
    Ok(removed == 1)
}

/// `false` where there is no such endpoint.
pub(crate) fn update(conn: &Connection, id: i64, settings: &EndpointSettings) -> rusqlite::Result<bool> {
    let business = &settings.business;
    let changed = conn
        .prepare_cached(
            "UPDATE endpoints SET name = ?2, org_id = ?3, page_id = ?4, policy = ?5, business_id = ?6,
                 business_name = ?7, business_city = ?8, business_zipcode = ?9, business_country = ?10,
                 business_formatted_address = ?11
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            settings.name,
            settings.org_id,
            settings.page_id,
            settings.policy.as_str(),
            business.id,
            business.name,
            business.city,
            business.zipcode,
            business.country,
            business.formatted_address,
        ])?;
    Ok(changed == 1)
}

pub(crate) fn set_bearer_token(conn: &Connection, id: i64, token: Option<&Secret>) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare_cached("UPDATE endpoints SET bearer_token = ?2 WHERE id = ?1")?;
    Ok(statement.execute(params![id, token.map(Secret::expose)])? == 1)
}

pub(crate) fn set_verify_token(conn: &Connection, id: i64, token: Option<&Secret>) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare_cached("UPDATE endpoints SET verify_token = ?2 WHERE id = ?1")?;
    Ok(statement.execute(params![id, token.map(Secret::expose)])? == 1)
}

fn key(row: &Row<'_>) -> rusqlite::Result<EndpointKey> {
    Ok(EndpointKey {
        channel: word(row, "channel", Channel::parse)?,
        workspace_id: row.get("workspace_id")?,
        credentials_id: row.get("credentials_id")?,
    })
}

fn endpoint(row: &Row<'_>) -> rusqlite::Result<EndpointRow> {
    Ok(EndpointRow {
        id: row.get("id")?,
        key: key(row)?,
        settings: EndpointSettings {
            name: row.get("name")?,
            org_id: row.get("org_id")?,
            page_id: row.get("page_id")?,
            business: Business {
                id: row.get("business_id")?,
                name: row.get("business_name")?,
                city: row.get("business_city")?,
                zipcode: row.get("business_zipcode")?,
                country: row.get("business_country")?,
                formatted_address: row.get("business_formatted_address")?,
            },
            policy: word(row, "policy", Policy::parse)?,
        },
        has_bearer_token: row.get_ref("bearer_token")?.as_str_or_null().is_ok_and(|token| token.is_some()),
        has_verify_token: row.get_ref("verify_token")?.as_str_or_null().is_ok_and(|token| token.is_some()),
        created_us: row.get("created_us")?,
    })
}
