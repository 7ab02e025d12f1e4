//! Pictures of the window for people to look at: `target/screenshots`. They show the same from run to run.

use serde_json::json;

use crate::window::Window;

const SIZES: [(u32, u32); 2] = [(1440, 900), (1000, 700)];

fn take(window: &Window, name: &str) {
    for size in SIZES {
        for theme in ["dark", "light"] {
            window.picture(name, theme, size);
        }
    }
}

#[test]
fn of_the_empty_window() {
    let window = Window::open();
    window.sees("curl", "curl");
    take(&window, "empty");
}

#[test]
fn of_a_capture_with_all_that_can_become_of_an_item() {
    let window = Window::open();
    let page = "104882310947213";
    let customer = "7310482956120433";
    let body = json!({"object": "page", "entry": [{"id": page, "time": 1_773_325_661_240_u64, "messaging": [
        {"sender": {"id": customer}, "recipient": {"id": page}, "timestamp": 1_773_325_661_074_u64, "message": {
            "mid": "m_Qx7VfT2mKpO9kk", "text": "Is the café table still available in white?",
            "quick_reply": {"payload": "WHITE"},
            "attachments": [{"type": "image", "payload": {"url": "https://scontent.example/t/1.jpg?a=b"}}],
            "nlp": {"detected_locales": [{"locale": "en_US", "confidence": 0.97}]}}},
        {"sender": {"id": page}, "recipient": {"id": customer}, "timestamp": 1_773_325_661_400_u64, "message": {
            "mid": "m_echo", "is_echo": true, "app_id": 948_120_377_415_902_u64,
            "text": "Two left in white. Shall I hold one?"}},
        {"sender": {"id": customer}, "recipient": {"id": page}, "timestamp": 1_773_325_661_600_u64,
            "read": {"watermark": 1_773_325_618_000_u64}},
        {"sender": {"id": customer}, "recipient": {"id": page}, "timestamp": 1_773_325_661_800_u64,
            "message_nudge": {"strength": 3}},
    ]}]});
    assert_eq!(window.place.post(None, "no webhook").status(), 401);
    window.receive(&body.to_string());
    window.sees("pane-output", "message_created");
    window.sees("ledger", "1unknown");
    take(&window, "capture");
}
