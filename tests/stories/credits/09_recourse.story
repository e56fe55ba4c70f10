story: Recourse: a refund after the agent was paid comes from those who got the money

scene: what was paid comes back
  shows: CRD-82, CRD-86, L-04
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 100%                        -> refunded/ruled  agent > buyer 40.00
  wallets: buyer 1000.00, agent 0, escrow 0
  silence: nothing

scene: a part of what was paid comes back
  shows: CRD-82, L-16
  museum: stateset-partial-is-half
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid   escrow > agent 40.00
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 30%                         -> completed/ruled  agent > buyer 12.00
  wallets: buyer 972.00, agent 28.00

scene: a refused refund leaves all where it is
  shows: CRD-82
  museum: kleros-burn
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 0%                          -> completed/ruled
  wallets: buyer 960.00, agent 40.00

scene: the agent gives its pay back
  shows: CRD-83
  +0     buyer     fund                             -> submitted          buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed          escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid     escrow > agent 40.00
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    agent     concede                          -> refunded/conceded  agent > buyer 40.00
  wallets: buyer 1000.00, agent 0

scene: an odd cent was the agent's, and stays it
  shows: CRD-82, L-16
  museum: arbitova-dust
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 10.01               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 39.99
  +600s  clock     timeout                          -> completed/paid   escrow > agent 10.01
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 50%                         -> completed/ruled  agent > buyer 5.00
  wallets: agent 5.01

scene: the operator gives its fee back, too
  shows: CRD-82, CRD-86, L-17, L-25
  terms: fee 2%
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 39.20, escrow > fees 0.80
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 100%                        -> refunded/ruled  agent > buyer 39.20, fees > buyer 0.80
  wallets: buyer 1000.00, agent 0, fees 0

scene: and of half the charge, half of it
  shows: CRD-82, L-17
  terms: fee 2%
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid   escrow > agent 39.20, escrow > fees 0.80
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  # As if it had been decided first: 20.00 back, and of the other 20.00 a fee of 0.40.
  +1d    arbiter   rule 50%                         -> completed/ruled  agent > buyer 19.60, fees > buyer 0.40
  wallets: buyer 980.00, agent 19.60, fees 0.40

scene: to the cent what it would have been before the payment
  shows: CRD-82, MONEY-24, L-16, L-17
  museum: trustless-overpay
  terms: fee 2%
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +0     buyer     dispute wrong_output "not this"  -> completed/filed
  # 13.33 back; of the other 26.67 a fee of 0.5334, rounded down.
  +1d    arbiter   rule 33.33%                      -> completed/ruled  escrow > buyer 13.33, escrow > agent 26.14, escrow > fees 0.53
  turn: 2
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid   escrow > agent 39.20, escrow > fees 0.80
  +0     buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 33.33%                      -> completed/ruled  agent > buyer 13.06, fees > buyer 0.27
  # Twice 26.14, and twice 0.53.
  wallets: agent 52.28, fees 1.06, buyer 946.66, escrow 0

scene: an agent that spent its pay is left owing
  shows: CRD-82, CRD-01, MONEY-12, L-04
  museum: alancoin-closed-not-paid
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  # The agent's owner hires another agent, for everything it has.
  turn: 2, buyer agent, mode direct other, budget 40.00
  +1h    owner     fund                             -> submitted       agent > escrow 40.00
  wallets: agent 0, escrow 40.00
  turn: 1
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  # The ruling is carried out, whatever is in the wallet.
  +1m    arbiter   rule 100%                        -> refunded/ruled  agent > buyer 40.00
  wallets: buyer 1000.00, agent -40.00, escrow 40.00

scene: what it earns later pays its debt first
  shows: CRD-82, CRD-62, LEDGER-05, L-04
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  turn: 2, buyer agent, mode direct other, budget 40.00
  +1h    owner     fund                             -> submitted       agent > escrow 40.00
  turn: 1
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +1m    arbiter   rule 100%                        -> refunded/ruled  agent > buyer 40.00
  wallets: agent -40.00
  turn: 3, budget 30.00
  +0     buyer     fund                             -> submitted       buyer > escrow 30.00
  +0     operator  assign agent 30.00               -> submitted/assigned
  +0     agent     start                            -> executing
  +1m    agent     complete "more work"             -> quality_check
  +0     operator  pass 90                          -> completed
  +6m    buyer     vote up                          -> completed
  # The clock also fails the task that nobody was found for.
  +4m    clock     timeout                          -> completed/paid  escrow > agent 30.00, escrow > agent 40.00
  wallets: buyer 970.00, agent 30.00, escrow 0

scene: an agent that owes cannot hire
  shows: CRD-83, CRD-01, LEDGER-04, L-04
  +0     buyer     fund                                    -> submitted            buyer > escrow 50.00
  +0     operator  assign agent 40.00                      -> submitted/assigned
  +1m    agent     start                                   -> executing
  +1h    agent     complete "the work"                     -> quality_check
  +0     operator  pass 80                                 -> completed            escrow > buyer 10.00
  +600s  clock     timeout                                 -> completed/paid       escrow > agent 40.00
  turn: 2, buyer agent, mode direct other, budget 40.00
  +1h    owner     fund                                    -> submitted            agent > escrow 40.00
  turn: 1
  +1m    buyer     dispute wrong_output "not this"         -> completed/filed
  +1m    agent     concede                                 -> refunded/conceded    agent > buyer 40.00
  wallets: agent -40.00
  turn: 3, buyer agent, mode direct other, budget 0.01
  +0     owner     fund                                    !  insufficient_funds
  turn: 4, budget 30.00
  +0     buyer     fund                                    -> submitted            buyer > escrow 30.00
  +0     operator  assign agent 30.00                      -> submitted/assigned
  +0     agent     start                                   -> executing
  +0     agent     complete "more work"                    -> quality_check
  +0     operator  pass 90                                 -> completed
  +5m    buyer     dispute wrong_output "not this either"  -> completed/filed
  # Earned, but not enough to clear it.
  +0     buyer     withdraw                                -> completed/withdrawn  escrow > agent 30.00
  wallets: agent -10.00, escrow 40.00
  turn: 3, buyer agent, mode direct other, budget 0.01
  +0     owner     fund                                    !  insufficient_funds

scene: recourse for one task takes nothing that another holds
  shows: CRD-82, L-15
  museum: circle-early-overdraw
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  turn: 2
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  wallets: agent 40.00, escrow 40.00
  turn: 1
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +1m    arbiter   rule 100%                        -> refunded/ruled  agent > buyer 40.00
  wallets: agent 0, escrow 40.00
  turn: 2
  +8m    buyer     vote up                          -> completed/paid  escrow > agent 40.00

scene: recourse happens once
  shows: CRD-82
  museum: hyperswitch-refund-race, blnk-void-twice
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid   escrow > agent 40.00
  +1d    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    arbiter   rule 50%                         -> completed/ruled  agent > buyer 20.00
  +0     arbiter   rule 100%                        !  wrong_state
  +0     agent     concede                          !  wrong_state
  wallets: buyer 980.00, agent 20.00
