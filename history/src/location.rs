//! Where a repository is: a path, or a URL that git may be given safely.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use percent_encoding::percent_decode_str;
use sha2::Digest as _;

/// A repository as the user named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder on this machine.
    Path(PathBuf),
    /// A repository git can fetch from.
    Url(RemoteUrl),
}

/// Why an argument is not a repository.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// It is empty.
    #[error("an empty text is not a repository: give a path or a URL")]
    Empty,
    /// Git would take it for an option.
    #[error("{0:?} looks like an option: write ./{0} if it is a folder")]
    OptionLike(String),
    /// It asks git to run a helper program.
    #[error("{0:?} asks git to run a helper program: give an https, ssh, git or file URL")]
    Helper(String),
    /// Its scheme is not one of those allowed.
    #[error("the scheme {0:?} is not allowed: give an https, http, ssh, git or file URL")]
    Scheme(String),
    /// Its host is missing, or git could take it for an option.
    #[error("the URL {0:?} has no usable host: give one like https://HOST/OWNER/NAME")]
    Host(String),
    /// It holds control characters.
    #[error("the URL holds control characters: give it without them")]
    ControlCharacter,
    /// It holds a password, which ssh cannot use.
    #[error("the ssh URL of {0:?} holds a password: ssh takes keys from its agent")]
    SshPassword(String),
}

impl Location {
    /// Distinguishes a URL from a path as git does: `scheme://...` and `host:path` are URLs.
    ///
    /// # Errors
    /// When git could take the argument for an option or a program to run, or its scheme is not one
    /// of https, http, ssh, git and file.
    pub fn parse(argument: &OsStr) -> Result<Self, LocationError> {
        if argument.is_empty() {
            return Err(LocationError::Empty);
        }
        let text = argument.to_string_lossy();
        if text.starts_with('-') {
            return Err(LocationError::OptionLike(text.into_owned()));
        }
        let path = || Ok(Self::Path(PathBuf::from(argument)));
        let Some(colon) = text.find(':') else {
            return path();
        };
        let (before, after) = (&text[..colon], &text[colon + 1..]);
        let is_word = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        };
        if is_word(before) && after.starts_with(':') {
            return Err(LocationError::Helper(format!("{before}::")));
        }
        if is_word(before) && after.starts_with("//") {
            return RemoteUrl::with_scheme(before, &after[2..]).map(Self::Url);
        }
        let is_drive = cfg!(windows) && before.len() == 1;
        if before.is_empty() || before.contains('/') || is_drive {
            return path();
        }
        RemoteUrl::scp_like(before, after).map(Self::Url)
    }
}

/// How a URL is fetched from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scheme {
    Https,
    Http,
    Ssh,
    Git,
    File,
}

impl Scheme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Http => "http",
            Self::Ssh => "ssh",
            Self::Git => "git",
            Self::File => "file",
        }
    }
}

/// A checked URL. Shown without credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct RemoteUrl {
    pub(crate) scheme: Scheme,
    /// The URL for git, without user and password where they are secrets.
    pub(crate) address: String,
    /// `scheme://host` of a web URL.
    pub(crate) origin: String,
    /// User and password of a web URL, decoded.
    pub(crate) credentials: Option<(String, String)>,
}

impl RemoteUrl {
    fn with_scheme(scheme: &str, rest: &str) -> Result<Self, LocationError> {
        check_letters(rest)?;
        let scheme = match &*scheme.to_ascii_lowercase() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            "ssh" | "git+ssh" | "ssh+git" => Scheme::Ssh,
            "git" => Scheme::Git,
            "file" => Scheme::File,
            _ => return Err(LocationError::Scheme(scheme.to_owned())),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let bad_host = || LocationError::Host(format!("{}://{host}{path}", scheme.name()));
        let has_host = scheme != Scheme::File;
        if host.starts_with('-') || user.is_some_and(|user| user.starts_with('-')) {
            return Err(bad_host());
        }
        if has_host && (host.is_empty() || path.len() < 2) {
            return Err(bad_host());
        }
        let origin = format!("{}://{host}", scheme.name());
        let mut credentials = None;
        let mut address = format!("{origin}{path}");
        match (scheme, user) {
            (Scheme::Https | Scheme::Http, Some(user)) => {
                let (user, password) = user.split_once(':').unwrap_or((user, ""));
                let pair = (percent_decode(user), percent_decode(password));
                if [&pair.0, &pair.1].iter().any(|part| has_control(part)) {
                    return Err(LocationError::ControlCharacter);
                }
                credentials = Some(pair);
            }
            (Scheme::Ssh, Some(user)) if user.contains(':') => {
                return Err(LocationError::SshPassword(host.to_owned()));
            }
            (Scheme::Ssh, Some(user)) => address = format!("ssh://{user}@{host}{path}"),
            _ => {}
        }
        Ok(Self {
            scheme,
            address,
            origin,
            credentials,
        })
    }

