//! The solver: puts the parts that rest on something where it is, and hands and feet where they are asked.

use super::body::{
    ANKLE, BONES, Bones, FOREARM, HIP_WIDE, Joints, SHANK, SHOULDER_WIDE, SIDES, Side, Skeleton,
    THIGH, UPPER_ARM, Way,
};
use super::flesh::{self, PALM};
use super::props::Setting;
use super::space::{Axes, V, turned, v};
use super::{Arm, Contact, FootRest, Leg, Pose, Prop, Support};

/// Flesh gives way: a part may sink this far into what it rests on.
const SOFT: f64 = 0.8;
/// A limb that is asked for a hair more than its length is stretched out straight.
const STRETCH: f64 = 1.0;

/// A pose with everything in place.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) pose: Pose,
    pub(super) joints: Joints,
    pub(super) skeleton: Skeleton,
    pub(super) setting: Setting,
}

/// Finds the place of every joint; the problems say what could not be reached.
pub(super) fn solve(pose: &Pose) -> (Solved, Vec<String>) {
    let mut problems = Vec::new();
    let pose = &finite(pose, &mut problems);
    let mut joints = Joints::of(pose);
    let setting = Setting::of(pose);
    settle(&mut joints, pose, &setting, &mut problems);
    for side in legs_in_order(pose) {
        place_leg(&mut joints, pose, &setting, side, &mut problems);
    }
    for side in SIDES {
        place_arm(&mut joints, pose, &setting, side, &mut problems);
    }
    if pose.head_rests {
        rest_head(&mut joints, &setting, &mut problems);
    }
    let skeleton = Skeleton::build(&joints);
    (
        Solved {
            pose: pose.clone(),
            joints,
            skeleton,
            setting,
        },
        problems,
    )
}

/// The pose with every number that is none made zero, each of them a problem.
fn finite(pose: &Pose, problems: &mut Vec<String>) -> Pose {
    let mut pose = pose.clone();
    let mut sound = |name: &str, value: &mut f64| {
        if !value.is_finite() || value.abs() > 360.0 {
            problems.push(format!(
                "{name}: {value} is no angle or length between -360 and 360"
            ));
            *value = 0.0;
        }
    };
    sound("pelvis_deg", &mut pose.pelvis_deg);
    sound("tilt_deg", &mut pose.tilt_deg);
    sound("turn_deg", &mut pose.turn_deg);
    sound("lumbar_deg", &mut pose.lumbar_deg);
    sound("thorax_deg", &mut pose.thorax_deg);
    sound("bend_deg", &mut pose.bend_deg);
    sound("twist_deg", &mut pose.twist_deg);
    sound("neck_deg", &mut pose.neck_deg);
    sound("head_turn_deg", &mut pose.head_turn_deg);
    sound("head_tilt_deg", &mut pose.head_tilt_deg);
    sound("x_cm", &mut pose.x_cm);
    sound("chair_side_cm", &mut pose.chair_side_cm);
    sound("prop_at_cm", &mut pose.prop_at_cm);
    sound("view_deg", &mut pose.view_deg);
    sound("rise_deg", &mut pose.rise_deg);
    for (name, value) in [
        ("chair_at_cm", &mut pose.chair_at_cm),
        ("high_cm", &mut pose.high_cm),
        ("wall_at_cm", &mut pose.wall_at_cm),
    ] {
        if let Some(value) = value {
            sound(name, value);
        }
    }
    for (name, leg) in [
        ("near_leg", &mut pose.near_leg),
        ("far_leg", &mut pose.far_leg),
    ] {
        let mut sound = |field: &str, value: &mut f64| sound(&format!("{name}.{field}"), value);
        sound("hip_deg", &mut leg.hip_deg);
        sound("out_deg", &mut leg.out_deg);
        sound("turn_deg", &mut leg.turn_deg);
        sound("knee_deg", &mut leg.knee_deg);
        sound("ankle_deg", &mut leg.ankle_deg);
        sound("foot_up_cm", &mut leg.foot_up_cm);
        if let Some(at) = &mut leg.foot_at_cm {
            sound("foot_at_cm", at);
        }
        if let Some(at) = &mut leg.foot_side_cm {
            sound("foot_side_cm", at);
        }
    }
    for (name, arm) in [
        ("near_arm", &mut pose.near_arm),
        ("far_arm", &mut pose.far_arm),
    ] {
        let mut sound = |field: &str, value: &mut f64| sound(&format!("{name}.{field}"), value);
        sound("shoulder_deg", &mut arm.shoulder_deg);
        sound("out_deg", &mut arm.out_deg);
        sound("turn_deg", &mut arm.turn_deg);
        sound("elbow_deg", &mut arm.elbow_deg);
        sound("wrist_deg", &mut arm.wrist_deg);
        for at in arm.hand_at_cm.iter_mut().flatten() {
            sound("hand_at_cm", at);
        }
        if let Some(at) = &mut arm.hand_side_cm {
            sound("hand_side_cm", at);
        }
    }
    for (index, arrow) in pose.arrows.iter_mut().enumerate() {
        let name = format!("arrows[{}]", index + 1);
        for value in arrow.from.iter_mut().chain(&mut arrow.to) {
            sound(&name, value);
        }
        sound(&name, &mut arrow.bulge);
    }
    pose
}

