story: Hiring: the buyer takes a proposal, and what it costs less than the budget returns at once

scene: the excess returns at once
  shows: MKT-12, MKT-15
  terms: mode proposals
  +0   buyer  fund                     -> PENDING    buyer > escrow 50.00
  +1h  buyer  hire agent 40.00 in 90m  -> EXECUTING  escrow > buyer 10.00
  wallets: buyer 960.00, escrow 40.00, agent 0
  options: agent progress, deliver, fail
  options: buyer cancel
  # Twice the estimate.
  silence: +3h -> FAILED/delivery_timeout escrow > buyer 40.00

scene: a price one unit below the budget returns one unit
  shows: MKT-12
  terms: mode proposals
  +0  buyer  fund                  -> PENDING    buyer > escrow 50.00
  +0  buyer  hire agent 49.999999  -> EXECUTING  escrow > buyer 0.000001
  wallets: escrow 49.999999

scene: a price of the whole budget returns nothing
  shows: MKT-12, MKT-15
  terms: mode proposals
  +0  buyer  fund              -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 50.00  -> EXECUTING
  wallets: escrow 50.00

scene: a price one unit over the budget hires nobody
  shows: MKT-12, KERNEL-03, L-07
  not over http: the form for a proposal refuses such a price at once
  terms: mode proposals
  +0   buyer  fund                  -> PENDING             buyer > escrow 50.00
  +0   buyer  hire agent 50.000001  !  price_over_budget
  wallets: buyer 950.00, escrow 50.00
  options: buyer hire, cancel
  +0   buyer  hire other 50.00      -> EXECUTING
  +1h  other  deliver "the work"    -> DELIVERED
  +1h  buyer  approve               -> COMPLETED/APPROVED  escrow > other 50.00

scene: an offer of nothing is an offer of nothing
  shows: MKT-12, MKT-31, MKT-40, MONEY-23
  museum: kleros-zero-offer
  terms: mode proposals
  +0   buyer  fund                -> PENDING    buyer > escrow 50.00
  +0   buyer  hire agent 0        -> EXECUTING  escrow > buyer 50.00
  +1h  agent  deliver "a favour"  -> DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED
  +1h  buyer  approve             -> COMPLETED/APPROVED
  wallets: buyer 1000.00, agent 0, escrow 0, fees 0

scene: work worth nothing can be disputed and ruled upon like any other
  shows: MKT-12, MKT-74, MONEY-23, L-13
  museum: human-zero-award
  terms: mode proposals
  +0   buyer    fund                 -> PENDING    buyer > escrow 50.00
  +0   buyer    hire agent 0         -> EXECUTING  escrow > buyer 50.00
  +1h  agent    deliver "a favour"   -> DELIVERED
  +1h  buyer    dispute "no favour"  -> DISPUTED/RESPONSE
  +1h  agent    reject "it is one"   -> DISPUTED/ARBITRATION
  +1h  arbiter  rule split 50%       -> COMPLETED/SPLIT
  wallets: buyer 1000.00, agent 0, escrow 0

scene: a buyer does not hire himself
  shows: MKT-12, AUTH-10
  terms: mode proposals
  +0  buyer  fund            -> PENDING  buyer > escrow 50.00
  +0  buyer  hire own 10.00  !  self_hire
  wallets: escrow 50.00

scene: who is hired is told before for how much
  shows: MKT-12, KERNEL-16
  not over http: the form for a proposal refuses such a price at once
  terms: mode proposals
  +0  buyer  fund            -> PENDING  buyer > escrow 50.00
  +0  buyer  hire own 60.00  !  self_hire
  wallets: escrow 50.00

scene: a task for a named agent takes no proposal
  shows: MKT-12, MKT-04
  not over http: nobody can propose for a task that is no job
  terms: mode direct agent
  +0  buyer  fund              -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 40.00  !  not_proposals
  +0  buyer  hire other 40.00  !  not_proposals
  wallets: escrow 50.00

scene: a task for the platform to match takes no proposal
  shows: MKT-12
  not over http: nobody can propose for a task that is no job
  terms: mode direct
  +0  buyer  fund              -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 40.00  !  not_proposals

scene: only the buyer hires
  shows: MKT-12, L-10
  not over http: nobody else has a form for it
  terms: mode proposals
  +0  buyer     fund              -> PENDING  buyer > escrow 50.00
  +0  agent     hire agent 40.00  !  not_a_party
  +0  stranger  hire agent 40.00  !  not_a_party
  +0  operator  hire agent 40.00  !  wrong_role
  +0  arbiter   hire agent 40.00  !  wrong_role
  wallets: buyer 950.00, escrow 50.00

scene: a task is hired for once
  shows: MKT-12, KERNEL-04
  not over http: accepting the second proposal meets that proposal first
  terms: mode proposals
  +0  buyer  fund              -> PENDING    buyer > escrow 50.00
  +0  buyer  hire agent 40.00  -> EXECUTING  escrow > buyer 10.00
  +0  buyer  hire other 30.00  !  wrong_state
  wallets: buyer 960.00, escrow 40.00

scene: cancelling before the hire gives all back
  shows: MKT-13
  terms: mode proposals
  +0   buyer  fund    -> PENDING              buyer > escrow 50.00
  +3d  buyer  cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0
  silence: nothing
  options: buyer nothing

scene: a task can be cancelled until the last millisecond
  shows: MKT-13
  terms: mode proposals
  +0             buyer  fund    -> PENDING              buyer > escrow 50.00
  @deadline-1ms  buyer  cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00

scene: hiring in the last millisecond is in time
  shows: MKT-12, L-11
  terms: mode proposals
  +0             buyer  fund              -> PENDING    buyer > escrow 50.00
  @deadline-1ms  buyer  hire agent 40.00  -> EXECUTING  escrow > buyer 10.00

scene: at the deadline the task has expired
  shows: MKT-14, L-11, L-12
  terms: mode proposals
  +0         buyer  fund    -> PENDING              buyer > escrow 50.00
  @deadline  buyer  cancel  !  wrong_state EXPIRED  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0

scene: a millisecond later it has expired just so
  shows: MKT-14, L-12
  terms: mode proposals
  +0             buyer  fund     -> PENDING  buyer > escrow 50.00
  @deadline+1ms  clock  timeout  -> EXPIRED  escrow > buyer 50.00
  silence: nothing
