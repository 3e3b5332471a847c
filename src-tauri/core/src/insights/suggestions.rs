//! Which guides fit what the diary shows. Plain rules with stated thresholds: each looks at what the person wrote down in
//! the last four weeks, says how often it was so, and names a guide. Nothing here guesses, weighs or learns, and no rule
//! names a cause.

use crate::diary::Region;
use crate::diary::region::Side;
use crate::walks::EasedBy;
use crate::worded::worded;

/// The days that a suggestion looks back over, the last one included.
pub const SPAN_DAYS: u64 = 28;

/// "Often" is at least so many times, and at least half of the times that something was noted about it.
pub const OFTEN_TIMES: u32 = 3;

/// A walk made a difference if pain changed by so many points, as elsewhere in the insights.
pub const WALK_POINTS: i16 = 2;

/// A night was bad at this quality of sleep or below, on a scale of 0 to 3.
pub const BAD_SLEEP: u8 = 1;

/// More walking than before: the minutes of the last week are at least half as many again as the mean of the three weeks
/// before it, of which at least two had walks, and at least an hour.
pub const MORE_WALKING_PERCENT: u32 = 150;
/// See [`MORE_WALKING_PERCENT`].
pub const MORE_WALKING_MIN: u32 = 60;

worded! {
    /// Why a guide is suggested.
    Reason in "reason" {
        /// Pain on walks often eased while standing still.
        StandingEases = "standing_eases",
        /// Pain on walks often eased by sitting or bending.
        SittingEases = "sitting_eases",
        /// Pain was often in one leg.
        OneLeg = "one_leg",
        /// A flare-up goes on.
        Flare = "flare",
        /// Much more walking than in the weeks before.
        MoreWalking = "more_walking",
        /// Pain was often clearly stronger after a walk.
        WorseAfterWalks = "worse_after_walks",
        /// Pain was often clearly less after a walk.
        BetterAfterWalks = "better_after_walks",
        /// Nights were often bad.
        BadSleep = "bad_sleep",
        /// Warmth often helped.
        WarmthHelps = "warmth_helps",
    }
}

impl Reason {
    /// The guide that fits, by its slug.
    #[must_use]
    pub fn guide(self) -> &'static str {
        match self {
            Self::StandingEases | Self::WorseAfterWalks => "worse-when-walking",
            Self::SittingEases => "leg-symptoms-that-ease-on-sitting",
            Self::OneLeg => "nerve-type-leg-pain",
            Self::Flare => "pacing-and-flare-ups",
            Self::MoreWalking => "too-much-too-soon",
            Self::BetterAfterWalks => "better-when-walking",
            Self::BadSleep => "sleep-and-back-pain",
            Self::WarmthHelps => "heat-cold-and-daily-habits",
        }
    }
}

/// A guide that fits, and how often what it rests on was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// The slug of the guide.
    pub guide: &'static str,
    /// Why.
    pub reason: Reason,
    /// How often it was so; minutes of the last week for [`Reason::MoreWalking`].
    pub times: u32,
    /// Of how many times; the mean minutes of the weeks before for [`Reason::MoreWalking`].
    pub of: u32,
}

/// What the diary holds about the last four weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// What eased the pain, for each walk of which it was noted.
    pub eased: Vec<Vec<EasedBy>>,
    /// Pain before and after, for each walk of which both were noted.
    pub around_walks: Vec<(u8, u8)>,
    /// Where it hurt, for each entry that says so.
    pub places: Vec<Vec<Region>>,
    /// How each night was that was noted.
    pub sleep: Vec<u8>,
    /// Whether warmth helped, for each time that it was tried and noted.
    pub warmth: Vec<bool>,
    /// Minutes walked in each of the four weeks, the last one first; `None` = no walk was noted.
    pub walk_min: [Option<u32>; 4],
    /// Whether a flare-up goes on.
    pub flare: bool,
}

/// The guides that fit, the most telling first, each once.
#[must_use]
pub fn suggest(facts: &Facts) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for reason in <Reason as crate::worded::Worded>::ALL {
        if let Some((times, of)) = counted(*reason, facts) {
            let guide = reason.guide();
            if found.iter().all(|it| it.guide != guide) {
                found.push(Suggestion {
                    guide,
                    reason: *reason,
                    times,
                    of,
                });
            }
        }
    }
    found
}

fn counted(reason: Reason, facts: &Facts) -> Option<(u32, u32)> {
    let standing = |eased: &Vec<EasedBy>| eased.contains(&EasedBy::StandingStill);
    let change = |(before, after): &(u8, u8)| i16::from(*after) - i16::from(*before);
    match reason {
        Reason::StandingEases => often(&facts.eased, standing),
        Reason::SittingEases => often(&facts.eased, |eased| {
            let sitting = eased.contains(&EasedBy::Sitting);
            // What eases while standing still is another matter, whatever eases it besides.
            (sitting || eased.contains(&EasedBy::BendingForward)) && !standing(eased)
        }),
        Reason::OneLeg => often(&facts.places, |regions| one_leg(regions)),
        Reason::Flare => facts.flare.then_some((1, 1)),
        Reason::MoreWalking => more_walking(&facts.walk_min),
        Reason::WorseAfterWalks => often(&facts.around_walks, |it| change(it) >= WALK_POINTS),
        Reason::BetterAfterWalks => often(&facts.around_walks, |it| change(it) <= -WALK_POINTS),
        Reason::BadSleep => often(&facts.sleep, |quality| *quality <= BAD_SLEEP),
        Reason::WarmthHelps => often(&facts.warmth, |helped| *helped),
    }
}

/// How often something was so, if that is often.
fn often<T>(noted: &[T], so: impl Fn(&T) -> bool) -> Option<(u32, u32)> {
    let times = u32::try_from(noted.iter().filter(|it| so(it)).count()).ok()?;
    let of = u32::try_from(noted.len()).ok()?;
    (times >= OFTEN_TIMES && times * 2 >= of).then_some((times, of))
}

/// Pain in the thigh, the calf, the shin or the foot of one side and not of the other. Both legs are not what the guide
/// to one leg is about.
fn one_leg(regions: &[Region]) -> bool {
    let sides: Vec<Side> = regions
        .iter()
        .filter(|region| is_leg(**region))
        .map(|region| region.side())
        .collect();
    match sides.first() {
        Some(first) => sides.iter().all(|side| side == first),
        None => false,
    }
}

/// Front of thigh and knee are left out: hip and knee trouble is felt there as well.
fn is_leg(region: Region) -> bool {
    matches!(
        region,
        Region::BackThighLeft
            | Region::BackThighRight
            | Region::ShinLeft
            | Region::ShinRight
            | Region::CalfLeft
            | Region::CalfRight
            | Region::FootTopLeft
            | Region::FootTopRight
            | Region::FootSoleLeft
            | Region::FootSoleRight
    )
}

fn more_walking([last, before @ ..]: &[Option<u32>; 4]) -> Option<(u32, u32)> {
    let last = (*last)?;
    let walked: Vec<u32> = before.iter().filter_map(|week| *week).collect();
    // One week before it says nothing about what is usual.
    if walked.len() < 2 || last < MORE_WALKING_MIN {
        return None;
    }
    let mean = walked.iter().sum::<u32>() / u32::try_from(walked.len()).ok()?;
    (last * 100 >= mean * MORE_WALKING_PERCENT).then_some((last, mean))
}
