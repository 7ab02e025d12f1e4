//! Hostile bodies stay text, and what differs is marked.

use super::*;
use crate::check::check;
use crate::fixtures;

const HOSTILE: &str = "{\"object\":\"page\",\"entry\":[{\"id\":\"P1\",\"messaging\":[{\"sender\":{\"id\":\"</pre><script>alert(1)</script>\"},\
    \"recipient\":{\"id\":\"P1\"},\"timestamp\":1763700000123,\"message\":{\"mid\":\"m\",\"text\":\"<img src=x onerror=y> \u{202e}\\u0007 ' onload='x\"}}]}]}";

fn case(dir: &std::path::Path, body: &str, expected: Option<&str>) -> (Fixture, Checked) {
    std::fs::create_dir_all(dir).expect("a folder");
    std::fs::write(dir.join("request.json"), body).expect("a body");
    std::fs::write(dir.join("fixture.toml"), "title = \"<b>title</b>\"").expect("settings");
    if let Some(expected) = expected {
        std::fs::write(dir.join("expected.json"), expected).expect("expected");
    }
    let fixture = fixtures::folder(dir).expect("a fixture");
    let checked = check(&fixture);
    (fixture, checked)
}

#[test]
fn nothing_hostile_becomes_markup() {
    let dir = tempfile::tempdir().expect("a folder");
    let cases = [
        case(&dir.path().join("<i>a"), HOSTILE, None),
        case(&dir.path().join("b"), "not <u>JSON</u>", None),
        case(&dir.path().join("c"), HOSTILE, Some("[]")),
    ];
    let html = html(&cases, 0);
    // Every tag is one of ours, and none has an attribute beyond ours.
    let tags: Vec<&str> = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()).collect();
    for tag in tags {
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        let ours = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "span", "main",
            "details", "summary", "b", "strong", "i", "div", "section", "h2", "pre", "h3", "small", "dl", "dt", "dd",
            "del", "ins", "kbd", "q",
        ];
        assert!(ours.contains(&name), "<{tag}>");
        assert!(!tag.contains("onload") && !tag.contains("src=") && !tag.contains("href"), "<{tag}>");
    }
    assert!(html.contains("Content-Security-Policy\" content=\"default-src 'none'"), "{html}");
    assert!(html.contains("&lt;img src=x onerror=y&gt;") && html.contains("<kbd>U+202E</kbd>"), "{html}");
    assert!(!html.contains('\u{202e}') && !html.contains('\u{7}'));
    assert!(html.contains("<ins>+ {</ins>"), "a document that is not expected is marked: {html}");
}

#[test]
fn differences_are_marked_with_signs() {
    let dir = tempfile::tempdir().expect("a folder");
    let body = HOSTILE.replace("</pre><script>alert(1)</script>", "C9");
    let (fixture, _) = case(dir.path(), &body, None);
    crate::check::bless(&fixture).expect("blessed");
    let expected = std::fs::read_to_string(dir.path().join("expected.json")).expect("expected");
    let other = expected.replace("\"org_id\": 1", "\"org_id\": 7");
    let html = html(&[case(dir.path(), &body, Some(&other))], 0);
    assert!(html.contains("<del>-     &quot;org_id&quot;: 7</del>\n<ins>+     &quot;org_id&quot;: 1</ins>"), "{html}");
    assert!(html.contains("1 changed</span>"), "{html}");
}
