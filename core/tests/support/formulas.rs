//! Reads the definitions of `spec/smt/arithmetic.smt2` and works them out for given numbers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The definitions by name, and the lines of source that they are said to translate.
#[derive(Debug)]
pub(crate) struct Formulas {
    functions: BTreeMap<String, Function>,
    /// Files, and what stands in them.
    pub(crate) quotes: Vec<(String, String)>,
}

#[derive(Debug)]
struct Function {
    parameters: Vec<String>,
    body: Term,
}

/// A text of SMT-LIB: a word, or a list.
#[derive(Clone, Debug)]
enum Term {
    Word(String),
    List(Vec<Term>),
}

/// What a term comes to. No definition that is compared goes below zero on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Number(u128),
    Truth(bool),
}

impl Formulas {
    pub(crate) fn read() -> Self {
        let text = read("spec/smt/arithmetic.smt2");
        let quotes = text.lines().filter_map(quote).collect();
        let plain: String = text.lines().map(|line| line.split(';').next().unwrap_or("")).fold(
            String::new(),
            |mut all, line| {
                all.push_str(line);
                all.push(' ');
                all
            },
        );
        let spaced = plain.replace('(', " ( ").replace(')', " ) ");
        let mut words = spaced.split_whitespace();
        let mut functions = BTreeMap::new();
        while let Some(word) = words.next() {
            let (name, function) = function(&term(word, &mut words));
            assert!(functions.insert(name.clone(), function).is_none(), "`{name}` stands twice");
        }
        Self { functions, quotes }
    }

    /// The names of all definitions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// The number that `name` gives for these.
    pub(crate) fn number<const N: usize>(&self, name: &str, of: [u128; N]) -> u128 {
        number(self.call(name, &of.map(Value::Number)))
    }

    /// Whether `name` holds for this number.
    pub(crate) fn holds(&self, name: &str, of: u128) -> bool {
        truth(self.call(name, &[Value::Number(of)]))
    }

    fn call(&self, name: &str, values: &[Value]) -> Value {
        let function =
            self.functions.get(name).unwrap_or_else(|| panic!("`{name}` is not defined"));
        assert_eq!(function.parameters.len(), values.len(), "`{name}`");
        let scope: Vec<_> =
            function.parameters.iter().map(String::as_str).zip(values.iter().copied()).collect();
        self.value(&function.body, &scope)
    }

    fn value<'a>(&'a self, term: &'a Term, scope: &[(&'a str, Value)]) -> Value {
        let list = match term {
            Term::Word(word) => {
                let bound = scope.iter().rev().find(|(name, _)| name == word);
                let literal = || word.parse().ok().map(Value::Number);
                return bound
                    .map(|(_, value)| *value)
                    .or_else(literal)
                    .unwrap_or_else(|| self.call(word, &[]));
            }
            Term::List(list) => list,
        };
        let (name, of) = (word(&list[0]), &list[1..]);
        let value = |index: usize| self.value(&of[index], scope);
        let numbers = || of.iter().map(|term| number(self.value(term, scope)));
        match name {
            "ite" => value(if truth(value(0)) { 1 } else { 2 }),
            "let" => {
                let mut inner = scope.to_vec();
                inner.extend(items(&of[0]).iter().map(|binding| {
                    let [name, term] = items(binding) else { panic!("{binding:?}") };
                    (word(name), self.value(term, scope))
                }));
                self.value(&of[1], &inner)
            }
            "and" => Value::Truth(of.iter().all(|term| truth(self.value(term, scope)))),
            "<=" => Value::Truth(number(value(0)) <= number(value(1))),
            ">=" => Value::Truth(number(value(0)) >= number(value(1))),
            "=" => Value::Truth(value(0) == value(1)),
            "+" => Value::Number(numbers().reduce(|a, b| within(a.checked_add(b))).expect("terms")),
            "-" => Value::Number(numbers().reduce(|a, b| within(a.checked_sub(b))).expect("terms")),
            "*" => Value::Number(numbers().reduce(|a, b| within(a.checked_mul(b))).expect("terms")),
            "div" => Value::Number(within(number(value(0)).checked_div(number(value(1))))),
            "mod" => Value::Number(within(number(value(0)).checked_rem(number(value(1))))),
            _ => {
                self.call(name, &of.iter().map(|term| self.value(term, scope)).collect::<Vec<_>>())
            }
        }
    }
}

/// A file of the repository.
pub(crate) fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `; [rules.] file: `code``
fn quote(line: &str) -> Option<(String, String)> {
    let (before, code) = line.strip_prefix(';')?.split_once(".rs: `")?;
    let file = before.split_whitespace().next_back()?;
    Some((format!("{file}.rs"), code.strip_suffix('`').expect("an end").to_owned()))
}

fn term<'a>(first: &'a str, words: &mut impl Iterator<Item = &'a str>) -> Term {
    if first != "(" {
        return Term::Word(first.to_owned());
    }
    let mut list = Vec::new();
    loop {
        match words.next().expect("a closing parenthesis") {
            ")" => return Term::List(list),
            word => list.push(term(word, words)),
        }
    }
}

/// `(define-fun name ((parameter Int)...) sort body)`
fn function(term: &Term) -> (String, Function) {
    let [define, name, parameters, _, body] = items(term) else { panic!("{term:?}") };
    assert_eq!(word(define), "define-fun");
    let parameters = items(parameters).iter().map(|it| word(&items(it)[0]).to_owned()).collect();
    (word(name).to_owned(), Function { parameters, body: body.clone() })
}

fn items(term: &Term) -> &[Term] {
    match term {
        Term::List(list) => list,
        Term::Word(word) => panic!("`{word}` is no list"),
    }
}

fn word(term: &Term) -> &str {
    match term {
        Term::Word(word) => word,
        Term::List(list) => panic!("{list:?} is no word"),
    }
}

fn number(value: Value) -> u128 {
    match value {
        Value::Number(number) => number,
        Value::Truth(truth) => panic!("`{truth}` is no number"),
    }
}

fn truth(value: Value) -> bool {
    match value {
        Value::Truth(truth) => truth,
        Value::Number(number) => panic!("`{number}` is no truth"),
    }
}

fn within(result: Option<u128>) -> u128 {
    result.expect("neither below zero nor above 128 bits")
}
