//! Accepting connections within limits, so that slow or silent clients can neither use up the process nor keep it from
//! ending.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Limits of a server's connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Connections {
    /// Most that are open at the same time; further ones wait. A process may open 1,024 files by default.
    pub(crate) most: usize,
    /// Within this time a client must send the headers of its first or next request.
    pub(crate) headers: Duration,
    /// How long open requests may go on when the server stops.
    pub(crate) grace: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            most: 512,
            headers: Duration::from_secs(10),
            // GitHub waits ten seconds for an answer.
            grace: Duration::from_secs(10),
        }
    }
}

impl Connections {
    /// Answers requests until `stop`, and then finishes those that are open, within the time of grace.
    pub(crate) async fn serve(
        self,
        mut listener: TcpListener,
        router: Router,
        stop: CancellationToken,
    ) {
        let free = Arc::new(Semaphore::new(self.most));
        let mut open = JoinSet::new();
        loop {
            let accepted = async {
                let slot = Arc::clone(&free).acquire_owned().await;
                // Where accepting fails, for example for want of file descriptors, axum's listener tries again.
                (slot, Listener::accept(&mut listener).await.0)
            };
            let (slot, stream) = tokio::select! {
                () = stop.cancelled() => break,
                accepted = accepted => accepted,
            };
            let (router, stop) = (router.clone(), stop.clone());
            open.spawn(async move {
                let _slot = slot;
                self.answer(stream, router, stop).await;
            });
            while open.try_join_next().is_some() {}
        }
        drop(listener);
        while open.join_next().await.is_some() {}
    }

    /// Answers the requests of one connection. Its errors are the client's: a request that is not HTTP, or too slow.
    async fn answer(self, stream: TcpStream, router: Router, stop: CancellationToken) {
        let service = TowerToHyperService::new(router);
        let mut server = http1::Builder::new();
        server
            .timer(TokioTimer::new())
            .header_read_timeout(self.headers);
        let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
        tokio::select! {
            _ = connection.as_mut() => return,
            () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        let _: Result<Result<(), hyper::Error>, _> =
            tokio::time::timeout(self.grace, connection).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::task::JoinHandle;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n";
    const SHORT: Connections = Connections {
        most: 2,
        headers: Duration::from_millis(50),
        grace: Duration::from_millis(50),
    };

    async fn started(
        limits: Connections,
        router: Router,
    ) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stop = CancellationToken::new();
        let serving = tokio::spawn(limits.serve(listener, router, stop.clone()));
        (address, stop, serving)
    }

    /// Sends this much of a request, and waits for all that the server answers before it closes the connection.
    async fn answer(address: SocketAddr, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream
            .write_all(request)
            .await
            .expect("the request is sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    fn greeting() -> Router {
        Router::new().route("/", get(async || "hello"))
    }

    #[tokio::test]
    async fn half_a_request_is_given_up() {
        let (address, stop, serving) = started(SHORT, greeting()).await;
        let slow = || answer(address, &REQUEST[..20]);
        // As many as may be open, and some that wait for them.
        let slow = async { tokio::join!(slow(), slow(), slow()) };
        let (slow, quick) = tokio::join!(slow, answer(address, REQUEST));
        assert!(quick.ends_with("hello"), "{quick}");
        let slow: [String; 3] = slow.into();
        assert!(
            slow.iter().all(|answer| !answer.contains("200")),
            "{slow:?}"
        );
        stop.cancel();
        serving.await.expect("no panic");
    }

    #[tokio::test]
    async fn a_request_that_never_ends_does_not_keep_the_server() {
        let never = Router::new().route("/", get(std::future::pending::<&'static str>));
        let (address, stop, serving) = started(SHORT, never).await;
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream
            .write_all(REQUEST)
            .await
            .expect("the request is sent");
        stop.cancel();
        serving.await.expect("no panic");
    }
}
