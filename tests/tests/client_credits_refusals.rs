//! The typed client against the real binary: what is refused with credits, and how.

use earnest_client::admin::NewUser;
use earnest_client::credits::{
    CreditStatus, CreditTaskFilter, FailReason, Feedback, Input, NewCreditTask, Output, Relief,
};
use earnest_client::{IdempotencyKey, PageQuery};
use earnest_tests::scene::within;
use earnest_tests::studio::{Studio, card, complaint, document, output, refusal, review};
use futures_util::StreamExt;
use serde_json::json;

#[tokio::test]
async fn bad_input_and_empty_wallets_are_refused_with_the_field_and_the_code() {
    let studio = Studio::open().await;
    let (buyer, worker) = (&studio.buyer, &studio.worker);
    let vague = Input { description: String::new(), ..review(1).input };
    let vague = NewCreditTask { input: vague, ..review(1) };
    let vague = buyer.create_task(&vague).await.unwrap_err();
    assert_eq!(refusal(&vague), (400, "validation_failed"));
    let problem = vague.problem().unwrap();
    assert_eq!(problem.field.as_deref(), Some("input.description"));
    assert_eq!(problem.errors[0].code, "too_short");
    let far = buyer.tasks_page(&CreditTaskFilter::default(), 101, Some(100)).await.unwrap_err();
    assert_eq!(far.problem().unwrap().field.as_deref(), Some("page"));

    let nothing = buyer.create_task(&review(0)).await.unwrap_err();
    assert_eq!(refusal(&nothing), (422, "zero_budget"));
    let poor = studio.owner.create_task(&review(1)).await.unwrap_err();
    assert_eq!(refusal(&poor), (402, "insufficient_funds"));
    assert_eq!(refusal(&worker.create_task(&review(1)).await.unwrap_err()), refusal(&poor));
    let dear = NewCreditTask { max_budget: 2499, ..studio.hire() };
    let dear = buyer.create_task(&dear).await.unwrap_err();
    assert_eq!(refusal(&dear), (409, "price_over_budget"));
    assert_eq!(dear.problem().unwrap().field.as_deref(), Some("maxBudget"));
    let own = studio.owner.create_task(&studio.hire()).await.unwrap_err();
    assert_eq!(refusal(&own), (422, "unsound_terms"));

    let id = studio.executing().await;
    let list = Output { output: document(&json!(["not", "an", "object"])), ..output() };
    let list = worker.complete(&id, &list).await.unwrap_err();
    assert_eq!(list.problem().unwrap().field.as_deref(), Some("output"));
    let never = buyer.dispute(&id).await.unwrap_err();
    assert_eq!(refusal(&never), (404, "not_found"));
    studio.pass(&id).await;
    let dispute = buyer.file_dispute(&id, &complaint()).await.unwrap().id;
    let more = Relief { refund_percentage: 101.into(), notes: None };
    let more = studio.scene.admin.admin().resolve_credit_dispute(&dispute, &more).await;
    assert_eq!(more.unwrap_err().problem().unwrap().field.as_deref(), Some("refundPercentage"));

    let once = studio.scene.buyer.once(IdempotencyKey::random()).credits();
    let first = once.create_task(&review(4000)).await.unwrap();
    assert_eq!(once.create_task(&review(4000)).await.unwrap(), first);
    let other = once.create_task(&review(4001)).await.unwrap_err();
    assert_eq!(refusal(&other), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn each_key_opens_its_own_routes_and_strangers_find_nothing() {
    let studio = Studio::open().await;
    let (buyer, owner, worker) = (&studio.buyer, &studio.owner, &studio.worker);
    let id = studio.executing().await;
    let nobody = studio.scene.client("ag_sk_nobody").credits();
    assert_eq!(refusal(&nobody.task(&id).await.unwrap_err()), (401, "unauthenticated"));

    let theirs = (403, "owner_key_only");
    let voted = worker.feedback(&id, Feedback::Up).await.unwrap_err();
    let disputed = worker.file_dispute(&id, &complaint()).await.unwrap_err();
    let withdrawn = worker.withdraw_dispute(&id).await.unwrap_err();
    let registered = worker.register_agent(&card("Third Agent")).await.unwrap_err();
    let keyed = worker.create_agent_key(&studio.agent).await.unwrap_err();
    for refused in [voted, disputed, withdrawn, registered, keyed] {
        assert_eq!(refusal(&refused), theirs);
    }
    let elsewhere = studio.speaker.marketplace().wallet().await.unwrap_err();
    assert_eq!(refusal(&elsewhere), theirs);
    let its_own = (403, "agent_key_only");
    let sandbox = worker.provision_sandbox(&id).await.unwrap();
    let provisioned = owner.provision_sandbox(&id).await.unwrap_err();
    let destroyed = owner.destroy_sandbox(&id, &sandbox).await.unwrap_err();
    let begun = owner.executing(&id, &sandbox).await.unwrap_err();
    let completed = owner.complete(&id, &output()).await.unwrap_err();
    let failed = buyer.fail(&id, FailReason::Timeout, None).await.unwrap_err();
    let polled = buyer.submitted(None).await.unwrap_err();
    for refused in [provisioned, destroyed, begun, completed, failed, polled] {
        assert_eq!(refusal(&refused), its_own);
    }
    let layman = studio.scene.buyer.admin();
    let listed = layman.credit_disputes().page(&PageQuery::default()).await.unwrap_err();
    assert_eq!(refusal(&listed), (403, "admin_only"));

    let early = buyer.feedback(&id, Feedback::Up).await.unwrap_err();
    assert_eq!(refusal(&early), (409, "wrong_state"));
    assert_eq!(early.problem().unwrap().current_status.as_deref(), Some("executing"));
    let again = worker.executing(&id, &sandbox).await.unwrap_err();
    assert_eq!(refusal(&again), (409, "wrong_state"));
    let allowed = again.problem().unwrap().allowed.clone().unwrap();
    assert_eq!(allowed, ["complete", "fail"].map(str::to_owned));

    let (_, helper) = studio.register(&studio.scene.admin.credits(), "Second Agent").await;
    let stranger = helper.credits();
    let read = stranger.task(&id).await.unwrap_err();
    let provisioned = stranger.provision_sandbox(&id).await.unwrap_err();
    let mut stream = stranger.task_events(&id, None);
    let followed = within(stream.next()).await.unwrap().unwrap_err();
    for refused in [read, provisioned, followed] {
        assert_eq!(refusal(&refused), (404, "not_found"));
    }
    assert!(within(stream.next()).await.is_none(), "a stream ends after an error");

    // The same owner's other agent, and the owner, know the task and have another part in it.
    let (_, colleague) = studio.register(owner, "Third Agent").await;
    let taken = colleague.credits().fail(&id, FailReason::Timeout, None).await.unwrap_err();
    studio.pass(&id).await;
    let voted = owner.feedback(&id, Feedback::Up).await.unwrap_err();
    let disputed = owner.file_dispute(&id, &complaint()).await.unwrap_err();
    buyer.file_dispute(&id, &complaint()).await.unwrap();
    let conceded = buyer.concede_dispute(&id, None).await.unwrap_err();
    for refused in [taken, voted, disputed, conceded] {
        assert_eq!(refusal(&refused), (403, "wrong_role"));
    }
}

#[tokio::test]
async fn a_task_begins_only_in_its_own_sandbox() {
    let studio = Studio::open().await;
    let first = studio.executing().await;
    let sandbox = studio.worker.provision_sandbox(&first).await.unwrap();
    studio.worker.fail(&first, FailReason::Timeout, None).await.unwrap();
    let id = studio.buyer.create_task(&studio.hire()).await.unwrap().id;
    let foreign = studio.worker.executing(&id, &sandbox).await.unwrap_err();
    assert_eq!(refusal(&foreign), (409, "no_sandbox"));
    assert_eq!(foreign.problem().unwrap().field.as_deref(), Some("sandboxId"));
    assert!(!studio.worker.destroy_sandbox(&id, &sandbox).await.unwrap());
}

#[tokio::test]
async fn a_party_does_not_judge_its_own_dispute() {
    let studio = Studio::open().await;
    let user = NewUser { name: "Ada Admin".to_owned(), admin: true };
    let partial = studio.scene.admin.admin().create_user(&user).await.unwrap();
    studio.deposit(&partial.user.id).await;
    let partial = studio.scene.client(&partial.api_key.unwrap());
    let id = partial.credits().create_task(&studio.hire()).await.unwrap().id;
    studio.begin(&id).await;
    studio.pass(&id).await;
    let dispute = partial.credits().file_dispute(&id, &complaint()).await.unwrap().id;
    let all = Relief { refund_percentage: 100.into(), notes: None };
    let refused = partial.admin().resolve_credit_dispute(&dispute, &all).await.unwrap_err();
    assert_eq!(refusal(&refused), (403, "interested_arbiter"));
    studio.scene.admin.admin().resolve_credit_dispute(&dispute, &all).await.unwrap();
    assert_eq!(partial.credits().task(&id).await.unwrap().status, CreditStatus::Refunded);
}
