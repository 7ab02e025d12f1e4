//! A power cut at any moment: what was acknowledged before it was on the disk.
//!
//! A listener runs under `strace`, which records its writes, its syncs and its answers in their order. From the record
//! the folder is built anew as a disk would have it after a cut: with what was synced, and, of what was not, nothing or
//! a random part. A listener is started on each, and what it keeps is compared with what was acknowledged.

mod disk;
mod record;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::bodies::HOOK;
use crate::folder::{converted, folder};
use crate::listening::{BEARER, Listening, TOKEN, command};
use crate::program::PATIENCE;
use crate::rig::{Chance, assert_kept, delivery, kept, like, owner};
use crate::table::Row;
use crate::wire::request;

use disk::Disk;
use record::Event;

const TRIED: &str = "power cut";
const DELIVERIES: usize = 48;
const SENDERS: usize = 3;
const CUTS: usize = 12;

pub(crate) fn trial() -> Vec<Row> {
    let (dir, aside) = (folder(), folder());
    let recorded = aside.path().join("record");
    if let Err(why) = strace_works(&recorded) {
        return vec![Row::skipped(TRIED, why)];
    }
    let sent = run_recorded(dir.path(), &recorded);
    let events = record::read(&recorded, dir.path());
    let count = |wanted: fn(&Event) -> bool| events.iter().filter(|event| wanted(event)).count();
    let (writes, syncs) = (count(|event| matches!(event, Event::Write { .. })), count(Event::is_sync));
    let answers: Vec<usize> = (0..events.len()).filter(|&at| matches!(events[at], Event::Answered(_))).collect();
    assert_eq!(answers.len(), DELIVERIES, "every answer is in the record");
    let first = answers[0];
    let checkpoints = events[first..].iter().filter(|event| event.is_sync_of("triptych.db")).count();
    assert!(checkpoints > 0, "the log is written back to the database at least once");

    let (mut chance, seed) = Chance::new();
    // Half of the cuts right after an answer, half anywhere.
    let cuts: Vec<usize> = (0..CUTS)
        .map(|index| match index % 2 {
            0 => answers[chance.below(answers.len() as u64) as usize] + 1,
            _ => first + 1 + chance.below((events.len() - first) as u64) as usize,
        })
        .collect();
    let (mut checked, mut dropped) = (0, 0);
    for cut in cuts {
        let mut disk = Disk::default();
        events[..cut].iter().for_each(|event| disk.apply(event));
        let answered = |event: &Event| match event {
            Event::Answered(peer) => Some(sent.iter().find(|one| one.0 == *peer).expect("ours").1.clone()),
            _ => None,
        };
        let acknowledged: Vec<_> = events[..cut].iter().filter_map(answered).collect();
        dropped += disk.unsynced();
        for torn in [false, true] {
            eprintln!("power: cut at {cut} of {}, torn: {torn}, TRIPTYCH_SEED={seed}", events.len());
            let after = folder();
            disk.write_to(after.path(), torn.then_some(&mut chance));
            // The process that had the folder did not end cleanly.
            fs::write(after.path().join("triptych.lock"), "1\n").expect("a lock file");
            let triptych = Listening::start(after.path());
            assert_kept(&kept(after.path()), &acknowledged);
            triptych.term();
            checked += acknowledged.len();
        }
    }
    vec![Row::new(
        TRIED,
        format!("{CUTS} cuts (seed {seed}) in a record of {writes} writes, {syncs} syncs, {DELIVERIES} answers"),
        format!(
            "opened {} times with what was synced, without and with torn rests of the {dropped} unsynced writes: \
             {checked} of {checked} acknowledged bodies byte for byte ({checkpoints} checkpoints in the record)",
            2 * CUTS
        ),
    )]
}

fn strace_works(recorded: &Path) -> Result<(), String> {
    let tried = Command::new("strace").args(["-f", "-o"]).arg(recorded).arg("true").output();
    match tried {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Err(format!("strace: {error}")),
    }
}

/// Delivers to a listener under `strace` until all is taken and the listener has ended; each body, and from which
/// address it came.
fn run_recorded(dir: &Path, recorded: &Path) -> Vec<(SocketAddr, Vec<u8>)> {
    let inner = command(dir, "127.0.0.1:0", TOKEN);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-yy", "-xx", "-s", "1000000", "-e", record::CALLS, "-o"]).arg(recorded);
    strace.arg(inner.get_program());
    like(&inner, &mut strace);
    let triptych = Listening::of(&mut strace, dir);
    let next = AtomicUsize::new(0);
    let sent = thread::scope(|scope| {
        let sender = || {
            let mut sent = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= DELIVERIES {
                    return sent;
                }
                let body = delivery(&format!("m_{index}"), 20_000);
                sent.push((deliver(triptych.addr, &body), body));
            }
        };
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sender)).collect();
        senders.into_iter().flat_map(|sender| sender.join().expect("taken")).collect()
    });
    converted(dir);
    let term = format!("kill -TERM {}", owner(dir));
    assert!(Command::new("sh").args(["-c", &term]).status().expect("a shell").success(), "{term}");
    // strace ends with what it traces; to itself this signal means nothing.
    assert_eq!(triptych.end("CONT").0, Some(0));
    sent
}

/// Delivers a body; the address from which it did.
fn deliver(addr: SocketAddr, body: &[u8]) -> SocketAddr {
    let mut stream = TcpStream::connect(addr).expect("it accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(&request("POST", HOOK, &[BEARER, "Connection: close"], body)).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    stream.local_addr().expect("an address")
}
