------------------------------ MODULE Proposal ------------------------------
(* One proposal: everything that everybody may try with it, at the edges of    *)
(* its window, and the laws that hold whatever they do. The rules are in       *)
(* ProposalRules.tla.                                                          *)
EXTENDS ProposalRules

CONSTANT ToAccept  \* how long it stands: as long as the task waits

VARIABLE proposal
vars == <<proposal>>

Offer == [buyer |-> "buyer", agent |-> [id |-> "agent", owner |-> "owner"]]
Ends == {"Accepted", "Declined", "Withdrawn", "Lapsed"}

-----------------------------------------------------------------------------
(* Who may try what, and when *)

Senders ==
    {Party(name) : name \in {"buyer", "owner", "agent", "rival", "stranger"}}
    \union {Arbiter(name) : name \in {"judge", "buyer", "owner", "agent"}}
    \union {Operator, Clock}

Roles(by) == Granted(by, ProposalRoles(Offer, by.who))
RowOf(ask) == ProposalRow(proposal, ask.command)
AnswerTo(by, at, ask, roles) == ProposalAnswer(proposal, by, at, ask, roles, RowOf(ask))

\* Whatever is carried out of what a sender may try: nothing but what the row allows.
Accepted(by) ==
    LET roles == Roles(by)
    IN UNION {IF roles \intersect RowOf(ask).by = {} THEN {}
              ELSE {answer \in {AnswerTo(by, at, ask, roles) : at \in Moments(proposal.left)} :
                    answer.done} : ask \in ProposalAsks}

\* Whatever a sender may try, each order with its answer and the state after it:
\* this is what is compared with the code.
Edge(by, at, ask, answer) ==
    <<Order(by, at, ask), answer,
      IF answer.done THEN <<answer.to>> ELSE vars>>
EdgesOf(by) ==
    LET roles == Roles(by)
    IN {Edge(by, at, ask, AnswerTo(by, at, ask, roles)) :
        at \in Moments(proposal.left), ask \in ProposalAsks}
Edges == UNION {EdgesOf(by) : by \in Senders}

\* Nothing else is shown of a proposal.
Seen == {<<at, <<>>>> : at \in Moments(proposal.left)}

Init == proposal = Offered(ToAccept)
Follow(answers) == \E answer \in answers : proposal' = answer.to
Next == \E by \in Senders : Follow(Accepted(by))
Lapse == Follow(Accepted(Clock))
Spec == Init /\ [][Next]_vars /\ WF_vars(Lapse)

-----------------------------------------------------------------------------
(* The laws *)

TypeOK ==
    /\ proposal.stage \in {"Offered"} \union Ends
    /\ proposal.left > 0
    /\ proposal.stage \in Ends <=> proposal.left = Never

\* L-06, L-13: nothing leaves an end, and the clock alone leads to one.
EndsAbsorb == [][proposal.stage \notin Ends]_vars
ProposalEnds == <>(proposal.stage \in Ends)
=============================================================================
