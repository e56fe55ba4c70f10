-------------------------------- MODULE Runs --------------------------------
(* A task that an agent carries out in the background, without money: it waits *)
(* in a queue, a worker holds it on a lease, and left alone it ends.           *)
(* The text is ../runs.md.                                                     *)
EXTENDS Kernel

CONSTANTS
    ToClaim,   \* how long a run waits for a worker
    Lease,     \* how long a worker may say nothing
    ToFinish,  \* how long a worker may have the run in all
    Estimate,  \* how long it is expected to take: it ends nothing
    Rules      \* the table, which every .cfg sets to `Table`

VARIABLE run
vars == <<run>>

Table == [
    Queued |-> [
        Claim     |-> Row("RUN-10", {"Operator"}),
        Cancel    |-> Row("RUN-11", {"Buyer"}),
        Timeout   |-> Row("RUN-12", {"Clock"})],
    Running |-> [
        Renew     |-> Row("RUN-20", {"Agent"}),
        Complete  |-> Row("RUN-21", {"Agent"}),
        Fail      |-> Row("RUN-22", {"Agent"}),
        Cancel    |-> Row("RUN-23", {"Buyer"}),
        Interrupt |-> Row("RUN-24", {"Operator"}),
        Timeout   |-> Row("RUN-25", {"Clock"})]]

Ends == {"Completed", "Failed", "Cancelled", "Interrupted"}
RowOf(command) ==
    IF run.stage \in Ends THEN NoRow
    ELSE IF command \in DOMAIN Rules[run.stage] THEN Rules[run.stage][command]
    ELSE NoRow

Workers == {"worker", "rival", "user"}

-----------------------------------------------------------------------------
(* Who may try what, and when *)

Senders ==
    {Party(name) : name \in {"user", "worker", "rival", "stranger"}}
    \union {Arbiter(name) : name \in {"judge", "user", "worker"}}
    \union {Operator, Clock}

\* What each command may carry, for those that carry something.
Asks(command) ==
    CASE command = "Claim" -> {[command |-> "Claim", worker |-> name] : name \in Workers}
      [] command = "Renew" ->
            {[command |-> "Renew", logs |-> paper] : paper \in {"none", "paper"}}
      [] command = "Complete" ->
            {[command |-> "Complete", message |-> message, branch |-> branch] :
             message \in {"paper", "other"}, branch \in {"none", "other"}}
      [] command = "Fail" ->
            {[command |-> "Fail", reason |-> paper] : paper \in {"paper", "other"}}
      [] OTHER -> {Ask(command)}

Commands == {"Claim", "Renew", "Complete", "Fail", "Cancel", "Interrupt", "Timeout"}

\* Where a command is out of place, what it carries makes no difference, unless it
\* may be the repeat of one that was not.
Repeatable == {"Complete", "Fail", "Cancel"}
Tried == UNION {IF RowOf(command) = NoRow /\ command \notin Repeatable THEN {Ask(command)}
                ELSE Asks(command) : command \in Commands}

\* The user is the buyer of a run that costs nothing; the worker is the agent
\* once it has claimed the run (RUN-10), and may be the user himself.
RolesOf(name) ==
    (IF name = "user" THEN {"Buyer"} ELSE {})
    \union (IF name = run.worker THEN {"Agent"} ELSE {})

-----------------------------------------------------------------------------
(* What each rule does. `run.left` is what is left of the stage, and           *)
(* `run.elapsed` how long the worker has had the run, both as of now.          *)

\* RUN-01: creation is queueing.
Queued == [stage |-> "Queued", left |-> ToClaim, worker |-> "nobody", elapsed |-> 0,
           why |-> "none", paper |-> "none", branch |-> "none"]

\* A lease, at most to the end of the whole run (RUN-20).
Leased(worker, elapsed) ==
    [run EXCEPT !.stage = "Running", !.worker = worker, !.elapsed = elapsed,
                !.left = Min(Lease, ToFinish - elapsed)]

End(stage, now, why, paper, branch) ==
    [run EXCEPT !.stage = stage, !.left = Never, !.why = why, !.paper = paper,
                !.branch = branch,
                !.elapsed = IF run.worker = "nobody" THEN 0 ELSE @ + now]

