//! In which order, how often and when things are sent; mixed up by dice that fall the same way for the same seed.

use std::time::Duration;

use crate::chance::Dice;

/// More requests than this are no test, but a load.
pub const MOST_REQUESTS: usize = 100_000;
/// A duplicate follows its original within so many places.
const DUPLICATE_WITHIN: u64 = 10;

/// How things are sent.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Everything so many times, one after the other.
    pub times: u32,
    /// At most so many requests a second.
    pub rate: Option<f64>,
    /// So many requests under way at once.
    pub concurrency: usize,
    /// As far apart as they came in.
    pub gaps: bool,
    pub mix: Option<Mix>,
}

impl Default for Pace {
    fn default() -> Self {
        Self { times: 1, rate: None, concurrency: 1, gaps: false, mix: None }
    }
}

/// What Facebook may do to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mix {
    /// So many of a hundred come twice.
    pub duplicates: u32,
    /// Each comes up to so many places later.
    pub reorder: u32,
    /// Each comes up to so much later.
    pub delay: Duration,
    pub seed: u64,
}

/// One request to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Place of what is sent in its list.
    pub source: usize,
    /// From 0.
    pub round: u32,
    /// Not before so long after the start.
    pub due: Duration,
    /// What was done to order and number, a few words each.
    pub words: Vec<String>,
}

/// The requests in the order they are sent. `received_us` says when each source came in, in microseconds since 1970.
///
/// # Errors
/// A sentence, where it would be too many.
pub fn steps(received_us: &[Option<i64>], pace: &Pace) -> Result<Vec<Step>, String> {
    let total = received_us.len().saturating_mul(pace.times as usize);
    if total > MOST_REQUESTS {
        return Err(format!("{total} requests are more than {MOST_REQUESTS}: choose fewer, or send them fewer times"));
    }
    let mut steps = Vec::with_capacity(total);
    for round in 0..pace.times {
        for source in 0..received_us.len() {
            steps.push(Step { source, round, due: Duration::ZERO, words: Vec::new() });
        }
    }
    if let Some(mix) = &pace.mix {
        let mut dice = Dice::new(mix.seed);
        steps = duplicated(steps, mix.duplicates, &mut dice);
        steps = reordered(steps, mix.reorder, &mut dice);
        let dues = dues(steps.len(), received_us, pace);
        steps.iter_mut().zip(dues).for_each(|(step, due)| step.due = due);
        delay(&mut steps, mix.delay, &mut dice);
    } else {
        let dues = dues(steps.len(), received_us, pace);
        steps.iter_mut().zip(dues).for_each(|(step, due)| step.due = due);
    }
    Ok(steps)
}

fn duplicated(steps: Vec<Step>, percent: u32, dice: &mut Dice) -> Vec<Step> {
    let mut places: Vec<(usize, Step)> = Vec::with_capacity(steps.len());
    for (place, step) in steps.into_iter().enumerate() {
        if dice.up_to(99) < u64::from(percent) {
            let later = place + 1 + usize::try_from(dice.up_to(DUPLICATE_WITHIN - 1)).unwrap_or(0);
            places.push((later, Step { words: vec!["sent again".to_owned()], ..step.clone() }));
        }
        places.push((place, step));
    }
    // A duplicate goes after what stood at its place.
    places.sort_by_key(|(place, step)| (*place, !step.words.is_empty()));
    places.into_iter().map(|(_, step)| step).collect()
}

fn reordered(steps: Vec<Step>, places: u32, dice: &mut Dice) -> Vec<Step> {
    if places == 0 {
        return steps;
    }
    let mut keyed: Vec<(u64, usize, Step)> = steps
        .into_iter()
        .enumerate()
        .map(|(from, step)| (from as u64 + dice.up_to(u64::from(places)), from, step))
        .collect();
    keyed.sort_by_key(|(key, from, _)| (*key, *from));
    let moved = |(to, (_, from, mut step)): (usize, (u64, usize, Step))| {
        if to != from {
            step.words.push(format!("moved from place {} to {}", from + 1, to + 1));
        }
        step
    };
    keyed.into_iter().enumerate().map(moved).collect()
}

