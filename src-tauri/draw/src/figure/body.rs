//! The skeleton: how long each bone is, and where every joint lies for a set of angles.

use super::space::{Axes, V, turned, v};
use super::{Arm, Leg, Pose};

pub(super) const THIGH: f64 = 43.0;
pub(super) const SHANK: f64 = 41.0;
pub(super) const UPPER_ARM: f64 = 29.0;
pub(super) const FOREARM: f64 = 25.0;
pub(super) const LUMBAR: f64 = 18.0;
pub(super) const THORAX: f64 = 29.0;
pub(super) const NECK: f64 = 8.0;
/// From the ankle joint straight down to the sole.
pub(super) const ANKLE: f64 = 7.5;
/// From the middle of the body to a hip and to a shoulder.
pub(super) const HIP_WIDE: f64 = 8.5;
pub(super) const SHOULDER_WIDE: f64 = 16.0;

/// Each part of the spine is drawn as this many short straight pieces.
const LUMBAR_PIECES: usize = 4;
const THORAX_PIECES: usize = 7;

/// How far the lower back curves inwards and the upper back outwards when a person just stands.
const LORDOSIS_DEG: f64 = 34.0;
const KYPHOSIS_DEG: f64 = 38.0;
/// How far the lowest piece of the spine leans ahead of the pelvis.
const SACRAL_DEG: f64 = 15.0;

/// The viewer's side and the other side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pair<T> {
    pub(super) near: T,
    pub(super) far: T,
}

/// Which of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Near,
    Far,
}

pub(super) const SIDES: [Side; 2] = [Side::Near, Side::Far];

impl Side {
    /// Which way along the side axis this side lies.
    pub(super) fn sign(self) -> f64 {
        match self {
            Side::Near => 1.0,
            Side::Far => -1.0,
        }
    }

    pub(super) fn other(self) -> Side {
        match self {
            Side::Near => Side::Far,
            Side::Far => Side::Near,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Side::Near => "near",
            Side::Far => "far",
        }
    }
}

impl<T> Pair<T> {
    pub(super) fn get(&self, side: Side) -> &T {
        match side {
            Side::Near => &self.near,
            Side::Far => &self.far,
        }
    }

    pub(super) fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Near => &mut self.near,
            Side::Far => &mut self.far,
        }
    }

    pub(super) fn of(make: impl Fn(Side) -> T) -> Self {
        Self {
            near: make(Side::Near),
            far: make(Side::Far),
        }
    }
}

/// The joints of an arm or a leg: how the upper bone is turned in its socket, how far the hinge
/// between the two bones is bent, and how hand or foot is turned at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limb {
    pub(super) upper: Axes,
    pub(super) hinge_deg: f64,
    pub(super) end: Axes,
}

/// Everything a skeleton is built from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joints {
    pub(super) hip: V,
    pub(super) pelvis: Axes,
    pub(super) lumbar: f64,
    pub(super) thorax: f64,
    pub(super) bend: f64,
    pub(super) twist: f64,
    pub(super) neck: f64,
    pub(super) head_turn: f64,
    pub(super) head_tilt: f64,
    pub(super) arms: Pair<Limb>,
    pub(super) legs: Pair<Limb>,
}

/// A bone turned ahead by one angle, outwards by another, and around itself by a third.
fn socket(ahead_deg: f64, out_deg: f64, turn_deg: f64, side: Side) -> Axes {
    let (sin, cos) = ahead_deg.to_radians().sin_cos();
    let (out_sin, out_cos) = out_deg.to_radians().sin_cos();
    let along = v(sin * out_cos, -cos * out_cos, out_sin * side.sign());
    let front = turned(v(cos, sin, 0.0), along, turn_deg * side.sign());
    Axes::new(front, -along)
}

impl Limb {
    fn arm(arm: Arm, side: Side) -> Self {
        Self {
            upper: socket(arm.shoulder_deg, arm.out_deg, arm.turn_deg, side),
            hinge_deg: arm.elbow_deg,
            end: Axes::WORLD.lean(-arm.wrist_deg),
        }
    }

    fn leg(leg: Leg, side: Side) -> Self {
        Self {
            upper: socket(leg.hip_deg, leg.out_deg, leg.turn_deg, side),
            hinge_deg: leg.knee_deg,
            end: Axes::WORLD.lean(-leg.ankle_deg),
        }
    }

