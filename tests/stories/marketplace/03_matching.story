story: Matching: the platform finds the agent

scene: the named agent gets the task for the whole budget
  shows: MKT-11
  terms: mode direct agent
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  assign agent  -> EXECUTING
  wallets: buyer 950.00, escrow 50.00
  silence: +30d -> FAILED/delivery_timeout escrow > buyer 50.00

scene: the named agent and no other
  shows: MKT-11, L-19
  not over http: the platform gives itself no wrong orders
  terms: mode direct agent
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  assign other  !  other_agent
  +0  operator  assign own    !  other_agent
  +0  operator  assign agent  -> EXECUTING

scene: a task without a named agent is matched before it is assigned
  shows: MKT-11, MKT-10
  not over http: the platform gives itself no wrong orders
  terms: mode direct
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  assign agent  !  other_agent
  +0  operator  match         -> MATCHING
  +0  operator  assign agent  -> EXECUTING

scene: a task for a named agent is not matched
  shows: MKT-10
  not over http: the platform gives itself no wrong orders
  terms: mode direct agent
  +0  buyer     fund   -> PENDING  buyer > escrow 50.00
  +0  operator  match  !  not_automatic

scene: a task that takes proposals is neither matched nor assigned
  shows: MKT-10, MKT-11, MKT-04
  not over http: the platform gives itself no wrong orders
  terms: mode proposals
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  match         !  not_automatic
  +0  operator  assign agent  !  not_direct
  options: operator nothing

scene: the platform finds an agent
  shows: MKT-10, MKT-20
  terms: mode direct
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  match         -> MATCHING
  +0  operator  assign agent  -> EXECUTING
  wallets: buyer 950.00, escrow 50.00
  silence: +30d -> FAILED/delivery_timeout escrow > buyer 50.00

scene: the platform finds nobody within ten minutes
  shows: MKT-10, MKT-22
  terms: mode direct
  +0    buyer     fund     -> PENDING                buyer > escrow 50.00
  +0    operator  match    -> MATCHING
  silence: +10m -> FAILED/no_agent_found escrow > buyer 50.00
  options: buyer cancel
  +10m  clock     timeout  -> FAILED/no_agent_found  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0
  silence: nothing

scene: the platform does not hand a task to its own buyer
  shows: MKT-20
  not over http: the platform gives itself no wrong orders
  terms: mode direct
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  match         -> MATCHING
  +0  operator  assign own    !  self_hire
  +0  operator  assign other  -> EXECUTING

scene: the buyer may leave while the platform looks
  shows: MKT-21
  terms: mode direct
  +0   buyer     fund    -> PENDING              buyer > escrow 50.00
  +0   operator  match   -> MATCHING
  +5m  buyer     cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00
  wallets: buyer 1000.00

scene: an agent found in the last millisecond is found in time
  shows: MKT-20, L-11
  not over http: the platform assigns at once or not at all
  terms: mode direct
  +0             buyer     fund          -> PENDING  buyer > escrow 50.00
  +0             operator  match         -> MATCHING
  @deadline-1ms  operator  assign agent  -> EXECUTING

scene: an agent found at the deadline is found too late
  shows: MKT-22, L-11, L-12
  not over http: the platform assigns at once or not at all
  terms: mode direct
  +0         buyer     fund          -> PENDING                            buyer > escrow 50.00
  +0         operator  match         -> MATCHING
  @deadline  operator  assign agent  !  wrong_state FAILED/no_agent_found  escrow > buyer 50.00

scene: a millisecond after the deadline there is nothing left to cancel
  shows: MKT-22, L-12
  terms: mode direct
  +0             buyer     fund    -> PENDING                            buyer > escrow 50.00
  +0             operator  match   -> MATCHING
  @deadline+1ms  buyer     cancel  !  wrong_state FAILED/no_agent_found  escrow > buyer 50.00

scene: a named agent who never comes lets the task expire
  shows: MKT-14
  not over http: there the named agent is assigned as soon as it has room
  terms: mode direct agent
  +0   buyer  fund     -> PENDING  buyer > escrow 50.00
  silence: +7d -> EXPIRED escrow > buyer 50.00
  options: operator assign
  +7d  clock  timeout  -> EXPIRED  escrow > buyer 50.00

scene: only the platform matches and assigns
  shows: MKT-10, MKT-20, L-10
  not over http: nobody else has a form for it
  terms: mode direct
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  buyer     match         !  wrong_role
  +0  agent     match         !  not_a_party
  +0  arbiter   match         !  wrong_role
  +0  operator  match         -> MATCHING
  +0  buyer     assign agent  !  wrong_role
  +0  agent     assign agent  !  not_a_party
  options: operator assign
