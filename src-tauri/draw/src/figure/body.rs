//! The skeleton: how long each bone is, and where every joint lies for a set of angles.

use super::{Arm, Leg, Pose};
use crate::plane::{P, hanging, leaning, p};

pub(super) const THIGH: f64 = 43.0;
pub(super) const SHANK: f64 = 41.0;
pub(super) const UPPER_ARM: f64 = 29.0;
pub(super) const FOREARM: f64 = 25.0;
pub(super) const LUMBAR: f64 = 18.0;
pub(super) const THORAX: f64 = 29.0;
pub(super) const NECK: f64 = 8.0;
/// From the ankle joint straight down to the sole.
pub(super) const ANKLE: f64 = 7.5;

/// Each part of the spine is drawn as this many short straight pieces.
const LUMBAR_PIECES: usize = 4;
const THORAX_PIECES: usize = 7;

/// How far the lower back curves inwards and the upper back outwards when a person just stands.
const LORDOSIS_DEG: f64 = 34.0;
const KYPHOSIS_DEG: f64 = 38.0;
/// How far the lowest piece of the spine leans ahead of the pelvis.
const SACRAL_DEG: f64 = 15.0;

/// The angles a skeleton is built from; the solver changes them, the pose stays as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Angles {
    pub(super) pelvis: f64,
    pub(super) lumbar: f64,
    pub(super) thorax: f64,
    pub(super) neck: f64,
    pub(super) arms: Pair<Arm>,
    pub(super) legs: Pair<Leg>,
}

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
}

impl Angles {
    pub(super) fn of(pose: &Pose) -> Self {
        Self {
            pelvis: pose.pelvis_deg,
            lumbar: pose.lumbar_deg,
            thorax: pose.thorax_deg,
            neck: pose.neck_deg,
            arms: Pair {
                near: pose.near_arm,
                far: pose.far_arm,
            },
            legs: Pair {
                near: pose.near_leg,
                far: pose.far_leg,
            },
        }
    }
}

/// A leg in place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LegBones {
    pub(super) knee: P,
    pub(super) ankle: P,
    /// Swing of thigh, shank and foot, ahead of hanging.
    pub(super) thigh_deg: f64,
    pub(super) shank_deg: f64,
    pub(super) foot_deg: f64,
}

/// An arm in place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ArmBones {
    pub(super) elbow: P,
    pub(super) wrist: P,
    pub(super) upper_deg: f64,
    pub(super) fore_deg: f64,
    pub(super) hand_deg: f64,
}

/// A point of the spine with the lean of the spine there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertebra {
    pub(super) at: P,
    pub(super) lean_deg: f64,
}

/// Every joint in place.
#[derive(Clone, Debug)]
pub(super) struct Skeleton {
    pub(super) hip: P,
    pub(super) pelvis_deg: f64,
    /// From the sacrum up to the base of the neck; the first `LUMBAR_PIECES + 1` are the lower back.
    pub(super) spine: Vec<Vertebra>,
    pub(super) shoulder: P,
    pub(super) chest_deg: f64,
    pub(super) skull: P,
    pub(super) head_deg: f64,
    pub(super) legs: Pair<LegBones>,
    pub(super) arms: Pair<ArmBones>,
}

