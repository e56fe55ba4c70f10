//! The models are made wrong on purpose, one line at a time, and each time it is noticed: by a law,
//! by the promise of `Escrow.tla`, or by the comparison with the code. The table of what notices
//! what is a part of `spec/tla/mutants.md`; run with `UPDATE=1` after a change.
//!
//! The comparison stands in here as one with the model as it is: that this one is the same as the
//! code is what the tests of each lifecycle show.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

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

/// The model as it is, and what it says, as far as anybody asked.
struct Right {
    spec: Spec,
    /// What it calls its edges, and what can be seen.
    says: [&'static str; 2],
    known: BTreeSet<State>,
    states: Vec<State>,
    said: Vec<[Value; 2]>,
}

impl Right {
    /// None if the model is not compared with the code.
    fn of(module: &str, config: &str, says: [&'static str; 2]) -> Option<Self> {
        let mut spec = Spec::read(&folder(), module, config);
        let start = spec.start();
        spec.at(&start, says[0]).ok()?;
        let known = BTreeSet::from([start.clone()]);
        Some(Self { spec, says, known, states: vec![start], said: vec![] })
    }

    /// A state, by its number, with what is said in it.
    fn get(&mut self, number: usize) -> Option<(&State, &[Value; 2])> {
        let state = self.states.get(number)?.clone();
        if self.said.len() == number {
            let said = self.says.map(|it| self.spec.at(&state, it).expect("it is said"));
            for edge in edges(&said[0]).into_values().filter(|edge| done(&edge.answer)) {
                if self.known.insert(edge.state.clone()) {
                    self.states.push(edge.state);
                }
            }
            self.said.push(said);
        }
        Some((self.states.get(number)?, self.said.get(number)?))
    }
}

/// Whether the wrong model says something else in a state.
fn differs(copy: &Path, mutant: &Mutant, right: &mut Right) -> bool {
    let mut spec = Spec::read(copy, mutant.module, mutant.config);
    let mut number = 0;
    while let Some((state, [told, seen])) = right.get(number) {
        let [wrongly, wrong] = mutant.says.map(|it| spec.at(state, it));
        if wrongly.as_ref() != Ok(told) || wrong.as_ref() != Ok(seen) {
            return true;
        }
        number += 1;
    }
    false
}

/// What notices the mutants of one configuration, each with its number.
fn noticed(module: &str, config: &str, says: [&'static str; 2]) -> Vec<(usize, Noticed)> {
    let mut right = Right::of(module, config, says);
    let here =
        |it: &(usize, &Mutant)| (it.1.module, it.1.config, it.1.says) == (module, config, says);
    let mut all = vec![];
    for (number, mutant) in MUTANTS.iter().enumerate().filter(here) {
        let copy = wrong(number, mutant);
        let law = broken(&copy, mutant, |it| it != PROMISE);
        let promise = broken(&copy, mutant, |it| it == PROMISE).is_some();
        let graph = right.as_mut().map(|right| differs(&copy, mutant, right));
        assert!(law.is_some() || promise || graph == Some(true), "nothing: {}", mutant.name);
        all.push((number, Noticed { law: law.unwrap_or_default(), promise, graph }));
    }
    all
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
    let configs: BTreeSet<_> = MUTANTS.iter().map(|it| (it.module, it.config, it.says)).collect();
    let mut all: Vec<(usize, Noticed)> = thread::scope(|scope| {
        let each = configs.into_iter().map(|it| scope.spawn(move || noticed(it.0, it.1, it.2)));
        let each: Vec<_> = each.collect();
        let joined = each.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
        joined.flatten().collect()
    });
    all.sort_by_key(|(number, _)| *number);
    let noticed: Vec<Noticed> = all.into_iter().map(|(_, noticed)| noticed).collect();
    let path = folder().join("mutants.md");
    let page = fs::read_to_string(&path).expect("the page can be read");
    let table = table(&noticed);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, part(&page, Some(&table))).expect("the page can be written");
    }
    let page = fs::read_to_string(&path).expect("the page can be read");
    assert_eq!(part(&page, None), table, "`{}` is stale; run with UPDATE=1", path.display());
}
