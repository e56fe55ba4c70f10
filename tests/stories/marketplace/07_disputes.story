story: Disputes: the money is frozen until the two agree, an arbiter rules, or time does

scene: a dispute freezes the money
  shows: MKT-42, DISP-01, L-18
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  options: agent redeliver, reject, submit, concede
  options: buyer submit, approve
  options: arbiter rule
  options: other nothing
  +0   buyer     cancel                          !  wrong_state
  +0   buyer     revise "larger"                 !  wrong_state
  +0   buyer     dispute "and late"              !  wrong_state
  +0   agent     deliver "other work"            !  wrong_state
  +0   agent     fail "enough"                   !  wrong_state
  wallets: buyer 950.00, agent 0, escrow 50.00
  silence: +48h -> DISPUTED/ARBITRATION
  silence: +216h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00

scene: better work closes the dispute
  shows: MKT-60, MKT-40
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     redeliver "better work"         -> DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  options: buyer approve, revise, dispute
  +1d  buyer     approve                         -> COMPLETED/APPROVED  escrow > agent 50.00

scene: there are two remedies, and then an arbiter
  shows: MKT-60, MKT-61, L-14
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  agent     redeliver "better work"         -> DELIVERED
  +1h  buyer     dispute "not good"              -> DISPUTED/RESPONSE
  options: agent redeliver, reject, submit, concede
  +1h  agent     redeliver "good work"           -> DELIVERED
  +1h  buyer     dispute "not very good"         -> DISPUTED/RESPONSE
  options: agent reject, submit, concede
  +1h  agent     redeliver "very good work"      !  no_remedies_left
  +1h  agent     reject "it is good"             -> DISPUTED/ARBITRATION

scene: terms without remedies have none
  shows: MKT-60
  terms: mode direct agent, max remedies 0
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  options: agent reject, submit, concede
  +0   agent     redeliver "better work"         !  no_remedies_left

scene: remedies do not bring revisions back
  shows: MKT-41, MKT-60
  terms: mode direct agent, max revisions 1
  +0   buyer     fund                      -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent              -> EXECUTING
  +1d  agent     deliver "the work"        -> DELIVERED
  +0   buyer     revise "larger"           -> REVISION_REQUESTED
  +0   agent     deliver "larger work"     -> DELIVERED
  +0   buyer     dispute "too large"       -> DISPUTED/RESPONSE
  +0   agent     redeliver "smaller work"  -> DELIVERED
  +0   buyer     revise "larger"           !  no_revisions_left

scene: an agent who insists goes before the arbiter
  shows: MKT-61
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  options: agent submit, seal, concede
  options: buyer submit, seal, approve
  options: arbiter rule
  options: stranger nothing
  silence: +7d -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00

scene: an agent who does not answer goes before the arbiter too
  shows: MKT-66, TIME-05
  terms: mode direct agent
  +0    buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0    operator  assign agent                    -> EXECUTING
  +1d   agent     deliver "the work"              -> DELIVERED
  +1d   buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +48h  clock     timeout                         -> DISPUTED/ARBITRATION
  silence: +7d -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00

scene: an answer in the last millisecond is in time
  shows: MKT-60, L-11
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  +1d            buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  @deadline-1ms  agent     redeliver "better work"         -> DELIVERED

scene: an answer at the deadline is too late
  shows: MKT-66, L-11, L-12
  terms: mode direct agent
  +0         buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0         operator  assign agent                    -> EXECUTING
  +1d        agent     deliver "the work"              -> DELIVERED
  +1d        buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  @deadline  agent     redeliver "better work"         !  wrong_state DISPUTED/ARBITRATION
  silence: +7d -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00
  wallets: escrow 50.00

scene: after the deadline the agent can still give the money back
  shows: MKT-66, MKT-72, L-12
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  +1d            buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  @deadline+1ms  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00

scene: the agent gives the money back
  shows: MKT-63
  museum: openbazaar-limbo
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0, escrow 0
  silence: nothing
  options: agent nothing

scene: the agent gives the money back before the arbiter
  shows: MKT-72
  museum: openbazaar-limbo
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0, escrow 0

scene: the buyer withdraws
  shows: MKT-64
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  buyer     approve                         -> COMPLETED/WITHDRAWN  escrow > agent 50.00
  wallets: buyer 950.00, agent 50.00, escrow 0

scene: the buyer withdraws before the arbiter
  shows: MKT-73
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  buyer     approve 3                       -> COMPLETED/WITHDRAWN  escrow > agent 50.00

scene: a dispute ends though nobody ever speaks again
  shows: MKT-66, MKT-75, DISP-03, TIME-14, L-13
  museum: stateset-disputed-terminal
  terms: mode direct agent
  +0    buyer     fund                            -> PENDING          buyer > escrow 50.00
  +0    operator  assign agent                    -> EXECUTING
  +1d   agent     deliver "the work"              -> DELIVERED
  +1d   buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +48h  clock     timeout                         -> DISPUTED/ARBITRATION
  +7d   clock     timeout                         -> COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 25.00
  wallets: buyer 975.00, agent 25.00, escrow 0

scene: concession and withdrawal at once are settled by who was first
  shows: MKT-63, KERNEL-04
  museum: hyperswitch-refund-race
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00
  +0   buyer     dispute "again"                 !  wrong_state
  +0   agent     concede                         !  wrong_state
  +0   arbiter   rule refund                     !  wrong_state
  wallets: buyer 1000.00, agent 0, escrow 0
