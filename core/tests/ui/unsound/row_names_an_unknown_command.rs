//! A row names a command that the list leaves out.

include!("../lifecycle.rs");

earnest::table! {
    Errand {
        start { Draft }
        stages { Open }
        ends { Done, Void }
        commands { Fund, Timeout }

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
