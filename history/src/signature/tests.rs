//! Signatures of throw-away keys, and broken ones.
//!
//! The files were made once: `gpg --faked-system-time 20240301T120000 --armor --sender
//! ada@example.com --detach-sign`, `ssh-keygen -Y sign -n git`, and `openssl cms -sign -binary
//! -nosmimecap -outform PEM` with `-stream` (which gives BER of indefinite length) and the issuer's
//! certificate first, with `-nocerts`, and with `-keyid`; the short-lived certificates came from
//! `openssl ca -startdate 20240229120000Z -enddate 20240229121000Z`.

use countersign_facts::KeyKind;

use super::*;

const OPENPGP: &[u8] = include_bytes!("../../tests/data/signatures/openpgp.asc");
const SSH_ED25519: &[u8] = include_bytes!("../../tests/data/signatures/ssh-ed25519.sig");
const SSH_ECDSA: &[u8] = include_bytes!("../../tests/data/signatures/ssh-ecdsa.sig");
const LASTING: &[u8] = include_bytes!("../../tests/data/signatures/x509-lasting.pem");
const SHORT_LIVED: &[u8] = include_bytes!("../../tests/data/signatures/x509-short-lived.pem");
const SHORT_LIVED_URI: &[u8] =
    include_bytes!("../../tests/data/signatures/x509-short-lived-uri.pem");
const NO_CERTIFICATE: &[u8] = include_bytes!("../../tests/data/signatures/x509-no-certificate.pem");
const BY_KEY_ID: &[u8] = include_bytes!("../../tests/data/signatures/x509-key-id.pem");
const ALL: [&[u8]; 8] = [
    OPENPGP,
    SSH_ED25519,
    SSH_ECDSA,
    LASTING,
    SHORT_LIVED,
    SHORT_LIVED_URI,
    NO_CERTIFICATE,
    BY_KEY_ID,
];

/// Key, creation time and signer of a signature.
type Read = (Option<(KeyKind, String)>, Option<i64>, Option<String>);

fn read_text(armored: &[u8]) -> Read {
    let record = read(armored);
    let signer = record
        .signer
        .map(|bytes| String::from_utf8(bytes.into_owned()).unwrap());
    let key = record.key.map(|key| (key.kind, key.id.into_string()));
    (key, record.created, signer)
}

fn key(kind: KeyKind, id: &str) -> Option<(KeyKind, String)> {
    Some((kind, id.to_owned()))
}

fn armored(label: &str, bytes: &[u8]) -> Vec<u8> {
    let base64 = base64_simd::STANDARD.encode_to_string(bytes);
    format!("-----BEGIN {label}-----\n\n{base64}\n-----END {label}-----\n").into_bytes()
}

fn opened(text: &[u8]) -> Vec<u8> {
    armor::open(text).unwrap().bytes
}

/// An OpenPGP signature packet of version 4 with these subpackets (type, then body).
fn version_4(hashed: &[&[u8]], unhashed: &[&[u8]]) -> Vec<u8> {
    let mut body = vec![4, 0, 22, 8];
    for area in [hashed, unhashed] {
        let area: Vec<u8> = area
            .iter()
            .flat_map(|subpacket| [&[u8::try_from(subpacket.len()).unwrap()], *subpacket].concat())
            .collect();
        body.extend(u16::try_from(area.len()).unwrap().to_be_bytes());
        body.extend(area);
    }
    body.extend(b"\x12\x34\x00\x08\xff\x00\x08\xff");
    packet(&body)
}

fn packet(body: &[u8]) -> Vec<u8> {
    [&[0xc2, u8::try_from(body.len()).unwrap()], body].concat()
}

const CREATED: &[u8] = b"\x02\x65\xe1\xc2\xc0";
const ISSUER: &[u8] = b"\x10\x01\x23\x45\x67\x89\xab\xcd\xef";
const FINGERPRINT: &[u8] = b"\x21\x04........----\xfe\xdc\xba\x98\x76\x54\x32\x10";

fn read_openpgp(packets: &[u8]) -> Read {
    read_text(&armored("PGP SIGNATURE", packets))
}

#[test]
fn openpgp_signatures_name_key_time_and_signer() {
    let expected = (
        key(KeyKind::OpenPgp, "5EFB1C03BF0E1998"),
        Some(1_709_294_400),
        Some("<ada@example.com>".to_owned()),
    );
    assert_eq!(read_text(OPENPGP), expected);
}

