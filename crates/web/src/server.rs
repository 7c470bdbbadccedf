//! Listening on loopback: connections within bounds, requests to the gate.

use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodFilter, on};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use onus_case::Notice;
use onus_ingest::documents::process::Reader;
use onus_store::DeviceHome;
use tokio::sync::Semaphore;

use crate::desk::House;
use crate::gate::{self, Gate};
use crate::routes;

/// The most connections at a time; others wait.
const CONNECTIONS: usize = 128;

/// How long the head of a request may take, and a connection be idle between two.
const HEAD: Duration = Duration::from_secs(15);

/// What is served, and how.
pub struct Serving {
    /// Where to listen. Anything but loopback is refused.
    pub listener: TcpListener,
    /// The folder of the case.
    pub case: PathBuf,
    /// Where this computer keeps its device keys.
    pub home: DeviceHome,
    /// After how many seconds without a request a session is locked.
    pub lock_after: u64,
    /// Seconds since 1970-01-01T00:00:00Z, by this computer's clock.
    pub clock: fn() -> u64,
    /// What a reader is told of a case that was opened.
    pub told: fn(&Notice) -> String,
    /// What reads documents that are added, in a process of its own.
    pub reader: Reader,
}

/// Serves until the process ends.
///
/// # Errors
///
/// When the address is not loopback, or the system refuses to listen.
pub fn serve(serving: Serving) -> io::Result<()> {
    let address = serving.listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{address} is not loopback: others could reach it, unencrypted"),
        ));
    }
    serving.listener.set_nonblocking(true)?;
    let house = House {
        clock: serving.clock,
        told: serving.told,
        lock_after: serving.lock_after.max(1),
        home: serving.home,
        reader: serving.reader,
    };
    let gate = Gate::new(serving.case, house, address.port())
        .ok_or_else(|| io::Error::other("the system gives no randomness"))?;
    let router = router(&Arc::new(gate));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(listen(serving.listener, router))
}

/// The router, made from the table of routes and from nothing else.
fn router(gate: &Arc<Gate>) -> Router {
    let mut router = Router::new();
    for route in routes::all() {
        let filter =
            if route.rule.method == "POST" { MethodFilter::POST } else { MethodFilter::GET };
        let gate = Arc::clone(gate);
        let handler = move |request: Request| gate::pass(Arc::clone(&gate), route, request);
        router = router.route(route.rule.path, on(filter, handler));
    }
    let (nowhere, refused) = (Arc::clone(gate), Arc::clone(gate));
    router
        .fallback(move |request: Request| gate::nowhere(Arc::clone(&nowhere), request))
        .method_not_allowed_fallback(move |request: Request| {
            gate::not_so(Arc::clone(&refused), request)
        })
}

async fn listen(listener: TcpListener, router: Router) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            // Too many open files, or a caller who is gone already: the next one may be served.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        if !peer.ip().is_loopback() {
            continue;
        }
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let served = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_headers(64)
                .serve_connection(TokioIo::new(stream), service);
            // Who breaks off or is too slow gets no answer; there is nobody to tell.
            let _ = served.await;
            drop(permit);
        });
    }
}
