//! The App's private key as people store it: PEM, PEM on one line as environment variables hold it, or base64 of PEM.

use data_encoding::BASE64;
use secrecy::{ExposeSecret as _, SecretString};

use crate::exit::Failure;

/// How to get a key that can be used.
const DOWNLOAD: &str =
    "generate a private key in the settings of the App on GitHub, and give that file as it is";

/// The key in PEM form.
///
/// # Errors
/// When it is not an RSA private key without a password. The message says which other thing it is.
pub(super) fn pem(given: &SecretString) -> Result<SecretString, Failure> {
    let text = given.expose_secret().trim().trim_matches(['"', '\'']);
    let pem = match text.contains("-----BEGIN") {
        true => text.replace("\\r", "").replace("\\n", "\n"),
        false => decoded(text).ok_or_else(|| refused("not in PEM form", DOWNLOAD))?,
    };
    check(&pem)?;
    Ok(pem.into())
}

/// PEM from base64, however its lines are broken.
fn decoded(text: &str) -> Option<String> {
    let text: String = text.split_whitespace().collect();
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    let pem = String::from_utf8(bytes).ok()?;
    pem.contains("-----BEGIN").then_some(pem)
}

fn check(pem: &str) -> Result<(), Failure> {
    let label = pem.split("-----BEGIN ").nth(1);
    let label = label.and_then(|rest| rest.split("-----").next());
    let label = label.unwrap_or_default();
    let is_encrypted = label.starts_with("ENCRYPTED") || pem.contains("ENCRYPTED\n");
    if is_encrypted {
        let fix = "remove the password: openssl rsa -in FILE -out NEW-FILE";
        return Err(refused("protected by a password", fix));
    }
    match label {
        "RSA PRIVATE KEY" | "PRIVATE KEY" => Ok(()),
        "OPENSSH PRIVATE KEY" => {
            let fix = "convert it, if it is the App's key: ssh-keygen -p -m PEM -N '' -f FILE";
            Err(refused("in the format of OpenSSH", fix))
        }
        "EC PRIVATE KEY" => Err(refused("an elliptic-curve key, not an RSA key", DOWNLOAD)),
        label if label.ends_with("PUBLIC KEY") => Err(refused("a public key", DOWNLOAD)),
        label if label.contains("CERTIFICATE") => Err(refused("a certificate", DOWNLOAD)),
        _ => Err(refused("not in PEM form", DOWNLOAD)),
    }
}

fn refused(what: &str, fix: &str) -> Failure {
    Failure::usage(format!("cannot use the App's private key: it is {what}")).hint(fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape of a key; nothing here reads its numbers.
    const KEY: &str = "-----BEGIN RSA PRIVATE KEY-----\nAAAA\nBBBB\n-----END RSA PRIVATE KEY-----";

    fn read(text: &str) -> Result<String, (String, Option<String>)> {
        let pem = pem(&text.to_owned().into());
        pem.map(|pem| pem.expose_secret().to_owned())
            .map_err(|failure| (failure.error.to_string(), failure.hint))
    }

    #[test]
    fn keys_are_read_as_environments_hold_them() {
        let base64 = BASE64.encode(KEY.as_bytes());
        let wrapped = format!("{}\n{}", &base64[..40], &base64[40..]);
        for text in [
            KEY.to_owned(),
            KEY.replace('\n', "\\n"),
            KEY.replace('\n', "\\r\\n"),
            format!("\"{}\"", KEY.replace('\n', "\\n")),
            base64,
            wrapped,
        ] {
            assert_eq!(read(&text).as_deref(), Ok(KEY), "{text}");
        }
    }

    #[test]
    fn other_keys_are_refused_with_the_way_out() {
        let labelled = |label: &str| KEY.replace("RSA PRIVATE KEY", label);
        let old = KEY.replace(
            "AAAA",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA",
        );
        for (text, what, fix) in [
            (
                labelled("OPENSSH PRIVATE KEY"),
                "OpenSSH",
                "ssh-keygen -p -m PEM",
            ),
            (labelled("ENCRYPTED PRIVATE KEY"), "password", "openssl rsa"),
            (old, "password", "openssl rsa"),
            (
                labelled("PUBLIC KEY"),
                "public key",
                "generate a private key",
            ),
            (
                labelled("RSA PUBLIC KEY"),
                "public key",
                "generate a private key",
            ),
            (
                labelled("CERTIFICATE"),
                "certificate",
                "generate a private key",
            ),
            (
                labelled("EC PRIVATE KEY"),
                "elliptic-curve",
                "generate a private key",
            ),
            (
                "ssh-ed25519 AAAA".to_owned(),
                "not in PEM form",
                "generate a private key",
            ),
            (String::new(), "not in PEM form", "generate a private key"),
        ] {
            let (error, hint) = read(&text).unwrap_err();
            assert!(error.contains(what), "{text}: {error}");
            assert!(hint.unwrap_or_default().contains(fix), "{text}");
        }
    }
}
