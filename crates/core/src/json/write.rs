//! JSON written as it is read in the source: [`object!`] appends members to a text, without a tree in between.

use super::text;

/// What can stand as a member's value.
pub(crate) trait Write {
    fn write(&self, out: &mut String);
}

/// JSON text, put in as it is.
pub(crate) struct Ready<'a>(pub(crate) &'a str);

/// `null`.
pub(crate) struct Null;

impl Write for Ready<'_> {
    fn write(&self, out: &mut String) {
        out.push_str(self.0);
    }
}

impl Write for Null {
    fn write(&self, out: &mut String) {
        out.push_str("null");
    }
}

impl Write for &str {
    fn write(&self, out: &mut String) {
        text::quote(out, self);
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Write for i64 {
    fn write(&self, out: &mut String) {
        if *self < 0 {
            out.push('-');
        }
        self.unsigned_abs().write(out);
    }
}

impl Write for u32 {
    fn write(&self, out: &mut String) {
        u64::from(*self).write(out);
    }
}

impl Write for u64 {
    fn write(&self, out: &mut String) {
        if *self >= 10 {
            (self / 10).write(out);
        }
        out.push(char::from(b'0' + (self % 10) as u8));
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => Null.write(out),
        }
    }
}

impl<T: Write> Write for &[T] {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (index, element) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            element.write(out);
        }
        out.push(']');
    }
}

/// Appends an object to a `String`: `object!(out, { "id": 1, "from": { "name": "Jo" } })`. A value is an expression that
/// is [`Write`], or an object in braces.
macro_rules! object {
    ($out:expr, { $($members:tt)* }) => {
        $out.push('{');
        $crate::json::write::object!(@members $out, "", $($members)*);
        $out.push('}');
    };
    (@members $out:expr, $comma:literal,) => {};
    (@members $out:expr, $comma:literal, $key:literal: { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $out.push_str(concat!($comma, "\"", $key, "\":"));
        $crate::json::write::object!($out, { $($inner)* });
        $crate::json::write::object!(@members $out, ",", $($($rest)*)?);
    };
    (@members $out:expr, $comma:literal, $key:literal: $value:expr $(, $($rest:tt)*)?) => {
        $out.push_str(concat!($comma, "\"", $key, "\":"));
        $crate::json::write::Write::write(&$value, $out);
        $crate::json::write::object!(@members $out, ",", $($($rest)*)?);
    };
}
pub(crate) use object;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_written_in_order() {
        let mut text = String::new();
        let out = &mut text;
        let none: Option<&str> = None;
        object!(out, {
            "text": "a\"b",
            "number": i64::MIN,
            "nested": { "null": Null, "none": none, "some": Some(true), "empty": {} },
            "list": ["x", "y"].as_slice(),
            "ready": Ready("[1]"),
        });
        assert_eq!(
            text,
            r#"{"text":"a\"b","number":-9223372036854775808,"nested":{"null":null,"none":null,"some":true,"empty":{}},"list":["x","y"],"ready":[1]}"#
        );
    }
}
