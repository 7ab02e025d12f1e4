//! What must hold of all pages.

use std::collections::HashSet;

use super::*;
use crate::convert::{Fail, Skip};
use crate::decode::KEYS;

#[test]
fn each_page_has_a_name_of_its_own_and_says_something() {
    let mut ids = HashSet::new();
    for page in pages() {
        assert!(ids.insert(page.id), "{} twice", page.id);
        for text in [page.title, page.means, page.does, page.why] {
            assert!(!text.is_empty() && text.trim() == text, "{}: {text:?}", page.id);
        }
        for text in [page.means, page.does, page.why] {
            assert!(text.ends_with(['.', '…']), "{}: {text:?}", page.id);
        }
    }
}

#[test]
fn what_a_page_shows_of_a_table_is_in_it() {
    for page in pages() {
        for shows in page.shows {
            for name in shows.only.unwrap_or_default() {
                assert!(shows.table.iter().any(|row| row.name == *name), "{}: {name}", page.id);
            }
        }
        for line in lines(page) {
            assert!(line.meaning.ends_with('.'), "{}: {} means {:?}", page.id, line.name, line.meaning);
        }
    }
}

#[test]
fn each_key_and_field_of_reference_004_has_a_page() {
    let fields = [
        "message_deliveries",
        "message_echoes",
        "message_edits",
        "message_reactions",
        "message_reads",
        "messages",
        "messaging_account_linking",
        "messaging_feedback",
        "messaging_game_plays",
        "messaging_handovers",
        "messaging_optins",
        "messaging_policy_enforcement",
        "messaging_postbacks",
        "messaging_referrals",
        "messaging_seen",
        "messenger_template_status_update",
        "response_feedback",
        "send_cart",
        "standby",
    ];
    for field in fields.into_iter().chain(KEYS.iter().map(|key| key.field)) {
        assert!(pages().iter().any(|page| page.kind == PageKind::Field && page.id == field), "{field}");
    }
}

#[test]
fn each_rule_has_a_page() {
    let codes = Skip::ALL.iter().map(|rule| rule.as_str()).chain(Fail::ALL.iter().map(|rule| rule.as_str()));
    for code in codes {
        assert!(of_rule(code).is_some(), "{code}");
    }
    assert_eq!(of_rule("no_such"), None);
}

#[test]
fn rows_are_named_from_the_item() {
    let page = all().find(|page| page.id == "messages").expect("the page");
    let names: Vec<_> = lines(page).into_iter().map(|line| line.name).collect();
    for name in ["message.reply_to.story.url", "message.commands[].name", "message.attachments[].payload"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:#?}");
    }
}
