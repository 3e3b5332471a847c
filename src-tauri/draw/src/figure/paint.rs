//! From a solved body to a picture: what lies in front of what, the frame, the marks.

use std::fmt::Write as _;

use super::body::{Bones, SIDES, Side, Skeleton};
use super::solve::{Solved, solve};
use super::space::Eye;
use super::{Pose, Prop, flesh, marks, props};
use crate::plane::{P, p};
use crate::svg::{self, Palette, Words, n, paint, smooth, smooth_open};

/// The width of every figure in its own units; the height follows from the pose.
const WIDTH: f64 = 528.0;
/// A picture is at least so much wider than high, and at most.
const ASPECT: [f64; 2] = [1.25, 2.15];
const MARGIN_CM: f64 = 11.0;

/// What part of the plane a picture shows. All poses of one figure share a frame, so that nothing
/// but the body moves from one picture to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    left_cm: f64,
    top_cm: f64,
    width_cm: f64,
    height_cm: f64,
}

pub(super) fn eye(pose: &Pose) -> Eye {
    Eye::new(pose.view_deg, pose.rise_deg)
}

/// The frame that holds every one of these poses.
#[must_use]
pub fn frame(poses: &[Pose]) -> Frame {
    let points: Vec<P> = poses
        .iter()
        .flat_map(|pose| shown(&solve(pose).0))
        .collect();
    // The floor belongs to every picture, so the frame always reaches down to it.
    let (mut left, mut right, mut top, mut bottom) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            (left, right) = (point.x, point.x);
        }
        (left, right) = (left.min(point.x), right.max(point.x));
        (top, bottom) = (top.max(point.y), bottom.min(point.y));
    }
    let (mut width, mut height) = (
        right - left + 2.0 * MARGIN_CM,
        top - bottom + 2.0 * MARGIN_CM,
    );
    let middle = f64::midpoint(left, right);
    let mut top = top + MARGIN_CM;
    if width < height * ASPECT[0] {
        width = height * ASPECT[0];
    } else if width > height * ASPECT[1] {
        // What a low figure leaves free lies above it: the floor stays at the foot of the picture.
        let taller = width / ASPECT[1];
        top += (taller - height) * 0.62;
        height = taller;
    }
    Frame {
        left_cm: middle - width / 2.0,
        top_cm: top,
        width_cm: width,
        height_cm: height,
    }
}

/// Whether a pose leaves a frame, worded for the one who wrote it: a pose has to be drawn in the
/// frame of all poses of its figure.
#[must_use]
pub fn outside(pose: &Pose, frame: &Frame) -> Vec<String> {
    let (solved, _) = solve(pose);
    let points = shown(&solved);
    let most = |reach: fn(&Frame, P) -> f64| {
        points
            .iter()
            .map(|point| reach(frame, *point))
            .fold(0.0, f64::max)
    };
    let sides: [(&str, f64); 4] = [
        ("left", most(|frame, point| frame.left_cm - point.x)),
        (
            "right",
            most(|frame, point| point.x - frame.left_cm - frame.width_cm),
        ),
        ("top", most(|frame, point| point.y - frame.top_cm)),
        (
            "bottom",
            most(|frame, point| frame.top_cm - frame.height_cm - point.y),
        ),
    ];
    sides
        .iter()
        .filter(|(_, by)| *by > 0.0)
        .map(|(side, by)| format!("the figure leaves the frame at the {side} by {by:.0} cm"))
        .collect()
}

