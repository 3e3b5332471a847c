//! What crosses the wire when something fails: a code and a field name, never a text that could quote the diary.

use backstride_core::Error;
use serde::Serialize;

/// Why a command failed; the interface has words for every code or does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErrorCode {
    /// A value is outside what its field allows.
    Invalid,
    /// No record has this id.
    NotFound,
    /// The record is in a state that does not allow this change.
    Conflict,
    /// The file was written by a later version.
    NewerFile,
    /// The file is damaged.
    Damaged,
    /// The file is locked, and it takes a passphrase to open it.
    Locked,
    /// The file is none of this program's.
    Foreign,
    /// Nobody knows whether the change was kept.
    Doubtful,
    /// Somebody stopped the work.
    Stopped,
    /// The passphrase or the recovery code does not fit.
    WrongSecret,
    /// The file is locked with another key than the diary.
    OtherKey,
    /// Neither copy of the key slots is as it was written.
    KeysDamaged,
    /// There is not the memory that checking a passphrase takes.
    Memory,
    /// The key store of the system cannot be used.
    KeyStore,
    /// The file was there once and is gone.
    Missing,
    /// The place cannot be written to.
    ReadOnly,
    /// The disk is full.
    Full,
    /// Another copy holds the file.
    Busy,
    /// Any other failure of storage or files.
    Storage,
    /// The companion that runs reminders could not be started.
    Companion,
    /// A fault of the program itself.
    Unexpected,
}

/// A failed command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub(crate) struct IpcError {
    /// Why.
    pub(crate) code: ErrorCode,
    /// Which field of the request, where one is at fault.
    pub(crate) field: Option<String>,
}

impl IpcError {
    pub(crate) fn of(code: ErrorCode) -> Self {
        Self { code, field: None }
    }
}

impl From<Error> for IpcError {
    fn from(error: Error) -> Self {
        let code = code(&error);
        let field = match error {
            Error::Invalid { field } => Some(field.to_owned()),
            _ => None,
        };
        Self { code, field }
    }
}

/// The code of a core error. No wildcard arm: a new kind of error has to find its words first.
pub(crate) fn code(error: &Error) -> ErrorCode {
    match error {
        Error::Invalid { .. } => ErrorCode::Invalid,
        Error::NotFound => ErrorCode::NotFound,
        Error::Conflict => ErrorCode::Conflict,
        Error::NewerDatabase { .. } => ErrorCode::NewerFile,
        Error::Damaged => ErrorCode::Damaged,
        Error::Locked => ErrorCode::Locked,
        Error::Foreign => ErrorCode::Foreign,
        Error::Doubtful => ErrorCode::Doubtful,
        Error::Stopped => ErrorCode::Stopped,
        Error::WrongSecret => ErrorCode::WrongSecret,
        Error::OtherKey => ErrorCode::OtherKey,
        Error::KeysDamaged => ErrorCode::KeysDamaged,
        Error::Memory => ErrorCode::Memory,
        Error::Missing => ErrorCode::Missing,
        Error::ReadOnly => ErrorCode::ReadOnly,
        Error::Full => ErrorCode::Full,
        Error::Busy => ErrorCode::Busy,
        Error::Storage(_) | Error::Files(_) => ErrorCode::Storage,
    }
}
