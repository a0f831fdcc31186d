//! `POST /webhook`: verifies, stores and answers a delivery. Nothing is parsed before it is verified.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use countersign_store::Received;

use super::intake::LARGEST_BODY;
use super::{Intake, signature};
use crate::events;

/// Time limit of an answer: GitHub waits ten seconds.
const TIME_LIMIT: Duration = Duration::from_secs(9);
/// Longest GUID or event name that is accepted; GitHub's are shorter.
const LONGEST_NAME: usize = 100;

/// Takes in one delivery.
pub(super) async fn receive(State(intake): State<Intake>, request: Request) -> StatusCode {
    let Ok(_slot) = intake.slots.try_acquire() else {
        return counted(StatusCode::SERVICE_UNAVAILABLE);
    };
    let answer = tokio::time::timeout(TIME_LIMIT, take_in(&intake, request)).await;
    counted(answer.unwrap_or(StatusCode::SERVICE_UNAVAILABLE))
}

fn counted(status: StatusCode) -> StatusCode {
    metrics::counter!("countersign_deliveries_total", "status" => status.as_str().to_owned())
        .increment(1);
    status
}

async fn take_in(intake: &Intake, request: Request) -> StatusCode {
    let head = match Head::of(request.headers()) {
        Ok(head) => head,
        Err(status) => return status,
    };
    let Ok(_room) = intake.room.try_acquire_many(kib(request.headers())) else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => return rejection.status(),
    };
    if !signature::is_valid(&intake.secrets, &head.digest, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    let now_ms = intake.clock.now_ms();
    match events::take_in(&intake.store, &head.event, &head.guid, &body, now_ms).await {
        Ok(Received::New | Received::Revived) => StatusCode::ACCEPTED,
        Ok(Received::Known) => StatusCode::OK,
        Err(events::IntakeError::NotJson) => StatusCode::BAD_REQUEST,
        Err(events::IntakeError::Store(error)) => {
            tracing::warn!(
                class = error.class(),
                "cannot store a delivery: the database failed"
            );
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// How many KiB the body may take, at least one: as many as its header says, or as the largest if there is no header.
fn kib(headers: &HeaderMap) -> u32 {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let bytes = length.unwrap_or(LARGEST_BODY).min(LARGEST_BODY);
    u32::try_from(bytes / 1_024).unwrap_or(u32::MAX).max(1)
}

/// What the headers of a delivery say.
struct Head {
    event: String,
    guid: String,
    digest: [u8; 32],
}

impl Head {
    fn of(headers: &HeaderMap) -> Result<Self, StatusCode> {
        let signature = headers.get("x-hub-signature-256");
        let digest = signature
            .and_then(|header| signature::parse(header.as_bytes()))
            .ok_or(StatusCode::UNAUTHORIZED)?;
        let content_type = headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next());
        if !essence.is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json")) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let name = |header: &str| {
            let value = headers.get(header)?.to_str().ok()?;
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            let is_name = (1..=LONGEST_NAME).contains(&value.len()) && value.bytes().all(fits);
            is_name.then(|| value.to_owned())
        };
        Ok(Self {
            event: name("x-github-event").ok_or(StatusCode::BAD_REQUEST)?,
            guid: name("x-github-delivery").ok_or(StatusCode::BAD_REQUEST)?,
            digest,
        })
    }
}
