//! The long run: every world of [`earnest_explorer::deep`], with progress lines and figures.
//!
//!     cargo run --release -p earnest-explorer --example deep [THREADS [WORD]]
//!
//! With a word, only the worlds are explored that have it in their names. Exits with 1 if a law is
//! broken, if a world has another number of states than is known, or if the whole is less than a
//! hundred million states.

use std::process::ExitCode;
use std::time::Instant;
use std::{env, thread};

use earnest_explorer::deep::{run, worlds};
use earnest_explorer::{Checks, Law};

/// What the long run comes to at least.
const LEAST: usize = 100_000_000;

fn main() -> ExitCode {
    let given = env::args().nth(1).and_then(|threads| threads.parse().ok());
    let threads = given.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let began = Instant::now();
    let say = |name: &str, states: usize| {
        println!("{:>7.0} s  {states:>11} states  {name}", began.elapsed().as_secs_f64());
    };
    let word = env::args().nth(2).unwrap_or_default();
    let worlds: Vec<_> = worlds().into_iter().filter(|it| it.name.contains(&word)).collect();
    let least = if word.is_empty() { LEAST } else { 1 };
    let all = match run(&worlds, threads, &say) {
        Ok(all) => all,
        Err(broken) => {
            println!("{broken}");
            return ExitCode::FAILURE;
        }
    };
    let mut checks = Checks::default();
    let mut sound = true;
    println!("\n     states        orders  world");
    for world in &worlds {
        let Some(found) = all.iter().find(|it| it.name == world.name) else { continue };
        println!("{:>11} {:>13}  {}", found.states, found.orders, found.name);
        checks.add(&found.checks);
        if found.states != world.states {
            println!("            it is known to have {}: is the change meant?", world.states);
            sound = false;
        }
    }
    for law in Law::ALL {
        println!("{:>18} checks of {law}: {}", checks.of(law), law.says());
    }
    let states: usize = all.iter().map(|it| it.states).sum();
    let orders: u64 = all.iter().map(|it| it.orders).sum();
    let seconds = began.elapsed().as_secs_f64();
    println!("{states} states, {orders} orders, {seconds:.0} s with {threads} threads");
    if sound && states >= least { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
