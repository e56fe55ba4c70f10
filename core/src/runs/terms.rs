//! What a run was asked for: fixed when it is queued.

use serde::{Deserialize, Serialize};

use super::{Runs, Stage};
use crate::ids::{Digest, InstanceId, PartyId};
use crate::machine::{self, Clock, Finding, Instance, Pace, Stage as _};
use crate::money::Asset;
use crate::time::Window;

/// What a run was asked for, fixed when it is queued.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Terms {
    /// Who asked for it.
    pub user: PartyId,
    /// The label of what runs it, a runtime or a model, kept elsewhere. It decides nothing
    /// (RUN-04).
    pub agent: Digest,
    /// The run whose conversation and branch it carries on.
    pub continues: Option<InstanceId>,
    /// What it shares with the other runs of the same request, if there are any.
    pub group: Option<InstanceId>,
    /// How long it is expected to run; progress is told from it. It ends nothing.
    pub estimate: Window,
    /// How long it waits for a worker; silence fails it.
    pub to_claim: Window,
    /// How long a worker may say nothing; silence interrupts the run.
    pub lease: Window,
    /// How long a worker may have it in all, however often it renews.
    pub to_finish: Window,
}

/// It ends nothing, so that it is never too short.
const ESTIMATE: [Clock<Terms>; 1] = [("estimate", |it| (it.estimate, Pace::Program))];

const CLOCKS: [Clock<Terms>; 3] = [
    ("to_claim", |it| (it.to_claim, Pace::Program)),
    ("lease", |it| (it.lease, Pace::Program)),
    ("to_finish", |it| (it.to_finish, Pace::Program)),
];

impl Terms {
    /// The longest window that terms may have: ten years of 365 days.
    pub const LONGEST: u64 = Finding::LONGEST;
}

impl Stage {
    /// Whether another run may follow this one: it may follow every end, and nothing else.
    #[must_use]
    pub fn is_continuable(&self) -> bool {
        self.is_terminal()
    }
}

impl Instance<Runs> {
    /// The terms of a run that follows this one, with the same agent and windows; `None` while this
    /// one has not ended (RUN-40). It is in no group: what follows a run follows that run alone
    /// (RUN-41).
    #[must_use]
    pub fn continuation(&self) -> Option<Terms> {
        let follows = || Terms { continues: Some(self.id), group: None, ..self.terms.clone() };
        self.stage.is_continuable().then(follows)
    }
}

impl machine::Terms for Terms {
    /// A run holds nothing and moves nothing, so that no balance of this asset ever changes. The
    /// kernel asks for one; any would do (RUN-03).
    fn asset(&self) -> Asset {
        Asset::USD
    }

    /// Whoever opens a run looks here first: there is no order that could be refused (RUN-02).
    fn unsound(&self) -> impl Iterator<Item = Finding> {
        // A worker that went away would never be noticed.
        let lease = (self.lease > self.to_finish).then_some(Finding::unsound(
            "lease_too_long",
            "lease",
            "the lease is longer than the whole run",
        ));
        Finding::too_long(self, &ESTIMATE).chain(Finding::too_long(self, &CLOCKS)).chain(lease)
    }

    fn notable(&self) -> impl Iterator<Item = Finding> {
        let others = [
            (self.lease == self.to_finish).then_some(Finding::notable(
                "lease_never_renewed",
                "lease",
                "the lease lasts the whole run, so that a worker that went away is not noticed",
            )),
            (self.estimate > self.to_finish).then_some(Finding::notable(
                "estimate_over_time",
                "estimate",
                "the run is expected to take longer than it may",
            )),
        ];
        Finding::too_short(self, &CLOCKS).chain(others.into_iter().flatten())
    }
}
