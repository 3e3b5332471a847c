//! From a solved body to a picture: what lies in front of what, the frame, the marks.

use std::fmt::Write as _;

use super::body::{Side, Skeleton};
use super::outline;
use super::solve::{CHAIR_BACK, CUSHION, SEAT, Solved, chair_at, solve};
use super::{Arrow, Pose, Prop, Target};
use crate::plane::{P, hanging, leaning, p};
use crate::svg::{self, Palette, Words, n, paint, smooth};

/// The width of every figure in its own units; the height follows from the pose.
const WIDTH: f64 = 528.0;
const ASPECT: f64 = 528.0 / 314.0;
const MARGIN_CM: f64 = 12.0;
/// How thick the wood of the chair is.
const CHAIR_STROKE_CM: f64 = 3.2;
/// How thick the mat is; it lies below the floor line of the solver, so that no pose changes with it.
const MAT_CM: f64 = 1.6;
/// What part of the plane a picture shows. All poses of one exercise share a frame, so that
/// nothing but the body moves from one picture to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    left_cm: f64,
    top_cm: f64,
    width_cm: f64,
    height_cm: f64,
}

/// The frame that holds every one of these poses.
#[must_use]
pub fn frame(poses: &[Pose]) -> Frame {
    let points: Vec<P> = poses
        .iter()
        .flat_map(|pose| shown(&solve(pose).0))
        .collect();
    // The floor belongs to every picture, so the frame always reaches down to it.
    let (mut left, mut right, mut top) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            (left, right) = (point.x, point.x);
        }
        (left, right, top) = (left.min(point.x), right.max(point.x), top.max(point.y));
    }
    let (mut width, mut height) = (right - left + 4.0 * MARGIN_CM, top + 2.0 * MARGIN_CM);
    let middle = (left + right) / 2.0;
    if width < height * ASPECT {
        width = height * ASPECT;
    } else {
        height = width / ASPECT;
    }
    Frame {
        left_cm: middle - width / 2.0,
        top_cm: height - MARGIN_CM,
        width_cm: width,
        height_cm: height,
    }
}

/// Whether a pose leaves a frame, worded for the one who wrote it: a pose has to be drawn in the
/// frame of all poses of its exercise.
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

/// Everything a picture shows: the body, what it uses, the arrow.
fn shown(solved: &Solved) -> Vec<P> {
    let mut points = outline::all(&solved.skeleton);
    if solved.pose.props.contains(&Prop::Chair) {
        points.extend(chair(solved).concat());
    }
    if let Some(arrow) = solved.pose.arrow {
        points.extend(way(&solved.skeleton, arrow));
    }
    points
}

/// The chair as strokes: its back and hind leg, its seat, its front leg.
fn chair(solved: &Solved) -> [Vec<P>; 3] {
    let x = chair_at(&solved.pose, &solved.skeleton);
    let middle = CHAIR_STROKE_CM / 2.0;
    [
        vec![
            p(x - 3.0, CHAIR_BACK - middle),
            p(x + 1.0, SEAT - middle),
            p(x - 2.0, middle),
        ],
        vec![p(x + 1.0, SEAT - middle), p(x + 41.0, SEAT - middle)],
        vec![p(x + 39.0, SEAT - middle), p(x + 41.0, middle)],
    ]
}

/// The way an arrow goes, its tip last.
fn way(skeleton: &Skeleton, arrow: Arrow) -> Vec<P> {
    match arrow {
        Arrow::HipsForward => {
            // Behind the seat, as a hand would push it.
            let from = skeleton.hip + p(-42.0, 2.0);
            vec![from, from + p(22.0, 0.0)]
        }
        Arrow::TailUnder => (0..=10)
            .map(|piece| {
                let deg = 168.0 + 66.0 * f64::from(piece) / 10.0;
                let (sin, cos) = deg.to_radians().sin_cos();
                skeleton.hip + p(cos, sin) * 21.0
            })
            .collect(),
    }
}

impl Frame {
    fn scale(&self) -> f64 {
        WIDTH / self.width_cm
    }

    fn at(&self, point: P) -> P {
        p(
            (point.x - self.left_cm) * self.scale(),
            (self.top_cm - point.y) * self.scale(),
        )
    }
}

/// A picture being drawn.
struct Canvas<'a> {
    out: String,
    frame: &'a Frame,
    palette: Palette,
}

