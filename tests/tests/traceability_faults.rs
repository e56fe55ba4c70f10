//! Each check of the specification finds a fault that is planted in a small one, and nothing in
//! the same one without it.

use earnest_tests::specification::Library;
use earnest_tests::specification::fault::{Fault, faults};
use earnest_tests::specification::links::dead_links;
use earnest_tests::specification::museum::differences;
use earnest_tests::specification::reference::Reference;
use earnest_tests::specification::sentences::{laws, rules};

const PAGE: &str = "spec/toy.md";
const LAWS: &str = "spec/laws.md";
const CODE: &str = "core/src/toy.rs";
const SHELL: &str = "adapters/box/src/shell.rs";
const TEST: &str = "core/tests/toy.rs";
const MODEL: &str = "spec/tla/Toy.tla";
const STORY: &str = "tests/stories/toy/01_spin.story";

/// A page with a row and a rule beside it, a law, and all that binds them.
fn sound() -> Library {
    Library::of([
        (
            PAGE,
            "# Toys\n\nA toy spins.\n\n\
             - **TOY-01** A toy MUST spin. *Why: it is a toy. Source: city; ours: when. \
             Example: toy/01_spin \"it spins\"; `core/tests/toy.rs::it_spins_fast`.*\n\
             - **TOY-02** It MUST stop. *Why: all do. Source: ours. \
             Example: `core/tests/toy.rs::it_stops`.*\n",
        ),
        (
            LAWS,
            "| name | what | where |\n|---|---|---|\n\
             | spinning | spins it | `core/tests/toy.rs::it_stops`, `.ci/spin` |\n\n\
             | id | law | checked by |\n|---|---|---|\n\
             | LAW-01 | Spinning ends | spinning, toy/01_spin \"it spins\" |\n",
        ),
        (CODE, "row => \"TOY-01\";\n\n#[cfg(test)]\nmod tests {}\n"),
        (SHELL, "/// Stops it (TOY-02).\nfn stop() {}\n"),
        (
            TEST,
            "#[test]\n/// TOY-01\nfn it_spins_fast() {\n    let _ = 1;\n}\n\n\
             /// TOY-02, LAW-01\n#[test]\nfn it_stops() {\n    let _ = 2;\n}\n\n\
             fn helper() {\n    // TOY-02\n}\n",
        ),
        (
            STORY,
            "story: Spinning\n\nscene: it spins\n  shows: TOY-01, LAW-01\n  +0 child spin -> SPINNING\n",
        ),
        (".ci/spin", "#!/bin/sh\n"),
        (MODEL, "---- MODULE Toy ----\n\\* TOY-01\n"),
    ])
}

/// Whether exactly these faults are found.
#[track_caller]
fn assert_found(library: &Library, mut expected: Vec<Fault>) {
    expected.sort();
    assert_eq!(faults(library), expected);
}

fn id(id: &str) -> String {
    id.to_owned()
}

fn part(path: &str, name: &str) -> Reference {
    Reference::Part { path: path.to_owned(), name: name.to_owned() }
}

#[test]
fn a_sound_specification_has_no_fault() {
    assert_found(&sound(), vec![]);
    assert_eq!(rules(&sound()).len(), 2);
    assert_eq!(laws(&sound())[0].checks.len(), 3, "a group is what is in it");
}

#[test]
fn an_id_with_two_sentences_is_found() {
    let library = sound().with(PAGE, "**TOY-02** It", "**TOY-01** It");
    let found = faults(&library);
    assert!(found.contains(&Fault::Twice(id("TOY-01"))), "{found:?}");
    let law = sound().with(LAWS, "| LAW-01 |", "| LAW-01 | Once more | `.ci/spin` |\n| LAW-01 |");
    assert_found(&law, vec![Fault::Twice(id("LAW-01"))]);
}

#[test]
fn a_must_without_an_id_is_found() {
    let library = sound().with(PAGE, "A toy spins.", "A toy MUST spin.");
    let line = "A toy MUST spin.".to_owned();
    assert_found(&library, vec![Fault::Unnumbered { page: id(PAGE), line }]);
}

