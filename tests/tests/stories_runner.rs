//! The runner of the stories is broken on purpose here, once for each kind of assertion, and must
//! notice; and a story that cannot be read must say where and why.

use earnest::marketplace::Marketplace;
use earnest_tests::stories::kernel::Kernel;
use earnest_tests::stories::parse::story;
use earnest_tests::stories::run::play;

/// A scene with every kind of assertion, all of them true.
const TRUE: &str = "\
story: The runner itself
scene: all is well
  shows: MKT-12
  terms: mode proposals, fee 2%
  +0         buyer  fund                  -> PENDING             buyer > escrow 50.00
  +0         agent  propose 40.00 in 90m  -> PENDING
  proposals: agent PENDING
  +0         buyer  accept agent          -> EXECUTING           escrow > buyer 10.00
  wallets: buyer 960.00, agent 0
  options: agent progress, deliver, fail
  silence: +3h -> FAILED/delivery_timeout escrow > buyer 40.00
  +1h        agent  deliver \"the work\"    -> DELIVERED
  +1h        agent  deliver \"the work\"    -> DELIVERED again
  +0         agent  deliver \"other work\"  !  wrong_state
  @deadline  buyer  cancel                !  wrong_state COMPLETED/SILENCE_APPROVED  \
escrow > agent 39.20, escrow > fees 0.80
  silence: nothing
";

#[track_caller]
fn tells(from: &str, to: &str, expected: &str) {
    assert!(TRUE.contains(from), "`{from}` is not in the scene");
    let text = TRUE.replace(from, to);
    let told = match story::<Marketplace>("t.story", &text) {
        Err(why) => why,
        Ok(story) => match play(&story.scenes[0], &mut Kernel::new(&story.scenes[0])) {
            Err(why) => why,
            Ok(_) => panic!("`{to}` for `{from}` goes unnoticed"),
        },
    };
    assert!(told.contains(expected), "`{expected}` is not in:\n{told}");
}

#[test]
fn what_is_true_is_accepted() {
    let story = story::<Marketplace>("t.story", TRUE).unwrap();
    let played = play(&story.scenes[0], &mut Kernel::new(&story.scenes[0]));
    assert_eq!(played.map(|_| ()), Ok(()));
}

#[test]
fn a_wrong_payee_is_noticed() {
    tells("escrow > agent 39.20", "escrow > other 39.20", "t.story:15: what moved differs");
}

#[test]
fn a_wrong_amount_is_noticed() {
    tells("escrow > buyer 10.00", "escrow > buyer 10.000001", "t.story:8: what moved differs");
}

#[test]
fn a_posting_too_few_is_noticed() {
    tells(", escrow > fees 0.80", "", "t.story:15: what moved differs");
}

#[test]
fn a_posting_too_many_is_noticed() {
    let (from, to) = ("-> EXECUTING           escrow > buyer 10.00", "-> EXECUTING");
    tells(from, to, "t.story:8: what moved differs");
}

#[test]
fn a_wrong_status_is_noticed() {
    tells("-> EXECUTING ", "-> MATCHING  ", "t.story:8: the answer differs");
    tells("COMPLETED/SILENCE_APPROVED", "COMPLETED/APPROVED", "t.story:15: the answer differs");
}

#[test]
fn a_wrong_code_is_noticed() {
    tells("!  wrong_state\n", "!  wrong_role\n", "story: ! wrong_role\n    here:  ! wrong_state");
}

#[test]
fn an_order_refused_against_the_story_is_noticed() {
    tells("!  wrong_state\n", "-> DELIVERED\n", "t.story:14: the answer differs");
}

#[test]
fn an_order_accepted_against_the_story_is_noticed() {
    tells("-> PENDING\n", "!  wrong_state\n", "t.story:6: the answer differs");
}

#[test]
fn a_retry_that_is_none_is_noticed() {
    tells(
        "deliver \"the work\"    -> DELIVERED\n",
        "deliver \"the work\"    -> DELIVERED again\n",
        "t.story:12: the answer differs",
    );
    tells("DELIVERED again", "DELIVERED", "t.story:13: the answer differs");
}

