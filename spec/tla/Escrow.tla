------------------------------- MODULE Escrow -------------------------------
(***************************************************************************)
(* The promise, and nothing else: what is paid in is paid in once, leaves  *)
(* once, and all of it leaves.                                             *)
(*                                                                         *)
(* Every lifecycle refines this module: whatever happens to a task, someone*)
(* who looks at its money alone sees one of the steps below.               *)
(***************************************************************************)
EXTENDS Integers

CONSTANT Amounts    \* what may be paid in; each above zero

VARIABLES
  paid,             \* what was ever paid in
  held,             \* what is in escrow
  back,             \* what the payer has again
  earned,           \* what the worker has, after the fee
  fee,              \* what the operator has
  over              \* whether it has ended

everything == <<paid, held, back, earned, fee, over>>

Init == paid = 0 /\ held = 0 /\ back = 0 /\ earned = 0 /\ fee = 0 /\ over = FALSE

(* In, once. *)
PayIn ==
  /\ paid = 0 /\ ~over
  /\ paid' \in Amounts
  /\ held' = paid'
  /\ back' = back /\ earned' = earned /\ fee' = fee /\ over' = over

(* Out: some of what is held goes to those three, and to nobody else. With the end, all of it. *)
PayOut ==
  /\ ~over
  /\ back' \in back .. (back + held)
  /\ earned' \in earned .. (earned + held)
  /\ fee' \in fee .. (fee + held)
  /\ held' = held - (back' - back) - (earned' - earned) - (fee' - fee)
  /\ held' >= 0 /\ held' < held
  /\ over' \in BOOLEAN /\ (over' => held' = 0)
  /\ paid' = paid

(* Recourse: what was paid out is taken back for the payer, once nothing is held any more. *)
TakeBack ==
  /\ ~over /\ held = 0
  /\ earned' \in 0 .. earned
  /\ fee' \in 0 .. fee
  /\ back' = back + (earned - earned') + (fee - fee')
  /\ back' > back
  /\ over' \in BOOLEAN
  /\ paid' = paid /\ held' = held

(* The end, when nothing is held. *)
End ==
  /\ ~over /\ held = 0
  /\ over' = TRUE
  /\ paid' = paid /\ held' = held /\ back' = back /\ earned' = earned /\ fee' = fee

Next == PayIn \/ PayOut \/ TakeBack \/ End

(* What one step of a lifecycle may look like from here. *)
Step == Next \/ everything' = everything

(* Nothing stays for ever: some way out is taken in the end. *)
Leaves == PayOut /\ held' = 0

Spec == Init /\ [][Next]_everything /\ WF_everything(Leaves)

-----------------------------------------------------------------------------
(* What follows from it. *)

TypeOK ==
  /\ paid \in Nat /\ held \in Nat /\ back \in Nat /\ earned \in Nat /\ fee \in Nat
  /\ over \in BOOLEAN

(* L-03 *)
Conserved == paid = held + back + earned + fee

(* L-05 *)
AnEndHoldsNothing == over => held = 0

(* L-06 *)
AnEndIsTheEnd == [][~over]_everything

(* L-15: what has left does not come back, and is paid in only once. *)
OutOnce == [][(paid > 0) => (paid' = paid /\ held' <= held)]_everything

(* L-13 *)
AllOfItLeaves == (held > 0) ~> (held = 0)
=============================================================================
