//! The production router on a loopback port.

use std::net::SocketAddr;

use countersign_store::Store;
use countersign_webhooks::{Clock, Intake, router};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A receiver, until it is aborted.
pub(crate) async fn serve(store: Store, secret: String) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("there is a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let intake = Intake::new(store, vec![secret.into()], Clock::system());
    let serving = tokio::spawn(async move {
        axum::serve(listener, router(intake))
            .await
            .expect("connections can be accepted");
    });
    (address, serving)
}
