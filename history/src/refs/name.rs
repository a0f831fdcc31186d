//! Names of refs that may be used as paths.

use bstr::{BStr, ByteSlice as _};

/// A name that stays inside the repository's folder and looks like a ref.
pub(crate) fn is_safe(name: &BStr) -> bool {
    let root_level = !name.contains(&b'/');
    let looks_special = || {
        name.iter()
            .all(|letter| letter.is_ascii_uppercase() || *letter == b'_')
    };
    !name
        .split_str("/")
        .any(|part| part.is_empty() || part.starts_with(b"."))
        && !name.iter().any(|letter| letter.is_ascii_control())
        && (name.starts_with(b"refs/") || (root_level && looks_special()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_repository() {
        let safe = |name: &str| is_safe(name.into());
        assert!(safe("HEAD") && safe("refs/heads/a/b") && safe("FETCH_HEAD"));
        for name in [
            "../x",
            "refs/../../etc",
            "refs//x",
            "config",
            "/etc/passwd",
            "refs/a\n",
        ] {
            assert!(!safe(name), "{name:?}");
        }
    }
}
