//! The rest of a request's body. A connection cannot go on while it is on its way, so it is read
//! to its end before an answer that did not need it; where it is too long for that, the answer
//! says that the connection closes.

use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::time::timeout;

use crate::body::BodyLimits;

/// Where a body is left that was not read to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest(Arc<Mutex<Option<Body>>>);

/// A body that leaves its rest when it is dropped.
struct Watched {
    body: Body,
    rest: Rest,
    ended: bool,
}

impl Rest {
    /// Watches a body; `None` if there is nothing in it to be read.
    pub(super) fn of(body: Body) -> (Body, Option<Self>) {
        if body.is_end_stream() {
            return (body, None);
        }
        let rest = Self::default();
        (Body::new(Watched { body, rest: rest.clone(), ended: false }), Some(rest))
    }

    /// Reads what was left, within limits; `true` if the connection can go on.
    pub(super) async fn read(self, limits: BodyLimits) -> bool {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut body) = rest else { return true };
        let mut left = limits.bytes;
        let all = async {
            while let Some(frame) = body.frame().await {
                let length = frame.ok()?.data_ref().map_or(0, Bytes::len);
                left = left.checked_sub(length)?;
            }
            Some(())
        };
        matches!(timeout(limits.time, all).await, Ok(Some(())))
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.ended {
            let body = mem::take(&mut self.body);
            *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        self.ended = matches!(frame, Poll::Ready(None)) || self.body.is_end_stream();
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
