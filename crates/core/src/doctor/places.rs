//! Where two bodies differ that are the same but for small stretches: one was made of the other by something on its way.

use std::ops::Range;

/// A stretch of one body, in bytes, and what stands in its place in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub came: Range<usize>,
    pub signed: Range<usize>,
}

/// So many equal bytes end a difference.
const ALIKE: usize = 8;
/// Longest stretch that is looked for; where it is longer, all the rest is one.
const REACH: usize = 256;

/// In order. What lies between them is the same.
#[must_use]
pub fn places(came: &[u8], signed: &[u8]) -> Vec<Place> {
    let (mut one, mut other) = (0, 0);
    let mut found = Vec::new();
    loop {
        let same = came[one..].iter().zip(&signed[other..]).take_while(|(one, other)| one == other).count();
        (one, other) = (one + same, other + same);
        if one == came.len() && other == signed.len() {
            return found;
        }
        let (left, right) = shortest(&came[one..], &signed[other..]);
        found.push(Place { came: one..one + left, signed: other..other + right });
        (one, other) = (one + left, other + right);
    }
}

/// How many bytes of each until they are alike again.
fn shortest(one: &[u8], other: &[u8]) -> (usize, usize) {
    for sum in 1..=REACH.min(one.len() + other.len()) {
        for left in sum.saturating_sub(other.len())..=sum.min(one.len()) {
            if alike(&one[left..], &other[sum - left..]) {
                return (left, sum - left);
            }
        }
    }
    (one.len(), other.len())
}

fn alike(one: &[u8], other: &[u8]) -> bool {
    let least = ALIKE.min(one.len().max(other.len()));
    one.len() >= least && other.len() >= least && one[..least] == other[..least]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_told_and_the_rest_is_the_same() {
        type Cases<'a> = &'a [(&'a str, &'a str, &'a [(&'a str, &'a str)])];
        let cases: Cases<'_> = &[
            ("same", "same", &[]),
            ("", "", &[]),
            ("{\"a\":1}\n", "{\"a\":1}", &[("\n", "")]),
            ("\u{feff}{\"a\":1}", "{\"a\":1}", &[("\u{feff}", "")]),
            ("a/b", "a\\/b", &[("", "\\")]),
            ("caf\u{e9} at noon", "caf\\u00e9 at noon", &[("\u{e9}", "\\u00e9")]),
            ("{\"a\": 1, \"b\": 2}", "{\"a\":1,\"b\":2}", &[(" ", ""), (" ", ""), (" ", "")]),
        ];
        for (came, signed, expected) in cases {
            let found = places(came.as_bytes(), signed.as_bytes());
            let told: Vec<_> = found.iter().map(|one| (&came[one.came.clone()], &signed[one.signed.clone()])).collect();
            // Where differences are close to each other they are one.
            let joined = |pairs: &[(&str, &str)]| {
                let (one, other): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
                (one.concat().len() as i64) - (other.concat().len() as i64)
            };
            assert_eq!(joined(&told), joined(expected), "{came}: {told:?}");
            assert_eq!(told.is_empty(), expected.is_empty(), "{came}");
            if expected.len() == 1 {
                assert_eq!(told, *expected, "{came}");
            }
        }
    }

    #[test]
    fn what_is_not_alike_is_one_place() {
        let (came, signed) = ([b'a'; 5_000], [b'b'; 4_000]);
        assert_eq!(places(&came, &signed), [Place { came: 0..5_000, signed: 0..4_000 }]);
    }

    #[test]
    fn putting_the_other_stretches_in_gives_the_other_body() {
        let came = "{\"u\":\"https://x.example//a/b\", \"t\":\"caf\u{e9} \u{1f389}\"}\n";
        let signed = "{\"u\":\"https:\\/\\/x.example\\/\\/a\\/b\",\"t\":\"caf\\u00e9 \\ud83c\\udf89\"}";
        let mut made = Vec::new();
        let mut at = 0;
        for place in places(came.as_bytes(), signed.as_bytes()) {
            made.extend_from_slice(&came.as_bytes()[at..place.came.start]);
            made.extend_from_slice(&signed.as_bytes()[place.signed]);
            at = place.came.end;
        }
        made.extend_from_slice(&came.as_bytes()[at..]);
        assert_eq!(String::from_utf8_lossy(&made), signed);
    }
}
