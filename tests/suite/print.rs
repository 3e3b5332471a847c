//! Pages: what is in a file that people print, and that nothing they wrote is ever read as markup.
//!
//! It is compiled with `backstride-print`, whose manifest says why.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect has to stop right there"
)]
#![expect(
    clippy::print_stdout,
    reason = "figures are shown in the report of the run"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use backstride_print::check::{CheckResult, Section};
use backstride_print::document::{
    Block, Column, Contents, Document, Figure, Inline, Item, Mark, NoteKind, Target, Words, plain,
};
use backstride_print::{Failed, Pages, Paper, Step, pdf};

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 80\" width=\"200\" \
    height=\"80\" font-family=\"Atkinson Hyperlegible Next, sans-serif\"><rect x=\"5\" y=\"5\" width=\"190\" \
    height=\"70\" fill=\"none\" stroke=\"#135860\"/><text x=\"20\" y=\"45\" font-size=\"16\">Drawn words</text></svg>";

/// What people could write, and what would break pages that are put together from text.
const HOSTILE: [&str; 24] = [
    "#panic(\"out\")",
    "#import \"@preview/evil:1.0.0\": *",
    "#read(\"/etc/passwd\")",
    "#sys.inputs #eval(\"1\") #{ while true {} }",
    "*strong* _stress_ `raw` $x^2 / 0$ <label> @reference",
    "= Heading\n- item\n+ item\n/ term: text",
    "// comment /* comment */",
    "[unclosed (unclosed {unclosed \"unclosed",
    "]closed )closed }closed",
    "\\u{202e} \\ \\n ~ -- --- ... ' \"",
    "</script><img src=x onerror=alert(1)>",
    "%PDF-1.7 endstream endobj (\\) <</Type/Catalog>>",
    "NUL \u{0} BEL \u{7} ESC \u{1b}[31m DEL \u{7f}",
    "turned \u{202e}around\u{202c} \u{2066}isolated\u{2069} \u{200f}mark",
    "😖 👩‍👩‍👧‍👦 🏽 emoji",
    "中文 한국어 العربية עברית ไทย Ελληνικά Кириллица",
    "z̷̢̛a̸l̴g̵o̶ e\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{feff}\u{fffe}\u{ffff}\u{e000}\u{10ffff}",
    "   \t  ",
    "{page} of {pages} {mark}",
    "https://example.org/a?b=c#d \"quoted\" 'single' \u{2028} \u{2029} line",
    "place-0 place-1 none auto true false",
    "{\"kind\": \"page_break\"}",
    "ﬁ ligature, ½, ², Ⅷ, ㎏, \u{1d400}",
];

