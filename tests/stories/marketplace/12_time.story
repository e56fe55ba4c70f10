story: Time: at every instant either the order is in time or the timer may fire

scene: the kernel by itself tells an order that it is late
  shows: MKT-33, MKT-34, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  terms: mode direct agent
  +0             buyer     fund                -> PENDING                  buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  @deadline-1ms  clock     timeout             !  too_early
  @deadline      buyer     cancel              !  too_late
  +1ms           buyer     cancel              !  too_late
  +0             agent     deliver "the work"  !  too_late
  +0             clock     timeout             -> FAILED/delivery_timeout  escrow > buyer 50.00

scene: at the deadline the timer fires, and not before
  shows: MKT-14, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  terms: mode proposals
  +0             buyer  fund                  -> PENDING  buyer > escrow 50.00
  +0             clock  timeout               !  too_early
  @deadline-1ms  clock  timeout               !  too_early
  @deadline-1ms  buyer  hire agent 50.000001  !  price_over_budget
  @deadline      clock  timeout               -> EXPIRED  escrow > buyer 50.00
  +0             clock  timeout               !  wrong_state

scene: who may give an order is told before whether it is late
  shows: MKT-40, KERNEL-14, L-10
  kernel only: a shell applies the timeouts that are due before it gives an order
  terms: mode direct agent
  +0         buyer             fund                -> PENDING  buyer > escrow 50.00
  +0         operator          assign agent        -> EXECUTING
  +1d        agent             deliver "the work"  -> DELIVERED
  @deadline  stranger          approve             !  not_a_party
  @deadline  buyer-as-arbiter  approve             !  interested_arbiter
  @deadline  buyer             cancel              !  wrong_state
  @deadline  agent             approve             !  wrong_role
  @deadline  buyer             approve             !  too_late

scene: whether it is late is told before the guards
  shows: MKT-41, KERNEL-15, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  terms: mode direct agent, max revisions 0
  +0             buyer     fund                -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  +1d            agent     deliver "the work"  -> DELIVERED
  @deadline-1ms  buyer     revise "larger"     !  no_revisions_left
  @deadline      buyer     revise "larger"     !  too_late

scene: an order older than the stage is refused
  shows: MKT-31, MKT-40, TIME-13, L-26
  kernel only: a shell's clock does not go back
  terms: mode direct agent
  +0    buyer     fund                -> PENDING             buyer > escrow 50.00
  +0    operator  assign agent        -> EXECUTING
  +1h   agent     deliver "the work"  -> DELIVERED
  -1ms  buyer     approve             !  clock_went_back
  -9d   clock     timeout             !  clock_went_back
  +0    buyer     cancel              !  clock_went_back
  +0    stranger  approve             !  not_a_party
  +9d   buyer     approve             !  clock_went_back
  # At the very moment of the delivery it is in time.
  +1ms  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 50.00

scene: no calendar goes further than the year 9999
  shows: MKT-01, MKT-13, TIME-06
  kernel only: no clock tells such a time
  terms: mode proposals
  @last-moment+1ms  buyer     fund    !  time_out_of_range
  @last-moment      buyer     fund    -> PENDING              buyer > escrow 50.00
  @last-moment+1ms  buyer     cancel  !  time_out_of_range
  @last-moment+1ms  stranger  cancel  !  not_a_party
  @last-moment      buyer     cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00

scene: nothing is due yet
  shows: MKT-34, MKT-43
  terms: mode direct agent
  +0             buyer     fund                -> PENDING             buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  +0             clock     timeout             !  too_early
  @deadline-1ms  clock     timeout             !  too_early
  +0             agent     deliver "the work"  -> DELIVERED
  +0             clock     timeout             !  too_early
  +1h            buyer     approve             -> COMPLETED/APPROVED  escrow > agent 50.00
  +999d          clock     timeout             !  wrong_state

scene: a late timer takes effect when it was due
  shows: MKT-54, TIME-03, L-12
  terms: mode direct agent
  +0     buyer     fund                -> PENDING  buyer > escrow 50.00
  +0     operator  assign agent        -> EXECUTING
  +1d    agent     deliver "the work"  -> DELIVERED
  +0     buyer     revise "larger"     -> REVISION_REQUESTED
  # Noticed after 143 of the 144 hours that two windows take: one hour of review is left.
  +143h  clock     timeout             -> DELIVERED
  silence: +1h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00

scene: two timers may be late at once
  shows: MKT-54, MKT-43, MKT-80, L-12
  terms: mode direct agent
  +0     buyer     fund                -> PENDING                     buyer > escrow 50.00
  +0     operator  assign agent        -> EXECUTING
  +1d    agent     deliver "the work"  -> DELIVERED
  +0     buyer     revise "larger"     -> REVISION_REQUESTED
  +144h  clock     timeout             -> COMPLETED/SILENCE_APPROVED  escrow > agent 50.00

scene: a late order meets what both timers made
  shows: MKT-66, MKT-75, TIME-10, L-12
  terms: mode direct agent
  +0     buyer     fund                            -> PENDING                      buyer > escrow 50.00
  +0     operator  assign agent                    -> EXECUTING
  +1d    agent     deliver "the work"              -> DELIVERED
  +1d    buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +216h  agent     concede                         !  wrong_state COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 25.00
  wallets: buyer 975.00, agent 25.00

scene: a millisecond before the second timer only the first has fired
  shows: MKT-66, MKT-72, TIME-10, L-12
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  +1d            buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +215h          buyer     submit "a photograph"           -> DISPUTED/ARBITRATION
  @deadline-1ms  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00

scene: windows are what the terms say
  shows: MKT-20, MKT-31, MKT-41, MKT-42, MKT-61, L-26
  terms: mode direct, to deliver 3h, to review 4h, to revise 5h, to respond 6h, to rule 7h
  +0  buyer     fund                   -> PENDING  buyer > escrow 50.00
  +0  operator  match                  -> MATCHING
  +0  operator  assign agent           -> EXECUTING
  silence: +3h -> FAILED/delivery_timeout escrow > buyer 50.00
  +0  agent     deliver "the work"     -> DELIVERED
  silence: +4h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +0  buyer     revise "larger"        -> REVISION_REQUESTED
  silence: +5h -> DELIVERED
  silence: +9h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +0  agent     deliver "larger work"  -> DELIVERED
  +0  buyer     dispute "too large"    -> DISPUTED/RESPONSE
  silence: +6h -> DISPUTED/ARBITRATION
  silence: +13h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00
  +0  agent     reject "it is not"     -> DISPUTED/ARBITRATION
  silence: +7h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00

scene: the window to hire is the terms' too
  shows: MKT-01
  terms: mode proposals, to hire 1h
  +0  buyer  fund  -> PENDING  buyer > escrow 50.00
  silence: +1h -> EXPIRED escrow > buyer 50.00

scene: the window to match is the terms' too
  shows: MKT-10
  terms: mode direct, to match 2h
  +0  buyer     fund   -> PENDING  buyer > escrow 50.00
  +0  operator  match  -> MATCHING
  silence: +2h -> FAILED/no_agent_found escrow > buyer 50.00

scene: the least time to deliver is the terms' too
  shows: MKT-12
  terms: mode proposals, to deliver-at-least 2h
  +0  buyer  fund                     -> PENDING  buyer > escrow 50.00
  +0  buyer  hire agent 50.00 in 59m  -> EXECUTING
  silence: +2h -> FAILED/delivery_timeout escrow > buyer 50.00
