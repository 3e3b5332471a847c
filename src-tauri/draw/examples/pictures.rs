//! Draws every kind of picture from made-up records into a folder, to be looked at.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use backstride_draw::body::{self, Interactive, Map, Mark, Panel, Region, Sides, Size, Value};
use backstride_draw::{Palette, Words};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .unwrap_or_else(|| "target/pictures".into()),
    );
    fs::create_dir_all(&folder)?;
    for (name, svg) in bodies() {
        write(&folder, name, &svg)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, draw: &dyn Fn(Palette) -> String) -> io::Result<()> {
    fs::write(
        folder.join(format!("{name}.light.svg")),
        draw(Palette::Light),
    )?;
    fs::write(
        folder.join(format!("{name}.classes.svg")),
        draw(Palette::Classes),
    )
}

type Picture = Box<dyn Fn(Palette) -> String>;

fn words(id: &str) -> Words {
    Words {
        id: id.into(),
        title: "A picture".into(),
        desc: "What there is to see.".into(),
    }
}

fn sides() -> Sides {
    Sides {
        front: "Front".into(),
        back: "Back".into(),
        left: "your left".into(),
        right: "your right".into(),
    }
}

fn mark(code: &str, value: Value, selected: bool) -> Mark {
    Mark {
        region: Region::from_code(code).expect("a region"),
        value,
        selected,
        label: code.replace('_', " "),
    }
}

fn bodies() -> Vec<(&'static str, Picture)> {
    let entry = vec![
        mark("low_back_left", Value::Intensity(6), false),
        mark("low_back_centre", Value::Intensity(7), false),
        mark("buttock_left", Value::Intensity(4), false),
        mark("back_thigh_left", Value::Intensity(2), false),
        mark("groin_right", Value::Intensity(3), false),
    ];
    let choosing: Vec<Mark> = Region::all()
        .map(|region| {
            let said = entry.iter().find(|mark| mark.region == region);
            Mark {
                region,
                value: said.map_or(Value::Unsaid, |mark| mark.value),
                selected: said.is_some() || region.code() == "si_right",
                label: region.code().replace('_', " "),
            }
        })
        .collect();
    let shares: Vec<Mark> = Region::all()
        .enumerate()
        .map(|(index, region)| {
            mark(
                region.code(),
                Value::Share(((index * 37) % 101) as f64 / 100.0),
                false,
            )
        })
        .collect();
    let map = |marks: &[Mark], interactive, size| Map {
        marks: marks.to_vec(),
        sides: sides(),
        interactive,
        size,
    };
    let still = map(&entry, Interactive::Still, Size::Full);
    let small = map(&entry, Interactive::Still, Size::Small);
    let choose = map(&choosing, Interactive::Checkboxes, Size::Full);
    let months = map(&shares, Interactive::Parts, Size::Full);
    let panels = vec![
        Panel {
            title: "First 30 days".into(),
            marks: entry.clone(),
        },
        Panel {
            title: "Last 30 days".into(),
            marks: entry[..1].to_vec(),
        },
    ];
    vec![
        (
            "body-entry",
            Box::new(move |palette| body::svg(&words("a"), &still, palette)) as Picture,
        ),
        (
            "body-small",
            Box::new(move |palette| body::svg(&words("a"), &small, palette)),
        ),
        (
            "body-choose",
            Box::new(move |palette| body::svg(&words("a"), &choose, palette)),
        ),
        (
            "body-share",
            Box::new(move |palette| body::svg(&words("a"), &months, palette)),
        ),
        (
            "body-pairs",
            Box::new(move |palette| body::multiples(&words("a"), &panels, &sides(), palette)),
        ),
    ]
}