/// A leg that rests on the other one comes after it.
pub(super) fn legs_in_order(pose: &Pose) -> [Side; 2] {
    if pose.near_leg.foot_on.is_some() {
        [Side::Far, Side::Near]
    } else {
        SIDES
    }
}

pub(super) fn arm_of(pose: &Pose, side: Side) -> &Arm {
    match side {
        Side::Near => &pose.near_arm,
        Side::Far => &pose.far_arm,
    }
}

pub(super) fn leg_of(pose: &Pose, side: Side) -> &Leg {
    match side {
        Side::Near => &pose.near_leg,
        Side::Far => &pose.far_leg,
    }
}

/// The point of a part that stays put, and the height of its lowest point.
pub(super) fn touch(skeleton: &Skeleton, contact: Contact) -> (V, f64) {
    let (legs, arms) = (&skeleton.legs, &skeleton.arms);
    let ball = |leg: &Bones| leg.tip + leg.end.along * 12.0 - leg.end.front * 7.0;
    match contact {
        Contact::NearKnee => (legs.near.mid, flesh::knee_low(&legs.near)),
        Contact::FarKnee => (legs.far.mid, flesh::knee_low(&legs.far)),
        Contact::NearFoot => (legs.near.tip, flesh::foot_low(&legs.near)),
        Contact::FarFoot => (legs.far.tip, flesh::foot_low(&legs.far)),
        Contact::NearToes => (ball(&legs.near), flesh::foot_low(&legs.near)),
        Contact::FarToes => (ball(&legs.far), flesh::foot_low(&legs.far)),
        Contact::NearHand => (arms.near.tip, flesh::hand_low(&arms.near)),
        Contact::FarHand => (arms.far.tip, flesh::hand_low(&arms.far)),
        Contact::NearElbow => (arms.near.mid, flesh::elbow_low(&arms.near)),
        Contact::FarElbow => (arms.far.mid, flesh::elbow_low(&arms.far)),
        Contact::Seat => (skeleton.hip, flesh::pelvis_low(skeleton)),
        Contact::Shoulders => (
            skeleton.spine[skeleton.spine.len() - 4].at,
            flesh::chest_low(skeleton),
        ),
    }
}

/// How far to the near side a part stays when it stays put.
fn stays_at(contact: Contact) -> f64 {
    match contact {
        Contact::NearKnee | Contact::NearFoot | Contact::NearToes => HIP_WIDE,
        Contact::FarKnee | Contact::FarFoot | Contact::FarToes => -HIP_WIDE,
        Contact::NearHand | Contact::NearElbow => SHOULDER_WIDE,
        Contact::FarHand | Contact::FarElbow => -SHOULDER_WIDE,
        Contact::Seat | Contact::Shoulders => 0.0,
    }
}

/// Puts the body on what it rests on, leaning it as a whole where two parts have to touch.
pub(super) fn settle(
    joints: &mut Joints,
    pose: &Pose,
    setting: &Setting,
    problems: &mut Vec<String>,
) {
    if let [first, second] = pose.contacts[..] {
        lean(joints, pose, setting, first, second, problems);
    }
    if pose.contacts.len() > 2 {
        problems.push("contacts: a pose can be placed by two of them; write the others as hand_on, foot_at_cm or kneels".into());
    }
    let skeleton = Skeleton::build(joints);
    let shift = match pose.contacts.first() {
        Some(contact) => {
            let (at, low) = touch(&skeleton, *contact);
            v(
                pose.x_cm - at.x,
                setting.rest(*contact) - low,
                stays_at(*contact) - at.z,
            )
        }
        // Nothing rests on anything by name: then the lowest point does.
        None => v(pose.x_cm, -flesh::lowest(&skeleton), 0.0),
    };
    joints.hip = joints.hip + shift;
}

