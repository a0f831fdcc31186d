//! The description of a table: its columns, and the conversion between rows and columns.

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
    /// Its meaning.
    pub meaning: &'static str,
}

/// The layout of a table's files below its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One file.
    Whole,
    /// `bucket=0` to `bucket=f`: the first hexadecimal digit of the named column.
    Bucket(&'static str),
    /// `organisation=…/repository=…`.
    Repository,
}

/// The description of a table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, which is also its folder's.
    pub name: &'static str,
    /// The meaning of a row.
    pub meaning: &'static str,
    /// The layout of its files.
    pub layout: Layout,
    /// Its columns, in the order of the files. Values in the names of folders are not among them.
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

    /// The properties of its files: which columns are stored as differences.
    fn properties(builder: WriterPropertiesBuilder) -> WriterProperties;

    /// Its share of a row group; 1 for an ordinary row.
    fn weight(&self) -> usize {
        1
    }

    /// Its bucket, if the table has buckets.
    fn bucket(&self) -> Option<u8> {
        None
    }
}

pub(crate) fn schema_of(columns: Vec<Type>) -> Result<TypePtr> {
    let fields = columns.into_iter().map(Arc::new).collect();
    // Most writers give the root this name.
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

/// Defines a table: the fields of its row type in the order of the files, each with its type and meaning.
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

/// Stores the entries of a list as differences.
pub(crate) fn as_deltas(builder: WriterPropertiesBuilder, column: &str) -> WriterPropertiesBuilder {
    let path = ["list", "element"].map(str::to_owned);
    let path: parquet::schema::types::ColumnPath =
        [vec![column.to_owned()], path.to_vec()].concat().into();
    builder
        .set_column_dictionary_enabled(path.clone(), false)
        .set_column_encoding(path, parquet::basic::Encoding::DELTA_BINARY_PACKED)
}
