//! WebDriver, as much of it as the window's tests need, over plain HTTP.
//!
//! One driver has one session, so each window brings its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::ports::Port;

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long anything on the screen may take. Generous: two cores draw several windows without a graphics card.
const PATIENCE: Duration = Duration::from_secs(20);

/// A driver, its session, and the program that it started.
#[derive(Debug)]
pub struct Driver {
    process: Child,
    session: String,
    client: Client,
    log: PathBuf,
    _port: Port,
}

impl Driver {
    /// Starts `app` with `args` under a driver that hands its environment on.
    ///
    /// What driver and app say goes to `log`.
    pub fn start(app: &Path, args: &[String], environment: &[(&str, String)], log: &Path) -> Self {
        let held = Port::free();
        let port = held.number();
        let said = File::create(log).expect("a log file");
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().map(|(name, value)| (*name, value.as_str())))
            .stdout(said.try_clone().expect("a log file"))
            .stderr(said)
            .stdin(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver; run these tests with `cargo xtask test`");
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().expect("an HTTP client");
        let session = format!("http://127.0.0.1:{port}/session");
        let mut driver = Self { process, session, client, log: log.to_owned(), _port: held };
        until("the driver answers", || driver.client.get(driver.session.replace("/session", "/status")).send().ok());
        let options = json!({"binary": app, "args": args});
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}});
        let session = driver.ask(Method::POST, "", Some(&wanted)).expect("a session");
        driver.session = format!("{}/{}", driver.session, session["sessionId"].as_str().expect("a session id"));
        driver
    }

    /// What the script returns, or what its promise becomes. It runs as the body of a function.
    pub fn script(&self, script: &str, args: &Value) -> Value {
        self.try_script(script, args).expect("the script runs")
    }

    /// [`Driver::script`] where the page may be about to go.
    ///
    /// # Errors
    /// What the driver says, or what the script threw.
    pub fn try_script(&self, script: &str, args: &Value) -> Result<Value, String> {
        self.ask(Method::POST, "/execute/sync", Some(&json!({"script": script, "args": args})))
    }

    /// A click on the first element that the XPath finds, as a pointer makes it. Waits until nothing covers the element.
    pub fn click(&self, xpath: &str) {
        until(&format!("{xpath} can be clicked"), || {
            let using = json!({"using": "xpath", "value": xpath});
            let found = self.ask(Method::POST, "/element", Some(&using)).ok()?;
            let element = found[ELEMENT].as_str().expect("an element");
            self.ask(Method::POST, &format!("/element/{element}/click"), Some(&json!({}))).ok()
        });
    }

    /// Keys, one after the other, to whatever has the focus.
    pub fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|stroke| json!({"type": stroke, "value": key.to_string()})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.ask(Method::POST, "/actions", Some(&actions)).expect("the keys are pressed");
    }

    /// A key while another one is held.
    pub fn chord(&self, held: char, key: char) {
        let strokes = [("keyDown", held), ("keyDown", key), ("keyUp", key), ("keyUp", held)]
            .map(|(stroke, value)| json!({"type": stroke, "value": value.to_string()}));
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.ask(Method::POST, "/actions", Some(&actions)).expect("the keys are pressed");
    }

    /// Sets the window's size in pixels and waits until the page has it.
    pub fn resize(&self, width: u32, height: u32) {
        let rect = json!({"x": 0, "y": 0, "width": width, "height": height});
        self.ask(Method::POST, "/window/rect", Some(&rect)).expect("the window is resized");
        until("the page has the new size", || {
            let size = self.script("return [innerWidth, innerHeight]", &json!([]));
            (size == json!([width, height])).then_some(())
        });
    }

    /// What is on the screen, as a PNG file.
    pub fn picture(&self) -> Vec<u8> {
        let text = self.ask(Method::GET, "/screenshot", None).expect("a picture");
        let text = text.as_str().expect("base64");
        base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
    }

    /// Sends one command, hands out its `value`, or what the driver says against it.
    fn ask(&self, method: Method, command: &str, body: Option<&Value>) -> Result<Value, String> {
        let mut request = self.client.request(method, format!("{}{command}", self.session));
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let answer = request.send().map_err(|error| error.to_string())?;
        let fine = answer.status().is_success();
        let text = answer.text().map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        if fine { Ok(answer["value"].take()) } else { Err(answer["value"].to_string()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(&self.log).unwrap_or_default();
            eprintln!("what the window and its driver said:\n{log}");
        }
        let programs = children(self.process.id());
        // Ends the program too, mostly. A test that failed has said why already.
        let _ = self.ask(Method::DELETE, "", None);
        let _ = self.process.kill();
        let _ = self.process.wait();
        // One that is left would keep its port and its folder.
        for program in programs {
            let _ = Command::new("kill").args(["-KILL", &program]).stderr(Stdio::null()).status();
        }
    }
}

/// What a process started and what still runs.
fn children(pid: u32) -> Vec<String> {
    let listed = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    listed.split_whitespace().map(str::to_owned).collect()
}

/// Asks again and again until there is an answer.
pub fn until<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    until_told(|| what.to_owned(), ask)
}

/// [`until`], where what is said of waiting in vain is known only then.
pub fn until_told<T>(what: impl Fn() -> String, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain: {}", what());
        std::thread::sleep(Duration::from_millis(50));
    }
}
