//! `contacts`: what the user entered about customers.

use rusqlite::{Connection, OptionalExtension, params};
use triptych_core::convert::book::Contact;

pub(crate) fn get(conn: &Connection, endpoint_id: i64, customer: &str) -> rusqlite::Result<Option<Contact>> {
    conn.prepare_cached("SELECT name, img, phone_number, email FROM contacts WHERE endpoint_id = ?1 AND customer = ?2")?
        .query_row(params![endpoint_id, customer], |row| {
            Ok(Contact { name: row.get(0)?, img: row.get(1)?, phone_number: row.get(2)?, email: row.get(3)? })
        })
        .optional()
}

/// All of an endpoint, by customer.
pub(crate) fn of_endpoint(conn: &Connection, endpoint_id: i64) -> rusqlite::Result<Vec<(String, Contact)>> {
    conn.prepare_cached(
        "SELECT customer, name, img, phone_number, email FROM contacts WHERE endpoint_id = ?1 ORDER BY customer",
    )?
    .query_map([endpoint_id], |row| {
        let contact = Contact { name: row.get(1)?, img: row.get(2)?, phone_number: row.get(3)?, email: row.get(4)? };
        Ok((row.get(0)?, contact))
    })?
    .collect()
}

/// Customers and their names, of all endpoints.
pub(crate) fn names(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    conn.prepare_cached("SELECT customer, name FROM contacts WHERE name <> ''")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Forgets all of an endpoint.
pub(crate) fn clear(conn: &Connection, endpoint_id: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM contacts WHERE endpoint_id = ?1")?.execute([endpoint_id])?;
    Ok(())
}

pub(crate) fn set(conn: &Connection, endpoint_id: i64, customer: &str, contact: &Contact) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO contacts (endpoint_id, customer, name, img, phone_number, email)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![endpoint_id, customer, contact.name, contact.img, contact.phone_number, contact.email])?;
    Ok(())
}
