//! Points and directions in the plane of a side view: x ahead, y up, in centimetres.

use std::ops::{Add, Mul, Sub};

/// A point, or the way from one point to another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct P {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// Builds a point.
pub(crate) const fn p(x: f64, y: f64) -> P {
    P { x, y }
}

impl Add for P {
    type Output = P;
    fn add(self, other: P) -> P {
        p(self.x + other.x, self.y + other.y)
    }
}

impl Sub for P {
    type Output = P;
    fn sub(self, other: P) -> P {
        p(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for P {
    type Output = P;
    fn mul(self, by: f64) -> P {
        p(self.x * by, self.y * by)
    }
}

impl P {
    pub(crate) fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}
