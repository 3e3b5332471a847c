//! Measured figures with their limits: the table for people and the list for programs.

use serde_json::{Value, json};

/// One measured figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What was measured, in words that stay the same from run to run.
    pub name: String,
    /// The unit of value, limit, min and max.
    pub unit: &'static str,
    /// What stands for all samples: their median, unless the name says otherwise.
    pub value: f64,
    /// Every sample.
    pub samples: Vec<f64>,
    /// The value may not be above it.
    pub limit: Option<f64>,
}

impl Figure {
    /// A figure whose value is the median of its samples.
    pub fn median(name: impl Into<String>, unit: &'static str, samples: Vec<f64>) -> Self {
        let value = percentile(&samples, 50.0);
        Self {
            name: name.into(),
            unit,
            value,
            samples,
            limit: None,
        }
    }

    /// A figure whose value is another percentile of its samples.
    pub fn percentile(
        name: impl Into<String>,
        unit: &'static str,
        samples: Vec<f64>,
        percent: f64,
    ) -> Self {
        let value = percentile(&samples, percent);
        Self {
            value,
            ..Self::median(name, unit, samples)
        }
    }

    /// The same figure with a limit.
    #[must_use]
    pub fn at_most(self, limit: f64) -> Self {
        Self {
            limit: Some(limit),
            ..self
        }
    }

    /// Whether the limit is kept; nothing where there is none.
    pub fn within(&self) -> Option<bool> {
        self.limit.map(|limit| self.value <= limit)
    }

    fn min(&self) -> f64 {
        self.samples.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn max(&self) -> f64 {
        self.samples
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// The figure's line in the table.
    pub fn shown(&self) -> String {
        let limit = match (self.limit, self.within()) {
            (Some(limit), Some(true)) => format!("limit {limit:.1}, kept"),
            (Some(limit), _) => format!("limit {limit:.1}, BROKEN"),
            (None, _) => String::new(),
        };
        let line = format!(
            "{:<38}{:>9.2} {:<3} n {:<5} {:>9.2} to {:<9.2} {limit}",
            self.name,
            self.value,
            self.unit,
            self.samples.len(),
            self.min(),
            self.max()
        );
        line.trim_end().to_owned()
    }

    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "limit": self.limit.map(rounded),
            "within": self.within(),
            "n": self.samples.len(),
            "min": rounded(self.min()),
            "max": rounded(self.max()),
        })
    }
}

/// All figures as a JSON list.
pub fn json(figures: &[Figure]) -> Result<String, String> {
    let list: Vec<Value> = figures.iter().map(Figure::json).collect();
    let text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
    Ok(format!("{text}\n"))
}

/// The value below which so many per cent of the samples are, by the nearest rank; the median of an even number lies between two.
pub fn percentile(samples: &[f64], percent: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    if percent == 50.0 {
        return f64::midpoint(sorted[last / 2], sorted[last.div_ceil(2)]);
    }
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted[rank.saturating_sub(1).min(last)]
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples_and_the_median_is_fair() {
        let samples: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile(&samples, 99.0), 99.0);
        assert_eq!(percentile(&samples, 50.0), 50.5);
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 50.0), 2.0);
        assert!(percentile(&[], 50.0).is_nan());
    }

    #[test]
    fn a_limit_is_kept_or_broken_and_the_list_says_so() {
        let kept = Figure::median("start", "ms", vec![300.0, 310.0, 320.0]).at_most(310.0);
        let broken = Figure::median("memory", "MB", vec![21.0]).at_most(20.0);
        let open = Figure::median("size", "MB", vec![9.0]);
        assert_eq!(
            [kept.within(), broken.within(), open.within()],
            [Some(true), Some(false), None]
        );
        let list: Value = serde_json::from_str(&json(&[kept, broken, open]).unwrap()).unwrap();
        assert_eq!(
            list[0],
            json!({"name": "start", "value": 310.0, "unit": "ms", "limit": 310.0, "within": true, "n": 3, "min": 300.0, "max": 320.0})
        );
        assert_eq!(list[1]["within"], false);
        assert_eq!(list[2]["limit"], Value::Null);
    }
}
