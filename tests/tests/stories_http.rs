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

#[test]
fn a_server_that_differs_from_the_story_is_noticed() {
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
    let wrong = [
        ("", "", ""),
        ("escrow > buyer 10.00", "escrow > other 10.00", "the balance of"),
        ("escrow > buyer 10.00", "escrow > buyer 10.01", "the balance of"),
        ("not_a_party", "wrong_role", "the answer differs"),
        ("DELIVERED again", "DELIVERED", "the answer differs"),
        ("SILENCE_APPROVED  escrow", "APPROVED  escrow", "the answer differs"),
        ("+72h -> ", "+71h -> ", "what silence does differs"),
        ("approve, revise", "approve", "what buyer may do differs"),
        ("wallets: agent 40.00", "wallets: agent 41.00", "the balance of agent differs"),
    ];
    let server = Server::start();
    for (number, (from, to, told)) in (1..).zip(wrong) {
        let text = if from.is_empty() { scene.to_owned() } else { scene.replace(from, to) };
        let story = parse::story::<Marketplace>("t.story", &text);
        let scene = &story.unwrap_or_else(|why| panic!("{why}")).scenes[0];
        let played = play(scene, &mut *Surface::set_up(scene, &server, number));
        match played {
            Ok(_) => assert!(from.is_empty(), "`{to}` for `{from}` goes unnoticed"),
            Err(why) => assert!(!from.is_empty() && why.contains(told), "{why}"),
        }
    }
}

fn everywhere<P: Played>(scene: &Scene<P>) -> bool {
    scene.stage == Venue::Everywhere
}
