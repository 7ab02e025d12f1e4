//! Too much at once: connections, headers, bytes of bodies.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::bodies::HOOK;
use crate::folder::folder;
use crate::listening::{BEARER, Listening};
use crate::rig::{Good, assert_kept, assert_unavailable, delivery, kept, most_memory};
use crate::table::Row;
use crate::wire::{exchange, request};

/// Connections that are served at once.
const PLACES: usize = 256;
const IDLE: usize = 300;

pub(crate) fn idle() -> Vec<Row> {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let addr = triptych.addr;
    let connect = |count| (0..count).map(|_| TcpStream::connect(addr).expect("a connection")).collect::<Vec<_>>();
    let start = Instant::now();
    let mut idle = connect(IDLE);
    let deliver = |mid: String| {
        thread::spawn(move || {
            let mut good = Good::default();
            good.deliver(addr, &mid);
            (good.acknowledged.remove(0), Instant::now())
        })
    };
    let early = deliver("m_early".to_owned());
    thread::sleep(Duration::from_secs(1));
    assert!(!early.is_finished(), "a request that has no place waits");
    let freed = IDLE - PLACES + 1;
    let freed_at = Instant::now();
    idle.drain(..freed);
    let (first, answered) = early.join().expect("answered once a place is free");
    let waited = answered - freed_at;
    assert!(waited < Duration::from_secs(3), "answered {waited:?} after a place was free");
    let mut acknowledged = vec![first];
    // Full again, beyond the places that are left; nobody closes now, so the deadline has to.
    idle.extend(connect(freed));
    thread::sleep(Duration::from_secs(2));
    let late: Vec<_> = (0..20).map(|index| deliver(format!("m_late_{index}"))).collect();
    let mut last = start;
    for one in late {
        let (body, answered) = one.join().expect("answered once the deadline has freed places");
        acknowledged.push(body);
        last = last.max(answered);
    }
    let last = (last - start).as_secs_f32();
    assert!(last >= 29.0, "answered after {last} s, before the deadline");
    assert_kept(&kept(dir.path()), &acknowledged);
    triptych.term();
    vec![Row::new(
        "idle connections",
        format!("{IDLE} at once for {PLACES} places, 21 good requests behind them"),
        format!(
            "the rest waits in the system's queue: answered {} ms after {freed} left; with nobody leaving, all 20 once \
             the 30 s deadline freed places ({last:.1} s)",
            waited.as_millis()
        ),
    )]
}

pub(crate) fn heads() -> Vec<Row> {
    const EACH: usize = 20;
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let lines = |count: usize| "X-Flood: 1\r\n".repeat(count);
    let floods = [
        // With the one that is always there.
        ("101 header lines", lines(100)),
        ("5000 header lines", lines(5000)),
        ("a header line of 70 KiB", format!("X-Flood: {}\r\n", "x".repeat(70 * 1024))),
        ("headers of 4 MiB", lines(4 * 1024 * 1024 / 12)),
    ];
    let mut rows = Vec::new();
    let mut good = Good::default();
    let mut refused = 0;
    for (name, lines) in floods {
        let bytes = format!("POST {HOOK} HTTP/1.1\r\n{lines}Content-Length: 2\r\n\r\n{{}}");
        thread::scope(|scope| {
            let send = || assert_eq!(triptych.send(bytes.as_bytes()).status, 431, "{name}");
            let senders: Vec<_> = (0..EACH).map(|_| scope.spawn(send)).collect();
            good.deliver(triptych.addr, &format!("m_{refused}"));
            senders.into_iter().for_each(|sender| sender.join().expect("431"));
        });
        refused += EACH;
        let kept = kept(dir.path());
        let large: Vec<_> = kept.iter().filter(|capture| capture.judgement == "head_too_large").collect();
        assert_eq!(large.len(), refused, "{name}");
        let most = large.iter().map(|capture| capture.head.len()).max().unwrap_or(0);
        assert!(most <= 64 * 1024 && large.iter().all(|capture| bytes.len() >= capture.head.len()));
        rows.push(Row::new(
            "header flood",
            format!("{EACH} x {name}"),
            format!("{EACH} x 431, kept as head_too_large with at most {most} bytes; good request answered"),
        ));
    }
    assert_kept(&kept(dir.path()), &good.acknowledged);
    triptych.term();
    rows
}

pub(crate) fn bodies() -> Vec<Row> {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let body: Vec<u8> = (0..9 * 1024 * 1024_u32).map(|index| b'a' + (index % 23) as u8).collect();
    let head = format!("POST {HOOK} HTTP/1.1\r\nHost: a.test\r\n{BEARER}\r\n");
    let announced = format!("{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n", body.len()).into_bytes();
    let mut rows = Vec::new();
    let mut good = Good::default();
    for (index, (name, head)) in [("announced", announced), ("chunked", chunked)].into_iter().enumerate() {
        let answer = triptych.send(&[&head[..], &body, b"\r\n0\r\n\r\n"].concat());
        assert_eq!(answer.status, 413, "{name}");
        good.deliver(triptych.addr, name);
        let kept = kept(dir.path());
        let refused = kept.iter().filter(|capture| capture.judgement == "too_large").nth(index).expect("kept");
        assert!(refused.truncated && refused.body == body[..64 * 1024], "{name}: the first 64 KiB");
        let held = format!("413, kept: the first {} bytes exactly, truncated", refused.body.len());
        rows.push(Row::new("oversize body", format!("9 MiB, {name}"), held));
    }
    assert_kept(&kept(dir.path()), &good.acknowledged);
    triptych.term();
    rows
}

