//! Running the steps, one after the other, each to its end.

use std::time::Duration;

use super::judge::{self, Came};
use super::requests::{Plan, Sent, Step};
use super::witness::{Witness, find, newest};
use crate::api::selftest::{SelfTest, SelfTestStep};
use crate::replay::{self, SendError};

/// Longest time for one step. Facebook itself waits less.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to look for what came where nothing was answered.
const LOOKING: Duration = Duration::from_millis(500);

/// A test that has not begun. Time: microseconds since 1970, UTC.
#[must_use]
pub fn fresh(plan: &Plan, id: u32, target: &str, started_us: i64) -> SelfTest {
    SelfTest {
        id,
        target: target.to_owned(),
        url: plan.url(),
        endpoint: plan.title.clone(),
        started_us,
        running: true,
        cancelled: false,
        verdict: "running".to_owned(),
        code: None,
        title: "The self-test is under way".to_owned(),
        fix: None,
        steps: Step::ALL.map(waiting).to_vec(),
    }
}

fn waiting(step: Step) -> SelfTestStep {
    SelfTestStep {
        name: step.as_str().to_owned(),
        title: step.title().to_owned(),
        expected: step.expected().to_owned(),
        outcome: "waiting".to_owned(),
        code: None,
        sentence: String::new(),
        fix: None,
        sent: None,
        got: None,
        arrived: None,
        capture: None,
        took_us: None,
    }
}

/// Runs all steps; `progress` sees the test after each change. Where nothing answers at all, the rest is skipped.
pub async fn run(
    plan: &Plan,
    mut test: SelfTest,
    witness: &impl Witness,
    mut progress: impl FnMut(&SelfTest),
) -> SelfTest {
    let mut is_dead = false;
    for (index, step) in Step::ALL.into_iter().enumerate() {
        if is_dead {
            let skipped = &mut test.steps[index];
            skipped.outcome = "skipped".to_owned();
            skipped.sentence = "Not tried: nothing answers there.".to_owned();
            continue;
        }
        test.steps[index].outcome = "running".to_owned();
        progress(&test);
        test.steps[index] = one(plan, step, witness).await;
        let code = test.steps[index].code.as_deref().unwrap_or_default();
        is_dead = matches!(code, "dns" | "refused" | "timeout") || code.starts_with("tls");
        progress(&test);
    }
    conclude(&mut test);
    progress(&test);
    test
}

fn conclude(test: &mut SelfTest) {
    test.running = false;
    let failed = test.steps.iter().find(|step| step.outcome == "failed");
    let skipped = test.steps.iter().find(|step| step.outcome == "skipped");
    let (verdict, title) = match (failed, skipped) {
        (Some(step), _) => ("failed", step.sentence.clone()),
        (None, Some(step)) => ("passed", format!("What could be tried passed. {}", step.sentence)),
        (None, None) => ("passed", "Everything comes through as it should".to_owned()),
    };
    let telling = failed.or(skipped);
    (test.code, test.fix) = telling.map_or((None, None), |step| (step.code.clone(), step.fix.clone()));
    (test.verdict, test.title) = (verdict.to_owned(), title);
}

/// Runs one step.
pub(crate) async fn one(plan: &Plan, step: Step, witness: &impl Witness) -> SelfTestStep {
    let blank = waiting(step);
    let sent = match plan.request(step) {
        Ok(Some(sent)) => sent,
        Ok(None) => {
            return SelfTestStep {
                outcome: "skipped".to_owned(),
                code: Some("no_secret".to_owned()),
                sentence: "Not tried: no app secret is known to sign with, so Facebook's deliveries will be refused."
                    .to_owned(),
                fix: Some("Enter the app secret: App settings, Basic, in Facebook's App Dashboard.".to_owned()),
                ..blank
            };
        }
        Err(sentence) => {
            let code = Some("broken".to_owned());
            return SelfTestStep { outcome: "failed".to_owned(), code, sentence, ..blank };
        }
    };
    let after = newest(witness);
    let came = exchange(&sent, after, witness).await;
    let judged = judge::judge(plan, step, &sent, &came);
    SelfTestStep {
        outcome: judged.outcome.to_owned(),
        code: judged.code.map(str::to_owned),
        sentence: judged.sentence,
        fix: judged.fix,
        sent: Some(sent.shown.clone()),
        got: came.answer.as_ref().ok().map(judge::shown),
        arrived: judged.arrived,
        capture: came.arrived.as_ref().map(|stored| stored.id),
        took_us: came.answer.as_ref().ok().and_then(|answer| i64::try_from(answer.took.as_micros()).ok()),
        ..blank
    }
}

/// What came back, and what came here.
async fn exchange(sent: &Sent, after: i64, witness: &impl Witness) -> Came {
    let sending = replay::send(&sent.target, &sent.request, |_| {});
    let late = || SendError::Late { to: sent.target.authority() };
    let answer = tokio::time::timeout(PATIENCE, sending).await.unwrap_or_else(|_| Err(late()));
    let path = sent.target_line.split('?').next().unwrap_or_default();
    let mut arrived = find(witness, after, &sent.nonce, path);
    if arrived.is_none() && !matches!(answer, Err(SendError::Lookup { .. } | SendError::Connect { .. })) {
        // It may still be on its way.
        tokio::time::sleep(LOOKING).await;
        arrived = find(witness, after, &sent.nonce, path);
    }
    Came { answer, arrived }
}

/// How long a step may take, in whole seconds.
pub(super) fn patience() -> u64 {
    PATIENCE.as_secs()
}
