//! `exercises/<slug>.toml`: read and proven.

use super::fields::Fields;
use super::{Desk, citing};
use crate::exercises::{Arm, Arrow, Contact, Exercise, Figure, Leg, Pose, Prop, Support, Target};

/// Every exercise, by slug.
pub(super) fn read(desk: &Desk<'_>) -> Vec<Exercise> {
    let mut found = Vec::new();
    for (file, slug) in desk.files("exercises", "toml") {
        if let Some(table) = desk.table(&file) {
            found.push(exercise(Fields::new(desk, &file, table), slug));
        }
    }
    found
}

fn exercise(mut fields: Fields<'_>, slug: String) -> Exercise {
    let exercise = Exercise {
        slug,
        title: fields.text("title"),
        purpose: fields.text("purpose"),
        position: fields.text("position"),
        dose: fields.text("dose"),
        steps: fields.texts("steps"),
        easier: fields.text_or_none("easier"),
        harder: fields.text_or_none("harder"),
        cautions: fields.texts_or_none("cautions"),
        stop: fields.texts("stop"),
        words: fields.texts_or_none("words"),
        sources: citing::sources(&mut fields),
        poses: fields.parts("poses").into_iter().map(pose).collect(),
    };
    fields.end();
    exercise
}

fn pose(mut fields: Fields<'_>) -> Pose {
    let body = fields.part_or_none("figure");
    if body.is_none() {
        fields.say(
            "figure",
            "is missing, and without a body there is nothing to draw",
        );
    }
    let pose = Pose {
        label: fields.text("label"),
        alt: fields.text("alt"),
        figure: body.map(figure).unwrap_or_default(),
    };
    fields.end();
    pose
}

fn figure(mut fields: Fields<'_>) -> Figure {
    let figure = Figure {
        pelvis_deg: fields.measure("pelvis_deg"),
        lumbar_deg: fields.measure("lumbar_deg"),
        thorax_deg: fields.measure("thorax_deg"),
        neck_deg: fields.measure("neck_deg"),
        near_arm: fields.part_or_none("near_arm").map(arm).unwrap_or_default(),
        far_arm: fields.part_or_none("far_arm").map(arm).unwrap_or_default(),
        near_leg: fields.part_or_none("near_leg").map(leg).unwrap_or_default(),
        far_leg: fields.part_or_none("far_leg").map(leg).unwrap_or_default(),
        contacts: fields.choices_or_none("contacts", Contact::ALL),
        props: fields.choices_or_none("props", Prop::ALL),
        target: fields.choice_or_none("target", Target::ALL),
        arrow: fields.choice_or_none("arrow", Arrow::ALL),
    };
    fields.end();
    figure
}

fn arm(mut fields: Fields<'_>) -> Arm {
    let arm = Arm {
        shoulder_deg: fields.measure("shoulder_deg"),
        elbow_deg: fields.measure("elbow_deg"),
        wrist_deg: fields.measure("wrist_deg"),
        hand_on: fields.choice_or_none("hand_on", Support::ALL),
    };
    fields.end();
    arm
}

fn leg(mut fields: Fields<'_>) -> Leg {
    let leg = Leg {
        hip_deg: fields.measure("hip_deg"),
        knee_deg: fields.measure("knee_deg"),
        ankle_deg: fields.measure("ankle_deg"),
        foot_at_cm: fields.measure_or_none("foot_at_cm"),
    };
    fields.end();
    leg
}
