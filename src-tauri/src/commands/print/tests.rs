//! Every guide, every routine and whole booklets, set for real on both papers.

use std::path::PathBuf;
use std::time::Instant;

use backstride_content::strings;
use backstride_content::triage::rules::Kind;
use backstride_content::triage::{self, Answer, Answered, Scope};
use backstride_print::{Document, Pages, Paper, Step};
use chrono::NaiveDate;

use super::check::Finished;
use super::jobs::Jobs;
use super::{
    BookletRequest, PaperView, PrintOutcomeView, PrintStepView, SheetPartRequest, SheetRequest,
    chosen, kept, pages, preset, routine,
};
use crate::commands::exercises;
use crate::ipc_error::ErrorCode;
use crate::knowledge;

fn sheet(paper: Paper) -> pages::Sheet {
    pages::Sheet {
        paper,
        today: NaiveDate::from_ymd_opt(2026, 11, 25).expect("a date"),
        region: knowledge::bundle().region("england"),
    }
}

fn set(document: &Document) -> Pages {
    backstride_print::pdf(document, |_| true).unwrap_or_else(|why| {
        panic!("{}: {why}", document.title);
    })
}

fn booklet(guides: &[&str], routines: &[&str], questions: Option<&[&str]>) -> BookletRequest {
    let owned = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    BookletRequest {
        guides: owned(guides),
        routines: owned(routines),
        questions: questions.map(owned),
        paper: PaperView::A4,
    }
}

fn document(request: &BookletRequest, paper: Paper) -> Document {
    let chosen = chosen(request).expect("all of it is in the library");
    pages::booklet(&chosen, &sheet(paper)).expect("a document")
}

/// Keeps a file to be looked at; `target/pages` is where people find it.
fn keep(name: &str, pages: &Pages) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), &pages.pdf).expect("room");
}

/// What pdftotext reads, in the order in which it stands in the file.
fn read_out(pages: &Pages) -> String {
    let dir = tempfile::tempdir().expect("a place");
    let file = dir.path().join("pages.pdf");
    std::fs::write(&file, &pages.pdf).expect("room");
    let said = std::process::Command::new("pdftotext")
        .arg("-raw")
        .arg(&file)
        .arg("-")
        .output()
        .expect("poppler-utils, which cargo xtask test installs");
    assert!(said.status.success());
    String::from_utf8(said.stdout).expect("UTF-8")
}

/// The words alone, because lines end elsewhere on paper.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn asked(title: &str, parts: &[(&str, Option<&str>)]) -> SheetRequest {
    let parts = parts.iter().map(|(exercise, form)| SheetPartRequest {
        exercise: (*exercise).to_owned(),
        form: form.map(str::to_owned),
        sets: None,
        reps: None,
        hold_s: None,
        for_s: None,
        only: None,
    });
    SheetRequest {
        title: title.to_owned(),
        parts: parts.collect(),
        paper: None,
    }
}

#[test]
fn a_sheet_of_a_routine_has_a_figure_the_steps_and_the_asked_dose_of_each_exercise() {
    let mut request = asked("My morning", &[("bridge", Some("half")), ("cat-cow", None)]);
    request.parts[1].reps = Some([3, 3]);
    let routine = routine(&request).expect("all of it is in the library");
    let document = pages::routine_sheet(&routine, &sheet(Paper::A4)).expect("a document");
    let figures = document.blocks.iter().filter_map(|block| match block {
        backstride_print::document::Block::Figures(figures) => Some(figures.len()),
        _ => None,
    });
    assert_eq!(figures.collect::<Vec<_>>(), [2, 2]);
    let pages = set(&document);
    keep("sheet.pdf", &pages);
    let text = words(&read_out(&pages));
    let bundle = knowledge::bundle();
    let mut wanted = vec!["My morning", "1. ", "2. ", "3 times"];
    for part in &routine.parts {
        wanted.push(&part.exercise.title);
        wanted.push(&part.form.title);
        wanted.extend(part.form.steps.iter().map(String::as_str));
        wanted.extend(part.exercise.cautions.iter().map(String::as_str));
    }
    wanted.extend(bundle.universal.stop.iter().map(String::as_str));
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted} is missing: {text}");
    }
    assert_eq!(pages.left_out, 0);
}

