//! The stories, played by the core alone and by the service over every store, and what they must
//! cover: the same for every lifecycle.
//!
//! How many scenes each plays is pinned, so that none is passed over in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use earnest::authority::Role;
use earnest::credits::Credits;
use earnest::machine::{Reason as _, Refused, Table};
use earnest::marketplace::Marketplace;
use earnest::runs::Runs;
use earnest_service::Memory;
use earnest_service::store::Store;
use earnest_sqlite::Sqlite;
use earnest_tests::stories::kernel::Kernel;
use earnest_tests::stories::played::Played;
use earnest_tests::stories::run::{Trace, play, rules, untried};
use earnest_tests::stories::scene::{Scene, Venue};
use earnest_tests::stories::shell::Shell;
use earnest_tests::stories::{museum, play_all, play_at_once, scenes};

/// Does something for each lifecycle, with the number of its scenes, and of those that only the
/// bare kernel can play.
macro_rules! each {
    ($check:ident) => {
        $check::<Marketplace>(191, 7);
        $check::<Runs>(100, 5);
        $check::<Credits>(210, 7);
    };
}

#[test]
fn the_core_plays_every_scene() {
    fn check<P: Played>(scenes: usize, _: usize) {
        let count = on_the_core::<P>().len();
        println!("the core played {count} scenes of {}", P::NAME);
        assert_eq!(count, scenes, "{}", P::NAME);
    }
    each!(check);
}

#[test]
fn the_service_plays_them_over_the_memory_store() {
    fn check<P: Played>(scenes: usize, bare: usize) {
        let count = on_the_service::<P, _, _>(|| (Memory::new(), ()));
        println!("the service over the memory store played {count} scenes of {}", P::NAME);
        assert_eq!(count, scenes - bare, "{}", P::NAME);
    }
    each!(check);
}

#[test]
fn the_service_plays_them_over_sqlite() {
    fn check<P: Played>(scenes: usize, bare: usize) {
        let count = on_the_service::<P, _, _>(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let file = folder.path().join("earnest.db");
            (Sqlite::open(file).expect("a file can be opened"), folder)
        });
        println!("the service over SQLite played {count} scenes of {}", P::NAME);
        assert_eq!(count, scenes - bare, "{}", P::NAME);
    }
    each!(check);
}

#[test]
fn every_rule_is_tried_by_a_scene_that_names_it() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let taken = |rule: &&'static str| {
            let named = |scene: &Scene<P>| scene.shows.iter().any(|it| it == rule);
            played.iter().any(|(scene, trace)| named(scene) && trace.taken.contains(rule))
        };
        let missing: Vec<_> = rules::<P>().filter(|rule| !taken(rule)).collect();
        assert!(missing.is_empty(), "no scene names and takes {missing:?}");
    }
    each!(check);
}

#[test]
fn every_rule_that_a_scene_names_is_tried_in_it() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let missing = played.iter().flat_map(|(scene, trace)| {
            untried(scene, trace).into_iter().map(move |rule| format!("{}: {rule}", scene.place))
        });
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<String>::new());
    }
    each!(check);
}

#[test]
fn every_code_refuses_in_a_scene() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let seen: BTreeSet<&str> =
            traces(&played).flat_map(|trace| &trace.codes).map(|it| &**it).collect();
        let own = P::Refusal::ALL.iter().map(|refusal| refusal.code());
        let codes = Refused::<P::Refusal>::CODES.into_iter().chain(own);
        let codes: BTreeSet<&str> = codes.chain(P::CODES.iter().copied()).collect();
        assert_eq!(seen, codes, "{}", P::NAME);
    }
    each!(check);
}

#[test]
fn every_status_is_told_in_a_scene() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let seen: BTreeSet<&str> =
            traces(&played).flat_map(|trace| &trace.statuses).map(|it| &**it).collect();
        for (status, details) in P::STATUSES {
            for detail in *details {
                let told = format!("{status}/{detail}");
                let told = told.trim_end_matches('/');
                assert!(seen.contains(told), "no scene comes to `{told}`");
            }
        }
    }
    each!(check);
}

#[test]
fn the_silence_of_every_stage_is_told() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let told: BTreeSet<_> =
            traces(&played).flat_map(|trace| &trace.silences).copied().collect();
        // A draft is not there yet; every other stage is silent in some scene, the ends for ever.
        for stage in stages_with_a_deadline::<P>() {
            assert!(told.contains(stage), "what silence does in `{stage}` is never told");
        }
    }
    each!(check);
}

#[test]
fn every_deadline_is_met_before_at_and_after_it() {
    fn check<P: Played>(_: usize, _: usize) {
        let played = on_the_core::<P>();
        let met: BTreeSet<_> = traces(&played).flat_map(|trace| &trace.edges).copied().collect();
        for stage in stages_with_a_deadline::<P>() {
            for offset in [-1, 0, 1] {
                assert!(met.contains(&(stage, offset)), "`{stage}` is never met at {offset:+} ms");
            }
        }
    }
    each!(check);
}

#[test]
fn every_museum_entry_has_a_scene_in_every_lifecycle_it_could_come_back_in() {
    fn check<P: Played>(_: usize, _: usize) {
        let shown: BTreeSet<_> = scenes::<P>().into_iter().flat_map(|it| it.museum).collect();
        assert_eq!(shown, museum::of::<P>().map(str::to_owned).collect(), "{}", P::NAME);
    }
    each!(check);
}

fn on_the_core<P: Played>() -> Vec<(Scene<P>, Trace)> {
    play_all(|_| true, |scene| play(scene, &mut Kernel::new(scene)))
}

/// Plays what a shell can play, each scene on a store of its own; what comes with the store is
/// kept as long.
fn on_the_service<P: Played, S: Store + 'static, K>(store: impl Fn() -> (S, K) + Sync) -> usize {
    let shells = |scene: &Scene<P>| !matches!(scene.stage, Venue::KernelOnly(_));
    play_at_once(shells, |scene| {
        let (store, _kept) = store();
        play(scene, &mut Shell::new(scene, Arc::new(store)))
    })
}

fn traces<P: Played>(played: &[(Scene<P>, Trace)]) -> impl Iterator<Item = &Trace> {
    played.iter().map(|(_, trace)| trace)
}

fn stages_with_a_deadline<P: Table>() -> impl Iterator<Item = &'static str> {
    P::ROWS.iter().filter(|row| row.by.has(Role::Clock)).map(|row| row.from)
}
