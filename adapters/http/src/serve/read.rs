//! Whether a request's body was read to its end. A connection cannot go on while the rest of a
//! body is on its way, so an answer that comes before it has to say that it closes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

/// Tells whether a [`Watched`] body has come to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct End(Arc<AtomicBool>);

/// A body that notes when it has been read to its end.
pub(super) struct Watched {
    body: Body,
    end: End,
}

impl End {
    /// Watches a body; `None` if there is nothing in it to be read.
    pub(super) fn of(body: Body) -> (Body, Option<Self>) {
        if body.is_end_stream() {
            return (body, None);
        }
        let end = Self::default();
        (Body::new(Watched { body, end: end.clone() }), Some(end))
    }

    pub(super) fn is_reached(&self) -> bool {
        self.0.load(Ordering::Acquire)
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
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.end.0.store(true, Ordering::Release);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
