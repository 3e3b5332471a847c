//! The rules once more, written down from the clinical sheet in another notation and by hand, so that a slip in one of
//! the two is seen. Nothing here reads the file of rules.

use backstride_content::triage::logic::{Fact, Logic as _};

use super::formulas::{Formulas, NO, Node, YES};

/// One line of the sheet: its name, its level from 1, and when it holds.
pub(super) type Line = (&'static str, usize, Node);

/// Reads answers for lines of one level.
struct Sheet<'f> {
    all: &'f mut Formulas,
    /// Whether "not sure" counts wherever it may.
    cautious: bool,
}

/// What counts as yes at every level when the person is not sure.
const SURE_ENOUGH: &[&str] = &[
    "body.saddle",
    "body.pee",
    "body.poo",
    "body.sex",
    "alarm.both_weak",
    "alarm.both_legs",
    "alarm.cold_leg",
    "alarm.sudden",
    "alarm.aneurysm",
    "alarm.chest",
    "injury.accident",
    "injury.hip",
    "ill.fever",
    "ill.burning",
    "ill.side",
    "ill_more.confused",
    "ill_more.breathing",
    "ill_more.heart",
    "ill_more.skin",
    "ill_more.shaking",
    "ill_more.worst",
    "ill_more.unwell",
    "leg.weak",
    "leg.worse",
    "leg.gives_way",
    "leg.swollen",
    "swollen.warm",
    "swollen.colour",
    "swollen.throb",
    "swollen.breathless",
    "swollen.chest",
    "swollen.blood",
    "elsewhere.unsteady",
    "about.pregnant",
    "pregnant.heavy",
    "pregnant.bleeding",
    "pregnant.fluid",
    "pregnant.tightening",
    "pregnant.still",
    "pregnant.unusual",
    "early.one_side",
    "early.shoulder",
    "early.faint",
];

/// What counts as yes only where an emergency depends on it.
const IN_EMERGENCIES: &[&str] = &[
    "leg.pain",
    "leg.tingling",
    "leg.foot",
    "leg.calf",
    "about.cancer",
    "nature.severe",
    "nature.cannot_stand",
];

/// Which answer opens a list that not everybody is shown.
const OPENED_BY: &[(&str, &[&str])] = &[
    ("ill_more", &["ill.fever", "ill.burning", "ill.side"]),
    ("side_more", &["ill.side"]),
    ("tingle", &["leg.tingling"]),
    ("swollen", &["leg.swollen"]),
    ("calf", &["leg.calf"]),
    ("pulse", &["elsewhere.pulse"]),
    ("cancer", &["about.cancer"]),
    ("pregnant", &["about.pregnant"]),
    ("early", &["about.pregnant"]),
    ("inflamed", &["eases.walking"]),
    ("start_age", &["eases.walking"]),
];

