//! Tokens for tokens: of the same length, each character of the same alphabet, different ones for different ones.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

/// Characters are exchanged among those of their aligned block of so many code points: these have the same length in
/// UTF-8, and mostly the same script.
const BLOCK: u32 = 64;
/// So often another token is made up where one is taken; then the next free one is it.
const TRIES: u32 = 32;
/// From this length on, a token of hexadecimal digits alone stays one.
const SHORTEST_HEX: usize = 8;

/// What replaces what.
#[derive(Debug)]
pub(super) struct Alphabet {
    seed: String,
    replacements: HashMap<Vec<char>, Vec<char>>,
    taken: HashSet<Vec<char>>,
}

impl Alphabet {
    pub(super) fn new(seed: &str) -> Self {
        Self { seed: seed.to_owned(), replacements: HashMap::new(), taken: HashSet::new() }
    }

    /// The token's replacement, always the same one.
    pub(super) fn replace(&mut self, token: &[char]) -> Vec<char> {
        if let Some(known) = self.replacements.get(token) {
            return known.clone();
        }
        let choices = choices(token);
        let is_free = |made: &Vec<char>| made != token && !self.taken.contains(made);
        let made = (0..TRIES).map(|attempt| self.made_up(token, &choices, attempt)).find(is_free);
        let made = made.unwrap_or_else(|| self.next_free(token, &choices));
        self.taken.insert(made.clone());
        self.replacements.insert(token.to_vec(), made.clone());
        made
    }

    fn made_up(&self, token: &[char], choices: &[Vec<char>], attempt: u32) -> Vec<char> {
        let text: String = token.iter().collect();
        let mut out = Vec::with_capacity(token.len());
        for (part, choices) in (0_u32..).zip(choices.chunks(16)) {
            let mut hash = Sha256::new();
            hash.update(self.seed.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update(attempt.to_be_bytes());
            hash.update(part.to_be_bytes());
            let digest = hash.finalize();
            for (choice, pair) in choices.iter().zip(digest.chunks(2)) {
                let number = usize::from(pair[0]) * 256 + usize::from(pair[1]);
                out.push(choice[number % choice.len()]);
            }
        }
        out
    }

    /// Counting on from the first made-up one. There is always a free one: there are no more tokens of a form than
    /// replacements.
    fn next_free(&self, token: &[char], choices: &[Vec<char>]) -> Vec<char> {
        let mut made = self.made_up(token, choices, 0);
        while self.taken.contains(&made) {
            for (character, choice) in made.iter_mut().zip(choices).rev() {
                let place = choice.iter().position(|one| one == character).unwrap_or_default();
                *character = choice[(place + 1) % choice.len()];
                if place + 1 < choice.len() {
                    break;
                }
            }
        }
        made
    }
}

/// What may stand at each place.
fn choices(token: &[char]) -> Vec<Vec<char>> {
    let is_number = token.iter().all(char::is_ascii_digit);
    let is_hex = |upper: bool| {
        let is_digit =
            |one: &char| one.is_ascii_digit() || (one.is_ascii_hexdigit() && one.is_ascii_uppercase() == upper);
        token.len() >= SHORTEST_HEX && !is_number && token.iter().all(is_digit)
    };
    let (lower_hex, upper_hex) = (is_hex(false), is_hex(true));
    let of = |(place, &character): (usize, &char)| match character {
        // A number begins with no zero, and what begins with one goes on doing so.
        '0' if is_number && place == 0 => vec!['0'],
        '1'..='9' if is_number && place == 0 => ('1'..='9').collect(),
        '0'..='9' => ('0'..='9').collect(),
        'a'..='z' if lower_hex => ('a'..='f').collect(),
        'A'..='Z' if upper_hex => ('A'..='F').collect(),
        'a'..='z' => ('a'..='z').collect(),
        'A'..='Z' => ('A'..='Z').collect(),
        other => alike(other),
    };
    token.iter().enumerate().map(of).collect()
}

/// The characters of its block that are of its kind.
fn alike(character: char) -> Vec<char> {
    let kind = |one: char| (one.is_alphabetic(), one.is_numeric(), one.is_lowercase(), one.is_uppercase());
    let start = u32::from(character) / BLOCK * BLOCK;
    let block = (start..start + BLOCK).filter_map(char::from_u32);
    block.filter(|&one| !one.is_ascii() && kind(one) == kind(character)).collect()
}
