story: Rulings: an arbiter decides what share of the money goes back

scene: a refund is of everything
  shows: MKT-74, DISP-11
  museum: human-zero-award
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund                     -> CANCELLED/REFUNDED  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0, escrow 0
  silence: nothing

scene: a refund of a hundred percent is the same
  shows: MKT-74, L-16
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 100%                -> CANCELLED/REFUNDED  escrow > buyer 50.00

scene: a partial refund is of the part it names
  shows: MKT-74, DISP-10
  museum: stateset-partial-is-half
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 30%                 -> CANCELLED/REFUNDED  escrow > buyer 15.00, escrow > agent 35.00
  wallets: buyer 965.00, agent 35.00, escrow 0

scene: a third, as near as percent can tell
  shows: MKT-74, L-16
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 33.33%              -> CANCELLED/REFUNDED  escrow > buyer 16.665, escrow > agent 33.335

scene: the smallest share there is
  shows: MKT-74, L-16
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 0.01%               -> CANCELLED/REFUNDED  escrow > buyer 0.005, escrow > agent 49.995

scene: a share of less than a unit is rounded down to nothing
  shows: MKT-74, MONEY-23, L-16
  terms: mode direct agent, budget 0.009999
  +0   buyer     fund                            -> PENDING             buyer > escrow 0.009999
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 0.01%               -> CANCELLED/REFUNDED  escrow > agent 0.009999

scene: a release pays the agent
  shows: MKT-74
  museum: alancoin-closed-not-paid
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule release                    -> COMPLETED/RELEASED  escrow > agent 50.00
  wallets: buyer 950.00, agent 50.00, escrow 0

scene: a release of nothing to the buyer is a release
  shows: MKT-74, MONEY-23, DISP-12
  museum: kleros-zero-offer
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule release 0%                 -> COMPLETED/RELEASED  escrow > agent 50.00

scene: a split leaves no unit behind
  shows: MKT-74, MONEY-20, L-03, L-16
  museum: arbitova-dust, kleros-burn
  terms: mode direct agent, budget 0.001001
  +0   buyer     fund                            -> PENDING          buyer > escrow 0.001001
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule split 50%                  -> COMPLETED/SPLIT  escrow > buyer 0.0005, escrow > agent 0.000501
  wallets: escrow 0, buyer 999.999499, agent 0.000501

scene: one unit cannot be halved, so the agent has it
  shows: MKT-74, L-16
  terms: mode direct agent, budget 0.000001
  +0   buyer     fund                            -> PENDING          buyer > escrow 0.000001
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule split 99.99%               -> COMPLETED/SPLIT  escrow > agent 0.000001

scene: a share is what its digits say
  shows: MKT-74, MONEY-04, L-02
  museum: alancoin-float-weights
  terms: mode direct agent, budget 0.01
  +0   buyer     fund                            -> PENDING          buyer > escrow 0.01
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule split 57%                  -> COMPLETED/SPLIT  escrow > buyer 0.0057, escrow > agent 0.0043

scene: the ends of a split
  shows: MKT-74, DISP-13
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING          buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule split 99.99%               -> COMPLETED/SPLIT  escrow > buyer 49.995, escrow > agent 0.005

scene: a split gives something to both sides
  shows: MKT-75
  museum: agenc-split-omitted
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING          buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   arbiter   rule split 100%                 !  validation_failed
  +0   arbiter   rule split 0%                   !  validation_failed
  +0   arbiter   rule split                      !  validation_failed
  wallets: agent 0, escrow 50.00
  +7d  clock     timeout                         -> COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 25.00

scene: a share that does not go with its ruling is no ruling
  shows: MKT-74, DISP-14, KERNEL-03, L-07
  museum: kleros-zero-offer
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   arbiter   rule refund 0%                  !  validation_failed
  +0   arbiter   rule release 5%                 !  validation_failed
  +0   arbiter   rule release 100%               !  validation_failed
  +0   arbiter   rule refund 100.01%             !  validation_failed
  +0   arbiter   rule refund 33.333%             !  validation_failed
  +0   arbiter   rule refund -5%                 !  validation_failed
  wallets: escrow 50.00
  +0   arbiter   rule refund 5%                  -> CANCELLED/REFUNDED  escrow > buyer 2.50, escrow > agent 47.50

scene: a ruling may come before the agent has answered
  shows: MKT-65
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  arbiter   rule release                    -> COMPLETED/RELEASED  escrow > agent 50.00

scene: such a ruling may be a refund
  shows: MKT-65
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  arbiter   rule refund 40%                 -> CANCELLED/REFUNDED  escrow > buyer 20.00, escrow > agent 30.00

scene: a dispute is decided once
  shows: MKT-74, DISP-15, L-15, KERNEL-04
  museum: blnk-void-twice, hyperswitch-refund-race
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1d  arbiter   rule refund 60%                 -> CANCELLED/REFUNDED  escrow > buyer 30.00, escrow > agent 20.00
  +0   arbiter   rule refund 60%                 !  wrong_state
  +0   arbiter   rule release                    !  wrong_state
  +9d  arbiter   rule split 50%                  !  wrong_state
  wallets: buyer 980.00, agent 20.00, escrow 0

