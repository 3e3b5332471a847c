//! Export and import over the wire: what goes out and where it is, what comes in and what it would change.
//!
//! The page reads the files a person chose and hands them over in pieces; they wait in a nameless file inside the
//! profile, so that a big one needs no memory and a crash leaves nothing.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use backstride_agent::clock;
use backstride_content::strings;
use backstride_core::Error;
use backstride_core::exchange::{
    self, Altered, Batch, Differing, Folder, Form, Order, Report, Source, Stop, Told, Wanted, What,
    Why, Wish,
};
use backstride_core::record::Kind;
use backstride_core::reminders::{self, Purpose, Rule};
use backstride_core::vault::backup;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager as _, State};
use tauri_specta::Event as _;

use super::record::{milliseconds, new_id};
use crate::ipc_error::{ErrorCode, IpcError};
use crate::keeper::Keeper;
use crate::records::Records;
use crate::saved;
use crate::wiring;

/// The most bytes that are brought in at once; more than ten people write in ten years.
const STAGED_MAX_BYTES: u64 = 4 << 30;

/// The most bytes of one piece of a file.
const PIECE_MAX_BYTES: usize = 4 << 20;

/// The most files that are brought in at once: one of each kind, twice over.
const FILES_MOST: usize = 32;

/// The longest name of a file.
const NAME_MAX_CHARS: usize = 200;

/// How often the page is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// What is being exchanged; one thing at a time.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    staged: Mutex<Vec<Staged>>,
    busy: AtomicBool,
    stopped: AtomicBool,
}

/// A file that waits to be brought in.
#[derive(Debug)]
struct Staged {
    name: String,
    form: Form,
    file: File,
    bytes: u64,
}

/// Holds the one place of an exchange until it is dropped.
struct Turn<'a>(&'a Exchange);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::SeqCst);
    }
}

impl Exchange {
    fn begin(&self) -> Result<Turn<'_>, IpcError> {
        if self.busy.swap(true, Ordering::SeqCst) {
            return Err(IpcError::of(ErrorCode::Busy));
        }
        self.stopped.store(false, Ordering::SeqCst);
        Ok(Turn(self))
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// A list of files is sound whatever happened to the thread that held it.
    fn staged(&self) -> MutexGuard<'_, Vec<Staged>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is wanted of an export.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ExportRequest {
    /// Everything, to be brought in again.
    lines: bool,
    /// Tables for a spreadsheet.
    tables: bool,
    /// For the system of a clinic.
    fhir: bool,
    /// The reminders for a calendar.
    calendar: bool,
}

/// What came of an export.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ExportOutcomeView {
    /// A folder was saved.
    #[serde(rename_all = "camelCase")]
    Saved {
        /// Where it is.
        path: String,
        /// Records, choices and marks in it.
        records: u32,
        files: u32,
        /// Reminders that have no time of day, so that no calendar can hold them.
        not_in_calendar: u32,
    },
    /// It was stopped, and nothing was kept.
    Stopped,
}

/// How far an export or an import is.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub(crate) struct ExchangeProgress {
    done: u32,
    /// Null = nobody knows how many there are.
    all: Option<u32>,
}

/// A piece of a file that is to be brought in.
#[derive(Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PieceRequest {
    /// The name of the file, which says what it holds.
    name: String,
    /// Whether the file begins with this piece.
    first: bool,
    text: String,
}

/// What to do with records that are here already and say something else.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DifferingView {
    /// What is here stays.
    Keep,
    /// What the file says is taken.
    Replace,
}

/// What a line of a file is about.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhatView {
    Pain,
    Walk,
    Day,
    Medicine,
    Relief,
    Flare,
    Factor,
    Footwear,
    Check,
    Question,
    Plan,
    PlanReview,
    PlanCheckIn,
    Session,
    Routine,
    Setting,
    GuideMark,
    HealthFlag,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LineWhyView {
    Unreadable,
    TooLong,
    UnknownLine,
    UnknownField,
    MissingField,
    BadValue,
    NamesMissing,
    Taken,
    Empty,
    Future,
}

/// How many lines about one thing are what.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TakenView {
    what: WhatView,
    counts: CountsView,
}

/// What became, or would become, of lines.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountsView {
    new: u32,
    same: u32,
    differs: u32,
    refused: u32,
}