After(rule, ask, now) ==
    CASE rule = "RUN-10" -> Leased(ask.worker, 0)
      [] rule = "RUN-11" -> End("Cancelled", now, "none", "none", "none")
      [] rule = "RUN-12" -> End("Failed", now, "not_claimed", "none", "none")
      [] rule = "RUN-20" -> Leased(run.worker, run.elapsed + now)
      [] rule = "RUN-21" -> End("Completed", now, "none", ask.message, ask.branch)
      [] rule = "RUN-22" -> End("Failed", now, "given_up", ask.reason, "none")
      [] rule = "RUN-23" -> End("Cancelled", now, "none", "none", "none")
      [] rule = "RUN-24" -> End("Interrupted", now, "stopped_by_service", "none", "none")
      \* Where the whole run is over, renewing would not have helped.
      [] rule = "RUN-25" ->
            End("Interrupted", now,
                IF run.elapsed + now = ToFinish THEN "out_of_time" ELSE "lease_lapsed",
                "none", "none")

\* What was done already is answered as it was (RUN-11, RUN-21, RUN-22).
Repeats(ask, roles) ==
    \/ /\ run.stage = "Completed" /\ ask.command = "Complete" /\ "Agent" \in roles
       /\ ask.message = run.paper /\ ask.branch = run.branch
    \/ /\ run.stage = "Failed" /\ ask.command = "Fail" /\ "Agent" \in roles
       /\ run.why = "given_up" /\ ask.reason = run.paper
    \/ run.stage = "Cancelled" /\ ask.command = "Cancel" /\ "Buyer" \in roles

-----------------------------------------------------------------------------
(* The answer to every order *)

Answer(by, at, ask, roles, row, left) ==
    LET why == Refused(by, at, roles, row, left)
    IN IF why = "" THEN Done(row.rule, After(row.rule, ask, Effective(by, at, left)), <<>>)
       ELSE IF by.as = "party" /\ InTime(at, left) /\ Repeats(ask, roles)
       THEN Not("repeated")
       ELSE Not(why)

\* Whatever is carried out of what a sender may try: nothing but what the row allows.
Accepted(by) ==
    LET roles == Granted(by, RolesOf(by.who))
        left  == run.left
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
        left  == run.left
    IN UNION {LET row == RowOf(ask.command)
              IN {Edge(by, at, ask, Answer(by, at, ask, roles, row, left)) :
                  at \in Moments(left)} : ask \in Tried}
Edges == UNION {EdgesOf(by) : by \in Senders}

\* RUN-30: progress at a moment of the stage; a lease that is over has lapsed.
Progress(at) ==
    IF run.worker = "nobody" THEN 0
    ELSE IF run.stage = "Completed" THEN 100
    ELSE IF run.stage = "Running"
    THEN Min(99, (100 * (run.elapsed + Max(0, Min(at, run.left)))) \div Estimate)
    ELSE Min(99, (100 * run.elapsed) \div Estimate)

\* What can be seen of a run besides its answers: progress, and whether another
\* run may follow it (RUN-40).
Seen == {<<at, [progress |-> Progress(at), continuable |-> run.stage \in Ends]>> :
         at \in Moments(run.left)}

-----------------------------------------------------------------------------

Init == run = Queued
Follow(answers) == \E answer \in answers : run' = answer.to
Next == \E by \in Senders : Follow(Accepted(by))
Lapse == Follow(Accepted(Clock))
Spec == Init /\ [][Next]_vars /\ WF_vars(Lapse)

(* The laws *)

TypeOK ==
    /\ run.stage \in DOMAIN Rules \union Ends
    /\ run.worker \in Workers \union {"nobody"}
    /\ run.stage \in Ends <=> run.left = Never
    /\ run.stage \notin Ends => run.left > 0

\* A run has one worker or none, and one that was claimed has one.
OneWorker == run.worker = "nobody" => run.stage \in {"Queued", "Cancelled", "Failed"}

\* However often it is renewed, a run does not outlast its time (RUN-20).
Bounded ==
    /\ run.elapsed <= ToFinish
    /\ run.stage = "Running" => run.left <= Lease /\ run.elapsed + run.left <= ToFinish

\* Progress says 100 exactly of what is completed (RUN-30).
Honest == \A at \in Moments(run.left) : Progress(at) = 100 <=> run.stage = "Completed"

\* From every state the clock alone leads to an end.
SilenceEnds ==
    run.stage \notin Ends => \E answer \in Accepted(Clock) : answer.to.stage \in Ends

\* Who works never changes; nothing leaves an end.
WorkerStays == [][run.worker # "nobody" => run'.worker = run.worker]_vars
EndsAbsorb == [][run.stage \notin Ends]_vars

\* A run left alone ends, whatever its worker does.
EveryRunEnds == <>(run.stage \in Ends)
=============================================================================
