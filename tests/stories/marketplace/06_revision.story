story: Revision: the buyer asks for changes, and the last delivery stands meanwhile

scene: a round of changes
  shows: MKT-41, MKT-50, MKT-51, MKT-40, KERNEL-60
  terms: mode direct agent
  +0   buyer     fund                   -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent           -> EXECUTING
  +1d  agent     deliver "the work"     -> DELIVERED
  +1h  buyer     revise "larger"        -> REVISION_REQUESTED
  options: agent progress, deliver, fail
  options: buyer approve
  silence: +72h -> DELIVERED
  silence: +144h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +1h  agent     progress 50            -> REVISION_REQUESTED
  silence: +71h -> DELIVERED
  silence: +143h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +1h  agent     deliver "larger work"  -> DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +1h  buyer     approve                -> COMPLETED/APPROVED  escrow > agent 50.00

scene: there are three rounds, and then a dispute
  shows: MKT-41, MKT-42, L-14
  terms: mode direct agent
  +0   buyer     fund                             -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent                     -> EXECUTING
  +1d  agent     deliver "the work"               -> DELIVERED
  +1h  buyer     revise "larger"                  -> REVISION_REQUESTED
  +1h  agent     deliver "larger work"            -> DELIVERED
  +1h  buyer     revise "smaller"                 -> REVISION_REQUESTED
  +1h  agent     deliver "smaller work"           -> DELIVERED
  options: buyer approve, revise, dispute
  +1h  buyer     revise "larger again"            -> REVISION_REQUESTED
  +1h  agent     deliver "larger work again"      -> DELIVERED
  options: buyer approve, dispute
  +1h  buyer     revise "smaller again"           !  no_revisions_left
  +1h  buyer     dispute "it has the wrong size"  -> DISPUTED/RESPONSE

scene: rounds that the agent lets pass are counted too
  shows: MKT-41, MKT-54, MKT-44, L-14
  terms: mode direct agent
  +0    buyer     fund                     -> PENDING  buyer > escrow 50.00
  +0    operator  assign agent             -> EXECUTING
  +1d   agent     deliver "the work"       -> DELIVERED
  +1h   buyer     revise "larger"          -> REVISION_REQUESTED
  +72h  clock     timeout                  -> DELIVERED
  +1h   buyer     revise "larger, please"  -> REVISION_REQUESTED
  +72h  clock     timeout                  -> DELIVERED
  +1h   buyer     revise "larger!"         -> REVISION_REQUESTED
  +72h  clock     timeout                  -> DELIVERED
  +1h   buyer     revise "hello?"          !  no_revisions_left

scene: terms without revisions have none
  shows: MKT-41
  terms: mode direct agent, max revisions 0
  +0   buyer     fund                -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  options: buyer approve, dispute
  +0   buyer     revise "larger"     !  no_revisions_left

scene: one round means one
  shows: MKT-41
  terms: mode direct agent, max revisions 1
  +0   buyer     fund                   -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent           -> EXECUTING
  +1d  agent     deliver "the work"     -> DELIVERED
  +0   buyer     revise "larger"        -> REVISION_REQUESTED
  +0   agent     deliver "larger work"  -> DELIVERED
  +0   buyer     revise "smaller"       !  no_revisions_left

scene: whoever asked for changes does not walk away with the work
  shows: MKT-41, MKT-55, L-18
  museum: g0-revise-then-cancel
  terms: mode direct agent
  +0   buyer     fund                 -> PENDING  buyer > escrow 50.00
  +0   operator  assign agent         -> EXECUTING
  +1d  agent     deliver "the work"   -> DELIVERED
  +0   buyer     revise "larger"      -> REVISION_REQUESTED
  +0   buyer     cancel               !  wrong_state
  +0   buyer     dispute "too small"  !  wrong_state
  +0   buyer     revise "and blue"    !  wrong_state
  wallets: buyer 950.00, agent 0, escrow 50.00

scene: an agent who gives up on the changes is not paid
  shows: MKT-52
  terms: mode direct agent
  +0   buyer     fund                     -> PENDING              buyer > escrow 50.00
  +0   operator  assign agent             -> EXECUTING
  +1d  agent     deliver "the work"       -> DELIVERED
  +0   buyer     revise "larger"          -> REVISION_REQUESTED
  +1h  agent     fail "it does not grow"  -> FAILED/agent_failed  escrow > buyer 50.00
  wallets: buyer 1000.00, agent 0

scene: the buyer takes the last delivery after all
  shows: MKT-53
  terms: mode direct agent
  +0   buyer     fund                -> PENDING             buyer > escrow 50.00
  +0   operator  assign agent        -> EXECUTING
  +1d  agent     deliver "the work"  -> DELIVERED
  +0   buyer     revise "larger"     -> REVISION_REQUESTED
  +1h  buyer     approve 4           -> COMPLETED/APPROVED  escrow > agent 50.00
  wallets: agent 50.00

scene: changes in the last millisecond are in time
  shows: MKT-51, L-11
  terms: mode direct agent
  +0             buyer     fund                   -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent           -> EXECUTING
  +1d            agent     deliver "the work"     -> DELIVERED
  +0             buyer     revise "larger"        -> REVISION_REQUESTED
  @deadline-1ms  agent     deliver "larger work"  -> DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00

scene: at the deadline the last delivery stands
  shows: MKT-54, L-11, L-12
  terms: mode direct agent
  +0         buyer     fund                       -> PENDING  buyer > escrow 50.00
  +0         operator  assign agent               -> EXECUTING
  +1d        agent     deliver "the work"         -> DELIVERED
  +0         buyer     revise "larger"            -> REVISION_REQUESTED
  @deadline  agent     deliver "larger work"      !  wrong_state DELIVERED
  silence: +72h -> COMPLETED/SILENCE_APPROVED escrow > agent 50.00
  +1h        buyer     dispute "it is too small"  -> DISPUTED/RESPONSE

scene: an approval at the deadline meets the delivery that stands
  shows: MKT-54, MKT-40, L-12
  terms: mode direct agent
  +0         buyer     fund                -> PENDING             buyer > escrow 50.00
  +0         operator  assign agent        -> EXECUTING
  +1d        agent     deliver "the work"  -> DELIVERED
  +0         buyer     revise "larger"     -> REVISION_REQUESTED
  @deadline  buyer     approve             -> COMPLETED/APPROVED  escrow > agent 50.00

scene: a dispute a millisecond later does so too
  shows: MKT-54, MKT-42, L-12
  terms: mode direct agent
  +0             buyer     fund                       -> PENDING  buyer > escrow 50.00
  +0             operator  assign agent               -> EXECUTING
  +1d            agent     deliver "the work"         -> DELIVERED
  +0             buyer     revise "larger"            -> REVISION_REQUESTED
  @deadline+1ms  buyer     dispute "it is too small"  -> DISPUTED/RESPONSE
