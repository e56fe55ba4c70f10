----------------------------- MODULE Acceptance ------------------------------
(* A proposal that is accepted and the hire that comes with it are one commit: *)
(* both happen or neither, and the other proposals are declined in it (PRP-10, *)
(* MKT-12). The task is Marketplace.tla's; the rules of proposals are in       *)
(* ProposalRules.tla. Time passes for all alike and is a step of its own; the  *)
(* clock may be late by a unit. Whoever asks for something has what is due     *)
(* noticed first.                                                              *)
EXTENDS Marketplace, ProposalRules

VARIABLE proposals
all == <<task, money, proposals>>

Numbers == {1, 2, 3}
Offering(name, price, estimate) ==
    [buyer |-> "buyer", agent |-> AgentOf(name), price |-> price, estimate |-> estimate]
Offer(p) ==
    CASE p = 1 -> Offering("agent", 10, 1)
      [] p = 2 -> Offering("rival", 11, 2)
      \* One unit above the budget.
      [] p = 3 -> Offering("agent", 12, 1)

Unmade == [stage |-> "Unmade", left |-> Never]
Made == Offered(task.left)

-----------------------------------------------------------------------------
(* What is due, and what time does *)

Noticed(p) ==
    IF proposals[p].stage = "Offered" /\ proposals[p].left <= 0
    THEN [proposals EXCEPT ![p] = ProposalAfter("PRP-13")] ELSE proposals

TaskAnswer(by, ask) ==
    Answer(by, 0, ask, Granted(by, RolesOf(by.who)), RowOf(ask.command), task.left)
Due == task.left <= 0
Lapsing == TaskAnswer(Clock, Ask("Timeout"))

Older(x) == IF x.left = Never THEN x ELSE [x EXCEPT !.left = @ - 1]
Waits ==
    /\ task.left # Never
    /\ task.left >= 0
    /\ \A p \in Numbers : proposals[p].left >= 0

-----------------------------------------------------------------------------
(* The answer to every order, with the state after it *)

Told(of, by, ask, answer, state) == <<[of |-> of, by |-> by, ask |-> ask], answer, state>>

\* What stands is declined when the task stops waiting (PRP-11).
Declined(some) ==
    [p \in Numbers |-> IF some[p].stage = "Offered" THEN ProposalAfter("PRP-11") ELSE some[p]]

TaskEdge(by, ask) ==
    IF Due /\ by # Clock
    THEN Told(0, by, ask, Not(Refused(by, 0, Granted(by, RolesOf(by.who)), NoRow, Never)),
               <<Lapsing.to, Booked(money, Lapsing.moved), proposals>>)
    ELSE LET answer == TaskAnswer(by, ask)
         IN Told(0, by, ask, answer,
                  IF ~answer.done THEN all
                  ELSE <<answer.to, Booked(money, answer.moved),
                         IF ask.command = "Cancel" THEN Declined(proposals) ELSE proposals>>)

\* Nobody proposes for a task that does not wait.
Propose(p) ==
    LET by == Party(Offer(p).agent.owner)
    IN IF task.stage = "Pending" /\ ~Due
       THEN Told(p, by, Ask("Propose"), Done("proposed", Made, <<>>),
                  <<task, money, [proposals EXCEPT ![p] = Made]>>)
       ELSE Told(p, by, Ask("Propose"), Not("wrong_state"),
                  IF Due THEN <<Lapsing.to, Booked(money, Lapsing.moved), proposals>> ELSE all)

\* The hire of an accepted proposal, asked of the task by the same sender.
Hiring(p, by) ==
    TaskAnswer(by, [command |-> "Hire", agent |-> Offer(p).agent, price |-> Offer(p).price,
                     estimate |-> Offer(p).estimate])

ProposalEdge(p, by, ask) ==
    LET before == IF by = Clock THEN proposals ELSE Noticed(p)
        x      == before[p]
        roles  == Granted(by, ProposalRoles(Offer(p), by.who))
        answer == ProposalAnswer(x, by, 0, ask, roles, ProposalRow(x, ask.command))
    IN IF ~answer.done
       THEN Told(p, by, ask, answer, <<task, money, before>>)
       ELSE LET after == [before EXCEPT ![p] = answer.to]
                hired == Hiring(p, by)
            IN IF ask.command # "Accept"
               THEN Told(p, by, ask, answer, <<task, money, after>>)
               ELSE IF ~hired.done
               THEN Told(p, by, ask, hired, all)
               ELSE Told(p, by, ask, [answer EXCEPT !.moved = hired.moved],
                          <<hired.to, Booked(money, hired.moved), Declined(after)>>)

TaskAsks == {Ask(command) : command \in {"Fund", "Cancel", "Timeout"}}
EdgesBy(by) ==
    {TaskEdge(by, ask) : ask \in TaskAsks}
    \union UNION {{ProposalEdge(p, by, ask) : ask \in ProposalAsks} :
                  p \in {it \in Numbers : proposals[it].stage # "Unmade"}}
\* Only what a row allows can be carried out.
PossibleBy(by) ==
    {TaskEdge(by, ask) : ask \in {it \in TaskAsks :
        Granted(by, RolesOf(by.who)) \intersect RowOf(it.command).by # {}}}
    \union UNION {{ProposalEdge(p, by, ask) : ask \in {it \in ProposalAsks :
        Granted(by, ProposalRoles(Offer(p), by.who))
            \intersect ProposalRow(proposals[p], it.command).by # {}}} : p \in Numbers}
Proposing == {Propose(p) : p \in {it \in Numbers : proposals[it].stage = "Unmade"}}
Later == <<Older(task), money, [p \in Numbers |-> Older(proposals[p])]>>

\* What is compared with the code.
AllEdges ==
    (UNION {EdgesBy(by) : by \in Senders}) \union Proposing
    \union (IF Waits THEN {Told(0, Clock, Ask("Tick"), Done("tick", <<>>, <<>>), Later)} ELSE {})
AllSeen == task.held

Start == Init /\ proposals = [p \in Numbers |-> Unmade]
Take(edge) ==
    /\ edge[2].done
    /\ task' = edge[3][1] /\ money' = edge[3][2] /\ proposals' = edge[3][3]
Tick == Waits /\ task' = Later[1] /\ money' = money /\ proposals' = Later[3]
Lapses == \E edge \in PossibleBy(Clock) : Take(edge)
Steps ==
    \/ \E by \in Senders : \E edge \in PossibleBy(by) : Take(edge)
    \/ \E edge \in Proposing : Take(edge)
    \/ Tick
Together == Start /\ [][Steps]_all /\ WF_all(Tick) /\ WF_all(Lapses)

-----------------------------------------------------------------------------
(* The laws *)

\* PRP-10, MKT-12: one accepted proposal a hired task, none otherwise; who is hired
\* is who proposed it, and what is held is its price.
Hires == {p \in Numbers : proposals[p].stage = "Accepted"}
OneAcceptance ==
    IF task.agent = Nobody THEN Hires = {}
    ELSE \E p \in Numbers :
            /\ Hires = {p}
            /\ task.agent = Offer(p).agent
            /\ task.stage = "Executing" => task.held = Offer(p).price

\* A proposal is accepted for a task that waits, and the agent has the time that it
\* asked for (MKT-37).
AcceptedInTime ==
    [][\A p \in Numbers :
        proposals[p].stage # "Accepted" /\ proposals'[p].stage = "Accepted" =>
            /\ proposals[p].stage = "Offered" /\ task.stage = "Pending" /\ task.left > 0
            /\ task'.stage = "Executing"
            /\ task'.left = Max(2 * Offer(p).estimate, ToDeliverLeast)]_all

\* PRP-11, PRP-13: what stands, stands exactly as long as the task waits.
NoneStandsInVain ==
    \A p \in Numbers : proposals[p].stage = "Offered" =>
        IF task.stage = "Pending" THEN proposals[p].left = task.left ELSE proposals[p].left <= 0

\* PRP-14, L-06
ProposalsStay ==
    [][\A p \in Numbers : proposals[p].stage \notin {"Unmade", "Offered"} =>
        proposals'[p] = proposals[p]]_all

\* L-13; L-03 is Conserved.
AllEnd ==
    /\ (task.stage # "Draft") ~> (task.stage \in Ends)
    /\ \A p \in Numbers : (proposals[p].stage = "Offered") ~> (proposals[p].stage # "Offered")
=============================================================================
