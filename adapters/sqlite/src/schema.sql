-- Tables are clustered by their key, so that one lookup reads a row. Every further index is paid
-- for by each commit: there is one for deadlines and one for messages.

-- What stands in no other table: how many transactions were ever kept.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    commits INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0);

-- `listed` names the stream's own rows in `listing`, so that these need no second index.
CREATE TABLE stream (
    id BLOB PRIMARY KEY,
    number INTEGER NOT NULL,
    deadline INTEGER,
    kind TEXT NOT NULL,
    listed TEXT NOT NULL,
    head BLOB NOT NULL,
    snapshot TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX due ON stream (deadline) WHERE deadline IS NOT NULL;

CREATE TABLE entry (
    stream BLOB NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    body TEXT NOT NULL,
    document TEXT,
    PRIMARY KEY (stream, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE listing (
    list TEXT NOT NULL,
    facet TEXT NOT NULL,
    stream BLOB NOT NULL,
    PRIMARY KEY (list, facet, stream)
) STRICT, WITHOUT ROWID;

-- Amounts are integers, or 16 bytes (two's complement, big end first) when they do not fit.
CREATE TABLE wallet (
    party BLOB NOT NULL,
    asset TEXT NOT NULL,
    balance ANY NOT NULL,
    held ANY NOT NULL,
    pending ANY NOT NULL,
    PRIMARY KEY (party, asset)
) STRICT, WITHOUT ROWID;

CREATE TABLE house (
    asset TEXT NOT NULL,
    account TEXT NOT NULL,
    balance ANY NOT NULL,
    PRIMARY KEY (asset, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset (
    name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    name TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    key BLOB PRIMARY KEY,
    payload BLOB NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    after INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sendable ON outbox (after);
