//! Where one person's files and sockets lie.

use std::io;
use std::path::{Path, PathBuf};

use crate::nudge::Role;

/// The environment variable that moves the profile, for tests and for a profile on another disk.
pub const DIR_VARIABLE: &str = "BACKSTRIDE_DATA_DIR";

/// Longest socket path every Unix accepts, in bytes (the field holds 104 on macOS and 108 on Linux, with a NUL).
#[cfg(unix)]
const SOCKET_PATH_MAX_BYTES: usize = 103;

/// The directory that holds everything Backstride keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// An absolute path; it need not exist before [`Profile::ensure`].
    pub dir: PathBuf,
}

/// Where a program listens for nudges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Socket {
    /// A Unix domain socket at this path.
    Path(PathBuf),
    /// A Windows named pipe of this name.
    Name(String),
}

impl Profile {
    /// Finds the profile of this person: [`DIR_VARIABLE`] if set, else the local (never roaming) data directory.
    ///
    /// # Errors
    /// If the system names no home for local data, or the current directory is gone.
    pub fn locate() -> io::Result<Self> {
        let dir = match std::env::var_os(DIR_VARIABLE).filter(|value| !value.is_empty()) {
            Some(dir) => PathBuf::from(dir),
            None => dirs::data_local_dir()
                .ok_or_else(|| {
                    io::Error::new(io::ErrorKind::NotFound, "no directory for local data")
                })?
                .join("backstride"),
        };
        Self::at(&dir)
    }

    /// The profile in a given directory.
    ///
    /// # Errors
    /// If the path is relative and the current directory is gone.
    pub fn at(dir: &Path) -> io::Result<Self> {
        // Two names of one directory must lead to one socket, or two programs would not find each other.
        Ok(Self {
            dir: one_name(&std::path::absolute(dir)?),
        })
    }

    /// Makes the directory if it is missing and keeps it for its owner alone.
    ///
    /// # Errors
    /// If the directory cannot be made or its permissions cannot be narrowed.
    pub fn ensure(&self) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&self.dir)?;
            if std::fs::metadata(&self.dir)?.permissions().mode() & 0o077 != 0 {
                std::fs::set_permissions(&self.dir, std::fs::Permissions::from_mode(0o700))?;
            }
            Ok(())
        }
        #[cfg(not(unix))]
        {
            std::fs::create_dir_all(&self.dir)
        }
    }

    /// Where the program of this role listens.
    #[must_use]
    pub fn socket(&self, role: Role) -> Socket {
        let name = format!("backstride-{:08x}-{}", self.hash(), role.word());
        #[cfg(unix)]
        {
            let file = format!("{name}.sock");
            let path = runtime_dir()
                .map(|dir| dir.join(&file))
                .filter(|path| path.as_os_str().len() <= SOCKET_PATH_MAX_BYTES)
                .unwrap_or_else(|| self.dir.join(format!("{}.sock", role.word())));
            Socket::Path(path)
        }
        #[cfg(not(unix))]
        {
            Socket::Name(name)
        }
    }

    /// FNV-1a over the path: only tells profiles apart, keeps nothing secret.
    fn hash(&self) -> u32 {
        self.dir
            .as_os_str()
            .as_encoded_bytes()
            .iter()
            .fold(0x811c_9dc5, |hash, byte| {
                (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
            })
    }
}

/// The one name of a directory, before it is made as well: then that of the nearest one above it that is there. On Windows
/// it is the name a person knows, not the one for programs.
fn one_name(dir: &Path) -> PathBuf {
    let found = dir
        .ancestors()
        .find_map(|above| Some((above, dunce::canonicalize(above).ok()?)));
    match found {
        Some((above, real)) => match dir.strip_prefix(above) {
            Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
            _ => real,
        },
        None => dir.to_owned(),
    }
}

/// How many bytes are free for this person where a folder lies, as far as the system tells.
#[must_use]
pub fn room(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::statvfs(folder).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(windows)]
    {
        crate::win32::room(folder)
    }
}

/// The runtime directory of this login, if it is really ours alone.
#[cfg(unix)]
fn runtime_dir() -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt as _;
    let dir = PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR")?);
    let meta = std::fs::metadata(&dir).ok()?;
    let ours = meta.is_dir()
        && meta.mode() & 0o077 == 0
        && meta.uid() == rustix::process::geteuid().as_raw();
    (dir.is_absolute() && ours).then_some(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_has_the_same_name_before_and_after_it_is_made() {
        let place = tempfile::tempdir().expect("a place");
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has the second one"))]
        let mut ways = vec![place.path().join("real").join("inside")];
        #[cfg(unix)]
        {
            std::fs::create_dir(place.path().join("there")).expect("made");
            std::os::unix::fs::symlink(place.path().join("there"), place.path().join("link"))
                .expect("linked");
            ways.push(place.path().join("link/inside"));
        }
        for way in ways {
            let before = Profile::at(&way).expect("named");
            before.ensure().expect("made");
            let after = Profile::at(&way).expect("named");
            assert_eq!(before, after);
            assert_eq!(before.socket(Role::Agent), after.socket(Role::Agent));
            let shown = after.dir.display().to_string();
            assert!(!shown.starts_with(r"\\?\"), "{shown}");
            // A program that is told this name finds the same.
            assert_eq!(Profile::at(&after.dir).expect("named"), after);
        }
    }

    #[test]
    fn the_room_of_a_folder_is_told_and_that_of_none_is_not() {
        let place = tempfile::tempdir().expect("a place");
        let free = room(place.path()).expect("told");
        assert!(free > 1 << 20, "{free}");
        assert_eq!(room(&place.path().join("nothing")), None);
    }
}
