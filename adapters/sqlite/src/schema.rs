//! Opening connections, and making or recognising the file.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::OpenError;

/// `earn`, so that `file(1)` and other programs can tell whose database it is.
const APPLICATION: i64 = 0x6561_726e;
/// Raised by every change of `schema.sql`.
const VERSION: i64 = 4;
/// A checkpoint copies each changed page once, however often the WAL holds it: at 16 to 32 MiB it
/// costs little, and a restart still reads the rest within a fraction of a second.
const PAGES_TO_CHECKPOINT: i64 = 4_096;

/// The one connection that writes. Makes the tables in a new file.
pub(crate) fn writer(path: &Path, max_pages: Option<u32>) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let fault = |source| refused(path, source);
    let mut db = Connection::open_with_flags(path, flags).map_err(fault)?;
    prepare(&db).map_err(fault)?;
    let new = is_new(&db).map_err(fault)?;
    if !new {
        recognise(&db, path)?;
    }
    write_settings(&db, max_pages).map_err(fault)?;
    if new {
        create(&mut db).map_err(fault)?;
    }
    Ok(db)
}

/// A connection that cannot write.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    prepare(&db)?;
    db.pragma_update(None, "cache_size", -16_384)?;
    Ok(db)
}

/// A connection that cannot write, to a file that nobody has looked at yet.
pub(crate) fn auditor(path: &Path) -> Result<Connection, OpenError> {
    let db = reader(path).map_err(|source| refused(path, source))?;
    recognise(&db, path)?;
    Ok(db)
}

/// How many transactions were ever kept.
pub(crate) fn commits(db: &Connection) -> rusqlite::Result<u64> {
    db.query_row("SELECT commits FROM meta", [], |row| row.get(0).map(|crate::Col(it)| it))
}

fn prepare(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(std::time::Duration::from_secs(1))?;
    db.set_prepared_statement_cache_capacity(64);
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "temp_store", "memory")
}

fn write_settings(db: &Connection, max_pages: Option<u32>) -> rusqlite::Result<()> {
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "full")?;
    // Without these macOS keeps what was synced in the drive's own cache. Others ignore them.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)?;
    // What it writes next lies beside what it wrote last. More would cost: after a commit that has
    // balanced a tree, SQLite looks through the whole cache for pages to drop.
    db.pragma_update(None, "cache_size", -8_192)?;
    db.pragma_update_and_check(None, "wal_autocheckpoint", PAGES_TO_CHECKPOINT, |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_size_limit", 1 << 28, |_| Ok(()))?;
    match max_pages {
        Some(most) => db.pragma_update_and_check(None, "max_page_count", most, |_| Ok(())),
        None => Ok(()),
    }
}

fn is_new(db: &Connection) -> rusqlite::Result<bool> {
    let tables = db.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0));
    Ok(pragma(db, "application_id")? == 0 && pragma(db, "user_version")? == 0 && !tables?)
}

fn create(db: &mut Connection) -> rusqlite::Result<()> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    transaction.execute_batch(include_str!("schema.sql"))?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

fn recognise(db: &Connection, path: &Path) -> Result<(), OpenError> {
    let fault = |source| refused(path, source);
    if pragma(db, "application_id").map_err(fault)? != APPLICATION {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    match pragma(db, "user_version").map_err(fault)? {
        VERSION => Ok(()),
        found => Err(OpenError::UnknownSchema { path: path.to_owned(), found, known: VERSION }),
    }
}

fn pragma(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, name, |row| row.get(0))
}

fn refused(path: &Path, source: rusqlite::Error) -> OpenError {
    match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::Foreign(path.to_owned()),
        Some(_) | None => OpenError::Sqlite { path: path.to_owned(), source },
    }
}