/// A line that cannot be taken.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefusedLineView {
    file: String,
    line: u32,
    /// Null = nobody knows what it is about.
    what: Option<WhatView>,
    why: LineWhyView,
    /// The field at fault, as the file names it.
    field: Option<String>,
}

/// A file that is not as it was written.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AlteredView {
    file: String,
    /// Its end is missing; otherwise something in it was changed.
    cut_off: bool,
}

/// What files hold, or what came of taking them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportView {
    files: Vec<String>,
    rows: Vec<TakenView>,
    /// Over everything.
    total: CountsView,
    /// The first refused lines.
    refused: Vec<RefusedLineView>,
    altered: Vec<AlteredView>,
    /// Lines that are only there to be read.
    only_to_read: u32,
    /// Choices about the lock, which stay as they are here.
    of_lock: u32,
    /// Columns nobody knows, which are left aside.
    columns_left: Vec<String>,
    /// The first and the last date of what is new or changed.
    first: Option<String>,
    last: Option<String>,
    /// What was or would be added or changed.
    taken: u32,
    /// The import, to take it back by; null where nothing was taken.
    id: Option<String>,
}

/// What came of looking at files or taking them.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ImportOutcomeView {
    /// They could be read.
    Read {
        /// What is in them.
        report: Box<ReportView>,
    },
    /// One of them is something else.
    Foreign,
    /// One of them was written by a later version.
    Newer,
    /// They hold more than is taken at once.
    TooLarge,
    /// It was stopped, and nothing was changed.
    Stopped,
}

/// An import that was made.
#[derive(Debug, Clone, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportView {
    id: String,
    /// Unix milliseconds.
    #[specta(type = specta_typescript::Number)]
    made_at_ms: f64,
    /// The names of the files.
    source: String,
    taken: u32,
    undone: bool,
}

/// What came of taking an import back.
#[derive(Debug, Clone, Copy, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UndoneView {
    back: u32,
    /// Left as they are, because they were changed after it.
    left: u32,
}

/// Where an export goes.
#[derive(Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportPlaceView {
    folder: String,
    /// Who carries that folder to other computers, in words.
    carried_by: Option<String>,
}

/// Where an export would go now.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exchange_place() -> Result<ExportPlaceView, IpcError> {
    let folder = saved::downloads()?;
    Ok(ExportPlaceView {
        carried_by: saved::carried_by(&folder),
        folder: folder.display().to_string(),
    })
}

/// Saves everything that is wanted as a new folder among the person's downloads.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exchange_export(
    app: AppHandle,
    input: ExportRequest,
) -> Result<ExportOutcomeView, IpcError> {
    beside(move || exported(&app, input)).await
}

fn exported(app: &AppHandle, input: ExportRequest) -> Result<ExportOutcomeView, IpcError> {
    let wanted = Wanted {
        lines: input.lines,
        tables: input.tables,
        fhir: input.fhir,
        calendar: input.calendar,
    };
    if !(wanted.lines || wanted.tables || wanted.fhir || wanted.calendar) {
        return Err(Error::Invalid { field: "lines" }.into());
    }
    let exchange = app.state::<Exchange>();
    let _turn = exchange.begin()?;
    let records = app.state::<Records>();
    let conn = records.beside()?;
    let rules = records.read_schedule(reminders::rules)?;
    let now = clock::now();
    let order = Order {
        wanted,
        made: now,
        program: env!("CARGO_PKG_VERSION"),
        person: &new_id(),
        rules: &rules,
        title: &title,
    };
    let within = saved::downloads()?;
    let name = format!("Backstride export {}", now.local_date());
    let mut folder = Folder::begin(&within, &name, &new_id()).map_err(Error::from)?;
    let mut told_at = Instant::now();
    let told = exchange::export(&conn, &order, &mut folder, &mut |done, all| {
        tell(app, &mut told_at, done, Some(all));
        !exchange.stopped()
    });
    let told: Told = match told {
        Ok(told) => told,
        Err(Stop::Failed(error)) => return Err(error.into()),
        Err(_) => return Ok(ExportOutcomeView::Stopped),
    };
    if exchange.stopped() {
        return Ok(ExportOutcomeView::Stopped);
    }
    let path = folder.finish().map_err(Error::from)?;
    let records = told
        .counts
        .iter()
        .filter(|(what, _)| **what != "step" && **what != "reminder")
        .map(|(_, count)| *count)
        .sum();
    Ok(ExportOutcomeView::Saved {
        path: path.display().to_string(),
        records: number(records),
        files: number(told.files),
        not_in_calendar: number(told.not_in_calendar),
    })
}

