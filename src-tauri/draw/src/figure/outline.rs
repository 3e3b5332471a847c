//! The flesh: the outline of each part of the body around the bones it belongs to.

use super::body::{ArmBones, FOREARM, LegBones, SHANK, Side, Skeleton, THIGH, UPPER_ARM, local};
use crate::plane::{P, hanging, leaning};

/// How thick a limb is at a place: where along the bone (0 to 1), how far it reaches to its front
/// and to its back, in centimetres.
type Girth = (f64, f64, f64);

const THIGH_GIRTH: &[Girth] = &[
    (0.0, 8.2, 9.0),
    (0.25, 8.4, 8.8),
    (0.55, 7.2, 7.4),
    (0.85, 5.9, 5.6),
    (1.0, 5.6, 5.2),
];
const SHANK_GIRTH: &[Girth] = &[
    (0.0, 5.5, 5.0),
    (0.14, 5.1, 6.0),
    (0.32, 4.7, 6.6),
    (0.6, 4.1, 5.0),
];

/// Where along the shank the trouser leg ends.
const CUFF: f64 = 0.88;

const UPPER_ARM_GIRTH: &[Girth] = &[
    (0.0, 5.2, 5.2),
    (0.3, 4.9, 5.0),
    (0.7, 4.2, 4.3),
    (1.0, 3.7, 3.8),
];
const FOREARM_GIRTH: &[Girth] = &[
    (0.0, 3.7, 3.8),
    (0.25, 3.9, 4.0),
    (0.7, 3.0, 3.0),
    (1.0, 2.5, 2.5),
];

/// The radius of a knee, whose underside rests on the floor when kneeling.
pub(super) const KNEE: f64 = 5.6;

/// One limb: front edge down, round the end, back edge up, round the start.
fn limb(from: P, deg: f64, length: f64, girth: &[Girth]) -> Vec<P> {
    let along = hanging(deg);
    let at = |place: f64, across: f64| local(from, along, place * length, across);
    let (first, last) = (girth[0], girth[girth.len() - 1]);
    let mut points = vec![];
    points.extend(girth.iter().map(|(place, front, _)| at(*place, *front)));
    points.push(at(1.0 + last.1 * 0.72 / length, last.1 * 0.68));
    points.push(at(1.0 + (last.1 + last.2) * 0.5 / length, 0.0));
    points.push(at(1.0 + last.2 * 0.72 / length, -last.2 * 0.68));
    points.extend(
        girth
            .iter()
            .rev()
            .map(|(place, _, back)| at(*place, -*back)),
    );
    points.push(at(-first.2 * 0.72 / length, -first.2 * 0.68));
    points.push(at(-(first.1 + first.2) * 0.5 / length, 0.0));
    points.push(at(-first.1 * 0.72 / length, first.1 * 0.68));
    points
}

pub(super) fn thigh(hip: P, leg: &LegBones) -> Vec<P> {
    limb(hip, leg.thigh_deg, THIGH, THIGH_GIRTH)
}

/// The trouser leg below the knee; its cuff is cut straight and leaves the ankle free.
pub(super) fn shank(leg: &LegBones) -> Vec<P> {
    let along = hanging(leg.shank_deg);
    let at = |place: f64, across: f64| local(leg.knee, along, place * SHANK, across);
    let round = limb(leg.knee, leg.shank_deg, SHANK, SHANK_GIRTH);
    let girths = SHANK_GIRTH.len();
    let mut points = round[..girths].to_vec();
    // Two points at each corner, close together, keep the corner from being smoothed away.
    points.extend([
        at(CUFF, 3.9),
        at(CUFF + 0.012, 3.5),
        at(CUFF + 0.012, -3.8),
        at(CUFF, -4.2),
    ]);
    points.extend(&round[girths + 3..]);
    points
}

/// The bare ankle between cuff and shoe.
pub(super) fn ankle(leg: &LegBones) -> Vec<P> {
    let along = hanging(leg.shank_deg);
    [
        (-8.0, 2.9),
        (-2.0, 2.8),
        (2.0, 2.6),
        (2.0, -2.8),
        (-2.0, -3.0),
        (-8.0, -3.1),
    ]
    .iter()
    .map(|(x, y)| local(leg.ankle, along, *x, *y))
    .collect()
}

/// A foot in its shoe; x towards the toes, y towards the shin.
const FOOT: &[(f64, f64)] = &[
    (-4.2, 2.6),
    (-6.2, -1.6),
    (-6.4, -5.0),
    (-5.2, -7.3),
    (0.0, -7.5),
    (7.0, -7.5),
    (13.0, -7.5),
    (18.6, -7.2),
    (20.0, -5.6),
    (18.4, -3.4),
    (13.0, -1.4),
    (7.6, 0.8),
    (4.2, 3.2),
    (0.0, 3.9),
];

