//! Exercise figures: a jointed body, seen from the side, drawn from the joint angles of a pose.
//!
//! The body faces right. Angles are in degrees, lengths in centimetres of a body 175 tall. A pose
//! says only what the exercise says (how far the hip bends, which knee rests on the floor); the
//! solver finds the rest, so that nothing floats and nothing sinks.

mod body;
mod outline;
mod paint;
mod solve;

use serde::Deserialize;

pub use paint::{Frame, frame, outside, svg};

/// A pose, as an author writes it. Zero everywhere is standing upright with the arms hanging.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Pose {
    /// How far the pelvis leans ahead of upright: 90 lies face down, -90 on the back, and a few
    /// degrees below zero is a tail tucked under.
    pub pelvis_deg: f64,
    /// How far the lower back bends forward from its natural inward curve; below zero it arches.
    pub lumbar_deg: f64,
    /// How far the upper back bends forward from its natural curve.
    pub thorax_deg: f64,
    /// How far the neck bends forward from looking straight ahead.
    pub neck_deg: f64,
    /// The arm on the viewer's side.
    pub near_arm: Arm,
    /// The other arm.
    pub far_arm: Arm,
    /// The leg on the viewer's side.
    pub near_leg: Leg,
    /// The other leg.
    pub far_leg: Leg,
    /// What rests on the floor. The first one stays where it is from pose to pose. A knee and the
    /// foot of the same leg: the knee bends until the foot touches. Two others: the whole body
    /// turns until both touch.
    pub contacts: Vec<Contact>,
    /// What stands or lies there besides the body.
    pub props: Vec<Prop>,
    /// Where the exercise is felt.
    pub target: Option<Target>,
    /// What moves, and where to.
    pub arrow: Option<Arrow>,
}

/// One arm.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Arm {
    /// How far the upper arm swings ahead of hanging beside the chest.
    pub shoulder_deg: f64,
    /// How far the elbow bends.
    pub elbow_deg: f64,
    /// How far the wrist bends forward.
    pub wrist_deg: f64,
    /// What the hand rests on; the angles above then follow from it.
    pub hand_on: Option<Support>,
}

/// One leg.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Leg {
    /// How far the thigh swings ahead of the line of the pelvis; below zero it reaches back.
    pub hip_deg: f64,
    /// How far the knee bends.
    pub knee_deg: f64,
    /// How far the toes rise from a right angle; below zero they point.
    pub ankle_deg: f64,
    /// A foot flat on the floor with its ankle this far ahead of the first contact; the angles
    /// above then follow from it.
    pub foot_at_cm: Option<f64>,
}

/// A part of the body that can rest on the floor.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// The knee on the viewer's side.
    NearKnee,
    /// The other knee.
    FarKnee,
    /// The foot on the viewer's side.
    NearFoot,
    /// The other foot.
    FarFoot,
    /// The hand on the viewer's side.
    NearHand,
    /// The other hand.
    FarHand,
    /// The bottom.
    Seat,
}

/// What a hand can rest on.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// The thigh on the viewer's side, near its knee.
    NearThigh,
    /// The other thigh, near its knee.
    FarThigh,
    /// The side of the hip.
    Hip,
    /// The floor under the shoulder.
    Floor,
    /// The back of the chair; the chair has to be among the props.
    Chair,
}

/// A thing an exercise needs.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Prop {
    /// A cushion under the first contact.
    Cushion,
    /// A mat under the whole body.
    Mat,
    /// A chair: under the seat when the seat is a contact, else in front, its back to the body.
    Chair,
}

/// A place in the body where an exercise is felt.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The front of the hip on the viewer's side.
    NearHipFront,
    /// The lower back.
    LowerBack,
}

/// A movement to show.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Arrow {
    /// The whole pelvis moves ahead.
    HipsForward,
    /// The tail tucks under.
    TailUnder,
}

/// Everything wrong with a pose, worded for the one who wrote it; empty when it can be drawn.
#[must_use]
pub fn check(pose: &Pose) -> Vec<String> {
    let (solved, mut problems) = solve::solve(pose);
    problems.extend(solved.limits());
    problems.extend(solved.floor());
    problems.extend(solved.bones());
    problems.extend(solved.props());
    problems
}

/// The lowest point of the solved figure above the floor, in centimetres: for tests of the laws.
#[must_use]
pub fn lowest_cm(pose: &Pose) -> f64 {
    solve::solve(pose).0.lowest()
}

/// The length of every bone of the solved figure, in centimetres: for tests of the laws.
#[must_use]
pub fn bone_lengths_cm(pose: &Pose) -> Vec<(&'static str, f64)> {
    solve::solve(pose).0.skeleton.bones()
}
