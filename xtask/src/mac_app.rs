//! Lays Backstride.app out and signs it, so that macOS shows its notifications.
//!
//! The companion lies beside the window in `Contents/MacOS`: there the system takes it for a part of the bundle, and
//! nowhere else in it. The signature names nobody (ad hoc): it runs on the computer that made it, and elsewhere after the
//! person has allowed it in the system's settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::Repo;
use crate::{run, say, shell};

/// What macOS reads of the bundle, with a place for the version.
const INFO: &str = "src-tauri/packaging/Info.plist";

/// What lies where in `Contents` besides the programs and Info.plist: source in the project, place in the bundle.
const FILES: &[(&str, &str)] = &[
    ("src-tauri/icons/icon.icns", "Resources/icon.icns"),
    ("src-tauri/packaging/copyright", "Resources/copyright"),
    ("LICENSE-MIT", "Resources/LICENSE-MIT"),
    ("LICENSE-APACHE", "Resources/LICENSE-APACHE"),
    ("assets/fonts/OFL.txt", "Resources/OFL.txt"),
];

/// Builds the programs, the bundle and the archive that is handed on, and sees that both programs start from it.
pub fn run(repo: &Repo) -> Result<Vec<String>, String> {
    run::build(repo)?;
    let folder = repo.target.join("release/bundle/macos");
    let _ = fs::remove_dir_all(&folder);
    let app = folder.join("Backstride.app");
    lay_out(repo, &app, |name| repo.program(name))?;
    sign(&app)?;
    for program in run::SHIPPED {
        let said =
            shell::quiet(Command::new(app.join("Contents/MacOS").join(program)).arg("--version"))?;
        let version = env!("CARGO_PKG_VERSION");
        if said.trim() != format!("{program} {version}") {
            return Err(format!("{program} --version said {:?}", said.trim()));
        }
    }
    let archive = archive(&folder, &app)?;
    let size_mb = fs::metadata(&archive).map_or(0.0, |it| it.len() as f64 / 1e6);
    say::line(format!("{} ({size_mb:.1} MB)", archive.display()));
    Ok(vec![
        "the bundle is signed for this computer only, and no notification of it was seen".into(),
    ])
}

/// Puts everything where it belongs in the bundle.
pub fn lay_out(repo: &Repo, app: &Path, program: impl Fn(&str) -> PathBuf) -> Result<(), String> {
    let contents = app.join("Contents");
    for name in run::SHIPPED {
        place(&program(name), &contents.join("MacOS").join(name))?;
    }
    for (from, to) in FILES {
        place(&repo.at(from), &contents.join(to))?;
    }
    let info = repo.at(INFO);
    let text = fs::read_to_string(&info).map_err(|error| at(&info, &error))?;
    let to = contents.join("Info.plist");
    fs::write(&to, text.replace("@VERSION@", env!("CARGO_PKG_VERSION")))
        .map_err(|error| at(&to, &error))
}

fn at(place: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", place.display())
}

fn place(from: &Path, to: &Path) -> Result<(), String> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    // The programs stay what they are, so what may be run stays so.
    fs::copy(from, to).map_err(|error| at(from, &error))?;
    Ok(())
}

/// From the inside out: the seal of the bundle counts the companion's.
fn sign(app: &Path) -> Result<(), String> {
    shell::quiet(
        Command::new("plutil")
            .arg("-lint")
            .arg(app.join("Contents/Info.plist")),
    )?;
    let companion = app.join("Contents/MacOS/backstride-agent");
    for part in [companion.as_path(), app] {
        shell::quiet(
            Command::new("codesign")
                .args(["--force", "--sign", "-"])
                .arg(part),
        )?;
    }
    shell::quiet(
        Command::new("codesign")
            .args(["--verify", "--deep", "--strict"])
            .arg(app),
    )
    .map(drop)
}

/// One file to hand on; the system's own tool keeps what the seal counts.
fn archive(folder: &Path, app: &Path) -> Result<PathBuf, String> {
    let version = env!("CARGO_PKG_VERSION");
    let archive = folder.join(format!(
        "Backstride_{version}_{}.zip",
        std::env::consts::ARCH
    ));
    shell::quiet(
        Command::new("ditto")
            .args(["-c", "-k", "--keepParent"])
            .arg(app)
            .arg(&archive),
    )?;
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn repo() -> Repo {
        Repo::find()
    }

    /// The keys of a property list that holds texts and truths only.
    fn keys(text: &str) -> BTreeMap<String, String> {
        let dict = text.split_once("<dict>").unwrap().1;
        let dict = dict.split_once("</dict>").unwrap().0;
        let mut keys = BTreeMap::new();
        for pair in dict.split("<key>").skip(1) {
            let (key, value) = pair.split_once("</key>").unwrap();
            let value = value.trim();
            let value = value
                .strip_prefix("<string>")
                .and_then(|value| value.strip_suffix("</string>"))
                .unwrap_or(value);
            assert!(
                keys.insert(key.to_owned(), value.to_owned()).is_none(),
                "{key} twice"
            );
        }
        keys
    }

    #[test]
    fn the_bundle_says_of_itself_what_the_program_says() {
        let repo = repo();
        let folder = repo.target.join(format!("mac-app-{}", std::process::id()));
        let app = folder.join("Backstride.app");
        // Any file stands in for a program; what is laid out where is the question.
        lay_out(&repo, &app, |_| repo.at("LICENSE-MIT")).unwrap();
        let contents = app.join("Contents");
        let keys = keys(&fs::read_to_string(contents.join("Info.plist")).unwrap());
        let tauri = fs::read_to_string(repo.at("src-tauri/tauri.conf.json")).unwrap();
        let tauri: serde_json::Value = serde_json::from_str(&tauri).unwrap();
        assert_eq!(keys["CFBundleIdentifier"], tauri["identifier"]);
        assert_eq!(keys["CFBundleName"], tauri["productName"]);
        assert_eq!(keys["CFBundleExecutable"], tauri["mainBinaryName"]);
        let oldest = &tauri["bundle"]["macOS"]["minimumSystemVersion"];
        assert_eq!(keys["LSMinimumSystemVersion"], *oldest);
        assert_eq!(keys["CFBundlePackageType"], "APPL");
        assert_eq!(
            keys["CFBundleShortVersionString"],
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(keys["CFBundleVersion"], env!("CARGO_PKG_VERSION"));
        // The companion has to lie beside the window: there it is taken for a part of the bundle, and there each finds the other.
        for program in run::SHIPPED {
            assert!(contents.join("MacOS").join(program).is_file(), "{program}");
        }
        assert!(
            contents
                .join("Resources")
                .join(&keys["CFBundleIconFile"])
                .is_file()
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
