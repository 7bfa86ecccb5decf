"""An envelope: one filled-in form, made and sealed once, and from then on the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.sync import sealing
from kiosk.sync.canonical import NotCanonical, Value, canonical, digest, parse
from kiosk.sync.header import ACTING, BlobRef, Header, header_value, read_header
from kiosk.sync.keys import key_id
from kiosk.sync.plaintext import PlainBlob, Plaintext, plaintext_bytes, read_plaintext
from kiosk.sync.problems import envelope_too_large, malformed_envelope, unknown_key
from kiosk.sync.wire import from_base64, to_base64

__all__ = [
    "ACTING",
    "MAX_ENVELOPE_BYTES",
    "BlobRef",
    "Envelope",
    "Header",
    "PlainBlob",
    "Plaintext",
    "make",
    "open",
    "read",
]

MAX_ENVELOPE_BYTES = 256 * 1024
"""Some 80,000 Vietnamese words: no form comes near, and a worker holds many in memory."""

PrivateKeys = Mapping[str, ec.EllipticCurvePrivateKey]


@dataclass(frozen=True)
class Envelope:
    """What is on the way: `body` is the document as it was made, byte for byte."""

    header: Header
    sealed: bytes = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hexadecimal: what receipts and `Content-Digest` speak of."""
        return digest(self.body)


def make(header: Header, plaintext: Plaintext, hub: ec.EllipticCurvePublicKey) -> bytes:
    """The envelope's bytes. Store them before sending: a second call gives a second envelope.

    Raises what `read` raises when the parts do not make an envelope, and `ValueError` when the
    parts contradict each other (a key other than the hub's, blobs the header does not declare).
    """
    _check_parts(header, plaintext, hub)
    value = header_value(header)
    sealed = sealing.seal(plaintext_bytes(plaintext), canonical(value), hub)
    body = canonical({"header": value, "sealed": to_base64(sealed)})
    read(body)
    return body


def read(body: bytes) -> Envelope:
    """An envelope from untrusted bytes, without opening it.

    Raises `sync.envelope_too_large` or `sync.malformed_envelope`, never anything else.
    """
    if len(body) > MAX_ENVELOPE_BYTES:
        raise envelope_too_large(limit=MAX_ENVELOPE_BYTES)
    document = _document(body)
    return Envelope(read_header(document["header"]), _sealed(document["sealed"]), body)


def open(envelope: Envelope, keys: PrivateKeys) -> Plaintext:
    """What was sealed, opened with the key that the header names.

    Raises `sync.unknown_key`, `sync.not_to_be_opened` or `sync.malformed_plaintext`.
    """
    key = keys.get(envelope.header.key)
    if key is None:
        raise unknown_key(key=envelope.header.key)
    header = canonical(header_value(envelope.header))
    return read_plaintext(sealing.open_sealed(envelope.sealed, header, key))


def _check_parts(header: Header, plaintext: Plaintext, hub: ec.EllipticCurvePublicKey) -> None:
    if header.key != key_id(hub):
        raise ValueError("the header names another key than the one sealed to")
    if [blob.slot for blob in header.blobs] != [blob.slot for blob in plaintext.blobs]:
        raise ValueError("header and plaintext declare different blobs")
    if header.kind in ACTING and plaintext.secret is None:
        raise ValueError("an envelope that acts on a dossier carries its follow secret")


def _document(body: bytes) -> Value:
    try:
        document = parse(body)
    except NotCanonical as error:
        raise malformed_envelope(at="document", why=str(error)) from error
    if not isinstance(document, dict) or set(document) != {"header", "sealed"}:
        raise malformed_envelope(at="document", why="header and sealed, nothing else")
    return document


def _sealed(value: Value) -> bytes:
    try:
        sealed = from_base64(value) if isinstance(value, str) else b""
    except ValueError as error:
        raise malformed_envelope(at="sealed", why="not base64") from error
    if len(sealed) < sealing.OVERHEAD:
        raise malformed_envelope(at="sealed", why="too short")
    return sealed