/// Everything a picture has to show whole: the body, what it uses, the arrows.
fn shown(solved: &Solved) -> Vec<P> {
    let eye = eye(&solved.pose);
    let mut points = flesh::all(&eye, &solved.skeleton);
    let body_right = points
        .iter()
        .map(|point| point.x)
        .fold(f64::NEG_INFINITY, f64::max);
    let body_left = points
        .iter()
        .map(|point| point.x)
        .fold(f64::INFINITY, f64::min);
    let body_top = points
        .iter()
        .map(|point| point.y)
        .fold(f64::NEG_INFINITY, f64::max);
    for thing in props::behind(&eye, solved) {
        // A wall and a worktop go on beyond the picture.
        let goes_on = thing.class == "fig-wall"
            || solved.pose.props.contains(&Prop::Worktop)
            || solved.pose.props.contains(&Prop::Table);
        points.extend(thing.outline.iter().map(|point| {
            if goes_on {
                p(
                    point.x.clamp(body_left - 16.0, body_right + 16.0),
                    point.y.min(body_top),
                )
            } else {
                *point
            }
        }));
    }
    for arrow in &solved.pose.arrows {
        points.extend(marks::way(&eye, &solved.skeleton, arrow));
    }
    points
}

impl Frame {
    pub(super) fn scale(&self) -> f64 {
        WIDTH / self.width_cm
    }

    fn at(&self, point: P) -> P {
        p(
            (point.x - self.left_cm) * self.scale(),
            (self.top_cm - point.y) * self.scale(),
        )
    }

    fn bottom(&self) -> f64 {
        self.top_cm - self.height_cm
    }
}

/// A part of the body that lies in front of or behind others as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Neck,
    Trunk,
    Head,
    Pelvis,
    Target,
    Leg(Side),
    Arm(Side),
}

/// What is drawn after what, and what is the other side of the body. One order serves all poses of a
/// figure, so that no part jumps to the front between two of them.
#[derive(Clone, Debug)]
pub(super) struct Order {
    layers: Vec<(Layer, bool)>,
    /// Legs that need an edge to be told from each other.
    edged: bool,
}

impl Order {
    pub(super) fn of(solved: &[Solved]) -> Order {
        let count = solved.len().max(1) as f64;
        let mean = |depth: &dyn Fn(&Eye, &Skeleton) -> f64| {
            solved
                .iter()
                .map(|it| depth(&eye(&it.pose), &it.skeleton))
                .sum::<f64>()
                / count
        };
        let trunk = mean(&|eye, it| eye.near(it.spine[6].at + it.spine[6].axes.ahead * 4.0));
        let pelvis =
            mean(&|eye, it| eye.near(it.hip) + it.pelvis.side.dot(eye.to).abs() * 8.5 + 0.3);
        let crossed = |side: Side| {
            solved
                .iter()
                .any(|it| super::solve::leg_of(&it.pose, side).foot_on.is_some())
        };
        let leg = |side: Side| {
            mean(&|eye, it| {
                let bones = it.legs.get(side);
                let thigh = eye.near(bones.top.towards(bones.mid, 0.5));
                if crossed(side) {
                    thigh.max(eye.near(bones.mid.towards(bones.tip, 0.7))) + 1.0
                } else {
                    thigh
                }
            })
        };
        let arm = |side: Side| {
            mean(&|eye, it| {
                let bones = it.arms.get(side);
                eye.near(bones.mid.towards(bones.tip, 0.6))
            })
        };
        let hip = mean(&|eye, it| eye.near(it.hip));
        let owner = solved
            .iter()
            .find_map(|it| {
                it.pose
                    .target
                    .map(|target| marks::place(&it.skeleton, target).leg)
            })
            .flatten();
        let mut keyed = vec![
            (trunk - 0.02, Layer::Neck, false),
            (trunk, Layer::Trunk, false),
            (trunk + 0.01, Layer::Head, false),
            (pelvis, Layer::Pelvis, false),
        ];
        // Seen from well above or from the front there is no other side of the body.
        let level = solved.iter().all(|it| it.pose.rise_deg < 26.0)
            && mean(&|eye, it| it.pelvis.side.dot(eye.to)) > 0.7;
        for side in SIDES {
            let key = leg(side);
            keyed.push((key, Layer::Leg(side), level && key < hip - 4.0));
            let key = arm(side);
            // An arm that comes from this side stays in front, wherever its hand goes.
            let upper = mean(&|eye, it| {
                let bones = it.arms.get(side);
                eye.near(bones.top.towards(bones.mid, 0.5))
            });
            let faint = level && key < trunk.min(hip) - 5.0 && upper < trunk;
            let key = if upper > trunk { key.max(upper) } else { key };
            keyed.push((key, Layer::Arm(side), faint));
        }
        let target = match owner {
            // The muscle of the far leg stays behind the near one.
            Some(side) if leg(side) < hip - 4.0 => leg(side) + 0.02,
            Some(side) => leg(side).max(pelvis) + 0.02,
            None => trunk.max(pelvis) + 0.02,
        };
        keyed.push((target, Layer::Target, false));
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let faint_leg = keyed
            .iter()
            .any(|(_, layer, faint)| matches!(layer, Layer::Leg(_)) && *faint);
        Order {
            layers: keyed
                .into_iter()
                .map(|(_, layer, faint)| (layer, faint))
                .collect(),
            edged: !faint_leg,
        }
    }
}

