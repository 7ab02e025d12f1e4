//! A capture as a command for a POSIX shell that sends it again: the same method, target, header lines and body.
//!
//! What was captured is hostile, and what is pasted runs: each word is quoted so that a shell takes it literally, and
//! what a terminal could take for a key (any control character but the line feed), or could hide or show in another
//! order, is written in octal for `printf`. So is what is no UTF-8, for a clipboard holds text. The shell's own `printf`
//! pipes such a body, and one that is too long for an argument, into curl.

use std::net::SocketAddr;

use triptych_core::capture::{Capture, header_lines};
use triptych_core::visible::is_hidden;

/// The longest body given as an argument, in bytes: Linux takes 128 KiB.
const LONGEST_ARGUMENT: usize = 64 * 1024;

/// Headers that curl adds by itself and that are to be left out where the capture has none.
const ADDED_BY_CURL: [&str; 4] = ["User-Agent", "Accept", "Content-Type", "Expect"];

/// The command that sends this capture to a listener at `to`. Without its secrets (`with_token` false) a token becomes
/// the shell's variable `TRIPTYCH_TOKEN`, and other secrets are left out.
///
/// curl sends `Host`, `User-Agent` and `Accept` first and writes `Content-Length` itself; the other lines keep their
/// order, case and number. Of a truncated body what was kept is sent.
#[must_use]
pub fn command(capture: &Capture, to: SocketAddr, with_token: bool) -> String {
    let mut words = target(capture, to);
    words.extend(headers(&capture.head, with_token));
    let body = &capture.body;
    let piped = match literal(body).filter(|_| body.len() <= LONGEST_ARGUMENT) {
        Some(_) if body.is_empty() && capture.method != "POST" => None,
        Some(text) => {
            words.push(format!("--data-raw {text}"));
            None
        }
        None => {
            words.push("--data-binary @-".to_owned());
            Some(octal(body))
        }
    };
    let curl = words.join(" \\\n  ");
    piped.map_or(curl.clone(), |body| format!("printf {body} | {curl}"))
}

fn target(capture: &Capture, to: SocketAddr) -> Vec<String> {
    let query = capture.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let path = format!("{}{query}", capture.path);
    // Neither globs nor `..` nor a fragment means anything in what was sent.
    let plain = path.starts_with('/') && !path.contains('#');
    let url = format!("http://{to}{}", if plain { path.as_str() } else { "/" });
    let mut words = vec![format!("curl --globoff --path-as-is {}", quoted(url.as_bytes()))];
    if !plain {
        words.push(format!("--request-target {}", quoted(path.as_bytes())));
    }
    match (capture.method.as_str(), capture.body.is_empty()) {
        ("POST", _) | ("GET", true) => {}
        ("HEAD", _) => words.push("--head".to_owned()),
        (method, _) => words.push(format!("--request {}", quoted(method.as_bytes()))),
    }
    if capture.http_version == "HTTP/1.0" {
        words.push("--http1.0".to_owned());
    }
    words
}

fn headers(head: &[u8], with_token: bool) -> Vec<String> {
    let lines = header_lines(head);
    let is_there = |name: &str| lines.iter().any(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes()));
    let mut words: Vec<String> = lines
        .iter()
        .filter_map(|(name, value)| header(name, value, with_token))
        .map(|line| format!("-H {line}"))
        .collect();
    let absent = ADDED_BY_CURL.iter().filter(|name| !is_there(name) || **name == "Expect");
    words.extend(absent.map(|name| format!("-H '{name}:'")));
    words
}

/// A header line as curl takes it; `None` where curl writes it itself, or it is a secret that is not to be told.
fn header(name: &[u8], value: &[u8], with_token: bool) -> Option<String> {
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    if name.is_empty() || !name.iter().all(is_token) || is("Content-Length") || is("Expect") {
        return None;
    }
    let line = |value: &[u8]| match value {
        // Without a value curl would leave the header out.
        b"" => quoted(&[name, b";"].concat()),
        _ => quoted(&[name, b": ", value].concat()),
    };
    if with_token || !crate::views::is_secret_header(name) {
        return Some(line(value));
    }
    let bearer = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"Bearer "));
    let before: &[u8] = if is("Authorization") && bearer { &value[..7] } else { b"" };
    (is("X-Api-Key") || !before.is_empty())
        .then(|| format!("{}\"$TRIPTYCH_TOKEN\"", quoted(&[name, b": ", before].concat())))
}

