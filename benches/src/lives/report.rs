//! The tables of mode one.

use std::fmt;

use serde::Serialize;

use super::{Options, Store};
use crate::baseline::Baseline;
use crate::drive::Seen;
use crate::figures::Spread;
use crate::machine::Machine;

/// One measurement: a target, a number of connections, a round.
#[derive(Debug)]
pub(super) struct Measured {
    round: usize,
    target: &'static str,
    connections: usize,
    requests_per_second: f64,
    lives_per_second: Option<f64>,
    request: [Option<f64>; 2],
    life: [Option<f64>; 2],
    server_cpu: Option<f64>,
    client_cpu: Option<f64>,
}

impl Measured {
    pub(super) fn new(
        round: usize,
        target: &'static str,
        connections: usize,
        mut seen: Seen,
    ) -> Self {
        let seconds = seen.measured.as_secs_f64();
        let (requests, lives) = (seen.requests.count() as f64, seen.lives.count() as f64);
        let each = |cpu: std::time::Duration| cpu.as_secs_f64() * 1e6 / requests;
        Self {
            round,
            target,
            connections,
            requests_per_second: requests / seconds,
            lives_per_second: (lives > 0.0).then_some(lives / seconds),
            request: [seen.requests.quantile(500), seen.requests.quantile(990)],
            life: [seen.lives.quantile(500), seen.lives.quantile(990)],
            server_cpu: seen.server_cpu.map(each),
            client_cpu: seen.client_cpu.map(each),
        }
    }
}

/// All figures of a run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    machine: Machine,
    rounds: usize,
    seconds: f64,
    median_request_bytes: usize,
    rows: Vec<Row>,
    ratios: Vec<Ratio>,
}

/// A target at a number of connections; times are in microseconds.
#[derive(Debug, Serialize)]
struct Row {
    target: &'static str,
    connections: usize,
    requests_per_second: Option<Spread>,
    lives_per_second: Option<Spread>,
    request_p50: Option<Spread>,
    request_p99: Option<Spread>,
    life_p50: Option<Spread>,
    life_p99: Option<Spread>,
    server_cpu: Option<Spread>,
    client_cpu: Option<Spread>,
}

/// Requests/s of one target over those of another, taken round by round.
#[derive(Debug, Serialize)]
struct Ratio {
    of: &'static str,
    to: &'static str,
    connections: usize,
    ratio: Spread,
    gate: Option<f64>,
    aim: Option<f64>,
}

impl Report {
    pub(super) fn new(
        machine: Machine,
        options: &Options,
        median_request_bytes: usize,
        measured: &[Measured],
    ) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        let mut ratios = Vec::new();
        for connections in options.connections.iter().map(|count| count.get()) {
            let here: Vec<_> =
                measured.iter().filter(|one| one.connections == connections).collect();
            for one in here.iter().filter(|one| one.round == 0) {
                rows.push(Row::new(one.target, connections, &here));
            }
            ratios.extend(pairs().filter_map(|(of, to)| Ratio::new(of, to, connections, &here)));
        }
        rows.sort_by_key(|row| row.target);
        ratios.sort_by_key(|ratio| (ratio.of, ratio.to));
        Self {
            machine,
            rounds: options.rounds,
            seconds: options.seconds,
            median_request_bytes,
            rows,
            ratios,
        }
    }

    /// Whether every ratio that has a gate is above it.
    pub(super) fn gates_reached(&self) -> bool {
        self.ratios.iter().all(|ratio| ratio.gate.is_none_or(|gate| ratio.ratio.median >= gate))
    }
}

/// Which ratios are of interest; those without both targets in the run fall out.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let [echo, group, one] =
        [Baseline::Echo, Baseline::GroupCommit, Baseline::OneTransaction].map(Baseline::name);
    let [sqlite, memory] = [Store::Sqlite, Store::Memory].map(Store::name);
    [(sqlite, echo), (sqlite, group), (sqlite, one), (memory, echo), (group, echo), (group, one)]
        .into_iter()
}

