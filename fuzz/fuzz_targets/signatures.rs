//! Signatures, tokens and heads: what a stranger sends proves nothing, and what was signed is recognised.
//!
//! The first line is a secret, the second a token, the rest a request's head and, after an empty line, its body.

#![no_main]

use libfuzzer_sys::fuzz_target;
use triptych_core::capture::header_lines;
use triptych_core::handshake;
use triptych_core::signature::{Finding, Scheme, SignatureLines, is_one_of, sign_sha256, verify};

fuzz_target!(|input: &[u8]| {
    let mut lines = input.splitn(3, |&byte| byte == b'\n');
    let [secret, token, request] = [(); 3].map(|()| lines.next().unwrap_or_default());
    let end = request.windows(2).position(|two| two == b"\n\n").map_or(request.len(), |at| at + 2);
    let (head, body) = request.split_at(end);

    let mut given = SignatureLines::default();
    for (name, value) in header_lines(head) {
        given.take(name, value);
    }
    let found = verify(&given, &[b"not the secret".as_slice(), secret], body);
    let (signed, alone) = (sign_sha256(secret, body), given.sha256.len() == 1 && given.sha1.len() < 2);
    match found {
        Finding::Matched(Scheme::Sha256, place) => {
            let [first] = given.sha256[..] else { panic!("one line of it") };
            assert!(place == 0 || first == signed.as_bytes());
        }
        _ => assert!(secret.is_empty() || !alone || given.sha256[0] != signed.as_bytes(), "{found:?}"),
    }

    let right = SignatureLines { sha256: vec![signed.as_bytes()], sha1: Vec::new() };
    let expected =
        if secret.is_empty() { Finding::NoSecret(Scheme::Sha256) } else { Finding::Matched(Scheme::Sha256, 0) };
    assert_eq!(verify(&right, &[secret], body), expected);
    let other = [body, b"x"].concat();
    assert!(!matches!(verify(&right, &[secret], &other), Finding::Matched(..)));

    assert_eq!(is_one_of(token, &[secret]), !token.is_empty() && token == secret);
    if let Ok(query) = str::from_utf8(head) {
        let token = String::from_utf8_lossy(token);
        if handshake::judge(Some(query), &[token.as_bytes()]).is_ok() {
            assert!(!token.is_empty(), "an empty token lets nobody in");
        }
        let masked = handshake::mask_query(query);
        assert_eq!(handshake::mask_query(&masked), masked, "what is masked stays as it is");
    }
});
