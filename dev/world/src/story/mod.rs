//! How a test builds a story step by step and reads the result.

mod commit;
mod events;
mod installation;
mod pull;
mod repository;
mod user;
mod world;

pub use commit::Commit;
pub use installation::InstallationStory;
pub use pull::{CheckView, CommentView, PullStory};
pub use repository::RepositoryStory;
pub use user::UserStory;
pub use world::World;
