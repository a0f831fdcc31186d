//! Authentication and permissions of a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::answer::Answer;
use crate::moment;
use crate::state::{Holder, Repository, Standing, State};
use crate::{APP_ID, PUBLIC_KEY};

/// GitHub takes no JWT that is good for longer, in seconds.
const LONGEST_JWT: i64 = 600;
/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 60;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    App,
    Holder(Holder),
    Nobody,
}

/// What a route asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Need {
    /// Nothing: everyone may ask.
    Open,
    /// The App's JWT.
    App,
    /// An installation token.
    Installation,
    /// Any token.
    Token,
    /// A permission in the repository that the path names, `write` or only read.
    In(&'static str, bool),
}

#[derive(Deserialize)]
struct Claims {
    iss: serde_json::Value,
    iat: i64,
    exp: i64,
}

/// Reads an `Authorization` header.
pub(crate) fn caller(state: &State, header: Option<&str>) -> Result<Caller, Answer> {
    let Some(header) = header else {
        return Ok(Caller::Nobody);
    };
    let Some((scheme, value)) = header.split_once(' ') else {
        return Err(Answer::error(401, "Bad credentials"));
    };
    let token = match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "token" => value.to_owned(),
        "basic" => basic_password(value).unwrap_or_default(),
        _ => return Err(Answer::error(401, "Bad credentials")),
    };
    if token.split('.').count() == 3 {
        return jwt(&token);
    }
    holder(state, &token)
}

fn basic_password(value: &str) -> Option<String> {
    let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}

fn jwt(token: &str) -> Result<Caller, Answer> {
    let refuse = |message: &str| Err(Answer::error(401, message));
    let Ok(key) = DecodingKey::from_rsa_pem(PUBLIC_KEY.as_bytes()) else {
        return refuse("the world's key cannot be read");
    };
    let mut validation = Validation::new(Algorithm::RS256);
    // Expiry is looked at below, with GitHub's own sentences.
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    let Ok(data) = jsonwebtoken::decode::<Claims>(token, &key, &validation) else {
        return refuse("A JSON web token could not be decoded");
    };
    let claims = data.claims;
    let now = moment::now_ms() / 1_000;
    let issuer = claims.iss.to_string();
    if issuer.trim_matches('"') != APP_ID.to_string() {
        return refuse("Integration not found");
    }
    if claims.exp <= now - LEEWAY {
        return refuse(
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
        );
    }
    if claims.exp > now + LONGEST_JWT || claims.exp - claims.iat > LONGEST_JWT {
        return refuse("'Expiration time' claim ('exp') is too far in the future");
    }
    if claims.iat > now + LEEWAY {
        return refuse(
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
        );
    }
    Ok(Caller::App)
}

fn holder(state: &State, token: &str) -> Result<Caller, Answer> {
    let bad = || Answer::error(401, "Bad credentials");
    let token = state.tokens.get(token).ok_or_else(bad)?;
    if token.expires_ms <= moment::now_ms() {
        return Err(bad());
    }
    let Holder::Installation(id) = token.holder else {
        return Ok(Caller::Holder(token.holder));
    };
    match state.installations.get(&id).map(|entry| entry.standing) {
        Some(Standing::Active) => Ok(Caller::Holder(token.holder)),
        Some(Standing::Suspended) => {
            Err(Answer::error(403, "This installation has been suspended"))
        }
        Some(Standing::Removed) | None => Err(bad()),
    }
}

/// Whether `caller` may do what needs `need`; `repository` is the one that the path names.
pub(crate) fn check(
    state: &State,
    caller: Caller,
    need: Need,
    repository: Option<&Repository>,
) -> Result<(), Answer> {
    match (need, caller) {
        (Need::Open, Caller::Nobody | Caller::Holder(_))
        | (Need::App, Caller::App)
        | (Need::Installation, Caller::Holder(Holder::Installation(_)))
        | (Need::Token, Caller::Holder(_)) => Ok(()),
        (Need::App, _) => Err(Answer::error(401, "A JSON web token could not be decoded")),
        (_, Caller::App) => Err(Answer::error(
            401,
            "Requires authentication with an installation token",
        )),
        (Need::Installation | Need::Token, Caller::Nobody) => {
            Err(Answer::error(401, "Requires authentication"))
        }
        (Need::Installation, Caller::Holder(_)) => Err(Answer::error(
            403,
            "You must authenticate with an installation access token in order to list repositories for an installation.",
        )),
        (Need::In(permission, write), caller) => {
            let repository = repository.ok_or_else(Answer::not_found)?;
            in_repository(state, caller, permission, write, repository)
        }
    }
}

/// The same inside one repository.
pub(crate) fn in_repository(
    state: &State,
    caller: Caller,
    permission: &str,
    write: bool,
    repository: &Repository,
) -> Result<(), Answer> {
    let seen_by_all = !repository.private && !write && permission != "administration";
    match caller {
        Caller::Nobody if seen_by_all => Ok(()),
        Caller::Nobody | Caller::App => Err(Answer::not_found()),
        Caller::Holder(Holder::User(user)) => {
            let role = repository.permissions.get(&user).map(String::as_str);
            match role {
                _ if seen_by_all || repository.owner == user => Ok(()),
                // Everybody with read access can comment, but only writers set checks.
                Some(_) if !write || permission != "checks" => Ok(()),
                None if !repository.private && permission != "checks" => Ok(()),
                None => Err(Answer::not_found()),
                Some(_) => Err(Answer::error(403, "Must have admin rights to Repository.")),
            }
        }
        Caller::Holder(Holder::Installation(id)) => {
            let installation = state.installations.get(&id).ok_or_else(Answer::not_found)?;
            if !state.reaches(installation, repository) {
                return if seen_by_all {
                    Ok(())
                } else {
                    Err(Answer::not_found())
                };
            }
            let granted = permission.split('|').any(|permission| {
                let level = installation.permissions.get(permission);
                level.is_some_and(|level| !write || level == "write")
            });
            if granted {
                return Ok(());
            }
            Err(Answer::error(403, "Resource not accessible by integration")
                .header("x-accepted-github-permissions", permission))
        }
    }
}
