//! The tables as a page for people.

use std::fmt::Write as _;

use countersign_store::{
    Identifier, Repository, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredParting,
    StoredSource, Tombstone,
};

use crate::tables::commits::CommitRow;
use crate::tables::manifest::SCHEMA;
use crate::tables::rows::AppearanceRow;
use crate::tables::table::{Layout, Row, Table};

/// Every table.
pub(crate) fn tables() -> Vec<Table> {
    vec![
        StoredSource::table(),
        Repository::table(),
        Identifier::table(),
        AppearanceRow::table(),
        StoredJoin::table(),
        StoredKeyUse::table(),
        StoredFinding::table(),
        StoredParting::table(),
        Tombstone::table(),
        StoredDecision::table(),
        CommitRow::table(),
    ]
}

/// The page in Markdown.
#[must_use]
pub fn tables_page() -> String {
    let mut page = format!(
        "# The tables of an export\n\n\
        What `countersign export` writes, schema {SCHEMA}; a test keeps this page fresh. How to use them: \
        [scale.md](scale.md).\n\n\
        An export is a folder with a folder for each table. Its manifest, `_countersign.json`, lists every \
        file with its rows, its length and its SHA-256. Each file says in its metadata which table it is of \
        (`countersign.table`), the schema (`countersign.schema`), the version of the program that wrote it \
        (`countersign.version`) and the id of the key under which identifiers were hashed \
        (`countersign.key_id`), never the key. Files are compressed with Snappy.\n\n\
        A folder `column=value` says the value of a column that the files do not have. Of a value, bytes other \
        than ASCII letters, digits, `-`, `_` and `.` are written `%XX`; DuckDB and Spark undo that. One that is \
        too long for a folder's name is cut and ends in `~` and 16 digits of its SHA-256; an empty one is \
        `__HIVE_DEFAULT_PARTITION__`, which they read as NULL.\n"
    );
    for table in tables() {
        add(&mut page, &table);
    }
    page
}

fn add(page: &mut String, table: &Table) {
    let name = table.name;
    let files = match table.layout {
        Layout::Whole => format!("`{name}/part-0.parquet`"),
        Layout::Bucket(column) => format!(
            "`{name}/bucket=0/part-0.parquet` to `bucket=f`: the first hexadecimal digit of `{column}`"
        ),
        Layout::Repository => {
            format!("`{name}/organisation=…/repository=…/part-0.parquet`, one file a clone")
        }
    };
    let head = "| column | type | what it holds |\n|---|---|---|";
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\n## {name}\n\n{} Files: {files}.\n\n{head}\n",
        table.meaning
    );
    for column in &table.columns {
        let null = if column.optional { ", or NULL" } else { "" };
        let (name, sql) = (column.name, &column.sql);
        let _ = writeln!(page, "| `{name}` | {sql}{null} | {} |", column.meaning);
    }
}
