//! Characters that nobody sees, or that put others in another order than they stand: what people are shown names them,
//! and what they paste does not hold them. The window keeps the same list (`ui/src/text/visible.ts`).

/// Whether this is a control character, has no width, or changes the direction of text. Line feeds and tabs are among
/// them.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_not_hidden() {
        assert!("aé中😀\u{300}\u{fe0f} \u{a0}".chars().all(|seen| !is_hidden(seen)));
        assert!(
            "\u{0}\n\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{200d}\u{202e}\u{2069}\u{feff}\u{e0041}".chars().all(is_hidden)
        );
    }
}
