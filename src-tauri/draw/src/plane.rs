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

    /// The direction a quarter turn ahead of this one: ahead of "up", up of "back".
    pub(crate) fn ahead(self) -> P {
        p(self.y, -self.x)
    }
}

/// The direction that leans this far ahead of straight up.
pub(crate) fn leaning(deg: f64) -> P {
    let (sin, cos) = deg.to_radians().sin_cos();
    p(sin, cos)
}

/// The direction that swings this far ahead of straight down; limbs hang, so they count from there.
pub(crate) fn hanging(deg: f64) -> P {
    let (sin, cos) = deg.to_radians().sin_cos();
    p(sin, -cos)
}

/// How far the way from one point to another swings ahead of straight down.
pub(crate) fn swing_deg(from: P, to: P) -> f64 {
    let way = to - from;
    way.x.atan2(-way.y).to_degrees()
}

/// Brings an angle into -180 up to 180.
pub(crate) fn half_turn(deg: f64) -> f64 {
    (deg + 180.0).rem_euclid(360.0) - 180.0
}
