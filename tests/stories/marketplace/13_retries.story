story: Retries: an order repeated gives the same answer and moves nothing

scene: the same work delivered twice is delivered once
  shows: MKT-31, KERNEL-40, MKT-35, L-08
  terms: mode direct agent
  +0   buyer     fund                  -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent          -> EXECUTING
  +1h  agent     deliver "the work"    -> DELIVERED
  +1h  agent     deliver "the work"    -> DELIVERED again
  # The review window is the first delivery's.
  silence: +71h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +0   agent     deliver "other work"  !  wrong_state
  +1h  buyer     approve               -> COMPLETED/APPROVED  escrow > agent 50.00
  +0   agent     deliver "the work"    !  wrong_state
  wallets: agent 50.00, escrow 0

scene: the same work is an answer to a request for changes
  shows: MKT-51
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     revise "larger"     -> REVISION_REQUESTED
  +1h  agent     deliver "the work"  -> DELIVERED
  +1h  agent     deliver "the work"  -> DELIVERED again
  silence: +71h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00

scene: better work handed in twice is one remedy
  shows: MKT-60, L-08
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  agent     redeliver "better work"         -> DELIVERED
  +1h  agent     redeliver "better work"         -> DELIVERED again
  +1h  buyer     dispute "not good"              -> DISPUTED/RESPONSE
  +1h  agent     redeliver "good work"           -> DELIVERED

scene: an earlier delivery is no retry of a later one
  shows: MKT-51
  terms: mode direct agent
  +0   buyer     fund                   -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent           -> EXECUTING
  +1d  agent     deliver "the work"     -> DELIVERED
  +1h  buyer     revise "larger"        -> REVISION_REQUESTED
  +1h  agent     deliver "larger work"  -> DELIVERED
  +1h  agent     deliver "the work"     !  wrong_state
  +1h  agent     deliver "larger work"  -> DELIVERED again

scene: a retry from somebody else is none
  shows: MKT-31, KERNEL-41, L-10
  not over http: the buyer has no form for it
  terms: mode direct agent
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +1h  buyer     deliver "the work"  !  wrong_state
  +1h  stranger  deliver "the work"  !  not_a_party
  +1h  operator  deliver "the work"  !  wrong_state

scene: a retry at the deadline meets the end
  shows: MKT-43, L-12
  terms: mode direct agent
  +0         buyer     fund                -> PENDING                                 buyer > escrow 50.00
  +0         operator  assign agent        -> EXECUTING
  +1d        agent     deliver "the work"  -> DELIVERED
  @deadline  agent     deliver "the work"  !  wrong_state COMPLETED/SILENCE_APPROVED  escrow > agent 50.00
