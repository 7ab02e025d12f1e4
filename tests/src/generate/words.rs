//! What people write to shops: short and long, in several scripts, with emoji, line breaks, links and the odd trap.

use super::random::Random;

const THINGS: &[&str] = &[
    "café table in white",
    "oak shelf",
    "lamp “Aurore”",
    "teapot set (4 cups)",
    "blue cushion",
    "order 40117",
    "gift card",
    "wall clock ø 40 cm",
];

/// `{}` stands for a thing.
const SENTENCES: &[&str] = &[
    "Is the {} still available?",
    "Hi! Is the {} back in stock?",
    "Hello, do you ship the {} to Lyon?",
    "When will the {} be back in stock?",
    "The {} arrived with a scratch, what can we do?",
    "Could I pick up the {} on Saturday after 5 pm?",
    "Hallo, wie lange ist die Lieferzeit für: {}?",
    "Bonjour, je voudrais échanger mon {}, c’est possible ?",
    "Hola, ¿cuánto cuesta el envío del {}?",
    "Ótimo, fico com o {} então.",
    "Thanks, the {} is perfect 🙌",
    "Czy {} jest dostępny w innym kolorze?",
];

const WHOLE: &[&str] = &[
    "こんにちは。在庫はありますか？",
    "明日の午後に受け取れますか。よろしくお願いします。",
    "请问还有货吗？谢谢！",
    "배송은 얼마나 걸리나요?",
    "هل المنتج متوفر الآن؟ شكرًا",
    "האם אפשר לשלם במזומן?",
    "Доброго дня! Чи є доставка до Києва?",
    "Είναι ακόμα διαθέσιμο;",
    "क्या यह अभी भी उपलब्ध है?",
    "สินค้ายังมีอยู่ไหมคะ",
    "👍",
    "❤️‍🔥👩🏽‍💻",
    "ok",
    "?",
    "See https://shop.example/p/771?utm_source=fb&ref=a%20b",
    "Mail me at elodie@example.com or call +33 6 12 34 56 78",
    "1.\tSize M\n2.\tSize L\n\nWhich one is the blue?",
    "<b>not bold</b> & \"quoted\" \\ backslash",
    "right\u{202e}tfel ot \u{202c}to left, zero\u{200b}width",
];

/// A message's text.
pub(crate) fn text(random: &mut Random) -> String {
    match random.below(100) {
        0..=29 => (*random.pick(WHOLE)).to_owned(),
        30..=94 => sentence(random),
        // Somebody tells the whole story.
        _ => (0..4 + random.below(20)).map(|_| sentence(random)).collect::<Vec<_>>().join(" "),
    }
}

/// What a shop answers.
pub(crate) fn answer(random: &mut Random) -> String {
    const ANSWERS: &[&str] = &[
        "We do, within two days.",
        "Two left in white. Shall I hold one?",
        "Of course! Your order is on its way 🚚",
        "Merci ! Nous revenons vers vous très vite.",
        "承知しました。少々お待ちください。",
        "Sorry about that. Could you send us a picture of it?",
    ];
    (*random.pick(ANSWERS)).to_owned()
}

fn sentence(random: &mut Random) -> String {
    let thing = *random.pick(THINGS);
    random.pick(SENTENCES).replace("{}", thing)
}
