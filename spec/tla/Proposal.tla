------------------------------ MODULE Proposal ------------------------------
(* An agent's proposal for a task. No money moves here: accepting one hires    *)
(* the agent on the task in the same commit (MKT-12).                          *)
(* The text is ../marketplace.md.                                              *)
EXTENDS Kernel

CONSTANTS
    ToAccept,  \* how long it stands: as long as the task waits
    Rules      \* the table, which every .cfg sets to `Table`

VARIABLE proposal
vars == <<proposal>>

Table == [
    Offered |-> [
        Accept   |-> Row("PRP-10", {"Buyer"}),
        Decline  |-> Row("PRP-11", {"Buyer", "Operator"}),
        Withdraw |-> Row("PRP-12", {"Agent"}),
        Timeout  |-> Row("PRP-13", {"Clock"})]]

Ends == {"Accepted", "Declined", "Withdrawn", "Lapsed"}
RowOf(command) == IF proposal.stage \in Ends THEN NoRow ELSE Rules.Offered[command]

-----------------------------------------------------------------------------
(* Who may try what, and when *)

Senders ==
    {Party(name) : name \in {"buyer", "owner", "agent", "rival", "stranger"}}
    \union {Arbiter(name) : name \in {"judge", "buyer", "owner", "agent"}}
    \union {Operator, Clock}

Tried == {Ask(command) : command \in {"Accept", "Decline", "Withdraw", "Timeout"}}

\* The agent may act, and so may its owner.
RolesOf(name) ==
    (IF name = "buyer" THEN {"Buyer"} ELSE {})
    \union (IF name \in {"agent", "owner"} THEN {"Agent"} ELSE {})

-----------------------------------------------------------------------------
(* What each rule does *)

After(rule) ==
    [stage |-> CASE rule = "PRP-10" -> "Accepted"
                 [] rule = "PRP-11" -> "Declined"
                 [] rule = "PRP-12" -> "Withdrawn"
                 [] rule = "PRP-13" -> "Lapsed",
     left  |-> Never]

\* What was done already is answered as it was. A decline by the operator, who
\* declines what stands of a task that is over, is nobody's to repeat.
Repeats(ask, roles) ==
    \/ proposal.stage = "Accepted" /\ ask.command = "Accept" /\ "Buyer" \in roles
    \/ proposal.stage = "Declined" /\ ask.command = "Decline" /\ "Buyer" \in roles
    \/ proposal.stage = "Withdrawn" /\ ask.command = "Withdraw" /\ "Agent" \in roles

-----------------------------------------------------------------------------
(* The answer to every order *)

Answer(by, at, ask, roles, row, left) ==
    LET why == Refused(by, at, roles, row, left)
    IN IF why = "" THEN Done(row.rule, After(row.rule), <<>>)
       ELSE IF by.as = "party" /\ InTime(at, left) /\ Repeats(ask, roles)
       THEN Not("repeated")
       ELSE Not(why)

\* Whatever is carried out of what a sender may try: nothing but what the row allows.
Accepted(by) ==
    LET roles == Granted(by, RolesOf(by.who))
        left  == proposal.left
    IN UNION {LET row == RowOf(ask.command)
              IN IF roles \intersect row.by = {} THEN {}
                 ELSE {answer \in {Answer(by, at, ask, roles, row, left) : at \in Moments(left)} :
                       answer.done} : ask \in Tried}

\* Whatever a sender may try, each order with its answer and the state after it:
\* this is what is compared with the code.
Edge(by, at, ask, answer) ==
    <<Order(by, at, ask), answer,
      IF answer.done THEN <<answer.to>> ELSE vars>>
EdgesOf(by) ==
    LET roles == Granted(by, RolesOf(by.who))
        left  == proposal.left
    IN UNION {LET row == RowOf(ask.command)
              IN {Edge(by, at, ask, Answer(by, at, ask, roles, row, left)) :
                  at \in Moments(left)} : ask \in Tried}
Edges == UNION {EdgesOf(by) : by \in Senders}

\* Nothing else is shown of a proposal.
Seen == {<<at, <<>>>> : at \in Moments(proposal.left)}

Init == proposal = [stage |-> "Offered", left |-> ToAccept]
Follow(answers) == \E answer \in answers : proposal' = answer.to
Next == \E by \in Senders : Follow(Accepted(by))
Lapse == Follow(Accepted(Clock))
Spec == Init /\ [][Next]_vars /\ WF_vars(Lapse)

-----------------------------------------------------------------------------
(* The laws *)

TypeOK ==
    /\ proposal.stage \in DOMAIN Rules \union Ends
    /\ proposal.left > 0
    /\ proposal.stage \in Ends <=> proposal.left = Never

\* L-06, L-13: nothing leaves an end, and the clock alone leads to one.
EndsAbsorb == [][proposal.stage \notin Ends]_vars
ProposalEnds == <>(proposal.stage \in Ends)
=============================================================================