/// The gate and the aim of a ratio.
fn bars(of: &str, to: &str, connections: usize) -> Option<(f64, f64)> {
    match (of, to, connections) {
        ("earnest-memory", "echo", 64) => Some((0.70, 0.85)),
        ("earnest-sqlite", "echo", 64) => Some((0.35, 0.50)),
        ("earnest-sqlite", "echo", 16) => Some((0.30, 0.42)),
        ("earnest-sqlite", "one-transaction", 64) => Some((3.5, 5.0)),
        _ => None,
    }
}

impl Row {
    fn new(target: &'static str, connections: usize, here: &[&Measured]) -> Self {
        let over = |figure: fn(&Measured) -> Option<f64>| {
            let mine = here.iter().filter(|one| one.target == target);
            Spread::over(mine.filter_map(|one| figure(one)))
        };
        Self {
            target,
            connections,
            requests_per_second: over(|one| Some(one.requests_per_second)),
            lives_per_second: over(|one| one.lives_per_second),
            request_p50: over(|one| one.request[0]),
            request_p99: over(|one| one.request[1]),
            life_p50: over(|one| one.life[0]),
            life_p99: over(|one| one.life[1]),
            server_cpu: over(|one| one.server_cpu),
            client_cpu: over(|one| one.client_cpu),
        }
    }
}

impl Ratio {
    fn new(
        of: &'static str,
        to: &'static str,
        connections: usize,
        here: &[&Measured],
    ) -> Option<Self> {
        let rate = |target, round| {
            let mut found = here.iter().filter(|one| one.target == target && one.round == round);
            Some(found.next()?.requests_per_second)
        };
        let rounds = here.iter().filter(|one| one.target == of).map(|one| one.round);
        let ratio =
            Spread::over(rounds.filter_map(|round| Some(rate(of, round)? / rate(to, round)?)))?;
        let (gate, aim) = bars(of, to, connections).unzip();
        Some(Self { of, to, connections, ratio, gate, aim })
    }

    fn verdict(&self) -> String {
        let (Some(gate), Some(aim)) = (self.gate, self.aim) else {
            return "| | |".to_owned();
        };
        let verdict = match self.ratio.median {
            ratio if ratio >= aim => "aim reached",
            ratio if ratio >= gate => "gate reached",
            _ => "MISSED",
        };
        format!("| {gate:.2} | {aim:.2} | {verdict}")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.machine.line())?;
        writeln!(
            f,
            "{} rounds of {} s; the baselines get the median request of a life, {} bytes.\n\
             Medians over the rounds, [least, most] in brackets; times in microseconds.\n",
            self.rounds, self.seconds, self.median_request_bytes
        )?;
        writeln!(
            f,
            "| target | connections | requests/s | lives/s | request p50 | p99 | life p50 | p99 | \
             server CPU a request | client CPU |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
        )?;
        for row in &self.rows {
            writeln!(f, "{row}")?;
        }
        writeln!(
            f,
            "\n| ratio of requests/s | connections | in the same round | gate | aim | |\n\
             |---|---:|---:|---:|---:|---|"
        )?;
        for ratio in &self.ratios {
            let Ratio { of, to, connections, ratio: spread, .. } = ratio;
            writeln!(f, "| {of} / {to} | {connections} | {spread:.2} {} |", ratio.verdict())?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, connections, .. } = self;
        let rate = |spread: Option<Spread>| spread.map_or_else(String::new, |s| format!("{s:.0}"));
        let time = |spread: Option<Spread>| {
            spread.map_or_else(String::new, |s| format!("{:.0}", s.median))
        };
        let cpu = |spread: Option<Spread>| {
            spread.map_or_else(String::new, |s| format!("{:.1}", s.median))
        };
        write!(
            f,
            "| {target} | {connections} | {} | {} | {} | {} | {} | {} | {} | {} |",
            rate(self.requests_per_second),
            rate(self.lives_per_second),
            time(self.request_p50),
            time(self.request_p99),
            time(self.life_p50),
            time(self.life_p99),
            cpu(self.server_cpu),
            cpu(self.client_cpu)
        )
    }
}
