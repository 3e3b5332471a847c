//! A list of figures as a reader of reports wants it: how many, the middle one, the lowest, the highest.

/// Figures of one kind; without any there is no spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many.
    pub n: u32,
    /// The lowest.
    pub low: f64,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The highest.
    pub high: f64,
}

impl Spread {
    /// The spread of these figures.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = impl Into<f64>>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().map(Into::into).collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median = if values.len() % 2 == 1 {
            values[middle]
        } else {
            f64::midpoint(values[middle - 1], values[middle])
        };
        Some(Self {
            n: u32::try_from(values.len()).unwrap_or(u32::MAX),
            low,
            median,
            high,
        })
    }
}
