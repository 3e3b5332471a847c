//! Exercise figures: a jointed body in space, drawn from the joint angles of a pose.
//!
//! Seen from the side the body faces right; the near side is its right one. Angles are in degrees,
//! lengths in centimetres of a body 175 tall. A pose says only what the exercise says (how far the
//! hip bends, which knee rests on the floor); the solver finds the rest, so that nothing floats and
//! nothing sinks.

mod body;
mod film;
mod flesh;
mod marks;
mod paint;
mod props;
mod solve;
mod space;

use serde::{Deserialize, Deserializer};

pub use film::{Film, STEPS, film};
pub use paint::{Frame, frame, outside, svg, svgs};

/// A pose, as an author writes it. Zero everywhere is standing upright with the arms hanging.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Pose {
    /// How far the pelvis leans ahead of upright: 90 lies face down, -90 on the back, and a few
    /// degrees below zero is a tail tucked under.
    pub pelvis_deg: f64,
    /// How far the pelvis leans to its near side: 90 lies on that side.
    pub tilt_deg: f64,
    /// How far the pelvis turns around its own length, its front to the near side.
    pub turn_deg: f64,
    /// How far the lower back bends forward from its natural inward curve; below zero it arches.
    pub lumbar_deg: f64,
    /// How far the upper back bends forward from its natural curve.
    pub thorax_deg: f64,
    /// How far the whole back bends to the near side.
    pub bend_deg: f64,
    /// How far the upper back turns its front to the near side.
    pub twist_deg: f64,
    /// How far the neck bends forward from looking straight ahead.
    pub neck_deg: f64,
    /// How far the head turns to the near side.
    pub head_turn_deg: f64,
    /// How far the head leans to the near side.
    pub head_tilt_deg: f64,
    /// The head rests on the floor or the pillow; the neck then bends until it does.
    pub head_rests: bool,
    /// The arm on the viewer's side.
    pub near_arm: Arm,
    /// The other arm.
    pub far_arm: Arm,
    /// The leg on the viewer's side.
    pub near_leg: Leg,
    /// The other leg.
    pub far_leg: Leg,
    /// What the body rests on. The first one stays where it is from pose to pose. With a second
    /// one the whole body leans until both touch.
    pub contacts: Vec<Contact>,
    /// Where along the floor the first contact is.
    pub x_cm: f64,
    /// What stands or lies there besides the body.
    pub props: Vec<Prop>,
    /// Where the back of the chair stands; without it the chair stands where the pose needs it.
    pub chair_at_cm: Option<f64>,
    /// How far to the near side the chair stands.
    pub chair_side_cm: f64,
    /// The chair looks at the body instead of ahead.
    pub chair_turned: bool,
    /// How high the seat of the chair, the worktop or the step is, where it is not the usual.
    pub high_cm: Option<f64>,
    /// Where the worktop, the table, the step or the stool begins, and the wall if nothing else is said.
    pub prop_at_cm: f64,
    /// Where the wall stands beside one of the others.
    pub wall_at_cm: Option<f64>,
    /// Where the exercise is felt.
    pub target: Option<Target>,
    /// What moves, and where to.
    pub arrows: Vec<Arrow>,
    /// From where the body is looked at: 0 from its near side, 90 from its front.
    pub view_deg: f64,
    /// How far the viewer looks down from above.
    pub rise_deg: f64,
}

/// One arm.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Arm {
    /// How far the upper arm swings ahead of hanging beside the chest.
    pub shoulder_deg: f64,
    /// How far it leads out to its own side.
    pub out_deg: f64,
    /// How far it turns around itself, the bend of the elbow outwards. Where the hand is placed:
    /// how far the elbow is lifted outwards.
    pub turn_deg: f64,
    /// How far the elbow bends.
    pub elbow_deg: f64,
    /// How far the wrist bends forward.
    pub wrist_deg: f64,
    /// What the hand rests on; the angles then follow from it.
    pub hand_on: Option<Support>,
    /// Where the hand rests, ahead and up; the angles then follow from it.
    pub hand_at_cm: Option<[f64; 2]>,
    /// How far to the near side the hand rests there; its own shoulder's side when left out.
    pub hand_side_cm: Option<f64>,
}

/// One leg.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Leg {
    /// How far the thigh swings ahead of the line of the pelvis; below zero it reaches back.
    pub hip_deg: f64,
    /// How far it leads out to its own side.
    pub out_deg: f64,
    /// How far it turns around itself, the knee outwards. Where the foot is placed: how far the
    /// knee falls outwards.
    pub turn_deg: f64,
    /// How far the knee bends.
    pub knee_deg: f64,
    /// How far the toes rise from a right angle; below zero they point.
    pub ankle_deg: f64,
    /// A foot flat on the floor with its ankle this far ahead; the angles above then follow.
    pub foot_at_cm: Option<f64>,
    /// How far to the near side that foot stands; under its own hip when left out.
    pub foot_side_cm: Option<f64>,
    /// How high that foot stands above the floor.
    pub foot_up_cm: f64,
    /// What the foot rests on; the angles above then follow.
    pub foot_on: Option<FootRest>,
    /// The shin lies on the floor behind the knee.
    pub kneels: bool,
    /// The leg lies straight on the floor.
    pub lies: bool,
}

/// Lists every name of a closed list once, for authors and for tests.
macro_rules! listed {
    ($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$meaning])* $variant,)+ }

        impl $name {
            /// All of them, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }
    };
}

