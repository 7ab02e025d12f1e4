//! Facebook's times → milliseconds; milliseconds → dates of documents.
//!
//! Facebook writes seconds here, milliseconds there, digits in strings in dashboard tests and ISO 8601 inside nested
//! posts. `conversion.md` reads all of them alike: a number below 10^11 is seconds, else milliseconds.

use std::borrow::Cow;

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::{Pieces, PiecesOffset};

use crate::json::{Kind, Value};

/// The last millisecond of the year 9999.
pub const MAX_MS: i64 = 253_402_300_799_999;

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Milliseconds since 1970 that a value stands for; `None` where it is not usable as a time.
///
/// A number, a string of digits or an ISO 8601 string; not 0 or less, not after the year 9999.
#[must_use]
pub fn read(value: Value<'_>) -> Option<i64> {
    match value.kind() {
        Kind::Number => read_number(value.raw()),
        Kind::String => read_text(&value.text()),
        _ => None,
    }
}

/// The same for a text: digits or ISO 8601.
#[must_use]
pub fn read_text(text: &str) -> Option<i64> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return read_number(text);
    }
    usable(read_iso(text)?)
}

/// `2023-01-31 16:22:17.327000+00:00`: UTC, a space, always six digits of fraction.
#[must_use]
pub fn date(ms: i64) -> String {
    let mut out = String::with_capacity("2023-01-31 16:22:17.327000+00:00".len());
    let date = civil(ms);
    digits::<4>(&mut out, date.year().unsigned_abs().into(), "-");
    digits::<2>(&mut out, date.month().unsigned_abs().into(), "-");
    digits::<2>(&mut out, date.day().unsigned_abs().into(), " ");
    digits::<2>(&mut out, date.hour().unsigned_abs().into(), ":");
    digits::<2>(&mut out, date.minute().unsigned_abs().into(), ":");
    digits::<2>(&mut out, date.second().unsigned_abs().into(), ".");
    digits::<3>(&mut out, date.millisecond().unsigned_abs().into(), "000+00:00");
    out
}

/// Appends the last `N` digits of a number, and what follows them. Every document has two dates, so not by `format!`.
fn digits<const N: usize>(out: &mut String, number: u32, then: &str) {
    let mut place = 10_u32.pow(N as u32);
    for _ in 0..N {
        place /= 10;
        out.push(char::from(b'0' + (number / place % 10) as u8));
    }
    out.push_str(then);
}

/// `2023-01-31T16:22:17.327Z`, for people and the window.
#[must_use]
pub fn iso(ms: i64) -> String {
    let mut out = date(ms);
    out.truncate("2023-01-31 16:22:17.327".len());
    out.replace_range(10..11, "T");
    out.push('Z');
    out
}

fn civil(ms: i64) -> DateTime {
    // Not by way of a Timestamp: jiff's end a day before the year does.
    EPOCH.saturating_add(SignedDuration::from_millis(ms.clamp(0, MAX_MS)))
}

fn usable(ms: i64) -> Option<i64> {
    (1..=MAX_MS).contains(&ms).then_some(ms)
}

/// An ISO 8601 date, with or without a time and an offset; UTC where it names none.
fn read_iso(text: &str) -> Option<i64> {
    // Not by way of a Timestamp: jiff's end a day before the year does.
    let text = at_most_nine_digits(text);
    let pieces = Pieces::parse(text.as_ref()).ok()?;
    if pieces.time_zone_annotation().is_some() {
        return None;
    }
    let offset_s = match pieces.offset() {
        Some(PiecesOffset::Numeric(numeric)) => numeric.offset().seconds(),
        _ => 0,
    };
    let local = pieces.date().to_datetime(pieces.time().unwrap_or_else(Time::midnight));
    // Fractions are cut, not rounded; times before 1970 are unusable, so the direction does not matter.
    let ms = i64::try_from(local.duration_since(EPOCH).as_millis()).ok()?;
    Some(ms - i64::from(offset_s) * 1000)
}

/// jiff reads no finer fraction than nanoseconds; what is beyond a millisecond is cut anyway.
fn at_most_nine_digits(text: &str) -> Cow<'_, str> {
    let Some((whole, fraction)) = text.split_once(['.', ',']) else { return Cow::Borrowed(text) };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if digits <= 9 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{whole}.{}{}", &fraction[..9], &fraction[digits..]))
}

