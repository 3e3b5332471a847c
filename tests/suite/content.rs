//! Shipped knowledge: what the checker refuses, what the library holds, what the search finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use backstride_content::guides::{Block, Guide, Inline, Section, Tone, passages};
use backstride_content::places::{Advice, Region};
use backstride_content::search::{Hit, Kind, Search};
use backstride_content::sources::{Quality, Source};
use backstride_content::triage::{Group, HelpNow, Level, Sign};
use backstride_content::{Bundle, strings};
use backstride_draw::figure;
use proptest::prelude::*;
use tempfile::TempDir;

const FOLDERS: [&str; 7] = [
    "exercises",
    "guides",
    "images/guides",
    "places",
    "programmes",
    "strings",
    "triage",
];
const GUIDE: &str = "guides/leg-symptoms-that-ease-on-sitting.md";
const EXERCISE: &str = "exercises/hip-flexor-stretch.toml";
const HELP_NOW: &str = "triage/help-now.toml";
const SAFETY: &str = "triage/SAFETY.md";
const REGIONS: &str = "places/regions.toml";
const TOPICS: &str = "guides/topics.toml";
const SAME_WORDS: &str = "guides/same-words.toml";
const STRINGS: &str = "strings/en.ftl";

pub(crate) fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

pub(crate) fn shipped() -> &'static Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(|| load(&assets()).unwrap())
}

/// Loads a folder of assets as the build does, with the crate that draws as the judge of figures.
pub(crate) fn load(assets: &Path) -> Result<Bundle, Vec<backstride_content::Problem>> {
    Bundle::load_dir(assets, &|poses| figure::judge(poses))
}

// The checker.

/// A copy of the shipped assets to break.
pub(crate) struct Copy(TempDir);

impl Copy {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in FOLDERS {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
            for entry in fs::read_dir(assets().join(folder)).unwrap() {
                let entry = entry.unwrap();
                let to = dir.path().join(folder).join(entry.file_name());
                fs::copy(entry.path(), to).unwrap();
            }
        }
        Self(dir)
    }

    pub(crate) fn at(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    /// Replaces the first place where `from` stands; a fault that cannot be planted is no test.
    pub(crate) fn plant(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.at(file)).unwrap();
        assert!(text.contains(from), "{file} has no `{from}` to break");
        fs::write(self.at(file), text.replacen(from, to, 1)).unwrap();
        self
    }

    pub(crate) fn remove(&mut self, file: &str) {
        fs::remove_file(self.at(file)).unwrap();
    }

    pub(crate) fn append(&self, file: &str, more: &str) -> &Self {
        let text = fs::read_to_string(self.at(file)).unwrap();
        fs::write(self.at(file), text + more).unwrap();
        self
    }

    pub(crate) fn problems(&self) -> Vec<String> {
        match load(self.0.path()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    /// Exactly one problem, in this file, that says this.
    pub(crate) fn refuses(&self, file: &str, says: &str) {
        let problems = self.problems();
        let [only] = &problems[..] else {
            panic!("one problem that says `{says}` was planted, found {problems:#?}");
        };
        let start = format!("{file}:");
        assert!(
            only.starts_with(&start) && only.contains(says),
            "`{only}` does not say `{says}` about {file}"
        );
    }
}

pub(crate) fn refuses(file: &str, from: &str, to: &str, says: &str) {
    Copy::new().plant(file, from, to).refuses(file, says);
}

#[test]
fn the_shipped_assets_hold() {
    assert_eq!(Copy::new().problems(), Vec::<String>::new());
}

#[test]
fn every_problem_is_told_at_once_in_the_order_of_the_files() {
    let copy = Copy::new();
    copy.plant(GUIDE, "summary =", "sumary =")
        .plant(GUIDE, "reviewed = 2026-11-23", "reviewed = \"soon\"")
        .plant(GUIDE, "](#/check)", "](#/chek)")
        .plant(EXERCISE, "dose =", "doze =")
        .plant(HELP_NOW, "code = \"CES2\"", "code = \"CES1\"")
        .plant(REGIONS, "emergency = \"999\"", "")
        .plant(STRINGS, "app-name = Backstride", "app-name Backstride");
    let problems = copy.problems();
    let files: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem.split(':').next())
        .collect();
    let expected = [
        EXERCISE, EXERCISE, GUIDE, GUIDE, GUIDE, GUIDE, GUIDE, REGIONS, STRINGS, HELP_NOW,
    ];
    assert_eq!(files, expected, "{problems:#?}");
}

