//! A request's head as it is kept: exactly as it was sent where that is known, without its verify token.

use std::borrow::Cow;

use http::request::Parts;
use triptych_core::capture::header_lines;
use triptych_core::handshake::mask_target;

/// The head to keep, and whether it is normalised: rebuilt from what hyper parsed, since none was recorded or the
/// recorded one does not agree with hyper's view.
pub(crate) fn kept(recorded: Option<Vec<u8>>, parts: &Parts) -> (Vec<u8>, bool) {
    match recorded.filter(|head| agree(head, parts)) {
        Some(head) => (masked(head), false),
        None => (masked(rebuilt(parts)), true),
    }
}

/// The head with the values of `hub.verify_token` in its request line masked.
pub(crate) fn masked(head: Vec<u8>) -> Vec<u8> {
    let line_end = head.iter().position(|&byte| byte == b'\n').unwrap_or(head.len());
    let space = |from: usize| head[from..line_end].iter().position(|&byte| byte == b' ').map(|at| from + at);
    let Some(start) = space(0).map(|at| at + 1) else { return head };
    let end = space(start).unwrap_or(line_end);
    let target = String::from_utf8_lossy(&head[start..end]);
    match mask_target(&target) {
        Cow::Borrowed(_) => head,
        Cow::Owned(masked) => [&head[..start], masked.as_bytes(), &head[end..]].concat(),
    }
}

/// Method, target and version of a head of which perhaps only the beginning came.
pub(crate) fn request_line(head: &[u8]) -> (String, String, &'static str) {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let mut words = line.split_ascii_whitespace();
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (method, target) = (word(), word());
    (method, target, if word() == "HTTP/1.0" { "HTTP/1.0" } else { "HTTP/1.1" })
}

/// `HTTP/1.1` or `HTTP/1.0`; hyper serves no other here.
pub(crate) fn version(parts: &Parts) -> &'static str {
    if parts.version == http::Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" }
}

fn rebuilt(parts: &Parts) -> Vec<u8> {
    let mut head = format!("{} {} {}\r\n", parts.method, parts.uri, version(parts)).into_bytes();
    for (name, value) in &parts.headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head
}

/// Whether a recorded head is the one that hyper parsed. hyper drops repeated `Content-Length` lines.
fn agree(head: &[u8], parts: &Parts) -> bool {
    let (method, target, _) = request_line(head);
    let target = target.split('#').next().unwrap_or_default();
    let same_target = !target.starts_with('/') || parts.uri.path_and_query().is_some_and(|parsed| parsed == target);
    let is_length = |name: &str| name.eq_ignore_ascii_case("content-length");
    let lines: Vec<_> = header_lines(head)
        .into_iter()
        .map(|(name, value)| (String::from_utf8_lossy(name), value))
        .filter(|(name, _)| !is_length(name))
        .collect();
    let parsed = parts.headers.iter().filter(|(name, _)| !is_length(name.as_str())).count();
    method == parts.method.as_str()
        && same_target
        && lines.len() == parsed
        && lines.iter().all(|(name, value)| parts.headers.get_all(name.as_ref()).iter().any(|parsed| parsed == value))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn parts(target: &str, lines: &[(&str, &str)]) -> Parts {
        let request = lines.iter().fold(Request::post(target), |request, (name, value)| request.header(*name, *value));
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn keeps_the_head_that_hyper_agrees_with() {
        let parts = parts("/a?b=c", &[("x-one", "1"), ("x-one", "2"), ("content-length", "0")]);
        let exact = b"POST /a?b=c HTTP/1.1\r\nX-ONE:1\r\nContent-Length: 0\r\nContent-Length: 0\r\nx-One:  2\r\n";
        assert_eq!(kept(Some(exact.to_vec()), &parts), (exact.to_vec(), false));
    }

    #[test]
    fn rebuilds_a_head_in_doubt() {
        let parts = parts("/a?hub.verify_token=s", &[("x-one", "1")]);
        let rebuilt = b"POST /a?hub.verify_token=*** HTTP/1.1\r\nx-one: 1\r\n".to_vec();
        let heads: &[Option<&[u8]>] = &[
            None,
            Some(b"GET /a?hub.verify_token=s HTTP/1.1\r\nx-one: 1\r\n"),
            Some(b"POST /b HTTP/1.1\r\nx-one: 1\r\n"),
            Some(b"POST /a?hub.verify_token=s HTTP/1.1\r\nx-one: 2\r\n"),
            Some(b"POST /a?hub.verify_token=s HTTP/1.1\r\nx-one: 1\r\nx-two: 2\r\n"),
            Some(b"POST /a?hub.verify_token=s HTTP/1.1\r\n"),
        ];
        for head in heads {
            assert_eq!(kept(head.map(<[u8]>::to_vec), &parts), (rebuilt.clone(), true));
        }
    }

    #[test]
    fn masks_only_the_request_line() {
        let cases: &[(&str, &str)] = &[
            (
                "GET /?a=1&hub.verify_token=s HTTP/1.1\r\nX: ?hub.verify_token=s\r\n",
                "GET /?a=1&hub.verify_token=*** HTTP/1.1\r\nX: ?hub.verify_token=s\r\n",
            ),
            ("GET /?hub.verify_token=cut-of", "GET /?hub.verify_token=***"),
            ("GET /w&hub.verify_token=s HTTP/1.1\r\n", "GET /w&hub.verify_token=*** HTTP/1.1\r\n"),
            ("GET /?a=%zz HTTP/1.1\r\n", "GET /?a=%zz HTTP/1.1\r\n"),
            ("GET", "GET"),
            ("GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\n"),
        ];
        for (head, expected) in cases {
            assert_eq!(masked(head.as_bytes().to_vec()), expected.as_bytes());
        }
    }
}
