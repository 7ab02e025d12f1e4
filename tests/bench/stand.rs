//! The test stand: both servers, the bodies they are fed with, and what the listener acknowledged so far.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::sleep;
use triptych_store::{PageKey, Reader};

use crate::bodies::Template;
use crate::load::{self, Load, Outcome};
use crate::servers::{Memory, Server, own_cpu};
use crate::stored::Stored;

const TOKEN: &str = "bench-token";
const PATH: &str = "/v3/integrations/facebook/bench/facebook/bench/webhook";

/// How long conversion may take after a load before the next measurement begins all the same.
const SETTLE: Duration = Duration::from_secs(20);

/// Requests whose conversion is timed.
const SEARCHED: u64 = 15_000;

#[derive(Debug)]
pub(crate) struct Stand {
    bare: Server,
    listen: Server,
    reader: Reader,
    templates: [Arc<Template>; 3],
    /// Of the listener, through all loads.
    acknowledged: u64,
    failed: u64,
    /// Before the first large body.
    memory_before_large: Memory,
}

/// The sizes of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Small,
    Medium,
    Large,
}

/// A load and what it cost.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) outcome: Outcome,
    /// CPU time of the server, conversion and index included.
    pub(crate) cpu: Duration,
    /// CPU time of the generator.
    pub(crate) own_cpu: Duration,
}

impl Measured {
    pub(crate) fn add(&mut self, other: Self) {
        self.outcome.add(other.outcome);
        self.cpu += other.cpu;
        self.own_cpu += other.own_cpu;
    }

    /// The share of a time in microseconds that one request takes.
    pub(crate) fn each_us(&self, time: Duration) -> f64 {
        time.as_secs_f64() * 1e6 / (self.outcome.acknowledged.max(1) as f64)
    }
}

/// Captures a second that were converted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Searchable {
    /// Requests answered a second meanwhile.
    pub(crate) posted: f64,
    pub(crate) while_posting: f64,
    /// From the first request until all were converted.
    pub(crate) overall: f64,
}

impl Stand {
    /// Starts both servers.
    pub(crate) fn set_up(programs: &Path, data_dir: &Path) -> Result<Self> {
        let listen = Server::listen(programs, data_dir, TOKEN)?;
        let template = |size, messages| Arc::new(Template::new(size, messages));
        Ok(Self {
            bare: Server::bare(programs)?,
            memory_before_large: listen.memory(),
            listen,
            reader: Reader::open(data_dir)?,
            templates: [template(400, 1), template(20_000, 10), template(1_000_000, 100)],
            acknowledged: 0,
            failed: 0,
        })
    }

    /// A load over this many connections.
    pub(crate) fn load(&self, size: Size, connections: usize, keep_alive: bool, most: u64, time: Duration) -> Load {
        Load { template: Arc::clone(&self.templates[size as usize]), connections, keep_alive, most, time }
    }

    pub(crate) async fn warm_up(&mut self) -> Result<()> {
        let load = self.load(Size::Small, 32, true, 2000, Duration::from_millis(500));
        self.at_bare(&load).await;
        self.at_listen(&load).await?;
        Ok(())
    }

    pub(crate) async fn at_bare(&self, load: &Load) -> Measured {
        let (cpu, own) = (self.bare.cpu(), own_cpu());
        let outcome = send(load, self.bare.addr).await;
        Measured { outcome, cpu: self.bare.cpu().saturating_sub(cpu), own_cpu: own_cpu().saturating_sub(own) }
    }

    /// Returns once everything is converted and indexed, so that this disturbs nothing that is measured next.
    pub(crate) async fn at_listen(&mut self, load: &Load) -> Result<Measured> {
        if load.template.len() < self.templates[Size::Large as usize].len() {
            self.memory_before_large = self.listen.memory();
        }
        let (cpu, own) = (self.listen.cpu(), own_cpu());
        let outcome = send(load, self.listen.addr).await;
        let own_cpu = own_cpu().saturating_sub(own);
        self.acknowledged += outcome.acknowledged;
        self.failed += outcome.failed;
        self.settle().await?;
        self.settle_index().await?;
        Ok(Measured { outcome, cpu: self.listen.cpu().saturating_sub(cpu), own_cpu })
    }

    async fn settle(&self) -> Result<()> {
        let begin = Instant::now();
        while self.reader.projected_to()? < self.newest()? && begin.elapsed() < SETTLE {
            sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Searches find what is converted; the index only makes them faster.
    async fn settle_index(&self) -> Result<()> {
        let begin = Instant::now();
        let newest = self.newest()?;
        while self.reader.indexed_to().is_some_and(|to| to < newest) && begin.elapsed() < SETTLE {
            sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn newest(&self) -> Result<i64> {
        let page = self.reader.capture_page(&PageKey { before: None, after: None, limit: 1 })?;
        Ok(page.rows.first().map_or(0, |row| row.id))
    }

    /// Posts small bodies as fast as they are answered and waits until all are converted.
    pub(crate) async fn searchable(&mut self) -> Result<Searchable> {
        let load = self.load(Size::Small, 32, true, SEARCHED, Duration::from_secs(10));
        let before = self.reader.projected_to()?;
        let begin = Instant::now();
        let outcome = send(&load, self.listen.addr).await;
        let while_posting = self.reader.projected_to()? - before;
        self.acknowledged += outcome.acknowledged;
        self.failed += outcome.failed;
        self.settle().await?;
        let converted = self.reader.projected_to()? - before;
        let searchable = Searchable {
            posted: outcome.rate(),
            while_posting: while_posting as f64 / outcome.elapsed.as_secs_f64(),
            overall: converted as f64 / begin.elapsed().as_secs_f64(),
        };
        self.settle_index().await?;
        Ok(searchable)
    }

    /// How long the disk takes to write 16 KiB for good: the median. No answer of the listener can be faster.
    pub(crate) fn sync_time(data_dir: &Path) -> Result<Duration> {
        let mut file = File::create(data_dir.join("sync-time"))?;
        let mut times = Vec::new();
        for _ in 0..100 {
            let begin = Instant::now();
            file.write_all(&[0; 16 * 1024])?;
            file.sync_all()?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    }

    /// Of the listener: before the first large body, and now.
    pub(crate) fn memory(&self) -> [Memory; 2] {
        [self.memory_before_large, self.listen.memory()]
    }

    /// Compares the store with what was acknowledged.
    pub(crate) fn stored(&self) -> Result<Stored> {
        Stored::compare(&self.reader, &self.templates, self.acknowledged, self.failed)
    }
}

async fn send(load: &Load, server: SocketAddr) -> Outcome {
    load::run(load, server, TOKEN, PATH).await
}
