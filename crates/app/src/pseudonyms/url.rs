//! URLs in texts: what of them stays, so that they are still URLs of the same kind.

/// Hosts that Facebook serves media from: they name nobody.
const FACEBOOKS: [&str; 8] =
    ["facebook.com", "fb.me", "fbcdn.net", "fbsbx.com", "instagram.com", "cdninstagram.com", "m.me", "ig.me"];
/// Ends of paths that say what is there: those that conversion asks for, and documents. Another end may be somebody's
/// name.
const EXTENSIONS: [&str; 14] =
    ["jpg", "jpeg", "png", "gif", "webp", "mp4", "mov", "webm", "mp3", "m4a", "aac", "ogg", "wav", "pdf"];
/// A longer name of a parameter may be anything.
const LONGEST_NAME: usize = 32;
/// With so many digits it is an id.
const MOST_DIGITS: usize = 5;

/// Which characters of a text stay: of a message id how it begins, of a URL its scheme, Facebook's hosts and the last
/// label of any other, the extension of its path and the names of the parameters in its query. Of everything else, none.
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
    // Who logs in there is somebody.
    let own = text[scheme..path].iter().rposition(|&character| character == '@').map_or(scheme, |at| scheme + at + 1);
    let host: String = text[own..path].iter().flat_map(|character| character.to_lowercase()).collect();
    let is_facebooks =
        |known: &str| host == known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.'));
    let label = host.rfind('.').map_or(path, |dot| own + host[..dot].chars().count());
    kept[if FACEBOOKS.into_iter().any(is_facebooks) { own } else { label.min(path) }..path].fill(true);
    let segment = text[path..query].iter().rposition(|&character| character == '/').map_or(path, |place| path + place);
    let dot = text[segment..query].iter().rposition(|&character| character == '.').map(|place| segment + place);
    if let Some(dot) = dot.filter(|dot| is_extension(&text[dot + 1..query])) {
        kept[dot..query].fill(true);
    }
    let fragment = find(query, &['#']);
    let mut start = query;
    while start < fragment {
        let end = find(start + 1, &['&', '#']);
        let name =
            start + 1..text[..end].iter().skip(start).position(|&one| one == '=').map_or(start + 1, |at| start + at);
        if is_name(&text[name.clone()]) {
            kept[name].fill(true);
        }
        start = end;
    }
}

/// Whether a path may end so without telling more than what is there.
pub(super) fn is_extension(text: &[char]) -> bool {
    EXTENSIONS.iter().any(|known| {
        known.len() == text.len() && known.chars().zip(text).all(|(one, other)| one == other.to_ascii_lowercase())
    })
}

/// Whether it is the name of a parameter, and not its value without one.
fn is_name(text: &[char]) -> bool {
    text.len() <= LONGEST_NAME
        && text.iter().all(|one| one.is_ascii_alphanumeric() || "_-.[]".contains(*one))
        && text.iter().filter(|one| one.is_ascii_digit()).count() <= MOST_DIGITS
}
