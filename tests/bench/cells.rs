//! The grid: each cell is one kind of load, at both servers by turns.

use std::time::Duration;

use anyhow::Result;

use crate::stand::{Measured, Size, Stand};

/// One kind of load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) keep_alive: bool,
    pub(crate) connections: usize,
    pub(crate) size: Size,
}

impl Cell {
    /// The cell that the aims are about.
    pub(crate) const AIMED: Self = Self { keep_alive: true, connections: 32, size: Size::Small };

    /// All that are measured, large bodies last, since memory is read before them.
    pub(crate) fn all() -> Vec<Self> {
        let sizes = [Size::Small, Size::Medium, Size::Large].into_iter();
        let kept = sizes.flat_map(|size| [true, false].map(|keep_alive| (size, keep_alive)));
        let cells = kept.flat_map(|(size, keep_alive)| [1, 32, 200].map(|connections| (size, keep_alive, connections)));
        cells
            .map(|(size, keep_alive, connections)| Self { keep_alive, connections, size })
            .filter(|cell| (cell.size, cell.connections) != (Size::Large, 200))
            .collect()
    }

    /// Turns at each server, requests and time of a turn at most. All turns together stay below the 100,000 captures
    /// that the listener keeps: beyond them it would remove the oldest, and what is stored could not be counted.
    fn effort(self) -> (u32, u64, Duration) {
        match self.size {
            _ if self == Self::AIMED => (6, 5_000, Duration::from_millis(800)),
            Size::Small => (2, 3_000, Duration::from_millis(800)),
            Size::Medium => (2, 500, Duration::from_millis(800)),
            Size::Large => (2, 24, Duration::from_millis(1_000)),
        }
    }
}

/// Both servers under one kind of load.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) cell: Cell,
    pub(crate) bare: Figures,
    pub(crate) listen: Figures,
    /// The ratio of requests a second of each turn, in ascending order.
    pub(crate) ratios: Vec<f64>,
}

/// One server under one kind of load.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// Requests a second.
    pub(crate) rate: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Requests that were not answered 200.
    pub(crate) refused: u64,
    /// CPU time a request in microseconds: of the server, and of the generator.
    pub(crate) cpu_us: f64,
    pub(crate) own_cpu_us: f64,
}

impl Figures {
    fn of(mut measured: Measured) -> Self {
        Self {
            rate: measured.outcome.rate(),
            p50: measured.outcome.percentile(0.5),
            p99: measured.outcome.percentile(0.99),
            refused: measured.outcome.refused + measured.outcome.failed,
            cpu_us: measured.each_us(measured.cpu),
            own_cpu_us: measured.each_us(measured.own_cpu),
        }
    }
}

impl Compared {
    /// Measures by turns, each server first every other time.
    pub(crate) async fn measure(stand: &mut Stand, cell: Cell) -> Result<Self> {
        let (turns, most, time) = cell.effort();
        let load = stand.load(cell.size, cell.connections, cell.keep_alive, most, time);
        let (mut bare, mut listen, mut ratios) = (Measured::default(), Measured::default(), Vec::new());
        for turn in 0..turns {
            let (at_bare, at_listen) = if turn % 2 == 0 {
                let at_bare = stand.at_bare(&load).await;
                (at_bare, stand.at_listen(&load).await?)
            } else {
                let at_listen = stand.at_listen(&load).await?;
                (stand.at_bare(&load).await, at_listen)
            };
            ratios.push(at_listen.outcome.rate() / at_bare.outcome.rate());
            bare.add(at_bare);
            listen.add(at_listen);
        }
        ratios.sort_by(f64::total_cmp);
        Ok(Self { cell, bare: Figures::of(bare), listen: Figures::of(listen), ratios })
    }

    /// Listen's requests a second, of bare's.
    pub(crate) fn ratio(&self) -> f64 {
        self.listen.rate / self.bare.rate
    }

    /// Listen's 99th percentile, in times of bare's.
    pub(crate) fn p99_ratio(&self) -> f64 {
        self.listen.p99.as_secs_f64() / self.bare.p99.as_secs_f64().max(1e-9)
    }

    pub(crate) fn print(&self) {
        let Self { cell, bare, listen, .. } = self;
        let size = match cell.size {
            Size::Small => "400 B",
            Size::Medium => "20 KB",
            Size::Large => "1 MB",
        };
        let connection = if cell.keep_alive { "kept" } else { "each" };
        let refused = bare.refused + listen.refused;
        let refused = if refused > 0 { format!("  {refused} not answered 200") } else { String::new() };
        println!(
            "{size:>5}  {connection:<10} {:>5}  {:>8.0} {:>8.0} {:>6.2}  {:>8} {:>8}  {:>8} {:>8} {:>6.1}  {:>7.0} {:>7.0}{refused}",
            cell.connections,
            bare.rate,
            listen.rate,
            self.ratio(),
            ms(bare.p50),
            ms(listen.p50),
            ms(bare.p99),
            ms(listen.p99),
            self.p99_ratio(),
            bare.cpu_us,
            listen.cpu_us,
        );
    }
}

pub(crate) fn print_head() {
    println!(
        "                           requests a second        p50 in ms          p99 in ms              CPU µs/request"
    );
    println!(
        " body  connection at once      bare   listen  ratio      bare   listen      bare   listen  times     bare  listen"
    );
}

pub(crate) fn print_foot() {
    println!(
        "\nkept: one connection for many requests; each: a new one for each request. CPU of listen includes conversion and index.\n\
         Not measured: 1 MB over 200 connections. Of more than 64 MiB of bodies at once the listener refuses the rest, on \
         purpose."
    );
}

/// Milliseconds with as many digits as mean something.
pub(crate) fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.2}") } else { format!("{ms:.0}") }
}
