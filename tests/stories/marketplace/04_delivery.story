story: Delivery: the agent works, and the clock is the buyer's

scene: progress need not grow and never moves the deadline
  shows: MKT-30
  terms: mode direct agent
  +0   buyer     fund          -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent  -> EXECUTING
  +1d  agent     progress 60   -> EXECUTING
  silence: +29d -> FAILED/delivery_timeout escrow > buyer 50.00
  +1d  agent     progress 20   -> EXECUTING
  +0   agent     progress 100  -> EXECUTING
  +0   agent     progress 0    -> EXECUTING
  silence: +28d -> FAILED/delivery_timeout escrow > buyer 50.00
  wallets: escrow 50.00

scene: a delivery opens the review
  shows: MKT-31
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +2d  agent     deliver "the work"  -> DELIVERED
  options: buyer approve, revise, dispute
  options: agent nothing
  options: arbiter nothing
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00

scene: an agent who gives up is not paid
  shows: MKT-32
  terms: mode direct agent
  +0   buyer     fund             -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent     -> EXECUTING
  +1d  agent     fail "too hard"  -> FAILED/agent_failed  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0, escrow 0

scene: an agent who is silent is not paid
  shows: MKT-34, TIME-05
  museum: alancoin-expiry-pays-seller
  terms: mode direct agent
  +0    buyer     fund          -> PENDING                  buyer > escrow 50.00
  +0    operator  assign agent  -> EXECUTING
  +30d  clock     timeout       -> FAILED/delivery_timeout  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0, escrow 0

scene: a delivery in the last millisecond is in time
  shows: MKT-31, TIME-02, L-11
  terms: mode direct agent
  +0             buyer     fund                -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  @deadline-1ms  agent     deliver "the work"  -> DELIVERED

scene: a delivery at the deadline is too late
  shows: MKT-34, TIME-02, L-11, L-12
  terms: mode direct agent
  +0         buyer     fund                -> PENDING                              buyer > escrow 50.00
  +0         operator  assign agent        -> EXECUTING
  @deadline  agent     deliver "the work"  !  wrong_state FAILED/delivery_timeout  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0

scene: a delivery after the deadline is too late as well
  shows: MKT-34, L-12
  terms: mode direct agent
  +0             buyer     fund                -> PENDING                              buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  @deadline+1ms  agent     deliver "the work"  !  wrong_state FAILED/delivery_timeout  escrow > buyer 50.00

scene: an estimate gives twice its time
  shows: MKT-12, MKT-37
  terms: mode proposals
  +0  buyer  fund                     -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 50.00 in 31m  -> EXECUTING
  silence: +62m -> FAILED/delivery_timeout escrow > buyer 50.00

scene: twice half an hour is the least there is
  shows: MKT-12
  terms: mode proposals
  +0  buyer  fund                     -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 50.00 in 30m  -> EXECUTING
  silence: +1h -> FAILED/delivery_timeout escrow > buyer 50.00

scene: a shorter estimate gives an hour all the same
  shows: MKT-12, MKT-37
  terms: mode proposals
  +0  buyer  fund                     -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 50.00 in 29m  -> EXECUTING
  silence: +1h -> FAILED/delivery_timeout escrow > buyer 50.00

scene: cancelling running work costs nothing where the terms say nothing
  shows: MKT-33
  terms: mode direct agent
  +0   buyer     fund          -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent  -> EXECUTING
  +1h  agent     progress 90   -> EXECUTING
  +1h  buyer     cancel        -> CANCELLED/CANCELLED  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0

scene: work delivered first cannot be cancelled
  shows: MKT-31, KERNEL-04
  museum: a2ars-cancel-toctou
  terms: mode direct agent
  +0   buyer     fund                -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +0   buyer     cancel              !  wrong_state
  wallets: escrow 50.00
  +0   buyer     approve             -> COMPLETED/APPROVED  escrow > agent 50.00

scene: work cancelled first cannot be delivered
  shows: MKT-33, KERNEL-04
  museum: a2ars-cancel-toctou
  terms: mode direct agent
  +0   buyer     fund                -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  buyer     cancel              -> CANCELLED/CANCELLED  escrow > buyer 50.00
  +0   agent     deliver "the work"  !  wrong_state
  wallets: buyer 1000.00, agent 0, escrow 0
