//! URLs in texts: what of them stays, so that they are still URLs of the same kind.

/// Hosts that Facebook serves media from: they name nobody.
const FACEBOOKS: [&str; 8] =
    ["facebook.com", "fb.me", "fbcdn.net", "fbsbx.com", "instagram.com", "cdninstagram.com", "m.me", "ig.me"];
/// A longer end of a path is no extension.
const LONGEST_EXTENSION: usize = 5;

/// Which characters of a text stay: of a message id how it begins, of a URL its scheme, Facebook's hosts and the last label of any other, the
/// extension of its path, the names in its query, and what is percent-encoded. Of everything else, none.
pub(super) fn kept(text: &[char]) -> Vec<bool> {
    let mut kept = vec![false; text.len()];
    // What message ids begin with.
    for prefix in ["m_", "mid."] {
        if text.iter().copied().take(prefix.len()).eq(prefix.chars()) {
            kept[..prefix.len()].fill(true);
        }
    }
    let mut at = 0;
    while at < text.len() {
        let Some(scheme) = scheme(&text[at..]) else {
            at += 1;
            continue;
        };
        let is_end = |character: &char| character.is_whitespace() || matches!(character, '"' | '<' | '>');
        let length = text[at..].iter().position(is_end).unwrap_or(text.len() - at);
        url(&text[at..at + length], scheme, &mut kept[at..at + length]);
        at += length.max(1);
    }
    kept
}

/// The length of the scheme that a text begins with.
fn scheme(text: &[char]) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.iter().copied().take(scheme.len()).eq(scheme.chars()))
        .map(str::len)
}

fn url(text: &[char], scheme: usize, kept: &mut [bool]) {
    let find = |from: usize, wanted: &[char]| {
        text[from..].iter().position(|character| wanted.contains(character)).map_or(text.len(), |place| from + place)
    };
    let path = find(scheme, &['/', '?', '#']);
    let query = find(path, &['?', '#']);
    kept[..scheme].fill(true);
    let host: String = text[scheme..path].iter().flat_map(|character| character.to_lowercase()).collect();
    let is_facebooks = |own: &str| host == own || host.strip_suffix(own).is_some_and(|before| before.ends_with('.'));
    let label = host.rfind('.').map_or(path, |dot| scheme + host[..dot].chars().count());
    kept[if FACEBOOKS.into_iter().any(is_facebooks) { scheme } else { label.min(path) }..path].fill(true);
    let segment = text[path..query].iter().rposition(|&character| character == '/').map_or(path, |place| path + place);
    let dot = text[segment..query].iter().rposition(|&character| character == '.').map(|place| segment + place);
    if let Some(dot) = dot.filter(|dot| query - dot <= LONGEST_EXTENSION + 1) {
        kept[dot..query].fill(true);
    }
    let mut in_name = true;
    for place in query..text.len() {
        match text[place] {
            '=' => in_name = false,
            '&' | '?' => in_name = true,
            '#' => in_name = false,
            _ => kept[place] |= in_name,
        }
    }
    for place in path..text.len() {
        if text[place] == '%' && text[place + 1..].iter().take(2).filter(|one| one.is_ascii_hexdigit()).count() == 2 {
            kept[place..place + 3].fill(true);
        }
    }
}
