//! What may follow a key of a filter: for completion.

use triptych_core::capture::Judgement;
use triptych_core::filter::VERDICTS;
use triptych_core::fold::fold;
use triptych_store::{Reader, StoreError};

use super::subject::kind;

/// Most values offered.
const MOST: u32 = 20;

/// Values that contain what was typed: those that begin with it first, then what was seen last. None for a key that
/// takes anything.
pub(crate) fn values(reader: &Reader, key: &str, typed: &str) -> Result<Vec<String>, StoreError> {
    let typed = fold(typed);
    let seen = |kind| reader.tag_values(kind, &typed, MOST);
    let mut values = match key {
        "field" => seen(kind::FIELD)?,
        "verdict" => choose(VERDICTS, &typed),
        "judged" => choose(Judgement::ALL.map(Judgement::as_str), &typed),
        "from" => {
            let names = reader.contact_names()?.into_iter().map(|(_, name)| name);
            choose(names, &typed).into_iter().chain(seen(kind::FROM)?).collect()
        }
        "page" => seen(kind::PAGE)?,
        "endpoint" => {
            let endpoints = reader.endpoints()?.into_iter();
            let names = endpoints.map(|row| {
                let ids = format!("{}/{}", row.key.workspace_id, row.key.credentials_id);
                row.settings.name.unwrap_or(ids)
            });
            choose(names, &typed)
        }
        "type" => seen(kind::TYPE)?,
        "dup" | "replay" => choose(["yes", "no"], &typed),
        _ => Vec::new(),
    };
    let mut known = std::collections::HashSet::new();
    values.retain(|value| known.insert(value.clone()));
    values.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(values)
}

fn choose<T: Into<String>>(values: impl IntoIterator<Item = T>, typed: &str) -> Vec<String> {
    let places = values.into_iter().filter_map(|value| {
        let value = value.into();
        Some((fold(&value).find(typed)? > 0, value))
    });
    let mut found: Vec<(bool, String)> = places.collect();
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, value)| value).collect()
}
