//! Truth values that are formulas over every answer there can be: reduced ordered decision diagrams.
//!
//! Two formulas are equal for all answers exactly if they are the same node, so a comparison of nodes is a proof over the
//! whole space and no sample of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use backstride_content::triage::logic::{Decision, Fact, Logic, Reader, decide};
use backstride_content::triage::rules::{Expr, Kind, RuleSet};

/// A formula: the number of its node.
pub(super) type Node = u32;

pub(super) const NO: Node = 0;
pub(super) const YES: Node = 1;

/// Formulas over the answers to a rule set.
pub(super) struct Formulas {
    nodes: Vec<(u32, Node, Node)>,
    unique: HashMap<(u32, Node, Node), Node>,
    chosen: HashMap<(Node, Node, Node), Node>,
    places: BTreeMap<Fact, u32>,
    /// The variables of each question, in the order of the questions.
    pub(super) of_question: Vec<(String, Vec<u32>)>,
    /// What every sheet of answers keeps: an option is not yes and not sure at once, a number above 70 is above 60.
    pub(super) sound: Node,
    /// How many ways there are to answer all questions.
    pub(super) sheets: f64,
}

impl Formulas {
    pub(super) fn new(set: &RuleSet) -> Self {
        let mut it = Self {
            nodes: vec![(u32::MAX, NO, NO), (u32::MAX, YES, YES)],
            unique: HashMap::new(),
            chosen: HashMap::new(),
            places: BTreeMap::new(),
            of_question: Vec::new(),
            sound: YES,
            sheets: 1.0,
        };
        for question in &set.questions {
            let first = it.places.len();
            match &question.kind {
                Kind::YesNo { .. } => it.tick(&question.id, None),
                Kind::Some { options } => {
                    for option in options {
                        it.tick(&question.id, Some(&option.id));
                    }
                }
                Kind::Steps { steps } => {
                    let top = u32::try_from(steps.len()).expect("few");
                    it.ladder(&question.id, (0..top).collect());
                }
                Kind::Number { low, .. } => it.ladder(&question.id, edges(set, &question.id, *low)),
            }
            let own = first..it.places.len();
            let own = own.map(|at| u32::try_from(at).expect("few")).collect();
            it.of_question.push((question.id.clone(), own));
        }
        it
    }

    fn tick(&mut self, question: &str, option: Option<&str>) {
        let option = option.map(str::to_owned);
        let yes = self.variable(Fact::Yes(question.to_owned(), option.clone()));
        let unsure = self.variable(Fact::Unsure(question.to_owned(), option));
        let both = self.and(&yes, &unsure);
        let not_both = self.not(&both);
        self.sound = self.and(&self.sound.clone(), &not_both);
        self.sheets *= 3.0;
    }

    /// A number is known, and at least each of some edges; whoever is above one is above those below it.
    fn ladder(&mut self, question: &str, edges: Vec<u32>) {
        self.sheets *= edges.len() as f64;
        let mut below = None;
        for edge in edges {
            let here = self.variable(Fact::From(question.to_owned(), edge));
            if let Some(below) = below {
                let not_here = self.not(&here);
                let fits = self.or(&not_here, &below);
                self.sound = self.and(&self.sound.clone(), &fits);
            }
            below = Some(here);
        }
    }

    fn variable(&mut self, fact: Fact) -> Node {
        let place = u32::try_from(self.places.len()).expect("few");
        self.places.insert(fact, place);
        self.node(place, NO, YES)
    }

    fn node(&mut self, place: u32, without: Node, with: Node) -> Node {
        if without == with {
            return with;
        }
        let key = (place, without, with);
        if let Some(known) = self.unique.get(&key) {
            return *known;
        }
        let fresh = Node::try_from(self.nodes.len()).expect("memory ends first");
        self.nodes.push(key);
        self.unique.insert(key, fresh);
        fresh
    }

    /// If, then, else.
    fn choose(&mut self, when: Node, then: Node, other: Node) -> Node {
        match (when, then, other) {
            (YES, _, _) => return then,
            (NO, _, _) => return other,
            (_, YES, NO) => return when,
            _ if then == other => return then,
            _ => {}
        }
        let key = (when, then, other);
        if let Some(known) = self.chosen.get(&key) {
            return *known;
        }
        let place = [when, then, other].map(|it| self.nodes[it as usize].0);
        let place = *place.iter().min().expect("three");
        let half = |it: &Self, node: Node, with: bool| {
            let (own, low, high) = it.nodes[node as usize];
            match (own == place, with) {
                (false, _) => node,
                (true, true) => high,
                (true, false) => low,
            }
        };
        let sides = [false, true].map(|with| {
            let parts = [when, then, other].map(|node| half(self, node, with));
            self.choose(parts[0], parts[1], parts[2])
        });
        let made = self.node(place, sides[0], sides[1]);
        self.chosen.insert(key, made);
        made
    }

    /// The formula once some variables are known.
    pub(super) fn known(&mut self, node: Node, known: &BTreeMap<u32, bool>) -> Node {
        let mut seen = HashMap::new();
        self.known_below(node, known, &mut seen)
    }

