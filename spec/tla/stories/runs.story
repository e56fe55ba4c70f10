model: Runs

story: A run is claimed, renewed and completed
  config: Runs
  0  operator  Claim worker=worker             -> RUN-10
  1  worker    Renew logs=paper                -> RUN-20
  1  worker    Complete branch=other message=paper  -> RUN-21
  0  worker    Complete branch=other message=paper  !  repeated
  0  user      Cancel                          !  wrong_state

story: Nobody picks it up
  config: Runs
  3  operator  Claim worker=worker             !  too_late
  3  clock     Timeout                         -> RUN-12

story: A lease lapses, however often it was renewed
  config: Runs
  0  operator  Claim worker=worker             -> RUN-10
  1  worker    Renew logs=none                 -> RUN-20
  2  worker    Renew logs=none                 !  too_late
  2  clock     Timeout                         -> RUN-25
