//! Stored = acknowledged: as many captures as answers 200, and their bodies byte for byte.

use std::sync::Arc;

use anyhow::Result;
use triptych_store::Reader;

use crate::bodies::{Template, number_of};

/// Bodies that are compared, spread evenly over all captures.
const SAMPLE: u64 = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) acknowledged: u64,
    /// Requests without an answer: each may have been stored.
    pub(crate) failed: u64,
    pub(crate) captures: u64,
    pub(crate) compared: u64,
    pub(crate) different: u64,
}

impl Stored {
    pub(crate) fn compare(
        reader: &Reader,
        templates: &[Arc<Template>],
        acknowledged: u64,
        failed: u64,
    ) -> Result<Self> {
        let captures = reader.captures_total()?;
        let mut stored = Self { acknowledged, failed, captures, compared: 0, different: 0 };
        let step = (captures / SAMPLE).max(1);
        // The position within each step wanders, so that no period of the loads can hide behind the sample's.
        for (turn, begin) in (1..=captures).step_by(usize::try_from(step)?).enumerate() {
            let id = begin + (turn as u64 * 7919) % step;
            if id <= captures {
                let body = reader.body(i64::try_from(id)?)?;
                stored.compared += 1;
                stored.different += u64::from(!body.is_some_and(|body| is_as_sent(&body, templates)));
            }
        }
        Ok(stored)
    }

    pub(crate) fn is_whole(&self) -> bool {
        let counted = self.acknowledged..=self.acknowledged + self.failed;
        counted.contains(&self.captures) && self.different == 0
    }
}

fn is_as_sent(body: &[u8], templates: &[Arc<Template>]) -> bool {
    let template = templates.iter().find(|template| template.len() == body.len());
    template.zip(number_of(body)).is_some_and(|(template, number)| template.body(number) == body)
}
