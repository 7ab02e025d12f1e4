//! Envelopes as Facebook sends them: compact, slashes and other than ASCII escaped, every id of its own.

use std::fmt::Write as _;

/// A body to be measured, and how many items it has.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) items: usize,
}

/// Everything that is measured, small to large.
pub(crate) fn all() -> Vec<Body> {
    vec![
        body("400 B, a text", 1, |number| plain(number, 150)),
        body("20 KB, attachments", 20, with_attachments),
        body("batch of 10", 10, |number| plain(number, 120)),
        body("batch of 1000", 1000, |number| plain(number, 120)),
        body("1 MB, long texts", 100, |number| plain(number, 10_000)),
    ]
}

fn body(name: &'static str, items: usize, message: impl Fn(usize) -> String) -> Body {
    let messages: Vec<_> = (0..items).map(message).collect();
    let envelope = format!(
        r#"{{"object":"page","entry":[{{"id":"104882310947213","time":1773325661240,"messaging":[{}]}}]}}"#,
        messages.join(",")
    );
    Body { name, bytes: envelope.into_bytes(), items }
}

fn plain(number: usize, text: usize) -> String {
    let text: String = "All work and no play makes a dull caf\\u00e9. ".chars().cycle().take(text).collect();
    // Not in the middle of an escape.
    let text = text.rfind('.').map_or("", |end| &text[..=end]);
    item(number, &format!(r#""mid":"{}","text":"{text}""#, mid(number)))
}

/// A text, a picture with a link as the CDN makes them, a location, a template; a referral and a quick reply.
fn with_attachments(number: usize) -> String {
    let url = format!(
        "https:\\/\\/scontent.xx.fbcdn.net\\/v\\/t1.15752-9\\/{number:09}_1108235213_n.jpg?_nc_cat=109&ccb=1-7&_nc_sid=b70caf&_nc_ohc={}&oh={:064x}&oe=6{number:07X}",
        mid(number),
        number
    );
    let mut message = format!(r#""mid":"{}","text":"See these","attachments":["#, mid(number));
    let attachments = [
        format!(r#"{{"type":"image","payload":{{"url":"{url}"}}}}"#),
        format!(r#"{{"type":"file","payload":{{"url":"{url}"}}}}"#),
        r#"{"type":"location","payload":{"coordinates":{"lat":48.8566,"long":2.3522}}}"#.to_owned(),
        r#"{"type":"template","payload":{"template_type":"generic","elements":[{"title":"A table","subtitle":"White"}]}}"#
            .to_owned(),
    ];
    write!(message, "{}]", attachments[..1 + number % attachments.len()].join(",")).expect("a String takes all");
    message.push_str(r#","quick_reply":{"payload":"PICK_WHITE"},"referral":{"source":"ADS","type":"OPEN_THREAD","ad_id":"6045246247433","ads_context_data":{"ad_title":"Tables","photo_url":"https:\/\/cdn.example.net\/t.jpg"}}"#);
    item(number, &message)
}

fn item(number: usize, message: &str) -> String {
    format!(
        r#"{{"sender":{{"id":"7310482{number:09}"}},"recipient":{{"id":"104882310947213"}},"timestamp":{},"message":{{{message}}}}}"#,
        1_773_325_661_074 + number
    )
}

fn mid(number: usize) -> String {
    format!("m_Qx7VfT2mKpO9kkYEDd3kA{number:06}cYp8WQvGfO2hZb5nJrX1LsT4uEaD")
}
