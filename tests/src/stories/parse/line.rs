//! A line in which an order is given: `when who order -> STATUS moves`, or `when who order ! code`.

use earnest::money::Asset;

use super::super::people::Purse;
use super::super::played::Played;
use super::super::scene::{Answer, Flow, Line, When};
use super::words::{Reading, Words, millis, one};

/// The line, and where its answer begins.
pub(super) fn line<P: Played>(text: &str) -> Reading<(Line<P>, usize)> {
    let mut words = Words::of(text, P::ASSET);
    let when = when(words.next()?)?;
    let who = one(words.next()?, P::PEOPLE, |who| who.word)?;
    let order = P::order(&mut words)?;
    let column = words.column();
    let answer = answer::<P>(&mut words)?;
    let moves = flows(words.rest(), P::ASSET)?;
    let standstill = match &answer {
        Answer::Done(_) | Answer::Refused { status: Some(_), .. } => false,
        Answer::Again(_) | Answer::Refused { status: None, .. } => true,
    };
    if standstill && !moves.is_empty() {
        return Err("an order that changes nothing moves nothing".to_owned());
    }
    Ok((Line { when, who, order, answer, moves }, column))
}

/// `+1h`, `@deadline-1ms`, `@last-moment+1ms`.
pub(super) fn when(text: &str) -> Reading<When> {
    let signed = |text: &str| match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(length), _) => millis(length),
        (_, Some(length)) => millis(length).map(|length| -length),
        (None, None) if text.is_empty() => Ok(0),
        (None, None) => Err(format!("`{text}` lacks its sign")),
    };
    if let Some(offset) = text.strip_prefix("@deadline") {
        return signed(offset).map(When::Deadline);
    }
    if let Some(offset) = text.strip_prefix("@last-moment") {
        return signed(offset).map(When::Calendar);
    }
    if text.starts_with('@') {
        return Err(format!("`{text}` is neither `@deadline` nor `@last-moment`"));
    }
    signed(text).map(When::After)
}

/// `escrow > agent 49.00, escrow > fees 1.00`.
pub(super) fn flows(text: &str, asset: Asset) -> Reading<Vec<Flow>> {
    let purse = |words: &mut Words<'_>| one(words.next()?, &Purse::ALL, |purse| purse.word());
    let flow = |text: &str| {
        let mut words = Words::of(text, asset);
        let from = purse(&mut words)?;
        words.expect(">")?;
        let to = purse(&mut words)?;
        let amount = words.amount()?;
        words.done()?;
        if amount.is_zero() || from == to {
            return Err(format!("`{text}` moves nothing"));
        }
        Ok(Flow { from, to, amount })
    };
    let mut flows: Vec<_> = super::list(text).map(flow).collect::<Reading<_>>()?;
    flows.sort();
    Ok(flows)
}

fn answer<P: Played>(words: &mut Words<'_>) -> Reading<Answer> {
    if words.skip("->") {
        let status = words.next()?;
        check_status::<P>(status)?;
        let again = words.skip("again");
        let status = status.to_owned();
        return Ok(if again { Answer::Again(status) } else { Answer::Done(status) });
    }
    words.expect("!").map_err(|_| "an answer is missing: `-> STATUS` or `! code`".to_owned())?;
    let code = words.next()?.to_owned();
    if !code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        return Err(format!("`{code}` is no code"));
    }
    let status = words.peek().is_some().then(|| words.next()).transpose()?.map(str::to_owned);
    status.as_deref().map(check_status::<P>).transpose()?;
    Ok(Answer::Refused { code, status })
}

/// Where the wire tells more than the status, a story tells it too.
fn check_status<P: Played>(status: &str) -> Reading<()> {
    let (word, detail) = status.split_once('/').unwrap_or((status, ""));
    let known = P::STATUSES.iter().find(|(known, _)| *known == word);
    let (_, details) = known.ok_or_else(|| format!("`{word}` is no status"))?;
    if details.contains(&detail) {
        return Ok(());
    }
    Err(format!("`{word}` is told with one of: {}", details.join(", ")))
}
