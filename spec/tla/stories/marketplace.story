model: Marketplace

story: The happy path: delivered and approved
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  4  agent     Deliver work=paper            -> MKT-31
  0  agent     Deliver work=paper            !  repeated
  3  buyer     Approve                       -> MKT-40

story: Silence approves
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  0  owner     Deliver work=paper            -> MKT-31
  4  buyer     Dispute reason=paper          !  too_late
  4  clock     Timeout                       -> MKT-43

story: Nothing delivered, no pay
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  5  agent     Deliver work=paper            !  too_late
  5  clock     Timeout                       -> MKT-34

story: A cancellation pays the kill fee, dust included
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  0  stranger  Cancel                        !  not_a_party
  0  agent     Cancel                        !  wrong_role
  0  buyer     Cancel                        -> MKT-33

story: A dispute is split by an arbiter who has no part in it
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  0  agent     Deliver work=paper            -> MKT-31
  3  buyer     Dispute reason=paper          -> MKT-42
  0  agent     Reject                        -> MKT-61
  0  buyer as arbiter  Rule ruling=refund/10000  !  interested_arbiter
  0  judge as arbiter  Rule ruling=split/5000    -> MKT-74

story: Nobody says a word after the dispute, and the terms decide
  config: MarketplaceDispute
  0  buyer     Fund                          -> MKT-01
  0  operator  Assign agent=agent/owner      -> MKT-11
  0  agent     Deliver work=paper            -> MKT-31
  0  buyer     Dispute reason=paper          -> MKT-42
  4  clock     Timeout                       -> MKT-66
  5  clock     Timeout                       -> MKT-75

story: A hire from the proposals returns what is not needed
  config: MarketplaceHire
  0  buyer     Fund                          -> MKT-01
  0  buyer     Hire agent=agent/owner estimate=0 price=12  !  price_over_budget
  2  buyer     Hire agent=agent/owner estimate=1 price=10  -> MKT-12
  2  agent     Fail reason=paper             -> MKT-32