#[test]
fn an_unknown_key_is_refused_with_what_was_meant() {
    let front = "title = \"Leg symptoms that ease on sitting\"";
    let with = format!("{front}\nreviewer = \"somebody\"");
    refuses(
        GUIDE,
        front,
        &with,
        "`reviewer` is no known key; is `reviewed` meant?",
    );
    refuses(
        EXERCISE,
        "felt =",
        "music = \"loud\"\nfelt =",
        "`music` is no known key; known are",
    );
    refuses(
        EXERCISE,
        "quality = \"P\"",
        "quality = \"P\"\ndoi = \"10\"",
        "`sources[1].doi`",
    );
    refuses(
        HELP_NOW,
        "code = \"CES1\"",
        "code = \"CES1\"\nnote = \"x\"",
        "`groups[1].signs[1].note`",
    );
    refuses(
        REGIONS,
        "name = \"NHS 111\"",
        "name = \"NHS 111\"\nsms = \"1\"",
        "`regions[1].advice[1].sms`",
    );
    refuses(
        TOPICS,
        "id = \"legs\"",
        "id = \"legs\"\ncolour = \"red\"",
        "`topics[1].colour`",
    );
    refuses(
        SAME_WORDS,
        "words = [",
        "lang = \"en\"\nwords = [",
        "`same[1].lang`",
    );
}

#[test]
fn a_missing_or_empty_field_is_refused() {
    refuses(GUIDE, "reviewed = 2026-11-23", "", "`reviewed` is missing");
    refuses(
        EXERCISE,
        "label = \"Start\"",
        "label = \" \"",
        "`forms[1].poses[1].label` is empty",
    );
    refuses(
        EXERCISE,
        "label = \"Start\"",
        "label = \"Start \"",
        "begins or ends with a blank",
    );
    refuses(
        EXERCISE,
        "label = \"Start\"",
        "label = 4",
        "is a number, and has to be text in quotes",
    );
    refuses(
        EXERCISE,
        "words = [",
        "words = [7, ",
        "`words[1]` is a number",
    );
    let text = fs::read_to_string(assets().join(HELP_NOW)).unwrap();
    let from = text.find("act = [").unwrap();
    let to = from + text[from..].find("\n]").unwrap() + 2;
    refuses(
        HELP_NOW,
        &text[from..to],
        "act = []",
        "`act` is an empty list",
    );
    refuses(
        REGIONS,
        "number = \"111\"",
        "number = \"one one one\"",
        "names no number",
    );
}

#[test]
fn a_region_without_an_emergency_number_is_refused() {
    refuses(
        REGIONS,
        "emergency = \"999\"\n",
        "",
        "`regions[1].emergency` is missing",
    );
    refuses(
        REGIONS,
        "emergency = \"999\"",
        "emergency = \"the police\"",
        "names no number",
    );
    refuses(
        REGIONS,
        "sources = [\"nhs-111-coverage\"]\n",
        "",
        "every number needs a source",
    );
    refuses(
        REGIONS,
        "id = \"wales\"",
        "id = \"england\"",
        "is `england`, which is here twice",
    );
    refuses(
        REGIONS,
        "id = \"elsewhere\"",
        "id = \"moon\"\nsources = [\"europe-112\"]",
        "the last region has to be `elsewhere`",
    );
    refuses(
        REGIONS,
        "checked_on = 2026-11-23",
        "checked_on = \"2026\"",
        "such as 2026-11-23",
    );
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    refuses(
        GUIDE,
        "2026-11-23",
        "2026-02-30",
        ":8: this is not valid TOML",
    );
    refuses(
        GUIDE,
        "2026-11-23",
        "2026-11-23T10:00:00",
        "a date without quotes",
    );
    refuses(
        GUIDE,
        "2026-11-23",
        "\"2026-11-23\"",
        "a date without quotes",
    );
    refuses(GUIDE, "year = 2010", "year = 210", "has to be a year");
}

