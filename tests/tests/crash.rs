//! kill -9 under load: what was acknowledged is there once, and no money is lost or made.

use std::env;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use earnest_tests::client::Client;
use earnest_tests::crash::{DEPOSIT, History, Outcome, Sent, Town, Trace};
use earnest_tests::json::{Json, micros};
use earnest_tests::server::{Launch, Server, copy_files};
use tempfile::TempDir;

/// How many people send at once.
const SENDERS: usize = 4;
/// How often the server is killed, unless `EARNEST_CRASH_ROUNDS` says another number.
const ROUNDS: usize = 5;
/// After how many answers it is killed: later from round to round, then early again.
const STEPS: usize = 10;
/// How many tasks each sender may live between two kills.
const LIVES: usize = 60;
/// How long a round may take.
const LONGEST: Duration = Duration::from_secs(5);

/// STORE-01, STORE-32
#[test]
fn what_was_acknowledged_survives_every_kill_once() {
    let mut server = Server::start();
    let mut town = Town::found(&server.admin(), SENDERS);
    let mut whole = History::default();
    let start = town.clone();
    let mut lost = 0;
    let rounds = env::var("EARNEST_CRASH_ROUNDS")
        .map_or(ROUNDS, |it| it.parse().expect("EARNEST_CRASH_ROUNDS is a number"));
    for round in 0..rounds {
        let kill_after = 30 + 20 * (round % STEPS);
        let history = load(&server.client(), &town, &format!("round{round}"), LIVES, || {
            (kill_after, &mut server)
        });
        let audit = server.audit();
        let told = String::from_utf8_lossy(&audit.stdout).into_owned();
        assert!(audit.status.success() && !told.trim().is_empty(), "round {round}: {told}");
        server = server.restart();
        let violations = history.check(&server.client(), &town);
        assert!(violations.is_empty(), "round {round}: {violations:#?}");
        let counts = history.counts();
        assert!(counts.0 >= kill_after, "round {round}: only {counts:?}");
        lost += counts.1;
        town.settle(&history);
        whole.sent.extend(history.sent);
    }
    assert!(lost > 0, "no kill struck a command");
    // By now everything that was lost has been repeated, and answered.
    whole.sent.retain(|sent| sent.outcome != Outcome::Lost);
    let left_out = town.paid_in() - start.paid_in() - deposits(&whole);
    let violations = whole.check(&server.client(), &start.with(left_out));
    assert!(violations.is_empty(), "at the end: {violations:#?}");
    assert_eq!(server.terminate().code, Some(0));
    let audit = server.audit();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
    println!("{rounds} kills, {lost} commands without an answer");
}

#[test]
fn the_checker_catches_a_history_that_did_not_happen() {
    let mut server = Server::start();
    let town = Town::found(&server.admin(), 2);
    let history = load(&server.client(), &town, "control", LIVES, || (60, &mut server));
    let server = server.restart();
    let check = |history: &History| history.check(&server.client(), &town);
    assert_eq!(check(&history), Vec::<String>::new());
    let progress = find(&history, |sent| sent.tag.ends_with("progress]"));

    let mut altered = history.clone();
    let review = find(&history, |sent| sent.tag.ends_with("approve]"));
    for sent in altered.sent.iter_mut().filter(|sent| sent.tag == review.tag) {
        let Outcome::Answered(_, body) = &mut sent.outcome else { continue };
        *body = body.replace("COMPLETED", "CANCELLED");
    }
    assert_caught(&check(&altered), &review.tag);

    let message = find(&history, |sent| sent.tag.ends_with("message]"));
    let again = Sent { once: "another-key".to_owned(), ..message.clone() };
    let _: Json = server.client().with_key(&again.by).must(&again.request()).done(201);
    assert_caught(&check(&history), &message.tag);

    let mut invented = history.clone();
    let tag = "[never sent]".to_owned();
    let outcome = Outcome::Answered(200, "{}".to_owned());
    let once = "never".to_owned();
    invented.sent.push(Sent { tag: tag.clone(), once, outcome, ..progress });
    assert_caught(&check(&invented), &tag);

    let mut richer = history;
    let deposit = find(&richer, |sent| matches!(sent.trace, Trace::Money(_)));
    richer.sent.push(deposit);
    let found = check(&richer);
    assert!(found.iter().any(|it| it.contains("paid in")), "{found:#?}");
}

#[test]
fn the_checker_catches_a_file_that_was_rolled_back() {
    let mut server = Server::start();
    let town = Town::found(&server.admin(), 2);
    assert_eq!(server.terminate().code, Some(0));
    let copy = Arc::new(TempDir::new().expect("a temporary folder"));
    copy_files(server.folder().path(), copy.path());
    server = server.restart();
    let history = load(&server.client(), &town, "lost", 5, || (usize::MAX, &mut server));
    let (acknowledged, _) = history.counts();
    let present = history.check(&server.client(), &town);
    assert_eq!(present, Vec::<String>::new());
    assert_eq!(server.terminate().code, Some(0));

    let old = Server::launch(Launch::default(), copy);
    let violations = history.check(&old.client(), &town);
    assert!(violations.len() >= acknowledged, "{violations:#?}");
}

/// Has every pair of the town live until the server is killed, after so many acknowledgements,
/// or until they have lived enough.
fn load<'a>(
    client: &Client,
    town: &Town,
    name: &str,
    lives: usize,
    kill: impl FnOnce() -> (usize, &'a mut Server),
) -> History {
    let (heard, acknowledged) = channel();
    let (after, server) = kill();
    let mut history = History::default();
    thread::scope(|scope| {
        let senders = town.pairs.iter().enumerate().map(|(number, pair)| {
            let (heard, name) = (heard.clone(), format!("{name}.{number}"));
            // Each has connections of its own.
            let client = client.keeping_alive();
            scope.spawn(move || pair.live(&client, &name, lives, &heard))
        });
        let senders: Vec<_> = senders.collect();
        drop(heard);
        let until = Instant::now() + LONGEST;
        let mut count = 0;
        while count < after {
            let left = until.saturating_duration_since(Instant::now());
            match acknowledged.recv_timeout(left) {
                Ok(()) => count += 1,
                Err(_) => break,
            }
        }
        if after < usize::MAX {
            server.kill9();
        }
        for sender in senders {
            history.sent.extend(sender.join().expect("a sender that did not panic").sent);
        }
    });
    history
}

fn deposits(history: &History) -> u128 {
    let paid = |sent: &&Sent| {
        matches!((&sent.trace, &sent.outcome), (Trace::Money(_), Outcome::Answered(..300, _)))
    };
    history.sent.iter().filter(paid).count() as u128 * micros(DEPOSIT)
}

#[track_caller]
fn find(history: &History, wanted: impl Fn(&Sent) -> bool) -> Sent {
    let told = |sent: &&Sent| matches!(sent.outcome, Outcome::Answered(200..300, _));
    let found = history.sent.iter().filter(told).find(|sent| wanted(sent));
    found.cloned().expect("such a command was acknowledged")
}

#[track_caller]
fn assert_caught(violations: &[String], tag: &str) {
    assert!(violations.iter().any(|it| it.contains(tag)), "`{tag}` is not in {violations:#?}");
}
