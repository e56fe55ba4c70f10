story: The lease: a worker keeps a run by saying that it is still there

scene: a worker that says nothing loses the run
  shows: RUN-25, RUN-60, L-13
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +60s  clock     timeout              -> interrupted/lease_lapsed
  options: worker nothing
  options: user nothing
  silence: nothing
  +0    worker    complete "the work"  !  wrong_state

scene: each renewal opens a lease from the moment it is given
  shows: RUN-20, TIME-12
  +0        user      start                -> queued
  +0        operator  claim worker         -> running
  +30s      worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed
  +0        worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed
  +59999ms  worker    renew "three lines"  -> running
  silence: +60s -> interrupted/lease_lapsed

scene: a renewal in the last millisecond is in time
  shows: RUN-20, L-11
  +0             user      start         -> queued
  +0             operator  claim worker  -> running
  @deadline-1ms  worker    renew         -> running
  silence: +60s -> interrupted/lease_lapsed

scene: a renewal at the deadline is too late
  shows: RUN-25, L-11, L-12
  +0         user      start         -> queued
  +0         operator  claim worker  -> running
  @deadline  worker    renew         !  wrong_state interrupted/lease_lapsed

scene: a renewal after the deadline is too late
  shows: RUN-25, L-12
  +0             user      start                -> queued
  +0             operator  claim worker         -> running
  @deadline+1ms  worker    renew                !  wrong_state interrupted/lease_lapsed
  +0             worker    complete "the work"  !  wrong_state

scene: a result in the last millisecond is in time
  shows: RUN-21, L-11
  +0             user      start                -> queued
  +0             operator  claim worker         -> running
  @deadline-1ms  worker    complete "the work"  -> completed

scene: a result at the deadline is too late
  shows: RUN-25, L-12
  +0         user      start                -> queued
  +0         operator  claim worker         -> running
  @deadline  worker    complete "the work"  !  wrong_state interrupted/lease_lapsed

scene: a worker that renews for ever does not run for ever
  shows: RUN-20, RUN-25, RUN-26, L-13
  terms: to finish 150s
  +0             user      start                -> queued
  +10m           operator  claim worker         -> running
  +50s           worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed
  # 100 s after the claim: 50 s are left of the whole run, and the lease is no longer than that.
  +50s           worker    renew                -> running
  silence: +50s -> interrupted/out_of_time
  # Logs may still come, but the deadline stands.
  +40s           worker    renew "three lines"  -> running
  silence: +10s -> interrupted/out_of_time
  @deadline-1ms  worker    renew                -> running
  silence: +1ms -> interrupted/out_of_time
  @deadline      worker    renew                !  wrong_state interrupted/out_of_time

scene: a worker that falls silent is told from one that ran out of time
  shows: RUN-25
  terms: to finish 150s
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  +50s  worker    renew         -> running
  # The lease ends 110 s after the claim, before the whole run does.
  +60s  clock     timeout       -> interrupted/lease_lapsed

scene: a lease that ends with the whole run is out of time
  shows: RUN-25
  terms: lease 60s, to finish 60s
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  silence: +60s -> interrupted/out_of_time
  +60s  clock     timeout       -> interrupted/out_of_time

scene: a lease that ends a millisecond before it has lapsed
  shows: RUN-25
  terms: lease 59999ms, to finish 60s
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  silence: +59999ms -> interrupted/lease_lapsed
  +60s  clock     timeout       -> interrupted/lease_lapsed

scene: a day is the whole run, however often it is renewed
  shows: RUN-20, RUN-26
  terms: lease 23h
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  +22h  worker    renew         -> running
  silence: +2h -> interrupted/out_of_time

scene: a restart interrupts what runs
  shows: RUN-24
  not over http: a service interrupts when it starts again, and then all that runs
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +30s  operator  interrupt            -> interrupted/stopped_by_service
  +0    worker    complete "the work"  !  wrong_state
  +0    worker    renew                !  wrong_state
  +0    operator  interrupt            !  wrong_state
  silence: nothing

scene: a restart does nothing to what waits
  shows: RUN-10, RUN-14
  not over http: a service interrupts when it starts again, and then all that runs
  +0  user      start         -> queued
  +0  operator  interrupt     !  wrong_state
  +0  operator  claim worker  -> running

scene: a restart in the last millisecond is in time
  shows: RUN-24, L-11
  not over http: a service interrupts when it starts again, and then all that runs
  +0             user      start         -> queued
  +0             operator  claim worker  -> running
  @deadline-1ms  operator  interrupt     -> interrupted/stopped_by_service

scene: a restart that finds a lapsed lease comes too late
  shows: RUN-25, L-12
  not over http: a service interrupts when it starts again, and then all that runs
  +0   user      start         -> queued
  +0   operator  claim worker  -> running
  +1h  operator  interrupt     !  wrong_state interrupted/lease_lapsed

scene: only the service interrupts
  shows: RUN-24, L-10
  not over http: nobody has a form to interrupt
  +0  user      start         -> queued
  +0  operator  claim worker  -> running
  +0  user      interrupt     !  wrong_role
  +0  worker    interrupt     !  wrong_role
  +0  arbiter   interrupt     !  wrong_role
  +0  clock     interrupt     !  wrong_role
  +0  other     interrupt     !  not_a_party
  +0  operator  interrupt     -> interrupted/stopped_by_service
