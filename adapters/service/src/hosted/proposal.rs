//! A proposal's lists and words.

use earnest::Instance;
use earnest::machine::Stage as _;
use earnest::proposal::{Proposal, Stage};

use super::{Hosted, Stakes, Status, names};
use crate::store::Listing;

impl Hosted for Proposal {
    fn lists(instance: &Instance<Self>) -> Vec<Listing> {
        let facet = instance.stage.name().to_owned();
        vec![Listing { list: names::proposals(instance.terms.task), facet }]
    }

    fn stakes(_: &Instance<Self>) -> Option<Stakes> {
        None
    }
}

impl Status for Stage {
    fn status(&self) -> &'static str {
        match self {
            Self::Offered(_) => "PENDING",
            Self::Accepted(_) => "ACCEPTED",
            Self::Declined(_) => "DECLINED",
            Self::Withdrawn(_) => "WITHDRAWN",
            Self::Lapsed(_) => "EXPIRED",
        }
    }
}
