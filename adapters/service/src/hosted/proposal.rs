//! A proposal's lists and words.

use earnest::Instance;
use earnest::machine::Stage as _;
use earnest::proposal::{Proposal, Stage};

use super::names::{self, ListName};
use super::{Hosted, Stakes, Status};

impl Hosted for Proposal {
    fn lists(instance: &Instance<Self>) -> Vec<ListName> {
        vec![names::proposals(instance.terms.task)]
    }

    fn facet(instance: &Instance<Self>) -> &'static str {
        instance.stage.name()
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
