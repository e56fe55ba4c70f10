//! The typed client against the real binary: every route of the marketplace, every kind of
//! refusal.

use std::time::Duration;

use earnest_client::admin::NewTransfer;
use earnest_client::marketplace::{
    Artifact, ArtifactType, Delivery, DisputeAnswer, DisputeStage, MessageEvent, Mode, NewDispute,
    NewEvidence, NewMessage, NewPost, NewProposal, NewTask, Proof, ProposalStatus, Report,
    Resolution, Review, Ruling, SenderRole, Side, Statement, Task, TaskEvent, TaskFilter,
    TaskStatus,
};
use earnest_client::{Client, Decimal, Document, Error, IdempotencyKey, PageQuery, TaskId};
use earnest_tests::scene::{Scene, next, status, until, within};
use futures_util::{StreamExt, TryStreamExt};

#[tokio::test]
async fn a_task_lives_from_its_creation_to_its_payment() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let metadata = Document::new(&serde_json::json!({"ticket": 17})).unwrap();
    let task = NewTask { metadata: Some(metadata.clone()), ..scene.commission("50.00") };
    let task = buyer.create_task(&task).await.unwrap();
    assert_eq!((task.budget.digits(), task.held.digits()), ("50.00", "50.00"));
    assert_eq!((task.metadata, task.buyer_id), (Some(metadata), scene.buyer_id.clone()));
    let id = task.id;
    let mut events = buyer.task_events(&id, None);
    let executing = until(&mut events, status(TaskStatus::Executing)).await;
    assert!(executing.id.is_some());

    let report = Report { progress: 45, message: Some("routes".to_owned()), stage: None };
    let progress = owner.progress(&id, &report).await.unwrap().progress.unwrap();
    assert_eq!((progress.progress, progress.message.as_deref()), (45, Some("routes")));
    let delivery = Delivery { result_summary: "sorted".to_owned(), artifacts: vec![artifact()] };
    let delivered = owner.deliver(&scene.agent, &id, &delivery).await.unwrap();
    assert_eq!(delivered.artifacts, Some(vec![artifact()]));
    let changes = Review::RequestRevision { review: Some("by year, please".to_owned()) };
    let revising = buyer.review(&id, &changes).await.unwrap();
    assert_eq!((revising.status, revising.revisions), (TaskStatus::RevisionRequested, 1));
    let better = Delivery { result_summary: "by year".to_owned(), artifacts: Vec::new() };
    owner.deliver(&scene.agent, &id, &better).await.unwrap();
    let options = buyer.options(&id).await.unwrap();
    let approve = options.options.iter().find(|option| option.action == "approve").unwrap();
    assert_eq!(approve.moves[0].amount.digits(), "50.00");
    assert_eq!(options.if_silent[0].status, TaskStatus::Completed);
    let payouts = options.forecast.payouts.unwrap();
    assert_eq!((payouts.least.agent.digits(), payouts.most.agent.digits()), ("0.00", "50.00"));
    let approve = Review::Approve { rating: Some(5), review: Some("good".to_owned()) };
    let done = buyer.review(&id, &approve).await.unwrap();
    assert_eq!((done.status, done.rating), (TaskStatus::Completed, Some(5)));
    assert_eq!(done.outcome.unwrap().agent_receives.digits(), "50.00");

    let rest: Vec<_> = within(events.try_collect()).await.unwrap();
    let told: Vec<String> = rest.iter().map(|event| short(&event.body)).collect();
    let expected = ["45 %", "DELIVERED", "sorted 1", "REVISION_REQUESTED", "DELIVERED"];
    assert_eq!(told, [&expected[..], &["by year 2", "COMPLETED"]].concat());
    let TaskEvent::Status(last) = &rest.last().unwrap().body else { panic!("{rest:?}") };
    assert_eq!(last.previous_status, Some(TaskStatus::Delivered));
    let wallet = owner.wallet().await.unwrap();
    assert_eq!(wallet["USDC"].available.digits(), "50.00");
    let journal: Vec<_> = within(buyer.journal(&id).items().try_collect()).await.unwrap();
    assert!((1..).zip(&journal).all(|(number, entry)| entry.number == number));
    assert_eq!(journal.last().unwrap().number, done.version);
    let agent = buyer.agent(&scene.agent).await.unwrap();
    assert_eq!(agent.rating.unwrap().digits().parse::<f64>(), Ok(5.0));
    assert_eq!((agent.total_tasks, agent.webhook_url), (1, None));
}

