//! The stories, played over HTTP against the real binary.
//!
//! A scene that is not played here says why, and how many there are is pinned.

use std::thread;

use earnest::credits::Credits;
use earnest::marketplace::Marketplace;
use earnest::runs::Runs;
use earnest_tests::server::Server;
use earnest_tests::stories::http::Surface;
use earnest_tests::stories::played::Played;
use earnest_tests::stories::run::play;
use earnest_tests::stories::scene::{Scene, Venue};
use earnest_tests::stories::{parse, play_all, play_at_once, scenes};

/// Does something for each lifecycle at once, with how many of its scenes have the usual terms,
/// have terms that an operator sets, each on a server of its own, and say why they are not played
/// here.
macro_rules! each {
    ($check:ident) => {
        thread::scope(|scope| {
            scope.spawn(|| $check::<Marketplace>([119, 35, 37]));
            scope.spawn(|| $check::<Credits>([126, 22, 62]));
            scope.spawn(|| $check::<Runs>([59, 13, 28]));
        });
    };
}

#[test]
fn the_server_plays_the_scenes_with_the_usual_terms() {
    fn check<P: Surface>([usual, ..]: [usize; 3]) {
        let server = Server::start();
        let mut number = 0;
        let played = play_all(
            |scene: &Scene<P>| everywhere(scene) && scene.default_terms,
            |scene| {
                number += 1;
                play(scene, &mut *P::set_up(scene, &server, number))
            },
        );
        println!("one server played {} scenes of {}", played.len(), P::NAME);
        assert_eq!(played.len(), usual);
    }
    each!(check);
}

#[test]
fn servers_with_other_terms_play_the_other_scenes() {
    fn check<P: Surface>([_, unusual, _]: [usize; 3]) {
        let count = play_at_once(
            |scene: &Scene<P>| everywhere(scene) && !scene.default_terms,
            |scene| play(scene, &mut *P::set_up(scene, &P::serve(&scene.terms), 1)),
        );
        println!("servers with other terms played {count} scenes of {}", P::NAME);
        assert_eq!(count, unusual);
    }
    each!(check);
}

#[test]
fn a_scene_that_is_not_played_over_http_says_so() {
    fn check<P: Surface>([usual, unusual, pinned]: [usize; 3]) {
        let scenes = scenes::<P>();
        let tell = |scene: &Scene<P>| match (everywhere(scene), P::obstacle(scene)) {
            (true, Some(why)) => Some(format!("{}: not so: {why}", scene.place)),
            (false, None) => Some(format!("{}: nothing keeps it from HTTP", scene.place)),
            (true, None) | (false, Some(_)) => None,
        };
        assert_eq!(scenes.iter().filter_map(tell).collect::<Vec<_>>(), Vec::<String>::new());
        let elsewhere = scenes.iter().filter(|scene| !everywhere(scene)).count();
        println!("{elsewhere} scenes of {} are played elsewhere", P::NAME);
        assert_eq!((scenes.len(), elsewhere), (usual + unusual + pinned, pinned));
    }
    each!(check);
}

