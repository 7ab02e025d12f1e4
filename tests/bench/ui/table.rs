//! The lines of the table, and what a sample says.

/// A line: what was found, what was aimed at, and whether it was met.
pub(crate) fn line(what: &str, found: &str, aim: &str, met: bool) {
    println!("  {what:<44} {found:>12}   {aim:<16} {}", if met { "met" } else { "MISSED" });
}

/// A remark below a line.
pub(crate) fn remark(text: &str) {
    println!("      {text}");
}

/// Values in ascending order.
#[derive(Debug)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The value that this share (0 to 1) of the sample does not exceed; 0 where there is none.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }

    pub(crate) fn median(&self) -> f64 {
        self.percentile(0.5)
    }

    pub(crate) fn most(&self) -> f64 {
        self.percentile(1.0)
    }
}