/// How a piece of a picture is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ink {
    Fill,
    /// A line so wide, in centimetres.
    Line(f64),
}

/// One path of a picture.
struct Piece {
    class: &'static str,
    ink: Ink,
    faint: bool,
    path: String,
}

impl Piece {
    /// The class it is drawn in: the other side of the body has colours of its own.
    fn shown(&self) -> &'static str {
        match self.class {
            "fig-shirt" if self.faint => "fig-far-shirt",
            "fig-trousers" if self.faint => "fig-far-trousers",
            "fig-skin" if self.faint => "fig-far-skin",
            "fig-shoe" if self.faint => "fig-far-shoe",
            class => class,
        }
    }
}

/// Paths being collected, the furthest first.
struct Pieces<'a> {
    frame: &'a Frame,
    eye: Eye,
    faint: bool,
    pieces: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    fn new(frame: &'a Frame, eye: Eye) -> Self {
        Self {
            frame,
            eye,
            faint: false,
            pieces: Vec::new(),
        }
    }

    fn place(&self, points: &[P]) -> Vec<P> {
        points.iter().map(|point| self.frame.at(*point)).collect()
    }

    fn push(&mut self, class: &'static str, ink: Ink, path: String) {
        self.pieces.push(Piece {
            class,
            ink,
            faint: self.faint,
            path,
        });
    }

    fn shape(&mut self, class: &'static str, points: &[P]) {
        let path = smooth(&self.place(points));
        self.push(class, Ink::Fill, path);
    }

    /// The outline of a shape in the colour of the ground, which lifts it off what lies behind it.
    fn edge(&mut self, width_cm: f64, points: &[P]) {
        let path = smooth(&self.place(points));
        self.push("fig-edge", Ink::Line(width_cm), path);
    }

    /// The same without the round start of a limb, which would cut it off the trunk.
    fn open_edge(&mut self, width_cm: f64, points: &[P]) {
        let path = smooth_open(&self.place(&points[1..points.len() - 4]));
        self.push("fig-edge", Ink::Line(width_cm), path);
    }

    fn line(&mut self, class: &'static str, width_cm: f64, points: &[P]) {
        let path = straight(&self.place(points), false);
        self.push(class, Ink::Line(width_cm), path);
    }

    fn leg(&mut self, leg: &Bones, edged: bool) {
        let eye = self.eye;
        let (thigh, shank) = (flesh::thigh(&eye, leg), flesh::shank(&eye, leg));
        let (ankle, foot) = (flesh::ankle(&eye, leg), flesh::foot(&eye, leg));
        if edged {
            self.open_edge(2.2, &thigh);
            self.edge(2.2, &shank);
            self.edge(2.2, &foot);
        }
        self.shape("fig-skin", &ankle);
        self.shape("fig-shoe", &foot);
        self.shape("fig-trousers", &shank);
        self.shape("fig-trousers", &thigh);
    }

    fn arm(&mut self, arm: &Bones, edged: bool) {
        let eye = self.eye;
        let parts = [
            ("fig-skin", flesh::hand(&eye, arm)),
            ("fig-skin", flesh::forearm(&eye, arm)),
            ("fig-skin", flesh::upper_arm(&eye, arm)),
            ("fig-shirt", flesh::sleeve(&eye, arm)),
        ];
        if edged {
            for (_, points) in &parts {
                self.edge(2.2, points);
            }
            self.shape("fig-shirt", &flesh::shoulder_cap(&eye, arm));
        }
        for (class, points) in &parts {
            self.shape(class, points);
        }
    }

    fn body(&mut self, solved: &Solved, order: &Order) {
        let eye = self.eye;
        let skeleton = &solved.skeleton;
        for (layer, faint) in &order.layers {
            self.faint = *faint;
            match layer {
                Layer::Neck => self.shape("fig-skin", &flesh::neck(&eye, skeleton)),
                Layer::Trunk => self.shape("fig-shirt", &flesh::trunk(&eye, skeleton)),
                Layer::Head => {
                    self.shape("fig-skin", &flesh::head(&eye, skeleton));
                    self.shape("fig-hair", &flesh::hair(&eye, skeleton));
                    self.shape("fig-skin", &flesh::ear(&eye, skeleton));
                }
                Layer::Pelvis => {
                    self.shape("fig-trousers", &flesh::pelvis(&eye, skeleton));
                    self.line("fig-edge", 1.1, &flesh::band(&eye, skeleton));
                }
                Layer::Target => {
                    if let Some(target) = solved.pose.target {
                        let band = marks::spindle(&eye, &marks::place(skeleton, target));
                        self.edge(1.8, &band);
                        self.shape("fig-target", &band);
                    }
                }
                Layer::Leg(side) => self.leg(skeleton.legs.get(*side), order.edged && !faint),
                Layer::Arm(side) => self.arm(skeleton.arms.get(*side), !faint),
            }
            self.faint = false;
        }
    }
}

