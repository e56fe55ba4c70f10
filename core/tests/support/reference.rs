//! The marketplace once more, as a bookkeeper would keep it: written from the page of the rules,
//! not from the code, with plain integers and names. Shares no logic with the core, only the
//! shape of what it is asked.

use std::collections::BTreeMap;

use earnest::authority::Actor;
use earnest::dispute::{Resolution, Ruling};
use earnest::ids::{Digest, InstanceId};
use earnest::ledger::Account;
use earnest::machine::Command as _;
use earnest::marketplace::{Agent, Command, Mode, Terms};

/// What one side of a dispute has said.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    items: u8,
    sealed: Option<Digest>,
}

/// The book of one task.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    terms: Terms,
    escrow: Account,
    pub(crate) place: &'static str,
    pub(crate) since: u64,
    pub(crate) due: Option<u64>,
    pub(crate) agent: Option<Agent>,
    pub(crate) balances: BTreeMap<Account, i128>,
    revisions: u8,
    remedies: u8,
    buyer_said: Said,
    agent_said: Said,
}

type Answer = Result<(), &'static str>;

impl Book {
    /// A task that nobody has paid for, with the budget in the buyer's wallet.
    pub(crate) fn open(id: InstanceId, terms: Terms, now: u64) -> Self {
        let budget = i128::try_from(terms.budget.minor()).expect("an amount fits");
        let buyer = Account::Wallet(terms.buyer);
        let balances = BTreeMap::from([(Account::World, -budget), (buyer, budget)]);
        let said = Said::default();
        Self {
            terms,
            escrow: Account::Escrow(id),
            place: "Draft",
            since: now,
            due: None,
            agent: None,
            balances,
            revisions: 0,
            remedies: 0,
            buyer_said: said,
            agent_said: said,
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
        let timeout = matches!(command, Command::Timeout(_));
        let now = match (timeout, over) {
            (false, true) => return Err("too_late"),
            (true, false) => return Err("too_early"),
            (false, false) => at,
            (true, true) => self.due.expect("a due timeout"),
        };
        self.carry_out(who, now, command)?;
        self.since = now;
        Ok(())
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

    fn carry_out(&mut self, who: &str, now: u64, command: &Command) -> Answer {
        let terms = self.terms.clone();
        match (self.place, command) {
            ("Draft", Command::Fund(_)) => {
                if terms.budget.minor() == 0 {
                    return Err("zero_budget");
                }
                self.transfer(Account::Wallet(terms.buyer), self.escrow, terms.budget.minor());
                self.go("Pending", Some(now + terms.to_hire.as_millis()));
            }
            ("Pending", Command::Match(_)) => {
                if terms.mode != Mode::Direct(None) {
                    return Err("not_automatic");
                }
                self.go("Matching", Some(now + terms.to_match.as_millis()));
            }
            ("Pending", Command::Assign(order)) => match terms.mode {
                Mode::Proposals => return Err("not_direct"),
                Mode::Direct(Some(named)) if named == order.agent => {
                    self.start(named, None, now)?
                }
                Mode::Direct(_) => return Err("other_agent"),
            },
            ("Matching", Command::Assign(order)) => self.start(order.agent, None, now)?,
            ("Pending", Command::Hire(order)) => {
                if terms.mode != Mode::Proposals {
                    return Err("not_proposals");
                }
                self.not_own(order.agent)?;
                if order.price.minor() > self.held() {
                    return Err("price_over_budget");
                }
                let excess = self.held() - order.price.minor();
                self.start(order.agent, order.estimate.map(|it| it.as_millis()), now)?;
                self.pay(Account::Wallet(terms.buyer), excess);
            }
            ("Pending" | "Matching", Command::Cancel(_)) => self.all_back("Cancelled"),
            ("Executing", Command::Cancel(_)) => {
                let agent = u128::from(terms.kill_fee.points());
                self.divide("Cancelled", 10_000 - agent);
            }
            ("Executing" | "Revising", Command::Progress(_)) => {}
            ("Executing" | "Revising", Command::Deliver(_)) => self.review(now),
            ("Executing" | "Revising", Command::Fail(_)) => self.all_back("Failed"),
            ("Delivered" | "Revising" | "Disputed" | "Arbitration", Command::Approve(_)) => {
                self.divide("Completed", 0);
            }
            ("Delivered", Command::Revise(_)) => {
                if self.revisions == terms.max_revisions {
                    return Err("no_revisions_left");
                }
                self.revisions += 1;
                self.go("Revising", Some(now + terms.to_revise.as_millis()));
            }
            ("Delivered", Command::Dispute(_)) => {
                (self.buyer_said, self.agent_said) = (Said::default(), Said::default());
                self.go("Disputed", Some(now + terms.to_respond.as_millis()));
            }
            ("Disputed", Command::Redeliver(_)) => {
                if self.remedies == terms.max_remedies {
                    return Err("no_remedies_left");
                }
                self.remedies += 1;
                self.review(now);
            }
            ("Disputed", Command::Reject(_)) => self.arbitrate(now),
            (_, Command::Submit(_)) => {
                let most = terms.max_evidence;
                let said = self.said(who);
                if said.sealed.is_some() {
                    return Err("sealed");
                }
                if said.items == most {
                    return Err("no_evidence_left");
                }
                said.items += 1;
            }
            (_, Command::Seal(order)) => {
                let said = self.said(who);
                if said.sealed.is_some() {
                    return Err("sealed");
                }
                said.sealed = Some(order.statement);
            }
            (_, Command::Concede(_)) => self.all_back("Cancelled"),
            (_, Command::Rule(order)) => self.rule(order.ruling),
            (_, Command::Timeout(_)) => self.lapse(now),
            (place, command) => unreachable!("{command:?} in {place}"),
        }
        Ok(())
    }

    /// What silence means.
    fn lapse(&mut self, now: u64) {
        match self.place {
            "Pending" => self.all_back("Expired"),
            "Matching" | "Executing" => self.all_back("Failed"),
            "Delivered" => self.divide("Completed", 0),
            "Revising" => self.review(now),
            "Disputed" => self.arbitrate(now),
            "Arbitration" => self.rule(self.terms.default_ruling),
            place => unreachable!("nothing is due in {place}"),
        }
    }

    fn rule(&mut self, ruling: Ruling) {
        let place = match ruling.resolution() {
            Resolution::RefundBuyer => "Cancelled",
            Resolution::ReleaseToAgent | Resolution::Split => "Completed",
        };
        self.divide(place, u128::from(ruling.buyer().points()));
    }

    fn not_own(&self, agent: Agent) -> Answer {
        let own = agent.owner == self.terms.buyer || agent.id == self.terms.buyer;
        if own { Err("self_hire") } else { Ok(()) }
    }

    fn start(&mut self, agent: Agent, estimate: Option<u64>, now: u64) -> Answer {
        self.not_own(agent)?;
        self.agent = Some(agent);
        let least = self.terms.to_deliver_least.as_millis();
        let usual = self.terms.to_deliver.as_millis();
        let length = estimate.map_or(usual, |estimate| least.max(2 * estimate));
        self.go("Executing", Some(now + length));
        Ok(())
    }

    fn review(&mut self, now: u64) {
        self.go("Delivered", Some(now + self.terms.to_review.as_millis()));
    }

    fn arbitrate(&mut self, now: u64) {
        self.go("Arbitration", Some(now + self.terms.to_rule.as_millis()));
    }

    fn said(&mut self, who: &str) -> &mut Said {
        if who == "buyer" { &mut self.buyer_said } else { &mut self.agent_said }
    }

    fn all_back(&mut self, place: &'static str) {
        self.pay(Account::Wallet(self.terms.buyer), self.held());
        self.go(place, None);
    }

    /// `buyer` basis points back, floored; of the rest the fee, floored; what is left to the agent.
    fn divide(&mut self, place: &'static str, buyer: u128) {
        let back = self.held() * buyer / 10_000;
        let gross = self.held() - back;
        let fee = gross * u128::from(self.terms.fee.points()) / 10_000;
        let owner = self.agent.expect("somebody worked").owner;
        self.pay(Account::Wallet(self.terms.buyer), back);
        self.pay(Account::Wallet(owner), gross - fee);
        self.pay(Account::Fees, fee);
        self.go(place, None);
    }

    fn go(&mut self, place: &'static str, due: Option<u64>) {
        (self.place, self.due) = (place, due);
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
        ("Pending", "Match" | "Assign") | ("Matching", "Assign") => &["operator"],
        ("Pending", "Hire" | "Cancel") | ("Matching" | "Executing", "Cancel") => &["buyer"],
        ("Executing" | "Revising", "Progress" | "Deliver" | "Fail") => &["agent"],
        ("Delivered", "Approve" | "Revise" | "Dispute") | ("Revising", "Approve") => &["buyer"],
        ("Disputed", "Redeliver" | "Reject" | "Concede") | ("Arbitration", "Concede") => &["agent"],
        ("Disputed" | "Arbitration", "Submit") | ("Arbitration", "Seal") => &["buyer", "agent"],
        ("Disputed" | "Arbitration", "Approve") => &["buyer"],
        ("Disputed" | "Arbitration", "Rule") => &["arbiter"],
        ("Pending" | "Matching" | "Executing" | "Delivered", "Timeout") => &["clock"],
        ("Revising" | "Disputed" | "Arbitration", "Timeout") => &["clock"],
        _ => return None,
    })
}
