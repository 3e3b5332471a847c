//! Text that would like to be a program: 500 payloads in every field a person can write, brought in by a file, and every
//! screen that shows them. Nothing runs, nothing is asked for, the page stays where it is.

use std::collections::BTreeSet;

use backstride_core::exchange::{self, Differing, Form, Source, Wish};
use backstride_core::reminders::{self, Days, Plan, Purpose, Rule, Terms};
use backstride_core::{Moment, checks, db};
use chrono::NaiveTime;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::profile::{self, id, morning};
use crate::screens::rest;
use crate::window::{ROOMY, Window};

const PAYLOADS: usize = 500;

/// The longest name that may be written; every payload fits into it.
const NAME_MAX: usize = 80;

/// What a page can be made to run by, crossed with what it would do.
fn payloads() -> Vec<String> {
    const WAYS: [&str; 32] = [
        "<script>{}</script>",
        "<SCRIPT>{}//",
        "</script><script>{}</script>",
        "<img src=x onerror={}>",
        "<img src=x onerror=\"{}\"",
        "<svg onload={}>",
        "<svg/onload={}>",
        "<svg><script>{}</script>",
        "<body onload={}>",
        "<iframe srcdoc=\"<script>{}</script>\">",
        "<iframe src=\"javascript:{}\">",
        "<a href=\"javascript:{}\">x</a>",
        "<details open ontoggle={}>",
        "<input autofocus onfocus={}>",
        "<video><source onerror={}>",
        "<audio src=x onerror={}>",
        "<object data=\"javascript:{}\">",
        "<embed src=\"javascript:{}\">",
        "<form><button formaction=\"javascript:{}\">",
        "<math><mi xlink:href=\"javascript:{}\">",
        "\"><img src=x onerror={}>",
        "'><svg onload={}>",
        "\" onmouseover=\"{}\" x=\"",
        "' onfocus='{}' autofocus='",
        "</textarea><img src=x onerror={}>",
        "</title><svg onload={}>",
        "</style><svg onload={}>",
        "--><svg onload={}>",
        "]]><svg onload={}>",
        "{{constructor.constructor('{}')()}}",
        "${{{}}}",
        "javascript:{}",
    ];
    const DEEDS: [&str; 17] = [
        "__hit=1",
        "window.__hit=1",
        "top.__hit=1",
        "self['__hit']=1",
        "__hit++",
        "eval('__hit=1')",
        "Function('__hit=1')()",
        "location='//x.test'",
        "location.href='about:x'",
        "open('//x.test')",
        "fetch('//x.test')",
        "document.title='hit'",
        "history.go(-1)",
        "alert(1)",
        "import('//x.test')",
        "document.write(1)",
        "setTimeout('__hit=1')",
    ];
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    for deed in DEEDS {
        for way in WAYS {
            let text = way.replace("{}", deed);
            if text.chars().count() <= NAME_MAX && seen.insert(text.clone()) {
                all.push(text);
            }
        }
    }
    assert!(all.len() >= PAYLOADS, "only {}", all.len());
    all.truncate(PAYLOADS);
    all
}

