//! The few ways a record can fail to be read or kept, each one something a caller can act on.

/// What went wrong, without a word of what the user wrote.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value is outside what the field allows; `field` names it as the wire does.
    #[error("the field `{field}` holds a value it cannot keep")]
    Invalid {
        /// The name of the field.
        field: &'static str,
    },
    /// No record has this id.
    #[error("no such record")]
    NotFound,
    /// The record is in a state that does not allow this change.
    #[error("the record does not allow this change")]
    Conflict,
    /// The file was written by a later version; it was not touched.
    #[error("file version {found} is newer than the {known} this program knows")]
    NewerDatabase {
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The file is not readable as what it should be; it was not touched.
    #[error("the file is damaged")]
    Damaged,
    /// The file is locked, and it takes a passphrase to open it.
    #[error("the file is locked")]
    Locked,
    /// The file is none of this program's.
    #[error("the file is not one of ours")]
    Foreign,
    /// Nobody knows whether the change was kept: the storage failed at the very end, and failed again when asked.
    #[error("the change may or may not have been kept")]
    Doubtful,
    /// Somebody stopped the work; nothing was changed by it.
    #[error("the work was stopped")]
    Stopped,
    /// The passphrase or the code opens nothing here; the diary behind it was not looked at.
    #[error("the passphrase or the code does not fit")]
    WrongSecret,
    /// The file is as it was written, and it was locked with another key than the one at hand.
    #[error("the file is locked with another key")]
    OtherKey,
    /// Neither copy of the key slots is as it was written; the diary behind them was not touched.
    #[error("the key slots are damaged")]
    KeysDamaged,
    /// There is not the memory that checking a passphrase takes.
    #[error("too little memory")]
    Memory,
    /// The file was there once and is gone.
    #[error("the file is missing")]
    Missing,
    /// The place or the file cannot be written to.
    #[error("the place is read-only")]
    ReadOnly,
    /// No space is left.
    #[error("the disk is full")]
    Full,
    /// Another copy of the program holds the file.
    #[error("another copy holds the file")]
    Busy,
    /// Any other failure of the storage.
    #[error("the storage failed")]
    Storage(#[source] rusqlite::Error),
    /// Any other failure of the file system.
    #[error("the file system failed")]
    Files(#[source] std::io::Error),
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::ConstraintViolation) => Self::Conflict,
            Some(Code::OperationInterrupted) => Self::Stopped,
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Self::NotFound,
            _ => Self::Storage(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        // "Sharing violation" and "lock violation": on Windows whoever has a file open can keep all others from it.
        if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
            return Self::Busy;
        }
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::Full,
            Kind::ReadOnlyFilesystem | Kind::PermissionDenied => Self::ReadOnly,
            _ => Self::Files(error),
        }
    }
}
