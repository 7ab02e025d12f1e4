//! Tokens for tokens: of the same length, each character of the same alphabet, different ones for different ones.
//!
//! What stands at a token's places says which characters may stand there. All tokens of one such form are exchanged
//! among each other by a permutation that the seed alone decides. So nothing has to be agreed upon between fixtures: the
//! same token becomes the same one in each of them, in whatever order they are made.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::url;

/// Characters are exchanged among those of their aligned block of so many code points: these have the same length in
/// UTF-8, and mostly the same script.
const BLOCK: u32 = 64;
/// From this length on, a token of hexadecimal digits alone stays one.
const SHORTEST_HEX: usize = 8;
/// So often the halves of a token are mixed into each other (a Feistel network over mixed radices, as in FF1).
const ROUNDS: u8 = 6;

/// The characters that may stand at each place of a token.
type Form = Vec<Vec<char>>;

/// What replaces what.
#[derive(Debug)]
pub(super) struct Alphabet {
    seed: String,
    /// Those that were made before, for speed alone.
    known: HashMap<Vec<char>, Vec<char>>,
}

impl Alphabet {
    pub(super) fn new(seed: &str) -> Self {
        Self { seed: seed.to_owned(), known: HashMap::new() }
    }

    /// The token's replacement, always the same one.
    pub(super) fn replace(&mut self, token: &[char]) -> Vec<char> {
        if let Some(known) = self.known.get(token) {
            return known.clone();
        }
        let made = self.made_up(token);
        self.known.insert(token.to_vec(), made.clone());
        made
    }

    fn made_up(&self, token: &[char]) -> Vec<char> {
        // The ends of paths that conversion asks for are nobody's, and nothing may become one.
        if url::is_extension(token) {
            return token.to_vec();
        }
        let form = form(token);
        let mut made = self.next(token, &form);
        // Each step leads on around a circle that the token itself lies on, so this ends.
        while url::is_extension(&made) || self::form(&made) != form {
            made = self.next(&made, &form);
        }
        made
    }

    /// Another token of the form: scrambled, turned by one place, and unscrambled. That is a permutation, and none that
    /// leaves a token what it is.
    fn next(&self, token: &[char], form: &Form) -> Vec<char> {
        let place = |(character, choices): (&char, &Vec<char>)| {
            choices.iter().position(|one| one == character).expect("a token is of its own form")
        };
        let mut places: Vec<usize> = token.iter().zip(form).map(place).collect();
        let Some(turned) = form.iter().rposition(|choices| choices.len() > 1) else { return token.to_vec() };
        self.mix(&mut places, form, true);
        let count = form[turned].len();
        let step = 1 + self.numbers(ROUNDS, &[], form, 1)[0] % (count - 1);
        places[turned] = (places[turned] + step) % count;
        self.mix(&mut places, form, false);
        places.iter().zip(form).map(|(place, choices)| choices[*place]).collect()
    }

    /// Mixes each half into the other, by turns; or takes that back.
    fn mix(&self, places: &mut [usize], form: &Form, forward: bool) {
        let half = places.len().div_ceil(2);
        let (left_form, right_form) = form.split_at(half);
        for step in 0..ROUNDS {
            let round = if forward { step } else { ROUNDS - 1 - step };
            let (left, right) = places.split_at_mut(half);
            let (own, own_form, other) =
                if round % 2 == 0 { (left, left_form, right) } else { (right, right_form, left) };
            let numbers = self.numbers(round, other, form, own.len());
            for ((place, choices), number) in own.iter_mut().zip(own_form).zip(numbers) {
                let number = number % choices.len();
                *place = (*place + if forward { number } else { choices.len() - number }) % choices.len();
            }
        }
    }

    /// So many numbers that follow from the seed, the round, the form and one half.
    fn numbers(&self, round: u8, half: &[usize], form: &Form, count: usize) -> Vec<usize> {
        let mut said = Sha256::new();
        said.update(self.seed.as_bytes());
        said.update([0, round]);
        for choices in form {
            said.update(u32::from(choices[0]).to_be_bytes());
            said.update(choices.len().to_be_bytes());
        }
        half.iter().for_each(|place| said.update(place.to_be_bytes()));
        let mut numbers = Vec::with_capacity(count);
        for part in 0_u32.. {
            if numbers.len() >= count {
                break;
            }
            let digest = said.clone().chain_update(part.to_be_bytes()).finalize();
            numbers.extend(digest.chunks(2).map(|pair| usize::from(pair[0]) * 256 + usize::from(pair[1])));
        }
        numbers
    }
}

/// What may stand at each place.
fn form(token: &[char]) -> Form {
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn replaced(seed: &str, token: &str) -> String {
        Alphabet::new(seed).replace(&token.chars().collect::<Vec<_>>()).into_iter().collect()
    }

    #[test]
    fn all_tokens_of_a_form_are_exchanged_and_none_stays() {
        let two: Vec<String> = (10..=99).map(|number| number.to_string()).collect();
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let pairs: Vec<String> = ('α'..='ω').flat_map(|one| ['x', 'y'].map(|two| format!("{one}{two}7"))).collect();
        for seed in ["a", "b", "c"] {
            for tokens in [&two, &letters, &pairs] {
                let made: HashSet<String> = tokens.iter().map(|token| replaced(seed, token)).collect();
                assert_eq!(made.len(), tokens.len());
                assert!(tokens.iter().all(|token| replaced(seed, token) != *token));
                assert!(made.iter().all(|one| one.len() == tokens[0].len()));
            }
            assert!(two.iter().all(|token| !replaced(seed, token).starts_with('0')));
        }
        assert_ne!(replaced("a", "7310482956120433"), replaced("b", "7310482956120433"));
    }

    #[test]
    fn hexadecimal_digits_stay_such_and_no_extension_comes_about() {
        let made = replaced("seed", "00af99de");
        assert!(made.chars().all(|one| one.is_ascii_digit() || ('a'..='f').contains(&one)), "{made}");
        assert_eq!(replaced("seed", "jpg"), "jpg");
        let three = ('a'..='z').flat_map(|one| ('a'..='z').map(move |two| format!("{one}p{two}")));
        for token in three.filter(|token| token != "jpg") {
            assert!(!url::is_extension(&replaced("seed", &token).chars().collect::<Vec<_>>()), "{token}");
        }
    }
}
