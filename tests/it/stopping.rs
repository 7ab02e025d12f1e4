//! The end: what is in flight is answered first.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use crate::bodies::{HOOK, text};
use crate::folder::{body, converted, folder, list, show};
use crate::listening::{BEARER, Listening, TOKEN, command};
use crate::program::{PATIENCE, until};
use crate::wire::{exchange, request};

#[test]
fn both_signals_end_it_with_status_0() {
    let dir = folder();
    for (index, signal) in ["TERM", "INT"].into_iter().enumerate() {
        let triptych = Listening::start(dir.path());
        let addr = triptych.addr;
        triptych.deliver(&text("C9", &format!("m_{index}"), "Hi", 1_763_700_000_123));
        assert_eq!(triptych.end(signal), (Some(0), String::new()), "{signal}");
        assert!(TcpStream::connect(addr).is_err(), "nothing listens after {signal}");
        let rest = dir.path().join("triptych.db-wal").metadata().map_or(0, |file| file.len());
        assert_eq!(rest, 0, "all is in the database after {signal}");
    }
    assert_eq!(list(dir.path(), &[]).len(), 2);
}

#[test]
fn it_ends_though_nobody_reads_its_lines() {
    let dir = folder();
    let mut process = command(dir.path(), "127.0.0.1:0", TOKEN).spawn().expect("triptych starts");
    let mut lines = BufReader::new(process.stdout.take().expect("piped"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("a line");
    let first: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    let addr = first["addr"].as_str().and_then(|addr| addr.parse().ok()).expect("an address");
    // Two lines each of some 400 bytes: more than a pipe holds.
    for number in 0..200 {
        let body = text("C9", &format!("m_{number}"), "Hi", 1_763_700_000_123);
        assert_eq!(exchange(addr, &request("POST", HOOK, &[BEARER], &body)).expect("an answer").status, 200);
    }
    converted(dir.path());
    let kill = format!("kill -TERM {}", process.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    let status = until("triptych ends", || process.try_wait().expect("a child"));
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_request_in_flight_is_answered_before_the_end() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let delivery = text("C9", "m_1", "Hi", 1_763_700_000_123);
    let whole = request("POST", HOOK, &[BEARER, "Expect: 100-continue"], &delivery);
    let (first, rest) = whole.split_at(whole.len() - 20);
    let mut stream = TcpStream::connect(triptych.addr).expect("it accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(first).expect("sent");
    // The interim answer shows that the request has reached the handler.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).expect("an interim answer");
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    let addr = triptych.addr;
    let ending = std::thread::spawn(move || triptych.end("TERM"));
    until("it accepts nobody else", || TcpStream::connect(addr).is_err().then_some(()));
    stream.write_all(rest).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer, then the end");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("{\"message\":\"EVENT_RECEIVED\"}"), "{answer}");
    assert_eq!(ending.join().expect("no panic"), (Some(0), String::new()));
    assert_eq!(body(&show(dir.path(), 1)), delivery);
}
