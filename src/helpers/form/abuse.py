"""Abuse: signed tokens, limits per client, and who a client is; no address is kept in clear."""

import base64
import hashlib
import hmac
import ipaddress
import os
import secrets
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from helpers.errors import CampaignError
from helpers.form import store
from helpers.settings import Settings

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters without I, L, O, U: what people copy by hand (Crockford's Base32)."""


class TokenError(Exception):
    """A form token that we did not sign, or signed too long ago (`expired`)."""

    def __init__(self, expired: bool) -> None:
        super().__init__("expired" if expired else "not signed by this form")
        self.expired = expired


@dataclass(frozen=True)
class Token:
    """What a form carries: when it was shown, and a number used once."""

    text: str
    nonce: bytes
    age_seconds: float


class Signer:
    """Sign and read tokens, and derive report ids and receipt codes from them.

    Receipt codes are derived, not stored: the same form sent twice gets the same code, while the
    database holds only its hash.
    """

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def issue(self, purpose: str, bound_to: bytes = b"") -> str:
        """Return a new token for forms of `purpose`, tied to `bound_to` (a session)."""
        body = struct.pack(">Q", int(time.time() * 1000)) + secrets.token_bytes(16)
        return _text(body + self._mac(purpose, bound_to + body)[:16])

    def read(self, purpose: str, text: str, max_hours: float = 24, bound_to: bytes = b"") -> Token:
        """Return the token; raises TokenError if it is not ours or too old."""
        try:
            raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        except ValueError as error:
            raise TokenError(expired=False) from error
        body, mac = raw[:24], raw[24:]
        if not hmac.compare_digest(mac, self._mac(purpose, bound_to + body)[:16]):
            raise TokenError(expired=False)
        age = time.time() - struct.unpack(">Q", body[:8])[0] / 1000
        if age > max_hours * 3600:
            raise TokenError(expired=True)
        return Token(text, body[8:], age)

    def report_id(self, token: Token) -> str:
        """Return the id of the report sent with this token; it says nothing of the receipt."""
        return "F" + _crockford(self._mac("report id", token.nonce), 11)

    def receipt(self, token: Token) -> str:
        """Return the receipt code of the report sent with this token: 80 bits, `XXXX-…` × 4."""
        code = _crockford(self._mac("receipt", token.nonce), 16)
        return "-".join(code[i : i + 4] for i in range(0, 16, 4))

    def _mac(self, purpose: str, body: bytes) -> bytes:
        return hmac.digest(self.secret, purpose.encode() + b"\0" + body, "sha256")


def signer(settings: Settings) -> Signer:
    """Return the signer with EINZELFALL_FORM_SECRET, or with data/form/secret, made once (0600)."""
    given = os.environ.get("EINZELFALL_FORM_SECRET", "")
    if given:
        if len(given) < 32:
            raise CampaignError("EINZELFALL_FORM_SECRET: expected 32 characters or more")
        return Signer(given.encode())
    path = store.folder(settings) / "secret"
    _make_secret(path)
    secret = path.read_bytes().strip()
    if len(secret) < 32:
        raise CampaignError(f"{path}: expected 32 characters or more, got {len(secret)}")
    return Signer(secret)


def _make_secret(path: Path) -> None:
    """Write a random secret unless there is one; of two processes, one wins and both read it."""
    if path.exists():
        return
    temporary = path.with_name(f".secret-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_hex(32) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def hashed(text: str | bytes) -> str:
    """Return the SHA-256 in hex: what the database keeps of tokens, codes and sessions."""
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def receipt_written(text: str) -> str:
    """Return a receipt code as we write it, from what a person typed; "" if it cannot be one.

    >>> receipt_written(" abcd efgh 1234-o1lz ")
    'ABCD-EFGH-1234-011Z'
    >>> receipt_written("hello")
    ''
    """
    letters = "".join(text.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))
    if len(letters) != 16 or any(letter not in CROCKFORD for letter in letters):
        return ""
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))


def client_address(request: Request, settings: Settings) -> str:
    """Return who asks: the peer, or what a trusted proxy says of it.

    The header counts only when the peer itself is a trusted proxy; of a list the last entry
    counts, which that proxy wrote. IPv6 is cut to /64: one household, one client.
    """
    peer = request.client.host if request.client else ""
    form = settings.form
    if form.trusted_header and (peer in form.trusted_proxies or not peer):
        said = request.headers.get(form.trusted_header, "").rsplit(",", 1)[-1].strip()
        peer = said or peer
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:64]
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def proxy_unheard(request: Request, settings: Settings) -> bool:
    """Say whether our own proxy seems to name the client in a header that campaign.yml omits."""
    peer = request.client.host if request.client else ""
    names = ("x-real-ip", "x-forwarded-for", "forwarded")
    form = settings.form
    unheard = not form.trusted_header and peer in form.trusted_proxies
    return unheard and any(name in request.headers for name in names)


def over_https(request: Request, settings: Settings) -> bool:
    """Say whether the person's connection is encrypted, at our door or at the trusted proxy's."""
    if request.url.scheme == "https":
        return True
    peer = request.client.host if request.client else ""
    trusted = settings.form.trusted_header and peer in settings.form.trusted_proxies
    return bool(trusted) and request.headers.get("x-forwarded-proto", "").lower() == "https"


@dataclass
class Limits:
    """Count what each client did lately, by a keyed hash of its address that lives in memory only.

    A bucket holds `most` coins and refills within `minutes`. The key is drawn anew every hour, so
    that nothing in memory leads back to an address for longer.
    """

    key_minutes: float = 60
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key_since: float = field(default_factory=lambda: time.monotonic())
    buckets: dict[bytes, tuple[float, float]] = field(default_factory=dict)

    def allows(self, client: str, what: str, most: int, minutes: float) -> bool:
        """Take a coin of `client` for `what`; False when none is left."""
        moment = time.monotonic()
        if moment - self.key_since > self.key_minutes * 60 or len(self.buckets) > 200_000:
            self.key, self.key_since = secrets.token_bytes(32), moment
            self.buckets.clear()
        name = hmac.digest(self.key, f"{what}\0{client}".encode(errors="replace"), "sha256")[:12]
        coins, since = self.buckets.get(name, (float(most), moment))
        coins = min(float(most), coins + (moment - since) * most / (minutes * 60))
        if coins < 1:
            self.buckets[name] = (coins, moment)
            return False
        self.buckets[name] = (coins - 1, moment)
        return True


def from_elsewhere(request: Request) -> bool:
    """Say whether a browser states that another site sent this form.

    Browsers say so in Sec-Fetch-Site or Origin and no page can forge either; no cookie is needed.
    """
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "")
    if not origin:
        return False
    return origin.rpartition("://")[2].lower() != request.headers.get("host", "").lower()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")


def _crockford(raw: bytes, length: int) -> str:
    """Write the first 5 × `length` bits in Crockford's Base32."""
    number = int.from_bytes(raw, "big") >> (len(raw) * 8 - 5 * length)
    digits = [CROCKFORD[number >> (5 * place) & 31] for place in range(length)]
    return "".join(reversed(digits))