listed! {
    /// A part of the body that can rest on something.
    Contact {
        /// The knee on the viewer's side.
        NearKnee,
        /// The other knee.
        FarKnee,
        /// The foot on the viewer's side.
        NearFoot,
        /// The other foot.
        FarFoot,
        /// The ball of the foot on the viewer's side.
        NearToes,
        /// The ball of the other foot.
        FarToes,
        /// The hand on the viewer's side.
        NearHand,
        /// The other hand.
        FarHand,
        /// The elbow on the viewer's side.
        NearElbow,
        /// The other elbow.
        FarElbow,
        /// The lowest part of the pelvis: the bottom, or its front when face down.
        Seat,
        /// The lowest part of the chest: the shoulder blades, or the breast when face down.
        Shoulders,
    }
}

listed! {
    /// What a hand can rest on.
    Support {
        /// The thigh on the viewer's side, near its knee.
        NearThigh,
        /// The other thigh, near its knee.
        FarThigh,
        /// The back of the thigh on the viewer's side.
        BehindNearThigh,
        /// The back of the other thigh.
        BehindFarThigh,
        /// The shin on the viewer's side, just below the knee.
        NearShin,
        /// The other shin, just below the knee.
        FarShin,
        /// The side of the hip.
        Hip,
        /// The back of the pelvis.
        Back,
        /// The belly.
        Belly,
        /// The ribs at the arm's own side.
        Ribs,
        /// The opposite shoulder.
        OtherShoulder,
        /// The floor under the shoulder.
        Floor,
        /// The back of the chair; the chair has to be among the props.
        Chair,
        /// The seat of the chair, beside the body.
        ChairSeat,
        /// The wall, at the height of the shoulder.
        Wall,
        /// The worktop, at its edge.
        Worktop,
    }
}

listed! {
    /// What a foot can rest on besides the floor.
    FootRest {
        /// The thigh of the other leg, near its knee.
        OtherThigh,
    }
}

listed! {
    /// A thing an exercise needs.
    Prop {
        /// A cushion under the first contact.
        Cushion,
        /// A pillow under the head.
        Pillow,
        /// A pillow under the chest.
        ChestPillow,
        /// A pillow under the bottom.
        SeatPillow,
        /// A pillow between the knees.
        KneePillow,
        /// A mat under the whole body.
        Mat,
        /// A chair: under the seat when the seat is a contact, else in front, its back to the body.
        Chair,
        /// A wall in front of the body, or behind it when it begins behind.
        Wall,
        /// A worktop in front of the body.
        Worktop,
        /// A table in front of a seated body.
        Table,
        /// A low step.
        Step,
        /// A low stool for the feet.
        Stool,
        /// A towel from the hands round the foot on the viewer's side.
        FootTowel,
        /// A towel from the hands round the thigh on the viewer's side.
        ThighTowel,
        /// A band round both shins.
        Band,
        /// A weight held in both hands.
        Weight,
    }
}

listed! {
    /// A place in the body where an exercise is felt.
    Target {
        /// The front of the hip on the viewer's side.
        NearHipFront,
        /// The front of the other hip.
        FarHipFront,
        /// The lower back.
        LowerBack,
        /// The whole back.
        WholeBack,
        /// The upper back.
        UpperBack,
        /// The belly.
        Belly,
        /// The breast, where it opens.
        Chest,
        /// The buttock on the viewer's side.
        NearButtock,
        /// The other buttock.
        FarButtock,
        /// The back of the thigh on the viewer's side.
        NearThighBack,
        /// The front of the thigh on the viewer's side.
        NearThighFront,
        /// The calf on the viewer's side.
        NearCalf,
        /// The outer side of the hip on the viewer's side.
        NearHipSide,
        /// The outer side of the other hip.
        FarHipSide,
        /// The flank on the viewer's side.
        NearFlank,
        /// The other flank.
        FarFlank,
        /// The nerve from the lower back down the leg on the viewer's side.
        NearNerve,
    }
}

listed! {
    /// A place an arrow is measured from.
    Part {
        /// The middle of the pelvis.
        Hips,
        /// The middle of the lower back.
        LowerBack,
        /// The middle of the chest.
        Chest,
        /// The head.
        Head,
        /// The knee on the viewer's side.
        NearKnee,
        /// The other knee.
        FarKnee,
        /// The ankle on the viewer's side.
        NearFoot,
        /// The other ankle.
        FarFoot,
        /// The elbow on the viewer's side.
        NearElbow,
        /// The wrist on the viewer's side.
        NearHand,
        /// The other wrist.
        FarHand,
    }
}

/// An arrow for a movement, measured in the plane of the picture from a part of the body.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// The part it belongs to.
    pub at: Part,
    /// Where it begins, to the right and up.
    pub from: [f64; 2],
    /// Where its tip is.
    pub to: [f64; 2],
    /// How far it bulges to the left of its way.
    #[serde(default)]
    pub bulge: f64,
    /// It points both ways.
    #[serde(default)]
    pub both: bool,
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

/// Reads the key poses of one figure as an author wrote them and says everything that is wrong with
/// them: each problem with the number of its pose, from 1.
#[must_use]
pub fn judge<'de, D: Deserializer<'de>>(
    poses: impl IntoIterator<Item = D>,
) -> Vec<(usize, String)> {
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for (index, pose) in poses.into_iter().enumerate() {
        match Pose::deserialize(pose) {
            Ok(pose) => read.push((index + 1, pose)),
            Err(error) => problems.push((index + 1, error.to_string())),
        }
    }
    let bodies: Vec<Pose> = read.iter().map(|(_, pose)| pose.clone()).collect();
    let frame = frame(&bodies);
    for (number, pose) in &read {
        let found = check(pose).into_iter().chain(outside(pose, &frame));
        problems.extend(found.map(|problem| (*number, problem)));
    }
    for (index, two) in bodies.windows(2).enumerate() {
        let found = film::between(&two[0], &two[1]);
        problems.extend(found.into_iter().map(|problem| (read[index].0, problem)));
    }
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
