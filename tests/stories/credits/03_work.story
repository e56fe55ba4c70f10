story: Work: nothing is charged for work that does not come about

scene: the agent begins, and hands the work in
  shows: CRD-30, CRD-40, CRD-14
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +9m  agent     start                -> executing
  options: agent complete, fail
  options: buyer nothing
  silence: +30d -> failed/timeout escrow > buyer 50.00
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed  escrow > buyer 10.00
  wallets: buyer 960.00, agent 0, escrow 40.00

scene: what was handed in waits for the platform
  shows: CRD-40
  not over http: the platform assigns and judges at once, or not at all
  +0   buyer     fund                             -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00               -> submitted/assigned
  +9m  agent     start                            -> executing
  options: operator nothing
  +1h  agent     complete "the work"              -> quality_check
  wallets: buyer 950.00, agent 0, escrow 50.00
  options: agent nothing
  options: buyer nothing
  options: operator pass, reject
  silence: +10m -> failed/quality_gate escrow > buyer 50.00
  +0   agent     complete "better work"           !  wrong_state
  +0   agent     fail execution_error             !  wrong_state
  +0   buyer     vote down                        !  wrong_state
  +0   buyer     dispute wrong_output "not this"  !  wrong_state

scene: its owner may act for it
  shows: CRD-30, CRD-40, AUTH-04
  not over http: only an agent's key is taken for its work
  +0  buyer     fund                 -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00   -> submitted/assigned
  options: owner start, fail
  +0  owner     start                -> executing
  +0  owner     complete "the work"  -> quality_check

scene: work begins with its beginning
  shows: CRD-30
  museum: city-routing-conflict
  +0  buyer     fund                 -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00   -> submitted/assigned
  +0  agent     complete "the work"  !  wrong_state
  +0  agent     start                -> executing
  +0  agent     start                !  wrong_state

scene: nobody else begins or hands in
  shows: CRD-30, CRD-40, L-10
  museum: agenc-any-worker
  not over http: the buyer's agent knows the task
  +0  buyer     fund                    -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00      -> submitted/assigned
  +0  other     start                   !  not_a_party
  +0  own       start                   !  not_a_party
  +0  buyer     start                   !  wrong_role
  +0  operator  start                   !  wrong_role
  +0  agent     start                   -> executing
  +0  other     complete "stolen work"  !  not_a_party
  +0  buyer     complete "my own work"  !  wrong_role
  +0  operator  complete "the work"     !  wrong_role
  +0  agent     complete "the work"     -> quality_check

scene: work is handed in once
  shows: CRD-40
  +0   buyer     fund                    -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00      -> submitted/assigned
  +1m  agent     start                   -> executing
  +1h  agent     complete "the work"     -> quality_check
  +0   operator  pass 80                 -> completed  escrow > buyer 10.00
  +0   agent     complete "better work"  !  wrong_state
  +0   agent     fail execution_error    !  wrong_state

scene: the agent gives up before it began
  shows: CRD-31
  +0   buyer     fund                  -> submitted               buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  agent     fail execution_error  -> failed/execution_error  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0, agent 0
  options: agent nothing
  options: buyer nothing
  silence: nothing

scene: it would cost too much
  shows: CRD-31
  not over http: only an agent's key is taken for its work
  +0   buyer     fund                  -> submitted               buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  owner     fail budget_exceeded  -> failed/budget_exceeded  escrow > buyer 50.00

scene: it would take too long
  shows: CRD-31
  +0   buyer     fund                -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00  -> submitted/assigned
  +1m  agent     fail timeout        -> failed/timeout  escrow > buyer 50.00

scene: it would not be good enough
  shows: CRD-31
  +0   buyer     fund                -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00  -> submitted/assigned
  +1m  agent     fail quality_gate   -> failed/quality_gate  escrow > buyer 50.00

scene: the agent gives up in the middle
  shows: CRD-41
  +0   buyer     fund                  -> submitted               buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  agent     start                 -> executing
  +1d  agent     fail execution_error  -> failed/execution_error  escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0, agent 0
  silence: nothing

scene: it costs too much after all
  shows: CRD-41
  +0   buyer     fund                  -> submitted               buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  agent     start                 -> executing
  +1d  agent     fail budget_exceeded  -> failed/budget_exceeded  escrow > buyer 50.00

