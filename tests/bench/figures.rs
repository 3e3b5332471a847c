//! Every figure on one sheet, to look at: `figures sheet OUT.png [SLUG...]`. And how long a picture
//! and a film take to draw: `figures time`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the command line talks to whoever called it"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use backstride_content::Bundle;
use backstride_content::exercises::{Exercise, Form};
use backstride_draw::figure::{self, Pose};
use backstride_draw::{Palette, Words};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

const CELL: f64 = 300.0;
const LETTERS: f64 = 34.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // The repository's own assets, unless somebody tries others.
    let assets: PathBuf = std::env::var_os("BACKSTRIDE_ASSETS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets"),
        Into::into,
    );
    let bundle = match Bundle::load_dir(&assets, &|poses| figure::judge(poses)) {
        Ok(bundle) => bundle,
        // An impossible figure is best understood by looking at it.
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            Bundle::load_dir(&assets, &|_| Vec::new())
                .map_err(|problems| problems[0].to_string())?
        }
    };
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["sheet", out, ref slugs @ ..] => sheet(&bundle.exercises, &assets, out.as_ref(), slugs),
        ["time"] => time(&bundle.exercises),
        _ => Err("figures sheet OUT.png [SLUG...], or figures time".into()),
    }
}

fn bodies(form: &Form) -> Result<Vec<Pose>, serde_json::Error> {
    form.poses
        .iter()
        .map(|pose| serde_json::from_value(pose.figure.clone()))
        .collect()
}

fn words(id: String) -> Words {
    Words {
        id,
        title: String::new(),
        desc: String::new(),
    }
}

/// One row a form: its key poses side by side, its name above them.
fn sheet(
    exercises: &[Exercise],
    assets: &Path,
    out: &Path,
    slugs: &[&str],
) -> Result<(), Box<dyn std::error::Error>> {
    let mut by_code: Vec<&Exercise> = exercises
        .iter()
        .filter(|it| slugs.is_empty() || slugs.contains(&it.slug.as_str()))
        .collect();
    by_code.sort_by(|a, b| a.code.cmp(&b.code));
    // As many columns as make the sheet about as wide as it is high.
    let columns: usize = if slugs.is_empty() { 8 } else { 4 };
    let (mut body, mut x, mut y, mut tall) = (String::new(), 0_usize, 0.0_f64, 0.0_f64);
    for exercise in by_code {
        for form in &exercise.forms {
            let poses = bodies(form)?;
            if x > 0 && x + poses.len() > columns {
                (x, y, tall) = (0, y + tall + LETTERS, 0.0);
            }
            let name = format!("{} {}: {}", exercise.code, exercise.slug, form.id);
            let _ = write!(
                body,
                "<text x=\"{}\" y=\"{}\" font-size=\"15\" font-weight=\"600\" fill=\"#1E2B2F\">{name}</text>",
                x as f64 * CELL + 8.0,
                y + LETTERS - 12.0,
            );
            let ids: Vec<Words> = (0..poses.len())
                .map(|index| words(format!("{}-{}-{index}", exercise.slug, form.id)))
                .collect();
            for svg in figure::svgs(&ids, &poses, Palette::Light) {
                let (width, height) = size(&svg);
                let shown = (CELL - 10.0) / width * height;
                let _ = write!(
                    body,
                    "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{shown}\" viewBox=\"0 0 {width} {height}\">{}</svg>",
                    x as f64 * CELL + 5.0,
                    y + LETTERS,
                    CELL - 10.0,
                    inner(&svg),
                );
                tall = tall.max(shown);
                x += 1;
            }
            if x >= columns {
                (x, y, tall) = (0, y + tall + LETTERS, 0.0);
            }
        }
    }
    let (width, height) = (columns as f64 * CELL, y + tall + LETTERS);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Atkinson Hyperlegible Next\"><rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>{body}</svg>"
    );
    let mut fonts = Database::new();
    for font in ["Regular", "SemiBold"] {
        fonts.load_font_data(fs::read(
            assets.join(format!("fonts/AtkinsonHyperlegibleNext-{font}.ttf")),
        )?);
    }
    let options = Options {
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg, &options)?;
    let mut pixels = Pixmap::new(width as u32, height as u32)
        .ok_or("the sheet has no size that can be drawn")?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    fs::write(out, pixels.encode_png()?)?;
    Ok(())
}

/// The width and height that a picture says it has.
fn size(svg: &str) -> (f64, f64) {
    let number = |name: &str| {
        svg.split_once(&format!(" {name}=\""))
            .and_then(|(_, rest)| rest.split('"').next())
            .and_then(|value| value.parse().ok())
            .unwrap_or(1.0)
    };
    (number("width"), number("height"))
}

/// What is between the outermost tags.
fn inner(svg: &str) -> &str {
    let from = svg.find('>').map_or(0, |at| at + 1);
    let to = svg.rfind("</svg>").unwrap_or(svg.len());
    &svg[from..to]
}

/// Prints as JSON how many milliseconds one picture, and one step of a film, take to draw.
fn time(exercises: &[Exercise]) -> Result<(), Box<dyn std::error::Error>> {
    let (mut pictures, mut steps) = (Vec::new(), Vec::new());
    for form in exercises.iter().flat_map(|exercise| &exercise.forms) {
        let poses = bodies(form)?;
        let frame = figure::frame(&poses);
        let ids = words("figure".into());
        for pose in &poses {
            let began = Instant::now();
            std::hint::black_box(figure::svg(&ids, pose, &frame, Palette::Classes));
            pictures.push(began.elapsed().as_secs_f64() * 1e3);
        }
        let began = Instant::now();
        if let Some(film) =
            std::hint::black_box(figure::film(&ids, &poses, form.round, Palette::Classes))
        {
            steps.push(began.elapsed().as_secs_f64() * 1e3 / film.steps.len() as f64);
        }
    }
    println!(
        "{}",
        serde_json::json!({ "picture_ms": pictures, "film_step_ms": steps })
    );
    Ok(())
}
