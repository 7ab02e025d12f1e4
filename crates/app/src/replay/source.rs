//! What is sent: a capture, a fixture or a body of other origin, and what may be changed of it on the way.

use triptych_core::capture::{Capture, header_lines};
use triptych_core::endpoint::EndpointKey;
use triptych_core::secret::Secret;
use triptych_core::signature;

use super::outgoing::Head;
use super::{Outgoing, Target, fresh};
use crate::fixtures::Fixture;
use crate::views::is_secret_header;

/// Something to send.
#[derive(Debug, Clone)]
pub struct Source {
    /// `#12`, or the name of a fixture, a file or a sample.
    pub name: String,
    /// The capture that is sent again.
    pub parent: Option<i64>,
    /// The endpoint that it was or is to be delivered to.
    pub endpoint: Option<EndpointKey>,
    /// When it came in: microseconds since 1970.
    pub received_us: Option<i64>,
    pub body: Vec<u8>,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Captured {
        head: Vec<u8>,
        path: String,
    },
    /// Header lines besides those that every request has.
    Made {
        headers: Vec<String>,
    },
}

/// What happens to a signature.
#[derive(Debug, Clone, Default)]
pub enum Sign {
    /// The line that came, right or wrong.
    #[default]
    Kept,
    /// Made anew of the bytes that are sent, with this app secret.
    Again(Secret),
    /// None is sent.
    LeftOut,
}

/// What is changed of what is sent.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Another body.
    pub edited: Option<Vec<u8>>,
    /// Fresh ids and times: the time of now in milliseconds since 1970.
    pub fresh_ms: Option<i64>,
    pub sign: Sign,
    /// Other header lines, `Name: value`; host and length are added.
    pub headers: Option<Vec<String>>,
}

/// Where it goes.
#[derive(Debug, Clone)]
pub struct Route {
    pub target: Target,
    /// It is a Triptych's own listener: credentials may go there.
    pub is_own: bool,
    /// For what brings no credentials of its own.
    pub token: Option<Secret>,
}

impl Source {
    /// # Errors
    /// Where only a part of the body was kept.
    pub fn of_capture(id: i64, capture: Capture) -> Result<Self, String> {
        if capture.truncated {
            return Err(format!("of capture {id} only the first {} bytes were kept", capture.body.len()));
        }
        let path = capture.query.map_or(capture.path.clone(), |query| format!("{}?{query}", capture.path));
        Ok(Self {
            name: format!("#{id}"),
            parent: Some(id),
            endpoint: capture.endpoint,
            received_us: Some(capture.received_us),
            body: capture.body,
            form: Form::Captured { head: capture.head, path },
        })
    }

    #[must_use]
    pub fn of_fixture(fixture: Fixture) -> Self {
        Self {
            name: fixture.name,
            parent: None,
            endpoint: Some(fixture.settings.endpoint),
            received_us: None,
            body: fixture.body,
            form: Form::Made { headers: fixture.settings.headers },
        }
    }

    /// The bytes that are sent. The same `nonce` gives the same ids, where ids are fresh.
    #[must_use]
    pub fn body(&self, changes: &Changes, nonce: &str) -> Vec<u8> {
        let body = changes.edited.as_ref().unwrap_or(&self.body);
        changes.fresh_ms.map_or_else(|| body.clone(), |now_ms| fresh(body, now_ms, nonce))
    }

    /// The request, and what of it is not as it was: a few words each.
    #[must_use]
    pub fn request(&self, changes: &Changes, route: &Route, nonce: &str) -> (Outgoing, Vec<String>) {
        let mut words = Vec::new();
        let body = self.body(changes, nonce);
        let mut say = |word: &str| words.push(word.to_owned());
        if changes.edited.is_some() {
            say("edited body");
        }
        if changes.fresh_ms.is_some() && body != *changes.edited.as_ref().unwrap_or(&self.body) {
            say("fresh ids and times");
        }
        let (mut head, is_exact) = self.head(changes, route);
        if changes.headers.is_some() {
            say("edited headers");
        }
        if !route.is_own && matches!(self.form, Form::Captured { .. }) && changes.headers.is_none() {
            let secret =
                head_names(&head).into_iter().filter(|name| is_secret_header(name.as_bytes())).collect::<Vec<_>>();
            if !secret.is_empty() {
                secret.iter().for_each(|name| {
                    head.remove(name);
                });
                say("credentials left out");
            }
        }
        match &changes.sign {
            Sign::Kept => {}
            Sign::Again(secret) => {
                head.remove("X-Hub-Signature");
                head.set("X-Hub-Signature-256", &signature::sign_sha256(secret.expose().as_bytes(), &body));
                say("signed anew");
            }
            Sign::LeftOut => {
                let had = [head.remove("X-Hub-Signature-256"), head.remove("X-Hub-Signature")];
                if had.contains(&true) {
                    say("signature left out");
                }
            }
        }
        let outgoing = match &self.form {
            Form::Captured { head, .. } if is_exact && words.is_empty() => Outgoing::again(head, body),
            _ => head.finish(body),
        };
        (outgoing, words)
    }

