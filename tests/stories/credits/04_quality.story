story: The quality check: the platform judges, and its own delay costs the buyer nothing

scene: work that reaches the mark passes
  shows: CRD-50
  not over http: the gate gives no such score
  +0    buyer     fund                 -> submitted  buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +10s  operator  pass 50              -> completed  escrow > buyer 10.00
  score: 50
  vote: none
  # The charge stays held; the rest of the budget is back.
  wallets: buyer 960.00, escrow 40.00, agent 0
  options: buyer vote, dispute
  options: agent nothing
  options: arbiter nothing
  silence: +600s -> completed/paid escrow > agent 40.00
  silence: +14d -> completed/unchallenged

scene: and so does the best
  shows: CRD-50, CRD-55
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 100             -> completed  escrow > buyer 10.00
  score: 100
  vote: none
  wallets: buyer 960.00, escrow 40.00, agent 0
  options: buyer vote, dispute
  options: agent nothing
  options: arbiter nothing
  silence: +600s -> completed/paid escrow > agent 40.00
  silence: +14d -> completed/unchallenged

scene: work below the mark does not pass
  shows: CRD-50, CRD-51
  not over http: the platform gives its orders itself, and no wrong ones
  +0   buyer     fund                 -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 49              !  below_pass_mark
  +0   operator  reject 49            -> failed/quality_gate  escrow > buyer 50.00
  score: 49
  wallets: buyer 1000.00, escrow 0, agent 0
  silence: nothing

scene: work with nothing in it does not pass
  shows: CRD-51
  +0   buyer     fund                        -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00          -> submitted/assigned
  +1m  agent     start                       -> executing
  +1h  agent     complete "nothing" own 100  -> quality_check
  +0   operator  reject 0                    -> failed/quality_gate  escrow > buyer 50.00
  score: 0
  wallets: buyer 1000.00, escrow 0, agent 0
  options: agent nothing
  silence: nothing
  +0   agent     complete "the work"         !  wrong_state
  +0   buyer     vote down                   !  wrong_state

scene: work that reaches the mark is not rejected
  shows: CRD-51
  not over http: the platform gives its orders itself, and no wrong ones
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  reject 50            !  reaches_pass_mark
  +0   operator  reject 100           !  reaches_pass_mark
  wallets: escrow 50.00

scene: the agent's own score is not the platform's
  shows: CRD-40, CRD-50, CRD-51, CRD-53
  not over http: the platform gives its orders itself, and no wrong ones
  +0   buyer     fund                         -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00           -> submitted/assigned
  +1m  agent     start                        -> executing
  +1h  agent     complete "the work" own 100  -> quality_check
  +0   operator  pass 49                      !  below_pass_mark
  +0   operator  reject 12                    -> failed/quality_gate  escrow > buyer 50.00
  score: 12

scene: nor does a modest agent fail
  shows: CRD-40, CRD-50, CRD-53
  +0   buyer     fund                       -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00         -> submitted/assigned
  +1m  agent     start                      -> executing
  +1h  agent     complete "the work" own 0  -> quality_check
  +0   operator  pass 87                    -> completed  escrow > buyer 10.00
  score: 87

scene: an agent does not judge itself
  shows: CRD-50, CRD-51, L-10
  museum: stateset-self-accept
  not over http: the platform gives its orders itself
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   agent     pass 100             !  wrong_role
  +0   owner     pass 100             !  wrong_role
  +0   buyer     reject 0             !  wrong_role
  +0   buyer     pass 100             !  wrong_role
  +0   arbiter   pass 100             !  wrong_role
  +0   clock     pass 100             !  wrong_role
  +0   stranger  pass 100             !  not_a_party
  wallets: escrow 50.00

scene: the mark is the terms'
  shows: CRD-50, CRD-51
  not over http: the platform gives its orders itself, and no wrong ones
  terms: pass mark 100
  +0   buyer     fund                 -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 99              !  below_pass_mark
  +0   operator  reject 99            -> failed/quality_gate  escrow > buyer 50.00

scene: almost as good is not good enough
  shows: CRD-51
  terms: pass mark 100
  +0   buyer     fund                 -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  reject 99            -> failed/quality_gate  escrow > buyer 50.00
  score: 99

scene: a mark of nothing is reached by anything
  shows: CRD-50, CRD-51
  not over http: the platform gives its orders itself, and no wrong ones
  terms: pass mark 0
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  options: operator pass
  +0   operator  reject 0             !  reaches_pass_mark
  +0   operator  pass 0               -> completed  escrow > buyer 10.00

scene: work that costs the whole budget leaves no rest
  shows: CRD-50, CRD-55
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 50.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed
  wallets: buyer 950.00, escrow 50.00

scene: what passed is not judged again
  shows: CRD-50
  not over http: the gate gives no such score
  +0    buyer     fund                 -> submitted  buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +10s  operator  pass 50              -> completed  escrow > buyer 10.00
  +0    operator  pass 90              !  wrong_state
  +0    operator  reject 10            !  wrong_state

scene: what was rejected is not judged again
  shows: CRD-51
  museum: blnk-void-twice
  not over http: the gate gives no such score
  +0   buyer     fund                 -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  reject 10            -> failed/quality_gate  escrow > buyer 50.00
  +0   operator  reject 10            !  wrong_state
  +0   operator  pass 90              !  wrong_state
  wallets: buyer 1000.00, escrow 0

scene: a platform that does not judge costs nobody anything
  shows: CRD-52
  museum: g0-review-starvation
  not over http: the platform assigns and judges at once, or not at all
  +0    buyer     fund                 -> submitted            buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +10m  clock     timeout              -> failed/quality_gate  escrow > buyer 50.00
  score: none
  wallets: buyer 1000.00, escrow 0

scene: a judgement in the last millisecond is in time
  shows: CRD-50, L-11
  not over http: the gate gives no such score
  +0             buyer     fund                 -> submitted  buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  +1h            agent     complete "the work"  -> quality_check
  @deadline-1ms  operator  pass 50              -> completed  escrow > buyer 10.00
  # Both windows begin when the work passes, not when it was handed in.
  silence: +600s -> completed/paid escrow > agent 40.00
  silence: +14d -> completed/unchallenged

scene: a judgement at the deadline is too late
  shows: CRD-52, L-11, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  +0         buyer     fund                 -> submitted                        buyer > escrow 50.00
  +0         operator  assign agent 40.00   -> submitted/assigned
  +1m        agent     start                -> executing
  +1h        agent     complete "the work"  -> quality_check
  @deadline  operator  pass 50              !  wrong_state failed/quality_gate  escrow > buyer 50.00

scene: a judgement after the deadline is too late
  shows: CRD-52, L-12
  not over http: the platform gives its orders itself, and no wrong ones
  +0             buyer     fund                 -> submitted                        buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  +1h            agent     complete "the work"  -> quality_check
  @deadline+1ms  operator  reject 10            !  wrong_state failed/quality_gate  escrow > buyer 50.00
