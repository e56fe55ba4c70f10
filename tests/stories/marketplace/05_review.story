story: Review: the buyer takes the work, or says nothing

scene: approval pays the agent
  shows: MKT-40, MONEY-10, L-15
  terms: mode direct agent
  +0   buyer     fund                -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1d  buyer     approve 5           -> COMPLETED/APPROVED  escrow > agent 50.00
  wallets: buyer 950.00, agent 50.00, escrow 0, fees 0
  silence: nothing
  options: buyer nothing
  options: agent nothing

scene: silence approves
  shows: MKT-43, TIME-05, TIME-15, L-13
  museum: g0-review-starvation
  terms: mode direct agent
  +0    buyer     fund                -> PENDING                     buyer > escrow 50.00
  +0    operator  assign agent        -> EXECUTING
  +1d   agent     deliver "the work"  -> DELIVERED
  +72h  clock     timeout             -> COMPLETED/SILENCE_APPROVED  escrow > agent 50.00
  wallets: buyer 950.00, agent 50.00, escrow 0

scene: a dispute in the last millisecond is in time
  shows: MKT-42, L-11
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  @deadline-1ms  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE

scene: a dispute at the deadline is too late
  shows: MKT-43, L-11, L-12
  museum: stateset-self-accept
  terms: mode direct agent
  +0         buyer     fund                            -> PENDING                                 buyer > escrow 50.00
  +0         operator  assign agent                    -> EXECUTING
  +1d        agent     deliver "the work"              -> DELIVERED
  @deadline  buyer     dispute "not what I asked for"  !  wrong_state COMPLETED/SILENCE_APPROVED  escrow > agent 50.00

scene: a change asked for after the deadline is asked for too late
  shows: MKT-43, L-12
  terms: mode direct agent
  +0             buyer     fund                -> PENDING                                 buyer > escrow 50.00
  +0             operator  assign agent        -> EXECUTING
  +1d            agent     deliver "the work"  -> DELIVERED
  @deadline+1ms  buyer     revise "larger"     !  wrong_state COMPLETED/SILENCE_APPROVED  escrow > agent 50.00

scene: nobody accepts his own work
  shows: MKT-40, L-10
  museum: stateset-self-accept
  not over http: the agent's owner has no form to approve, and is told that he is not the buyer
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +0   agent     approve             !  wrong_role
  +0   other     approve             !  not_a_party
  +0   arbiter   approve             !  wrong_role
  +0   operator  approve             !  wrong_role
  wallets: agent 0, escrow 50.00

scene: what was paid is not paid again
  shows: MKT-40, KERNEL-05, L-06, L-15
  museum: circle-early-overdraw
  terms: mode direct agent
  +0    buyer     fund                     -> PENDING             buyer > escrow 50.00
  +0    operator  assign agent             -> EXECUTING
  +1d   agent     deliver "the work"       -> DELIVERED
  +1d   buyer     approve                  -> COMPLETED/APPROVED  escrow > agent 50.00
  +0    buyer     cancel                   !  wrong_state
  +0    buyer     dispute "on reflection"  !  wrong_state
  +0    agent     deliver "more work"      !  wrong_state
  +0    agent     fail "on reflection"     !  wrong_state
  +99d  buyer     revise "larger"          !  wrong_state
  wallets: buyer 950.00, agent 50.00, escrow 0