fn straight(points: &[P], closed: bool) -> String {
    let mut path = String::new();
    for point in points {
        let command = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", n(point.x), n(point.y));
    }
    if closed {
        path.push('Z');
    }
    path
}

/// The paths of the body alone and of what it holds: what moves in a film. Every pose with the same
/// props and the same order gives the same pieces.
fn moving(solved: &Solved, frame: &Frame, order: &Order) -> Vec<Piece> {
    let eye = eye(&solved.pose);
    let mut pieces = Pieces::new(frame, eye);
    pieces.body(solved, order);
    for thing in props::before(&eye, &solved.skeleton, &solved.pose) {
        pieces.shape(thing.class, &thing.outline);
    }
    for (class, width_cm, points) in props::strokes(&eye, &solved.skeleton, &solved.pose) {
        pieces.line(class, width_cm, &points);
    }
    pieces.pieces
}

pub(super) fn moving_paths(solved: &Solved, frame: &Frame, order: &Order) -> Vec<String> {
    moving(solved, frame, order)
        .into_iter()
        .map(|piece| piece.path)
        .collect()
}

/// What stands still: the floor and the things behind the body.
fn still(solved: &Solved, frame: &Frame) -> Vec<Piece> {
    let eye = eye(&solved.pose);
    let mut pieces = Pieces::new(frame, eye);
    if solved.pose.rise_deg == 0.0 {
        // The floor line lies under the soles, or under the mat, not through them.
        let margin = frame.width_cm * 0.05;
        let y = if solved.pose.props.contains(&Prop::Mat) {
            -2.2
        } else {
            -0.6
        };
        pieces.line(
            "fig-floor",
            1.2,
            &[
                p(frame.left_cm + margin, y),
                p(frame.left_cm + frame.width_cm - margin, y),
            ],
        );
    }
    for thing in props::behind(&eye, solved) {
        let inside = |point: &P| {
            p(
                point.x.clamp(frame.left_cm, frame.left_cm + frame.width_cm),
                point.y.clamp(frame.bottom(), frame.top_cm),
            )
        };
        let outline: Vec<P> = thing.outline.iter().map(inside).collect();
        if thing.soft {
            pieces.shape(thing.class, &outline);
        } else {
            let path = straight(&pieces.place(&outline), true);
            pieces.push(thing.class, Ink::Fill, path);
        }
    }
    pieces.pieces
}

