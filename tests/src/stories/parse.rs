//! Reads a story file.

use super::people::{Purse, Who, Worker};
use super::scene::{Lapse, Line, Place, Scene, Step, Story, Venue, What, When};

mod line;
mod terms;
mod words;

use words::{Reading, Words};

/// Every name that `museum:` may give: defects that systems of this kind shipped, each with the
/// scenes that keep it from coming back.
pub const MUSEUM: [&str; 22] = [
    "a2ars-cancel-toctou",
    "agenc-any-worker",
    "agenc-split-omitted",
    "alancoin-closed-not-paid",
    "alancoin-expiry-pays-seller",
    "alancoin-float-weights",
    "alancoin-silent-friend",
    "arbitova-dust",
    "blnk-void-twice",
    "circle-early-overdraw",
    "g0-review-starvation",
    "g0-revise-then-cancel",
    "human-zero-award",
    "hyperswitch-refund-race",
    "kleros-burn",
    "kleros-zero-offer",
    "openbazaar-limbo",
    "safetrust-double-fund",
    "stateset-disputed-terminal",
    "stateset-partial-is-half",
    "stateset-self-accept",
    "trustless-overpay",
];

/// What stands in front of the colon in a scene's head.
const HEAD: [&str; 6] = ["shows", "museum", "terms", "funds", "not over http", "kernel only"];

/// Reads a story.
///
/// # Errors
/// `file:line: what is wrong`.
pub fn story(file: &str, text: &str) -> Reading<Story> {
    let mut reader = Reader { story: None, scene: None, column: None };
    let mut story = Story { file: file.to_owned(), title: String::new(), scenes: Vec::new() };
    for (number, text) in (1..).zip(text.lines()) {
        let place = Place { file: file.to_owned(), line: number };
        reader.line(&mut story, &place, text).map_err(|why| format!("{place}: {why}"))?;
    }
    reader.close(&mut story)?;
    if reader.story.is_none() || story.scenes.is_empty() {
        return Err(format!("{file}: a story needs a title and a scene"));
    }
    Ok(story)
}

struct Reader {
    /// Where the title is.
    story: Option<Place>,
    scene: Option<Scene>,
    /// Where the answers of this scene stand.
    column: Option<usize>,
}

impl Reader {
    fn line(&mut self, story: &mut Story, place: &Place, text: &str) -> Reading<()> {
        let whole = text.trim_end();
        if whole.len() != text.len() || text.contains('\t') {
            return Err("no tabs and no spaces at the end, please".to_owned());
        }
        let text = whole.trim_start();
        if text.is_empty() || text.starts_with('#') {
            return Ok(());
        }
        if let Some(title) = text.strip_prefix("story:") {
            if self.story.replace(place.clone()).is_some() {
                return Err("a second title".to_owned());
            }
            title.trim().clone_into(&mut story.title);
            return Ok(());
        }
        if self.story.is_none() {
            return Err("a file begins with `story:` and its title".to_owned());
        }
        if let Some(name) = text.strip_prefix("scene:") {
            self.close(story)?;
            self.scene = Some(empty(place, name.trim()));
            self.column = None;
            return Ok(());
        }
        let Some(scene) = &mut self.scene else {
            return Err("steps belong below a `scene:`".to_owned());
        };
        if text.starts_with(['+', '-', '@']) {
            let (line, at) = line::line(text)?;
            let column = whole.len() - text.len() + at;
            if *self.column.get_or_insert(column) != column {
                return Err("the answers of a scene stand in one column".to_owned());
            }
            check_when(scene, &line)?;
            scene.steps.push(Step { place: place.clone(), what: What::Line(line) });
            return Ok(());
        }
        let Some((key, rest)) = text.split_once(':') else {
            return Err(format!("`{text}` is neither an order nor `key: value`"));
        };
        let rest = rest.trim();
        if HEAD.contains(&key) {
            if !scene.steps.is_empty() {
                return Err(format!("`{key}:` belongs above the first step"));
            }
            return head(scene, key, rest);
        }
        let what = step(key, rest)?;
        merge(scene, place, what)
    }

    fn close(&mut self, story: &mut Story) -> Reading<()> {
        let Some(scene) = self.scene.take() else { return Ok(()) };
        let place = &scene.place;
        let lacks = |what| Err(format!("{place}: the scene `{}` {what}", scene.name));
        if scene.lines().next().is_none() {
            return lacks("has no order");
        }
        if scene.shows.is_empty() {
            return lacks("does not say what it shows");
        }
        if story.scenes.iter().any(|known| known.name == scene.name) {
            return lacks("is there twice");
        }
        story.scenes.push(scene);
        Ok(())
    }
}

