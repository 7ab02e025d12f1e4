//! What belongs together with a capture, in text.

use triptych_app::api::captures::ItemView;
use triptych_app::api::lineage::{Delivery, Link};
use triptych_core::time;

use crate::print;

/// What tells an item from others, and its links.
pub(super) fn item(item: &ItemView) -> std::io::Result<()> {
    if let Some(identity) = &item.identity {
        print::text(&format!("  known as {}", print::line(identity, 300)))?;
    }
    item.links.iter().try_for_each(|link| print::text(&format!("  {}", told(link))))
}

fn told(link: &Link) -> String {
    let does = does(&link.relation);
    let id = link.id.as_ref().map(|id| print::line(id, 200));
    let note = link.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    match (link.capture, link.item) {
        (Some(capture), item) => {
            let place = format!("#{capture}, item {}", item.unwrap_or_default());
            let id = id.map(|id| format!(" ({id})")).unwrap_or_default();
            if link.incoming { format!("{place}{id} {does} this{note}") } else { format!("{does} {place}{id}{note}") }
        }
        (None, _) => format!("{does} {}{note}", id.unwrap_or_default()),
    }
}

/// What an event does to the one that it speaks of.
fn does(relation: &str) -> String {
    match relation {
        "same_message" => "is the same as",
        "echo_of" => "is the echo of",
        "edit_of" => "edits",
        "unsend_of" => "takes back",
        "reaction_to" => "reacts to",
        "reply_to" => "replies to",
        "story_reply_to" => "replies to the story of",
        "read_up_to" => "says read up to",
        "delivered_up_to" => "says delivered up to",
        "feedback_on" => "is feedback on",
        "prior_message" => "follows on",
        other => return other.replace('_', " "),
    }
    .to_owned()
}

/// The deliveries, where there are others than the one that is shown.
pub(super) fn deliveries(deliveries: &[Delivery]) -> std::io::Result<()> {
    if deliveries.len() < 2 {
        return Ok(());
    }
    print::text("\ndeliveries, oldest first:")?;
    deliveries.iter().try_for_each(|one| {
        print::text(&format!(
            "  #{:<6} {}  {:>10}  {:>3} {:<15} {:<11}  {}",
            one.capture,
            time::iso(one.received_us / 1000),
            one.spacing_us.map(spacing).unwrap_or_default(),
            one.status,
            one.judgement,
            one.relation.replace('_', " "),
            print::line(one.changed.as_deref().unwrap_or("same bytes"), 200),
        ))
    })
}

fn spacing(us: i64) -> String {
    let ms = us / 1000;
    match ms {
        ..10_000 => format!("{ms:+} ms"),
        10_000..600_000 => format!("+{}.{} s", ms / 1000, ms % 1000 / 100),
        _ => format!("+{} min", ms / 60_000),
    }
}