impl Sheet<'_> {
    fn is(&mut self, name: &str) -> Node {
        let (question, option) = name
            .split_once('.')
            .map_or((name, None), |it| (it.0, Some(it.1)));
        let key = |of: fn(String, Option<String>) -> Fact| {
            of(question.to_owned(), option.map(str::to_owned))
        };
        let mut counts = self.all.fact(&key(Fact::Yes));
        if SURE_ENOUGH.contains(&name) || (self.cautious && IN_EMERGENCIES.contains(&name)) {
            let unsure = self.all.fact(&key(Fact::Unsure));
            counts = self.all.or(&counts, &unsure);
        }
        let shown = self.shown(question);
        self.all.and(&counts, &shown)
    }

    /// A list is shown when what opens it was ticked or left open.
    fn shown(&mut self, question: &str) -> Node {
        let Some((_, openers)) = OPENED_BY.iter().find(|it| it.0 == question) else {
            return YES;
        };
        let mut shown = NO;
        for opener in *openers {
            let (question, option) = opener.split_once('.').expect("an option");
            for of in [
                Fact::Yes as fn(String, Option<String>) -> Fact,
                Fact::Unsure,
            ] {
                let ticked = self
                    .all
                    .fact(&of(question.to_owned(), Some(option.to_owned())));
                shown = self.all.or(&shown, &ticked);
            }
        }
        shown
    }

    fn from(&mut self, question: &str, least: u32) -> Node {
        let from = self.all.fact(&Fact::From(question.to_owned(), least));
        let shown = self.shown(question);
        self.all.and(&from, &shown)
    }

    fn under(&mut self, question: &str, limit: u32) -> Node {
        let under = self.all.fact(&Fact::Below(question.to_owned(), limit));
        let shown = self.shown(question);
        self.all.and(&under, &shown)
    }

    fn any(&mut self, names: &[&str]) -> Node {
        let mut any = NO;
        for name in names {
            let one = self.is(name);
            any = self.all.or(&any, &one);
        }
        any
    }

    fn either(&mut self, parts: &[Node]) -> Node {
        parts.iter().fold(NO, |any, one| self.all.or(&any, one))
    }

    fn both(&mut self, parts: &[Node]) -> Node {
        parts.iter().fold(YES, |all, one| self.all.and(&all, one))
    }

    /// At least so many of some, by trying every choice of that many.
    fn at_least(&mut self, least: usize, parts: &[Node]) -> Node {
        if least == 0 {
            return YES;
        }
        if parts.len() < least {
            return NO;
        }
        let with = self.at_least(least - 1, &parts[1..]);
        let with = self.all.and(&parts[0], &with);
        let without = self.at_least(least, &parts[1..]);
        self.all.or(&with, &without)
    }

    /// Over 60, for over six weeks, and nobody looked: who is asked, and did not say yes.
    fn unseen(&mut self) -> Node {
        let old = self.from("age", 60);
        let long = self.from("time", 2);
        let seen = self.all.fact(&Fact::Yes("examined".to_owned(), None));
        let unseen = self.all.not(&seen);
        self.both(&[old, long, unseen])
    }

    /// The list on the course is for people of 50 and over and for pain of two weeks and more.
    fn course(&mut self, option: &str) -> Node {
        let said = self
            .all
            .fact(&Fact::Yes("course".to_owned(), Some(option.to_owned())));
        let old = self.from("age", 50);
        let long = self.from("time", 1);
        let shown = self.either(&[old, long]);
        self.both(&[said, shown])
    }
}

/// All lines while both exceptions are off.
pub(super) fn lines(all: &mut Formulas) -> Vec<Line> {
    let mut lines = emergencies(&mut Sheet {
        all,
        cautious: true,
    });
    let mut plain = Sheet {
        all,
        cautious: false,
    };
    lines.extend(same_day(&mut plain));
    lines.extend(within_days(&mut plain));
    lines.extend(no_hurry(&mut plain));
    lines
}

const CES: [&str; 5] = [
    "body.saddle",
    "body.pee",
    "body.poo",
    "alarm.both_weak",
    "alarm.both_legs",
];

fn emergencies(s: &mut Sheet<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, sign) in [
        ("CES1", "body.saddle"),
        ("CES2", "body.pee"),
        ("CES3", "body.poo"),
        ("CES5", "alarm.both_weak"),
        ("CES6", "alarm.both_legs"),
        ("FX1", "injury.accident"),
        ("OT6", "injury.hip"),
        ("AA1", "alarm.sudden"),
        ("AA2", "alarm.aneurysm"),
        ("VA1", "alarm.cold_leg"),
        ("VA6", "alarm.chest"),
        ("PR2", "pregnant.heavy"),
    ] {
        lines.push((name, 1, s.is(sign)));
    }
    let sex = s.is("body.sex");
    let others = s.any(&CES);
    let legs = s.any(&[
        "leg.pain",
        "leg.tingling",
        "leg.weak",
        "leg.worse",
        "leg.gives_way",
        "leg.swollen",
        "leg.foot",
        "leg.calf",
    ]);
    let others = s.either(&[others, legs]);
    lines.push(("CES4-with", 1, s.both(&[sex, others])));
    let clot = s.is("leg.swollen");
    let breath = s.any(&["swollen.breathless", "swollen.chest", "swollen.blood"]);
    lines.push(("VA5", 1, s.both(&[clot, breath])));
    let fever = s.is("ill.fever");
    let grave = s.any(&[
        "ill_more.confused",
        "ill_more.breathing",
        "ill_more.heart",
        "ill_more.skin",
        "ill_more.shaking",
        "ill_more.worst",
    ]);
    lines.push(("IN2", 1, s.both(&[fever, grave])));
    let kidney = kidney(s);
    let drowsy = s.any(&["ill_more.confused", "ill_more.shaking"]);
    lines.push(("KI2-now", 1, s.both(&[kidney, drowsy])));
    let cancer = s.is("about.cancer");
    let nerves = s.any(&[
        "leg.weak",
        "leg.worse",
        "leg.gives_way",
        "leg.tingling",
        "elsewhere.unsteady",
    ]);
    let function = s.any(&CES);
    let loss = s.either(&[nerves, function]);
    lines.push(("CA3", 1, s.both(&[cancer, loss])));
    let early = early(s);
    let grave = s.any(&["early.faint", "nature.severe", "nature.cannot_stand"]);
    let shoulder = s.is("early.shoulder");
    let bleeding = s.is("pregnant.bleeding");
    let shoulder = s.both(&[shoulder, bleeding]);
    let grave = s.either(&[grave, shoulder]);
    lines.push(("PR3-now", 1, s.both(&[early, grave])));
    lines
}

