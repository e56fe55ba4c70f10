story: Time: at every instant either the order is in time or the timer may fire

scene: the kernel by itself tells an order that it is late
  shows: CRD-60, CRD-62, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  +0             buyer             fund                             -> submitted       buyer > escrow 50.00
  +0             operator          assign agent 40.00               -> submitted/assigned
  +1m            agent             start                            -> executing
  +1h            agent             complete "the work"              -> quality_check
  +0             operator          pass 80                          -> completed       escrow > buyer 10.00
  @deadline-1ms  clock             timeout                          !  too_early
  @deadline      buyer             vote down                        !  too_late
  +1ms           buyer             dispute wrong_output "not this"  !  too_late
  +0             agent             vote up                          !  wrong_role
  +0             buyer             withdraw                         !  wrong_state
  +0             stranger          vote down                        !  not_a_party
  +0             buyer-as-arbiter  vote down                        !  interested_arbiter
  +0             clock             timeout                          -> completed/paid  escrow > agent 40.00

scene: whether it is late is told before the guards
  shows: CRD-50, CRD-51, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  +0             buyer     fund                 -> submitted  buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  +1h            agent     complete "the work"  -> quality_check
  @deadline-1ms  operator  pass 49              !  below_pass_mark
  @deadline      operator  pass 49              !  too_late
  @deadline      operator  reject 50            !  too_late

scene: a late timer takes effect when it was due
  shows: CRD-62, TIME-03, L-12
  kernel only: a shell applies the timeouts that are due before it gives an order
  +0    buyer     fund                 -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed       escrow > buyer 10.00
  +13d  clock     timeout              -> completed/paid  escrow > agent 40.00
  silence: +1d -> completed/unchallenged

scene: an order older than the stage is refused
  shows: CRD-60, L-26
  kernel only: a shell's clock does not go back
  +0    buyer     fund                 -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed       escrow > buyer 10.00
  -1ms  buyer     vote down            !  clock_went_back
  -9d   clock     timeout              !  clock_went_back
  +0    stranger  vote down            !  not_a_party
  +0    buyer     withdraw             !  clock_went_back
  +9d   buyer     vote down            !  clock_went_back
  # At the very moment of the check it is in time.
  +1ms  buyer     vote down            -> refunded/voted  escrow > buyer 40.00

scene: no calendar goes further than the year 9999
  shows: CRD-01, CRD-11
  kernel only: no clock tells such a time
  @last-moment+1ms  buyer     fund                !  time_out_of_range
  @last-moment      buyer     fund                -> submitted  buyer > escrow 50.00
  @last-moment+1ms  operator  assign agent 40.00  !  time_out_of_range
  @last-moment+1ms  stranger  vote up             !  not_a_party
  @last-moment      operator  assign agent 40.00  -> submitted/assigned

scene: what was held at the last moment comes out again
  shows: CRD-01, CRD-12, TIME-07, L-13
  kernel only: no clock tells such a time
  @last-moment  buyer  fund     -> submitted              buyer > escrow 50.00
  @deadline     clock  timeout  -> failed/no_agent_found  escrow > buyer 50.00

scene: nothing is due yet
  shows: CRD-32, CRD-62, CRD-72
  +0             buyer     fund                 -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  @deadline-1ms  clock     timeout              !  too_early
  +0             agent     start                -> executing
  +0             clock     timeout              !  too_early
  +0             agent     complete "the work"  -> quality_check
  +0             operator  pass 80              -> completed       escrow > buyer 10.00
  @deadline-1ms  clock     timeout              !  too_early
  +1ms           clock     timeout              -> completed/paid  escrow > agent 40.00
  @deadline-1ms  clock     timeout              !  too_early
  +1ms           clock     timeout              -> completed/unchallenged
  +99d           clock     timeout              !  wrong_state

scene: windows are what the terms say
  shows: CRD-10, CRD-20, CRD-30, CRD-40, CRD-50, CRD-61, CRD-56
  not over http: the platform assigns and judges at once, or not at all
  terms: mode routed, to assign 1s, to route 2s, to start 3s, to execute 4s, to assess 5s, to refund 6s, to dispute 7s, to rule 8s
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  silence: +1s -> failed/no_agent_found escrow > buyer 50.00
  +0  operator  route                            -> routing
  silence: +2s -> failed/no_agent_found escrow > buyer 50.00
  +0  operator  assign agent 40.00               -> submitted/assigned
  silence: +3s -> failed/timeout escrow > buyer 50.00
  +0  agent     start                            -> executing
  silence: +4s -> failed/timeout escrow > buyer 50.00
  +0  agent     complete "the work"              -> quality_check
  silence: +5s -> failed/quality_gate escrow > buyer 50.00
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  silence: +6s -> completed/paid escrow > agent 40.00
  silence: +7s -> completed/unchallenged
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  silence: +8s -> completed/denied escrow > agent 40.00

scene: of a task whose agent is there at once, too
  shows: CRD-11, CRD-30, CRD-40, CRD-50, CRD-61
  terms: to assign 1s, to start 3s, to execute 4s, to assess 5s, to refund 6s, to dispute 7s, to rule 8s
  +0  buyer     fund                             -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00               -> submitted/assigned
  silence: +3s -> failed/timeout escrow > buyer 50.00
  +0  agent     start                            -> executing
  silence: +4s -> failed/timeout escrow > buyer 50.00
  +0  agent     complete "the work"              -> quality_check
  +0  operator  pass 80                          -> completed  escrow > buyer 10.00
  silence: +6s -> completed/paid escrow > agent 40.00
  silence: +7s -> completed/unchallenged
  +0  buyer     dispute wrong_output "not this"  -> completed/filed
  silence: +8s -> completed/denied escrow > agent 40.00

scene: and of one that waits for an agent
  shows: CRD-01, CRD-10
  terms: mode routed, to assign 1s, to route 2s
  +0  buyer     fund   -> submitted  buyer > escrow 50.00
  +0  operator  route  -> routing
  silence: +2s -> failed/no_agent_found escrow > buyer 50.00

scene: left alone, every task ends
  shows: CRD-12, CRD-32, CRD-42, CRD-52, TIME-14, L-13
  not over http: the platform assigns and judges at once, or not at all
  +0    buyer     fund                 -> submitted            buyer > escrow 50.00
  turn: 2
  +0    buyer     fund                 -> submitted            buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  turn: 3
  +0    buyer     fund                 -> submitted            buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  turn: 4
  +0    buyer     fund                 -> submitted            buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  # The first two are over since an hour.
  wallets: escrow 200.00
  +31d  clock     timeout              -> failed/quality_gate  escrow > buyer 50.00, escrow > buyer 50.00, escrow > buyer 50.00, escrow > buyer 50.00
  wallets: buyer 1000.00, escrow 0
