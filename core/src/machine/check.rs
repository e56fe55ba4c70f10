//! What no lifecycle may break, whatever its handlers do. Checked on every step, in release too.

use super::{Defect, Instance, Machine, Move, Stage as _};
use crate::ledger::{Account, Posting};
use crate::money::Amount;
use crate::time::Timestamp;

impl<M: Machine> Instance<M> {
    /// Checks a decided transition. That it goes where its row says is already proven by its type.
    pub(super) fn check(&self, now: Timestamp, decided: &Move<M::Stage>) -> Result<(), Defect> {
        let (to, postings) = (&decided.to, &decided.postings);
        if postings.overflowed() {
            return Err(Defect::TooManyPostings);
        }
        let escrow = Account::Escrow(self.id);
        let (mut into, mut out) = (Amount::ZERO, Amount::ZERO);
        for posting in postings.iter() {
            self.check_posting(escrow, posting, to)?;
            if posting.to == escrow {
                into = into.plus(posting.amount).ok_or(Defect::Overflow)?;
            } else if posting.from == escrow {
                out = out.plus(posting.amount).ok_or(Defect::Overflow)?;
            }
        }

        // Conservation: the escrow holds what it held, plus what came in, less what went out
        // (KERNEL-21).
        let before = self.stage.held().plus(into).ok_or(Defect::Overflow)?;
        let after = to.held().plus(out).ok_or(Defect::Overflow)?;
        if before != after {
            return Err(Defect::Unbalanced { before, after });
        }

        // Liveness: held money always has a deadline, and a new deadline is always ahead
        // (KERNEL-25).
        match (self.stage.deadline(), to.deadline()) {
            (_, None) if !to.held().is_zero() => Err(Defect::HeldForever),
            (_, Some(deadline)) if deadline <= now => Err(Defect::DeadlinePast { deadline }),
            (Some(before), Some(after)) if after < before && to.name() == self.stage.name() => {
                Err(Defect::DeadlineShortened { before, after })
            }
            _ => Ok(()),
        }
    }

    /// One side of a posting is this escrow; the other is the operator's fees or the wallet of
    /// someone who has a role, before or after. Recourse goes from one such wallet to another, or
    /// from the fees to one; the fees only when nothing is held, as a fee is taken of what is paid
    /// (KERNEL-22, KERNEL-23, KERNEL-24).
    fn check_posting(
        &self,
        escrow: Account,
        posting: &Posting,
        to: &M::Stage,
    ) -> Result<(), Defect> {
        let involved = |account: Account| match account {
            Account::Wallet(party) => {
                !self.roles(party).is_none() || !M::roles(&self.terms, to, party).is_none()
            }
            Account::Escrow(_) | Account::Fees | Account::World => false,
        };
        let allowed = match (posting.from == escrow, posting.to == escrow) {
            (true, false) => posting.to == Account::Fees || involved(posting.to),
            (false, true) => involved(posting.from),
            (false, false) if posting.from == Account::Fees => {
                self.stage.held().is_zero() && involved(posting.to)
            }
            (false, false) => involved(posting.from) && involved(posting.to),
            (true, true) => false,
        };
        if allowed { Ok(()) } else { Err(Defect::StrayPosting { posting: *posting }) }
    }
}
