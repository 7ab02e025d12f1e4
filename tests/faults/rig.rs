//! What the trials share: deliveries that differ, what a folder keeps of them, chance, and the memory of a process.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::bodies::{HOOK, text};
use crate::folder::{captures, json_lines};
use crate::listening::{BEARER, Listening};
use crate::wire::{Answer, exchange, request};

/// A delivery like no other of the same folder, with a text of so many characters.
pub(crate) fn delivery(mid: &str, length: usize) -> Vec<u8> {
    text(&format!("C{}", mid.len() % 5), mid, &"x".repeat(length), 1_763_700_000_000)
}

/// A capture as `captures export` prints it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) id: u64,
    pub(crate) judgement: String,
    pub(crate) status: u64,
    pub(crate) truncated: bool,
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
    /// The documents of all items.
    pub(crate) documents: Vec<Value>,
}

/// Everything that the folder keeps, oldest first.
pub(crate) fn kept(dir: &Path) -> Vec<Kept> {
    let run = captures("export", dir, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "the folder can be read");
    json_lines(&run.stdout).iter().map(Kept::of).collect()
}

impl Kept {
    fn of(line: &Value) -> Self {
        let items = line["items"].as_array().expect("items").iter();
        let documents = items.flat_map(|item| item["documents"].as_array().expect("documents").clone());
        Self {
            id: line["id"].as_u64().expect("a number"),
            judgement: line["judgement"].as_str().expect("text").to_owned(),
            status: line["status"].as_u64().expect("a number"),
            truncated: line["truncated"].as_bool().expect("true or false"),
            head: bytes(&line["head"]),
            body: bytes(&line["body"]),
            documents: documents.collect(),
        }
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    if let Some(text) = value["text"].as_str() {
        return text.as_bytes().to_vec();
    }
    let hex = value["hex"].as_str().expect("text or hexadecimal").as_bytes();
    let digits = |pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hexadecimal");
    hex.chunks(2).map(digits).collect()
}

/// Checks that each of these bodies is kept as accepted once, byte for byte, and that ids are not used twice.
pub(crate) fn assert_kept(kept: &[Kept], acknowledged: &[Vec<u8>]) {
    let ids: HashSet<u64> = kept.iter().map(|capture| capture.id).collect();
    assert_eq!(ids.len(), kept.len(), "an id is used twice");
    let mut times: HashMap<&[u8], usize> = HashMap::new();
    for capture in kept.iter().filter(|capture| capture.judgement == "accepted") {
        *times.entry(&capture.body).or_default() += 1;
    }
    for body in acknowledged {
        let found = times.get(body.as_slice()).copied().unwrap_or(0);
        let begin = String::from_utf8_lossy(&body[..body.len().min(200)]);
        assert_eq!(found, 1, "times that an acknowledged body is there: {begin}");
    }
}

/// Deliveries of one sender and how long their answers took.
#[derive(Debug, Default)]
pub(crate) struct Good {
    pub(crate) acknowledged: Vec<Vec<u8>>,
    pub(crate) slowest: Duration,
}

impl Good {
    /// Delivers what has to be taken.
    pub(crate) fn deliver(&mut self, addr: SocketAddr, mid: &str) {
        let body = delivery(mid, 20);
        let start = Instant::now();
        let answer = exchange(addr, &request("POST", HOOK, &[BEARER], &body)).expect("a good request is answered");
        assert_eq!(answer.status, 200, "a good request is taken");
        self.slowest = self.slowest.max(start.elapsed());
        self.acknowledged.push(body);
    }
}

/// Checks that a refusal to keep says when to come again.
pub(crate) fn assert_unavailable(answer: &Answer) {
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
}

/// Delivers until it is taken, each time with another body; what was taken, how long it took, and how often it was
/// refused before.
pub(crate) fn until_taken(triptych: &Listening, mid: &str) -> (Vec<u8>, Duration, usize) {
    let start = Instant::now();
    for refusals in 0.. {
        let body = delivery(&format!("{mid}_{refusals}"), 20);
        let answer = triptych.post(&[BEARER], &body);
        if answer.status == 200 {
            return (body, start.elapsed(), refusals);
        }
        assert_unavailable(&answer);
        assert!(start.elapsed() < Duration::from_secs(15), "it does not recover");
        std::thread::sleep(Duration::from_millis(100));
    }
    unreachable!("it is taken, or it is too late")
}

/// The process that owns a folder.
pub(crate) fn owner(dir: &Path) -> u32 {
    let lock = std::fs::read_to_string(dir.join("triptych.lock")).expect("a lock file");
    lock.trim().parse().expect("a process id")
}

/// The most memory that the owner of the folder has held so far, in MiB; `None` where the system does not tell.
pub(crate) fn most_memory(dir: &Path) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", owner(dir))).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}

/// Chance that can be repeated: SplitMix64.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Begins with `TRIPTYCH_SEED` where it is set; with the seed.
    pub(crate) fn new() -> (Self, u64) {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| u64::from(since.subsec_nanos()));
        let given = std::env::var("TRIPTYCH_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(now);
        (Self(seed), seed)
    }

    /// From 0 to less than `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// Gives a command the arguments, the variables and the streams of a listener's.
pub(crate) fn like(listener: &Command, command: &mut Command) {
    command.args(listener.get_args());
    for (name, value) in listener.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
}