#[test]
fn a_whole_library_fits_on_a_sheet_and_every_form_can_be_printed() {
    let bundle = knowledge::bundle();
    let all: Vec<(&str, Option<&str>)> = bundle
        .exercises
        .iter()
        .flat_map(|it| {
            it.forms
                .iter()
                .map(|form| (it.slug.as_str(), Some(form.id.as_str())))
        })
        .collect();
    for some in all.chunks(40) {
        let routine = routine(&asked("Everything", some)).expect("all of it is in the library");
        let document = pages::routine_sheet(&routine, &sheet(Paper::Letter)).expect("a document");
        assert_eq!(set(&document).left_out, 0);
    }
}

#[test]
fn a_guide_that_leads_to_an_exercise_shows_the_form_it_means() {
    let guides = &knowledge::bundle().guides;
    let guide = guides
        .iter()
        .find(|it| it.title == "Leg symptoms that ease on sitting");
    let document = pages::guide(guide.expect("it ships"), &sheet(Paper::A4)).expect("a document");
    let (_, standing) = exercises::meant("hip-flexor-stretch", Some("standing")).expect("it ships");
    let shown = document.blocks.iter().any(|block| match block {
        backstride_print::document::Block::Figures(figures) => figures
            .iter()
            .map(|it| &it.alt)
            .eq(standing.poses.iter().map(|it| &it.alt)),
        _ => false,
    });
    assert!(shown, "the standing form has its figures");
}

#[test]
fn a_sheet_of_nothing_of_unknown_things_or_without_a_name_is_refused() {
    let refused = |request: &SheetRequest| {
        let Err(refused) = routine(request) else {
            panic!("it is taken");
        };
        (refused.code, refused.field)
    };
    let invalid = |field: &str| (ErrorCode::Invalid, Some(field.to_owned()));
    assert_eq!(refused(&asked("Mine", &[])), invalid("parts"));
    assert_eq!(refused(&asked(" ", &[("bridge", None)])), invalid("title"));
    let many = vec![("bridge", None); 61];
    assert_eq!(refused(&asked("Mine", &many)), invalid("parts"));
    for part in [("brigde", None), ("bridge", Some("halb"))] {
        assert_eq!(
            refused(&asked("Mine", &[part])),
            (ErrorCode::NotFound, None)
        );
    }
}

#[test]
fn every_guide_and_every_routine_is_set_on_both_papers_with_nothing_left_out() {
    let bundle = knowledge::bundle();
    for paper in [Paper::A4, Paper::Letter] {
        for guide in &bundle.guides {
            let pages = set(&pages::guide(guide, &sheet(paper)).expect("a document"));
            assert_eq!(pages.left_out, 0, "{}", guide.slug);
            assert!(pages.count >= 2, "{}", guide.slug);
        }
        for exercise in &bundle.exercises {
            let pages = set(&pages::routine(exercise, &sheet(paper)).expect("a document"));
            assert_eq!(pages.left_out, 0, "{}", exercise.slug);
        }
    }
}

#[test]
fn a_guide_on_paper_reads_in_the_order_of_the_guide() {
    let bundle = knowledge::bundle();
    let guide = bundle.guide("nerve-type-leg-pain").expect("a guide");
    let pages = set(&pages::guide(guide, &sheet(Paper::A4)).expect("a document"));
    keep("guide-a4.pdf", &pages);
    let letter = set(&pages::guide(guide, &sheet(Paper::Letter)).expect("a document"));
    keep("guide-letter.pdf", &letter);
    let text = words(&read_out(&pages));
    let mut at = 0;
    let mut sought = vec![guide.title.clone(), guide.summary.clone()];
    sought.extend(guide.sections.iter().map(|section| section.title.clone()));
    sought.push(strings::text("guide-sources", &[]));
    sought.extend(guide.sources.iter().map(|source| source.title.clone()));
    for passage in sought {
        let passage = words(&passage);
        let found = text[at..].find(&passage);
        at += found.unwrap_or_else(|| panic!("“{passage}” is not behind what stands before it"));
    }
    assert!(text.contains("Printed on 25 November 2026."));
    assert!(text.contains("Emergency number in England: 999."));
    assert!(text.contains("Not a medical device."));
}

