model: Credits

story: The happy path: the work passes, the buyer says nothing, the agent is paid
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      -> CRD-11
  2  agent     Start                           -> CRD-30
  3  agent     Complete own_score=100          -> CRD-40
  1  operator  Pass score=50                   -> CRD-50
  3  owner     Concede                         !  wrong_state
  4  clock     Timeout                         -> CRD-62
  2  clock     Timeout                         -> CRD-72

story: Silence everywhere: nobody begins, and all goes back
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  2  clock     Timeout                         !  too_early
  3  operator  Assign agent=agent price=5      !  too_late
  3  clock     Timeout                         -> CRD-12

story: A down vote in time takes the charge back, and not a moment later
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      -> CRD-11
  0  agent     Start                           -> CRD-30
  0  agent     Complete own_score=none         -> CRD-40
  0  operator  Pass score=100                  -> CRD-50
  4  buyer     Vote thumb=down                 !  too_late
  0  buyer     Vote thumb=up                   -> CRD-60
  0  buyer     Vote thumb=up                   !  repeated
  3  buyer     Vote thumb=down                 -> CRD-60

story: A dispute with a split: half of five units goes back, the dust is the agent's
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      -> CRD-11
  0  agent     Start                           -> CRD-30
  0  agent     Complete own_score=none         -> CRD-40
  0  operator  Pass score=50                   -> CRD-50
  3  buyer     Dispute grounds=wrong_output    -> CRD-61
  0  owner as arbiter  Rule share=10000        !  interested_arbiter
  0  judge as arbiter  Review                  -> CRD-81
  1  buyer     Vote thumb=down                 !  refund_window_closed
  4  judge as arbiter  Rule share=5000         -> CRD-82

story: A late refund: the agent was paid, and gives back what it got, the operator its fee
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      -> CRD-11
  0  agent     Start                           -> CRD-30
  0  agent     Complete own_score=none         -> CRD-40
  0  operator  Pass score=50                   -> CRD-50
  4  clock     Timeout                         -> CRD-62
  1  buyer     Vote thumb=up                   -> CRD-70
  0  buyer     Dispute grounds=unresponsive    -> CRD-71
  0  buyer     Vote thumb=down                 !  refund_window_closed
  4  judge as arbiter  Rule share=10000        -> CRD-82

story: An arbiter's silence denies the dispute, and the agent is paid
  config: CreditsNamed
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      -> CRD-11
  0  agent     Start                           -> CRD-30
  0  agent     Complete own_score=none         -> CRD-40
  0  operator  Pass score=50                   -> CRD-50
  0  buyer     Dispute grounds=wrong_output    -> CRD-61
  5  clock     Timeout                         -> CRD-85

story: The platform finds the agent, and the work does not pass
  config: CreditsRouted
  0  buyer     Fund                            -> CRD-01
  0  operator  Assign agent=agent price=5      !  other_agent
  0  operator  Route                           -> CRD-10
  0  operator  Assign agent=disowned price=7   !  self_hire
  0  operator  Assign agent=agent price=8      !  price_over_budget
  1  operator  Assign agent=agent price=5      -> CRD-20
  0  rival-owner  Start                        !  not_a_party
  0  agent     Start                           -> CRD-30
  0  agent     Complete own_score=100          -> CRD-40
  0  operator  Pass score=49                   !  below_pass_mark
  1  operator  Reject score=49                 -> CRD-51

story: An empty wallet creates nothing
  config: CreditsDear
  0  buyer     Fund                            !  insufficient_funds
