story: Authority: who may do what, and what a stranger learns

scene: a stranger learns nothing, whatever he asks
  shows: CRD-60, CRD-80, CRD-83, CRD-84, AUTH-02
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00               -> submitted/assigned
  +0  agent     start                            -> executing
  +0  agent     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  +0  stranger  vote down                        !  not_a_party
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  +0  stranger  vote down                        !  not_a_party
  +0  stranger  concede                          !  not_a_party
  +0  stranger  withdraw                         !  not_a_party
  options: stranger nothing
  wallets: stranger 0, escrow 40.00

scene: not even if he knows the platform's words
  shows: CRD-10, CRD-11, CRD-81, CRD-82, AUTH-02
  not over http: the platform gives its orders itself
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  +0  stranger  route                            !  not_a_party
  +0  stranger  assign agent 40.00               !  not_a_party
  +0  stranger  timeout                          !  not_a_party
  +0  operator  assign agent 40.00               -> submitted/assigned
  +0  agent     start                            -> executing
  +0  agent     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  +0  stranger  review                           !  not_a_party
  +0  stranger  rule 100%                        !  not_a_party

scene: nobody but the platform hires
  shows: CRD-10, CRD-11, CRD-20, L-10
  not over http: the platform gives its orders itself
  terms: mode routed
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  buyer     route               !  wrong_role
  +0  arbiter   route               !  wrong_role
  +0  clock     route               !  wrong_role
  +0  agent     route               !  not_a_party
  +0  buyer     assign agent 40.00  !  wrong_role
  +0  operator  route               -> routing
  +0  buyer     assign agent 40.00  !  wrong_role
  +0  agent     assign agent 40.00  !  not_a_party
  +0  operator  assign agent 40.00  -> submitted/assigned

scene: the platform decides nothing about the charge
  shows: CRD-60, CRD-61, CRD-82, AUTH-08, L-25
  not over http: the platform gives its orders itself, and no wrong ones
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +1m  agent     start                            -> executing
  +1h  agent     complete "the work"              -> quality_check
  +0   operator  pass 80                          -> completed  escrow > buyer 10.00
  options: operator nothing
  +0   operator  vote down                        !  wrong_role
  +0   buyer     dispute wrong_output "not this"  -> completed/filed
  options: operator nothing
  +0   operator  rule 100%                        !  wrong_role
  +0   operator  concede                          !  wrong_role
  +0   operator  withdraw                         !  wrong_role
  +0   arbiter   concede                          !  wrong_role
  wallets: fees 0, escrow 40.00

scene: only the clock times out
  shows: CRD-12, CRD-62, L-10
  not over http: the clock has no form
  +0         buyer     fund                 -> submitted       buyer > escrow 50.00
  +0         buyer     timeout              !  wrong_role
  +0         operator  timeout              !  wrong_role
  +0         arbiter   timeout              !  wrong_role
  +0         agent     timeout              !  not_a_party
  +0         operator  assign agent 40.00   -> submitted/assigned
  +0         agent     start                -> executing
  +0         agent     complete "the work"  -> quality_check
  +0         operator  pass 80              -> completed       escrow > buyer 10.00
  +0         agent     timeout              !  wrong_role
  +599999ms  buyer     timeout              !  wrong_role
  +1ms       clock     timeout              -> completed/paid  escrow > agent 40.00

scene: the clock does nothing else
  shows: CRD-30, CRD-50, CRD-60, L-10
  not over http: the clock has no form
  +0  buyer     fund                 -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00   -> submitted/assigned
  +0  clock     start                !  wrong_role
  +0  agent     start                -> executing
  +0  agent     complete "the work"  -> quality_check
  +0  clock     pass 50              !  wrong_role
  +0  operator  pass 80              -> completed  escrow > buyer 10.00
  +0  clock     vote up              !  wrong_role

scene: a judge who is a party is told so first
  shows: CRD-30, CRD-60
  not over http: arbiters have two forms, and these are no parties'
  +0  buyer             fund                 -> submitted  buyer > escrow 50.00
  +0  operator          assign agent 40.00   -> submitted/assigned
  +0  buyer-as-arbiter  rule 100%            !  interested_arbiter
  +0  owner-as-arbiter  start                !  interested_arbiter
  +0  agent             start                -> executing
  +0  agent             complete "the work"  -> quality_check
  +0  operator          pass 80              -> completed  escrow > buyer 10.00
  +0  buyer-as-arbiter  vote down            !  interested_arbiter
  +0  arbiter           vote down            !  wrong_role
  options: buyer-as-arbiter nothing
  options: arbiter nothing

scene: an agent's owner may judge while the agent is not hired
  shows: CRD-01
  not over http: the platform assigns and judges at once, or not at all
  terms: mode routed
  +0  buyer             fund       -> submitted  buyer > escrow 50.00
  +0  owner-as-arbiter  rule 100%  !  wrong_state
  +0  operator          route      -> routing
  +0  owner-as-arbiter  rule 100%  !  wrong_state

scene: no order names a payee
  shows: CRD-82, AUTH-09, CRD-07, L-19
  museum: agenc-any-worker
  terms: mode routed
  +0  buyer     fund                             -> submitted        buyer > escrow 50.00
  +0  operator  route                            -> routing
  +0  operator  assign other 40.00               -> submitted/assigned
  +0  agent     start                            !  not_a_party
  +0  other     start                            -> executing
  +0  agent     complete "stolen work"           !  not_a_party
  +0  other     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed        escrow > buyer 10.00
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  +0  agent     concede                          !  not_a_party
  +0  arbiter   rule 25%                         -> completed/ruled  escrow > buyer 10.00, escrow > other 30.00
  wallets: agent 0, other 30.00
