//! The flesh: how thick the body is around its bones, and the outline of each part for the eye.

use super::body::{Bones, FOREARM, SHANK, Side, Skeleton, THIGH, UPPER_ARM};
use super::space::{Axes, Eye, V};
use crate::plane::{P, p};

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
/// The radius of an elbow.
pub(super) const ELBOW: f64 = 3.8;
/// From the middle of a hand to its palm.
pub(super) const PALM: f64 = 2.6;

/// A round part seen from somewhere: a place along its axis and across it becomes a point of the
/// picture. Seen from the side, across is from the back to the front.
struct Tube {
    from: P,
    along: P,
    across: P,
    /// How much of the length is left to see.
    short: f64,
    /// How much of front and back, and how much of the width, shows across.
    front: f64,
    side: f64,
}

impl Tube {
    fn new(eye: &Eye, from: V, along: V, front: V) -> Tube {
        let seen = eye.at(along);
        let short = seen.length();
        let along_seen = if short > 1e-3 {
            seen * (1.0 / short)
        } else {
            p(0.0, -1.0)
        };
        let across = p(-along_seen.y, along_seen.x);
        let out = eye.back(across);
        Tube {
            from: eye.at(from),
            along: along_seen,
            across,
            short,
            front: front.dot(out),
            side: front.cross(along).dot(out),
        }
    }

    /// A point x along and y towards the front (below zero towards the back).
    fn at(&self, x: f64, y: f64) -> P {
        self.near(x * self.short, y)
    }

    /// The same, x measured in the picture: for round ends, which are as long from everywhere.
    fn near(&self, x: f64, y: f64) -> P {
        self.from + self.along * x + self.across * y
    }

    /// How far a part reaches to the left of its way (seen from the side, its front) and to the right.
    fn reach(&self, front: f64, back: f64, half: f64) -> (f64, f64) {
        let (left, right) = if self.front >= 0.0 {
            (front, back)
        } else {
            (back, front)
        };
        (
            (left * self.front).hypot(half * self.side),
            (right * self.front).hypot(half * self.side),
        )
    }
}

/// One limb: front edge down, round the end, back edge up, round the start.
fn limb(tube: &Tube, length: f64, girth: &[Girth]) -> Vec<P> {
    let reach: Vec<(f64, f64, f64)> = girth
        .iter()
        .map(|(place, front, back)| {
            let (left, right) = tube.reach(*front, *back, (front + back) / 2.0);
            (place * length, left, right)
        })
        .collect();
    let (first, last) = (reach[0], reach[reach.len() - 1]);
    let end = last.0 * tube.short;
    let mut points = vec![];
    points.extend(reach.iter().map(|(x, left, _)| tube.at(*x, *left)));
    points.push(tube.near(end + last.1 * 0.72, last.1 * 0.68));
    points.push(tube.near(end + (last.1 + last.2) * 0.5, 0.0));
    points.push(tube.near(end + last.2 * 0.72, -last.2 * 0.68));
    points.extend(reach.iter().rev().map(|(x, _, right)| tube.at(*x, -*right)));
    points.push(tube.near(-first.2 * 0.72, -first.2 * 0.68));
    points.push(tube.near(-(first.1 + first.2) * 0.5, 0.0));
    points.push(tube.near(-first.1 * 0.72, first.1 * 0.68));
    points
}

fn upper(eye: &Eye, bones: &Bones) -> Tube {
    Tube::new(eye, bones.top, bones.upper.along, bones.upper.front)
}

fn lower(eye: &Eye, bones: &Bones) -> Tube {
    Tube::new(eye, bones.mid, bones.lower.along, bones.lower.front)
}

pub(super) fn thigh(eye: &Eye, leg: &Bones) -> Vec<P> {
    limb(&upper(eye, leg), THIGH, THIGH_GIRTH)
}

