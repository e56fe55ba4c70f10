//! What the writer says to SQLite, prepared once.

use rusqlite::{Connection, Result, Statement};

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident: $sql:literal,)+) => {
        /// The writer's statements, compiled.
        pub(crate) struct Statements<'c> {
            /// Whose they are.
            pub(crate) db: &'c Connection,
            $($(#[$doc])* pub(crate) $name: Statement<'c>,)+
        }

        impl<'c> Statements<'c> {
            pub(crate) fn prepare(db: &'c Connection) -> Result<Self> {
                Ok(Self { db, $($name: db.prepare($sql)?,)+ })
            }
        }
    };
}

statements! {
    begin: "BEGIN IMMEDIATE",
    commit: "COMMIT",
    rollback: "ROLLBACK",
    count: "UPDATE meta SET commits = ?1",

    stream: "SELECT row, number, deadline, kind, listed FROM stream WHERE id = ?1",
    create: "INSERT INTO stream (id, number, deadline, kind, listed, head, snapshot)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    /// For the stream that was created last.
    found: "INSERT INTO basis (row, text, brief) VALUES (last_insert_rowid(), ?1, ?2)",
    /// Leaves the index of deadlines alone.
    go_on: "UPDATE stream SET number = ?2, head = ?3, snapshot = ?4 WHERE row = ?1",
    go_on_elsewhere: "UPDATE stream SET number = ?2, head = ?3, snapshot = ?4, deadline = ?5,
        listed = ?6 WHERE row = ?1",
    entry: "INSERT INTO entry (stream, number, at, kind, hash, body, document)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    list: "INSERT INTO listing (list, facet, stream) VALUES (?1, ?2, ?3)",
    relist: "UPDATE listing SET facet = ?4 WHERE list = ?1 AND facet = ?2 AND stream = ?3",
    unlist: "DELETE FROM listing WHERE list = ?1 AND facet = ?2 AND stream = ?3",

    wallet: "SELECT balance, held, pending FROM wallet WHERE party = ?1 AND asset = ?2",
    keep_wallet: "INSERT INTO wallet (party, asset, balance, held, pending)
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (party, asset) DO UPDATE
        SET balance = excluded.balance, held = excluded.held, pending = excluded.pending",
    house: "SELECT balance FROM house WHERE asset = ?1 AND account = ?2",
    keep_house: "INSERT INTO house (asset, account, balance) VALUES (?1, ?2, ?3)
        ON CONFLICT (asset, account) DO UPDATE SET balance = excluded.balance",
    keep_asset: "INSERT INTO asset (name) VALUES (?1) ON CONFLICT DO NOTHING",
    tally: "SELECT count FROM tally WHERE name = ?1",
    keep_tally: "INSERT INTO tally (name, count) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET count = excluded.count",

    version: "SELECT version FROM document WHERE collection = ?1 AND key = ?2",
    keep_document: "INSERT INTO document (collection, key, version, body) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (collection, key) DO UPDATE
        SET version = excluded.version, body = excluded.body",
    delete_document: "DELETE FROM document WHERE collection = ?1 AND key = ?2",

    answered: "SELECT 1 FROM receipt WHERE key = ?1",
    answer: "INSERT INTO receipt (key, payload, at, answer) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO NOTHING",

    waiting: "SELECT 1 FROM outbox WHERE id = ?1",
    send: "INSERT INTO outbox (id, after, body) VALUES (?1, ?2, ?3)",
    put_off: "UPDATE outbox SET after = ?2 WHERE id = ?1",
    sent: "DELETE FROM outbox WHERE id = ?1",
}