/// A diary in which every field of words holds every payload, as lines of a file that is brought in.
fn lines(payloads: &[String], check: &Value) -> (String, usize) {
    let mut out =
        String::from("{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n");
    let mut number = 10_000;
    let mut next = || {
        number += 1;
        id(number)
    };
    let mut fields = 0;
    let mut line = |kind: &str, record: Value, words: usize| {
        fields += words;
        let line = json!({ "type": "record", "kind": kind, "record": record });
        out.push_str(&format!("{line}\n"));
    };
    let today = morning().date_naive();
    let made = morning().timestamp_millis();
    let shoes: Vec<String> = payloads.iter().map(|_| next()).collect();
    for (n, text) in payloads.iter().enumerate() {
        let date = (today - chrono::Days::new(n as u64)).to_string();
        let mut dated = |mut record: Value| {
            record["id"] = next().into();
            record["local_date"] = date.clone().into();
            record["offset_min"] = 0.into();
            record["recorded_at_ms"] = made.into();
            record
        };
        line(
            "footwear",
            json!({ "id": shoes[n], "name": text, "recorded_at_ms": made }),
            1,
        );
        line(
            "pain",
            dated(json!({ "frame": "now", "nrs": 5, "note": text })),
            1,
        );
        line(
            "walk",
            dated(json!({ "duration_min": 20, "footwear_id": shoes[n], "note": text })),
            1,
        );
        line(
            "medicine",
            dated(json!({ "name": text, "amount": text, "note": text })),
            3,
        );
        line(
            "relief",
            dated(json!({ "method": "heat", "note": text })),
            1,
        );
        line("day", dated(json!({ "limited": 3, "note": text })), 1);
    }
    for (n, text) in payloads.iter().enumerate() {
        let date = (today - chrono::Days::new(2 * n as u64)).to_string();
        line(
            "flare",
            json!({ "id": next(), "start_date": date, "end_date": date, "offset_min": 0, "recorded_at_ms": made, "note": text }),
            1,
        );
        line(
            "factor",
            json!({ "id": next(), "name": text, "active": n < 5, "position": n, "recorded_at_ms": made }),
            1,
        );
        line(
            "question",
            json!({ "id": next(), "text": text, "place": n, "recorded_at_ms": made, "guide": text }),
            2,
        );
        line(
            "session",
            json!({ "id": next(), "local_date": date, "local_time": "08:00:00", "offset_min": 0, "recorded_at_ms": made, "routine": text, "active_s": 60, "finished": true, "did": [{ "exercise": text, "form": text, "done": 1, "of": 1, "hurt": false }] }),
            3,
        );
    }
    for text in payloads {
        line(
            "routine",
            json!({ "id": next(), "name": text, "days": 0, "recorded_at_ms": made,
                "parts": [{ "exercise": text, "form": text, "sets": 1, "reps": 1 }] }),
            3,
        );
    }
    // What a check said is kept in its own words, and a file can say that it said anything.
    for (n, texts) in payloads.chunks(20).enumerate() {
        let date = (today - chrono::Days::new(n as u64)).to_string();
        let mut check = check.clone();
        check["id"] = next().into();
        check["local_date"] = date.into();
        let reasons = texts.iter().map(|text| {
            json!({ "question": text, "choice": text, "text": text, "unsure": false, "level": "emergency" })
        });
        check["outcome"]["level"] = "emergency".into();
        check["outcome"]["reasons"] = reasons.collect();
        check["rule_set"] = texts[0].clone().into();
        line("check", check, 3 * texts.len() + 1);
    }
    let plan = next();
    let from = (today - chrono::Days::new(70)).to_string();
    line(
        "plan",
        json!({ "id": plan, "looked_from": from, "first_day": from, "start_min": 10, "with_rests": false, "offset_min": 0, "recorded_at_ms": made }),
        0,
    );
    for (week, texts) in payloads.chunks(55).enumerate() {
        let text: String = texts.join(" ").chars().take(3_900).collect();
        line(
            "plan_check_in",
            json!({ "id": next(), "plan_id": plan, "week": week, "if_it_returns": text.trim(), "offset_min": 0, "recorded_at_ms": made }),
            texts.len(),
        );
    }
    (out, fields)
}

/// Brings the lines in and gives every reminder a payload for a name.
fn write(desktop: &Desktop, payloads: &[String]) -> (u64, usize) {
    let mut vault = profile::settled(desktop);
    profile::check_by_older_rules(&mut vault, 4_000, morning().into());
    let check = checks::list(&vault.diary).expect("read").remove(0);
    let mut check = serde_json::to_value(&check).expect("JSON");
    if let Some(fields) = check.as_object_mut() {
        // A line leaves out what is not there.
        fields.retain(|_, value| !value.is_null());
    }
    let (text, mut fields) = lines(payloads, &check);
    let mut bytes = text.as_bytes();
    let wish = Wish {
        id: id(1),
        source: payloads[3].clone() + ".jsonl",
        differing: Differing::Keep,
    };
    let report = db::write_as(&mut vault.diary, |tx| {
        let mut sources = [Source {
            form: Form::Lines,
            bytes: &mut bytes,
        }];
        let now = Moment::from(morning());
        exchange::take(tx, &mut sources, &wish, now, &mut String::new, &mut |_| {
            true
        })
    })
    .expect("taken");
    assert_eq!(
        report.refused,
        [],
        "every payload is a text that may be written"
    );
    vault.close().expect("closed tidily");
    let mut schedule = db::open_schedule(&desktop.profile()).expect("opens");
    db::write(&mut schedule, |tx| {
        for (n, text) in payloads.iter().enumerate().take(100) {
            let rule = Rule {
                id: id(5_000 + n as u32),
                purpose: Purpose::Own,
                name: Some(text.clone()),
                plan: Plan::at(vec![NaiveTime::from_hms_opt(23, 0, 0).expect("a time")]),
                days: Days::ALL,
                terms: Terms::of(Purpose::Own),
                enabled: true,
            };
            reminders::save_rule(tx, &rule, Moment::from(morning()))?;
            fields += 1;
        }
        Ok(())
    })
    .expect("reminders");
    (report.taken, fields)
}

