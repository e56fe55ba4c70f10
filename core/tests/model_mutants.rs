//! The models are made wrong on purpose, one line at a time, and each time it is noticed: by a law,
//! by the promise of `Escrow.tla`, or by the comparison with the code. The table of what notices
//! what is a part of `spec/tla/mutants.md`; run with `UPDATE=1` after a change.
//!
//! The comparison stands in here as one with the model as it is: that this one is the same as the
//! code is what the tests of each lifecycle show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tla_checker::ast::Value;
use tla_checker::checker::CheckResult;

#[path = "support/mutants.rs"]
mod mutants;
#[path = "support/spec.rs"]
#[expect(dead_code, reason = "one reader of models for several tests")]
mod spec;

use mutants::{MUTANTS, Mutant};
use spec::{Spec, done, edges};

/// The law that stands for the refinement.
const PROMISE: &str = "KeepsThePromise";

/// A state of a model: the values of its variables.
type State = Vec<Value>;
/// What a model says in each of its states.
type Said = BTreeMap<State, [Value; 2]>;

/// What noticed a mutant.
#[derive(Debug)]
struct Noticed {
    law: String,
    promise: bool,
    /// None where the model is not compared with the code.
    graph: Option<bool>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tla")
}

/// A copy of the models with one line made wrong, under one name for each.
fn wrong(number: usize, mutant: &Mutant) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutant-{number}"));
    fs::create_dir_all(&copy).expect("a folder can be made");
    for entry in fs::read_dir(folder()).expect("the models are there") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().expect("a file has a name");
        if path.extension().is_some_and(|it| it == "tla") {
            let text = fs::read_to_string(&path).expect("a model can be read");
            let text = if name == mutant.file { patched(mutant, &text) } else { text };
            let module = path.file_stem().is_some_and(|it| it == mutant.module);
            let text =
                if module { text.replace("\n====", "\nAnything == TRUE\n====") } else { text };
            fs::write(copy.join(name), text).expect("a model can be written");
        }
    }
    copy
}

fn patched(mutant: &Mutant, text: &str) -> String {
    assert_eq!(text.matches(mutant.right).count(), 1, "`{}` is not there once", mutant.right);
    text.replace(mutant.right, mutant.wrong)
}

/// Writes the configuration with these laws only, and checks them: the name of one that is broken.
fn broken(copy: &Path, mutant: &Mutant, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let config = fs::read_to_string(folder().join(mutant.config).with_extension("cfg"));
    let config = config.expect("the configuration can be read");
    let (head, laws) = config.split_once("INVARIANT").expect("a configuration names its laws");
    // A checker that is given no invariant looks for one by itself.
    let mut told = format!("{head}INVARIANT Anything\n");
    let (mut kind, mut any) = ("INVARIANT", false);
    for word in laws.split_whitespace() {
        match word {
            "S" | "INVARIANTS" | "INVARIANT" => {}
            "PROPERTY" | "PROPERTIES" => kind = "PROPERTY",
            law if wanted(law) => {
                any = true;
                writeln!(told, "{kind} {law}").expect("text can be written");
            }
            _ => {}
        }
    }
    fs::write(copy.join(mutant.config).with_extension("cfg"), told).expect("it can be written");
    if !any {
        return None;
    }
    let spec = Spec::read(copy, mutant.module, mutant.config);
    match spec.check() {
        CheckResult::Ok(_) => None,
        CheckResult::InvariantViolation(example, _) => {
            Some(spec.invariant(example.violated_invariant))
        }
        CheckResult::PropertyViolation(violation, _) => Some(violation.property.to_string()),
        CheckResult::LivenessViolation(violation, _) => Some(violation.property.to_string()),
        other => panic!("`{}` cannot be checked: {other:?}", mutant.name),
    }
}

/// What the model as it is says in every state; nothing if it is not compared with the code.
fn said(module: &str, config: &str) -> Option<Said> {
    let mut spec = Spec::read(&folder(), module, config);
    let start = spec.start();
    spec.at(&start, "Edges").ok()?;
    let (mut said, mut queue) = (Said::new(), VecDeque::from([start]));
    while let Some(state) = queue.pop_front() {
        if said.contains_key(&state) {
            continue;
        }
        let [told, seen] = ["Edges", "Seen"].map(|it| spec.at(&state, it).expect("it is told"));
        let next = edges(&told).into_values().filter(|edge| done(&edge.answer));
        queue.extend(next.map(|edge| edge.state));
        said.insert(state, [told, seen]);
    }
    Some(said)
}

/// Whether the wrong model says something else in a state.
fn differs(copy: &Path, mutant: &Mutant, said: &Said) -> bool {
    let mut spec = Spec::read(copy, mutant.module, mutant.config);
    said.iter().any(|(state, [told, seen])| {
        spec.at(state, "Edges").as_ref() != Ok(told) || spec.at(state, "Seen").as_ref() != Ok(seen)
    })
}

fn table(noticed: &[Noticed]) -> String {
    let mut table = "| what is wrong | law | promise | code |\n|---|---|---|---|\n".to_owned();
    for (mutant, noticed) in MUTANTS.iter().zip(noticed) {
        let yes = |it: bool| if it { "noticed" } else { "" };
        let graph = noticed.graph.map_or("-", yes);
        let (name, law, promise) = (mutant.name, &noticed.law, yes(noticed.promise));
        writeln!(table, "| {name} | {law} | {promise} | {graph} |").expect("text can be written");
    }
    table
}

/// The part of the page between two marks, or the page with another such part.
fn part(page: &str, with: Option<&str>) -> String {
    const BEGIN: &str = "<!-- mutants -->\n";
    const END: &str = "<!-- end of mutants -->\n";
    let (head, rest) = page.split_once(BEGIN).expect("the page has a place for the table");
    let (found, tail) = rest.split_once(END).expect("and its end");
    with.map_or_else(|| found.to_owned(), |with| format!("{head}{BEGIN}{with}{END}{tail}"))
}

#[test]
fn every_mutant_of_the_models_is_noticed() {
    let configs: BTreeSet<_> = MUTANTS.iter().map(|it| (it.module, it.config)).collect();
    let right: BTreeMap<_, _> = configs.into_iter().map(|it| (it, said(it.0, it.1))).collect();
    let noticed: Vec<Noticed> = MUTANTS
        .iter()
        .enumerate()
        .map(|(number, mutant)| {
            let copy = wrong(number, mutant);
            let law = broken(&copy, mutant, |it| it != PROMISE);
            let promise = broken(&copy, mutant, |it| it == PROMISE).is_some();
            let said = right[&(mutant.module, mutant.config)].as_ref();
            let graph = said.map(|said| differs(&copy, mutant, said));
            assert!(law.is_some() || promise || graph == Some(true), "nothing: {}", mutant.name);
            Noticed { law: law.unwrap_or_default(), promise, graph }
        })
        .collect();
    let path = folder().join("mutants.md");
    let page = fs::read_to_string(&path).expect("the page can be read");
    let table = table(&noticed);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, part(&page, Some(&table))).expect("the page can be written");
    }
    let page = fs::read_to_string(&path).expect("the page can be read");
    assert_eq!(part(&page, None), table, "`{}` is stale; run with UPDATE=1", path.display());
}
