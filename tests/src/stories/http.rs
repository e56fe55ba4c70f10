//! Plays a scene over HTTP, against the real binary with its clock driven by hand.
//!
//! A lifecycle whose surface exists is a [`Surface`]. A scene that cannot be played over HTTP says
//! so itself; the test compares that with what the surface knows.

use super::driver::Driver;
use super::played::Played;
use super::scene::Scene;
use crate::server::Server;

mod credits;
mod marketplace;
mod reading;
mod runs;

/// A lifecycle that is served over HTTP.
pub trait Surface: Played {
    /// The first thing in a scene that cannot be done or seen over HTTP, if there is one.
    fn obstacle(scene: &Scene<Self>) -> Option<&'static str>;

    /// Starts a server whose new tasks get these terms.
    ///
    /// # Panics
    /// If it does not come up.
    fn serve(terms: &Self::Terms) -> Server;

    /// Sets a scene; `number` tells it from the others on the same server.
    ///
    /// # Panics
    /// If the server does not take its people.
    fn set_up<'a>(
        scene: &'a Scene<Self>,
        server: &Server,
        number: usize,
    ) -> Box<dyn Driver<Self> + 'a>;
}
