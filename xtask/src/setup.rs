//! Set-up on a fresh machine: the right Rust and Node, the system's packages, the npm packages.

use std::fs;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Stdio;

use crate::repo::Repo;
use crate::{say, shell};

/// What is about to be done, because tests need more than building does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Build and start the program.
    Build,
    /// Everything the tests drive: display, notification daemon, web driver, clean Debian root.
    Test,
}

const RUST_LEAST: (u32, u32) = (1, 95);
const NODE_LEAST: (u32, u32) = (20, 19);

/// Debian and Ubuntu packages that building needs.
pub const BUILD_PACKAGES: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "perl",
    "make",
];

/// Debian and Ubuntu packages that the tests need besides.
pub const TEST_PACKAGES: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "dunst",
    "libnotify-bin",
    "openbox",
    "xdotool",
    "wmctrl",
    "imagemagick",
    "poppler-utils",
    "strace",
    "debootstrap",
    "dpkg-dev",
    "iproute2",
    "util-linux",
    "tzdata",
    "desktop-file-utils",
    "appstream",
];

const FEDORA: &str =
    "sudo dnf install gcc gcc-c++ make perl pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel";
const ARCH: &str = "sudo pacman -S --needed base-devel perl pkgconf webkit2gtk-4.1 librsvg";

/// Brings the machine to the point where building (or testing) works, or says what is missing.
pub fn run(repo: &Repo, purpose: Purpose) -> Result<(), String> {
    check_version(
        "Rust",
        &version_words("rustc", "--version"),
        RUST_LEAST,
        "Get it from https://rustup.rs and run `rustup update stable`.",
    )?;
    check_version(
        "Node",
        &version_words("node", "--version"),
        NODE_LEAST,
        "Get the long-term version from https://nodejs.org or your system's packages.",
    )?;
    if !shell::on_path("npm") {
        return Err("npm is missing, it usually comes with Node: install it and try again.".into());
    }
    system_packages(purpose)?;
    npm_packages(repo)?;
    if purpose == Purpose::Test {
        // Every crate of every desktop system, so that all later steps do without the network.
        let mut fetch = shell::command("cargo");
        fetch.args(["fetch", "--locked"]).current_dir(&repo.root);
        shell::stream(&mut fetch)?;
    }
    Ok(())
}

fn version_words(program: &str, flag: &str) -> Option<String> {
    shell::quiet(shell::command(program).arg(flag)).ok()
}

/// Compares what a program says about itself with the least version that works.
pub fn check_version(
    name: &str,
    answer: &Option<String>,
    least: (u32, u32),
    how: &str,
) -> Result<(), String> {
    let needed = format!("Backstride needs {name} {}.{} or newer", least.0, least.1);
    let Some(answer) = answer else {
        return Err(format!(
            "{needed}, and none was found on this machine. {how}"
        ));
    };
    match version_in(answer) {
        Some(found) if found >= least => Ok(()),
        Some(found) => Err(format!(
            "{needed}; this machine has {name} {}.{}. {how}",
            found.0, found.1
        )),
        None => Err(format!(
            "{needed}; `{}` is not a version. {how}",
            answer.trim()
        )),
    }
}

/// The first `major.minor` in a program's answer.
pub fn version_in(answer: &str) -> Option<(u32, u32)> {
    answer.split_whitespace().find_map(|word| {
        let mut parts = word.trim_start_matches('v').split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?.parse().ok()?;
        Some((major, minor))
    })
}

fn system_packages(purpose: Purpose) -> Result<(), String> {
    if cfg!(target_os = "macos") {
        return tool(
            "clang",
            "Install Apple's command line tools: xcode-select --install",
        );
    }
    if cfg!(windows) {
        let needed = "Install Visual Studio's C++ build tools, Strawberry Perl and NASM, and see that all are on the PATH.";
        tool("perl", needed)?;
        return tool("nasm", needed);
    }
    if shell::on_path("dpkg-query") && shell::on_path("apt-get") {
        return debian_packages(purpose);
    }
    let present = shell::quiet(shell::command("pkg-config").args([
        "--exists",
        "webkit2gtk-4.1",
        "librsvg-2.0",
    ]))
    .is_ok();
    if present {
        if purpose == Purpose::Test {
            say::line(format!(
                "The tests of the real window use: {}",
                TEST_PACKAGES.join(" ")
            ));
        }
        return Ok(());
    }
    Err(format!(
        "The system's libraries for building are missing.\n  Fedora:  {FEDORA}\n  Arch:    {ARCH}\n  Others:  the development packages of webkit2gtk-4.1 and librsvg, a C compiler, make and perl"
    ))
}

