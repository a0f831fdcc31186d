//! The types of columns, and how Parquet stores them.
//!
//! Each type is the simplest that DuckDB and Spark both read. Hashes are fixed bytes without the UUID annotation,
//! which Spark refuses. Times are integers, because times in git can exceed the range of every calendar type.

use countersign_facts::ObjectId;
use countersign_store::IdentifierHash;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::SerializedColumnWriter;
use parquet::schema::types::Type;

/// A value that is never NULL.
pub(crate) trait Value: Clone {
    /// Its physical type in Parquet.
    type Leaf: DataType;
    /// Its name in DuckDB's SQL.
    const SQL: &'static str;
    /// Its logical type in Parquet.
    const MARK: fn() -> Option<LogicalType> = || None;
    /// Its length in bytes, if that is fixed.
    const LENGTH: Option<i32> = None;

    fn leaf(&self) -> <Self::Leaf as DataType>::T;

    /// `None` if the file holds a value that this program never writes.
    fn of(leaf: <Self::Leaf as DataType>::T) -> Option<Self>;

    fn leaves<'a>(cells: impl Iterator<Item = &'a Self>) -> Vec<<Self::Leaf as DataType>::T>
    where
        Self: 'a,
    {
        cells.map(Self::leaf).collect()
    }
}

impl Value for i64 {
    type Leaf = Int64Type;
    const SQL: &'static str = "BIGINT";

    fn leaf(&self) -> i64 {
        *self
    }

    fn of(leaf: i64) -> Option<Self> {
        Some(leaf)
    }
}

impl Value for i32 {
    type Leaf = Int32Type;
    const SQL: &'static str = "INTEGER";

    fn leaf(&self) -> i32 {
        *self
    }

    fn of(leaf: i32) -> Option<Self> {
        Some(leaf)
    }
}

impl Value for i16 {
    type Leaf = Int32Type;
    const SQL: &'static str = "SMALLINT";
    const MARK: fn() -> Option<LogicalType> = || Some(LogicalType::integer(16, true));

    fn leaf(&self) -> i32 {
        (*self).into()
    }

    fn of(leaf: i32) -> Option<Self> {
        leaf.try_into().ok()
    }
}

impl Value for f64 {
    type Leaf = DoubleType;
    const SQL: &'static str = "DOUBLE";

    fn leaf(&self) -> f64 {
        *self
    }

    fn of(leaf: f64) -> Option<Self> {
        Some(leaf)
    }
}

impl Value for bool {
    type Leaf = BoolType;
    const SQL: &'static str = "BOOLEAN";

    fn leaf(&self) -> bool {
        *self
    }

    fn of(leaf: bool) -> Option<Self> {
        Some(leaf)
    }
}

impl Value for String {
    type Leaf = ByteArrayType;
    const SQL: &'static str = "VARCHAR";
    const MARK: fn() -> Option<LogicalType> = || Some(LogicalType::String);

    fn leaf(&self) -> ByteArray {
        self.as_bytes().to_vec().into()
    }

    fn of(leaf: ByteArray) -> Option<Self> {
        leaf.as_utf8().ok().map(str::to_owned)
    }
}

impl Value for ObjectId {
    type Leaf = ByteArrayType;
    const SQL: &'static str = "BLOB";

    fn leaf(&self) -> ByteArray {
        self.as_bytes().to_vec().into()
    }

    fn of(leaf: ByteArray) -> Option<Self> {
        Self::from_bytes(leaf.data())
    }
}

/// Length of an identifier's hash, in bytes.
const HASH: usize = 16;

impl Value for IdentifierHash {
    type Leaf = FixedLenByteArrayType;
    const SQL: &'static str = "BLOB";
    const LENGTH: Option<i32> = Some(16);

    fn leaf(&self) -> FixedLenByteArray {
        self.0.to_vec().into()
    }

    fn of(leaf: FixedLenByteArray) -> Option<Self> {
        leaf.data().try_into().ok().map(Self)
    }

