//! From a command line to a server, and in good order back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs, process};

use axum::Router;
use earnest::credits::Credits;
use earnest::ids::{Digest, PartyId};
use earnest::machine::Terms as _;
use earnest::marketplace::{Marketplace, Mode};
use earnest::money::Amount;
use earnest::proposal::Proposal;
use earnest::runs::Runs;
use earnest_http::credits::Folders;
use earnest_http::{App, House, Problem, Settings};
use earnest_service::store::Store;
use earnest_service::{Clock, Memory, Service};
use earnest_sqlite::Sqlite;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::admin;
use crate::fault::Fault;
use crate::options::{Hand, Serve};
use crate::signals;
use crate::welcome;

/// The name of the store that keeps nothing.
const MEMORY: &str = ":memory:";

/// Serves until a signal ends it.
pub(crate) async fn serve(options: &Serve) -> Result<(), Fault> {
    let house = options.terms.as_deref().map_or_else(|| Ok(House::default()), house)?;
    let preset = admin::preset()?;
    let file = match options.data.as_os_str() == MEMORY {
        true => None,
        false => Some(Arc::new(Sqlite::open(&options.data)?)),
    };
    let store: Arc<dyn Store> = match &file {
        Some(file) => Arc::clone(file) as _,
        None => Arc::new(Memory::new()),
    };
    let served = on(options, house, preset, store).await;
    if let Some(file) = file {
        file.close().await;
    }
    served
}

/// Serves from a store.
async fn on(
    options: &Serve,
    house: House,
    preset: Option<admin::Preset>,
    store: Arc<dyn Store>,
) -> Result<(), Fault> {
    let clock = match options.clock {
        Hand::Real => Clock::real(),
        Hand::Manual => Clock::manual(earnest_service::resume(&*store).await?),
    };
    let address = options.listen.clone();
    let fault = |source| Fault::Listen { address, source };
    let bound = TcpListener::bind(&options.listen).await;
    let listener = bound.and_then(|it| it.local_addr().map(|address| (it, address)));
    let (listener, address) = listener.map_err(fault)?;
    let service = Service::new(store, clock).host::<Marketplace>().host::<Proposal>();
    let service = service.host::<Runs>().host::<Credits>();
    let interrupted = service.interrupt_runs().await?;
    if interrupted > 0 {
        tracing::warn!(interrupted, "runs of the server before this one are interrupted");
    }
    let key = admin::admit(&service, preset).await?;
    let shutdown = CancellationToken::new();
    let prefix = options.prefix.clone();
    let (root, passing) = sandboxes(options);
    let sandboxes = Arc::new(Folders::under(root.clone()));
    let app = Arc::new(App { service, house, prefix, sandboxes, shutdown: shutdown.clone() });
    signals::end_on_signals([shutdown.clone()])?;
    // What ended while no server ran.
    app.clear_sandboxes().await;
    let background = tokio::spawn({
        let (app, shutdown) = (Arc::clone(&app), shutdown.clone());
        async move {
            let work = app.service.run(shutdown.cancelled());
            tokio::join!(work, app.keep_sandboxes(shutdown.cancelled()));
        }
    });
    let router = mounted(earnest_http::router(app), &options.prefix);
    welcome::greet(options, address, &key);
    let served = earnest_http::serve(listener, router, Settings::default(), shutdown.clone()).await;
    shutdown.cancel();
    // It can only have panicked, which the log has told; the file is closed all the same.
    drop(background.await);
    if passing {
        // What keeps nothing leaves nothing; there may be nothing.
        drop(fs::remove_dir_all(root));
    }
    tracing::info!("stopped");
    served.map_err(Fault::Serve)
}

/// Where the sandboxes are, and whether they go with the server.
fn sandboxes(options: &Serve) -> (PathBuf, bool) {
    match &options.sandboxes {
        Some(root) => (root.clone(), false),
        None if options.data.as_os_str() == MEMORY => {
            (env::temp_dir().join(format!("earnest-{}.sandboxes", process::id())), true)
        }
        None => {
            let mut beside = options.data.clone().into_os_string();
            beside.push(".sandboxes");
            (beside.into(), false)
        }
    }
}

fn mounted(router: Router, prefix: &str) -> Router {
    if prefix.is_empty() {
        return router;
    }
    Router::new().nest(prefix, router).fallback(|| async { Problem::not_found() })
}

/// The operator's terms.
fn house(path: &Path) -> Result<House, Fault> {
    let text = fs::read_to_string(path)
        .map_err(|source| Fault::Terms { path: path.to_owned(), source })?;
    let house: House = serde_json::from_str(&text)
        .map_err(|source| Fault::NoTerms { path: path.to_owned(), source })?;
    let one = Amount::new(1).unwrap_or_default();
    let terms = house.terms(PartyId(0), one, Mode::Proposals, None);
    let run = house.runs.terms(PartyId(0), Digest([0; 32]), None);
    let credits = house.credits.terms(PartyId(0), one, None);
    let task = terms.unsound().map(|finding| finding.to_string()).next();
    let finding = task.or_else(|| run.unsound().map(|finding| format!("runs: {finding}")).next());
    let finding =
        finding.or_else(|| credits.unsound().map(|finding| format!("credits: {finding}")).next());
    match finding {
        Some(finding) => Err(Fault::Unsound { path: path.to_owned(), finding }),
        None => Ok(house),
    }
}
