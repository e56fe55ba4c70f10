---------------------------- MODULE CreditsRules -----------------------------
(* A task for a platform's credits. The platform finds the agent and judges    *)
(* the work; the buyer can take the charge back by a down vote for a while,    *)
(* and by a dispute for longer. The text is ../credits.md; README.md says how  *)
(* to read the model.                                                          *)
(*                                                                             *)
(* Here are the rules, as functions of a contract, a task and an order.        *)
(* Credits.tla sets them in motion for one task, CreditsTwo.tla for two over   *)
(* the same wallets.                                                           *)
EXTENDS Kernel

CONSTANTS
    Rules,     \* the table, which every .cfg sets to `Table`
    Longest    \* the longest window that a contract may have

Table == [
    Draft |-> [
        Fund     |-> Row("CRD-01", {"Buyer"})],
    Submitted |-> [
        Route    |-> Row("CRD-10", {"Operator"}),
        Assign   |-> Row("CRD-11", {"Operator"}),
        Timeout  |-> Row("CRD-12", {"Clock"})],
    Routing |-> [
        Assign   |-> Row("CRD-20", {"Operator"}),
        Timeout  |-> Row("CRD-21", {"Clock"})],
    Assigned |-> [
        Start    |-> Row("CRD-30", {"Agent"}),
        Fail     |-> Row("CRD-31", {"Agent"}),
        Timeout  |-> Row("CRD-32", {"Clock"})],
    Executing |-> [
        Complete |-> Row("CRD-40", {"Agent"}),
        Fail     |-> Row("CRD-41", {"Agent"}),
        Timeout  |-> Row("CRD-42", {"Clock"})],
    QualityCheck |-> [
        Pass     |-> Row("CRD-50", {"Operator"}),
        Reject   |-> Row("CRD-51", {"Operator"}),
        Timeout  |-> Row("CRD-52", {"Clock"})],
    Completed |-> [
        Vote     |-> Row("CRD-60", {"Buyer"}),
        Dispute  |-> Row("CRD-61", {"Buyer"}),
        Timeout  |-> Row("CRD-62", {"Clock"})],
    Settled |-> [
        Vote     |-> Row("CRD-70", {"Buyer"}),
        Dispute  |-> Row("CRD-71", {"Buyer"}),
        Timeout  |-> Row("CRD-72", {"Clock"})],
    Contested |-> [
        Vote     |-> Row("CRD-80", {"Buyer"}),
        Review   |-> Row("CRD-81", {"Arbiter"}),
        Rule     |-> Row("CRD-82", {"Arbiter"}),
        Concede  |-> Row("CRD-83", {"Agent"}),
        Withdraw |-> Row("CRD-84", {"Buyer"}),
        Timeout  |-> Row("CRD-85", {"Clock"})]]

Ends == {"Closed", "Refunded", "Failed"}
Stages == DOMAIN Rules \union Ends

\* Where money is: in a person's wallet, which has that person's name; in the
\* escrow of a task, which its contract names; and with the operator.
Fees == "fees"

Whole == 10000

-----------------------------------------------------------------------------
(* Who is who *)

\* Agents by name: who works, and who is paid for it. In `stolen` someone else
\* claims to own the agent, in `disowned` someone else the buyer's own.
Agent(name) ==
    CASE name = "agent"    -> [id |-> "agent", owner |-> "owner"]
      [] name = "rival"    -> [id |-> "rival", owner |-> "rival-owner"]
      [] name = "own"      -> [id |-> "own",   owner |-> "buyer"]
      [] name = "stolen"   -> [id |-> "agent", owner |-> "rival-owner"]
      [] name = "disowned" -> [id |-> "own",   owner |-> "owner"]

\* An agent is the buyer's, too, if it submitted the task, whatever owner is
\* claimed for it.
IsOwn(c, name) ==
    {Agent(name).id, Agent(name).owner} \cap {c.buyer, c.submitter} # {}

\* The contract says who buys, the hire who works. The agent's owner acts for it.
RolesOf(c, x, name) ==
    (IF name = c.buyer THEN {"Buyer"} ELSE {})
    \union
    (IF x.agent # "nobody"
     THEN IF name \in {Agent(x.agent).id, Agent(x.agent).owner} THEN {"Agent"} ELSE {}
     ELSE {})

-----------------------------------------------------------------------------
(* What a task is *)

Nothing == [buyer |-> 0, agent |-> 0, fee |-> 0]

\* Agreed on by nobody yet.
Draft == [
    stage    |-> "Draft",
    left     |-> Never,     \* how long the stage lasts, as of now
    refund   |-> 0,         \* how long a down vote still refunds, while contested
    dispute  |-> 0,         \* how long a dispute may be filed, while completed
    agent    |-> "nobody",  \* who was hired
    charge   |-> 0,         \* what it costs
    paid     |-> FALSE,     \* whether the agent was paid
    got      |-> Nothing,   \* who got what of the charge
    vote     |-> "none",    \* what the buyer says of the work
    reviewed |-> FALSE,     \* whether an arbiter has taken the dispute up
    why      |-> "none",    \* what ended it
    share    |-> 0]         \* the buyer's share, where a ruling closed it

\* What is held is the whole budget until the work has passed, then the charge.
Held(c, x) ==
    CASE x.stage \in {"Submitted", "Routing", "Assigned", "Executing", "QualityCheck"} ->
            c.budget
      [] x.stage = "Completed" -> x.charge
      [] x.stage = "Contested" -> IF x.paid THEN 0 ELSE x.charge
      [] x.stage \in {"Draft", "Settled"} \union Ends -> 0

Windows(c) == {c.to_assign, c.to_route, c.to_start, c.to_execute, c.to_assess,
               c.to_refund, c.to_dispute, c.to_rule}

\* A contract that is not sound locks no money.
Sound(c) ==
    /\ \A window \in Windows(c) : window <= Longest
    /\ c.to_dispute > c.to_refund
    /\ c.named = "nobody" \/ ~IsOwn(c, c.named)

-----------------------------------------------------------------------------
(* Why a rule refuses an order that its row allows: the first reason that      *)
(* applies, or "" if none does. `now` is counted from where `x` stands.        *)

NotHired(c, ask) ==
    IF IsOwn(c, ask.agent)       THEN "self_hire"
    ELSE IF ask.price > c.budget THEN "price_over_budget"
    ELSE ""

\* One vote a task: up may become down, nothing else.
VoteStands(x, ask) == x.vote = "down" \/ x.vote = ask.thumb

Guarded(c, x, rule, ask, now) ==
    CASE rule = "CRD-01" ->
            IF c.budget = 0              THEN "zero_budget"
            ELSE IF ~Sound(c)            THEN "unsound_terms"
            ELSE ""
      [] rule = "CRD-10" ->
            IF c.named # "nobody"        THEN "not_routed"
            ELSE ""
      [] rule = "CRD-11" ->
            IF ask.agent # c.named       THEN "other_agent"
            ELSE NotHired(c, ask)
      [] rule = "CRD-20" ->
            NotHired(c, ask)
      [] rule = "CRD-50" ->
            IF ask.score < c.pass_mark   THEN "below_pass_mark"
            ELSE ""
      [] rule = "CRD-51" ->
            IF ask.score >= c.pass_mark  THEN "reaches_pass_mark"
            ELSE ""
      [] rule \in {"CRD-60", "CRD-70"} ->
            IF VoteStands(x, ask)        THEN "vote_stands"
            ELSE ""
      [] rule = "CRD-80" ->
            IF VoteStands(x, ask)        THEN "vote_stands"
            ELSE IF ask.thumb = "up"     THEN "up_while_contested"
            ELSE IF now >= x.refund      THEN "refund_window_closed"
            ELSE ""
      [] rule = "CRD-81" ->
            IF x.reviewed                THEN "under_review"
            ELSE ""
      [] OTHER -> ""

-----------------------------------------------------------------------------
(* What each rule moves *)

\* The charge divided: the buyer's share is rounded down, the rest is the
\* agent's, less the fee, which is rounded down, too (MONEY-20, MONEY-21).
Settlement(c, x, share) ==
    LET back  == Share(x.charge, share)
        gross == x.charge - back
        fee   == Share(gross, c.fee)
    IN [buyer |-> back, agent |-> gross - fee, fee |-> fee]

\* Out of escrow, if the charge is still there. If the agent was paid, this is
\* recourse: everybody gives back what he would not have had (MONEY-24).
Divided(c, x, share) ==
    LET due   == Settlement(c, x, share)
        owner == Agent(x.agent).owner
    IN IF x.paid
       THEN Moved(owner, c.buyer, x.got.agent - due.agent)
            \o Moved(Fees, c.buyer, x.got.fee - due.fee)
       ELSE Moved(c.escrow, c.buyer, due.buyer)
            \o Moved(c.escrow, owner, due.agent)
            \o Moved(c.escrow, Fees, due.fee)

\* All that was paid in.
AllBack(c, x) == Moved(c.escrow, c.buyer, Held(c, x))

Moves(c, x, rule, ask) ==
    CASE rule = "CRD-01" -> Moved(c.buyer, c.escrow, c.budget)
      [] rule \in {"CRD-12", "CRD-21", "CRD-31", "CRD-32", "CRD-41", "CRD-42", "CRD-51",
                   "CRD-52"} -> AllBack(c, x)
      \* The charge stays held; what is not needed goes back at once.
      [] rule = "CRD-50" -> Moved(c.escrow, c.buyer, c.budget - x.charge)
      [] rule = "CRD-60" -> IF ask.thumb = "down" THEN Divided(c, x, Whole) ELSE <<>>
      [] rule = "CRD-62" -> Divided(c, x, 0)
      [] rule = "CRD-80" -> Divided(c, x, Whole)
      [] rule = "CRD-82" -> Divided(c, x, ask.share)
      [] rule = "CRD-83" -> Divided(c, x, Whole)
      [] rule \in {"CRD-84", "CRD-85"} -> Divided(c, x, 0)
      [] OTHER -> <<>>

-----------------------------------------------------------------------------
(* Where each rule leads *)

\* The same task when `now` has come, which may have been before where `x` stands: a
\* window that has closed stays closed.
Aged(x, now) == [x EXCEPT
    !.left    = IF x.left = Never THEN Never ELSE @ - now,
    !.refund  = IF @ = 0 THEN 0 ELSE Max(0, @ - now),
    !.dispute = IF x.stage = "Completed" THEN @ - now ELSE 0]

Goes(x, stage, left) == [x EXCEPT !.stage = stage, !.left = left]

Ended(x, stage, why) == [x EXCEPT
    !.stage = stage, !.left = Never, !.why = why,
    !.refund = 0, !.dispute = 0, !.reviewed = FALSE, !.paid = FALSE, !.got = Nothing]

Failed(x, why) == [Ended(x, "Failed", why) EXCEPT !.charge = 0]

Closed(c, x, why, share) ==
    [Ended(x, "Closed", why) EXCEPT !.got = Settlement(c, x, share), !.share = share]

After(c, was, rule, ask, now) ==
    LET x == Aged(was, now)
    IN
    CASE rule = "CRD-01" -> Goes(x, "Submitted", c.to_assign)
      [] rule = "CRD-10" -> Goes(x, "Routing", c.to_route)
      [] rule \in {"CRD-11", "CRD-20"} ->
            [Goes(x, "Assigned", c.to_start) EXCEPT !.agent = ask.agent, !.charge = ask.price]
      [] rule \in {"CRD-12", "CRD-21"} -> Failed(x, "no_agent_found")
      [] rule = "CRD-30" -> Goes(x, "Executing", c.to_execute)
      [] rule \in {"CRD-31", "CRD-41"} -> Failed(x, ask.reason)
      [] rule \in {"CRD-32", "CRD-42"} -> Failed(x, "timed_out")
      [] rule = "CRD-40" -> Goes(x, "QualityCheck", c.to_assess)
      \* Both windows begin when the work has passed.
      [] rule = "CRD-50" -> [Goes(x, "Completed", c.to_refund) EXCEPT !.dispute = c.to_dispute]
      [] rule = "CRD-51" -> Failed(x, "rejected")
      [] rule = "CRD-52" -> Failed(x, "not_assessed")
      [] rule = "CRD-60" ->
            IF ask.thumb = "up" THEN [x EXCEPT !.vote = "up"]
            ELSE [Ended(x, "Refunded", "voted") EXCEPT !.vote = "down"]
      \* A dispute does not close the refund window.
      [] rule = "CRD-61" ->
            [Goes(x, "Contested", c.to_rule) EXCEPT !.refund = x.left, !.dispute = 0]
      [] rule = "CRD-62" ->
            [Goes(x, "Settled", x.dispute) EXCEPT
                !.dispute = 0, !.paid = TRUE, !.got = Settlement(c, x, 0)]
      [] rule = "CRD-70" -> [x EXCEPT !.vote = ask.thumb]
      [] rule = "CRD-71" -> Goes(x, "Contested", c.to_rule)
      [] rule = "CRD-72" -> Closed(c, x, "unchallenged", 0)
      [] rule = "CRD-80" -> [Ended(x, "Refunded", "voted") EXCEPT !.vote = "down"]
      [] rule = "CRD-81" -> [x EXCEPT !.reviewed = TRUE]
      [] rule = "CRD-82" ->
            IF ask.share = Whole THEN Ended(x, "Refunded", "ruled")
            ELSE Closed(c, x, "ruled", ask.share)
      [] rule = "CRD-83" -> Ended(x, "Refunded", "conceded")
      [] rule = "CRD-84" -> Closed(c, x, "withdrawn", 0)
      [] rule = "CRD-85" -> Closed(c, x, "denied", 0)

-----------------------------------------------------------------------------
(* The answer to every order *)

RowOf(x, command) ==
    IF x.stage \in Ends THEN NoRow
    ELSE IF command \in DOMAIN Rules[x.stage] THEN Rules[x.stage][command]
    ELSE NoRow

\* The same vote again gets the same answer, wherever the task has come to since.
Repeats(x, ask, roles) ==
    ask.command = "Vote" /\ "Buyer" \in roles /\ x.vote # "none" /\ x.vote = ask.thumb

\* No wallet goes below zero but by recourse (MONEY-12, MONEY-13): only funding
\* takes money from a wallet otherwise.
Short(c, money, rule) == rule = "CRD-01" /\ money[c.buyer] < c.budget

\* `roles` are those in which `by` acts, `row` the one that allows the command.
Answer(c, x, money, by, at, ask, roles, row) ==
    LET early == Refused(by, at, roles, row, x.left)
        now   == Effective(by, at, x.left)
        why   == IF early # "" THEN early ELSE Guarded(c, x, row.rule, ask, now)
        last  == IF why = "" /\ Short(c, money, row.rule) THEN "insufficient_funds" ELSE why
    IN IF last = ""
       THEN Done(row.rule, After(c, x, row.rule, ask, now), Moves(c, x, row.rule, ask))
       ELSE IF by.as = "party" /\ InTime(at, x.left) /\ Repeats(x, ask, roles)
       THEN Not("repeated")
       ELSE Not(last)
=============================================================================
