//! Loading the policy of a repository.

use countersign_github::{Client, GithubError, RepositoryName};

use super::{Effective, PATH, Policy, PolicyFile, parse};

/// The server's policy, overlaid with the organisation's and then with the repository's. Both files are
/// read from default branches. A file that cannot be read has no effect.
pub(crate) async fn load(
    github: &Client,
    repository: &RepositoryName,
    server: &Policy,
) -> Result<Effective, GithubError> {
    let mut effective = Effective {
        policy: server.clone(),
        ..Effective::default()
    };
    if let Ok(organisation) = RepositoryName::new(repository.owner(), ".github") {
        let file = read(github, &organisation, None).await?;
        take(&mut effective, &organisation, file);
    }
    if repository.name() != ".github" {
        let file = read(github, repository, None).await?;
        take(&mut effective, repository, file);
    }
    Ok(effective)
}

/// The problem with the policy file at a commit, for the person who proposes it.
pub(crate) async fn problem_at(
    github: &Client,
    repository: &RepositoryName,
    git_ref: &str,
) -> Result<Option<String>, GithubError> {
    let file = read(github, repository, Some(git_ref)).await?;
    Ok(file.and_then(Result::err))
}

fn take(
    effective: &mut Effective,
    from: &RepositoryName,
    file: Option<Result<PolicyFile, String>>,
) {
    match file {
        Some(Ok(file)) => effective.policy = effective.policy.clone().overlaid(&file),
        Some(Err(problem)) => effective.broken = Some(format!("{from}: {problem}")),
        None => {}
    }
}

async fn read(
    github: &Client,
    repository: &RepositoryName,
    git_ref: Option<&str>,
) -> Result<Option<Result<PolicyFile, String>>, GithubError> {
    let file = match github.file(repository, PATH, git_ref).await {
        Err(GithubError::Forbidden { .. }) => return Ok(None),
        Err(error) if error.is_absent() => return Ok(None),
        Err(GithubError::Unreadable { message, .. }) => return Ok(Some(Err(message))),
        other => other?,
    };
    let Some(bytes) = file else { return Ok(None) };
    Ok(Some(parse(&bytes).map_err(|error| error.to_string())))
}
