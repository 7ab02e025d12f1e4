//! Facebook webhooks: bytes in, values out.

pub mod capture;
pub mod convert;
pub mod endpoint;