    /// Makes one allocation for all hashes.
    fn leaves<'a>(cells: impl Iterator<Item = &'a Self>) -> Vec<FixedLenByteArray> {
        let bytes: Vec<u8> = cells.flat_map(|hash| hash.0).collect();
        let count = bytes.len() / HASH;
        let bytes = ByteArray::from(bytes);
        (0..count)
            .map(|place| bytes.slice(place * HASH, HASH).into())
            .collect()
    }
}

/// The content of a column in one row: a value, an optional value, or a list.
pub(crate) trait Cell: Sized {
    /// Its type in DuckDB's SQL.
    fn sql() -> String;
    /// Whether it may be NULL.
    const OPTIONAL: bool = false;
    /// Whether it is stored as differences: a list of integers that grow slowly.
    const DELTAS: bool = false;

    /// The column's type in the file.
    fn column(name: &str) -> Result<Type>;

    /// Writes one column of a row group.
    fn put<'a>(
        column: &mut SerializedColumnWriter<'_>,
        cells: impl Iterator<Item = &'a Self>,
    ) -> Result<()>
    where
        Self: 'a;

    /// Reads one column of a row group of `rows` rows.
    fn take(column: ColumnReader, rows: usize) -> Result<Vec<Self>>;
}

fn leaf_type<V: Value>(name: &str, repetition: Repetition) -> Result<Type> {
    let physical: Physical = V::Leaf::get_physical_type();
    let leaf = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(V::MARK());
    match V::LENGTH {
        Some(length) => leaf.with_length(length).build(),
        None => leaf.build(),
    }
}

/// Values with their definition and repetition levels, by which Parquet stores NULL and lists.
struct Levels<V: Value> {
    values: std::vec::IntoIter<<V::Leaf as DataType>::T>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl<V: Value> Levels<V> {
    fn read(column: ColumnReader, rows: usize) -> Result<Self> {
        let mut column = get_typed_column_reader::<V::Leaf>(column);
        let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        let levels = (Some(&mut defined), Some(&mut repeated));
        let (read, ..) = column.read_records(rows, levels.0, levels.1, &mut values)?;
        if read != rows {
            return Err(damaged("a column is shorter than the others"));
        }
        Ok(Self {
            values: values.into_iter(),
            defined,
            repeated,
        })
    }

    fn next(&mut self) -> Result<V> {
        let leaf = self.values.next();
        let leaf = leaf.ok_or_else(|| damaged("a column is shorter than the others"))?;
        V::of(leaf).ok_or_else(|| damaged("a value does not have its column's type"))
    }
}

fn damaged(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

impl<V: Value> Cell for V {
    fn sql() -> String {
        V::SQL.to_owned()
    }

    fn column(name: &str) -> Result<Type> {
        leaf_type::<V>(name, Repetition::REQUIRED)
    }

    fn put<'a>(
        column: &mut SerializedColumnWriter<'_>,
        cells: impl Iterator<Item = &'a Self>,
    ) -> Result<()>
    where
        Self: 'a,
    {
        let column = column.typed::<V::Leaf>();
        column.write_batch(&V::leaves(cells), None, None).map(drop)
    }

    fn take(column: ColumnReader, rows: usize) -> Result<Vec<Self>> {
        let mut levels = Levels::<V>::read(column, rows)?;
        (0..rows).map(|_| levels.next()).collect()
    }
}

impl<V: Value> Cell for Option<V> {
    const OPTIONAL: bool = true;

    fn sql() -> String {
        V::SQL.to_owned()
    }

    fn column(name: &str) -> Result<Type> {
        leaf_type::<V>(name, Repetition::OPTIONAL)
    }

    fn put<'a>(
        column: &mut SerializedColumnWriter<'_>,
        cells: impl Iterator<Item = &'a Self>,
    ) -> Result<()>
    where
        Self: 'a,
    {
        let cells: Vec<&Self> = cells.collect();
        let defined: Vec<i16> = cells.iter().map(|cell| cell.is_some().into()).collect();
        let values = V::leaves(cells.into_iter().flatten());
        let column = column.typed::<V::Leaf>();
        column.write_batch(&values, Some(&defined), None).map(drop)
    }