    /// How far the upper bone swings ahead, and how far it leads outwards.
    pub(super) fn swing(&self, side: Side) -> (f64, f64) {
        let along = -self.upper.up;
        let ahead = along.x.atan2(-along.y).to_degrees();
        let out = (along.z * side.sign()).clamp(-1.0, 1.0).asin().to_degrees();
        // An arm overhead is a little past straight up, not a whole turn behind.
        (if ahead < -90.0 { ahead + 360.0 } else { ahead }, out)
    }

    /// How far hand or foot is turned up at the end.
    pub(super) fn end_deg(&self) -> f64 {
        self.end.ahead.y.atan2(self.end.ahead.x).to_degrees()
    }

    pub(super) fn towards(&self, other: &Limb, part: f64) -> Limb {
        Limb {
            upper: self.upper.towards(other.upper, part),
            hinge_deg: self.hinge_deg + (other.hinge_deg - self.hinge_deg) * part,
            end: self.end.towards(other.end, part),
        }
    }
}

impl Joints {
    pub(super) fn of(pose: &Pose) -> Self {
        Self {
            hip: v(0.0, 0.0, 0.0),
            pelvis: Axes::WORLD
                .lean(pose.pelvis_deg)
                .tilt(pose.tilt_deg)
                .turn(pose.turn_deg),
            lumbar: pose.lumbar_deg,
            thorax: pose.thorax_deg,
            bend: pose.bend_deg,
            twist: pose.twist_deg,
            neck: pose.neck_deg,
            head_turn: pose.head_turn_deg,
            head_tilt: pose.head_tilt_deg,
            arms: Pair {
                near: Limb::arm(pose.near_arm, Side::Near),
                far: Limb::arm(pose.far_arm, Side::Far),
            },
            legs: Pair {
                near: Limb::leg(pose.near_leg, Side::Near),
                far: Limb::leg(pose.far_leg, Side::Far),
            },
        }
    }

    pub(super) fn towards(&self, other: &Joints, part: f64) -> Joints {
        let mix = |from: f64, to: f64| from + (to - from) * part;
        Joints {
            hip: self.hip.towards(other.hip, part),
            pelvis: self.pelvis.towards(other.pelvis, part),
            lumbar: mix(self.lumbar, other.lumbar),
            thorax: mix(self.thorax, other.thorax),
            bend: mix(self.bend, other.bend),
            twist: mix(self.twist, other.twist),
            neck: mix(self.neck, other.neck),
            head_turn: mix(self.head_turn, other.head_turn),
            head_tilt: mix(self.head_tilt, other.head_tilt),
            arms: Pair::of(|side| self.arms.get(side).towards(other.arms.get(side), part)),
            legs: Pair::of(|side| self.legs.get(side).towards(other.legs.get(side), part)),
        }
    }
}

/// Which way a bone leads, and which way its front looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) along: V,
    pub(super) front: V,
}

impl Way {
    fn of(axes: Axes) -> Way {
        Way {
            along: -axes.up,
            front: axes.ahead,
        }
    }

    pub(super) fn axes(self) -> Axes {
        Axes::new(self.front, -self.along)
    }
}

/// An arm or a leg in place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bones {
    /// Shoulder or hip.
    pub(super) top: V,
    /// Elbow or knee.
    pub(super) mid: V,
    /// Wrist or ankle.
    pub(super) tip: V,
    pub(super) upper: Way,
    pub(super) lower: Way,
    /// A hand leads to its finger tips, its front is the thumb. A foot leads to its toes, its
    /// front is the shin.
    pub(super) end: Way,
}

/// A point of the spine with the axes of the body there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertebra {
    pub(super) at: V,
    pub(super) axes: Axes,
}

/// Every joint in place.
#[derive(Clone, Debug)]
pub(super) struct Skeleton {
    pub(super) hip: V,
    pub(super) pelvis: Axes,
    /// From the sacrum up to the base of the neck; the first `LUMBAR_PIECES + 1` are the lower back.
    pub(super) spine: Vec<Vertebra>,
    pub(super) chest: Axes,
    pub(super) skull: V,
    pub(super) head: Axes,
    pub(super) legs: Pair<Bones>,
    pub(super) arms: Pair<Bones>,
}

