//! Ids and contents as numbers: short enough for an index, and of a hash for which nobody can make up two of the same.

use std::borrow::Cow;
use std::fmt;

use sha2::{Digest, Sha256};

use crate::json::{Kind, Value};

/// The first 8 bytes of a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub i64);

impl Key {
    /// Of a list of texts, whatever is in them.
    pub(super) fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| text(&mut hash, part));
        Self::done(hash)
    }

    /// Of a body as it came.
    pub(super) fn of_body(body: &[u8]) -> Self {
        let mut hash = Sha256::new();
        text(&mut hash, "body");
        hash.update(body);
        Self::done(hash)
    }

    /// Of an entry's id and an item: the same for the same values, however they are written and their members ordered.
    pub(super) fn of_content(entry: Option<Value<'_>>, item: Value<'_>) -> Self {
        let mut hash = Sha256::new();
        text(&mut hash, "content");
        text(&mut hash, &entry.map(Value::text).unwrap_or_default());
        value(&mut hash, item);
        Self::done(hash)
    }

    fn done(hash: Sha256) -> Self {
        let digest = hash.finalize();
        Self(i64::from_be_bytes(*digest.first_chunk().expect("a digest has 32 bytes")))
    }

    /// 16 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// Of a message, a comment or a post by its id.
#[must_use]
pub fn message_key(account: &str, id: &str) -> Key {
    Key::of(&["message", account, id])
}

/// Of a conversation by its two parties.
#[must_use]
pub fn conversation_key(account: &str, customer: &str) -> Key {
    Key::of(&["conversation", account, customer])
}

/// No list of texts reads like another one.
fn text(hash: &mut Sha256, text: &str) {
    count(hash, text.len());
    hash.update(text);
}

fn count(hash: &mut Sha256, count: usize) {
    hash.update(u64::try_from(count).unwrap_or(u64::MAX).to_be_bytes());
}

fn value(hash: &mut Sha256, of: Value<'_>) {
    match of.kind() {
        Kind::Object => {
            // The last of doubles counts.
            let mut members: Vec<(Cow<'_, str>, Value<'_>)> =
                of.members().map(|(name, member)| (name.text(), member)).collect();
            members.reverse();
            members.sort_by(|one, other| one.0.cmp(&other.0));
            members.dedup_by(|later, first| later.0 == first.0);
            hash.update("{");
            count(hash, members.len());
            for (name, member) in members {
                text(hash, &name);
                value(hash, member);
            }
        }
        Kind::Array => {
            hash.update("[");
            count(hash, of.elements().count());
            of.elements().for_each(|element| value(hash, element));
        }
        Kind::String => {
            hash.update("\"");
            text(hash, &of.text());
        }
        _ => {
            hash.update("=");
            text(hash, of.raw());
        }
    }
}
