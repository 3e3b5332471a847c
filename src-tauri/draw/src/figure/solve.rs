//! The solver: puts the parts that rest on the floor on the floor, and hands and feet where they are asked.

use super::body::{ANKLE, Angles, BONES, FOREARM, SHANK, SIDES, Side, Skeleton, THIGH, UPPER_ARM};
use super::outline::{self, KNEE, lowest};
use super::{Contact, Pose, Prop, Support};
use crate::plane::{P, half_turn, hanging, p, swing_deg};

/// How thick the cushion is once knelt on.
pub(super) const CUSHION: f64 = 4.0;
/// How high the chair's seat is.
pub(super) const SEAT: f64 = 45.0;
/// How high the top of the chair's back is.
pub(super) const CHAIR_BACK: f64 = 88.0;
/// How far the back of a chair that is not sat on stands ahead of the first contact.
const CHAIR_AHEAD: f64 = 20.0;
/// Flesh gives way: an outline may sink this far into what it rests on.
const SOFT: f64 = 0.8;

/// A pose with everything in place.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) pose: Pose,
    pub(super) angles: Angles,
    pub(super) skeleton: Skeleton,
}

/// Finds the place of every joint; the problems say what could not be reached.
pub(super) fn solve(pose: &Pose) -> (Solved, Vec<String>) {
    let mut problems = Vec::new();
    let mut angles = finite(pose, &mut problems);
    // Only the parts a root can be placed by; a foot beside its own knee bends the knee instead.
    let mut placing = pose.contacts.clone();
    for side in SIDES {
        let (knee, foot) = (knee(side), foot(side));
        if let Some(position) = placing.iter().position(|contact| *contact == foot)
            && placing.contains(&knee)
        {
            placing.remove(position);
            bend_knee(&mut angles, side, rest(pose, knee), &mut problems);
        }
    }
    if let [first, second, ..] = placing[..] {
        turn(&mut angles, pose, first, second, &mut problems);
    }
    if placing.len() > 2 {
        problems.push("contacts: a pose can be placed by two of them; write the others as hand_on or foot_at_cm".into());
    }
    let mut skeleton = Skeleton::build(p(0.0, 0.0), &angles);
    let first = placing.first().copied();
    let hip = match first {
        Some(contact) => {
            let (at, low) = touch(&skeleton, contact);
            p(-at.x, rest(pose, contact) - low)
        }
        // Nothing rests on the floor by name: then the lowest point does.
        None => p(0.0, -lowest(&outline::all(&skeleton))),
    };
    skeleton = Skeleton::build(hip, &angles);
    place_feet(&mut angles, &skeleton, &mut problems);
    skeleton = Skeleton::build(hip, &angles);
    place_hands(&mut angles, pose, &skeleton, &mut problems);
    skeleton = Skeleton::build(hip, &angles);
    (
        Solved {
            pose: pose.clone(),
            angles,
            skeleton,
        },
        problems,
    )
}

/// The angles of a pose; a number that is none becomes zero and a problem.
fn finite(pose: &Pose, problems: &mut Vec<String>) -> Angles {
    let mut angles = Angles::of(pose);
    let mut sound = |name: &str, value: &mut f64| {
        if !value.is_finite() || value.abs() > 360.0 {
            problems.push(format!(
                "{name}: {value} is no angle or length between -360 and 360"
            ));
            *value = 0.0;
        }
    };
    sound("pelvis_deg", &mut angles.pelvis);
    sound("lumbar_deg", &mut angles.lumbar);
    sound("thorax_deg", &mut angles.thorax);
    sound("neck_deg", &mut angles.neck);
    for side in SIDES {
        let name = side_name(side);
        let leg = angles.legs.get_mut(side);
        sound(&format!("{name}_leg.hip_deg"), &mut leg.hip_deg);
        sound(&format!("{name}_leg.knee_deg"), &mut leg.knee_deg);
        sound(&format!("{name}_leg.ankle_deg"), &mut leg.ankle_deg);
        if let Some(at) = &mut leg.foot_at_cm {
            sound(&format!("{name}_leg.foot_at_cm"), at);
        }
        let arm = angles.arms.get_mut(side);
        sound(&format!("{name}_arm.shoulder_deg"), &mut arm.shoulder_deg);
        sound(&format!("{name}_arm.elbow_deg"), &mut arm.elbow_deg);
        sound(&format!("{name}_arm.wrist_deg"), &mut arm.wrist_deg);
    }
    angles
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Near => "near",
        Side::Far => "far",
    }
}