#[test]
fn a_timeout_that_a_refusal_leaves_out_is_noticed() {
    let from = "wrong_state COMPLETED/SILENCE_APPROVED  escrow > agent 39.20, escrow > fees 0.80";
    tells(from, "wrong_state", "t.story:15: it changed");
}

#[test]
fn a_wrong_silence_is_noticed() {
    tells("+3h -> FAILED", "+2h -> FAILED", "t.story:11: what silence does differs");
    tells("escrow > buyer 40.00", "escrow > agent 40.00", "t.story:11: what silence does differs");
    let after = "escrow > buyer 40.00\n  silence: +4h -> EXPIRED\n";
    tells("escrow > buyer 40.00\n", after, "t.story:11: what silence does differs");
    let line = "silence: +3h -> FAILED/delivery_timeout escrow > buyer 40.00";
    tells(line, "silence: nothing", "t.story:11: what silence does differs");
}

#[test]
fn a_wrong_option_is_noticed() {
    tells(
        "agent progress, deliver, fail",
        "agent progress, deliver",
        "t.story:10: what agent may do",
    );
    tells(
        "agent progress, deliver, fail",
        "buyer progress, deliver, fail",
        "t.story:10: what buyer",
    );
}

#[test]
fn a_wrong_wallet_is_noticed() {
    tells("buyer 960.00, agent 0", "buyer 960.00, agent 0.000001", "the balance of agent differs");
    tells("buyer 960.00", "buyer 950.00", "t.story:9: the balance of buyer differs");
}

#[test]
fn a_wrong_proposal_is_noticed() {
    tells(
        "proposals: agent PENDING",
        "proposals: agent DECLINED",
        "the answer to `proposals:` differs",
    );
    tells(
        "proposals: agent PENDING",
        "proposals: other PENDING",
        "the answer to `proposals:` differs",
    );
}

#[test]
fn a_story_that_cannot_be_read_says_where_and_why() {
    tells("buyer  fund ", "bayer  fund ", "t.story:5: `bayer` is none of buyer, agent,");
    tells("buyer  fund ", "buyer  found", "t.story:5: `found` is no order");
    tells("-> PENDING  ", "-> PENDIMG  ", "t.story:5: `PENDIMG` is no status");
    tells("/SILENCE_APPROVED", "/FINE", "t.story:15: `COMPLETED` is told with one of: APPROVED,");
    tells("escrow 50.00", "escrow 50.0000001", "has more fractional digits than the 6 allowed");
    tells("escrow 50.00", "escrow 50.00 twice", "t.story:5: what is `twice`?");
    tells("buyer > escrow", "buyer > pocket", "t.story:5: `pocket` is none of buyer,");
    tells(
        "+1h        agent  deliver \"the work\"    -> DELIVERED again",
        "+1w agent deliver \"x\" -> DELIVERED",
        "t.story:13: `1w` is no time",
    );
    tells(
        "agent  deliver \"other work\"  !",
        "agent  deliver \"other work\" !",
        "stand in one column",
    );
    tells("wrong_state\n", "wrong_state  escrow > buyer 1\n", "t.story:14: `escrow` is no status");
    tells("fee 2%", "fee 2", "t.story:4: `2` lacks its `%`");
    tells("fee 2%", "tip 2%", "t.story:4: `tip` is no term");
    tells(
        "shows: MKT-12",
        "shows:",
        "t.story:2: the scene `all is well` does not say what it shows",
    );
    tells("shows: MKT-12", "museum: mona-lisa", "t.story:3: the museum has no `mona-lisa`");
    tells("wallets:", "pockets:", "t.story:9: `pockets:` is unknown; there are shows,");
    tells("+0         buyer  fund ", "@deadline  buyer  fund ", "t.story:5: there is no deadline");
    tells("+1h        agent  deliver", "-1h        agent  deliver", "only the kernel can be told");
    tells("story: The runner itself\n", "", "t.story:1: a file begins with `story:`");
}