/// What the check says to somebody who answers no to everything but what is given.
fn checked(given: &[(&str, Answer)]) -> Finished {
    let rules = &knowledge::bundle().check;
    let mut answers: Vec<Answered> = Vec::new();
    let outcome = loop {
        match triage::next(rules, &answers, Scope::Full).expect("the answers fit") {
            triage::Step::Done(outcome) => break outcome,
            triage::Step::Ask { question, .. } => {
                let given = given.iter().find(|(id, _)| *id == question.id);
                let answer = given.map_or_else(
                    || match &question.kind {
                        Kind::YesNo {
                            reassures: true, ..
                        } => Answer::Yes,
                        Kind::YesNo { .. } => Answer::No,
                        Kind::Some { .. } => Answer::None,
                        Kind::Steps { steps } => Answer::Step(steps[0].id.clone()),
                        Kind::Number { .. } => Answer::Number(45),
                    },
                    |(_, answer)| answer.clone(),
                );
                answers.push(Answered {
                    question: question.id.clone(),
                    answer,
                });
            }
        }
    };
    Finished {
        outcome,
        overruled: Vec::new(),
        region: Some("england".to_owned()),
        made: NaiveDate::from_ymd_opt(2026, 11, 25).expect("a date"),
        rules: (rules.id.clone(), rules.version, rules.digest.clone()),
    }
}

#[test]
fn a_result_on_paper_says_what_the_screen_says_at_every_level() {
    let ticked = |id: &str| Answer::Some {
        yes: vec![id.to_owned()],
        unsure: Vec::new(),
    };
    let people = [
        ("Emergency now", 1, Some(("body", ticked("saddle")))),
        ("Same day", 2, Some(("ill", ticked("weight")))),
        ("Look after it yourself for now", 5, None),
    ];
    for (says, level, given) in people {
        let given: Vec<(&str, Answer)> = given.into_iter().collect();
        let finished = checked(&given);
        for paper in [Paper::A4, Paper::Letter] {
            let pages = set(&finished.document(paper));
            assert!(pages.count <= 2, "{says}: {} pages", pages.count);
            assert_eq!(pages.left_out, 0);
            let text = words(&read_out(&pages));
            keep(&format!("result-{level}-{paper:?}.pdf"), &pages);
            let set = &knowledge::bundle().check;
            let mut sought = vec![says.to_owned(), "999".to_owned()];
            sought.extend(finished.outcome.reasons.iter().map(|it| it.text.clone()));
            sought.extend(triage::acts(set, &finished.outcome));
            sought.extend(triage::words_of(set, &finished.outcome).net.iter().cloned());
            sought.push(set.digest.chars().take(16).collect());
            for passage in sought {
                let passage = words(&passage);
                assert!(text.contains(&passage), "“{passage}” is missing: {text}");
            }
            assert_eq!(
                text.contains(&strings::text("check-patterns", &[])),
                level > 2 && !finished.outcome.patterns.is_empty(),
            );
        }
    }
}

#[test]
fn a_booklet_has_contents_and_links_between_its_guides() {
    let guides = ["start-here", "nerve-type-leg-pain", "stretching"];
    let questions = [
        "Could my leg pain come from my back?",
        "Is it all right to go on walking?",
    ];
    let request = booklet(&guides, &["hip-flexor-stretch"], Some(&questions));
    let pages = set(&document(&request, Paper::A4));
    keep("booklet-a4.pdf", &pages);
    keep(
        "booklet-letter.pdf",
        &set(&document(&request, Paper::Letter)),
    );
    let text = words(&read_out(&pages));
    let contents = text.find("Contents").expect("contents");
    let first = text.rfind("Bring this page with you.").expect("questions");
    for guide in guides {
        let title = &knowledge::bundle().guide(guide).expect("a guide").title;
        let listed = text[contents..].find(title.as_str()).expect("listed");
        assert!(contents + listed < first, "{title} is among the contents");
        assert!(text[first..].contains(title.as_str()));
    }
    for question in questions {
        assert!(text.contains(question), "{question}");
    }
}

