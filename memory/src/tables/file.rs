//! One Parquet file: written in row groups as rows come, and read only if its digest is right.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use sha2::{Digest as _, Sha256};

use crate::tables::error::TablesError;
use crate::tables::manifest::{FileEntry, Stamp};
use crate::tables::table::Row;

/// The largest number of rows in a row group; the same as in DuckDB. Readers spread row groups over threads.
const GROUP_ROWS: usize = 122_880;

/// A file, and the digest and length of what was written to it.
struct Digested {
    file: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes one file.
pub(crate) struct Writer<R: Row> {
    path: PathBuf,
    writer: SerializedFileWriter<Digested>,
    waiting: Vec<R>,
    weight: usize,
    rows: u64,
}

impl<R: Row> Writer<R> {
    /// Creates the file and the folders above it.
    pub(crate) fn new(path: PathBuf, stamp: &Stamp) -> Result<Self, TablesError> {
        let made = || {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            File::create_new(&path)
        };
        let file = made().map_err(TablesError::not_written(&path))?;
        let target = Digested {
            file: BufWriter::new(file),
            digest: Sha256::new(),
            bytes: 0,
        };
        let writer = R::schema()
            .and_then(|schema| SerializedFileWriter::new(target, schema, properties::<R>(stamp)))
            .map_err(|source| TablesError::NotEncoded {
                path: path.clone(),
                source,
            })?;
        Ok(Self {
            path,
            writer,
            waiting: Vec::new(),
            weight: 0,
            rows: 0,
        })
    }

    /// Adds a row. Returns the weight of the rows that were written.
    pub(crate) fn push(&mut self, row: R) -> Result<usize, TablesError> {
        self.weight += row.weight();
        self.waiting.push(row);
        if self.waiting.len() < GROUP_ROWS {
            return Ok(0);
        }
        self.end_group()
    }

    /// The weight of the rows that were not written yet.
    pub(crate) fn waiting(&self) -> usize {
        self.weight
    }

    /// Writes the waiting rows as a row group. Returns their weight.
    pub(crate) fn end_group(&mut self) -> Result<usize, TablesError> {
        if self.waiting.is_empty() {
            return Ok(0);
        }
        let put = |writer: &mut SerializedFileWriter<Digested>, rows: &[R]| {
            let mut group = writer.next_row_group()?;
            R::put(rows, &mut group)?;
            group.close()
        };
        put(&mut self.writer, &self.waiting).map_err(|source| TablesError::NotEncoded {
            path: self.path.clone(),
            source,
        })?;
        self.rows += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(std::mem::take(&mut self.weight))
    }

    /// Completes the file. Returns its entry in the manifest, with its path below `root`.
    pub(crate) fn finish(mut self, root: &Path) -> Result<FileEntry, TablesError> {
        self.end_group()?;
        let path = self.path;
        let target = self.writer.into_inner();
        let target = target.map_err(|source| TablesError::NotEncoded {
            path: path.clone(),
            source,
        })?;
        let file = target.file.into_inner().map_err(io::Error::from);
        file.and_then(|file| file.sync_all())
            .map_err(TablesError::not_written(&path))?;
        let below = path.strip_prefix(root).unwrap_or(&path);
        Ok(FileEntry {
            path: below.to_string_lossy().into_owned(),
            rows: self.rows,
            bytes: target.bytes,
            sha256: HEXLOWER.encode(&target.digest.finalize()),
        })
    }
}

fn properties<R: Row>(stamp: &Stamp) -> WriterPropertiesPtr {
    let pairs = stamp.pairs(R::NAME);
    let pairs = pairs.map(|(key, value)| KeyValue::new(key.to_owned(), value));
    let builder = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("countersign version {}", stamp.version))
        .set_key_value_metadata(Some(pairs.to_vec()));
    Arc::new(R::properties(builder))
}

/// Checks the digest of a file.
pub(crate) fn check_content(root: &Path, entry: &FileEntry) -> Result<(), TablesError> {
    let path = root.join(&entry.path);
    let digest = digest(&open(&path)?).map_err(TablesError::not_read(&path))?;
    match digest == entry.sha256 {
        true => Ok(()),
        false => Err(TablesError::damaged(
            &path,
            "its content differs from what was exported",
        )),
    }
}

fn open(path: &Path) -> Result<File, TablesError> {
    File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => TablesError::damaged(path, "it is missing"),
        _ => TablesError::not_read(path)(error),
    })
}

/// Reads a file, one row group at a time.
pub(crate) struct Reader<R: Row> {
    path: PathBuf,
    reader: SerializedFileReader<File>,
    next: usize,
    row: std::marker::PhantomData<R>,
}

impl<R: Row> Reader<R> {
    /// Opens a file of a table.
    pub(crate) fn open(root: &Path, entry: &FileEntry, stamp: &Stamp) -> Result<Self, TablesError> {
        let path = root.join(&entry.path);
        let damaged = |why: &str| TablesError::damaged(&path, why);
        let file = open(&path)?;
        let reader = SerializedFileReader::new(file);
        let reader = reader.map_err(|error| TablesError::damaged(&path, error))?;
        let about = reader.metadata().file_metadata();
        let schema = R::schema().map_err(|error| TablesError::damaged(&path, error))?;
        if about.schema() != &*schema {
            return Err(damaged("its columns differ from those of the table"));
        }
        if about.num_rows() != i64::try_from(entry.rows).unwrap_or(-1) {
            return Err(damaged("its number of rows differs from what was exported"));
        }
        let pairs = about.key_value_metadata();
        let says = |key: &str, value: &str| {
            let found = pairs.into_iter().flatten().find(|pair| pair.key == key);
            found.and_then(|pair| pair.value.as_deref()) == Some(value)
        };
        let mut wanted = stamp.pairs(R::NAME).into_iter();
        if !wanted.all(|(key, value)| says(key, &value)) {
            return Err(damaged("it belongs to another export"));
        }
        Ok(Self {
            path,
            reader,
            next: 0,
            row: std::marker::PhantomData,
        })
    }

    /// The rows of the next row group.
    pub(crate) fn next_group(&mut self) -> Result<Option<Vec<R>>, TablesError> {
        if self.next == self.reader.num_row_groups() {
            return Ok(None);
        }
        let group = self.reader.get_row_group(self.next);
        let rows = group.and_then(|group| R::take(&*group));
        self.next += 1;
        rows.map(Some)
            .map_err(|error| TablesError::damaged(&self.path, error))
    }
}

fn digest(mut file: &File) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(HEXLOWER.encode(&digest.finalize())),
            read => digest.update(&buffer[..read]),
        }
    }
}
