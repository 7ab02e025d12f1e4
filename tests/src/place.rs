//! Where an instance of Triptych keeps its things and listens, and what is sent to it there.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use tempfile::TempDir;

use crate::driver::until;
use crate::ports::Port;

/// The app's own token in all tests.
pub const TOKEN: &str = "token-of-the-window-tests";

/// Where an instance keeps its things and listens: another test shares nothing of it.
#[derive(Debug)]
pub struct Place {
    home: TempDir,
    pub port: u16,
    _held: Port,
    /// The desktop's theme, by its name; `None` as the machine has it.
    theme: Option<&'static str>,
}

impl Default for Place {
    fn default() -> Self {
        Self::at(TempDir::new().expect("a folder"), Port::free())
    }
}

impl Place {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One of this name and on this port, where nobody uses them: what shows a path or an address is the same each time.
    #[must_use]
    pub fn named(name: &str, port: u16) -> Self {
        let left_behind = std::env::temp_dir().join(name);
        for _ in 0..100 {
            // The program of the one before may still be about to end, and to write into its folder.
            if let Some(held) = Port::take(port) {
                let _ = fs::remove_dir_all(&left_behind);
                if let Ok(home) = tempfile::Builder::new().prefix(name).rand_bytes(0).tempdir() {
                    return Self::at(home, held);
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Self::default()
    }

    fn at(home: TempDir, held: Port) -> Self {
        Self { home, port: held.number(), _held: held, theme: None }
    }

    /// Where the desktop is set to more contrast.
    #[must_use]
    pub fn of_high_contrast(self) -> Self {
        Self { theme: Some("HighContrast"), ..self }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn args(&self) -> Vec<String> {
        let data = self.data();
        let data = data.to_str().expect("a path in UTF-8");
        ["--addr", &format!("127.0.0.1:{}", self.port), "--data-dir", data].map(str::to_owned).to_vec()
    }

    /// A home without anybody's settings, and the tests' token.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let below = |name: &str| {
            let path = self.home.path().join(name);
            fs::create_dir_all(&path).expect("a folder");
            path.to_str().expect("a path in UTF-8").to_owned()
        };
        let mut variables = vec![
            ("HOME", below("home")),
            ("XDG_CACHE_HOME", below("home/cache")),
            ("XDG_CONFIG_HOME", below("home/config")),
            ("XDG_DATA_HOME", below("home/share")),
            // It would outlive the folder and complain.
            ("MESA_SHADER_CACHE_DISABLE", "true".to_owned()),
            ("TRIPTYCH_TOKEN", TOKEN.to_owned()),
            ("PATH", self.with_browser()),
        ];
        variables.extend(self.theme.map(|theme| ("GTK_THEME", theme.to_owned())));
        variables
    }

    /// A path on which a browser comes first that only writes down what it was given: [`Place::browsed`].
    fn with_browser(&self) -> String {
        let bin = self.home.path().join("bin");
        fs::create_dir_all(&bin).expect("a folder");
        let program = bin.join("xdg-open");
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", self.home.path().join("browsed").display());
        fs::write(&program, script).expect("the browser");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the browser can be run");
        format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default())
    }

    /// The addresses that the browser was given, a line each.
    pub fn browsed(&self) -> String {
        fs::read_to_string(self.home.path().join("browsed")).unwrap_or_default()
    }

    /// A binary of ours on this place, without a driver.
    pub fn command(&self, binary: &str) -> Command {
        let mut command = Command::new(built(binary));
        command.envs(self.environment()).stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// What program and driver say goes here.
    pub fn log(&self) -> PathBuf {
        self.home.path().join("log")
    }

    /// Sends a webhook as Facebook would; `None` as the token sends none.
    pub fn post(&self, token: Option<&str>, body: &str) -> Response {
        self.sender().post(token, body)
    }

    /// For many requests over one connection.
    pub fn sender(&self) -> Sender {
        let path = "v3/integrations/facebook/local/facebook/local/webhook";
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(20)).build().expect("an HTTP client");
        Sender { client, url: format!("http://127.0.0.1:{}/{path}", self.port) }
    }

    /// Ends the program that holds the folder as a service manager would, and waits until it is gone. What a driver
    /// does instead is to kill it, after which the next start checks the whole store.
    pub fn terminate(&self) {
        let held = fs::read_to_string(self.data().join("triptych.lock")).expect("the lock file");
        let pid = held.trim();
        assert!(Command::new("kill").args(["-TERM", pid]).status().expect("kill").success());
        let process = Path::new("/proc").join(pid);
        until("the program has ended", || (!is_running(&process)).then_some(()));
    }
}

/// A dead process stands in `/proc` until its parent asks for its status.
fn is_running(process: &Path) -> bool {
    fs::read_to_string(process.join("stat")).is_ok_and(|stat| !stat.contains(") Z"))
}

/// Sends webhooks to a place.
#[derive(Debug)]
pub struct Sender {
    client: Client,
    url: String,
}

impl Sender {
    /// As [`Place::post`].
    pub fn post(&self, token: Option<&str>, body: &str) -> Response {
        let mut request = self.client.post(&self.url).body(body.to_owned());
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.header("content-type", "application/json").send().expect("the listener answers")
    }
}

/// A binary of the same build as the tests.
pub fn built(name: &str) -> PathBuf {
    let path = build().join(name);
    assert!(path.exists(), "{name} is not built; run these tests with `cargo xtask test`");
    path
}

/// `target/PROFILE`: cargo puts programs there, and tests into `deps` below it.
fn build() -> PathBuf {
    let this = std::env::current_exe().expect("the path of this program");
    let folder = this.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    folder.map(Path::to_path_buf).expect("a folder above the program")
}
