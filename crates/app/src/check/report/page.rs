//! Text as HTML, and how the page looks.

use std::fmt::Write as _;

use super::output::Mark;

pub(super) const STYLE: &str = "
:root{color-scheme:light dark;--line:#d5d8dd;--soft:#f4f5f7;--less:#5c6470;--del:#fbe3e4;--add:#ddf3e4;--bad:#b3261e;--good:#1b7a3d;--odd:#8a5a00}
@media (prefers-color-scheme:dark){:root{--line:#3a3f47;--soft:#22262c;--less:#9aa3af;--del:#4a2326;--add:#1d3f2b;--bad:#ff8a80;--good:#7bd88f;--odd:#e8b75a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:16px 24px;font:13px/20px system-ui,sans-serif;max-width:1900px}
h1{font-size:18px}h2{font-size:12px;margin:0 0 8px;color:var(--less)}h3{font-size:13px;margin:12px 0 0}
header span{margin-right:16px}
details{border:1px solid var(--line);border-radius:6px;margin:8px 0}
summary{padding:8px 12px;cursor:pointer}
summary i{color:var(--less);font-style:normal;float:right}
.panels{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));border-top:1px solid var(--line)}
@media (max-width:1000px){.panels{grid-template-columns:1fr}}
section{padding:12px;border-left:1px solid var(--line);min-width:0}
section:first-child{border-left:0}
pre{margin:0 0 12px;padding:8px;background:var(--soft);font:12px/18px ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 12px;margin:4px 0}
dt{color:var(--less)}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
del{background:var(--del);text-decoration:none}ins{background:var(--add);text-decoration:none}
q{color:var(--less);quotes:none}
kbd{font:11px ui-monospace,monospace;border:1px solid var(--odd);border-radius:3px;padding:0 3px;color:var(--odd)}
.passed{color:var(--good)}.changed,.failed{color:var(--bad)}.new{color:var(--odd)}
";

/// Text that stays text: markup escaped, and what is invisible or reorders others shown by its number.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            odd if is_odd(odd) => {
                write!(out, "<kbd>U+{:04X}</kbd>", u32::from(odd)).expect("a string takes it");
            }
            other => out.push(other),
        }
    }
    out
}

fn is_odd(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// A line of a document; a sign says what the colour says.
pub(super) fn line(mark: Mark, text: &str) -> String {
    let text = escape(text);
    match mark {
        Mark::Same => format!("  {text}\n"),
        Mark::Expected => format!("<del>- {text}</del>\n"),
        Mark::Actual => format!("<ins>+ {text}</ins>\n"),
        Mark::IgnoredExpected => format!("<q>- {text}  (ignored)</q>\n"),
        Mark::IgnoredActual => format!("<q>+ {text}  (ignored)</q>\n"),
    }
}
