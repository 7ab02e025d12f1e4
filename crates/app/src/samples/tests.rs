//! Every kind is what it says.

use triptych_core::convert::{Context, MemoryBook, Settings as ConvertSettings};
use triptych_core::envelope;
use triptych_core::report::{Report, report};

use super::*;

const NOW_MS: i64 = 1_773_325_661_074;

fn converted(kind: &str, channel: Channel) -> (Fixture, Report) {
    let spec = Spec { kind: kind.into(), channel: Some(channel), ..Spec::default() };
    let made = make(&spec, NOW_MS).expect(kind);
    let doc = envelope::parse(&made.body).expect(kind);
    let settings = ConvertSettings { channel, ..ConvertSettings::default() };
    let context = Context { settings: &settings, received_ms: 0, capture: None, origins: false };
    let Ok(report) = report(&doc, &context, &mut MemoryBook::default());
    (made, report)
}

#[test]
fn every_field_of_the_reference_has_a_sample_that_is_decoded_as_it() {
    for kind in kinds().filter(|kind| kind.group == Group::Field) {
        for &channel in kind.channels() {
            let (_, report) = converted(kind.name, channel);
            let item = &report.items[0];
            let is_standby = kind.name == "standby";
            let wanted = if is_standby { "messages" } else { kind.name };
            assert_eq!(item.field.as_deref(), Some(wanted), "{}", kind.name);
            assert_ne!(item.verdict.as_str(), "unknown", "{}", kind.name);
            assert_ne!(item.verdict.as_str(), "failed", "{}", kind.name);
            assert!(!is_standby || item.verdict.rule() == Some("standby"));
        }
    }
    assert_eq!(kinds().filter(|kind| kind.group == Group::Field).count(), 25);
}

#[test]
fn every_attachment_becomes_a_document() {
    for kind in kinds().filter(|kind| kind.group == Group::Attachment) {
        for &channel in kind.channels() {
            let (_, report) = converted(kind.name, channel);
            assert_eq!(report.items[0].verdict.outputs().len(), 1, "{}", kind.name);
        }
    }
    assert_eq!(kinds().filter(|kind| kind.group == Group::Attachment).count(), 20);
}

#[test]
fn odd_ones_are_odd() {
    for (kind, verdict) in [
        ("odd/missing-sender", "failed"),
        ("odd/unknown-type", "converted"),
        ("odd/unknown-key", "unknown"),
        ("odd/batch", "converted"),
        ("odd/dashboard", "converted"),
        ("odd/sample", "converted"),
        ("odd/root-array", "converted"),
        ("odd/numbers-for-ids", "converted"),
        ("odd/no-mid", "converted"),
        ("odd/unsent", "skipped"),
        ("odd/unsupported", "converted"),
        ("odd/hostile-text", "converted"),
        ("odd/broken-text", "converted"),
        ("odd/byte-order-mark", "converted"),
    ] {
        let (_, report) = converted(kind, Channel::Facebook);
        assert_eq!(report.items[0].verdict.as_str(), verdict, "{kind}");
        assert_eq!(report.items[0].test, ["odd/dashboard", "odd/sample"].contains(&kind), "{kind}");
        if kind == "odd/batch" {
            assert_eq!(report.items.len(), 1000);
        }
    }
    let spec = Spec { kind: "odd/no-envelope".into(), ..Spec::default() };
    assert!(envelope::parse(&make(&spec, NOW_MS).expect("made").body).is_err());
}

#[test]
fn what_the_user_wants_stands_in_it() {
    for kind in kinds() {
        let own = |text: &str| Some(text.to_owned());
        let spec = Spec {
            kind: kind.name.into(),
            account: own("77700"),
            customer: own("88800"),
            name: own("Ada Wish"),
            text: own("wished for"),
            time_ms: Some(1_700_000_000_000),
            mid: own("m_wished"),
            count: Some(3),
            workspace_id: own("w"),
            ..Spec::default()
        };
        let made = make(&spec, NOW_MS).expect(kind.name);
        let body = String::from_utf8(made.body).expect("UTF-8");
        for (name, text) in [("text", "wished for"), ("name", "Ada Wish"), ("mid", "m_wished")] {
            assert_eq!(body.contains(text), kind.takes.contains(&name), "{} {name}: {body}", kind.name);
        }
        assert_eq!(made.settings.endpoint.workspace_id, "w");
        assert!(body.contains("17000000") || kind.name == "odd/no-envelope", "{}: {body}", kind.name);
    }
    let wrong = |spec: Spec| make(&spec, NOW_MS).expect_err("refused");
    assert!(wrong(Spec { kind: "x".into(), ..Spec::default() }).contains("no sample"));
    let channel = Some(Channel::Facebook);
    assert!(wrong(Spec { kind: "comments".into(), channel, ..Spec::default() }).contains("not sent on facebook"));
    assert!(wrong(Spec { kind: "odd/batch".into(), count: Some(0), ..Spec::default() }).contains("1 to 10000"));
}
