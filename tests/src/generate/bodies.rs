//! Envelopes as Facebook sends them: the frequent ones made here, all other kinds from the fixtures with other people.

use serde_json::{Map, Value, json};
use triptych_app::{fixtures, replay};

use super::cast::{Customer, Page};
use super::random::Random;
use super::words;

/// People of the fixtures, who are replaced: page, customer, name; of Facebook and of Instagram.
const IN_FIXTURES: [[&str; 3]; 2] = [
    ["104882310947213", "7310482956120433", "\\u00c9lodie Martin"],
    ["17841400008460056", "1298374650192837", "jonas.weber"],
];
/// Numbers in them that are to be another each time, beside the message ids: posts, comments, media.
const NUMBERS: [&str; 4] = ["4471", "18020000000000007", "17900000000000003", "2310044"];

/// The kinds of items that come every minute.
#[derive(Debug, Clone, Copy)]
enum Item {
    Text,
    Image,
    Answer,
    Read,
    Delivery,
    Postback,
    Reaction,
    Referral,
    Edit,
}

const FREQUENT: &[(u64, Item)] = &[
    (46, Item::Text),
    (6, Item::Image),
    (14, Item::Answer),
    (12, Item::Read),
    (11, Item::Delivery),
    (4, Item::Postback),
    (4, Item::Reaction),
    (1, Item::Referral),
    (2, Item::Edit),
];

/// Bodies for pages and times.
#[derive(Debug)]
pub(crate) struct Bodies {
    fixtures: Vec<(bool, String)>,
    /// Message ids of late, to be read, edited and reacted to.
    mids: Vec<String>,
}

impl Bodies {
    pub(crate) fn new() -> Self {
        let fixture = |fixture: fixtures::Fixture| {
            let is_instagram = fixture.endpoint().channel == triptych_core::endpoint::Channel::Instagram;
            (is_instagram, String::from_utf8(fixture.body).expect("the fixtures are text"))
        };
        Self { fixtures: fixtures::built_in().into_iter().map(fixture).collect(), mids: vec!["m_first".to_owned()] }
    }

    /// One envelope; one in fifteen of a kind that is in the fixtures, one in thirty with several items.
    pub(crate) fn body(&mut self, page: &Page, now_ms: i64, random: &mut Random) -> Vec<u8> {
        if random.permille(66) {
            return self.fixture(page, now_ms, random);
        }
        let items = match random.below(1000) {
            0..=1 => 40 + random.below(80),
            2..=33 => 2 + random.below(10),
            _ => 1,
        };
        let customer = page.customer(random);
        let messaging: Vec<Value> = (0..items).map(|_| self.item(page, customer, now_ms, random)).collect();
        let object = if page.is_instagram() { "instagram" } else { "page" };
        let time = now_ms + 60 + random.below(400) as i64;
        escaped(&json!({"object": object, "entry": [{"id": page.id, "time": time, "messaging": messaging}]}))
    }

    /// A fixture with other people, ids and times; of the page's channel.
    fn fixture(&self, page: &Page, now_ms: i64, random: &mut Random) -> Vec<u8> {
        let of_channel: Vec<&String> = self
            .fixtures
            .iter()
            .filter(|(instagram, _)| *instagram == page.is_instagram())
            .map(|(_, body)| body)
            .collect();
        let customer = page.customer(random);
        let name = escape(&Value::from(customer.name.as_str()));
        let to = [page.id, &customer.id, name.trim_matches('"')];
        let mut body = (*random.pick(&of_channel)).clone();
        for (from, to) in IN_FIXTURES[usize::from(page.is_instagram())].iter().zip(to) {
            body = body.replace(from, to);
        }
        for number in NUMBERS {
            body = body.replace(number, &random.digits(number.len()));
        }
        replay::fresh(body.as_bytes(), now_ms, &random.letters(20))
    }

