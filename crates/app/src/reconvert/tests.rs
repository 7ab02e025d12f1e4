//! What is taken for a change, over a real store.

use triptych_core::convert::Contact;

use super::*;
use crate::app::App;
use crate::captured::{capture, open};

async fn take(app: &App, body: &str) -> i64 {
    let id = app.store().append(capture(body), None).await.expect("kept");
    app.converted_to(id).await.expect("converted");
    id
}

fn text(customer: &str, mid: &str, text: &str, time: i64, echo: bool) -> String {
    let (from, to, echo) = if echo { ("P1", customer, "\"is_echo\":true,") } else { (customer, "P1", "") };
    format!(
        "{{\"object\":\"page\",\"entry\":[{{\"id\":\"P1\",\"messaging\":[{{\"sender\":{{\"id\":\"{from}\"}},\
         \"recipient\":{{\"id\":\"{to}\"}},\"timestamp\":{time},\"message\":{{{echo}\"mid\":\"{mid}\",\"text\":\"{text}\"}}}}]}}]}}"
    )
}

/// Conversations with answers, a late message, the same delivery twice, a new text under an old id, and comments.
async fn fill(app: &App) {
    let start = 1_763_700_000_000;
    for number in 0..4 {
        let at = start + number * 1000;
        take(app, &text("C1", &format!("m_{number}"), &format!("Text {number}"), at, false)).await;
        take(app, &text("C1", &format!("e_{number}"), "Answer", at + 500, true)).await;
    }
    take(app, &text("C1", "m_late", "Late", start - 90_000_000, false)).await;
    take(app, &text("C1", "m_1", "Text 1", start + 1000, false)).await;
    take(app, &text("C1", "m_1", "Another", start + 1000, false)).await;
    take(app, &text("C1", "e_late", "Too late", start + 200_000_000, true)).await;
    for (name, time, comment) in [("Ada", 1_763_700_000, "1_1"), ("Ada L.", 1_763_700_100, "1_2")] {
        take(app, &format!(
            "{{\"object\":\"page\",\"entry\":[{{\"id\":\"P1\",\"changes\":[{{\"field\":\"feed\",\"value\":{{\"item\":\"comment\",\
             \"verb\":\"add\",\"comment_id\":\"{comment}\",\"parent_id\":\"1_1\",\"from\":{{\"id\":\"C7\",\"name\":\"{name}\"}},\
             \"message\":\"Hi\",\"created_time\":{time}}}}}]}}]}}"
        )).await;
    }
    take(app, "{\"entry\":[{\"messaging\":[{\"sender\":{\"id\":\"C3\"},\"message\":{\"text\":\"no id\"}},{\"read\":{\"watermark\":1}}]}]}")
        .await;
}

fn run(app: &App, scope: &Scope) -> Reconversion {
    let reader = app.store().reader().expect("a reader");
    reconvert(&reader, scope, |_, _| true).expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_same_code_and_settings_nothing_would_change() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    fill(&app).await;
    let found = run(&app, &Scope::All);
    assert_eq!((found.captures, found.changed), (15, 0), "{:#?}", found.groups);
    assert!(found.groups.is_empty() && !found.cancelled);
    app.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_setting_changes_what_it_says_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    fill(&app).await;
    let before = app.store().read(|reader| reader.items(1)).expect("read");
    app.store()
        .write(|tx| {
            let mut settings = tx.endpoint(1)?.expect("it appeared").settings;
            settings.org_id = 7;
            tx.update_endpoint(1, &settings)?;
            tx.set_contact(1, "C1", &Contact { name: Some("Ada".into()), ..Contact::default() })
        })
        .await
        .expect("set");
    let found = run(&app, &Scope::All);
    let words: Vec<_> = found.groups.iter().map(|group| (group.words.as_str(), group.captures, group.origin)).collect();
    // Repeated deliveries repeat what was generated, whatever the settings.
    assert!(words.contains(&("org_id: 1 → 7", 13, Some("setting"))), "{words:?}");
    assert!(words.contains(&("conversation.consumer_name: null → \"Ada\"", 10, Some("setting"))), "{words:?}");
    assert!(words.contains(&("message.sender_label: \"C1\" → \"Ada\"", 5, Some("setting"))), "{words:?}");
    let example = &found.groups[0].examples;
    assert_eq!((example.len(), example[0].capture, example[0].item.as_str()), (5, 1, "/entry/0/messaging/0"));
    let few = run(&app, &Scope::These(vec![2, 10, 99]));
    assert_eq!((few.captures, few.changed), (2, 1), "{few:?}");
    assert_eq!(app.store().read(|reader| reader.items(1)).expect("read"), before, "nothing is written");
    let mut steps = 0;
    let reader = app.store().reader().expect("a reader");
    let ended = reconvert(&reader, &Scope::All, |_, _| {
        steps += 1;
        steps < 3
    })
    .expect("read");
    assert!(ended.cancelled && ended.captures == 3);
    app.close().await;
}
