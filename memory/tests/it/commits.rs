//! Commits as rows: everything as git has it, and no address.

use std::fs::File;

use countersign_facts::{
    ActorLine, Batch, CommitRecord, History, Key, KeyKind, ObjectId, PlatformClaim,
    SignatureRecord, Subject, Traces,
};
use countersign_memory::tables::{ClonedRepository, Export, Manifest};
use countersign_store::IdentifierHash;
use parquet::file::reader::SerializedFileReader;
use parquet::record::{Field, Row};
use tempfile::TempDir;

use crate::support::{KEY, NOW};

fn line(
    identity: &'static [u8],
    seconds: Option<i64>,
    offset: &'static [u8],
) -> ActorLine<'static> {
    ActorLine {
        identity,
        seconds,
        offset,
    }
}

fn commit(id: u8, actor: ActorLine<'static>) -> CommitRecord<'static> {
    CommitRecord {
        id: ObjectId::from_bytes(&[id; 20]).unwrap(),
        tree: None,
        parents: Vec::new(),
        author: actor,
        committer: actor,
        encoding: None,
        subject: Subject::Other,
        cherry_picked: false,
        platform: PlatformClaim::None,
        traces: Traces::empty(),
        trailers: Vec::new(),
        signature: None,
    }
}

fn signed(kind: KeyKind, id: &str) -> Option<SignatureRecord<'static>> {
    Some(SignatureRecord {
        key: Some(Key {
            kind,
            id: id.into(),
        }),
        created: Some(7),
        signer: None,
    })
}

/// The export of these commits under an organisation and a name.
fn export(place: &TempDir, clones: &[(&str, &str, &[CommitRecord<'_>])]) -> Manifest {
    let mut export = Export::begin(&place.path().join("export"), false, KEY).unwrap();
    for (organisation, repository, commits) in clones {
        let mut history = History::default();
        let index = history.add_repository(repository);
        let mut batch = Batch::default();
        commits.iter().for_each(|commit| batch.push(commit));
        history.absorb(index, batch);
        history.seal();
        let clone = ClonedRepository {
            history: &history,
            place: "https://code.example/o/r",
            organisation,
            repository,
            identity: &|identity| {
                (identity.0 != 1).then(|| IdentifierHash([identity.0.try_into().unwrap(); 16]))
            },
            key: &|_| IdentifierHash([99; 16]),
        };
        export.commits(clone).unwrap();
    }
    export.finish(None, NOW).unwrap()
}

fn rows(place: &TempDir, manifest: &Manifest) -> Vec<Row> {
    let files = manifest.table("commits").unwrap().files.iter();
    let rows = files.flat_map(|file| {
        let file = File::open(place.path().join("export").join(&file.path)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        reader.into_iter().map(Result::unwrap).collect::<Vec<_>>()
    });
    rows.collect()
}

fn field(row: &Row, name: &str) -> Field {
    let column = row.get_column_iter().find(|(column, _)| *column == name);
    column.unwrap().1.clone()
}

#[test]
fn odd_times_and_zones_are_kept_as_git_has_them() {
    let place = tempfile::tempdir().unwrap();
    let commits = [
        commit(1, line(b"Ada <a@mail.example>", Some(i64::MIN), b"-0000")),
        commit(2, line(b"bot <b@mail.example>", Some(i64::MAX), b"+051800")),
        commit(3, line(b"Ada <a@mail.example>", None, b"")),
        commit(4, line(b"Ada <a@mail.example>", Some(0), b"+99999999999")),
    ];
    let manifest = export(&place, &[("o", "r", &commits)]);
    let seen: Vec<_> = rows(&place, &manifest)
        .iter()
        .map(|row| {
            ["author_seconds", "author_offset", "author_zone", "author"]
                .map(|name| field(row, name).to_string())
        })
        .collect();
    let ada = field(&rows(&place, &manifest)[0], "author").to_string();
    assert_eq!(
        seen,
        [
            [&i64::MIN.to_string(), "0", "\"-0000\"", &ada],
            [&i64::MAX.to_string(), "31080", "\"+051800\"", "null"],
            ["null", "null", "\"\"", &ada],
            ["0", "null", "\"+99999999999\"", &ada],
        ]
    );
}

#[test]
fn no_address_is_written_wherever_it_stands() {
    let place = tempfile::tempdir().unwrap();
    let actor = |identity| line(identity, Some(1), b"+0100");
    let mut commits = [
        commit(1, actor(b"ada@mail.example <ada@mail.example>")),
        commit(2, actor(b"Ada <x@y.example> Lovewick <ada@mail.example>")),
        commit(3, actor(b"Ada \xff (@ada) <ada@mail.example>")),
        commit(4, actor(b"Ada <ada@mail.example>")),
    ];
    commits[0].signature = signed(KeyKind::Ephemeral, "ada@mail.example");
    commits[1].signature = signed(KeyKind::X509, "0A CN=x, emailAddress=ca@mail.example");
    commits[2].signature = signed(KeyKind::OpenPgp, "B5690EEEBB952194");
    commits[3].signature = signed(KeyKind::Ssh, "SHA256:abc");
    let manifest = export(&place, &[("o", "r", &commits)]);
    let rows = rows(&place, &manifest);
    for row in &rows {
        let text = row.to_string();
        assert!(
            !text.contains(".example\"") && !text.contains("@mail"),
            "{text}"
        );
    }
    let names = rows.iter().map(|row| field(row, "author_name").to_string());
    let names: Vec<_> = names.collect();
    assert_eq!(
        names,
        ["\"\"", "\"Ada\"", "\"Ada \u{fffd} (@ada)\"", "\"Ada\""]
    );
    let keys = rows.iter().map(|row| {
        let has_hash = field(row, "signing_key") != Field::Null;
        (
            field(row, "signature").to_string(),
            field(row, "signing_key_id").to_string(),
            has_hash,
        )
    });
    let told = |kind: &str, id: &str, has_hash| (format!("\"{kind}\""), id.to_owned(), has_hash);
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [
            told("ephemeral", "null", false),
            told("x509", "null", true),
            told("openpgp", "\"B5690EEEBB952194\"", false),
            told("ssh", "\"SHA256:abc\"", true),
        ]
    );
}

#[test]
fn two_clones_of_one_name_are_two_files() {
    let place = tempfile::tempdir().unwrap();
    let one = [commit(1, line(b"Ada <a@mail.example>", Some(1), b"+0000"))];
    let clones: [(&str, &str, &[CommitRecord<'_>]); 4] = [
        ("code.example/acme", "a/b", &one),
        ("code.example/acme", "a/b", &[]),
        ("", "c", &one),
        ("../..", ".", &one),
    ];
    let manifest = export(&place, &clones);
    let paths: Vec<_> = manifest.tables[0]
        .files
        .iter()
        .map(|file| &*file.path)
        .collect();
    assert_eq!(
        paths,
        [
            "commits/organisation=code.example%2Facme/repository=a%2Fb/part-0.parquet",
            "commits/organisation=code.example%2Facme/repository=a%2Fb/part-1.parquet",
            "commits/organisation=__HIVE_DEFAULT_PARTITION__/repository=c/part-0.parquet",
            "commits/organisation=..%2F../repository=./part-0.parquet",
        ]
    );
    assert_eq!(rows(&place, &manifest).len(), 3);
}
