//! Which answers of the symptom check a pain entry already gives. Codes only; saving is never held up by them.

use rusqlite::Connection;

use super::{LegSymptom, PainEntry, Region, store};
use crate::error::Result;
use crate::worded::worded;

worded! {
    /// An answer that the symptom check would ask for.
    CheckAnswer in "check" {
        /// A leg is weak that was not in the four weeks before.
        NewWeakness = "new_weakness",
        /// A leg is numb that was not in the four weeks before.
        NewNumbness = "new_numbness",
        /// Both legs have symptoms at once.
        BothLegs = "both_legs",
        /// The saddle area is marked or named.
        SaddleArea = "saddle_area",
        /// The note speaks of bladder or bowel.
        BladderBowel = "bladder_bowel",
    }
}

/// How far back a symptom makes the same one no longer new, in days.
pub const NEW_WITHIN_DAYS: u64 = 28;

/// Beginnings of words that speak of bladder or bowel, in lower case. Too many offers of a check are better than too few.
const BLADDER_BOWEL: &[&str] = &[
    "bladder",
    "bowel",
    "incontinen",
    "urin",
    "pee",
    "peed",
    "peeing",
    "wee",
    "weed",
    "weeing",
    "poo",
    "pooed",
    "pooing",
    "stool",
    "constipat",
    "diarrh",
    "toilet",
    "loo",
    "leak",
    "continen",
    "catheter",
];

/// Those of them that are whole words, because longer words beginning so mean something else ("week", "look", "pool").
const WHOLE: &[&str] = &[
    "pee", "peed", "peeing", "wee", "weed", "weeing", "poo", "pooed", "pooing", "loo",
];

/// Beginnings of words, and phrases, that speak of the saddle area.
const SADDLE: &[&str] = &[
    "saddle", "genital", "vagina", "penis", "scrotum", "testic", "perine", "anus",
];
const SADDLE_PHRASES: &[&str] = &[
    "between my legs",
    "between the legs",
    "back passage",
    "private parts",
];

/// What an entry says that the symptom check asks for, beside what was said in the [`NEW_WITHIN_DAYS`] before.
#[must_use]
pub fn check_answers(entry: &PainEntry, earlier: &[PainEntry]) -> Vec<CheckAnswer> {
    let left = |it: &PainEntry, symptom| leg(it.leg_left.as_deref(), symptom);
    let right = |it: &PainEntry, symptom| leg(it.leg_right.as_deref(), symptom);
    let new = |symptom| {
        (left(entry, symptom) && !earlier.iter().any(|it| left(it, symptom)))
            || (right(entry, symptom) && !earlier.iter().any(|it| right(it, symptom)))
    };
    let any =
        |symptoms: &Option<Vec<LegSymptom>>| symptoms.as_ref().is_some_and(|it| !it.is_empty());
    let note = entry
        .note
        .as_ref()
        .map_or_else(String::new, |note| note.as_str().to_lowercase());
    let words: Vec<&str> = note.split(|c: char| !c.is_alphanumeric()).collect();
    let speaks = |list: &[&str]| {
        words.iter().any(|word| {
            list.iter().any(|start| {
                if WHOLE.contains(start) {
                    word == start
                } else {
                    word.starts_with(start)
                }
            })
        })
    };
    let spaced = words.join(" ");
    let saddle = entry.regions.iter().any(|it| it.region == Region::Saddle)
        || speaks(SADDLE)
        || SADDLE_PHRASES.iter().any(|phrase| spaced.contains(phrase));
    [
        (new(LegSymptom::Weakness), CheckAnswer::NewWeakness),
        (new(LegSymptom::Numbness), CheckAnswer::NewNumbness),
        (
            any(&entry.leg_left) && any(&entry.leg_right),
            CheckAnswer::BothLegs,
        ),
        (saddle, CheckAnswer::SaddleArea),
        (speaks(BLADDER_BOWEL), CheckAnswer::BladderBowel),
    ]
    .into_iter()
    .filter_map(|(said, answer)| said.then_some(answer))
    .collect()
}

/// [`check_answers`] of a stored entry beside the diary it stands in.
///
/// # Errors
/// Any failure of the storage.
pub fn check_answers_of(conn: &Connection, entry: &PainEntry) -> Result<Vec<CheckAnswer>> {
    let nothing_new = |answer: &CheckAnswer| {
        !matches!(answer, CheckAnswer::NewWeakness | CheckAnswer::NewNumbness)
    };
    let alone = check_answers(entry, &[]);
    if alone.iter().all(nothing_new) {
        // Nothing here depends on what came before, so nothing is read.
        return Ok(alone);
    }
    Ok(check_answers(entry, &store::legs_before(conn, entry)?))
}

fn leg(symptoms: Option<&[LegSymptom]>, symptom: LegSymptom) -> bool {
    symptoms.is_some_and(|symptoms| symptoms.contains(&symptom))
}