    fn scp_like(host: &str, path: &str) -> Result<Self, LocationError> {
        check_letters(host)?;
        check_letters(path)?;
        let machine = host.rsplit_once('@').map_or(host, |(_, machine)| machine);
        if machine.is_empty() || machine.starts_with('-') || path.is_empty() {
            return Err(LocationError::Host(format!("{host}:{path}")));
        }
        Ok(Self {
            scheme: Scheme::Ssh,
            address: format!("{host}:{path}"),
            origin: format!("ssh://{machine}"),
            credentials: None,
        })
    }

    /// Host and owner of the repository on its platform, lower case: the first of at least two parts of
    /// its path. `None` for folders, and for servers without owners.
    pub(crate) fn organisation(&self) -> Option<String> {
        let (host, path) = self.host_and_path()?;
        let (owner, name) = path.split_once('/')?;
        let has_both = !owner.is_empty() && !name.is_empty();
        has_both.then(|| format!("{host}/{owner}").to_lowercase())
    }

    /// The same text for all addresses of the repository: host and path, lower case, without scheme, user,
    /// port and `.git`. The address itself when it has no host.
    pub(crate) fn place(&self) -> String {
        let place = self.host_and_path().map(|(host, path)| {
            let path = path.strip_suffix(".git").unwrap_or(&path);
            format!("{host}/{path}").to_lowercase()
        });
        place.unwrap_or_else(|| self.to_string())
    }

    /// Host without user and port, and path without slashes around it; `None` for folders.
    fn host_and_path(&self) -> Option<(String, String)> {
        let shown = self.to_string();
        let rest = match shown.split_once("://") {
            Some(("file", _)) => return None,
            Some((_, rest)) => Cow::Borrowed(rest),
            None => Cow::Owned(shown.replacen(':', "/", 1)),
        };
        let (authority, path) = rest.split_once('/')?;
        let machine = authority.rsplit_once('@').map_or(authority, |(_, end)| end);
        let host = machine
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or(machine, |(host, _)| host);
        let path = path.trim_matches('/');
        (!host.is_empty()).then(|| (host.to_owned(), path.to_owned()))
    }

    /// A folder name for this URL alone: readable, and without credentials.
    pub(crate) fn folder_name(&self, variant: &str) -> String {
        const READABLE: usize = 80;
        let shown = self.to_string();
        let readable = shown.split_once("://").map_or(&*shown, |(_, rest)| rest);
        let readable = readable.trim_end_matches('/').trim_end_matches(".git");
        let mut name: String = readable
            .chars()
            .map(|letter| match letter {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => letter,
                _ => '-',
            })
            .take(READABLE)
            .collect();
        let name_start = name.trim_start_matches(['.', '-']).len();
        name.drain(..name.len() - name_start);
        let digest = sha2::Sha256::digest(self.address.as_bytes());
        let tag = HEXLOWER.encode(&digest[..8]);
        format!("{name}-{tag}{variant}")
    }

    /// Removes the credentials from a text, in case a server repeats them.
    pub(crate) fn redact(&self, text: &str) -> String {
        /// Shorter ones are ordinary words of messages, not secrets.
        const SHORTEST_SECRET: usize = 6;
        let mut text = text.to_owned();
        if let Some((user, password)) = &self.credentials {
            for secret in [password, user] {
                if secret.len() >= SHORTEST_SECRET {
                    text = text.replace(&**secret, "***");
                }
            }
        }
        text
    }
}

