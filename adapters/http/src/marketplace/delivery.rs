//! A delivery as it is kept, whether it was the first, a revision or the answer to a dispute.

use earnest::marketplace::Work;
use earnest_service::Held;
use serde::Deserialize;

use crate::documents::Documents;
use crate::wire::{Time, Verbatim};

/// What a delivery's views show. Its texts were checked when they came in, and are given back
/// as they are kept.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) summary: Verbatim,
    pub(super) artifacts: Verbatim,
    pub(super) work: Work,
    pub(super) at: Time,
}

/// The documents of the commands that deliver.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    result_summary: Option<Verbatim>,
    artifacts: Option<Verbatim>,
    delivery_proof: Option<Proof>,
}

#[derive(Deserialize)]
struct Proof {
    summary: Verbatim,
    artifacts: Verbatim,
}

/// What a view needs of the record; the rest is passed over.
#[derive(Deserialize)]
struct Record {
    to: Stage,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stage {
    delivered: Option<Delivered>,
}

#[derive(Deserialize)]
struct Delivered {
    work: Work,
}

impl Delivery {
    /// The latest one of a task.
    pub(super) fn latest<M: earnest::Machine>(
        held: &Held<M>,
        documents: &Documents,
    ) -> Option<Self> {
        let latest = |command: &str| held.places.get(command)?.last().copied();
        let number = latest("Deliver").max(latest("Redeliver"))?;
        Self::of(documents, number)
    }

    /// The delivery that an entry is.
    pub(super) fn of(documents: &Documents, number: u64) -> Option<Self> {
        let entry = documents.entry(number)?;
        let record: Record = serde_json::from_str(&entry.body).ok()?;
        let document: Document = documents.document(number)?;
        let (summary, artifacts) = match document.delivery_proof {
            Some(proof) => (proof.summary, proof.artifacts),
            None => (document.result_summary?, document.artifacts?),
        };
        Some(Self { summary, artifacts, work: record.to.delivered?.work, at: Time(entry.at) })
    }
}
