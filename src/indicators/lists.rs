//! The indicator lists with which a command line compares people.

use std::sync::Arc;

use countersign_facts::Indicators;
use countersign_indicators::{Lists, load};

use crate::database::DataArgs;
use crate::exit::Failure;
use crate::output::Console;
use crate::runtime::block_on;
use crate::when::now_ms;

/// The lists in the user's folder; none if nothing was ever imported. `doing` is what goes on without them.
pub(crate) async fn local(
    args: &DataArgs,
    doing: &str,
    console: Console,
) -> Result<Arc<Lists>, Failure> {
    let Some((store, key)) = args.find().await? else {
        if let Some(folder) = args.named() {
            let lack = match folder.exists() {
                true => "holds no database",
                false => "does not exist",
            };
            console.hint(&format!(
                "{} {lack} yet; {doing} without indicator lists",
                folder.display()
            ));
        }
        return Ok(Arc::default());
    };
    let Some(key) = key else {
        let lists = store.indicator_lists().await.map_err(Failure::storage)?;
        if !lists.is_empty() {
            console.warn("the key of the indicator lists is missing, so they match nothing");
            console.hint("restore hash.key next to the database, or import the lists again");
        }
        return Ok(Arc::default());
    };
    let loaded = load(&store, &key, now_ms()).await;
    let loaded = loaded.map_err(Failure::storage)?;
    for name in &loaded.expired {
        console.hint(&format!(
            "import a newer version of the indicator list {name:?}: it has expired and matches nothing"
        ));
    }
    for name in &loaded.other_key {
        console.warn(&format!(
            "the indicator list {name:?} was imported under another key and matches nothing"
        ));
        console.hint("restore the hash.key of that time, or import the list again");
    }
    Ok(Arc::new(Lists::new(store, Some(key))))
}

/// The indicators on the lists that match now.
pub(crate) fn current(
    data: Option<&DataArgs>,
    doing: &str,
    console: Console,
) -> Result<Arc<Indicators>, Failure> {
    let Some(data) = data else {
        return Ok(Arc::default());
    };
    block_on(async {
        let lists = local(data, doing, console).await?;
        let current = lists.current(now_ms()).await;
        current.map_err(Failure::storage)
    })
}
