//! Conversations and their messages, for people.

use super::{Reader, Result};
use crate::queries::threads::{self, Below, ConversationRow, MessageRow};

impl Reader {
    /// Conversations below a place, the one that moved last first, at most `limit`: those with `word` in a name or an
    /// id, in ASCII of any case, all where it is empty. Looks at all of them: some ten milliseconds for 100,000.
    pub fn conversations(&self, word: &str, below: Below, limit: u32) -> Result<Vec<ConversationRow>> {
        Ok(threads::page(&self.conn, &word.to_ascii_lowercase(), below, limit)?)
    }

    /// How many [`Reader::conversations`] there are.
    pub fn conversations_total(&self, word: &str) -> Result<u64> {
        Ok(threads::count(&self.conn, &word.to_ascii_lowercase())?)
    }

    /// Messages of a conversation below a place, the newest by date first, at most `limit`.
    pub fn conversation_messages(&self, id: i64, below: Below, limit: u32) -> Result<Vec<MessageRow>> {
        Ok(threads::messages(&self.conn, id, below, limit)?)
    }
}
