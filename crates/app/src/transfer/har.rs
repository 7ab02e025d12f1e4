//! HTTP archives (HAR 1.2): requests with their answers, for browsers' developer tools and proxies. Secrets are masked.

use serde_json::{Value, json};
use triptych_core::capture::{Capture, header_lines};
use triptych_core::time;
use triptych_store::StoredCapture;

use crate::views::{MASK, is_secret_header};

/// What follows the last entry.
pub(super) const END: &str = "\n]}}\n";

/// What precedes the first entry.
pub(super) fn begin() -> String {
    let creator = json!({"name": "Triptych", "version": env!("CARGO_PKG_VERSION")});
    format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[")
}

/// A capture as an entry.
pub(super) fn entry(stored: &StoredCapture) -> Value {
    let capture = &stored.capture;
    let took_ms = capture.took_us as f64 / 1000.0;
    let comment = format!("#{} {}: {}", stored.id, capture.judgement.as_str(), capture.reason);
    json!({
        "startedDateTime": time::iso(capture.received_us / 1000),
        "time": took_ms,
        "request": request(capture),
        "response": {
            "status": capture.status,
            "statusText": "",
            "httpVersion": capture.http_version,
            "cookies": [],
            "headers": [],
            "content": content(&capture.answer),
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": capture.answer.len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": took_ms, "receive": 0},
        "comment": comment,
    })
}

fn request(capture: &Capture) -> Value {
    let lines = header_lines(&capture.head);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let value = |name: &[u8], value: &[u8]| if is_secret_header(name) { MASK.to_owned() } else { text(value) };
    let headers: Vec<Value> =
        lines.iter().map(|(name, own)| json!({"name": text(name), "value": value(name, own)})).collect();
    let find = |wanted: &str| lines.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()));
    let host = find("host").map_or_else(|| "localhost".to_owned(), |(_, value)| text(value));
    let query = capture.query.as_deref().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        json!({"name": name, "value": value})
    });
    let mark = if query.is_empty() { "" } else { "?" };
    let mut made = json!({
        "method": capture.method,
        "url": format!("http://{host}{}{mark}{query}", capture.path),
        "httpVersion": capture.http_version,
        "cookies": [],
        "headers": headers,
        "queryString": pairs.collect::<Vec<_>>(),
        "headersSize": capture.head.len() + 2,
        "bodySize": capture.body_size,
    });
    if !capture.body.is_empty() {
        let kind = find("content-type").map_or_else(String::new, |(_, value)| text(value));
        // The format knows no encoding here; members of one's own begin with an underscore.
        made["postData"] = match std::str::from_utf8(&capture.body) {
            Ok(text) => json!({"mimeType": kind, "text": text}),
            Err(_) => json!({"mimeType": kind, "text": base64(&capture.body), "_encoding": "base64"}),
        };
    }
    made
}

/// Text, or Base64 where it is none.
fn content(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({"size": bytes.len(), "mimeType": "application/json", "text": text}),
        Err(_) => {
            json!({"size": bytes.len(), "mimeType": "application/octet-stream", "text": base64(bytes), "encoding": "base64"})
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(word >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_base64() {
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"\xff\xfe\xfdA", "//79QQ==")]
        {
            assert_eq!(base64(bytes), text);
        }
        assert_eq!(content(b"\xff")["encoding"], "base64");
    }
}
