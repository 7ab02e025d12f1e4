//! What has to be on the machine before anything can be built or tested.

use std::collections::HashSet;
use std::io::IsTerminal;
use std::process::Command;

use crate::command::{Outcome, exists, output, program, run};
use crate::{toolchain, ui};

/// Debian packages to build the window.
const BUILD: [&str; 5] = ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libgtk-3-dev", "librsvg2-dev"];

/// Debian packages to test the real window.
const WINDOW_TEST: [&str; 7] =
    ["webkit2gtk-driver", "xvfb", "xauth", "dbus", "dbus-daemon", "fonts-dejavu-core", "fonts-noto-color-emoji"];

/// What pkg-config calls the libraries of the build set.
const LIBRARIES: [&str; 3] = ["webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0"];

/// Everything; fast where everything is there already.
pub(crate) fn setup() -> Outcome {
    toolchain::check()?;
    system_packages()?;
    ui::install()
}

fn system_packages() -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if exists("dpkg-query") && exists("apt-get") { debian() } else { other_linux() }
}

fn debian() -> Outcome {
    let wanted: Vec<&str> = BUILD.into_iter().chain(WINDOW_TEST).collect();
    let missing = missing(&wanted, &installed(&wanted)?);
    if missing.is_empty() {
        return Ok(());
    }
    println!("system packages to install: {}", missing.join(" "));
    let by_hand = format!("sudo apt-get update && sudo apt-get install {}", missing.join(" "));
    let become_root = root_prefix().ok_or_else(|| {
        format!("these packages are missing, and installing them needs root. Run this, then try again:\n  {by_hand}")
    })?;
    let apt = |args: &[&str]| {
        let mut words = become_root.clone();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
        words.extend(args);
        let mut command: Command = program(words[0]);
        command.args(&words[1..]);
        command
    };
    // Not fatal: old package lists may still do.
    if let Err(message) = run(&mut apt(&["update"])) {
        eprintln!("{message}; going on with the package lists that are there");
    }
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    run(&mut apt(&install)).map_err(|message| format!("{message}. By hand: {by_hand}"))
}

/// Lines of `name status`, one a package that dpkg knows.
fn installed(wanted: &[&str]) -> Outcome<String> {
    let mut query = program("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\\n"]).args(wanted);
    // The status is 1 as soon as one package is unknown, so it says nothing.
    let output = query.output().map_err(|error| format!("dpkg-query could not be started: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn missing<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let there: HashSet<&str> = listing.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().copied().filter(|name| !there.contains(name)).collect()
}

/// What to put before a command that needs root; `None` where nobody could be asked for a password.
fn root_prefix() -> Option<Vec<&'static str>> {
    if output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(Vec::new());
    }
    if output(program("sudo").args(["-n", "true"])).is_ok() {
        return Some(vec!["sudo", "-n"]);
    }
    (exists("sudo") && std::io::stdin().is_terminal()).then(|| vec!["sudo"])
}

fn other_linux() -> Outcome {
    if !exists("pkg-config") {
        return Err(format!(
            "pkg-config is missing. Install it and the packages that Debian calls: {}",
            BUILD.join(" ")
        ));
    }
    let missing: Vec<&str> =
        LIBRARIES.into_iter().filter(|name| output(program("pkg-config").args(["--exists", name])).is_err()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "pkg-config does not find {}. Install the packages that Debian calls: {}",
        missing.join(", "),
        BUILD.join(" ")
    ))
}

/// Whether the real window can be tested here.
///
/// # Errors
/// What is missing for it.
pub(crate) fn check_window_test() -> Outcome {
    let missing: Vec<&str> =
        ["WebKitWebDriver", "xvfb-run", "dbus-run-session"].into_iter().filter(|name| !exists(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("{} missing. Install the packages that Debian calls: {}", missing.join(", "), WINDOW_TEST.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_is_there() {
        let listing = "xvfb installed\nxauth config-files\ndbus not-installed\n";
        assert_eq!(missing(&["xvfb", "xauth", "dbus", "dbus-daemon"], listing), ["xauth", "dbus", "dbus-daemon"]);
    }
}