fn swollen(s: &mut Sheet<'_>) -> Node {
    let leg = s.is("leg.swollen");
    let more = s.any(&["swollen.warm", "swollen.colour", "swollen.throb"]);
    s.both(&[leg, more])
}

fn kidney(s: &mut Sheet<'_>) -> Node {
    let place = s.any(&["ill.side", "ill.burning"]);
    let ill = s.any(&[
        "ill.fever",
        "ill_more.unwell",
        "ill_more.shaking",
        "ill_more.confused",
    ]);
    s.both(&[place, ill])
}

fn early(s: &mut Sheet<'_>) -> Node {
    s.any(&["early.one_side", "early.shoulder", "pregnant.bleeding"])
}

/// Night pain counts only when no position eases it.
fn night(s: &mut Sheet<'_>) -> Node {
    let night = s.is("nature.night");
    let fixed = s.is("nature.no_relief");
    s.both(&[night, fixed])
}

fn frail(s: &mut Sheet<'_>) -> Node {
    let old = s.from("age", 70);
    let bones = s.is("about.bones");
    s.either(&[old, bones])
}

fn spine(s: &mut Sheet<'_>) -> Node {
    let frail = frail(s);
    let sudden = s.is("injury.spine");
    s.both(&[frail, sudden])
}

fn same_day(s: &mut Sheet<'_>) -> Vec<Line> {
    let mut lines = vec![("CES-old", 2, NO)];
    for (name, sign) in [
        ("CES4", "body.sex"),
        ("NE1", "leg.weak"),
        ("NE2", "leg.worse"),
        ("NE4", "elsewhere.unsteady"),
        ("NE5", "leg.gives_way"),
        ("IN1", "ill.fever"),
        ("CA4", "ill.weight"),
        ("FX4", "injury.lump"),
        ("FX5", "injury.bruise"),
        ("VA2", "leg.foot"),
        ("SP4", "elsewhere.eye"),
        ("OT1", "ill.tummy"),
        ("OT4", "elsewhere.blades"),
    ] {
        lines.push((name, 2, s.is(sign)));
    }
    let risk = s.any(&["about.diabetes", "about.defences", "about.recent"]);
    let constant = s.is("nature.constant");
    let worse = s.is("nature.worsening");
    lines.push(("IN3", 2, s.both(&[risk, constant, worse])));
    let cancer = s.is("about.cancer");
    let night = night(s);
    let bad = s.any(&[
        "nature.severe",
        "nature.cannot_stand",
        "nature.worsening",
        "cancer.rest",
        "cancer.band",
        "cancer.flat",
    ]);
    let bad = s.either(&[bad, night]);
    lines.push(("CA2", 2, s.both(&[cancer, bad])));
    let fifty = s.from("age", 50);
    let more = s.any(&["cancer.rest", "ill.weight", "nature.worsening"]);
    let more = s.either(&[more, night]);
    lines.push(("CA-50", 2, s.both(&[fifty, cancer, more])));
    let all = [
        s.is("nature.no_relief"),
        s.is("nature.night"),
        s.is("nature.worsening"),
    ];
    lines.push(("CA6", 2, s.both(&all)));
    let small = s.is("injury.small");
    let frailty = frail(s);
    let steroids = s.is("about.steroids");
    let weak = s.either(&[frailty, steroids]);
    lines.push(("FX2", 2, s.both(&[small, weak])));
    let seventy = s.from("age", 70);
    let sudden = s.is("injury.spine");
    let start = s.either(&[small, sudden]);
    lines.push(("FX2-70", 2, s.both(&[seventy, steroids, start])));
    let spine = spine(s);
    let severe = s.any(&["nature.severe", "nature.cannot_stand"]);
    lines.push(("FX3-today", 2, s.both(&[spine, severe])));
    lines.push(("VA4", 2, swollen(s)));
    let pulse = s.is("elsewhere.pulse");
    let risk = s.any(&["pulse.man", "pulse.smoked", "pulse.family"]);
    lines.push(("AA3-today", 2, s.both(&[pulse, risk])));
    let side = s.is("ill.side");
    let more = s.any(&["side_more.restless", "side_more.blood", "side_more.sick"]);
    lines.push(("KI1", 2, s.both(&[side, more])));
    lines.push(("KI2", 2, kidney(s)));
    let pregnant = s.is("about.pregnant");
    let burning = s.is("ill.burning");
    lines.push(("KI3-pregnant", 2, s.both(&[burning, pregnant])));
    let signs = s.any(&[
        "pregnant.bleeding",
        "pregnant.fluid",
        "pregnant.tightening",
        "pregnant.still",
    ]);
    let ill = s.any(&["ill.fever", "ill.burning"]);
    let ill = s.both(&[ill, pregnant]);
    lines.push(("PR1", 2, s.either(&[signs, ill])));
    lines.push(("PR3", 2, early(s)));
    let odd = s.is("pregnant.unusual");
    let odd = s.either(&[odd, severe]);
    lines.push(("PR4", 2, s.both(&[pregnant, odd])));
    let cough = s.is("nature.cough");
    let with = s.any(&[
        "ill.fever",
        "about.cancer",
        "ill.weight",
        "leg.weak",
        "leg.worse",
        "leg.gives_way",
    ]);
    let with = s.either(&[with, severe]);
    lines.push(("COUGH-today", 2, s.both(&[cough, with])));
    lines
}

