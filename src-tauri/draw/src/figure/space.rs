//! Points, directions and turned frames in space: x ahead, y up, z towards the viewer of a side view.

use std::ops::{Add, Mul, Neg, Sub};

use crate::plane::{P, p};

/// A point in space, or the way from one to another, in centimetres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct V {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) z: f64,
}

/// Builds a point.
pub(super) const fn v(x: f64, y: f64, z: f64) -> V {
    V { x, y, z }
}

impl Add for V {
    type Output = V;
    fn add(self, other: V) -> V {
        v(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for V {
    type Output = V;
    fn sub(self, other: V) -> V {
        v(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for V {
    type Output = V;
    fn mul(self, by: f64) -> V {
        v(self.x * by, self.y * by, self.z * by)
    }
}

impl Neg for V {
    type Output = V;
    fn neg(self) -> V {
        self * -1.0
    }
}

impl V {
    pub(super) fn dot(self, other: V) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub(super) fn cross(self, other: V) -> V {
        v(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The same direction, one long; nothing stays nothing.
    pub(super) fn unit(self) -> V {
        let length = self.length();
        if length > 1e-9 {
            self * (1.0 / length)
        } else {
            v(0.0, 0.0, 0.0)
        }
    }

    /// What is left of a direction across another one.
    pub(super) fn across(self, along: V) -> V {
        self - along * self.dot(along)
    }

    pub(super) fn towards(self, other: V, part: f64) -> V {
        self + (other - self) * part
    }
}

/// Turns a direction around an axis that is one long, as a right hand's fingers curl.
pub(super) fn turned(what: V, axis: V, deg: f64) -> V {
    let (sin, cos) = deg.to_radians().sin_cos();
    what * cos + axis.cross(what) * sin + axis * (axis.dot(what) * (1.0 - cos))
}

/// Three directions at right angles: where something looks, where its top is, where its near side is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axes {
    pub(super) ahead: V,
    pub(super) up: V,
    pub(super) side: V,
}

impl Axes {
    pub(super) const WORLD: Axes = Axes {
        ahead: v(1.0, 0.0, 0.0),
        up: v(0.0, 1.0, 0.0),
        side: v(0.0, 0.0, 1.0),
    };

    /// From two directions; the second gives way where they are not at right angles.
    pub(super) fn new(ahead: V, up: V) -> Axes {
        let ahead = ahead.unit();
        let up = up.across(ahead).unit();
        Axes {
            ahead,
            up,
            side: ahead.cross(up),
        }
    }

    fn each(self, f: impl Fn(V) -> V) -> Axes {
        Axes {
            ahead: f(self.ahead),
            up: f(self.up),
            side: f(self.side),
        }
    }

    /// The top goes ahead.
    pub(super) fn lean(self, deg: f64) -> Axes {
        self.each(|it| turned(it, self.side, -deg))
    }

    /// The top goes to the near side.
    pub(super) fn tilt(self, deg: f64) -> Axes {
        self.each(|it| turned(it, self.ahead, deg))
    }

    /// The front goes to the near side.
    pub(super) fn turn(self, deg: f64) -> Axes {
        self.each(|it| turned(it, self.up, -deg))
    }

    /// A direction given in these axes, in the world.
    pub(super) fn of(self, local: V) -> V {
        self.ahead * local.x + self.up * local.y + self.side * local.z
    }

    /// A direction of the world, given in these axes.
    pub(super) fn seen(self, world: V) -> V {
        v(
            world.dot(self.ahead),
            world.dot(self.up),
            world.dot(self.side),
        )
    }

    /// Axes given in these axes, in the world.
    pub(super) fn of_axes(self, local: Axes) -> Axes {
        local.each(|it| self.of(it))
    }

    /// Axes of the world, given in these axes.
    pub(super) fn seen_axes(self, world: Axes) -> Axes {
        world.each(|it| self.seen(it))
    }

    /// Part of the way to other axes, around the one axis that leads there.
    pub(super) fn towards(self, other: Axes, part: f64) -> Axes {
        let way = self.seen_axes(other);
        // The turn from self to other as a matrix; its trace is the angle, its skew part the axis.
        let trace = way.ahead.x + way.up.y + way.side.z;
        let deg = (((trace - 1.0) / 2.0).clamp(-1.0, 1.0)).acos().to_degrees();
        if deg < 1e-6 {
            return self;
        }
        let skew = v(
            way.up.z - way.side.y,
            way.side.x - way.ahead.z,
            way.ahead.y - way.up.x,
        );
        let axis = if skew.length() > 1e-6 {
            skew.unit()
        } else {
            // A half turn has no skew part; the largest diagonal names the axis.
            let diagonal = [way.ahead.x, way.up.y, way.side.z];
            if diagonal[0] >= diagonal[1] && diagonal[0] >= diagonal[2] {
                v(1.0, 0.0, 0.0)
            } else if diagonal[1] >= diagonal[2] {
                v(0.0, 1.0, 0.0)
            } else {
                v(0.0, 0.0, 1.0)
            }
        };
        let axis = self.of(axis);
        self.each(|it| turned(it, axis, deg * part))
    }
}

/// From where the body is looked at. Far away, so that nothing gets smaller with its distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Eye {
    pub(super) right: V,
    pub(super) up: V,
    pub(super) to: V,
}

impl Eye {
    /// `turn_deg` 0 sees the near side, 90 the front; `rise_deg` looks down from above.
    pub(super) fn new(turn_deg: f64, rise_deg: f64) -> Eye {
        let (turn_sin, turn_cos) = turn_deg.to_radians().sin_cos();
        let (rise_sin, rise_cos) = rise_deg.to_radians().sin_cos();
        Eye {
            right: v(turn_cos, 0.0, -turn_sin),
            up: v(-turn_sin * rise_sin, rise_cos, -turn_cos * rise_sin),
            to: v(turn_sin * rise_cos, rise_sin, turn_cos * rise_cos),
        }
    }

    /// Where a point lies in the picture's plane.
    pub(super) fn at(&self, point: V) -> P {
        p(point.dot(self.right), point.dot(self.up))
    }

    /// How near a point is.
    pub(super) fn near(&self, point: V) -> f64 {
        point.dot(self.to)
    }

    /// A direction of the picture's plane, in space.
    pub(super) fn back(&self, way: P) -> V {
        self.right * way.x + self.up * way.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: V, b: V) {
        assert!((a - b).length() < 1e-9, "{a:?} is not {b:?}");
    }

    #[test]
    fn a_body_leans_tilts_and_turns_the_way_the_words_say() {
        let world = Axes::WORLD;
        close(world.lean(90.0).up, world.ahead);
        close(world.tilt(90.0).up, world.side);
        close(world.turn(90.0).ahead, world.side);
        close(world.ahead.cross(world.up), world.side);
    }

    #[test]
    fn half_the_way_between_two_turns_is_half_the_turn() {
        let from = Axes::WORLD.lean(20.0).turn(10.0);
        let to = from.tilt(80.0);
        let half = from.towards(to, 0.5);
        close(half.up, from.tilt(40.0).up);
        close(from.towards(to, 1.0).ahead, to.ahead);
    }

    #[test]
    fn the_eye_sees_the_near_side_and_then_the_front() {
        let side = Eye::new(0.0, 0.0);
        assert_eq!(side.at(v(3.0, 4.0, 5.0)), p(3.0, 4.0));
        let front = Eye::new(90.0, 0.0);
        assert!((front.at(v(3.0, 4.0, 5.0)).x + 5.0).abs() < 1e-9);
        assert!((front.near(v(3.0, 4.0, 5.0)) - 3.0).abs() < 1e-9);
    }
}
