story: Progress: told from the time that was taken, and never kept

scene: what waits has made no progress
  shows: RUN-30
  +0    user  start  -> queued
  progress: 0
  +23h  user  renew  !  wrong_state
  progress: 0

scene: a straight line over the estimate, rounded down
  shows: RUN-30, RUN-20
  terms: lease 24h
  +0         user      start                -> queued
  +5h        operator  claim worker         -> running
  # Counted from the claim. The estimate is 600 s: 6 s are a percent.
  progress: 0
  +5999ms    worker    renew                -> running
  progress: 0
  +1ms       worker    renew                -> running
  progress: 1
  +294s      worker    renew                -> running
  progress: 50
  +293999ms  worker    renew                -> running
  progress: 98
  +1ms       worker    renew                -> running
  progress: 99
  # 600 s: as far as a run gets that is not done.
  +6s        worker    renew                -> running
  progress: 99
  +10h       worker    renew                -> running
  progress: 99
  +0         worker    complete "the work"  -> completed
  progress: 100

scene: done is done, however early
  shows: RUN-30, RUN-21
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +1ms  worker    complete "the work"  -> completed
  progress: 100

scene: what was called off stays where it was
  shows: RUN-30, RUN-23
  terms: lease 24h
  +0   user      start         -> queued
  +0   operator  claim worker  -> running
  +5m  user      cancel        -> cancelled
  progress: 50
  +1h  user      cancel        -> cancelled again
  progress: 50

scene: what was called off before it began never got anywhere
  shows: RUN-30, RUN-11
  +0   user  start   -> queued
  +5m  user  cancel  -> cancelled
  progress: 0

scene: what was given up stays where it was
  shows: RUN-30, RUN-22
  terms: lease 24h
  +0     user      start               -> queued
  +0     operator  claim worker        -> running
  +450s  worker    fail "no compiler"  -> failed/given_up
  +99d   worker    fail "no compiler"  -> failed/given_up again
  progress: 75

scene: what was interrupted stays where it was
  shows: RUN-30, RUN-24
  not over http: a service interrupts when it starts again, and then all that runs
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  +54s  operator  interrupt     -> interrupted/stopped_by_service
  progress: 9
  +1h   operator  interrupt     !  wrong_state
  progress: 9

scene: a lease that is over has lapsed, whether or not anybody noticed
  shows: RUN-30, RUN-25, RUN-32
  +0        user      start         -> queued
  +0        operator  claim worker  -> running
  +59999ms  user      renew         !  wrong_role
  progress: 9
  +5h       stranger  renew         !  not_a_party interrupted/lease_lapsed
  progress: 10

scene: what nobody claimed never got anywhere
  shows: RUN-30, RUN-12
  +0    user   start    -> queued
  +48h  clock  timeout  -> failed/not_claimed
  progress: 0

scene: the shortest estimate is soon over, and still not done
  shows: RUN-30, RUN-20
  terms: estimate 1ms
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  progress: 0
  +1ms  worker    renew         -> running
  progress: 99

scene: a third is 33
  shows: RUN-30, RUN-20
  terms: estimate 3ms
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  +1ms  worker    renew         -> running
  progress: 33
  +1ms  worker    renew         -> running
  progress: 66
  +1ms  worker    renew         -> running
  progress: 99
