//! Distances as people type them: `800 m`, `2 km`, `1.2 mi`, `1,2 mi`.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The longest distance that is kept, in metres: further than anybody walks in a day.
pub const DISTANCE_MAX_M: u32 = 200_000;

/// How far, in whole metres, whatever unit was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Distance(u32);

impl Distance {
    /// A distance of 1 to [`DISTANCE_MAX_M`] metres.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `distance`.
    pub fn new(metres: u32) -> Result<Self> {
        if (1..=DISTANCE_MAX_M).contains(&metres) {
            Ok(Self(metres))
        } else {
            Err(Error::Invalid { field: "distance" })
        }
    }

    /// Reads a number and a unit, with or without a blank between them. A comma is a decimal point. With exactly three
    /// digits behind it, a separator could mean thousands as well (`1,200 m`), so that is refused. An empty text is no
    /// distance.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `distance` for anything else, and beyond [`DISTANCE_MAX_M`].
    pub fn parse(text: &str) -> Result<Option<Self>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        metres(text)
            .and_then(|metres| Self::new(metres).ok())
            .map(Some)
            .ok_or(Error::Invalid { field: "distance" })
    }

    /// In metres.
    #[must_use]
    pub fn metres(self) -> u32 {
        self.0
    }
}

fn metres(text: &str) -> Option<u32> {
    let (number, unit) = text.split_at(text.find(char::is_alphabetic)?);
    let metres_each = match unit.to_lowercase().as_str() {
        "m" | "metre" | "metres" | "meter" | "meters" => 1.0,
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => 1000.0,
        "mi" | "mile" | "miles" => 1609.344,
        "yd" | "yard" | "yards" => 0.9144,
        _ => return None,
    };
    let metres = (decimal(number.trim())? * metres_each).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is whole after rounding, and the range is checked in the same line"
    )]
    (0.0..=f64::from(DISTANCE_MAX_M))
        .contains(&metres)
        .then_some(metres as u32)
}

/// Digits with at most one separator, which has digits on both sides.
fn decimal(text: &str) -> Option<f64> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some((whole, fraction)) = text.split_once(['.', ',']) else {
        return digits(text).then(|| text.parse().ok())?;
    };
    let readable = digits(whole) && digits(fraction) && fraction.len() != 3;
    readable.then(|| format!("{whole}.{fraction}").parse().ok())?
}
