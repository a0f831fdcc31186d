//! The bytes of a commit that its signature covers: all but the signature.

/// Writes the commit's bytes without its signature headers to `payload`, as git does before it checks a signature.
pub(super) fn signed_bytes(raw: &[u8], payload: &mut Vec<u8>) {
    payload.clear();
    let mut rest = raw;
    let mut in_signature = false;
    while !rest.is_empty() && !rest.starts_with(b"\n") {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, after) = rest.split_at(end);
        let continues = line.starts_with(b" ");
        in_signature = line.starts_with(b"gpgsig") || (in_signature && continues);
        if !in_signature {
            payload.extend_from_slice(line);
        }
        rest = after;
    }
    payload.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(raw: &str) -> String {
        let mut payload = b"left over".to_vec();
        signed_bytes(raw.as_bytes(), &mut payload);
        String::from_utf8(payload).expect("it was text")
    }

    #[test]
    fn all_but_the_signatures_is_signed() {
        let raw = "tree 1\nauthor a\n b\ngpgsig -----BEGIN\n \n abc\ngpgsig-sha256 x\n y\nmergetag z\n w\n\ngpgsig in the text\n";
        let signed = "tree 1\nauthor a\n b\nmergetag z\n w\n\ngpgsig in the text\n";
        assert_eq!(payload(raw), signed);
        assert_eq!(payload(signed), signed);
    }

    #[test]
    fn cut_objects_are_signed_as_they_are() {
        for raw in ["", "\n", "tree 1", "tree 1\n", "\n\nabc"] {
            assert_eq!(payload(raw), raw);
        }
    }
}
