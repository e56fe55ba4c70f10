//! The typed client against the real binary: tasks for credits, their agents, votes and disputes.

use std::slice;
use std::time::Duration;

use earnest_client::credits::{
    CreditDisputeStatus, CreditEvent, CreditStatus, CreditTask, CreditTaskFilter, FailReason,
    Feedback, NewCreditAgent, NewCreditDispute, NewCreditTask, Output, Relief,
};
use earnest_client::{CreditTaskId, Event, Events, IdempotencyKey, PageQuery};
use earnest_tests::scene::{until, within};
use earnest_tests::studio::{
    REFUND_WINDOW, Studio, card, complaint, document, output, refusal, review,
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

#[tokio::test]
async fn a_task_is_routed_worked_on_checked_and_paid_after_the_refund_window() {
    let studio = Studio::open().await;
    let (buyer, worker) = (&studio.buyer, &studio.worker);
    let submitted = buyer.create_task(&review(5000)).await.unwrap();
    assert_eq!(submitted.status, CreditStatus::Submitted);
    assert_eq!((&submitted.input, submitted.agent_id), (&review(5000).input, None));
    let id = submitted.id;
    let mut events = buyer.task_events(&id, None);
    let assigned = worker.submitted(None).await.unwrap();
    assert_eq!(assigned.iter().map(|task| &task.id).collect::<Vec<_>>(), [&id]);
    assert_eq!(
        (&assigned[0].agent_id, assigned[0].price),
        (&Some(studio.agent.clone()), Some(2500))
    );

    let sandbox = worker.provision_sandbox(&id).await.unwrap();
    assert_eq!(worker.provision_sandbox(&id).await.unwrap(), sandbox);
    let executing = worker.executing(&id, &sandbox).await.unwrap();
    assert_eq!(executing.status, CreditStatus::Executing);
    assert_eq!(executing.sandbox_id.as_ref(), Some(&sandbox));
    assert_eq!(worker.submitted(Some(1)).await.unwrap(), []);
    let handed_in = worker.complete(&id, &output()).await.unwrap();
    assert_eq!(handed_in.status, CreditStatus::QualityCheck);
    assert_eq!((handed_in.execution_time_ms, handed_in.output), (Some(3200), None));
    let complete = until(&mut events, |it| matches!(it, CreditEvent::Complete(_))).await;
    let CreditEvent::Complete(complete) = complete.body else { panic!("{complete:?}") };
    assert_eq!(complete.output.as_ref(), Some(&output().output));
    // Half for being there, 10 for its two parts, 24 for the window that is left almost whole.
    assert_eq!((complete.quality_score, complete.credits_charged), (84, 2500));
    let passed = buyer.task(&id).await.unwrap();
    assert_eq!(passed.status, CreditStatus::Completed);
    assert_eq!((passed.output, passed.quality_score), (complete.output, Some(84)));
    assert_eq!((passed.credits_charged, passed.feedback), (Some(2500), None));
    let refund_by = passed.completed_at.unwrap() + REFUND_WINDOW;
    assert_eq!((passed.refund_by, passed.deadline), (Some(refund_by), Some(refund_by)));
    assert_eq!(studio.wallet(&studio.scene.buyer).await, ["975.00", "25.00"]);
    assert!(worker.destroy_sandbox(&id, &sandbox).await.unwrap());
    assert!(!worker.destroy_sandbox(&id, &sandbox).await.unwrap());

    studio.wait(REFUND_WINDOW).await;
    assert_eq!(studio.wallet(&studio.scene.buyer).await, ["975.00", "0.00"]);
    assert_eq!(studio.wallet(&studio.scene.owner).await, ["25.00", "0.00"]);
    assert!(!buyer.feedback(&id, Feedback::Up).await.unwrap());
    let rated = buyer.task(&id).await.unwrap();
    assert_eq!(rated.feedback, Some(Feedback::Up));
    let agent = worker.agent(&studio.agent).await.unwrap();
    assert_eq!((agent.completed, agent.failed, agent.up, agent.down), (1, 0, 1, 0));
}

#[tokio::test]
async fn a_down_vote_refunds_until_the_window_closes_and_never_after() {
    let studio = Studio::open().await;
    let buyer = &studio.buyer;
    let id = studio.completed().await;
    assert!(!buyer.feedback(&id, Feedback::Up).await.unwrap());
    studio.wait(REFUND_WINDOW - Duration::from_millis(1)).await;
    assert!(buyer.feedback(&id, Feedback::Down).await.unwrap());
    let refunded = buyer.task(&id).await.unwrap();
    assert_eq!(refunded.status, CreditStatus::Refunded);
    assert_eq!((refunded.credits_charged, refunded.feedback), (Some(0), Some(Feedback::Down)));
    assert_eq!(studio.wallet(&studio.scene.buyer).await, ["1000.00", "0.00"]);
    assert!(buyer.feedback(&id, Feedback::Down).await.unwrap(), "the same vote, the same answer");
    let events = told(buyer.task_events(&id, None)).await;
    let life = ["submitted", "executing", "quality_check", "completed", "84 of 100", "refunded"];
    assert_eq!(events.iter().map(|(_, word)| word).collect::<Vec<_>>(), life.each_ref());
    let rest = told(buyer.task_events(&id, events[3].0.as_deref())).await;
    assert_eq!(rest, events[4..], "a stream goes on behind the event that is named");
    let rest = told(buyer.task_events(&id, events[5].0.as_deref())).await;
    assert_eq!(rest, [], "nothing is left");

    let id = studio.completed().await;
    studio.wait(REFUND_WINDOW).await;
    assert!(!buyer.feedback(&id, Feedback::Down).await.unwrap());
    assert!(!buyer.feedback(&id, Feedback::Down).await.unwrap());
    let kept = buyer.task(&id).await.unwrap();
    assert_eq!((kept.status, kept.credits_charged), (CreditStatus::Completed, Some(2500)));
    let changed = buyer.feedback(&id, Feedback::Up).await.unwrap_err();
    assert_eq!(refusal(&changed), (409, "vote_stands"));
}

#[tokio::test]
async fn a_dispute_is_taken_up_and_ruled_on_and_the_agent_gives_its_share_back() {
    let studio = Studio::open().await;
    let (buyer, staff) = (&studio.buyer, studio.scene.admin.admin());
    let id = studio.completed().await;
    studio.wait(REFUND_WINDOW).await;
    assert_eq!(studio.wallet(&studio.scene.owner).await, ["25.00", "0.00"]);
    let filed = buyer.file_dispute(&id, &complaint()).await.unwrap();
    assert_eq!((&filed.status, &filed.task_id), (&CreditDisputeStatus::Filed, &id));
    let NewCreditDispute { reason, description } = complaint();
    assert_eq!((&filed.reason, &filed.description), (&reason, &description));
    assert_eq!(studio.worker.dispute(&id).await.unwrap(), filed);
    let open: Vec<_> = within(staff.credit_disputes().items().try_collect()).await.unwrap();
    assert_eq!(open, slice::from_ref(&filed));
    let reviewed = staff.review_credit_dispute(&filed.id).await.unwrap();
    assert_eq!(reviewed.status, CreditDisputeStatus::UnderReview);
    let again = staff.review_credit_dispute(&filed.id).await.unwrap_err();
    assert_eq!(refusal(&again), (409, "under_review"));
    let notes = Some("two files of five".to_owned());
    let relief = Relief { refund_percentage: "40".parse().unwrap(), notes: notes.clone() };
    let resolved = staff.resolve_credit_dispute(&filed.id, &relief).await.unwrap();
    assert_eq!(resolved.status, CreditDisputeStatus::Resolved);
    assert_eq!((resolved.resolution.as_deref(), &resolved.notes), (Some("ruled"), &notes));
    assert_eq!(resolved.refund_percentage.as_ref().unwrap().digits(), "40");
    assert_eq!(staff.credit_disputes().page(&PageQuery::default()).await.unwrap().items, []);
    let task = buyer.task(&id).await.unwrap();
    assert_eq!((&task.status, task.credits_charged), (&CreditStatus::Completed, Some(1500)));
    assert_eq!(task.dispute, Some(resolved));
    assert_eq!(studio.wallet(&studio.scene.owner).await, ["15.00", "0.00"]);
    assert_eq!(studio.wallet(&studio.scene.buyer).await, ["985.00", "0.00"]);
}

#[tokio::test]
async fn a_dispute_is_withdrawn_or_conceded_or_overtaken_by_a_down_vote() {
    let studio = Studio::open().await;
    let buyer = &studio.buyer;
    let id = studio.completed().await;
    buyer.file_dispute(&id, &complaint()).await.unwrap();
    let withdrawn = buyer.withdraw_dispute(&id).await.unwrap();
    assert_eq!(withdrawn.resolution.as_deref(), Some("withdrawn"));
    assert_eq!(studio.wallet(&studio.scene.owner).await, ["25.00", "0.00"]);

    // By the agent itself, and by its owner.
    for conceding in [&studio.worker, &studio.owner] {
        let id = studio.completed().await;
        buyer.file_dispute(&id, &complaint()).await.unwrap();
        let conceded = conceding.concede_dispute(&id, Some("my mistake")).await.unwrap();
        assert_eq!(conceded.resolution.as_deref(), Some("conceded"));
        assert_eq!(buyer.task(&id).await.unwrap().status, CreditStatus::Refunded);
        let journal: Vec<_> = within(buyer.journal(&id).items().try_collect()).await.unwrap();
        let said: Value = journal.last().unwrap().document.as_ref().unwrap().read().unwrap();
        assert_eq!(said["message"], "my mistake");
    }

    let id = studio.completed().await;
    buyer.file_dispute(&id, &complaint()).await.unwrap();
    let content = buyer.feedback(&id, Feedback::Up).await.unwrap_err();
    assert_eq!(refusal(&content), (409, "up_while_contested"));
    assert!(buyer.feedback(&id, Feedback::Down).await.unwrap());
    assert_eq!(buyer.dispute(&id).await.unwrap().resolution.as_deref(), Some("voted"));

    let id = studio.completed().await;
    buyer.file_dispute(&id, &complaint()).await.unwrap();
    studio.wait(REFUND_WINDOW).await;
    let late = buyer.feedback(&id, Feedback::Down).await.unwrap_err();
    assert_eq!(refusal(&late), (409, "refund_window_closed"));
}

#[tokio::test]
async fn work_that_fails_costs_nothing_and_says_why() {
    let studio = Studio::open().await;
    let (buyer, worker) = (&studio.buyer, &studio.worker);
    let id = studio.executing().await;
    let why = "the repository cannot be cloned";
    let failed = worker.fail(&id, FailReason::ExecutionError, Some(why)).await.unwrap();
    assert_eq!((&failed.status, failed.credits_charged), (&CreditStatus::Failed, Some(0)));
    let reason = (failed.failure_reason.as_deref(), failed.error_message.as_deref());
    assert_eq!(reason, (Some("execution_error"), Some(why)));
    let events: Vec<Event<CreditEvent>> =
        within(buyer.task_events(&id, None).try_collect()).await.unwrap();
    let CreditEvent::Status(last) = &events.last().unwrap().body else { panic!("{events:?}") };
    assert_eq!(last.previous_status, Some(CreditStatus::Executing));
    assert_eq!((last.reason.as_deref(), last.error_message.as_deref()), reason);

    let id = studio.executing().await;
    let blank = Output { output: document(&json!({})), quality_score: Some(100), ..output() };
    worker.complete(&id, &blank).await.unwrap();
    let last = told(buyer.task_events(&id, None)).await.pop().unwrap();
    assert_eq!(last.1, "failed quality_gate");
    let rejected = buyer.task(&id).await.unwrap();
    assert_eq!((rejected.quality_score, rejected.output), (Some(0), None));
    assert_eq!(studio.wallet(&studio.scene.buyer).await, ["1000.00", "0.00"]);
    assert_eq!(worker.agent(&studio.agent).await.unwrap().failed, 2);
}

#[tokio::test]
async fn a_task_that_nobody_takes_waits_in_routing_for_an_agent_or_its_end() {
    let studio = Studio::open().await;
    let task_type = "translation".to_owned();
    let task = NewCreditTask { task_type: task_type.clone(), ..review(5000) };
    let waiting = studio.buyer.create_task(&task).await.unwrap().id;
    let mut events = studio.buyer.task_events(&waiting, None);
    until(&mut events, status(CreditStatus::Routing)).await;
    let translator = NewCreditAgent {
        description: Some("Both ways.".to_owned()),
        task_types: vec![task_type],
        max_concurrent: Some(3),
        ..card("Translator")
    };
    let translator = studio.owner.register_agent(&translator).await.unwrap();
    let registered = translator.agent;
    assert_eq!(registered.description.as_deref(), Some("Both ways."));
    assert_eq!((registered.max_concurrent, registered.load), (3, 0));
    until(&mut events, status(CreditStatus::Submitted)).await;
    let worker = studio.scene.client(&translator.api_key.unwrap()).credits();
    assert_eq!(ids(&worker.submitted(None).await.unwrap()), [waiting]);
    assert_eq!(studio.buyer.agent(&registered.id).await.unwrap().load, 1);

    let alone = NewCreditTask { task_type: "singing".to_owned(), ..review(5000) };
    let alone = studio.buyer.create_task(&alone).await.unwrap().id;
    let mut events = studio.buyer.task_events(&alone, None);
    until(&mut events, status(CreditStatus::Routing)).await;
    studio.wait(Duration::from_secs(60)).await;
    let last = told(events).await.pop().unwrap();
    assert_eq!(last.1, "failed no_agent_found");
}

#[tokio::test]
async fn tasks_are_listed_by_number_by_cursor_by_status_and_by_agent() {
    let studio = Studio::open().await;
    let (buyer, everything) = (&studio.buyer, CreditTaskFilter::default());
    let mut made = vec![studio.completed().await];
    for _ in 0..4 {
        made.push(buyer.create_task(&studio.hire()).await.unwrap().id);
    }
    made.reverse();
    let page = buyer.tasks_page(&everything, 2, Some(2)).await.unwrap();
    assert_eq!(ids(&page.data), made[2..4]);
    let pagination = page.pagination;
    assert_eq!((pagination.page, pagination.page_size), (2, 2));
    assert_eq!((pagination.total, pagination.total_pages), (5, 3));
    assert_eq!(buyer.tasks_page(&everything, 4, Some(2)).await.unwrap().data, []);
    let query = PageQuery { limit: Some(3), cursor: None };
    let first = buyer.tasks(&everything).page(&query).await.unwrap();
    assert_eq!(ids(&first.items), made[..3]);
    let rest = PageQuery { cursor: first.next_cursor, ..query };
    let rest = buyer.tasks(&everything).page(&rest).await.unwrap();
    assert_eq!((ids(&rest.items), rest.next_cursor), (made[3..].to_vec(), None));
    let all: Vec<_> = within(buyer.tasks(&everything).items().try_collect()).await.unwrap();
    assert_eq!(ids(&all), made);
    let status = Some(CreditStatus::Completed);
    let completed = CreditTaskFilter { status, agent_id: None };
    let completed = buyer.tasks_page(&completed, 1, None).await.unwrap();
    assert_eq!((ids(&completed.data), completed.pagination.total), (made[4..].to_vec(), 1));
    // The agent has one place: of the tasks that wait for it one is assigned, the first that came.
    let agent_id = Some(studio.agent.clone());
    let hired = CreditTaskFilter { agent_id, status: None };
    let hired = studio.owner.tasks_page(&hired, 1, None).await.unwrap();
    assert_eq!((ids(&hired.data), hired.pagination.total), (made[3..].to_vec(), 2));
    assert_eq!(studio.owner.tasks_page(&everything, 1, None).await.unwrap().pagination.total, 0);
}

#[tokio::test]
async fn an_agent_submits_at_its_owners_cost_and_its_keys_are_its_owners_to_make() {
    let studio = Studio::open().await;
    let key = studio.owner.create_agent_key(&studio.agent).await.unwrap();
    let other = studio.scene.client(&key.api_key.unwrap()).credits();
    assert!(other.submitted(None).await.is_ok());
    studio.owner.revoke_agent_key(&studio.agent, &key.key_id).await.unwrap();
    assert_eq!(refusal(&other.submitted(None).await.unwrap_err()), (401, "unauthenticated"));
    let gone = studio.owner.revoke_agent_key(&studio.agent, &key.key_id).await.unwrap_err();
    assert_eq!(refusal(&gone), (404, "not_found"));
    let stranger = studio.buyer.create_agent_key(&studio.agent).await.unwrap_err();
    assert_eq!(refusal(&stranger), (403, "not_your_agent"));

    let once = studio.scene.owner.once(IdempotencyKey::random()).credits();
    let first = once.register_agent(&card("Once")).await.unwrap();
    let again = once.register_agent(&card("Once")).await.unwrap();
    assert_eq!((again.agent, again.key_id), (first.agent, first.key_id));
    assert_eq!((first.api_key.is_some(), again.api_key), (true, None), "a key is shown once");

    let id = studio.executing().await;
    let (helper, _) = studio.register(&studio.buyer, "Second Agent").await;
    let owner = studio.scene.owner.marketplace().agent(&studio.scene.agent).await.unwrap().owner_id;
    studio.deposit(&owner).await;
    let part = NewCreditTask { agent_id: Some(helper.clone()), ..review(3000) };
    let part = NewCreditTask { parent_task_id: Some(id.clone()), ..part };
    let part = studio.worker.create_task(&part).await.unwrap();
    assert_eq!((part.owner_id, part.submitted_by), (owner, Some(studio.agent.clone())));
    assert_eq!((part.parent_task_id, part.agent_id), (Some(id), Some(helper)));
    assert_eq!(studio.owner.task(&part.id).await.unwrap().max_budget, 3000);
    assert_eq!(studio.wallet(&studio.scene.owner).await, ["970.00", "30.00"]);
}

#[tokio::test]
async fn options_and_the_journal_tell_what_may_be_and_what_has_been() {
    let studio = Studio::open().await;
    let id = studio.completed().await;
    let options = studio.buyer.options(&id).await.unwrap();
    let actions: Vec<&str> = options.options.iter().map(|it| it.action.as_str()).collect();
    assert_eq!(actions, ["feedback", "dispute"]);
    let paid = &options.if_silent[0];
    assert_eq!((&paid.status, paid.moves[0].to.as_str()), (&CreditStatus::Completed, "AGENT"));
    let moved = (paid.moves[0].amount.digits(), paid.moves[0].currency.as_str());
    assert_eq!(moved, ("2500", "CREDIT"), "in cents");
    let (told, payouts) = (&options.forecast, options.forecast.payouts.as_ref().unwrap());
    assert!(told.latest.unwrap() > options.if_silent.last().unwrap().at);
    assert_eq!((payouts.most.agent.digits(), payouts.currency.as_str()), ("2500", "CREDIT"));
    let journal: Vec<_> = within(studio.worker.journal(&id).items().try_collect()).await.unwrap();
    assert!((1..).zip(&journal).all(|(number, entry)| entry.number == number));
    let task = studio.worker.task(&id).await.unwrap();
    assert_eq!(journal.last().unwrap().number, task.version);
    let brief: Value = journal[0].document.as_ref().unwrap().read().unwrap();
    assert_eq!(brief["taskType"], "code_review");
}

/// Whether an event is the change to a status.
fn status(wanted: CreditStatus) -> impl Fn(&CreditEvent) -> bool {
    move |event| matches!(event, CreditEvent::Status(changed) if changed.status == wanted)
}

fn ids(tasks: &[CreditTask]) -> Vec<CreditTaskId> {
    tasks.iter().map(|task| task.id.clone()).collect()
}

/// Every event of a stream that ends: its id, and the event in a word or two.
async fn told(events: Events<CreditEvent>) -> Vec<(Option<String>, String)> {
    let events: Vec<Event<CreditEvent>> = within(events.try_collect()).await.unwrap();
    events.into_iter().map(|event| (event.id, short(&event.body))).collect()
}

fn short(event: &CreditEvent) -> String {
    match event {
        CreditEvent::Status(changed) => match &changed.reason {
            Some(reason) => format!("{} {reason}", changed.status),
            None => changed.status.to_string(),
        },
        CreditEvent::Complete(complete) => format!("{} of 100", complete.quality_score),
        other => format!("{other:?}"),
    }
}
