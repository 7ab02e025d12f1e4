//! What comes in which order: five weeks of traffic that ends at a fixed moment, quiet at night, with what goes wrong.

use std::collections::VecDeque;

use triptych_core::capture::{Capture, Judgement};

use super::bodies::Bodies;
use super::cast::{Page, pages};
use super::random::Random;
use super::requests::{self, Proof};

/// 2026-03-12 14:27:41 UTC, in microseconds since 1970: a store is the same whenever it is made.
pub const END_US: i64 = 1_773_325_661_000_000;
const WEEKS_US: i64 = 5 * 7 * 24 * 3_600 * 1_000_000;

/// Most refused captures: the store keeps 1,000 of them, and what is generated is to be what is kept.
const MOST_REFUSED: u64 = 900;

/// Accepted captures that may come again.
const RECENT: usize = 64;

/// A capture to be stored.
#[derive(Debug)]
pub struct Planned {
    pub capture: Capture,
    /// The capture that it replays, by its place in the order, from 0.
    pub parent: Option<u64>,
}

#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) pages: Vec<Page>,
    bodies: Bodies,
    random: Random,
    total: u64,
    /// Of the next capture.
    place: u64,
    refused: u64,
    recent: VecDeque<(u64, Capture)>,
}

impl Script {
    pub(crate) fn new(total: u64, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let pages = pages(&mut random);
        Self { pages, bodies: Bodies::new(), random, total, place: 0, refused: 0, recent: VecDeque::new() }
    }

    /// When the first capture came.
    pub(crate) fn begin_us() -> i64 {
        END_US - WEEKS_US
    }

    fn planned(&mut self) -> Planned {
        let received_us = moment(self.place, self.total, self.random.share());
        let random = &mut self.random;
        let page = &self.pages[random.weighted(&[(34, 0), (22, 1), (18, 2), (12, 3), (9, 4), (5, 5)])];
        let alone = |capture| Planned { capture, parent: None };
        let is_refusable = self.refused < MOST_REFUSED;
        match random.below(1000) {
            0..=7 if is_refusable => {
                let body = self.bodies.body(page, received_us / 1000, random);
                let proof = if random.permille(600) { Proof::Nothing } else { Proof::WrongSignature };
                alone(requests::delivery(&page.endpoint, body, proof, received_us, random))
            }
            8..=11 if is_refusable => alone(requests::stray(received_us, random)),
            12..=13 if is_refusable => {
                let mut body = self.bodies.body(page, received_us / 1000, random);
                body.truncate(body.len() * 2 / 3);
                alone(requests::delivery(&page.endpoint, body, Proof::Token, received_us, random))
            }
            14..=15 => {
                let is_good = !is_refusable || random.permille(700);
                alone(requests::handshake(&page.endpoint, is_good, received_us, random))
            }
            16..=40 if !self.recent.is_empty() => {
                let (place, capture) = &self.recent[random.below(self.recent.len() as u64) as usize];
                // One in five was sent again by the user, the others by Facebook.
                let parent = random.permille(200).then_some(*place);
                Planned { capture: requests::again(capture, received_us, random), parent }
            }
            _ => {
                let body = self.bodies.body(page, received_us / 1000, random);
                let proof = if random.permille(900) { Proof::Signature } else { Proof::Token };
                alone(requests::delivery(&page.endpoint, body, proof, received_us, random))
            }
        }
    }
}

impl Iterator for Script {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        if self.place == self.total {
            return None;
        }
        let planned = self.planned();
        let capture = &planned.capture;
        match (capture.judgement, capture.status) {
            (Judgement::Accepted, _) => {
                self.recent.push_back((self.place, capture.clone()));
                if self.recent.len() > RECENT {
                    self.recent.pop_front();
                }
            }
            (Judgement::Verification, 200) => {}
            _ => self.refused += 1,
        }
        self.place += 1;
        Some(planned)
    }
}

/// When the capture at a place came: in order, and a third as dense at night as by day. Microseconds since 1970, UTC.
fn moment(place: u64, total: u64, jitter: f64) -> i64 {
    const DAYS: f64 = 35.0;
    let days = (place as f64 + jitter) / total as f64 * DAYS;
    // Whole days end in the early afternoon: towards there. The slope stays above 0, so the order stays.
    let warped = days - (days * std::f64::consts::TAU).sin() * 0.5 / std::f64::consts::TAU;
    Script::begin_us() + (warped / DAYS * WEEKS_US as f64) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_captures_and_another_one_others() {
        let captures = |seed| Script::new(300, seed).map(|planned| planned.capture).collect::<Vec<_>>();
        assert_eq!(captures(7), captures(7));
        assert_ne!(captures(7), captures(8));
    }

    #[test]
    fn they_come_in_order_over_five_weeks_and_all_that_can_happen_happens() {
        let planned: Vec<Planned> = Script::new(6_000, 1).collect();
        let times: Vec<i64> = planned.iter().map(|planned| planned.capture.received_us).collect();
        assert!(times.is_sorted());
        assert!(times[0] >= END_US - WEEKS_US && times[5_999] <= END_US);
        for judgement in [
            Judgement::Accepted,
            Judgement::Unauthenticated,
            Judgement::Unrouted,
            Judgement::Invalid,
            Judgement::Verification,
        ] {
            assert!(planned.iter().any(|planned| planned.capture.judgement == judgement), "{judgement:?}");
        }
        assert!(planned.iter().any(|planned| planned.parent.is_some()));
    }

    #[test]
    fn no_more_is_refused_than_the_store_keeps() {
        let script = Script { refused: MOST_REFUSED - 2, ..Script::new(2_000, 3) };
        assert_eq!(script.filter(|planned| planned.capture.status >= 400).count(), 2);
    }
}