/// Files that hold a payload where none of ours has one: in the names of fields, of kinds, of choices and of columns.
fn strange_files(payloads: &[String]) -> [(String, String); 2] {
    let mut lines =
        String::from("{\"type\":\"header\",\"format\":\"backstride-export\",\"version\":1}\n");
    for (n, text) in payloads.iter().enumerate() {
        let line = match n % 4 {
            0 => json!({ "type": text, "kind": text }),
            1 => json!({ "type": "record", "kind": text, "record": {} }),
            2 => {
                json!({ "type": "setting", "key": text, "row": { "value_json": "1", "changed_at_ms": 1 } })
            }
            _ => json!({ "type": "record", "kind": "pain", "record": { text.as_str(): text } }),
        };
        lines.push_str(&format!("{line}\n"));
    }
    let columns: Vec<String> = payloads[..40]
        .iter()
        .map(|text| format!("\"{}\"", text.replace('"', "\"\"")))
        .collect();
    let table = format!("local_date,frame,nrs,{}\r\n", columns.join(","));
    [
        (format!("{}.jsonl", payloads[3]), lines),
        ("pain.csv".to_owned(), table),
    ]
}

/// Notices whatever a payload could do: a mark, a report of the content policy, a page that went away.
const WATCH: &str = "window.__hit = 0; window.__csp = []; window.__stays = true; \
    document.addEventListener('securitypolicyviolation', (event) => window.__csp.push(event.violatedDirective)); \
    window.__title = document.title;";

/// What was noticed, and what elements there are that only a payload could have made.
const NOTICED: &str = "return { hit: window.__hit, csp: window.__csp, stays: window.__stays === true, \
    title: document.title === window.__title, \
    made: document.querySelectorAll('main script, main iframe, main object, main embed, main video, main audio, main math, \
      [onerror], [onload], [onfocus], [ontoggle], [onmouseover], [formaction], [srcdoc], [href^=\"javascript:\" i], main img[src=\"x\"]').length };";

async fn nothing_happened(window: &Window, screen: &str, shown: &mut usize) {
    let seen = window.js(NOTICED, Vec::new()).await;
    let quiet = json!({ "hit": 0, "csp": [], "stays": true, "title": true, "made": 0 });
    assert_eq!(seen, quiet, "{screen}");
    let words = "const words = document.querySelector('main').innerText + [...document.querySelectorAll('main input, main textarea, main option')].map((one) => one.value + one.innerText).join(' '); \
                 return words.split('__hit').length + words.split('x.test').length - 2";
    let found = window.js(words, Vec::new()).await;
    *shown += usize::try_from(found.as_u64().unwrap_or_default()).expect("small");
}