/// A word that a shell takes literally.
fn quoted(bytes: &[u8]) -> String {
    literal(bytes).unwrap_or_else(|| format!("\"$(printf {})\"", octal(bytes)))
}

/// In single quotes, where nothing in it could be taken for a key.
fn literal(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let harmless = text.chars().all(|character| character == '\n' || !is_hidden(character));
    harmless.then(|| format!("'{}'", text.replace('\'', r"'\''")))
}

/// As a format of `printf`: ASCII as it is, everything else in octal.
fn octal(bytes: &[u8]) -> String {
    let mut format = String::with_capacity(bytes.len() + 2);
    format.push('\'');
    for &byte in bytes {
        match byte {
            b'\'' => format.push_str(r"'\''"),
            b'\\' => format.push_str(r"\\"),
            b'%' => format.push_str("%%"),
            b'\n' => format.push_str(r"\n"),
            b' '..=b'~' => format.push(char::from(byte)),
            _ => format.push_str(&format!("\\{byte:03o}")),
        }
    }
    format.push('\'');
    format
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::captured;

    fn capture(head: &str, body: &[u8]) -> Capture {
        let head = format!("POST /a?b=1 HTTP/1.1\r\n{head}").into_bytes();
        Capture { head, path: "/a".into(), query: Some("b=1".into()), ..captured::capture(body) }
    }

    fn of(head: &str, body: &[u8], with_token: bool) -> String {
        command(&capture(head, body), "127.0.0.1:3333".parse().expect("an address"), with_token)
    }

    #[test]
    fn a_plain_capture_is_a_plain_command() {
        let head = "Host: a.test\r\nContent-Length: 7\r\nUser-Agent: x\r\naccept: */*\r\nContent-Type: text/plain\r\n";
        let expected = r"curl --globoff --path-as-is 'http://127.0.0.1:3333/a?b=1' \
  -H 'Host: a.test' \
  -H 'User-Agent: x' \
  -H 'accept: */*' \
  -H 'Content-Type: text/plain' \
  -H 'Expect:' \
  --data-raw '@it'\''s'";
        assert_eq!(of(head, b"@it's", false), expected);
    }

    #[test]
    fn secrets_are_told_only_when_asked_for() {
        let head = "AUTHORIZATION: Bearer hush'1\r\nx-api-key:hush2\r\nCookie: hush3\r\nauthorization: Basic hush4\r\n";
        let without = of(head, b"", false);
        assert!(!without.contains("hush"), "{without}");
        assert!(without.contains(r#"-H 'AUTHORIZATION: Bearer '"$TRIPTYCH_TOKEN""#), "{without}");
        assert!(without.contains(r#"-H 'x-api-key: '"$TRIPTYCH_TOKEN""#), "{without}");
        let with = of(head, b"", true);
        for line in [
            r"'AUTHORIZATION: Bearer hush'\''1'",
            "'x-api-key: hush2'",
            "'Cookie: hush3'",
            "'authorization: Basic hush4'",
        ] {
            assert!(with.contains(line), "{with}");
        }
    }

    #[test]
    fn what_could_be_a_key_or_hide_is_written_in_octal() {
        for (body, written) in [
            (&b"a\x1b[2J%\\'\n"[..], r"printf 'a\033[2J%%\\'\''\n' | curl"),
            (b"\xff\x00", r"printf '\377\000' | curl"),
            ("\u{202e}x".as_bytes(), r"printf '\342\200\256x' | curl"),
        ] {
            let command = of("", body, false);
            assert!(command.starts_with(written) && command.ends_with("--data-binary @-"), "{command}");
        }
        assert!(of("", &[b'x'; 100_000], false).starts_with("printf 'xxx"), "too long for an argument");
        assert!(of("X: \u{7}\r\n", b"", false).contains(r#"-H "$(printf 'X: \007')""#));
    }
}
