//! Places: what the checker refuses about registers and insurers, and which addresses a browser may be sent to.

use backstride_content::places::{Care, PHRASE_MAX_CHARS, tidy_phrase};

use crate::content::{Copy, refuses, shipped};

const REGISTERS: &str = "places/registers.toml";
const INSURERS: &str = "places/insurers.toml";

fn care() -> &'static Care {
    &shipped().care
}

#[test]
fn every_region_has_one_answer_for_each_profession() {
    for region in &shipped().regions {
        for profession in &care().professions {
            let register = care().register(&profession.id, &region.id);
            assert!(register.is_some(), "{} in {}", profession.id, region.id);
        }
    }
    refuses(
        REGISTERS,
        "\"japan\", \"south-africa\"",
        "\"south-africa\"",
        "nothing says how to find a massage-therapist in `japan`",
    );
    refuses(
        REGISTERS,
        "regions = [\"ireland\"]",
        "regions = [\"ireland\", \"wales\"]",
        "names `wales`, which has its register above",
    );
    refuses(
        REGISTERS,
        "regions = [\"eu\"]",
        "regions = [\"eu\", \"austalia\"]",
        "is `australia` meant?",
    );
    let copy = Copy::new();
    copy.plant(
        REGISTERS,
        "profession = \"massage-therapist\"\nregions = [\"australia\"]",
        "profession = \"massage-therapists\"\nregions = [\"australia\"]",
    );
    let told = copy.problems();
    for says in [
        "is `massage-therapist` meant?",
        "massage-therapist in `australia`",
    ] {
        assert!(told.iter().any(|it| it.contains(says)), "{says}: {told:?}");
    }
}

#[test]
fn an_address_that_could_mislead_is_refused() {
    let from = "address = \"https://www.coru.ie/\"";
    for (address, says) in [
        ("http://www.coru.ie/", "has to begin with https://"),
        ("https://coru", "is no plain address"),
        ("https://www.coru.ie@evil.example/", "is no plain address"),
        ("https://www.coru.ie:8080/", "is no plain address"),
        ("https://www.cöru.ie/", "is no plain address"),
        ("https://www.coru.ie/a b", "is no plain address"),
        ("javascript:alert(1)", "has to begin with https://"),
    ] {
        refuses(REGISTERS, from, &format!("address = \"{address}\""), says);
    }
    refuses(
        REGISTERS,
        "name = \"CORU, register of physiotherapists\"\n",
        "",
        "an address needs the name of what it leads to",
    );
    let engine = "https://duckduckgo.com/?q={phrase}";
    for (address, says) in [
        ("https://duckduckgo.com/?q=", "has to end with {phrase}"),
        (
            "https://duckduckgo.com/?{kind}={phrase}",
            "has to end with {phrase}",
        ),
        (
            "http://duckduckgo.com/?q={phrase}",
            "has to begin with https://",
        ),
    ] {
        refuses(REGISTERS, engine, address, says);
    }
}

#[test]
fn what_was_compared_with_nothing_says_so() {
    refuses(
        REGISTERS,
        "unchecked = \"All of this is general knowledge and differs from country to country. Look at the register of your own country.\"\n",
        "",
        "name what this was compared with",
    );
    refuses(
        INSURERS,
        "unchecked = \"The present name is still to be looked up.\"\n",
        "",
        "name what this was compared with",
    );
    let copy = Copy::new();
    copy.plant(
        INSURERS,
        "sources = [\"aviva-exit\"]",
        "sources = [\"aviva-exits\"]",
    );
    let told = copy.problems();
    for says in ["is `aviva-exit` meant?", "`aviva-exit` is never cited"] {
        assert!(told.iter().any(|it| it.contains(says)), "{says}: {told:?}");
    }
    refuses(
        INSURERS,
        "checked_on = 2026-11-25",
        "checked_on = 2026-11-31",
        "this is not valid TOML",
    );
    refuses(
        REGISTERS,
        "checked_on = 2026-11-25\n",
        "",
        "`registers[1].checked_on` is missing",
    );
}

#[test]
fn a_list_of_insurers_praises_nobody_and_names_nobody_twice() {
    refuses(
        INSURERS,
        "status = \"Now VitalityHealth.\"",
        "status = \"A leading insurer, now VitalityHealth.\"",
        "says `leading`",
    );
    refuses(
        INSURERS,
        "name = \"Healix Global\"",
        "name = \"Healix\"",
        "is `Healix`, which is here twice",
    );
    refuses(
        INSURERS,
        "kind = \"brand\"",
        "kind = \"partner\"",
        "has the unknown name `partner`",
    );
    assert_eq!(care().insurers.len(), 28);
    assert!(care().insures("wales") && !care().insures("ireland"));
}

