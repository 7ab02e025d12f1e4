//! Where replays may go besides our own listener: only where the user said so, for a replay holds customers' messages.

use triptych_store::{Reader, Store, StoreError};

use super::{SendError, Target};

/// A JSON array of origins.
const SETTING: &str = "replay_targets";

/// Scheme, host and port of a URL.
///
/// # Errors
/// Where it is no URL to send to.
pub fn origin(url: &str) -> Result<String, SendError> {
    let target = Target::parse(url.trim())?;
    Ok(format!("{}://{}", if target.tls { "https" } else { "http" }, target.authority().to_ascii_lowercase()))
}

/// The origins that are allowed, in order.
///
/// # Errors
/// Where the store cannot be read.
pub fn all(store: &Store) -> Result<Vec<String>, StoreError> {
    store.read(read)
}

fn read(reader: &Reader) -> Result<Vec<String>, StoreError> {
    let text = reader.setting(SETTING)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Allows one more; those that are then.
///
/// # Errors
/// Where the store fails.
pub async fn allow(store: &Store, origin: String) -> Result<Vec<String>, StoreError> {
    let mut origins = all(store)?;
    origins.push(origin);
    set(store, origins).await
}

/// Allows one no more; those that are then.
///
/// # Errors
/// Where the store fails.
pub async fn disallow(store: &Store, origin: &str) -> Result<Vec<String>, StoreError> {
    let mut origins = all(store)?;
    origins.retain(|known| known != origin);
    set(store, origins).await
}

async fn set(store: &Store, mut origins: Vec<String>) -> Result<Vec<String>, StoreError> {
    origins.sort();
    origins.dedup();
    let text = serde_json::to_string(&origins).expect("a list of strings is JSON");
    store.write(move |tx| tx.set_setting(SETTING, &text)).await?;
    Ok(origins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_origin_is_allowed_whatever_follows_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let store = Store::open(dir.path()).expect("a store");
        for url in ["https://Hooks.example/a?b", "https://hooks.example:443", " http://[::1]:8080/x"] {
            allow(&store, origin(url).expect("a URL")).await.expect("allowed");
        }
        assert_eq!(all(&store).expect("read"), ["http://[::1]:8080", "https://hooks.example"]);
        disallow(&store, "https://hooks.example").await.expect("disallowed");
        assert_eq!(all(&store).expect("read"), ["http://[::1]:8080"]);
        assert!(origin("ftp://x").is_err());
    }
}
