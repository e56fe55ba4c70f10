//! The page of states: each stage stands there once, with the word that the server says, and with
//! words of A2A and of MCP that can follow one another.

use std::collections::BTreeMap;

use earnest::credits::Credits;
use earnest::ids::{Digest, PartyId};
use earnest::machine::Table;
use earnest::marketplace::Marketplace;
use earnest::proposal::{self, Proposal};
use earnest::runs::{self, Execution, Runs};
use earnest::time::Timestamp;
use earnest_service::{Status, credits_status, task_status};
use earnest_tests::specification::Library;
use earnest_tests::specification::states::{A2A, MCP, Mapped, STATES, states};

/// What nothing may follow, in both protocols.
const FINAL: [&str; 5] = ["completed", "canceled", "cancelled", "failed", "rejected"];

/// What is wrong with the rows of a lifecycle; empty is good.
fn wrong<T: Table>(rows: &[Mapped<'_>], word: impl Fn(&str) -> &'static str) -> Vec<String> {
    let mut wrong = Vec::new();
    let stages: Vec<_> = rows.iter().map(|row| row.stage).collect();
    if stages != T::STAGES {
        wrong.push(format!("the stages are {:?}, not {stages:?}", T::STAGES));
    }
    for row in rows {
        if T::STAGES.contains(&row.stage) && row.wire != word(row.stage) {
            wrong.push(format!("{} is `{}` on the wire", row.stage, word(row.stage)));
        }
        if !A2A.contains(&row.a2a) || !MCP.contains(&row.mcp) {
            wrong.push(format!("{}: no such state", row.stage));
        }
        if row.lost.is_empty() {
            wrong.push(format!("{}: what is lost is not said", row.stage));
        }
    }
    let find = |stage: &str| rows.iter().find(|row| row.stage == stage);
    for (from, to) in T::ROWS.iter().flat_map(|row| row.to.iter().map(|to| (row.from, *to))) {
        let (Some(before), Some(after)) = (find(from), find(to)) else { continue };
        for (before, after) in [(before.a2a, after.a2a), (before.mcp, after.mcp)] {
            if FINAL.contains(&before) && before != after {
                wrong.push(format!("{from} to {to}: `{after}` follows `{before}`"));
            }
        }
    }
    for end in T::ENDS.iter().filter_map(|end| find(end)) {
        if !FINAL.contains(&end.a2a) || !FINAL.contains(&end.mcp) {
            wrong.push(format!("{}: an end, and not final", end.stage));
        }
    }
    wrong
}

/// The words of a lifecycle whose stages say them themselves.
fn words<S: Status + earnest::machine::Stage>(
    stages: Vec<S>,
) -> BTreeMap<&'static str, &'static str> {
    stages.iter().map(|stage| (stage.name(), stage.status())).collect()
}

fn of_runs() -> BTreeMap<&'static str, &'static str> {
    let (at, paper) = (Timestamp::EPOCH, Digest([0; 32]));
    let execution = Execution { worker: PartyId(1), started: at };
    words::<runs::Stage>(vec![
        runs::Queued { claim_by: at }.into(),
        runs::Running { execution, renew_by: at }.into(),
        runs::Completed { execution, message: paper, branch: None }.into(),
        runs::Failed { why: runs::Why::NotClaimed }.into(),
        runs::Cancelled { execution: None }.into(),
        runs::Interrupted { execution, by: runs::Stopped::OutOfTime }.into(),
    ])
}

fn of_proposals() -> BTreeMap<&'static str, &'static str> {
    words::<proposal::Stage>(vec![
        proposal::Offered { accept_by: Timestamp::EPOCH }.into(),
        proposal::Accepted {}.into(),
        proposal::Declined {}.into(),
        proposal::Withdrawn {}.into(),
        proposal::Lapsed {}.into(),
    ])
}

#[test]
fn each_stage_stands_there_once_with_the_word_of_the_wire() {
    let library = Library::of_the_workspace();
    let page = states(library.text(STATES).expect("the page is there"));
    let rows = |heading: &str| page.get(heading).map_or(&[][..], Vec::as_slice);
    let (runs, proposals) = (of_runs(), of_proposals());
    let none: [String; 0] = [];
    assert_eq!(wrong::<Marketplace>(rows("Marketplace"), task_status), none);
    assert_eq!(wrong::<Credits>(rows("Credits"), credits_status), none);
    assert_eq!(wrong::<Runs>(rows("Runs"), |stage| runs[stage]), none);
    assert_eq!(wrong::<Proposal>(rows("Proposals"), |stage| proposals[stage]), none);
    assert_eq!(page.len(), 4, "a table of no lifecycle");
}

/// The same check, on a page with one thing wrong.
#[test]
fn a_page_that_is_wrong_is_noticed() {
    let sound = "\
        ## Proposals\n\n\
        | stage | wire | A2A | MCP | what is lost |\n|---|---|---|---|---|\n\
        | Offered | `PENDING` | input-required | input_required | until when |\n\
        | Accepted | `ACCEPTED` | completed | completed | nothing |\n\
        | Declined | `DECLINED` | rejected | cancelled | nothing |\n\
        | Withdrawn | `WITHDRAWN` | canceled | cancelled | nothing |\n\
        | Lapsed | `EXPIRED` | canceled | cancelled | nothing |\n";
    let words = of_proposals();
    let found = |words_: &str, others: &str| {
        assert_eq!(sound.matches(words_).count(), 1, "{words_}");
        let page = sound.replace(words_, others);
        wrong::<Proposal>(&states(&page)["Proposals"], |stage| words[stage])
    };
    assert_eq!(found("until when", "when"), Vec::<String>::new());
    assert_eq!(found("`PENDING`", "`OPEN`"), ["Offered is `PENDING` on the wire"]);
    assert_eq!(
        found("rejected", "refused"),
        ["Declined: no such state", "Declined: an end, and not final"]
    );
    assert_eq!(
        found("canceled | cancelled | nothing |\n| L", "unknown | cancelled | nothing |\n| L"),
        ["Withdrawn: an end, and not final"]
    );
    assert_eq!(
        found("input-required | input_required", "completed | input_required").len(),
        3,
        "nothing follows what is final"
    );
    assert_eq!(found("until when", ""), ["Offered: what is lost is not said"]);
    assert_eq!(found("| Lapsed | `EXPIRED` | canceled | cancelled | nothing |\n", "").len(), 1);
    assert_eq!(found("| Lapsed |", "| Accepted |").len(), 2);
}
