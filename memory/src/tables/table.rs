//! A table: its columns, and how its rows become columns and rows again.

use std::sync::Arc;

use parquet::errors::Result;
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use parquet::file::reader::RowGroupReader;
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::{Type, TypePtr};
use std::io::Write;

use crate::tables::cell::Cell;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type in DuckDB's SQL.
    pub sql: String,
    /// Whether it may be NULL.
    pub optional: bool,
    /// What it holds.
    pub meaning: &'static str,
}

/// How the files of a table are laid out below its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One file.
    Whole,
    /// `bucket=0` to `bucket=f`: the first hexadecimal digit of the named column.
    Bucket(&'static str),
    /// `organisation=…/repository=…`.
    Repository,
}

/// A table as pages and programs describe it.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, which is its folder's.
    pub name: &'static str,
    /// What a row is.
    pub meaning: &'static str,
    /// How its files are laid out.
    pub layout: Layout,
    /// Its columns, in the files' order. What a folder's name says is no column of the files.
    pub columns: Vec<Column>,
}

/// A row of a table.
pub(crate) trait Row: Sized {
    /// The table's name.
    const NAME: &'static str;

    fn table() -> Table;

    /// The schema of its files.
    fn schema() -> Result<TypePtr>;

    /// Writes rows as a row group.
    fn put<W: Write + Send>(
        rows: &[Self],
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()>;

    /// Reads the rows of a row group.
    fn take(group: &dyn RowGroupReader) -> Result<Vec<Self>>;

    /// The columns that are written as differences.
    fn properties(builder: WriterPropertiesBuilder) -> WriterProperties;

    /// How much of a row group it fills.
    fn weight(&self) -> usize {
        1
    }

    /// The bucket it is in, where its table has buckets.
    fn bucket(&self) -> Option<u8> {
        None
    }
}

pub(crate) fn schema_of(columns: Vec<Type>) -> Result<TypePtr> {
    let fields = columns.into_iter().map(Arc::new).collect();
    // The name that most writers give the root.
    let root = Type::group_type_builder("schema").with_fields(fields);
    root.build().map(Arc::new)
}

pub(crate) fn column<C: Cell>(name: &'static str, meaning: &'static str) -> Column {
    Column {
        name,
        sql: C::sql(),
        optional: C::OPTIONAL,
        meaning,
    }
}

/// Describes a table once: its row's fields in the files' order, each with its type and meaning.
macro_rules! table {
    (
        $row:ty, $name:literal, $meaning:literal, $layout:expr,
        { $($column:ident: $cell:ty, $of:literal;)+ }
        $($more:item)*
    ) => {
        impl $crate::tables::table::Row for $row {
            const NAME: &'static str = $name;

            fn table() -> $crate::tables::table::Table {
                $crate::tables::table::Table {
                    name: $name,
                    meaning: $meaning,
                    layout: $layout,
                    columns: vec![$($crate::tables::table::column::<$cell>(stringify!($column), $of)),+],
                }
            }

            fn schema() -> parquet::errors::Result<parquet::schema::types::TypePtr> {
                $crate::tables::table::schema_of(vec![
                    $(<$cell as $crate::tables::cell::Cell>::column(stringify!($column))?),+
                ])
            }

            fn put<W: std::io::Write + Send>(
                rows: &[Self],
                group: &mut parquet::file::writer::SerializedRowGroupWriter<'_, W>,
            ) -> parquet::errors::Result<()> {
                $({
                    let mut column = group.next_column()?.expect("the schema has every column");
                    let cells = rows.iter().map(|row| &row.$column);
                    <$cell as $crate::tables::cell::Cell>::put(&mut column, cells)?;
                    column.close()?;
                })+
                Ok(())
            }

            fn take(
                group: &dyn parquet::file::reader::RowGroupReader,
            ) -> parquet::errors::Result<Vec<Self>> {
                let rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
                let mut places = 0..;
                $(
                    let place = places.next().unwrap_or_default();
                    let column = group.get_column_reader(place)?;
                    let mut $column =
                        <$cell as $crate::tables::cell::Cell>::take(column, rows)?.into_iter();
                )+
                let row = || Some(Self { $($column: $column.next()?),+ });
                Ok(std::iter::from_fn(row).collect())
            }

            fn properties(
                builder: parquet::file::properties::WriterPropertiesBuilder,
            ) -> parquet::file::properties::WriterProperties {
                $(
                    let builder = match <$cell as $crate::tables::cell::Cell>::DELTAS {
                        true => $crate::tables::table::as_deltas(builder, stringify!($column)),
                        false => builder,
                    };
                )+
                builder.build()
            }

            $($more)*
        }
    };
}
pub(crate) use table;

/// Writes the entries of a list as differences.
pub(crate) fn as_deltas(builder: WriterPropertiesBuilder, column: &str) -> WriterPropertiesBuilder {
    let path = ["list", "element"].map(str::to_owned);
    let path: parquet::schema::types::ColumnPath =
        [vec![column.to_owned()], path.to_vec()].concat().into();
    builder
        .set_column_dictionary_enabled(path.clone(), false)
        .set_column_encoding(path, parquet::basic::Encoding::DELTA_BINARY_PACKED)
}