fn delay(steps: &mut [Step], most: Duration, dice: &mut Dice) {
    let most_ms = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    if most_ms == 0 {
        return;
    }
    for step in steps.iter_mut() {
        let late = dice.up_to(most_ms);
        if late > 0 {
            step.due += Duration::from_millis(late);
            step.words.push(format!("delayed {late} ms"));
        }
    }
    steps.sort_by_key(|step| step.due);
}

/// When each place is due.
fn dues(count: usize, received_us: &[Option<i64>], pace: &Pace) -> Vec<Duration> {
    let by_rate = |place: usize| pace.rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(place as f64 / rate));
    let gaps: Vec<Duration> = if pace.gaps { offsets(received_us) } else { Vec::new() };
    let round = gaps.last().copied().unwrap_or_default();
    let by_gaps = |place: usize| match gaps.len() {
        0 => Duration::ZERO,
        // More than there are come with the last.
        length => gaps[place % length] + round * u32::try_from(place / length).unwrap_or(u32::MAX),
    };
    (0..count).map(|place| by_rate(place).max(by_gaps(place))).collect()
}

/// How long after the first each came in; what never came in, with the one before.
fn offsets(received_us: &[Option<i64>]) -> Vec<Duration> {
    let first = received_us.iter().flatten().min().copied().unwrap_or_default();
    let mut last = 0;
    let offset = |at: &Option<i64>| {
        last = last.max(at.map_or(0, |at| at - first));
        Duration::from_micros(u64::try_from(last).unwrap_or_default())
    };
    received_us.iter().map(offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(steps: &[Step]) -> Vec<usize> {
        steps.iter().map(|step| step.source).collect()
    }

    #[test]
    fn without_a_mix_all_goes_in_order_and_on_time() {
        let pace = Pace { times: 2, gaps: true, ..Pace::default() };
        let made = steps(&[Some(1_000_000), None, Some(1_250_000)], &pace).expect("few");
        assert_eq!(sources(&made), [0, 1, 2, 0, 1, 2]);
        let due: Vec<u128> = made.iter().map(|step| step.due.as_millis()).collect();
        assert_eq!(due, [0, 0, 250, 250, 250, 500]);
        let made = steps(&[None; 3], &Pace { rate: Some(10.0), ..Pace::default() }).expect("few");
        assert_eq!(made[2].due, Duration::from_millis(200));
        assert!(made.iter().all(|step| step.words.is_empty()));
        assert!(steps(&[None; 2], &Pace { times: 60_000, ..Pace::default() }).expect_err("many").contains("120000"));
    }

    #[test]
    fn a_mix_loses_nothing_and_is_the_same_for_the_same_seed() {
        let mix = Mix { duplicates: 50, reorder: 5, delay: Duration::from_millis(9), seed: 7 };
        let pace = Pace { mix: Some(mix), ..Pace::default() };
        let made = steps(&[None; 100], &pace).expect("few");
        assert_eq!(made, steps(&[None; 100], &pace).expect("few"));
        let other = Pace { mix: Some(Mix { seed: 8, ..mix }), ..Pace::default() };
        assert_ne!(made, steps(&[None; 100], &other).expect("few"));
        let mut seen = sources(&made);
        assert!((120..=180).contains(&seen.len()), "{}", seen.len());
        assert_ne!(seen, {
            let mut sorted = seen.clone();
            sorted.sort_unstable();
            sorted
        });
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 100);
        assert!(made.is_sorted_by_key(|step| step.due));
        let said = |word: &str| made.iter().flat_map(|step| &step.words).filter(|one| one.starts_with(word)).count();
        assert!(said("sent again") > 20 && said("moved from place") > 20 && said("delayed") > 60, "{made:?}");
        let all =
            Pace { mix: Some(Mix { duplicates: 100, reorder: 0, delay: Duration::ZERO, seed: 1 }), ..Pace::default() };
        assert_eq!(steps(&[None; 10], &all).expect("few").len(), 20);
    }
}
