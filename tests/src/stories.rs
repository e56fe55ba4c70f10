//! Stories: whole lives of a task as text, one line an order, with its answer and its postings.
//!
//! The files are in `tests/stories/`, a folder for each lifecycle; `tests/stories/README.md` says
//! how to read and write them. Every expectation in them was worked out by hand from the
//! specification. The core, every store and the HTTP surface play the same files, each by a
//! [`Driver`](driver::Driver); what a lifecycle brings to them is [`Played`].

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub mod credits;
pub mod driver;
pub mod http;
pub mod kernel;
pub mod marketplace;
pub mod museum;
pub mod parse;
pub mod people;
pub mod played;
pub mod run;
pub mod runs;
pub mod scene;
pub mod shell;

use played::Played;
use run::Trace;
use scene::{Scene, Story};

/// Every story of a lifecycle, by the name of its file.
///
/// # Panics
/// If one cannot be read.
#[must_use]
pub fn all<P: Played>() -> Vec<Story<P>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories").join(P::NAME);
    let files = fs::read_dir(&folder).expect("the stories are there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a readable folder").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "story"));
    paths.sort();
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("a readable file");
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        parse::story(&format!("{}/{name}", P::NAME), &text).unwrap_or_else(|why| panic!("{why}"))
    };
    paths.iter().map(|path| read(path)).collect()
}

/// Every scene of a lifecycle.
#[must_use]
pub fn scenes<P: Played>() -> Vec<Scene<P>> {
    all().into_iter().flat_map(|story| story.scenes).collect()
}

/// Plays the scenes that fit, in order, and gives them back with their traces.
///
/// # Panics
/// If one differs from what happens; all that do are told.
pub fn play_all<P: Played>(
    fits: impl Fn(&Scene<P>) -> bool,
    mut play: impl FnMut(&Scene<P>) -> Result<Trace, String>,
) -> Vec<(Scene<P>, Trace)> {
    let (mut played, mut wrong) = (Vec::new(), Vec::new());
    for scene in scenes().into_iter().filter(fits) {
        match play(&scene) {
            Ok(trace) => played.push((scene, trace)),
            Err(why) => wrong.push(why),
        }
    }
    assert!(wrong.is_empty(), "{} scenes differ:\n{}", wrong.len(), wrong.join("\n"));
    played
}

/// Plays the scenes that fit, several at once, and tells how many there were: for drivers that
/// mostly wait for a disk.
///
/// # Panics
/// If one differs from what happens.
pub fn play_at_once<P: Played>(
    fits: impl Fn(&Scene<P>) -> bool + Sync,
    play: impl Fn(&Scene<P>) -> Result<Trace, String> + Sync,
) -> usize {
    let (next, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let scenes: Vec<_> = scenes().into_iter().filter(fits).collect();
    let wrong = Mutex::new(Vec::new());
    let work = || {
        while let Some(scene) = scenes.get(next.fetch_add(1, Ordering::SeqCst)) {
            match play(scene) {
                Ok(_) => drop(total.fetch_add(1, Ordering::SeqCst)),
                Err(why) => wrong.lock().expect("no player panicked").push(why),
            }
        }
    };
    thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(work))));
    let wrong = wrong.into_inner().expect("no player panicked");
    assert!(wrong.is_empty(), "{} scenes differ:\n{}", wrong.len(), wrong.join("\n"));
    total.into_inner()
}
