//! Delivering webhooks over HTTP as GitHub does, on a connection that is kept.

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use countersign_world::Delivery;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// GitHub waits no longer for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// One connection to a receiver, opened when it is needed.
pub(crate) struct Caller {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Caller {
    /// Somebody who delivers to `address`.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    /// Delivers a webhook: the status of the answer.
    pub(crate) async fn post(&mut self, delivery: &Delivery) -> io::Result<u16> {
        // What fails half-way is not used again.
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.connect().await?,
        };
        let answered = tokio::time::timeout(PATIENCE, exchange(&mut stream, delivery)).await;
        let (status, stays_open) = answered.map_err(io::Error::from)??;
        if stays_open {
            self.stream = Some(stream);
        }
        Ok(status)
    }

    async fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    }
}

async fn exchange(
    stream: &mut BufReader<TcpStream>,
    delivery: &Delivery,
) -> io::Result<(u16, bool)> {
    let mut head = String::from("POST /webhook HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in delivery.headers() {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", delivery.body.len());
    let mut request = head.into_bytes();
    request.extend_from_slice(&delivery.body);
    stream.write_all(&request).await?;
    answer(stream).await
}

/// The status, and whether the connection stays open.
async fn answer(stream: &mut BufReader<TcpStream>) -> io::Result<(u16, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or(io::ErrorKind::UnexpectedEof)?;
    let (mut length, mut stays_open) = (0, true);
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let header = line.trim_end().to_ascii_lowercase();
        match header.split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().unwrap_or(0),
            Some(("connection", value)) => stays_open = value.trim() != "close",
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok((status, stays_open))
}
