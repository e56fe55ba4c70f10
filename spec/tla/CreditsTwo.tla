----------------------------- MODULE CreditsTwo ------------------------------
(* Two tasks for credits over the same wallets: the first one's agent is paid, *)
(* its owner buys something with the pay, and may owe it in the end. Time      *)
(* passes for both tasks alike, and is a step of its own here: an order is     *)
(* given now, and the clock may be late by a unit.                             *)
EXTENDS CreditsRules

VARIABLES
    tasks,     \* where each task is
    money      \* who has what
vars == <<tasks, money>>

Two == {1, 2}

First == [
    buyer |-> "buyer", submitter |-> "nobody", escrow |-> "escrow 1", budget |-> 4,
    named |-> "agent", fee |-> 2500, pass_mark |-> 50,
    to_assign |-> 1, to_route |-> 1, to_start |-> 1, to_execute |-> 1, to_assess |-> 1,
    to_refund |-> 1, to_dispute |-> 2, to_rule |-> 1]

Second == [First EXCEPT !.buyer = "owner", !.escrow = "escrow 2", !.budget = 3, !.named = "rival"]
C(t) == IF t = 1 THEN First ELSE Second

People == {"buyer", "owner", "rival-owner"}
Accounts == People \union {"escrow 1", "escrow 2", Fees}
Deposit(account) == IF account = "buyer" THEN 4 ELSE 0

-----------------------------------------------------------------------------
(* Who may try what. Only what can be carried out makes a step.                *)

Senders(t) ==
    {Party(C(t).buyer), Party(Agent(C(t).named).owner), Arbiter("judge"), Operator}

Asks(t) ==
    {Ask(command) : command \in {"Fund", "Start", "Concede", "Withdraw"}}
    \union {[command |-> "Assign", agent |-> C(t).named, price |-> C(t).budget],
            [command |-> "Fail", reason |-> "execution_error"],
            [command |-> "Complete", own_score |-> "none"],
            [command |-> "Pass", score |-> 50],
            [command |-> "Vote", thumb |-> "down"],
            [command |-> "Dispute", grounds |-> "wrong_output"]}
    \union {[command |-> "Rule", share |-> share] : share \in {0, 5000, Whole}}

Possible(t) == {ask \in Asks(t) : RowOf(tasks[t], ask.command) # NoRow}

AnswerTo(t, by, ask) ==
    Answer(C(t), tasks[t], money, by, 0, ask, Granted(by, RolesOf(C(t), tasks[t], by.who)),
           RowOf(tasks[t], ask.command))

Init ==
    /\ tasks = [t \in Two |-> Draft]
    /\ money = [account \in Accounts |-> Deposit(account)]

Give(t, by, ask) ==
    LET answer == AnswerTo(t, by, ask)
    IN /\ answer.done
       /\ tasks' = [tasks EXCEPT ![t] = answer.to]
       /\ money' = Booked(money, answer.moved)

\* A timeout takes effect when it was due, so what follows began before now.
Lapse(t) ==
    LET answer == AnswerTo(t, Clock, Ask("Timeout"))
    IN /\ answer.done
       /\ tasks' = [tasks EXCEPT ![t] = Aged(answer.to, 0 - tasks[t].left)]
       /\ money' = Booked(money, answer.moved)

Runs(t) == tasks[t].left # Never
Tick ==
    /\ \E t \in Two : Runs(t)
    /\ \A t \in Two : tasks[t].left >= 0
    /\ tasks' = [t \in Two |-> Aged(tasks[t], 1)]
    /\ money' = money

Next ==
    \/ \E t \in Two : \E ask \in Possible(t), by \in Senders(t) : Give(t, by, ask)
    \/ \E t \in Two : Lapse(t)
    \/ Tick
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

\* It does happen that somebody owes.
InDebt == \E person \in People : money[person] < 0
=============================================================================
