//! The page that describes the tables, docs/tables.md.

use std::fmt::Write as _;

use countersign_store::{
    Identifier, Repository, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse,
    StoredSeparation, StoredSource, Tombstone,
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
        StoredSeparation::table(),
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
        This page lists every table and column that `countersign export` writes (schema {SCHEMA}). It is \
        generated from the code. [A hundred million people](scale.md) describes how to use the tables.\n\n\
        An export is a folder with one subfolder per table. The manifest, `_countersign.json`, lists every file \
        with its number of rows, its length and its SHA-256. Files are compressed with Snappy. The metadata of \
        each file contains:\n\n\
        | entry | value |\n|---|---|\n\
        | `countersign.table` | the name of the table |\n\
        | `countersign.schema` | the number of the schema |\n\
        | `countersign.version` | the version of Countersign that wrote the file |\n\
        | `countersign.key_id` | the id of the key with which identifiers were hashed; never the key itself |\n\n\
        A subfolder named `column=value` holds the value of a column that is not in the files themselves. In \
        such a name, every byte except ASCII letters, digits, `-`, `_` and `.` is written as `%XX`; DuckDB and \
        Spark decode it. A value that is too long for a folder name is cut and ends in `~` and 16 digits of its \
        SHA-256. An empty value is written as `__HIVE_DEFAULT_PARTITION__`, which DuckDB and Spark read as \
        NULL.\n"
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
            "`{name}/bucket=0/part-0.parquet` to `bucket=f`, by the first hexadecimal digit of `{column}`"
        ),
        Layout::Repository => {
            format!("`{name}/organisation=…/repository=…/part-0.parquet`, one file per clone")
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
