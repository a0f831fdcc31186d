//! Connections to GitHub, directly or through the proxy that the environment names, with TLS to GitHub itself in either
//! case: a proxy learns which host is called, and nothing of the call.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use hyper_rustls::{
    ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream,
};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::{GithubError, innermost};

type Error = Box<dyn std::error::Error + Send + Sync>;
type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;
type Connecting = Pin<Box<dyn Future<Output = Result<Stream, Error>> + Send>>;

/// Connects to GitHub and speaks TLS with it, where its address is one of HTTPS.
///
/// Proxies come from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, as for git. Certificates are those of the
/// system, or of `SSL_CERT_FILE` and `SSL_CERT_DIR` in their place.
///
/// # Errors
/// When the system's certificates cannot be read.
pub(crate) fn connector(timeout: Duration) -> Result<HttpsConnector<Way>, GithubError> {
    let tls = tls()?;
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(timeout));
    let way = Way {
        proxies: Arc::new(Matcher::from_env()),
        first: with_tls(tls.clone(), tcp),
    };
    Ok(with_tls(tls, way))
}

fn with_tls<C>(tls: ClientConfig, connector: C) -> HttpsConnector<C> {
    HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector)
}

fn tls() -> Result<ClientConfig, GithubError> {
    let unusable = |error: &dyn std::fmt::Display| GithubError::Settings {
        message: format!(
            "cannot use TLS: {error}; check SSL_CERT_FILE and the system's certificates"
        ),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?;
    let roots = builder
        .with_native_roots()
        .map_err(|error| unusable(&error))?;
    Ok(roots.with_no_client_auth())
}

/// The way to a host up to the point where TLS with it can begin.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    proxies: Arc<Matcher>,
    /// Connects to the host or to the proxy; with TLS only to a proxy whose address is one of HTTPS.
    first: HttpsConnector<HttpConnector>,
}

impl Service<Uri> for Way {
    type Response = Stream;
    type Error = Error;
    type Future = Connecting;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.first.poll_ready(context)
    }

    fn call(&mut self, host: Uri) -> Connecting {
        let Some(target) = bare(&host) else {
            return Box::pin(async { Err("the address has no host".into()) });
        };
        match self.proxies.intercept(&host) {
            None => Box::pin(self.first.call(target)),
            Some(proxy) => through(self.first.clone(), proxy, target),
        }
    }
}

/// Asks a proxy to connect to `target`, and speaks with it from then on.
fn through(first: HttpsConnector<HttpConnector>, proxy: Intercept, target: Uri) -> Connecting {
    let name = proxy
        .uri()
        .authority()
        .map(Authority::to_string)
        .unwrap_or_default();
    if !matches!(proxy.uri().scheme_str(), Some("http" | "https")) {
        let message =
            format!("the proxy {name} does not speak HTTP; name one with http:// or https://");
        return Box::pin(async { Err(message.into()) });
    }
    let mut tunnel = Tunnel::new(proxy.uri().clone(), first);
    if let Some(credentials) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(credentials.clone());
    }
    Box::pin(async move {
        let connected = tunnel.call(target).await;
        connected.map_err(|error| {
            format!("the proxy {name} does not connect: {}", innermost(&error)).into()
        })
    })
}

/// The address for a connection without TLS to the same host and port.
fn bare(host: &Uri) -> Option<Uri> {
    let port = match host.scheme() {
        Some(scheme) if *scheme == Scheme::HTTPS => 443,
        _ => 80,
    };
    let port = host.port_u16().unwrap_or(port);
    Uri::builder()
        .scheme(Scheme::HTTP)
        .authority(format!("{}:{port}", host.host()?))
        .path_and_query(PathAndQuery::from_static("/"))
        .build()
        .ok()
}
