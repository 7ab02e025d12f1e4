//! A sticker in two forms: until 30 August 2026 Facebook sends each as `sticker` and as `image` (`decoding.md`, section
//! 4.1). Conversion makes one part of a pair, and a card says which belong together.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use crate::json::{Kind, Value};

/// For each attachment, which one is its other form. Two of the same type are two stickers.
#[must_use]
pub(crate) fn other_forms(attachments: &[Value<'_>]) -> Vec<Option<usize>> {
    let mut others = vec![None; attachments.len()];
    // Sticker and form → those whose other form did not come yet.
    let mut alone: HashMap<(Cow<'_, str>, bool), VecDeque<usize>> = HashMap::new();
    for (index, attachment) in attachments.iter().enumerate() {
        let Some((id, is_sticker)) = form(*attachment) else { continue };
        if let Some(first) = alone.get_mut(&(id.clone(), !is_sticker)).and_then(VecDeque::pop_front) {
            (others[first], others[index]) = (Some(index), Some(first));
        } else {
            alone.entry((id, is_sticker)).or_default().push_back(index);
        }
    }
    others
}

/// The sticker's id, and whether it comes as `sticker`.
fn form(attachment: Value<'_>) -> Option<(Cow<'_, str>, bool)> {
    let kind = attachment.peek("type").filter(|kind| kind.kind() == Kind::String)?;
    let is_sticker = match kind.text().as_ref() {
        "sticker" => true,
        "image" => false,
        _ => return None,
    };
    let id = attachment.peek("payload")?.peek("sticker_id").filter(|id| id.is_id())?;
    Some((id.text(), is_sticker))
}
