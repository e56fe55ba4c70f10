----------------------------- MODULE Marketplace -----------------------------
(* A task for a price. The buyer's money is held from creation until an end.   *)
(* The text is ../marketplace.md; README.md says how to read the model.        *)
EXTENDS Kernel

CONSTANTS
    \* The terms of the task.
    Mode,                             \* "named", "matched" or "proposals"
    Named,                            \* the agent that is named, see AgentOf
    Budget, Fee, KillFee,             \* units; shares in basis points
    DefaultResolution, DefaultShare,  \* the ruling that an arbiter's silence takes
    MaxRevisions, MaxRemedies, MaxEvidence,
    ToHire, ToMatch, ToDeliver, ToDeliverLeast, ToReview, ToRevise, ToRespond, ToRule,
    \* What the buyer has, and what may be tried.
    Purse, Agents, Prices, Estimates, Percents, Works, Statements,
    RefundShares, SplitShares,
    \* The table, which every .cfg sets to `Table`.
    Rules

VARIABLES task, money
vars == <<task, money>>

Table == [
    Draft |-> [
        Fund      |-> Row("MKT-01", {"Buyer"})],
    Pending |-> [
        Match     |-> Row("MKT-10", {"Operator"}),
        Assign    |-> Row("MKT-11", {"Operator"}),
        Hire      |-> Row("MKT-12", {"Buyer"}),
        Cancel    |-> Row("MKT-13", {"Buyer"}),
        Timeout   |-> Row("MKT-14", {"Clock"})],
    Matching |-> [
        Assign    |-> Row("MKT-20", {"Operator"}),
        Cancel    |-> Row("MKT-21", {"Buyer"}),
        Timeout   |-> Row("MKT-22", {"Clock"})],
    Executing |-> [
        Progress  |-> Row("MKT-30", {"Agent"}),
        Deliver   |-> Row("MKT-31", {"Agent"}),
        Fail      |-> Row("MKT-32", {"Agent"}),
        Cancel    |-> Row("MKT-33", {"Buyer"}),
        Timeout   |-> Row("MKT-34", {"Clock"})],
    Delivered |-> [
        Approve   |-> Row("MKT-40", {"Buyer"}),
        Revise    |-> Row("MKT-41", {"Buyer"}),
        Dispute   |-> Row("MKT-42", {"Buyer"}),
        Timeout   |-> Row("MKT-43", {"Clock"})],
    Revising |-> [
        Progress  |-> Row("MKT-50", {"Agent"}),
        Deliver   |-> Row("MKT-51", {"Agent"}),
        Fail      |-> Row("MKT-52", {"Agent"}),
        Approve   |-> Row("MKT-53", {"Buyer"}),
        Timeout   |-> Row("MKT-54", {"Clock"})],
    Disputed |-> [
        Redeliver |-> Row("MKT-60", {"Agent"}),
        Reject    |-> Row("MKT-61", {"Agent"}),
        Submit    |-> Row("MKT-62", {"Buyer", "Agent"}),
        Concede   |-> Row("MKT-63", {"Agent"}),
        Approve   |-> Row("MKT-64", {"Buyer"}),
        Rule      |-> Row("MKT-65", {"Arbiter"}),
        Timeout   |-> Row("MKT-66", {"Clock"})],
    Arbitration |-> [
        Submit    |-> Row("MKT-70", {"Buyer", "Agent"}),
        Seal      |-> Row("MKT-71", {"Buyer", "Agent"}),
        Concede   |-> Row("MKT-72", {"Agent"}),
        Approve   |-> Row("MKT-73", {"Buyer"}),
        Rule      |-> Row("MKT-74", {"Arbiter"}),
        Timeout   |-> Row("MKT-75", {"Clock"})]]

Ends == {"Completed", "Cancelled", "Expired", "Failed"}
Frozen == {"Disputed", "Arbitration"}
RowOf(command) ==
    LET stage == task.stage
    IN IF stage \in Ends THEN NoRow
       ELSE IF command \in DOMAIN Rules[stage] THEN Rules[stage][command]
       ELSE NoRow

-----------------------------------------------------------------------------
(* Who may try what, and when *)

Parties == {"buyer", "owner", "agent", "rival", "stranger"}
Senders ==
    {Party(name) : name \in Parties}
    \union {Arbiter(name) : name \in {"judge", "buyer", "owner", "agent"}}
    \union {Operator, Clock}

\* An agent and its owner, whose wallet is paid.
AgentOf(name) ==
    CASE name = "agent"  -> [id |-> "agent", owner |-> "owner"]
      [] name = "rival"  -> [id |-> "rivals agent", owner |-> "rival"]
      [] name = "stolen" -> [id |-> "agent", owner |-> "rival"]
      [] name = "own"    -> [id |-> "agent", owner |-> "buyer"]
      [] name = "self"   -> [id |-> "buyer", owner |-> "owner"]
Nobody == [id |-> "nobody", owner |-> "nobody"]

Ruling(resolution, share) == [resolution |-> resolution, share |-> share]
NoRuling == Ruling("none", 0)
Rulings ==
    {Ruling("refund", share) : share \in RefundShares}
    \union {Ruling("split", share) : share \in SplitShares}
    \union {Ruling("release", 0)}

\* What each command may carry, for those that carry something.
Asks(command) ==
    CASE command = "Assign" ->
            {[command |-> "Assign", agent |-> AgentOf(name)] : name \in Agents}
      [] command = "Hire" ->
            {[command |-> "Hire", agent |-> AgentOf(name), price |-> price,
              estimate |-> estimate] :
             name \in Agents, price \in Prices, estimate \in Estimates}
      [] command = "Progress" ->
            {[command |-> "Progress", percent |-> percent] : percent \in Percents}
      [] command \in {"Fail", "Dispute"} ->
            {[command |-> command, reason |-> reason] : reason \in Works}
      [] command = "Deliver" -> {[command |-> "Deliver", work |-> work] : work \in Works}
      [] command = "Redeliver" -> {[command |-> "Redeliver", work |-> work] : work \in Works}
      [] command = "Seal" ->
            {[command |-> "Seal", statement |-> statement] : statement \in Statements}
      [] command = "Rule" -> {[command |-> "Rule", ruling |-> ruling] : ruling \in Rulings}
      [] OTHER -> {Ask(command)}

Commands == {"Fund", "Match", "Assign", "Hire", "Cancel", "Progress", "Deliver", "Fail",
             "Approve", "Revise", "Dispute", "Redeliver", "Reject", "Submit", "Seal",
             "Concede", "Rule", "Timeout"}

\* Where a command is out of place, what it carries makes no difference, unless it
\* may be the repeat of one that was not.
Repeatable == {"Deliver", "Redeliver", "Seal"}
Tried == UNION {IF RowOf(command) = NoRow /\ command \notin Repeatable THEN {Ask(command)}
                ELSE Asks(command) : command \in Commands}

\* The buyer is the terms'; the agent and its owner are the hire's.
RolesOf(name) ==
    (IF name = "buyer" THEN {"Buyer"} ELSE {})
    \union (IF name \in {task.agent.id, task.agent.owner} THEN {"Agent"} ELSE {})

-----------------------------------------------------------------------------
(* What each rule does. `task.left` is what is left of the stage as of now.    *)

Silent == [items |-> 0, sealed |-> "none"]
Nothing == [buyer |-> 0, agent |-> 0, fee |-> 0]
Blank == [stage |-> "Draft", left |-> Never, held |-> 0, agent |-> Nobody, progress |-> -1,
          work |-> "none", round |-> 0, revisions |-> 0, remedies |-> 0,
          reason |-> "none", said |-> [Buyer |-> Silent, Agent |-> Silent],
          cause |-> "none", ruling |-> NoRuling, paid |-> Nothing]

To(stage, left) == [task EXCEPT !.stage = stage, !.left = left]
End(stage, cause, ruling, paid) ==
    [Blank EXCEPT !.stage = stage, !.agent = task.agent, !.cause = cause,
                  !.ruling = ruling, !.paid = paid]

\* Everything back to the buyer. No work, no pay.
Refund(rule, stage, cause) ==
    Done(rule, End(stage, cause, NoRuling, [Nothing EXCEPT !.buyer = task.held]),
         Moved("escrow", "buyer", task.held))

\* The buyer's share back, rounded down; the rest to the agent's owner, less the
\* operator's fee, rounded down (MONEY-20, MONEY-21). Nobody else is ever paid.
Settle(rule, stage, cause, ruling, share) ==
    LET back   == Share(task.held, share)
        gained == task.held - back
        fee    == Share(gained, Fee)
    IN Done(rule,
            End(stage, cause, ruling, [buyer |-> back, agent |-> gained - fee, fee |-> fee]),
            Moved("escrow", "buyer", back) \o Moved("escrow", task.agent.owner, gained - fee)
                \o Moved("escrow", "fees", fee))
Pay(rule, cause) == Settle(rule, "Completed", cause, NoRuling, 0)

\* A buyer cannot hire an agent that he owns, or himself.
IsOwn(agent) == "buyer" \in {agent.id, agent.owner}

\* MKT-01: the budget is above zero, the terms are sound, and the money is there.
Fund ==
    IF Budget = 0 THEN Not("zero_budget")
    ELSE IF Mode = "named" /\ IsOwn(AgentOf(Named)) THEN Not("unsound_terms")
    ELSE IF money["buyer"] < Budget THEN Not("insufficient_funds")
    ELSE Done("MKT-01", [To("Pending", ToHire) EXCEPT !.held = Budget],
              Moved("buyer", "escrow", Budget))

\* MKT-10: only a task that leaves the choice to the platform is matched.
Match ==
    IF Mode # "matched" THEN Not("not_automatic") ELSE Done("MKT-10", To("Matching", ToMatch), <<>>)

\* From here on the agent's owner is the only payee besides the buyer.
Work(rule, agent, price, lasts) ==
    IF IsOwn(agent) THEN Not("self_hire")
    ELSE IF price > task.held THEN Not("price_over_budget")
    ELSE Done(rule, [To("Executing", lasts) EXCEPT !.agent = agent, !.held = price],
              Moved("escrow", "buyer", task.held - price))

\* MKT-11: the agent that the terms name, and no other.
AssignNamed(ask) ==
    IF Mode = "proposals" THEN Not("not_direct")
    ELSE IF Mode # "named" THEN Not("other_agent")
    ELSE IF ask.agent # AgentOf(Named) THEN Not("other_agent")
    ELSE Work("MKT-11", ask.agent, task.held, ToDeliver)

\* MKT-12: from the proposals; the excess returns at once. The agent may work for
\* twice its estimate, with a least.
Hire(ask) ==
    IF Mode # "proposals" THEN Not("not_proposals")
    ELSE Work("MKT-12", ask.agent, ask.price,
              IF ask.estimate = 0 THEN ToDeliver ELSE Max(2 * ask.estimate, ToDeliverLeast))

\* MKT-30, MKT-50: a report changes no deadline.
Report(rule, ask, now) ==
    Done(rule, [task EXCEPT !.progress = ask.percent, !.left = @ - now], <<>>)

\* MKT-31, MKT-51, MKT-60: a delivery opens a review window.
Delivery(work) ==
    [To("Delivered", ToReview) EXCEPT !.work = work, !.round = @ + 1, !.progress = -1,
                                      !.reason = "none", !.said = Blank.said]

\* MKT-32, MKT-52: the agent says why.
GiveUp(rule, ask) ==
    LET answer == Refund(rule, "Failed", "given_up")
    IN [answer EXCEPT !.to.reason = ask.reason]

\* MKT-41: counted when asked for, answered or not.
Revise ==
    IF task.revisions >= MaxRevisions THEN Not("no_revisions_left")
    ELSE Done("MKT-41", [To("Revising", ToRevise) EXCEPT !.revisions = @ + 1], <<>>)

\* MKT-60: better work, as often as the terms allow.
Redeliver(ask) ==
    IF task.remedies >= MaxRemedies THEN Not("no_remedies_left")
    ELSE Done("MKT-60", [Delivery(ask.work) EXCEPT !.remedies = @ + 1], <<>>)

\* MKT-61, MKT-66: an arbiter decides; what was said stays.
Escalate(rule) == Done(rule, To("Arbitration", ToRule), <<>>)

\* MKT-62, MKT-70: one more piece of evidence, until that side is sealed.
Submit(rule, side, now) ==
    IF task.said[side].sealed # "none" THEN Not("sealed")
    ELSE IF task.said[side].items >= MaxEvidence THEN Not("no_evidence_left")
    ELSE Done(rule, [task EXCEPT !.said[side].items = @ + 1, !.left = @ - now], <<>>)

\* MKT-71: the one-time statement.
Seal(side, ask, now) ==
    IF task.said[side].sealed # "none" THEN Not("sealed")
    ELSE Done("MKT-71", [task EXCEPT !.said[side].sealed = ask.statement, !.left = @ - now],
              <<>>)

\* MKT-65, MKT-74, MKT-75: a refund, even of a part, cancels the task; a release or
\* a split completes it.
Decree(rule, ruling) ==
    Settle(rule, IF ruling.resolution = "refund" THEN "Cancelled" ELSE "Completed", "ruled",
           ruling, ruling.share)

\* `side` is the capacity in which the sender acts, `now` the moment it takes effect.
Carried(rule, side, ask, now) ==
    CASE rule = "MKT-01" -> Fund
      [] rule = "MKT-10" -> Match
      [] rule = "MKT-11" -> AssignNamed(ask)
      [] rule = "MKT-12" -> Hire(ask)
      [] rule \in {"MKT-13", "MKT-21"} -> Refund(rule, "Cancelled", "called_off")
      [] rule = "MKT-14" -> Refund(rule, "Expired", "none")
      [] rule = "MKT-20" -> Work(rule, ask.agent, task.held, ToDeliver)
      [] rule = "MKT-22" -> Refund(rule, "Failed", "no_agent_found")
      [] rule \in {"MKT-30", "MKT-50"} -> Report(rule, ask, now)
      [] rule \in {"MKT-31", "MKT-51"} -> Done(rule, Delivery(ask.work), <<>>)
      [] rule \in {"MKT-32", "MKT-52"} -> GiveUp(rule, ask)
      \* The kill fee is the agent's; what is left of the whole is the buyer's share.
      [] rule = "MKT-33" ->
            Settle(rule, "Cancelled", "called_off", NoRuling, 10000 - KillFee)
      [] rule = "MKT-34" -> Refund(rule, "Failed", "delivery_timeout")
      [] rule \in {"MKT-40", "MKT-53"} -> Pay(rule, "approved")
      [] rule = "MKT-41" -> Revise
      [] rule = "MKT-42" ->
            Done(rule, [To("Disputed", ToRespond) EXCEPT !.reason = ask.reason], <<>>)
      [] rule = "MKT-43" -> Pay(rule, "silence")
      \* The last delivery stands, and is reviewed again.
      [] rule = "MKT-54" ->
            Done(rule, [To("Delivered", ToReview) EXCEPT !.progress = -1], <<>>)
      [] rule = "MKT-60" -> Redeliver(ask)
      [] rule \in {"MKT-61", "MKT-66"} -> Escalate(rule)
      [] rule \in {"MKT-62", "MKT-70"} -> Submit(rule, side, now)
      [] rule = "MKT-71" -> Seal(side, ask, now)
      [] rule \in {"MKT-63", "MKT-72"} -> Settle(rule, "Cancelled", "conceded", NoRuling, 10000)
      [] rule \in {"MKT-64", "MKT-73"} -> Pay(rule, "withdrawn")
      [] rule \in {"MKT-65", "MKT-74"} -> Decree(rule, ask.ruling)
      [] rule = "MKT-75" -> Decree(rule, Ruling(DefaultResolution, DefaultShare))

\* The same content in the same round, and the same statement, are answered as they
\* were (MKT-31, MKT-71).
Repeats(ask, roles) ==
    \/ /\ task.stage = "Delivered" /\ ask.command \in {"Deliver", "Redeliver"}
       /\ "Agent" \in roles /\ ask.work = task.work
    \/ /\ task.stage = "Arbitration" /\ ask.command = "Seal"
       /\ \E role \in roles : task.said[role].sealed = ask.statement

-----------------------------------------------------------------------------
(* The answer to every order *)

\* Refused by the kernel, or answered by the rule.
First(by, at, ask, roles, row, left) ==
    LET why == Refused(by, at, roles, row, left)
    IN IF why # "" THEN Not(why)
       ELSE Carried(row.rule, IF "Buyer" \in roles THEN "Buyer" ELSE "Agent", ask,
                    Effective(by, at, left))

Answer(by, at, ask, roles, row, left) ==
    LET answer == First(by, at, ask, roles, row, left)
    IN IF answer.done THEN answer
       ELSE IF by.as = "party" /\ InTime(at, left) /\ Repeats(ask, roles)
       THEN Not("repeated")
       ELSE answer

\* Whatever is carried out of what a sender may try: nothing but what the row allows.
Accepted(by) ==
    LET roles == Granted(by, RolesOf(by.who))
        left  == task.left
    IN UNION {LET row == RowOf(ask.command)
              IN IF roles \intersect row.by = {} THEN {}
                 ELSE {answer \in {Answer(by, at, ask, roles, row, left) : at \in Moments(left)} :
                       answer.done} : ask \in Tried}

\* Whatever a sender may try, each order with its answer and the state after it:
\* this is what is compared with the code.
Edge(by, at, ask, answer) ==
    <<Order(by, at, ask), answer,
      IF answer.done THEN <<answer.to, Booked(money, answer.moved)>> ELSE vars>>
EdgesOf(by) ==
    LET roles == Granted(by, RolesOf(by.who))
        left  == task.left
    IN UNION {LET row == RowOf(ask.command)
              IN {Edge(by, at, ask, Answer(by, at, ask, roles, row, left)) :
                  at \in Moments(left)} : ask \in Tried}
Edges == UNION {EdgesOf(by) : by \in Senders}

\* Nothing else is shown of a task.
Seen == {<<at, <<>>>> : at \in Moments(task.left)}

Accounts == Parties \union {"escrow", "fees"}
Init ==
    /\ task = Blank
    /\ money = [account \in Accounts |-> IF account = "buyer" THEN Purse ELSE 0]
Follow(answers) == \E answer \in answers : task' = answer.to /\ money' = Booked(money, answer.moved)
Next == \E by \in Senders : Follow(Accepted(by))
Lapse == Follow(Accepted(Clock))
Spec == Init /\ [][Next]_vars /\ WF_vars(Lapse)

-----------------------------------------------------------------------------
(* The laws *)

TypeOK ==
    /\ task.stage \in DOMAIN Rules \union Ends
    /\ task.left > 0
    /\ task.left = Never <=> task.stage \in Ends \union {"Draft"}
    /\ \A account \in Accounts : money[account] >= 0

\* L-03, L-05, L-15: no unit appears or vanishes; the escrow holds what the stage
\* says, and an end holds nothing.
Conserved ==
    /\ money["buyer"] + money["owner"] + money["agent"] + money["rival"]
       + money["stranger"] + money["escrow"] + money["fees"] = Purse
    /\ money["escrow"] = task.held
    /\ task.stage \in Ends => task.held = 0

\* L-13: held money has a deadline.
HasDeadline == task.held > 0 => task.left < Never

\* L-17, L-25: the fee is the terms' share of what the agent gained, rounded down,
\* and there is none while anything is held.
FeeIsBounded ==
    /\ money["fees"] = Share(money["fees"] + task.paid.agent, Fee)
    /\ money["fees"] = task.paid.fee

\* L-19: only the owner of the hired agent has gained anything.
OnlyThePayee ==
    \A name \in Parties \ {"buyer"} :
        money[name] = IF name = task.agent.owner THEN task.paid.agent ELSE 0

\* The counters stay within the terms (L-14, L-20).
Counted ==
    /\ task.revisions <= MaxRevisions /\ task.remedies <= MaxRemedies
    /\ \A role \in {"Buyer", "Agent"} : task.said[role].items <= MaxEvidence

\* L-18: a dispute freezes the money.
FrozenMoney ==
    [][task.stage \in Frozen /\ money' # money
       => task'.cause \in {"ruled", "conceded", "withdrawn"}]_vars

\* L-19: who was hired stays hired.
HireBinds == [][task.agent # Nobody => task'.agent = task.agent]_vars

\* L-20: evidence is append-only, and immutable once sealed.
EvidenceStands ==
    [][task.stage \in Frozen /\ task'.stage \in Frozen =>
       \A role \in {"Buyer", "Agent"} :
           /\ task'.said[role].items >= task.said[role].items
           /\ task.said[role].sealed # "none" => task'.said[role] = task.said[role]]_vars

\* L-06: nothing leaves an end.
EndsAbsorb == [][task.stage \notin Ends]_vars

\* L-13: held money can always leave, and the clock alone is enough.
MoneyLeaves == (task.held > 0) ~> (task.held = 0)
TaskEnds == (task.stage # "Draft") ~> (task.stage \in Ends)
=============================================================================
