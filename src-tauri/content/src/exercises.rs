//! Exercises: what each is for, how to do it, when not, and its poses as joint angles.

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::sources::Source;

/// One exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its name in addresses: the name of its file.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it can do, and what it cannot.
    pub purpose: String,
    /// How the body starts.
    pub position: String,
    /// How much of it.
    pub dose: String,
    /// What to do, one action each.
    pub steps: Vec<String>,
    /// An easier way, if there is one.
    pub easier: Option<String>,
    /// A harder way, if there is one.
    pub harder: Option<String>,
    /// Who takes care, and how.
    pub cautions: Vec<String>,
    /// When to stop.
    pub stop: Vec<String>,
    /// Other words people look for it with; never shown.
    pub words: Vec<String>,
    /// Its sources.
    pub sources: Vec<Source>,
    /// Its poses in order.
    pub poses: Vec<Pose>,
}

/// One picture of an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pose {
    /// A word or two under the picture.
    pub label: String,
    /// What there is to see, for people who do not see it.
    pub alt: String,
    /// The body.
    pub figure: Figure,
}

/// A body seen from the side, as an author writes it: degrees, and centimetres of a body 175 tall.
/// The crate that draws reads the same names and gives the angles their meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// How far the pelvis leans ahead of upright.
    pub pelvis_deg: f64,
    /// How far the lower back bends forward.
    pub lumbar_deg: f64,
    /// How far the upper back bends forward.
    pub thorax_deg: f64,
    /// How far the neck bends forward.
    pub neck_deg: f64,
    /// The arm on the viewer's side.
    pub near_arm: Arm,
    /// The other arm.
    pub far_arm: Arm,
    /// The leg on the viewer's side.
    pub near_leg: Leg,
    /// The other leg.
    pub far_leg: Leg,
    /// What rests on the floor; the first one stays where it is from pose to pose.
    pub contacts: Vec<Contact>,
    /// What stands or lies there besides the body.
    pub props: Vec<Prop>,
    /// Where the exercise is felt.
    pub target: Option<Target>,
    /// What moves, and where to.
    pub arrow: Option<Arrow>,
}

/// One arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// How far the upper arm swings ahead of hanging.
    pub shoulder_deg: f64,
    /// How far the elbow bends.
    pub elbow_deg: f64,
    /// How far the wrist bends forward.
    pub wrist_deg: f64,
    /// What the hand rests on; the angles then follow from it.
    pub hand_on: Option<Support>,
}

/// One leg.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// How far the thigh swings ahead of the line of the pelvis.
    pub hip_deg: f64,
    /// How far the knee bends.
    pub knee_deg: f64,
    /// How far the toes rise from a right angle.
    pub ankle_deg: f64,
    /// A foot flat on the floor this far ahead of the first contact; the angles then follow from it.
    pub foot_at_cm: Option<f64>,
}

named! {
    /// A part of the body that can rest on the floor.
    Contact {
        /// The knee on the viewer's side.
        NearKnee = "near_knee",
        /// The other knee.
        FarKnee = "far_knee",
        /// The foot on the viewer's side.
        NearFoot = "near_foot",
        /// The other foot.
        FarFoot = "far_foot",
        /// The hand on the viewer's side.
        NearHand = "near_hand",
        /// The other hand.
        FarHand = "far_hand",
        /// The bottom.
        Seat = "seat",
    }
}

named! {
    /// What a hand can rest on.
    Support {
        /// The thigh on the viewer's side.
        NearThigh = "near_thigh",
        /// The other thigh.
        FarThigh = "far_thigh",
        /// The side of the hip.
        Hip = "hip",
        /// The floor.
        Floor = "floor",
        /// The back of the chair.
        Chair = "chair",
    }
}

named! {
    /// A thing an exercise needs.
    Prop {
        /// A cushion under the first contact.
        Cushion = "cushion",
        /// A mat under the whole body.
        Mat = "mat",
        /// A chair.
        Chair = "chair",
    }
}

named! {
    /// A place in the body where an exercise is felt.
    Target {
        /// The front of the hip on the viewer's side.
        NearHipFront = "near_hip_front",
        /// The lower back.
        LowerBack = "lower_back",
    }
}

named! {
    /// A movement to show.
    Arrow {
        /// The whole pelvis moves ahead.
        HipsForward = "hips_forward",
        /// The tail tucks under.
        TailUnder = "tail_under",
    }
}
