//! What a figure points out: where an exercise is felt, and what moves.

use super::body::{Bones, Side, Skeleton};
use super::space::{Eye, V};
use super::{Arrow, Part, Target};
use crate::plane::{P, p};

/// The place of a target: a line through the body and how thick the muscle is there.
pub(super) struct Place {
    pub(super) line: Vec<V>,
    pub(super) half_cm: f64,
    /// The limb whose muscle it is; none lies in the trunk.
    pub(super) leg: Option<Side>,
}

fn hip_front(skeleton: &Skeleton, side: Side) -> Place {
    let leg = skeleton.legs.get(side);
    let (up, ahead) = (skeleton.pelvis.up, skeleton.pelvis.ahead);
    let (down, front) = (leg.upper.along, leg.upper.front);
    Place {
        line: vec![
            leg.top + ahead * 5.6 + up * 8.0,
            leg.top + ahead * 5.0 + up * 2.5,
            leg.top + front * 4.4 + down * 4.0,
            leg.top + front * 3.8 + down * 10.0,
            leg.top + front * 2.6 + down * 17.0,
        ],
        half_cm: 3.1,
        leg: Some(side),
    }
}

fn buttock(skeleton: &Skeleton, side: Side) -> Place {
    let leg = skeleton.legs.get(side);
    let (up, behind) = (skeleton.pelvis.up, -skeleton.pelvis.ahead);
    Place {
        line: vec![
            leg.top + behind * 7.0 + up * 7.0,
            leg.top + behind * 8.6 + up * 3.0,
            leg.top + behind * 8.8 - up * 2.0,
            leg.top + behind * 5.4 - up * 6.4,
        ],
        half_cm: 3.3,
        leg: Some(side),
    }
}

/// A line down a bone, so far in front of it or behind it.
fn down(from: V, to: V, out: V, parts: [f64; 2], bulge_cm: f64) -> Vec<V> {
    (0..=4)
        .map(|index| {
            let part = parts[0] + (parts[1] - parts[0]) * f64::from(index) / 4.0;
            from.towards(to, part) + out * bulge_cm
        })
        .collect()
}

fn on_leg(line: Vec<V>, half_cm: f64, side: Side) -> Place {
    Place {
        line,
        half_cm,
        leg: Some(side),
    }
}

fn flank(skeleton: &Skeleton, side: Side) -> Place {
    let out = side.sign();
    Place {
        line: skeleton.spine[..=7]
            .iter()
            .map(|it| it.at + it.axes.ahead * 6.0 + it.axes.side * (out * 9.6))
            .collect(),
        half_cm: 3.2,
        leg: None,
    }
}

fn in_trunk(line: Vec<V>, half_cm: f64) -> Place {
    Place {
        line,
        half_cm,
        leg: None,
    }
}

pub(super) fn place(skeleton: &Skeleton, target: Target) -> Place {
    let near = &skeleton.legs.near;
    let spine = |from: usize, to: usize, ahead: f64| -> Vec<V> {
        skeleton.spine[from..=to]
            .iter()
            .map(|it| it.at + it.axes.ahead * ahead)
            .collect()
    };
    match target {
        Target::NearHipFront => hip_front(skeleton, Side::Near),
        Target::FarHipFront => hip_front(skeleton, Side::Far),
        Target::LowerBack => in_trunk(spine(0, 4, 0.4), 3.0),
        Target::WholeBack => in_trunk(spine(0, 10, 0.6), 2.8),
        Target::UpperBack => in_trunk(spine(4, 9, 0.6), 3.0),
        Target::Belly => in_trunk(spine(0, 5, 11.6), 3.0),
        Target::Chest => in_trunk(spine(6, 9, 14.0), 3.0),
        Target::NearButtock => buttock(skeleton, Side::Near),
        Target::FarButtock => buttock(skeleton, Side::Far),
        Target::NearThighBack => on_leg(
            down(near.top, near.mid, -near.upper.front, [0.2, 0.86], 3.4),
            3.0,
            Side::Near,
        ),
        Target::NearThighFront => on_leg(
            down(near.top, near.mid, near.upper.front, [0.16, 0.86], 3.2),
            3.0,
            Side::Near,
        ),
        Target::NearCalf => on_leg(
            down(near.mid, near.tip, -near.lower.front, [0.08, 0.68], 2.6),
            2.7,
            Side::Near,
        ),
        Target::NearHipSide => hip_side(skeleton, Side::Near),
        Target::FarHipSide => hip_side(skeleton, Side::Far),
        Target::NearFlank => flank(skeleton, Side::Near),
        Target::FarFlank => flank(skeleton, Side::Far),
        Target::NearNerve => nerve(skeleton, near),
    }
}

