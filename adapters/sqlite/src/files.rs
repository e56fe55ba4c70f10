//! The files beside the database: the lock that keeps a second server out, and the anchor that
//! tells when commits were lost.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::error::OpenError;

/// The anchor is written at most this often.
const PACE: Duration = Duration::from_secs(1);

/// One spelling for one file, so that two ways to it meet at one lock.
pub(crate) fn canonical(path: &Path) -> Result<PathBuf, OpenError> {
    let fault = |source| OpenError::Io { path: path.to_owned(), source };
    if path.exists() {
        return path.canonicalize().map_err(fault);
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    let name = path.file_name().ok_or_else(|| fault(io::ErrorKind::InvalidFilename.into()))?;
    Ok(folder.canonicalize().map_err(fault)?.join(name))
}

/// Takes the lock for as long as the file returned lives. The system releases it when the process
/// ends, however it ends (STORE-31).
pub(crate) fn lock(path: &Path) -> Result<File, OpenError> {
    let side = beside(path, ".lock");
    let fault = |source| OpenError::Io { path: side.clone(), source };
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&side).map_err(fault)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(fault(source)),
    }
}

/// The last commit known to have been durable; `None` if there is no anchor.
pub(crate) fn anchored(path: &Path) -> Result<Option<u64>, OpenError> {
    let side = beside(path, ".anchor");
    let mut text = String::new();
    match File::open(&side).and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(OpenError::Anchor(path.to_owned()));
        }
        Err(source) => return Err(OpenError::Io { path: side, source }),
    }
    let number = text.strip_suffix('\n').filter(|number| number.len() == 20);
    let number = number.and_then(|number| number.parse().ok());
    number.map(Some).ok_or_else(|| OpenError::Anchor(path.to_owned()))
}

/// Refuses a database that ends before its anchor (STORE-30).
pub(crate) fn check(path: &Path, anchored: Option<u64>, found: u64) -> Result<(), OpenError> {
    match anchored {
        Some(anchored) if found < anchored => {
            Err(OpenError::Behind { path: path.to_owned(), found, anchored })
        }
        Some(_) | None => Ok(()),
    }
}

/// Keeps the anchor close behind the database, from a thread of its own: its fsync must not make
/// commands wait.
#[derive(Debug)]
pub(crate) struct Anchor {
    durable: Arc<AtomicU64>,
    closing: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Anchor {
    /// Writes the anchor for a database that ends with `commits`, and starts following it.
    pub(crate) fn drop_at(path: &Path, commits: u64) -> Result<Self, OpenError> {
        let side = beside(path, ".anchor");
        let fault = |source| OpenError::Io { path: side.clone(), source };
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&side)
            .map_err(fault)?;
        write(&mut file, commits).and_then(|()| keep_name(&side)).map_err(fault)?;
        let durable = Arc::new(AtomicU64::new(commits));
        let (closing, closed) = mpsc::channel();
        let followed = Arc::clone(&durable);
        let thread = thread::Builder::new()
            .name("earnest-anchor".to_owned())
            .spawn(move || follow(&mut file, &followed, &closed))
            .map_err(fault)?;
        Ok(Self { durable, closing: Some(closing), thread: Some(thread) })
    }

    /// A transaction was made durable.
    pub(crate) fn note(&self, commits: u64) {
        self.durable.store(commits, Ordering::Release);
    }
}

impl Drop for Anchor {
    fn drop(&mut self) {
        drop(self.closing.take());
        if let Some(thread) = self.thread.take() {
            // It can only have panicked, and then the anchor stays behind, which is safe.
            let _ = thread.join();
        }
    }
}

fn follow(file: &mut File, durable: &AtomicU64, closed: &mpsc::Receiver<()>) {
    let mut written = None;
    loop {
        let last = !matches!(closed.recv_timeout(PACE), Err(RecvTimeoutError::Timeout));
        let commits = durable.load(Ordering::Acquire);
        if written != Some(commits) {
            match write(file, commits) {
                Ok(()) => written = Some(commits),
                // The anchor stays behind, which is safe; the next turn tries again.
                Err(error) => tracing::warn!(%error, "the anchor was not written"),
            }
        }
        if last {
            return;
        }
    }
}

/// Always 21 bytes at the start, so that writing it anew needs no room and cannot be torn.
fn write(file: &mut File, commits: u64) -> io::Result<()> {
    file.rewind()?;
    file.write_all(format!("{commits:020}\n").as_bytes())?;
    file.sync_data()
}

/// Makes the name of a new file durable.
fn keep_name(file: &Path) -> io::Result<()> {
    match file.parent() {
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        #[cfg(not(unix))]
        Some(_) => Ok(()),
        None => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

/// Whether there is a file to look at.
pub(crate) fn exists(path: &Path) -> bool {
    fs::exists(path).unwrap_or(true)
}
