//! The body from the front and from behind: its outline and the shape of each region, as one half.
//!
//! Units: the body is 460 tall from crown to heel, x counts from the midline to the viewer's right
//! and y down from the crown. Only the right half is written down; the left one is its mirror
//! image, so that neither side can be larger or easier to hit than the other. The feet hang, as if
//! seen from slightly above in front and from slightly below behind, because their tops and their
//! soles have to be pointed at.

use super::{Part, Side, View};
use crate::plane::{P, p};

/// One half of a shape, or a whole shape beside the midline.
type Half = &'static [(f64, f64)];

/// How far the hands reach from the midline.
pub(super) const REACH: f64 = 120.0;
/// From the crown to the tips of the hanging toes.
pub(super) const HEIGHT: f64 = 492.0;

/// The outline, from the crown down the right side to the crotch.
const OUTLINE: Half = &[
    (0.0, 0.0),
    (11.5, 1.8),
    (20.5, 8.5),
    (24.8, 18.0),
    (25.2, 25.6),
    (27.4, 27.0),
    (27.6, 33.0),
    (25.2, 39.0),
    (23.4, 41.0),
    (20.6, 49.5),
    (15.6, 57.0),
    (14.2, 63.0),
    (15.4, 71.0),
    (22.5, 78.4),
    (35.0, 83.0),
    (49.0, 86.5),
    (59.5, 92.5),
    (66.0, 102.5),
    (69.5, 117.0),
    (73.0, 134.0),
    (77.5, 152.0),
    (83.0, 170.0),
    (89.5, 186.0),
    (95.5, 202.0),
    (100.0, 218.0),
    (103.0, 232.0),
    (107.0, 245.0),
    (110.5, 258.0),
    (111.8, 270.0),
    (111.0, 281.0),
    (107.6, 287.8),
    (103.0, 288.5),
    (99.6, 283.0),
    (96.5, 273.0),
    (94.0, 266.0),
    (93.2, 271.0),
    (90.6, 275.5),
    (87.4, 273.0),
    (87.0, 265.0),
    (88.4, 254.0),
    (88.6, 244.0),
    (86.5, 235.0),
    (81.5, 222.0),
    (75.5, 206.0),
    (70.0, 190.0),
    (64.5, 174.0),
    (58.0, 157.0),
    (52.5, 141.0),
    (49.2, 129.0),
    (47.6, 122.5),
    (46.4, 128.0),
    (45.6, 141.0),
    (43.8, 156.0),
    (42.4, 170.0),
    (42.2, 182.0),
    (43.2, 196.0),
    (45.6, 210.0),
    (48.4, 225.0),
    (50.4, 241.0),
    (50.8, 258.0),
    (49.8, 278.0),
    (47.2, 298.0),
    (43.6, 316.0),
    (41.0, 330.0),
    (40.2, 342.0),
    (41.6, 358.0),
    (41.8, 374.0),
    (39.4, 394.0),
    (35.6, 414.0),
    (32.8, 430.0),
    (32.4, 440.0),
    (34.8, 450.0),
    (38.6, 461.0),
    (42.0, 472.0),
    (42.6, 480.5),
    (38.6, 487.0),
    (31.0, 490.2),
    (23.6, 489.0),
    (18.8, 483.0),
    (17.2, 473.0),
    (16.8, 462.0),
    (17.6, 450.0),
    (18.4, 440.0),
    (17.8, 430.0),
    (15.4, 412.0),
    (12.6, 392.0),
    (11.6, 374.0),
    (12.4, 358.0),
    (13.6, 342.0),
    (13.0, 328.0),
    (11.0, 310.0),
    (8.4, 290.0),
    (5.4, 270.0),
    (2.6, 257.0),
    (0.0, 252.5),
];