fn hip_side(skeleton: &Skeleton, side: Side) -> Place {
    let leg = skeleton.legs.get(side);
    let (up, out) = (skeleton.pelvis.up, skeleton.pelvis.side * side.sign());
    Place {
        line: vec![
            leg.top + up * 9.0 + out * 4.0,
            leg.top + up * 4.0 + out * 5.6,
            leg.top - up * 1.0 + out * 5.8,
            leg.top + leg.upper.along * 6.0 + out * 4.8,
        ],
        half_cm: 3.0,
        leg: Some(side),
    }
}

fn nerve(skeleton: &Skeleton, leg: &Bones) -> Place {
    let behind = -skeleton.pelvis.ahead;
    let mut line = vec![
        skeleton.spine[2].at,
        skeleton.spine[0].at,
        leg.top + behind * 5.4 - skeleton.pelvis.up * 3.0,
    ];
    line.extend(
        [0.3, 0.6, 0.9]
            .iter()
            .map(|part| leg.top.towards(leg.mid, *part) - leg.upper.front * 2.4),
    );
    line.extend(
        [0.2, 0.5, 0.8]
            .iter()
            .map(|part| leg.mid.towards(leg.tip, *part) - leg.lower.front * 1.8),
    );
    Place {
        line,
        half_cm: 1.3,
        leg: Some(Side::Near),
    }
}

/// A band along a line, thickest in its middle, as a muscle is.
pub(super) fn spindle(eye: &Eye, place: &Place) -> Vec<P> {
    let line: Vec<P> = place.line.iter().map(|point| eye.at(*point)).collect();
    let last = line.len() - 1;
    let edge = |index: usize, side: f64| {
        let along = line[(index + 1).min(last)] - line[index.saturating_sub(1)];
        let along = along * (1.0 / along.length().max(1e-3));
        let bulge = (std::f64::consts::PI * (index as f64 + 0.7) / (last as f64 + 1.4)).sin();
        line[index] + p(-along.y, along.x) * (side * bulge * place.half_cm)
    };
    let tip = |end: usize, inner: usize| line[end] + (line[end] - line[inner]) * 0.35;
    let mut points = vec![tip(0, 1)];
    points.extend((0..=last).map(|index| edge(index, 1.0)));
    points.push(tip(last, last - 1));
    points.extend((0..=last).rev().map(|index| edge(index, -1.0)));
    points
}

fn part(skeleton: &Skeleton, part: Part) -> V {
    match part {
        Part::Hips => skeleton.hip,
        Part::LowerBack => skeleton.spine[2].at,
        Part::Chest => skeleton.spine[8].at,
        Part::Head => skeleton.skull + skeleton.head.up * 9.0,
        Part::NearKnee => skeleton.legs.near.mid,
        Part::FarKnee => skeleton.legs.far.mid,
        Part::NearFoot => skeleton.legs.near.tip,
        Part::FarFoot => skeleton.legs.far.tip,
        Part::NearElbow => skeleton.arms.near.mid,
        Part::NearHand => skeleton.arms.near.tip,
        Part::FarHand => skeleton.arms.far.tip,
    }
}

/// The way an arrow goes, its tip last.
pub(super) fn way(eye: &Eye, skeleton: &Skeleton, arrow: &Arrow) -> Vec<P> {
    let at = eye.at(part(skeleton, arrow.at));
    let from = at + p(arrow.from[0], arrow.from[1]);
    let to = at + p(arrow.to[0], arrow.to[1]);
    let across = to - from;
    let across = p(-across.y, across.x) * (1.0 / across.length().max(1e-3));
    let middle = (from + to) * 0.5 + across * (arrow.bulge * 2.0);
    (0..=12)
        .map(|index| {
            let t = f64::from(index) / 12.0;
            from * ((1.0 - t) * (1.0 - t)) + middle * (2.0 * t * (1.0 - t)) + to * (t * t)
        })
        .collect()
}

/// The two short lines of an arrow's head.
pub(super) fn barbs(tip: P, before: P) -> Vec<P> {
    let back = before - tip;
    let back = back * (7.0 / back.length().max(1e-3));
    let wing = |deg: f64| {
        let (sin, cos) = f64::to_radians(deg).sin_cos();
        tip + p(back.x * cos - back.y * sin, back.x * sin + back.y * cos)
    };
    vec![wing(36.0), tip, wing(-36.0)]
}
