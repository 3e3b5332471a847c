//! The body map: a body from the front and from behind, and 31 regions that can hurt.
//!
//! What is shown in a region is either how much it hurt (0 to 10) or how often (0 to 1); a region
//! that nobody mentioned is not drawn, so a picture of one entry stays quiet. In the view from the
//! front the person's left is on the viewer's right, which is why both sides carry words.

mod shape;

use std::fmt::Write as _;

use crate::plane::{P, p};
use crate::svg::{self, Palette, Roving, Words, escape, n, paint, smooth};

/// A region of the body, known by its code. There is one for every code in [`Region::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region(usize);

/// Which part of the body a region belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Neck,
    UpperBack,
    MidBack,
    LowBack,
    Sacrum,
    Si,
    Buttock,
    OuterHip,
    Groin,
    FrontThigh,
    BackThigh,
    Knee,
    Shin,
    Calf,
    FootTop,
    FootSole,
    Abdomen,
    Saddle,
}

/// Which side of the body, as its owner says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Middle,
    Left,
    Right,
}

/// From where the body is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Front,
    Back,
}

const VIEWS: [View; 2] = [View::Front, View::Back];

/// Every region, from the neck down, the left one of a pair first: the order of the Tab key.
const REGIONS: [(&str, Part, Side); 31] = [
    ("neck", Part::Neck, Side::Middle),
    ("upper_back", Part::UpperBack, Side::Middle),
    ("mid_back", Part::MidBack, Side::Middle),
    ("low_back_left", Part::LowBack, Side::Left),
    ("low_back_centre", Part::LowBack, Side::Middle),
    ("low_back_right", Part::LowBack, Side::Right),
    ("sacrum", Part::Sacrum, Side::Middle),
    ("si_left", Part::Si, Side::Left),
    ("si_right", Part::Si, Side::Right),
    ("buttock_left", Part::Buttock, Side::Left),
    ("buttock_right", Part::Buttock, Side::Right),
    ("outer_hip_left", Part::OuterHip, Side::Left),
    ("outer_hip_right", Part::OuterHip, Side::Right),
    ("groin_left", Part::Groin, Side::Left),
    ("groin_right", Part::Groin, Side::Right),
    ("front_thigh_left", Part::FrontThigh, Side::Left),
    ("front_thigh_right", Part::FrontThigh, Side::Right),
    ("back_thigh_left", Part::BackThigh, Side::Left),
    ("back_thigh_right", Part::BackThigh, Side::Right),
    ("knee_left", Part::Knee, Side::Left),
    ("knee_right", Part::Knee, Side::Right),
    ("shin_left", Part::Shin, Side::Left),
    ("shin_right", Part::Shin, Side::Right),
    ("calf_left", Part::Calf, Side::Left),
    ("calf_right", Part::Calf, Side::Right),
    ("foot_top_left", Part::FootTop, Side::Left),
    ("foot_top_right", Part::FootTop, Side::Right),
    ("foot_sole_left", Part::FootSole, Side::Left),
    ("foot_sole_right", Part::FootSole, Side::Right),
    ("abdomen", Part::Abdomen, Side::Middle),
    ("saddle", Part::Saddle, Side::Middle),
];

impl Region {
    /// Every region in the order of the Tab key.
    pub fn all() -> impl ExactSizeIterator<Item = Region> {
        (0..REGIONS.len()).map(Region)
    }

    /// The region of a code, such as `low_back_left`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Region> {
        REGIONS.iter().position(|row| row.0 == code).map(Region)
    }

    /// The code, as `data-region` carries it.
    #[must_use]
    pub fn code(self) -> &'static str {
        REGIONS[self.0].0
    }

    /// Its shape in a view, in the units of the body; `None` where it cannot be seen from there.
    fn shape(self, view: View) -> Option<Vec<P>> {
        let (_, part, side) = REGIONS[self.0];
        shape::region(part, side, view)
    }
}

/// What a region has to show.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing was said about it.
    #[default]
    Unsaid,
    /// How much it hurt, 0 to 10; more counts as unsaid.
    Intensity(u8),
    /// In what share of the entries it was named, 0 to 1; what is outside is brought back in.
    Share(f64),
}

