//! Made-up webhooks of every kind that Facebook sends, with the ids, names, texts and times that the user wants; and odd
//! ones, which a listener had better survive.
//!
//! The shapes are those of `decoding.md`; the bytes are written as Facebook writes them: without white space, `/` and
//! what is not ASCII escaped.

mod attachments;
mod fields;
mod odd;
mod write;

use serde_json::{Value, json};
use triptych_core::endpoint::{Channel, EndpointKey};

use crate::chance;
use crate::fixtures::{Fixture, Settings};

/// What kind of sample it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Field,
    Attachment,
    Odd,
}

impl Group {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Attachment => "attachment",
            Self::Odd => "odd",
        }
    }
}

/// Which channels send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Both,
    Facebook,
    Instagram,
}

/// A kind of sample.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Such as `messages`, `attachment/image`, `odd/missing-sender`.
    pub name: &'static str,
    pub title: &'static str,
    pub group: Group,
    /// The webhook field.
    pub field: Option<&'static str>,
    on: On,
    /// What besides account, customer and time shows in it: `text`, `name`, `mid`, `count`.
    pub takes: &'static [&'static str],
    make: fn(&Wish) -> Value,
}

impl Kind {
    /// The channels that send it.
    #[must_use]
    pub fn channels(&self) -> &'static [Channel] {
        match self.on {
            On::Both => &Channel::ALL,
            On::Facebook => &[Channel::Facebook],
            On::Instagram => &[Channel::Instagram],
        }
    }
}

/// What the user wants of a sample; what is `None` is made up.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// [`Kind::name`].
    pub kind: String,
    pub channel: Option<Channel>,
    /// The Page's or the Instagram account's id.
    pub account: Option<String>,
    pub customer: Option<String>,
    /// The customer's name, where the field tells it.
    pub name: Option<String>,
    pub text: Option<String>,
    /// Milliseconds since 1970.
    pub time_ms: Option<i64>,
    /// The message's or the comment's id.
    pub mid: Option<String>,
    /// Items of a batch, 1 to 10,000.
    pub count: Option<u32>,
    pub workspace_id: Option<String>,
    pub credentials_id: Option<String>,
}

/// The wishes with nothing left open, as the makers use them.
#[derive(Debug)]
struct Wish {
    channel: Channel,
    account: String,
    customer: String,
    name: String,
    text: String,
    time_ms: i64,
    mid: String,
    count: u32,
}

/// All kinds, in order.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    fields::KINDS.iter().chain(attachments::KINDS).chain(odd::KINDS)
}

/// Makes one; the time where none is wished is `now_ms`.
///
/// # Errors
/// A sentence that says what is not possible.
pub fn make(spec: &Spec, now_ms: i64) -> Result<Fixture, String> {
    let kind = kinds()
        .find(|kind| kind.name == spec.kind)
        .ok_or_else(|| format!("there is no sample {:?}; `triptych sample --list` names them all", spec.kind))?;
    let channel = spec.channel.unwrap_or(kind.channels()[0]);
    if !kind.channels().contains(&channel) {
        return Err(format!("{} is not sent on {}", kind.name, channel.as_str()));
    }
    let count = spec.count.unwrap_or(1000);
    if !(1..=10_000).contains(&count) {
        return Err(format!("a batch has 1 to 10000 items, not {count}"));
    }
    let time_ms = spec.time_ms.unwrap_or(now_ms);
    if !(1..=triptych_core::time::MAX_MS).contains(&time_ms) {
        return Err("a time lies between the years 1970 and 9999".to_owned());
    }
    let instagram = channel == Channel::Instagram;
    let or = |wish: &Option<String>, made: &str| wish.clone().unwrap_or_else(|| made.to_owned());
    let chance = chance::words();
    let made_mid = if instagram { format!("aWdfZAG1f{}", &chance[..20]) } else { format!("m_{}", &chance[..22]) };
    let wish = Wish {
        channel,
        account: or(&spec.account, if instagram { "17841400008460056" } else { "104882310947213" }),
        customer: or(&spec.customer, if instagram { "1298374650192837" } else { "7310482956120433" }),
        name: or(&spec.name, if instagram { "jonas.weber" } else { "Élodie Martin" }),
        text: or(&spec.text, "Is the café table still available in white?"),
        time_ms,
        mid: or(&spec.mid, &made_mid),
        count,
    };
    let endpoint = EndpointKey {
        channel,
        workspace_id: or(&spec.workspace_id, "local"),
        credentials_id: or(&spec.credentials_id, "local"),
    };
    Ok(Fixture {
        name: kind.name.to_owned(),
        settings: Settings { title: kind.title.to_owned(), endpoint, ..Settings::default() },
        settings_text: String::new(),
        body: odd::finished(kind.name, write::as_facebook(&(kind.make)(&wish))).into_bytes(),
        folder: None,
    })
}

impl Wish {
    /// The envelope around one entry with these members besides id and time.
    fn envelope(&self, time: i64, member: &str, items: Vec<Value>) -> Value {
        let object = if self.channel == Channel::Instagram { "instagram" } else { "page" };
        json!({"object": object, "entry": [{"id": self.account, "time": time, member: items}]})
    }

    /// An item from the customer: its parties, its time, and this event.
    fn item(&self, key: &str, event: Value) -> Value {
        json!({
            "sender": {"id": self.customer}, "recipient": {"id": self.account}, "timestamp": self.time_ms, key: event,
        })
    }

    /// A body of one item from the customer.
    fn incoming(&self, key: &str, event: Value) -> Value {
        self.envelope(self.time_ms + 166, "messaging", vec![self.item(key, event)])
    }

    /// A body of one item to the customer.
    fn outgoing(&self, key: &str, event: Value) -> Value {
        let item = json!({
            "sender": {"id": self.account}, "recipient": {"id": self.customer}, "timestamp": self.time_ms, key: event,
        });
        self.envelope(self.time_ms + 166, "messaging", vec![item])
    }

    /// A body of one change; its time is in seconds.
    fn change(&self, field: &str, value: Value) -> Value {
        self.envelope(self.seconds(), "changes", vec![json!({"field": field, "value": value})])
    }

    fn seconds(&self) -> i64 {
        self.time_ms / 1000
    }
}

#[cfg(test)]
mod tests;
