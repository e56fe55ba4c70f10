story: Disputes: what is still held is frozen until the two agree, an arbiter rules, or time does

scene: a dispute freezes what is held
  shows: CRD-61, DISP-01, L-18
  +0   buyer     fund                                            -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00                              -> submitted/assigned
  +1m  agent     start                                           -> executing
  +1h  agent     complete "the work"                             -> quality_check
  +0   operator  pass 80                                         -> completed  escrow > buyer 10.00
  +1m  buyer     dispute quality_below_spec "two of five files"  -> completed/filed
  options: buyer vote, withdraw
  options: agent concede
  options: owner concede
  options: arbiter review, rule
  options: stranger nothing
  wallets: buyer 960.00, agent 0, escrow 40.00
  silence: +14d -> completed/denied escrow > agent 40.00

scene: and it stays frozen when the refund window closes
  shows: CRD-61, L-18
  +0   buyer     fund                                            -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00                              -> submitted/assigned
  +1m  agent     start                                           -> executing
  +1h  agent     complete "the work"                             -> quality_check
  +0   operator  pass 80                                         -> completed  escrow > buyer 10.00
  +1m  buyer     dispute quality_below_spec "two of five files"  -> completed/filed
  +1h  clock     timeout                                         !  too_early
  wallets: buyer 960.00, agent 0, escrow 40.00
  options: buyer withdraw
  silence: +1206000s -> completed/denied escrow > agent 40.00

scene: a dispute after the agent was paid
  shows: CRD-71
  +0     buyer     fund                                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00                               -> submitted/assigned
  +1m    agent     start                                            -> executing
  +1h    agent     complete "the work"                              -> quality_check
  +0     operator  pass 80                                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                                          -> completed/paid  escrow > agent 40.00
  +1d    buyer     dispute incomplete_delivery "two of five files"  -> completed/filed
  wallets: buyer 960.00, agent 40.00, escrow 0
  options: buyer withdraw
  options: agent concede
  options: arbiter review, rule
  silence: +14d -> completed/denied

scene: every ground is one
  shows: CRD-61, CRD-84
  +0   buyer     fund                                   -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00                     -> submitted/assigned
  +1m  agent     start                                  -> executing
  +1h  agent     complete "the work"                    -> quality_check
  +0   operator  pass 80                                -> completed            escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"        -> completed/filed
  +0   buyer     withdraw                               -> completed/withdrawn  escrow > agent 40.00
  turn: 2
  +0   buyer     fund                                   -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00                     -> submitted/assigned
  +1m  agent     start                                  -> executing
  +1m  agent     complete "the work"                    -> quality_check
  +0   operator  pass 80                                -> completed            escrow > buyer 10.00
  +0   buyer     dispute deadline_missed "late"         -> completed/filed
  turn: 3
  +0   buyer     fund                                   -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00                     -> submitted/assigned
  +1m  agent     start                                  -> executing
  +1m  agent     complete "the work"                    -> quality_check
  +0   operator  pass 80                                -> completed            escrow > buyer 10.00
  +0   buyer     dispute misrepresentation "no expert"  -> completed/filed
  turn: 4
  +0   buyer     fund                                   -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00                     -> submitted/assigned
  +1m  agent     start                                  -> executing
  +1m  agent     complete "the work"                    -> quality_check
  +0   operator  pass 80                                -> completed            escrow > buyer 10.00
  +0   buyer     dispute unresponsive "no answer"       -> completed/filed
  wallets: buyer 840.00, agent 40.00, escrow 120.00

scene: a dispute at the very end of the refund window finds the agent paid
  shows: CRD-62, CRD-71, L-11, L-12
  +0     buyer     fund                             -> submitted        buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed        escrow > buyer 10.00
  +600s  buyer     dispute wrong_output "not this"  -> completed/filed  escrow > agent 40.00
  wallets: agent 40.00, escrow 0

scene: a millisecond before, it does not
  shows: CRD-61, L-11
  +0             buyer     fund                             -> submitted  buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed  escrow > buyer 10.00
  @deadline-1ms  buyer     dispute wrong_output "not this"  -> completed/filed
  wallets: agent 0, escrow 40.00

scene: a millisecond after, it does
  shows: CRD-62, CRD-71, L-12
  +0             buyer     fund                             -> submitted        buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed        escrow > buyer 10.00
  @deadline+1ms  buyer     dispute wrong_output "not this"  -> completed/filed  escrow > agent 40.00

