story: Proposals: agents say what they would do for how much, and the buyer takes one

scene: taking one proposal declines the others
  shows: PRP-10, PRP-11, MKT-12
  terms: mode proposals
  +0   buyer  fund                  -> PENDING             buyer > escrow 50.00
  +1h  agent  propose 40.00 in 90m  -> PENDING
  +1h  other  propose 30.00 in 60m  -> PENDING
  proposals: agent PENDING, other PENDING
  +1h  buyer  accept agent          -> EXECUTING           escrow > buyer 10.00
  proposals: agent ACCEPTED, other DECLINED
  wallets: buyer 960.00, escrow 40.00
  silence: +3h -> FAILED/delivery_timeout escrow > buyer 40.00
  +1h  agent  deliver "the work"    -> DELIVERED
  +1h  buyer  approve               -> COMPLETED/APPROVED  escrow > agent 40.00

scene: a proposal turned down stays so
  shows: PRP-11, PRP-01
  terms: mode proposals
  +0   buyer  fund                  -> PENDING  buyer > escrow 50.00
  +1h  agent  propose 40.00 in 60m  -> PENDING
  +1h  buyer  decline agent         -> DECLINED
  +1h  buyer  accept agent          !  wrong_state
  +0   agent  withdraw agent        !  wrong_state
  proposals: agent DECLINED
  wallets: escrow 50.00
  options: buyer hire, cancel

scene: a proposal taken back cannot be taken
  shows: PRP-12
  terms: mode proposals
  +0   buyer  fund                  -> PENDING  buyer > escrow 50.00
  +1h  agent  propose 40.00 in 60m  -> PENDING
  +1h  agent  withdraw agent        -> WITHDRAWN
  +1h  buyer  accept agent          !  wrong_state
  +0   buyer  decline agent         !  wrong_state
  proposals: agent WITHDRAWN

scene: a proposal taken cannot be taken back
  shows: PRP-10, KERNEL-04, PRP-14
  terms: mode proposals
  +0   buyer  fund                  -> PENDING  buyer > escrow 50.00
  +1h  agent  propose 50.00 in 60m  -> PENDING
  +1h  other  propose 50.00 in 60m  -> PENDING
  +1h  buyer  accept other          -> EXECUTING
  +0   other  withdraw other        !  wrong_state
  +0   buyer  accept agent          !  wrong_state
  +0   buyer  decline other         !  wrong_state
  proposals: agent DECLINED, other ACCEPTED
  wallets: escrow 50.00

scene: a proposal stands as long as the task waits
  shows: PRP-13, MKT-14
  terms: mode proposals
  +0   buyer  fund                  -> PENDING  buyer > escrow 50.00
  +6d  agent  propose 40.00 in 60m  -> PENDING
  +1d  clock  timeout               -> EXPIRED  escrow > buyer 50.00
  proposals: agent EXPIRED
  +0   buyer  accept agent          !  wrong_state

scene: a proposal may be taken in the last millisecond
  shows: PRP-10, L-11
  terms: mode proposals
  +0             buyer  fund                  -> PENDING    buyer > escrow 50.00
  +6d            agent  propose 40.00 in 60m  -> PENDING
  @deadline-1ms  buyer  accept agent          -> EXECUTING  escrow > buyer 10.00

scene: a proposal cannot be taken at the deadline
  shows: PRP-13, MKT-14, L-11
  terms: mode proposals
  +0         buyer  fund                  -> PENDING              buyer > escrow 50.00
  +6d        agent  propose 40.00 in 60m  -> PENDING
  @deadline  buyer  accept agent          !  wrong_state EXPIRED  escrow > buyer 50.00
  proposals: agent EXPIRED

scene: a price over the budget is not taken, and the proposal stands
  shows: MKT-12, L-07
  not over http: the form for a proposal may refuse the price at once
  terms: mode proposals
  +0   buyer  fund                      -> PENDING  buyer > escrow 50.00
  +1h  agent  propose 50.000001 in 60m  -> PENDING
  +1h  other  propose 50.00 in 60m      -> PENDING
  +1h  buyer  accept agent              !  price_over_budget
  proposals: agent PENDING, other PENDING
  +1h  buyer  accept other              -> EXECUTING
  proposals: agent DECLINED, other ACCEPTED

scene: the buyer's own agent is not hired by proposal either
  shows: MKT-12
  not over http: the form for a proposal may refuse the agent at once
  terms: mode proposals
  +0   buyer  fund                  -> PENDING  buyer > escrow 50.00
  +1h  buyer  propose 40.00 in 60m  -> PENDING
  +1h  buyer  accept own            !  self_hire
  proposals: own PENDING
  wallets: escrow 50.00

scene: each side of a proposal has its own say
  shows: PRP-10, PRP-11, PRP-12, L-10
  not over http: there each side has forms for its own say alone
  terms: mode proposals
  +0   buyer     fund                  -> PENDING  buyer > escrow 50.00
  +1h  agent     propose 40.00 in 60m  -> PENDING
  +0   agent     accept agent          !  wrong_role
  +0   agent     decline agent         !  wrong_role
  +0   buyer     withdraw agent        !  wrong_role
  +0   other     withdraw agent        !  not_a_party
  +0   other     accept agent          !  not_a_party
  +0   stranger  accept agent          !  not_a_party
  +0   arbiter   accept agent          !  wrong_role
  +0   operator  accept agent          !  wrong_role
  proposals: agent PENDING
  wallets: escrow 50.00
