story: Results: the worker hands the work in or gives it up, and the user may call it off

scene: the work is done
  shows: RUN-21
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +30s  worker    complete "the work"  -> completed
  options: user nothing
  options: worker nothing
  silence: nothing

scene: the same result handed in twice is one
  shows: RUN-21, KERNEL-40, L-08
  +0    user      start                                    -> queued
  +0    operator  claim worker                             -> running
  +30s  worker    complete "the work" on "a branch"        -> completed
  +1h   worker    complete "the work" on "a branch"        -> completed again
  +0    worker    complete "other work" on "a branch"      !  wrong_state
  +0    worker    complete "the work" on "another branch"  !  wrong_state
  +0    worker    complete "the work"                      !  wrong_state
  +0    user      complete "the work" on "a branch"        !  wrong_state
  +0    other     complete "the work" on "a branch"        !  not_a_party

scene: a result without a branch is not one with a branch
  shows: RUN-21, L-09
  +0    user      start                              -> queued
  +0    operator  claim worker                       -> running
  +30s  worker    complete "the work"                -> completed
  +0    worker    complete "the work" on "a branch"  !  wrong_state
  +0    worker    complete "the work"                -> completed again

scene: the worker gives up
  shows: RUN-22
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +30s  worker    fail "no compiler"   -> failed/given_up
  +0    worker    complete "the work"  !  wrong_state
  silence: nothing

scene: the same reason twice is one
  shows: RUN-22, L-08
  +0    user      start               -> queued
  +0    operator  claim worker        -> running
  +30s  worker    fail "no compiler"  -> failed/given_up
  +1h   worker    fail "no compiler"  -> failed/given_up again
  +0    worker    fail "no network"   !  wrong_state
  +0    user      fail "no compiler"  !  wrong_state

scene: the user calls a running run off
  shows: RUN-23
  museum: a2ars-cancel-toctou
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +30s  user      cancel               -> cancelled
  # The worker is the second, and meets what the user made.
  +0    worker    complete "the work"  !  wrong_state
  +0    worker    renew                !  wrong_state
  silence: nothing

scene: who is first has it
  shows: RUN-21, KERNEL-04
  museum: a2ars-cancel-toctou
  +0    user      start                -> queued
  +0    operator  claim worker         -> running
  +30s  worker    complete "the work"  -> completed
  +0    user      cancel               !  wrong_state

scene: a second cancel is the first
  shows: RUN-11, L-08
  +0   user      start   -> queued
  +0   user      cancel  -> cancelled
  +1h  user      cancel  -> cancelled again

scene: so is a second cancel of a running run, which is the user's alone
  shows: RUN-23, KERNEL-41, L-08
  +0    user      start         -> queued
  +0    operator  claim worker  -> running
  +0    user      cancel        -> cancelled
  +99d  user      cancel        -> cancelled again
  +0    worker    cancel        !  wrong_state

scene: a cancel in the last millisecond of the lease is in time
  shows: RUN-23, L-11
  +0             user      start         -> queued
  +0             operator  claim worker  -> running
  @deadline-1ms  user      cancel        -> cancelled

scene: a cancel at the end of the lease meets the interruption
  shows: RUN-25, L-12
  +0         user      start         -> queued
  +0         operator  claim worker  -> running
  @deadline  user      cancel        !  wrong_state interrupted/lease_lapsed

scene: each side ends a run in its own way
  shows: RUN-20, RUN-21, RUN-22, RUN-23, L-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  user      start                   -> queued
  +0  operator  claim worker            -> running
  +0  user      renew                   !  wrong_role
  +0  user      complete "my own work"  !  wrong_role
  +0  user      fail "no use"           !  wrong_role
  +0  worker    cancel                  !  wrong_role
  +0  operator  complete "the work"     !  wrong_role
  +0  operator  cancel                  !  wrong_role
  +0  operator  fail "no use"           !  wrong_role
  +0  arbiter   cancel                  !  wrong_role
  +0  clock     complete "the work"     !  wrong_role
  +0  worker    complete "the work"     -> completed
  +0  operator  complete "the work"     !  wrong_state
  +0  operator  cancel                  !  wrong_state

scene: what has ended stays so
  shows: RUN-12, L-06
  not over http: a service interrupts when it starts again, and then all that runs
  +0    user      start         -> queued
  +24h  clock     timeout       -> failed/not_claimed
  +0    user      cancel        !  wrong_state
  +0    operator  claim worker  !  wrong_state
  +0    operator  interrupt     !  wrong_state
  +0    clock     timeout       !  wrong_state
