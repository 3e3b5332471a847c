//! `cargo xtask package`: what a person installs. On Debian and Ubuntu the .deb, installed and started in a clean Debian; on
//! macOS the signed bundle (`mac_app.rs`); on Windows the installer (`windows_installer.rs`).

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::clean_root::CleanRoot;
use crate::display::{self, Display};
use crate::repo::Repo;
use crate::{deb, mac_app, run, say, shell, windows_installer};

/// What the package must hold, beside which nothing needs to be named.
pub const CONTENTS: &[&str] = &[
    "usr/bin/backstride",
    "usr/bin/backstride-agent",
    "usr/share/applications/Backstride.desktop",
    "usr/share/icons/hicolor/32x32/apps/backstride.png",
    "usr/share/icons/hicolor/128x128/apps/backstride.png",
    "usr/share/metainfo/org.backstride.Backstride.metainfo.xml",
    "usr/share/doc/backstride/copyright",
    "usr/share/doc/backstride/LICENSE-MIT",
    "usr/share/doc/backstride/LICENSE-APACHE",
    "usr/share/doc/backstride/OFL.txt",
];

/// How long the first picture may take in a root whose caches are cold.
const PAINT_WAIT: Duration = Duration::from_secs(60);

/// How long the window must stay after it was painted.
const STAY: Duration = Duration::from_secs(5);

/// Builds the package, looks into it, installs it into a clean root and starts it there.
///
/// What this machine cannot prove comes back in words.
pub fn run(repo: &Repo) -> Result<Vec<String>, String> {
    if cfg!(target_os = "macos") {
        return mac_app::run(repo);
    }
    if cfg!(windows) {
        return windows_installer::run(repo);
    }
    if !shell::on_path("dpkg-deb") {
        return Ok(vec![
            "the package is for Debian and Ubuntu and is built there".into(),
        ]);
    }
    run::build(repo)?;
    let deb = deb::build(repo)?;
    inspect(repo, &deb)?;
    let size_mb = fs::metadata(&deb).map_or(0.0, |it| it.len() as f64 / 1e6);
    say::line(format!("{} ({size_mb:.1} MB)", deb.display()));
    prove(repo, &deb)
}

/// Installs the package into a clean root and starts it there.
pub fn prove(repo: &Repo, deb: &Path) -> Result<Vec<String>, String> {
    match CleanRoot::make(repo)? {
        Ok(root) => start_in(repo, &root, deb).map(|()| Vec::new()),
        Err(why) => Ok(vec![format!(
            "the package was built and looked into, not installed into a clean Debian: {why}"
        )]),
    }
}

/// The size in megabytes that the package takes once it is installed.
pub fn installed_mb(deb: &Path) -> Result<f64, String> {
    let kib = shell::quiet(
        Command::new("dpkg-deb")
            .arg("--field")
            .arg(deb)
            .arg("Installed-Size"),
    )?;
    let kib: f64 = kib
        .trim()
        .parse()
        .map_err(|error| format!("Installed-Size: {error}"))?;
    Ok(kib * 1024.0 / 1e6)
}

/// The description files in the package are valid.
fn inspect(repo: &Repo, deb: &Path) -> Result<(), String> {
    let unpacked = repo.target.join("deb-unpacked");
    let _ = fs::remove_dir_all(&unpacked);
    shell::quiet(
        Command::new("dpkg-deb")
            .arg("--extract")
            .arg(deb)
            .arg(&unpacked),
    )?;
    shell::quiet(
        Command::new("desktop-file-validate")
            .arg(unpacked.join("usr/share/applications/Backstride.desktop")),
    )?;
    shell::quiet(
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--explain"])
            .arg(unpacked.join("usr/share/metainfo/org.backstride.Backstride.metainfo.xml")),
    )?;
    let _ = fs::remove_dir_all(&unpacked);
    Ok(())
}

/// What the listing of `dpkg-deb --contents` does not name.
pub fn missing(listing: &str) -> Vec<&'static str> {
    let names: Vec<&str> = listing
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .map(|name| name.trim_start_matches("./").trim_start_matches('/'))
        .collect();
    CONTENTS
        .iter()
        .filter(|wanted| !names.contains(*wanted))
        .copied()
        .collect()
}

/// Installs with apt, so that the declared dependencies are what makes it run, then opens the window.
fn start_in(repo: &Repo, root: &CleanRoot, deb: &Path) -> Result<(), String> {
    root.install(deb)?;
    let version = env!("CARGO_PKG_VERSION");
    for program in ["backstride", "backstride-agent"] {
        let said = shell::quiet(root.as_user(None).args([program, "--version"]))?;
        if said.trim() != format!("{program} {version}") {
            return Err(format!("{program} --version said {:?}", said.trim()));
        }
    }
    let said = shell::quiet(root.as_user(None).args(["backstride", "log", "4"]))?;
    say::line(format!(
        "in the clean root, backstride log 4: {}",
        said.trim()
    ));
    let mut display = Display::start(repo, 1280, 860)?;
    let mut window = root
        .as_user(Some(display.name()))
        .arg("backstride")
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| format!("cannot start the window in the clean root: {error}"))?;
    let outcome = watch(&mut display, &mut window);
    let picture = repo.target.join("screenshots/clean-root.png");
    if let Err(words) = display.picture(&picture) {
        say::problem(words);
    }
    display::end(&mut window);
    let painted = outcome?;
    say::line(format!(
        "the window stood in the clean root, painted {:.1} s after its start",
        painted.as_secs_f64()
    ));
    Ok(())
}

/// Waits until the window is painted and then sees that it stays.
fn watch(display: &mut Display, window: &mut Child) -> Result<Duration, String> {
    let began = Instant::now();
    let mut painted = None;
    loop {
        if let Ok(Some(status)) = window.try_wait() {
            return Err(format!("the window ended in the clean root with {status}"));
        }
        let now = began.elapsed();
        match painted {
            None if display.look()?.colours >= display::PAINTED_COLOURS => painted = Some(now),
            None if now > PAINT_WAIT => {
                return Err("the window painted nothing in the clean root".into());
            }
            Some(at) if now > at + STAY => return Ok(at),
            _ => {}
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_package_lacks_is_named() {
        let line = |name: &str| format!("-rwxr-xr-x 0/0 438792 2026-11-23 17:03 {name}\n");
        let whole: String = CONTENTS.iter().map(|name| line(name)).collect();
        assert_eq!(missing(&whole), Vec::<&str>::new());
        let without = whole.replace("usr/bin/backstride-agent", "usr/bin/other");
        assert_eq!(missing(&without), ["usr/bin/backstride-agent"]);
    }
}
