story: Evidence: each side says what it has to say, and nothing is unsaid

scene: both sides submit, and the money stays where it is
  shows: MKT-62, MKT-70, DISP-04, L-20
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1h  buyer     submit "a photograph"           -> DISPUTED/RESPONSE
  +1h  agent     submit "the order"              -> DISPUTED/RESPONSE
  # The window to answer is not prolonged.
  silence: +46h -> DISPUTED/ARBITRATION
  silence: +214h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00
  +1h  agent     reject "it is as ordered"       -> DISPUTED/ARBITRATION
  +1h  buyer     submit "a letter"               -> DISPUTED/ARBITRATION
  +1h  agent     submit "a letter"               -> DISPUTED/ARBITRATION
  silence: +166h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00
  wallets: escrow 50.00

scene: each side has ten pieces
  shows: MKT-62, MKT-70
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   buyer     submit "item 1"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 2"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 3"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 4"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 5"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 6"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 7"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 8"                 -> DISPUTED/RESPONSE
  +0   buyer     submit "item 9"                 -> DISPUTED/RESPONSE
  options: buyer submit, approve
  +0   buyer     submit "item 10"                -> DISPUTED/RESPONSE
  options: buyer approve
  +0   buyer     submit "item 11"                !  no_evidence_left
  # The other side has its own ten, and arbitration brings none back.
  +0   agent     submit "item 1"                 -> DISPUTED/RESPONSE
  +0   agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   buyer     submit "item 11"                !  no_evidence_left
  options: buyer seal, approve
  +0   agent     submit "item 2"                 -> DISPUTED/ARBITRATION

scene: terms with two pieces have two
  shows: MKT-70
  terms: mode direct agent, max evidence 2
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   agent     submit "one"                    -> DISPUTED/ARBITRATION
  +0   agent     submit "two"                    -> DISPUTED/ARBITRATION
  +0   agent     submit "three"                  !  no_evidence_left
  +0   buyer     submit "one"                    -> DISPUTED/ARBITRATION

scene: terms without evidence still take a statement
  shows: MKT-62, MKT-71
  terms: mode direct agent, max evidence 0
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   buyer     submit "one"                    !  no_evidence_left
  +0   agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   buyer     submit "one"                    !  no_evidence_left
  +0   buyer     seal "all I have to say"        -> DISPUTED/ARBITRATION

scene: a statement is the last word of its side
  shows: MKT-71, MKT-70, DISP-05, L-20
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  agent     submit "the order"              -> DISPUTED/ARBITRATION
  +1h  agent     seal "all I have to say"        -> DISPUTED/ARBITRATION
  options: agent concede
  options: buyer submit, seal, approve
  +1h  agent     submit "one thing more"         !  sealed
  +0   agent     seal "another statement"        !  sealed
  +0   buyer     submit "a photograph"           -> DISPUTED/ARBITRATION
  +0   buyer     seal "all that I have to say"   -> DISPUTED/ARBITRATION
  +0   buyer     submit "one thing more"         !  sealed
  +0   buyer     seal "another statement"        !  sealed
  options: buyer approve
  silence: +165h -> COMPLETED/SPLIT escrow > buyer 25.00, escrow > agent 25.00

scene: an identical statement is a retry
  shows: MKT-71, L-08
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +1h  agent     seal "all I have to say"        -> DISPUTED/ARBITRATION
  +1h  agent     seal "all I have to say"        -> DISPUTED/ARBITRATION again
  # The same words from the other side are a statement of their own.
  +1h  buyer     seal "all I have to say"        -> DISPUTED/ARBITRATION
  +1h  buyer     seal "all I have to say"        -> DISPUTED/ARBITRATION again
  +1h  buyer     seal "or not"                   !  sealed

scene: where a side is full and sealed, it is sealed
  shows: MKT-70
  terms: mode direct agent, max evidence 0
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +1d  agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   agent     seal "all I have to say"        -> DISPUTED/ARBITRATION
  +0   agent     submit "one"                    !  sealed

scene: nobody makes a statement before the agent has answered
  shows: MKT-42, L-10
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   agent     seal "all I have to say"        !  wrong_state
  +0   buyer     seal "all I have to say"        !  wrong_state

scene: evidence is for a dispute, and for its two sides
  shows: MKT-70, L-10
  terms: mode direct agent
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +0   buyer     submit "a photograph"           !  wrong_state
  +0   buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   stranger  submit "hearsay"                !  not_a_party
  +0   other     submit "hearsay"                !  not_a_party
  +0   agent     reject "it is"                  -> DISPUTED/ARBITRATION
  +0   stranger  submit "hearsay"                !  not_a_party

scene: a new dispute begins with nothing said
  shows: MKT-62, MKT-60
  terms: mode direct agent, max evidence 1
  +0   buyer     fund                            -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                    -> EXECUTING
  +1d  agent     deliver "the work"              -> DELIVERED
  +1d  buyer     dispute "not what I asked for"  -> DISPUTED/RESPONSE
  +0   buyer     submit "one"                    -> DISPUTED/RESPONSE
  +0   buyer     submit "two"                    !  no_evidence_left
  +0   agent     redeliver "better work"         -> DELIVERED
  +0   buyer     dispute "not good"              -> DISPUTED/RESPONSE
  +0   buyer     submit "one"                    -> DISPUTED/RESPONSE
