story: Hiring: the platform finds the agent, or the buyer named it

scene: the named agent is assigned without routing
  shows: CRD-11
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00  -> submitted/assigned
  # All of the budget stays held until the work has passed.
  wallets: buyer 950.00, escrow 50.00
  options: agent start, fail
  options: buyer nothing
  options: other nothing
  silence: +10m -> failed/timeout escrow > buyer 50.00

scene: a named agent is not routed
  shows: CRD-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund   -> submitted  buyer > escrow 50.00
  +0  operator  route  !  not_routed
  options: operator assign

scene: nobody is assigned but the named agent
  shows: CRD-11, L-19
  museum: agenc-any-worker
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign other 40.00  !  other_agent
  +0  operator  assign own 40.00    !  other_agent
  +0  operator  assign agent 40.00  -> submitted/assigned

scene: the platform finds an agent
  shows: CRD-10, CRD-20
  museum: city-routing-conflict
  terms: mode routed
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  route                -> routing
  +0   operator  assign agent 40.00   -> submitted/assigned
  silence: +10m -> failed/timeout escrow > buyer 50.00
  # A routed task begins like any other.
  +1s  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 87              -> completed  escrow > buyer 10.00
  score: 87

scene: and may take its time
  shows: CRD-10, CRD-20
  not over http: the platform assigns and judges at once, or not at all
  terms: mode routed
  +0   buyer     fund                -> submitted  buyer > escrow 50.00
  options: operator route
  +1s  operator  route               -> routing
  options: operator assign
  silence: +60s -> failed/no_agent_found escrow > buyer 50.00
  +1s  operator  assign agent 40.00  -> submitted/assigned

scene: nobody is assigned without routing, unless he was named
  shows: CRD-11
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00  !  other_agent

scene: a routed task is routed once
  shows: CRD-10
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund   -> submitted  buyer > escrow 50.00
  +0  operator  route  -> routing
  +0  operator  route  !  wrong_state

scene: an agent is assigned once
  shows: CRD-20, L-19
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  route               -> routing
  +0  operator  assign agent 40.00  -> submitted/assigned
  +0  operator  assign other 40.00  !  wrong_state
  +0  operator  assign agent 30.00  !  wrong_state
  +0  other     start               !  not_a_party

scene: the platform does not hire the buyer's own agent
  shows: CRD-20, AUTH-10
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  route               -> routing
  +0  operator  assign own 40.00    !  self_hire
  +0  operator  assign other 40.00  -> submitted/assigned

scene: nor the one that submitted the task
  shows: CRD-20, CRD-06
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed, submitted by other
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  route               -> routing
  +0  operator  assign other 40.00  !  self_hire
  +0  operator  assign agent 40.00  -> submitted/assigned

scene: the price is at most the largest budget
  shows: CRD-11, CRD-13
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 50.01  !  price_over_budget
  +0  operator  assign agent 50.00  -> submitted/assigned

scene: of a routed task, too
  shows: CRD-20
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  route               -> routing
  +0  operator  assign agent 50.01  !  price_over_budget
  +0  operator  assign agent 50.00  -> submitted/assigned

scene: what is wrong with an agent is told before its price
  shows: CRD-11
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign other 50.01  !  other_agent

scene: that it is his own, too
  shows: CRD-20
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0  buyer     fund              -> submitted  buyer > escrow 50.00
  +0  operator  route             -> routing
  +0  operator  assign own 50.01  !  self_hire

scene: a price of nothing is a price
  shows: CRD-11, CRD-50, CRD-62, CRD-13, L-15
  museum: kleros-zero-offer, human-zero-award
  +0     buyer     fund                 -> submitted  buyer > escrow 50.00
  +0     operator  assign agent 0       -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed  escrow > buyer 50.00
  # Zero is not "everything": all of the budget is back, and the work is completed.
  wallets: buyer 1000.00, escrow 0
  silence: +600s -> completed/paid
  silence: +14d -> completed/unchallenged
  +600s  clock     timeout              -> completed/paid
  wallets: buyer 1000.00, agent 0, fees 0

scene: nobody finds an agent
  shows: CRD-21
  terms: mode routed
  +0    buyer     fund     -> submitted              buyer > escrow 50.00
  +0    operator  route    -> routing
  silence: +60s -> failed/no_agent_found escrow > buyer 50.00
  +60s  clock     timeout  -> failed/no_agent_found  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0
  options: buyer nothing
  silence: nothing

scene: nobody assigns the named agent
  shows: CRD-12
  +0             buyer  fund     -> submitted              buyer > escrow 50.00
  @deadline-1ms  clock  timeout  !  too_early
  +1ms           clock  timeout  -> failed/no_agent_found  escrow > buyer 50.00

scene: an assignment in the last millisecond is in time
  shows: CRD-11, L-11
  not over http: the platform assigns and judges at once, or not at all
  +0             buyer     fund                -> submitted  buyer > escrow 50.00
  @deadline-1ms  operator  assign agent 40.00  -> submitted/assigned
  silence: +10m -> failed/timeout escrow > buyer 50.00

scene: an assignment at the deadline is too late
  shows: CRD-12, L-11, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  +0         buyer     fund                -> submitted                          buyer > escrow 50.00
  @deadline  operator  assign agent 40.00  !  wrong_state failed/no_agent_found  escrow > buyer 50.00

scene: an assignment after the deadline is too late
  shows: CRD-12, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  +0             buyer     fund                -> submitted                          buyer > escrow 50.00
  @deadline+1ms  operator  assign agent 40.00  !  wrong_state failed/no_agent_found  escrow > buyer 50.00

scene: a choice in the last millisecond is in time
  shows: CRD-20, L-11
  not over http: the platform assigns and judges at once, or not at all
  terms: mode routed
  +0             buyer     fund                -> submitted  buyer > escrow 50.00
  +0             operator  route               -> routing
  @deadline-1ms  operator  assign agent 40.00  -> submitted/assigned

scene: a choice at the deadline is too late
  shows: CRD-21, L-11, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0         buyer     fund                -> submitted                          buyer > escrow 50.00
  +0         operator  route               -> routing
  @deadline  operator  assign agent 40.00  !  wrong_state failed/no_agent_found  escrow > buyer 50.00

scene: a choice after the deadline is too late
  shows: CRD-21, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  terms: mode routed
  +0             buyer     fund                -> submitted                          buyer > escrow 50.00
  +0             operator  route               -> routing
  @deadline+1ms  operator  assign agent 40.00  !  wrong_state failed/no_agent_found  escrow > buyer 50.00

scene: the window to route begins with the routing
  shows: CRD-10
  not over http: the platform assigns and judges at once, or not at all
  terms: mode routed
  +0         buyer     fund   -> submitted  buyer > escrow 50.00
  +599999ms  operator  route  -> routing
  silence: +60s -> failed/no_agent_found escrow > buyer 50.00
