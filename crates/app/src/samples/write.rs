//! JSON as Facebook writes it: no white space, `/` and everything beyond ASCII escaped, small hexadecimal digits.

use std::fmt::Write as _;

use serde_json::Value;

pub(super) fn as_facebook(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => string(text, out),
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn string(text: &str, out: &mut String) {
    let quoted = Value::String(text.to_owned()).to_string();
    for character in quoted.chars() {
        match character {
            '/' => out.push_str("\\/"),
            ascii if ascii.is_ascii() => out.push(ascii),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a string takes it");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_reads_back() {
        let value = json!({"a/b": ["é❤️\u{1f600}\"\n", 1, -2.5, true, null, {}], "z": []});
        let text = as_facebook(&value);
        assert_eq!(text, r#"{"a\/b":["\u00e9\u2764\ufe0f\ud83d\ude00\"\n",1,-2.5,true,null,{}],"z":[]}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }
}
