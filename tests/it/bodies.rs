//! Bodies as Facebook sends them, small.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Where the tests deliver to.
pub(crate) const HOOK: &str = "/v3/integrations/facebook/w1/facebook/c1/webhook";

/// A customer's text to the Page `P1`, sent at this time in milliseconds since 1970.
pub(crate) fn text(customer: &str, mid: &str, text: &str, at_ms: u64) -> Vec<u8> {
    item(&format!(
        r#"{{"sender":{{"id":"{customer}"}},"recipient":{{"id":"P1"}},"timestamp":{at_ms},"message":{{"mid":"{mid}","text":"{text}"}}}}"#
    ))
}

/// A text of the Page's to a customer.
pub(crate) fn echo(customer: &str, mid: &str, text: &str, at_ms: u64) -> Vec<u8> {
    item(&format!(
        r#"{{"sender":{{"id":"P1"}},"recipient":{{"id":"{customer}"}},"timestamp":{at_ms},"message":{{"is_echo":true,"mid":"{mid}","text":"{text}"}}}}"#
    ))
}

/// A customer's voice message to the Page `P1`.
pub(crate) fn voice(customer: &str, mid: &str, at_ms: u64) -> Vec<u8> {
    item(&format!(
        r#"{{"sender":{{"id":"{customer}"}},"recipient":{{"id":"P1"}},"timestamp":{at_ms},"message":{{"mid":"{mid}","attachments":[{{"type":"audio","payload":{{"url":"https:\/\/cdn.example\/voice.aac"}}}}]}}}}"#
    ))
}

/// An envelope with one messaging item.
pub(crate) fn item(item: &str) -> Vec<u8> {
    format!(r#"{{"object":"page","entry":[{{"id":"P1","time":1763700000456,"messaging":[{item}]}}]}}"#).into_bytes()
}

/// The header line that signs a body.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(body);
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X-Hub-Signature-256: sha256={digest}")
}