    /// The head before signing; whether it is the captured one, untouched.
    fn head(&self, changes: &Changes, route: &Route) -> (Head, bool) {
        let named = route.target.path.trim_end_matches('/');
        let own_path = match &self.form {
            Form::Captured { path, .. } => path.clone(),
            Form::Made { .. } => self.endpoint.as_ref().map_or_else(|| "/".to_owned(), EndpointKey::path),
        };
        let path = if named.is_empty() { own_path } else { route.target.path.clone() };
        if let Some(lines) = &changes.headers {
            let mut head = Head::new(&format!("POST {path} HTTP/1.1"));
            head.set("Host", &route.target.authority());
            push_lines(&mut head, lines);
            return (head, false);
        }
        match &self.form {
            Form::Captured { head, .. } => {
                let mut head = Head::of(head);
                if route.is_own && named.is_empty() {
                    return (head, true);
                }
                head.set_path(&path);
                head.set("Host", &route.target.authority());
                (head, false)
            }
            Form::Made { headers } => {
                let mut head = Head::new(&format!("POST {path} HTTP/1.1"));
                head.set("Host", &route.target.authority());
                head.set("Content-Type", "application/json");
                push_lines(&mut head, headers);
                if let Some(token) = &route.token {
                    head.set("Authorization", &format!("Bearer {}", token.expose()));
                }
                (head, false)
            }
        }
    }
}

fn push_lines(head: &mut Head, lines: &[String]) {
    for line in lines {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let is_ours =
            ["host", "content-length", "transfer-encoding"].iter().any(|own| name.trim().eq_ignore_ascii_case(own));
        if name.trim().eq_ignore_ascii_case("content-type") {
            head.set(name.trim(), value.trim());
        } else if !is_ours {
            head.push(name.trim(), value.trim());
        }
    }
}

fn head_names(head: &Head) -> Vec<String> {
    let outgoing = head.clone().finish(Vec::new());
    header_lines(&outgoing.head).into_iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use triptych_core::capture::{Authentication, Judgement};

    const HEAD: &str = "POST /hook?a=1 HTTP/1.1\r\nhost: old\r\nauthorization: Bearer hush\r\nX-Hub-Signature: sha1=0\r\ncontent-length: 10\r\n";

    fn source() -> Source {
        let capture = Capture {
            received_us: 0,
            took_us: 0,
            peer: String::new(),
            head: HEAD.as_bytes().to_vec(),
            head_normalised: false,
            method: "POST".into(),
            path: "/hook".into(),
            query: Some("a=1".into()),
            http_version: "HTTP/1.1",
            body: b"{\"mid\":\"m\"}".to_vec()[..10].to_vec(),
            body_size: 10,
            truncated: false,
            endpoint: None,
            judgement: Judgement::Accepted,
            authentication: Authentication::Token,
            reason: String::new(),
            status: 200,
            answer: Vec::new(),
        };
        Source::of_capture(7, capture).expect("it is whole")
    }

    fn sent(changes: &Changes, to: &str, is_own: bool) -> (String, Vec<String>) {
        let route = Route { target: Target::parse(to).expect("a URL"), is_own, token: Some(Secret::new("t")) };
        let (request, words) = source().request(changes, &route, "n");
        (String::from_utf8(request.head).expect("UTF-8"), words)
    }

    #[test]
    fn to_its_own_listener_it_goes_as_it_came() {
        let (head, words) = sent(&Changes::default(), "http://127.0.0.1:3333", true);
        assert_eq!((head, words), (format!("{HEAD}\r\n"), Vec::new()));
    }

    #[test]
    fn to_others_it_goes_without_credentials() {
        let (head, words) = sent(&Changes::default(), "https://x.example/other", false);
        let expected =
            "POST /other HTTP/1.1\r\nhost: x.example\r\nX-Hub-Signature: sha1=0\r\ncontent-length: 10\r\n\r\n";
        assert_eq!((head.as_str(), words), (expected, vec!["credentials left out".to_owned()]));
        let (head, _) = sent(&Changes::default(), "https://x.example", false);
        assert!(head.starts_with("POST /hook?a=1 HTTP/1.1\r\nhost: x.example\r\n"), "{head}");
    }

    #[test]
    fn what_is_changed_is_said_and_signed() {
        let changes =
            Changes { edited: Some(b"{}".to_vec()), sign: Sign::Again(Secret::new("s")), ..Changes::default() };
        let (head, words) = sent(&changes, "http://127.0.0.1:3333", true);
        let signature = signature::sign_sha256(b"s", b"{}");
        assert!(head.contains("content-length: 2\r\n") && !head.contains("sha1=0"), "{head}");
        assert!(head.contains(&format!("X-Hub-Signature-256: {signature}\r\n")), "{head}");
        assert_eq!(words, ["edited body", "signed anew"]);
        let headers = Some(vec!["X-Odd: 1".to_owned(), "Content-Length: 99".to_owned()]);
        let (head, words) = sent(&Changes { headers, ..Changes::default() }, "http://h:1", false);
        assert_eq!(head, "POST /hook?a=1 HTTP/1.1\r\nHost: h:1\r\nX-Odd: 1\r\nContent-Length: 10\r\n\r\n");
        assert_eq!(words, ["edited headers"]);
    }
}