fn tool(program: &str, how: &str) -> Result<(), String> {
    if shell::on_path(program) {
        Ok(())
    } else {
        Err(format!("{program} is missing. {how}"))
    }
}

fn debian_packages(purpose: Purpose) -> Result<(), String> {
    let mut wanted = BUILD_PACKAGES.to_vec();
    if purpose == Purpose::Test {
        wanted.extend(TEST_PACKAGES);
    }
    debian(&wanted)
}

/// Brings packages of Debian and Ubuntu that are not there yet, or says how a person does.
pub fn debian(wanted: &[&str]) -> Result<(), String> {
    let missing = missing_packages(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    say::line(format!("Missing packages: {}", missing.join(" ")));
    let by_hand = format!(
        "Install them with this command, then try again:\n  sudo apt-get update && sudo apt-get install --yes --no-install-recommends {}",
        missing.join(" ")
    );
    let root = is_root();
    if !root && !may_become_root() {
        return Err(by_hand);
    }
    let apt = |args: &[&str]| {
        let mut command = shell::command(if root { "env" } else { "sudo" });
        if !root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command.args(args);
        shell::stream(command.stdin(Stdio::null()))
    };
    // A list that could not be refreshed in part may still hold what is needed; the install decides.
    if let Err(words) = apt(&["update", "--quiet"]) {
        say::problem(words);
    }
    let mut install = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install).map_err(|words| format!("{words}\n{by_hand}"))
}

/// Whether the user is root.
pub fn is_root() -> bool {
    shell::quiet(shell::command("id").arg("-u")).is_ok_and(|it| it.trim() == "0")
}

/// Whether sudo works: without a password, or with one that a person at the terminal can type.
fn may_become_root() -> bool {
    let asks_nothing = shell::quiet(shell::command("sudo").args(["-n", "true"])).is_ok();
    asks_nothing || (shell::on_path("sudo") && std::io::stdin().is_terminal())
}

fn missing_packages<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let mut query = shell::command("dpkg-query");
    query
        .args(["--show", "--showformat=${Package} ${Status}\n"])
        .args(wanted);
    // The query ends with failure when a package is unknown but still prints the known ones.
    let answer = query
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    wanted
        .iter()
        .filter(|name| !installed(&answer, name))
        .copied()
        .collect()
}

/// Whether dpkg's answer names the package as installed.
pub fn installed(answer: &str, name: &str) -> bool {
    answer
        .lines()
        .any(|line| line.strip_prefix(name) == Some(" install ok installed"))
}

/// `npm ci`, but only when the lock file differs from the one the packages were fetched with.
pub fn npm_packages(repo: &Repo) -> Result<(), String> {
    let ui = repo.at("ui");
    let lock = fs::read(ui.join("package-lock.json"))
        .map_err(|error| format!("ui/package-lock.json: {error}"))?;
    let stamp = ui.join("node_modules").join(".fetched-with-lock.json");
    if fs::read(&stamp).is_ok_and(|stamped| stamped == lock) {
        return Ok(());
    }
    say::line("Fetching the interface's packages (npm ci)");
    npm(&ui, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// An npm command in the interface's folder.
pub fn npm(ui: &Path, args: &[&str]) -> Result<(), String> {
    shell::stream(shell::command("npm").args(args).current_dir(ui))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_are_missing_or_too_old_are_refused_in_clear_words() {
        let check = |answer: Option<&str>| {
            check_version("Node", &answer.map(String::from), (20, 19), "Get it there.")
        };
        assert_eq!(check(Some("v20.19.0")), Ok(()));
        assert_eq!(check(Some("v24.1.0\n")), Ok(()));
        let old = check(Some("v18.20.4")).unwrap_err();
        assert_eq!(
            old,
            "Backstride needs Node 20.19 or newer; this machine has Node 18.20. Get it there."
        );
        assert!(check(None).unwrap_err().contains("none was found"));
        assert!(check(Some("hello")).is_err());
        assert_eq!(
            version_in("rustc 1.95.0 (59807616e 2026-04-14)"),
            Some((1, 95))
        );
    }

    #[test]
    fn a_package_counts_only_when_it_is_wholly_installed() {
        let answer = "make install ok installed\nperl deinstall ok config-files\n";
        assert!(installed(answer, "make"));
        assert!(!installed(answer, "perl"));
        assert!(!installed(answer, "mak"));
    }
}