impl Value {
    /// The step of the ramp and the number written on it.
    fn shown(self) -> Option<(u8, String)> {
        match self {
            Value::Unsaid => None,
            Value::Intensity(nrs) => (nrs <= 10).then(|| (nrs, nrs.to_string())),
            Value::Share(share) if share.is_nan() => None,
            Value::Share(share) => {
                let share = share.clamp(0.0, 1.0);
                let percent = (share * 100.0).round();
                // Seldom is not never: anything above zero has a colour and a number of its own.
                let number = if share > 0.0 && percent < 1.0 {
                    "<1".to_owned()
                } else {
                    n(percent)
                };
                Some(((share * 10.0).ceil() as u8, number))
            }
        }
    }
}

/// One region of a map.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Which region.
    pub region: Region,
    /// How much, or how often.
    pub value: Value,
    /// Whether it is chosen at the moment.
    pub selected: bool,
    /// The whole of it in words: "Lower back, left: 6 out of 10".
    pub label: String,
}

/// The words around the body.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// Above the view from the front.
    pub front: String,
    /// Above the view from behind.
    pub back: String,
    /// Beside the left half: "your left".
    pub left: String,
    /// Beside the right half: "your right".
    pub right: String,
}

/// What can be done with the regions. A picture for a file is always [`Interactive::Still`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interactive {
    /// Nothing: the map is one image.
    #[default]
    Still,
    /// Each region is a check box and a Tab stop of its own.
    Checkboxes,
    /// The regions are parts to visit with the arrow keys, behind one Tab stop.
    Parts,
}

/// How large the map is drawn; the shapes are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// To point at: about 640 pixels high, with numbers and words.
    #[default]
    Full,
    /// To compare: about 370 high, with words.
    Middle,
    /// To recognise, in a list or on paper: about 230 high, shapes only.
    Small,
}

/// A body from both sides.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// The regions to draw, in any order; of a region named twice the last one counts.
    pub marks: Vec<Mark>,
    /// The words around the body.
    pub sides: Sides,
    /// What can be done with it.
    pub interactive: Interactive,
    /// How large it is.
    pub size: Size,
}

/// One of several maps to compare.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// What it shows: "First 30 days".
    pub title: String,
    /// Its regions.
    pub marks: Vec<Mark>,
}

/// How one size is drawn, in pixels.
struct Measures {
    /// Pixels for one unit of the body.
    scale: f64,
    /// The width of the outline.
    edge: f64,
    /// The size of the words; nothing when there are none.
    word: Option<f64>,
    /// The size of the numbers; nothing when there are none.
    number: Option<f64>,
}

/// Between the two views, and around both.
const GAP: f64 = 12.0;
/// A region catches clicks this far around itself; half the gap between two neighbours.
const CATCH: f64 = 2.0;

impl Size {
    const fn measures(self) -> Measures {
        match self {
            Size::Full => Measures {
                scale: 1.25,
                edge: 1.75,
                word: Some(15.0),
                number: Some(13.0),
            },
            Size::Middle => Measures {
                scale: 0.7,
                edge: 1.5,
                word: Some(13.0),
                number: None,
            },
            Size::Small => Measures {
                scale: 0.44,
                edge: 1.25,
                word: None,
                number: None,
            },
        }
    }
}

impl Measures {
    /// The room above the crown.
    fn head(&self) -> f64 {
        self.word.map_or(0.0, |word| 1.8 * word) + 4.0
    }

    fn view_width(&self) -> f64 {
        2.0 * shape::REACH * self.scale
    }

    fn width(&self) -> f64 {
        2.0 * self.view_width() + GAP
    }

    fn height(&self) -> f64 {
        self.head() + shape::HEIGHT * self.scale + 4.0
    }

    /// Where a point of the body comes to lie.
    fn at(&self, view: View, point: P) -> P {
        let middle = match view {
            View::Front => self.view_width() / 2.0,
            View::Back => self.view_width() * 1.5 + GAP,
        };
        p(
            middle + point.x * self.scale,
            self.head() + point.y * self.scale,
        )
    }

    fn all_at(&self, view: View, points: &[P]) -> Vec<P> {
        points.iter().map(|point| self.at(view, *point)).collect()
    }
}

/// Draws a body from both sides.
#[must_use]
pub fn svg(words: &Words, map: &Map, palette: Palette) -> String {
    let measures = map.size.measures();
    let (width, height) = (measures.width(), measures.height());
    let interactive = match palette {
        Palette::Classes => map.interactive,
        Palette::Light => Interactive::Still,
    };
    let mut out = match interactive {
        Interactive::Still => svg::open(words, width, height, palette),
        _ => svg::open_parts(words, width, height, palette),
    };
    let mut canvas = Canvas {
        out: &mut out,
        measures,
        palette,
        interactive,
    };
    canvas.bodies();
    canvas.words(&map.sides);
    canvas.marks(&map.marks);
    out.push_str("</svg>");
    out
}

