//! `earnest audit`: the file against the laws.

use std::io::{self, Write};

use earnest::credits::Credits;
use earnest::marketplace::Marketplace;
use earnest::money::Amount;
use earnest::proposal::Proposal;
use earnest::runs::Runs;
use earnest_service::audit::{Auditor, Report};
use earnest_sqlite::Sqlite;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::options::Audit;

/// Audits a file, prints the report, and says whether every law holds.
pub(crate) async fn audit(options: &Audit) -> Result<bool, Fault> {
    if !options.data.exists() {
        return Err(Fault::NoFile(options.data.clone()));
    }
    let store = Sqlite::open_read_only(&options.data)?;
    let auditor = Auditor::default().host::<Marketplace>().host::<Proposal>();
    let auditor = auditor.host::<Runs>().host::<Credits>();
    let report = auditor.audit(&store).await?;
    let text = if options.json { machine(&report).to_string() } else { report.to_string() };
    writeln!(io::stdout(), "{text}").map_err(Fault::Report)?;
    Ok(report.findings.is_empty())
}

/// The report for programs.
fn machine(report: &Report) -> Value {
    let held = report.held.iter().map(|(asset, held)| {
        let amount = u128::try_from(*held).ok().and_then(Amount::new);
        let shown = amount.map_or_else(|| held.to_string(), |it| asset.show(it).to_string());
        (asset.code().to_owned(), Value::String(shown))
    });
    let findings = report.findings.iter();
    let findings = findings.map(|it| json!({"law": it.law, "place": it.place, "what": it.what}));
    json!({
        "sound": report.findings.is_empty(),
        "streams": report.streams,
        "entries": report.entries,
        "records": report.records,
        "documents": report.documents,
        "postings": report.postings,
        "wallets": report.wallets,
        "held": held.collect::<serde_json::Map<_, _>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}
