story: Authority: who may do what, and what a stranger learns

scene: a stranger learns nothing at any time
  shows: MKT-31, MKT-42, AUTH-02
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +0   stranger  cancel                          !  not_a_party
  +0   stranger  approve                         !  not_a_party
  +0   other     deliver "the work"              !  not_a_party
  +1h  agent     deliver "the work"              -> DELIVERED
  +0   stranger  approve                         !  not_a_party
  +0   stranger  dispute "not for me"            !  not_a_party
  +0   other     fail "too hard"                 !  not_a_party
  +1h  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   stranger  submit "hearsay"                !  not_a_party
  +0   other     concede                         !  not_a_party
  +1h  agent     concede                         -> CANCELLED/CONCEDED  escrow > buyer 50.00
  # The end is no news for him either, and neither is his own mistake.
  +0   stranger  cancel                          !  not_a_party
  +0   stranger  dispute "after all"             !  not_a_party
  options: stranger nothing
  options: other nothing

scene: an agent is nobody before it is hired
  shows: MKT-12, AUTH-01, L-10
  terms: mode proposals
  +0  buyer  fund                -> PENDING    buyer > escrow 50.00
  +0  agent  deliver "the work"  !  not_a_party
  +0  agent  cancel              !  not_a_party
  +0  other  deliver "the work"  !  not_a_party
  +0  buyer  hire agent 40.00    -> EXECUTING  escrow > buyer 10.00
  +0  agent  progress 10         -> EXECUTING
  +0  other  progress 10         !  not_a_party

scene: the buyer does not do the agent's part
  shows: MKT-30, MKT-31, MKT-32, AUTH-03, L-10
  terms: mode direct agent
  +0  buyer     fund                   -> PENDING  buyer > escrow 50.00
  +0  operator  assign agent           -> EXECUTING
  +0  buyer     progress 100           !  wrong_role
  +0  buyer     deliver "my own work"  !  wrong_role
  +0  buyer     fail "no"              !  wrong_role
  wallets: escrow 50.00

scene: the agent does not do the buyer's part
  shows: MKT-33, MKT-40, MKT-41, MKT-42, AUTH-03, L-10
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +0   agent     cancel              !  wrong_role
  +1h  agent     deliver "the work"  -> DELIVERED
  +0   agent     approve             !  wrong_role
  +0   agent     revise "larger"     !  wrong_role
  +0   agent     dispute "pay me"    !  wrong_role
  wallets: agent 0, escrow 50.00

scene: in a dispute each side has its own way out
  shows: MKT-60, MKT-61, MKT-63, MKT-64, DISP-02, L-10
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   buyer     redeliver "my own work"         !  wrong_role
  +0   buyer     reject "no"                     !  wrong_role
  +0   buyer     concede                         !  wrong_role
  +0   agent     approve                         !  wrong_role
  wallets: escrow 50.00

scene: before the arbiter too
  shows: MKT-72, MKT-73, L-10
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   buyer     concede                         !  wrong_role
  +0   agent     approve                         !  wrong_role
  wallets: escrow 50.00

scene: what nobody may do is told before who may do it
  shows: MKT-31, KERNEL-02, KERNEL-13
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +0   agent     approve             !  wrong_state
  +1h  agent     deliver "the work"  -> DELIVERED
  +0   agent     cancel              !  wrong_state

scene: an arbiter has a say in disputes alone
  shows: MKT-33, MKT-40, MKT-60, MKT-62, L-10
  not over http: an arbiter has no form for a party's orders
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +0   arbiter   cancel                          !  wrong_role
  +0   arbiter   rule refund                     !  wrong_state
  +1h  agent     deliver "the work"              -> DELIVERED
  +0   arbiter   approve                         !  wrong_role
  +0   arbiter   rule release                    !  wrong_state
  +1h  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   arbiter   submit "my opinion"             !  wrong_role
  +0   arbiter   redeliver "my own work"         !  wrong_role
  +0   arbiter   concede                         !  wrong_role

scene: an arbiter who is a party is told so first
  shows: MKT-33, KERNEL-11, L-10
  not over http: an arbiter has no form for a party's orders
  terms: mode direct agent
  +0  buyer             fund                -> PENDING              buyer > escrow 50.00
  +0  operator          assign agent        -> EXECUTING
  +0  buyer-as-arbiter  rule refund         !  interested_arbiter
  +0  buyer-as-arbiter  cancel              !  interested_arbiter
  +0  agent-as-arbiter  rule release        !  interested_arbiter
  +0  agent-as-arbiter  deliver "the work"  !  interested_arbiter
  +0  buyer             cancel              -> CANCELLED/CANCELLED  escrow > buyer 50.00

scene: an agent's owner may be an arbiter while the agent is not hired
  shows: MKT-12
  not over http: there is no dispute to rule upon
  terms: mode proposals
  +0  buyer             fund              -> PENDING  buyer > escrow 50.00
  +0  agent-as-arbiter  rule refund       !  wrong_state
  +0  buyer             hire agent 50.00  -> EXECUTING
  +0  agent-as-arbiter  rule refund       !  interested_arbiter

scene: the operator decides nothing about money
  shows: MKT-31, MKT-33, MKT-40, MKT-65, AUTH-08, L-25
  not over http: the platform gives itself no wrong orders
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +0   operator  cancel                          !  wrong_role
  +0   operator  deliver "the work"              !  wrong_role
  +1h  agent     deliver "the work"              -> DELIVERED
  +0   operator  approve                         !  wrong_role
  +1h  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   operator  rule refund                     !  wrong_role
  +0   operator  concede                         !  wrong_role
  options: operator nothing
  wallets: fees 0, escrow 50.00

scene: only the clock times out
  shows: MKT-34, AUTH-07, L-10
  not over http: nobody has a form for it
  terms: mode direct agent
  +0  buyer     fund          -> PENDING  buyer > escrow 50.00
  +0  operator  assign agent  -> EXECUTING
  +0  buyer     timeout       !  wrong_role
  +0  agent     timeout       !  wrong_role
  +0  arbiter   timeout       !  wrong_role
  +0  operator  timeout       !  wrong_role
  +0  stranger  timeout       !  not_a_party

scene: the clock does nothing else
  shows: MKT-31, MKT-40, AUTH-07, L-10
  not over http: the clock has no form
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +0   clock     deliver "the work"  !  wrong_role
  +0   clock     cancel              !  wrong_role
  +1h  agent     deliver "the work"  -> DELIVERED
  +0   clock     approve             !  wrong_role