#[test]
fn a_question_asks_and_a_profession_has_its_guide() {
    refuses(
        REGISTERS,
        "\"Are you insured?\"",
        "\"You are insured.\"",
        "which asks nothing",
    );
    refuses(
        REGISTERS,
        "guide = \"finding-a-physiotherapist\"",
        "guide = \"finding-a-physioterapist\"",
        "is `finding-a-physiotherapist` meant?",
    );
    refuses(
        REGISTERS,
        "id = \"massage-therapist\"\nname = \"Massage therapist\"",
        "id = \"massage-therapist\"\nname = \"Massage therapist\"\nfee = \"10\"",
        "`professions[2].fee` is no known key",
    );
    let long = "x".repeat(PHRASE_MAX_CHARS - 40);
    refuses(
        REGISTERS,
        "phrase = \"HCPC physiotherapist low back pain\"",
        &format!("phrase = \"{long}\""),
        "no place fits behind it",
    );
    let mut copy = Copy::new();
    copy.remove("places/insurers.toml");
    copy.refuses("places/insurers.toml", "this is missing");
}

#[test]
fn a_search_is_the_engines_address_and_the_phrase_and_nothing_else() {
    let care = care();
    for (phrase, address) in [
        (
            "physio in York",
            "https://duckduckgo.com/?q=physio%20in%20York",
        ),
        ("  a \n b\t\u{7f} ", "https://duckduckgo.com/?q=a%20b"),
        (
            "a&b=c#d?e/f\"g'",
            "https://duckduckgo.com/?q=a%26b%3Dc%23d%3Fe%2Ff%22g%27",
        ),
        ("Århus", "https://duckduckgo.com/?q=%C3%85rhus"),
        (
            "100% $(x) `y`",
            "https://duckduckgo.com/?q=100%25%20%24%28x%29%20%60y%60",
        ),
    ] {
        assert_eq!(care.search_address(phrase), address);
        assert!(care.may_open(address), "{address}");
    }
    let long = "ü".repeat(500);
    assert_eq!(tidy_phrase(&long).chars().count(), PHRASE_MAX_CHARS);
    assert!(care.may_open(&care.search_address(&long)));
}

#[test]
fn a_browser_is_sent_to_registers_and_searches_alone() {
    let care = care();
    let registers: Vec<&str> = care
        .registers
        .iter()
        .filter_map(|register| register.address.as_deref())
        .collect();
    assert!(registers.len() > 10);
    for address in &registers {
        assert!(care.may_open(address), "{address}");
        // A neighbour of an address is not that address.
        for other in [
            format!("{address}x"),
            format!(" {address}"),
            format!("{address}#a"),
            format!("{address}?a"),
            address.replace("https", "http"),
            address.to_uppercase(),
        ] {
            assert!(!care.may_open(&other), "{other}");
        }
    }
    for address in [
        "",
        "https://example.org/",
        "http://duckduckgo.com/?q=a",
        "https://duckduckgo.com/",
        "https://duckduckgo.com/?q=",
        "https://duckduckgo.com/?q=%20",
        "https://duckduckgo.com/?q=a b",
        "https://duckduckgo.com/?q=a+b",
        "https://duckduckgo.com/?q=a&kae=d",
        "https://duckduckgo.com/?q=a#b",
        "https://duckduckgo.com/?q=a%0Ab",
        "https://duckduckgo.com/?q=a%00",
        "https://duckduckgo.com/?q=%2",
        "https://duckduckgo.com/?q=%GG",
        "https://duckduckgo.com/?q=%ff",
        "https://duckduckgo.com/?q=a\nb",
        "https://duckduckgo.com/?q=a;calc",
        "https://duckduckgo.com.evil.example/?q=a",
        "https://duckduckgo.com@evil.example/?q=a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "-version",
        "/usr/bin/env",
    ] {
        assert!(!care.may_open(address), "{address}");
    }
    // The sources are for reading; nothing opens them.
    for source in &care.sources {
        assert!(
            registers.contains(&source.address.as_str()) || !care.may_open(&source.address),
            "{}",
            source.address
        );
    }
    assert!(!Care::default().may_open("https://duckduckgo.com/?q=a"));
    assert!(!Care::default().may_open("a"));
}
