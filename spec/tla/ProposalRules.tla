---------------------------- MODULE ProposalRules ----------------------------
(* An agent's proposal for a task. No money moves here: accepting one hires    *)
(* the agent on the task in the same commit (MKT-12).                          *)
(* The text is ../proposals.md; README.md says how to read the model.          *)
(*                                                                             *)
(* Here are the rules, as functions of an offer, a proposal and an order.      *)
(* Proposal.tla sets them in motion for one proposal, Acceptance.tla for       *)
(* several to one task, beside that task's own rules.                          *)
EXTENDS Kernel

ProposalRows == [
    Accept   |-> Row("PRP-10", {"Buyer"}),
    Decline  |-> Row("PRP-11", {"Buyer", "Operator"}),
    Withdraw |-> Row("PRP-12", {"Agent"}),
    Timeout  |-> Row("PRP-13", {"Clock"})]

\* It stands in one stage only; all others are ends.
ProposalRow(x, command) == IF x.stage = "Offered" THEN ProposalRows[command] ELSE NoRow

ProposalAsks == {Ask(command) : command \in DOMAIN ProposalRows}

\* The offer says who buys and who would work. The agent may act, and so may its owner.
ProposalRoles(offer, name) ==
    (IF name = offer.buyer THEN {"Buyer"} ELSE {})
    \union (IF name \in {offer.agent.id, offer.agent.owner} THEN {"Agent"} ELSE {})

\* As it stands for so long.
Offered(left) == [stage |-> "Offered", left |-> left]

\* Where each rule leads.
ProposalAfter(rule) ==
    [stage |-> CASE rule = "PRP-10" -> "Accepted"
                 [] rule = "PRP-11" -> "Declined"
                 [] rule = "PRP-12" -> "Withdrawn"
                 [] rule = "PRP-13" -> "Lapsed",
     left  |-> Never]

\* What was done already is answered as it was. A decline by the operator, who
\* declines what stands of a task that is over, is nobody's to repeat.
ProposalRepeats(x, ask, roles) ==
    \/ x.stage = "Accepted" /\ ask.command = "Accept" /\ "Buyer" \in roles
    \/ x.stage = "Declined" /\ ask.command = "Decline" /\ "Buyer" \in roles
    \/ x.stage = "Withdrawn" /\ ask.command = "Withdraw" /\ "Agent" \in roles

\* The answer to every order. `roles` are those in which `by` acts, `row` the one
\* that allows the command.
ProposalAnswer(x, by, at, ask, roles, row) ==
    LET why == Refused(by, at, roles, row, x.left)
    IN IF why = "" THEN Done(row.rule, ProposalAfter(row.rule), <<>>)
       ELSE IF by.as = "party" /\ InTime(at, x.left) /\ ProposalRepeats(x, ask, roles)
       THEN Not("repeated")
       ELSE Not(why)
=============================================================================
