story: Time and authority: who may do what, and when, is told in one order

scene: the kernel by itself tells an order that it is late
  shows: RUN-20, RUN-25, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  +0             user             start         -> queued
  @deadline      operator         claim worker  !  too_late
  @deadline-1ms  operator         claim worker  -> running
  @deadline-1ms  clock            timeout       !  too_early
  @deadline      worker           renew         !  too_late
  +0             user             cancel        !  too_late
  +1ms           operator         interrupt     !  too_late
  +0             user             renew         !  wrong_role
  +0             other            renew         !  not_a_party
  +0             user-as-arbiter  renew         !  interested_arbiter
  +0             clock            timeout       -> interrupted/lease_lapsed

scene: at the deadline the timer fires, and not before
  shows: RUN-12, L-11
  kernel only: a shell applies the timeouts that are due before it gives an order
  +0             user   start    -> queued
  +0             clock  timeout  !  too_early
  @deadline-1ms  clock  timeout  !  too_early
  @deadline      clock  timeout  -> failed/not_claimed
  +0             clock  timeout  !  wrong_state

scene: an order older than the stage is refused
  shows: RUN-20, RUN-21, L-26
  kernel only: a shell's clock does not go back
  +0    user      start                -> queued
  -1ms  user      cancel               !  clock_went_back
  +1h   operator  claim worker         -> running
  -1ms  worker    complete "the work"  !  clock_went_back
  +0    stranger  complete "the work"  !  not_a_party
  +0    user      renew                !  clock_went_back
  +1ms  worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed

scene: no calendar goes further than the year 9999
  shows: RUN-11
  kernel only: no clock tells such a time
  @last-moment      user      start         -> queued
  @last-moment+1ms  user      cancel        !  time_out_of_range
  @last-moment+1ms  stranger  cancel        !  not_a_party
  @last-moment+1ms  operator  claim worker  !  time_out_of_range
  @last-moment      user      cancel        -> cancelled

scene: a run begun at the last moment still ends
  shows: RUN-12, L-13
  kernel only: no clock tells such a time
  @last-moment  user   start    -> queued
  @deadline     clock  timeout  -> failed/not_claimed

scene: a late timer takes effect when it was due
  shows: RUN-25, RUN-30, L-12
  +0   user      start         -> queued
  +0   operator  claim worker  -> running
  +9d  clock     timeout       -> interrupted/lease_lapsed
  # 60 s of an estimate of 600 s.
  progress: 10

scene: only the clock times out
  shows: RUN-12, L-10
  not over http: the clock has no form
  +0    user             start    -> queued
  +0    user             timeout  !  wrong_role
  +0    operator         timeout  !  wrong_role
  +0    arbiter          timeout  !  wrong_role
  +0    worker           timeout  !  not_a_party
  +0    user-as-arbiter  timeout  !  interested_arbiter
  +24h  clock            timeout  -> failed/not_claimed

scene: nothing is due yet
  shows: RUN-12, RUN-25
  +0             user      start         -> queued
  +0             clock     timeout       !  too_early
  @deadline-1ms  clock     timeout       !  too_early
  +0             operator  claim worker  -> running
  @deadline-1ms  clock     timeout       !  too_early
  +1ms           clock     timeout       -> interrupted/lease_lapsed
  +0             clock     timeout       !  wrong_state

scene: the clock does nothing else
  shows: RUN-10, RUN-11, RUN-21, L-10
  not over http: a worker asks for itself, and the platform gives
  +0  user      start                -> queued
  +0  clock     claim worker         !  wrong_role
  +0  clock     cancel               !  wrong_role
  +0  operator  claim worker         -> running
  +0  clock     complete "the work"  !  wrong_role

scene: a stranger learns nothing, whatever he asks
  shows: RUN-10, RUN-11, RUN-20, RUN-21, RUN-22, RUN-23, RUN-24, AUTH-02
  not over http: nobody has a form to interrupt
  +0  user      start                -> queued
  +0  stranger  cancel               !  not_a_party
  +0  stranger  renew                !  not_a_party
  +0  operator  claim worker         -> running
  +0  stranger  renew                !  not_a_party
  +0  stranger  complete "the work"  !  not_a_party
  +0  stranger  fail "no"            !  not_a_party
  +0  stranger  cancel               !  not_a_party
  +0  stranger  interrupt            !  not_a_party
  +0  stranger  timeout              !  not_a_party
  options: stranger nothing
  +0  user      cancel               -> cancelled
  +0  stranger  cancel               !  not_a_party

scene: a judge has nothing to judge
  shows: RUN-11, RUN-23, L-10
  not over http: arbiters have no form for runs
  +0  user             start         -> queued
  +0  arbiter          cancel        !  wrong_role
  +0  user-as-arbiter  cancel        !  interested_arbiter
  options: arbiter nothing
  options: user-as-arbiter nothing
  +0  operator         claim worker  -> running
  +0  arbiter          cancel        !  wrong_role
  +0  user-as-arbiter  cancel        !  interested_arbiter
  +0  user             cancel        -> cancelled
