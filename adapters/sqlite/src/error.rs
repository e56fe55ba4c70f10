//! Why a file cannot be opened, and what the errors of SQLite mean for those who wait.

use std::io;
use std::path::PathBuf;

use earnest_service::store::Failure;
use rusqlite::ErrorCode;

/// Why a file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Two writers would not see each other's commands.
    #[error("another server is using `{}`", .0.display())]
    InUse(PathBuf),
    /// It is a database of something else, or no database.
    #[error("`{}` is not a file of this store", .0.display())]
    Foreign(PathBuf),
    /// It was written by a later or a broken version.
    #[error(
        "`{}` has schema {found} and this program knows schema {known}: use a program that knows \
         it, or restore a file of this one",
        path.display()
    )]
    UnknownSchema {
        /// The file.
        path: PathBuf,
        /// What its `user_version` says.
        found: i64,
        /// What this program reads and writes.
        known: i64,
    },
    /// The file is older than what was acknowledged.
    #[error(
        "commits were lost: `{path}` ends with commit {found}, but commit {anchored} was \
         acknowledged (`{path}.anchor`). Bring back the newer `{path}` together with its \
         `{path}-wal`. To go on without the lost commits, as after restoring a backup on purpose, \
         delete `{path}.anchor` first",
        path = path.display()
    )]
    Behind {
        /// The file.
        path: PathBuf,
        /// Its last commit.
        found: u64,
        /// The last commit that is known to have been durable.
        anchored: u64,
    },
    /// The anchor cannot be read as one.
    #[error(
        "`{path}.anchor` is damaged, so that lost commits could not be noticed. If `{path}` is \
         known to be whole, delete `{path}.anchor`; it is written again",
        path = .0.display()
    )]
    Anchor(PathBuf),
    /// SQLite could not do what was asked.
    #[error("`{}`: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// SQLite's own reason.
        source: rusqlite::Error,
    },
    /// The file system could not.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's own reason.
        source: io::Error,
    },
}

/// Why a batch failed, and at whose command, where that is known.
pub(crate) struct Trouble {
    /// The command's place in the batch.
    pub(crate) place: Option<usize>,
    /// What SQLite said.
    pub(crate) error: rusqlite::Error,
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self { place: None, error }
    }
}

/// What a failed batch means for those that come after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum After {
    /// It was one command's fault: the others can be tried without it.
    Single,
    /// It was nobody's fault, and the next batch may well be kept.
    GoOn,
    /// What is on disk is uncertain. Trying again could acknowledge what a failed fsync has
    /// dropped, so nothing is written until a restart has read the file anew.
    Stop,
}

/// Tells constraint errors, full disks and broken disks apart.
pub(crate) fn after(error: &rusqlite::Error) -> After {
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            After::Stop
        }
        Some(
            ErrorCode::DiskFull
            | ErrorCode::OutOfMemory
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::OperationInterrupted,
        ) => After::GoOn,
        Some(_) | None => After::Single,
    }
}

/// What to say to those who wait.
pub(crate) fn failure(error: &rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Failure::Busy,
        Some(
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch,
        ) => Failure::Damaged(error.to_string()),
        Some(_) => Failure::Unavailable(error.to_string()),
        // Not SQLite's own: a column that holds no value of its type.
        None => Failure::Damaged(error.to_string()),
    }
}