/// A delivery of which all but the last byte is sent.
struct Unfinished {
    stream: TcpStream,
    body: Vec<u8>,
}

impl Unfinished {
    fn send(addr: SocketAddr, body: Vec<u8>) -> Self {
        let mut stream = TcpStream::connect(addr).expect("it accepts");
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a timeout");
        let bytes = request("POST", HOOK, &[BEARER], &body);
        for piece in bytes[..bytes.len() - 1].chunks(256 * 1024) {
            // As any good sender: whoever is answered early sends no more.
            if stream.write_all(piece).is_err() || answered(&stream) {
                break;
            }
        }
        Self { stream, body }
    }

    /// The answer that came before the last byte.
    fn early(&mut self) -> Option<String> {
        let mut answer = [0; 1024];
        match self.stream.read(&mut answer) {
            Ok(length) => Some(String::from_utf8_lossy(&answer[..length]).to_ascii_lowercase()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => None,
            Err(error) => panic!("refused without an answer: {error}"),
        }
    }

    /// Sends the last byte; whether it is taken.
    fn finish(&mut self) -> bool {
        self.stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        let mut answer = [0; 12];
        let sent = self.stream.write_all(&self.body[self.body.len() - 1..]);
        sent.and_then(|()| self.stream.read_exact(&mut answer)).is_ok() && &answer == b"HTTP/1.1 200"
    }
}

/// Whether there is something to read.
fn answered(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("a socket");
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false).expect("a socket");
    peeked.is_ok()
}

pub(crate) fn memory() -> Vec<Row> {
    const SENDERS: usize = 16;
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let before = most_memory(dir.path());
    let addr = triptych.addr;
    let size = 8 * 1024 * 1024 - 1024;
    let start = Instant::now();
    let senders: Vec<_> = (0..SENDERS)
        .map(|index| {
            thread::spawn(move || {
                let mut one = Unfinished::send(addr, delivery(&format!("m_{index}"), size));
                (one.early(), one)
            })
        })
        .collect();
    let (mut refused, mut waiting) = (0, Vec::new());
    for sender in senders {
        match sender.join().expect("sent") {
            (Some(answer), _) => {
                assert!(answer.starts_with("http/1.1 503 ") && answer.contains("\r\nretry-after: 5\r\n"), "{answer}");
                refused += 1;
            }
            (None, one) => waiting.push(one),
        }
    }
    let filled = start.elapsed();
    assert!(filled < Duration::from_secs(9), "the bodies' deadline would be over: {filled:?}");
    assert!((1..=8).contains(&waiting.len()), "{} bodies of 8 MiB are in flight", waiting.len());
    // A small one finds room, or is told to come again; it is never left without an answer.
    let small = exchange(addr, &request("POST", HOOK, &[BEARER], &delivery("m_small", 20))).expect("an answer");
    if small.status != 200 {
        assert_unavailable(&small);
    }
    let finished = thread::scope(|scope| {
        let each: Vec<_> = waiting.iter_mut().map(|one| scope.spawn(|| one.finish())).collect();
        each.into_iter().filter_map(|one| one.join().expect("no panic").then_some(())).count()
    });
    assert_eq!(finished, waiting.len(), "what is in flight is taken once it is whole; it was full after {filled:?}");
    let acknowledged: Vec<_> = waiting.into_iter().map(|one| one.body).collect();
    let mut good = Good::default();
    good.deliver(addr, "m_after");
    let most = most_memory(dir.path());
    assert!(most.is_none_or(|most| most < 400), "{most:?} MiB of memory");
    // A second flood finds the room given back.
    let mut again = Unfinished::send(addr, delivery("m_again", size));
    assert!(again.early().is_none() && again.finish(), "there is room again");
    let kept = kept(dir.path());
    assert_kept(&kept, &acknowledged);
    assert_kept(&kept, &good.acknowledged);
    let shown = |mib: Option<u64>| mib.map_or("unknown".to_owned(), |mib| format!("{mib} MiB"));
    let row = Row::new(
        "64 MiB of bodies in flight",
        format!("{SENDERS} bodies of 8 MiB at once, the last byte held back"),
        format!(
            "{refused} x 503 with Retry-After: 5, {} taken and kept byte for byte; most memory {} (before: {})",
            acknowledged.len(),
            shown(most),
            shown(before)
        ),
    );
    assert_eq!(triptych.end("TERM").0, Some(0));
    vec![row]
}