#[test]
fn an_id_that_no_page_explains_is_found_wherever_it_is_named() {
    let missing = |path: &str| vec![Fault::NoSentence { id: id("TOY-09"), path: path.to_owned() }];
    assert_found(&sound().with(CODE, "row =>", "// TOY-09\nrow =>"), missing(CODE));
    assert_found(&sound().with(CODE, "mod tests {", "mod tests { // TOY-09\n"), missing(CODE));
    assert_found(&sound().with(SHELL, "Stops it", "TOY-09: stops it"), missing(SHELL));
    assert_found(&sound().with(TEST, "let _ = 1", "// TOY-09\n"), missing(TEST));
    assert_found(&sound().with(STORY, "LAW-01", "LAW-01, TOY-09"), missing(STORY));
    assert_found(&sound().with(MODEL, "TOY-01", "TOY-09"), missing(MODEL));
    // In a story even an id of a family that no page has; lifecycles that tests make up have some.
    let other = Fault::NoSentence { id: id("TOP-01"), path: id(STORY) };
    assert_found(&sound().with(STORY, "LAW-01", "LAW-01, TOP-01"), vec![other]);
    assert_found(&sound().with(TEST, "let _ = 1", "// TOP-01\n"), vec![]);
}

#[test]
fn a_row_that_loses_its_sentence_is_found() {
    let library = sound().with(PAGE, "- **TOY-01** A toy MUST", "- A toy may");
    let named = |path: &str| Fault::NoSentence { id: id("TOY-01"), path: path.to_owned() };
    assert_found(&library, vec![named(CODE), named(TEST), named(STORY), named(MODEL)]);
}

#[test]
fn a_sentence_that_lacks_a_part_is_found() {
    let must = sound().with(PAGE, "A toy MUST spin", "A toy spins");
    assert_found(&must, vec![Fault::NoMust(id("TOY-01"))]);
    let reason = sound().with(PAGE, "all do. ", "");
    assert_found(&reason, vec![Fault::NoReason(id("TOY-02"))]);
    let source = sound().with(PAGE, "Source: ours. ", "");
    assert_found(&source, vec![Fault::NoSource(id("TOY-02"))]);
    let unknown = sound().with(PAGE, "Source: city; ours: when.", "Source: city; somebody.");
    assert_found(&unknown, vec![Fault::NoSource(id("TOY-01"))]);
    let example = sound().with(PAGE, " Example: `core/tests/toy.rs::it_stops`.", "");
    assert_found(&example, vec![Fault::NoExample(id("TOY-02"))]);
}

#[test]
fn an_example_that_is_not_there_is_found() {
    let test = sound().with(PAGE, "::it_stops", "::it_stands");
    let there_is_none = Fault::NoSuchExample(id("TOY-02"), part(TEST, "it_stands"));
    assert_found(&test, vec![there_is_none]);
    let helper = sound().with(PAGE, "::it_stops", "::helper");
    assert_found(&helper, vec![Fault::NoSuchExample(id("TOY-02"), part(TEST, "helper"))]);
    let scene = sound().with(PAGE, "\"it spins\"", "\"it turns\"");
    let reference = Reference::Scene { story: id("toy/01_spin"), name: id("it turns") };
    assert_found(&scene, vec![Fault::NoSuchExample(id("TOY-01"), reference)]);
    let word = sound().with(PAGE, "`core/tests/toy.rs::it_stops`", "a toy that stops");
    let unknown = Reference::Unknown(id("a toy that stops"));
    assert_found(&word, vec![Fault::NoSuchExample(id("TOY-02"), unknown)]);
}

#[test]
fn an_example_that_does_not_name_its_rule_is_found() {
    let library = sound().with(PAGE, "::it_stops", "::it_spins_fast");
    assert_found(&library, vec![Fault::Silent(id("TOY-02"), part(TEST, "it_spins_fast"))]);
}

#[test]
fn a_rule_without_a_row_or_a_function_is_found() {
    let row = sound().with(CODE, "TOY-01", "TOY");
    assert_found(&row, vec![Fault::NoCode(id("TOY-01"))]);
    // What stands in the tests of a source is no code.
    let moved =
        sound().with(SHELL, " (TOY-02)", "").with(CODE, "mod tests {", "mod tests { // TOY-02\n");
    assert_found(&moved, vec![Fault::NoCode(id("TOY-02"))]);
}

