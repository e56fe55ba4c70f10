//! Reads a story file.

use earnest::money::Amount;

use super::museum;
use super::people::Purse;
use super::played::Played;
use super::scene::{Lapse, Line, Place, Scene, Step, Story, Venue, What, When};

mod line;
pub mod words;

use words::{Reading, Words, one};

/// What is in the wallets unless told otherwise.
const FUNDS: &str = "buyer 1000";

/// What stands in front of the colon in a scene's head.
const HEAD: [&str; 6] = ["shows", "museum", "terms", "funds", "not over http", "kernel only"];

/// Reads a story.
///
/// # Errors
/// `file:line: what is wrong`.
pub fn story<P: Played>(file: &str, text: &str) -> Reading<Story<P>> {
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

struct Reader<P: Played> {
    /// Where the title is.
    story: Option<Place>,
    scene: Option<Scene<P>>,
    /// Where the answers of this scene stand.
    column: Option<usize>,
}

impl<P: Played> Reader<P> {
    fn line(&mut self, story: &mut Story<P>, place: &Place, text: &str) -> Reading<()> {
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
            self.scene = Some(empty(place, name.trim())?);
            self.column = None;
            return Ok(());
        }
        let Some(scene) = &mut self.scene else {
            return Err("steps belong below a `scene:`".to_owned());
        };
        if text.starts_with(['+', '-', '@']) {
            let (line, at) = line::line::<P>(text)?;
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
        let what = step(scene, key, rest)?;
        merge(scene, place, what)
    }

    fn close(&mut self, story: &mut Story<P>) -> Reading<()> {
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

fn empty<P: Played>(place: &Place, name: &str) -> Reading<Scene<P>> {
    Ok(Scene {
        place: place.clone(),
        name: name.to_owned(),
        shows: Vec::new(),
        museum: Vec::new(),
        stage: Venue::Everywhere,
        terms: P::usual(),
        default_terms: true,
        funds: funds::<P>(FUNDS)?,
        steps: Vec::new(),
    })
}

fn head<P: Played>(scene: &mut Scene<P>, key: &str, rest: &str) -> Reading<()> {
    match key {
        "shows" => scene.shows = list(rest).map(str::to_owned).collect(),
        "museum" => {
            for name in list(rest) {
                if !museum::of::<P>().any(|known| known == name) {
                    return Err(format!("the museum has no `{name}`"));
                }
                scene.museum.push(name.to_owned());
            }
        }
        "terms" => {
            for term in list(rest) {
                scene.default_terms &= set::<P>(&mut scene.terms, term)?;
            }
        }
        "funds" => scene.funds = funds::<P>(rest)?,
        _ if rest.is_empty() => return Err(format!("`{key}:` needs a reason")),
        "not over http" => scene.stage = Venue::NotOverHttp(rest.to_owned()),
        _ => scene.stage = Venue::KernelOnly(rest.to_owned()),
    }
    Ok(())
}

fn set<P: Played>(terms: &mut P::Terms, term: &str) -> Reading<bool> {
    let mut words = Words::of(term, P::ASSET);
    let usual = P::set(terms, &mut words)?;
    words.done().map(|()| usual)
}

fn step<P: Played>(scene: &Scene<P>, key: &str, rest: &str) -> Reading<What<P>> {
    let mut words = Words::of(rest, P::ASSET);
    Ok(match key {
        "wallets" => What::Wallets(wallets::<P>(rest)?),
        "silence" if rest == "nothing" => What::Silence(Vec::new()),
        "silence" => {
            let after = match line::when(words.word()?)? {
                When::After(after) if after >= 0 => after,
                _ => return Err("silence is told from now: `+72h`".to_owned()),
            };
            words.expect("->")?;
            let status = words.word()?.to_owned();
            let moves = line::flows(words.rest(), P::ASSET)?;
            What::Silence(vec![Lapse { after, status, moves }])
        }
        "options" => {
            let who = one(words.word()?, P::PEOPLE, |who| who.word)?;
            let orders: Vec<_> = list(words.rest()).map(str::to_owned).collect();
            let none = orders == ["nothing"];
            What::Options(who, if none { Vec::new() } else { orders })
        }
        "turn" => {
            let mut rest = list(rest);
            let number = Words::of(rest.next().unwrap_or_default(), P::ASSET).number()?;
            let mut terms = scene.terms.clone();
            for term in rest {
                set::<P>(&mut terms, term)?;
            }
            What::Turn(number, terms)
        }
        _ => match P::TOLD.iter().find(|(of, _)| *of == key) {
            Some((of, _)) => What::Told(of, rest.to_owned()),
            None => {
                let told: Vec<_> = P::TOLD.iter().map(|(of, _)| *of).collect();
                let (head, told) = (HEAD.join(", "), told.join(", "));
                return Err(format!(
                    "`{key}:` is unknown; there are {head}, wallets, silence, options, turn, {told}"
                ));
            }
        },
    })
}

/// Lines of silence that follow each other are one answer.
fn merge<P: Played>(scene: &mut Scene<P>, place: &Place, what: What<P>) -> Reading<()> {
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

fn check_when<P: Played>(scene: &Scene<P>, line: &Line<P>) -> Reading<()> {
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

fn funds<P: Played>(text: &str) -> Reading<Vec<(Purse, Amount)>> {
    let pair = |pair: &str| {
        let mut words = Words::of(pair, P::ASSET);
        let purse = one(words.word()?, &Purse::ALL, |purse| purse.word())?;
        let amount = words.amount()?;
        words.done().map(|()| (purse, amount))
    };
    list(text).map(pair).collect()
}

/// Balances, of which a wallet's may be a debt: `agent -40.00`.
fn wallets<P: Played>(text: &str) -> Reading<Vec<(Purse, i128)>> {
    let pair = |pair: &str| {
        let (sign, pair) = match pair.split_once(" -") {
            Some((purse, amount)) => (-1, format!("{purse} {amount}")),
            None => (1, pair.to_owned()),
        };
        let funds = funds::<P>(&pair)?;
        let minor = |amount: Amount| i128::try_from(amount.minor()).unwrap_or(i128::MAX);
        Ok(funds.into_iter().map(move |(purse, amount)| (purse, sign * minor(amount))))
    };
    Ok(list(text).map(pair).collect::<Reading<Vec<_>>>()?.into_iter().flatten().collect())
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}