fn empty(place: &Place, name: &str) -> Scene {
    Scene {
        place: place.clone(),
        name: name.to_owned(),
        shows: Vec::new(),
        museum: Vec::new(),
        stage: Venue::Everywhere,
        terms: terms::defaults(),
        default_terms: true,
        funds: vec![(Purse::Buyer, terms::usdc("1000.00"))],
        steps: Vec::new(),
    }
}

fn head(scene: &mut Scene, key: &str, rest: &str) -> Reading<()> {
    match key {
        "shows" => scene.shows = list(rest).map(str::to_owned).collect(),
        "museum" => {
            for name in list(rest) {
                if !MUSEUM.contains(&name) {
                    return Err(format!("the museum has no `{name}`"));
                }
                scene.museum.push(name.to_owned());
            }
        }
        "terms" => {
            for term in list(rest) {
                scene.default_terms &= terms::set(&mut scene.terms, term)?;
            }
        }
        "funds" => scene.funds = purses(rest)?,
        _ if rest.is_empty() => return Err(format!("`{key}:` needs a reason")),
        "not over http" => scene.stage = Venue::NotOverHttp(rest.to_owned()),
        _ => scene.stage = Venue::KernelOnly(rest.to_owned()),
    }
    Ok(())
}

fn step(key: &str, rest: &str) -> Reading<What> {
    let mut words = Words::of(rest);
    let what = match key {
        "wallets" => return Ok(What::Wallets(purses(rest)?)),
        "silence" if rest == "nothing" => return Ok(What::Silence(Vec::new())),
        "silence" => {
            let after = match line::when(words.next()?)? {
                When::After(after) if after >= 0 => after,
                _ => return Err("silence is told from now: `+72h`".to_owned()),
            };
            words.expect("->")?;
            let status = words.next()?.to_owned();
            What::Silence(vec![Lapse { after, status, moves: line::flows(words.rest())? }])
        }
        "options" => {
            let who = word(words.next()?, &Who::ALL, Who::word)?;
            let orders: Vec<_> = list(words.rest()).map(str::to_owned).collect();
            let none = orders == ["nothing"];
            What::Options(who, if none { Vec::new() } else { orders })
        }
        "proposals" => {
            let one = |pair: &str| {
                let mut words = Words::of(pair);
                let agent = word(words.next()?, &Worker::ALL, Worker::word)?;
                let status = words.next()?.to_owned();
                words.done().map(|()| (agent, status))
            };
            return Ok(What::Proposals(list(rest).map(one).collect::<Reading<_>>()?));
        }
        _ => {
            return Err(format!(
                "`{key}:` is unknown; there are {}, wallets, silence, options, proposals",
                HEAD.join(", ")
            ));
        }
    };
    Ok(what)
}

/// Lines of silence that follow each other are one answer.
fn merge(scene: &mut Scene, place: &Place, what: What) -> Reading<()> {
    if let (What::Silence(more), Some(Step { what: What::Silence(lapses), .. })) =
        (&what, scene.steps.last_mut())
    {
        if lapses.is_empty() || more.is_empty() {
            return Err("`silence: nothing` stands alone".to_owned());
        }
        lapses.extend(more.iter().cloned());
        return Ok(());
    }
    if scene.lines().next().is_none() {
        return Err("nothing has happened yet".to_owned());
    }
    scene.steps.push(Step { place: place.clone(), what });
    Ok(())
}

fn check_when(scene: &Scene, line: &Line) -> Reading<()> {
    let bare = matches!(scene.stage, Venue::KernelOnly(_));
    match line.when {
        When::After(after) if after < 0 && !bare => {
            Err("only the kernel can be told that time went back".to_owned())
        }
        When::Deadline(_) if scene.lines().next().is_none() => {
            Err("there is no deadline before the first order".to_owned())
        }
        _ => Ok(()),
    }
}

fn purses(text: &str) -> Reading<Vec<(Purse, earnest::money::Amount)>> {
    let one = |pair: &str| {
        let mut words = Words::of(pair);
        let purse = word(words.next()?, &Purse::ALL, Purse::word)?;
        let amount = words::amount(words.next()?)?;
        words.done().map(|()| (purse, amount))
    };
    list(text).map(one).collect()
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn word<T: Copy>(text: &str, all: &[T], name: fn(T) -> &'static str) -> Reading<T> {
    all.iter().copied().find(|one| name(*one) == text).ok_or_else(|| {
        let known: Vec<_> = all.iter().map(|one| name(*one)).collect();
        format!("`{text}` is none of {}", known.join(", "))
    })
}
