//! A line in which an order is given: `when who order -> STATUS moves`, or `when who order ! code`.

use super::super::scene::{Answer, Flow, Line, Offer, Order, Verdict, When};
use super::terms::resolution;
use super::words::{Reading, Words, amount, millis, number};
use super::{Purse, Who, Worker, word};

/// The line, and where its answer begins.
pub(super) fn line(text: &str) -> Reading<(Line, usize)> {
    let mut words = Words::of(text);
    let when = when(words.next()?)?;
    let who = word(words.next()?, &Who::ALL, Who::word)?;
    let order = order(&mut words)?;
    let column = words.column();
    let answer = answer(&mut words)?;
    let moves = flows(words.rest())?;
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
pub(super) fn flows(text: &str) -> Reading<Vec<Flow>> {
    let one = |text: &str| {
        let mut words = Words::of(text);
        let from = word(words.next()?, &Purse::ALL, Purse::word)?;
        words.expect(">")?;
        let to = word(words.next()?, &Purse::ALL, Purse::word)?;
        let amount = amount(words.next()?)?;
        words.done()?;
        if amount.is_zero() || from == to {
            return Err(format!("`{text}` moves nothing"));
        }
        Ok(Flow { from, to, amount })
    };
    let mut flows: Vec<_> = super::list(text).map(one).collect::<Reading<_>>()?;
    flows.sort();
    Ok(flows)
}

fn answer(words: &mut Words<'_>) -> Reading<Answer> {
    if words.skip("->") {
        let status = words.next()?;
        check_status(status)?;
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
    status.as_deref().map(check_status).transpose()?;
    Ok(Answer::Refused { code, status })
}

/// Where the wire tells more than the status, a story tells it too.
fn check_status(status: &str) -> Reading<()> {
    let (word, detail) = status.split_once('/').unwrap_or((status, ""));
    let details: &[&str] = match word {
        "PENDING" | "MATCHING" | "EXECUTING" | "DELIVERED" | "REVISION_REQUESTED" | "EXPIRED"
        | "DECLINED" | "WITHDRAWN" => &[""],
        "DISPUTED" => &["RESPONSE", "ARBITRATION"],
        "COMPLETED" => &["APPROVED", "SILENCE_APPROVED", "WITHDRAWN", "RELEASED", "SPLIT"],
        "CANCELLED" => &["CANCELLED", "CONCEDED", "REFUNDED"],
        "FAILED" => &["no_agent_found", "delivery_timeout", "agent_failed"],
        _ => return Err(format!("`{word}` is no status")),
    };
    if details.contains(&detail) {
        return Ok(());
    }
    Err(format!("`{word}` is told with one of: {}", details.join(", ")))
}

fn order(words: &mut Words<'_>) -> Reading<Order> {
    let answered = |words: &Words<'_>| matches!(words.peek(), Some("->" | "!") | None);
    let name = words.next()?;
    Ok(match name {
        "fund" => Order::Fund,
        "match" => Order::Match,
        "assign" => Order::Assign(worker(words)?),
        "hire" => Order::Hire(worker(words)?, offer(words)?),
        "cancel" => Order::Cancel,
        "progress" => Order::Progress(number(words.next()?)?),
        "deliver" => Order::Deliver(words.quoted()?),
        "fail" => Order::Fail(words.quoted()?),
        "approve" if answered(words) => Order::Approve(None),
        "approve" => Order::Approve(Some(number(words.next()?)?)),
        "revise" => Order::Revise(words.quoted()?),
        "dispute" => Order::Dispute(words.quoted()?),
        "redeliver" => Order::Redeliver(words.quoted()?),
        "reject" => Order::Reject(words.quoted()?),
        "submit" => Order::Submit(words.quoted()?),
        "seal" => Order::Seal(words.quoted()?),
        "concede" => Order::Concede,
        "rule" => {
            let resolution = resolution(words.next()?)?;
            let share = if answered(words) { None } else { Some(percent(words.next()?)?) };
            Order::Rule(Verdict { resolution, share })
        }
        "timeout" => Order::Timeout,
        "propose" => Order::Propose(offer(words)?),
        "accept" => Order::Accept(worker(words)?),
        "decline" => Order::Decline(worker(words)?),
        "withdraw" => Order::Withdraw(worker(words)?),
        _ => return Err(format!("`{name}` is no order")),
    })
}

fn worker(words: &mut Words<'_>) -> Reading<Worker> {
    word(words.next()?, &Worker::ALL, Worker::word)
}

fn offer(words: &mut Words<'_>) -> Reading<Offer> {
    let price = amount(words.next()?)?;
    let minutes = if words.skip("in") {
        let text = words.next()?;
        let digits = text.strip_suffix('m').ok_or_else(|| format!("`{text}` is told in `m`"))?;
        Some(number(digits)?)
    } else {
        None
    };
    Ok(Offer { price, minutes })
}

/// The digits of a percentage, which need not be a good one: refusing it may be the point.
fn percent(text: &str) -> Reading<String> {
    let digits = text.strip_suffix('%').ok_or_else(|| format!("`{text}` lacks its `%`"))?;
    Ok(digits.to_owned())
}
