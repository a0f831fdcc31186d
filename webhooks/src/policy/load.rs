//! Which policy holds for a repository.

use countersign_github::{GithubError, Read, RepositoryName};

use super::{Effective, PATH, Policy, PolicyFile, parse};

/// The server's policy, overlaid with the organisation's, overlaid with the repository's; both from
/// default branches. A file that is broken does not hold.
pub(crate) async fn load(
    github: &dyn Read,
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

/// What is wrong with the policy file at a commit, for whoever proposes it.
pub(crate) async fn complaint_about(
    github: &dyn Read,
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
        Some(Err(complaint)) => effective.broken = Some(format!("{from}: {complaint}")),
        None => {}
    }
}

async fn read(
    github: &dyn Read,
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
