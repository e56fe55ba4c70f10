------------------------------- MODULE Credits -------------------------------
(* One task for credits: everything that everybody may try with it, at the     *)
(* edges of every window, and the laws that hold whatever they do. The rules   *)
(* are in CreditsRules.tla.                                                    *)
EXTENDS CreditsRules

CONSTANTS
    Contract,  \* one of the contracts below
    Deposit,   \* what the buyer has
    Prices,    \* for how much the agent may be hired
    Others,    \* who else may be hired, for the whole budget
    Shares     \* how an arbiter may rule

VARIABLES
    task,      \* where the task is
    money      \* who has what
vars == <<task, money>>

\* The agent is named, and the operator takes a quarter of its pay.
Named == [
    buyer      |-> "buyer",
    submitter  |-> "nobody",  \* the buyer's agent that submitted the task
    escrow     |-> "escrow",
    budget     |-> 7,
    named      |-> "agent",   \* the agent that the buyer hires
    fee        |-> 2500,
    pass_mark  |-> 50,
    to_assign  |-> 3,
    to_route   |-> 2,
    to_start   |-> 3,
    to_execute |-> 4,
    to_assess  |-> 2,
    to_refund  |-> 4,
    to_dispute |-> 6,
    to_rule    |-> 5]

\* The platform finds the agent; an agent of the buyer's submitted the task.
Routed == [Named EXCEPT !.named = "nobody", !.submitter = "own", !.fee = 0]

\* Every work passes, the operator takes all of one unit, and disputes outlast
\* refunds by as little as can be.
Edge == [Named EXCEPT !.budget = 1, !.fee = Whole, !.pass_mark = 0,
                      !.to_refund = 1, !.to_dispute = 2, !.to_rule = 1]

\* Large and odd, with a platform's own windows, an hour a unit.
Large == [Named EXCEPT !.named = "nobody", !.budget = 99991, !.fee = 1667,
                       !.to_assign = 48, !.to_route = 3, !.to_start = 24, !.to_execute = 71,
                       !.to_assess = 5, !.to_refund = 25, !.to_dispute = 73, !.to_rule = 169]

\* These lock no money.
Free     == [Named EXCEPT !.budget = 0]
Dear     == [Named EXCEPT !.budget = Deposit + 1]
Endless  == [Named EXCEPT !.to_rule = Longest + 1]
Closing  == [Named EXCEPT !.to_dispute = Named.to_refund]
OwnAgent == [Named EXCEPT !.named = "own"]

-----------------------------------------------------------------------------
(* Who may try what, and when *)

Senders ==
    {Party(name) : name \in {"buyer", "agent", "owner", "rival-owner", "own"}}
    \union {Arbiter(name) : name \in {"judge", "buyer", "owner"}}
    \union {Operator, Clock}

Scores == {0, 49, 50, 100}

\* What each command may carry, for those that carry something.
Asks(command) ==
    CASE command = "Assign" ->
            {[command |-> "Assign", agent |-> "agent", price |-> price] : price \in Prices}
            \union {[command |-> "Assign", agent |-> name, price |-> Contract.budget] :
                    name \in Others}
      [] command = "Fail" ->
            {[command |-> "Fail", reason |-> reason] :
             reason \in {"quality_gate", "execution_error", "timeout", "budget_exceeded"}}
      [] command = "Complete" ->
            {[command |-> "Complete", own_score |-> own] : own \in {"none", "100"}}
      [] command = "Pass" -> {[command |-> "Pass", score |-> score] : score \in Scores}
      [] command = "Reject" -> {[command |-> "Reject", score |-> score] : score \in Scores}
      [] command = "Vote" -> {[command |-> "Vote", thumb |-> thumb] : thumb \in {"up", "down"}}
      [] command = "Dispute" ->
            {[command |-> "Dispute", grounds |-> grounds] :
             grounds \in {"wrong_output", "unresponsive"}}
      [] command = "Rule" ->
            {[command |-> "Rule", share |-> share] : share \in Shares}
      [] OTHER -> {Ask(command)}

Commands == {"Fund", "Route", "Assign", "Start", "Fail", "Complete", "Pass", "Reject", "Vote",
             "Dispute", "Review", "Rule", "Concede", "Withdraw", "Timeout"}

