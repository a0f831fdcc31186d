//! Secrets that the user gives: in a file, in an environment variable, or in an option.

use std::convert::Infallible;
use std::path::Path;
use std::{env, fs};

use anyhow::Context as _;
use data_encoding::BASE64;
use secrecy::{ExposeSecret as _, SecretString};

use crate::exit::Failure;

/// A secret from a file, or else from an environment variable. An empty variable counts as unset.
pub(crate) fn from_file_or_variable(
    variable: &str,
    file: Option<&Path>,
    what: &str,
) -> Result<Option<SecretString>, Failure> {
    if let Some(path) = file {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read {what} from {}", path.display()))
            .map_err(Failure::storage)?;
        let text = text.trim();
        if text.is_empty() {
            // An empty secret would let anyone in.
            return Err(
                Failure::usage(format!("{what} in {} is empty", path.display()))
                    .hint("write the secret to the file, or name another file"),
            );
        }
        return Ok(Some(text.into()));
    }
    let value = env::var(variable).ok();
    let value = value.map(|value| value.trim().to_owned());
    Ok(value
        .filter(|value| !value.is_empty())
        .map(SecretString::from))
}

/// How to get a key that works.
const DOWNLOAD: &str =
    "generate a private key on the App's page on GitHub, and use the file as it is";

/// A private key in PEM form, from what a file or a variable holds: the PEM itself, the PEM with `\n` for its
/// line ends, or the base64 of it, for settings that must be one line.
pub(crate) fn private_key(given: &SecretString) -> Result<SecretString, Failure> {
    let text = given.expose_secret();
    let pem = if text.contains("-----BEGIN") {
        text.replace("\\n", "\n")
    } else {
        let decoded = BASE64.decode(text.as_bytes()).ok();
        let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.unwrap_or_else(|| text.to_owned())
    };
    let has = |label: &str| pem.contains(&format!("-----BEGIN {label}-----"));
    let refuse = |what: &str, hint: &str| {
        Err(Failure::usage(format!("the App's private key {what}")).hint(hint))
    };
    if has("OPENSSH PRIVATE KEY") {
        return refuse(
            "is in OpenSSH's form",
            "convert it: ssh-keygen -p -m PEM -f FILE",
        );
    }
    if has("ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED") {
        return refuse(
            "is encrypted",
            "decrypt it: openssl rsa -in FILE -out app.pem",
        );
    }
    if has("PUBLIC KEY") || has("RSA PUBLIC KEY") {
        return refuse("is a public key", DOWNLOAD);
    }
    if !has("RSA PRIVATE KEY") && !has("PRIVATE KEY") {
        return refuse("is not a key in PEM form", DOWNLOAD);
    }
    Ok(pem.into())
}

/// Takes the value of an option that must not be shown.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the argument parser asks for a result"
)]
pub(crate) fn from_option(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(label: &str) -> String {
        format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----")
    }

    #[test]
    fn keys_can_be_on_one_line() {
        let whole = pem("RSA PRIVATE KEY");
        let escaped = whole.replace('\n', "\\n");
        for given in [&whole, &escaped, &BASE64.encode(whole.as_bytes())] {
            let read = private_key(&given.clone().into()).unwrap();
            assert_eq!(read.expose_secret(), whole, "{given}");
        }
        assert!(private_key(&pem("PRIVATE KEY").into()).is_ok());
    }

    #[test]
    fn other_keys_are_refused_with_what_to_do() {
        for (given, said) in [
            (pem("OPENSSH PRIVATE KEY"), "ssh-keygen -p -m PEM"),
            (pem("ENCRYPTED PRIVATE KEY"), "openssl rsa"),
            (pem("PUBLIC KEY"), "generate a private key"),
            ("nonsense".to_owned(), "generate a private key"),
        ] {
            let failure = private_key(&given.clone().into()).unwrap_err();
            let hint = failure.hint.unwrap_or_default();
            assert!(hint.contains(said), "{given}: {hint}");
        }
    }
}
