//! The ways in which JSON with the same values is written: which escapes, which white space.

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) slashes: Slashes,
    pub(super) letters: Letters,
    pub(super) signs: Signs,
    pub(super) white: White,
}

/// How `/` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slashes {
    AsIs,
    /// `\/`
    Escaped,
    /// `/`
    Plain,
}

/// How what is not ASCII is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    AsIs,
    /// `\u00e9`: Facebook, PHP, Python.
    Lower,
    /// `\u00E9`: .NET.
    Upper,
    /// `é`
    Plain,
}

/// How ASCII is written that some escape although JSON does not ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signs {
    AsIs,
    /// As themselves: whoever parses and prints.
    Plain,
    /// `\u003C`, `\u0025`, `\u0040`: what Facebook's older documentation says of `<`, `%` and `@`.
    Facebook,
    /// `\u003c`, `\u003e`, `\u0026`: Go, Rails.
    Html,
}

/// What stands between values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum White {
    AsIs,
    /// Nothing: Facebook, `JSON.stringify`.
    Nothing,
    /// `", "` and `": "`: Python's `json.dumps`.
    Spaces,
    /// Lines, indented by this for each level.
    Lines(&'static str),
}

const WHITES: [White; 6] =
    [White::AsIs, White::Nothing, White::Spaces, White::Lines("  "), White::Lines("    "), White::Lines("\t")];

impl Style {
    /// The body as it is.
    pub(super) const AS_IS: Self =
        Self { slashes: Slashes::AsIs, letters: Letters::AsIs, signs: Signs::AsIs, white: White::AsIs };

    /// As Facebook writes: no white space, `/` and what is not ASCII escaped.
    pub(super) const FACEBOOK: Self =
        Self { slashes: Slashes::Escaped, letters: Letters::Lower, signs: Signs::AsIs, white: White::Nothing };

    /// Whether it writes all that it writes anew as Facebook does.
    pub(super) fn is_towards_facebooks(self) -> bool {
        matches!(self.slashes, Slashes::AsIs | Slashes::Escaped)
            && matches!(self.letters, Letters::AsIs | Letters::Lower)
            && self.signs == Signs::AsIs
            && matches!(self.white, White::AsIs | White::Nothing)
    }

    /// The styles in which a body may be another one. Which escapes it has decides which are worth a try.
    pub(super) fn all(body: &[u8]) -> Vec<Self> {
        let has_escape = body.windows(2).any(|pair| pair == b"\\u");
        let has_slash = body.contains(&b'/');
        let has_sign = has_escape || body.iter().any(|byte| b"<>&%@".contains(byte));
        let has_letter = has_escape || !body.is_ascii();
        let slashes: &[Slashes] =
            if has_slash { &[Slashes::AsIs, Slashes::Escaped, Slashes::Plain] } else { &[Slashes::AsIs] };
        let letters: &[Letters] = match has_letter {
            true => &[Letters::AsIs, Letters::Lower, Letters::Plain, Letters::Upper],
            false => &[Letters::AsIs],
        };
        let signs: &[Signs] = match has_sign {
            true => &[Signs::AsIs, Signs::Plain, Signs::Facebook, Signs::Html],
            false => &[Signs::AsIs],
        };
        let mut all = Vec::with_capacity(WHITES.len() * slashes.len() * letters.len() * signs.len());
        for &signs in signs {
            for white in WHITES {
                for &slashes in slashes {
                    all.extend(letters.iter().map(|&letters| Self { slashes, letters, signs, white }));
                }
            }
        }
        all
    }
}
