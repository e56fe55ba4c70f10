//! Lists, page by page or as one stream.

use std::fmt;
use std::marker::PhantomData;

use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::error::Error;
use crate::transport::Request;

/// How many elements a page has when all of them are wanted: the most the server gives.
const MOST: u8 = 100;

/// A list on the server, not read yet.
#[derive(Clone)]
pub struct List<T> {
    client: Client,
    request: Request,
    /// What the route calls the size of a page.
    size: &'static str,
    element: PhantomData<fn() -> T>,
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PageQuery {
    /// How many elements at most, 1 to 100; 20 without.
    pub limit: Option<u8>,
    /// The [`next_cursor`](Page::next_cursor) of the page before; the first page without.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Page<T> {
    /// In the order of the list. A page may be shorter than its limit and not be the last.
    #[serde(
        alias = "tasks",
        alias = "messages",
        alias = "proposals",
        alias = "journal",
        alias = "disputes",
        alias = "data"
    )]
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
}

/// The elements of a list, read page by page as they are wanted. Ends after the first error.
pub type Items<T> = BoxStream<'static, Result<T, Error>>;

impl<T: DeserializeOwned + Send + 'static> List<T> {
    pub(crate) fn new(client: &Client, request: Request) -> Self {
        Self { client: client.clone(), request, size: "limit", element: PhantomData }
    }

    /// The same list, if its route calls the size of a page otherwise.
    pub(crate) fn sized(self, size: &'static str) -> Self {
        Self { size, ..self }
    }

    /// One page.
    ///
    /// # Errors
    ///
    /// The code `validation_failed` for a cursor that was not given out.
    pub async fn page(&self, query: &PageQuery) -> Result<Page<T>, Error> {
        let request = self.request.clone().with(self.size, query.limit);
        self.client.ask(&request.with("cursor", query.cursor.as_ref())).await
    }

    /// Every element, also those that come while it is read behind what was read.
    #[must_use]
    pub fn items(self) -> Items<T> {
        let first = PageQuery { limit: Some(MOST), cursor: None };
        stream::try_unfold((self, Some(first)), |(list, query)| async move {
            let Some(query) = query else { return Ok::<_, Error>(None) };
            let page = list.page(&query).await?;
            let next = page.next_cursor.map(|it| PageQuery { cursor: Some(it), ..query });
            Ok(Some((stream::iter(page.items.into_iter().map(Ok)), (list, next))))
        })
        .try_flatten()
        .boxed()
    }
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List").field("request", &self.request).finish_non_exhaustive()
    }
}
