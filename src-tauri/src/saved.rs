//! Files a person asked for: where they go, and what a picture looks like as pixels.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backstride_content::strings;
use backstride_core::vault::synced::synced;
use backstride_core::worded::Worded as _;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::ipc_error::{ErrorCode, IpcError};

/// The typeface of the window, because a program for pictures knows no other.
const FONTS: [&[u8]; 2] = [backstride_print::REGULAR, backstride_print::SEMI_BOLD];

/// Pixels for each unit of a picture: sharp on a dense screen and on paper.
const DENSE: f32 = 2.0;

/// Keeps bytes as a new file among the person's downloads and says where; nothing that is there is ever written over.
pub(crate) fn in_downloads(name: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, IpcError> {
    let folder = downloads()?;
    std::fs::create_dir_all(&folder)
        .and_then(|()| new_file(&folder, name, ending, bytes))
        .map_err(|error| IpcError::of(code(&error)))
}

/// The folder of the person's downloads.
pub(crate) fn downloads() -> Result<PathBuf, IpcError> {
    // Not every desktop has these folders; everybody has a home.
    dirs::download_dir()
        .or_else(dirs::document_dir)
        .or_else(dirs::home_dir)
        .ok_or_else(|| IpcError::of(ErrorCode::Unexpected))
}

/// Who carries a folder to other computers, in words; `None` = nobody that is known.
pub(crate) fn carried_by(folder: &Path) -> Option<String> {
    let service = synced(folder, dirs::home_dir().as_deref())?;
    Some(strings::text(&format!("service-{}", service.word()), &[]))
}

/// A picture as a PNG.
pub(crate) fn png(svg: &str) -> Result<Vec<u8>, IpcError> {
    drawn(svg).ok_or_else(|| IpcError::of(ErrorCode::Unexpected))
}

fn new_file(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    const MOST: u32 = 10_000;
    let name = allowed(name);
    for number in 1..MOST {
        let path = folder.join(match number {
            1 => format!("{name}.{ending}"),
            _ => format!("{name} ({number}).{ending}"),
        });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                if written.is_err() {
                    // Half a picture would look like a whole one until somebody opens it.
                    let _ = std::fs::remove_file(&path);
                }
                return written.map(|()| path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A name that every file system takes.
fn allowed(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|it| match it {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            it if it.is_control() => '-',
            it => it,
        })
        .collect();
    name.trim_matches(['.', ' ']).to_owned()
}

fn code(error: &io::Error) -> ErrorCode {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::Full,
        _ => ErrorCode::Storage,
    }
}

fn drawn(svg: &str) -> Option<Vec<u8>> {
    let mut fonts = Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Atkinson Hyperlegible Next");
    let options = Options {
        fontdb: Arc::new(fonts),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size().scale_by(DENSE)?;
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(
        &tree,
        Transform::from_scale(DENSE, DENSE),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_of_a_name_gets_a_number_and_the_first_stays() {
        let dir = tempfile::tempdir().expect("a place");
        let save = |bytes: &[u8]| new_file(dir.path(), "Pain: 6 / 10", "svg", bytes).expect("room");
        let (first, second) = (save(b"one"), save(b"two"));
        assert!(first.ends_with("Pain- 6 - 10.svg"), "{}", first.display());
        assert!(second.ends_with("Pain- 6 - 10 (2).svg"));
        assert_eq!(std::fs::read(first).expect("there"), b"one");
        assert_eq!(std::fs::read(second).expect("there"), b"two");
    }

    #[test]
    fn a_picture_becomes_pixels_with_its_words() {
        let picture = |words: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 20\" width=\"80\" height=\"20\" \
                 font-family=\"Atkinson Hyperlegible Next, sans-serif\"><text y=\"15\">{words}</text></svg>"
            )
        };
        let (empty, words) = (png(&picture("")), png(&picture("Pain 6")));
        let (empty, words) = (empty.expect("a picture"), words.expect("a picture"));
        assert!(words.starts_with(b"\x89PNG"));
        assert_ne!(empty, words, "the words are drawn");
        assert!(png("no picture").is_err());
    }
}
