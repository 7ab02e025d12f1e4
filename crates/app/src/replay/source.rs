//! What is sent: a capture, a fixture or a body of other origin, and what may be changed of it on the way.

use triptych_core::capture::Capture;
use triptych_core::endpoint::EndpointKey;
use triptych_core::secret::Secret;
use triptych_core::signature;

use super::headers::HeaderLine;
use super::outgoing::Head;
use super::{Outgoing, Target, fresh};
use crate::fixtures::Fixture;

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
    /// Other header lines, `Name: value`, in their order; those that say what was said before go out as they came.
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
        let (mut head, is_exact) = self.head(route);
        let own = head.clone();
        if let Some(lines) = &changes.headers {
            head.edit(lines).iter().for_each(|words| say(words));
        }
        if let Some(token) = route.token.as_ref().filter(|_| route.is_own)
            && head.fill_masked(token)
        {
            say("token in place of a masked one");
        }
        if !route.is_own {
            // Those that somebody typed go along: they are meant for the target.
            if matches!(self.form, Form::Captured { .. }) && head.remove_secrets_of(&own) {
                say("credentials left out");
            }
            head.set("Host", &route.target.authority());
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

    /// The header lines that would be sent to this listener, to be shown and edited.
    #[must_use]
    pub fn headers(&self, route: &Route) -> Vec<HeaderLine> {
        self.head(route).0.shown()
    }

    /// The head before signing; whether it is the captured one, untouched.
    fn head(&self, route: &Route) -> (Head, bool) {
        let named = route.target.path.trim_end_matches('/');
        let own_path = match &self.form {
            Form::Captured { path, .. } => path.clone(),
            Form::Made { .. } => self.endpoint.as_ref().map_or_else(|| "/".to_owned(), EndpointKey::path),
        };
        let path = if named.is_empty() { own_path } else { route.target.path.clone() };
        match &self.form {
            Form::Captured { head, .. } => {
                let mut head = Head::of(head);
                if route.is_own && named.is_empty() {
                    return (head, true);
                }
                head.set_path(&path);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::captured;

    const HEAD: &str = "POST /hook?a=1 HTTP/1.1\r\nhost: old\r\nauthorization: Bearer hush\r\nX-Hub-Signature: sha1=0\r\ncontent-length: 10\r\n";

    fn source() -> Source {
        let capture = Capture {
            head: HEAD.as_bytes().to_vec(),
            path: "/hook".into(),
            query: Some("a=1".into()),
            ..captured::capture(b"{\"mid\":\"m\"")
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
    }

    #[test]
    fn edited_headers_keep_the_rest_and_only_typed_credentials_leave() {
        let edited = |lines: &[&str]| Changes {
            headers: Some(lines.iter().map(|line| (*line).to_owned()).collect()),
            ..Changes::default()
        };
        let kept = edited(&["host: old", "authorization: ••••••••", "X-Odd: 1"]);
        let (head, words) = sent(&kept, "http://127.0.0.1:3333", true);
        let expected = "POST /hook?a=1 HTTP/1.1\r\nhost: old\r\nauthorization: Bearer hush\r\nX-Odd: 1\r\ncontent-length: 10\r\n\r\n";
        assert_eq!((head.as_str(), words.len()), (expected, 2), "{words:?}");
        let (head, words) = sent(&kept, "http://h:1", false);
        assert_eq!(head, "POST /hook?a=1 HTTP/1.1\r\nhost: h:1\r\nX-Odd: 1\r\ncontent-length: 10\r\n\r\n");
        assert_eq!(words[2], "credentials left out");
        let (head, _) = sent(&edited(&["Authorization: Bearer mine"]), "http://h:1", false);
        assert!(head.contains("Authorization: Bearer mine\r\n") && head.contains("Host: h:1\r\n"), "{head}");
    }
}
