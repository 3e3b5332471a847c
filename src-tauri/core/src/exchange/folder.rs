//! Where an export goes: a folder that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Names that are tried before giving up.
const NAMES_MOST: u32 = 10_000;

/// A file being written. Only [`Out::done`] puts it on the disk for good.
pub trait Out: Write {
    /// Says that all of it was written.
    ///
    /// # Errors
    /// Any failure to bring it onto the disk.
    fn done(self: Box<Self>) -> io::Result<()>;
}

/// Something that takes files by name, of which a part may be the name of a folder.
pub trait Place {
    /// A new file.
    ///
    /// # Errors
    /// Any failure to make it.
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Out>>;
}

impl Out for BufWriter<File> {
    fn done(mut self: Box<Self>) -> io::Result<()> {
        self.flush()?;
        self.get_ref().sync_all()
    }
}

/// A folder that is written under a name of its own beside its place and gets its real name at the end. Dropping it
/// before that leaves nothing.
#[derive(Debug)]
pub struct Folder {
    within: PathBuf,
    name: String,
    /// Where it is written; `None` once it has its name.
    fresh: Option<PathBuf>,
}

impl Folder {
    /// Begins a folder of this name in another one. `id` keeps two of them apart.
    ///
    /// # Errors
    /// Any failure to make it.
    pub fn begin(within: &Path, name: &str, id: &str) -> io::Result<Self> {
        fs::create_dir_all(within)?;
        let fresh = within.join(format!(".{name}.{id}.part"));
        fs::create_dir(&fresh)?;
        private(&fresh)?;
        Ok(Self {
            within: within.to_owned(),
            name: name.to_owned(),
            fresh: Some(fresh),
        })
    }

    /// Gives it its name, which is nobody else's, and says where it is.
    ///
    /// # Errors
    /// Any failure of the file system; then nothing is left.
    pub fn finish(mut self) -> io::Result<PathBuf> {
        let fresh = self.fresh.take().ok_or(io::ErrorKind::NotFound)?;
        let named = self.give_name(&fresh);
        if named.is_err() {
            let _ = fs::remove_dir_all(&fresh);
        }
        named
    }

    fn give_name(&self, fresh: &Path) -> io::Result<PathBuf> {
        for entry in fs::read_dir(fresh)? {
            let path = entry?.path();
            if path.is_dir() {
                sync(&path)?;
            }
        }
        sync(fresh)?;
        for number in 1..NAMES_MOST {
            let path = self.within.join(match number {
                1 => self.name.clone(),
                _ => format!("{} ({number})", self.name),
            });
            // Renaming onto a folder that is there fails, or takes an empty one; asking first keeps that one too.
            if path.exists() {
                continue;
            }
            match fs::rename(fresh, &path) {
                Ok(()) => {
                    sync(&self.within)?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Place for Folder {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Out>> {
        let fresh = self.fresh.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let path = fresh.join(name);
        if let Some(parent) = path.parent()
            && parent != fresh
            && !parent.exists()
        {
            fs::create_dir(parent)?;
            private(parent)?;
        }
        let file = File::create_new(&path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
        Ok(Box::new(BufWriter::with_capacity(64 << 10, file)))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(fresh) = self.fresh.take() {
            // Half an export would look like a whole one until somebody needs it.
            let _ = fs::remove_dir_all(fresh);
        }
    }
}

/// A health diary is for its owner's eyes alone.
fn private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// A new name is on the disk only once its directory is; Windows has no such call and needs none.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
