story: Groups: several agents on one request, one run each

scene: one agent makes one run
  shows: RUN-50
  +0  user  start codex  -> queued
  group: none
  silence: +24h -> failed/not_claimed

scene: two agents make two runs
  shows: RUN-50, RUN-51
  +0  user  start codex claude  -> queued
  # Whoever follows a group asks whether there is something to wait for: it is never queued.
  group: running
  turn: 2
  group: running
  options: user cancel
  silence: +24h -> failed/not_claimed

scene: five agents are the most
  shows: RUN-50, RUN-51
  +0  user  start one two three four five  -> queued
  turn: 5
  group: running
  +0  user  cancel                         -> cancelled
  group: running

scene: six agents are too many
  shows: RUN-50
  +0  user  start one two three four five six  !  too_many_agents
  +0  user  cancel                             !  not_a_party

scene: an agent works once on a request
  shows: RUN-50
  +0  user  start codex codex             !  repeated_agent
  +0  user  start codex claude codex      !  repeated_agent
  +0  user  start one two three four one  !  repeated_agent

scene: too many is told before repeated
  shows: RUN-50
  +0  user  start one one one one one one  !  too_many_agents

scene: what was selected is told before the windows
  shows: RUN-50, RUN-01
  not over http: no server starts with such a window
  terms: lease 25h
  +0  user  start codex codex   !  repeated_agent
  +0  user  start codex claude  !  lease_too_long
  +0  user  cancel              !  not_a_party

scene: the runs of a group end each by itself
  shows: RUN-51, RUN-21, RUN-22, RUN-52
  +0    user      start codex claude   -> queued
  +0    operator  claim worker         -> running
  +10s  worker    complete "the work"  -> completed
  group: running
  turn: 2
  +0    operator  claim worker         -> running
  group: running
  # One that is completed is enough.
  +10s  worker    fail "no compiler"   -> failed/given_up
  group: completed

scene: the order in which they end does not matter
  shows: RUN-51, RUN-21, RUN-22
  +0    user      start codex claude   -> queued
  +0    operator  claim worker         -> running
  +10s  worker    fail "no compiler"   -> failed/given_up
  group: running
  turn: 2
  +0    operator  claim other          -> running
  +10s  other     complete "the work"  -> completed
  group: completed
  turn: 1
  group: completed

scene: a group that was called off was called off
  shows: RUN-51, RUN-11, RUN-23
  +0  user      start codex claude gemini  -> queued
  +0  user      cancel                     -> cancelled
  turn: 2
  +0  operator  claim worker               -> running
  +0  user      cancel                     -> cancelled
  turn: 3
  group: running
  +0  user      cancel                     -> cancelled
  group: cancelled

scene: a group that was interrupted was interrupted, for whatever reason
  shows: RUN-51, RUN-24, RUN-25
  not over http: a service interrupts when it starts again, and then all that runs
  +0    user      start codex claude  -> queued
  +0    operator  claim worker        -> running
  turn: 2
  +0    operator  claim other         -> running
  +0    operator  interrupt           -> interrupted/stopped_by_service
  group: running
  # The first lease is over now.
  +60s  clock     timeout             -> interrupted/stopped_by_service
  group: interrupted

scene: a group nobody claims fails
  shows: RUN-51, RUN-12
  +0    user      start codex claude  -> queued
  +24h  clock     timeout             -> failed/not_claimed
  group: failed
  turn: 2
  silence: nothing
  +0    operator  claim worker        !  wrong_state

scene: where they differ and none is completed, it failed
  shows: RUN-51, RUN-11, RUN-24
  not over http: a service interrupts when it starts again, and then all that runs
  +0  user      start codex claude  -> queued
  +0  user      cancel              -> cancelled
  turn: 2
  +0  operator  claim worker        -> running
  +0  operator  interrupt           -> interrupted/stopped_by_service
  group: failed

scene: a result outweighs whatever became of the others
  shows: RUN-51, RUN-11, RUN-21, RUN-24
  not over http: a service interrupts when it starts again, and then all that runs
  +0  user      start codex claude gemini  -> queued
  +0  user      cancel                     -> cancelled
  turn: 2
  +0  operator  claim worker               -> running
  +0  operator  interrupt                  -> interrupted/stopped_by_service
  turn: 3
  +0  operator  claim worker               -> running
  +0  worker    complete "the work"        -> completed
  group: completed

scene: a worker of one run has no say in the other
  shows: RUN-50, RUN-10, L-10
  +0  user      start codex claude   -> queued
  +0  operator  claim worker         -> running
  turn: 2
  +0  worker    renew                !  not_a_party
  +0  operator  claim other          -> running
  +0  worker    complete "the work"  !  not_a_party
  +0  other     complete "the work"  -> completed

scene: the agent is a label and decides nothing
  shows: RUN-50, RUN-10, RUN-20, RUN-21, RUN-04
  +0    user      start codex claude   -> queued
  +0    operator  claim worker         -> running
  +50s  worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed
  +0    worker    complete "the work"  -> completed
  progress: 100
  turn: 2
  +0    operator  claim worker         -> running
  +50s  worker    renew                -> running
  silence: +60s -> interrupted/lease_lapsed
  +0    worker    complete "the work"  -> completed
  progress: 100
