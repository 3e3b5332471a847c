//! The way between key poses: bones keep their length, and what stands stays where it is.

use super::body::{Joints, SIDES, Side, Skeleton};
use super::paint::{Order, eye, moving_paths, opening};
use super::solve::{
    self, Asked, Solved, arm_of, hand_asked, leg_of, rest_head, settle, solve, stretched, touch,
};
use super::space::Axes;
use super::{Arm, Contact, Pose, Support, flesh, frame};
use crate::svg::{Palette, Words};

/// So many pictures lead from one key pose to the next. Between two of them a straight line is as
/// good as the true way: the longest limb is off by less than a millimetre.
pub const STEPS: usize = 10;

/// A figure that moves: its first picture, and the paths of its moving pieces for every step.
#[derive(Clone, Debug)]
pub struct Film {
    /// The first picture; its moving paths carry `data-piece` with their number.
    pub svg: String,
    /// For every step the path of every piece, by number. Key poses are [`STEPS`] steps apart.
    pub steps: Vec<Vec<String>>,
}

/// Draws all the way through the key poses of one figure, and from the last one on to the first
/// where the movement goes round.
#[must_use]
pub fn film(words: &Words, poses: &[Pose], round: bool, palette: Palette) -> Option<Film> {
    let frame = frame(poses);
    let solved: Vec<Solved> = poses.iter().map(|pose| solve(pose).0).collect();
    let order = Order::of(&solved);
    let first = solved.first()?;
    let mut steps = vec![moving_paths(first, &frame, &order)];
    let onwards = solved.iter().zip(&solved[1..]);
    let back = round.then(|| (&solved[solved.len() - 1], first));
    for (from, to) in onwards.chain(back) {
        for step in 1..=STEPS {
            let part = step as f64 / STEPS as f64;
            steps.push(moving_paths(&way(from, to, part), &frame, &order));
        }
    }
    Some(Film {
        svg: opening(words, first, &frame, &order, palette),
        steps,
    })
}

/// Everything wrong on the way between two key poses, worded for the one who wrote them.
pub(super) fn between(from: &Pose, to: &Pose) -> Vec<String> {
    let (from, to) = (solve(from).0, solve(to).0);
    let mut problems = Vec::new();
    if eye(&from.pose) != eye(&to.pose) {
        problems.push("view_deg, rise_deg: all poses of a figure are seen from one place".into());
        return problems;
    }
    if from.pose.props != to.pose.props {
        problems.push("props: all poses of a figure use the same things".into());
        return problems;
    }
    let deepest = from.lowest().min(to.lowest()).min(0.0);
    let shared =
        |contact: &&Contact| to.pose.contacts.contains(*contact) && from.pose.x_cm == to.pose.x_cm;
    let stays: Vec<Contact> = from
        .pose
        .contacts
        .iter()
        .take(1)
        .filter(shared)
        .copied()
        .collect();
    for step in 1..STEPS {
        let middle = way(&from, &to, step as f64 / STEPS as f64);
        problems.extend(stretched(&middle.skeleton));
        let low = middle.lowest();
        if low < deepest - 2.5 {
            problems.push(format!(
                "on the way to the next pose the body sinks {:.1} cm below the floor",
                -low
            ));
        }
        for contact in &stays {
            let (was, is) = (
                touch(&from.skeleton, *contact).0,
                touch(&middle.skeleton, *contact).0,
            );
            if (was.x - is.x).abs() > 1.0 {
                problems.push(format!(
                    "on the way to the next pose {contact:?} slides {:.1} cm",
                    is.x - was.x
                ));
            }
        }
    }
    problems.dedup();
    problems
}

/// A support that stays where it is in the room, whatever the body does.
fn in_the_room(arm: &Arm) -> bool {
    arm.hand_at_cm.is_some()
        || matches!(
            arm.hand_on,
            Some(
                Support::Floor
                    | Support::Chair
                    | Support::ChairSeat
                    | Support::Wall
                    | Support::Worktop
            )
        )
}

/// The body part of the way from one solved pose to the next.
pub(super) fn way(from: &Solved, to: &Solved, part: f64) -> Solved {
    if part >= 1.0 {
        return to.clone();
    }
    let mut joints = from.joints.towards(&to.joints, part);
    let nearer = if part < 0.5 { from } else { to };
    let mut ignored = Vec::new();
    let stays = from.pose.contacts.first() == to.pose.contacts.first()
        && !from.pose.contacts.is_empty()
        && from.pose.x_cm == to.pose.x_cm;
    if stays {
        let mut pose = from.pose.clone();
        if from.pose.contacts != to.pose.contacts {
            pose.contacts.truncate(1);
        }
        settle(&mut joints, &pose, &from.setting, &mut ignored);
    }
    for side in solve::legs_in_order(&from.pose) {
        leg(&mut joints, from, to, part, side);
    }
    for side in SIDES {
        arm(&mut joints, from, to, part, side);
    }
    if from.pose.head_rests && to.pose.head_rests {
        rest_head(&mut joints, &from.setting, &mut ignored);
    }
    if !stays {
        let low = flesh::lowest(&Skeleton::build(&joints));
        let allowed = from.lowest().min(to.lowest());
        if low < allowed {
            joints.hip.y += allowed - low;
        }
    }
    Solved {
        pose: nearer.pose.clone(),
        skeleton: Skeleton::build(&joints),
        joints,
        setting: nearer.setting.clone(),
    }
}

