//! The stories, played by the core alone and by the service over every store.
//!
//! How many scenes each plays is pinned, so that none is passed over in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use earnest::machine::{Reason as _, Refused, Row, Table as _};
use earnest::marketplace::{Marketplace, Refusal};
use earnest::proposal::Proposal;
use earnest_service::Memory;
use earnest_sqlite::Sqlite;
use earnest_tests::stories::kernel::{Kernel, is_timeout};
use earnest_tests::stories::parse::MUSEUM;
use earnest_tests::stories::run::{Trace, play, untried};
use earnest_tests::stories::scene::{Scene, Venue};
use earnest_tests::stories::shell::Shell;
use earnest_tests::stories::{all, play_all, play_at_once};

/// Every scene there is.
const SCENES: usize = 191;
/// Those that only the bare kernel can play.
const KERNEL_ONLY: usize = 7;

#[test]
fn the_core_plays_every_scene() {
    let count = on_the_core().len();
    println!("the core played {count} scenes");
    assert_eq!(count, SCENES);
}

#[test]
fn the_service_plays_them_over_the_memory_store() {
    let count = play_at_once(not_bare, |scene| {
        play(scene, &mut Shell::new(scene, Arc::new(Memory::new())))
    });
    println!("the service over the memory store played {count} scenes");
    assert_eq!(count, SCENES - KERNEL_ONLY);
}

#[test]
fn the_service_plays_them_over_sqlite() {
    let count = play_at_once(not_bare, |scene| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Sqlite::open(folder.path().join("earnest.db")).expect("a file can be opened");
        play(scene, &mut Shell::new(scene, Arc::new(store)))
    });
    println!("the service over SQLite played {count} scenes");
    assert_eq!(count, SCENES - KERNEL_ONLY);
}

#[test]
fn every_row_is_taken_by_a_scene_that_names_it() {
    let played = on_the_core();
    let taken = |row: &&Row| {
        let named = |scene: &Scene| scene.shows.iter().any(|rule| rule == row.rule);
        played.iter().any(|(scene, trace)| named(scene) && trace.taken.contains(row.rule))
    };
    let rows = Marketplace::ROWS.iter().chain(Proposal::ROWS);
    let missing: Vec<_> = rows.filter(|row| !taken(row)).map(|row| row.rule).collect();
    assert!(missing.is_empty(), "no scene names and takes {missing:?}");
}

#[test]
fn every_rule_that_a_scene_names_is_tried_in_it() {
    let played = on_the_core();
    let missing = played.iter().flat_map(|(scene, trace)| {
        untried(scene, trace).into_iter().map(move |rule| format!("{}: {rule}", scene.place))
    });
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_code_refuses_in_a_scene() {
    let played = on_the_core();
    let seen: BTreeSet<&str> =
        traces(&played).flat_map(|trace| &trace.codes).map(|it| &**it).collect();
    let shell = ["insufficient_funds", "validation_failed"];
    let guards = Refusal::ALL.iter().map(|refusal| refusal.code());
    let codes = Refused::<Refusal>::CODES.into_iter().chain(guards).chain(shell);
    let codes: BTreeSet<&str> = codes.collect();
    assert_eq!(seen, codes);
}

#[test]
fn the_silence_of_every_stage_is_told() {
    let played = on_the_core();
    let told: BTreeSet<_> = traces(&played).flat_map(|trace| &trace.silences).copied().collect();
    // A draft is not there yet; every other stage is silent in some scene, the ends for ever.
    for stage in stages_with_a_deadline() {
        assert!(told.contains(stage), "what silence does in `{stage}` is never told");
    }
}

#[test]
fn every_deadline_is_met_before_at_and_after_it() {
    let played = on_the_core();
    let met: BTreeSet<_> = traces(&played).flat_map(|trace| &trace.edges).copied().collect();
    for stage in stages_with_a_deadline() {
        for offset in [-1, 0, 1] {
            assert!(met.contains(&(stage, offset)), "`{stage}` is never met at {offset:+} ms");
        }
    }
}

#[test]
fn every_museum_entry_has_a_scene() {
    let shown: BTreeSet<_> = scenes().into_iter().flat_map(|scene| scene.museum).collect();
    assert_eq!(shown, MUSEUM.into_iter().map(str::to_owned).collect());
}

fn on_the_core() -> Vec<(Scene, Trace)> {
    play_all(|_| true, |scene| play(scene, &mut Kernel::new(scene)))
}

fn traces(played: &[(Scene, Trace)]) -> impl Iterator<Item = &Trace> {
    played.iter().map(|(_, trace)| trace)
}

fn scenes() -> Vec<Scene> {
    all().into_iter().flat_map(|story| story.scenes).collect()
}

fn not_bare(scene: &Scene) -> bool {
    !matches!(scene.stage, Venue::KernelOnly(_))
}

fn stages_with_a_deadline() -> impl Iterator<Item = &'static str> {
    Marketplace::ROWS.iter().filter(|row| is_timeout(row)).map(|row| row.from)
}