fn words() -> Words {
    Words {
        foot: "Backstride. Not a medical device.".to_owned(),
        page_of: "Page {page} of {pages}".to_owned(),
        on_page: "page {page}".to_owned(),
        left_out: "Where you see {mark} a sign is missing.".to_owned(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "A document".to_owned(),
        lang: "en-GB".to_owned(),
        paper: Paper::A4,
        lead: vec!["Printed on 25 November 2026.".to_owned()],
        parts: false,
        dense: false,
        contents: None,
        blocks,
        words: words(),
    }
}

/// One of every kind of block.
fn of_every_kind(paper: Paper) -> Document {
    let text = |text: &str| Inline::Text(text.to_owned());
    let heading = |level, words: &str, anchor: &str| Block::Heading {
        level,
        text: plain(words),
        anchor: Some(anchor.to_owned()),
        listed: true,
    };
    let figure = |caption: &str| Figure {
        svg: DRAWING.to_owned(),
        alt: format!("A frame around words, {caption}"),
        caption: Some(caption.to_owned()),
    };
    let blocks = vec![
        heading(1, "First part", "first"),
        Block::Para(vec![
            text("Plain, "),
            Inline::Strong(plain("strong")),
            text(" and "),
            Inline::Emphasis(plain("stressed")),
            text(". See "),
            Inline::Link {
                to: Target::Address("https://example.org/a-page".to_owned()),
                inlines: plain("a page"),
            },
            text(" and "),
            Inline::Link {
                to: Target::Anchor("second".to_owned()),
                inlines: plain("the second part"),
            },
            text("."),
            Inline::Cite {
                number: 1,
                anchor: "source".to_owned(),
            },
        ]),
        heading(2, "A section", "section"),
        Block::list(Mark::Number, ["One thing", "Another thing"]),
        Block::list(Mark::Box, ["To tick", "To tick as well"]),
        Block::Table {
            summary: "Walks and minutes".to_owned(),
            columns: ["Day", "Minutes"]
                .map(|title| Column {
                    title: title.to_owned(),
                    numbers: title == "Minutes",
                })
                .to_vec(),
            rows: (1..=60)
                .map(|day| vec![plain(format!("Day {day}")), plain((day * 3).to_string())])
                .collect(),
            named_rows: true,
        },
        Block::Facts(vec![("Name".to_owned(), plain("What belongs to it"))]),
        Block::Note {
            kind: NoteKind::Help,
            title: "When to get help".to_owned(),
            blocks: vec![Block::list(Mark::Dot, ["A sign"])],
        },
        Block::Note {
            kind: NoteKind::Heard,
            title: "What you may have heard".to_owned(),
            blocks: vec![Block::para("Something.")],
        },
        Block::Figures(vec![figure("Start"), figure("Hold")]),
        Block::Figures(vec![figure("Alone")]),
        Block::Lines(3),
        heading(1, "Second part", "second"),
        heading(2, "Sources", "sources"),
        Block::List {
            mark: Mark::Number,
            items: vec![Item {
                blocks: vec![Block::Small(plain("The source"))],
                anchor: Some("source".to_owned()),
            }],
        },
    ];
    Document {
        paper,
        parts: true,
        dense: false,
        contents: Some(Contents {
            heading: "Contents".to_owned(),
            depth: 2,
        }),
        ..document(blocks)
    }
}

fn set(document: &Document) -> Pages {
    pdf(document, |_| true).unwrap_or_else(|why| panic!("{}: {why}", document.title))
}

/// A file on the disk, to be read by other people's programs.
struct File {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn of(pages: &Pages) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pages.pdf");
        std::fs::write(&path, &pages.pdf).unwrap();
        Self { _dir: dir, path }
    }

    fn text(&self) -> String {
        let text = said(
            Command::new("pdftotext")
                .arg("-raw")
                .arg(&self.path)
                .arg("-"),
        );
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn about(&self) -> String {
        said(Command::new("pdfinfo").arg(&self.path))
    }

    /// The tree that a screen reader walks, with its texts.
    fn tree(&self) -> String {
        said(Command::new("pdfinfo").arg("-struct-text").arg(&self.path))
    }
}

fn said(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}; cargo xtask test installs it"));
    assert!(output.status.success(), "{command:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Each passage stands behind the one before it.
fn in_order(text: &str, passages: &[&str]) {
    let mut at = 0;
    for passage in passages {
        match text[at..].find(passage) {
            Some(found) => at += found + passage.len(),
            None => panic!("“{passage}” is not behind what stands before it in {text}"),
        }
    }
}

#[test]
fn every_kind_of_block_is_read_in_order_on_both_papers() {
    for (paper, size) in [
        (Paper::A4, "595.276 x 841.89 pts (A4)"),
        (Paper::Letter, "612 x 792 pts (letter)"),
    ] {
        let pages = set(&of_every_kind(paper));
        let file = File::of(&pages);
        let about = file.about();
        assert!(about.contains(size), "{about}");
        assert!(about.contains(&format!("Pages:           {}", pages.count)));
        in_order(
            &file.text(),
            &[
                "A document",
                "Printed on 25 November 2026.",
                "Contents",
                "First part",
                "Second part",
                "Page 1 of",
                "First part",
                "Plain, strong and stressed. See a page (https://example.org/a-page) and the second part (page",
                "A section",
                "1. One thing",
                "2. Another thing",
                "To tick",
                "Day Minutes",
                "Day 1 3",
                "Day 60 180",
                "Name What belongs to it",
                "When to get help",
                "A sign",
                "What you may have heard",
                "Something.",
                "Start",
                "Second part",
                "Sources",
                "1. The source",
            ],
        );
        keep(&format!("every-kind-{paper:?}.pdf"), &pages);
    }
}

#[test]
fn a_file_is_tagged_titled_and_keeps_the_standard_for_readers_who_do_not_see_it() {
    let pages = set(&of_every_kind(Paper::A4));
    let file = File::of(&pages);
    let about = file.about();
    assert!(about.contains("Title:           A document"), "{about}");
    assert!(about.contains("Creator:         Backstride"), "{about}");
    assert!(about.contains("Tagged:          yes"), "{about}");
    assert!(about.contains("JavaScript:      no"), "{about}");
    // What it would tell about the computer or the moment is not in it.
    for line in ["CreationDate", "ModDate", "Author", "Producer"] {
        assert!(!about.contains(line), "{about}");
    }
    let raw = String::from_utf8_lossy(&pages.pdf);
    for mark in [
        "/MarkInfo",
        "/StructTreeRoot",
        "/Lang(en-GB)",
        "/DisplayDocTitle true",
        "/Outlines",
        "/Alt(A frame around words, Start)",
        "/Alt(A frame around words, Alone)",
        "/Summary(Walks and minutes)",
        "/Scope/Row",
        "/Scope/Column",
    ] {
        assert!(raw.contains(mark), "{mark} is missing");
    }
    // The part of the standard, as the file claims it.
    assert!(raw.contains("<pdfuaid:part>1</pdfuaid:part>"));
    let tree = file.tree();
    in_order(
        &tree,
        &[
            "H1 \"A document\"",
            "H2 \"Contents\"",
            "TOC",
            "Reference",
            "H1 \"First part\"",
            "Link",
            "H2 \"A section\"",
            "L (block)",
            "LI (block)",
            "LBody",
            "Table",
            "TR",
            "TH",
            "TD",
            "H3 \"When to get help\"",
            "Figure",
            "H1 \"Second part\"",
        ],
    );
}

#[test]
fn what_people_write_stays_text_wherever_it_stands() {
    for hostile in HOSTILE {
        let all = document(vec![
            Block::Heading {
                level: 2,
                text: plain(hostile),
                anchor: Some(hostile.to_owned()),
                listed: true,
            },
            Block::para(hostile),
            Block::Small(plain(hostile)),
            Block::Para(vec![
                Inline::Strong(plain(hostile)),
                Inline::Emphasis(plain(hostile)),
                Inline::Link {
                    to: Target::Address(hostile.to_owned()),
                    inlines: plain(hostile),
                },
                Inline::Link {
                    to: Target::Anchor(hostile.to_owned()),
                    inlines: plain(hostile),
                },
                Inline::Cite {
                    number: 1,
                    anchor: format!("{hostile}?"),
                },
            ]),
            Block::list(Mark::Dot, [hostile, "between", hostile]),
            Block::Note {
                kind: NoteKind::Try,
                title: hostile.to_owned(),
                blocks: vec![Block::para(hostile)],
            },
            Block::Facts(vec![(hostile.to_owned(), plain(hostile))]),
            Block::Table {
                summary: hostile.to_owned(),
                columns: vec![Column {
                    title: hostile.to_owned(),
                    numbers: false,
                }],
                rows: vec![vec![plain(hostile)]],
                named_rows: true,
            },
            Block::Figures(vec![Figure {
                svg: DRAWING.to_owned(),
                alt: format!("described {hostile}"),
                caption: Some(hostile.to_owned()),
            }]),
            Block::Scale {
                at: 9,
                of: 5,
                text: hostile.to_owned(),
            },
            Block::para("The end is reached."),
        ]);
        let all = Document {
            title: format!("Title {hostile}"),
            lead: vec![hostile.to_owned()],
            contents: Some(Contents {
                heading: format!("Contents {hostile}"),
                depth: 3,
            }),
            words: Words {
                foot: hostile.to_owned(),
                ..words()
            },
            ..all
        };
        let pages = pdf(&all, |_| true).unwrap_or_else(|why| panic!("{hostile:?}: {why}"));
        let text = File::of(&pages).text();
        assert!(text.contains("The end is reached."), "{hostile:?}");
        // Every letter that can be shown is there as it was written.
        if hostile.is_ascii() && !hostile.contains(|it: char| it.is_control()) {
            let bare: String = hostile.split_whitespace().collect();
            let shown: String = text.split_whitespace().collect();
            assert!(
                shown.matches(bare.as_str()).count() >= 10,
                "{hostile:?} in {text}"
            );
        }
        assert_eq!(pages.left_out > 0, text.contains("[?]"), "{hostile:?}");
        if pages.left_out > 0 {
            assert!(text.contains("Where you see [?] a sign is missing."));
        }
    }
}

#[test]
fn a_drawing_reaches_nothing_outside_itself() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("secret.svg");
    std::fs::write(
        &secret,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>SECRET</text></svg>",
    )
    .unwrap();
    let href = secret.display();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"90\" \
         height=\"90\"><script>alert(1)</script><image href=\"{href}\" width=\"9\" height=\"9\"/>\
         <image xlink:href=\"file://{href}\" width=\"9\" height=\"9\"/>\
         <image href=\"https://example.org/a.png\" width=\"9\" height=\"9\"/><rect width=\"5\" height=\"5\"/></svg>"
    );
    let figure = |svg: &str| {
        document(vec![Block::Figures(vec![Figure {
            svg: svg.to_owned(),
            alt: "A square".to_owned(),
            caption: None,
        }])])
    };
    // Either it is refused or what is outside is left out; the words of the other file never arrive.
    if let Ok(pages) = pdf(&figure(&svg), |_| true) {
        assert!(!File::of(&pages).text().contains("SECRET"));
    }
    // A drawing that is none is an error and no crash.
    for broken in [
        "",
        "no drawing",
        "<svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
    ] {
        let refused = pdf(&figure(broken), |_| true);
        assert!(matches!(refused, Err(Failed::Refused(_))), "{broken:?}");
    }
}

