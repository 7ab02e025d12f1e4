//! `triptych listen` as a process: started, spoken to, ended.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};

use serde_json::Value;

use crate::bodies::HOOK;
use crate::folder;
use crate::program::{PATIENCE, triptych, until};
use crate::wire::{Answer, exchange, request};

/// The app's token in every test.
pub(crate) const TOKEN: &str = "t0ken-of-the-test";
/// The header line that carries it.
pub(crate) const BEARER: &str = "Authorization: Bearer t0ken-of-the-test";

/// A listener; killed where a test forgets it.
#[derive(Debug)]
pub(crate) struct Listening {
    process: Child,
    pub(crate) addr: SocketAddr,
    events: Mutex<Receiver<Value>>,
    pub(crate) dir: PathBuf,
}

/// `triptych listen`, printing JSON.
pub(crate) fn command(dir: &Path, addr: &str, token: &str) -> Command {
    let mut command = triptych();
    command.args(["listen", "--addr", addr, "--token", token, "--json", "--data-dir"]).arg(dir);
    command
}

impl Listening {
    /// Listens on a free port, once it says so.
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_with(dir, TOKEN, |_| ())
    }

    /// The same with this token, and more arguments or variables.
    pub(crate) fn start_with(dir: &Path, token: &str, also: impl FnOnce(&mut Command)) -> Self {
        let mut command = command(dir, "127.0.0.1:0", token);
        also(&mut command);
        Self::of(&mut command, dir)
    }

    /// What this command starts, once it says that it listens.
    pub(crate) fn of(command: &mut Command, dir: &Path) -> Self {
        let mut process = command.spawn().expect("triptych starts");
        let events = lines_of(process.stdout.take().expect("piped"));
        let Ok(first) = events.recv_timeout(PATIENCE) else {
            let _ = process.kill();
            let mut said = String::new();
            let _ = process.stderr.take().expect("piped").read_to_string(&mut said);
            panic!("it does not listen: {said}");
        };
        assert_eq!(folder::keys(&first), ["event", "addr"]);
        assert_eq!(first["event"], "listening");
        let addr = first["addr"].as_str().and_then(|addr| addr.parse().ok()).expect("an address");
        Self { process, addr, events: Mutex::new(events), dir: dir.to_owned() }
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> Answer {
        exchange(self.addr, bytes).expect("an answer")
    }

    pub(crate) fn post(&self, lines: &[&str], body: &[u8]) -> Answer {
        self.send(&request("POST", HOOK, lines, body))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.send(&request("GET", target, &[], b""))
    }

    /// Delivers a body that is taken.
    pub(crate) fn deliver(&self, body: &[u8]) {
        let answer = self.post(&[BEARER], body);
        assert_eq!((answer.status, answer.message().as_str()), (200, "EVENT_RECEIVED"));
    }

    /// The next line that it prints.
    pub(crate) fn event(&self) -> Value {
        self.events.lock().expect("no panic").recv_timeout(PATIENCE).expect("an event")
    }

    /// A capture whole, once this listener says that it is converted.
    pub(crate) fn converted(&self, capture: usize) -> Value {
        loop {
            let event = self.event();
            if event["event"] == "conversion" && event["capture"] == capture {
                return folder::show(&self.dir, capture);
            }
        }
    }

    /// Sends a signal such as `TERM` and waits for the end; the status, and what it said on stderr.
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, String) {
        // The shell's own `kill`: a machine may have no other.
        let kill = format!("kill -{signal} {}", self.process.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().expect("a shell");
        assert!(sent.success(), "{kill}");
        let status = until("triptych ends", || self.process.try_wait().expect("a child"));
        let mut said = String::new();
        self.process.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
        (status.code(), said)
    }

    /// Ends it as it should end.
    pub(crate) fn term(self) {
        assert_eq!(self.end("TERM"), (Some(0), String::new()));
    }

    /// Kills it at once: nothing of it runs any more.
    pub(crate) fn kill_9(mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("a child");
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // Of one that has ended already, both fail.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a process prints, line by line, as JSON; what is none, as a string.
fn lines_of(stdout: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
            if sender.send(value).is_err() {
                break;
            }
        }
    });
    receiver
}
