//! The table of the stores.

use std::fmt;

use serde::Serialize;

use super::Ask;
use crate::figures::Spread;
use crate::machine::Machine;
use crate::scale::Options;

/// The size that gates start from: a few tasks fit in any cache.
const BASE: usize = 10_000;

/// One question, asked many times of one store in one round; in microseconds.
#[derive(Debug)]
pub(super) struct Timed {
    pub(super) store: &'static str,
    pub(super) ask: Ask,
    pub(super) size: usize,
    pub(super) round: usize,
    pub(super) median: f64,
}

/// All figures of a run.
#[derive(Debug, Serialize)]
pub(in crate::scale) struct Report {
    machine: Machine,
    rounds: usize,
    samples: usize,
    rows: Vec<Row>,
}

/// A question to a store of a size.
#[derive(Debug, Serialize)]
struct Row {
    store: &'static str,
    ask: Ask,
    size: usize,
    /// In microseconds.
    time: Spread,
    /// Over the time of the smallest size, round by round.
    to_smallest: Option<Spread>,
    /// Over the time at 10^4 tasks, round by round.
    to_base: Option<Spread>,
    gate: Option<f64>,
    aim: Option<f64>,
}

impl Report {
    pub(super) fn new(machine: Machine, options: &Options, timed: &[Timed]) -> Self {
        let smallest = timed.iter().map(|one| one.size).min();
        let mut rows: Vec<Row> = Vec::new();
        for one in timed {
            let known =
                |row: &Row| (row.store, row.ask, row.size) == (one.store, one.ask, one.size);
            if !rows.iter().any(known) {
                rows.extend(Row::new(one, smallest, timed));
            }
        }
        Self { machine, rounds: options.rounds, samples: options.samples, rows }
    }

    /// Whether nothing that has a gate grew beyond it.
    pub(in crate::scale) fn gates_reached(&self) -> bool {
        let reached = |row: &Row| Some(row.to_base?.median <= row.gate?);
        self.rows.iter().filter_map(reached).all(|reached| reached)
    }
}

impl Row {
    /// Over all rounds of the question that `one` is one of.
    fn new(one: &Timed, smallest: Option<usize>, timed: &[Timed]) -> Option<Self> {
        let &Timed { store, ask, size, .. } = one;
        let of = |size: usize| {
            timed.iter().filter(move |it| (it.store, it.ask, it.size) == (store, ask, size))
        };
        let ratio = |base: usize| {
            Spread::over(of(size).filter_map(|it| {
                Some(it.median / of(base).find(|two| two.round == it.round)?.median)
            }))
        };
        let time = Spread::over(of(size).map(|it| it.median))?;
        let to_smallest = smallest.filter(|base| *base < size).and_then(ratio);
        let to_base = Some(BASE).filter(|base| *base < size).and_then(ratio);
        let (gate, aim) = to_base.and_then(|_| bars(ask, size)).unzip();
        Some(Self { store, ask, size, time, to_smallest, to_base, gate, aim })
    }
}

/// The gate and the aim of a growth from 10^4 tasks.
fn bars(ask: Ask, size: usize) -> Option<(f64, f64)> {
    match ask {
        Ask::Command | Ask::Commands => (size <= 100_000).then_some((2.0, 1.7)),
        Ask::Page | Ask::NothingDue | Ask::Due => Some((1.25, 1.0)),
        Ask::Wallet | Ask::Open => None,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.machine.line())?;
        writeln!(
            f,
            "The stores without a server, {} rounds of up to {} samples. Median time of a round; medians over the\n\
             rounds, [least, most] in brackets; times in microseconds. Ratios are taken in the same round.\n",
            self.rounds, self.samples
        )?;
        writeln!(
            f,
            "| store | question | tasks | time | to the smallest | to 10000 | gate | aim | |\n\
             |---|---|---:|---:|---:|---:|---:|---:|---|"
        )?;
        for row in &self.rows {
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio =
            |ratio: Option<Spread>| ratio.map_or_else(String::new, |it| format!("{it:.2} "));
        let (store, name, size, time) = (self.store, self.ask.name(), self.size, self.time);
        let (smallest, base) = (ratio(self.to_smallest), ratio(self.to_base));
        write!(f, "| {store} | {name} | {size} | {time:.1} | {smallest}| {base}")?;
        match (self.to_base, self.gate, self.aim) {
            (Some(ratio), Some(gate), Some(aim)) => {
                let verdict = match ratio.median {
                    ratio if ratio <= aim => "aim reached",
                    ratio if ratio <= gate => "gate reached",
                    _ => "MISSED",
                };
                write!(f, "| {gate:.2} | {aim:.2} | {verdict} |")
            }
            _ => write!(f, "| | | |"),
        }
    }
}
