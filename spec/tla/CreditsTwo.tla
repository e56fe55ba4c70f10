----------------------------- MODULE CreditsTwo ------------------------------
(* Two tasks for credits over the same wallets: the first one's agent is paid, *)
(* its owner buys something with the pay, and may owe it in the end. Time      *)
(* passes for both tasks alike, and is a step of its own here: an order is     *)
(* given now, and the clock may be late by a unit.                             *)
EXTENDS CreditsRules

CONSTANT First    \* the first contract; the second is like it

VARIABLES
    tasks,     \* where each task is
    money      \* who has what
vars == <<tasks, money>>

Two == {1, 2}

Brief == [
    buyer |-> "buyer", submitter |-> "nobody", escrow |-> "escrow 1", budget |-> 4,
    named |-> "agent", fee |-> 2500, pass_mark |-> 50,
    to_assign |-> 1, to_route |-> 1, to_start |-> 1, to_execute |-> 1, to_assess |-> 1,
    to_refund |-> 1, to_dispute |-> 2, to_rule |-> 1]

\* The windows are longer, and each another.
Longer == [Brief EXCEPT !.to_assign = 2, !.to_start = 2, !.to_execute = 3, !.to_assess = 2,
                        !.to_refund = 2, !.to_dispute = 4, !.to_rule = 3]

Second == [First EXCEPT !.buyer = "owner", !.escrow = "escrow 2", !.budget = 3, !.named = "rival"]
C(t) == IF t = 1 THEN First ELSE Second

People == {"buyer", "owner", "rival-owner"}
Accounts == People \union {"escrow 1", "escrow 2", Fees}
Deposit(account) == IF account = "buyer" THEN 4 ELSE 0

-----------------------------------------------------------------------------
(* Who may try what. *)

Senders ==
    {Party(name) : name \in {"buyer", "agent", "owner", "rival", "rival-owner"}}
    \union {Arbiter(name) : name \in {"judge", "buyer", "owner", "rival-owner"}}
    \union {Operator, Clock}

Asks(t) ==
    {Ask(command) : command \in {"Fund", "Start", "Concede", "Withdraw", "Timeout"}}
    \union {[command |-> "Assign", agent |-> C(t).named, price |-> C(t).budget],
            [command |-> "Fail", reason |-> "execution_error"],
            [command |-> "Complete", own_score |-> "none"],
            [command |-> "Pass", score |-> 50],
            [command |-> "Vote", thumb |-> "down"],
            [command |-> "Dispute", grounds |-> "wrong_output"]}
    \union {[command |-> "Rule", share |-> share] : share \in {0, 5000, Whole}}

Roles(t, by) == Granted(by, RolesOf(C(t), tasks[t], by.who))
AnswerTo(t, by, ask) ==
    Answer(C(t), tasks[t], money, by, 0, ask, Roles(t, by), RowOf(tasks[t], ask.command))

\* What a timeout leads to began when it was due, which is before now.
Led(t, by, answer) ==
    [tasks EXCEPT ![t] = IF by = Clock THEN Aged(answer.to, 0 - tasks[t].left) ELSE answer.to]

Init ==
    /\ tasks = [t \in Two |-> Draft]
    /\ money = [account \in Accounts |-> Deposit(account)]

Give(t, by, ask) ==
    LET answer == AnswerTo(t, by, ask)
    IN /\ answer.done
       /\ tasks' = Led(t, by, answer)
       /\ money' = Booked(money, answer.moved)
Lapse(t) == Give(t, Clock, Ask("Timeout"))

\* Only what a row allows can be carried out.
Possible(t) == {ask \in Asks(t) : RowOf(tasks[t], ask.command) # NoRow}
May(t, ask) == {by \in Senders : Roles(t, by) \intersect RowOf(tasks[t], ask.command).by # {}}

Runs(t) == tasks[t].left # Never
Waits == (\E t \in Two : Runs(t)) /\ (\A t \in Two : tasks[t].left >= 0)
Older == [t \in Two |-> Aged(tasks[t], 1)]
Tick == Waits /\ tasks' = Older /\ money' = money

Next ==
    \/ \E t \in Two : \E ask \in Possible(t) : \E by \in May(t, ask) : Give(t, by, ask)
    \/ Tick

\* Whatever a sender may try with either task, each order with its answer and the
\* state after it; and what time alone does: this is what is compared with the code.
OrderOf(t, by, ask) == [task |-> t, by |-> by, ask |-> ask]
EdgeOf(t, by, ask, answer) ==
    <<OrderOf(t, by, ask), answer,
      IF answer.done THEN <<Led(t, by, answer), Booked(money, answer.moved)>> ELSE vars>>
EdgesOf(t, by) == {EdgeOf(t, by, ask, AnswerTo(t, by, ask)) : ask \in Asks(t)}
Edges ==
    UNION {EdgesOf(t, by) : t \in Two, by \in Senders}
    \union (IF Waits THEN {<<OrderOf(0, Clock, Ask("Tick")), Done("tick", <<>>, <<>>),
                            <<Older, money>>>>}
            ELSE {})

\* What can be seen of the tasks besides their answers.
Seen == [t \in Two |-> Held(C(t), tasks[t])]

Spec == Init /\ [][Next]_vars /\ WF_vars(Tick) /\ WF_vars(Lapse(1)) /\ WF_vars(Lapse(2))

-----------------------------------------------------------------------------
(* The laws *)

Over(t) == tasks[t].stage \in Ends
Funded(t) == tasks[t].stage # "Draft"

\* L-03: nothing appears or vanishes, and neither task spends what the other holds.
Conservation ==
    /\ money["buyer"] + money["owner"] + money["rival-owner"] + money["escrow 1"]
       + money["escrow 2"] + money[Fees] = 4
    /\ \A t \in Two : money[C(t).escrow] = Held(C(t), tasks[t])

\* What a task has brought an account, by where the task is alone.
Got(t) == IF tasks[t].stage \in {"Settled", "Closed"} \/ tasks[t].paid
          THEN Settlement(C(t), tasks[t], tasks[t].share)
          ELSE Nothing
Rest(t) ==
    IF ~Funded(t) THEN C(t).budget
    ELSE IF tasks[t].stage \in {"Refunded", "Failed"} THEN C(t).budget
    ELSE IF tasks[t].stage \in {"Completed", "Settled", "Contested", "Closed"}
    THEN C(t).budget - tasks[t].charge
    ELSE 0
Brought(t, account) ==
    (IF account = C(t).buyer THEN Got(t).buyer + Rest(t) - C(t).budget ELSE 0)
    + (IF account = Agent(C(t).named).owner THEN Got(t).agent ELSE 0)
    + (IF account = Fees THEN Got(t).fee ELSE 0)

\* L-15, MONEY-12, MONEY-24: what everybody has is what both tasks brought, in
\* whatever order they went: what comes in later pays a debt off by itself.
OneOutcome ==
    \A account \in People \union {Fees} :
        money[account] = Deposit(account) + Brought(1, account) + Brought(2, account)

\* L-04, MONEY-12: a wallet goes below zero only when a contested task that was paid
\* for takes back from it.
Recourse(t) ==
    /\ tasks[t].stage = "Contested" /\ tasks[t].paid
    /\ tasks'[t].why \in {"ruled", "conceded"}
OnlyRecourseOwes == [][
    \A person \in People :
        money'[person] < 0 /\ money'[person] < money[person] =>
            \E t \in Two : Recourse(t) /\ person = Agent(C(t).named).owner]_vars

\* MONEY-13: who is short of money starts nothing.
OnlyMoneyFunds == [][
    \A t \in Two : ~Funded(t) /\ tasks'[t].stage # "Draft" => money[C(t).buyer] >= C(t).budget]_vars

\* L-05, L-06
AnEndHoldsNothing == \A t \in Two : Over(t) => money[C(t).escrow] = 0
AnEndIsTheEnd == [][\A t \in Two : Over(t) => tasks'[t] = tasks[t]]_vars

\* L-13
HeldMoneyLeaves == \A t \in Two : (money[C(t).escrow] > 0) ~> (money[C(t).escrow] = 0)
EveryTaskEnds == \A t \in Two : Funded(t) ~> Over(t)
=============================================================================