/// Draws several maps side by side, to compare months or the first with the last 30 days.
#[must_use]
pub fn multiples(words: &Words, panels: &[Panel], sides: &Sides, palette: Palette) -> String {
    const TITLE: f64 = 17.0;
    const BETWEEN: f64 = 32.0;
    let measures = Size::Middle.measures();
    let (width, height) = (measures.width(), measures.height());
    let count = panels.len().max(1) as f64;
    let mut out = svg::open(
        words,
        count * width + (count - 1.0) * BETWEEN,
        height + 2.0 * TITLE,
        palette,
    );
    for (index, panel) in panels.iter().enumerate() {
        let left = index as f64 * (width + BETWEEN);
        let _ = write!(
            out,
            "<text{} font-size=\"{}\" font-weight=\"600\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" aria-hidden=\"true\">{}</text>\
             <g transform=\"translate({} {})\">",
            paint(palette, &["c-label"]),
            n(TITLE),
            n(left + width / 2.0),
            n(TITLE),
            escape(&panel.title),
            n(left),
            n(2.0 * TITLE),
        );
        let mut canvas = Canvas {
            out: &mut out,
            measures: Size::Middle.measures(),
            palette,
            interactive: Interactive::Still,
        };
        canvas.bodies();
        canvas.words(sides);
        canvas.marks(&panel.marks);
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// A map being drawn.
struct Canvas<'a> {
    out: &'a mut String,
    measures: Measures,
    palette: Palette,
    interactive: Interactive,
}

impl Canvas<'_> {
    fn bodies(&mut self) {
        let outline = shape::outline();
        for view in VIEWS {
            let points = self.measures.all_at(view, &outline);
            let _ = write!(
                self.out,
                "<path{} stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{}\"/>",
                paint(self.palette, &["b-skin", "b-edge"]),
                n(self.measures.edge),
                smooth(&points),
            );
            // A thumbnail has no room for hints; they would read as dirt.
            if self.measures.word.is_none() {
                continue;
            }
            for stroke in shape::hints(view) {
                for side in [1.0, -1.0] {
                    let points: Vec<P> = stroke.iter().map(|&(x, y)| p(side * x, y)).collect();
                    self.hint(view, &points, "");
                }
            }
            if view == View::Back {
                let points: Vec<P> = shape::SPINE.iter().map(|&(x, y)| p(x, y)).collect();
                self.hint(view, &points, " stroke-dasharray=\"0.1 6\"");
            }
        }
    }

    fn hint(&mut self, view: View, points: &[P], dashes: &str) {
        let points = self.measures.all_at(view, points);
        let _ = write!(
            self.out,
            "<path{} fill=\"none\" stroke-width=\"{}\" stroke-linecap=\"round\"{dashes} d=\"{}\"/>",
            paint(self.palette, &["b-hint"]),
            n(self.measures.edge),
            svg::smooth_open(&points),
        );
    }

    /// The name of each view over its head, and beside its legs whose left and right it is.
    fn words(&mut self, sides: &Sides) {
        let Some(size) = self.measures.word else {
            return;
        };
        for view in VIEWS {
            let (name, at_left, at_right) = match view {
                View::Front => (&sides.front, &sides.right, &sides.left),
                View::Back => (&sides.back, &sides.left, &sides.right),
            };
            let crown = self.measures.at(view, p(0.0, 0.0));
            self.word(p(crown.x, size), name);
            for (x, word) in [(-1.0, at_left), (1.0, at_right)] {
                let at = self
                    .measures
                    .at(view, p(x * 0.7 * shape::REACH, 0.72 * shape::HEIGHT));
                // Between the leg and the edge; longer words go on two lines.
                let room = 0.6 * shape::REACH * self.measures.scale;
                let lines = svg::lines(word, (room / svg::text_width("n", size)) as usize);
                for (line, word) in lines.iter().enumerate() {
                    self.word(p(at.x, at.y + line as f64 * 1.2 * size), word);
                }
            }
        }
    }

    fn word(&mut self, at: P, word: &str) {
        let _ = write!(
            self.out,
            "<text{} font-size=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" aria-hidden=\"true\">{}</text>",
            paint(self.palette, &["c-label"]),
            n(self.measures.word.unwrap_or_default()),
            n(at.x),
            n(at.y),
            escape(word),
        );
    }

    /// The regions in the order of the Tab key, whatever order they came in.
    fn marks(&mut self, marks: &[Mark]) {
        let mut roving = Roving::new(self.palette);
        for region in Region::all() {
            let Some((index, mark)) = marks
                .iter()
                .enumerate()
                .rfind(|(_, mark)| mark.region == region)
            else {
                continue;
            };
            // What is not said and cannot be chosen has nothing to show.
            let idle = mark.value.shown().is_none() && !mark.selected;
            if idle && self.interactive != Interactive::Checkboxes {
                continue;
            }
            let attributes = match self.interactive {
                Interactive::Still => String::new(),
                Interactive::Parts => roving.part("index", index, "", &mark.label),
                Interactive::Checkboxes => format!(
                    " role=\"checkbox\" aria-checked=\"{}\" tabindex=\"0\" aria-label=\"{}\"",
                    mark.selected,
                    escape(&mark.label),
                ),
            };
            let _ = write!(
                self.out,
                "<g data-region=\"{}\"{attributes}>",
                region.code()
            );
            for view in VIEWS {
                if let Some(shape) = region.shape(view) {
                    self.mark(&self.measures.all_at(view, &shape), mark);
                }
            }
            self.out.push_str("</g>");
        }
    }

    /// One shape of a region with its number.
    fn mark(&mut self, points: &[P], mark: &Mark) {
        let outline = smooth(points);
        if self.interactive != Interactive::Still {
            let _ = write!(
                self.out,
                "<path{} fill=\"none\" stroke-width=\"{}\" pointer-events=\"all\" d=\"{outline}\"/>",
                paint(self.palette, &["b-hit"]),
                n(2.0 * CATCH * self.measures.scale),
            );
        }
        let shown = mark.value.shown();
        let inside = match &shown {
            Some((level, _)) => svg::step(*level),
            None if mark.selected => "b-chosen",
            None => "b-region",
        };
        let (rim, width) = if mark.selected {
            ("b-picked", 1.4 * self.measures.edge)
        } else {
            ("b-rim", 0.6 * self.measures.edge)
        };
        let _ = write!(
            self.out,
            "<path{} stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{outline}\"/>",
            paint(self.palette, &[inside, rim]),
            n(width),
        );
        let (Some((level, number)), Some(size)) = (shown, self.measures.number) else {
            return;
        };
        // Three digits have to fit where two do; where not even they do, the other view has room.
        let size = if number.len() > 2 { 0.8 * size } else { size };
        if svg::text_width(&number, size) + 5.0 > width_of(points) {
            return;
        }
        let middle = middle(points);
        let _ = write!(
            self.out,
            "<text{} font-size=\"{}\" font-weight=\"600\" x=\"{}\" y=\"{}\" text-anchor=\"middle\" aria-hidden=\"true\" pointer-events=\"none\">{}</text>",
            paint(self.palette, &[svg::ink(level)]),
            n(size),
            n(middle.x),
            n(middle.y + 0.36 * size),
            escape(&number),
        );
    }
}

