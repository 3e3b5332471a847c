//! Exercises: what each is for, how to do it in each of its forms, for whom, and its figures.

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::sources::Source;

/// One exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its name in addresses: the name of its file.
    pub slug: String,
    /// Its number among the exercises, `E01` and so on.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What it can do, and what it cannot.
    pub purpose: String,
    /// Where it is felt.
    pub felt: String,
    /// How the body is.
    pub position: Position,
    /// What sort of exercise it is.
    pub kinds: Vec<Kind>,
    /// When it has its place.
    pub slots: Vec<Slot>,
    /// For which patterns it is meant; the table [`Suits`] says how far.
    pub patterns: Vec<Pattern>,
    /// How far it suits whom.
    pub suits: Suits,
    /// The exercise to do instead where it does not suit.
    pub instead: Option<String>,
    /// What a person with a flexion-bias pattern does instead, where that differs.
    pub instead_for: Vec<Instead>,
    /// Who takes care, and how.
    pub cautions: Vec<String>,
    /// When to stop, besides the rules that hold for every exercise.
    pub stop: Vec<String>,
    /// Other words people look for it with; never shown.
    pub words: Vec<String>,
    /// Its sources.
    pub sources: Vec<Source>,
    /// Its forms; the first is the usual one.
    pub forms: Vec<Form>,
}

impl Exercise {
    /// The form of this name.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }
}

/// Another exercise for one pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    /// The pattern.
    pub pattern: Pattern,
    /// The slug of the other exercise.
    pub exercise: String,
}

/// One way to do an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its name within the exercise.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How the body starts, in a few words.
    pub start: String,
    /// How the body is; that of the exercise unless the form says otherwise.
    pub position: Position,
    /// What it needs.
    pub equipment: Vec<Equipment>,
    /// How much of it.
    pub dose: Dose,
    /// What to do, one action each.
    pub steps: Vec<String>,
    /// The form that asks for less.
    pub easier: Option<String>,
    /// The form that asks for more.
    pub harder: Option<String>,
    /// The figure comes back to its first pose from its last one, instead of the way it came.
    pub round: bool,
    /// The key poses of its figure, in order.
    pub poses: Vec<Pose>,
}

/// How much of an exercise. Two numbers are least and most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// How many sets.
    pub sets: [u16; 2],
    /// How many repetitions a set, on each side where there are sides.
    pub reps: Option<[u16; 2]>,
    /// How long each repetition is held.
    pub hold_s: Option<[u16; 2]>,
    /// How long a set goes on, where nothing is counted.
    pub for_s: Option<[u16; 2]>,
    /// How long one repetition takes, there and back, without its hold.
    pub rep_s: u16,
    /// How long to rest between two sets.
    pub rest_s: u16,
    /// Both sides, one after the other.
    pub each_side: bool,
}

impl Dose {
    /// How long it takes in the least and the most, sides and rests included.
    #[must_use]
    pub fn seconds(&self) -> [u32; 2] {
        [0, 1].map(|end| {
            let set = match (self.for_s, self.reps) {
                (Some(for_s), _) => u32::from(for_s[end]),
                (None, Some(reps)) => {
                    let hold_s = self.hold_s.map_or(0, |hold| hold[end]);
                    u32::from(reps[end]) * u32::from(self.rep_s + hold_s)
                }
                (None, None) => self.hold_s.map_or(0, |hold| u32::from(hold[end])),
            };
            let sides = if self.each_side { 2 } else { 1 };
            let sets = u32::from(self.sets[end]);
            sets * sides * set + sets.saturating_sub(1) * u32::from(self.rest_s)
        })
    }
}

/// One key pose of a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pose {
    /// A word or two under the picture.
    pub label: String,
    /// What there is to see, for people who do not see it.
    pub alt: String,
    /// The body as the crate that draws reads it. It is proven when the program is built.
    pub figure: serde_json::Value,
}

named! {
    /// How the body is during an exercise.
    Position {
        /// On the feet.
        Standing = "standing",
        /// On a chair.
        Sitting = "sitting",
        /// On the back.
        OnBack = "on_back",
        /// On the front.
        OnFront = "on_front",
        /// On one side.
        OnSide = "on_side",
        /// On hands and knees.
        HandsAndKnees = "hands_and_knees",
        /// On one or both knees.
        Kneeling = "kneeling",
    }
}