scene: only the buyer disputes
  shows: CRD-61, CRD-71, L-10
  +0     buyer     fund                           -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00             -> submitted/assigned
  +1m    agent     start                          -> executing
  +1h    agent     complete "the work"            -> quality_check
  +0     operator  pass 80                        -> completed       escrow > buyer 10.00
  +0     agent     dispute wrong_output "pay me"  !  wrong_role
  +0     stranger  dispute wrong_output "no"      !  not_a_party
  +600s  clock     timeout                        -> completed/paid  escrow > agent 40.00
  +0     agent     dispute wrong_output "pay me"  !  wrong_role

scene: nor does anybody whose task it is not
  shows: CRD-61, L-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                       -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00         -> submitted/assigned
  +0  agent     start                      -> executing
  +0  agent     complete "the work"        -> quality_check
  +0  operator  pass 80                    -> completed  escrow > buyer 10.00
  +0  operator  dispute wrong_output "no"  !  wrong_role
  +0  arbiter   dispute wrong_output "no"  !  wrong_role
  +0  other     dispute wrong_output "no"  !  not_a_party

scene: a task is disputed once
  shows: CRD-61, CRD-84, CRD-73
  +0   buyer     fund                             -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed            escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +0   buyer     dispute wrong_output "not this"  !  wrong_state
  +0   buyer     dispute unresponsive "and late"  !  wrong_state
  +1m  buyer     withdraw                         -> completed/withdrawn  escrow > agent 40.00
  +0   buyer     dispute wrong_output "not this"  !  wrong_state
  silence: nothing

scene: the buyer withdraws, and the agent is paid
  shows: CRD-84
  +0   buyer     fund                             -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed            escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  buyer     withdraw                         -> completed/withdrawn  escrow > agent 40.00
  wallets: buyer 960.00, agent 40.00, escrow 0
  options: buyer nothing

scene: the buyer withdraws, and the agent keeps its pay
  shows: CRD-84
  museum: blnk-void-twice
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +1d    buyer     withdraw                         -> completed/withdrawn
  wallets: buyer 960.00, agent 40.00, escrow 0

scene: the agent gives the money back
  shows: CRD-83
  museum: stateset-disputed-terminal
  +0   buyer     fund                             -> submitted          buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed          escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  agent     concede                          -> refunded/conceded  escrow > buyer 40.00
  wallets: buyer 1000.00, agent 0, escrow 0
  options: agent nothing
  silence: nothing

scene: its owner may do so, too
  shows: CRD-83, AUTH-04
  +0   buyer     fund                             -> submitted          buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed          escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  owner     concede                          -> refunded/conceded  escrow > buyer 40.00

scene: each side has its own way out
  shows: CRD-83, CRD-84, DISP-02, L-10
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +0   buyer     concede                          !  wrong_role
  +0   agent     withdraw                         !  wrong_role
  +0   other     concede                          !  not_a_party
  +0   agent     review                           !  wrong_role
  wallets: escrow 40.00

scene: a down vote refunds under a dispute, too
  shows: CRD-80
  museum: openbazaar-limbo
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +100s  buyer     dispute wrong_output "not this"  -> completed/filed
  +1m    buyer     vote down                        -> refunded/voted  escrow > buyer 40.00
  vote: down
  wallets: buyer 1000.00, agent 0, escrow 0
  options: arbiter nothing
  silence: nothing

scene: as long as it would have without one
  shows: CRD-80, L-11
  +0         buyer     fund                             -> submitted       buyer > escrow 50.00
  +0         operator  assign agent 40.00               -> submitted/assigned
  +1m        agent     start                            -> executing
  +1h        agent     complete "the work"              -> quality_check
  +0         operator  pass 80                          -> completed       escrow > buyer 10.00
  +100s      buyer     dispute wrong_output "not this"  -> completed/filed
  +499999ms  buyer     vote down                        -> refunded/voted  escrow > buyer 40.00

scene: and no longer
  shows: CRD-80, L-11
  +0     buyer     fund                             -> submitted  buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed  escrow > buyer 10.00
  +100s  buyer     dispute wrong_output "not this"  -> completed/filed
  +500s  buyer     vote down                        !  refund_window_closed
  +1ms   buyer     vote down                        !  refund_window_closed
  vote: none
  wallets: escrow 40.00

