//! The table of mode two.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use super::Options;
use super::question::Question;
use crate::figures::{Latencies, Spread};
use crate::machine::Machine;

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Subject {
    /// The number of tasks of a server.
    Tasks,
    /// The number of journal entries of a task.
    Entries,
}

/// What a series of requests cost.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) latencies: Latencies,
    /// If the system tells it.
    pub(super) server_cpu: Option<Duration>,
}

/// One question, asked many times of one size in one round.
#[derive(Debug)]
pub(super) struct Asked {
    subject: Subject,
    size: usize,
    question: Question,
    round: usize,
    count: usize,
    median: Option<f64>,
    server_cpu: Option<Duration>,
}

impl Asked {
    pub(super) fn new(
        subject: Subject,
        size: usize,
        question: Question,
        round: usize,
        mut answers: Answers,
    ) -> Self {
        let count = answers.latencies.count();
        let median = answers.latencies.quantile(500);
        Self { subject, size, question, round, count, median, server_cpu: answers.server_cpu }
    }
}

/// All figures of a run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    machine: Machine,
    store: &'static str,
    rounds: usize,
    samples: usize,
    rows: Vec<Row>,
}

/// A question at a size; times are in microseconds.
#[derive(Debug, Serialize)]
struct Row {
    subject: Subject,
    question: Question,
    size: usize,
    latency: Spread,
    /// A request, over all rounds.
    server_cpu: Option<f64>,
    growth: Option<Growth>,
}

/// The latency over that of the size before, taken round by round.
#[derive(Debug, Serialize)]
struct Growth {
    ratio: Spread,
    gate: Option<f64>,
    aim: Option<f64>,
}

impl Report {
    pub(super) fn new(machine: Machine, options: &Options, asked: &[Asked]) -> Self {
        let tasks = Question::OF_MANY_TASKS.map(|question| (Subject::Tasks, question));
        let entries = Question::OF_A_LONG_HISTORY.map(|question| (Subject::Entries, question));
        let mut rows = Vec::new();
        for (subject, question) in tasks.into_iter().chain(entries) {
            let about: Vec<&Asked> = asked
                .iter()
                .filter(|one| one.subject == subject && one.question == question)
                .collect();
            let mut sizes: Vec<usize> = about.iter().map(|one| one.size).collect();
            sizes.sort_unstable();
            sizes.dedup();
            let before = std::iter::once(None).chain(sizes.iter().copied().map(Some));
            rows.extend(
                sizes
                    .iter()
                    .zip(before)
                    .filter_map(|(&size, before)| Row::new(size, before, &about)),
            );
        }
        let store = options.store.name();
        Self { machine, store, rounds: options.rounds, samples: options.samples, rows }
    }

    /// Whether nothing that has a gate grew beyond it.
    pub(super) fn gates_reached(&self) -> bool {
        let mut growths = self.rows.iter().filter_map(|row| row.growth.as_ref());
        growths.all(|growth| growth.gate.is_none_or(|gate| growth.ratio.median <= gate))
    }
}

/// The gate and the aim of a growth; a few tasks fit in any cache, so their growth has none.
fn bars(subject: Subject, question: Question, before: usize) -> Option<(f64, f64)> {
    match (subject, question) {
        (Subject::Entries, _) => Some((1.2, 1.0)),
        (Subject::Tasks, _) if before < 10_000 => None,
        (Subject::Tasks, Question::Command | Question::Read) => Some((2.0, 1.7)),
        (Subject::Tasks, _) => Some((1.25, 1.0)),
    }
}

impl Row {
    /// Over all rounds of one question about one subject.
    fn new(size: usize, before: Option<usize>, about: &[&Asked]) -> Option<Self> {
        let mine: Vec<_> = about.iter().filter(|one| one.size == size).collect();
        let first = mine.first()?;
        let (subject, question) = (first.subject, first.question);
        let latency = Spread::over(mine.iter().filter_map(|one| one.median))?;
        let cpu: Option<Duration> = mine.iter().map(|one| one.server_cpu).sum();
        let count: usize = mine.iter().map(|one| one.count).sum();
        let growth = before.and_then(|before| {
            let ratio = Spread::over(mine.iter().filter_map(|one| {
                let mut smaller = about.iter().filter(|two| two.size == before);
                Some(one.median? / smaller.find(|two| two.round == one.round)?.median?)
            }))?;
            let (gate, aim) = bars(subject, question, before).unzip();
            Some(Growth { ratio, gate, aim })
        });
        let server_cpu = cpu.map(|cpu| cpu.as_secs_f64() * 1e6 / count as f64);
        Some(Self { subject, question, size, latency, server_cpu, growth })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.machine.line())?;
        writeln!(
            f,
            "{}, one connection, {} rounds of {} requests. Median latency of a round; medians over the rounds,\n\
             [least, most] in brackets; times in microseconds. Growth is against the size before, in the same round.\n",
            self.store, self.rounds, self.samples
        )?;
        writeln!(
            f,
            "| question | of | latency | server CPU | growth | gate | aim | |\n\
             |---|---:|---:|---:|---:|---:|---:|---|"
        )?;
        for row in &self.rows {
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = match self.subject {
            Subject::Tasks => "tasks",
            Subject::Entries => "entries",
        };
        let cpu = self.server_cpu.map_or_else(String::new, |cpu| format!("{cpu:.0}"));
        let (name, size, latency) = (self.question.name(), self.size, self.latency);
        write!(f, "| {name} | {size} {subject} | {latency:.0} | {cpu} ")?;
        match &self.growth {
            None => write!(f, "| | | | |"),
            Some(Growth { ratio, gate: Some(gate), aim: Some(aim) }) => {
                let verdict = match ratio.median {
                    ratio if ratio <= *aim => "aim reached",
                    ratio if ratio <= *gate => "gate reached",
                    _ => "MISSED",
                };
                write!(f, "| {ratio:.2} | {gate:.2} | {aim:.2} | {verdict} |")
            }
            Some(Growth { ratio, .. }) => write!(f, "| {ratio:.2} | | | |"),
        }
    }
}
