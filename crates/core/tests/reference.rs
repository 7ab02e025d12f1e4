//! `docs/reference.md` says what the decoder's tables say. `cargo xtask codegen` writes it.

use std::path::Path;
use std::{env, fs};

#[test]
fn the_reference_says_what_the_tables_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference.md");
    let made = triptych_core::reference::markdown();
    if env::var_os("TRIPTYCH_BLESS").is_some() {
        fs::write(&path, &made).expect("docs/reference.md can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    let line = made.lines().zip(there.lines()).position(|(made, there)| made != there);
    let line = line.unwrap_or_else(|| made.lines().count().min(there.lines().count())) + 1;
    assert!(made == there, "docs/reference.md is stale from line {line} on. Run `cargo xtask codegen` and commit it");
}
