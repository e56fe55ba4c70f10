//! The lists and words of runs.

use earnest::Instance;
use earnest::runs::{Runs, Stage};

use super::{Hosted, Stakes, Status, names};
use crate::store::Listing;

impl Hosted for Runs {
    fn lists(instance: &Instance<Self>) -> Vec<Listing> {
        let facet = instance.stage.status().word();
        let listing = |list| Listing { list, facet: facet.to_owned() };
        let mut lists = vec![listing(names::runs(instance.terms.user))];
        lists.extend(instance.terms.group.map(|group| listing(names::group(group))));
        match &instance.stage {
            Stage::Queued(_) => lists.push(listing(names::QUEUED.to_owned())),
            Stage::Running(_) => {
                lists.push(listing(names::RUNNING.to_owned()));
                let worker = instance.stage.execution().map(|execution| execution.worker);
                lists.extend(worker.map(|worker| listing(names::claimed(worker))));
            }
            Stage::Completed(_)
            | Stage::Failed(_)
            | Stage::Cancelled(_)
            | Stage::Interrupted(_) => {}
        }
        lists
    }

    fn stakes(_: &Instance<Self>) -> Option<Stakes> {
        None
    }
}

impl Status for Stage {
    fn status(&self) -> &'static str {
        Self::status(self).word()
    }
}
