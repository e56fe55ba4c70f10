//! The explorer catches what it is there to catch: for each law a lifecycle, a record or a graph
//! that breaks it and, but for that, is sound.

use earnest_explorer::{Broken, Law, Seen, explore};

#[path = "support/toy.rs"]
mod toy;

use toy::{
    ANYONE, BOASTS, DATED, ENDLESS, FORGETS, HIDES, HURRIES, KEEPS, LEAVES, LOSES, PANICS, RENAMES,
    REPEATS, SHORTENS, SOUND, STRAYS, STUCK, TAKES, world,
};

type Explored = Result<Seen, Box<Broken>>;

fn explored<const FAULT: u8>() -> Explored {
    explore(&world::<FAULT>())
}

/// What the toy does wrong, the law, and how many orders lead to the place where it shows.
type Planted = (fn() -> Explored, Law, usize);

const PLANTED: [Planted; 17] = [
    (explored::<PANICS>, Law::Totality, 1),
    (explored::<DATED>, Law::Determinism, 1),
    (explored::<LOSES>, Law::Conservation, 1),
    (explored::<TAKES>, Law::NoDebt, 0),
    (explored::<KEEPS>, Law::EmptyEnds, 2),
    (explored::<LEAVES>, Law::Absorbing, 2),
    (explored::<REPEATS>, Law::Idempotence, 1),
    (explored::<ANYONE>, Law::Authority, 1),
    (explored::<HURRIES>, Law::HalfOpenTime, 1),
    (explored::<STUCK>, Law::Liveness, 1),
    (explored::<ENDLESS>, Law::Bounded, 2),
    (explored::<FORGETS>, Law::OneResolution, 1),
    (explored::<STRAYS>, Law::Payees, 1),
    (explored::<RENAMES>, Law::Fold, 1),
    (explored::<HIDES>, Law::Options, 1),
    (explored::<BOASTS>, Law::Forecast, 0),
    (explored::<SHORTENS>, Law::Clocks, 1),
];

#[test]
fn a_sound_toy_breaks_nothing() {
    let seen = explored::<SOUND>().unwrap_or_else(|broken| panic!("{broken}"));
    assert!(seen.whole && seen.states > 4 && seen.loose.is_empty(), "{seen:?}");
    assert_eq!(
        seen.rules().into_iter().collect::<Vec<_>>(),
        ["TOY-01", "TOY-10", "TOY-11", "TOY-12"]
    );
    assert!(seen.refusals.contains_key("noted"));
}

#[test]
fn each_planted_fault_breaks_its_law() {
    for (explored, law, steps) in PLANTED {
        let broken = explored().expect_err(law.says());
        assert_eq!(broken.law, law, "{broken}");
        assert_eq!(broken.path.len(), steps, "{broken}");
        let text = broken.to_string();
        assert!(text.starts_with(law.id()) && text.contains(broken.what), "{text}");
        assert!(broken.path.iter().all(|step| step.contains("TOY-")), "{text}");
    }
}
