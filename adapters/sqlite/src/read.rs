//! Every question, as one statement or a few in one transaction. Nothing here counts, skips or
//! sorts: each reads a run of a key.

use std::collections::BTreeMap;

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;
use earnest_service::store::{Document, Entry, Outgoing, Receipt, Sort, Stream, Wallet};
use earnest_service::{Image, SharedText};
use rusqlite::{Connection, OptionalExtension, Params, Result, Row, params};

use crate::values::{Col, FIRST, LAST, asset, house, int, key, millis};

const STREAM: &str = "SELECT id, number, deadline, kind, head, snapshot, text, brief
    FROM stream LEFT JOIN basis USING (row) WHERE id = ?1";
const STREAMS: &str = "SELECT id, number, deadline, kind, head, snapshot, text, brief
    FROM stream LEFT JOIN basis USING (row) WHERE id > ?1 ORDER BY id LIMIT ?2";
const ENTRIES: &str = "SELECT e.number, e.at, e.kind, e.hash, e.body, e.document
    FROM stream AS s JOIN entry AS e ON e.stream = s.row
    WHERE s.id = ?1 AND e.number > ?2 ORDER BY e.number LIMIT ?3";
const NEXT_FACET: &str = "SELECT min(facet) FROM listing WHERE list = ?1 AND facet > ?2";
const FIRST_FACET: &str = "SELECT min(facet) FROM listing WHERE list = ?1";
const NEWEST: &str = "SELECT stream FROM listing WHERE list = ?1 AND facet = ?2 AND stream < ?3
    ORDER BY stream DESC";
const OLDEST: &str = "SELECT stream FROM listing WHERE list = ?1 AND facet = ?2 AND stream > ?3
    ORDER BY stream";
const DUE: &str = "SELECT id FROM stream WHERE deadline <= ?1 ORDER BY deadline, id LIMIT ?2";
const WALLETS: &str =
    "SELECT party, asset, balance, held, pending FROM wallet WHERE party = ?1 ORDER BY asset";
const ALL_WALLETS: &str = "SELECT party, asset, balance, held, pending FROM wallet
    WHERE (party, asset) > (?1, ?2) ORDER BY party, asset LIMIT ?3";
const BALANCE: &str = "SELECT balance FROM house WHERE asset = ?1 AND account = ?2";
const ASSETS: &str = "SELECT name FROM asset ORDER BY name";
const DOCUMENT: &str =
    "SELECT collection, key, version, body FROM document WHERE collection = ?1 AND key = ?2";
const DOCUMENTS_FROM: &str = "SELECT collection, key, version, body FROM document
    WHERE collection = ?1 AND key >= ?2 ORDER BY key LIMIT ?3";
const DOCUMENTS_AFTER: &str = "SELECT collection, key, version, body FROM document
    WHERE collection = ?1 AND key > ?2 ORDER BY key LIMIT ?3";
const TALLY: &str = "SELECT count FROM tally WHERE name = ?1";
const RECEIPT: &str = "SELECT key, payload, at, answer FROM receipt WHERE key = ?1";
const OUTBOX: &str = "SELECT o.id, o.after, o.body FROM outbox AS o
    WHERE o.after <= ?1 ORDER BY o.after, o.id LIMIT ?2";

pub(crate) fn stream(db: &Connection, id: InstanceId) -> Result<Option<Stream>> {
    db.prepare_cached(STREAM)?.query_row([key(id.0)], to_stream).optional()
}

pub(crate) fn streams(
    db: &Connection,
    after: Option<InstanceId>,
    limit: u32,
) -> Result<Vec<Stream>> {
    match after {
        Some(after) => all(db, STREAMS, params![key(after.0), limit], to_stream),
        None => all(db, STREAMS, params![FIRST, limit], to_stream),
    }
}

