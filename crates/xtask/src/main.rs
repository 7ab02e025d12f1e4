//! `cargo xtask`: everything one does with this repository, without anything but Rust and Node to begin with.
//!
//! No dependencies, so that it is built in a second on a fresh machine and can say what that machine lacks.

mod bench;
mod codegen;
mod command;
mod faults;
mod generate;
mod run;
mod setup;
mod test;
mod tidy;
mod toolchain;
mod ui;
mod window;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup             install what the build needs: system packages (Debian), npm packages
  run [-- ARGS]     build what is out of date and open the window
  dev [-- ARGS]     the window with hot reload of ui/src
  test              everything that has to be right: format, lints, invariants, tests, the real window
  codegen [--check] write ui/src/api/gen and docs/reference.md from the Rust code, or fail where they are stale
  bench             how fast the listener is, beside a handler that keeps nothing
  bench --core      how fast conversion is, beside serde_json's parse of the same bytes
  bench --ui        how fast the real window is, with 100,000 captures
  generate N        a store of N captures to try with; --data-dir DIR, --seed S
  faults            what crashes, broken disks and strangers do to the listener, and what holds
  tour              pictures of every state of the window, into docs/screenshots
  bless             write the golden files anew from what the code does now
  tidy              check the invariants of ARCHITECTURE.md";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[&str]) -> command::Outcome {
    match args {
        [] | ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        ["setup"] => setup::setup(),
        ["run", rest @ ..] => run::run(after_dashes(rest)?),
        ["dev", rest @ ..] => run::dev(after_dashes(rest)?),
        ["test"] => test::test(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["bench"] => bench::bench(),
        ["bench", "--core"] => bench::core(),
        ["bench", "--ui", parts @ ..] => window::bench(parts),
        ["tour"] => window::tour(),
        ["generate", rest @ ..] => generate::generate(rest),
        ["faults"] => faults::faults(),
        ["bless"] => test::bless(),
        ["tidy"] => tidy::tidy(),
        _ => Err(format!("no such command: {}\n\n{USAGE}", args.join(" "))),
    }
}

fn after_dashes<'a>(rest: &'a [&'a str]) -> command::Outcome<&'a [&'a str]> {
    match rest {
        [] => Ok(&[]),
        ["--", args @ ..] => Ok(args),
        _ => Err(format!("put the window's own arguments after --, as in: cargo xtask run -- {}", rest.join(" "))),
    }
}
