//! A message becomes a list of parts; each part is one document (`conversion.md`, "Parts of a message").

use std::borrow::Cow;

use crate::decode::other_forms;
use crate::json::{Kind, Value};

/// What a document holds (reference 002).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentType {
    Text,
    Image,
    Video,
    Audio,
    Document,
    IgStoryReply,
    IgStoryMention,
    Unsupported,
}

impl ContentType {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Image => "Image",
            Self::Video => "Video",
            Self::Audio => "Audio",
            Self::Document => "Document",
            Self::IgStoryReply => "IgStoryReply",
            Self::IgStoryMention => "IgStoryMention",
            Self::Unsupported => "Unsupported",
        }
    }
}

/// One document's content, with what it was made of.
#[derive(Debug, Clone)]
pub struct Part<'d> {
    pub content_type: ContentType,
    pub content: Cow<'d, str>,
    /// What was done, for provenance: `text`, `attachment_url`, …
    pub rule: &'static str,
    /// What `content` was computed from; empty where it is a word of ours.
    pub from: Vec<Value<'d>>,
    /// What decided `content_type`, where that is something else than `from`.
    pub typed_by: Option<Value<'d>>,
}

impl<'d> Part<'d> {
    /// A value of the body, unchanged.
    fn copied(content_type: ContentType, value: Value<'d>, rule: &'static str) -> Self {
        Self { content_type, content: value.text(), rule, from: vec![value], typed_by: None }
    }

    /// What decided `content_type`.
    #[must_use]
    pub fn decided_by(&self) -> &[Value<'d>] {
        self.typed_by.as_ref().map_or(&self.from, std::slice::from_ref)
    }

    fn typed_by(self, value: Value<'d>) -> Self {
        Self { typed_by: Some(value), ..self }
    }

    /// Lines of text put together.
    fn joined(lines: &[String], rule: &'static str, from: Vec<Value<'d>>) -> Self {
        Self { content_type: ContentType::Text, content: Cow::Owned(lines.join("\n")), rule, from, typed_by: None }
    }

    /// Something that has no content of its own: the content is a word for it.
    fn unsupported(word: Cow<'d, str>, from: Vec<Value<'d>>) -> Self {
        Self { content_type: ContentType::Unsupported, content: word, rule: "unsupported", from, typed_by: None }
    }
}