scene: nobody judges his own case
  shows: MKT-74, AUTH-05, L-10
  museum: alancoin-silent-friend
  terms: mode direct agent
  +0   buyer             fund                            -> PENDING          buyer > escrow 50.00
  +0   operator          assign agent                    -> EXECUTING
  +1d  agent             deliver "the work"              -> DELIVERED
  +1d  buyer             dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent             reject "it is"                  -> DISPUTED/ARBITRATION
  +0   buyer-as-arbiter  rule refund                     !  interested_arbiter
  +0   agent-as-arbiter  rule release                    !  interested_arbiter
  # And an arbiter who is silent pays neither side more than the other.
  silence: +7d -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00
  +0   arbiter           rule split 10%                  -> COMPLETED/SPLIT  escrow > buyer 5.00, escrow > agent 45.00

scene: whoever is a party has no say as an arbiter
  shows: MKT-61, L-10
  not over http: there a person is told all his options, not those of one office
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  options: buyer-as-arbiter nothing
  options: agent-as-arbiter nothing
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  options: buyer-as-arbiter nothing
  options: agent-as-arbiter nothing
  options: arbiter rule

scene: only an arbiter rules
  shows: MKT-74, AUTH-06, L-10
  not over http: nobody else has a form for it
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   buyer     rule refund                     !  wrong_role
  +0   agent     rule release                    !  wrong_role
  +0   operator  rule release                    !  wrong_role
  +0   other     rule release                    !  not_a_party
  +0   stranger  rule release                    !  not_a_party
  wallets: escrow 50.00

scene: a ruling in the last millisecond is in time
  shows: MKT-74, L-11
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  +1d            buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d            agent     reject "it is"                  -> DISPUTED/ARBITRATION
  @deadline-1ms  arbiter   rule release                    -> COMPLETED/RELEASED  escrow > agent 50.00

scene: a ruling at the deadline is too late
  shows: MKT-75, L-11, L-12
  terms: mode direct agent
  +0         buyer     fund                            -> PENDING                      buyer > escrow 50.00
  +0         operator  assign agent                    -> EXECUTING
  +1d        agent     deliver "the work"              -> DELIVERED
  +1d        buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d        agent     reject "it is"                  -> DISPUTED/ARBITRATION
  @deadline  arbiter   rule release                    !  wrong_state COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 25.00
  wallets: buyer 975.00, agent 25.00, escrow 0

scene: a concession after the deadline comes too late as well
  shows: MKT-75, L-12
  terms: mode direct agent
  +0             buyer     fund                            -> PENDING                      buyer > escrow 50.00
  +0             operator  assign agent                    -> EXECUTING
  +1d            agent     deliver "the work"              -> DELIVERED
  +1d            buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d            agent     reject "it is"                  -> DISPUTED/ARBITRATION
  @deadline+1ms  agent     concede                         !  wrong_state COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 25.00

scene: the default halves the odd unit in the agent's favour
  shows: MKT-75, L-16
  museum: kleros-burn
  terms: mode direct agent, budget 0.001001
  +0   buyer     fund                            -> PENDING          buyer > escrow 0.001001
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +7d  clock     timeout                         -> COMPLETED/SPLIT  escrow > buyer 0.0005, escrow > agent 0.000501

scene: the terms may set another default
  shows: MKT-75
  terms: mode direct agent, default ruling refund 30%
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  silence: +7d -> CANCELLED/REFUNDED escrow > buyer 15.00, escrow > agent 35.00
  +7d  clock     timeout                         -> CANCELLED/REFUNDED  escrow > buyer 15.00, escrow > agent 35.00

scene: the default may be to pay
  shows: MKT-75
  terms: mode direct agent, default ruling release
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  silence: +7d -> COMPLETED/RELEASED escrow > agent 50.00
  +7d  clock     timeout                         -> COMPLETED/RELEASED  escrow > agent 50.00

scene: the award goes to whoever was hired
  shows: MKT-74, MKT-05, L-19, AUTH-09
  museum: agenc-any-worker
  terms: mode proposals
  +0   buyer    fund                            -> PENDING          buyer > escrow 50.00
  +0   buyer    hire agent 40.00                -> EXECUTING        escrow > buyer 10.00
  +1h  other    deliver "stolen work"           !  not_a_party
  +1h  agent    deliver "the work"              -> DELIVERED
  +1h  other    redeliver "stolen work"         !  not_a_party
  +1h  buyer    dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  other    redeliver "stolen work"         !  not_a_party
  +1h  agent    reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  other    seal "pay me"                   !  not_a_party
  +1h  arbiter  rule split 25%                  -> COMPLETED/SPLIT  escrow > buyer 10.00, escrow > agent 30.00
  wallets: buyer 970.00, agent 30.00, other 0, escrow 0