scene: an arbiter's look does not change that
  shows: CRD-80, CRD-81
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +100s  buyer     dispute wrong_output "not this"  -> completed/filed
  +1m    arbiter   review                           -> completed/under_review
  options: buyer vote, withdraw
  +1m    buyer     vote down                        -> refunded/voted  escrow > buyer 40.00

scene: once the agent was paid, a vote takes nothing back
  shows: CRD-80
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +0     buyer     vote down                        !  refund_window_closed
  wallets: agent 40.00

scene: contested work gets no praise
  shows: CRD-80
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +0   buyer     vote up                          !  up_while_contested
  vote: none

scene: nor after it was paid
  shows: CRD-80
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +0     buyer     vote up                          !  up_while_contested

scene: praise that was given may be taken back, under a dispute, too
  shows: CRD-60, CRD-80, L-08
  +0   buyer     fund                             -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed       escrow > buyer 10.00
  +1m  buyer     vote up                          -> completed
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  vote: up
  +0   buyer     vote up                          -> completed/filed again
  options: buyer vote, withdraw
  +1m  buyer     vote down                        -> refunded/voted  escrow > buyer 40.00
  vote: down

scene: a late vote stays what it is under a dispute
  shows: CRD-70, CRD-80, L-08
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     vote down                        -> completed/paid
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +0     buyer     vote down                        -> completed/filed again
  +0     buyer     vote up                          !  vote_stands
  options: buyer withdraw
  vote: down

scene: late praise that becomes blame refunds nothing under a dispute
  shows: CRD-70, CRD-80
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     vote up                          -> completed/paid
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +0     buyer     vote down                        !  refund_window_closed
  vote: up

scene: a vote outlives the dispute
  shows: CRD-60, CRD-84, L-08
  +0   buyer     fund                             -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed            escrow > buyer 10.00
  +1m  buyer     vote up                          -> completed
  +1m  buyer     dispute wrong_output "not this"  -> completed/filed
  +1m  buyer     withdraw                         -> completed/withdrawn  escrow > agent 40.00
  vote: up
  +1d  buyer     vote up                          -> completed/withdrawn again

scene: an arbiter's silence denies the dispute, and the agent is paid
  shows: CRD-85, TIME-05, DISP-03
  +0    buyer     fund                             -> submitted         buyer > escrow 50.00
  +0    operator  assign agent 40.00               -> submitted/assigned
  +1m   agent     start                            -> executing
  +1h   agent     complete "the work"              -> quality_check
  +0    operator  pass 80                          -> completed         escrow > buyer 10.00
  +1m   buyer     dispute wrong_output "not this"  -> completed/filed
  +14d  clock     timeout                          -> completed/denied  escrow > agent 40.00
  wallets: buyer 960.00, agent 40.00, escrow 0
  silence: nothing

scene: an arbiter's silence denies the dispute, and the agent keeps its pay
  shows: CRD-85
  museum: blnk-void-twice
  +0     buyer     fund                             -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00               -> submitted/assigned
  +1m    agent     start                            -> executing
  +1h    agent     complete "the work"              -> quality_check
  +0     operator  pass 80                          -> completed       escrow > buyer 10.00
  +600s  clock     timeout                          -> completed/paid  escrow > agent 40.00
  +1m    buyer     dispute wrong_output "not this"  -> completed/filed
  +14d   clock     timeout                          -> completed/denied
  wallets: buyer 960.00, agent 40.00, escrow 0

scene: a concession in the last millisecond is in time
  shows: CRD-83, L-11
  +0             buyer     fund                             -> submitted          buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed          escrow > buyer 10.00
  +1m            buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline-1ms  agent     concede                          -> refunded/conceded  escrow > buyer 40.00

scene: a concession at the deadline is too late
  shows: CRD-85, L-11, L-12
  +0         buyer     fund                             -> submitted                     buyer > escrow 50.00
  +0         operator  assign agent 40.00               -> submitted/assigned
  +1m        agent     start                            -> executing
  +1h        agent     complete "the work"              -> quality_check
  +0         operator  pass 80                          -> completed                     escrow > buyer 10.00
  +1m        buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline  agent     concede                          !  wrong_state completed/denied  escrow > agent 40.00

scene: a withdrawal after the deadline is too late
  shows: CRD-85, L-12
  +0             buyer     fund                             -> submitted                     buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed                     escrow > buyer 10.00
  +1m            buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline+1ms  buyer     withdraw                         !  wrong_state completed/denied  escrow > agent 40.00
