story: Fees: the operator's share comes from what the agent is paid, and from nothing else

scene: the fee comes off the agent's pay
  shows: CRD-62, L-17
  terms: fee 2%
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  silence: +600s -> completed/paid escrow > agent 39.20, escrow > fees 0.80
  silence: +14d -> completed/unchallenged
  +600s  clock     timeout              -> completed/paid  escrow > agent 39.20, escrow > fees 0.80
  wallets: buyer 960.00, agent 39.20, fees 0.80, escrow 0

scene: a refund has no fee
  shows: CRD-60, MONEY-26, L-17, L-25
  terms: fee 2%
  +0    buyer     fund                 -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed       escrow > buyer 10.00
  +1m   buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  wallets: buyer 1000.00, fees 0

scene: what comes back of the budget has no fee
  shows: CRD-41, L-17
  terms: fee 2%
  +0   buyer     fund                  -> submitted               buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  agent     start                 -> executing
  +1m  agent     fail execution_error  -> failed/execution_error  escrow > buyer 50.00
  wallets: fees 0

scene: a ruling takes the fee of what the agent gets
  shows: CRD-82, L-17
  terms: fee 2%
  +0    buyer     fund                             -> submitted        buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed        escrow > buyer 10.00
  +0    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d   arbiter   rule 50%                         -> completed/ruled  escrow > buyer 20.00, escrow > agent 19.60, escrow > fees 0.40

scene: a refund by ruling has none
  shows: CRD-82, L-17
  terms: fee 2%
  +0    buyer     fund                             -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed       escrow > buyer 10.00
  +0    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d   arbiter   rule 100%                        -> refunded/ruled  escrow > buyer 40.00

scene: a denied dispute has the fee of the whole charge
  shows: CRD-85, L-17
  terms: fee 2%
  +0    buyer     fund                             -> submitted         buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed         escrow > buyer 10.00
  +0    buyer     dispute wrong_output "not this"  -> completed/filed
  +14d  clock     timeout                          -> completed/denied  escrow > agent 39.20, escrow > fees 0.80

scene: so has a withdrawn one
  shows: CRD-84, L-17
  terms: fee 2%
  +0    buyer     fund                             -> submitted            buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed            escrow > buyer 10.00
  +0    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d   buyer     withdraw                         -> completed/withdrawn  escrow > agent 39.20, escrow > fees 0.80

scene: it is taken once
  shows: CRD-84, L-17
  terms: fee 2%
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 39.20, escrow > fees 0.80
  +0     buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    buyer     withdraw                         -> completed/withdrawn
  wallets: agent 39.20, fees 0.80

scene: the fee is rounded down
  shows: CRD-62, L-16, L-17
  museum: trustless-overpay
  terms: fee 1%
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 9.99    -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 40.01
  # A hundredth of 999 cents is 9.99.
  +600s  clock     timeout              -> completed/paid  escrow > agent 9.90, escrow > fees 0.09

scene: below a cent there is none
  shows: CRD-62, L-17
  terms: fee 2%
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 0.49    -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 49.51
  +600s  clock     timeout              -> completed/paid  escrow > agent 0.49

scene: a fee of everything leaves the agent nothing
  shows: CRD-62, L-17
  terms: fee 100%
  +0     buyer     fund                             -> submitted          buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed          escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid     escrow > fees 40.00
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +0     agent     concede                          -> refunded/conceded  fees > buyer 40.00
  wallets: buyer 1000.00, agent 0, fees 0
