//! What a conversation remembers, also from one start of the program to the next.

use serde_json::{Value, json};

use crate::bodies::{echo, text};
use crate::folder::{folder, outputs};
use crate::listening::Listening;

const HOUR: u64 = 3_600_000;
const AT: u64 = 1_763_700_000_000;

/// Delivers, ends, and gives the conversation of the one document that was made.
fn conversation(dir: &std::path::Path, id: usize, delivery: &[u8]) -> Value {
    let triptych = Listening::start(dir);
    triptych.deliver(delivery);
    let conversation = outputs(&triptych.converted(id))[0]["document"]["payload"]["conversation"].clone();
    triptych.term();
    conversation
}

#[test]
fn a_conversation_goes_on_after_a_restart() {
    let dir = folder();
    // Delivery; then last_message.id, is_read, has_one_user_message, is_expired.
    let steps = [
        (text("C9", "m_1", "Hi", AT), 1, false, false, false),
        (echo("C9", "m_2", "Hello", AT + HOUR), 2, true, true, false),
        (text("C9", "m_3", "Thanks", AT + 2 * HOUR), 3, false, true, false),
        // 24 h after the newest message of the customer are not more than 24 h.
        (echo("C9", "m_4", "Still there?", AT + 26 * HOUR), 4, true, true, false),
        (echo("C9", "m_5", "Anybody?", AT + 26 * HOUR + 1), 5, true, true, true),
        // This one arrived late, and was written before m_3.
        (text("C9", "m_6", "Wait", AT + HOUR / 2), 5, true, true, false),
        // Another customer's conversation has a history of its own.
        (echo("C8", "m_7", "Hello you", AT + 27 * HOUR), 7, true, true, true),
        (text("C8", "m_8", "Oh", AT + 28 * HOUR), 8, false, true, false),
    ];
    for (index, (delivery, last, is_read, has_user, is_expired)) in steps.into_iter().enumerate() {
        let made = conversation(dir.path(), index + 1, &delivery);
        let found =
            json!([made["last_message"]["id"], made["is_read"], made["has_one_user_message"], made["is_expired"]]);
        assert_eq!(found, json!([last, is_read, has_user, is_expired]), "message {}", index + 1);
        let (id, first) =
            if index < 6 { (1, "2025-11-21 04:40:00.000000+00:00") } else { (2, "2025-11-22 07:40:00.000000+00:00") };
        assert_eq!(
            json!([made["id"], made["created_at"], made["first_message_date"]]),
            json!([id, first, first]),
            "{index}"
        );
    }
}
