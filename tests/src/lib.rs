//! What the tests of the real window and its measurement have in common.

#[cfg(feature = "e2e")]
pub mod driver;
#[cfg(feature = "e2e")]
pub mod keys;
#[cfg(feature = "e2e")]
pub mod window;
