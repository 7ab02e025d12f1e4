//! Senders that dribble, and good ones beside them.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::bodies::HOOK;
use crate::folder::folder;
use crate::listening::{BEARER, Listening};
use crate::rig::{Good, assert_kept, kept};
use crate::table::Row;

const HEADS: usize = 100;
const BODIES: usize = 60;
/// Between two bytes on a connection.
const PAUSE: Duration = Duration::from_millis(500);

/// A connection on which a byte is sent now and then.
struct Dribble {
    stream: TcpStream,
    byte: &'static [u8],
    received: Vec<u8>,
    ended: Option<Duration>,
}

impl Dribble {
    fn start(addr: std::net::SocketAddr, first: &str, byte: &'static [u8]) -> Self {
        let mut stream = TcpStream::connect(addr).expect("it accepts");
        stream.write_all(first.as_bytes()).expect("sent");
        stream.set_nonblocking(true).expect("a socket");
        Self { stream, byte, received: Vec::new(), ended: None }
    }

    /// Sends one more byte and takes what came.
    fn step(&mut self, start: Instant) {
        if self.ended.is_some() {
            return;
        }
        let sent = self.stream.write_all(self.byte);
        let mut piece = [0; 4096];
        let read = self.stream.read(&mut piece);
        match read {
            Ok(0) => self.ended = Some(start.elapsed()),
            Ok(length) => self.received.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock && sent.is_ok() => {}
            Err(_) => self.ended = Some(start.elapsed()),
        }
    }
}

pub(crate) fn trial() -> Vec<Row> {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    let start = Instant::now();
    let head = format!("POST {HOOK} HTTP/1.1\r\nHost: a.test\r\n{BEARER}\r\n");
    let whole_head = format!("{head}Content-Length: 1000\r\n\r\n{{");
    let slow_head = format!("{head}X-Slow: ");
    let mut heads: Vec<_> = (0..HEADS).map(|_| Dribble::start(triptych.addr, &slow_head, b"x")).collect();
    let mut bodies: Vec<_> = (0..BODIES).map(|_| Dribble::start(triptych.addr, &whole_head, b" ")).collect();
    let over = AtomicBool::new(false);
    let mut good = thread::scope(|scope| {
        let sender = scope.spawn(|| {
            let mut good = Good::default();
            while !over.load(Ordering::Relaxed) {
                good.deliver(triptych.addr, &format!("m_{}", good.acknowledged.len()));
                thread::sleep(Duration::from_millis(50));
            }
            good
        });
        while start.elapsed() < Duration::from_secs(40) && heads.iter().chain(&bodies).any(|one| one.ended.is_none()) {
            heads.iter_mut().chain(&mut bodies).for_each(|one| one.step(start));
            thread::sleep(PAUSE);
        }
        over.store(true, Ordering::Relaxed);
        sender.join().expect("good requests are answered")
    });
    let head_times = times(&heads, 29.0..36.0, "a slow head");
    let body_times = times(&bodies, 9.5..16.0, "a slow body");
    assert!(heads.iter().all(|one| one.received.is_empty()), "a slow head is not answered");
    let refused = |one: &Dribble| one.received.starts_with(b"HTTP/1.1 408 ");
    assert!(bodies.iter().all(refused), "a slow body is answered 408");
    good.deliver(triptych.addr, "m_after");
    let during = good.acknowledged.len() - 1;
    assert!(during >= 100, "{during} good requests in the meantime");
    assert!(good.slowest < Duration::from_secs(5), "a good request took {:?}", good.slowest);
    let kept = kept(dir.path());
    assert_kept(&kept, &good.acknowledged);
    assert_eq!(kept.len(), good.acknowledged.len() + BODIES, "nothing is kept of a slow head");
    let incomplete = kept.iter().filter(|capture| (capture.judgement.as_str(), capture.status) == ("incomplete", 408));
    assert_eq!(incomplete.filter(|capture| capture.truncated && capture.body.starts_with(b"{ ")).count(), BODIES);
    triptych.term();
    vec![
        Row::new(
            "slow heads",
            format!("{HEADS} connections, a byte each {} ms", PAUSE.as_millis()),
            format!("closed unanswered after {head_times} s, nothing kept"),
        ),
        Row::new(
            "slow bodies",
            format!("{BODIES} of 1000 bytes announced, a byte each {} ms", PAUSE.as_millis()),
            format!("408 after {body_times} s, {BODIES} kept as incomplete with what came"),
        ),
        Row::new(
            "good requests meanwhile",
            format!("{during} from one sender"),
            format!("{during} answered 200, slowest {} ms, all kept", good.slowest.as_millis()),
        ),
    ]
}

/// From when to when they ended, in seconds; all within these.
fn times(ones: &[Dribble], within: std::ops::Range<f32>, what: &str) -> String {
    let mut ends: Vec<f32> = ones.iter().map(|one| one.ended.map_or(f32::MAX, |ended| ended.as_secs_f32())).collect();
    ends.sort_by(f32::total_cmp);
    let (first, last) = (ends[0], ends[ends.len() - 1]);
    assert!(within.contains(&first) && within.contains(&last), "{what} ended after {first} to {last} s");
    format!("{first:.1} to {last:.1}")
}