fn first_late(s: &mut Sheet<'_>) -> Node {
    let fifty = s.from("age", 50);
    let first = s.course("first_ever");
    s.both(&[fifty, first])
}

fn weak_signs(s: &mut Sheet<'_>) -> [Node; 5] {
    let stuck = s.course("no_better");
    let six_weeks = s.from("time", 2);
    [
        first_late(s),
        night(s),
        s.is("nature.no_relief"),
        s.both(&[stuck, six_weeks]),
        s.is("ill.tired"),
    ]
}

/// At four points of: calf 2, same distance 2, gone on standing still 3, uphill 1, smoking or diabetes 1.
fn calf_points(s: &mut Sheet<'_>) -> Node {
    let calf = s.is("leg.calf");
    let same = s.is("calf.same");
    let stand = s.is("calf.stand");
    let uphill = s.is("calf.uphill");
    let risk = s.any(&["calf.smoke", "about.diabetes"]);
    let one = s.either(&[uphill, risk]);
    let two = s.both(&[uphill, risk]);
    let ways = [
        s.both(&[calf, same]),
        s.both(&[calf, stand]),
        s.both(&[same, stand]),
        s.both(&[stand, one]),
        s.both(&[calf, two]),
        s.both(&[same, two]),
    ];
    s.either(&ways)
}