#[test]
fn a_rule_without_a_test_is_found() {
    let library = sound().with(TEST, "/// TOY-02, LAW-01\n", "").with(TEST, "// TOY-02", "//");
    let silent = Fault::Silent(id("TOY-02"), part(TEST, "it_stops"));
    assert_found(&library, vec![silent, Fault::NoTest(id("TOY-02"))]);
}

#[test]
fn a_law_that_nothing_checks_is_found() {
    let nothing = sound().with(LAWS, "spinning, toy/01_spin \"it spins\" |", " |");
    assert_found(&nothing, vec![Fault::Unchecked(id("LAW-01"))]);
    let word = sound().with(LAWS, "| spinning, toy", "| turning, toy");
    let turning = Reference::Unknown(id("turning"));
    assert_found(&word, vec![Fault::NoSuchCheck(id("LAW-01"), turning)]);
    let file = sound().with(LAWS, "`.ci/spin`", "`.ci/turn`");
    let turn = Reference::File(id(".ci/turn"));
    assert_found(&file, vec![Fault::NoSuchCheck(id("LAW-01"), turn)]);
}

#[test]
fn a_museum_that_differs_from_its_tests_is_found() {
    const MUSEUM: &str = "spec/museum.md";
    const SHELF: &str = "core/tests/museum.rs";
    let museum = || {
        let story = "scene: it wobbles\n  shows: TOY-01\n  museum: top-wobble\n";
        Library::of([
            (PAGE, "- **TOY-01** It MUST spin. *Why: so. Source: ours. Example: -.*\n"),
            (
                MUSEUM,
                "| name | what | here | test |\n|---|---|---|---|\n\
                 | top-wobble | it fell | it spins (TOY-01) | `core/tests/museum.rs::top_wobble` |\n",
            ),
            (SHELF, "#[test]\nfn top_wobble() {\n}\n\nfn helper() {\n}\n"),
            (STORY, story),
        ])
    };
    let found = |path: &str, words: &str, others: &str| {
        differences(&museum().with(path, words, others)).join("; ")
    };
    assert_eq!(differences(&museum()), Vec::<String>::new());
    let twice =
        "| top-wobble | once more | TOY-01 | `core/tests/museum.rs::top_wobble` |\n| top-wobble |";
    assert_eq!(found(MUSEUM, "| top-wobble |", twice), "top-wobble is there twice");
    assert_eq!(
        found(SHELF, "top_wobble", "top_spin"),
        "top-wobble has no test of its name: `core/tests/museum.rs::top_wobble`; \
         `core/tests/museum.rs::top_spin` stands on no line of the page"
    );
    assert_eq!(found(MUSEUM, "(TOY-01)", ""), "top-wobble is prevented by nothing");
    assert_eq!(found(MUSEUM, "TOY-01", "TOY-09"), "top-wobble: no TOY-09");
    let other = "top-fall";
    assert_eq!(
        found(STORY, "museum: top-wobble", &format!("museum: {other}")),
        "tests/stories/toy/01_spin.story has top-fall, which the page has not"
    );
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page = "# One Page\n\n[here](#one-page), [there](other.md#what-it-is), `[no](link)`, \
                [code](../core/src/toy.rs), [folder](sub), [`words`](other.md), [world](https://a.b/c)\n";
    let library = Library::of([
        ("spec/page.md", page),
        ("spec/other.md", "## What it is?\n"),
        ("spec/sub/more.md", "[up](../page.md)\n"),
        (CODE, ""),
    ]);
    let found = |words: &str, others: &str| {
        dead_links(&library.clone().with("spec/page.md", words, others), "spec/")
    };
    assert_eq!(dead_links(&library, "spec/"), Vec::<String>::new());
    assert_eq!(found("(#one-page)", "(#two-pages)"), ["spec/page.md: #two-pages"]);
    assert_eq!(found("#what-it-is", "#what"), ["spec/page.md: other.md#what"]);
    assert_eq!(found("(sub)", "(subs)"), ["spec/page.md: subs"]);
    assert_eq!(found("(other.md)", "(others.md)"), ["spec/page.md: others.md"]);
    assert_eq!(found("toy.rs", "boy.rs"), ["spec/page.md: ../core/src/boy.rs"]);
}