\* Where a command is out of place, what it carries makes no difference, unless it
\* may be the repeat of one that was not.
Possible == UNION {Asks(command) : command \in {it \in Commands : RowOf(task, it) # NoRow}}
Tried == Possible \union Asks("Vote") \union
         {Ask(command) : command \in {it \in Commands \ {"Vote"} : RowOf(task, it) = NoRow}}

\* A vote refunds until the refund window closes, though the stage lasts longer.
AllMoments ==
    Moments(task.left)
    \union (IF task.refund > 0 THEN {task.refund - 1, task.refund, task.refund + 1} ELSE {})

Roles(by) == Granted(by, RolesOf(Contract, task, by.who))
AnswerTo(by, at, ask) ==
    Answer(Contract, task, money, by, at, ask, Roles(by), RowOf(task, ask.command))

\* Whatever is carried out of what a sender may try: nothing but what the row allows.
Accepted(by) ==
    LET roles == Roles(by)
    IN UNION {LET row == RowOf(task, ask.command)
              IN IF roles \intersect row.by = {} THEN {}
                 ELSE {answer \in {Answer(Contract, task, money, by, at, ask, roles, row) :
                                   at \in AllMoments} : answer.done} : ask \in Possible}

\* Whatever a sender may try, each order with its answer and the state after it:
\* this is what is compared with the code.
EdgeOf(by, at, ask, answer) ==
    <<Order(by, at, ask), answer,
      IF answer.done THEN <<answer.to, Booked(money, answer.moved)>> ELSE vars>>
EdgesOf(by) ==
    LET roles == Roles(by)
    IN UNION {LET row == RowOf(task, ask.command)
              IN {EdgeOf(by, at, ask, Answer(Contract, task, money, by, at, ask, roles, row)) :
                  at \in AllMoments} : ask \in Tried}
Edges == UNION {EdgesOf(by) : by \in Senders}

\* What can be seen of a task besides its answers.
Seen == {<<at, [held |-> Held(Contract, task)]>> : at \in AllMoments}

-----------------------------------------------------------------------------

Init ==
    /\ task = Draft
    /\ money = [account \in {"buyer", "owner", "rival-owner", "escrow", Fees} |->
                    IF account = "buyer" THEN Deposit ELSE 0]

Follow(answers) ==
    \E answer \in answers : task' = answer.to /\ money' = Booked(money, answer.moved)
Next == \E by \in Senders : Follow(Accepted(by))
Lapse == Follow(Accepted(Clock))
Spec == Init /\ [][Next]_vars /\ WF_vars(Lapse)

-----------------------------------------------------------------------------
(* The laws *)

Over == task.stage \in Ends
Funded == task.stage # "Draft"
People == DOMAIN money \ {"escrow", Fees}
Back == money["buyer"] - Deposit + (IF Funded THEN Contract.budget ELSE 0)
\* What the agent's owner has: nobody else but the buyer ever has anything.
Earned == money["owner"] + money["rival-owner"]

TypeOK ==
    /\ task.stage \in Stages
    /\ DOMAIN task = DOMAIN Draft
    /\ Over \/ ~Funded <=> task.left = Never
    /\ task.left > 0 /\ task.refund >= 0 /\ task.dispute >= 0
    /\ task.stage = "Completed" => task.dispute > task.left
    /\ task.agent # "nobody" \/ task.stage \in {"Draft", "Submitted", "Routing", "Failed"}

\* L-03: nothing appears or vanishes, and the escrow holds what the task says.
Conservation ==
    /\ money["buyer"] + Earned + money["escrow"] + money[Fees] = Deposit
    /\ money["escrow"] = Held(Contract, task)

\* L-04: only recourse may leave somebody in debt; with one task nobody ever is.
NoDebts == \A account \in DOMAIN money : money[account] >= 0

\* L-05
AnEndHoldsNothing == Over => money["escrow"] = 0

\* L-06
AnEndIsTheEnd == [][~Over]_vars

\* L-11: at every moment either orders are in time, or the clock is.
HalfOpen ==
    Funded /\ ~Over =>
        /\ \A at \in AllMoments :
            at >= 0 => (AnswerTo(Clock, at, Ask("Timeout")).done <=> at >= task.left)
        /\ \A by \in Senders \ {Clock}, ask \in Possible :
            ~AnswerTo(by, task.left, ask).done

\* L-13: held money can always leave, by the clock alone; after two timeouts at
\* most it has, whoever else says nothing.
HeldMoneyLeaves == (money["escrow"] > 0) ~> (money["escrow"] = 0)
EveryTaskEnds == Funded ~> Over
Lapsed(x) ==
    LET answer == Answer(Contract, x, money, Clock, x.left, Ask("Timeout"), {"Clock"},
                         RowOf(x, "Timeout"))
    IN IF answer.done THEN answer.to ELSE x
Silence(x) == IF x.stage \in Ends \union {"Draft"} THEN x ELSE Lapsed(x)
TwoTimeouts == Funded => Silence(Silence(task)).stage \in Ends

\* L-14: how many orders can still follow; each uses at least one up.
VotesLeft == IF task.vote = "none" THEN 2 ELSE IF task.vote = "up" THEN 1 ELSE 0
OrdersLeft ==
    CASE task.stage = "Draft"        -> 13
      [] task.stage = "Submitted"    -> 12
      [] task.stage = "Routing"      -> 11
      [] task.stage = "Assigned"     -> 10
      [] task.stage = "Executing"    -> 9
      [] task.stage = "QualityCheck" -> 8
      [] task.stage = "Completed"    -> 5 + VotesLeft
      [] task.stage = "Settled"      -> 4 + VotesLeft
      [] task.stage = "Contested"    -> IF task.reviewed THEN 2 ELSE 3
      [] task.stage \in Ends         -> 0
BoundedInteraction == [][OrdersLeft' < OrdersLeft]_vars

\* L-15, MONEY-24: what everybody has is a function of where the task is, whatever
\* way led to it. So a ruling that comes after the agent was paid ends in the same
\* balances as one that came before.
Due == IF task.stage \in {"Settled", "Closed"} \/ task.paid
       THEN Settlement(Contract, task, task.share)
       ELSE Nothing
BackBesides ==
    IF task.stage \in {"Refunded", "Failed"} THEN Contract.budget
    ELSE IF task.stage \in {"Completed", "Settled", "Contested", "Closed"}
    THEN Contract.budget - task.charge
    ELSE 0
OneOutcome ==
    /\ Back = Due.buyer + BackBesides
    /\ Earned = Due.agent
    /\ money[Fees] = Due.fee
    /\ task.got = Due

\* L-15: each unit of a hold leaves it once.
OutOnce == [][Funded => money'["escrow"] <= money["escrow"]]_vars

\* L-17, L-25: the operator has its share of what the agent finally keeps, rounded
\* down, and nothing of a refund.
FeesAreBounded == money[Fees] = Share(Earned + money[Fees], Contract.fee)

\* L-18: while contested, money moves by ruling, concession, withdrawal or default,
\* all of which end the task, or by a vote while the refund window is open. Only a
\* ruling or a concession takes back what was paid.
Frozen == [][task.stage = "Contested" =>
                /\ money' # money => task'.stage \in Ends
                /\ task.paid /\ money' # money => task'.why \in {"ruled", "conceded"}
                /\ task'.why = "voted" => ~task.paid /\ task.refund > 0]_vars

\* L-19: only the buyer, the hired agent's owner and the operator ever get
\* anything, and who is hired is settled once.
OnlyPayees ==
    \A person \in People \ {"buyer"} :
        money[person] # 0 => task.agent # "nobody" /\ person = Agent(task.agent).owner
HiredOnce == [][task.agent # "nobody" =>
                    task'.agent = task.agent /\ (~Over' => task'.charge = task.charge)]_vars

\* CRD-50, CRD-51: each score either passes or fails, by the mark alone; what the
\* agent thinks of its work decides nothing.
OneVerdict ==
    task.stage = "QualityCheck" =>
        \A score \in Scores :
            LET verdict(name) ==
                    AnswerTo(Operator, 0, [command |-> name, score |-> score]).done
            IN /\ verdict("Pass") = (score >= Contract.pass_mark)
               /\ verdict("Reject") = ~verdict("Pass")

\* CRD-60, CRD-70: one vote a task; up may become down, nothing else.
OneVote == [][task'.vote # task.vote =>
                \/ task.vote = "none"
                \/ task.vote = "up" /\ task'.vote = "down"]_vars

\* CRD-60, CRD-80: a down vote in time refunds all of the charge, and nothing else
\* but a dispute does.
InTimeRefunds == [][task'.vote = "down" /\ task.vote # "down" =>
                        IF task.stage = "Settled" THEN money' = money
                        ELSE task'.stage = "Refunded" /\ money'["buyer"] = Deposit]_vars

\* CRD-61, CRD-71: a dispute that ends ends the task, so there is one at most.
OneDispute == [][task.stage = "Contested" => task'.stage \in Ends \union {"Contested"}]_vars

\* L-26: an order that stays in its stage gains no time. (That it loses none either,
\* the comparison with the code shows.)
DeadlinesStay == [][task'.stage = task.stage => task'.left <= task.left]_vars

-----------------------------------------------------------------------------
(* Whoever looks at the money alone sees what Escrow.tla promises. *)

Promise == INSTANCE Escrow WITH
    Amounts <- 1 .. Deposit,
    paid    <- IF Funded THEN Contract.budget ELSE 0,
    held    <- money["escrow"],
    back    <- Back,
    earned  <- Earned,
    fee     <- money[Fees],
    over    <- Over

KeepsThePromise == Promise!Init /\ [][Promise!Step]_vars
=============================================================================
