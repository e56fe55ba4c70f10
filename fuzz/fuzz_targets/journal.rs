//! What is kept of any lifecycle, as bytes: the first says of which, the rest are JSON or edits of
//! sound documents. `cargo test` runs the same check on random bytes.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/support/choices.rs"]
#[expect(dead_code, reason = "one row of choices for several checks")]
mod choices;
#[path = "../../core/tests/support/duel/credits.rs"]
mod credits;
#[path = "../../core/tests/support/decoding.rs"]
#[expect(dead_code, reason = "that everything is read is for the tests to show")]
mod decoding;
#[path = "../../core/tests/support/duel.rs"]
#[expect(dead_code, reason = "documents are made of what lives are recorded as, nothing else")]
mod duel;
#[path = "../../core/tests/support/edits.rs"]
mod edits;
#[path = "../../core/tests/support/duel/marketplace.rs"]
mod marketplace;
#[path = "../../core/tests/support/palette.rs"]
mod palette;
#[path = "../../core/tests/support/duel/proposal.rs"]
mod proposal;
#[path = "../../core/tests/support/duel/runs.rs"]
mod runs;

use decoding::{Sound, check};

static MARKETPLACE: LazyLock<Sound> = LazyLock::new(Sound::of::<marketplace::Book>);
static CREDITS: LazyLock<Sound> = LazyLock::new(Sound::of::<credits::Book>);
static RUNS: LazyLock<Sound> = LazyLock::new(Sound::of::<runs::Page>);
static PROPOSAL: LazyLock<Sound> = LazyLock::new(Sound::of::<proposal::Slip>);

fuzz_target!(|input: &[u8]| {
    let _read = match input.split_first() {
        Some((b'm', rest)) => check::<marketplace::Book>(&MARKETPLACE, rest),
        Some((b'c', rest)) => check::<credits::Book>(&CREDITS, rest),
        Some((b'r', rest)) => check::<runs::Page>(&RUNS, rest),
        Some((b'p', rest)) => check::<proposal::Slip>(&PROPOSAL, rest),
        _ => return,
    };
});
