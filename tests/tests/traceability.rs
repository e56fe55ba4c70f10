//! The specification and the code say the same: no rule without its sentence, its code and its
//! test, no law without a check, no stage without its words elsewhere. That each of these checks
//! can fail, `traceability_faults.rs` shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use earnest::credits::Credits;
use earnest::machine::Table;
use earnest::marketplace::Marketplace;
use earnest::proposal::Proposal;
use earnest::runs::Runs;
use earnest_tests::specification::Library;
use earnest_tests::specification::coverage::{Explored, page};
use earnest_tests::specification::fault::faults;
use earnest_tests::specification::links::dead_links;
use earnest_tests::specification::museum::{differences, entries};
use earnest_tests::specification::reference::Reference;
use earnest_tests::specification::sentences::rules;

#[test]
fn every_rule_has_its_sentence_its_code_and_its_test_and_every_law_its_check() {
    let faults: Vec<_> =
        faults(&Library::of_the_workspace()).iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_row_has_its_sentence_on_the_page_of_its_lifecycle() {
    fn check<T: Table>(library: &Library, chapter: &str) {
        let rules = rules(library);
        let there: BTreeSet<&str> =
            rules.iter().filter(|rule| rule.chapter == chapter).map(|rule| &*rule.id).collect();
        let missing: Vec<_> =
            T::ROWS.iter().map(|row| row.rule).filter(|rule| !there.contains(rule)).collect();
        assert_eq!(missing, Vec::<&str>::new(), "{chapter}");
    }
    let library = Library::of_the_workspace();
    check::<Marketplace>(&library, "spec/marketplace.md");
    check::<Proposal>(&library, "spec/proposals.md");
    check::<Credits>(&library, "spec/credits.md");
    check::<Runs>(&library, "spec/runs.md");
}

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    let library = Library::of_the_workspace();
    let dead = ["spec/", "README.md", "tests/stories/"].map(|folder| dead_links(&library, folder));
    assert_eq!(dead.concat(), Vec::<String>::new());
}

#[test]
fn the_museum_has_a_test_for_each_entry_and_an_entry_for_each_test() {
    let library = Library::of_the_workspace();
    assert_eq!(differences(&library), Vec::<String>::new());
    assert_eq!(entries(&library).len(), 25);
}

#[test]
fn the_page_of_coverage_is_current() {
    fn explored<T: Table>(by: &str) -> Explored {
        let by = Reference::read(&format!("`{by}`"));
        Explored { rows: T::ROWS.iter().map(|row| row.rule).collect(), by }
    }
    let library = Library::of_the_workspace();
    let explored = [
        explored::<Marketplace>(
            "core/tests/marketplace.rs::every_row_is_taken_and_every_refusal_is_given",
        ),
        explored::<Proposal>("core/tests/proposal.rs::every_order_keeps_every_law"),
        explored::<Credits>("core/tests/credits.rs::every_row_is_taken_and_every_refusal_is_given"),
        explored::<Runs>("core/tests/runs.rs::every_row_is_taken_and_every_refusal_is_given"),
    ];
    for it in &explored {
        assert!(it.by.find(&library).is_some(), "there is no {}", it.by);
    }
    let page = page(&library, &explored);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/coverage.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).find(|(before, now)| before != now);
    assert!(
        written == page,
        "`spec/coverage.md` is stale ({differs:?}); run the test with UPDATE=1"
    );
}