    fn take(column: ColumnReader, rows: usize) -> Result<Vec<Self>> {
        let mut levels = Levels::<V>::read(column, rows)?;
        let defined = std::mem::take(&mut levels.defined);
        defined
            .into_iter()
            .map(|defined| (defined == 1).then(|| levels.next()).transpose())
            .collect()
    }
}

/// An entry of a list: a value, or an optional value.
pub(crate) trait Entry: Sized {
    type Value: Value;
    const OPTIONAL: bool;

    fn value(&self) -> Option<&Self::Value>;

    /// `None` if a value is missing in a list that has no optional values.
    fn of(value: Option<Self::Value>) -> Option<Self>;
}

impl<V: Value> Entry for V {
    type Value = V;
    const OPTIONAL: bool = false;

    fn value(&self) -> Option<&V> {
        Some(self)
    }

    fn of(value: Option<V>) -> Option<Self> {
        value
    }
}

impl<V: Value> Entry for Option<V> {
    type Value = V;
    const OPTIONAL: bool = true;

    fn value(&self) -> Option<&V> {
        self.as_ref()
    }

    fn of(value: Option<V>) -> Option<Self> {
        Some(value)
    }
}

impl<E: Entry> Cell for Vec<E> {
    const DELTAS: bool = true;

    fn sql() -> String {
        format!("{}[]", E::Value::SQL)
    }

    /// The three levels of a list that the Parquet format requires.
    fn column(name: &str) -> Result<Type> {
        let repetition = match E::OPTIONAL {
            true => Repetition::OPTIONAL,
            false => Repetition::REQUIRED,
        };
        let element = leaf_type::<E::Value>("element", repetition)?;
        let list = Type::group_type_builder("list")
            .with_repetition(Repetition::REPEATED)
            .with_fields(vec![element.into()])
            .build()?;
        Type::group_type_builder(name)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::List))
            .with_fields(vec![list.into()])
            .build()
    }

    fn put<'a>(
        column: &mut SerializedColumnWriter<'_>,
        cells: impl Iterator<Item = &'a Self>,
    ) -> Result<()>
    where
        Self: 'a,
    {
        let (mut defined, mut repeated, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for cell in cells {
            if cell.is_empty() {
                defined.push(0);
                repeated.push(0);
            }
            for (place, entry) in cell.iter().enumerate() {
                let value = entry.value();
                defined.push(1 + i16::from(E::OPTIONAL && value.is_some()));
                repeated.push(i16::from(place > 0));
                values.extend(value);
            }
        }
        let values = E::Value::leaves(values.into_iter());
        let column = column.typed::<<E::Value as Value>::Leaf>();
        let levels = (Some(&*defined), Some(&*repeated));
        column.write_batch(&values, levels.0, levels.1).map(drop)
    }

    fn take(column: ColumnReader, rows: usize) -> Result<Vec<Self>> {
        let mut levels = Levels::<E::Value>::read(column, rows)?;
        let marks = std::mem::take(&mut levels.defined);
        let marks = marks.into_iter().zip(std::mem::take(&mut levels.repeated));
        let mut cells: Vec<Self> = Vec::with_capacity(rows);
        for (defined, repeated) in marks {
            if repeated == 0 {
                cells.push(Self::new());
            }
            if defined == 0 {
                continue;
            }
            let is_there = defined == 1 + i16::from(E::OPTIONAL);
            let value = is_there.then(|| levels.next()).transpose()?;
            let entry = E::of(value).ok_or_else(|| damaged("a value is missing"))?;
            let cell = cells.last_mut();
            cell.ok_or_else(|| damaged("a list has no beginning"))?
                .push(entry);
        }
        Ok(cells)
    }
}
