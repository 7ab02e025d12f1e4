//! The two servers, each a process of its own, and what the system says of them.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

/// A server that ends with this.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    pub(crate) addr: SocketAddr,
}

impl Server {
    /// A handler that keeps nothing.
    pub(crate) fn bare(programs: &Path) -> Result<Self> {
        let mut process = start(Command::new(programs.join("examples/bare")).stdout(Stdio::piped()))?;
        let line = first_line(&mut process)?;
        Ok(Self { process, addr: line.trim().parse()? })
    }

    /// The listener with everything on, as `triptych listen` starts it. It writes no line for each capture to a pipe
    /// that somebody would have to read, but to nowhere; so its address is asked of the store.
    pub(crate) fn listen(programs: &Path, data_dir: &Path, token: &str) -> Result<Self> {
        let mut command = Command::new(programs.join("triptych"));
        command.args(["listen", "--json", "--addr", "127.0.0.1:0", "--token", token, "--data-dir"]).arg(data_dir);
        let process = start(command.stdout(Stdio::null()))?;
        let mut server = Self { process, addr: SocketAddr::from(([127, 0, 0, 1], 0)) };
        server.addr = server.announced(data_dir)?;
        Ok(server)
    }

    fn announced(&mut self, data_dir: &Path) -> Result<SocketAddr> {
        for _ in 0..200 {
            std::thread::sleep(Duration::from_millis(50));
            ensure!(self.process.try_wait()?.is_none(), "`triptych listen` ended");
            let addr = triptych_store::Reader::open(data_dir)
                .ok()
                .and_then(|reader| reader.setting(triptych_app::ADDRESS_SETTING).ok().flatten()?.parse().ok());
            if let Some(addr) = addr {
                return Ok(addr);
            }
        }
        anyhow::bail!("`triptych listen` did not start within 10 s")
    }

    /// CPU time so far.
    pub(crate) fn cpu(&self) -> Duration {
        cpu_of(&self.process.id().to_string())
    }

    pub(crate) fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let mb = |line: &str| {
            let value = status.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'))?;
            let kib: f64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
            Some(kib * 1024.0 / 1e6)
        };
        Memory { resident_mb: mb("VmRSS"), peak_mb: mb("VmHWM") }
    }
}

/// Memory of a process in MB (10⁶ bytes); `None` where there is no `/proc`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) resident_mb: Option<f64>,
    pub(crate) peak_mb: Option<f64>,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Best effort: it may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// CPU time of this process so far.
pub(crate) fn own_cpu() -> Duration {
    cpu_of("self")
}

/// User and system time of a process, in steps of 10 ms; 0 where there is no `/proc`.
fn cpu_of(process: &str) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, in brackets, may hold spaces; user and system time are the 12th and 13th field after it.
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ').skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn start(command: &mut Command) -> Result<Child> {
    command.stdin(Stdio::null()).spawn().with_context(|| format!("{command:?} does not start"))
}

fn first_line(process: &mut Child) -> Result<String> {
    let stdout = process.stdout.take().context("stdout is a pipe")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    Ok(line)
}