/// `cargo xtask bench` reads what this prints and has the limits; here are only those that no slow machine breaks.
#[test]
fn one_guide_and_the_whole_library_are_set_in_good_time() {
    let bundle = knowledge::bundle();
    let timed = |make: &dyn Fn() -> Pages| {
        let began = Instant::now();
        let pages = make();
        (pages, began.elapsed().as_secs_f64() * 1e3)
    };
    // Another one each time, because what was set before would be remembered.
    let guides_ms: Vec<f64> = bundle
        .guides
        .iter()
        .map(|guide| {
            let one = || set(&pages::guide(guide, &sheet(Paper::A4)).expect("a document"));
            timed(&one).1
        })
        .collect();
    let all: Vec<&str> = bundle.guides.iter().map(|it| it.slug.as_str()).collect();
    let routines: Vec<&str> = bundle.exercises.iter().map(|it| it.slug.as_str()).collect();
    let request = booklet(&all, &routines, None);
    let (library, library_ms) = timed(&|| set(&document(&request, Paper::A4)));
    keep("library-a4.pdf", &library);
    assert!(library.count > 2 * all.len());
    assert!(guides_ms.iter().all(|ms| *ms < 10_000.0), "{guides_ms:?}");
    assert!(library_ms < 60_000.0, "{library_ms}");
    let figures = serde_json::json!({ "guides_ms": guides_ms, "library_ms": library_ms });
    said(&format!(
        "the library: {} pages, {} kB",
        library.count,
        library.pdf.len() / 1000
    ));
    said(&format!("print figures: {figures}"));
}

#[expect(
    clippy::print_stdout,
    reason = "figures are shown in the report of the run"
)]
fn said(line: &str) {
    println!("{line}");
}

#[test]
fn a_booklet_of_nothing_or_of_unknown_things_is_refused() {
    let code = |request: &BookletRequest| chosen(request).map(|_| ()).expect_err("refused").code;
    assert_eq!(code(&booklet(&[], &[], None)), ErrorCode::Invalid);
    assert_eq!(code(&booklet(&["nowhere"], &[], None)), ErrorCode::NotFound);
    assert_eq!(
        code(&booklet(&["start-here"], &["nothing"], None)),
        ErrorCode::NotFound
    );
    let long = "?".repeat(501);
    let request = booklet(&["start-here"], &[], Some(&[long.as_str()]));
    let refused = chosen(&request).map(|_| ()).expect_err("refused");
    assert_eq!(refused.field.as_deref(), Some("questions"));
    // A blank line between two questions is no question, and nothing is printed twice.
    let request = booklet(&["scans", "scans"], &[], Some(&["One?", "  "]));
    let taken = chosen(&request).map_err(|it| it.code).expect("taken");
    assert_eq!(
        (taken.guides.len(), taken.questions),
        (1, Some(vec!["One?".to_owned()]))
    );
}

#[test]
fn the_paper_preset_is_that_of_the_region() {
    let of = |id| preset(Some(knowledge::bundle().region(id).expect(id)));
    assert_eq!(of("united-states"), PaperView::Letter);
    assert_eq!(of("canada"), PaperView::Letter);
    assert_eq!(of("england"), PaperView::A4);
    assert_eq!(preset(None), PaperView::A4);
}

#[test]
fn a_stopped_job_sets_no_further_step_and_leaves_no_file() {
    let jobs = Jobs::default();
    let job = jobs.begin(7);
    assert!(!jobs.stop(8), "a job that never began");
    let steps = std::cell::RefCell::new(Vec::new());
    let guide = knowledge::bundle().guide("scans").expect("a guide");
    let outcome = kept(
        &job,
        "Backstride stopped job of a test",
        |step| {
            steps.borrow_mut().push(step);
            assert!(jobs.stop(7));
        },
        || pages::guide(guide, &sheet(Paper::A4)),
    );
    assert!(
        matches!(outcome, Ok(PrintOutcomeView::Stopped)),
        "{outcome:?}"
    );
    assert_eq!(*steps.borrow(), [PrintStepView::Setting]);
    drop(job);
    assert!(!jobs.stop(7), "it is off the list");
}

#[test]
fn whoever_stops_in_time_can_rely_on_it() {
    let jobs = Jobs::default();
    let job = jobs.begin(1);
    assert!(jobs.stop(1));
    assert!(!job.finish(), "stopped before it was done");
    let job = jobs.begin(2);
    assert!(job.finish());
    assert!(!jobs.stop(2), "done before it could be stopped");
    assert_eq!(PrintStepView::from(Step::Writing), PrintStepView::Writing);
}