fn width_of(points: &[P]) -> f64 {
    let (least, most) = points
        .iter()
        .fold((f64::MAX, f64::MIN), |(least, most), point| {
            (least.min(point.x), most.max(point.x))
        });
    most - least
}

/// The middle of an area.
fn middle(points: &[P]) -> P {
    let (mut area, mut sum) = (0.0, p(0.0, 0.0));
    for (index, from) in points.iter().enumerate() {
        let to = points[(index + 1) % points.len()];
        let cross = from.x * to.y - to.x * from.y;
        area += cross;
        sum = sum + (*from + to) * cross;
    }
    sum * (1.0 / (3.0 * area))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The points a smooth outline runs through, sixteen to a stretch.
    fn traced(points: &[P]) -> Vec<P> {
        let path = smooth(points);
        let numbers: Vec<f64> = path
            .split(['M', 'C', 'Z', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().expect("a number"))
            .collect();
        let knots: Vec<P> = numbers.chunks(2).map(|two| p(two[0], two[1])).collect();
        let mut traced = Vec::new();
        for stretch in knots.windows(4).step_by(3) {
            for piece in 0..16 {
                let t = f64::from(piece) / 16.0;
                let u = 1.0 - t;
                traced.push(
                    stretch[0] * (u * u * u)
                        + stretch[1] * (3.0 * u * u * t)
                        + stretch[2] * (3.0 * u * t * t)
                        + stretch[3] * (t * t * t),
                );
            }
        }
        traced
    }

    fn inside(area: &[P], at: P) -> bool {
        let mut inside = false;
        for (index, a) in area.iter().enumerate() {
            let b = area[(index + 1) % area.len()];
            if (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
            {
                inside = !inside;
            }
        }
        inside
    }

    /// Every shape there is, with where it belongs.
    fn shapes() -> Vec<(View, &'static str, Vec<P>)> {
        VIEWS
            .into_iter()
            .flat_map(|view| {
                Region::all()
                    .filter_map(move |region| Some((view, region.code(), region.shape(view)?)))
            })
            .collect()
    }

    #[test]
    fn every_region_lies_inside_the_body() {
        let body = traced(&shape::outline());
        for (view, code, shape) in shapes() {
            for point in traced(&shape) {
                assert!(
                    inside(&body, point),
                    "{code} leaves the body at {point:?} ({view:?})"
                );
            }
        }
    }

    #[test]
    fn no_two_regions_of_a_view_share_a_point() {
        let shapes: Vec<_> = shapes()
            .into_iter()
            .map(|(view, code, shape)| (view, code, traced(&shape)))
            .collect();
        for (view, code, shape) in &shapes {
            for (other_view, other, other_shape) in &shapes {
                if view != other_view || code == other {
                    continue;
                }
                for point in shape {
                    assert!(
                        !inside(other_shape, *point),
                        "{code} lies over {other} at {point:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_region_is_large_enough_to_be_hit_with_a_shaky_hand() {
        let scale = Size::Full.measures().scale;
        for (view, code, shape) in shapes() {
            // What the outer hips lack behind they have in front.
            if view == View::Back && code.starts_with("outer_hip") {
                continue;
            }
            let turned: Vec<P> = shape.iter().map(|point| p(point.y, point.x)).collect();
            for across in [width_of(&shape), width_of(&turned)] {
                let px = (across + 2.0 * CATCH) * scale;
                assert!(px >= 24.0, "{code} catches only {px:.0} px ({view:?})");
            }
        }
    }

    #[test]
    fn the_left_of_the_body_is_on_the_right_of_a_viewer_who_faces_it_and_only_then() {
        for (view, code, shape) in shapes() {
            let side = match (code.rsplit('_').next(), view) {
                (Some("left"), View::Front) | (Some("right"), View::Back) => 1.0,
                (Some("left"), View::Back) | (Some("right"), View::Front) => -1.0,
                _ => continue,
            };
            assert!(
                shape.iter().all(|point| point.x * side > 0.0),
                "{code} in {view:?}"
            );
        }
    }

    #[test]
    fn left_and_right_mirror_each_other_and_the_middle_mirrors_itself() {
        let key = |point: &P| ((point.x * 100.0) as i64, (point.y * 100.0) as i64);
        let sorted = |points: &[P], side: f64| {
            let mut keys: Vec<_> = points.iter().map(|at| key(&p(at.x * side, at.y))).collect();
            keys.sort_unstable();
            keys
        };
        let shapes = shapes();
        for (view, code, shape) in &shapes {
            let other = match code.strip_suffix("_left") {
                Some(stem) => format!("{stem}_right"),
                None if code.ends_with("_right") => continue,
                None => (*code).to_owned(),
            };
            let (_, _, twin) = shapes
                .iter()
                .find(|(other_view, twin, _)| other_view == view && *twin == other)
                .expect("a twin");
            assert_eq!(sorted(shape, 1.0), sorted(twin, -1.0), "{code}");
        }
        let outline = shape::outline();
        assert_eq!(sorted(&outline, 1.0), sorted(&outline, -1.0));
    }

    #[test]
    fn seldom_is_not_never_and_nonsense_is_unsaid() {
        let said = |level, number: &str| Some((level, number.to_owned()));
        assert_eq!(Value::Share(0.0).shown(), said(0, "0"));
        assert_eq!(Value::Share(0.004).shown(), said(1, "<1"));
        assert_eq!(Value::Share(1.0).shown(), said(10, "100"));
        assert_eq!(Value::Share(7.0).shown(), said(10, "100"));
        assert_eq!(Value::Share(f64::NAN).shown(), None);
        assert_eq!(Value::Intensity(0).shown(), said(0, "0"));
        assert_eq!(Value::Intensity(11).shown(), None);
    }
}