pub(crate) fn entries(
    db: &Connection,
    id: InstanceId,
    after: u64,
    limit: u32,
) -> Result<Vec<Entry>> {
    all(db, ENTRIES, params![key(id.0), int(after), limit], |row| {
        Ok(Entry {
            number: col(row, 0)?,
            at: col(row, 1)?,
            kind: row.get(2)?,
            hash: col(row, 3)?,
            body: row.get(4)?,
            document: row.get(5)?,
        })
    })
}

/// One facet is one run of the key. The whole list is merged from the runs of its facets, which
/// are few; each is read only as far as the page goes.
pub(crate) fn list(
    db: &Connection,
    list: &str,
    facet: Option<&str>,
    after: Option<InstanceId>,
    sort: Sort,
    limit: u32,
) -> Result<Vec<Stream>> {
    let facets = match facet {
        Some(facet) => vec![facet.to_owned()],
        None => facets(db, list)?,
    };
    let sql = match sort {
        Sort::Newest => NEWEST,
        Sort::Oldest => OLDEST,
    };
    let mut statements =
        facets.iter().map(|_| db.prepare_cached(sql)).collect::<Result<Vec<_>>>()?;
    let mut runs = Vec::new();
    let mut heads = BTreeMap::new();
    for (statement, facet) in statements.iter_mut().zip(&facets) {
        let mut run = match (after, sort) {
            (Some(after), _) => statement.query(params![list, facet, key(after.0)])?,
            (None, Sort::Newest) => statement.query(params![list, facet, LAST])?,
            (None, Sort::Oldest) => statement.query(params![list, facet, FIRST])?,
        };
        if let Some(row) = run.next()? {
            heads.insert(col::<InstanceId>(row, 0)?, runs.len());
        }
        runs.push(run);
    }
    let mut page = Vec::new();
    for _ in 0..limit {
        let next = match sort {
            Sort::Newest => heads.pop_last(),
            Sort::Oldest => heads.pop_first(),
        };
        let Some((id, place)) = next else { break };
        page.extend(stream(db, id)?);
        let Some(run) = runs.get_mut(place) else { break };
        if let Some(row) = run.next()? {
            heads.insert(col(row, 0)?, place);
        }
    }
    Ok(page)
}

fn facets(db: &Connection, list: &str) -> Result<Vec<String>> {
    let mut facets = Vec::new();
    let mut next: Option<String> =
        db.prepare_cached(FIRST_FACET)?.query_row([list], |row| row.get(0))?;
    while let Some(facet) = next {
        next = db.prepare_cached(NEXT_FACET)?.query_row([list, &facet], |row| row.get(0))?;
        facets.push(facet);
    }
    Ok(facets)
}

pub(crate) fn due(db: &Connection, now: Timestamp, limit: u32) -> Result<Vec<InstanceId>> {
    all(db, DUE, params![millis(now), limit], |row| col(row, 0))
}

pub(crate) fn wallets(db: &Connection, party: PartyId) -> Result<Vec<Wallet>> {
    let wallets = all(db, WALLETS, [key(party.0)], to_wallet)?;
    Ok(wallets.into_iter().map(|(_, wallet)| wallet).collect())
}

pub(crate) fn all_wallets(
    db: &Connection,
    after: Option<(PartyId, Asset)>,
    limit: u32,
) -> Result<Vec<(PartyId, Wallet)>> {
    match after {
        Some((party, of)) => {
            all(db, ALL_WALLETS, params![key(party.0), asset(of), limit], to_wallet)
        }
        None => all(db, ALL_WALLETS, params![FIRST, "", limit], to_wallet),
    }
}

pub(crate) fn balance(db: &Connection, of: Asset, account: Account) -> Result<i128> {
    let row = db
        .prepare_cached(BALANCE)?
        .query_row(params![asset(of), house(account)], |row| col(row, 0))
        .optional()?;
    Ok(row.unwrap_or(0))
}

pub(crate) fn assets(db: &Connection) -> Result<Vec<Asset>> {
    all(db, ASSETS, [], |row| col(row, 0))
}

pub(crate) fn document(db: &Connection, collection: &str, key: &str) -> Result<Option<Document>> {
    db.prepare_cached(DOCUMENT)?.query_row([collection, key], to_document).optional()
}

