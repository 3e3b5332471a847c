//! Places: the emergency and advice numbers of each region, and where care is found.

use serde::{Deserialize, Serialize};

use crate::named::named;
use crate::sources::Source;

/// The region shown to people who live in none of the others, and until one is chosen.
pub const ELSEWHERE: &str = "elsewhere";

/// One region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its name in the settings file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The number to call in an emergency, as it is read out.
    pub emergency: String,
    /// Who else can be asked when it is urgent but no emergency, best first.
    pub advice: Vec<Advice>,
    /// When the numbers were last compared with their sources, `YYYY-MM-DD`.
    pub checked_on: String,
}

/// Somebody who can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Who it is.
    pub name: String,
    /// The number, where there is one for the whole region.
    pub number: Option<String>,
    /// What else to know.
    pub note: Option<String>,
}

/// Where care is found: who is asked, which register shows that they may practise, and what stands in advertisements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Care {
    /// The one search engine that a prepared phrase may be taken to.
    pub engine: Engine,
    /// The professions, in the order in which they are shown.
    pub professions: Vec<Profession>,
    /// What is to know about a profession in a region: exactly one for each pair.
    pub registers: Vec<Register>,
    /// The regions whose insurers are listed.
    pub insured_regions: Vec<String>,
    /// The insurers, in the order of the list they come from.
    pub insurers: Vec<Insurer>,
    /// Where registers and insurers were looked up.
    pub sources: Vec<Source>,
}

/// A search engine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engine {
    /// Its name for people.
    pub name: String,
    /// Its address up to where the phrase begins.
    pub address: String,
}

/// Somebody who treats backs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profession {
    /// Its name in the file.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The guide that says more.
    pub guide: String,
    /// What to ask before booking, by matter.
    pub asks: Vec<Asks>,
    /// What speaks against somebody.
    pub warnings: Vec<String>,
}

/// Questions about one matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asks {
    /// The matter.
    pub title: String,
    /// The questions.
    pub questions: Vec<String>,
}

/// What is to know about a profession in some regions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Which profession.
    pub profession: String,
    /// Where it holds.
    pub regions: Vec<String>,
    /// What the title means there.
    pub licence: String,
    /// The register, where there is one for the whole region.
    pub name: Option<String>,
    /// Where it is looked up.
    pub address: Option<String>,
    /// Where they work.
    pub location: String,
    /// Who pays.
    pub cost: String,
    /// How to get to one.
    pub availability: String,
    /// The phrase to search for, without the place.
    pub phrase: String,
    /// When this was last gone through, `YYYY-MM-DD`.
    pub checked_on: String,
    /// What it was compared with.
    pub sources: Vec<String>,
    /// What of it was compared with no source.
    pub unchecked: Option<String>,
}

named! {
    /// What stands behind a name in a list of insurers.
    InsurerKind {
        /// It sells medical insurance.
        Insurer = "insurer",
        /// It sells plans for people abroad.
        International = "international",
        /// It pays back a fixed sum for each visit.
        CashPlan = "cash-plan",
        /// It treats people and insures nobody.
        Provider = "provider",
        /// It runs schemes and claims for others.
        Administrator = "administrator",
        /// A name under which others insure.
        Brand = "brand",
        /// It could not be told.
        Unclear = "unclear",
    }
}

/// A name in a list of insurers, with no word on how good it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insurer {
    /// The name as such lists spell it.
    pub name: String,
    /// What stands behind it.
    pub kind: InsurerKind,
    /// How it stands now.
    pub status: String,
    /// When that was last gone through, `YYYY-MM-DD`.
    pub checked_on: String,
    /// What it was compared with.
    pub sources: Vec<String>,
    /// What of it was compared with no source.
    pub unchecked: Option<String>,
}

/// The longest phrase that is taken to a search engine, in characters.
pub const PHRASE_MAX_CHARS: usize = 160;

impl Care {
    /// What is to know about a profession in a region.
    #[must_use]
    pub fn register(&self, profession: &str, region: &str) -> Option<&Register> {
        self.registers.iter().find(|register| {
            register.profession == profession && register.regions.iter().any(|it| it == region)
        })
    }

    /// Whether the insurers of this list are the ones of a region.
    #[must_use]
    pub fn insures(&self, region: &str) -> bool {
        self.insured_regions.iter().any(|it| it == region)
    }

    /// Where a phrase is searched for. It may hold whatever a person typed.
    #[must_use]
    pub fn search_address(&self, phrase: &str) -> String {
        let mut address = self.engine.address.clone();
        for byte in tidy_phrase(phrase).bytes() {
            if unreserved(byte) {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        address
    }

    /// Whether an address may be handed to a browser: one that a register of this library names, or a search with its
    /// one engine, written exactly as [`Care::search_address`] writes it. Everything else is refused.
    #[must_use]
    pub fn may_open(&self, address: &str) -> bool {
        let named = self
            .registers
            .iter()
            .any(|register| register.address.as_deref() == Some(address));
        named || self.is_search(address)
    }

    fn is_search(&self, address: &str) -> bool {
        if self.engine.address.is_empty() {
            return false;
        }
        let phrase = address
            .strip_prefix(&self.engine.address)
            .and_then(decoded)
            .filter(|phrase| !phrase.is_empty());
        phrase.is_some_and(|phrase| self.search_address(&phrase) == address)
    }
}

/// A phrase on one line, without what no keyboard writes, and not longer than a search takes.
#[must_use]
pub fn tidy_phrase(phrase: &str) -> String {
    let words: Vec<&str> = phrase
        .split(|it: char| it.is_whitespace() || it.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let short: String = words.join(" ").chars().take(PHRASE_MAX_CHARS).collect();
    short.trim_end().to_owned()
}

/// The letters that stand for themselves in an address (RFC 3986, 2.3).
fn unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What was written into an address, if nothing but escapes and letters that stand for themselves is in it.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let read = match byte {
            b'%' => {
                let digit = |it: Option<u8>| char::from(it?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            other if unreserved(other) => other,
            _ => return None,
        };
        bytes.push(read);
    }
    String::from_utf8(bytes).ok()
}
