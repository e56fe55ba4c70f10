//! Credits once more, as a bookkeeper would keep them: written from the page of the rules, not
//! from the code, with plain integers and names. Shares no logic with the core, only the shape of
//! what it is asked.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::credits::{Command, Terms, Thumb};
use earnest::ids::InstanceId;
use earnest::ledger::Account;
use earnest::machine::Command as _;
use earnest::work::Agent;

/// The book of one task.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    terms: Terms,
    escrow: Account,
    pub(crate) place: &'static str,
    pub(crate) since: u64,
    pub(crate) due: Option<u64>,
    pub(crate) agent: Option<Agent>,
    pub(crate) vote: Option<Thumb>,
    pub(crate) balances: BTreeMap<Account, i128>,
    charge: u128,
    passed_at: u64,
    paid_out: bool,
    reviewed: bool,
}

type Answer = Result<(), &'static str>;

impl Book {
    /// A task that nobody has paid for, with the budget in the buyer's wallet.
    pub(crate) fn open(id: InstanceId, terms: Terms, now: u64) -> Self {
        let budget = i128::try_from(terms.max_budget.minor()).expect("an amount fits");
        let buyer = Account::Wallet(terms.buyer);
        let balances = BTreeMap::from([(Account::World, -budget), (buyer, budget)]);
        Self {
            terms,
            escrow: Account::Escrow(id),
            place: "Draft",
            since: now,
            due: None,
            agent: None,
            vote: None,
            balances,
            charge: 0,
            passed_at: 0,
            paid_out: false,
            reviewed: false,
        }
    }

    /// What is in escrow.
    pub(crate) fn held(&self) -> u128 {
        let held = self.balances.get(&self.escrow).copied().unwrap_or(0);
        u128::try_from(held).expect("an escrow is never below zero")
    }

    /// Carries an order out, or says why not and changes nothing.
    pub(crate) fn give(&mut self, by: Actor, at: u64, command: &Command) -> Answer {
        let who = self.who(by)?;
        if at < self.since {
            return Err("clock_went_back");
        }
        let allowed = allowed(self.place, command.name()).ok_or("wrong_state")?;
        if !allowed.contains(&who) {
            return Err("wrong_role");
        }
        let over = self.due.is_some_and(|due| at >= due);
        let now = match (who == "clock", over) {
            (false, true) => return Err("too_late"),
            (true, false) => return Err("too_early"),
            (false, false) => at,
            (true, true) => self.due.expect("a due timeout"),
        };
        self.carry_out(now, command)?;
        self.since = now;
        Ok(())
    }

    /// The least score that passes.
    pub(crate) fn pass_mark(&self) -> u8 {
        self.terms.pass_mark.value()
    }

    /// When the refund window closes, once the work has passed.
    pub(crate) fn refund_by(&self) -> Option<u64> {
        (self.passed_at > 0).then(|| self.passed_at + self.terms.to_refund.as_millis())
    }

    fn who(&self, by: Actor) -> Result<&'static str, &'static str> {
        let hired = |person| self.agent.is_some_and(|it| it.id == person || it.owner == person);
        match by {
            Actor::Clock => Ok("clock"),
            Actor::Operator => Ok("operator"),
            Actor::Party(person) if person == self.terms.buyer => Ok("buyer"),
            Actor::Party(person) if hired(person) => Ok("agent"),
            Actor::Party(_) => Err("not_a_party"),
            Actor::Arbiter(it) if it == self.terms.buyer || hired(it) => Err("interested_arbiter"),
            Actor::Arbiter(_) => Ok("arbiter"),
        }
    }

    fn carry_out(&mut self, now: u64, command: &Command) -> Answer {
        let terms = self.terms.clone();
        match command {
            Command::Fund(_) => {
                if terms.max_budget.minor() == 0 {
                    return Err("zero_budget");
                }
                self.transfer(Account::Wallet(terms.buyer), self.escrow, terms.max_budget.minor());
                self.go("Submitted", now + terms.to_assign.as_millis());
            }
            Command::Route(_) if terms.named.is_some() => return Err("not_routed"),
            Command::Route(_) => self.go("Routing", now + terms.to_route.as_millis()),
            Command::Assign(order) => {
                if self.place == "Submitted" && terms.named != Some(order.agent) {
                    return Err("other_agent");
                }
                let own = |it| it == terms.buyer || Some(it) == terms.submitted_by;
                if own(order.agent.id) || own(order.agent.owner) {
                    return Err("self_hire");
                }
                if order.price > terms.max_budget {
                    return Err("price_over_budget");
                }
                (self.agent, self.charge) = (Some(order.agent), order.price.minor());
                self.go("Assigned", now + terms.to_start.as_millis());
            }
            Command::Start(_) => self.go("Executing", now + terms.to_execute.as_millis()),
            Command::Fail(_) => self.fail(),
            Command::Complete(_) => self.go("QualityCheck", now + terms.to_assess.as_millis()),
            Command::Pass(order) => {
                if order.score < terms.pass_mark {
                    return Err("below_pass_mark");
                }
                self.passed_at = now;
                self.pay(Account::Wallet(terms.buyer), terms.max_budget.minor() - self.charge);
                self.go("Completed", now + terms.to_refund.as_millis());
            }
            Command::Reject(order) if order.score >= terms.pass_mark => {
                return Err("reaches_pass_mark");
            }
            Command::Reject(_) => self.fail(),
            Command::Vote(order) => self.record(order.thumb, now)?,
            Command::Dispute(_) => self.go("Contested", now + terms.to_rule.as_millis()),
            Command::Review(_) if self.reviewed => return Err("under_review"),
            Command::Review(_) => self.reviewed = true,
            Command::Rule(order) => {
                let share = order.share.points();
                self.decide(u128::from(share));
                self.end(if share == 10_000 { "Refunded" } else { "Closed" });
            }
            Command::Concede(_) => {
                self.decide(10_000);
                self.end("Refunded");
            }
            Command::Withdraw(_) => self.deny(),
            Command::Timeout(_) => self.lapse(),
        }
        Ok(())
    }

