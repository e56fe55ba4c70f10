story: Votes: a down vote takes the charge back, for ten minutes after the check

scene: a down vote refunds the charge
  shows: CRD-60, L-15
  +0   buyer     fund                 -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed       escrow > buyer 10.00
  +1m  buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  vote: down
  wallets: buyer 1000.00, agent 0, fees 0, escrow 0
  options: buyer nothing
  options: agent nothing
  silence: nothing

scene: an up vote moves nothing
  shows: CRD-60
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed  escrow > buyer 10.00
  +1m  buyer     vote up              -> completed
  vote: up
  wallets: escrow 40.00, agent 0
  # It does not make the window longer or shorter.
  silence: +540s -> completed/paid escrow > agent 40.00
  silence: +1209540s -> completed/unchallenged
  options: buyer vote, dispute

scene: up may become down
  shows: CRD-60, CRD-63
  +0   buyer     fund                 -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed       escrow > buyer 10.00
  +1m  buyer     vote up              -> completed
  +1m  buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  vote: down

scene: down stays down
  shows: CRD-60, CRD-63, L-06
  +0   buyer     fund                 -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed       escrow > buyer 10.00
  +1m  buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  +1m  buyer     vote up              !  wrong_state
  vote: down

scene: the same vote again gets the same answer
  shows: CRD-60, CRD-64, KERNEL-40, L-08
  museum: blnk-void-twice, circle-early-overdraw
  +0    buyer     fund                 -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed       escrow > buyer 10.00
  +1m   buyer     vote up              -> completed
  +1m   buyer     vote up              -> completed again
  +1m   buyer     vote down            -> refunded/voted  escrow > buyer 40.00
  +1m   buyer     vote down            -> refunded/voted again
  +99d  buyer     vote down            -> refunded/voted again
  wallets: buyer 1000.00, escrow 0

scene: a vote in the last millisecond refunds
  shows: CRD-60, L-11
  +0         buyer     fund                 -> submitted       buyer > escrow 50.00
  +0         operator  assign agent 40.00   -> submitted/assigned
  +1m        agent     start                -> executing
  +1h        agent     complete "the work"  -> quality_check
  +0         operator  pass 80              -> completed       escrow > buyer 10.00
  +599999ms  buyer     vote down            -> refunded/voted  escrow > buyer 40.00

scene: a vote at 600.000 s finds the agent paid
  shows: CRD-62, CRD-70, L-11, L-12
  museum: a2ars-cancel-toctou
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  buyer     vote down            -> completed/paid  escrow > agent 40.00
  vote: down
  wallets: buyer 960.00, agent 40.00, escrow 0

scene: and so does one a millisecond later
  shows: CRD-62, CRD-70, L-12
  +0             buyer     fund                 -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  +1h            agent     complete "the work"  -> quality_check
  +0             operator  pass 80              -> completed       escrow > buyer 10.00
  @deadline+1ms  buyer     vote down            -> completed/paid  escrow > agent 40.00

scene: one a millisecond before the deadline does not
  shows: CRD-60, L-11
  +0             buyer     fund                 -> submitted       buyer > escrow 50.00
  +0             operator  assign agent 40.00   -> submitted/assigned
  +1m            agent     start                -> executing
  +1h            agent     complete "the work"  -> quality_check
  +0             operator  pass 80              -> completed       escrow > buyer 10.00
  @deadline-1ms  buyer     vote down            -> refunded/voted  escrow > buyer 40.00

scene: the deadline itself is the agent's
  shows: CRD-62, CRD-70, L-11
  +0         buyer     fund                 -> submitted       buyer > escrow 50.00
  +0         operator  assign agent 40.00   -> submitted/assigned
  +1m        agent     start                -> executing
  +1h        agent     complete "the work"  -> quality_check
  +0         operator  pass 80              -> completed       escrow > buyer 10.00
  @deadline  buyer     vote down            -> completed/paid  escrow > agent 40.00

scene: a late vote is recorded and refunds nothing
  shows: CRD-70
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  options: buyer vote, dispute
  +1d    buyer     vote down            -> completed/paid
  vote: down
  options: buyer dispute
  +1d    buyer     vote down            -> completed/paid again
  +1d    buyer     vote up              !  vote_stands
  vote: down
  wallets: buyer 960.00, agent 40.00