impl fmt::Display for RemoteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A query may hold a token.
        let end = self.address.find('?').unwrap_or(self.address.len());
        f.write_str(&self.address[..end])
    }
}

impl fmt::Debug for RemoteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteUrl({self})")
    }
}

fn check_letters(text: &str) -> Result<(), LocationError> {
    if has_control(text) {
        return Err(LocationError::ControlCharacter);
    }
    Ok(())
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Location, LocationError> {
        Location::parse(OsStr::new(text))
    }

    fn url(text: &str) -> RemoteUrl {
        match parse(text).unwrap() {
            Location::Url(url) => url,
            Location::Path(path) => panic!("{} is taken for a path", path.display()),
        }
    }

    #[test]
    fn paths_are_distinguished_from_urls() {
        for path in [
            ".",
            "/srv/x.git",
            "./a:b",
            "dir/a:b",
            "a b",
            ":x",
            "repository",
        ] {
            assert_eq!(parse(path).unwrap(), Location::Path(path.into()), "{path}");
        }
        for (text, address) in [
            ("https://example.com/a/b", "https://example.com/a/b"),
            ("HTTPS://example.com/a", "https://example.com/a"),
            ("git@example.com:a/b.git", "git@example.com:a/b.git"),
            ("ssh://git@example.com:22/a", "ssh://git@example.com:22/a"),
            ("file:///srv/x.git", "file:///srv/x.git"),
            ("git://example.com/a", "git://example.com/a"),
        ] {
            assert_eq!(url(text).address, address);
        }
    }

    #[test]
    fn what_git_could_run_is_refused() {
        for text in [
            "-x",
            "--upload-pack=touch /tmp/x",
            "ext::sh -c true",
            "fd::17",
            "ftp://example.com/a",
            "ssh://-oProxyCommand=x/a",
            "ssh://-lroot@example.com/a",
            "git@-oProxyCommand=x:a",
            "https://example.com/a\nb",
            "https:///a",
            "https://example.com",
            "ssh://a:b@example.com/c",
            "https://a%0ab:c@example.com/d",
            "",
        ] {
            assert!(parse(text).is_err(), "{text:?} is let through");
        }
    }

    #[test]
    fn credentials_go_nowhere() {
        let url = url("https://ada:s%40cret@example.com/a/b.git?token=x");
        assert_eq!(
            url.credentials,
            Some(("ada".to_owned(), "s@cret".to_owned()))
        );
        assert_eq!(url.to_string(), "https://example.com/a/b.git");
        assert_eq!(
            url.redact("denied to ada with s@cret"),
            "denied to ada with ***"
        );
        let folder = url.folder_name("");
        assert!(folder.starts_with("example.com-a-b-"), "{folder}");
        assert!(!format!("{url:?}{folder}").contains("cret"));
    }

    #[test]
    fn the_owner_is_found_however_the_url_is_written() {
        for text in [
            "https://Code.example/Acme/widget.git",
            "https://ada:s%40cret@code.example/acme/widget",
            "http://code.example:8080/acme/group/widget/",
            "git@code.example:acme/widget.git",
            "code.example:/acme/widget.git",
            "ssh://git@code.example:22/acme/widget",
        ] {
            let organisation = url(text).organisation();
            assert_eq!(organisation.as_deref(), Some("code.example/acme"), "{text}");
            let place = url(text).place();
            let group = "code.example/acme/group/widget";
            assert!(
                place == "code.example/acme/widget" || place == group,
                "{place}"
            );
        }
        for text in [
            "file:///srv/acme/widget",
            "git://code.example/widget.git",
            "code.example:widget.git",
            "https://code.example//widget",
        ] {
            assert_eq!(url(text).organisation(), None, "{text}");
            assert!(url(text).place().contains("widget"), "{text}");
        }
    }

    #[test]
    fn urls_that_differ_have_folders_that_differ() {
        let name = |text: &str| url(text).folder_name("");
        assert_ne!(
            name("https://example.com/a-b"),
            name("https://example.com/a/b")
        );
        assert_eq!(
            name("https://one@example.com/a/b"),
            name("https://two@example.com/a/b")
        );
        assert!(!name("file:///../../x").contains('/'));
    }
}