pub(crate) fn documents(
    db: &Connection,
    collection: &str,
    prefix: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<Document>> {
    let mut documents = match after {
        Some(after) if after >= prefix => {
            all(db, DOCUMENTS_AFTER, params![collection, after, limit], to_document)?
        }
        Some(_) | None => all(db, DOCUMENTS_FROM, params![collection, prefix, limit], to_document)?,
    };
    let matching = documents.iter().take_while(|document| document.key.starts_with(prefix));
    documents.truncate(matching.count());
    Ok(documents)
}

pub(crate) fn tally(db: &Connection, name: &str) -> Result<i64> {
    let row = db.prepare_cached(TALLY)?.query_row([name], |row| row.get(0)).optional()?;
    Ok(row.unwrap_or(0))
}

pub(crate) fn receipt(db: &Connection, key: Digest) -> Result<Option<Receipt>> {
    let read = |row: &Row<'_>| {
        Ok(Receipt {
            key: col(row, 0)?,
            payload: col(row, 1)?,
            at: col(row, 2)?,
            answer: row.get(3)?,
        })
    };
    db.prepare_cached(RECEIPT)?.query_row([key.0], read).optional()
}

pub(crate) fn outbox(db: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Outgoing>> {
    all(db, OUTBOX, params![millis(now), limit], |row| {
        Ok(Outgoing { id: col(row, 0)?, after: col(row, 1)?, body: row.get(2)? })
    })
}

fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(params, read)?.collect()
}

fn to_stream(row: &Row<'_>) -> Result<Stream> {
    let deadline: Option<Col<Timestamp>> = row.get(2)?;
    Ok(Stream {
        id: col(row, 0)?,
        number: col(row, 1)?,
        deadline: deadline.map(|Col(deadline)| deadline),
        kind: row.get(3)?,
        head: col(row, 4)?,
        basis: row.get::<_, SharedText>(6)?.into(),
        brief: row.get::<_, Option<SharedText>>(7)?.map(Image::from),
        snapshot: row.get::<_, SharedText>(5)?.into(),
    })
}

fn to_wallet(row: &Row<'_>) -> Result<(PartyId, Wallet)> {
    let wallet = Wallet {
        asset: col(row, 1)?,
        balance: col(row, 2)?,
        held: col(row, 3)?,
        pending: col(row, 4)?,
    };
    Ok((col(row, 0)?, wallet))
}

fn to_document(row: &Row<'_>) -> Result<Document> {
    Ok(Document {
        collection: row.get(0)?,
        key: row.get(1)?,
        version: col(row, 2)?,
        body: row.get(3)?,
    })
}

fn col<T>(row: &Row<'_>, place: usize) -> Result<T>
where
    Col<T>: rusqlite::types::FromSql,
{
    row.get(place).map(|Col(value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scan or a sort would make a page cost what the table holds.
    #[test]
    fn no_question_scans_or_sorts() {
        let db = Connection::open_in_memory().expect("a database");
        db.execute_batch(include_str!("schema.sql")).expect("the schema");
        let questions = [
            STREAM,
            STREAMS,
            ENTRIES,
            NEXT_FACET,
            FIRST_FACET,
            NEWEST,
            OLDEST,
            DUE,
            WALLETS,
            ALL_WALLETS,
            BALANCE,
            DOCUMENT,
            DOCUMENTS_FROM,
            DOCUMENTS_AFTER,
            TALLY,
            RECEIPT,
            OUTBOX,
        ];
        for question in questions {
            let mut statement =
                db.prepare(&format!("EXPLAIN QUERY PLAN {question}")).expect("a plan");
            let nulls = vec![rusqlite::types::Null; statement.parameter_count()];
            let plan = statement
                .query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3))
                .and_then(Iterator::collect::<Result<Vec<_>>>)
                .expect("a plan");
            let cheap = plan.iter().all(|step| step.starts_with("SEARCH"));
            assert!(cheap, "{question}: {plan:?}");
        }
    }
}
