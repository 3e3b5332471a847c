//! What stands or lies there besides the body: where it is, and how it looks.

use super::body::{Side, Skeleton};
use super::solve::Solved;
use super::space::{Eye, V, v};
use super::{Contact, Pose, Prop};
use crate::plane::P;

/// How thick the cushion is once knelt on.
pub(super) const CUSHION: f64 = 4.0;
/// How high the pillow under a head is once it is lain on.
const PILLOW: f64 = 6.0;
/// How high a pillow under chest or bottom is.
const THICK_PILLOW: f64 = 10.0;
/// How high the chair's seat is.
pub(super) const SEAT: f64 = 45.0;
/// How high the top of the chair's back is.
pub(super) const CHAIR_BACK: f64 = 88.0;
/// How far the back of a chair that is not sat on stands ahead of the first contact.
const CHAIR_AHEAD: f64 = 24.0;
/// From the back of the chair to the front edge of its seat.
const CHAIR_DEEP: f64 = 42.0;
const CHAIR_WIDE: f64 = 21.0;
const WORKTOP: f64 = 90.0;
const TABLE: f64 = 72.0;
const STEP: f64 = 15.0;
const STOOL: f64 = 22.0;
/// How thick the mat is; it lies below the level of the solver, so that no pose changes with it.
const MAT: f64 = 1.6;

/// The heights and places a pose is solved against.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    props: Vec<Prop>,
    contacts: Vec<Contact>,
    high: Option<f64>,
    at: f64,
    /// Where the wall stands.
    pub(super) wall_at: f64,
}

impl Setting {
    pub(super) fn of(pose: &Pose) -> Self {
        Self {
            props: pose.props.clone(),
            contacts: pose.contacts.clone(),
            high: pose.high_cm,
            at: pose.prop_at_cm,
            wall_at: pose.wall_at_cm.unwrap_or(pose.prop_at_cm),
        }
    }

    fn has(&self, prop: Prop) -> bool {
        self.props.contains(&prop)
    }

    /// How high a part rests: on the floor, on the cushion, on the chair, on the step.
    pub(super) fn rest(&self, contact: Contact) -> f64 {
        let first = self.contacts.first() == Some(&contact);
        match contact {
            Contact::Seat if self.has(Prop::Chair) && first => self.seat(),
            Contact::Seat if self.has(Prop::SeatPillow) => THICK_PILLOW,
            Contact::Shoulders if self.has(Prop::ChestPillow) => THICK_PILLOW,
            // Who stands on a step with a whole foot has no need of one; heels hang free of it.
            Contact::NearToes | Contact::FarToes if self.has(Prop::Step) && first => self.step(),
            _ if self.has(Prop::Cushion) && first => CUSHION,
            _ => 0.0,
        }
    }

    pub(super) fn seat(&self) -> f64 {
        self.high.unwrap_or(SEAT)
    }

    pub(super) fn step(&self) -> f64 {
        self.high.unwrap_or(STEP)
    }

    /// What a straight leg lies on.
    pub(super) fn floor(&self) -> f64 {
        0.0
    }

    pub(super) fn pillow(&self) -> f64 {
        if self.has(Prop::Pillow) { PILLOW } else { 0.0 }
    }

    /// The edge of the worktop or the table: how far ahead, how high.
    pub(super) fn top(&self) -> [f64; 2] {
        let usual = if self.has(Prop::Table) {
            TABLE
        } else {
            WORKTOP
        };
        let high = if self.has(Prop::Chair) && !self.has(Prop::Worktop) {
            usual
        } else {
            self.high.unwrap_or(usual)
        };
        [self.at, high]
    }

    /// Where the back of the chair stands on the floor.
    fn chair_x(&self, pose: &Pose) -> f64 {
        let sits = self.contacts.first() == Some(&Contact::Seat) && !pose.chair_turned;
        match pose.chair_at_cm {
            Some(at) => at,
            None if sits => pose.x_cm - 19.0,
            None => pose.x_cm + CHAIR_AHEAD,
        }
    }

    /// The top of the chair's back: how far ahead, how high.
    pub(super) fn chair_top(&self, pose: &Pose) -> [f64; 2] {
        [self.chair_x(pose) - 2.0, CHAIR_BACK]
    }
}

