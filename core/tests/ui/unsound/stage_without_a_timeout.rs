//! A stage that can hold money has no row for the clock.

include!("../lifecycle.rs");

earnest::table! {
    Errand {
        start { Draft }
        stages { Open }
        ends { Done, Void }
        commands { Fund, Close, Timeout }

        Draft + Fund by Buyer => Open, fund, "ERR-01";
        Open + Close by Buyer => Done, close, "ERR-10";
    }
}

impl Open {
    fn close(&self, _: &Close, _: &Cx<'_>) -> Decision<Done> {
        Ok(Move::to(Done {}))
    }
}

fn main() {}