/// Draws one pose.
#[must_use]
pub fn svg(words: &Words, pose: &Pose, frame: &Frame, palette: Palette) -> String {
    let (solved, _) = solve(pose);
    let skeleton = &solved.skeleton;
    let height = frame.height_cm * frame.scale();
    let mut canvas = Canvas {
        out: svg::open(words, WIDTH, height, palette),
        frame,
        palette,
    };
    let _ = write!(
        canvas.out,
        "<rect{} width=\"{}\" height=\"{}\" rx=\"14\"/>",
        paint(palette, &["fig-panel"]),
        n(WIDTH),
        n(height)
    );
    canvas.floor(pose, skeleton);
    if pose.props.contains(&Prop::Cushion) {
        canvas.cushion();
    }
    if pose.props.contains(&Prop::Chair) {
        for stroke in chair(&solved) {
            canvas.line("fig-chair", CHAIR_STROKE_CM, &stroke, "");
        }
    }
    // The other side of the body is fainter as one group, so that overlaps do not show through.
    canvas.out.push_str("<g opacity=\"0.5\">");
    canvas.leg(skeleton, Side::Far);
    canvas.arm(skeleton, Side::Far, false);
    canvas.out.push_str("</g>");
    canvas.shape("fig-skin", &outline::neck(skeleton));
    canvas.shape("fig-shirt", &outline::trunk(skeleton));
    canvas.shape("fig-skin", &outline::head(skeleton));
    canvas.shape("fig-hair", &outline::hair(skeleton));
    canvas.shape("fig-skin", &outline::ear(skeleton));
    canvas.leg(skeleton, Side::Near);
    canvas.shape("fig-trousers", &outline::pelvis(skeleton));
    canvas.band(skeleton);
    if let Some(target) = pose.target {
        canvas.target(skeleton, target);
    }
    canvas.arm(skeleton, Side::Near, true);
    if let Some(arrow) = pose.arrow {
        canvas.arrow(skeleton, arrow);
    }
    canvas.out.push_str("</svg>");
    canvas.out
}