impl Skeleton {
    /// Forward kinematics: from the hip outwards, nothing solved.
    pub(super) fn build(hip: P, angles: &Angles) -> Self {
        let up = leaning(angles.pelvis);
        let sacrum = hip + up * 11.0 - up.ahead() * 4.0;
        let mut lean_deg = angles.pelvis + SACRAL_DEG;
        let mut spine = vec![Vertebra {
            at: sacrum,
            lean_deg,
        }];
        let mut at = sacrum;
        for (pieces, length, bend) in [
            (LUMBAR_PIECES, LUMBAR, angles.lumbar - LORDOSIS_DEG),
            (THORAX_PIECES, THORAX, angles.thorax + KYPHOSIS_DEG),
        ] {
            for _ in 0..pieces {
                let half = bend / pieces as f64 / 2.0;
                lean_deg += half;
                at = at + leaning(lean_deg) * (length / pieces as f64);
                lean_deg += half;
                spine.push(Vertebra { at, lean_deg });
            }
        }
        // The shoulder sits in front of the third piece from the top.
        let under = spine[spine.len() - 3];
        let shoulder = under.at + leaning(under.lean_deg).ahead() * 5.5;
        let chest_deg = under.lean_deg;
        // Looking straight ahead needs the neck to take back what the upper back leans.
        let level_deg = SACRAL_DEG - LORDOSIS_DEG + KYPHOSIS_DEG;
        let skull = at + leaning(lean_deg - level_deg * 0.25 + angles.neck * 0.5) * NECK;
        let head_deg = lean_deg - level_deg + angles.neck;
        Self {
            hip,
            pelvis_deg: angles.pelvis,
            spine,
            shoulder,
            chest_deg,
            skull,
            head_deg,
            legs: Pair {
                near: leg(hip, angles.pelvis, angles.legs.near),
                far: leg(hip, angles.pelvis, angles.legs.far),
            },
            arms: Pair {
                near: arm(shoulder, chest_deg, angles.arms.near),
                far: arm(shoulder, chest_deg, angles.arms.far),
            },
        }
    }

    /// The pieces of the lower back.
    pub(super) fn lumbar(&self) -> &[Vertebra] {
        &self.spine[..=LUMBAR_PIECES]
    }

    /// Every bone with its length, which no pose may change.
    pub(super) fn bones(&self) -> Vec<(&'static str, f64)> {
        let length = |run: &[Vertebra]| {
            run.windows(2)
                .map(|two| (two[1].at - two[0].at).length())
                .sum()
        };
        vec![
            ("near thigh", (self.legs.near.knee - self.hip).length()),
            ("far thigh", (self.legs.far.knee - self.hip).length()),
            (
                "near shank",
                (self.legs.near.ankle - self.legs.near.knee).length(),
            ),
            (
                "far shank",
                (self.legs.far.ankle - self.legs.far.knee).length(),
            ),
            (
                "near upper arm",
                (self.arms.near.elbow - self.shoulder).length(),
            ),
            (
                "far upper arm",
                (self.arms.far.elbow - self.shoulder).length(),
            ),
            (
                "near forearm",
                (self.arms.near.wrist - self.arms.near.elbow).length(),
            ),
            (
                "far forearm",
                (self.arms.far.wrist - self.arms.far.elbow).length(),
            ),
            ("lower back", length(self.lumbar())),
            ("upper back", length(&self.spine[LUMBAR_PIECES..])),
        ]
    }
}

/// What [`Skeleton::bones`] has to say, whatever the pose.
pub(super) const BONES: [f64; 10] = [
    THIGH, THIGH, SHANK, SHANK, UPPER_ARM, UPPER_ARM, FOREARM, FOREARM, LUMBAR, THORAX,
];

fn leg(hip: P, pelvis_deg: f64, leg: Leg) -> LegBones {
    let thigh_deg = leg.hip_deg - pelvis_deg;
    let shank_deg = thigh_deg - leg.knee_deg;
    let knee = hip + hanging(thigh_deg) * THIGH;
    LegBones {
        knee,
        ankle: knee + hanging(shank_deg) * SHANK,
        thigh_deg,
        shank_deg,
        foot_deg: shank_deg + 90.0 + leg.ankle_deg,
    }
}

fn arm(shoulder: P, chest_deg: f64, arm: Arm) -> ArmBones {
    let upper_deg = arm.shoulder_deg - chest_deg;
    let fore_deg = upper_deg + arm.elbow_deg;
    let hand_deg = fore_deg + arm.wrist_deg;
    let elbow = shoulder + hanging(upper_deg) * UPPER_ARM;
    ArmBones {
        elbow,
        wrist: elbow + hanging(fore_deg) * FOREARM,
        upper_deg,
        fore_deg,
        hand_deg,
    }
}

/// A point given along a direction and across it, from a joint: how outlines are written down.
pub(super) fn local(from: P, along: P, x: f64, y: f64) -> P {
    from + along * x + p(-along.y, along.x) * y
}
