//! A display nobody sees: Xvfb, and what is on it, read from its frame buffer.
//!
//! The pixels are the truth about when something was painted; the program under test needs no hook for it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::repo::Repo;
use crate::shell;

/// Every so many rows one is read: letters are taller than that, and reading all would cost the measured program time.
const ROW_STEP: u64 = 8;

/// A running Xvfb; it ends when this is dropped.
#[derive(Debug)]
pub struct Display {
    server: Child,
    name: String,
    pixels: Pixels,
    folder: PathBuf,
}

/// What one look at the display saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Different colours, counted up to [`COLOURS_MAX`].
    pub colours: usize,
    /// Red, green and blue of every pixel looked at.
    seen: Vec<u8>,
}

impl Look {
    /// Whether a person would see that this is not the same picture.
    ///
    /// WebKitGTK paints what it has painted already once more, in full, and rounds some letters the other way; a channel
    /// then differs by one or two of its 255 steps.
    pub fn differs(&self, other: &Self) -> bool {
        self.seen.len() != other.seen.len()
            || self
                .seen
                .iter()
                .zip(&other.seen)
                .any(|(one, two)| one.abs_diff(*two) > SEEN_STEPS)
    }
}

/// Steps of 255 that a channel may differ by before it counts as a change. WebKit paints a page anew and rounds the edges
/// of some thirty letters' points by up to 6 steps, which nobody can see; text, lines and fills change by over 200.
const SEEN_STEPS: u8 = 8;

/// The strip at the right edge where a scroll bar comes and goes by itself, long after everything stands.
const SCROLLBAR_PX: usize = 16;

/// Colours are counted up to this many.
pub const COLOURS_MAX: usize = 32;

/// From this many colours on the picture holds letters: an empty window has one, a spinner few.
pub const PAINTED_COLOURS: usize = 8;

impl Display {
    /// Starts a black display of this size, without a window manager and without a network socket.
    pub fn start(repo: &Repo, width: u32, height: u32) -> Result<Self, String> {
        let folder = repo
            .target
            .join("display")
            .join(std::process::id().to_string());
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut command = shell::command("Xvfb");
        command
            .args(["-displayfd", "1", "-br", "-ac", "-nolisten", "tcp"])
            .args(["-screen", "0", &format!("{width}x{height}x24")])
            .arg("-fbdir")
            .arg(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = command
            .spawn()
            .map_err(|error| format!("cannot start Xvfb: {error}"))?;
        let mut number = String::new();
        let heard = match server.stdout.take() {
            Some(out) => BufReader::new(out).read_line(&mut number).is_ok(),
            None => false,
        };
        let pixels = if heard && !number.trim().is_empty() {
            Pixels::open(&folder.join("Xvfb_screen0"))
        } else {
            Err("Xvfb ended at once".into())
        };
        match pixels {
            Ok(pixels) => Ok(Self {
                server,
                name: format!(":{}", number.trim()),
                pixels,
                folder,
            }),
            Err(words) => {
                end(&mut server);
                Err(words)
            }
        }
    }

    /// What goes into `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads the frame buffer once.
    pub fn look(&mut self) -> Result<Look, String> {
        self.pixels.look()
    }

    /// Writes a picture of the whole display.
    pub fn picture(&self, to: &Path) -> Result<(), String> {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let mut import = Command::new("import");
        import
            .args(["-display", &self.name, "-window", "root"])
            .arg(to);
        shell::quiet(&mut import).map(drop)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        end(&mut self.server);
        // The folder holds only the frame buffer; a leftover is overwritten by nobody and harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Ends a child of ours and waits for it.
pub fn end(child: &mut Child) {
    // Both fail only for a child that has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// The frame buffer as a file in the format of `xwd`.
#[derive(Debug)]
struct Pixels {
    file: File,
    layout: Layout,
    row: Vec<u8>,
}

/// Where the pixels are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Layout {
    start: u64,
    row_bytes: u64,
    rows: u64,
}

impl Layout {
    /// Reads the header: words of four bytes, most significant first.
    fn read(header: &[u8; 100]) -> Option<Self> {
        let word = |index: usize| {
            let bytes = header.get(index * 4..index * 4 + 4)?;
            Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
        };
        let (header_bytes, version) = (word(0)?, word(1)?);
        let (rows, bits, row_bytes, colours) = (word(5)?, word(11)?, word(12)?, word(19)?);
        (version == 7 && bits == 32 && rows > 0).then_some(Self {
            // A colour of the table takes twelve bytes.
            start: header_bytes + colours * 12,
            row_bytes,
            rows,
        })
    }
}

impl Pixels {
    fn open(path: &Path) -> Result<Self, String> {
        let wrong = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
        let mut file = File::open(path).map_err(|error| wrong(&error))?;
        let mut header = [0; 100];
        file.read_exact(&mut header)
            .map_err(|error| wrong(&error))?;
        let layout =
            Layout::read(&header).ok_or_else(|| wrong(&"not a frame buffer of 32 bits"))?;
        let row = vec![0; usize::try_from(layout.row_bytes).map_err(|error| wrong(&error))?];
        Ok(Self { file, layout, row })
    }

    fn look(&mut self) -> Result<Look, String> {
        let mut colours = BTreeSet::new();
        let mut seen = Vec::new();
        for row in (0..self.layout.rows).step_by(ROW_STEP as usize) {
            let at = self.layout.start + row * self.layout.row_bytes;
            self.file
                .seek(SeekFrom::Start(at))
                .and_then(|_| self.file.read_exact(&mut self.row))
                .map_err(|error| format!("the frame buffer: {error}"))?;
            let mut last = None;
            let width = self.row.len().saturating_sub(SCROLLBAR_PX * 4);
            for pixel in self.row[..width].chunks_exact(4) {
                let colour = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], 0]);
                seen.extend_from_slice(&pixel[..3]);
                if last != Some(colour) && colours.len() < COLOURS_MAX {
                    colours.insert(colour);
                }
                last = Some(colour);
            }
        }
        Ok(Look {
            colours: colours.len(),
            seen,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_rounded_the_other_way_is_no_change_and_a_moved_one_is() {
        let look = |seen: &[u8]| Look {
            colours: 2,
            seen: seen.to_vec(),
        };
        let before = look(&[246, 243, 236, 187, 91, 110]);
        assert!(!before.differs(&look(&[245, 243, 237, 187, 92, 111])));
        assert!(before.differs(&look(&[246, 243, 236, 246, 243, 236])));
        assert!(before.differs(&look(&[246, 243, 236])));
    }

    #[test]
    fn the_header_of_a_frame_buffer_is_read_and_another_one_refused() {
        let mut header = [0; 100];
        for (index, value) in [
            (0, 160_u32),
            (1, 7),
            (5, 860),
            (11, 32),
            (12, 5120),
            (19, 256),
        ] {
            header[index * 4..index * 4 + 4].copy_from_slice(&value.to_be_bytes());
        }
        let layout = Layout::read(&header).unwrap();
        assert_eq!(
            layout,
            Layout {
                start: 160 + 256 * 12,
                row_bytes: 5120,
                rows: 860
            }
        );
        header[11 * 4 + 3] = 16;
        assert_eq!(Layout::read(&header), None);
    }
}