named! {
    /// What sort of exercise it is.
    Kind {
        /// Gets the body going.
        WarmUp = "warm_up",
        /// Moves joints through their range.
        Mobility = "mobility",
        /// Lengthens muscles.
        Stretch = "stretch",
        /// Makes muscles work.
        Strength = "strength",
        /// Trains holding still and moving with care.
        Control = "control",
        /// Calms down.
        Rest = "rest",
    }
}

named! {
    /// When an exercise has its place.
    Slot {
        /// Before a walk.
        BeforeWalk = "before_walk",
        /// After a walk.
        AfterWalk = "after_walk",
        /// In a break from sitting.
        Desk = "desk",
        /// In a flare-up.
        Flare = "flare",
        /// In a strength session.
        Core = "core",
        /// Before sleep.
        Bedtime = "bedtime",
    }
}

named! {
    /// What a form needs.
    Equipment {
        /// A mat or a rug.
        Mat = "mat",
        /// A firm chair.
        Chair = "chair",
        /// A wall.
        Wall = "wall",
        /// A worktop or a table.
        Worktop = "worktop",
        /// A cushion or a pillow.
        Cushion = "cushion",
        /// A towel or a belt.
        Towel = "towel",
        /// A low step.
        Step = "step",
        /// A low stool or a box.
        Stool = "stool",
        /// A light band.
        Band = "band",
        /// Something to hold that weighs a little.
        Weight = "weight",
    }
}

named! {
    /// How pain behaves.
    Pattern {
        /// Eases on bending or sitting.
        FlexionBias = "fb",
        /// Eases on leaning back or walking.
        ExtensionBias = "eb",
        /// Leg pain of the nerve kind.
        Leg = "leg",
        /// Comes with load and distance.
        Load = "load",
        /// Low at the back of the pelvis.
        Girdle = "girdle",
        /// From the hip joint.
        Hip = "hip",
        /// From the arteries of the legs.
        Vascular = "vasc",
        /// Of no clear kind.
        Mixed = "mix",
    }
}

named! {
    /// How far an exercise suits somebody.
    Fit {
        /// As it is.
        Yes = "yes",
        /// In a small range, or in its easier form.
        Small = "small",
        /// Not at all.
        No = "no",
    }
}

/// How far an exercise suits each pattern, and each thing a person may have told about themselves.
/// Where several hold, the strictest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suits {
    /// Eases on bending or sitting.
    pub fb: Fit,
    /// Eases on leaning back or walking.
    pub eb: Fit,
    /// Leg pain of the nerve kind.
    pub leg: Fit,
    /// Comes with load; also for the vascular and the mixed pattern.
    pub load: Fit,
    /// Low at the back of the pelvis.
    pub girdle: Fit,
    /// From the hip joint.
    pub hip: Fit,
    /// Thin bones, a past spine fracture of little force, or months of steroid tablets.
    pub bones: Fit,
    /// Pregnant for 16 weeks or more.
    pub pregnant: Fit,
    /// A hip replacement under a clinician's restrictions.
    pub new_hip: Fit,
    /// Cannot kneel.
    pub no_kneeling: Fit,
    /// A fall in the last year, or unsteady.
    pub falls: Fit,
    /// Leg pain of 4 or more out of 10.
    pub leg_pain: Fit,
}

impl Default for Suits {
    fn default() -> Self {
        let no = Fit::No;
        Self {
            fb: no,
            eb: no,
            leg: no,
            load: no,
            girdle: no,
            hip: no,
            bones: no,
            pregnant: no,
            new_hip: no,
            no_kneeling: no,
            falls: no,
            leg_pain: no,
        }
    }
}

impl Suits {
    /// How far it suits a pattern.
    #[must_use]
    pub fn pattern(&self, pattern: Pattern) -> Fit {
        match pattern {
            Pattern::FlexionBias => self.fb,
            Pattern::ExtensionBias => self.eb,
            Pattern::Leg => self.leg,
            Pattern::Load | Pattern::Vascular | Pattern::Mixed => self.load,
            Pattern::Girdle => self.girdle,
            Pattern::Hip => self.hip,
        }
    }
}

impl Fit {
    /// The stricter of two.
    #[must_use]
    pub fn stricter(self, other: Fit) -> Fit {
        match (self, other) {
            (Fit::No, _) | (_, Fit::No) => Fit::No,
            (Fit::Small, _) | (_, Fit::Small) => Fit::Small,
            (Fit::Yes, Fit::Yes) => Fit::Yes,
        }
    }
}