/// The trouser leg below the knee; its cuff is cut straight and leaves the ankle free.
pub(super) fn shank(eye: &Eye, leg: &Bones) -> Vec<P> {
    let tube = lower(eye, leg);
    let round = limb(&tube, SHANK, SHANK_GIRTH);
    let girths = SHANK_GIRTH.len();
    let mut points = round[..girths].to_vec();
    let (left, right) = tube.reach(3.9, 4.2, 4.05);
    let (left_in, right_in) = tube.reach(3.5, 3.8, 3.65);
    // Two points at each corner, close together, keep the corner from being smoothed away.
    points.extend([
        tube.at(CUFF * SHANK, left),
        tube.at(CUFF * SHANK + 0.5, left_in),
        tube.at(CUFF * SHANK + 0.5, -right_in),
        tube.at(CUFF * SHANK, -right),
    ]);
    points.extend(&round[girths + 3..]);
    points
}

/// The bare ankle between cuff and shoe.
pub(super) fn ankle(eye: &Eye, leg: &Bones) -> Vec<P> {
    let tube = Tube::new(eye, leg.tip, leg.lower.along, leg.lower.front);
    let at = |x: f64, front: f64, back: f64, left: bool| {
        let (to_left, to_right) = tube.reach(front, back, 2.9);
        tube.at(x, if left { to_left } else { -to_right })
    };
    vec![
        at(-8.0, 2.9, 3.1, true),
        at(-2.0, 2.8, 3.0, true),
        at(2.0, 2.6, 2.8, true),
        at(2.0, 2.6, 2.8, false),
        at(-2.0, 2.8, 3.0, false),
        at(-8.0, 2.9, 3.1, false),
    ]
}

/// A foot in its shoe from the side; x towards the toes, y towards the shin, and how wide it is there.
const FOOT: &[(f64, f64, f64)] = &[
    (-4.2, 2.6, 2.6),
    (-6.2, -1.6, 3.0),
    (-6.4, -5.0, 3.2),
    (-5.2, -7.3, 2.8),
    (0.0, -7.5, 3.4),
    (7.0, -7.5, 4.2),
    (13.0, -7.5, 4.4),
    (18.6, -7.2, 2.8),
    (20.0, -5.6, 1.6),
    (18.4, -3.4, 2.4),
    (13.0, -1.4, 3.6),
    (7.6, 0.8, 3.2),
    (4.2, 3.2, 2.6),
    (0.0, 3.9, 2.6),
];

fn foot_points(leg: &Bones) -> impl Iterator<Item = V> + '_ {
    let width = leg.end.along.cross(leg.end.front);
    FOOT.iter().flat_map(move |(x, y, half)| {
        let middle = leg.tip + leg.end.along * *x + leg.end.front * *y;
        [middle + width * *half, middle - width * *half]
    })
}

pub(super) fn foot(eye: &Eye, leg: &Bones) -> Vec<P> {
    let points: Vec<P> = foot_points(leg).map(|point| eye.at(point)).collect();
    // The outline begins where the toes point, so that it keeps its points while a foot turns.
    let toes = eye.at(leg.end.along);
    hull(&points, toes.y.atan2(toes.x).to_degrees(), 26)
}

/// The outline around points, as what lies furthest in each of so many directions.
fn hull(points: &[P], from_deg: f64, directions: usize) -> Vec<P> {
    let far = |deg: f64| {
        let (sin, cos) = deg.to_radians().sin_cos();
        points
            .iter()
            .copied()
            .max_by(|a, b| (a.x * cos + a.y * sin).total_cmp(&(b.x * cos + b.y * sin)))
            .unwrap_or_default()
    };
    (0..directions)
        .map(|index| far(from_deg + 360.0 * (index as f64 + 0.37) / directions as f64))
        .collect()
}

pub(super) fn upper_arm(eye: &Eye, arm: &Bones) -> Vec<P> {
    limb(&upper(eye, arm), UPPER_ARM, UPPER_ARM_GIRTH)
}