    fn known_below(
        &mut self,
        node: Node,
        known: &BTreeMap<u32, bool>,
        seen: &mut HashMap<Node, Node>,
    ) -> Node {
        if node <= YES {
            return node;
        }
        if let Some(done) = seen.get(&node) {
            return *done;
        }
        let (place, low, high) = self.nodes[node as usize];
        let made = match known.get(&place) {
            Some(true) => self.known_below(high, known, seen),
            Some(false) => self.known_below(low, known, seen),
            None => {
                let low = self.known_below(low, known, seen);
                let high = self.known_below(high, known, seen);
                self.node(place, low, high)
            }
        };
        seen.insert(node, made);
        made
    }

    /// Whether one formula follows from another for every sound sheet of answers.
    pub(super) fn follows(&mut self, from: Node, then: Node) -> bool {
        let not_then = self.not(&then);
        let broken = self.and(&from, &not_then);
        self.and(&broken, &self.sound.clone()) == NO
    }

    /// Whether two formulas are equal for every sound sheet of answers.
    pub(super) fn equal(&mut self, left: Node, right: Node) -> bool {
        self.follows(left, right) && self.follows(right, left)
    }

    /// One sheet of answers for which a formula holds, for the report of a broken proof.
    pub(super) fn example(&mut self, node: Node) -> Vec<Fact> {
        let mut at = self.and(&node, &self.sound.clone());
        let mut facts = Vec::new();
        while at > YES {
            let (place, low, high) = self.nodes[at as usize];
            at = if low == NO { high } else { low };
            if low == NO {
                let fact = self.places.iter().find(|it| *it.1 == place);
                facts.extend(fact.map(|it| it.0.clone()));
            }
        }
        facts
    }

    pub(super) fn place(&self, fact: &Fact) -> Option<u32> {
        self.places.get(fact).copied()
    }

    pub(super) fn variables(&self) -> usize {
        self.places.len()
    }

    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The value of a formula for one sheet of answers.
    pub(super) fn value(&self, node: Node, truth: &dyn Fn(&Fact) -> bool) -> bool {
        let by_place: BTreeMap<u32, &Fact> = self.places.iter().map(|it| (*it.1, it.0)).collect();
        let mut at = node;
        while at > YES {
            let (place, low, high) = self.nodes[at as usize];
            at = if truth(by_place[&place]) { high } else { low };
        }
        at == YES
    }

    pub(super) fn decided(&mut self, set: &RuleSet) -> Decision<Node> {
        decide(set, self)
    }

    pub(super) fn asked(&mut self, set: &RuleSet, question: &str) -> Node {
        Reader::new(set, self).asked(question)
    }
}

impl Logic for Formulas {
    type Truth = Node;

    fn constant(&mut self, value: bool) -> Node {
        if value { YES } else { NO }
    }

    fn fact(&mut self, fact: &Fact) -> Node {
        if let Fact::Below(question, limit) = fact {
            // Known is the lowest edge of a number: everybody who answered is at least there.
            let mut edges = self.places.iter().filter_map(|(fact, place)| match fact {
                Fact::From(id, edge) if id == question => Some((*edge, *place)),
                _ => None,
            });
            let lowest = edges.clone().min().expect("a number has edges").1;
            let limit = edges
                .find(|it| it.0 == *limit)
                .expect("every limit is an edge")
                .1;
            let known = self.node(lowest, NO, YES);
            let above = self.node(limit, NO, YES);
            let below = self.not(&above);
            return self.and(&known, &below);
        }
        let place = self.places.get(fact).copied();
        let place = place.unwrap_or_else(|| panic!("no variable for {fact:?}"));
        self.node(place, NO, YES)
    }

    fn and(&mut self, left: &Node, right: &Node) -> Node {
        self.choose(*left, *right, NO)
    }

    fn or(&mut self, left: &Node, right: &Node) -> Node {
        self.choose(*left, YES, *right)
    }

    fn not(&mut self, value: &Node) -> Node {
        self.choose(*value, NO, YES)
    }
}

/// The numbers at which something changes, the lowest that can be answered first.
pub(super) fn edges(set: &RuleSet, question: &str, low: u32) -> Vec<u32> {
    let mut edges = BTreeSet::from([low]);
    let mut note = |part: &Expr| match part {
        Expr::From {
            question: id,
            least,
        } if id == question => {
            // One to either side as well, so that a limit moved by one is a formula of its own.
            edges.extend([*least - 1, *least, *least + 1]);
        }
        Expr::Below {
            question: id,
            limit,
        } if id == question => {
            edges.extend([*limit - 1, *limit, *limit + 1]);
        }
        _ => {}
    };
    set.rules.iter().for_each(|it| it.when.each(&mut note));
    let opened = set.questions.iter().filter_map(|it| it.when.as_ref());
    opened.for_each(|it| it.each(&mut note));
    let points = set.patterns.iter().flat_map(|it| &it.points);
    points.for_each(|it| it.when.each(&mut note));
    edges.into_iter().collect()
}
