//! Which columns hold a text: to see that secrets are where they belong, and nowhere else.

use rusqlite::Connection;

/// The columns that hold a text, as `table.column`, in order.
pub(crate) fn columns_holding(conn: &Connection, text: &str) -> rusqlite::Result<Vec<String>> {
    let columns: Vec<(String, String)> = conn
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (table, column) in columns {
        // Both names are from our own migrations.
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), CAST(?1 AS BLOB)) > 0)"
        );
        if conn.query_row(&sql, [text], |row| row.get(0))? {
            found.push(format!("{table}.{column}"));
        }
    }
    Ok(found)
}
