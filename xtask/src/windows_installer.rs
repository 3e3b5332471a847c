//! Packs the installer for Windows with NSIS, installs it, starts what it brought, and takes it away again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::Repo;
use crate::{run, say, shell};

const SCRIPT: &str = "src-tauri/packaging/windows.nsi";

/// Builds the programs and the installer, and tries it.
///
/// What this machine cannot prove comes back in words.
pub fn run(repo: &Repo) -> Result<Vec<String>, String> {
    let Some(nsis) = nsis() else {
        return Ok(vec![
            "the installer is packed by NSIS, which is not on this computer: https://nsis.sourceforge.io".into(),
        ]);
    };
    run::build(repo)?;
    let installer = pack(repo, &nsis)?;
    let size_mb = fs::metadata(&installer).map_or(0.0, |it| it.len() as f64 / 1e6);
    say::line(format!("{} ({size_mb:.1} MB)", installer.display()));
    prove(&installer)?;
    Ok(vec![
        "the installer is not signed, and no toast of what it installs was seen".into(),
    ])
}

/// Where NSIS lies, if it is there.
fn nsis() -> Option<PathBuf> {
    let usual = ["ProgramFiles(x86)", "ProgramFiles"].map(std::env::var_os);
    let mut usual = usual
        .into_iter()
        .flatten()
        .map(|folder| Path::new(&folder).join("NSIS").join("makensis.exe"));
    if shell::on_path("makensis") {
        return Some("makensis".into());
    }
    usual.find(|program| program.is_file())
}

/// The words that the script is given.
fn words(repo: &Repo, installer: &Path) -> Vec<String> {
    vec![
        // Every warning of NSIS is a mistake in the script.
        "-WX".into(),
        "-V2".into(),
        "-INPUTCHARSET".into(),
        "UTF8".into(),
        format!("-DVERSION={}", env!("CARGO_PKG_VERSION")),
        format!(
            "-DPROGRAMS={}",
            repo.program("backstride")
                .parent()
                .unwrap_or(&repo.target)
                .display()
        ),
        format!("-DPROJECT={}", repo.root.display()),
        format!("-DOUT={}", installer.display()),
    ]
}

fn pack(repo: &Repo, nsis: &Path) -> Result<PathBuf, String> {
    let folder = repo.target.join("release/bundle/nsis");
    // An installer of an older version would be found beside the new one.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let installer = folder.join(format!("Backstride_{}_x64.exe", env!("CARGO_PKG_VERSION")));
    shell::quiet(
        Command::new(nsis)
            .args(words(repo, &installer))
            .arg(repo.at(SCRIPT)),
    )?;
    Ok(installer)
}

/// Installs without a question, asks both programs who they are, and uninstalls.
fn prove(installer: &Path) -> Result<(), String> {
    let folder = std::env::var_os("LOCALAPPDATA")
        .map(|folder| PathBuf::from(folder).join("Programs").join("Backstride"))
        .ok_or("LOCALAPPDATA is not set")?;
    if folder.exists() {
        say::line("Backstride is installed here already, so its installer is not tried.");
        return Ok(());
    }
    shell::quiet(Command::new(installer).arg("/S"))?;
    for program in run::SHIPPED {
        let said =
            shell::quiet(Command::new(folder.join(format!("{program}.exe"))).arg("--version"))?;
        let version = env!("CARGO_PKG_VERSION");
        if said.trim() != format!("{program} {version}") {
            return Err(format!("{program} --version said {:?}", said.trim()));
        }
    }
    // With its own folder named, the uninstaller works where it lies and is waited for; then only itself is left.
    shell::quiet(
        Command::new(folder.join("uninstall.exe"))
            .arg("/S")
            .arg(format!("_?={}", folder.display())),
    )?;
    let left: Vec<String> = fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "uninstall.exe")
        .collect();
    let _ = fs::remove_dir_all(&folder);
    if left.is_empty() {
        say::line("installed, started and uninstalled here");
        Ok(())
    } else {
        Err(format!("uninstalling left {}", left.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str) -> String {
        fs::read_to_string(Repo::find().at(path)).unwrap()
    }

    #[test]
    fn the_installer_and_the_companion_speak_of_the_same_names() {
        let script = text(SCRIPT);
        let named = |text: &str, before: &str| {
            let (_, rest) = text.split_once(before).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let toasts = text("src-tauri/agent/src/companion/toasts.rs");
        let app = named(&toasts, "const APP: &str = \"");
        let toasts_key = named(&script, "!define TOASTS \"");
        assert_eq!(
            toasts_key,
            format!(r"Software\Classes\AppUserModelId\{app}")
        );
        let autostart = text("src-tauri/agent/src/autostart.rs");
        let entry = named(&autostart, "const NAME: &str = \"");
        assert_eq!(named(&script, "!define AUTOSTART \""), entry);
    }

    #[test]
    fn what_is_installed_is_taken_away_again() {
        let script = text(SCRIPT);
        let (install, uninstall) = script.split_once("Section \"Uninstall\"").unwrap();
        let mut placed = 0;
        for line in install.lines().map(str::trim) {
            let Some(rest) = line.strip_prefix("File ") else {
                continue;
            };
            let path = rest.rsplit('"').nth(1).unwrap();
            let renamed = rest
                .strip_prefix("/oname=")
                .and_then(|rest| rest.split(' ').next());
            let name = renamed.unwrap_or_else(|| path.rsplit('\\').next().unwrap());
            let taken = format!("Delete \"$INSTDIR\\{name}\"");
            assert!(uninstall.contains(&taken), "{name} stays");
            placed += 1;
        }
        assert!(placed >= 8, "{placed} files");
        for program in run::SHIPPED {
            assert!(install.contains(&format!("\\{program}.exe\"")), "{program}");
        }
    }

    #[test]
    fn the_script_is_given_every_word_it_asks_for() {
        let words = words(&Repo::find(), Path::new("out.exe"));
        for word in ["VERSION", "PROGRAMS", "PROJECT", "OUT"] {
            assert!(
                words
                    .iter()
                    .any(|given| given.starts_with(&format!("-D{word}="))),
                "{word}"
            );
            assert!(text(SCRIPT).contains(&format!("${{{word}}}")), "{word}");
        }
    }
}