pub(super) fn foot(leg: &LegBones) -> Vec<P> {
    let along = hanging(leg.foot_deg);
    FOOT.iter()
        .map(|(x, y)| local(leg.ankle, along, *x, *y))
        .collect()
}

pub(super) fn upper_arm(skeleton: &Skeleton, arm: &ArmBones) -> Vec<P> {
    limb(skeleton.shoulder, arm.upper_deg, UPPER_ARM, UPPER_ARM_GIRTH)
}

/// The short sleeve: the upper part of the upper arm, a little wider.
pub(super) fn sleeve(skeleton: &Skeleton, arm: &ArmBones) -> Vec<P> {
    let along = hanging(arm.upper_deg);
    [
        (-3.9, -4.2),
        (-5.6, 0.0),
        (-3.9, 4.2),
        (0.0, 5.8),
        (8.0, 5.6),
        (15.0, 5.2),
        (15.4, 0.0),
        (15.0, -5.2),
        (8.0, -5.7),
        (0.0, -5.8),
    ]
    .iter()
    .map(|(x, y)| local(skeleton.shoulder, along, *x, *y))
    .collect()
}

/// The shirt over the shoulder: it hides where an arm's edge would cut the sleeve off the trunk.
pub(super) fn shoulder_cap(skeleton: &Skeleton, arm: &ArmBones) -> Vec<P> {
    let along = hanging(arm.upper_deg);
    [
        (-5.0, -5.4),
        (-6.9, 0.0),
        (-5.0, 5.4),
        (0.0, 7.3),
        (5.0, 7.4),
        (5.0, -7.4),
        (0.0, -7.4),
    ]
    .iter()
    .map(|(x, y)| local(skeleton.shoulder, along, *x, *y))
    .collect()
}

pub(super) fn forearm(arm: &ArmBones) -> Vec<P> {
    limb(arm.elbow, arm.fore_deg, FOREARM, FOREARM_GIRTH)
}

/// A relaxed hand; x towards the finger tips, y towards the thumb.
const HAND: &[(f64, f64)] = &[
    (-1.5, -2.2),
    (3.0, -3.0),
    (8.0, -3.1),
    (13.0, -2.4),
    (15.6, -0.8),
    (15.2, 0.8),
    (11.0, 1.6),
    (9.0, 3.4),
    (6.6, 4.2),
    (4.0, 3.2),
    (-1.5, 2.2),
];

pub(super) fn hand(arm: &ArmBones) -> Vec<P> {
    let along = hanging(arm.hand_deg);
    HAND.iter()
        .map(|(x, y)| local(arm.wrist, along, *x, *y))
        .collect()
}

/// The pelvis in its trousers, up to the waistband; x ahead, y up, in the frame of the pelvis.
const PELVIS: &[(f64, f64)] = &[
    (-8.6, 12.5),
    (-11.6, 6.0),
    (-13.2, -1.0),
    (-11.6, -7.0),
    (-6.0, -10.0),
    (1.0, -9.6),
    (6.0, -6.4),
    (8.6, 0.0),
    (10.0, 6.0),
    (10.3, 11.2),
    (5.0, 12.8),
    (-3.0, 13.2),
];

/// The ends of the waistband and its middle, in the same frame.
const BAND: [(f64, f64); 3] = [(-8.0, 12.0), (1.0, 12.3), (9.8, 10.8)];

fn in_pelvis(skeleton: &Skeleton, points: &[(f64, f64)]) -> Vec<P> {
    let up = leaning(skeleton.pelvis_deg);
    points
        .iter()
        .map(|(x, y)| skeleton.hip + up.ahead() * *x + up * *y)
        .collect()
}

pub(super) fn pelvis(skeleton: &Skeleton) -> Vec<P> {
    in_pelvis(skeleton, PELVIS)
}

pub(super) fn band(skeleton: &Skeleton) -> Vec<P> {
    in_pelvis(skeleton, &BAND)
}

/// How deep the trunk is at each point of the spine: to the front and to the back.
const TRUNK: [(f64, f64); 12] = [
    (14.6, 4.6),
    (14.6, 3.9),
    (14.9, 3.6),
    (15.4, 3.6),
    (16.0, 3.8),
    (16.8, 4.2),
    (17.8, 4.8),
    (18.4, 5.2),
    (18.0, 5.4),
    (16.2, 5.0),
    (12.8, 4.3),
    (8.2, 3.2),
];