/// Finds where `error` changes its sign nearest to `start`, looking `reach` to both sides.
fn nearest_zero(start: f64, reach: f64, error: impl Fn(f64) -> f64) -> Option<f64> {
    const STEP: f64 = 2.0;
    let at_start = error(start);
    let mut ends = [(start, at_start), (start, at_start)];
    let mut away = 0.0;
    while away < reach {
        away += STEP;
        for (end, sign) in ends.iter_mut().zip([1.0, -1.0]) {
            let (mut low, at_low) = *end;
            let mut high = start + sign * away;
            let at_high = error(high);
            *end = (high, at_high);
            if (at_low > 0.0) == (at_high > 0.0) {
                continue;
            }
            let low_is_positive = at_low > 0.0;
            for _ in 0..30 {
                let middle = f64::midpoint(low, high);
                if (error(middle) > 0.0) == low_is_positive {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return Some(f64::midpoint(low, high));
        }
    }
    (at_start == 0.0).then_some(start)
}

/// Leans the whole body until two parts touch at once: ahead, or sideways when it lies on its side.
fn lean(
    joints: &mut Joints,
    pose: &Pose,
    setting: &Setting,
    first: Contact,
    second: Contact,
    problems: &mut Vec<String>,
) {
    let from = joints.pelvis;
    let sideways = pose.tilt_deg.abs() > 45.0;
    let leaned = |deg: f64| {
        // Around an axis of the world, so that the lean does not depend on how the body is turned.
        let axis = if sideways {
            v(1.0, 0.0, 0.0)
        } else {
            v(0.0, 0.0, -1.0)
        };
        Axes {
            ahead: turned(from.ahead, axis, deg),
            up: turned(from.up, axis, deg),
            side: turned(from.side, axis, deg),
        }
    };
    let error = |deg: f64| {
        let skeleton = Skeleton::build(&Joints {
            pelvis: leaned(deg),
            ..*joints
        });
        (touch(&skeleton, first).1 - setting.rest(first))
            - (touch(&skeleton, second).1 - setting.rest(second))
    };
    match nearest_zero(0.0, 60.0, error) {
        Some(deg) => joints.pelvis = leaned(deg),
        None => problems.push(format!(
            "contacts: {first:?} and {second:?} cannot touch together"
        )),
    }
}

/// Two bones from one point to another, the joint between them towards the pole: which way the first
/// leads, and how far the joint bends. `None` when the other point is out of reach.
fn two_bones(from: V, to: V, first: f64, second: f64, pole: V) -> Option<(V, f64)> {
    let mut distance = (to - from).length();
    if distance > first + second && distance < first + second + STRETCH {
        distance = first + second;
    }
    if distance > first + second || distance < (first - second).abs() || distance < 1e-6 {
        return None;
    }
    let line = (to - from).unit();
    let corner = |near: f64, far: f64, opposite: f64| {
        ((near * near + far * far - opposite * opposite) / (2.0 * near * far))
            .clamp(-1.0, 1.0)
            .acos()
    };
    let lift = corner(first, distance, second);
    let bend = 180.0 - corner(first, second, distance).to_degrees();
    let mut out = pole.across(line).unit();
    if out.length() < 0.5 {
        out = v(0.0, 0.0, 1.0).across(line).unit();
    }
    Some((line * lift.cos() + out * lift.sin(), bend))
}

/// What an end of a limb was asked for: where it is, how it is turned there, and where the hinge points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) at: V,
    pub(super) end: Option<Way>,
    pub(super) pole: V,
}

/// Bends an arm or a leg until its end is where it was asked; false when it is out of reach.
pub(super) fn bend(joints: &mut Joints, side: Side, is_arm: bool, asked: &Asked) -> bool {
    let skeleton = Skeleton::build(joints);
    let (parent, top, lengths) = if is_arm {
        let top = skeleton.arms.get(side).top;
        (skeleton.chest, top, [UPPER_ARM, FOREARM])
    } else {
        let top = skeleton.legs.get(side).top;
        (skeleton.pelvis, top, [THIGH, SHANK])
    };
    let found = two_bones(top, asked.at, lengths[0], lengths[1], asked.pole);
    // What is out of reach is pointed at, so that a picture shows how much is missing.
    let (along, hinge_deg) = found.unwrap_or(((asked.at - top).unit(), 0.0));
    // An elbow points away from where its forearm folds to, a knee to where its front looks.
    let out = asked.pole.across(along).unit();
    let front = if is_arm { -out } else { out };
    let front = if front.length() > 0.5 {
        front
    } else {
        parent.ahead.across(along).unit()
    };
    let upper = Way { along, front }.axes();
    let lower = upper.lean(if is_arm { -hinge_deg } else { hinge_deg });
    let limb = if is_arm {
        joints.arms.get_mut(side)
    } else {
        joints.legs.get_mut(side)
    };
    limb.upper = parent.seen_axes(upper);
    limb.hinge_deg = hinge_deg;
    if let Some(end) = asked.end {
        let end = if is_arm {
            end.axes()
        } else {
            Axes::new(end.along, end.front)
        };
        limb.end = lower.seen_axes(end);
    }
    found.is_some()
}

/// Where a knee points when its foot is placed: ahead of the pelvis, or up when the body folds over
/// it, falling outwards by `turn_deg`.
fn knee_pole(skeleton: &Skeleton, leg: &Leg, side: Side, foot: V) -> V {
    let line = (foot - skeleton.legs.get(side).top).unit();
    let ahead = skeleton.pelvis.ahead + v(0.0, 0.9, 0.0);
    let straight = ahead.across(line).unit();
    turned(straight, line, leg.turn_deg * side.sign())
}

/// Where a foot was asked to be, if it was.
pub(super) fn foot_asked(skeleton: &Skeleton, pose: &Pose, side: Side) -> Option<Asked> {
    let leg = leg_of(pose, side);
    if let Some(x) = leg.foot_at_cm {
        let z = leg.foot_side_cm.unwrap_or(HIP_WIDE * side.sign());
        // Toes down turn the foot about its ball, toes up about its heel, which stay on the floor.
        let toes = turned(v(1.0, 0.0, 0.0), v(0.0, 0.0, 1.0), leg.ankle_deg);
        let shin = turned(toes, v(0.0, 0.0, 1.0), 90.0);
        let pivot = if leg.ankle_deg < 0.0 { 18.4 } else { -4.6 };
        let ankle = v(x + pivot, leg.foot_up_cm, z) - toes * pivot + shin * ANKLE;
        let at = if leg.ankle_deg == 0.0 {
            v(x, ANKLE + leg.foot_up_cm, z)
        } else {
            ankle
        };
        return Some(Asked {
            at,
            end: Some(Way {
                along: toes,
                front: shin,
            }),
            pole: knee_pole(skeleton, leg, side, at),
        });
    }
    match leg.foot_on? {
        FootRest::OtherThigh => {
            let other = skeleton.legs.get(side.other());
            let at = other.mid.towards(other.top, 0.22) + other.upper.front * 9.5
                - skeleton.pelvis.side * (side.sign() * -3.0);
            let outwards = skeleton.pelvis.side * side.sign() + skeleton.pelvis.ahead * 0.12;
            Some(Asked {
                at,
                end: None,
                pole: outwards,
            })
        }
    }
}

pub(super) fn place_leg(
    joints: &mut Joints,
    pose: &Pose,
    setting: &Setting,
    side: Side,
    problems: &mut Vec<String>,
) {
    let leg = leg_of(pose, side);
    let skeleton = Skeleton::build(joints);
    if leg.kneels {
        kneel(joints, &skeleton, side);
    } else if leg.lies {
        if !lie(joints, &skeleton, side, leg, setting) {
            problems.push(format!(
                "{}_leg.lies: the leg cannot lie on the floor from there",
                side.name()
            ));
        }
    } else if let Some(asked) = foot_asked(&skeleton, pose, side)
        && !bend(joints, side, false, &asked)
    {
        let where_to = match leg.foot_at_cm {
            Some(x) => format!("foot_at_cm: the foot cannot reach {x} cm from there"),
            None => "foot_on: the foot cannot reach that".into(),
        };
        problems.push(format!("{}_leg.{where_to}", side.name()));
    }
}

/// Lays the shin behind a knee on the floor, the toes stretched.
fn kneel(joints: &mut Joints, skeleton: &Skeleton, side: Side) {
    let bones = skeleton.legs.get(side);
    // A foot that lies on its back lifts its ankle a little above the middle of the knee.
    let drop = (bones.mid.y - 7.4).clamp(-SHANK, SHANK) / SHANK;
    let back = v(-(1.0 - drop * drop).sqrt(), -drop, 0.0);
    let toes = turned(v(-1.0, 0.0, 0.0), v(0.0, 0.0, 1.0), 17.0);
    let end = Way {
        along: toes,
        front: turned(toes, v(0.0, 0.0, 1.0), 90.0),
    };
    let upper = skeleton.pelvis.of_axes(joints.legs.get(side).upper);
    // The knee is a hinge: the shin stays in the plane of the thigh.
    let fold = upper.side.dot(back);
    let back = (back - upper.side * fold).unit();
    let thigh = -upper.up;
    let bend_deg = thigh
        .dot(back)
        .clamp(-1.0, 1.0)
        .acos()
        .to_degrees()
        .copysign(-upper.ahead.dot(back));
    let limb = joints.legs.get_mut(side);
    limb.hinge_deg = bend_deg;
    let lower = upper.lean(bend_deg);
    limb.end = lower.seen_axes(Axes::new(end.along, end.front));
}

/// Lays a straight leg on the floor, on its heel when the body lies on its back.
fn lie(joints: &mut Joints, skeleton: &Skeleton, side: Side, leg: &Leg, setting: &Setting) -> bool {
    let bones = skeleton.legs.get(side);
    let on_back = skeleton.pelvis.ahead.y > 0.0;
    let high = if on_back { 6.6 } else { 4.6 } + setting.floor();
    let drop = bones.top.y - high;
    let straight = THIGH + SHANK - 0.02;
    if drop.abs() >= straight {
        return false;
    }
    let down = -skeleton.pelvis.up;
    let level = v(down.x, 0.0, down.z).unit();
    let to = bones.top + level * (straight * straight - drop * drop).sqrt() - v(0.0, drop, 0.0);
    let to = to + skeleton.pelvis.side * (side.sign() * leg.out_deg * 0.6);
    let front = if on_back {
        v(0.0, 1.0, 0.0)
    } else {
        v(0.0, -1.0, 0.0)
    };
    let toes = if on_back {
        (v(0.0, 1.0, 0.0) + level * 0.25).unit()
    } else {
        (level - v(0.0, 0.24, 0.0)).unit()
    };
    let end = Way {
        along: toes,
        front: if on_back { -level } else { v(0.0, -1.0, 0.0) },
    };
    let asked = Asked {
        at: to,
        end: Some(end),
        pole: front,
    };
    bend(joints, side, false, &asked)
}

pub(super) fn place_arm(
    joints: &mut Joints,
    pose: &Pose,
    setting: &Setting,
    side: Side,
    problems: &mut Vec<String>,
) {
    let skeleton = Skeleton::build(joints);
    if let Some(asked) = hand_asked(&skeleton, pose, setting, side)
        && !bend(joints, side, true, &asked)
    {
        let arm = arm_of(pose, side);
        let what = if arm.hand_on.is_some() {
            "hand_on"
        } else {
            "hand_at_cm"
        };
        let far = (asked.at - skeleton.arms.get(side).top).length() - UPPER_ARM - FOREARM;
        problems.push(format!(
            "{}_arm.{what}: the hand cannot reach that; it is {far:.0} cm too far",
            side.name()
        ));
    }
}

/// Where a hand was asked to be, if it was.
pub(super) fn hand_asked(
    skeleton: &Skeleton,
    pose: &Pose,
    setting: &Setting,
    side: Side,
) -> Option<Asked> {
    let arm = arm_of(pose, side);
    let chest = skeleton.chest;
    let top = skeleton.arms.get(side).top;
    let sign = side.sign();
    let flat = |along: V| Way {
        along,
        front: v(0.0, 1.0, 0.0).across(along).unit(),
    };
    let (at, end) = if let Some([x, y]) = arm.hand_at_cm {
        let at = v(x, y, arm.hand_side_cm.unwrap_or(top.z));
        // Low down a hand lies on its palm, its fingers the way the head looks.
        let fingers = v(skeleton.head.ahead.x + skeleton.head.up.x, 0.0, 0.0).unit();
        let fingers = if fingers.length() > 0.5 {
            fingers
        } else {
            v(1.0, 0.0, 0.0)
        };
        if y < 8.0 {
            (v(x, y.max(PALM), at.z), Some(flat(fingers)))
        } else {
            (at, None)
        }
    } else {
        hold(skeleton, pose, setting, side, arm.hand_on?)
    };
    let line = (at - top).unit();
    // The elbow points behind an arm that hangs, and down from one that reaches ahead.
    let (up, ahead) = (line.dot(chest.up), line.dot(chest.ahead));
    let behind = (chest.ahead * up - chest.up * ahead).unit();
    let behind = if behind.length() > 0.5 {
        behind
    } else {
        -chest.up
    };
    let pole = turned(behind, line, -arm.turn_deg * sign);
    // Lifting the elbow goes outwards, whichever way the arm points.
    let lifted = turned(behind, line, arm.turn_deg * sign);
    let outwards = chest.side * sign;
    let pole = if pole.dot(outwards) >= lifted.dot(outwards) {
        pole
    } else {
        lifted
    };
    Some(Asked { at, end, pole })
}

/// Where the wrist goes and which way the hand lies for something to rest on.
fn hold(
    skeleton: &Skeleton,
    pose: &Pose,
    setting: &Setting,
    hand: Side,
    support: Support,
) -> (V, Option<Way>) {
    let (pelvis, chest) = (skeleton.pelvis, skeleton.chest);
    let sign = hand.sign();
    let way = |along: V, front: V| {
        Some(Way {
            along: along.unit(),
            front: front.across(along.unit()).unit(),
        })
    };
    let thigh = |side: Side| {
        let leg = skeleton.legs.get(side);
        // The far hand lies a little further along, or the near one would hide it.
        let place = match hand {
            Side::Near => 0.52,
            Side::Far => 0.64,
        };
        let at = leg.top.towards(leg.mid, place) + leg.upper.front * 8.2;
        (
            at,
            way(leg.upper.along - leg.upper.front * 0.1, leg.upper.front),
        )
    };
    let behind = |side: Side| {
        let leg = skeleton.legs.get(side);
        let at = leg.top.towards(leg.mid, 0.72) - leg.upper.front * 8.0;
        (
            at,
            way(leg.upper.along * 0.4 + leg.upper.front, leg.upper.along),
        )
    };
    let shin = |side: Side| {
        let leg = skeleton.legs.get(side);
        let at = leg.mid.towards(leg.tip, 0.2) + leg.lower.front * 6.4
            - leg.lower.along * if hand == Side::Far { 3.0 } else { 0.0 };
        (
            at,
            way(leg.lower.along - leg.lower.front * 0.35, leg.lower.front),
        )
    };
    match support {
        Support::NearThigh => thigh(Side::Near),
        Support::FarThigh => thigh(Side::Far),
        Support::BehindNearThigh => behind(Side::Near),
        Support::BehindFarThigh => behind(Side::Far),
        Support::NearShin => shin(Side::Near),
        Support::FarShin => shin(Side::Far),
        Support::Hip => (
            skeleton.hip + pelvis.up * 9.5 - pelvis.ahead * 2.0 + pelvis.side * (sign * 17.5),
            way(pelvis.ahead - pelvis.up * 0.35, pelvis.up),
        ),
        Support::Back => (
            skeleton.hip + pelvis.up * 9.0 - pelvis.ahead * 11.5 + pelvis.side * (sign * 9.0),
            way(-pelvis.up + pelvis.ahead * 0.25, pelvis.side * sign),
        ),
        Support::Belly => {
            let at = skeleton.spine[3];
            (
                at.at + at.axes.ahead * 16.5 + at.axes.side * (sign * 7.0),
                way(-chest.side * sign - at.axes.up * 0.35, at.axes.up),
            )
        }
        Support::Ribs => {
            let at = skeleton.spine[6];
            (
                at.at + at.axes.ahead * 19.0 + at.axes.side * (sign * 8.0),
                way(-chest.side * sign + at.axes.up * 0.3, at.axes.up),
            )
        }
        Support::OtherShoulder => {
            let at = skeleton.arms.get(hand.other()).top;
            (
                at + chest.ahead * 8.5 - chest.up * 4.0 + chest.side * (sign * 7.0),
                way(chest.up * 0.5 - chest.side * sign, chest.up),
            )
        }
        Support::Floor => {
            let top = skeleton.arms.get(hand).top;
            (
                v(top.x, PALM, top.z),
                way(v(1.0, 0.0, 0.0), v(0.0, 1.0, 0.0)),
            )
        }
        Support::Chair => {
            let [x, y] = setting.chair_top(pose);
            let z = if pose.chair_side_cm == 0.0 {
                sign * 12.0
            } else {
                pose.chair_side_cm - 12.0 * pose.chair_side_cm.signum()
            };
            (
                v(x - 5.0, y + 3.6, z),
                way(v(1.0, -0.18, 0.0), v(0.0, 1.0, 0.0)),
            )
        }
        Support::ChairSeat => (
            v(skeleton.hip.x - 3.0, setting.seat() + 7.0, sign * 19.5),
            way(v(0.5, -1.0, 0.0), v(1.0, 0.5, 0.0)),
        ),
        Support::Wall => {
            let top = skeleton.arms.get(hand).top;
            let to = if setting.wall_at >= top.x { 1.0 } else { -1.0 };
            (
                v(setting.wall_at - to * PALM, top.y - 1.0, top.z),
                way(v(0.0, 1.0, 0.0), v(-to, 0.0, 0.0)),
            )
        }
        Support::Worktop => {
            let [x, y] = setting.top();
            (
                v(x + 2.0, y + PALM + 0.4, sign * 13.0),
                way(v(1.0, 0.0, 0.0), v(0.0, 1.0, 0.0)),
            )
        }
    }
}

/// Bends the neck until the head rests: back and forth, or sideways when the body lies on its side.
pub(super) fn rest_head(joints: &mut Joints, setting: &Setting, problems: &mut Vec<String>) {
    let skeleton = Skeleton::build(joints);
    let sideways = skeleton.pelvis.side.y.abs() > 0.7;
    let error = |deg: f64| {
        let mut tried = *joints;
        if sideways {
            tried.head_tilt = deg;
        } else {
            tried.neck = deg;
        }
        flesh::head_low(&Skeleton::build(&tried)) - setting.pillow()
    };
    let start = if sideways {
        joints.head_tilt
    } else {
        joints.neck
    };
    match nearest_zero(start, 60.0, error) {
        Some(deg) if sideways => joints.head_tilt = deg,
        Some(deg) => joints.neck = deg,
        None => problems.push("head_rests: the head cannot reach what it rests on".into()),
    }
}

/// How far a joint may go: name, angle, least, most.
type Limit = (String, f64, f64, f64);

impl Solved {
    /// The lowest point above the floor.
    pub(super) fn lowest(&self) -> f64 {
        flesh::lowest(&self.skeleton)
    }

    /// Joints bent further than a healthy body allows.
    pub(super) fn limits(&self) -> Vec<String> {
        let joints = &self.joints;
        let mut limits: Vec<Limit> = vec![
            ("lumbar_deg".into(), joints.lumbar, -25.0, 60.0),
            ("thorax_deg".into(), joints.thorax, -25.0, 45.0),
            ("bend_deg".into(), joints.bend, -45.0, 45.0),
            ("twist_deg".into(), joints.twist, -60.0, 60.0),
            ("neck_deg".into(), joints.neck, -60.0, 55.0),
            ("head_turn_deg".into(), joints.head_turn, -80.0, 80.0),
            ("head_tilt_deg".into(), joints.head_tilt, -45.0, 45.0),
        ];
        for side in SIDES {
            let (leg, arm, name) = (joints.legs.get(side), joints.arms.get(side), side.name());
            let (hip, out) = leg.swing(side);
            // Swing and lead tell nothing apart where a bone points straight to its side.
            if out.abs() < 75.0 {
                limits.push((format!("{name}_leg.hip_deg"), hip, -32.0, 135.0));
            }
            limits.push((format!("{name}_leg.out_deg"), out, -35.0, 75.0));
            limits.push((format!("{name}_leg.knee_deg"), leg.hinge_deg, -2.0, 160.0));
            limits.push((format!("{name}_leg.ankle_deg"), leg.end_deg(), -80.0, 35.0));
            let (shoulder, out) = arm.swing(side);
            if out.abs() < 60.0 {
                limits.push((format!("{name}_arm.shoulder_deg"), shoulder, -65.0, 190.0));
            }
            limits.push((format!("{name}_arm.out_deg"), out, -60.0, 110.0));
            limits.push((format!("{name}_arm.elbow_deg"), arm.hinge_deg, -2.0, 155.0));
        }
        limits
            .into_iter()
            .filter(|(_, value, least, most)| value < least || value > most)
            .map(|(name, value, least, most)| {
                format!("{name}: {value:.0} degrees is more than the joint does ({least:.0} to {most:.0})")
            })
            .collect()
    }

    /// Parts below the floor, and contacts that do not touch.
    pub(super) fn floor(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let low = self.lowest();
        if low < -SOFT {
            problems.push(format!("the body sinks {:.1} cm below the floor", -low));
        }
        for contact in &self.pose.contacts {
            let gap = touch(&self.skeleton, *contact).1 - self.setting.rest(*contact);
            if gap.abs() > SOFT {
                problems.push(format!(
                    "contacts: {contact:?} is {gap:.1} cm away from what it rests on"
                ));
            }
        }
        problems
    }

    /// Hands that hold on to something that is not there.
    pub(super) fn props(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for side in SIDES {
            let (needs, word) = match arm_of(&self.pose, side).hand_on {
                Some(Support::Chair | Support::ChairSeat) => (&[Prop::Chair][..], "chair"),
                Some(Support::Wall) => (&[Prop::Wall][..], "wall"),
                Some(Support::Worktop) => (&[Prop::Worktop, Prop::Table][..], "worktop"),
                _ => continue,
            };
            if !needs.iter().any(|prop| self.pose.props.contains(prop)) {
                problems.push(format!(
                    "{}_arm.hand_on: there is no {word} among the props",
                    side.name()
                ));
            }
        }
        problems
    }

    /// Bones whose length changed: a fault of the solver, never of the author.
    pub(super) fn bones(&self) -> Vec<String> {
        stretched(&self.skeleton)
    }
}

pub(super) fn stretched(skeleton: &Skeleton) -> Vec<String> {
    skeleton
        .bones()
        .iter()
        .zip(BONES)
        .filter(|((_, length), wanted)| (length - wanted).abs() > 0.01)
        .map(|((name, length), wanted)| {
            format!("the {name} is {length:.2} cm long instead of {wanted:.2}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretched_bone_is_found() {
        let (mut solved, problems) = solve(&Pose::default());
        assert_eq!(problems, [""; 0]);
        assert_eq!(solved.bones(), [""; 0]);
        solved.skeleton.legs.near.tip.y -= 3.0;
        assert_eq!(
            solved.bones(),
            ["the near shank is 44.00 cm long instead of 41.00"]
        );
    }

    #[test]
    fn a_contact_that_floats_is_found() {
        let pose = Pose {
            contacts: vec![Contact::NearFoot],
            ..Pose::default()
        };
        let (mut solved, _) = solve(&pose);
        assert_eq!(solved.floor(), [""; 0]);
        solved.joints.hip.y += 5.0;
        solved.skeleton = Skeleton::build(&solved.joints);
        assert_eq!(
            solved.floor(),
            ["contacts: NearFoot is 5.0 cm away from what it rests on"]
        );
    }

    #[test]
    fn two_bones_reach_where_they_are_asked() {
        let (from, to) = (v(3.0, 90.0, 8.0), v(30.0, 40.0, 2.0));
        let pole = v(1.0, 0.0, 0.0);
        let (along, bend_deg) = two_bones(from, to, THIGH, SHANK, pole).expect("within reach");
        let middle = from + along * THIGH;
        assert!(((to - middle).length() - SHANK).abs() < 1e-9);
        let shank = (to - middle).unit();
        assert!((along.dot(shank).acos().to_degrees() - bend_deg).abs() < 1e-6);
        assert!(two_bones(from, v(3.0, 0.0, 8.0), THIGH, SHANK, pole).is_none());
    }
}
