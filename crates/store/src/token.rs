//! New tokens.

use triptych_core::secret::Secret;

use crate::error::StoreError;

/// Symbols of [`random_token`]: no upper case and none that are mistaken for another (0 and o, 1 and l), for a token is
/// typed and pasted into forms and shells.
const SYMBOLS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A new random token, as the app's own is one.
///
/// # Errors
///
/// Where the system has no random bytes.
pub fn new_token() -> Result<Secret, StoreError> {
    random_token().map_err(|error| StoreError::Abandoned(format!("the system gave no random bytes: {error}")))
}

/// A new token: 40 URL-safe characters, 200 random bits.
pub(crate) fn random_token() -> Result<Secret, getrandom::Error> {
    let mut bytes = [0_u8; 40];
    getrandom::fill(&mut bytes)?;
    Ok(Secret::new(bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte & 31)])).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_tokens_are_long_url_safe_and_differ() {
        let (one, other) = (random_token().unwrap(), random_token().unwrap());
        assert_ne!(one.expose(), other.expose());
        for token in [one, other] {
            assert_eq!(token.expose().len(), 40);
            assert!(token.expose().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        }
    }
}
