//! The window of Triptych: a shell around `triptych-app`, which does everything and knows no window.
//!
//! Two commands lead in (`rpc`, `body`), one event leads out (`tick`). The application runs on a runtime of its own that is
//! started before the window and drained after it, so that a stuck window loses no webhook.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod host;
mod lifecycle;
mod options;
mod window;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use triptych_app::Desk;

fn main() -> ExitCode {
    let options = options::Options::parse();
    triptych_app::log::to_stderr("info");
    match run(options) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("triptych-desktop: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Until the window is closed or a signal comes.
fn run(options: options::Options) -> anyhow::Result<ExitCode> {
    check_display()?;
    let options = options.into_app()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads to run on")?;
    tauri::async_runtime::set(runtime.handle().clone());
    let stop = runtime.block_on(async { lifecycle::stop_signal() }).context("no signals to end on")?;
    let desk = runtime.block_on(Desk::open(options));

    let app = tauri::Builder::default()
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .manage(desk.clone())
        .invoke_handler(tauri::generate_handler![commands::rpc, commands::body])
        .setup({
            let desk = desk.clone();
            move |app| {
                window::open(app)?;
                lifecycle::start(app.handle(), &desk, stop);
                Ok(())
            }
        })
        .build(tauri::generate_context!())
        .context("the window could not be opened")?;

    let mut lifecycle = lifecycle::Exit::new(desk);
    let status = app.run_return(move |app, event| lifecycle.on(app, &event));
    Ok(if status == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// GTK ends the process in the middle of things where it finds no display, so it is asked before anything is opened.
#[cfg(target_os = "linux")]
fn check_display() -> anyhow::Result<()> {
    gtk::init().map_err(|_| {
        anyhow::anyhow!(
            "there is no display to open a window on. Run `triptych listen` to take webhooks without a window"
        )
    })
}

#[cfg(not(target_os = "linux"))]
fn check_display() -> anyhow::Result<()> {
    Ok(())
}
