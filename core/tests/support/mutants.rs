//! The models made wrong: which line, and how.

/// One line of a model made wrong.
pub(crate) struct Mutant {
    /// What is wrong, in words.
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    /// The model and configuration in which it can be noticed.
    pub(crate) module: &'static str,
    pub(crate) config: &'static str,
    /// What the model calls its edges, and what can be seen.
    pub(crate) says: [&'static str; 2],
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
}

/// What a model calls these if it extends no other that has its own.
const ALONE: [&str; 2] = ["Edges", "Seen"];

const fn escrow(name: &'static str, right: &'static str, wrong: &'static str) -> Mutant {
    let (module, config) = ("Escrow", "Escrow");
    Mutant { name, file: "Escrow.tla", module, config, says: ALONE, right, wrong }
}

const fn runs(name: &'static str, right: &'static str, wrong: &'static str) -> Mutant {
    let (module, config) = ("Runs", "Runs");
    Mutant { name, file: "Runs.tla", module, config, says: ALONE, right, wrong }
}

const fn marketplace(name: &'static str, right: &'static str, wrong: &'static str) -> Mutant {
    let (module, config) = ("Marketplace", "MarketplaceDispute");
    Mutant { name, file: "Marketplace.tla", module, config, says: ALONE, right, wrong }
}

/// Of what all lifecycles share, as credits notice it.
const fn kernel(name: &'static str, right: &'static str, wrong: &'static str) -> Mutant {
    let (module, config) = ("Credits", "CreditsEdge");
    Mutant { name, file: "Kernel.tla", module, config, says: ALONE, right, wrong }
}

const fn credits(
    config: &'static str,
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
) -> Mutant {
    let (file, module) = ("CreditsRules.tla", "Credits");
    Mutant { name, file, module, config, says: ALONE, right, wrong }
}

/// Of two tasks, as both notice it together.
const fn two(
    file: &'static str,
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
) -> Mutant {
    let (module, config) = ("CreditsTwo", "CreditsTwo");
    Mutant { name, file, module, config, says: ALONE, right, wrong }
}

/// Of a task and proposals for it; `Edges` are there those of the task alone.
const fn acceptance(
    file: &'static str,
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
) -> Mutant {
    let (module, config, says) = ("Acceptance", "Acceptance", ["AllEdges", "AllSeen"]);
    Mutant { name, file, module, config, says, right, wrong }
}

pub(crate) const MUTANTS: &[Mutant] = &[
    escrow(
        "Escrow: an end may hold money",
        r"over' \in BOOLEAN /\ (over' => held' = 0)",
        r"over' \in BOOLEAN",
    ),
    escrow("Escrow: money comes in twice", r"/\ paid = 0 /\ ~over", r"/\ ~over"),
    kernel(
        "Kernel: an order at the deadline is in time",
        r"at >= left /\ roles # {",
        r"at > left /\ roles # {",
    ),
    kernel(
        "Kernel: a party may be the arbiter",
        r#"ELSE IF party = {} THEN {"Arbiter"}"#,
        r#"ELSE IF TRUE THEN {"Arbiter"}"#,
    ),
    kernel("Kernel: shares are rounded up", r"(amount * bps) \div", r"(amount * bps + 9999) \div"),
    runs("Runs: a lease outlasts the run", r"Min(Lease, ToFinish - elapsed)", r"Lease"),
    runs("Runs: what is done is at 99 %", r#"= "Completed" THEN 100"#, r#"= "Completed" THEN 99"#),
    runs(
        "Runs: the user may claim",
        r#"Row("RUN-10", {"Operator"})"#,
        r#"Row("RUN-10", {"Operator", "Buyer"})"#,
    ),
    marketplace(
        "Marketplace: the agent itself is paid",
        r#"Moved("escrow", task.agent.owner, gained - fee)"#,
        r#"Moved("escrow", task.agent.id, gained - fee)"#,
    ),
    marketplace(
        "Marketplace: revisions are not counted",
        r"IF task.revisions >= MaxRevisions ",
        r"IF FALSE ",
    ),
    marketplace(
        "Marketplace: the terms' default ruling is ignored",
        r#"Ruling(DefaultResolution, DefaultShare)"#,
        r#"Ruling("release", 0)"#,
    ),
    credits(
        "CreditsNamed",
        "Credits: another agent's owner is paid",
        r"Moved(c.escrow, owner, due.agent)",
        r#"Moved(c.escrow, "rival-owner", due.agent)"#,
    ),
    credits(
        "CreditsNamed",
        "Credits: the dust stays in escrow",
        r"agent |-> gross - fee, fee",
        r"agent |-> Share(gross, Whole - c.fee), fee",
    ),
    credits(
        "CreditsNamed",
        "Credits: recourse leaves the fee",
        r"\o Moved(Fees, c.buyer, x.got.fee - due.fee)",
        r"",
    ),
    credits(
        "CreditsNamed",
        "Credits: the ruling is ignored",
        r"Divided(c, x, ask.share)",
        r"Divided(c, x, 5000)",
    ),
    credits(
        "CreditsEdge",
        "Credits: an arbiter's silence refunds",
        r#"rule \in {"CRD-84", "CRD-85"} -> Divided(c, x, 0)"#,
        r#"rule \in {"CRD-84", "CRD-85"} -> Divided(c, x, Whole)"#,
    ),
    credits(
        "CreditsEdge",
        "Credits: the agent is paid and nobody notes it",
        r"!.dispute = 0, !.paid = TRUE, !.got",
        r"!.dispute = 0, !.got",
    ),
    credits(
        "CreditsNamed",
        "Credits: a late vote refunds what is contested",
        r#"ELSE IF now >= x.refund      THEN "refund_window_closed""#,
        r"",
    ),
    credits(
        "CreditsNamed",
        "Credits: a dispute opens the refund window again",
        r"!.refund = x.left, !.dispute = 0]",
        r"!.refund = c.to_refund, !.dispute = 0]",
    ),
    credits(
        "CreditsNamed",
        "Credits: a dispute closes the refund window",
        r"!.refund = x.left, !.dispute = 0]",
        r"!.refund = 0, !.dispute = 0]",
    ),
    credits(
        "CreditsEdge",
        "Credits: the same vote again",
        r#"x.vote = "down" \/ x.vote = ask.thumb"#,
        r#"x.vote = "down""#,
    ),
    credits(
        "CreditsNamed",
        "Credits: the pass mark is off by one",
        r"IF ask.score < c.pass_mark ",
        r"IF ask.score <= c.pass_mark ",
    ),
    credits(
        "CreditsNamed",
        "Credits: a price one above the budget",
        r"IF ask.price > c.budget ",
        r"IF ask.price > c.budget + 1 ",
    ),
    credits(
        "CreditsRouted",
        "Credits: the buyer hires his own agent",
        r#"IF IsOwn(c, ask.agent)       THEN "self_hire""#,
        r#"IF FALSE THEN "self_hire""#,
    ),
    credits(
        "CreditsNamed",
        "Credits: a review begins the window again",
        r"[x EXCEPT !.reviewed = TRUE]",
        r"[x EXCEPT !.reviewed = TRUE, !.left = c.to_rule]",
    ),
    credits(
        "CreditsEdge",
        "Credits: the agent may vote",
        r#"Row("CRD-70", {"Buyer"})"#,
        r#"Row("CRD-70", {"Buyer", "Agent"})"#,
    ),
    credits(
        "CreditsEdge",
        "Credits: the clock forgets what is contested",
        r#"Row("CRD-85", {"Clock"})"#,
        r#"Row("CRD-85", {})"#,
    ),
    credits(
        "CreditsClosed",
        "Credits: disputes may close with the refunds",
        r"    /\ c.to_dispute > c.to_refund",
        r"",
    ),
    credits(
        "CreditsDear",
        "Credits: a wallet funds what it does not hold",
        r"money[c.buyer] < c.budget",
        r"FALSE",
    ),
    two(
        "CreditsTwo.tla",
        "CreditsTwo: what a late timeout leads to begins now",
        r"THEN Aged(answer.to, 0 - tasks[t].left) ELSE",
        r"THEN answer.to ELSE",
    ),
    two(
        "CreditsTwo.tla",
        "CreditsTwo: time passes for one task only",
        r"Older == [t \in Two |-> Aged(tasks[t], 1)]",
        r"Older == [tasks EXCEPT ![1] = Aged(@, 1)]",
    ),
    two(
        "CreditsRules.tla",
        "CreditsTwo: a wallet funds one unit more than it holds",
        r"money[c.buyer] < c.budget",
        r"money[c.buyer] + 1 < c.budget",
    ),
    two(
        "CreditsRules.tla",
        "CreditsTwo: recourse takes no more than is there",
        r"THEN Moved(owner, c.buyer, x.got.agent - due.agent)",
        r"THEN Moved(owner, c.buyer, Min(1, x.got.agent - due.agent))",
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: the other proposals are not declined",
        r"Booked(money, hired.moved), Declined(after)>>",
        r"Booked(money, hired.moved), after>>",
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: the hire takes another proposal's price",
        r"price |-> Offer(p).price",
        r"price |-> Offer(1).price",
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: the hire forgets the estimate",
        r"estimate |-> Offer(p).estimate",
        r"estimate |-> 0",
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: a proposal is accepted though its hire is refused",
        r"Told(p, by, ask, hired, all)",
        r"Told(p, by, ask, answer, <<task, money, after>>)",
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: a proposal stands at its deadline",
        r#""Offered" /\ proposals[p].left <= 0"#,
        r#""Offered" /\ proposals[p].left < 0"#,
    ),
    acceptance(
        "Acceptance.tla",
        "Acceptance: cancelling leaves the proposals standing",
        r#"IF ask.command = "Cancel" THEN Declined(proposals)"#,
        r"IF FALSE THEN Declined(proposals)",
    ),
    acceptance(
        "ProposalRules.tla",
        "Acceptance: a lapsed proposal still stands",
        r#"IF x.stage = "Offered" THEN ProposalRows"#,
        r#"IF x.stage \in {"Offered", "Lapsed"} THEN ProposalRows"#,
    ),
    acceptance(
        "ProposalRules.tla",
        "Acceptance: the clock forgets the proposals",
        r#"Row("PRP-13", {"Clock"})"#,
        r#"Row("PRP-13", {})"#,
    ),
];