/// A JSON number's text, by its decimal digits: a double would lose some.
fn read_number(token: &str) -> Option<i64> {
    if token.starts_with('-') {
        return None;
    }
    let (mantissa, exponent) = match token.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().unwrap_or(i64::from(i32::MAX))),
        None => (token, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    let leading_zeros = digits().take_while(|&digit| digit == b'0').count();
    let is_zero = leading_zeros == whole.len() + fraction.len();
    let places_lost = i64::try_from(leading_zeros).ok()?;
    // How many digits stand before the decimal point.
    let places = i64::try_from(whole.len()).ok()?.saturating_add(exponent).saturating_sub(places_lost);
    if is_zero || places > 15 {
        return None;
    }
    let shift = if places <= 11 { 3 } else { 0 };
    let wanted = usize::try_from(places + shift).ok()?;
    let ms = digits()
        .skip(leading_zeros)
        .chain(std::iter::repeat(b'0'))
        .take(wanted)
        .fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
    usable(ms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Doc;

    #[test]
    fn times_are_read() {
        let cases: &[(&str, Option<i64>)] = &[
            ("1763700000123", Some(1_763_700_000_123)),
            ("1763700000", Some(1_763_700_000_000)),
            ("\"1527459824\"", Some(1_527_459_824_000)),
            ("\"1527459824123\"", Some(1_527_459_824_123)),
            ("99999999999", Some(99_999_999_999_000)),
            ("100000000000", Some(100_000_000_000)),
            ("1763700000.9999", Some(1_763_700_000_999)),
            ("1763700000123.9", Some(1_763_700_000_123)),
            ("1.763700000123e12", Some(1_763_700_000_123)),
            ("1.7637E+9", Some(1_763_700_000_000)),
            ("17637000001230e-1", Some(1_763_700_000_123)),
            ("0.5", Some(500)),
            ("0.0001", None),
            ("0", None),
            ("-5", None),
            ("-1763700000", None),
            ("\"-5\"", None),
            ("\"\"", None),
            ("\" 1527459824\"", None),
            ("\"1527459824.5\"", None),
            ("253402300799999", Some(MAX_MS)),
            ("253402300800000", None),
            ("1e400", None),
            ("1e99999999999999999999", None),
            ("1e-400", None),
            ("true", None),
            ("null", None),
            ("\"2023-05-04T07:18:58+0000\"", Some(1_683_184_738_000)),
            ("\"2023-05-04T09:18:58+02:00\"", Some(1_683_184_738_000)),
            ("\"2023-05-04T07:18:58Z\"", Some(1_683_184_738_000)),
            ("\"2023-05-04T07:18:58.123999Z\"", Some(1_683_184_738_123)),
            ("\"2023-05-04T07:18:58.1239999999999Z\"", Some(1_683_184_738_123)),
            ("\"2023-05-04T09:18:58[Europe/Paris]\"", None),
            ("\"2023-05-04T07:18:58\"", Some(1_683_184_738_000)),
            ("\"2023-05-04 07:18:58\"", Some(1_683_184_738_000)),
            ("\"2023-05-04\"", Some(1_683_158_400_000)),
            ("\"9999-12-31T23:59:59.999Z\"", Some(MAX_MS)),
            ("\"9999-12-31T23:59:59-01:00\"", None),
            ("\"1969-12-31T23:59:59Z\"", None),
            ("\"yesterday\"", None),
        ];
        for (text, expected) in cases {
            let doc = Doc::parse(text.as_bytes()).expect(text);
            assert_eq!(read(doc.root()), *expected, "{text}");
        }
    }

    #[test]
    fn dates_have_six_digits_of_fraction() {
        assert_eq!(date(1_675_182_137_327), "2023-01-31 16:22:17.327000+00:00");
        assert_eq!(date(0), "1970-01-01 00:00:00.000000+00:00");
        assert_eq!(date(MAX_MS), "9999-12-31 23:59:59.999000+00:00");
        assert_eq!(iso(1_675_182_137_327), "2023-01-31T16:22:17.327Z");
    }
}
