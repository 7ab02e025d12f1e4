//! The door as a socket in the data folder: `control.sock`, 0600.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::{Answer, Question, carry_out};
use crate::api::ApiError;
use crate::desk::Desk;

const FILE: &str = "control.sock";
/// Where the socket is made before anybody may see it.
const ASIDE: &str = "control.new";

/// Longest question, in bytes: many ids in one, and no body.
const LONGEST: u64 = 4 * 1024 * 1024;
/// How long a question may take to arrive.
const HEARING: Duration = Duration::from_secs(10);
/// How long to wait for an answer: thousands of refused captures may have to be judged again.
const WAITING: Duration = Duration::from_secs(120);
/// Before another try where the system gives no more connections.
const PAUSE: Duration = Duration::from_millis(100);

/// An open door; dropping it closes it.
#[derive(Debug)]
pub(crate) struct Door {
    path: PathBuf,
    accepting: JoinHandle<()>,
}

impl Door {
    /// Opens the door of a folder that this process holds. On a runtime.
    pub(crate) fn open(desk: &Desk, dir: &Path) -> io::Result<Self> {
        let listener = bind(dir)?;
        Ok(Self { path: dir.join(FILE), accepting: tokio::spawn(accept(listener, desk.clone())) })
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.accepting.abort();
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes the socket in a folder that nobody else can enter until it has its mode.
fn bind(dir: &Path) -> io::Result<UnixListener> {
    let aside = dir.join(ASIDE);
    let _ = fs::remove_dir_all(&aside);
    DirBuilder::new().mode(0o700).create(&aside)?;
    let make = || -> io::Result<UnixListener> {
        let path = aside.join("s");
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        fs::rename(&path, dir.join(FILE))?;
        Ok(listener)
    };
    let made = make();
    let _ = fs::remove_dir_all(&aside);
    made
}

/// Until it is aborted; what is under way is dropped with it.
async fn accept(listener: UnixListener, desk: Desk) {
    let mut asked = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(asked.spawn(serve(stream, desk.clone()))),
                Err(_) => sleep(PAUSE).await,
            },
            Some(_) = asked.join_next() => {}
        }
    }
}

/// One question, one answer.
async fn serve(mut stream: UnixStream, desk: Desk) {
    let Ok(Ok(line)) = timeout(HEARING, line(&mut stream)).await else { return };
    let answered = match serde_json::from_slice(&line) {
        Ok(Question { command, request }) => carry_out(&desk, &command, request).await,
        // What was sent may be a secret: it is not repeated.
        Err(_) => Err(ApiError::new("bad_request", "That is no question.", None)),
    };
    let answer = answered.map_or_else(Answer::Refused, Answer::Done);
    if send(&mut stream, &answer).await.is_err() {
        tracing::debug!("whoever asked at the door did not wait for the answer");
    }
}

async fn line(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut line).await?;
    if line.ends_with(b"\n") { Ok(line) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

async fn send(stream: &mut UnixStream, message: &impl serde::Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    stream.write_all(&line).await
}

pub(super) async fn ask(dir: &Path, question: &Question) -> io::Result<Answer> {
    let asking = async {
        let mut stream = UnixStream::connect(dir.join(FILE)).await?;
        send(&mut stream, question).await?;
        let answer = line(&mut stream).await?;
        Ok::<Answer, io::Error>(serde_json::from_slice(&answer)?)
    };
    timeout(WAITING, asking).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

pub(super) async fn leads_somewhere(dir: &Path) -> bool {
    UnixStream::connect(dir.join(FILE)).await.is_ok()
}
