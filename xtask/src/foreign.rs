//! `cargo xtask foreign`: type-checks the code for Windows and macOS on Linux.
//!
//! Clippy never links, so no linker, SDK or foreign C library is needed: where a build script wants a C compiler, an
//! archiver or a resource compiler of the other system, a script stands in that leaves an empty file. This proves that the
//! code of those systems compiles, never that it works there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::Repo;
use crate::{say, setup, shell};

/// A system whose code is looked at, by the name the compiler has for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Windows on ordinary processors.
    Windows,
    /// macOS on Apple's processors.
    Mac,
}

impl System {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Windows, Self::Mac];

    /// The compiler's name for the target.
    pub const fn target(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::Mac => "aarch64-apple-darwin",
        }
    }

    const fn named(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::Mac => "macOS",
        }
    }
}

/// Stands in for compilers and archivers: reads headers with the real preprocessor, and leaves an empty file where an
/// object, an archive or a resource was asked for.
const STAND_IN: &str = r#"#!/bin/sh
# Written by `cargo xtask foreign`. Type-checking never links, so what this leaves is never read.
expand=
for word in "$@"; do
  case "$word" in
    -E) expand=1 ;;
    -V) echo "GNU windres (stand-in)"; exit 0 ;;
    # Only the compiler of Windows understands this question.
    -\?) exit 1 ;;
    --version|-v) echo "stand-in 1.0"; exit 0 ;;
  esac
done
if [ -n "$expand" ]; then
  # Flags that only the other system's compiler knows are left out.
  count=$#
  folder=
  while [ "$count" -gt 0 ]; do
    word=$1; shift; count=$((count - 1))
    if [ -n "$folder" ]; then folder=; set -- "$@" "$word"; continue; fi
    case "$word" in
      -I) folder=1; set -- "$@" "$word" ;;
      -E|-I*|-D*|*.c|*.h) set -- "$@" "$word" ;;
    esac
  done
  exec cc "$@"
fi
next=
for word in "$@"; do
  if [ -n "$next" ]; then : > "$word"; exit 0; fi
  case "$word" in
    -o|--output|/fo) next=1 ;;
    --output=*) : > "${word#--output=}"; exit 0 ;;
    -o?*) : > "${word#-o}"; exit 0 ;;
    *.a|*.lib) : > "$word"; exit 0 ;;
  esac
done
exit 0
"#;

/// Enough of OpenSSL's headers for the binding to choose its version; the product compiles the real ones.
const OPENSSL_VERSION: &str = "#define OPENSSL_VERSION_MAJOR 3\n#define OPENSSL_VERSION_MINOR 6\n\
    #define OPENSSL_VERSION_PATCH 0\n#define OPENSSL_VERSION_NUMBER 0x30600000L\n";

/// Looks at the code of every other system, with the tests inside each crate.
pub fn run(repo: &Repo, args: &[String]) -> Result<(), String> {
    let chosen: Vec<System> = match args {
        [] => System::ALL.to_vec(),
        [one] => System::ALL
            .into_iter()
            .filter(|system| system.named().eq_ignore_ascii_case(one))
            .collect(),
        _ => Vec::new(),
    };
    if chosen.is_empty() {
        return Err("cargo xtask foreign [windows | macos]".into());
    }
    if !cfg!(target_os = "linux") {
        return Err(
            "This looks from Linux at the code of the other systems; on this one, `cargo xtask test` compiles it for real."
                .into(),
        );
    }
    add_targets(&chosen)?;
    // The window is compiled with the interface inside it.
    if !repo.at("ui/dist/index.html").is_file() {
        setup::npm_packages(repo)?;
        setup::npm(&repo.at("ui"), &["run", "build"])?;
    }
    let tools = tools(repo)?;
    let mut failed = Vec::new();
    for system in chosen {
        say::heading(format!("{} ({})", system.named(), system.target()));
        if let Err(words) = shell::stream(&mut clippy(repo, system, &tools)) {
            say::problem(words);
            failed.push(system.named());
        }
    }
    if failed.is_empty() {
        say::line("The code of the other systems compiles. Nothing of it was run.");
        Ok(())
    } else {
        Err(format!("Does not compile for: {}", failed.join(", ")))
    }
}

/// Fetches the standard library of what is not there yet.
pub(crate) fn add_targets(systems: &[System]) -> Result<(), String> {
    let here = shell::quiet(shell::command("rustup").args(["target", "list", "--installed"]))
        .map_err(|_| {
            "rustup is missing: it brings the standard libraries of other systems. Get it from https://rustup.rs."
                .to_owned()
        })?;
    let missing: Vec<&str> = systems
        .iter()
        .map(|system| system.target())
        .filter(|target| !here.lines().any(|line| line.trim() == *target))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    shell::stream(
        shell::command("rustup")
            .args(["target", "add"])
            .args(missing),
    )
}

/// Writes the stand-ins and returns their folder.
fn tools(repo: &Repo) -> Result<PathBuf, String> {
    let folder = repo.target.join("foreign");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            // An unchanged file keeps its time, so that nothing is compiled again for it.
            return Ok(());
        }
        path.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    write("stand-in", STAND_IN)?;
    write("openssl/include/openssl/opensslv.h", OPENSSL_VERSION)?;
    write("openssl/include/openssl/opensslconf.h", "")?;
    for library in ["libssl.a", "libcrypto.a"] {
        write(&format!("openssl/lib/{library}"), "")?;
    }
    write("sdk/README", "No files of Apple's are needed here.\n")?;
    executable(&folder.join("stand-in"))?;
    Ok(folder)
}

#[cfg(unix)]
fn executable(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(not(unix))]
fn executable(_path: &Path) -> Result<(), String> {
    Ok(())
}

/// The command for one system. All crates at once: what is chosen of each dependency is of no weight here. Of the tests
/// only those stay out that ask for Linux themselves.
fn clippy(repo: &Repo, system: System, tools: &Path) -> Command {
    let target = system.target();
    let name = target.replace('-', "_");
    let stand_in = tools.join("stand-in");
    let mut cargo = shell::command("cargo");
    cargo
        .args([
            "clippy",
            "--release",
            "--locked",
            "--workspace",
            "--all-targets",
            "--keep-going",
        ])
        .args(["--target", target, "--", "-D", "warnings"])
        .current_dir(&repo.root);
    for tool in ["CC", "CXX", "AR", "RANLIB", "RC"] {
        cargo.env(format!("{tool}_{name}"), &stand_in);
    }
    let openssl = format!("{}_OPENSSL", name.to_uppercase());
    cargo
        .env(format!("{openssl}_NO_VENDOR"), "1")
        .env(format!("{openssl}_LIB_DIR"), tools.join("openssl/lib"))
        .env(
            format!("{openssl}_INCLUDE_DIR"),
            tools.join("openssl/include"),
        );
    if system == System::Mac {
        cargo
            .env("SDKROOT", tools.join("sdk"))
            .env("MACOSX_DEPLOYMENT_TARGET", "11.0");
    }
    cargo
}