scene: up may become down late, too
  shows: CRD-60, CRD-70
  +0   buyer     fund                 -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00   -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed       escrow > buyer 10.00
  +1m  buyer     vote up              -> completed
  +1h  clock     timeout              -> completed/paid  escrow > agent 40.00
  +0   buyer     vote up              -> completed/paid again
  +1h  buyer     vote down            -> completed/paid
  vote: down
  +0   buyer     vote up              !  vote_stands
  wallets: buyer 960.00, agent 40.00

scene: a late up vote is recorded
  shows: CRD-70
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  +1h    buyer     vote up              -> completed/paid
  vote: up
  options: buyer vote, dispute

scene: after the end a vote is no order
  shows: CRD-72
  not over http: a vote after the end is a note
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  +14d   clock     timeout              -> completed/unchallenged
  +0     buyer     vote down            !  wrong_state
  vote: none

scene: a vote that was given before the end is answered after it
  shows: CRD-70, CRD-72, CRD-64, L-08
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  +1h    buyer     vote up              -> completed/paid
  +14d   clock     timeout              -> completed/unchallenged
  +1d    buyer     vote up              -> completed/unchallenged again
  vote: up

scene: nobody else votes
  shows: CRD-60, CRD-70, L-10
  +0     buyer     fund                 -> submitted       buyer > escrow 50.00
  +0     operator  assign agent 40.00   -> submitted/assigned
  +1m    agent     start                -> executing
  +1h    agent     complete "the work"  -> quality_check
  +0     operator  pass 80              -> completed       escrow > buyer 10.00
  +0     agent     vote up              !  wrong_role
  +0     owner     vote up              !  wrong_role
  +0     stranger  vote down            !  not_a_party
  +600s  clock     timeout              -> completed/paid  escrow > agent 40.00
  +0     agent     vote up              !  wrong_role
  +0     stranger  vote down            !  not_a_party
  vote: none

scene: least of all who has no part in it
  shows: CRD-60, L-10
  not over http: the platform gives its orders itself, and no wrong ones
  +0  buyer     fund                 -> submitted  buyer > escrow 50.00
  +0  operator  assign agent 40.00   -> submitted/assigned
  +0  agent     start                -> executing
  +0  agent     complete "the work"  -> quality_check
  +0  operator  pass 80              -> completed  escrow > buyer 10.00
  +0  operator  vote up              !  wrong_role
  +0  arbiter   vote down            !  wrong_role
  +0  clock     vote down            !  wrong_role
  +0  other     vote down            !  not_a_party

scene: a down vote on work that cost nothing refunds nothing
  shows: CRD-60
  museum: kleros-zero-offer
  +0   buyer     fund                 -> submitted  buyer > escrow 50.00
  +0   operator  assign agent 0       -> submitted/assigned
  +1m  agent     start                -> executing
  +1h  agent     complete "the work"  -> quality_check
  +0   operator  pass 80              -> completed  escrow > buyer 50.00
  +1m  buyer     vote down            -> refunded/voted
  wallets: buyer 1000.00, agent 0

scene: the refund of one task takes nothing from another
  shows: CRD-60, LEDGER-06, L-15
  museum: circle-early-overdraw
  +0   buyer     fund                  -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +1m  agent     start                 -> executing
  +1h  agent     complete "the work"   -> quality_check
  +0   operator  pass 80               -> completed       escrow > buyer 10.00
  turn: 2
  +0   buyer     fund                  -> submitted       buyer > escrow 50.00
  +0   operator  assign agent 40.00    -> submitted/assigned
  +0   agent     start                 -> executing
  +0   agent     complete "more work"  -> quality_check
  +0   operator  pass 80               -> completed       escrow > buyer 10.00
  wallets: buyer 920.00, escrow 80.00
  +1m  buyer     vote down             -> refunded/voted  escrow > buyer 40.00
  wallets: buyer 960.00, escrow 40.00
  +0   buyer     vote down             -> refunded/voted again
  turn: 1
  wallets: escrow 40.00
  silence: +540s -> completed/paid escrow > agent 40.00
  silence: +1209540s -> completed/unchallenged

scene: the window to refund is the terms'
  shows: CRD-62, CRD-70
  terms: to refund 90s
  +0    buyer     fund                 -> submitted       buyer > escrow 50.00
  +0    operator  assign agent 40.00   -> submitted/assigned
  +1m   agent     start                -> executing
  +1h   agent     complete "the work"  -> quality_check
  +0    operator  pass 80              -> completed       escrow > buyer 10.00
  silence: +90s -> completed/paid escrow > agent 40.00
  silence: +14d -> completed/unchallenged
  +90s  buyer     vote down            -> completed/paid  escrow > agent 40.00