fn knee(side: Side) -> Contact {
    match side {
        Side::Near => Contact::NearKnee,
        Side::Far => Contact::FarKnee,
    }
}

fn foot(side: Side) -> Contact {
    match side {
        Side::Near => Contact::NearFoot,
        Side::Far => Contact::FarFoot,
    }
}

/// The point of a part that stays put, and the height of its lowest point.
fn touch(skeleton: &Skeleton, contact: Contact) -> (P, f64) {
    match contact {
        Contact::NearKnee => (skeleton.legs.near.knee, skeleton.legs.near.knee.y - KNEE),
        Contact::FarKnee => (skeleton.legs.far.knee, skeleton.legs.far.knee.y - KNEE),
        Contact::NearFoot => (
            skeleton.legs.near.ankle,
            lowest(&outline::foot(&skeleton.legs.near)),
        ),
        Contact::FarFoot => (
            skeleton.legs.far.ankle,
            lowest(&outline::foot(&skeleton.legs.far)),
        ),
        Contact::NearHand => (
            skeleton.arms.near.wrist,
            lowest(&outline::hand(&skeleton.arms.near)),
        ),
        Contact::FarHand => (
            skeleton.arms.far.wrist,
            lowest(&outline::hand(&skeleton.arms.far)),
        ),
        Contact::Seat => (skeleton.hip, lowest(&outline::pelvis(skeleton))),
    }
}

/// How high a part rests: on the floor, on the cushion, or on the chair.
fn rest(pose: &Pose, contact: Contact) -> f64 {
    if contact == Contact::Seat && pose.props.contains(&Prop::Chair) {
        SEAT
    } else if pose.props.contains(&Prop::Cushion) && pose.contacts.first() == Some(&contact) {
        CUSHION
    } else {
        0.0
    }
}

/// Where the back of the chair stands on the floor.
pub(super) fn chair_at(pose: &Pose, skeleton: &Skeleton) -> f64 {
    if pose.contacts.contains(&Contact::Seat) {
        skeleton.hip.x - 19.0
    } else {
        CHAIR_AHEAD
    }
}