impl Skeleton {
    /// Forward kinematics: from the hip outwards, nothing solved.
    pub(super) fn build(joints: &Joints) -> Self {
        let (hip, pelvis) = (joints.hip, joints.pelvis);
        let mut at = hip + pelvis.up * 11.0 - pelvis.ahead * 4.0;
        let mut axes = pelvis.lean(SACRAL_DEG);
        let mut spine = vec![Vertebra { at, axes }];
        let sideways = joints.bend / (LUMBAR_PIECES + THORAX_PIECES) as f64 / 2.0;
        for (pieces, length, bend, twist) in [
            (LUMBAR_PIECES, LUMBAR, joints.lumbar - LORDOSIS_DEG, 0.0),
            (
                THORAX_PIECES,
                THORAX,
                joints.thorax + KYPHOSIS_DEG,
                joints.twist,
            ),
        ] {
            let half = bend / pieces as f64 / 2.0;
            let round = twist / pieces as f64;
            for _ in 0..pieces {
                axes = axes.lean(half).tilt(sideways);
                at = at + axes.up * (length / pieces as f64);
                axes = axes.lean(half).tilt(sideways).turn(round);
                spine.push(Vertebra { at, axes });
            }
        }
        // The shoulders sit in front of the third piece from the top.
        let under = spine[spine.len() - 3];
        let middle = under.at + under.axes.ahead * 5.5;
        let chest = under.axes;
        // Looking straight ahead needs the neck to take back what the upper back leans.
        let level_deg = SACRAL_DEG - LORDOSIS_DEG + KYPHOSIS_DEG;
        let neck = axes
            .lean(joints.neck * 0.5 - level_deg * 0.25)
            .tilt(joints.head_tilt * 0.5);
        let skull = at + neck.up * NECK;
        let head = axes
            .lean(joints.neck - level_deg)
            .tilt(joints.head_tilt)
            .turn(joints.head_turn);
        Self {
            hip,
            pelvis,
            spine,
            chest,
            skull,
            head,
            legs: Pair::of(|side| {
                let top = hip + pelvis.side * (HIP_WIDE * side.sign());
                bones(top, pelvis, joints.legs.get(side), [THIGH, SHANK], -1.0)
            }),
            arms: Pair::of(|side| {
                let top = middle + chest.side * (SHOULDER_WIDE * side.sign());
                bones(top, chest, joints.arms.get(side), [UPPER_ARM, FOREARM], 1.0)
            }),
        }
    }

    /// The pieces of the lower back.
    pub(super) fn lumbar(&self) -> &[Vertebra] {
        &self.spine[..=LUMBAR_PIECES]
    }

    /// The pieces of the upper back.
    pub(super) fn thorax(&self) -> &[Vertebra] {
        &self.spine[LUMBAR_PIECES..]
    }

    /// Every bone with its length, which no pose may change.
    pub(super) fn bones(&self) -> Vec<(&'static str, f64)> {
        let length = |run: &[Vertebra]| {
            run.windows(2)
                .map(|two| (two[1].at - two[0].at).length())
                .sum()
        };
        let (legs, arms) = (&self.legs, &self.arms);
        vec![
            ("near thigh", (legs.near.mid - legs.near.top).length()),
            ("far thigh", (legs.far.mid - legs.far.top).length()),
            ("near shank", (legs.near.tip - legs.near.mid).length()),
            ("far shank", (legs.far.tip - legs.far.mid).length()),
            ("near upper arm", (arms.near.mid - arms.near.top).length()),
            ("far upper arm", (arms.far.mid - arms.far.top).length()),
            ("near forearm", (arms.near.tip - arms.near.mid).length()),
            ("far forearm", (arms.far.tip - arms.far.mid).length()),
            ("lower back", length(self.lumbar())),
            ("upper back", length(self.thorax())),
        ]
    }
}

/// What [`Skeleton::bones`] has to say, whatever the pose.
pub(super) const BONES: [f64; 10] = [
    THIGH, THIGH, SHANK, SHANK, UPPER_ARM, UPPER_ARM, FOREARM, FOREARM, LUMBAR, THORAX,
];

/// A limb in place; an elbow bends to the front (`hinge` 1), a knee to the back (-1).
fn bones(top: V, parent: Axes, limb: &Limb, lengths: [f64; 2], hinge: f64) -> Bones {
    let upper_axes = parent.of_axes(limb.upper);
    let lower_axes = upper_axes.lean(-hinge * limb.hinge_deg);
    let (upper, lower) = (Way::of(upper_axes), Way::of(lower_axes));
    let mid = top + upper.along * lengths[0];
    let tip = mid + lower.along * lengths[1];
    let end_axes = lower_axes.of_axes(limb.end);
    let end = if hinge > 0.0 {
        Way::of(end_axes)
    } else {
        Way {
            along: end_axes.ahead,
            front: end_axes.up,
        }
    };
    Bones {
        top,
        mid,
        tip,
        upper,
        lower,
        end,
    }
}