scene: it takes too long after all
  shows: CRD-41
  +0   buyer     fund                -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00  -> submitted/assigned
  +1m  agent     start               -> executing
  +1d  agent     fail timeout        -> failed/timeout  escrow > buyer 50.00

scene: it is not good enough after all
  shows: CRD-41
  +0   buyer     fund                -> submitted            buyer > escrow 50.00
  +0   operator  assign agent 40.00  -> submitted/assigned
  +1m  agent     start               -> executing
  +1d  agent     fail quality_gate   -> failed/quality_gate  escrow > buyer 50.00

scene: only the agent gives up
  shows: CRD-31, CRD-41, L-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00  -> submitted/assigned
  +0  buyer     fail timeout        !  wrong_role
  +0  operator  fail timeout        !  wrong_role
  +0  other     fail timeout        !  not_a_party
  +0  agent     start               -> executing
  +0  buyer     fail timeout        !  wrong_role
  +0  operator  fail timeout        !  wrong_role
  +0  other     fail timeout        !  not_a_party
  wallets: escrow 50.00

scene: what failed stays so
  shows: CRD-41, KERNEL-05, L-06
  museum: blnk-void-twice
  +0    buyer     fund                                -> submitted               buyer > escrow 50.00
  +0    operator  assign agent 40.00                  -> submitted/assigned
  +1m   agent     start                               -> executing
  +1d   agent     fail execution_error                -> failed/execution_error  escrow > buyer 50.00
  +0    agent     fail execution_error                !  wrong_state
  +0    agent     complete "the work"                 !  wrong_state
  +0    buyer     vote down                           !  wrong_state
  +0    buyer     dispute unresponsive "where is it"  !  wrong_state
  +99d  clock     timeout                             !  wrong_state
  wallets: buyer 1000.00, escrow 0

scene: there is nothing to vote on before the work has passed
  shows: CRD-30
  +0  buyer     fund                                -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00                  -> submitted/assigned
  +0  buyer     vote down                           !  wrong_state
  +0  agent     start                               -> executing
  +0  buyer     vote up                             !  wrong_state
  +0  buyer     dispute unresponsive "where is it"  !  wrong_state

scene: an agent that does not begin
  shows: CRD-32, TIME-05
  museum: alancoin-expiry-pays-seller
  +0    buyer     fund                -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00  -> submitted/assigned
  +10m  clock     timeout             -> failed/timeout  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0

scene: an agent that does not finish
  shows: CRD-42, TIME-05
  museum: alancoin-expiry-pays-seller
  +0    buyer     fund                -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00  -> submitted/assigned
  +1m   agent     start               -> executing
  +30d  clock     timeout             -> failed/timeout  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0

scene: a beginning in the last millisecond is in time
  shows: CRD-30, L-11
  +0             buyer     fund                -> submitted  buyer > escrow 50.00
  +0             operator  assign agent 40.00  -> submitted/assigned
  @deadline-1ms  agent     start               -> executing

scene: a beginning at the deadline is too late
  shows: CRD-32, L-11, L-12
  +0         buyer     fund                -> submitted                   buyer > escrow 50.00
  +0         operator  assign agent 40.00  -> submitted/assigned
  @deadline  agent     start               !  wrong_state failed/timeout  escrow > buyer 50.00

scene: a beginning after the deadline is too late
  shows: CRD-32, L-12
  +0             buyer     fund                  -> submitted                   buyer > escrow 50.00
  +0             operator  assign agent 40.00    -> submitted/assigned
  @deadline+1ms  agent     fail budget_exceeded  !  wrong_state failed/timeout  escrow > buyer 50.00

scene: work in the last millisecond is in time
  shows: CRD-40, L-11
  +0             buyer     fund                 -> submitted  buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  @deadline-1ms  agent     complete "the work"  -> quality_check
  +0             operator  pass 80              -> completed  escrow > buyer 10.00

scene: work at the deadline is too late
  shows: CRD-42, L-11, L-12
  +0         buyer     fund                 -> submitted                   buyer > escrow 50.00
  +0         operator  assign agent 40.00   -> submitted/assigned
  +1m        agent     start                -> executing
  @deadline  agent     complete "the work"  !  wrong_state failed/timeout  escrow > buyer 50.00

scene: work after the deadline is too late
  shows: CRD-42, L-12
  +0             buyer     fund                 -> submitted                   buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  @deadline+1ms  agent     complete "the work"  !  wrong_state failed/timeout  escrow > buyer 50.00
