//! What a commit message says about how the commit was made.

/// Kinds of subject line that decide whose clock a commit shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `Merge pull request #N from ...`: GitHub's merge button.
    PullRequestMerge,
    /// `Merge branch ...` and its relatives: git itself, or GitHub's Update-branch button.
    BranchMerge,
    /// A merge that GitLab, Bitbucket (Cloud or Server) or Azure DevOps made on its server in the user's name.
    ServiceMerge,
    /// `Merge <id> into <id>`: the test merge GitHub keeps at `refs/pull/N/merge`.
    TestMerge,
    /// `... (#N)`: GitHub's squash button writes the number of the pull request so.
    Numbered,
    /// Anything else.
    Other,
}

impl Subject {
    /// Classifies a commit message by its first line, and GitLab's merges by the reference below it.
    #[must_use]
    pub fn classify(message: &[u8]) -> Self {
        let (line, rest) = match message.iter().position(|byte| *byte == b'\n') {
            Some(end) => message.split_at(end),
            None => (message, &[][..]),
        };
        if !line.starts_with(b"Merge") {
            Self::numbered(line)
        } else if is_service_merge(line, rest) {
            Self::ServiceMerge
        } else if line.starts_with(b"Merge pull request #") {
            Self::PullRequestMerge
        } else if line.starts_with(b"Merge branch ")
            || line.starts_with(b"Merge remote-tracking branch ")
        {
            Self::BranchMerge
        } else if is_test_merge(line) {
            Self::TestMerge
        } else {
            Self::numbered(line)
        }
    }

    fn numbered(line: &[u8]) -> Self {
        if ends_in_number(line) {
            Self::Numbered
        } else {
            Self::Other
        }
    }
}

fn is_service_merge(line: &[u8], rest: &[u8]) -> bool {
    let gitlab = || contains(rest, b"\nSee merge request ");
    let bitbucket = || line.starts_with(b"Merged in ") && contains(line, b"(pull request #");
    let bitbucket_server = || {
        let number = line.strip_prefix(b"Merge pull request #");
        let mut words = number
            .into_iter()
            .flat_map(|rest| rest.split(|byte| *byte == b' '));
        words.nth(1) == Some(b"in")
    };
    let azure = || line.starts_with(b"Merged PR ");
    bitbucket() || bitbucket_server() || azure() || gitlab()
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether the line ends in `(#N)`.
fn ends_in_number(line: &[u8]) -> bool {
    let number = || {
        let open = line.trim_ascii_end().strip_suffix(b")")?;
        let start = open.iter().rposition(|byte| *byte == b'(')?;
        open[start + 1..].strip_prefix(b"#")
    };
    number().is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

fn is_test_merge(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line.trim_ascii().split(|byte| *byte == b' ').collect();
    let is_id =
        |word: &[u8]| matches!(word.len(), 40 | 64) && word.iter().all(u8::is_ascii_hexdigit);
    matches!(words[..], [b"Merge", head, b"into", base] if is_id(head) && is_id(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_distinguished() {
        let id = "0123456789abcdef0123456789abcdef01234567";
        let classify = |message: &str| Subject::classify(message.as_bytes());
        assert_eq!(
            classify("Merge pull request #7 from a/b\n\ntext"),
            Subject::PullRequestMerge
        );
        assert_eq!(
            classify("Merge branch 'main' into topic"),
            Subject::BranchMerge
        );
        assert_eq!(
            classify(&format!("Merge {id} into {id}\n")),
            Subject::TestMerge
        );
        let gitlab = "Merge branch 'x' into 'main'\n\nTitle\n\nSee merge request group/project!3";
        assert_eq!(classify(gitlab), Subject::ServiceMerge);
        assert_eq!(
            classify("Merged in fix (pull request #3)"),
            Subject::ServiceMerge
        );
        assert_eq!(
            classify("Merge pull request #3 in TEAM/app from fix to main"),
            Subject::ServiceMerge
        );
        assert_eq!(
            classify("Merge pull request #3 from in/app"),
            Subject::PullRequestMerge
        );
        assert_eq!(classify("Merged PR 12: fix"), Subject::ServiceMerge);
        assert_eq!(classify("Merge sort into quick sort"), Subject::Other);
        assert_eq!(classify("Sort quickly (#12)\n"), Subject::Numbered);
        assert_eq!(classify("Merge two lists (#7)"), Subject::Numbered);
        for other in ["", "Fix (#)", "Fix #12)", "Fix (#12) again", "Fix (#a)"] {
            assert_eq!(classify(other), Subject::Other, "{other}");
        }
    }
}
