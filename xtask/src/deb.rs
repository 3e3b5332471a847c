//! Lays the files of the .deb out and lets dpkg's own tools pack them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package;
use crate::repo::Repo;
use crate::{run, shell};

const NAME: &str = "backstride";

/// What lies where in the package besides the two programs: source in the project, place in the package.
const FILES: &[(&str, &str)] = &[
    (
        "src-tauri/packaging/backstride.desktop",
        "usr/share/applications/Backstride.desktop",
    ),
    (
        "src-tauri/icons/32x32.png",
        "usr/share/icons/hicolor/32x32/apps/backstride.png",
    ),
    (
        "src-tauri/icons/128x128.png",
        "usr/share/icons/hicolor/128x128/apps/backstride.png",
    ),
    (
        "src-tauri/icons/128x128@2x.png",
        "usr/share/icons/hicolor/256x256/apps/backstride.png",
    ),
    (
        "assets/icons/backstride.svg",
        "usr/share/icons/hicolor/scalable/apps/backstride.svg",
    ),
    (
        "src-tauri/packaging/org.backstride.Backstride.metainfo.xml",
        "usr/share/metainfo/org.backstride.Backstride.metainfo.xml",
    ),
    (
        "src-tauri/packaging/copyright",
        "usr/share/doc/backstride/copyright",
    ),
    ("LICENSE-MIT", "usr/share/doc/backstride/LICENSE-MIT"),
    ("LICENSE-APACHE", "usr/share/doc/backstride/LICENSE-APACHE"),
    ("assets/fonts/OFL.txt", "usr/share/doc/backstride/OFL.txt"),
];

/// Packs the programs that were built; gives back where the package lies.
pub fn build(repo: &Repo) -> Result<PathBuf, String> {
    let folder = repo.target.join("release/bundle/deb");
    let version = env!("CARGO_PKG_VERSION");
    let architecture = shell::quiet(Command::new("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    // A package of an older version would be found beside the new one.
    let _ = fs::remove_dir_all(&folder);
    let root = folder.join("root");
    for program in run::SHIPPED {
        let packed = root.join("usr/bin").join(program);
        place(&repo.program(program), &packed, 0o755)?;
        // The names of functions are a fifth of a program, and nobody who installs it reads them.
        shell::quiet(Command::new("strip").arg("--strip-unneeded").arg(&packed))?;
    }
    for (from, to) in FILES {
        place(&repo.at(from), &root.join(to), 0o644)?;
    }
    let size_kib = kib(&root)?;
    let depends = depends(&folder, &root)?;
    let control = control(version, architecture, &depends, size_kib);
    let place = root.join("DEBIAN/control");
    fs::create_dir_all(root.join("DEBIAN")).map_err(|error| at(&place, &error))?;
    fs::write(&place, control).map_err(|error| at(&place, &error))?;
    let deb = folder.join(format!("{NAME}_{version}_{architecture}.deb"));
    shell::quiet(
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "--build"])
            .arg(&root)
            .arg(&deb),
    )?;
    fs::remove_dir_all(&root).map_err(|error| at(&root, &error))?;
    let listing = shell::quiet(Command::new("dpkg-deb").arg("--contents").arg(&deb))?;
    let missing = package::missing(&listing);
    if missing.is_empty() {
        Ok(deb)
    } else {
        Err(format!("the package lacks {}", missing.join(", ")))
    }
}

fn at(place: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", place.display())
}

fn place(from: &Path, to: &Path, mode: u32) -> Result<(), String> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    fs::copy(from, to).map_err(|error| at(from, &error))?;
    permit(folder, 0o755)?;
    permit(to, mode)
}

/// Everybody may read what is installed, whatever the machine that packs it thinks of new files.
#[cfg(unix)]
fn permit(place: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(place, fs::Permissions::from_mode(mode)).map_err(|error| at(place, &error))
}

#[cfg(not(unix))]
fn permit(_place: &Path, _mode: u32) -> Result<(), String> {
    Err("a .deb is packed on Debian or Ubuntu".into())
}

/// The packages whose libraries the programs link, with the versions they need.
fn depends(folder: &Path, root: &Path) -> Result<String, String> {
    // The tool wants to be in the source tree of a package; the little it reads of one is enough.
    let debian = folder.join("debian");
    fs::create_dir_all(&debian).map_err(|error| at(&debian, &error))?;
    let control = debian.join("control");
    fs::write(
        &control,
        format!("Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n"),
    )
    .map_err(|error| at(&control, &error))?;
    let mut tool = Command::new("dpkg-shlibdeps");
    tool.arg("-O").current_dir(folder);
    for program in run::SHIPPED {
        tool.arg("-e").arg(root.join("usr/bin").join(program));
    }
    let said = shell::quiet(&mut tool)?;
    fs::remove_dir_all(&debian).map_err(|error| at(&debian, &error))?;
    said.lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))
        .map(str::to_owned)
        .ok_or_else(|| format!("dpkg-shlibdeps named no package: {said}"))
}

/// What the files take on a disk, in KiB, each rounded up as dpkg counts it.
fn kib(folder: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry.map_err(|error| at(folder, &error))?.path();
        sum += if path.is_dir() {
            1 + kib(&path)?
        } else {
            let meta = fs::metadata(&path).map_err(|error| at(&path, &error))?;
            meta.len().div_ceil(1024)
        };
    }
    Ok(sum)
}

fn control(version: &str, architecture: &str, depends: &str, size_kib: u64) -> String {
    format!(
        "Package: {NAME}\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: The Backstride contributors <contributors@backstride.invalid>\n\
         Installed-Size: {size_kib}\n\
         Depends: {depends}\n\
         Recommends: notification-daemon\n\
         Section: misc\n\
         Priority: optional\n\
         Description: private companion for people whose lower back hurts when they walk\n \
         Guides, a list of signs that call for help, routines, reminders and a pain\n \
         diary. Everything stays on this computer: no account, no network. Not a\n \
         medical device.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_file_has_one_field_a_line_and_an_indented_description() {
        let control = control("1.2.3", "amd64", "libc6", 7);
        let (fields, description) = control.split_once("Description: ").unwrap();
        assert!(fields.lines().all(|line| line.contains(": ")), "{fields}");
        assert!(fields.contains("\nInstalled-Size: 7\n"));
        assert!(
            description
                .lines()
                .skip(1)
                .all(|line| line.starts_with(' ')),
            "{description}"
        );
        assert!(control.ends_with('\n'));
    }

    #[test]
    fn everything_a_package_must_hold_is_laid_out() {
        let placed: Vec<&str> = FILES.iter().map(|(_, to)| *to).collect();
        for wanted in package::CONTENTS
            .iter()
            .filter(|wanted| !wanted.starts_with("usr/bin/"))
        {
            assert!(placed.contains(wanted), "{wanted}");
        }
    }
}
