story: Funding: the largest budget is held before anyone works

scene: the whole budget is held from the start
  shows: CRD-01, L-03
  +0  buyer  fund       -> submitted  buyer > escrow 50.00
  +0  buyer  vote down  !  wrong_state
  wallets: buyer 950.00, escrow 50.00, agent 0, fees 0
  options: buyer nothing
  options: agent nothing
  options: stranger nothing
  options: arbiter nothing
  silence: +10m -> failed/no_agent_found escrow > buyer 50.00

scene: a budget of nothing binds nobody
  shows: CRD-01, CRD-02
  terms: budget 0
  +0  buyer  fund  !  zero_budget
  wallets: buyer 1000.00, escrow 0

scene: the smallest budget is one cent
  shows: CRD-01, CRD-02
  terms: budget 0.01
  +0  buyer  fund  -> submitted  buyer > escrow 0.01
  wallets: buyer 999.99

scene: a wallet one cent short creates nothing
  shows: CRD-01, L-04
  museum: alancoin-closed-not-paid
  funds: buyer 49.99
  +0  buyer  fund   !  insufficient_funds
  wallets: buyer 49.99, escrow 0
  # There is no task that somebody forgot to pay for.
  +0  agent  start  !  not_a_party

scene: a wallet may be emptied
  shows: CRD-01, CRD-12, L-04
  funds: buyer 50.00
  +0    buyer  fund     -> submitted              buyer > escrow 50.00
  wallets: buyer 0, escrow 50.00
  +10m  clock  timeout  -> failed/no_agent_found  escrow > buyer 50.00
  wallets: buyer 50.00, escrow 0

scene: a second funding moves neither the task nor money
  shows: CRD-01, L-08
  museum: safetrust-double-fund
  not over http: a task is funded by its creation
  +0   buyer  fund  -> submitted  buyer > escrow 50.00
  +0   buyer  fund  !  wrong_state
  +1m  buyer  fund  !  wrong_state
  wallets: buyer 950.00, escrow 50.00

scene: the buyer cannot name an agent of his own
  shows: CRD-01
  terms: mode direct own
  +0  buyer  fund  !  unsound_terms
  wallets: buyer 1000.00

scene: nor the agent that submits the task for him
  shows: CRD-01, CRD-06
  not over http: an agent submits for its owner, and for nobody else
  terms: mode direct agent, submitted by agent
  +0  buyer  fund  !  unsound_terms
  wallets: buyer 1000.00

scene: no budget is told before unsound terms
  shows: CRD-01
  terms: mode direct own, budget 0
  +0  buyer  fund  !  zero_budget

scene: disputes must stay open longer than refunds
  shows: CRD-01, CRD-03, L-24
  not over http: no server starts with such terms
  terms: to refund 600s, to dispute 600s
  +0  buyer  fund  !  unsound_terms

scene: a millisecond is enough for that
  shows: CRD-01
  terms: to refund 600s, to dispute 600001ms
  +0  buyer  fund  -> submitted  buyer > escrow 50.00

scene: a window of ten years is the longest
  shows: CRD-01
  terms: to rule 3650d
  +0  buyer  fund  -> submitted  buyer > escrow 50.00

scene: a window of more than ten years is none
  shows: CRD-01, CRD-03, L-24
  not over http: no server starts with such terms
  terms: to rule 315360000001ms
  +0  buyer  fund  !  unsound_terms

scene: an agent submits for its owner, and has no say in the task
  shows: CRD-01, CRD-60, CRD-04, L-10
  terms: submitted by own
  +0   buyer     fund                 -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed       escrow > buyer 10.00
  options: own nothing
  +0   buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  wallets: buyer 1000.00, agent 0

scene: nor has it by the orders of its owner
  shows: CRD-60, CRD-61, CRD-04, L-10
  not over http: an agent's key is not taken for its owner's orders
  terms: submitted by own
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00               -> submitted/assigned
  +0  agent     start                            -> executing
  +0  agent     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  +0  own       vote down                        !  not_a_party
  +0  own       dispute wrong_output "not this"  !  not_a_party

scene: a part of a task is a task by itself
  shows: CRD-01, CRD-11, CRD-05
  funds: buyer 1000.00, agent 30.00
  +0   buyer     fund                -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00  -> submitted/assigned
  +1m  agent     start               -> executing
  # The agent hires another for a part of it, with its owner's money.
  turn: 2, buyer agent, mode direct other, budget 30.00, part of 1
  +0   owner     fund                -> submitted  agent > escrow 30.00
  +0   operator  assign other 30.00  -> submitted/assigned
  wallets: escrow 80.00
  +0   buyer     vote down           !  not_a_party
  silence: +10m -> failed/timeout escrow > agent 30.00
  turn: 1
  silence: +30d -> failed/timeout escrow > buyer 50.00

scene: a draft takes no order but its funding, and only from the buyer
  shows: CRD-01, L-10
  kernel only: a shell creates and funds in one commit, so nobody ever meets a draft
  +0  agent     fund     !  not_a_party
  +0  own       fund     !  not_a_party
  +0  stranger  fund     !  not_a_party
  +0  operator  fund     !  wrong_role
  +0  arbiter   fund     !  wrong_role
  +0  clock     fund     !  wrong_role
  +0  operator  route    !  wrong_state
  +0  clock     timeout  !  wrong_state
  +0  buyer     fund     -> submitted  buyer > escrow 50.00
