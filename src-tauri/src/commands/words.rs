//! The closed lists over the wire: each list of the core once more, with a type the interface knows.

use backstride_content::triage::{Scope, Urgency};
use backstride_core::checks::{Reask, Recomputed};
use backstride_core::diary::safety::CheckAnswer;
use backstride_core::diary::{
    Answer, Frame, Helped, LegSymptom, Lifting, Method, PartOfDay, Quality, Region, Sitting,
};
use backstride_core::insights::{Meaning, Outcome};
use backstride_core::plan::{HardDays, InTheWay, Progress, Step as PlanStep};
use backstride_core::record::{Action, Kind};
use backstride_core::sessions::Flag;
use backstride_core::sessions::script::Side;
use backstride_core::settings::{Offer, Pace};
use backstride_core::summary::Section;
use backstride_core::vault::backup::Why;
use backstride_core::walks::{Aid, Carried, EasedBy, Slope, Surface};
use backstride_core::worded::Worded as _;

/// A list and its way there and back; a value that one side lacks does not compile.
macro_rules! mirrored {
    ($($(#[$meta:meta])* $wire:ident = $core:ident { $($value:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
        pub(crate) enum $wire {
            $(#[serde(rename = $word)] $value),+
        }

        impl From<$core> for $wire {
            fn from(value: $core) -> Self {
                match value {
                    $($core::$value => Self::$value),+
                }
            }
        }

        impl From<$wire> for $core {
            fn from(value: $wire) -> Self {
                match value {
                    $($wire::$value => Self::$value),+
                }
            }
        }
    )+};
}

mirrored! {
    /// The kinds of records.
    KindView = Kind {
        Pain = "pain", Walk = "walk", Day = "day", Medicine = "medicine", Relief = "relief",
        Flare = "flare", Factor = "factor", Footwear = "footwear", Check = "check",
        Question = "question", Plan = "plan", PlanReview = "plan_review", PlanCheckIn = "plan_check_in",
        Session = "session", Routine = "routine",
    }
    /// What a copy was made for.
    CopyWhyView = Why {
        Day = "day", Exit = "exit", Manual = "manual", Migration = "migration", Import = "import",
        Restore = "restore", Bulk = "bulk", Rekey = "rekey",
    }
    /// What was done to a record.
    ActionView = Action { Add = "add", Edit = "edit", Delete = "delete", Restore = "restore" }
    /// A part of the day.
    PartOfDayView = PartOfDay {
        Morning = "morning", Afternoon = "afternoon", Evening = "evening", Night = "night",
    }
    /// What a number is about.
    FrameView = Frame {
        Now = "now", Morning = "morning", DayAverage = "day_average", DayWorst = "day_worst",
        WalkBefore = "walk_before", WalkPeak = "walk_peak", WalkAfter = "walk_after",
        NextMorning = "next_morning",
    }
    /// How it feels.
    PainQualityView = Quality {
        Ache = "ache", Stabbing = "stabbing", Burning = "burning", Electric = "electric",
        Cramping = "cramping", Stiff = "stiff", Throbbing = "throbbing",
    }
    /// What a leg does.
    LegSymptomView = LegSymptom {
        PainAboveKnee = "pain_above_knee", PainBelowKnee = "pain_below_knee", Tingling = "tingling",
        Numbness = "numbness", Weakness = "weakness",
    }
    /// Where it can hurt.
    RegionCode = Region {
        Neck = "neck", UpperBack = "upper_back", MidBack = "mid_back", LowBackLeft = "low_back_left",
        LowBackCentre = "low_back_centre", LowBackRight = "low_back_right", Sacrum = "sacrum",
        SiLeft = "si_left", SiRight = "si_right", ButtockLeft = "buttock_left",
        ButtockRight = "buttock_right", OuterHipLeft = "outer_hip_left",
        OuterHipRight = "outer_hip_right", GroinLeft = "groin_left", GroinRight = "groin_right",
        FrontThighLeft = "front_thigh_left", FrontThighRight = "front_thigh_right",
        BackThighLeft = "back_thigh_left", BackThighRight = "back_thigh_right",
        KneeLeft = "knee_left", KneeRight = "knee_right", ShinLeft = "shin_left",
        ShinRight = "shin_right", CalfLeft = "calf_left", CalfRight = "calf_right",
        FootTopLeft = "foot_top_left", FootTopRight = "foot_top_right",
        FootSoleLeft = "foot_sole_left", FootSoleRight = "foot_sole_right", Abdomen = "abdomen",
        Saddle = "saddle",
    }
    /// Hours sat.
    SittingView = Sitting {
        Under2 = "under_2", From2To4 = "2_to_4", From4To6 = "4_to_6", Over6 = "over_6",
    }
    /// What was lifted.
    LiftingView = Lifting { None = "none", Some = "some", Heavy = "heavy" }
    /// Whether a watched factor was there.
    AnswerView = Answer { Yes = "yes", No = "no" }
    /// Whether something helped.
    HelpedView = Helped {
        Worse = "worse", No = "no", ALittle = "a_little", ALot = "a_lot", Unsure = "unsure",
    }
    /// What was tried.
    MethodView = Method {
        Heat = "heat", Cold = "cold", Rest = "rest", ShortWalk = "short_walk", Stretch = "stretch",
        Massage = "massage", Other = "other",
    }
    /// What was walked on.
    SurfaceView = Surface {
        Pavement = "pavement", Treadmill = "treadmill", GrassTrail = "grass_trail", Sand = "sand",
        Mixed = "mixed",
    }
    /// How much it went up and down.
    SlopeView = Slope { Flat = "flat", SomeHills = "some_hills", Hilly = "hilly" }
    /// What was carried.
    CarriedView = Carried {
        None = "none", OneSide = "one_side", Backpack = "backpack", Pushing = "pushing",
    }
    /// What the person leaned on.
    AidView = Aid { None = "none", Stick = "stick", Poles = "poles", Frame = "frame" }
    /// What eased the pain.
    EasedByView = EasedBy {
        Sitting = "sitting", BendingForward = "bending_forward", StandingStill = "standing_still",
        Lying = "lying", Slowing = "slowing", KeptWalking = "kept_walking", Nothing = "nothing",
    }
    /// An answer of the symptom check that an entry already gives.
    CheckAnswerView = CheckAnswer {
        NewWeakness = "new_weakness", NewNumbness = "new_numbness", BothLegs = "both_legs",
        SaddleArea = "saddle_area", BladderBowel = "bladder_bowel",
    }
    /// How soon help is needed, the most urgent first.
    UrgencyView = Urgency {
        Emergency = "emergency", Today = "today", Days = "days", Routine = "routine",
        SelfCare = "self_care",
    }
    /// How much of the symptom check is gone through: all of it, or the body's functions only.
    CheckScopeView = Scope { Full = "full", Short = "short" }
    /// Why the body's functions are asked about again.
    ReaskView = Reask { Flare = "flare", Monthly = "monthly" }
    /// How a kept check compares with the rules of this program.
    RecomputedView = Recomputed { Same = "same", Different = "different", OtherRules = "other_rules" }
    /// What a walk is set against.
    OutcomeView = Outcome {
        Change = "change", During = "during", Evening = "evening", NextMorning = "next_morning",
    }
    /// What a change means to a person.
    MeaningView = Meaning {
        NotEnough = "not_enough", AboutTheSame = "about_the_same", Better = "better", Worse = "worse",
    }
    /// What the diary offers of its own accord.
    OfferView = Offer { Monthly = "monthly", Flare = "flare" }
    /// Why a week of the walking plan asks for what it asks for.
    PlanStepView = PlanStep {
        Start = "start", Up = "up", Rest = "rest", Hard = "hard", NewPain = "new_pain", Few = "few",
        Unsaid = "unsaid", Gap = "gap", Down = "down", Back = "back",
    }
    /// What a person told about themselves.
    FlagView = Flag {
        Bones = "bones", Pregnant = "pregnant", NewHip = "new_hip", NoKneeling = "no_kneeling",
        Falls = "falls", LegPain = "leg_pain",
    }
    /// A side of the body.
    OnlySideView = Side { Left = "left", Right = "right" }
    /// Days of a week with strong pain.
    HardDaysView = HardDays { None = "none", One = "one", More = "more" }
    /// How it has gone since the last check-in.
    ProgressView = Progress { Better = "better", Same = "same", Worse = "worse" }
    /// What got in the way of walking.
    InTheWayView = InTheWay {
        Pain = "pain", Worry = "worry", Time = "time", Place = "place", Tired = "tired", Feet = "feet",
        Other = "other",
    }
    /// A part of the summary for an appointment.
    SummarySectionView = Section {
        Checks = "checks", Health = "health", Pain = "pain", Walking = "walking", Body = "body",
        Legs = "legs", Flares = "flares", Treatments = "treatments", Days = "days",
        Routines = "routines", Questions = "questions",
    }
    /// How often the diary is kept.
    PaceView = Pace { Daily = "daily", Weekly = "weekly", Monthly = "monthly" }
}

impl CheckAnswerView {
    /// The word both sides use.
    pub(crate) fn word(self) -> &'static str {
        CheckAnswer::from(self).word()
    }
}

/// A list of values from one side to the other.
pub(crate) fn each<A, B: From<A>>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(B::from).collect()
}
