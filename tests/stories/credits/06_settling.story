story: Settling: silence pays the agent, and then closes the task

scene: silence pays the agent
  shows: CRD-62
  museum: g0-review-starvation
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  wallets: buyer 960.00, agent 40.00, escrow 0, fees 0
  options: buyer vote, dispute
  options: agent nothing
  # Fourteen days from the check, not from the payment.
  silence: +1209000s -> completed/unchallenged

scene: silence closes the task
  shows: CRD-72
  +0         buyer     fund                 -> submitted       buyer > escrow 50.00
  +0         operator  assign agent 40.00   -> submitted/assigned
  +1m        agent     start                -> executing
  +1h        agent     complete "the work"  -> quality_check
  +0         operator  pass 80              -> completed       escrow > buyer 10.00
  +600s      clock     timeout              -> completed/paid  escrow > agent 40.00
  +1209000s  clock     timeout              -> completed/unchallenged
  wallets: buyer 960.00, agent 40.00
  options: buyer nothing
  silence: nothing

scene: two timers may be late at once
  shows: CRD-62, CRD-72, CRD-90, L-12
  +0    buyer     fund                 -> submitted               buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed               escrow > buyer 10.00
  +20d  clock     timeout              -> completed/unchallenged  escrow > agent 40.00

scene: a millisecond before the second timer only the first has fired
  shows: CRD-62, CRD-71, L-12
  +0             buyer     fund                             -> submitted        buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed        escrow > buyer 10.00
  +1209599999ms  buyer     dispute wrong_output "not this"  -> completed/filed  escrow > agent 40.00

scene: a late order meets what both timers made
  shows: CRD-62, CRD-72, L-12
  +0    buyer     fund                             -> submitted                           buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed                           escrow > buyer 10.00
  +14d  buyer     dispute wrong_output "not this"  !  wrong_state completed/unchallenged  escrow > agent 40.00

scene: a dispute in the last millisecond is in time
  shows: CRD-71, L-11
  +0             buyer     fund                             -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s          clock     timeout                          -> completed/paid  escrow > agent 40.00
  @deadline-1ms  buyer     dispute wrong_output "not this"  -> completed/filed

scene: a dispute at the deadline is too late
  shows: CRD-72, L-11, L-12
  +0         buyer     fund                             -> submitted       buyer > escrow 50.00
  +0         operator  assign agent 40.00               -> submitted/assigned
  +1m        agent     start                            -> executing
  +1h        agent     complete "the work"              -> quality_check
  +0         operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s      clock     timeout                          -> completed/paid  escrow > agent 40.00
  @deadline  buyer     dispute wrong_output "not this"  !  wrong_state completed/unchallenged

scene: a dispute after the deadline is too late
  shows: CRD-72, L-12
  +0             buyer     fund                             -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s          clock     timeout                          -> completed/paid  escrow > agent 40.00
  @deadline+1ms  buyer     dispute wrong_output "not this"  !  wrong_state completed/unchallenged

scene: what is closed stays so
  shows: CRD-72, L-06
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +14d   clock     timeout                          -> completed/unchallenged
  +0     buyer     dispute wrong_output "not this"  !  wrong_state
  +0     agent     concede                          !  wrong_state
  +0     arbiter   rule 100%                        !  wrong_state
  +99d   clock     timeout                          !  wrong_state
  wallets: buyer 960.00, agent 40.00

scene: the window to dispute is the terms'
  shows: CRD-62
  terms: to dispute 601s
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  silence: +1s -> completed/unchallenged