#[tokio::test]
async fn the_chosen_proposal_is_hired_and_the_others_are_not() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let direct = scene.commission("90.00");
    let job = NewTask { mode: Some(Mode::Proposals), agent_id: None, ..direct };
    let job = buyer.create_task(&job).await.unwrap().id;
    let jobs: Vec<Task> = within(owner.jobs().items().try_collect()).await.unwrap();
    assert_eq!(jobs.iter().map(|task| &task.id).collect::<Vec<_>>(), [&job]);
    let mut made = Vec::new();
    for price in [70_u32, 60, 50] {
        let proposal = NewProposal {
            job_id: job.clone(),
            approach: "by hand".to_owned(),
            price: price.into(),
            estimated_minutes: 90,
            message: None,
        };
        made.push(owner.propose(&scene.agent, &proposal).await.unwrap().id);
    }
    let withdrawn = owner.withdraw_proposal(&scene.agent, &made[0]).await.unwrap();
    assert_eq!(withdrawn.status, ProposalStatus::Withdrawn);
    let declined = buyer.decline_proposal(&job, &made[1]).await.unwrap();
    assert_eq!(declined.proposal.status, ProposalStatus::Declined);
    let accepted = buyer.accept_proposal(&job, &made[2]).await.unwrap();
    assert_eq!(accepted.proposal.status, ProposalStatus::Accepted);
    assert_eq!(accepted.task.status, TaskStatus::Executing);
    assert_eq!(accepted.task.held.digits(), "50.00");
    let listed = buyer.proposals(&job).page(&PageQuery::default()).await.unwrap();
    let listed: Vec<_> = listed.items.into_iter().map(|proposal| proposal.id).collect();
    made.reverse();
    assert_eq!(listed, made);
}

#[tokio::test]
async fn a_dispute_is_argued_and_ruled_on() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let id = scene.delivered("100.00").await;
    let disputed = buyer.dispute(&id, &complaint()).await.unwrap();
    assert_eq!(disputed.dispute.stage, DisputeStage::Response);
    let delivery_proof = Proof { summary: "better".to_owned(), artifacts: vec![artifact()] };
    let accept = DisputeAnswer::Accept { delivery_proof, message: None };
    let remedied = owner.answer_dispute(&scene.agent, &id, &accept).await.unwrap();
    assert_eq!((remedied.task.status, remedied.task.remedies), (TaskStatus::Delivered, 1));

    let dispute = buyer.dispute(&id, &complaint()).await.unwrap().dispute.id;
    let description = "a photo".to_owned();
    let kind = Some(ArtifactType::Image);
    let attachment_url = Some("https://example.com/photo".to_owned());
    let evidence = NewEvidence { description, attachment_url, kind };
    let submitted = buyer.evidence(&id, &evidence).await.unwrap();
    assert_eq!(submitted.evidence.kind, Some(ArtifactType::Image));
    let reject = DisputeAnswer::Reject { message: Some("it is fine".to_owned()) };
    let rejected = owner.answer_dispute(&scene.agent, &id, &reject).await.unwrap();
    assert_eq!(rejected.dispute.stage, DisputeStage::Arbitration);
    assert_eq!(rejected.dispute.answer.as_deref(), Some("it is fine"));
    let documents = vec!["https://example.com/contract".to_owned()];
    let statement = Statement { documents, argument: "as agreed".to_owned() };
    let sealed = owner.agent_statement(&scene.agent, &id, &statement).await.unwrap();
    assert!(sealed.dispute.sealed.agent && !sealed.dispute.sealed.buyer);
    let sealed = buyer.statement(&id, &statement).await.unwrap();
    assert!(sealed.dispute.sealed.buyer && sealed.evidence.sealed);
    let open: Vec<_> = within(scene.admin.admin().disputes().items().try_collect()).await.unwrap();
    assert_eq!(open.iter().map(|it| &it.id).collect::<Vec<_>>(), [&dispute]);
    let refund_percentage = Some("33.33".parse().unwrap());
    let notes = Some("a third".to_owned());
    let ruling = Ruling { resolution: Resolution::Split, refund_percentage, notes };
    let ruled = scene.admin.admin().resolve(&dispute, &ruling).await.unwrap();
    assert_eq!(ruled.dispute.refund_percentage.unwrap().digits(), "33.33");
    let outcome = ruled.task.outcome.unwrap();
    assert_eq!((outcome.kind.as_str(), outcome.buyer_receives.digits()), ("SPLIT", "33.33"));

    let id = scene.delivered("10.00").await;
    buyer.dispute(&id, &complaint()).await.unwrap();
    let concede = DisputeAnswer::Concede { message: None };
    let conceded = owner.answer_dispute(&scene.agent, &id, &concede).await.unwrap();
    assert_eq!(conceded.task.status, TaskStatus::Cancelled);
}