/// The short sleeve: the upper part of the upper arm, a little wider.
pub(super) fn sleeve(eye: &Eye, arm: &Bones) -> Vec<P> {
    let tube = upper(eye, arm);
    vec![
        tube.near(-3.9, -4.2),
        tube.near(-5.6, 0.0),
        tube.near(-3.9, 4.2),
        tube.at(0.0, 5.8),
        tube.at(8.0, 5.6),
        tube.at(15.0, 5.2),
        tube.at(15.4, 0.0),
        tube.at(15.0, -5.2),
        tube.at(8.0, -5.7),
        tube.at(0.0, -5.8),
    ]
}

/// The shirt over the shoulder: it hides where an arm's edge would cut the sleeve off the trunk.
pub(super) fn shoulder_cap(eye: &Eye, arm: &Bones) -> Vec<P> {
    let tube = upper(eye, arm);
    vec![
        tube.near(-5.0, -5.4),
        tube.near(-6.9, 0.0),
        tube.near(-5.0, 5.4),
        tube.near(0.0, 7.3),
        tube.at(5.0, 7.4),
        tube.at(5.0, -7.4),
        tube.near(0.0, -7.4),
    ]
}

pub(super) fn forearm(eye: &Eye, arm: &Bones) -> Vec<P> {
    limb(&lower(eye, arm), FOREARM, FOREARM_GIRTH)
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

pub(super) fn hand(eye: &Eye, arm: &Bones) -> Vec<P> {
    let tube = Tube::new(eye, arm.tip, arm.end.along, arm.end.front);
    let thumb = if tube.front < -0.3 { -1.0 } else { 1.0 };
    // A hand that points at the viewer is a fist, not a line.
    let short = tube.short.max(0.45);
    HAND.iter()
        .map(|(x, y)| tube.near(x * short, y * thumb))
        .collect()
}

/// How deep and wide the trunk is at a place: to the front, to the back, to each side.
type Ring = (f64, f64, f64);

/// The pelvis in its trousers, from the waistband down: how far up, and its ring there.
const PELVIS: &[(f64, Ring)] = &[
    (12.6, (10.0, 8.4, 13.6)),
    (6.0, (10.0, 11.6, 15.6)),
    (0.0, (8.7, 13.2, 16.6)),
    (-5.0, (6.6, 12.4, 16.4)),
    (-8.8, (3.4, 8.8, 13.0)),
];

/// How deep and wide the trunk is at each point of the spine. The depth to the front is measured
/// from the spine, which lies near the back.
const TRUNK: [Ring; 12] = [
    (14.2, 4.6, 13.6),
    (13.9, 3.9, 13.2),
    (14.1, 3.6, 13.0),
    (14.8, 3.6, 13.2),
    (16.0, 3.8, 13.8),
    (16.8, 4.2, 14.6),
    (17.8, 4.8, 15.4),
    (18.4, 5.2, 16.2),
    (18.0, 5.4, 16.8),
    (16.2, 5.0, 16.0),
    (12.8, 4.3, 11.6),
    (8.2, 3.2, 6.6),
];

/// The edges of a body part that follows a curve: one side up, the other side down.
fn curve(eye: &Eye, rings: &[(V, Axes, Ring)], twist: bool) -> Vec<P> {
    let places: Vec<P> = rings.iter().map(|(at, _, _)| eye.at(*at)).collect();
    let last = rings.len() - 1;
    let edge = |index: usize, left: bool| {
        let (at, axes, (front, back, half)) = rings[index];
        let tangent = places[(index + 1).min(last)] - places[index.saturating_sub(1)];
        let way = if twist { eye.at(axes.up) } else { tangent };
        let way = if way.length() > 1e-3 {
            way
        } else {
            p(0.0, 1.0)
        };
        let way = way * (1.0 / way.length());
        let out = p(-way.y, way.x);
        let in_space = eye.back(out) * if left { 1.0 } else { -1.0 };
        let forwards = axes.ahead.dot(in_space);
        let depth = if forwards >= 0.0 { front } else { back };
        let reach = (depth * forwards).hypot(half * axes.side.dot(in_space));
        eye.at(at) + out * if left { reach } else { -reach }
    };
    let mut points: Vec<P> = (0..=last).map(|index| edge(index, true)).collect();
    points.extend((0..=last).rev().map(|index| edge(index, false)));
    points
}

fn pelvis_rings(skeleton: &Skeleton) -> Vec<(V, Axes, Ring)> {
    PELVIS
        .iter()
        .rev()
        .map(|(up, ring)| {
            (
                skeleton.hip + skeleton.pelvis.up * *up,
                skeleton.pelvis,
                *ring,
            )
        })
        .collect()
}

pub(super) fn pelvis(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    let mut points = curve(eye, &pelvis_rings(skeleton), true);
    // The seat is round between its two lowest edges.
    points.push(eye.at(skeleton.hip - skeleton.pelvis.up * 10.2 - skeleton.pelvis.ahead * 2.5));
    points
}

/// The waistband, from edge to edge.
pub(super) fn band(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    let at = skeleton.hip + skeleton.pelvis.up * 12.0;
    let edges = curve(eye, &[(at, skeleton.pelvis, (9.6, 8.2, 13.2))], true);
    let middle = (edges[0] + edges[1]) * 0.5 + eye.at(skeleton.pelvis.up) * 0.4;
    vec![edges[0], middle, edges[1]]
}

fn trunk_rings(skeleton: &Skeleton) -> Vec<(V, Axes, Ring)> {
    let mut rings = vec![(
        skeleton.hip + skeleton.pelvis.up * 2.5,
        skeleton.pelvis,
        (9.0, 9.0, 14.0),
    )];
    // The lowest point of the spine would crowd those of the pelvis.
    rings.extend((1..TRUNK.len()).map(|index| {
        let vertebra = skeleton.spine[index];
        (vertebra.at, vertebra.axes, TRUNK[index])
    }));
    rings
}

/// The trunk in its shirt: from the hips up one side to the neck and down the other.
pub(super) fn trunk(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    curve(eye, &trunk_rings(skeleton), true)
}

pub(super) fn neck(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    let base = skeleton.spine[skeleton.spine.len() - 1];
    let along = (skeleton.skull - base.at).unit();
    let front = base.axes.ahead.across(along).unit();
    let tube = Tube::new(eye, base.at, along, front);
    // Along leads up here, so the front lies to the right of the way.
    let at = |x: f64, front: f64, back: f64, left: bool| {
        let (to_left, to_right) = tube.reach(front, back, 5.0);
        tube.at(x, if left { to_left } else { -to_right })
    };
    let girth = [
        (-4.0, 9.5, 3.6),
        (2.0, 7.4, 3.6),
        (8.0, 6.2, 3.4),
        (15.0, 6.0, 3.0),
    ];
    let mut points: Vec<P> = girth
        .iter()
        .map(|(x, front, back)| at(*x, *front, *back, true))
        .collect();
    points.extend(
        girth
            .iter()
            .rev()
            .map(|(x, front, back)| at(*x, *front, *back, false)),
    );
    points
}

/// A point of the head: ahead and up in profile, then to the side and up seen from the front, then
/// the same seen from behind.
type Feature = [(f64, f64); 3];

/// The face and the skull.
const HEAD: &[Feature] = &[
    [(1.0, -1.6), (-1.5, -2.0), (-1.5, -1.0)],
    [(-4.4, 1.0), (-5.0, 0.8), (-5.0, 1.0)],
    [(-7.2, 6.0), (-6.9, 5.6), (-6.9, 5.6)],
    [(-7.6, 11.4), (-7.6, 11.4), (-7.6, 11.4)],
    [(-5.2, 16.6), (-5.8, 16.4), (-5.8, 16.4)],
    [(0.6, 19.2), (0.0, 19.0), (0.0, 19.0)],
    [(6.4, 18.0), (5.8, 16.4), (5.8, 16.4)],
    [(9.6, 14.6), (7.4, 13.2), (7.4, 13.2)],
    [(9.9, 11.4), (7.6, 11.0), (7.6, 11.0)],
    [(11.9, 8.1), (7.4, 8.6), (7.4, 8.6)],
    [(11.0, 6.9), (7.1, 7.0), (7.1, 7.0)],
    [(10.2, 6.3), (7.0, 6.2), (7.0, 6.2)],
    [(10.8, 5.0), (6.6, 4.8), (6.6, 4.8)],
    [(10.3, 3.6), (6.0, 3.2), (6.0, 3.2)],
    [(10.2, 1.2), (5.0, 1.0), (5.0, 1.0)],
    [(8.2, -1.0), (3.4, -1.2), (3.4, -0.4)],
    [(4.4, -1.4), (1.5, -2.0), (1.5, -1.0)],
];

/// The hair; from behind it hides the face.
const HAIR: &[Feature] = &[
    [(-4.6, 0.6), (-6.4, 8.0), (-4.6, 1.0)],
    [(-7.4, 3.2), (-8.2, 9.0), (-6.8, 3.2)],
    [(-8.9, 7.4), (-8.6, 11.0), (-8.2, 7.4)],
    [(-9.0, 12.4), (-8.2, 14.4), (-8.6, 12.4)],
    [(-6.0, 17.8), (-5.8, 18.4), (-6.0, 18.0)],
    [(0.2, 20.6), (0.0, 20.6), (0.0, 20.6)],
    [(6.6, 19.6), (5.8, 18.4), (6.0, 18.0)],
    [(10.2, 16.2), (8.2, 14.4), (8.6, 12.4)],
    [(9.9, 14.2), (8.6, 11.0), (8.2, 7.4)],
    [(7.0, 14.9), (8.0, 9.0), (6.8, 3.2)],
    [(4.6, 13.6), (6.6, 9.0), (5.6, 1.6)],
    [(3.5, 11.0), (6.2, 12.2), (4.0, 0.6)],
    [(2.6, 8.2), (3.6, 15.0), (2.0, 0.2)],
    [(1.2, 7.4), (-1.0, 15.6), (0.0, 0.0)],
    [(-0.6, 5.0), (-4.6, 14.6), (-2.0, 0.2)],
    [(-2.4, 2.2), (-6.4, 11.6), (-3.6, 0.4)],
];

/// The ear in profile.
const EAR: &[(f64, f64)] = &[
    (0.3, 5.4),
    (-1.2, 7.2),
    (-1.5, 9.2),
    (0.2, 10.3),
    (1.7, 9.2),
    (1.5, 7.0),
];

fn in_head(eye: &Eye, skeleton: &Skeleton, features: &[Feature]) -> Vec<P> {
    let axes = skeleton.head;
    let up = eye.at(axes.up);
    let tall = up.length().max(0.72);
    let up = if up.length() > 1e-3 {
        up * (1.0 / up.length())
    } else {
        p(0.0, 1.0)
    };
    let across = p(up.y, -up.x);
    let in_space = eye.back(across);
    let (profile, face) = (axes.ahead.dot(in_space), axes.side.dot(in_space));
    let (sharp, wide) = (profile.abs().powi(2), face.abs().powi(2));
    // A face that looks straight at the viewer has no left and right to swap.
    let signed = if profile < -0.05 { -1.0 } else { 1.0 };
    let sum = (sharp + wide).max(1e-6);
    let (sharp, wide) = (sharp / sum, wide / sum);
    // 1 looks at the viewer, 0 away.
    let facing = (axes.ahead.dot(eye.to) * 2.0 + 0.6).clamp(0.0, 1.0);
    features
        .iter()
        .map(|[side, front, back]| {
            let from_front = (
                front.0 * facing + back.0 * (1.0 - facing),
                front.1 * facing + back.1 * (1.0 - facing),
            );
            let x = side.0 * signed * sharp + from_front.0 * signed * wide;
            let y = side.1 * sharp + from_front.1 * wide;
            eye.at(skeleton.skull) + across * x + up * ((y - 9.0) * tall + 9.0 * up_seen(eye, axes))
        })
        .collect()
}

/// How much of the way up from the neck is left to see.
fn up_seen(eye: &Eye, axes: Axes) -> f64 {
    eye.at(axes.up).length()
}

pub(super) fn head(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    in_head(eye, skeleton, HEAD)
}

pub(super) fn hair(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    in_head(eye, skeleton, HAIR)
}

/// The ear that can be seen better.
pub(super) fn ear(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    let axes = skeleton.head;
    let side = axes.side.dot(eye.to);
    let middle = skeleton.skull + axes.up * 7.8 + axes.side * (6.6 * side.signum());
    EAR.iter()
        .map(|(x, y)| {
            let off = axes.ahead * *x + axes.up * (*y - 7.8);
            eye.at(middle + off * side.abs())
        })
        .collect()
}

/// Every outline of the body as it is seen, for the frame.
pub(super) fn all(eye: &Eye, skeleton: &Skeleton) -> Vec<P> {
    let mut points = [
        trunk(eye, skeleton),
        pelvis(eye, skeleton),
        neck(eye, skeleton),
        hair(eye, skeleton),
        head(eye, skeleton),
    ]
    .concat();
    for side in [Side::Near, Side::Far] {
        let (leg, arm) = (skeleton.legs.get(side), skeleton.arms.get(side));
        points.extend(thigh(eye, leg));
        points.extend(shank(eye, leg));
        points.extend(foot(eye, leg));
        points.extend(upper_arm(eye, arm));
        points.extend(forearm(eye, arm));
        points.extend(hand(eye, arm));
    }
    points
}

/// How far below its middle a ring reaches.
fn ring_low(at: V, axes: Axes, (front, back, half): Ring) -> f64 {
    let depth = if axes.ahead.y < 0.0 { front } else { back };
    at.y - (depth * axes.ahead.y).hypot(half * axes.side.y)
}

fn lowest_of(heights: impl Iterator<Item = f64>) -> f64 {
    heights.fold(f64::INFINITY, f64::min)
}

pub(super) fn pelvis_low(skeleton: &Skeleton) -> f64 {
    let rings = pelvis_rings(skeleton).into_iter();
    let seat = skeleton.hip - skeleton.pelvis.up * 10.2 - skeleton.pelvis.ahead * 2.5;
    lowest_of(rings.map(|(at, axes, ring)| ring_low(at, axes, ring))).min(seat.y)
}

/// The shoulder blades of a body on its back, the breast of one on its front.
pub(super) fn chest_low(skeleton: &Skeleton) -> f64 {
    lowest_of(
        trunk_rings(skeleton)
            .into_iter()
            .skip(7)
            .map(|(at, axes, ring)| ring_low(at, axes, ring)),
    )
}

pub(super) fn foot_low(leg: &Bones) -> f64 {
    lowest_of(foot_points(leg).map(|point| point.y))
}

pub(super) fn hand_low(arm: &Bones) -> f64 {
    let tips = arm.tip + arm.end.along * 14.0;
    (arm.tip.y - PALM).min(tips.y - 1.6)
}

pub(super) fn elbow_low(arm: &Bones) -> f64 {
    arm.mid.y - ELBOW
}

pub(super) fn knee_low(leg: &Bones) -> f64 {
    leg.mid.y - KNEE
}

/// The back of the head, or its face, or its side: whichever is down.
pub(super) fn head_low(skeleton: &Skeleton) -> f64 {
    let axes = skeleton.head;
    lowest_of(
        [(9.0, 7.6), (13.0, 7.0)]
            .into_iter()
            .map(|(up, half)| ring_low(skeleton.skull + axes.up * up, axes, (10.4, 9.0, half))),
    )
    .min((skeleton.skull + axes.up * 20.4).y)
}

/// The lowest point of the whole body.
pub(super) fn lowest(skeleton: &Skeleton) -> f64 {
    // The belly is soft: a body on its front lies on pelvis and breast.
    let mut low = pelvis_low(skeleton)
        .min(chest_low(skeleton))
        .min(head_low(skeleton));
    for side in [Side::Near, Side::Far] {
        let (leg, arm) = (skeleton.legs.get(side), skeleton.arms.get(side));
        low = low
            .min(knee_low(leg))
            .min(foot_low(leg))
            .min(elbow_low(arm))
            .min(hand_low(arm));
    }
    low
}
