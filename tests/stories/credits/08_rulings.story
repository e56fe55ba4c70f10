story: Rulings: an arbiter decides once, with the buyer's share of the charge

scene: an arbiter takes a dispute up
  shows: CRD-81
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   review                           -> completed/under_review
  options: arbiter rule
  options: agent concede
  options: buyer withdraw
  # It buys no time.
  silence: +13d -> completed/denied escrow > agent 40.00
  wallets: escrow 40.00

scene: once
  shows: CRD-81
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +0   arbiter   review                           -> completed/under_review
  +0   arbiter   review                           !  under_review

scene: all of the charge is a refund
  shows: CRD-82, CRD-87
  +0   buyer     fund                             -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed       escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 100%                        -> refunded/ruled  escrow > buyer 40.00
  wallets: buyer 1000.00, agent 0, escrow 0
  silence: nothing

scene: nothing of it pays the agent
  shows: CRD-82
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   review                           -> completed/under_review
  +1d  arbiter   rule 0%                          -> completed/ruled  escrow > agent 40.00
  wallets: buyer 960.00, agent 40.00

scene: a part is that part, and the rest is the agent's
  shows: CRD-82, DISP-10, L-16
  museum: stateset-partial-is-half, agenc-split-omitted
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 30%                         -> completed/ruled  escrow > buyer 12.00, escrow > agent 28.00
  wallets: buyer 972.00, agent 28.00, escrow 0

scene: an odd cent is the agent's
  shows: CRD-82, L-16
  museum: arbitova-dust
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 10.01               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 39.99
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 50%                         -> completed/ruled  escrow > buyer 5.00, escrow > agent 5.01

scene: the smallest charge is not divided
  shows: CRD-82
  museum: kleros-burn
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 0.01                -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 49.99
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 50%                         -> completed/ruled  escrow > agent 0.01

scene: 57 % is 57 %
  shows: CRD-82
  museum: alancoin-float-weights
  terms: budget 100.00
  +0   buyer     fund                             -> submitted        buyer > escrow 100.00
  +0   operator  assign agent 100.00              -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 57%                         -> completed/ruled  escrow > buyer 57.00, escrow > agent 43.00

scene: a third has two digits
  shows: CRD-82, L-16
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +0   arbiter   rule 33.333%                     !  validation_failed
  +0   arbiter   rule 100.01%                     !  validation_failed
  # 33.33 % of 4000 cents are 1333.2.
  +1d  arbiter   rule 33.33%                      -> completed/ruled  escrow > buyer 13.33, escrow > agent 26.67

scene: almost everything is no refund
  shows: CRD-82
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  # 99.99 % of 4000 cents are 3999.6.
  +1d  arbiter   rule 99.99%                      -> completed/ruled  escrow > buyer 39.99, escrow > agent 0.01

scene: a dispute about nothing is decided like any other
  shows: CRD-82
  museum: human-zero-award
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 0                   -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 50.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 50%                         -> completed/ruled
  wallets: buyer 1000.00, agent 0, escrow 0

scene: a refund of nothing is a refund
  shows: CRD-82
  museum: kleros-zero-offer
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 0                   -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 50.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1d  arbiter   rule 100%                        -> refunded/ruled

scene: a dispute is decided once
  shows: CRD-82, DISP-15
  museum: hyperswitch-refund-race, blnk-void-twice
  +0   buyer     fund                             -> submitted        buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed        escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1m  arbiter   rule 50%                         -> completed/ruled  escrow > buyer 20.00, escrow > agent 20.00
  +0   arbiter   rule 50%                         !  wrong_state
  +0   arbiter   rule 100%                        !  wrong_state
  +0   agent     concede                          !  wrong_state
  +0   buyer     withdraw                         !  wrong_state
  wallets: buyer 980.00, agent 20.00, escrow 0

scene: who is first has it
  shows: CRD-80
  museum: hyperswitch-refund-race
  +0   buyer     fund                             -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed       escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +1m  buyer     vote down                        -> refunded/voted  escrow > buyer 40.00
  +0   arbiter   rule 100%                        !  wrong_state
  +0   agent     concede                          !  wrong_state
  wallets: buyer 1000.00, agent 0, escrow 0

scene: a ruling in the last millisecond is in time
  shows: CRD-82, L-11
  +0             buyer     fund                             -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed       escrow > buyer 10.00
  +0             buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline-1ms  arbiter   rule 100%                        -> refunded/ruled  escrow > buyer 40.00

scene: a ruling at the deadline is too late
  shows: CRD-85, L-11, L-12
  +0         buyer     fund                             -> submitted                     buyer > escrow 50.00
  +0         operator  assign agent 40.00               -> submitted/assigned
  +1m        agent     start                            -> executing
  +1h        agent     complete "the work"              -> quality_check
  +0         operator  pass 80                          -> completed                     escrow > buyer 10.00
  +0         buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline  arbiter   rule 100%                        !  wrong_state completed/denied  escrow > agent 40.00

scene: a ruling after the deadline is too late
  shows: CRD-85, L-12
  +0             buyer     fund                             -> submitted                     buyer > escrow 50.00
  +0             operator  assign agent 40.00               -> submitted/assigned
  +1m            agent     start                            -> executing
  +1h            agent     complete "the work"              -> quality_check
  +0             operator  pass 80                          -> completed                     escrow > buyer 10.00
  +0             buyer     dispute wrong_output "not this"  -> completed/filed
  @deadline+1ms  arbiter   rule 100%                        !  wrong_state completed/denied  escrow > agent 40.00

scene: nobody decides his own case
  shows: CRD-82, L-10
  museum: alancoin-silent-friend
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  +0   buyer     rule 100%                        !  wrong_role
  +0   agent     rule 0%                          !  wrong_role
  +0   owner     rule 0%                          !  wrong_role
  wallets: escrow 40.00

scene: not even as an arbiter
  shows: CRD-81, CRD-82, AUTH-05, L-10
  +0  buyer             fund                             -> submitted  buyer > escrow 50.00
  +0  operator          assign agent 40.00               -> submitted/assigned
  +0  agent             start                            -> executing
  +0  agent             complete "the work"              -> quality_check
  +0  operator          pass 80                          -> completed  escrow > buyer 10.00
  +0  buyer             dispute wrong_output "not this"  -> completed/filed
  +0  buyer-as-arbiter  rule 100%                        !  interested_arbiter
  +0  owner-as-arbiter  rule 0%                          !  interested_arbiter
  +0  buyer-as-arbiter  review                           !  interested_arbiter
  wallets: escrow 40.00

scene: nor does who is no arbiter decide for others
  shows: CRD-82, AUTH-06, L-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00               -> submitted/assigned
  +0  agent     start                            -> executing
  +0  agent     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  +0  operator  rule 100%                        !  wrong_role
  +0  stranger  rule 100%                        !  not_a_party
  +0  clock     rule 0%                          !  wrong_role

scene: there is nothing to decide before a dispute
  shows: CRD-50, CRD-62
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +0     arbiter   rule 100%            !  wrong_state
  +0     arbiter   review               !  wrong_state
  +0     agent     concede              !  wrong_state
  +0     buyer     withdraw             !  wrong_state
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  +0     arbiter   rule 100%            !  wrong_state
  +0     agent     concede              !  wrong_state
