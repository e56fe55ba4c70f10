-- What a command costs is the pages it changes: each goes into the log whole. So small rows are
-- clustered by their key, and one page holds row and key. Large rows (streams, entries, receipts)
-- are kept in order of arrival, where a batch fills few pages, and found by a small index:
-- clustered by key, each would change a page of its own, and two when it is longer than a quarter
-- of one.

-- What stands in no other table: how many transactions were ever kept.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    commits INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0);

-- `listed` names the stream's own rows in `listing`, so that these need no second index.
CREATE TABLE stream (
    row INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    deadline INTEGER,
    kind TEXT NOT NULL,
    listed TEXT NOT NULL,
    head BLOB NOT NULL,
    snapshot TEXT NOT NULL
) STRICT;
-- What never changes of a stream, under the same number.
CREATE TABLE basis (
    row INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    brief TEXT
) STRICT;
CREATE INDEX due ON stream (deadline, id) WHERE deadline IS NOT NULL;

-- `stream` is the stream's row: a small key, of which one page of the index holds hundreds.
CREATE TABLE entry (
    row INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    body TEXT NOT NULL,
    document TEXT,
    UNIQUE (stream, number)
) STRICT;

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
    row INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    payload BLOB NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    after INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sendable ON outbox (after);