#[tokio::test]
async fn messages_are_sent_read_and_heard_in_both_forms() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let id = scene.hired("10.00").await;
    let content = "shall I begin?".to_owned();
    let question = NewMessage { content, attachment_url: None };
    let asked = owner.send_message(&id, &question).await.unwrap();
    assert_eq!((&asked.sender_role, asked.attachments.len()), (&SenderRole::Agent, 0));
    let links = ["https://example.com/a", "https://example.com/b"].map(str::to_owned);
    let post = NewPost { content: "yes".to_owned(), attachments: links.to_vec() };
    let answered = buyer.post_message(&id, &post).await.unwrap();
    assert_eq!(answered.attachment_url.as_ref(), Some(&links[0]));

    let sent = [asked, answered];
    let mut events = buyer.message_events(&id, None);
    for message in &sent {
        let event = next(&mut events).await;
        assert_eq!(event.body, MessageEvent::Message(Box::new(message.clone())));
    }
    owner.typing(&id).await.unwrap();
    let MessageEvent::Typing(typing) = next(&mut events).await.body else {
        panic!("nobody is typing")
    };
    assert_eq!((typing.sender_role, typing.task_id), (SenderRole::Agent, id.clone()));
    for form in [buyer.messages(&id), buyer.task_messages(&id)] {
        let first = form.page(&PageQuery { limit: Some(1), cursor: None }).await.unwrap();
        assert_eq!(first.items, sent[..1]);
        let second = PageQuery { limit: Some(1), cursor: first.next_cursor };
        assert_eq!(form.page(&second).await.unwrap().items, sent[1..]);
        let all: Vec<_> = within(form.items().try_collect()).await.unwrap();
        assert_eq!(all, sent);
    }
}

#[tokio::test]
async fn a_task_can_be_cancelled_given_up_and_found_in_lists() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let cancelled = buyer.cancel(&scene.hired("10.00").await).await.unwrap();
    assert_eq!(cancelled.status, TaskStatus::Cancelled);
    let failed = scene.hired("10.00").await;
    let failed = owner.fail(&scene.agent, &failed, "no stamps").await.unwrap();
    assert_eq!(failed.outcome.unwrap().reason.as_deref(), Some("agent_failed"));
    let mut made = vec![cancelled.id.clone(), failed.id];
    for _ in 0..101 {
        made.push(buyer.create_task(&scene.commission("1.00")).await.unwrap().id);
    }
    made.reverse();
    let all: Vec<Task> =
        within(buyer.tasks(&TaskFilter::default()).items().try_collect()).await.unwrap();
    assert!(all.iter().map(|task| &task.id).eq(&made), "more than a page, newest first");
    let status = Some(TaskStatus::Cancelled);
    let filter = TaskFilter { status, role: Some(Side::Agent) };
    let theirs = owner.tasks(&filter).page(&PageQuery::default()).await.unwrap();
    assert_eq!(theirs.items.iter().map(|task| &task.id).collect::<Vec<_>>(), [&cancelled.id]);
    assert_eq!(theirs.next_cursor, None);
}

#[tokio::test]
async fn the_staff_makes_users_and_keys_moves_money_and_the_clock() {
    let scene = Scene::open().await;
    let admin = scene.admin.admin();
    let five = NewTransfer { amount: 5.into(), currency: Some("USDC".to_owned()) };
    let out = admin.withdraw(&scene.buyer_id, &five).await.unwrap();
    assert_eq!((out.transfer.kind.as_str(), out.transfer.amount.digits()), ("WITHDRAWAL", "5.00"));
    let wallet = admin.wallet(&scene.buyer_id).await.unwrap();
    assert_eq!(wallet["USDC"].available.digits(), "995.00");
    assert_eq!(wallet, out.wallet);

    let key = admin.create_key(&scene.buyer_id).await.unwrap();
    let other = scene.client(&key.api_key.unwrap());
    assert!(other.marketplace().wallet().await.is_ok());
    admin.revoke_key(&key.key_id).await.unwrap();
    let refused = other.marketplace().wallet().await.unwrap_err();
    assert_eq!((refused.status(), refused.code()), (Some(401), Some("unauthenticated")));

    let id = scene.delivered("10.00").await;
    let before = admin.clock().await.unwrap();
    let window = Duration::from_secs(72 * 60 * 60);
    let after = admin.advance_clock(window).await.unwrap();
    assert_eq!(after.duration_since(before).unsigned_abs(), window);
    let task = scene.buyer.marketplace().task(&id).await.unwrap();
    assert_eq!(task.outcome.unwrap().kind, "SILENCE_APPROVED");
    let anyone = Client::builder(scene.server.client().base()).build().unwrap();
    anyone.health().await.unwrap();
    anyone.ready().await.unwrap();
}

