----------------------------- MODULE RunsPromise -----------------------------
(* Runs know no money, so that they keep what Escrow.tla promises by ending    *)
(* and by nothing else.                                                        *)
EXTENDS Runs

Promise == INSTANCE Escrow WITH
    Amounts <- {1},
    paid <- 0, held <- 0, back <- 0, earned <- 0, fee <- 0,
    over <- run.stage \in Ends

KeepsThePromise == Promise!Init /\ [][Promise!Step]_vars
=============================================================================