/// Finds where `error` changes its sign nearest to `start`, looking `reach` to both sides.
fn nearest_zero(start: f64, reach: f64, error: impl Fn(f64) -> f64) -> Option<f64> {
    const STEP: f64 = 1.0;
    let at_start = error(start);
    let mut away = 0.0;
    while away < reach {
        for sign in [1.0, -1.0] {
            let (near, far) = (start + sign * away, start + sign * (away + STEP));
            let (mut low, mut high) = (near, far);
            if (error(low) > 0.0) == (error(high) > 0.0) {
                continue;
            }
            let low_is_positive = error(low) > 0.0;
            for _ in 0..40 {
                let middle = (low + high) / 2.0;
                if (error(middle) > 0.0) == low_is_positive {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return Some((low + high) / 2.0);
        }
        away += STEP;
    }
    (at_start == 0.0).then_some(start)
}

/// Bends a kneeling leg's knee until its foot touches the floor too.
fn bend_knee(angles: &mut Angles, side: Side, cushion: f64, problems: &mut Vec<String>) {
    let error = |knee_deg: f64| {
        let mut tried = *angles;
        tried.legs.get_mut(side).knee_deg = knee_deg;
        let skeleton = Skeleton::build(p(0.0, 0.0), &tried);
        let leg = skeleton.legs.get(side);
        lowest(&outline::foot(leg)) - (leg.knee.y - KNEE - cushion)
    };
    match nearest_zero(angles.legs.get(side).knee_deg, 60.0, error) {
        Some(knee_deg) => angles.legs.get_mut(side).knee_deg = knee_deg,
        None => problems.push(format!(
            "contacts: the {} foot cannot touch the floor beside its knee",
            side_name(side)
        )),
    }
}

/// Turns the whole body until two parts touch at once.
fn turn(
    angles: &mut Angles,
    pose: &Pose,
    first: Contact,
    second: Contact,
    problems: &mut Vec<String>,
) {
    let error = |pelvis: f64| {
        let skeleton = Skeleton::build(p(0.0, 0.0), &Angles { pelvis, ..*angles });
        (touch(&skeleton, first).1 - rest(pose, first))
            - (touch(&skeleton, second).1 - rest(pose, second))
    };
    match nearest_zero(angles.pelvis, 60.0, error) {
        Some(pelvis) => angles.pelvis = pelvis,
        None => problems.push(format!(
            "contacts: {first:?} and {second:?} cannot touch the floor together"
        )),
    }
}

/// Two bones from a to b: how far the first swings, and how far the joint between them bends.
/// The joint points ahead of the line when `ahead`, else behind. `None` when b is out of reach.
fn two_bones(a: P, b: P, first: f64, second: f64, ahead: bool) -> Option<(f64, f64)> {
    let distance = (b - a).length();
    if distance > first + second || distance < (first - second).abs() || distance == 0.0 {
        return None;
    }
    let corner = |near: f64, far: f64, opposite: f64| {
        ((near * near + far * far - opposite * opposite) / (2.0 * near * far))
            .clamp(-1.0, 1.0)
            .acos()
            .to_degrees()
    };
    let lift = corner(first, distance, second);
    let bend = 180.0 - corner(first, second, distance);
    Some((swing_deg(a, b) + if ahead { lift } else { -lift }, bend))
}

fn place_feet(angles: &mut Angles, skeleton: &Skeleton, problems: &mut Vec<String>) {
    for side in SIDES {
        let pelvis = angles.pelvis;
        let leg = angles.legs.get_mut(side);
        let Some(x) = leg.foot_at_cm else { continue };
        match two_bones(skeleton.hip, p(x, ANKLE), THIGH, SHANK, true) {
            Some((thigh_deg, knee_deg)) => {
                leg.hip_deg = half_turn(thigh_deg + pelvis);
                leg.knee_deg = knee_deg;
                leg.ankle_deg = half_turn(knee_deg - thigh_deg);
            }
            None => problems.push(format!(
                "{}_leg.foot_at_cm: the foot cannot reach {x} cm from there",
                side_name(side)
            )),
        }
    }
}

fn place_hands(angles: &mut Angles, pose: &Pose, skeleton: &Skeleton, problems: &mut Vec<String>) {
    for side in SIDES {
        let arm = angles.arms.get_mut(side);
        let Some(support) = arm.hand_on else { continue };
        let (wrist, hand_deg) = hold(pose, skeleton, side, support);
        match two_bones(skeleton.shoulder, wrist, UPPER_ARM, FOREARM, false) {
            Some((upper_deg, elbow_deg)) => {
                arm.shoulder_deg = half_turn(upper_deg + skeleton.chest_deg);
                arm.elbow_deg = elbow_deg;
                arm.wrist_deg = half_turn(hand_deg - upper_deg - elbow_deg);
            }
            None => problems.push(format!(
                "{}_arm.hand_on: the hand cannot reach that",
                side_name(side)
            )),
        }
    }
}

/// Where the wrist goes and which way the hand lies for something to rest on.
fn hold(pose: &Pose, skeleton: &Skeleton, hand: Side, support: Support) -> (P, f64) {
    let thigh = |side: Side| {
        let deg = skeleton.legs.get(side).thigh_deg;
        let along = hanging(deg);
        // The far hand lies a little further along, or the near one would hide it.
        let place = match hand {
            Side::Near => 0.58,
            Side::Far => 0.7,
        };
        (
            skeleton.hip + along * (THIGH * place) + p(-along.y, along.x) * 8.2,
            deg - 6.0,
        )
    };
    match support {
        Support::NearThigh => thigh(Side::Near),
        Support::FarThigh => thigh(Side::Far),
        Support::Hip => {
            let up = crate::plane::leaning(skeleton.pelvis_deg);
            (
                skeleton.hip + up * 9.0 - up.ahead() * 3.0,
                70.0 - skeleton.pelvis_deg,
            )
        }
        Support::Floor => (p(skeleton.shoulder.x, 3.2), 90.0),
        Support::Chair => (p(chair_at(pose, skeleton) - 6.0, CHAIR_BACK + 4.0), 80.0),
    }
}

/// How far a joint may go: name, angle, least, most.
type Limit = (String, f64, f64, f64);

impl Solved {
    /// The lowest point above the floor.
    pub(super) fn lowest(&self) -> f64 {
        lowest(&outline::all(&self.skeleton))
    }

    /// Joints bent further than a healthy body allows.
    pub(super) fn limits(&self) -> Vec<String> {
        let mut limits: Vec<Limit> = vec![
            ("lumbar_deg".into(), self.angles.lumbar, -25.0, 60.0),
            ("thorax_deg".into(), self.angles.thorax, -25.0, 45.0),
            ("neck_deg".into(), self.angles.neck, -60.0, 55.0),
        ];
        for side in SIDES {
            let (leg, arm, name) = (
                self.angles.legs.get(side),
                self.angles.arms.get(side),
                side_name(side),
            );
            limits.push((format!("{name}_leg.hip_deg"), leg.hip_deg, -30.0, 130.0));
            limits.push((format!("{name}_leg.knee_deg"), leg.knee_deg, -2.0, 155.0));
            limits.push((format!("{name}_leg.ankle_deg"), leg.ankle_deg, -70.0, 35.0));
            limits.push((
                format!("{name}_arm.shoulder_deg"),
                arm.shoulder_deg,
                -60.0,
                185.0,
            ));
            limits.push((format!("{name}_arm.elbow_deg"), arm.elbow_deg, -2.0, 150.0));
            limits.push((format!("{name}_arm.wrist_deg"), arm.wrist_deg, -85.0, 85.0));
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
            let gap = touch(&self.skeleton, *contact).1 - rest(&self.pose, *contact);
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
        SIDES
            .iter()
            .filter(|side| self.angles.arms.get(**side).hand_on == Some(Support::Chair))
            .filter(|_| !self.pose.props.contains(&Prop::Chair))
            .map(|side| {
                format!(
                    "{}_arm.hand_on: there is no chair among the props",
                    side_name(*side)
                )
            })
            .collect()
    }

    /// Bones whose length changed: a fault of the solver, never of the author.
    pub(super) fn bones(&self) -> Vec<String> {
        self.skeleton
            .bones()
            .iter()
            .zip(BONES)
            .filter(|((_, length), wanted)| (length - wanted).abs() > 0.01)
            .map(|((name, length), wanted)| {
                format!("the {name} is {length:.2} cm long instead of {wanted:.2}")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretched_bone_is_found() {
        let (mut solved, problems) = solve(&Pose::default());
        assert_eq!(problems, [""; 0]);
        assert_eq!(solved.bones(), [""; 0]);
        solved.skeleton.legs.near.ankle.y -= 3.0;
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
        solved.skeleton = Skeleton::build(solved.skeleton.hip + p(0.0, 5.0), &solved.angles);
        assert_eq!(
            solved.floor(),
            ["contacts: NearFoot is 5.0 cm away from what it rests on"]
        );
    }

    #[test]
    fn two_bones_reach_where_they_are_asked() {
        let (from, to) = (p(3.0, 90.0), p(30.0, 40.0));
        let (first_deg, bend_deg) = two_bones(from, to, THIGH, SHANK, true).expect("within reach");
        let middle = from + hanging(first_deg) * THIGH;
        let end = middle + hanging(first_deg - bend_deg) * SHANK;
        assert!((end - to).length() < 1e-9);
        assert!(two_bones(from, p(3.0, 0.0), THIGH, SHANK, true).is_none());
    }
}