    fn item(&mut self, page: &Page, customer: &Customer, now_ms: i64, random: &mut Random) -> Value {
        let item = random.weighted(FREQUENT);
        let (key, event) = match item {
            Item::Text => ("message", self.text(random)),
            Item::Image => ("message", self.image(random)),
            Item::Answer => ("message", self.echo(random)),
            Item::Read if page.is_instagram() => ("read", json!({"mid": self.earlier(random)})),
            Item::Read => ("read", json!({"watermark": now_ms - 4000})),
            Item::Delivery => ("delivery", json!({"mids": [self.earlier(random)], "watermark": now_ms - 900})),
            Item::Postback => {
                let (title, payload) = *random.pick(&[
                    ("Get started", "GET_STARTED"),
                    ("Track order", "TRACK"),
                    ("Öffnungszeiten", "HOURS"),
                ]);
                ("postback", json!({"title": title, "payload": payload, "mid": self.mid(random)}))
            }
            Item::Reaction => {
                ("reaction", json!({"reaction": "love", "emoji": "❤", "action": "react", "mid": self.earlier(random)}))
            }
            Item::Referral => {
                ("referral", json!({"ref": random.letters(6), "source": "SHORTLINK", "type": "OPEN_THREAD"}))
            }
            Item::Edit => {
                ("message_edit", json!({"mid": self.earlier(random), "text": words::text(random), "num_edit": 1}))
            }
        };
        let (from, to) = if matches!(item, Item::Answer) {
            (page.id, customer.id.as_str())
        } else {
            (customer.id.as_str(), page.id)
        };
        let mut value = Map::new();
        // One in three hundred lacks what a message needs.
        if !random.permille(3) {
            value.insert("sender".to_owned(), json!({"id": from}));
        }
        value.insert("recipient".to_owned(), json!({"id": to}));
        value.insert("timestamp".to_owned(), json!(now_ms));
        value.insert(key.to_owned(), event);
        Value::Object(value)
    }

    fn text(&mut self, random: &mut Random) -> Value {
        let mut message = json!({"mid": self.mid(random), "text": words::text(random)});
        match random.below(20) {
            0 => message["quick_reply"] = json!({"payload": random.letters(8)}),
            1 => message["reply_to"] = json!({"mid": self.earlier(random)}),
            2..=4 => {
                message["nlp"] = json!({"entities": {}, "detected_locales": [{"locale": "en_XX", "confidence": 0.98}]});
            }
            _ => {}
        }
        message
    }

    fn image(&mut self, random: &mut Random) -> Value {
        let picture = |random: &mut Random| {
            let url = format!(
                "https://scontent.xx.fbcdn.example/v/t1.15752-9/{}_n.jpg?oh={}&oe=69E0",
                random.digits(15),
                random.letters(24)
            );
            json!({"type": "image", "payload": {"url": url}})
        };
        let attachments: Vec<Value> = (0..=random.below(3)).map(|_| picture(random)).collect();
        json!({"mid": self.mid(random), "attachments": attachments})
    }

    fn echo(&mut self, random: &mut Random) -> Value {
        let app_id = if random.permille(500) { json!(26_390_203_743_090_u64) } else { json!(948_120_377_415_902_u64) };
        json!({"is_echo": true, "app_id": app_id, "mid": self.mid(random), "text": words::answer(random)})
    }

    /// A new message's id.
    fn mid(&mut self, random: &mut Random) -> String {
        let mid = format!("m_{}", random.letters(42));
        if self.mids.len() < 256 {
            self.mids.push(mid.clone());
        } else {
            let place = random.below(256) as usize;
            self.mids[place].clone_from(&mid);
        }
        mid
    }

    /// One that came before.
    fn earlier(&self, random: &mut Random) -> String {
        random.pick(&self.mids).clone()
    }
}

fn escaped(body: &Value) -> Vec<u8> {
    escape(body).into_bytes()
}

/// JSON as Facebook writes it: `\/`, and `\uXXXX` for whatever is not ASCII.
fn escape(value: &Value) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for char in value.to_string().chars() {
        match char {
            '/' => out.push_str("\\/"),
            char if char.is_ascii() => out.push(char),
            char => char
                .encode_utf16(&mut [0; 2])
                .iter()
                .try_for_each(|unit| write!(out, "\\u{unit:04x}"))
                .expect("a String takes all"),
        }
    }
    out
}
