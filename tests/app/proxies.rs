//! Calls to GitHub through a company's proxy, with a certificate of its own authority.

use std::sync::{Arc, Mutex, PoisonError};

use countersign_world::World;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::doctor::Stage;

/// The certificate of `localhost`, which it signed itself.
const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/app/tls/cert.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/app/tls/key.pem");

/// A world that is spoken to with TLS.
async fn world() -> World {
    let front = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", front.local_addr().unwrap().port());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let certificate = CertificateDer::from_pem_file(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_file(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = front.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust the certificate goes away.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut world = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut world).await;
            });
        }
    });
    World::start_behind(&address, port).await
}

/// A proxy that connects to this machine, and what was sent to it.
#[derive(Clone)]
struct Proxy {
    port: u16,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Proxy {
    /// One that answers CONNECT with this status line.
    async fn start(status: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            sent: Arc::default(),
        };
        let own = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().relay(stream, status));
            }
        });
        proxy
    }

    async fn relay(self, mut client: TcpStream, status: &'static str) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(client.read_u8().await.unwrap());
        }
        self.note(&head);
        let answer = format!("HTTP/1.1 {status}\r\n\r\n");
        client.write_all(answer.as_bytes()).await.unwrap();
        let head = String::from_utf8(head).unwrap();
        let port = head
            .split([' ', ':'])
            .nth(2)
            .and_then(|port| port.parse::<u16>().ok());
        let (Some(port), true) = (port, status.starts_with("200")) else {
            return;
        };
        let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        let back = tokio::spawn(async move {
            let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
        });
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = from_client.read(&mut bytes).await {
            self.note(&bytes[..read]);
            if to_server.write_all(&bytes[..read]).await.is_err() {
                break;
            }
        }
        back.abort();
    }

    fn note(&self, bytes: &[u8]) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.extend_from_slice(bytes);
    }

    /// Everything that clients sent, as text.
    fn sent(&self) -> String {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&sent).into_owned()
    }
}

#[tokio::test]
async fn a_proxy_carries_calls_and_learns_nothing_of_them() {
    let stage = Stage::at(world().await).await;
    let proxy = Proxy::start("200 Connected").await;
    let address = format!("http://clerk:pass%20word@127.0.0.1:{}", proxy.port);
    let said = stage
        .ask(|command| {
            command
                .env("SSL_CERT_FILE", CERTIFICATE)
                .env("HTTPS_PROXY", &address);
        })
        .await;
    assert_eq!(said.of("github").0, "ok", "{}", said.checks);
    assert_eq!(said.of("app").1, "Countersign (countersign[bot])");
    let sent = proxy.sent();
    let host = stage.world.api_url().replace("https://", "");
    assert!(
        sent.starts_with(&format!("CONNECT {host} HTTP/1.1\r\n")),
        "{sent}"
    );
    // clerk:pass word
    assert!(
        sent.contains("Proxy-Authorization: Basic Y2xlcms6cGFzcyB3b3Jk\r\n"),
        "{sent}"
    );
    for clear in ["Bearer", "GET /", "POST /", "authorization: "] {
        assert!(!sent.contains(clear), "{clear}: {sent}");
    }
    assert_eq!(stage.world.unexpected(), [""; 0]);
}

#[tokio::test]
async fn hosts_without_proxy_are_called_directly() {
    let stage = Stage::at(world().await).await;
    let proxy = Proxy::start("200 Connected").await;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let said = stage
        .ask(|command| {
            command
                .env("SSL_CERT_FILE", CERTIFICATE)
                .env("HTTPS_PROXY", &address)
                .env("NO_PROXY", "internal.example,localhost");
        })
        .await;
    assert_eq!(said.of("app").0, "ok", "{}", said.checks);
    assert_eq!(proxy.sent(), "");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named() {
    let stage = Stage::at(world().await).await;
    for (status, reason) in [
        (
            "407 Proxy Authentication Required",
            "proxy authorization required",
        ),
        ("403 Forbidden", "unsuccessful"),
    ] {
        let proxy = Proxy::start(status).await;
        let address = format!("http://clerk:open-sesame@127.0.0.1:{}", proxy.port);
        let said = stage
            .ask(|command| {
                command
                    .env("SSL_CERT_FILE", CERTIFICATE)
                    .env("HTTPS_PROXY", &address);
            })
            .await;
        let (status, message, remedy) = said.of("github");
        assert_eq!(status, "failed", "{}", said.checks);
        let expected = format!("the proxy 127.0.0.1:{} does not connect", proxy.port);
        assert!(
            message.contains(&expected) && message.contains(reason),
            "{message}"
        );
        assert!(remedy.contains("HTTPS_PROXY"), "{remedy}");
        assert!(
            !said.checks.to_string().contains("sesame"),
            "{}",
            said.checks
        );
    }
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let stage = Stage::at(world().await).await;
    let said = stage.ask(|_| {}).await;
    assert_eq!(said.of("github").0, "failed", "{}", said.checks);
    assert!(
        said.of("github").2.contains("SSL_CERT_FILE"),
        "{}",
        said.checks
    );
}
