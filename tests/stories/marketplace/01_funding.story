story: Funding: the buyer puts the budget down before anyone works

scene: the budget is held from the start
  shows: MKT-01, KERNEL-21, L-03
  terms: mode proposals
  +0  buyer  fund  -> PENDING  buyer > escrow 50.00
  wallets: buyer 950.00, escrow 50.00, agent 0, fees 0
  options: buyer hire, cancel
  options: agent nothing
  options: stranger nothing
  options: arbiter nothing
  silence: +7d -> EXPIRED escrow > buyer 50.00

scene: a budget of nothing binds nobody
  shows: MKT-01, MKT-02
  terms: mode proposals, budget 0
  +0  buyer  fund  !  zero_budget
  wallets: buyer 1000.00, escrow 0

scene: the smallest budget is one minor unit
  shows: MKT-01, MKT-02
  terms: mode proposals, budget 0.000001
  +0  buyer  fund  -> PENDING  buyer > escrow 0.000001
  wallets: buyer 999.999999

scene: a wallet one unit short creates nothing
  shows: MKT-01, MONEY-13, L-04
  museum: alancoin-closed-not-paid
  terms: mode proposals
  funds: buyer 49.999999
  +0  buyer  fund    !  insufficient_funds
  wallets: buyer 49.999999, escrow 0
  # There is no task that somebody forgot to pay for.
  +0  buyer  cancel  !  not_a_party

scene: a wallet may be emptied
  shows: MKT-01, MKT-13, L-04
  terms: mode proposals
  funds: buyer 50.00
  +0  buyer  fund    -> PENDING              buyer > escrow 50.00
  wallets: buyer 0, escrow 50.00
  +0  buyer  cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00
  wallets: buyer 50.00

scene: a wallet one unit over keeps the unit
  shows: MKT-01
  terms: mode proposals
  funds: buyer 50.000001
  +0  buyer  fund  -> PENDING  buyer > escrow 50.00
  wallets: buyer 0.000001

scene: a second funding moves neither the task nor money
  shows: MKT-01, L-08
  museum: safetrust-double-fund
  not over http: there a task is funded by its creation, and by nothing else
  terms: mode proposals
  +0   buyer  fund  -> PENDING  buyer > escrow 50.00
  +0   buyer  fund  !  wrong_state
  +1h  buyer  fund  !  wrong_state
  wallets: buyer 950.00, escrow 50.00

scene: the buyer cannot name an agent of his own
  shows: MKT-01, MKT-03
  terms: mode direct own
  +0  buyer  fund  !  unsound_terms
  wallets: buyer 1000.00

scene: a window of ten years is the longest
  shows: MKT-01, TIME-09
  terms: mode proposals, to review 3650d
  +0  buyer  fund  -> PENDING  buyer > escrow 50.00

scene: a window of more than ten years is none
  shows: MKT-01, MKT-03, TIME-09, L-24
  not over http: no server starts with such a window
  terms: mode proposals, to review 3650d
  terms: to rule 315360000001ms
  +0  buyer  fund  !  unsound_terms
  wallets: buyer 1000.00

scene: a draft takes no order but its funding, and only from the buyer
  shows: MKT-01, L-10
  kernel only: a shell creates and funds in one commit, so nobody ever meets a draft
  +0  agent     fund     !  not_a_party
  +0  stranger  fund     !  not_a_party
  +0  operator  fund     !  wrong_role
  +0  arbiter   fund     !  wrong_role
  +0  clock     fund     !  wrong_role
  +0  buyer     cancel   !  wrong_state
  +0  operator  match    !  wrong_state
  +0  clock     timeout  !  wrong_state
  +0  buyer     fund     -> PENDING  buyer > escrow 50.00
