//! The database goes away for a while.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio_util::sync::CancellationToken;

use crate::random::Random;

/// Cuts connections, or holds SQLite's lock, now and then until `quiet`: how often.
pub(crate) async fn now_and_then(url: String, seed: u64, quiet: CancellationToken) -> usize {
    let mut random = Random::new(seed, 2);
    let mut cuts = 0;
    loop {
        tokio::select! {
            () = quiet.cancelled() => return cuts,
            () = tokio::time::sleep(random.between(8_000, 16_000)) => {}
        }
        let time = random.between(500, 4_000);
        let cut = match url.starts_with("sqlite:") {
            true => hold(&url, time).await,
            false => cut(&url, time).await,
        };
        cut.expect("the database can be cut off");
        cuts += 1;
    }
}

/// Another process writes for as long.
async fn hold(url: &str, time: Duration) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect(url).await?;
    connection.execute("PRAGMA busy_timeout = 10000").await?;
    connection.execute("BEGIN IMMEDIATE").await?;
    tokio::time::sleep(time).await;
    connection.execute("ROLLBACK").await?;
    connection.close().await
}

/// All connections break, and nobody can connect for as long.
async fn cut(url: &str, time: Duration) -> Result<(), sqlx::Error> {
    let mut server = url::Url::parse(url).expect("the database's address is a URL");
    let name = server.path().trim_start_matches('/').to_owned();
    server.set_path("postgres");
    let mut connection = PgConnection::connect(server.as_str()).await?;
    let allow =
        |whether| AssertSqlSafe(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {whether}"));
    connection.execute(allow(false)).await?;
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
    connection
        .execute(AssertSqlSafe(format!("{end}'{name}'")))
        .await?;
    tokio::time::sleep(time).await;
    connection.execute(allow(true)).await?;
    connection.close().await
}
