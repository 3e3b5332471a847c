//! A clean Debian or Ubuntu below the build folder, in which nothing is installed but what a package asks for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::repo::Repo;
use crate::{say, setup, shell};

/// A root folder made new for one use from a base that is kept.
#[derive(Debug)]
pub struct CleanRoot {
    root: PathBuf,
    archives: PathBuf,
}

/// Where packages come from, as apt on this machine knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mirror {
    site: String,
    suite: String,
}

/// Run in namespaces of its own, so that every mount and every process inside ends with it.
const ENTER: &str = r#"set -e
root=$1; archives=$2; shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
if [ -n "$archives" ]; then mount --bind "$archives" "$root/var/cache/apt/archives"; fi
exec "$@"
"#;

/// The person who uses the program inside.
const USER: (&str, &str) = ("someone", "1000");

impl CleanRoot {
    /// Makes the root, or says why this machine cannot.
    pub fn make(repo: &Repo) -> Result<Result<Self, String>, String> {
        if !setup::is_root() {
            return Ok(Err("that needs root".into()));
        }
        if !shell::on_path("debootstrap") {
            return Ok(Err("debootstrap is not installed".into()));
        }
        let folder = repo.target.join("clean-root");
        let Some(mirror) = mirror() else {
            return Ok(Err("apt on this machine names no mirror".into()));
        };
        let base = folder.join(format!("base-{}", mirror.suite));
        let archives = folder.join("archives");
        if let Err(words) = base_at(&base, &mirror) {
            say::problem(&words);
            return Ok(Err(format!(
                "a base of {} could not be fetched from the mirror",
                mirror.suite
            )));
        }
        let root = folder.join("root");
        remove(&root)?;
        make_folder(&archives.join("partial"))?;
        shell::quiet(
            Command::new("cp")
                .args(["--archive", "--one-file-system"])
                .arg(&base)
                .arg(&root),
        )?;
        for file in ["/etc/resolv.conf", "/etc/hosts"] {
            // Without them only a machine with a resolver in the system library could fetch packages.
            let _ = fs::copy(file, root.join(&file[1..]));
        }
        Ok(Ok(Self { root, archives }))
    }

    /// Installs a package file with everything it depends on and nothing it only recommends.
    pub fn install(&self, deb: &Path) -> Result<(), String> {
        let inside = self.root.join("backstride.deb");
        fs::copy(deb, &inside).map_err(|error| format!("{}: {error}", inside.display()))?;
        // A list that could not be refreshed may still hold what is needed; the install decides.
        if let Err(words) = shell::quiet(self.enter(true).args(["apt-get", "update", "--quiet"])) {
            say::problem(words);
        }
        let args = [
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            "/backstride.deb",
        ];
        let said = shell::quiet(self.enter(true).args(args))?;
        let counted = said.lines().find(|line| line.contains("newly installed"));
        say::line(format!(
            "in the clean root: {}",
            counted.unwrap_or("installed").trim()
        ));
        Ok(())
    }

    /// A command for a program inside, run by an ordinary user with an environment of its own.
    pub fn as_user(&self, display: Option<&str>) -> Command {
        let (name, id) = USER;
        let mut command = self.enter_as(false, Some(&format!("{id}:{id}")));
        command
            .args(["/usr/bin/env", "--ignore-environment"])
            .args(["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "NO_AT_BRIDGE=1"])
            .arg(format!("HOME=/srv/{name}"))
            .arg(format!("XDG_RUNTIME_DIR=/srv/{name}/.run"));
        if let Some(display) = display {
            command.arg(format!("DISPLAY={display}"));
        }
        command
    }

    fn enter(&self, with_archives: bool) -> Command {
        let mut command = self.enter_as(with_archives, None);
        command.args([
            "/usr/bin/env",
            "DEBIAN_FRONTEND=noninteractive",
            "LC_ALL=C.UTF-8",
        ]);
        command
    }

    fn enter_as(&self, with_archives: bool, user: Option<&str>) -> Command {
        let mut command = shell::command("unshare");
        command
            .args(["--mount", "--pid", "--fork", "--kill-child"])
            .args(["sh", "-c", ENTER, "clean-root"])
            .arg(&self.root)
            .arg(if with_archives {
                self.archives.as_os_str()
            } else {
                "".as_ref()
            })
            .arg("chroot");
        if let Some(user) = user {
            command.arg(format!("--userspec={user}"));
        }
        command.arg(&self.root).stdin(Stdio::null());
        command
    }
}

impl Drop for CleanRoot {
    fn drop(&mut self) {
        // A gigabyte that nobody needs again; what stays would be removed by the next run.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// The base system, fetched once and kept.
fn base_at(base: &Path, mirror: &Mirror) -> Result<(), String> {
    if base.join("finished").is_file() {
        return Ok(());
    }
    remove(base)?;
    make_folder(base)?;
    say::line(format!(
        "Fetching a clean {} from {}",
        mirror.suite, mirror.site
    ));
    shell::quiet(
        // In a namespace of its own: debootstrap mounts /proc inside and does not always take it away again.
        shell::command("unshare")
            .args(["--mount", "debootstrap", "--variant=minbase", &mirror.suite])
            .arg(base)
            .arg(&mirror.site),
    )
    .map_err(|words| {
        let log = fs::read_to_string(base.join("debootstrap/debootstrap.log")).unwrap_or_default();
        let end: Vec<&str> = log.lines().rev().take(5).collect();
        format!(
            "{words}\n{}",
            end.into_iter().rev().collect::<Vec<_>>().join("\n")
        )
    })?;
    let (name, id) = USER;
    let script = format!(
        "useradd --create-home --home-dir /srv/{name} --uid {id} {name} && install -d -m 700 -o {id} -g {id} /srv/{name}/.run"
    );
    shell::quiet(
        Command::new("chroot")
            .arg(base)
            .args(["/bin/sh", "-c", &script]),
    )?;
    fs::write(base.join("finished"), "").map_err(|error| format!("{}: {error}", base.display()))
}

/// The first mirror of apt that serves this system's own suite.
fn mirror() -> Option<Mirror> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    let suite = release
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))?
        .trim_matches('"');
    let targets = shell::quiet(shell::command("apt-get").args([
        "indextargets",
        "--format",
        "$(SITE) $(RELEASE)",
        "Created-By: Packages",
    ]))
    .ok()?;
    serving(&targets, suite)
}

fn serving(targets: &str, suite: &str) -> Option<Mirror> {
    targets
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(_, release)| *release == suite)
        .map(|(site, release)| Mirror {
            site: site.to_owned(),
            suite: release.to_owned(),
        })
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Removes an old root. Nothing is mounted there: mounts live only in the namespaces of a command.
fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_the_one_that_serves_this_release() {
        let targets = "https://example.org/node nodistro\nhttp://mirror/debian-security bookworm-security\nhttp://mirror/debian bookworm\n";
        let found = serving(targets, "bookworm").unwrap();
        assert_eq!(found.site, "http://mirror/debian");
        assert_eq!(serving(targets, "trixie"), None);
    }
}