#[test]
fn a_link_that_leads_nowhere_is_refused() {
    let link = "](#/routines/hip-flexor-stretch \"standing\")";
    refuses(
        GUIDE,
        link,
        "](#/routines/hip-flexor-strech)",
        "is `hip-flexor-stretch` meant?",
    );
    refuses(
        GUIDE,
        link,
        "](#/guides/heat)",
        "a link leads to the guide `heat`, which is not there",
    );
    refuses(
        GUIDE,
        link,
        "](#/gides)",
        "the room `gides`, which is not there; is `guides` meant?",
    );
    refuses(
        GUIDE,
        link,
        "](#/guides/leg-symptoms-that-ease-on-sitting/how)",
        "a link leads to the part",
    );
    refuses(
        GUIDE,
        link,
        "](https://example.org)",
        "the link `https://example.org` leaves the program",
    );
    refuses(GUIDE, link, "](heat.md)", "leaves the program");
    refuses(
        GUIDE,
        "[hip flexor stretch](",
        "[](",
        "a link without words",
    );
    let copy = Copy::new();
    copy.plant(
        GUIDE,
        link,
        "](#/guides/leg-symptoms-that-ease-on-sitting/what-does-it-feel-like)",
    );
    assert_eq!(copy.problems(), Vec::<String>::new());
}

#[test]
fn citations_and_sources_belong_together() {
    refuses(
        GUIDE,
        "[^artery-referral]",
        "[^artery-referal]",
        "is `artery-referral` meant?",
    );
    refuses(
        GUIDE,
        "[^ammendolia-2022]",
        "",
        "the source `ammendolia-2022` is never cited",
    );
    refuses(
        GUIDE,
        "https://bmjopen",
        "http://bmjopen",
        "has to begin with https://",
    );
}

#[test]
fn a_sign_that_waits_for_a_signature_stands_in_the_list_for_it() {
    Copy::new()
        .plant(SAFETY, "| CES6 |", "| CES7 |")
        .refuses(SAFETY, "CES6");
}

#[test]
fn a_message_nobody_can_read_is_refused() {
    Copy::new()
        .append(STRINGS, "\nbroken message\n")
        .refuses(STRINGS, "strings/en.ftl:");
}

// The library.

#[test]
fn the_packed_library_unpacks_to_the_same() {
    let packed = shipped().pack();
    assert_eq!(&Bundle::unpack(&packed).unwrap(), shipped());
    assert_eq!(packed, shipped().pack());
    assert!(Bundle::unpack(&packed[..packed.len() - 1]).is_err());
    assert!(Bundle::unpack(b"something else").is_err());
}

fn guide() -> &'static Guide {
    shipped()
        .guide("leg-symptoms-that-ease-on-sitting")
        .unwrap()
}

#[test]
fn the_guide_keeps_to_its_length_and_says_what_it_must() {
    let text = passages(&guide().blocks).join(" ");
    let words = text.split_whitespace().count();
    assert!((400..=1200).contains(&words), "{words} words");
    // Of this guide the clinical page demands: mainly legs, common without symptoms, try this, a shared choice.
    for said in [
        "mainly in the legs",
        "common in people who have no trouble",
        "you and a specialist make together",
        "physiotherapist",
    ] {
        assert!(text.contains(said), "`{said}` is missing");
    }
    for never in ["you have stenosis", "will cure you", "nothing to worry"] {
        assert!(!text.to_lowercase().contains(never), "`{never}`");
    }
}