/// What a calendar calls a reminder: the person's own name for it, or what its card says.
fn title(rule: &Rule) -> String {
    let said = match rule.purpose {
        Purpose::DiaryCheck => "purpose-diary-check",
        Purpose::DeskBreak => "purpose-desk-break",
        Purpose::Walk => "purpose-walk",
        Purpose::Routine => "purpose-routine",
        Purpose::Own => "purpose-other",
    };
    rule.name
        .clone()
        .unwrap_or_else(|| strings::text(said, &[]))
}

/// Takes a piece of a file that is to be brought in.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exchange_stage(app: AppHandle, input: PieceRequest) -> Result<(), IpcError> {
    let invalid = |field| IpcError::from(Error::Invalid { field });
    let form = Form::of_name(&input.name).ok_or_else(|| invalid("name"))?;
    if input.name.chars().nth(NAME_MAX_CHARS).is_some() {
        return Err(invalid("name"));
    }
    if input.text.len() > PIECE_MAX_BYTES {
        return Err(invalid("text"));
    }
    let exchange = app.state::<Exchange>();
    let mut staged = exchange.staged();
    let waiting: u64 = staged.iter().map(|it| it.bytes).sum();
    if input.first {
        if staged.len() >= FILES_MOST {
            return Err(invalid("name"));
        }
        let records = app.state::<Records>();
        staged.push(Staged {
            name: input.name.clone(),
            form,
            file: nameless(&records.profile().dir).map_err(Error::from)?,
            bytes: 0,
        });
    }
    let last = staged.last_mut().filter(|it| it.name == input.name);
    let last = last.ok_or_else(|| IpcError::of(ErrorCode::NotFound))?;
    let bytes = input.text.as_bytes();
    if waiting + bytes.len() as u64 > STAGED_MAX_BYTES {
        return Err(invalid("text"));
    }
    last.file.write_all(bytes).map_err(Error::from)?;
    last.bytes += bytes.len() as u64;
    Ok(())
}

/// A file for its owner alone that is gone with the program.
fn nameless(dir: &Path) -> std::io::Result<File> {
    let path = dir.join(format!("{}.part", new_id()));
    let mut open = OpenOptions::new();
    open.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        open.mode(0o600);
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        // FILE_FLAG_DELETE_ON_CLOSE: the system removes it with its last handle.
        open.custom_flags(0x0400_0000);
    }
    let file = open.open(&path)?;
    #[cfg(unix)]
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// Forgets the files that wait.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exchange_clear(exchange: State<'_, Exchange>) -> Result<(), IpcError> {
    exchange.staged().clear();
    Ok(())
}

/// Says what taking the files that wait would change, and changes nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exchange_preview(
    app: AppHandle,
    differing: DifferingView,
) -> Result<ImportOutcomeView, IpcError> {
    beside(move || {
        brought(&app, differing, |records, action| {
            records.rehearse(|tx| action(tx))
        })
    })
    .await
}

/// Takes the files that wait.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exchange_take(
    app: AppHandle,
    differing: DifferingView,
) -> Result<ImportOutcomeView, IpcError> {
    let told = app.clone();
    let outcome = beside(move || {
        let outcome = brought(&app, differing, |records, action| {
            let keeper = app.state::<Keeper>();
            let _turn = keeper.turn();
            // The copy is kept before anything is taken, and without it nothing is.
            records.import(
                |vault| {
                    let key = vault.key();
                    backup::make(
                        &vault.diary,
                        vault.dir(),
                        key,
                        backup::Why::Import,
                        clock::now(),
                    )
                    .map(drop)
                },
                |tx| action(tx),
            )
        })?;
        app.state::<Exchange>().staged().clear();
        Ok(outcome)
    })
    .await?;
    changed(&told);
    Ok(outcome)
}