#[test]
fn what_nobody_could_find_or_hear_is_refused() {
    let mut untitled = document(vec![Block::para("Words.")]);
    untitled.title = " \u{0} ".to_owned();
    assert_eq!(pdf(&untitled, |_| true), Err(Failed::Untitled));
    let undescribed = document(vec![Block::Figures(vec![Figure {
        svg: DRAWING.to_owned(),
        alt: " ".to_owned(),
        caption: Some("Named, but not described".to_owned()),
    }])]);
    assert_eq!(pdf(&undescribed, |_| true), Err(Failed::Undescribed));
    let deep = (0..100).fold(Block::para("Deep."), |inside, _| Block::Note {
        kind: NoteKind::Plain,
        title: String::new(),
        blocks: vec![inside],
    });
    assert_eq!(pdf(&document(vec![deep]), |_| true), Err(Failed::TooDeep));
}

#[test]
fn odd_documents_are_set_all_the_same() {
    let link = |to: &str| {
        Block::Para(vec![Inline::Link {
            to: Target::Anchor(to.to_owned()),
            inlines: plain("words"),
        }])
    };
    let heading = |level, text: &str, anchor: &str| Block::Heading {
        level,
        text: plain(text),
        anchor: Some(anchor.to_owned()),
        listed: true,
    };
    for blocks in [
        vec![],
        // A heading that skips levels, one without words, two of a name, and links to all of them.
        vec![
            heading(5, "Deep", "a"),
            heading(9, " ", "b"),
            heading(2, "Twice", "a"),
            link("a"),
            link("b"),
            link("c"),
        ],
        // A heading inside a box is no heading of the document.
        vec![Block::Note {
            kind: NoteKind::Plain,
            title: "Box".to_owned(),
            blocks: vec![heading(2, "Inside", "d"), link("d")],
        }],
        vec![Block::List {
            mark: Mark::Dot,
            items: vec![Item::default(), Item::default()],
        }],
        vec![Block::PageBreak, Block::PageBreak, Block::para("After.")],
        vec![
            Block::para("x".repeat(20_000)),
            Block::para("word ".repeat(20_000)),
        ],
        vec![Block::Table {
            summary: String::new(),
            columns: vec![
                Column {
                    title: "One".to_owned(),
                    numbers: true,
                };
                12
            ],
            rows: vec![vec![], vec![plain("1"); 30]],
            named_rows: false,
        }],
        vec![Block::Scale {
            at: 0,
            of: 0,
            text: String::new(),
        }],
    ] {
        set(&document(blocks));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = of_every_kind(Paper::Letter);
    assert_eq!(set(&document).pdf, set(&document).pdf);
}

#[test]
fn a_document_nobody_wants_any_more_is_not_finished() {
    let document = of_every_kind(Paper::A4);
    let mut steps = Vec::new();
    let stopped = pdf(&document, |step| {
        steps.push(step);
        step == Step::Setting
    });
    assert_eq!(stopped, Err(Failed::Cancelled));
    assert_eq!(steps, [Step::Setting, Step::Writing]);
    assert_eq!(pdf(&document, |_| false), Err(Failed::Cancelled));
}

#[test]
fn the_result_of_a_check_says_first_what_to_do_and_fits_both_sides_of_a_sheet() {
    let section = |heading: &str, lines: &[&str]| Section {
        heading: heading.to_owned(),
        lines: lines.iter().map(|it| (*it).to_owned()).collect(),
    };
    let result = |level: u8, words: &str| CheckResult {
        title: "Your symptom check".to_owned(),
        made: "Made on 25 November 2026 at 09:12.".to_owned(),
        level: Some(level),
        level_words: words.to_owned(),
        result: (
            "Get help".to_owned(),
            "What you ticked needs to be looked at.".to_owned(),
        ),
        act: section(
            "What to do now",
            &[
                "Call the emergency number, or have somebody call.",
                "Do not drive yourself.",
            ],
        ),
        numbers: vec![("Emergency number in England".to_owned(), "999".to_owned())],
        say: section(
            "What to say",
            &["I have back pain, and I cannot feel it when I pee."],
        ),
        bring: section("What to bring", &["A list of your medicines", "This page"]),
        reasons: section("What you ticked", &["The area around my genitals is numb."]),
        because: vec!["A nerve may be pressed.".to_owned()],
        worth_asking: section("Worth asking about", &["A fall some weeks ago."]),
        patterns: section("How your pain behaves", &["Better when you bend"]),
        more_urgent: section("Call again if", &["Your legs get weaker."]),
        safety_net: section(
            "Whatever this page says",
            &["If you are worried, get help."],
        ),
        rules: vec![
            ("Rules".to_owned(), "back-walking 1".to_owned()),
            ("Fingerprint".to_owned(), "0f3a".repeat(16)),
        ],
        small_print: "This is not a diagnosis.".to_owned(),
    };
    for paper in [Paper::A4, Paper::Letter] {
        for (level, says) in [
            (1, "Call for an ambulance now"),
            (2, "Speak to a clinician today"),
            (3, "Book an appointment within days"),
            (4, "Book an appointment without hurry"),
            (5, "Look after it yourself for now"),
        ] {
            let pages = set(&result(level, says).document("en-GB", paper, words()));
            assert!(pages.count <= 2, "level {level} on {paper:?}");
            in_order(
                &File::of(&pages).text(),
                &[
                    "Your symptom check",
                    says,
                    "What to do now",
                    "1. Call the emergency number",
                    "999",
                    "What you ticked",
                    "What to say",
                    "What to bring",
                    "Call again if",
                    "If you are worried, get help.",
                    "Rules: back-walking 1",
                    "This is not a diagnosis.",
                ],
            );
            keep(&format!("check-{level}-{paper:?}.pdf"), &pages);
        }
    }
}

#[test]
fn a_page_is_set_in_good_time() {
    // The typesetter makes itself ready once; a person waits for that too.
    let began = Instant::now();
    set(&of_every_kind(Paper::A4));
    let took = began.elapsed();
    println!("print: a document of every kind of block, set and written in {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
}

/// Keeps a file to be looked at, beside the pictures of the screens.
fn keep(name: &str, pages: &Pages) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), &pages.pdf).unwrap();
}