/// The arrows of a pose, over everything else.
fn arrows(solved: &Solved, frame: &Frame) -> Vec<Piece> {
    let eye = eye(&solved.pose);
    let mut pieces = Pieces::new(frame, eye);
    for arrow in &solved.pose.arrows {
        let way = marks::way(&eye, &solved.skeleton, arrow);
        let last = way.len() - 1;
        let mut heads = vec![marks::barbs(way[last], way[last - 2])];
        if arrow.both {
            heads.push(marks::barbs(way[0], way[2]));
        }
        // A halo in the colour of the ground keeps an arrow apart from the body it crosses.
        pieces.line("fig-edge", 4.6, &way);
        for head in &heads {
            pieces.line("fig-edge", 4.6, head);
        }
        pieces.line("fig-arrow", 2.4, &way);
        for head in &heads {
            pieces.line("fig-arrow", 2.4, head);
        }
    }
    pieces.pieces
}

fn write(out: &mut String, pieces: &[Piece], frame: &Frame, palette: Palette, numbered: bool) {
    for (index, piece) in pieces.iter().enumerate() {
        let number = if numbered {
            format!(" data-piece=\"{index}\"")
        } else {
            String::new()
        };
        let ink = match piece.ink {
            Ink::Fill => String::new(),
            Ink::Line(width_cm) => format!(
                " fill=\"none\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"{}",
                n(width_cm * frame.scale()),
                if piece.class == "fig-floor" {
                    " stroke-opacity=\"0.4\""
                } else {
                    ""
                }
            ),
        };
        let _ = write!(
            out,
            "<path{}{number}{ink} d=\"{}\"/>",
            paint(palette, &[piece.shown()]),
            piece.path
        );
    }
}

fn open(words: &Words, frame: &Frame, palette: Palette) -> String {
    let height = frame.height_cm * frame.scale();
    let mut out = svg::open(words, WIDTH, height, palette);
    let _ = write!(
        out,
        "<rect{} width=\"{}\" height=\"{}\" rx=\"14\"/>",
        paint(palette, &["fig-panel"]),
        n(WIDTH),
        n(height)
    );
    out
}

fn picture(
    words: &Words,
    ground: &Solved,
    solved: &Solved,
    frame: &Frame,
    order: &Order,
    palette: Palette,
    is_film: bool,
) -> String {
    let mut out = open(words, frame, palette);
    // What stands still stands where the first pose has it.
    write(&mut out, &still(ground, frame), frame, palette, false);
    write(
        &mut out,
        &moving(solved, frame, order),
        frame,
        palette,
        is_film,
    );
    if !is_film {
        write(&mut out, &arrows(solved, frame), frame, palette, false);
    }
    out.push_str("</svg>");
    out
}

/// Draws one pose.
#[must_use]
pub fn svg(words: &Words, pose: &Pose, frame: &Frame, palette: Palette) -> String {
    let (solved, _) = solve(pose);
    let order = Order::of(std::slice::from_ref(&solved));
    picture(words, &solved, &solved, frame, &order, palette, false)
}

/// Draws the key poses of one figure, each with its words, in one frame and one order.
#[must_use]
pub fn svgs(words: &[Words], poses: &[Pose], palette: Palette) -> Vec<String> {
    let frame = frame(poses);
    let solved: Vec<Solved> = poses.iter().map(|pose| solve(pose).0).collect();
    let order = Order::of(&solved);
    words
        .iter()
        .zip(&solved)
        .map(|(words, it)| picture(words, &solved[0], it, &frame, &order, palette, false))
        .collect()
}

/// The first picture of a film, its moving paths numbered.
pub(super) fn opening(
    words: &Words,
    solved: &Solved,
    frame: &Frame,
    order: &Order,
    palette: Palette,
) -> String {
    picture(words, solved, solved, frame, order, palette, true)
}