#[test]
fn openpgp_keys_are_named_by_fingerprint_first() {
    let id = |hashed: &[&[u8]], unhashed: &[&[u8]]| read_openpgp(&version_4(hashed, unhashed)).0;
    let issuer = key(KeyKind::OpenPgp, "0123456789ABCDEF");
    let fingerprint = key(KeyKind::OpenPgp, "FEDCBA9876543210");
    assert_eq!(id(&[CREATED], &[ISSUER]), issuer);
    assert_eq!(id(&[CREATED, FINGERPRINT], &[ISSUER]), fingerprint);
    let nobody = b"\x10\0\0\0\0\0\0\0\0";
    assert_eq!(id(&[CREATED], &[nobody]), None);
    assert_eq!(id(&[CREATED], &[nobody, ISSUER]), issuer);
    assert_eq!(id(&[CREATED], &[]), None);
}

#[test]
fn only_what_openpgp_signs_is_believed() {
    let user = b"\x1cada@example.com";
    let (_, created, signer) = read_openpgp(&version_4(&[], &[CREATED, ISSUER, user]));
    assert_eq!((created, signer), (None, None));
}

#[test]
fn openpgp_user_ids_become_identities() {
    let signer = |user: &str| {
        let user = [b"\x1c", user.as_bytes()].concat();
        read_openpgp(&version_4(&[CREATED, &user], &[ISSUER])).2
    };
    let full = "Ada Quill <ada@example.com>";
    assert_eq!(signer(full).as_deref(), Some(full));
    let wrapped = Some("<ada@example.com>");
    assert_eq!(signer("ada@example.com").as_deref(), wrapped);
    assert_eq!(signer("Ada Quill").as_deref(), Some("Ada Quill"));
    assert_eq!(signer(" "), None);
}

#[test]
fn openpgp_of_other_versions_is_read() {
    let version_3 =
        b"\x03\x05\x00\x65\xe1\xc2\xc0\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x02\x12\x34\x00\x08\xff";
    let expected = key(KeyKind::OpenPgp, "0123456789ABCDEF");
    let (id, created, _) = read_openpgp(&packet(version_3));
    assert_eq!((id, created), (expected, Some(1_709_294_272)));

    let fingerprint = [
        b"\x22\x21\x06\x89\xab\xcd\xef\x01\x23\x45\x67".as_slice(),
        &[7; 24],
    ]
    .concat();
    let salt = [&[16][..], &[5; 16]].concat();
    let parts = [
        b"\x06\x00\x1b\x08\0\0\0\x29\x05\x02\x65\xe1\xc2\xc0",
        &fingerprint[..],
        b"\0\0\0\0\x12\x34",
        &salt,
        &[9; 64],
    ];
    let expected = key(KeyKind::OpenPgp, "89ABCDEF01234567");
    let (id, created, _) = read_openpgp(&packet(&parts.concat()));
    assert_eq!((id, created), (expected, Some(1_709_294_272)));

    let unknown = [b"\x09".as_slice(), &[1; 40]].concat();
    assert_eq!(read_openpgp(&packet(&unknown)), (None, None, None));
}

#[test]
fn of_several_openpgp_signatures_the_first_counts() {
    let both = [
        version_4(&[CREATED], &[ISSUER]),
        version_4(&[CREATED, FINGERPRINT], &[]),
    ];
    let expected = key(KeyKind::OpenPgp, "0123456789ABCDEF");
    assert_eq!(read_openpgp(&both.concat()).0, expected);
}

#[test]
fn packets_before_an_openpgp_signature_do_not_hide_its_key() {
    let whole = opened(OPENPGP);
    let plain = read_openpgp(&whole);
    assert!(plain.0.is_some());
    let mut unknown = vec![23];
    unknown.extend([0; 20]);
    let unknown = packet(&unknown);
    for before in [
        &b"\xca\x03PGP"[..],
        b"\xa8\x03PGP",
        b"\xd5\x04abcd",
        b"\xfc\x02ab",
        b"\xd0\x02hi",
        &unknown,
        b"\xca\x03PGP\xd5\x00\xd0\x02hi",
    ] {
        let found = read_openpgp(&[before, &whole].concat());
        assert_eq!(found, plain, "{before:x?}");
        let behind = read_openpgp(&[&whole[..], before].concat());
        assert_eq!(behind, plain, "{before:x?} behind");
    }
    assert_eq!(read_openpgp(b"\xca\x03PGP"), (None, None, None));
    assert_eq!(read_openpgp(b"\xca\xffPGP"), (None, None, None));
}

#[test]
fn ssh_keys_are_named_by_fingerprint() {
    let fingerprint = "SHA256:Xux30OFaqyzSrVdrPMTXsm4Oinr/6EuT7Jg+ckHLb34";
    let expected = (key(KeyKind::Ssh, fingerprint), None, None);
    assert_eq!(read_text(SSH_ED25519), expected);
    let fingerprint = "SHA256:BbLHyFUu0qzYy2Ndlve3YuabeoWty1uQDAx3DLStaA0";
    assert_eq!(
        read_text(SSH_ECDSA),
        (key(KeyKind::Ssh, fingerprint), None, None)
    );
}

