//! The inside of a JSON string, character by character, each with the way in which it was written.

/// A text and how each of its characters is written.
pub(super) struct Units(Vec<Unit>);

#[derive(Clone, Copy)]
struct Unit {
    /// A lone half of a surrogate pair, and a byte that is no text, stand for themselves and are never replaced.
    character: char,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    /// `\n`, `\/`: a backslash and this.
    Short(char),
    /// `\u` and four digits; with capital ones, where there are letters among them.
    Code {
        upper: bool,
    },
    /// Twice `\u` and four digits: the two halves of a character beyond the first 65,536.
    Pair {
        upper: bool,
    },
    /// Four digits of something that is no character.
    Half {
        unit: u16,
        upper: bool,
    },
    /// `%C3%A9`: each byte of it in UTF-8, as URLs have it.
    Percent {
        upper: bool,
    },
    /// `%E9`, where it is a byte of no text.
    Byte {
        byte: u8,
        upper: bool,
    },
}

impl Units {
    /// Of the inside of a string that was checked by the parser.
    pub(super) fn of(inside: &str) -> Self {
        let mut units = Vec::with_capacity(inside.len());
        let mut characters = inside.chars();
        while let Some(character) = characters.next() {
            if character != '\\' {
                units.push(Unit { character, form: Form::Plain });
                continue;
            }
            match characters.next() {
                Some('u') => {
                    let digits: String = characters.by_ref().take(4).collect();
                    let unit = u16::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                    let upper = digits.contains(|digit: char| digit.is_ascii_uppercase());
                    let made = match char::from_u32(u32::from(unit)) {
                        Some(character) => Unit { character, form: Form::Code { upper } },
                        None => Unit { character: '\u{fffd}', form: Form::Half { unit, upper } },
                    };
                    match units.last().and_then(|before| paired(before, &made)) {
                        Some(pair) => *units.last_mut().expect("there is one") = pair,
                        None => units.push(made),
                    }
                }
                Some(letter) => units.push(Unit { character: unescaped(letter), form: Form::Short(letter) }),
                None => {}
            }
        }
        Self(percent_decoded(&units))
    }

    /// What is percent-encoded delimits nothing: it is shown as no character.
    pub(super) fn characters(&self) -> Vec<char> {
        let shown = |unit: &Unit| match unit.form {
            Form::Percent { .. } | Form::Byte { .. } => char::REPLACEMENT_CHARACTER,
            _ => unit.character,
        };
        self.0.iter().map(shown).collect()
    }

    pub(super) fn at(&self, place: usize) -> char {
        self.0[place].character
    }

    /// Whether it is a letter or a digit that can be replaced.
    pub(super) fn is_alphanumeric(&self, place: usize) -> bool {
        let unit = self.0.get(place);
        unit.is_some_and(|unit| {
            matches!(unit.form, Form::Plain | Form::Code { .. } | Form::Pair { .. } | Form::Percent { .. })
                && unit.character.is_alphanumeric()
        })
    }

    pub(super) fn set(&mut self, place: usize, character: char) {
        self.0[place].character = character;
    }

    /// Written as it was.
    pub(super) fn into_text(self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for Unit { character, form } in self.0 {
            match form {
                Form::Plain => out.push(character),
                Form::Short(letter) => out.extend(['\\', letter]),
                Form::Code { upper } => out.push_str(&code(u32::from(character), upper)),
                Form::Pair { upper } => {
                    character
                        .encode_utf16(&mut [0; 2])
                        .iter()
                        .for_each(|half| out.push_str(&code(u32::from(*half), upper)));
                }
                Form::Half { unit, upper } => out.push_str(&code(u32::from(unit), upper)),
                Form::Percent { upper } => {
                    let mut buffer = [0; 4];
                    character.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&percent(byte, upper)));
                }
                Form::Byte { byte, upper } => out.push_str(&percent(byte, upper)),
            }
        }
        out
    }
}

/// Two halves that are one character.
fn paired(before: &Unit, after: &Unit) -> Option<Unit> {
    let (Form::Half { unit: high, upper: one }, Form::Half { unit: low, upper: other }) = (before.form, after.form)
    else {
        return None;
    };
    let character = char::decode_utf16([high, low]).next()?.ok()?;
    Some(Unit { character, form: Form::Pair { upper: one || other } })
}

/// With each run of percent-encoded bytes as the characters that they are in UTF-8.
fn percent_decoded(units: &[Unit]) -> Vec<Unit> {
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let mut bytes = Vec::new();
        while let Some(found) = percent_byte(&units[at..]) {
            bytes.push(found);
            at += 3;
        }
        if bytes.is_empty() {
            out.push(units[at]);
            at += 1;
        } else {
            characters_of(&bytes, &mut out);
        }
    }
    out
}

/// The byte that is written here, and whether with capital digits.
fn percent_byte(units: &[Unit]) -> Option<(u8, bool)> {
    let [sign, high, low, ..] = units else { return None };
    let is_plain = [sign, high, low].iter().all(|unit| unit.form == Form::Plain);
    let digit = |unit: &Unit| unit.character.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = digit(high)? << 4 | digit(low)?;
    let upper = [high, low].iter().any(|unit| unit.character.is_ascii_uppercase());
    (is_plain && sign.character == '%').then_some((byte, upper))
}

fn characters_of(written: &[(u8, bool)], out: &mut Vec<Unit>) {
    let bytes: Vec<u8> = written.iter().map(|(byte, _)| *byte).collect();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let end = at + character.len_utf8();
            let upper = written[at..end].iter().any(|(_, upper)| *upper);
            out.push(Unit { character, form: Form::Percent { upper } });
            at = end;
        }
        for &(byte, upper) in &written[at..at + chunk.invalid().len()] {
            out.push(Unit { character: char::REPLACEMENT_CHARACTER, form: Form::Byte { byte, upper } });
        }
        at += chunk.invalid().len();
    }
}

fn percent(byte: u8, upper: bool) -> String {
    if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") }
}

fn code(unit: u32, upper: bool) -> String {
    if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") }
}

fn unescaped(letter: char) -> char {
    match letter {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_as_it_was() {
        for text in [
            r"a\u00e9\u00C9\ud83d\/\n",
            r"\ud835\udcd9\uD835\uDCEA\udcd9\ud835",
            "%C3%A9%c3%a9%E9%20%zz%",
            "100 % %4",
            "%F0%9F%98%80%f0%9f",
        ] {
            assert_eq!(Units::of(text).into_text(), text);
        }
        let units = Units::of("%c3%89lo%20");
        let read: Vec<(char, bool)> = (0..4).map(|place| (units.at(place), units.is_alphanumeric(place))).collect();
        assert_eq!(read, [('É', true), ('l', true), ('o', true), (' ', false)]);
        assert!(!units.characters().contains(&' '), "it ends no URL");
    }
}
