//! X.509 signatures (CMS): the certificate they were made with, and when.

use countersign_facts::{Key, KeyKind, SignatureRecord};
use x509_parser::asn1_rs::{Any, BerParser, Class, DerParser, FromBer, Oid, SequenceIterator, Tag};
use x509_parser::oid_registry::OID_PKCS9_SIGNING_TIME;
use x509_parser::prelude::{
    ASN1Time, FromDer, GeneralName, ParsedExtension, X509Certificate, X509Error, X509Name,
};

/// Certificates for one signature are valid for minutes, those that a person keeps for days at least.
const SHORTEST_LASTING: i64 = 24 * 60 * 60;

/// Reads a `SignedData`; of several signers the first counts.
pub(super) fn read(bytes: &[u8]) -> Option<SignatureRecord<'static>> {
    let (_, content) = Any::from_ber(bytes).ok()?;
    let signed = parts(field(parts(content.data))?.data).next()?;
    // The digest algorithms are a set too; the signers are the last.
    let is_set = |part: &Any<'_>| part.tag() == Tag::Set;
    let signers = parts(signed.data).filter(is_set).last()?;
    let signer = Signer::of(&parts(signers.data).next()?)?;
    let certificate =
        field(parts(signed.data)).and_then(|all| certificates(all.data).find(|it| signer.used(it)));
    Some(SignatureRecord {
        key: key(&signer, certificate.as_ref()),
        created: signer.signed_at,
        signer: None,
    })
}

/// The elements in order, up to the first that cannot be read. In BER, which CMS allows.
fn parts(contents: &[u8]) -> impl Iterator<Item = Any<'_>> {
    SequenceIterator::<_, BerParser>::new(contents).map_while(Result::ok)
}

/// The certificates up to the first that cannot be read.
fn certificates(contents: &[u8]) -> impl Iterator<Item = X509Certificate<'_>> {
    SequenceIterator::<_, DerParser, X509Error>::new(contents).map_while(Result::ok)
}

/// The field with the tag `[0]`, which is the relevant one in every tagged structure here.
fn field<'a>(mut parts: impl Iterator<Item = Any<'a>>) -> Option<Any<'a>> {
    parts.find(|part| part.class() == Class::ContextSpecific && part.tag() == Tag(0))
}

/// The key: by its account when short-lived, else by serial and issuer of its certificate.
fn key(signer: &Signer<'_>, certificate: Option<&X509Certificate<'_>>) -> Option<Key> {
    if let Some(id) = certificate.and_then(ephemeral_id) {
        let kind = KeyKind::Ephemeral;
        return Some(Key {
            kind,
            id: id.into(),
        });
    }
    // The signer names serial and issuer himself when the certificate was left out.
    let (serial, issuer) = match (certificate, &signer.certificate) {
        (Some(certificate), _) => (certificate.raw_serial(), certificate.issuer()),
        (None, CertificateId::Serial(serial, issuer)) => (*serial, issuer),
        (None, CertificateId::KeyId(_)) => return None,
    };
    let serial = serial.strip_prefix(b"\0").unwrap_or(serial);
    let serial: String = serial.iter().map(|byte| format!("{byte:02X}")).collect();
    Some(Key {
        kind: KeyKind::X509,
        id: format!("{serial} {}", name_text(issuer)).trim_end().into(),
    })
}

/// How a signer names the certificate.
enum CertificateId<'a> {
    /// By serial number and issuer.
    Serial(&'a [u8], X509Name<'a>),
    /// By the id of its key.
    KeyId(&'a [u8]),
}

/// What a `SignerInfo` says.
struct Signer<'a> {
    /// Whose key signed.
    certificate: CertificateId<'a>,
    /// When, in Unix seconds, if the signature covers it.
    signed_at: Option<i64>,
}

impl<'a> Signer<'a> {
    /// Reads a `SignerInfo`.
    fn of(info: &Any<'a>) -> Option<Self> {
        let mut parts = parts(info.data).skip(1);
        let id = parts.next()?;
        let certificate = if id.tag() == Tag::Sequence {
            let (serial, issuer) = X509Name::from_der(id.data).ok()?;
            CertificateId::Serial(Any::from_ber(serial).ok()?.1.data, issuer)
        } else {
            CertificateId::KeyId(id.data)
        };
        Some(Self {
            certificate,
            signed_at: field(parts).and_then(|attributes| signing_time(attributes.data)),
        })
    }

    /// Whether this is the certificate the signer names.
    fn used(&self, certificate: &X509Certificate<'_>) -> bool {
        match &self.certificate {
            CertificateId::Serial(serial, issuer) => {
                *serial == certificate.raw_serial()
                    && issuer.as_raw() == certificate.issuer.as_raw()
            }
            CertificateId::KeyId(id) => key_id(certificate) == Some(id),
        }
    }
}

/// The signing time among a signer's attributes.
fn signing_time(attributes: &[u8]) -> Option<i64> {
    let values = parts(attributes).find_map(|attribute| {
        let (values, id) = Oid::from_ber(attribute.data).ok()?;
        (id == OID_PKCS9_SIGNING_TIME).then_some(values)
    })?;
    let (_, values) = Any::from_ber(values).ok()?;
    let (_, time) = ASN1Time::from_der(values.data).ok()?;
    Some(time.timestamp())
}

/// The account a short-lived certificate speaks for; `None` for a lasting one.
fn ephemeral_id(certificate: &X509Certificate<'_>) -> Option<String> {
    let validity = certificate.validity();
    let lifetime = validity.not_after.timestamp() - validity.not_before.timestamp();
    if lifetime >= SHORTEST_LASTING {
        return None;
    }
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.iter().flat_map(|names| &names.value.general_names);
    let account = names.into_iter().find_map(|name| match name {
        GeneralName::RFC822Name(text) | GeneralName::URI(text) => Some((*text).to_owned()),
        _ => None,
    });
    account.or_else(|| Some(name_text(certificate.subject())))
}

/// The id a certificate gives its key.
fn key_id<'a>(certificate: &X509Certificate<'a>) -> Option<&'a [u8]> {
    let mut extensions = certificate.iter_extensions();
    extensions.find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0),
        _ => None,
    })
}

/// A distinguished name in short: its common name, else its last part.
fn name_text(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next();
    let part = common.or_else(|| name.iter_attributes().last());
    part.map(|part| text(part.attr_value())).unwrap_or_default()
}

/// The text of a string of any type.
fn text(string: &Any<'_>) -> String {
    let wide = string.as_bmpstring().map(|text| text.string());
    wide.unwrap_or_else(|_| String::from_utf8_lossy(string.data).into_owned())
}