/// HTTP-13
#[tokio::test]
async fn every_kind_of_refusal_has_its_status_code_and_particulars() {
    let scene = Scene::open().await;
    let (buyer, owner) = (scene.buyer.marketplace(), scene.owner.marketplace());
    let told = |error: &Error| (error.status().unwrap(), error.code().unwrap().to_owned());
    let refused = |status: u16, code: &str| (status, code.to_owned());

    let invalid = NewTask { title: String::new(), ..scene.commission("1.00") };
    let invalid = buyer.create_task(&invalid).await.unwrap_err();
    assert_eq!(told(&invalid), refused(400, "validation_failed"));
    let problem = invalid.problem().unwrap();
    assert_eq!(problem.field.as_deref(), Some("title"));
    assert_eq!(problem.errors[0].code, "too_short");
    let stranger = scene.client("g0_sk_nobody").marketplace().wallet().await.unwrap_err();
    assert_eq!(told(&stranger), refused(401, "unauthenticated"));
    let poor = owner.create_task(&NewTask { agent_id: None, ..scene.commission("1.00") }).await;
    assert_eq!(told(&poor.unwrap_err()), refused(402, "insufficient_funds"));
    let layman = scene.buyer.admin().clock().await.unwrap_err();
    assert_eq!(told(&layman), refused(403, "admin_only"));
    let missing: TaskId = "task_00000000000000000000000000000000".parse().unwrap();
    assert_eq!(told(&buyer.task(&missing).await.unwrap_err()), refused(404, "not_found"));
    let mut stream = buyer.task_events(&missing, None);
    let first = within(stream.next()).await.unwrap().unwrap_err();
    assert_eq!(told(&first), refused(404, "not_found"));
    assert!(within(stream.next()).await.is_none(), "a stream ends after an error");

    let id = scene.hired("1.00").await;
    let early = Review::Approve { rating: None, review: None };
    let early = buyer.review(&id, &early).await.unwrap_err();
    assert_eq!(told(&early), refused(409, "wrong_state"));
    let problem = early.problem().unwrap();
    assert_eq!(problem.current_status.as_deref(), Some("EXECUTING"));
    assert_eq!(problem.allowed, Some(vec!["cancel".to_owned()]));
    let nothing = NewTask { budget: Decimal::default(), ..scene.commission("1.00") };
    let nothing = buyer.create_task(&nothing).await.unwrap_err();
    assert_eq!(told(&nothing), refused(422, "zero_budget"));
    let once = scene.buyer.once(IdempotencyKey::random()).marketplace();
    once.create_task(&scene.commission("1.00")).await.unwrap();
    let other = once.create_task(&scene.commission("2.00")).await.unwrap_err();
    assert_eq!(told(&other), refused(422, "idempotency_key_reused"));
    assert_eq!(other.problem().unwrap().field.as_deref(), Some("budget"));
}

fn artifact() -> Artifact {
    Artifact {
        title: "The album".to_owned(),
        kind: ArtifactType::Archive,
        url: "https://example.com/album".to_owned(),
        description: None,
    }
}

fn complaint() -> NewDispute {
    let category = Some("INCOMPLETE_DELIVERY".to_owned());
    NewDispute { reason: "it is not what I asked for".to_owned(), category }
}

/// An event in a word or two.
fn short(event: &TaskEvent) -> String {
    match event {
        TaskEvent::Status(changed) => changed.status.to_string(),
        TaskEvent::Progress(made) => format!("{} %", made.progress),
        TaskEvent::Delivery(made) => format!("{} {}", made.result_summary, made.round),
        other => format!("{other:?}"),
    }
}