#[test]
fn the_guide_has_its_boxes_and_its_sources_in_the_order_of_citing() {
    let tones: Vec<Tone> = guide()
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Note { tone, .. } => Some(*tone),
            _ => None,
        })
        .collect();
    assert_eq!(
        tones,
        [Tone::Plain, Tone::Try, Tone::Heard, Tone::Help, Tone::Plain]
    );
    let first = &guide().sources[0];
    assert_eq!(
        (first.id.as_str(), first.quality),
        ("suri-2010", Quality::Primary)
    );
    assert!(
        guide()
            .sources
            .iter()
            .all(|source| source.address.starts_with("https://"))
    );
}

#[test]
fn every_section_of_the_contents_is_a_heading_of_the_text() {
    let headings: Vec<String> = guide()
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { id, .. } => Some(id.clone()),
            _ => None,
        })
        .collect();
    let sections: Vec<String> = guide()
        .sections
        .iter()
        .map(|section: &Section| section.id.clone())
        .collect();
    assert_eq!(sections, headings);
    assert!(sections.len() >= 4);
}

#[test]
fn every_region_has_its_numbers_and_everybody_else_comes_last() {
    let regions = &shipped().regions;
    let numbers: BTreeMap<&str, &str> = regions
        .iter()
        .map(|region: &Region| (region.id.as_str(), region.emergency.as_str()))
        .collect();
    assert_eq!(numbers.len(), regions.len());
    assert_eq!(numbers.get("england"), Some(&"999"));
    assert_eq!(numbers.get("eu"), Some(&"112"));
    assert_eq!(numbers.get("united-states"), Some(&"911"));
    assert_eq!(
        regions.last().map(|region| region.id.as_str()),
        Some("elsewhere")
    );
    for region in regions {
        assert!(!region.advice.is_empty(), "{} has nobody to ask", region.id);
        assert!(
            region
                .advice
                .iter()
                .all(|advice: &Advice| !advice.name.is_empty())
        );
    }
}

#[test]
fn the_list_of_signs_goes_from_now_to_today_and_cites_what_it_rests_on() {
    let list: &HelpNow = &shipped().help_now;
    let levels: Vec<Level> = list
        .groups
        .iter()
        .map(|group: &Group| group.level)
        .collect();
    let first_today = levels
        .iter()
        .position(|level| *level == Level::Today)
        .unwrap();
    assert!(
        first_today > 0
            && levels[first_today..]
                .iter()
                .all(|level| *level == Level::Today)
    );
    let known: BTreeSet<&str> = list
        .sources
        .iter()
        .map(|source: &Source| source.id.as_str())
        .collect();
    let signs: Vec<&Sign> = list.groups.iter().flat_map(|group| &group.signs).collect();
    assert!(signs.len() >= 20, "{}", signs.len());
    for sign in signs {
        assert!(
            !sign.sources.is_empty() || sign.sign_off.is_some(),
            "{} rests on nothing and waits for nobody",
            sign.code
        );
        assert!(sign.sources.iter().all(|id| known.contains(id.as_str())));
    }
}

// The search.

fn search() -> Search {
    Search::open(shipped()).unwrap()
}

fn found(query: &str) -> Vec<Hit> {
    search().find(query).unwrap()
}

fn first_is_guide(query: &str) {
    let hits = found(query);
    let first = hits
        .first()
        .unwrap_or_else(|| panic!("`{query}` finds nothing"));
    assert_eq!(
        (first.kind, first.slug.as_str()),
        (Kind::Guide, guide().slug.as_str()),
        "`{query}`"
    );
}

#[test]
fn everyday_words_find_the_guide() {
    for query in [
        "sit",
        "sitting",
        "trolley",
        "shopping cart",
        "lean on trolley",
        "stenosis",
        "stenossis",
        "claudication",
        "leg symptoms",
        "heavy legs",
        "bicycle",
        "why do i have to sit down when walking",
        "SIT",
        "síttïng",
        "trol",
    ] {
        first_is_guide(query);
    }
}

