------------------------------- MODULE Kernel -------------------------------
(* What all lifecycles share: who sends an order, for which general reason it  *)
(* is refused, and how money moves. README.md says how to read these models.   *)
EXTENDS Integers, Sequences

\* The end of the calendar. An order that late is refused; a stage that lasts
\* until then has no deadline.
Never == 1000000

\* Who sends an order, as the adapter that vouches for the sender says.
Party(name)   == [as |-> "party", who |-> name]
Arbiter(name) == [as |-> "arbiter", who |-> name]
Operator      == [as |-> "operator", who |-> "operator"]
Clock         == [as |-> "clock", who |-> "clock"]

\* An order: who, when (counted from the moment the stage began), and what.
Order(by, at, ask) == [by |-> by, at |-> at, ask |-> ask]
Ask(command)       == [command |-> command]

\* The moments worth trying in a stage that ends in `left` units: before it
\* began, its first and last moment, its end, after it, and the calendar's end.
Moments(left) ==
    IF left = Never THEN {-1, 0, Never} ELSE {-1, 0, left - 1, left, left + 1, Never}

\* A row of a lifecycle's table: its rule, and the roles that may take it.
Row(rule, by) == [rule |-> rule, by |-> by]
NoRow == Row("none", {})

\* In which roles a sender acts, if `party` are those that it has as a party to
\* the instance. An arbiter is someone without a part in it (MKT-65).
Granted(by, party) ==
    IF by.as = "party" THEN party
    ELSE IF by.as = "operator" THEN {"Operator"}
    ELSE IF by.as = "clock" THEN {"Clock"}
    ELSE IF party = {} THEN {"Arbiter"}
    ELSE {}

\* Why an order is refused before the rule itself is asked: the first reason
\* that applies, or "" if none does. `left` is how long the stage lasts. A window
\* is half-open: what comes at its end is too late, and the clock is in time.
Refused(by, at, roles, row, left) ==
    IF roles = {} THEN (IF by.as = "arbiter" THEN "interested_arbiter" ELSE "not_a_party")
    ELSE IF at = Never /\ roles # {"Clock"}     THEN "time_out_of_range"
    ELSE IF at < 0                              THEN "clock_went_back"
    ELSE IF row = NoRow                         THEN "wrong_state"
    ELSE IF roles \intersect row.by = {}        THEN "wrong_role"
    ELSE IF at >= left /\ roles # {"Clock"}     THEN "too_late"
    ELSE IF at < left /\ roles = {"Clock"}      THEN "too_early"
    ELSE ""

\* Whether an order comes while the stage lasts.
InTime(at, left) == at >= 0 /\ at < left

\* When an accepted order takes effect: a timeout when it was due, however late
\* it was noticed.
Effective(by, at, left) == IF by = Clock THEN left ELSE at

\* The answer to an order that is carried out: the rule, where that leads, and
\* what moves. Another answer says why not; it leads nowhere and moves nothing.
\* "repeated" stands for the first answer, given again.
Done(rule, to, moved) == [done |-> TRUE, says |-> rule, to |-> to, moved |-> moved]
Not(why)              == [done |-> FALSE, says |-> why]

\* A movement of money. Nothing moved is no movement (MONEY-10).
Moved(from, to, amount) ==
    IF amount = 0 THEN <<>> ELSE <<[from |-> from, to |-> to, amount |-> amount]>>

\* All balances after some movements.
RECURSIVE Booked(_, _)
Booked(money, moved) ==
    IF moved = <<>> THEN money
    ELSE LET it == Head(moved)
         IN Booked([money EXCEPT ![it.from] = @ - it.amount, ![it.to] = @ + it.amount],
                   Tail(moved))

\* A share in basis points of an amount, rounded down (MONEY-20, MONEY-21).
Share(amount, bps) == (amount * bps) \div 10000

Min(a, b) == IF a <= b THEN a ELSE b
Max(a, b) == IF a >= b THEN a ELSE b
=============================================================================
