//! What a value is, by its name and looks: Facebook's own words, times and measures stay, all else is somebody's.

use triptych_core::time;

/// What was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    Id,
    Name,
    Text,
    Token,
    Url,
    Mail,
    Phone,
}

impl What {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Text => "text",
            Self::Token => "token",
            Self::Url => "url",
            Self::Mail => "mail",
            Self::Phone => "phone",
        }
    }
}

/// Members whose values are words of Facebook's, out of lists that may grow.
const WORDS: &[&str] = &[
    "action",
    "asset_type",
    "context_type",
    "currency",
    "emoji",
    "event",
    "feedback",
    "field",
    "item",
    "locale",
    "media_product_type",
    "message_request",
    "message_template_language",
    "message_template_status",
    "notification_messages_frequency",
    "notification_messages_status",
    "notification_messages_timezone",
    "object",
    "promotion_status",
    "reaction",
    "reaction_type",
    "reason",
    "source",
    "status",
    "status_type",
    "template_type",
    "timezone",
    "type",
    "user_token_status",
    "verb",
];

/// Those of them that are more than one word.
const PHRASES: [&str; 4] = ["Good response", "Bad response", "STOP NOTIFICATIONS", "RESUME NOTIFICATIONS"];

/// The Page Inbox and what else Facebook itself calls by numbers: they say nothing of anybody, and conversion asks for
/// them.
const FACEBOOKS_APPS: [&str; 3] = ["26390203743090", "263902037430900", "413038776280800"];

/// What an app can be to a conversation; these stand under the app's id.
const ROLES: [&str; 3] = ["primary_receiver", "secondary_receiver", "automation"];

/// Longer than any of Facebook's words.
const LONGEST_WORD: usize = 40;
/// Numbers with fewer digits are measures: quantities, scores, prices.
const SHORTEST_ID: usize = 6;

/// What a string is; `None` where it stays.
pub(super) fn of_text(key: &str, text: &str) -> Option<What> {
    if text.is_empty() || FACEBOOKS_APPS.contains(&text) || ROLES.contains(&text) {
        return None;
    }
    if WORDS.contains(&key) && is_word(key, text) {
        return None;
    }
    if is_time(key) && time::read_text(text).is_some() {
        return None;
    }
    Some(if text.starts_with("http://") || text.starts_with("https://") {
        What::Url
    } else if is_id(key) {
        What::Id
    } else if key.ends_with("token") || key.ends_with("code") || key == "metadata" || key == "ref" {
        What::Token
    } else if key.ends_with("name") {
        What::Name
    } else if text.split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.')) {
        What::Mail
    } else if is_phone(text) {
        What::Phone
    } else {
        What::Text
    })
}

/// What a number is; `None` where it stays.
pub(super) fn of_number(key: &str, digits: &str) -> Option<What> {
    if FACEBOOKS_APPS.contains(&digits) || is_time(key) {
        return None;
    }
    if matches!(key, "lat" | "long" | "latitude" | "longitude") {
        return Some(What::Text);
    }
    let size = digits.trim_start_matches('-');
    let is_long = size.len() >= SHORTEST_ID && size.bytes().all(|byte| byte.is_ascii_digit());
    (is_id(key) || is_long).then_some(What::Id)
}

/// Whether this member of an object of that name is called by what is somebody's: the ids of apps, and those that a
/// business gave to the questions of its forms. Facebook's own names are letters, digits and signs that join them.
pub(super) fn is_named_by_id(object: &str, name: &str) -> bool {
    let is_own = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    object == "questions" || digits >= SHORTEST_ID - 1 || !name.bytes().all(is_own)
}

fn is_id(key: &str) -> bool {
    let has_end = |end: &str| key == end || key.strip_suffix(end).is_some_and(|before| before.ends_with('_'));
    ["id", "ids", "mid", "mids"].into_iter().any(has_end) || key == "user_ref"
}

fn is_time(key: &str) -> bool {
    matches!(key, "watermark" | "time" | "timestamp") || key.ends_with("_time") || key.ends_with("_timestamp")
}

/// Letters, underscores and the like: `OPEN_THREAD`, `fr_FR`, `Europe/Paris`. Words in small and capital letters are
/// languages and places alone: a single `Jane` is somebody.
fn is_word(key: &str, text: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "_-/".contains(character);
    // An emoji is no word of anybody's either.
    let is_sign = |character: char| !character.is_ascii() && !character.is_alphanumeric();
    let is_mixed = |kind: fn(&char) -> bool| text.chars().any(|character| kind(&character));
    let is_place = ["locale", "language", "timezone"].iter().any(|end| key.ends_with(end));
    let is_one = is_place || !(is_mixed(char::is_ascii_uppercase) && is_mixed(char::is_ascii_lowercase));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    PHRASES.contains(&text)
        || (text.len() <= LONGEST_WORD
            && is_one
            && digits < SHORTEST_ID
            && text.chars().all(|character| is_plain(character) || is_sign(character)))
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7 && text.chars().all(|character| character.is_ascii_digit() || "+ ()-./".contains(character))
}
