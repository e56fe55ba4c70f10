story: The queue: a run waits for a worker, and not for ever

scene: a run is queued as soon as it is asked for
  shows: RUN-01
  +0  user  start  -> queued
  options: user cancel
  options: worker nothing
  options: stranger nothing
  options: arbiter nothing
  silence: +24h -> failed/not_claimed

scene: before it is asked for there is nothing
  shows: RUN-01, AUTH-02
  +0  user      cancel        !  not_a_party
  +0  operator  claim worker  !  not_a_party
  +0  user      start         -> queued

scene: a worker that asks for one gets the run
  shows: RUN-10
  +0   user      start         -> queued
  +1h  operator  claim worker  -> running
  options: worker renew, complete, fail
  options: user cancel
  options: other nothing
  silence: +60s -> interrupted/lease_lapsed

scene: what the platform may do, it is not asked
  shows: RUN-10, RUN-23
  not over http: the platform asks nobody
  +0  user      start         -> queued
  options: operator claim
  +0  operator  claim worker  -> running
  options: operator interrupt
  +0  user      cancel        -> cancelled
  options: operator nothing

scene: a run has one worker
  shows: RUN-10, RUN-20, RUN-21, RUN-22, RUN-13
  +0  user      start                -> queued
  +0  operator  claim worker         -> running
  +0  operator  claim other          !  wrong_state
  +0  operator  claim worker         !  wrong_state
  +0  other     renew                !  not_a_party
  +0  other     complete "my work"   !  not_a_party
  +0  other     fail "I cannot"      !  not_a_party
  +0  worker    complete "the work"  -> completed

scene: no worker helps himself to a run
  shows: RUN-10, L-10
  not over http: a worker asks for itself, and the platform gives
  +0  user      start           -> queued
  +0  worker    claim worker    !  not_a_party
  +0  stranger  claim stranger  !  not_a_party
  +0  user      claim user      !  wrong_role
  +0  arbiter   claim worker    !  wrong_role
  +0  clock     claim worker    !  wrong_role
  +0  operator  claim worker    -> running

scene: the user may work on his own run
  shows: RUN-10, RUN-20, RUN-21, RUN-13
  +0    user      start                -> queued
  +0    operator  claim user           -> running
  options: user renew, complete, fail, cancel
  +30s  user      renew                -> running
  +30s  user      complete "the work"  -> completed

scene: what waits for a worker is nothing that can be worked on
  shows: RUN-10
  +0  user      start                -> queued
  +0  worker    renew                !  not_a_party
  +0  worker    complete "the work"  !  not_a_party
  +0  user      renew                !  wrong_state
  +0  user      complete "the work"  !  wrong_state
  +0  user      fail "no use"        !  wrong_state
  +0  operator  claim worker         -> running

scene: a run may be called off while it waits
  shows: RUN-11
  +0   user      start         -> queued
  +1h  user      cancel        -> cancelled
  options: user nothing
  silence: nothing
  +0   operator  claim worker  !  wrong_state

scene: nobody picks it up
  shows: RUN-12
  +0    user   start    -> queued
  +24h  clock  timeout  -> failed/not_claimed
  options: user nothing
  silence: nothing

scene: a claim in the last millisecond is in time
  shows: RUN-10, L-11
  +0             user      start         -> queued
  @deadline-1ms  operator  claim worker  -> running
  # The lease begins with the claim, and not with the queue.
  silence: +60s -> interrupted/lease_lapsed

scene: a claim at the deadline is too late
  shows: RUN-12, L-11, L-12
  +0         user      start                -> queued
  @deadline  operator  claim worker         !  wrong_state failed/not_claimed
  +0         worker    complete "the work"  !  not_a_party

scene: a claim after the deadline is too late
  shows: RUN-12, L-12
  +0             user      start         -> queued
  @deadline+1ms  operator  claim worker  !  wrong_state failed/not_claimed

scene: a cancel in the last millisecond is in time
  shows: RUN-11, L-11
  +0             user  start   -> queued
  @deadline-1ms  user  cancel  -> cancelled

scene: a cancel at the deadline meets the failure
  shows: RUN-12, L-12
  +0         user  start   -> queued
  @deadline  user  cancel  !  wrong_state failed/not_claimed

scene: the window to claim is the terms'
  shows: RUN-01, RUN-12
  terms: to claim 90s
  +0    user   start    -> queued
  silence: +90s -> failed/not_claimed
  +90s  clock  timeout  -> failed/not_claimed

scene: ten years is the longest window
  shows: RUN-01
  terms: to claim 3650d, estimate 3650d, to finish 3650d, lease 3650d
  +0  user  start  -> queued
  silence: +3650d -> failed/not_claimed

scene: a window of more than ten years is none
  shows: RUN-01, RUN-02, L-24
  not over http: no server starts with such a window
  terms: to claim 315360000001ms
  +0  user  start  !  window_too_long

scene: nor is an estimate of more than ten years
  shows: RUN-01
  not over http: no server starts with such a window
  terms: estimate 315360000001ms
  +0  user  start  !  window_too_long

scene: a lease longer than the whole run is none
  shows: RUN-01, RUN-02, L-24
  not over http: no server starts with such a window
  terms: lease 61s, to finish 60999ms
  +0  user      start         !  lease_too_long
  +0  operator  claim worker  !  not_a_party

scene: a window that is too long is told first
  shows: RUN-01
  not over http: no server starts with such a window
  terms: lease 315360000001ms, to finish 60s
  +0  user  start  !  window_too_long
