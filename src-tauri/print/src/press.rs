//! Sets a document with typst and writes it as a PDF that keeps PDF/UA-1, the standard for readers who do not see it.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use crate::{fonts, sheet};

/// How every page looks. It is the only markup there is; a document is read by it as data.
const SHEET: &str = include_str!("sheet.typ");

/// The name under which the sheet reads its document.
const DATA: &str = "/document.json";

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Words and pictures find their places on pages.
    Setting,
    /// The pages become a file.
    Writing,
}

/// Pages, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages there are.
    pub count: usize,
    /// How many characters the typeface lacks; a mark stands in their place and a note says so.
    pub left_out: usize,
}

/// Why there are no pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It was no longer wanted.
    Cancelled,
    /// The document has no title.
    Untitled,
    /// A picture has no words for people who do not see it.
    Undescribed,
    /// Blocks lie in blocks too often.
    TooDeep,
    /// The sheet or the standard refused it; why is for the people who make this program.
    Refused(String),
}

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => out.write_str("no longer wanted"),
            Self::Untitled => out.write_str("the document has no title"),
            Self::Undescribed => out.write_str("a picture is not described"),
            Self::TooDeep => out.write_str("blocks lie in blocks too often"),
            Self::Refused(why) => write!(out, "refused: {why}"),
        }
    }
}

impl std::error::Error for Failed {}

/// Sets and writes a document. Before each step `go_on` is asked whether it is still wanted, and once more at the end.
pub fn pdf(document: &Document, mut go_on: impl FnMut(Step) -> bool) -> Result<Pages, Failed> {
    let mut step = |step| match go_on(step) {
        true => Ok(()),
        false => Err(Failed::Cancelled),
    };
    step(Step::Setting)?;
    let (ready, left_out) = sheet::ready(document)?;
    let data = serde_json::to_vec(&ready).map_err(|error| Failed::Refused(error.to_string()))?;
    let desk = Desk {
        data: Bytes::new(data),
    };
    let pages = typst::compile::<PagedDocument>(&desk);
    // Whatever the sheet only warns of is a defect of the sheet; tests print every guide and look at it.
    let pages = pages.output.map_err(|errors| refused(&errors));
    let written = pages.and_then(|pages| {
        step(Step::Writing)?;
        let pdf = typst_pdf::pdf(&pages, &options()?).map_err(|errors| refused(&errors))?;
        step(Step::Writing)?;
        Ok(Pages {
            pdf,
            count: pages.pages().len(),
            left_out,
        })
    });
    // What was remembered between two documents is health text in memory and good for nothing.
    typst::comemo::evict(0);
    written
}

fn options() -> Result<PdfOptions, Failed> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
    Ok(PdfOptions {
        creator: Smart::Custom(Some("Backstride".to_owned())),
        standards: standards.map_err(|error| Failed::Refused(error.message().to_string()))?,
        ..PdfOptions::default()
    })
}

fn refused(errors: &EcoVec<SourceDiagnostic>) -> Failed {
    let words: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    Failed::Refused(words.join("; "))
}

/// All that the sheet can see: itself, its document and the typeface. No disk, no clock, no network.
struct Desk {
    data: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
            // Tables whose rows are named say so to a screen reader.
            let features = [Feature::A11yExtras].into_iter().collect();
            LazyHash::new(Library::builder().with_features(features).build())
        });
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        static BOOK: LazyLock<LazyHash<FontBook>> =
            LazyLock::new(|| LazyHash::new(FontBook::from_fonts(fonts::faces())));
        &BOOK
    }

    fn main(&self) -> FileId {
        sheet_id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        static SOURCE: LazyLock<Source> =
            LazyLock::new(|| Source::new(sheet_id(), SHEET.to_owned()));
        if id == sheet_id() {
            Ok(SOURCE.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == data_id() {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::faces().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn sheet_id() -> FileId {
    static ID: OnceLock<FileId> = OnceLock::new();
    *ID.get_or_init(|| id("/sheet.typ"))
}

fn data_id() -> FileId {
    static ID: OnceLock<FileId> = OnceLock::new();
    *ID.get_or_init(|| id(DATA))
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path of two plain names is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