    fn record(&mut self, thumb: Thumb, now: u64) -> Answer {
        if self.vote == Some(Thumb::Down) || self.vote == Some(thumb) {
            return Err("vote_stands");
        }
        let in_time = now < self.passed_at + self.terms.to_refund.as_millis();
        if self.place == "Contested" && thumb == Thumb::Up {
            return Err("up_while_contested");
        }
        if self.place == "Contested" && !in_time {
            return Err("refund_window_closed");
        }
        self.vote = Some(thumb);
        if thumb == Thumb::Down && in_time {
            self.decide(10_000);
            self.end("Refunded");
        }
        Ok(())
    }

    /// What silence means.
    fn lapse(&mut self) {
        match self.place {
            "Submitted" | "Routing" | "Assigned" | "Executing" | "QualityCheck" => self.fail(),
            "Completed" => {
                self.decide(0);
                self.go("Settled", self.passed_at + self.terms.to_dispute.as_millis());
            }
            "Settled" => self.end("Closed"),
            "Contested" => self.deny(),
            place => unreachable!("nothing is due in {place}"),
        }
    }

    /// The agent is paid, or keeps what it was paid.
    fn deny(&mut self) {
        self.decide(0);
        self.end("Closed");
    }

    fn fail(&mut self) {
        self.pay(Account::Wallet(self.terms.buyer), self.held());
        self.end("Failed");
    }

    /// `buyer` basis points of the charge back, floored; of the rest the fee, floored; what is
    /// left to the agent. If the agent was paid before, that payment is undone first.
    fn decide(&mut self, buyer: u128) {
        let owner = Account::Wallet(self.agent.expect("somebody worked").owner);
        let fee_of = |gross: u128| gross * u128::from(self.terms.fee.points()) / 10_000;
        let (charge, back) = (self.charge, self.charge * buyer / 10_000);
        let (fee, all) = (fee_of(charge - back), fee_of(charge));
        if self.paid_out {
            self.transfer(owner, self.escrow, charge - all);
            self.transfer(Account::Fees, self.escrow, all);
        }
        self.pay(Account::Wallet(self.terms.buyer), back);
        self.pay(owner, charge - back - fee);
        self.pay(Account::Fees, fee);
        self.paid_out = true;
    }

    fn go(&mut self, place: &'static str, due: u64) {
        (self.place, self.due) = (place, Some(due));
    }

    fn end(&mut self, place: &'static str) {
        (self.place, self.due) = (place, None);
    }

    fn pay(&mut self, to: Account, amount: u128) {
        self.transfer(self.escrow, to, amount);
    }

    fn transfer(&mut self, from: Account, to: Account, amount: u128) {
        let amount = i128::try_from(amount).expect("an amount fits");
        *self.balances.entry(from).or_default() -= amount;
        *self.balances.entry(to).or_default() += amount;
    }
}

/// Who may give an order where: the page's table.
pub(crate) fn allowed(place: &str, command: &str) -> Option<&'static [&'static str]> {
    Some(match (place, command) {
        ("Draft", "Fund") => &["buyer"],
        ("Submitted", "Route" | "Assign") | ("Routing", "Assign") => &["operator"],
        ("QualityCheck", "Pass" | "Reject") => &["operator"],
        ("Assigned", "Start" | "Fail") | ("Executing", "Complete" | "Fail") => &["agent"],
        ("Contested", "Concede") => &["agent"],
        ("Completed" | "Settled", "Vote" | "Dispute") => &["buyer"],
        ("Contested", "Vote" | "Withdraw") => &["buyer"],
        ("Contested", "Review" | "Rule") => &["arbiter"],
        ("Draft" | "Closed" | "Refunded" | "Failed", "Timeout") => return None,
        (_, "Timeout") => &["clock"],
        _ => return None,
    })
}
