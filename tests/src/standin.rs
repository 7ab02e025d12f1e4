//! A stand-in for a tunnel: takes requests on an address of its own, and passes them on, well or badly.

mod certificate;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use certificate::Certificate;

/// How a request goes through.
#[derive(Debug, Clone)]
pub enum Manner {
    /// As it came.
    Honest,
    /// JSON parsed and printed anew: `\/` becomes `/`.
    Rewriting,
    /// JSON parsed and printed anew by a library of its own ways: with other spaces, and other digits of numbers.
    Printing,
    /// As gzip begins.
    Packing,
    /// The first bytes of the body alone.
    Cutting(usize),
    /// Without this header.
    Stripping(&'static str),
    /// With a prefix before the path.
    Prefixing,
    /// Without its query.
    Queryless,
    /// Not at all: this is answered.
    Answering(String),
    /// As it came, but this is answered instead of the answer.
    Masking(String),
    /// Never answered.
    Silent,
    /// As it came, after a while.
    Slow(Duration),
}

#[derive(Debug)]
pub struct StandIn {
    pub addr: SocketAddr,
    scheme: &'static str,
    manner: Arc<Mutex<Manner>>,
}

impl StandIn {
    /// In front of this listener. Its threads end with the process.
    #[must_use]
    pub fn before(listener: SocketAddr, manner: Manner) -> Self {
        Self::open("http", manner, move |stream, manner| pass(stream, listener, manner))
    }

    /// By https, with this certificate.
    #[must_use]
    pub fn secured(listener: SocketAddr, certificate: Certificate) -> Self {
        let server = certificate.server();
        Self::open("https", Manner::Honest, move |stream, manner| {
            pass(certificate::secure(&server, stream)?, listener, manner)
        })
    }

    fn open(
        scheme: &'static str,
        manner: Manner,
        pass: impl Fn(TcpStream, &Manner) -> std::io::Result<()> + Clone + Send + 'static,
    ) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = socket.local_addr().expect("bound");
        let manner = Arc::new(Mutex::new(manner));
        let shared = Arc::clone(&manner);
        std::thread::spawn(move || {
            for stream in socket.incoming().map_while(Result::ok) {
                let (manner, pass) = (shared.lock().expect("no panic").clone(), pass.clone());
                // Who goes away meanwhile is not our fault.
                std::thread::spawn(move || pass(stream, &manner).ok());
            }
        });
        Self { addr, scheme, manner }
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.addr)
    }

    /// From the next request on.
    ///
    /// # Panics
    /// Where one of its threads did.
    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().expect("no panic") = manner;
    }
}

/// A plain HTTP answer that ends with the connection.
#[must_use]
pub fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

fn pass(mut client: impl Read + Write, listener: SocketAddr, manner: &Manner) -> std::io::Result<()> {
    let (head, mut body) = read(&mut client)?;
    let mut lines: Vec<String> = head.trim_end().split("\r\n").map(str::to_owned).collect();
    match manner {
        Manner::Answering(answer) => return client.write_all(answer.as_bytes()),
        Manner::Silent => std::thread::sleep(Duration::from_secs(60)),
        Manner::Slow(time) => std::thread::sleep(*time),
        Manner::Rewriting => body = String::from_utf8_lossy(&body).replace("\\/", "/").into_bytes(),
        Manner::Printing => {
            body = String::from_utf8_lossy(&body).replace("1e2", "100.0").replace(',', ", ").into_bytes();
        }
        Manner::Packing if !body.is_empty() => body.splice(..0, *b"\x1f\x8b\x08").for_each(drop),
        Manner::Cutting(bytes) => body.truncate(*bytes),
        Manner::Stripping(name) => lines.retain(|line| !line.to_lowercase().starts_with(&name.to_lowercase())),
        Manner::Prefixing => lines[0] = lines[0].replacen(" /", " /app/", 1),
        Manner::Queryless => {
            let line: Vec<&str> = lines[0].split(' ').collect();
            lines[0] = format!("{} {} {}", line[0], line[1].split('?').next().unwrap_or_default(), line[2]);
        }
        Manner::Honest | Manner::Packing | Manner::Masking(_) => {}
    }
    lines.retain(|line| !line.to_lowercase().starts_with("content-length"));
    lines.push(format!("Content-Length: {}", body.len()));
    lines.push("X-Forwarded-For: 203.0.113.9".to_owned());
    let mut server = TcpStream::connect(listener)?;
    server.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes())?;
    server.write_all(&body)?;
    let mut answered = Vec::new();
    server.read_to_end(&mut answered)?;
    match manner {
        Manner::Masking(answer) => client.write_all(answer.as_bytes()),
        _ => client.write_all(&answered),
    }
}

/// Head and body of a request.
fn read(stream: &mut impl Read) -> std::io::Result<(String, Vec<u8>)> {
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        match stream.read(&mut buffer)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            count => received.extend_from_slice(&buffer[..count]),
        }
    };
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length: usize = length.unwrap_or(0);
    while received.len() < end + length {
        match stream.read(&mut buffer)? {
            0 => break,
            count => received.extend_from_slice(&buffer[..count]),
        }
    }
    Ok((head, received.split_off(end)))
}
