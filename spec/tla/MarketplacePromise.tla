------------------------- MODULE MarketplacePromise --------------------------
(* Whoever looks at the money of a task alone sees what Escrow.tla promises.   *)
EXTENDS Marketplace

Funded == task.stage # "Draft"

Promise == INSTANCE Escrow WITH
    Amounts <- 1 .. Purse,
    paid    <- IF Funded THEN Budget ELSE 0,
    held    <- money["escrow"],
    back    <- money["buyer"] - Purse + (IF Funded THEN Budget ELSE 0),
    earned  <- money["owner"] + money["agent"] + money["rival"] + money["stranger"],
    fee     <- money["fees"],
    over    <- task.stage \in Ends

KeepsThePromise == Promise!Init /\ [][Promise!Step]_vars
=============================================================================
