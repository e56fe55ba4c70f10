//! A lifecycle with nothing wrong.

include!("lifecycle.rs");

earnest::table! {
    Errand {
        start { Draft }
        stages { Open }
        ends { Done, Void }
        commands { Fund, Close, Timeout }

        Draft + Fund by Buyer => Open, fund, "ERR-01";
        Open + Close by Buyer => Done | Void, close, "ERR-10";
        Open + Timeout by Clock => Void, lapse, "ERR-11";
    }
}

impl Open {
    fn close(&self, _: &Close, _: &Cx<'_>) -> Decision<machine::Either<Done, Void>> {
        Ok(Move::to(machine::Either::First(Done {})))
    }
}

fn main() {}