const NECK: Half = &[
    (0.0, 61.0),
    (10.6, 62.0),
    (11.8, 71.0),
    (16.0, 77.6),
    (9.0, 82.4),
    (0.0, 83.4),
];
const UPPER_BACK: Half = &[
    (0.0, 88.4),
    (20.0, 87.2),
    (38.0, 90.0),
    (44.8, 99.0),
    (44.8, 113.0),
    (43.0, 126.4),
    (22.0, 130.6),
    (0.0, 131.4),
];
const MID_BACK: Half = &[
    (0.0, 135.0),
    (22.0, 134.2),
    (42.6, 130.2),
    (42.2, 143.0),
    (40.4, 157.0),
    (38.8, 168.6),
    (20.0, 171.0),
    (0.0, 171.4),
];
const LOW_BACK_CENTRE: Half = &[
    (0.0, 175.0),
    (7.6, 175.0),
    (11.8, 178.6),
    (12.2, 190.0),
    (11.8, 201.0),
    (7.6, 204.6),
    (0.0, 204.8),
];
const LOW_BACK: Half = &[
    (19.0, 174.8),
    (33.0, 173.2),
    (38.4, 176.4),
    (38.6, 187.0),
    (40.0, 199.0),
    (36.0, 203.8),
    (20.4, 204.8),
    (16.0, 201.0),
    (15.6, 190.0),
    (15.4, 178.4),
];
const SACRUM: Half = &[
    (0.0, 208.6),
    (7.4, 208.8),
    (10.8, 212.4),
    (9.0, 221.0),
    (5.0, 230.0),
    (0.0, 233.6),
];
const SI: Half = &[
    (17.6, 208.6),
    (27.0, 208.2),
    (32.4, 211.4),
    (32.4, 218.0),
    (27.0, 224.8),
    (19.0, 229.0),
    (12.6, 230.4),
    (11.2, 226.4),
    (13.0, 219.4),
    (14.4, 211.6),
];
const BUTTOCK: Half = &[
    (30.4, 226.8),
    (35.2, 231.6),
    (36.2, 241.0),
    (34.0, 251.6),
    (27.0, 259.4),
    (18.4, 261.2),
    (12.8, 258.0),
    (11.8, 251.0),
    (12.8, 243.6),
    (16.2, 237.0),
    (23.0, 231.4),
];
const OUTER_HIP_BACK: Half = &[
    (39.0, 208.0),
    (43.0, 210.4),
    (45.8, 225.0),
    (47.8, 241.0),
    (48.0, 254.0),
    (44.6, 260.4),
    (39.0, 259.6),
    (37.4, 254.0),
    (39.8, 241.0),
    (38.6, 228.0),
    (35.8, 218.6),
    (36.0, 211.0),
];
const SADDLE: Half = &[
    (0.0, 237.4),
    (6.4, 237.8),
    (9.6, 241.6),
    (8.0, 249.0),
    (4.4, 253.0),
    (0.0, 250.2),
];
const BACK_THIGH: Half = &[
    (14.0, 265.6),
    (28.0, 264.8),
    (40.0, 264.0),
    (46.8, 267.0),
    (47.4, 278.0),
    (44.6, 298.0),
    (41.4, 312.6),
    (35.0, 318.0),
    (20.0, 318.2),
    (14.2, 312.6),
    (11.8, 294.0),
    (8.8, 275.0),
    (9.6, 268.4),
];
const KNEE: Half = &[
    (20.0, 322.4),
    (34.0, 322.2),
    (39.4, 327.0),
    (38.0, 338.0),
    (38.4, 346.0),
    (33.0, 350.4),
    (20.0, 350.4),
    (15.4, 346.0),
    (16.0, 338.0),
    (15.2, 327.0),
];
const CALF: Half = &[
    (20.0, 354.6),
    (34.0, 354.6),
    (39.0, 360.0),
    (39.2, 375.0),
    (36.8, 394.0),
    (33.0, 414.0),
    (30.4, 428.0),
    (25.6, 432.6),
    (20.6, 428.0),
    (17.6, 411.0),
    (14.8, 391.0),
    (13.8, 375.0),
    (15.0, 360.0),
];
const FOOT: Half = &[
    (21.8, 440.6),
    (29.4, 440.6),
    (32.4, 451.0),
    (36.2, 462.0),
    (39.4, 472.6),
    (39.8, 480.0),
    (36.6, 484.8),
    (30.8, 487.2),
    (24.8, 486.2),
    (21.2, 481.6),
    (19.8, 472.6),
    (19.4, 462.0),
    (20.0, 450.0),
];
const ABDOMEN: Half = &[
    (0.0, 149.6),
    (20.0, 150.0),
    (36.4, 154.4),
    (39.4, 166.0),
    (38.8, 181.0),
    (39.4, 195.0),
    (38.8, 206.0),
    (31.0, 216.0),
    (19.0, 226.4),
    (9.0, 232.0),
    (0.0, 233.4),
];
const GROIN: Half = &[
    (40.4, 210.6),
    (43.6, 214.8),
    (42.6, 222.4),
    (34.6, 235.0),
    (24.0, 248.4),
    (16.4, 256.6),
    (11.4, 255.0),
    (12.2, 247.0),
    (13.4, 235.4),
    (21.6, 229.6),
    (33.2, 218.8),
];
const OUTER_HIP_FRONT: Half = &[
    (45.6, 222.4),
    (47.6, 231.0),
    (48.4, 245.0),
    (48.0, 257.0),
    (43.4, 261.2),
    (34.0, 258.6),
    (29.2, 252.6),
    (32.4, 243.6),
    (39.2, 233.6),
    (43.6, 225.4),
];
const FRONT_THIGH: Half = &[
    (20.6, 257.8),
    (26.0, 254.8),
    (32.0, 262.0),
    (41.0, 265.4),
    (47.2, 265.4),
    (47.4, 278.0),
    (44.6, 298.0),
    (41.4, 312.6),
    (35.0, 318.0),
    (20.0, 318.2),
    (14.2, 312.6),
    (11.8, 294.0),
    (9.6, 275.0),
    (12.4, 264.4),
];