#[test]
fn danger_words_find_the_signs_first() {
    for (query, group) in [
        ("cant pee", "emergency-nerves"),
        ("can't pee", "emergency-nerves"),
        ("i cannot pee", "emergency-nerves"),
        ("numb bottom", "emergency-nerves"),
        ("numbness between my legs", "emergency-nerves"),
        ("both legs are weak", "emergency-nerves"),
    ] {
        let hits = found(query);
        let first = hits
            .first()
            .unwrap_or_else(|| panic!("`{query}` finds nothing"));
        assert_eq!(
            (first.kind, first.slug.as_str()),
            (Kind::Help, group),
            "`{query}`"
        );
    }
}

#[test]
fn the_exercise_is_found_by_what_people_call_it() {
    for query in ["hip flexor", "psoas", "front of hip", "lunge"] {
        let hits = found(query);
        assert!(
            hits.iter()
                .any(|hit| hit.kind == Kind::Exercise && hit.slug == "hip-flexor-stretch"),
            "`{query}` finds {hits:?}"
        );
    }
}

#[test]
fn what_was_looked_for_is_marked_in_the_snippet() {
    let hits = found("trolley");
    let marked: Vec<&str> = hits[0]
        .snippet
        .iter()
        .filter(|piece| piece.hit)
        .map(|piece| piece.text.as_str())
        .collect();
    assert!(
        marked
            .iter()
            .any(|text| text.eq_ignore_ascii_case("trolley")),
        "{:?}",
        hits[0].snippet
    );
}

#[test]
fn words_that_are_nowhere_find_nothing() {
    for query in ["", "   ", "???", "xylophone", "qqqqqqq"] {
        assert_eq!(found(query), Vec::new(), "`{query}`");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_a_query(query in "\\PC{0,60}") {
        thread_local!(static SEARCH: Search = search());
        SEARCH.with(|search| search.find(&query)).unwrap();
    }

    #[test]
    fn the_query_language_of_the_index_cannot_be_reached(words in prop::collection::vec(
        prop::sample::select(vec!["\"", "*", "NEAR(", ")", "AND", "OR", "NOT", "title:", "-", "^", "sit", "\u{0}", "\u{e000}"]), 1..8)
    ) {
        thread_local!(static SEARCH: Search = search());
        let query = words.join(" ");
        SEARCH.with(|search| search.find(&query)).unwrap();
    }
}

// The words of the interface.

#[test]
fn a_message_takes_its_arguments() {
    assert!(strings::text("cli-logged", &[("nrs", "4")]).contains('4'));
    assert_eq!(strings::text("no-such-key", &[]), "no-such-key");
}

fn cited(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Cite { .. }))
}

#[test]
fn paragraphs_with_figures_of_studies_cite_them() {
    let paragraphs = guide().blocks.iter().filter_map(|block| match block {
        Block::Paragraph { inlines } => Some(inlines),
        _ => None,
    });
    let mut with_figures = 0;
    for inlines in paragraphs {
        let text = backstride_content::guides::plain(inlines);
        if text.contains(" people") && text.bytes().any(|byte| byte.is_ascii_digit()) {
            with_figures += 1;
            assert!(cited(inlines), "no source: {text}");
        }
    }
    assert!(with_figures >= 1);
}

// Questions to take along.

#[test]
fn the_questions_a_guide_offers_are_there_and_ask() {
    let lists = |slug: &str| {
        let guide = shipped().guide(slug).unwrap();
        assert!(!guide.questions.is_empty(), "{slug} offers no questions");
    };
    for slug in [
        "the-diary-at-an-appointment",
        "medicines-questions-for-a-pharmacist",
        "what-a-physio-does",
    ] {
        lists(slug);
    }
    let guide = "guides/scans.md";
    let from = "questions = [\"my-report-is-full-of-frightening-words\"]";
    refuses(
        guide,
        from,
        "questions = [\"my-report\"]",
        "names the part `my-report`, which is not there",
    );
    refuses(
        guide,
        "- Which are usual at my age?",
        "- The ones usual at my age.",
        "has no list in which every line asks something",
    );
}
