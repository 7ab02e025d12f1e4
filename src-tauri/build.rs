//! Declares the window's commands: only what is declared here is checked against `capabilities/`.

use std::path::Path;

fn main() {
    let ui = Path::new("../ui/dist/index.html");
    println!("cargo::rerun-if-changed={}", ui.display());
    if !ui.exists() {
        println!(
            "cargo::error=ui/dist is missing, and the window shows it: run `npm ci && npm run build` in ui, or `cargo xtask run`"
        );
        return;
    }
    let manifest = tauri_build::AppManifest::new().commands(&["rpc", "body"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
