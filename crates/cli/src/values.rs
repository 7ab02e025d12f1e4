//! Values of options, and what to give where one is wrong.

use std::net::SocketAddr;

/// A capture's number, with or without the `#` that lists print before it.
pub(crate) fn capture(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.parse().map_err(|_| "give the number that `triptych captures list` prints, such as 12".to_owned())
}

/// An address to listen on.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "give an IP address and a port, such as 127.0.0.1:3333 or [::1]:3333".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_named_as_it_is_listed() {
        assert_eq!((capture("12"), capture("#12"), capture("0")), (Ok(12), Ok(12), Ok(0)));
        for wrong in ["", "#", "##1", "x", "99999999999999999999"] {
            assert!(capture(wrong).expect_err(wrong).contains("such as 12"), "{wrong}");
        }
    }

    #[test]
    fn an_address_has_a_port() {
        assert!(address("127.0.0.1:0").is_ok() && address("[::1]:3333").is_ok());
        for wrong in ["", "127.0.0.1", "localhost:3333", "127.0.0.1:99999", "::1:3333x"] {
            assert!(address(wrong).expect_err(wrong).contains("127.0.0.1:3333"), "{wrong}");
        }
    }
}