/// The parts of a message or an echo.
#[must_use]
pub fn of_message(message: Value<'_>) -> Vec<Part<'_>> {
    if message.flag("is_unsupported") {
        let why = message.get("is_unsupported");
        let part = Part::unsupported(Cow::Borrowed(""), Vec::new());
        return vec![Part { rule: "is_unsupported", typed_by: why, ..part }];
    }
    let mut parts = Vec::new();
    if let Some(text) = message.string("text") {
        let story = message.object("reply_to").and_then(|reply| reply.object("story"));
        parts.push(match story {
            Some(story) => {
                story.mark_decisive();
                Part::copied(ContentType::IgStoryReply, text, "text").typed_by(story)
            }
            None => Part::copied(ContentType::Text, text, "text"),
        });
    }
    let has_text = !parts.is_empty();
    let attachments: Vec<_> = message.array("attachments").into_iter().flat_map(Value::elements).collect();
    let others = other_forms(&attachments);
    for (index, &attachment) in attachments.iter().enumerate() {
        match others[index] {
            Some(first) if first < index => {}
            Some(second) => {
                let both = [attachment, attachments[second]];
                let first = both.iter().find_map(|&one| payload(one)?.string("url").map(|_| one));
                parts.extend(of_attachment(first.unwrap_or(attachment), has_text));
            }
            None => parts.extend(of_attachment(attachment, has_text)),
        }
    }
    if parts.is_empty() {
        let quick = message.object("quick_reply");
        parts.push(match quick.and_then(|quick| quick.string("title").or_else(|| quick.string("payload"))) {
            Some(text) => Part::copied(ContentType::Text, text, "quick_reply"),
            None => Part::unsupported(Cow::Borrowed("message"), Vec::new()),
        });
    }
    parts
}

/// The part of a postback.
#[must_use]
pub fn of_postback(postback: Value<'_>) -> Part<'_> {
    match postback.string("title").or_else(|| postback.string("payload")) {
        Some(text) => Part::copied(ContentType::Text, text, "postback"),
        None => Part::unsupported(Cow::Borrowed("postback"), Vec::new()),
    }
}

/// The part of an order: a line a product, then the note.
#[must_use]
pub fn of_order(order: Value<'_>) -> Part<'_> {
    let mut lines = Vec::new();
    let mut from = Vec::new();
    for product in order.array("products").into_iter().flat_map(Value::elements) {
        let mut words = Vec::new();
        if let Some(quantity) = amount(product, "quantity") {
            words.push(format!("{} ×", quantity.text()));
            from.push(quantity);
        }
        if let Some(name) = product.string("name") {
            words.push(name.text().into_owned());
            from.push(name);
        }
        let price: Vec<_> = [amount(product, "unit_price"), product.string("currency")].into_iter().flatten().collect();
        if !price.is_empty() {
            let words_of_price: Vec<_> = price.iter().map(|value| value.text()).collect();
            words.push(format!("({})", words_of_price.join(" ")));
            from.extend(price);
        }
        if !words.is_empty() {
            lines.push(words.join(" "));
        }
    }
    if let Some(note) = order.string("note") {
        lines.push(note.text().into_owned());
        from.push(note);
    }
    if lines.is_empty() {
        Part::unsupported(Cow::Borrowed("order"), Vec::new())
    } else {
        Part::joined(&lines, "order", from)
    }
}

/// The part of a comment.
#[must_use]
pub fn of_comment(value: Value<'_>) -> Part<'_> {
    if let Some(text) = value.string("message").or_else(|| value.string("text")) {
        return Part::copied(ContentType::Text, text, "comment");
    }
    let picture = |link: &Value<'_>| by_extension(&link.text()) == ContentType::Image;
    if let Some(image) = value.string("photo").or_else(|| value.string("link").filter(picture)) {
        return Part::copied(ContentType::Image, image, "comment_photo");
    }
    match value.string("video") {
        Some(video) => Part::copied(ContentType::Video, video, "comment_video"),
        None => Part::unsupported(Cow::Borrowed("comment"), Vec::new()),
    }
}

/// A number or a numeral in a string.
fn amount<'d>(product: Value<'d>, key: &str) -> Option<Value<'d>> {
    product.get(key).filter(|value| value.kind() == Kind::Number).or_else(|| product.string(key))
}

fn payload(attachment: Value<'_>) -> Option<Value<'_>> {
    attachment.object("payload")
}

fn of_attachment(attachment: Value<'_>, has_text: bool) -> Option<Part<'_>> {
    if !attachment.is_object() {
        return Some(Part::unsupported(Cow::Borrowed("attachment"), Vec::new()));
    }
    let kind = attachment.string("type");
    let url = payload(attachment).and_then(|payload| payload.string("url"));
    let Some(kind) = kind else {
        return Some(match url {
            Some(url) => Part::copied(by_extension(&url.text()), url, "attachment_url"),
            None => Part::unsupported(Cow::Borrowed("attachment"), Vec::new()),
        });
    };
    let word = kind.text();
    let media = match word.as_ref() {
        "image" | "sticker" => Some(ContentType::Image),
        "video" | "reel" | "ig_reel" => Some(ContentType::Video),
        "audio" => Some(ContentType::Audio),
        "file" => Some(ContentType::Document),
        "story_mention" => Some(ContentType::IgStoryMention),
        _ => None,
    };
    let part = match (media, url) {
        (Some(media), Some(url)) => Some(Part::copied(media, url, "attachment_url")),
        (Some(_), None) => None,
        (None, _) => match word.as_ref() {
            "fallback" if has_text => return None,
            "fallback" | "share" | "post" | "ig_post" | "ig_story" => shared(attachment),
            "location" => location(attachment),
            "template" => template(attachment),
            _ => None,
        },
    };
    let part = part.map(|part| part.typed_by(kind));
    Some(part.unwrap_or_else(|| Part::unsupported(word, vec![kind])))
}

/// A shared link or post: title and URL, those that are there.
fn shared(attachment: Value<'_>) -> Option<Part<'_>> {
    let payload = payload(attachment);
    let inside = |key| payload.and_then(|payload| payload.string(key));
    let title = inside("title").or_else(|| attachment.string("title"));
    let url = inside("url")
        .or_else(|| inside("story_media_url"))
        .or_else(|| attachment.string("url"))
        .or_else(|| attachment.string("URL"));
    let from: Vec<_> = [title, url].into_iter().flatten().collect();
    joined(from, "shared_link")
}

fn location(attachment: Value<'_>) -> Option<Part<'_>> {
    let coordinates = payload(attachment)?.object("coordinates")?;
    let (lat, long) = (amount(coordinates, "lat")?, amount(coordinates, "long")?);
    let content = format!("{},{}", lat.text(), long.text());
    Some(Part::joined(&[content], "coordinates", vec![lat, long]))
}

fn template(attachment: Value<'_>) -> Option<Part<'_>> {
    let payload = payload(attachment)?;
    if let Some(text) = payload.string("text") {
        return Some(Part::copied(ContentType::Text, text, "template_text"));
    }
    joined(titles(payload), "template_titles").or_else(|| joined(titles(payload.object("product")?), "template_titles"))
}

fn titles(holder: Value<'_>) -> Vec<Value<'_>> {
    let elements = holder.array("elements").into_iter().flat_map(Value::elements);
    elements.filter_map(|element| element.string("title")).collect()
}

fn joined<'d>(from: Vec<Value<'d>>, rule: &'static str) -> Option<Part<'d>> {
    let lines: Vec<_> = from.iter().map(|value| value.text().into_owned()).collect();
    (!lines.is_empty()).then(|| Part::joined(&lines, rule, from))
}

/// By the extension of the URL's path, in any case.
fn by_extension(url: &str) -> ContentType {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("jpg" | "jpeg" | "png" | "gif" | "webp") => ContentType::Image,
        Some("mp4" | "mov" | "webm") => ContentType::Video,
        Some("mp3" | "m4a" | "aac" | "ogg" | "wav") => ContentType::Audio,
        _ => ContentType::Document,
    }
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