/// One thing in the picture: a filled outline and its class.
pub(super) struct Thing {
    pub(super) class: &'static str,
    pub(super) outline: Vec<P>,
    /// Corners are rounded off.
    pub(super) soft: bool,
}

/// The outline of a box.
fn cuboid(eye: &Eye, from: V, to: V) -> Vec<P> {
    let mut corners = Vec::new();
    for x in [from.x, to.x] {
        for y in [from.y, to.y] {
            for z in [from.z, to.z] {
                corners.push(eye.at(v(x, y, z)));
            }
        }
    }
    around(corners)
}

/// The convex outline around points, corner by corner.
fn around(mut points: Vec<P>) -> Vec<P> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let half = |points: &mut dyn Iterator<Item = P>| {
        let mut chain: Vec<P> = Vec::new();
        for point in points {
            while let [.., before, last] = chain[..] {
                let (a, b) = (last - before, point - last);
                if a.x * b.y - a.y * b.x > 1e-9 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut outline = half(&mut points.clone().into_iter());
    outline.extend(half(&mut points.into_iter().rev()));
    outline
}

/// A pillow or cushion between two heights, round at its ends.
fn pillow(eye: &Eye, middle: V, half_long: f64, half_wide: f64, top: f64) -> Vec<P> {
    let mut points = Vec::new();
    for (part, low, high) in [
        (-1.0, 0.34, 0.72),
        (-0.86, 0.05, 0.96),
        (-0.4, 0.0, 1.0),
        (0.4, 0.0, 1.0),
        (0.86, 0.05, 0.96),
        (1.0, 0.34, 0.72),
    ] {
        for z in [-half_wide, half_wide] {
            for y in [low, high] {
                points.push(eye.at(v(
                    middle.x + half_long * part,
                    middle.y + top * y,
                    middle.z + z,
                )));
            }
        }
    }
    around(points)
}

/// Everything behind the body, the furthest first.
pub(super) fn behind(eye: &Eye, solved: &Solved) -> Vec<Thing> {
    let (pose, skeleton, setting) = (&solved.pose, &solved.skeleton, &solved.setting);
    let mut things = Vec::new();
    for prop in &pose.props {
        match prop {
            Prop::Mat => things.push(mat(eye, skeleton)),
            Prop::Wall => {
                let x = setting.wall_at;
                let to = if x >= skeleton.hip.x { 1.0 } else { -1.0 };
                things.push(hard(
                    "fig-wall",
                    cuboid(eye, v(x, 0.0, -60.0), v(x + to * 6.0, 196.0, 60.0)),
                ));
            }
            Prop::Worktop | Prop::Table => {
                let [x, y] = setting.top();
                if *prop == Prop::Table {
                    for at in [x + 6.0, x + 62.0] {
                        things.push(hard(
                            "fig-wood-dark",
                            cuboid(eye, v(at, 0.0, -26.0), v(at + 4.0, y - 3.0, 26.0)),
                        ));
                    }
                    things.push(hard(
                        "fig-wood",
                        cuboid(eye, v(x, y - 4.0, -32.0), v(x + 72.0, y, 32.0)),
                    ));
                } else {
                    things.push(hard(
                        "fig-wall",
                        cuboid(eye, v(x + 6.0, 0.0, -30.0), v(x + 46.0, y - 4.0, 30.0)),
                    ));
                    things.push(hard(
                        "fig-wood",
                        cuboid(eye, v(x, y - 4.0, -32.0), v(x + 48.0, y, 32.0)),
                    ));
                }
            }
            Prop::Step => {
                let x = setting.at;
                let y = setting.step();
                things.push(hard(
                    "fig-wood",
                    cuboid(eye, v(x, 0.0, -26.0), v(x + 34.0, y, 26.0)),
                ));
            }
            Prop::Stool => {
                let x = setting.at;
                for at in [x + 3.0, x + 31.0] {
                    things.push(hard(
                        "fig-wood-dark",
                        cuboid(eye, v(at, 0.0, -14.0), v(at + 4.0, STOOL - 3.0, 14.0)),
                    ));
                }
                things.push(hard(
                    "fig-wood",
                    cuboid(eye, v(x, STOOL - 4.0, -18.0), v(x + 38.0, STOOL, 18.0)),
                ));
            }
            Prop::Chair => things.extend(chair(eye, pose, setting)),
            Prop::Cushion => {
                let z = match pose.contacts.first() {
                    Some(Contact::NearKnee | Contact::NearFoot) => 8.5,
                    Some(Contact::FarKnee | Contact::FarFoot) => -8.5,
                    _ => 0.0,
                };
                things.push(soft(
                    "fig-pillow",
                    pillow(eye, v(pose.x_cm, 0.0, z), 17.0, 12.0, CUSHION),
                ));
            }
            Prop::Pillow => {
                let mut middle = skeleton.skull + skeleton.head.up * 9.5;
                if pose.prop_at_cm != 0.0 {
                    middle.x = pose.prop_at_cm;
                }
                things.push(soft(
                    "fig-pillow",
                    pillow(
                        eye,
                        v(middle.x, 0.0, middle.z),
                        if skeleton.pelvis.up.z.abs() > 0.7 {
                            14.0
                        } else {
                            19.0
                        },
                        16.0,
                        PILLOW + 2.4,
                    ),
                ));
            }
            Prop::ChestPillow => {
                let at = skeleton.spine[8].at;
                things.push(soft(
                    "fig-pillow",
                    pillow(
                        eye,
                        v(at.x - 4.0, 0.0, at.z),
                        20.0,
                        18.0,
                        THICK_PILLOW + 1.6,
                    ),
                ));
            }
            Prop::SeatPillow => {
                let hip = skeleton.hip;
                things.push(soft(
                    "fig-pillow",
                    pillow(
                        eye,
                        v(hip.x - 2.0, 0.0, hip.z),
                        17.0,
                        14.0,
                        THICK_PILLOW + 1.6,
                    ),
                ));
            }
            Prop::KneePillow | Prop::FootTowel | Prop::ThighTowel | Prop::Band | Prop::Weight => {}
        }
    }
    things
}

/// What lies over the body: strokes through points, each with its width.
pub(super) fn strokes(
    eye: &Eye,
    skeleton: &Skeleton,
    pose: &Pose,
) -> Vec<(&'static str, f64, Vec<P>)> {
    let mut strokes = Vec::new();
    let leg = &skeleton.legs.near;
    for prop in &pose.props {
        match prop {
            Prop::FootTowel => {
                let sole = leg.tip + leg.end.along * 7.0 - leg.end.front * 8.6;
                let heel = leg.tip - leg.end.along * 1.0 - leg.end.front * 8.4;
                let hand = grip(skeleton, Side::Near);
                strokes.push((
                    "fig-towel",
                    2.6,
                    vec![eye.at(hand), eye.at(sole), eye.at(heel)],
                ));
            }
            Prop::ThighTowel => {
                let at = leg.top.towards(leg.mid, 0.78);
                let hand = grip(skeleton, Side::Near);
                strokes.push((
                    "fig-towel",
                    2.6,
                    vec![
                        eye.at(hand),
                        eye.at(at - leg.upper.front * 7.4),
                        eye.at(at - leg.upper.front * 5.4 + leg.upper.along * 3.5),
                    ],
                ));
            }
            Prop::Band => {
                let (near, far) = (&skeleton.legs.near, &skeleton.legs.far);
                let at = |leg: &super::body::Bones, out: f64| {
                    leg.mid.towards(leg.tip, 0.62) + skeleton.pelvis.side * out
                };
                strokes.push((
                    "fig-towel",
                    3.0,
                    vec![eye.at(at(near, 4.6)), eye.at(at(far, -4.6))],
                ));
            }
            _ => {}
        }
    }
    strokes
}

/// Soft things in front of the body.
pub(super) fn before(eye: &Eye, skeleton: &Skeleton, pose: &Pose) -> Vec<Thing> {
    let mut things = Vec::new();
    if pose.props.contains(&Prop::Weight) {
        let middle = grip(skeleton, Side::Near).towards(grip(skeleton, Side::Far), 0.5);
        things.push(soft(
            "fig-wood-dark",
            pillow(eye, middle - v(0.0, 9.0, 0.0), 8.0, 6.0, 18.0),
        ));
    }
    if pose.props.contains(&Prop::KneePillow) {
        let knees = skeleton.legs.near.mid.towards(skeleton.legs.far.mid, 0.5);
        things.push(soft(
            "fig-pillow",
            pillow(eye, knees - v(0.0, 4.0, 0.0), 9.0, 11.0, 8.0),
        ));
    }
    things
}

fn grip(skeleton: &Skeleton, side: Side) -> V {
    let arm = skeleton.arms.get(side);
    arm.tip + arm.end.along * 6.0
}

fn hard(class: &'static str, outline: Vec<P>) -> Thing {
    Thing {
        class,
        outline,
        soft: false,
    }
}

fn soft(class: &'static str, outline: Vec<P>) -> Thing {
    Thing {
        class,
        outline,
        soft: true,
    }
}

/// A mat under the whole body, whatever it does on it.
fn mat(eye: &Eye, skeleton: &Skeleton) -> Thing {
    let mut from = skeleton.hip;
    let mut to = skeleton.hip;
    let ends = [skeleton.skull + skeleton.head.up * 20.0]
        .into_iter()
        .chain(
            [&skeleton.legs.near, &skeleton.legs.far]
                .into_iter()
                .flat_map(|bones| [bones.mid, bones.tip, bones.tip + bones.end.along * 15.0]),
        )
        // An arm that is stretched out sideways may leave the mat, one that reaches ahead may not.
        .chain(
            [&skeleton.arms.near, &skeleton.arms.far]
                .into_iter()
                .map(|bones| {
                    let tip = bones.tip + bones.end.along * 12.0;
                    v(tip.x, tip.y, skeleton.hip.z)
                }),
        );
    let elbows = [skeleton.arms.near.mid, skeleton.arms.far.mid]
        .into_iter()
        .filter(|point| skeleton.pelvis.side.y.abs() > 0.5 && point.y < 10.0);
    for point in ends.chain(elbows).filter(|point| point.y < 60.0) {
        from = v(from.x.min(point.x), 0.0, from.z.min(point.z));
        to = v(to.x.max(point.x), 0.0, to.z.max(point.z));
    }
    let middle_z = (from.z + to.z) / 2.0;
    let wide = ((to.z - from.z) / 2.0 + 8.0).max(30.0);
    hard(
        "fig-mat",
        cuboid(
            eye,
            v(from.x - 10.0, -MAT, middle_z - wide),
            v(to.x + 10.0, 0.0, middle_z + wide),
        ),
    )
}

fn chair(eye: &Eye, pose: &Pose, setting: &Setting) -> Vec<Thing> {
    let x = setting.chair_x(pose);
    let z = pose.chair_side_cm;
    let high = setting.seat();
    let to = if pose.chair_turned { -1.0 } else { 1.0 };
    let part = |class, x0: f64, x1: f64, y0: f64, y1: f64, z0: f64, z1: f64| {
        hard(
            class,
            cuboid(eye, v(x + to * x0, y0, z + z0), v(x + to * x1, y1, z + z1)),
        )
    };
    let (deep, wide) = (CHAIR_DEEP, CHAIR_WIDE);
    let back = CHAIR_BACK - SEAT + high;
    let mut things = Vec::new();
    // From above or in front the legs on both sides show.
    for side in [-wide, wide - 3.2] {
        things.push(part("fig-wood-dark", 0.0, 3.2, 0.0, high, side, side + 3.2));
        things.push(part(
            "fig-wood-dark",
            deep - 4.0,
            deep - 0.8,
            0.0,
            high,
            side,
            side + 3.2,
        ));
        things.push(part(
            "fig-wood-dark",
            -2.0,
            1.2,
            high,
            back,
            side,
            side + 3.2,
        ));
    }
    things.push(part("fig-wood", -2.6, 0.6, back - 20.0, back, -wide, wide));
    things.push(part("fig-wood", 0.0, deep, high - 4.0, high, -wide, wide));
    things
}