fn within_days(s: &mut Sheet<'_>) -> Vec<Line> {
    let mut lines = vec![("CES6-days", 3, NO)];
    for (name, sign) in [
        ("AA3", "elsewhere.pulse"),
        ("KI3", "ill.burning"),
        ("OT2", "elsewhere.rash"),
    ] {
        lines.push((name, 3, s.is(sign)));
    }
    let cancer = s.is("about.cancer");
    let new = s.is("cancer.new");
    lines.push(("CA1", 3, s.both(&[cancer, new])));
    let fifty = s.from("age", 50);
    lines.push(("CA1-50", 3, s.both(&[fifty, cancer])));
    let unseen = s.unseen();
    let no_cause = s.course("no_cause");
    lines.push(("CA5", 3, s.both(&[unseen, no_cause])));
    lines.push(("AGE60", 3, unseen));
    let first = first_late(s);
    let other = [
        "CA1", "CA2", "CA3", "CA4", "CA5", "CA6", "FX1", "FX2", "FX3", "FX4", "FX5",
    ];
    let mut items = emergencies(&mut Sheet {
        all: s.all,
        cautious: false,
    });
    items.extend(same_day(s));
    items.extend(lines.iter().copied());
    items.push(("FX3", 3, spine(s)));
    let any: Vec<Node> = items
        .iter()
        .filter(|it| other.contains(&it.0))
        .map(|it| it.2)
        .collect();
    assert_eq!(any.len(), other.len(), "each of them once");
    let any = s.either(&any);
    lines.push(("CA7-with", 3, s.both(&[first, any])));
    lines.push(("FX3", 3, spine(s)));
    let direct = [s.is("leg.calf"), s.is("calf.same"), s.is("calf.stand")];
    let direct = s.both(&direct);
    let points = calf_points(s);
    lines.push(("VA3", 3, s.either(&[direct, points])));
    lines.push(("OT5", 3, s.under("age", 18)));
    lines.push(("NE3-days", 3, s.any(&["tingle.long", "tingle.spreading"])));
    let weak = weak_signs(s);
    lines.push(("WEAK2", 3, s.at_least(2, &weak)));
    lines.push((
        "STRONG",
        3,
        s.any(&[
            "nature.severe",
            "nature.cannot_stand",
            "nature.worsening",
            "nature.life",
        ]),
    ));
    let cough = [
        s.is("nature.cough"),
        s.is("leg.pain"),
        s.is("nature.worsening"),
    ];
    lines.push(("COUGH-days", 3, s.both(&cough)));
    lines
}

fn no_hurry(s: &mut Sheet<'_>) -> Vec<Line> {
    let mut lines = vec![("CES6-routine", 4, NO)];
    for (name, sign) in [
        ("NE3", "leg.tingling"),
        ("OT3", "elsewhere.pelvis"),
        ("PR5", "about.pregnant"),
        ("COUGH", "nature.cough"),
    ] {
        lines.push((name, 4, s.is(sign)));
    }
    let young = s.under("start_age", 45);
    let long = s.from("time", 3);
    let suspected = s.both(&[young, long]);
    let features = [
        s.under("start_age", 35),
        s.is("inflamed.wakes"),
        s.is("inflamed.buttock"),
        s.is("eases.walking"),
        s.is("inflamed.tablets"),
        s.is("inflamed.relative"),
        s.is("inflamed.joints"),
        s.is("inflamed.heel"),
        s.is("inflamed.psoriasis"),
    ];
    for (name, least) in [("SP1", 4), ("SP2", 3)] {
        let enough = s.at_least(least, &features);
        lines.push((name, 4, s.both(&[suspected, enough])));
    }
    let gut_eye = s.is("inflamed.gut_eye");
    lines.push(("SP3", 4, s.both(&[suspected, gut_eye])));
    lines.push(("CA7", 4, first_late(s)));
    let sport = s.all.fact(&Fact::Yes("sport".to_owned(), None));
    let parts = [
        sport,
        s.under("age", 25),
        s.is("worse.arching"),
        s.from("time", 1),
    ];
    lines.push(("FX6", 4, s.both(&parts)));
    lines.push(("NO-BETTER", 4, s.course("no_better")));
    let weak = weak_signs(s);
    lines.push(("WEAK1", 4, s.either(&weak)));
    lines
}

/// The items of emergency lines, for which "not sure" is a yes everywhere.
pub(super) fn sure_enough() -> &'static [&'static str] {
    SURE_ENOUGH
}