impl Canvas<'_> {
    fn path(&self, points: &[P]) -> String {
        smooth(
            &points
                .iter()
                .map(|point| self.frame.at(*point))
                .collect::<Vec<_>>(),
        )
    }

    fn shape(&mut self, class: &str, points: &[P]) {
        let _ = write!(
            self.out,
            "<path{} d=\"{}\"/>",
            paint(self.palette, &[class]),
            self.path(points)
        );
    }

    /// A line of a given width in centimetres through some points.
    fn line(&mut self, class: &str, width_cm: f64, points: &[P], more: &str) {
        let mut path = String::new();
        for point in points {
            let at = self.frame.at(*point);
            let command = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", n(at.x), n(at.y));
        }
        let _ = write!(
            self.out,
            "<path{} fill=\"none\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"{more} d=\"{path}\"/>",
            paint(self.palette, &[class]),
            n(width_cm * self.frame.scale()),
        );
    }

    /// The floor line lies under the soles, or under the mat, not through them.
    fn floor(&mut self, pose: &Pose, skeleton: &Skeleton) {
        let margin = self.frame.width_cm * 0.07;
        let (left, right) = (
            self.frame.left_cm + margin,
            self.frame.left_cm + self.frame.width_cm - margin,
        );
        let mut y = -0.6;
        if pose.props.contains(&Prop::Mat) {
            y -= MAT_CM;
            let body = outline::all(skeleton);
            let (from, to) = body.iter().fold((right, left), |(from, to), point| {
                (from.min(point.x), to.max(point.x))
            });
            let (from, to) = ((from - 8.0).max(left), (to + 8.0).min(right));
            let middle = -MAT_CM / 2.0;
            self.line("fig-mat", MAT_CM, &[p(from, middle), p(to, middle)], "");
        }
        self.line(
            "fig-floor",
            1.2,
            &[p(left, y), p(right, y)],
            " stroke-opacity=\"0.4\"",
        );
    }

    /// The first contact is at x = 0, and so is the cushion.
    fn cushion(&mut self) {
        self.shape(
            "fig-cushion",
            &[
                p(-17.0, 1.4),
                p(-16.0, 0.2),
                p(-8.0, 0.0),
                p(8.0, 0.0),
                p(16.0, 0.2),
                p(17.0, 1.4),
                p(16.0, CUSHION + 0.6),
                p(8.0, CUSHION),
                p(0.0, CUSHION - 0.6),
                p(-8.0, CUSHION),
                p(-16.0, CUSHION + 0.6),
            ],
        );
    }

    fn leg(&mut self, skeleton: &Skeleton, side: Side) {
        let leg = skeleton.legs.get(side);
        self.shape("fig-skin", &outline::ankle(leg));
        self.shape("fig-shoe", &outline::foot(leg));
        self.shape("fig-trousers", &outline::shank(leg));
        self.shape("fig-trousers", &outline::thigh(skeleton.hip, leg));
    }

    /// The near arm gets an edge in the colour of the ground, which lifts it off the trunk.
    fn arm(&mut self, skeleton: &Skeleton, side: Side, edged: bool) {
        let arm = skeleton.arms.get(side);
        let parts = [
            ("fig-skin", outline::hand(arm)),
            ("fig-skin", outline::forearm(arm)),
            ("fig-skin", outline::upper_arm(skeleton, arm)),
            ("fig-shirt", outline::sleeve(skeleton, arm)),
        ];
        if edged {
            for (_, points) in &parts {
                let path = self.path(points);
                let _ = write!(
                    self.out,
                    "<path{} fill=\"none\" stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{path}\"/>",
                    paint(self.palette, &["fig-edge"]),
                    n(2.2 * self.frame.scale()),
                );
            }
            self.shape("fig-shirt", &outline::shoulder_cap(skeleton, arm));
        }
        for (class, points) in &parts {
            self.shape(class, points);
        }
    }

    /// The waist line: it turns with the pelvis and makes a tucked tail visible.
    fn band(&mut self, skeleton: &Skeleton) {
        self.line("fig-edge", 1.1, &outline::band(skeleton), "");
    }

    /// Where it is felt: a band along the muscle, edged in the colour of the ground, because it has
    /// to stand out from trousers and shirt in every theme.
    fn target(&mut self, skeleton: &Skeleton, target: Target) {
        let line: Vec<P> = match target {
            Target::NearHipFront => {
                let up = leaning(skeleton.pelvis_deg);
                let down = hanging(skeleton.legs.near.thigh_deg);
                let front = p(-down.y, down.x);
                vec![
                    skeleton.hip + up.ahead() * 5.6 + up * 8.0,
                    skeleton.hip + up.ahead() * 5.0 + up * 2.5,
                    skeleton.hip + front * 4.4 + down * 4.0,
                    skeleton.hip + front * 3.8 + down * 10.0,
                    skeleton.hip + front * 2.6 + down * 17.0,
                ]
            }
            Target::LowerBack => skeleton
                .lumbar()
                .iter()
                .map(|vertebra| vertebra.at)
                .collect(),
        };
        let band = spindle(&line, 3.1);
        let path = self.path(&band);
        let _ = write!(
            self.out,
            "<path{} fill=\"none\" stroke-width=\"{}\" stroke-linejoin=\"round\" d=\"{path}\"/>",
            paint(self.palette, &["fig-edge"]),
            n(1.8 * self.frame.scale()),
        );
        self.shape("fig-target", &band);
    }

    fn arrow(&mut self, skeleton: &Skeleton, arrow: Arrow) {
        let way = way(skeleton, arrow);
        self.line("fig-arrow", 2.4, &way, "");
        if let [.., before, tip] = way[..] {
            let back = before - tip;
            let back = back * (7.0 / back.length());
            let wing = |deg: f64| {
                let (sin, cos) = f64::to_radians(deg).sin_cos();
                tip + p(back.x * cos - back.y * sin, back.x * sin + back.y * cos)
            };
            self.line("fig-arrow", 2.4, &[wing(36.0), tip, wing(-36.0)], "");
        }
    }
}

/// A band along a line, thickest in its middle, as a muscle is.
fn spindle(line: &[P], half_width_cm: f64) -> Vec<P> {
    let last = line.len() - 1;
    let edge = |index: usize, side: f64| {
        let along = line[(index + 1).min(last)] - line[index.saturating_sub(1)];
        let along = along * (1.0 / along.length());
        let bulge = (std::f64::consts::PI * (index as f64 + 0.7) / (last as f64 + 1.4)).sin();
        line[index] + p(-along.y, along.x) * (side * bulge * half_width_cm)
    };
    let tip = |end: usize, inner: usize| line[end] + (line[end] - line[inner]) * 0.35;
    let mut points = vec![tip(0, 1)];
    points.extend((0..=last).map(|index| edge(index, 1.0)));
    points.push(tip(last, last - 1));
    points.extend((0..=last).rev().map(|index| edge(index, -1.0)));
    points
}