#[test]
fn ssh_certificates_and_cut_signatures_name_no_key() {
    let bytes = opened(SSH_ED25519);
    for length in 0..bytes.len() {
        assert!(ssh::read(&bytes[..length]).is_none(), "{length} bytes");
    }
    let string = |text: &[u8]| {
        let length = u32::try_from(text.len()).unwrap().to_be_bytes();
        [&length, text].concat()
    };
    let key = string(b"ssh-ed25519-cert-v01@openssh.com");
    let parts = [
        b"SSHSIG\0\0\0\x01".to_vec(),
        string(&key),
        string(b"git"),
        string(b""),
        string(b"sha512"),
        string(b"..."),
    ];
    assert_eq!(
        read_text(&armored("SSH SIGNATURE", &parts.concat())).0,
        None
    );
}

#[test]
fn lasting_certificates_are_named_by_serial_and_issuer() {
    let id = || key(KeyKind::X509, "1A2B3C4D5E6F Example Signing Intermediate");
    assert_eq!(read_text(LASTING), (id(), Some(1_795_215_534), None));
    assert_eq!(read_text(NO_CERTIFICATE), (id(), Some(1_795_215_859), None));
    assert_eq!(read_text(BY_KEY_ID), (id(), Some(1_795_215_859), None));
}

#[test]
fn short_lived_certificates_are_named_by_their_account() {
    let account = read_text(SHORT_LIVED).0;
    assert_eq!(account, key(KeyKind::Ephemeral, "ada@example.com"));
    let account = read_text(SHORT_LIVED_URI).0;
    let uri = "https://ci.example.test/build";
    assert_eq!(account, key(KeyKind::Ephemeral, uri));
}

#[test]
fn armor_may_be_laid_out_in_any_way() {
    let expected = read_text(OPENPGP);
    let text = OPENPGP.to_str().unwrap();
    let bare: String = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('='))
        .map(|line| format!("{line}\n"))
        .collect();
    let headers = "SIGNATURE-----\nVersion: GnuPG v1\nComment: https://example.com/a=b\n";
    let variants = [
        bare,
        text.replace('\n', "\n "),
        text.replace('\n', "\r\n"),
        text.replacen("SIGNATURE-----\n", headers, 1),
        format!("\n{text}"),
        format!("token 16777668: pid 7, started Thu Nov 30\n{text}"),
        armored("PGP SIGNATURE", &opened(OPENPGP))
            .to_str()
            .unwrap()
            .to_owned(),
        armored("PGP MESSAGE", &opened(OPENPGP))
            .to_str()
            .unwrap()
            .to_owned(),
    ];
    for variant in variants {
        assert_eq!(read_text(variant.as_bytes()), expected, "{variant}");
    }
}

#[test]
fn what_cannot_be_read_names_no_key() {
    let nothing = [
        "",
        "\n",
        "-----BEGIN PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----",
        "-----BEGIN PGP SIGNATURE-----\n\n!!!!\n-----END PGP SIGNATURE-----",
        "-----BEGIN SOMETHING ELSE-----\n\nAAAA\n",
        "untrusted comment: signature\nAAAA\n",
    ];
    for text in nothing {
        assert_eq!(read_text(text.as_bytes()), (None, None, None), "{text}");
    }
    let user_id = b"\xcd\x0fada@example.com";
    assert_eq!(read_openpgp(user_id), (None, None, None));
}

#[test]
fn a_tag_is_signed_from_the_last_opening_line_on() {
    let message = b"Release\n\n-----BEGIN PGP SIGNATURE-----\nquoted\n\n-----BEGIN SSH SIGNATURE-----\nlast\n say -----BEGIN PGP SIGNATURE-----\n-----BEGIN NOTHING-----\n";
    let found = find_appended(message).unwrap();
    assert!(found.starts_with(b"-----BEGIN SSH SIGNATURE-----\nlast"));
    assert_eq!(
        find_appended(b"Release -----BEGIN PGP SIGNATURE-----\n"),
        None
    );
    assert!(find_appended(LASTING).is_some());
}

#[test]
fn broken_signatures_never_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for text in ALL {
        for length in 0..text.len() {
            let _ = read(&text[..length]);
        }
        let label = text.to_str().unwrap().lines().next().unwrap();
        let label = label.trim_matches('-').trim_start_matches("BEGIN ");
        let bytes = opened(text);
        for _ in 0..4000 {
            let mut broken = bytes.clone();
            for _ in 0..=random(3) {
                let at = random(broken.len());
                broken[at] = [0, 0x7f, 0x80, 0xff, u8::try_from(random(256)).unwrap()][random(5)];
            }
            broken.truncate(broken.len() - random(2) * random(broken.len()));
            let _ = read(&armored(label, &broken));
        }
    }
}
