//! The lists and words of runs.

use earnest::Instance;
use earnest::runs::{Runs, Stage};

use super::names::{self, ListName};
use super::{Hosted, Stakes, Status};

impl Hosted for Runs {
    fn lists(instance: &Instance<Self>) -> Vec<ListName> {
        let mut lists = vec![names::runs(instance.terms.user)];
        lists.extend(instance.terms.group.map(names::group));
        match &instance.stage {
            Stage::Queued(_) => lists.push(ListName::one(names::QUEUED)),
            Stage::Running(_) => {
                lists.push(ListName::one(names::RUNNING));
                let worker = instance.stage.execution().map(|execution| execution.worker);
                lists.extend(worker.map(names::claimed));
            }
            Stage::Completed(_)
            | Stage::Failed(_)
            | Stage::Cancelled(_)
            | Stage::Interrupted(_) => {}
        }
        lists
    }

    fn facet(instance: &Instance<Self>) -> &'static str {
        instance.stage.status().word()
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
