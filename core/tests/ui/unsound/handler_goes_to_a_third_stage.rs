//! The row says `Done | Void`; its handler also goes to `Open`.

include!("../lifecycle.rs");

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
    fn close(&self, _: &Close, _: &Cx<'_>) -> Decision<machine::Either<Done, Open>> {
        Ok(Move::to(machine::Either::First(Done {})))
    }
}

fn main() {}
