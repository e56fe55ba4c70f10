story: Following: a run that has ended can be followed by another

scene: what is done can be followed
  shows: RUN-40, RUN-21
  +0    user      start                -> queued
  follows: nothing
  +0    operator  claim worker         -> running
  +30s  worker    complete "the work"  -> completed
  +1h   user      continue             -> queued
  follows: 1
  progress: 0
  silence: +24h -> failed/not_claimed
  # The two live each by itself.
  +0    operator  claim other          -> running
  turn: 1
  silence: nothing
  progress: 100
  follows: nothing
  +0    user      cancel               !  wrong_state

scene: what was called off can be followed
  shows: RUN-40, RUN-11
  +0  user  start     -> queued
  +0  user  cancel    -> cancelled
  +0  user  continue  -> queued
  follows: 1

scene: what was given up can be followed
  shows: RUN-40, RUN-22
  +0  user      start               -> queued
  +0  operator  claim worker        -> running
  +0  worker    fail "no compiler"  -> failed/given_up
  +0  user      continue            -> queued
  follows: 1

scene: what nobody claimed can be followed
  shows: RUN-40, RUN-12
  +0    user   start     -> queued
  +24h  clock  timeout   -> failed/not_claimed
  +0    user   continue  -> queued
  follows: 1

scene: what was interrupted can be followed
  shows: RUN-40, RUN-24
  not over http: a service interrupts when it starts again, and then all that runs
  +0  user      start         -> queued
  +0  operator  claim worker  -> running
  +0  operator  interrupt     -> interrupted/stopped_by_service
  +0  user      continue      -> queued
  follows: 1

scene: what has not ended cannot
  shows: RUN-40
  +0  user      start         -> queued
  +0  user      continue      !  wrong_state
  follows: nothing
  +0  operator  claim worker  -> running
  +0  user      continue      !  wrong_state

scene: what does not exist cannot
  shows: RUN-40, AUTH-02
  +0  user  continue  !  not_a_party
  +0  user  start     -> queued

scene: a run whose lease is over has ended, though nobody noticed
  shows: RUN-40, RUN-25, L-12
  +0        user      start         -> queued
  +0        operator  claim worker  -> running
  +59999ms  user      continue      !  wrong_state
  +1ms      user      continue      -> queued
  follows: 1
  turn: 1
  silence: nothing
  +0        worker    renew         !  wrong_state

scene: a run may be followed twice, and what follows too
  shows: RUN-40, RUN-11
  +0  user  start     -> queued
  +0  user  cancel    -> cancelled
  +0  user  continue  -> queued
  follows: 1
  turn: 1
  +0  user  continue  -> queued
  follows: 1
  +0  user  cancel    -> cancelled
  # The third run follows the first, the fourth the third.
  +0  user  continue  -> queued
  follows: 3

scene: what follows has the windows of what it follows
  shows: RUN-40, RUN-11, RUN-10
  terms: to claim 90s, lease 7s
  +0   user      start         -> queued
  +0   user      cancel        -> cancelled
  +1d  user      continue      -> queued
  silence: +90s -> failed/not_claimed
  +0   operator  claim worker  -> running
  silence: +7s -> interrupted/lease_lapsed

scene: what follows a member of a group is in no group
  shows: RUN-40, RUN-50, RUN-51, RUN-41
  +0  user  start codex claude  -> queued
  +0  user  cancel              -> cancelled
  +0  user  continue            -> queued
  follows: 1
  group: none
  turn: 1
  # The second run of the group waits; the one that follows the first does not count.
  group: running
  turn: 2
  +0  user  cancel              -> cancelled
  group: cancelled
