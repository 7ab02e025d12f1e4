//! JSON with other white space and every other byte as it came.

/// Indented by two spaces, one member or element a line. For text that is JSON.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut characters = text.trim_start_matches('\u{feff}').chars().peekable();
    let new_line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                out.push('"');
                while let Some(inside) = characters.next() {
                    out.push(inside);
                    match inside {
                        '\\' => out.extend(characters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            ' ' | '\n' | '\r' | '\t' => {}
            '{' | '[' => {
                out.push(character);
                while characters.next_if(char::is_ascii_whitespace).is_some() {}
                let end = if character == '{' { '}' } else { ']' };
                if characters.next_if_eq(&end).is_some() {
                    out.push(end);
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_changes() {
        let text = r#" {"a" : [ ] ,"b\"{":[1.50,{"c":"\/,:"}],"d":{ }} "#;
        let expected =
            "{\n  \"a\": [],\n  \"b\\\"{\": [\n    1.50,\n    {\n      \"c\": \"\\/,:\"\n    }\n  ],\n  \"d\": {}\n}";
        assert_eq!(spaced(text), expected);
    }
}