#[tokio::test]
async fn five_hundred_payloads_in_every_field_of_words_stay_words_on_every_screen() {
    let payloads = payloads();
    let mut desktop = Desktop::new();
    desktop.set_clock(profile::MORNING, 1);
    let (records, fields) = write(&desktop, &payloads);
    let window = Window::open(&mut desktop).await;
    window.resize(ROOMY).await;
    window.js(WATCH, Vec::new()).await;
    let mut shown = 0;
    let mut screens = 0;
    let day = morning().date_naive() - chrono::Days::new(3);
    for route in [
        "#/today".to_owned(),
        "#/questions".to_owned(),
        "#/reminders".to_owned(),
        "#/plan".to_owned(),
        "#/programmes".to_owned(),
        "#/routines".to_owned(),
        "#/week".to_owned(),
        "#/settings".to_owned(),
        "#/diary/charts".to_owned(),
        "#/diary/walk".to_owned(),
        "#/diary/new".to_owned(),
        "#/diary/trash".to_owned(),
        format!("#/diary/day/{day}"),
        "#/check".to_owned(),
        format!("#/check/kept/{}", id(4_000)),
        "#/guides".to_owned(),
        "#/diary".to_owned(),
    ] {
        window.visit(&route).await;
        rest(&window).await;
        nothing_happened(&window, &route, &mut shown).await;
        screens += 1;
    }
    // The one list, from the newest to the oldest, as somebody would scroll through it.
    let mut steps = 0;
    loop {
        let script = "const done = arguments[0]; const main = document.querySelector('main'); \
             const before = main.scrollTop; main.scrollTop += main.clientHeight * 3; \
             let left = 3; const next = () => (left-- > 0 ? requestAnimationFrame(next) : done(main.scrollTop > before + 1)); next();";
        let more = window.js_later(script).await;
        steps += 1;
        if steps % 8 == 0 || more != json!(true) {
            nothing_happened(&window, "the list", &mut shown).await;
        }
        if more != json!(true) || steps >= 600 {
            break;
        }
    }
    // A search shows words with what was found in them marked.
    window
        .js("document.querySelector('main').scrollTop = 0", Vec::new())
        .await;
    window.click("filter-open").await;
    window.type_into("list-search", "onerror").await;
    window.see("list-count").await;
    nothing_happened(&window, "search", &mut shown).await;
    // The summary, with everything somebody wrote: the same pages that are printed.
    window.visit("#/summary").await;
    window.see("summary-sheet").await;
    window.click("summary-notes").await;
    window
        .wait_js(
            "the notes are on the pages",
            "return document.querySelector('[data-testid=\"summary-sheet\"]').innerText.includes('__hit')",
        )
        .await;
    rest(&window).await;
    nothing_happened(&window, "#/summary", &mut shown).await;
    // A file whose name, fields and columns are payloads: all of them are named in the preview, as words.
    for (name, text) in strange_files(&payloads) {
        for (command, given) in [
            ("exchange_clear", json!({})),
            (
                "exchange_stage",
                json!({ "input": { "name": name, "first": true, "text": text } }),
            ),
        ] {
            let done = window.invoke(command, given).await;
            assert!(done["refused"].is_null(), "{done}");
        }
        let told = window
            .invoke("exchange_preview", json!({ "differing": "keep" }))
            .await
            .to_string();
        assert!(told.contains("__hit"), "{told:.300}");
    }
    let file = desktop.path("home").join(format!("{}.jsonl", payloads[3]));
    std::fs::write(&file, &strange_files(&payloads)[0].1).expect("written");
    window.visit("#/settings").await;
    let field = window.element("exchange-files").await;
    field
        .send_keys(file.to_string_lossy())
        .await
        .expect("the field takes a file");
    window.see("exchange-refused-lines").await;
    nothing_happened(&window, "a preview", &mut shown).await;
    // Editing, and the history of a record.
    window.visit("#/diary").await;
    window.click("entry-edit").await;
    window
        .wait_js("a form is open", "return location.hash !== '#/diary'")
        .await;
    rest(&window).await;
    nothing_happened(&window, "a form", &mut shown).await;
    println!(
        "payloads: {PAYLOADS} attempted in {fields} fields of {records} records, seen {shown} times on {screens} screens and {steps} steps of the list; 0 ran, 0 navigations, 0 reports of the policy"
    );
    assert!(
        shown > 2_000,
        "only {shown} were seen, too few to prove anything"
    );

    // The controls: markup that is let in is noticed by the policy's report, and a mark by its number.
    window
        .js(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=window.__hit=1>')",
            Vec::new(),
        )
        .await;
    window
        .wait_js("the control is noticed", "return window.__csp.length > 0")
        .await;
    let seen = window.js(NOTICED, Vec::new()).await;
    assert!(seen["made"].as_u64() > Some(0), "{seen}");
    window.js("window.__hit += 1", Vec::new()).await;
    assert_eq!(window.js(NOTICED, Vec::new()).await["hit"], 1);
    desktop.assert_nothing_panicked();
}
