//! How an operator asks a program to stop.

use tokio_util::sync::CancellationToken;

use crate::fault::Fault;

/// Cancels a token for each SIGTERM or SIGINT, in order.
#[cfg(unix)]
pub(crate) fn end_on_signals(
    tokens: impl IntoIterator<Item = CancellationToken, IntoIter: Send + 'static>,
) -> Result<(), Fault> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate()).map_err(Fault::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Fault::Signals)?;
    let tokens = tokens.into_iter();
    tokio::spawn(async move {
        for token in tokens {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("stopping");
            token.cancel();
        }
    });
    Ok(())
}

/// Cancels a token for each Ctrl-C, in order.
#[cfg(not(unix))]
pub(crate) fn end_on_signals(
    tokens: impl IntoIterator<Item = CancellationToken, IntoIter: Send + 'static>,
) -> Result<(), Fault> {
    let tokens = tokens.into_iter();
    tokio::spawn(async move {
        for token in tokens {
            if let Err(error) = tokio::signal::ctrl_c().await {
                tracing::error!(%error, "signals cannot be caught");
                return;
            }
            tracing::info!("stopping");
            token.cancel();
        }
    });
    Ok(())
}
