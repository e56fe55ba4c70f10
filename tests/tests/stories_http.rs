//! The stories, played over HTTP against the real binary.

use earnest_tests::server::Server;
use earnest_tests::stories::http::{Http, obstacle, serve};
use earnest_tests::stories::run::play;
use earnest_tests::stories::scene::{Scene, Venue};
use earnest_tests::stories::{all, play_all};

/// The scenes that can be played over HTTP.
const OVER_HTTP: usize = 119;
/// Those that say why not.
const ELSEWHERE: usize = 70;

#[test]
fn the_server_plays_every_scene_that_it_can() {
    let server = Server::start();
    let mut number = 0;
    let played = play_all(everywhere, |scene| {
        number += 1;
        if scene.default_terms {
            play(scene, &mut Http::new(scene, &server, number))
        } else {
            play(scene, &mut Http::new(scene, &serve(&scene.terms), number))
        }
    });
    assert_eq!(played.len(), OVER_HTTP);
}

#[test]
fn a_scene_that_is_not_played_over_http_says_so() {
    let scenes: Vec<_> = all().into_iter().flat_map(|story| story.scenes).collect();
    let tell = |scene: &Scene| match (everywhere(scene), obstacle(scene)) {
        (true, Some(why)) => Some(format!("{}: not so: {why}", scene.place)),
        (false, None) => Some(format!("{}: nothing keeps it from HTTP", scene.place)),
        (true, None) | (false, Some(_)) => None,
    };
    assert_eq!(scenes.iter().filter_map(tell).collect::<Vec<_>>(), Vec::<String>::new());
    let (here, elsewhere): (Vec<_>, Vec<_>) = scenes.iter().partition(|scene| everywhere(scene));
    println!("{} scenes over HTTP, {} elsewhere", here.len(), elsewhere.len());
    assert_eq!((here.len(), elsewhere.len()), (OVER_HTTP, ELSEWHERE));
}

fn everywhere(scene: &Scene) -> bool {
    scene.stage == Venue::Everywhere
}