fn planted(pose: &Pose, side: Side) -> bool {
    let contact = match side {
        Side::Near => Contact::NearFoot,
        Side::Far => Contact::FarFoot,
    };
    leg_of(pose, side).foot_at_cm.is_some() || pose.contacts.contains(&contact)
}

fn leg(joints: &mut Joints, from: &Solved, to: &Solved, part: f64, side: Side) {
    let (first, second) = (leg_of(&from.pose, side), leg_of(&to.pose, side));
    if (first.kneels && second.kneels) || (first.lies && second.lies) {
        let mut ignored = Vec::new();
        solve::place_leg(joints, &to.pose, &to.setting, side, &mut ignored);
        return;
    }
    if first.foot_on.is_some() && first.foot_on == second.foot_on {
        let skeleton = Skeleton::build(joints);
        if let Some(asked) = solve::foot_asked(&skeleton, &to.pose, side) {
            solve::bend(joints, side, false, &asked);
        }
        return;
    }
    let (a, b) = (from.skeleton.legs.get(side), to.skeleton.legs.get(side));
    // A foot that is in one place before and after stays there, whatever holds the body up meanwhile.
    let stays = (b.tip - a.tip).length() < 0.5;
    let stands = planted(&from.pose, side) && planted(&to.pose, side);
    if !(stays || stands) {
        lift(joints, from, to, side);
        return;
    }
    let mut at = a.tip.towards(b.tip, part);
    // A foot that stands somewhere else afterwards is lifted on its way.
    let far = (b.tip - a.tip).length();
    if far > 3.0 {
        at.y += (far * 0.25).min(8.0) * (std::f64::consts::PI * part).sin();
    }
    let axes = |way: super::body::Way| Axes::new(way.along, way.front);
    let end = axes(a.end).towards(axes(b.end), part);
    let asked = Asked {
        at,
        end: Some(super::body::Way {
            along: end.ahead,
            front: end.up,
        }),
        pole: (a.upper.front.towards(b.upper.front, part)).unit(),
    };
    solve::bend(joints, side, false, &asked);
}

/// A foot that swings from one place to another is drawn up just enough to clear the floor.
fn lift(joints: &mut Joints, from: &Solved, to: &Solved, side: Side) {
    let skeleton = Skeleton::build(joints);
    let leg = skeleton.legs.get(side);
    let low = |leg: &super::body::Bones| flesh::foot_low(leg).min(flesh::knee_low(leg));
    let allowed = low(from.skeleton.legs.get(side))
        .min(low(to.skeleton.legs.get(side)))
        .min(0.0);
    let sunk = allowed - flesh::foot_low(leg);
    if sunk <= 0.0 {
        return;
    }
    let mut at = leg.tip;
    at.y += sunk;
    let asked = Asked {
        at,
        end: Some(leg.end),
        pole: leg.upper.front,
    };
    solve::bend(joints, side, false, &asked);
}

fn arm(joints: &mut Joints, from: &Solved, to: &Solved, part: f64, side: Side) {
    let (first, second) = (arm_of(&from.pose, side), arm_of(&to.pose, side));
    let asks = |arm: &Arm| arm.hand_on.is_some() || arm.hand_at_cm.is_some();
    if !(asks(first) && asks(second)) {
        return;
    }
    let (a, b) = (from.skeleton.arms.get(side), to.skeleton.arms.get(side));
    let end = a.end.axes().towards(b.end.axes(), part);
    let pole = -(a.upper.front.towards(b.upper.front, part)).unit();
    let mut asked = Asked {
        at: a.tip.towards(b.tip, part),
        end: Some(super::body::Way {
            along: -end.up,
            front: end.ahead,
        }),
        pole,
    };
    if first.hand_on == second.hand_on && !in_the_room(first) {
        let skeleton = Skeleton::build(joints);
        if let Some(on_the_body) = hand_asked(&skeleton, &to.pose, &to.setting, side) {
            asked.at = on_the_body.at;
            asked.end = on_the_body.end;
        }
    }
    solve::bend(joints, side, true, &asked);
}
