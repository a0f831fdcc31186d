//! Sealed cookies: only this service can read them and make them, so that it keeps no sessions and no tokens.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie, CookieJar, Key, SameSite};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha512;

/// What the key is for, so that no other use of the secret makes the same key.
const PURPOSE: &[u8] = b"countersign: cookies, version 1";

/// A cookie of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Who is signed in.
    Session,
    /// A sign-in that has begun.
    SignIn,
}

/// Reads and writes sealed cookies.
pub(super) struct Cookies {
    key: Key,
    is_secure: bool,
}

impl Cookies {
    /// Cookies under a key made from the App's client secret, so that all processes of the service share it.
    pub(super) fn new(client_secret: &SecretString, is_secure: bool) -> Self {
        let secret = client_secret.expose_secret().as_bytes();
        let mut bytes = [0; 64];
        // HMAC takes keys of any length.
        if let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(secret) {
            mac.update(PURPOSE);
            bytes.copy_from_slice(&mac.finalize().into_bytes());
        }
        Self {
            key: Key::from(&bytes),
            is_secure,
        }
    }

    /// The value of a cookie that this service sealed.
    pub(super) fn open<T: DeserializeOwned>(&self, headers: &HeaderMap, name: Name) -> Option<T> {
        let name = self.name(name);
        let mut jar = CookieJar::new();
        for line in headers.get_all(header::COOKIE) {
            let line = line.to_str().ok()?.to_owned();
            for cookie in Cookie::split_parse(line).flatten() {
                jar.add_original(cookie);
            }
        }
        let cookie = jar.private(&self.key).get(name)?;
        serde_json::from_str(cookie.value()).ok()
    }

    /// The header that sets a cookie for some seconds.
    pub(super) fn seal<T: Serialize>(
        &self,
        name: Name,
        value: &T,
        seconds: i64,
    ) -> Option<HeaderValue> {
        let text = serde_json::to_string(value).ok()?;
        let mut jar = CookieJar::new();
        jar.private_mut(&self.key)
            .add(Cookie::new(self.name(name), text));
        let sealed = jar.get(self.name(name))?.value().to_owned();
        self.header(name, sealed, seconds)
    }

    /// The header that removes a cookie.
    pub(super) fn remove(&self, name: Name) -> Option<HeaderValue> {
        self.header(name, String::new(), 0)
    }

    fn header(&self, name: Name, value: String, seconds: i64) -> Option<HeaderValue> {
        let cookie = Cookie::build((self.name(name), value))
            .path("/")
            .http_only(true)
            .secure(self.is_secure)
            .same_site(SameSite::Lax)
            .max_age(Duration::seconds(seconds));
        HeaderValue::try_from(cookie.build().to_string()).ok()
    }

    /// With TLS, a prefix that browsers accept only from this very host.
    const fn name(&self, name: Name) -> &'static str {
        match (name, self.is_secure) {
            (Name::Session, true) => "__Host-countersign",
            (Name::Session, false) => "countersign",
            (Name::SignIn, true) => "__Host-countersign-sign-in",
            (Name::SignIn, false) => "countersign-sign-in",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(header: &HeaderValue) -> HeaderMap {
        let text = header.to_str().unwrap();
        let pair = text.split(';').next().unwrap();
        HeaderMap::from_iter([(header::COOKIE, pair.parse().unwrap())])
    }

    fn cookies(secret: &str) -> Cookies {
        Cookies::new(&secret.to_owned().into(), true)
    }

    #[test]
    fn only_the_service_can_read_and_make_cookies() {
        let own = cookies("a");
        let set = own.seal(Name::Session, &"Ada", 60).unwrap();
        let text = set.to_str().unwrap();
        assert!(!text.contains("Ada"), "{text}");
        for part in [
            "__Host-countersign=",
            "HttpOnly",
            "SameSite=Lax",
            "Secure",
            "Path=/",
            "Max-Age=60",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("Domain"), "{text}");
        let open = |cookies: &Cookies, name| cookies.open::<String>(&sent(&set), name);
        assert_eq!(open(&own, Name::Session).as_deref(), Some("Ada"));
        assert_eq!(open(&cookies("b"), Name::Session), None);
        assert_eq!(open(&own, Name::SignIn), None);
        // A cookie cannot take another one's place.
        let renamed = text.replacen("__Host-countersign=", "__Host-countersign-sign-in=", 1);
        let renamed: HeaderValue = renamed.parse().unwrap();
        assert_eq!(own.open::<String>(&sent(&renamed), Name::SignIn), None);
        let forged: HeaderValue = "__Host-countersign=QWRh".parse().unwrap();
        assert_eq!(own.open::<String>(&sent(&forged), Name::Session), None);
    }
}