type Taking<'a> = &'a mut dyn FnMut(&rusqlite::Transaction<'_>) -> Result<Report, Stop>;

/// Reads every file that waits, in the way `run` says.
fn brought(
    app: &AppHandle,
    differing: DifferingView,
    run: impl FnOnce(&Records, Taking<'_>) -> Result<Result<Report, Stop>, IpcError>,
) -> Result<ImportOutcomeView, IpcError> {
    let exchange = app.state::<Exchange>();
    let _turn = exchange.begin()?;
    let mut staged = exchange.staged();
    if staged.is_empty() {
        return Err(IpcError::of(ErrorCode::NotFound));
    }
    let files: Vec<String> = staged.iter().map(|it| it.name.clone()).collect();
    let wish = Wish {
        id: new_id(),
        source: files.join(", "),
        differing: match differing {
            DifferingView::Keep => Differing::Keep,
            DifferingView::Replace => Differing::Replace,
        },
    };
    let mut told_at = Instant::now();
    let mut take = |tx: &rusqlite::Transaction<'_>| {
        let mut readers = Vec::new();
        for it in staged.iter_mut() {
            it.file.seek(SeekFrom::Start(0))?;
            readers.push((it.form, BufReader::with_capacity(64 << 10, &it.file)));
        }
        let mut sources: Vec<Source<'_>> = readers
            .iter_mut()
            .map(|(form, bytes)| Source { form: *form, bytes })
            .collect();
        exchange::take(
            tx,
            &mut sources,
            &wish,
            clock::now(),
            &mut new_id,
            &mut |lines| {
                tell(app, &mut told_at, lines, None);
                !exchange.stopped()
            },
        )
    };
    let records = app.state::<Records>();
    match run(&records, &mut take)? {
        Ok(report) => {
            let id = (report.taken > 0).then(|| wish.id.clone());
            Ok(ImportOutcomeView::Read {
                report: Box::new(ReportView::of(&report, files, id)),
            })
        }
        Err(Stop::Stopped) => Ok(ImportOutcomeView::Stopped),
        Err(Stop::Foreign) => Ok(ImportOutcomeView::Foreign),
        Err(Stop::Newer(_)) => Ok(ImportOutcomeView::Newer),
        Err(Stop::TooLarge) => Ok(ImportOutcomeView::TooLarge),
        Err(Stop::Failed(error)) => Err(error.into()),
    }
}

/// Stops what is being exchanged; false where nothing is.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exchange_stop(exchange: State<'_, Exchange>) -> Result<bool, IpcError> {
    exchange.stopped.store(true, Ordering::SeqCst);
    Ok(exchange.busy.load(Ordering::SeqCst))
}

/// Every import that was made, the last first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn exchange_imports(records: State<'_, Records>) -> Result<Vec<ImportView>, IpcError> {
    let batches = records.read(exchange::batches)?;
    Ok(batches.into_iter().map(ImportView::from).collect())
}

/// Takes a whole import back. What was changed after it stays as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn exchange_undo(app: AppHandle, id: String) -> Result<UndoneView, IpcError> {
    let told = app.clone();
    let undone = beside(move || {
        let exchange = app.state::<Exchange>();
        let _turn = exchange.begin()?;
        let records = app.state::<Records>();
        let keeper = app.state::<Keeper>();
        let _turn = keeper.turn();
        let done = records.import(
            // What is taken back may be much, and what was done since is in no copy yet.
            |vault| {
                let why = backup::Why::Bulk;
                backup::make(&vault.diary, vault.dir(), vault.key(), why, clock::now()).map(drop)
            },
            |tx| Ok(exchange::undo(tx, &id, clock::now())?),
        )?;
        match done {
            Ok(undone) => Ok(UndoneView {
                back: number(undone.back),
                left: number(undone.left),
            }),
            Err(Stop::Failed(error)) => Err(error.into()),
            Err(_) => Err(IpcError::of(ErrorCode::Unexpected)),
        }
    })
    .await?;
    changed(&told);
    Ok(undone)
}

/// Tells everybody who goes by what an import can change.
fn changed(app: &AppHandle) {
    // How often the diary asks is one of the choices; a companion that cannot be told is told at the next start.
    let _ = super::reminders::tell_pace(&app.state::<Records>());
    for room in ["diary", "settings"] {
        wiring::records_changed(app, room);
    }
}

