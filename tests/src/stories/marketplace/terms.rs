//! The terms of a scene.

use earnest::dispute::{Resolution, Ruling};
use earnest::marketplace::{Mode, Terms};
use earnest::money::{Amount, Asset, Bps};
use earnest::time::Window;

use super::super::parse::words::{Reading, Words};
use super::{Purse, Worker};

/// A budget of 50.00 for the agent, and the defaults of the specification's silence table.
pub(super) fn usual() -> Terms {
    let days = |days: u32| minutes(days * 24 * 60);
    let budget = Amount::new(50_000_000).unwrap_or(Amount::MAX);
    Terms {
        buyer: Purse::BUYER,
        asset: Asset::USDC,
        budget,
        mode: Mode::Direct(Some(Worker::Agent.agent())),
        fee: Bps::NONE,
        kill_fee: Bps::NONE,
        default_ruling: Ruling::HALF,
        max_revisions: 3,
        max_remedies: 2,
        max_evidence: 10,
        to_hire: days(7),
        to_match: minutes(10),
        to_deliver: days(30),
        to_deliver_least: minutes(60),
        to_review: days(3),
        to_revise: days(3),
        to_respond: days(2),
        to_rule: days(7),
    }
}

/// Sets one term, such as `fee 2%`, and says whether every surface can.
pub(super) fn set(terms: &mut Terms, words: &mut Words<'_>) -> Reading<bool> {
    let name = words.next()?;
    match name {
        "budget" => terms.budget = words.amount()?,
        "mode" => terms.mode = mode(words)?,
        "fee" => terms.fee = words.share()?,
        "kill" => {
            words.expect("fee")?;
            terms.kill_fee = words.share()?;
        }
        "default" => {
            words.expect("ruling")?;
            terms.default_ruling = ruling(words)?;
        }
        "max" => {
            let limit = match words.next()? {
                "revisions" => &mut terms.max_revisions,
                "remedies" => &mut terms.max_remedies,
                "evidence" => &mut terms.max_evidence,
                other => return Err(format!("`max {other}` is no term")),
            };
            *limit = words.number()?;
        }
        "to" => {
            let length = match words.next()? {
                "hire" => &mut terms.to_hire,
                "match" => &mut terms.to_match,
                "deliver" => &mut terms.to_deliver,
                "deliver-at-least" => &mut terms.to_deliver_least,
                "review" => &mut terms.to_review,
                "revise" => &mut terms.to_revise,
                "respond" => &mut terms.to_respond,
                "rule" => &mut terms.to_rule,
                other => return Err(format!("`to {other}` is no window")),
            };
            *length = words.window()?;
        }
        _ => return Err(format!("`{name}` is no term")),
    }
    Ok(matches!(name, "budget" | "mode"))
}

fn minutes(minutes: u32) -> Window {
    Window::from_minutes(minutes).unwrap_or_else(|| panic!("`{minutes}` minutes are no window"))
}

fn mode(words: &mut Words<'_>) -> Reading<Mode> {
    match (words.next()?, words.peek()) {
        ("proposals", None) => Ok(Mode::Proposals),
        ("direct", None) => Ok(Mode::Direct(None)),
        ("direct", Some(_)) => {
            let agent = words.worker()?;
            Ok(Mode::Direct(Some(agent.agent())))
        }
        (other, _) => Err(format!("`{other}` is no mode: `proposals`, `direct`, `direct agent`")),
    }
}

fn ruling(words: &mut Words<'_>) -> Reading<Ruling> {
    let resolution = resolution(words.next()?)?;
    let buyer = words.peek().is_some().then(|| words.share()).transpose()?;
    Ruling::new(resolution, buyer).map_err(|why| why.to_string())
}

/// `refund`, `release` or `split`.
///
/// # Errors
///
/// If it is none of them.
pub fn resolution(text: &str) -> Reading<Resolution> {
    match text {
        "refund" => Ok(Resolution::RefundBuyer),
        "release" => Ok(Resolution::ReleaseToAgent),
        "split" => Ok(Resolution::Split),
        _ => Err(format!("`{text}` is none of refund, release, split")),
    }
}
