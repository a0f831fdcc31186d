//! Statements whose text is a file below `sql/`: one for both databases, or one for each.

use crate::connection::Dialect;

/// The text of a statement for each database.
#[derive(Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl Statement {
    /// The text for a database.
    pub(crate) fn of(self, dialect: Dialect) -> &'static str {
        dialect.pick(self.sqlite, self.postgres)
    }

    /// The texts for a database, of a file that holds several statements.
    pub(crate) fn each(self, dialect: Dialect) -> impl Iterator<Item = &'static str> {
        self.of(dialect).split_terminator(";\n")
    }
}

/// The statement in `sql/NAME.sqlite.sql` and `sql/NAME.postgres.sql`.
macro_rules! statement {
    ($name:literal) => {
        $crate::statement::Statement {
            sqlite: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/sql/",
                $name,
                ".sqlite.sql"
            )),
            postgres: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/sql/",
                $name,
                ".postgres.sql"
            )),
        }
    };
}

/// The text of `sql/NAME.sql`, which both databases understand.
macro_rules! shared_statement {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $name, ".sql"))
    };
}

pub(crate) use {shared_statement, statement};

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    /// Every file below a folder with its text.
    fn texts(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.display().to_string(), text);
            }
        }
    }

    #[test]
    fn both_databases_resolve_a_conflict_alike() {
        let mut files = BTreeMap::new();
        texts(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("sql"),
            &mut files,
        );
        let ending = |text: &str| text.find("ON CONFLICT").map(|at| text[at..].to_owned());
        let mut pairs = 0;
        for (path, text) in &files {
            let Some(name) = path.strip_suffix(".sqlite.sql") else {
                continue;
            };
            let other = &files[&format!("{name}.postgres.sql")];
            assert_eq!(ending(text), ending(other), "{name}");
            pairs += 1;
        }
        assert!(pairs > 30, "{pairs} pairs of files");
    }
}