/// The trunk in its shirt: from the hips up the front to the neck, over it, and down the back.
pub(super) fn trunk(skeleton: &Skeleton) -> Vec<P> {
    let edge = |index: usize, front: bool| {
        let vertebra = skeleton.spine[index];
        let (to_front, to_back) = TRUNK[index];
        vertebra.at + leaning(vertebra.lean_deg).ahead() * if front { to_front } else { -to_back }
    };
    let mut points = in_pelvis(skeleton, &[(-9.0, 2.0), (0.0, 0.0), (9.0, 3.0)]);
    // The lowest points of the spine would crowd those of the pelvis.
    points.extend((1..TRUNK.len()).map(|index| edge(index, true)));
    points.extend((1..TRUNK.len()).rev().map(|index| edge(index, false)));
    points
}

pub(super) fn neck(skeleton: &Skeleton) -> Vec<P> {
    let base = skeleton.spine[skeleton.spine.len() - 1];
    let along = skeleton.skull - base.at;
    let along = along * (1.0 / along.length());
    [
        (-4.0, 3.6),
        (2.0, 3.6),
        (9.0, 3.4),
        (15.0, 3.0),
        (15.0, -6.0),
        (8.0, -6.2),
        (2.0, -7.4),
        (-4.0, -9.5),
    ]
    .iter()
    .map(|(x, y)| local(base.at, along, *x, *y))
    .collect()
}

/// The head in profile; x ahead, y up, from the top of the neck.
const HEAD: &[(f64, f64)] = &[
    (1.0, -1.6),
    (-4.4, 1.0),
    (-7.2, 6.0),
    (-7.6, 11.4),
    (-5.2, 16.6),
    (0.6, 19.2),
    (6.4, 18.0),
    (9.6, 14.6),
    (9.9, 11.4),
    (11.9, 8.1),
    (11.0, 6.9),
    (10.2, 6.3),
    (10.8, 5.0),
    (10.3, 3.6),
    (10.2, 1.2),
    (8.2, -1.0),
    (4.4, -1.4),
];

/// The hair; same frame.
const HAIR: &[(f64, f64)] = &[
    (-4.6, 0.6),
    (-7.4, 3.2),
    (-8.9, 7.4),
    (-9.0, 12.4),
    (-6.0, 17.8),
    (0.2, 20.6),
    (6.6, 19.6),
    (10.2, 16.2),
    (9.9, 14.2),
    (7.0, 14.9),
    (4.6, 13.6),
    (3.5, 11.0),
    (2.6, 8.2),
    (1.2, 7.4),
    (-0.6, 5.0),
    (-2.4, 2.2),
];

/// The ear; same frame.
const EAR: &[(f64, f64)] = &[
    (0.3, 5.4),
    (-1.2, 7.2),
    (-1.5, 9.2),
    (0.2, 10.3),
    (1.7, 9.2),
    (1.5, 7.0),
];

fn in_head(skeleton: &Skeleton, points: &[(f64, f64)]) -> Vec<P> {
    let up = leaning(skeleton.head_deg);
    points
        .iter()
        .map(|(x, y)| skeleton.skull + up.ahead() * *x + up * *y)
        .collect()
}

pub(super) fn head(skeleton: &Skeleton) -> Vec<P> {
    in_head(skeleton, HEAD)
}

pub(super) fn ear(skeleton: &Skeleton) -> Vec<P> {
    in_head(skeleton, EAR)
}

pub(super) fn hair(skeleton: &Skeleton) -> Vec<P> {
    in_head(skeleton, HAIR)
}

/// Every outline of the body, for the floor, the frame and the contacts.
pub(super) fn all(skeleton: &Skeleton) -> Vec<P> {
    let mut points = [
        trunk(skeleton),
        pelvis(skeleton),
        neck(skeleton),
        hair(skeleton),
        head(skeleton),
    ]
    .concat();
    for side in [Side::Near, Side::Far] {
        let (leg, arm) = (skeleton.legs.get(side), skeleton.arms.get(side));
        points.extend(thigh(skeleton.hip, leg));
        points.extend(shank(leg));
        points.extend(foot(leg));
        points.extend(upper_arm(skeleton, arm));
        points.extend(forearm(arm));
        points.extend(hand(arm));
    }
    points
}

/// The lowest of some points.
pub(super) fn lowest(points: &[P]) -> f64 {
    points
        .iter()
        .map(|point| point.y)
        .fold(f64::INFINITY, f64::min)
}