/// The spine as seen from behind, from the neck to the sacrum.
pub(super) const SPINE: Half = &[(0.0, 66.0), (0.0, 207.0)];

/// Lines that say from where one is looking: collarbones and navel in front, shoulder blades and
/// the crease under the buttocks behind. Each is a stroke on the right half.
pub(super) fn hints(view: View) -> &'static [Half] {
    match view {
        View::Front => &[
            &[(6.0, 90.0), (20.0, 90.0), (34.0, 87.6), (47.0, 90.0)],
            &[(0.0, 190.0), (0.0, 194.0)],
        ],
        View::Back => &[
            &[(14.0, 97.0), (13.6, 109.0), (18.0, 121.0), (27.0, 125.0)],
            &[(12.0, 263.8), (20.0, 263.6), (29.0, 261.4)],
        ],
    }
}

/// The whole outline, closed; it is the same from both sides.
pub(super) fn outline() -> Vec<P> {
    both_halves(OUTLINE)
}

/// The shape of a region in a view; `None` where it cannot be seen from there.
pub(super) fn region(part: Part, side: Side, view: View) -> Option<Vec<P>> {
    let half = match (part, view) {
        (Part::Neck, _) => NECK,
        (Part::UpperBack, View::Back) => UPPER_BACK,
        (Part::MidBack, View::Back) => MID_BACK,
        (Part::LowBack, View::Back) if side == Side::Middle => LOW_BACK_CENTRE,
        (Part::LowBack, View::Back) => LOW_BACK,
        (Part::Sacrum, View::Back) => SACRUM,
        (Part::Si, View::Back) => SI,
        (Part::Buttock, View::Back) => BUTTOCK,
        (Part::OuterHip, View::Back) => OUTER_HIP_BACK,
        (Part::OuterHip, View::Front) => OUTER_HIP_FRONT,
        (Part::Groin, View::Front) => GROIN,
        (Part::FrontThigh, View::Front) => FRONT_THIGH,
        (Part::BackThigh, View::Back) => BACK_THIGH,
        (Part::Knee, _) => KNEE,
        (Part::Shin, View::Front) | (Part::Calf, View::Back) => CALF,
        (Part::FootTop, View::Front) | (Part::FootSole, View::Back) => FOOT,
        (Part::Abdomen, View::Front) => ABDOMEN,
        (Part::Saddle, _) => SADDLE,
        _ => return None,
    };
    // Face to face, the left of the body is on the viewer's right; from behind, on the left.
    let mirrored = match (side, view) {
        (Side::Middle, _) => return Some(both_halves(half)),
        (Side::Left, View::Front) | (Side::Right, View::Back) => false,
        (Side::Left, View::Back) | (Side::Right, View::Front) => true,
    };
    Some(
        half.iter()
            .map(|&(x, y)| p(if mirrored { -x } else { x }, y))
            .collect(),
    )
}

/// A half from midline to midline, and its mirror image on the way back.
fn both_halves(half: Half) -> Vec<P> {
    let there = half.iter().map(|&(x, y)| p(x, y));
    let back = half
        .iter()
        .rev()
        .filter(|(x, _)| *x > 0.0)
        .map(|&(x, y)| p(-x, y));
    there.chain(back).collect()
}
