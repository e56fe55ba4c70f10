//! A row leads to a stage that the lists leave out.

include!("../lifecycle.rs");

earnest::table! {
    Errand {
        start { Draft }
        stages { Open }
        ends { Void }
        commands { Fund, Close, Timeout }

        Draft + Fund by Buyer => Open, fund, "ERR-01";
        Open + Close by Buyer => Done, close, "ERR-10";
        Open + Timeout by Clock => Void, lapse, "ERR-11";
    }
}

impl Open {
    fn close(&self, _: &Close, _: &Cx<'_>) -> Decision<Done> {
        Ok(Move::to(Done {}))
    }
}

fn main() {}
