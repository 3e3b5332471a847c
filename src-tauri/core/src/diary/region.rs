//! The one table of body regions, which map, list and reports share.

use crate::worded::worded;

worded! {
    /// Where it can hurt: 31 regions, left and right as the person's own.
    Region in "regions" {
        /// Neck.
        Neck = "neck",
        /// Upper back.
        UpperBack = "upper_back",
        /// Middle of the back.
        MidBack = "mid_back",
        /// Low back, left of the spine.
        LowBackLeft = "low_back_left",
        /// Low back, over the spine.
        LowBackCentre = "low_back_centre",
        /// Low back, right of the spine.
        LowBackRight = "low_back_right",
        /// Sacrum, the flat bone between the buttocks.
        Sacrum = "sacrum",
        /// Joint between sacrum and pelvis, left.
        SiLeft = "si_left",
        /// Joint between sacrum and pelvis, right.
        SiRight = "si_right",
        /// Left buttock.
        ButtockLeft = "buttock_left",
        /// Right buttock.
        ButtockRight = "buttock_right",
        /// Outside of the left hip.
        OuterHipLeft = "outer_hip_left",
        /// Outside of the right hip.
        OuterHipRight = "outer_hip_right",
        /// Left groin.
        GroinLeft = "groin_left",
        /// Right groin.
        GroinRight = "groin_right",
        /// Front of the left thigh.
        FrontThighLeft = "front_thigh_left",
        /// Front of the right thigh.
        FrontThighRight = "front_thigh_right",
        /// Back of the left thigh.
        BackThighLeft = "back_thigh_left",
        /// Back of the right thigh.
        BackThighRight = "back_thigh_right",
        /// Left knee.
        KneeLeft = "knee_left",
        /// Right knee.
        KneeRight = "knee_right",
        /// Left shin.
        ShinLeft = "shin_left",
        /// Right shin.
        ShinRight = "shin_right",
        /// Left calf.
        CalfLeft = "calf_left",
        /// Right calf.
        CalfRight = "calf_right",
        /// Top of the left foot.
        FootTopLeft = "foot_top_left",
        /// Top of the right foot.
        FootTopRight = "foot_top_right",
        /// Sole of the left foot.
        FootSoleLeft = "foot_sole_left",
        /// Sole of the right foot.
        FootSoleRight = "foot_sole_right",
        /// Belly.
        Abdomen = "abdomen",
        /// Saddle area: between the legs and around the back passage.
        Saddle = "saddle",
    }
}

/// The side of the person's own body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Their left.
    Left,
    /// On the middle line, or across it.
    Centre,
    /// Their right.
    Right,
}

/// Which view of the body shows a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Seen from the front.
    Front,
    /// Seen from behind.
    Back,
}

impl Region {
    /// The side it is on.
    #[must_use]
    pub fn side(self) -> Side {
        use crate::worded::Worded as _;
        let word = self.word();
        if word.ends_with("_left") {
            Side::Left
        } else if word.ends_with("_right") {
            Side::Right
        } else {
            Side::Centre
        }
    }

    /// The view that shows it; each region is in exactly one.
    #[must_use]
    pub fn face(self) -> Face {
        match self {
            Self::GroinLeft
            | Self::GroinRight
            | Self::FrontThighLeft
            | Self::FrontThighRight
            | Self::KneeLeft
            | Self::KneeRight
            | Self::ShinLeft
            | Self::ShinRight
            | Self::FootTopLeft
            | Self::FootTopRight
            | Self::Abdomen => Face::Front,
            Self::Neck
            | Self::UpperBack
            | Self::MidBack
            | Self::LowBackLeft
            | Self::LowBackCentre
            | Self::LowBackRight
            | Self::Sacrum
            | Self::SiLeft
            | Self::SiRight
            | Self::ButtockLeft
            | Self::ButtockRight
            | Self::OuterHipLeft
            | Self::OuterHipRight
            | Self::BackThighLeft
            | Self::BackThighRight
            | Self::CalfLeft
            | Self::CalfRight
            | Self::FootSoleLeft
            | Self::FootSoleRight
            | Self::Saddle => Face::Back,
        }
    }
}
