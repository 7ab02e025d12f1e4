//! What each term means, read plainly from what the window shows of a capture: the engine must agree, with and without
//! its index. It knows of neither diacritics nor escapes, so what it is asked here has none.

use triptych_core::envelope;
use triptych_core::filter::{Ask, Moment};
use triptych_core::json::Value;

use super::*;
use crate::api::captures::CaptureView;
use crate::views;

/// Whether all terms hold for this capture, given with its body.
fn matches(filter: &Filter, view: &CaptureView, body: &[u8]) -> bool {
    filter.terms.iter().all(|term| means(&term.ask, view, body) != term.negated)
}

fn means(ask: &Ask, view: &CaptureView, body: &[u8]) -> bool {
    let row = &view.row;
    let mut facts = view.items.iter().flat_map(|item| &item.facts);
    match ask {
        Ask::Text(text) => {
            contains(&String::from_utf8_lossy(body), text)
                || contains(&row.title, text)
                || facts.any(|fact| contains(&fact.value, text))
        }
        Ask::Field(field) => row.fields.iter().any(|known| known == field),
        Ask::Verdict(verdict) => view.items.iter().any(|item| item.verdict.as_ref() == Some(verdict)),
        Ask::Judged(judgement) => row.judgement == *judgement,
        Ask::From(who) => {
            row.who.as_deref().is_some_and(|known| contains(known, who))
                || facts.any(|fact| is_customer(&fact.label, fact.note.as_deref()) && contains(&fact.value, who))
        }
        Ask::Page(page) => {
            facts.any(|fact| is_account(fact.note.as_deref()) && contains(&fact.value, page))
                || entry_ids(body).iter().any(|id| contains(id, page))
        }
        Ask::Endpoint(endpoint) => {
            row.endpoint.as_deref().is_some_and(|known| contains(known, endpoint)) || contains(&row.path, endpoint)
        }
        Ask::Type(kind) => {
            let mut outputs = view.items.iter().flat_map(|item| &item.outputs);
            outputs.any(|output| output.content_type.eq_ignore_ascii_case(kind))
        }
        Ask::Dup(yes) => row.duplicate == *yes,
        Ask::Replay(yes) => row.replay_of.is_some() == *yes,
        Ask::Before(Moment::Capture(id)) => row.id < *id,
        Ask::After(Moment::Capture(id)) => row.id > *id,
        Ask::Before(Moment::Time(ms)) => row.received_us < ms.saturating_mul(1000),
        Ask::After(Moment::Time(ms)) => row.received_us > ms.saturating_mul(1000),
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn is_customer(label: &str, note: Option<&str>) -> bool {
    label.starts_with("Author") || note.is_some_and(|note| note.starts_with("customer"))
}

fn is_account(note: Option<&str>) -> bool {
    note.is_some_and(|note| note.starts_with("account"))
}

fn entry_ids(body: &[u8]) -> Vec<String> {
    let Ok(doc) = envelope::parse(body) else { return Vec::new() };
    let items = envelope::items(&doc);
    let ids = items.iter().filter_map(|item| item.entry?.id_of("id"));
    ids.map(Value::text).map(String::from).collect()
}

/// A store with a bit of everything: verdicts, replays, repetitions, refusals, times that go back.
async fn varied(dir: &Path) -> App {
    let app = open(dir).await;
    let store = app.store();
    let comment = r#"{"object":"page","entry":[{"id":"P88","changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"1_2","post_id":"1_1","created_time":1763700000,"from":{"id":"C8","name":"Ann Lee"},"message":"Nice one"}}]}]}"#;
    let receipt = r#"{"object":"page","entry":[{"id":"P77","messaging":[{"sender":{"id":"C1"},"recipient":{"id":"P77"},"delivery":{"mids":["m_1"],"watermark":1763700000000}}]}]}"#;
    let image = r#"{"object":"page","entry":[{"id":"P77","messaging":[{"sender":{"id":"C2"},"recipient":{"id":"P77"},"timestamp":1763700000123,"message":{"mid":"m_9","attachments":[{"type":"image","payload":{"url":"https://cdn.example/a.jpg"}}]}}]}]}"#;
    let parents = [(message("C1", "m_1", "hello"), None), (message("C1", "m_1", "hello"), Some(1))];
    let others = [accepted(comment), accepted(receipt), accepted(image), accepted("[]")];
    let refused = [
        capture(Judgement::Unauthenticated, Some("other"), US + 5_000_000, comment.as_bytes()),
        capture(Judgement::Invalid, Some("c"), US - 5_000_000, b"{\"entry\":["),
        capture(Judgement::Unrouted, None, US, b"hello"),
        Capture { status: 200, ..capture(Judgement::Verification, Some("c"), US + 1_000, b"") },
    ];
    for (capture, parent) in parents.into_iter().chain(others.into_iter().chain(refused).map(|one| (one, None))) {
        store.append(capture, parent).await.expect("kept");
    }
    app.store()
        .write(|tx| {
            let key = message("", "", "").endpoint.expect("one");
            let id = tx.add_endpoint(&key, 0)?;
            let row = tx.endpoint(id)?.expect("just added");
            tx.update_endpoint(id, &triptych_store::EndpointSettings { name: Some("Lumen".into()), ..row.settings })
        })
        .await
        .expect("named");
    app
}

const TERMS: [&str; 44] = [
    "hello",
    "HELLO",
    "nice",
    "C1",
    "ann",
    "m_1",
    "cdn.example",
    "he",
    "xyz",
    "\"nice one\"",
    "image",
    "a",
    "field:messages",
    "field:feed",
    "field:message",
    "verdict:converted",
    "verdict:skipped",
    "verdict:failed",
    "judged:accepted",
    "judged:unrouted",
    "judged:verification",
    "from:c1",
    "from:ann",
    "from:C",
    "from:P77",
    "page:77",
    "page:p88",
    "page:p",
    "endpoint:lumen",
    "endpoint:w/other",
    "endpoint:/w/",
    "endpoint:other",
    "endpoint:else",
    "type:text",
    "type:IMAGE",
    "type:tex",
    "dup:yes",
    "dup:no",
    "replay:yes",
    "replay:no",
    "after:#3",
    "before:#9",
    "after:2025-11-21T04:40:00Z",
    "before:2025-11-21T04:40:00.001Z",
];

#[tokio::test]
async fn the_engine_means_what_the_terms_say() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = varied(dir.path()).await;
    let store = app.store();
    app.converted_to(6).await.expect("converted");
    let captures = store
        .read(|reader| {
            let ids = 1..=10;
            let whole = |id| {
                let stored = reader.capture(id)?.expect("kept");
                Ok((views::capture_view(reader, &stored)?, stored.capture.body))
            };
            ids.map(whole).collect::<Result<Vec<_>, StoreError>>()
        })
        .expect("read");
    let signed = TERMS.iter().flat_map(|term| [(*term).to_owned(), format!("-{term}")]).collect::<Vec<_>>();
    // Each term with some others: with all of them it would take minutes.
    let pairs = signed.iter().enumerate().flat_map(|(at, one)| {
        let others = signed.iter().skip(at % 11).step_by(11);
        others.map(move |other| format!("{one} {other}"))
    });
    let filters: Vec<String> = signed.iter().cloned().chain(pairs).collect();
    for done in [false, true] {
        if done {
            indexed(&app).await;
        }
        for text in &filters {
            let filter = Filter::parse(text).expect(text);
            let meant =
                captures.iter().filter(|(view, body)| matches(&filter, view, body)).map(|(view, _)| view.row.id);
            let meant: Vec<i64> = meant.collect::<Vec<_>>().into_iter().rev().collect();
            assert_eq!(find(store, text), meant, "{text}, indexed: {done}");
            if signed.contains(text) {
                let held = |id| store.read(|reader| holds(reader, &filter, id)).expect("read");
                assert_eq!((1..=10).rev().filter(|id| held(*id)).collect::<Vec<_>>(), meant, "{text}");
            }
        }
    }
    app.close().await;
}