/// Runs long work on a thread that nobody else waits for.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IpcError> + Send + 'static,
) -> Result<T, IpcError> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(IpcError::of(ErrorCode::Unexpected)))
}

/// Tells the page how far it is, not more often than anybody can read.
fn tell(app: &AppHandle, told_at: &mut Instant, done: u64, all: Option<u64>) {
    if told_at.elapsed() < TELL_EVERY {
        return;
    }
    *told_at = Instant::now();
    // A window that is closing needs no telling.
    let _ = ExchangeProgress {
        done: number(done),
        all: all.map(number),
    }
    .emit(app);
}

fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl ReportView {
    fn of(report: &Report, files: Vec<String>, id: Option<String>) -> Self {
        let named = |file: usize| files.get(file).cloned().unwrap_or_default();
        Self {
            rows: report
                .counts
                .iter()
                .map(|(what, counts)| TakenView {
                    what: (*what).into(),
                    counts: (*counts).into(),
                })
                .collect(),
            total: report.total().into(),
            refused: report
                .refused
                .iter()
                .map(|it| RefusedLineView {
                    file: named(it.file),
                    line: number(it.line),
                    what: it.what.map(WhatView::from),
                    why: (&it.why).into(),
                    field: it.why.word().1.map(str::to_owned),
                })
                .collect(),
            altered: report
                .altered
                .iter()
                .map(|(file, how)| AlteredView {
                    file: named(*file),
                    cut_off: *how == Altered::CutOff,
                })
                .collect(),
            only_to_read: number(report.only_to_read),
            of_lock: number(report.of_lock),
            columns_left: report.columns_left.clone(),
            first: report.span.map(|(first, _)| first.to_string()),
            last: report.span.map(|(_, last)| last.to_string()),
            taken: number(report.taken),
            id,
            files,
        }
    }
}

impl From<exchange::Counts> for CountsView {
    fn from(counts: exchange::Counts) -> Self {
        Self {
            new: number(counts.new),
            same: number(counts.same),
            differs: number(counts.differs),
            refused: number(counts.refused),
        }
    }
}

impl From<What> for WhatView {
    fn from(what: What) -> Self {
        match what {
            What::Record(Kind::Pain) => Self::Pain,
            What::Record(Kind::Walk) => Self::Walk,
            What::Record(Kind::Day) => Self::Day,
            What::Record(Kind::Medicine) => Self::Medicine,
            What::Record(Kind::Relief) => Self::Relief,
            What::Record(Kind::Flare) => Self::Flare,
            What::Record(Kind::Factor) => Self::Factor,
            What::Record(Kind::Footwear) => Self::Footwear,
            What::Record(Kind::Check) => Self::Check,
            What::Record(Kind::Question) => Self::Question,
            What::Record(Kind::Plan) => Self::Plan,
            What::Record(Kind::PlanReview) => Self::PlanReview,
            What::Record(Kind::PlanCheckIn) => Self::PlanCheckIn,
            What::Record(Kind::Session) => Self::Session,
            What::Record(Kind::Routine) => Self::Routine,
            What::Setting => Self::Setting,
            What::GuideMark => Self::GuideMark,
            What::HealthFlag => Self::HealthFlag,
        }
    }
}

impl From<&Why> for LineWhyView {
    fn from(why: &Why) -> Self {
        match why {
            Why::Unreadable => Self::Unreadable,
            Why::TooLong => Self::TooLong,
            Why::UnknownLine => Self::UnknownLine,
            Why::UnknownField(_) => Self::UnknownField,
            Why::MissingField(_) => Self::MissingField,
            Why::BadValue(_) => Self::BadValue,
            Why::NamesMissing => Self::NamesMissing,
            Why::Taken => Self::Taken,
            Why::Empty => Self::Empty,
            Why::Future => Self::Future,
        }
    }
}

impl From<Batch> for ImportView {
    fn from(batch: Batch) -> Self {
        Self {
            id: batch.id,
            made_at_ms: milliseconds(batch.made_at_ms),
            source: batch.source,
            taken: number(batch.taken),
            undone: batch.undone_at_ms.is_some(),
        }
    }
}
