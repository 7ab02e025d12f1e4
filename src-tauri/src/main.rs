//! The window of Triptych.

fn main() {}
