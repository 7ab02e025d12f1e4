//! The inside of a JSON string, character by character, each with the way in which it was written.

/// A text and how each of its characters is escaped.
pub(super) struct Units(Vec<Unit>);

#[derive(Clone, Copy)]
struct Unit {
    /// A lone half of a surrogate pair stands for itself and is never replaced.
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
    /// Four digits of something that is no character.
    Half {
        unit: u16,
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
                    units.push(match char::from_u32(u32::from(unit)) {
                        Some(character) => Unit { character, form: Form::Code { upper } },
                        None => Unit { character: '\u{fffd}', form: Form::Half { unit, upper } },
                    });
                }
                Some(letter) => units.push(Unit { character: unescaped(letter), form: Form::Short(letter) }),
                None => {}
            }
        }
        Self(units)
    }

    pub(super) fn characters(&self) -> Vec<char> {
        self.0.iter().map(|unit| unit.character).collect()
    }

    pub(super) fn at(&self, place: usize) -> char {
        self.0[place].character
    }

    /// Whether it is a letter or a digit that can be replaced.
    pub(super) fn is_alphanumeric(&self, place: usize) -> bool {
        let unit = self.0.get(place);
        unit.is_some_and(|unit| {
            matches!(unit.form, Form::Plain | Form::Code { .. }) && unit.character.is_alphanumeric()
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
                Form::Half { unit, upper } => out.push_str(&code(u32::from(unit), upper)),
            }
        }
        out
    }
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
