//! What is aimed at, and whether it was met. An aim that is missed fails nothing: machines differ.

use crate::cells::{Cell, Compared, ms};
use crate::servers::Memory;
use crate::stand::Searchable;
use crate::stored::Stored;

/// Least part of bare's requests a second, over 32 kept connections with small bodies.
const RATIO: f64 = 0.45;
/// Most times bare's 99th percentile there.
const P99_TIMES: f64 = 5.0;
/// Least captures a second that become searchable.
const SEARCHABLE: f64 = 5000.0;
/// Most memory of the listener in MB (10⁶ bytes).
const MEMORY_MB: f64 = 60.0;

/// What a run found.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) compared: Vec<Compared>,
    pub(crate) searchable: Searchable,
    /// Before the first large body, and at the end.
    pub(crate) memory: [Memory; 2],
    pub(crate) stored: Stored,
}

impl Findings {
    pub(crate) fn print(&self) {
        println!();
        if let Some(aimed) = self.compared.iter().find(|compared| compared.cell == Cell::AIMED) {
            self.print_aimed(aimed);
        }
        let Searchable { posted, while_posting, overall } = self.searchable;
        print("captures searchable a second", format!("{overall:.0}"), "at least 5,000", overall >= SEARCHABLE);
        println!("    {posted:.0} a second were posted; of these {while_posting:.0} a second converted meanwhile");
        for (when, memory) in ["before 1 MB bodies", "at the end"].iter().zip(&self.memory) {
            for (what, mb) in [("VmRSS", memory.resident_mb), ("VmHWM", memory.peak_mb)] {
                let what = format!("memory {when}, {what}");
                match mb {
                    Some(mb) => print(&what, format!("{mb:.0} MB"), "under 60 MB", mb < MEMORY_MB),
                    None => println!("  {what}: this system does not tell"),
                }
            }
        }
        let Stored { acknowledged, failed, captures, compared, different } = self.stored;
        print("stored = acknowledged", format!("{captures}"), &format!("{acknowledged}"), self.stored.is_whole());
        println!("    {failed} requests without an answer; {compared} bodies compared, {different} differ");
    }

    fn print_aimed(&self, aimed: &Compared) {
        let Compared { bare, listen, ratios, .. } = aimed;
        println!("32 connections kept, 400 B:");
        print("requests a second, of bare's", format!("{:.2}", aimed.ratio()), "at least 0.45", aimed.ratio() >= RATIO);
        let [least, most] = [ratios.first(), ratios.last()].map(|ratio| ratio.copied().unwrap_or_default());
        println!("    its {} turns: {least:.2} to {most:.2}", ratios.len());
        print(
            "99th percentile",
            format!("{:.1} times", aimed.p99_ratio()),
            "at most 5",
            aimed.p99_ratio() <= P99_TIMES,
        );
        println!("    {} ms beside {} ms", ms(listen.p99), ms(bare.p99));
        println!(
            "    CPU a request: bare {:.0} µs, listen {:.0} µs with conversion; the generator {:.0} and {:.0} µs, on the \
             same cores,\n    which moves the ratio towards 1",
            bare.cpu_us, listen.cpu_us, bare.own_cpu_us, listen.own_cpu_us
        );
    }
}

pub(crate) fn print(what: &str, found: String, aim: &str, met: bool) {
    println!("  {what:<34} {found:>12}   {aim:<16} {}", if met { "met" } else { "MISSED" });
}
