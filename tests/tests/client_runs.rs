//! The typed client against the real binary: runs, their workers, groups.

use std::time::Duration;

use earnest_client::Client;
use earnest_client::admin::NewUser;
use earnest_client::runs::{NewRun, Offer, RunEvent, RunStatus, Speaker, Started};
use earnest_tests::scene::{next, within};
use earnest_tests::server::{ADMIN_KEY, Server};
use futures_util::TryStreamExt;

/// A server with a user and a worker.
struct Office {
    _server: Server,
    user: Client,
    worker: Client,
}

#[tokio::test]
async fn a_run_is_claimed_logged_completed_and_continued() {
    let office = Office::open().await;
    let (runs, worker) = (office.user.runs(), office.worker.worker());
    assert_eq!(worker.claim(None, Duration::from_millis(1)).await.unwrap(), None);
    let repository = Some("https://github.com/example/stamps".to_owned());
    let wish = NewRun { repository, ..prompt("sort the stamps") };
    let Started::Run(started) = runs.create(&wish).await.unwrap() else { panic!("a group") };
    assert_eq!(started.status, RunStatus::Queued);
    let id = started.run_id;
    let options = runs.options(&id).await.unwrap();
    assert_eq!(options.options[0].action, "cancel");
    assert_eq!((&options.if_silent[0].status, options.if_silent.len()), (&RunStatus::Failed, 1));
    assert!(options.forecast.payouts.is_none(), "no money moves");
    assert!(options.forecast.latest.unwrap() > options.if_silent[0].at);
    assert_eq!(next(&mut worker.offers()).await.body, Offer::Run(id.clone()));
    let claimed = worker.claim(None, Duration::ZERO).await.unwrap().unwrap();
    assert_eq!((claimed.run_id, claimed.prompt.as_str()), (id.clone(), "sort the stamps"));
    assert_eq!(runs.status(&id).await.unwrap().status, RunStatus::Running);
    let lines = ["by country", "by year"].map(str::to_owned);
    let lease = worker.renew(&id, &lines).await.unwrap();
    assert!(lease.lease_ends_at.is_some());
    worker.complete(&id, "sorted", Some("stamps-1")).await.unwrap();

    let run = runs.task(&id).await.unwrap();
    assert_eq!((&run.status, run.progress), (&RunStatus::Completed, 100));
    assert_eq!(run.github.unwrap().created_branch.as_deref(), Some("stamps-1"));
    assert_eq!(run.messages.last().unwrap().role, Speaker::Assistant);
    let events: Vec<_> = within(runs.logs(&id, None).try_collect()).await.unwrap();
    let told: Vec<&str> = events.iter().map(|event| short(&event.body)).collect();
    assert_eq!(told, ["queued", "running", "by country", "by year", "completed"]);
    let last = events.last().unwrap().id.as_deref();
    let rest: Vec<_> = within(runs.logs(&id, last).try_collect()).await.unwrap();
    assert_eq!(rest, [], "nothing is left");
    let journal: Vec<_> = within(runs.journal(&id).items().try_collect()).await.unwrap();
    let kinds: Vec<_> = journal.iter().map(|entry| (entry.number, entry.kind.as_str())).collect();
    assert_eq!(kinds, [(1, "opened"), (2, "record"), (3, "record"), (4, "record")]);
    let more = runs.continue_run(&id, "now by colour").await.unwrap();
    let more = runs.task(&more.run_id).await.unwrap();
    assert_eq!((more.continues, more.messages.len()), (Some(id), 3));
}

#[tokio::test]
async fn a_group_is_cancelled_and_what_has_ended_says_so() {
    let office = Office::open().await;
    let (runs, worker) = (office.user.runs(), office.worker.worker());
    let selected_agents = vec!["left".to_owned(), "right".to_owned()];
    let wish = NewRun { selected_agents: selected_agents.clone(), ..prompt("sort the stamps") };
    let Started::Group(group) = runs.create(&wish).await.unwrap() else { panic!("one run") };
    assert!(group.runs.iter().map(|run| &run.agent).eq(&selected_agents));
    let right = &selected_agents[1..];
    let claimed = worker.claim(Some(right), Duration::ZERO).await.unwrap().unwrap();
    assert_eq!(claimed.run_id, group.runs[1].run_id);
    worker.fail(&claimed.run_id, "no stamps").await.unwrap();
    let failed = runs.task(&claimed.run_id).await.unwrap();
    assert_eq!((failed.status, failed.error.as_deref()), (RunStatus::Failed, Some("no stamps")));
    assert_eq!(runs.group(&group.group_id).await.unwrap().status, RunStatus::Running);
    let cancelled = runs.cancel_group(&group.group_id).await.unwrap();
    assert_eq!((cancelled.success, cancelled.status), (true, RunStatus::Failed));
    assert_eq!(cancelled.runs[0].status, RunStatus::Cancelled);
    let late = runs.cancel(&claimed.run_id).await.unwrap();
    assert_eq!((late.success, late.status), (false, RunStatus::Failed));
    let gone = worker.renew(&claimed.run_id, &[]).await.unwrap_err();
    assert_eq!((gone.status(), gone.code()), (Some(409), Some("wrong_state")));
    let layman = office.user.worker().claim(None, Duration::ZERO).await.unwrap_err();
    assert_eq!((layman.status(), layman.code()), (Some(403), Some("workers_only")));
}

impl Office {
    async fn open() -> Self {
        let server = Server::start();
        let client = |key: &str| Client::new(server.client().base(), key).unwrap();
        let admin = client(ADMIN_KEY).admin();
        let user = |name: &str| NewUser { name: name.to_owned(), admin: false };
        let user_key = admin.create_user(&user("Uma User")).await.unwrap().api_key.unwrap();
        let worker = admin.create_user(&user("Wanda Worker")).await.unwrap();
        admin.set_worker(&worker.user.id, true).await.unwrap();
        let (user, worker) = (client(&user_key), client(&worker.api_key.unwrap()));
        Self { _server: server, user, worker }
    }
}

fn prompt(prompt: &str) -> NewRun {
    NewRun { prompt: prompt.to_owned(), ..NewRun::default() }
}

/// An event in a word or two.
fn short(event: &RunEvent) -> &str {
    match event {
        RunEvent::Status(changed) => changed.status.as_str(),
        RunEvent::Log(line) => &line.message,
        _ => "unknown",
    }
}