/// What is made wrong in a scene, and what is told then; first nothing.
type Wrong<'a> = &'a [(&'a str, &'a str, &'a str)];

#[test]
fn a_server_of_the_marketplace_that_differs_from_the_story_is_noticed() {
    let scene = "\
story: A negative control
scene: all is well
  shows: MKT-12
  terms: mode proposals
  +0    buyer  fund                   -> PENDING    buyer > escrow 50.00
  +0    buyer  hire agent 40.00       -> EXECUTING  escrow > buyer 10.00
  +0    other  deliver \"stolen work\"  !  not_a_party
  +1h   agent  deliver \"the work\"     -> DELIVERED
  +0    agent  deliver \"the work\"     -> DELIVERED again
  options: buyer approve, revise, dispute
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 40.00
  +72h  clock  timeout                -> COMPLETED/SILENCE_APPROVED  escrow > agent 40.00
  wallets: agent 40.00
";
    noticed::<Marketplace>(
        scene,
        &[
            ("", "", ""),
            ("escrow > buyer 10.00", "escrow > other 10.00", "the balance of"),
            ("escrow > buyer 10.00", "escrow > buyer 10.01", "the balance of"),
            ("not_a_party", "wrong_role", "the answer differs"),
            ("DELIVERED again", "DELIVERED", "the answer differs"),
            ("SILENCE_APPROVED  escrow", "APPROVED  escrow", "the answer differs"),
            ("+72h -> ", "+71h -> ", "what silence does differs"),
            ("approve, revise", "approve", "what buyer may do differs"),
            ("wallets: agent 40.00", "wallets: agent 41.00", "the balance of agent differs"),
        ],
    );
}

#[test]
fn a_server_of_credits_that_differs_from_the_story_is_noticed() {
    let scene = "\
story: A negative control
scene: all is well
  shows: CRD-62
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +0     other     start                !  not_a_party
  +0     agent     start                -> executing
  +1h    agent     complete \"the work\"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  score: 80
  +1m    buyer     vote up              -> completed
  +0     buyer     vote up              -> completed again
  options: buyer vote, dispute
  silence: +540s -> completed/paid escrow > agent 40.00
  silence: +1209540s -> completed/unchallenged
  +540s  clock     timeout              -> completed/paid  escrow > agent 40.00
  wallets: agent 40.00
";
    noticed::<Credits>(
        scene,
        &[
            ("", "", ""),
            ("completed       escrow > buyer 10.00", "completed", "the balance of"),
            ("escrow > buyer 10.00", "escrow > agent 10.00", "the balance of"),
            ("quality_check", "quality_check escrow > buyer 10.00", "the balance of"),
            ("not_a_party", "wrong_role", "the answer differs"),
            ("completed again", "completed", "the answer differs"),
            ("-> completed/paid  escrow", "-> completed  escrow", "the answer differs"),
            ("+540s -> ", "+541s -> ", "what silence does differs"),
            ("-> completed/unchallenged", "-> completed/denied", "what silence does differs"),
            ("vote, dispute", "vote", "what buyer may do differs"),
            ("score: 80", "score: 81", "the answer to `score:` differs"),
            ("wallets: agent 40.00", "wallets: agent 41.00", "the balance of agent differs"),
        ],
    );
}

#[test]
fn a_server_of_runs_that_differs_from_the_story_is_noticed() {
    let scene = "\
story: A negative control
scene: all is well
  shows: RUN-10
  +0    user      start codex claude   -> queued
  +0    operator  claim worker         -> running
  +0    operator  claim other          !  wrong_state
  +30s  worker    renew                -> running
  progress: 5
  options: worker renew, complete, fail
  silence: +60s -> interrupted/lease_lapsed
  +0    worker    complete \"the work\"  -> completed
  +0    worker    complete \"the work\"  -> completed again
  group: running
  turn: 2
  +24h  clock     timeout              -> failed/not_claimed
";
    noticed::<Runs>(
        scene,
        &[
            ("", "", ""),
            ("wrong_state", "not_a_party", "the answer differs"),
            ("completed again", "completed", "the answer differs"),
            ("failed/not_claimed", "failed/given_up", "the answer differs"),
            ("progress: 5", "progress: 4", "the answer to `progress:` differs"),
            ("group: running", "group: completed", "the answer to `group:` differs"),
            ("+60s -> ", "+61s -> ", "what silence does differs"),
            ("lease_lapsed", "out_of_time", "what silence does differs"),
            ("renew, complete, fail", "renew, complete", "what worker may do differs"),
        ],
    );
}

fn noticed<P: Surface>(scene: &str, wrong: Wrong<'_>) {
    let server = Server::start();
    for (number, (from, to, told)) in (1..).zip(wrong) {
        let text = if from.is_empty() { scene.to_owned() } else { scene.replace(from, to) };
        assert!(from.is_empty() || text != scene, "there is no `{from}`");
        let story = parse::story::<P>("t.story", &text);
        let scene = &story.unwrap_or_else(|why| panic!("{why}")).scenes[0];
        match play(scene, &mut *P::set_up(scene, &server, number)) {
            Ok(_) => assert!(from.is_empty(), "`{to}` for `{from}` goes unnoticed"),
            Err(why) => assert!(!from.is_empty() && why.contains(told), "{why}"),
        }
    }
}

fn everywhere<P: Played>(scene: &Scene<P>) -> bool {
    scene.stage == Venue::Everywhere
}
