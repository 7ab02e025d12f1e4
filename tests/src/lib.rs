//! What several tests and measurements have in common: stores with much in them, stand-ins for tunnels, a converter with
//! another rule, and the real window.

#[cfg(feature = "e2e")]
pub mod driver;
pub mod generate;
#[cfg(feature = "e2e")]
pub mod keys;
#[cfg(feature = "e2e")]
pub mod picture;
#[cfg(feature = "e2e")]
mod place;
#[cfg(feature = "e2e")]
pub mod ports;
pub mod rule;
pub mod standin;
#[cfg(feature = "e2e")]
pub mod window;
