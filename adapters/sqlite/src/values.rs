//! How values stand in columns. Byte order is the order of the values, so that keys sort.

use std::collections::BTreeMap;

use earnest::ids::{Digest, InstanceId, PartyId};
use earnest::ledger::Account;
use earnest::money::Asset;
use earnest::time::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// A column of one of the project's own types.
pub(crate) struct Col<T>(pub(crate) T);

/// A key above every identity, and one below: they stand for "from the end" in ranges.
pub(crate) const LAST: [u8; 17] = [0xFF; 17];
pub(crate) const FIRST: [u8; 0] = [];

/// An identity as a key.
pub(crate) fn key(id: u128) -> [u8; 16] {
    id.to_be_bytes()
}

/// A number as a column. By `Commit::validate` no kept number is above 2^63 - 1.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A moment as a column.
pub(crate) fn millis(at: Timestamp) -> i64 {
    int(at.as_millis())
}

/// An asset as a key: `CODE/EE`, with two digits of exponent so that it sorts as assets do.
pub(crate) fn asset(asset: Asset) -> String {
    format!("{}/{:02}", asset.code(), asset.exponent())
}

/// The name of an account without an owner. Others have no row.
pub(crate) fn house(account: Account) -> Option<&'static str> {
    match account {
        Account::Fees => Some("fees"),
        Account::World => Some("world"),
        Account::Wallet(_) | Account::Escrow(_) => None,
    }
}

/// Lists and facets of a stream in one column. No text holds a NUL, by `Commit::validate`.
pub(crate) fn pack(places: &BTreeMap<String, String>) -> String {
    let mut packed = String::new();
    for (list, facet) in places {
        packed.push_str(list);
        packed.push('\0');
        packed.push_str(facet);
        packed.push('\0');
    }
    packed
}

/// The lists and facets in such a column.
pub(crate) fn unpack(packed: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut texts = packed.split_terminator('\0');
    std::iter::from_fn(move || texts.next().zip(texts.next()))
}

/// An amount that fits is an integer, so that the file reads well; others are 16 bytes.
impl ToSql for Col<i128> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match i64::try_from(self.0) {
            Ok(small) => Ok(small.into()),
            Err(_) => Ok(self.0.to_be_bytes().to_vec().into()),
        }
    }
}

impl FromSql for Col<i128> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Integer(small) => Ok(Self(small.into())),
            _ => bytes(value).map(i128::from_be_bytes).map(Self),
        }
    }
}

impl FromSql for Col<u128> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        bytes(value).map(u128::from_be_bytes).map(Self)
    }
}

impl FromSql for Col<InstanceId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Col::column_result(value).map(|Col(id)| Self(InstanceId(id)))
    }
}

impl FromSql for Col<PartyId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Col::column_result(value).map(|Col(id)| Self(PartyId(id)))
    }
}

impl FromSql for Col<Digest> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        bytes(value).map(Digest).map(Self)
    }
}

impl FromSql for Col<Asset> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let (code, exponent) = value.as_str()?.split_once('/').ok_or(FromSqlError::InvalidType)?;
        let exponent = exponent.parse().map_err(FromSqlError::other)?;
        Asset::new(code, exponent).map(Self).map_err(FromSqlError::other)
    }
}

impl FromSql for Col<u64> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        u64::try_from(number).map(Self).map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl FromSql for Col<Timestamp> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let Col(number) = Col::<u64>::column_result(value)?;
        Timestamp::from_millis(number).map(Self).ok_or(FromSqlError::OutOfRange(int(number)))
    }
}

fn bytes<const N: usize>(value: ValueRef<'_>) -> FromSqlResult<[u8; N]> {
    let blob = value.as_blob()?;
    blob.try_into()
        .map_err(|_| FromSqlError::InvalidBlobSize { expected_size: N, blob_size: blob.len() })
}
