//! Whether a capture answers a filter.

use triptych_core::envelope;
use triptych_core::filter::{Ask, Filter, Moment};
use triptych_core::json::Value;

use crate::api::captures::CaptureView;

/// Whether all terms hold for this capture, given with its body.
#[must_use]
pub fn matches(filter: &Filter, view: &CaptureView, body: &[u8]) -> bool {
    filter.terms.iter().all(|term| holds(&term.ask, view, body) != term.negated)
}

fn holds(ask: &Ask, view: &CaptureView, body: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::captures::{CaptureRow, Fact, ItemView};

    fn view() -> CaptureView {
        let row = CaptureRow {
            id: 12,
            received_us: 1_763_700_000_000_000,
            judgement: "accepted".into(),
            status: 200,
            method: "POST".into(),
            path: "/v3/integrations/facebook/w/facebook/c/webhook".into(),
            body_size: 2,
            channel: Some("facebook".into()),
            endpoint: Some("Lumen".into()),
            title: "Café".into(),
            who: Some("Ann".into()),
            fields: vec!["messages".into()],
            ledger: None,
            documents: 0,
            replay_of: None,
            duplicate: false,
            pinned: false,
            note: None,
        };
        let fact = Fact {
            label: "To".into(),
            value: "P77".into(),
            note: Some("account".into()),
            style: "code".into(),
            pointer: None,
        };
        let item = ItemView {
            pointer: "/entry/0/messaging/0".into(),
            via: "messaging".into(),
            field: Some("messages".into()),
            test: false,
            verdict: Some("failed".into()),
            rule: None,
            reason: None,
            at: None,
            title: "Message".into(),
            kind: "message".into(),
            facts: vec![fact],
            range: (0, 0),
            outputs: Vec::new(),
            unread: Vec::new(),
        };
        CaptureView {
            row,
            query: None,
            http_version: "HTTP/1.1".into(),
            peer: String::new(),
            took_us: 0,
            headers: Vec::new(),
            head_normalised: false,
            authentication: "token".into(),
            reason: String::new(),
            answer: String::new(),
            truncated: false,
            error: None,
            items: vec![item],
            unread: Vec::new(),
            evidence: crate::api::evidence::Evidence::default(),
        }
    }

    #[test]
    fn every_term_must_hold() {
        let body = br#"{"entry":[{"id":"E5","messaging":[{"deep":"Needle"}]}]}"#;
        let cases = [
            ("", true),
            ("needle CAFÉ", true),
            ("-needle", false),
            ("haystack", false),
            ("field:messages verdict:failed judged:accepted from:ann page:77 page:e5 endpoint:lumen", true),
            ("endpoint:/w/", true),
            ("field:message", false),
            ("type:Text", false),
            ("dup:no replay:no", true),
            ("replay:yes", false),
            ("after:#11 before:#13", true),
            ("after:#12", false),
            ("after:2025-11-21T04:39:59Z before:2025-11-21T04:40:01Z", true),
            ("before:2025-11-21T04:40:00Z", false),
        ];
        for (text, expected) in cases {
            let filter = Filter::parse(text).expect(text);
            assert_eq!(matches(&filter, &view(), body), expected, "{text}");
        }
    }
}
