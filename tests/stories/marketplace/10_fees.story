story: Fees: the operator's share comes from what the agent is paid, and from nothing else

scene: the fee comes off the agent's pay
  shows: MKT-40, L-17, L-25
  terms: mode direct agent, fee 2%
  +0   buyer     fund                -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 49.00, escrow > fees 1.00
  +1h  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 49.00, escrow > fees 1.00
  wallets: buyer 950.00, agent 49.00, fees 1.00, escrow 0

scene: silence costs the same fee
  shows: MKT-43, L-17
  terms: mode direct agent, fee 2%
  +0    buyer     fund                -> PENDING                     buyer > escrow 50.00
  +0    operator  assign agent        -> EXECUTING
  +1d   agent     deliver "the work"  -> DELIVERED
  +72h  clock     timeout             -> COMPLETED/SILENCE_APPROVED  escrow > agent 49.00, escrow > fees 1.00

scene: a fee one unit short of a unit is none
  shows: MKT-40, MONEY-21, L-17
  terms: mode direct agent, fee 2%, budget 0.000049
  +0   buyer     fund                -> PENDING             buyer > escrow 0.000049
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 0.000049

scene: a fee of one unit is one
  shows: MKT-40, L-17
  terms: mode direct agent, fee 2%, budget 0.00005
  +0   buyer     fund                -> PENDING             buyer > escrow 0.00005
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 0.000049, escrow > fees 0.000001

scene: the agent keeps the dust of the fee
  shows: MKT-40, MONEY-21, L-17
  terms: mode direct agent, fee 2%, budget 0.000099
  +0   buyer     fund                -> PENDING             buyer > escrow 0.000099
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 0.000098, escrow > fees 0.000001

scene: the fee may be all of it
  shows: MKT-40, MONEY-27, L-17
  terms: mode direct agent, fee 100%
  +0   buyer     fund                -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     approve             -> COMPLETED/APPROVED  escrow > fees 50.00
  wallets: agent 0, fees 50.00

scene: a split takes the fee from the agent's part only
  shows: MKT-74, L-17
  museum: trustless-overpay
  terms: mode direct agent, fee 0.3%, budget 0.001
  +0   buyer     fund                            -> PENDING          buyer > escrow 0.001
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  arbiter   rule split 50%                  -> COMPLETED/SPLIT  escrow > buyer 0.0005, escrow > agent 0.000499, escrow > fees 0.000001
  wallets: escrow 0

scene: a partial refund takes the fee from the rest only
  shows: MKT-74, L-17
  terms: mode direct agent, fee 2%
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  arbiter   rule refund 30%                 -> CANCELLED/REFUNDED  escrow > buyer 15.00, escrow > agent 34.30, escrow > fees 0.70

scene: the default ruling takes it just so
  shows: MKT-75, L-17
  terms: mode direct agent, fee 2%
  +0   buyer     fund                            -> PENDING          buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +7d  clock     timeout                         -> COMPLETED/SPLIT  escrow > buyer 25.00, escrow > agent 24.50, escrow > fees 0.50

scene: there is no fee on a refund
  shows: MKT-74, MONEY-26, L-17, L-25
  terms: mode direct agent, fee 2%
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  arbiter   rule refund                     -> CANCELLED/REFUNDED  escrow > buyer 50.00
  wallets: buyer 1000.00, fees 0

scene: there is no fee on money given back
  shows: MKT-63, L-17
  terms: mode direct agent, fee 2%
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00

scene: there is no fee on work that did not come about
  shows: MKT-34, L-17
  terms: mode direct agent, fee 2%
  +0    buyer     fund          -> PENDING                  buyer > escrow 50.00
  +0    operator  assign agent  -> EXECUTING
  +30d  clock     timeout       -> FAILED/delivery_timeout  escrow > buyer 50.00

scene: there is no fee on the excess
  shows: MKT-12, MKT-40, L-17
  terms: mode proposals, fee 2%
  +0   buyer  fund                -> PENDING             buyer > escrow 50.00
  +0   buyer  hire agent 40.00    -> EXECUTING           escrow > buyer 10.00
  +1h  agent  deliver "the work"  -> DELIVERED
  +1h  buyer  approve             -> COMPLETED/APPROVED  escrow > agent 39.20, escrow > fees 0.80
  wallets: buyer 960.00, agent 39.20, fees 0.80

scene: cancelling running work costs the kill fee
  shows: MKT-33
  terms: mode direct agent, kill fee 10%
  +0   buyer     fund          -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent  -> EXECUTING
  +1d  buyer     cancel        -> CANCELLED/CANCELLED  escrow > buyer 45.00, escrow > agent 5.00
  wallets: buyer 995.00, agent 5.00, escrow 0

scene: the dust of a kill fee is the agent's
  shows: MKT-33, MKT-36, L-16
  terms: mode direct agent, kill fee 33.33%, budget 0.0001
  +0   buyer     fund          -> PENDING              buyer > escrow 0.0001
  +0   operator  assign agent  -> EXECUTING
  +1d  buyer     cancel        -> CANCELLED/CANCELLED  escrow > buyer 0.000066, escrow > agent 0.000034

scene: the operator has a share of the kill fee
  shows: MKT-33, MKT-36, L-17
  terms: mode direct agent, kill fee 10%, fee 2%
  +0   buyer     fund          -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent  -> EXECUTING
  +1d  buyer     cancel        -> CANCELLED/CANCELLED  escrow > buyer 45.00, escrow > agent 4.90, escrow > fees 0.10

scene: the kill fee may be all of it
  shows: MKT-33
  terms: mode direct agent, kill fee 100%
  +0   buyer     fund          -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent  -> EXECUTING
  +1d  buyer     cancel        -> CANCELLED/CANCELLED  escrow > agent 50.00

scene: there is no kill fee before the hire
  shows: MKT-13
  terms: mode proposals, kill fee 10%
  +0   buyer  fund    -> PENDING              buyer > escrow 50.00
  +1d  buyer  cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00

scene: there is no kill fee while the platform looks
  shows: MKT-21
  terms: mode direct, kill fee 10%
  +0   buyer     fund    -> PENDING              buyer > escrow 50.00
  +0   operator  match   -> MATCHING
  +1m  buyer     cancel  -> CANCELLED/CANCELLED  escrow > buyer 50.00

scene: there is no kill fee for an agent who gives up
  shows: MKT-32
  terms: mode direct agent, kill fee 10%
  +0   buyer     fund             -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent     -> EXECUTING
  +1d  agent     fail "too hard"  -> FAILED/agent_failed  escrow > buyer 50.00
