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
        let dir = std::path::absolute(dir)?;
        // Two names of one directory must lead to one socket, or two programs would not find each other.
        Ok(Self {
            dir: dir.canonicalize().unwrap_or(dir),
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
