#!/usr/bin/env python3
"""An independent verifier of the Onus log, format `onus/0`.

Written from the page `docs/log-format.md` alone, by somebody who has not read the
implementation. Its worth is that: where it and `onus` agree, the page says enough; where they
do not, one of the three is wrong. So it shares no code, no table and no test data with the
program, and it prefers the order of the page to speed.

The file goes in the order of the page: content, keys, leaves, header, operations, the checks of
a commit, standing, checkpoints, bundles; then the command line. Needs Python 3.9 and the package
`cryptography`, for Ed25519, X25519, ChaCha20-Poly1305 and HKDF.

Everything that comes from outside either passes or raises `Refusal` (or `Waits`) with the page's
reason. Any other exception is a fault of this file.
"""

import argparse
import base64
import binascii
import calendar
import datetime
import hashlib
import hmac
import io
import json
import re
import struct
import sys
import time as clock_module
import unicodedata

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FORMAT = "onus/0"
SUITE = "ed25519-sha256"
MAX_OPERATION = 65_536
MAX_HEADER = 1_048_576
MAX_DEPTH = 16
MAX_NUMBER = 2**53 - 1
MAX_LEAVES = 65_536
MAX_PARENTS = 256
MAX_EFFECTS = 256
MAX_ERASED = 1_024
MAX_AHEAD = 86_400
MAX_CHECKPOINT = 65_536
MAX_TIME = 253_402_300_799  # the end of the year 9999

LEVELS = ("public", "pseudonym", "partner", "team", "sealed")
ROLES = ("reader", "coder", "reviewer", "custodian", "owner")
CLASSES = ("consent", "law", "safety", "mistake")
WHY = {1: "withheld", 2: "erased", 3: "not held"}


class Refusal(Exception):
    """A stated refusal: the object it is said of, the reason code, and where in the object.

    `at` is a byte offset for `content.…`, the name of a field where the page names one.
    """

    def __init__(self, obj, reason, at=None):
        super().__init__(obj, reason, at)
        self.object, self.reason, self.at = obj, reason, at

    def within(self, prefix):
        """The same refusal, its object named from further outside."""
        return type(self)(prefix + ", " + self.object, self.reason, self.at)


class Waits(Refusal):
    """Not held yet; may be offered again."""


# ---------------------------------------------------------------------------------- Conventions

HEX32 = re.compile(r"[0-9a-f]{32}")
HEX64 = re.compile(r"[0-9a-f]{64}")
HEX128 = re.compile(r"[0-9a-f]{128}")
WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
NAME_BYTES = re.compile(rb"[a-z][a-z0-9_]{0,31}")
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")


def H(tag, data):
    """`SHA-256("onus/0/" ‖ tag ‖ 0x0A ‖ data)`."""
    return hashlib.sha256(b"onus/0/" + tag.encode() + b"\n" + data).digest()


def is_text(v):
    return type(v) is str


def is_whole(v):
    return type(v) is int


def is_size(v):
    return type(v) is int and v >= 0


def is_hex32(v):
    return type(v) is str and HEX32.fullmatch(v) is not None


def is_hex64(v):
    return type(v) is str and HEX64.fullmatch(v) is not None


def is_hex128(v):
    return type(v) is str and HEX128.fullmatch(v) is not None


def is_word(v):
    return type(v) is str and len(v) <= 64 and WORD.fullmatch(v) is not None


def seconds(text):
    """Seconds since 1970 of a time in the page's one spelling, or None."""
    if type(text) is not str:
        return None
    m = TIME.fullmatch(text)
    if m is None:
        return None
    parts = [int(p) for p in m.groups()]
    if parts[0] < 1970:
        return None
    try:
        moment = datetime.datetime(*parts)
    except ValueError:
        return None
    return calendar.timegm(moment.timetuple())


def is_time(v):
    return seconds(v) is not None


def ascends(items):
    return all(a < b for a, b in zip(items, items[1:]))


def is_id_list(v):
    return type(v) is list and all(is_hex64(x) for x in v)


def is_id_set(v):
    return is_id_list(v) and len(v) > 0 and ascends(v)


def one_of(*words):
    return lambda v: type(v) is str and v in words


def list_of(check):
    return lambda v: type(v) is list and len(v) > 0 and all(check(x) for x in v)


def fields(required=None, optional=None):
    """A check for an object that has exactly these fields, those of `optional` if it likes."""
    required, optional = required or {}, optional or {}

    def check(v):
        if type(v) is not dict:
            return False
        if any(name not in v for name in required):
            return False
        for name, value in v.items():
            test = required.get(name) or optional.get(name)
            if test is None or not test(value):
                return False
        return True

    return check


def canonical(value):
    """The canonical spelling of a value that came out of `read_content`."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def base64_strict(text):
    """The bytes of a base64 text with padding, or None unless it is their one spelling."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


# ------------------------------------------------------------------- Content: a profile of JSON

SPACE = b" \t\r\n"
PLAIN = re.compile(rb'[^"\\\x00-\x1f]*')
DIGITS = re.compile(rb"[0-9]*")
HEX4 = re.compile(rb"[0-9a-fA-F]{4}")
ESCAPES = {
    ord('"'): b'"', ord("\\"): b"\\", ord("b"): b"\b", ord("t"): b"\t",
    ord("n"): b"\n", ord("f"): b"\f", ord("r"): b"\r",
}
SHORT = {0x08, 0x09, 0x0A, 0x0C, 0x0D}


class Bad(Exception):
    """An offence in content: reason and byte offset."""

    def __init__(self, reason, at):
        super().__init__(reason, at)
        self.reason, self.at = reason, at


class Reader:
    """Reads one content left to right; never deeper than `MAX_DEPTH`."""

    def __init__(self, raw):
        self.raw, self.end = raw, len(raw)

    def here(self, at):
        if at >= self.end:
            raise Bad("content.truncated", self.end)
        return self.raw[at]

    def misfit(self, at):
        """What stands at `at` is neither the token nor the mark that must stand there."""
        return Bad("content.space" if self.raw[at] in SPACE else "content.syntax", at)

    def top(self):
        if self.here(0) != ord("{"):
            raise Bad("content.space" if self.raw[0] in SPACE else "content.top-level", 0)
        value, at = self.object(0, 1)
        if at < self.end:
            raise Bad("content.trailing", at)
        return value

    def value(self, at, depth):
        c = self.here(at)
        if c == ord("{"):
            return self.object(at, depth + 1)
        if c == ord("["):
            return self.array(at, depth + 1)
        if c == ord('"'):
            return self.string(at)
        if c == ord("-") or ord("0") <= c <= ord("9"):
            return self.number(at)
        for word, value in ((b"true", True), (b"false", False)):
            if self.raw.startswith(word, at):
                return value, at + len(word)
        if self.raw.startswith(b"null", at):
            raise Bad("content.null", at)
        raise self.misfit(at)

    def object(self, at, depth):
        if depth > MAX_DEPTH:
            raise Bad("content.depth", at)
        out, last, at = {}, None, at + 1
        if self.here(at) == ord("}"):
            return out, at + 1
        while True:
            if self.here(at) != ord('"'):
                raise self.misfit(at)
            close = self.raw.find(b'"', at + 1)
            if close < 0:
                raise Bad("content.truncated", self.end)
            raw = self.raw[at + 1:close]
            if NAME_BYTES.fullmatch(raw) is None:
                raise Bad("content.key", at)
            name = raw.decode("ascii")
            if name in out:
                raise Bad("content.duplicate", at)
            if last is not None and name < last:
                raise Bad("content.key-order", at)
            last, at = name, close + 1
            if self.here(at) != ord(":"):
                raise self.misfit(at)
            out[name], at = self.value(at + 1, depth)
            c = self.here(at)
            if c == ord("}"):
                return out, at + 1
            if c != ord(","):
                raise self.misfit(at)
            at += 1

    def array(self, at, depth):
        if depth > MAX_DEPTH:
            raise Bad("content.depth", at)
        out, at = [], at + 1
        if self.here(at) == ord("]"):
            return out, at + 1
        while True:
            value, at = self.value(at, depth)
            out.append(value)
            c = self.here(at)
            if c == ord("]"):
                return out, at + 1
            if c != ord(","):
                raise self.misfit(at)
            at += 1

    def string(self, at):
        pieces, at = [], at + 1
        while True:
            stop = PLAIN.match(self.raw, at).end()
            if stop > at:
                pieces.append(self.raw[at:stop])
            at = stop
            c = self.here(at)
            if c == ord('"'):
                return b"".join(pieces).decode("utf-8"), at + 1
            if c != ord("\\"):
                raise Bad("content.nul" if c == 0 else "content.control", at)
            piece, at = self.escape(at)
            pieces.append(piece)

    def escape(self, at):
        kind = self.here(at + 1)
        if kind in ESCAPES:
            return ESCAPES[kind], at + 2
        if kind != ord("u"):
            raise Bad("content.escape", at)
        digits = self.raw[at + 2:at + 6]
        if len(digits) < 4:
            raise Bad("content.truncated", self.end)
        if HEX4.fullmatch(digits) is None:
            raise Bad("content.escape", at)
        code = int(digits, 16)
        if code == 0:
            raise Bad("content.nul", at)
        if 0xD800 <= code <= 0xDFFF:
            raise Bad("content.surrogate", at)
        if code >= 0x20 or code in SHORT or digits != digits.lower():
            raise Bad("content.escape", at)
        return bytes([code]), at + 6

    def number(self, at):
        minus = self.raw[at] == ord("-")
        start = at + minus
        stop = DIGITS.match(self.raw, start).end()
        digits = self.raw[start:stop]
        if not digits:
            raise Bad("content.number", at)
        if digits[0] == ord("0") and (len(digits) > 1 or minus):
            raise Bad("content.number", at)
        if stop < self.end and self.raw[stop] in b".eE":
            raise Bad("content.number", at)
        if len(digits) > 16 or int(digits) > MAX_NUMBER:
            raise Bad("content.range", at)
        return (-int(digits) if minus else int(digits)), stop


def read_content(raw, limit=MAX_OPERATION):
    """The object that `raw` spells, or `Bad` with the first offence in the page's order."""
    if len(raw) > limit:
        raise Bad("content.size", limit)
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Bad("content.byte-order-mark", 0)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Bad("content.utf8", e.start) from None
    return Reader(raw).top()


# ------------------------------------------------------------------------- Trees (RFC 6962, 9162)

def sha256(data):
    return hashlib.sha256(data).digest()


def tree_root(entries):
    """`MTH` over a list of entries, without recursion over their number."""
    if not entries:
        return sha256(b"")
    # A stack of perfect subtrees, largest first; the last ones join from the right.
    stack = []
    for n, entry in enumerate(entries):
        node = sha256(b"\0" + entry)
        while n & 1:
            node = sha256(b"\1" + stack.pop() + node)
            n >>= 1
        stack.append(node)
    node = stack.pop()
    while stack:
        node = sha256(b"\1" + stack.pop() + node)
    return node


def inclusion_holds(entry, index, size, root, proof):
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, sha256(b"\0" + entry)
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\1" + p + r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\1" + r + p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(first, first_root, second, second_root, proof):
    """RFC 9162 §2.1.4.2; equal sizes need equal roots and no proof."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if not proof:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\1" + c + fr), sha256(b"\1" + c + sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\1" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# ---------------------------------------------------------------------------- Keys and signatures

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

SMALL_ORDER = {
    bytes.fromhex(h)
    for h in (
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "00" * 32,
        "00" * 31 + "80",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
}
WEAK_SEALS = {0, 1, P - 1} | {
    int.from_bytes(bytes.fromhex(h), "little")
    for h in (
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    )
}


def key_fault(key):
    """`key.encoding`, `key.weak`, or None for a public key the log may take."""
    number = int.from_bytes(key, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return "key.encoding"
    # x² = (y² − 1) / (d y² + 1); p ≡ 5 (mod 8), so a root is one of two candidates.
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    square = u * pow(v, P - 2, P) % P
    if square == 0:
        if sign:
            return "key.encoding"
    elif pow(square, (P - 1) // 2, P) != 1:
        return "key.encoding"
    return "key.weak" if key in SMALL_ORDER else None


def seal_fault(seal):
    """`seal.encoding`, `seal.weak`, or None for an X25519 key that bundles may be sealed to."""
    u = int.from_bytes(seal, "little")
    if u >= P:
        return "seal.encoding"
    return "seal.weak" if u in WEAK_SEALS else None


def signature_holds(key, message, signature):
    """The page's rule: S < L, R not of small order, and the cofactorless equation.

    The library computes `encode([S]B − [k]A)` and compares bytes; the two checks before it are
    what libraries leave out. The key has passed `key_fault` before it came here.
    """
    if len(signature) != 64:
        return False
    if int.from_bytes(signature[32:], "little") >= L or signature[:32] in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def device_id(key):
    return H("key", SUITE.encode() + b"\n" + key).hex()


# --------------------------------------------------------------------------------------- Header

EFFECTS = {
    "case": fields({"do": is_text, "nonce": is_hex32, "recovery": is_hex64}),
    "device_add": fields(
        {"do": is_text, "key": is_hex64, "member": is_hex32, "seal": is_hex64},
        {"proof": is_hex128},
    ),
    "device_retire": fields({"do": is_text, "device": is_hex64}),
    "device_revoke": fields(
        {"do": is_text, "device": is_hex64},
        {"keep": fields({"commit": is_hex64, "seq": is_size})},
    ),
    "role": fields({"do": is_text, "member": is_hex32, "role": one_of(*ROLES)}),
    "retract": fields({"do": is_text, "leaves": is_id_set}),
    "level": fields({"do": is_text, "leaves": is_id_set, "level": one_of(*LEVELS)}),
    "erase": fields({"do": is_text, "class": one_of(*CLASSES), "leaves": is_id_set}),
    "floor": fields({"do": is_text, "format": is_text, "suite": is_text}),
}
HEADER = fields(
    {
        "device": is_hex64,
        "effects": lambda v: type(v) is list,
        "format": is_text,
        "leaves": fields({"count": is_size, "root": is_hex64}),
        "parents": is_id_list,
        "seq": is_size,
        "suite": is_text,
    },
    {"case": is_hex64, "previous": is_hex64},
)


def read_header(raw):
    """Step 1: the header as an object, with what can be said of it alone."""
    try:
        header = read_content(raw, MAX_HEADER)
    except Bad as e:
        raise Refusal("header", e.reason, e.at) from None
    for name, known in (("format", FORMAT), ("suite", SUITE)):
        if not is_text(header.get(name)):
            raise Refusal("header", "header.field")
        if header[name] != known:
            raise Refusal("header", "header." + name)
    if not HEADER(header):
        raise Refusal("header", "header.field")
    if not 1 <= header["leaves"]["count"] <= MAX_LEAVES:
        raise Refusal("header", "header.count")
    parents = header["parents"]
    if len(parents) > MAX_PARENTS or not ascends(parents):
        raise Refusal("header", "header.parents")
    founds = "case" not in header
    if founds != (not parents) or (founds and header["seq"] != 0):
        raise Refusal("header", "header.genesis")
    previous = header.get("previous")
    if (previous is None) != (header["seq"] == 0):
        raise Refusal("header", "header.previous")
    if previous is not None and previous not in parents:
        raise Refusal("header", "header.previous")
    if len(header["effects"]) > MAX_EFFECTS:
        raise Refusal("header", "header.effects")
    last = None
    for n, effect in enumerate(header["effects"]):
        where = "effect %d" % n
        if type(effect) is not dict or not is_text(effect.get("do")):
            raise Refusal(where, "effect.field")
        if effect["do"] not in EFFECTS:
            raise Refusal(where, "effect.kind")
        if not EFFECTS[effect["do"]](effect):
            raise Refusal(where, "effect.field")
        spelled = canonical(effect)
        if last is not None and spelled <= last:
            raise Refusal("header", "header.effects")
        last = spelled
    return header


# ----------------------------------------------------------------------------------- Operations

ORIGIN = fields(
    {"how": is_word},
    {
        "speaker": is_hex32, "member": is_hex32, "for": is_hex32, "basis": is_word,
        "party": is_hex32, "interest": is_text,
    },
)
RANGE = fields({"by": is_text, "text": is_hex64, "start": is_size, "end": is_size})
WORDS = fields({"by": is_text, "words": is_text})
VALUE = fields({"kind": is_word, "text": is_text})
SCOPE = list_of(fields({"name": is_word, "kind": is_word, "text": is_text}))


def is_origin(v):
    return ORIGIN(v) and not ("speaker" in v and "member" in v)


def is_locator(v):
    if type(v) is not dict:
        return False
    if v.get("by") == "range":
        return RANGE(v) and v["start"] <= v["end"]
    return v.get("by") == "words" and WORDS(v)


def is_scope(v):
    return SCOPE(v) and ascends([q["name"] for q in v])


def is_some_text(v):
    return is_text(v) and v != ""


OPERATIONS = {
    "meta": ({"author": is_hex32, "time": is_time, "tool": is_text}, {}),
    "message": ({"text": is_text}, {}),
    "record": ({"record": is_hex32, "type": is_word}, {"handle": is_text, "label": is_text}),
    "handle": ({"record": is_hex32, "handle": is_text}, {"label": is_text}),
    "claim": (
        {
            "record": is_hex32, "property": is_word, "value": VALUE, "origin": is_origin,
            "stance": one_of("asserts", "reports", "denies", "admits", "calls-for"),
            "level": one_of(*LEVELS),
        },
        {
            "wording": is_text, "scope": is_scope, "source": is_hex32, "said": is_text,
            "held": is_text,
            "via": list_of(
                fields({"who": is_hex32, "rendering": one_of("faithful", "altered", "unknown")})
            ),
            "passage": fields(
                {"locator": is_locator},
                {"quote": is_text, "before": is_some_text, "after": is_some_text},
            ),
            "rests_on": fields({"how": is_word, "claims": is_id_set}),
        },
    ),
    "review": ({"claims": is_id_set, "state": one_of("draft", "checked", "released")}, {}),
    "retraction": ({"operations": is_id_set, "reason": is_word}, {"note": is_text}),
    "erasure": (
        {"operations": is_id_set, "class": one_of(*CLASSES)},
        {"consent": is_hex64, "note": is_text},
    ),
    "sheet": ({"sheet": is_hex32, "name": is_text}, {}),
    "rows": (
        {
            "sheet": is_hex32,
            "rows": list_of(fields({"row": is_text, "claim": is_hex64, "fingerprint": is_hex64})),
        },
        {},
    ),
    "schema": ({"name": is_word, "text": is_text}, {}),
    "reading": (
        {"source": is_hex32, "text": is_hex64, "length": is_size, "reader": is_text},
        {"file": is_hex64, "parts": is_hex64, "lang": is_text, "corrects": is_hex64},
    ),
    "exhibit": (
        {"record": is_hex32, "file": is_hex64, "bytes": is_size, "media": is_text},
        {"name": is_text},
    ),
    "custody": (
        {
            "file": is_hex64, "when": is_text,
            "kind": one_of(
                "received", "copied", "exported", "handed-over", "examined", "returned"
            ),
        },
        {"from": is_text, "to": is_text, "note": is_text},
    ),
    "checkpoint": ({"note": is_text}, {}),
    "stamp": ({"note": is_text}, {"token": is_text, "object": is_hex64}),
    "member": ({"member": is_hex32, "name": is_text}, {}),
}
OPERATION_CHECKS = {
    op: fields(dict(required, op=is_text, v=is_whole), optional)
    for op, (required, optional) in OPERATIONS.items()
}


def operation_fault(op, content):
    """The reason and the field for which a known operation of version 1 is void, or None."""
    if not OPERATION_CHECKS[op](content):
        return "operation.field", None
    if op == "erasure" and ("consent" in content) != (content["class"] == "consent"):
        return "operation.field", "consent"
    if op == "reading" and content.get("corrects") == content["text"]:
        return "operation.field", "corrects"
    if op in ("checkpoint", "stamp"):
        try:
            note = read_note(content["note"].encode())
        except Refusal:
            return "operation.field", "note"
        if op == "stamp" and len(note.lines) != 1:
            return "operation.field", "note"
    if op == "stamp":
        if "token" in content and not base64_strict(content["token"]):
            return "operation.field", "token"
        if ("token" in content) == ("object" in content):
            return "operation.field", "object"
    return None


def references(op, content):
    """The operations that must come before this one."""
    if op == "claim":
        return content.get("rests_on", {}).get("claims", [])
    if op == "review":
        return content["claims"]
    if op == "retraction":
        return content["operations"]
    if op == "erasure":
        return content["operations"] + ([content["consent"]] if "consent" in content else [])
    if op == "rows":
        return [row["claim"] for row in content["rows"]]
    return []


def own_level(op, content):
    if op == "claim":
        return content["level"]
    if op in ("meta", "checkpoint", "stamp", "schema", "review"):
        return "public"
    if op == "record" and "handle" not in content and "label" not in content:
        return "public"
    return "team"


def digests(op, content):
    """The objects outside the log that an operation names."""
    out = [content.get(name) for name in ("file", "parts", "object", "corrects")]
    if op == "reading":
        out.append(content["text"])
    if op == "claim":
        out.append(content.get("passage", {}).get("locator", {}).get("text"))
    return {d for d in out if d is not None}


def said_of(op, content):
    """What `handle`, `review`, `member`, `sheet` and `schema` say something of; a `record` with a
    handle or label says it as a `handle` would."""
    if op == "handle":
        return [content["record"]]
    if op == "review":
        return content["claims"]
    if op == "record" and ("handle" in content or "label" in content):
        return [content["record"]]
    if op in ("member", "sheet"):
        return [content[op]]
    return [content["name"]] if op == "schema" else []


class Leaf:
    """A leaf as it is held: `understood`, `not understood`, `void` or `closed`."""

    def __init__(self, id_, status, reason=None, at=None, why=None, op=None, content=None):
        self.id, self.status, self.reason, self.at, self.why = id_, status, reason, at, why
        self.op, self.level, self.names, self.of, self.member, self.state = op, None, (), (), None, None
        if status in ("void", "not understood"):
            self.level = "team"
        elif status == "understood":
            self.level = own_level(op, content)
            self.names = digests(op, content)
            self.of = said_of(op, content)
            self.member = content.get("member") if op == "member" else None
            self.state = content.get("state") if op == "review" else None


def judge(id_, content, index, known):
    """What the content of leaf `index` is; `known` says whether a name comes before it.

    Gives the leaf and, for a `meta` of version 1, its object.
    """
    try:
        value = read_content(content)
    except Bad as e:
        return Leaf(id_, "void", e.reason, e.at), None
    op, v = value.get("op"), value.get("v")
    if not is_text(op) or NAME.fullmatch(op) is None or not is_whole(v) or v < 1:
        return Leaf(id_, "void", "operation.op"), None
    if op not in OPERATIONS or v != 1:
        return Leaf(id_, "not understood", op=op), None
    fault = operation_fault(op, value)
    if fault is not None:
        return Leaf(id_, "void", *fault, op=op), None
    if op == "meta" and index != 0:
        return Leaf(id_, "void", "operation.place", op=op), None
    if not all(known(name) for name in references(op, value)):
        return Leaf(id_, "void", "operation.reference", op=op), None
    return Leaf(id_, "understood", op=op, content=value), value if op == "meta" else None


# ------------------------------------------------------------------------------------ Verifying

class Commit:
    """A commit that is held. Sets of commits are bits of whole numbers, by place in `Log`."""

    __slots__ = (
        "place", "id", "device", "seq", "previous", "parents", "ancestry", "effects", "spelled",
        "leaves", "author", "time", "effective", "height", "recovery",
    )

    def with_leaves(self, leaves):
        """A copy with other leaves; what is held is never changed in place."""
        other = Commit()
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        other.leaves = leaves
        return other


class Log:
    """The commits held, in an order in which parents come before children."""

    def __init__(self, expected=None):
        self.expected = expected
        self.case = None
        self.recovery_key = None
        self.recovery = None
        self.commits = []
        self.places = {}    # id of a commit -> its place
        self.names = {}     # id of an operation -> [(place, index)]
        self.adds = {}      # device -> [(place, effect, spelled, key, member, seal)]
        self.retired = {}   # device -> bits of commits that retire it
        self.of_device = {} # device or recovery key's id -> bits of its commits
        self.by_seq = {}    # (device, seq) -> [place]
        self.objects = set()
        self.checkpoints = []

    def copy(self):
        other = Log(self.expected)
        for name, value in vars(self).items():
            if isinstance(value, list):
                value = list(value)
            elif isinstance(value, set):
                value = set(value)
            elif isinstance(value, dict):
                value = {k: list(v) if isinstance(v, list) else v for k, v in value.items()}
            setattr(other, name, value)
        return other

    # -- looking up

    def adds_in(self, device, ancestry=None):
        """The adds of a device, in an ancestry or among all held."""
        adds = self.adds.get(device, ())
        return [a for a in adds if ancestry is None or ancestry >> a[0] & 1]

    def known_in(self, name, ancestry):
        return any(ancestry >> place & 1 for place, _ in self.names.get(name, ()))

    def chain(self, place):
        """The places of a commit's chain, itself first."""
        while place is not None:
            yield place
            place = self.commits[place].previous

    def heads(self):
        inner = 0
        for c in self.commits:
            inner |= c.ancestry
        return sorted(c.id for c in self.commits if not inner >> c.place & 1)

    # -- taking a commit

    def take(self, raw, signature, leaves, stored=None, now=None, header=None):
        """Steps 1 to 10 for a commit; it is held after, or `Refusal` or `Waits` is raised.

        `leaves` are `("open", salt, content)` or `("closed", why, id)`; `stored` the ids that
        were kept of an earlier reading, if there are any; `now` the receiver's clock in seconds.
        """
        header = header or read_header(raw)
        id_ = H("commit", raw).hex()
        self.check_case(header, id_)
        if id_ in self.places:
            raise Refusal("header", "chain.repeated")
        parents = []
        for parent in header["parents"]:
            if parent not in self.places:
                raise Waits("header", "chain.missing")
            parents.append(self.places[parent])
        ancestry = 0
        for parent in parents:
            ancestry |= self.commits[parent].ancestry | 1 << parent
        founds = "case" not in header
        if founds:
            key, recovery_key = check_founding(header)
            recovery = False
        else:
            recovery = header["device"] == self.recovery
            adds = self.adds_in(header["device"], ancestry)
            if not recovery and not adds:
                raise Refusal("header", "commit.device")
            key = self.recovery_key if recovery else adds[0][3]
        check_signature(key, raw, signature)
        if not founds:
            self.check_place(header, parents, ancestry, recovery)
        ids = check_leaves(header, leaves, stored)
        judged, meta = self.judge_leaves(leaves, ids, ancestry)
        check_meta(judged[0], meta)
        if founds:
            member = next(e["member"] for e in header["effects"] if e["do"] == "device_add")
        elif not recovery:
            member = min(adds, key=lambda a: a[2])[4]
        if not recovery and meta["author"] != member:
            raise Refusal("leaf 0", "meta.author")
        if not founds:
            self.check_effects(header, ancestry, recovery)
        stated = seconds(meta["time"])
        if now is not None and stated > now + MAX_AHEAD:
            raise Waits("leaf 0", "time.future")

        c = Commit()
        c.place, c.id, c.device, c.seq = len(self.commits), id_, header["device"], header["seq"]
        c.previous = self.places.get(header.get("previous"))
        c.parents, c.ancestry, c.effects = parents, ancestry, header["effects"]
        c.spelled = [canonical(e) for e in c.effects]
        c.leaves, c.author, c.time, c.recovery = judged, meta["author"], stated, recovery
        c.effective = max([stated] + [self.commits[p].effective for p in parents])
        c.height = max([self.commits[p].height + 1 for p in parents] or [0])
        if founds:
            self.case, self.recovery_key, self.recovery = id_, recovery_key, device_id(recovery_key)
        self.hold(c)
        return c

    def hold(self, c):
        self.commits.append(c)
        self.places[c.id] = c.place
        self.of_device[c.device] = self.of_device.get(c.device, 0) | 1 << c.place
        self.by_seq.setdefault((c.device, c.seq), []).append(c.place)
        for index, leaf in enumerate(c.leaves):
            self.names.setdefault(leaf.id, []).append((c.place, index))
        for n, effect in enumerate(c.effects):
            if effect["do"] == "device_add":
                key = bytes.fromhex(effect["key"])
                self.adds.setdefault(device_id(key), []).append(
                    (c.place, n, c.spelled[n], key, effect["member"], effect["seal"])
                )
            elif effect["do"] == "device_retire":
                device = effect["device"]
                self.retired[device] = self.retired.get(device, 0) | 1 << c.place

    def check_case(self, header, id_):
        """Step 2, but for what is held already."""
        founds = "case" not in header
        if self.case is None:
            if not founds:
                raise Refusal("header", "chain.genesis")
            if self.expected is not None and id_ != self.expected:
                raise Refusal("header", "commit.case")
        elif founds:
            if id_ != self.case:
                raise Refusal("header", "chain.genesis")
        elif header["case"] != self.case:
            raise Refusal("header", "commit.case")

    def check_place(self, header, parents, ancestry, recovery):
        """Step 6."""
        device = header["device"]
        previous = self.places.get(header.get("previous"))
        inner = 0
        for parent in parents:
            inner |= self.commits[parent].ancestry
        if any(parent != previous and inner >> parent & 1 for parent in parents):
            raise Refusal("header", "chain.parents")
        tips = self.tips(device, ancestry, previous)
        if len(tips) > 1 and not recovery:
            raise Refusal("header", "chain.closed")
        if previous is None:
            if tips:
                raise Refusal("header", "chain.previous")
        elif previous not in tips:
            raise Refusal("header", "chain.previous")
        elif header["seq"] != self.commits[previous].seq + 1:
            raise Refusal("header", "chain.gap")
        if self.retired.get(device, 0) & ancestry:
            raise Refusal("header", "commit.retired")

    def tips(self, device, ancestry, guess):
        """The commits of the device in the ancestry that are in no other such one's chain."""
        own = self.of_device.get(device, 0) & ancestry
        if not own:
            return []
        # A chain of n commits has n numbers: if the guess's chain is as long as there are
        # commits, it is all of them. This spares a walk for nearly every commit.
        if guess is not None and own >> guess & 1:
            if bin(own).count("1") == self.commits[guess].seq + 1:
                return [guess]
        places = [i for i in bits(own)]
        inner = {self.commits[i].previous for i in places}
        return [i for i in places if i not in inner]

    def judge_leaves(self, leaves, ids, ancestry):
        judged, meta, before = [], None, set()
        for index, leaf in enumerate(leaves):
            if leaf[0] == "closed":
                judged.append(Leaf(ids[index], "closed", why=leaf[1]))
            else:
                known = lambda name: name in before or self.known_in(name, ancestry)
                one, first = judge(ids[index], leaf[2], index, known)
                judged.append(one)
                meta = first if index == 0 else meta
            before.add(ids[index])
        return judged, meta

    def check_effects(self, header, ancestry, recovery):
        """Step 9."""
        added, revoked, given, levelled, erased = set(), set(), set(), set(), 0
        for n, e in enumerate(header["effects"]):
            where, do = "effect %d" % n, e["do"]

            def refuse(reason):
                raise Refusal(where, reason)

            if do == "case":
                refuse("effect.genesis-only")
            elif do == "device_add":
                key = bytes.fromhex(e["key"])
                fault = key_fault(key) or seal_fault(bytes.fromhex(e["seal"]))
                if fault:
                    refuse(fault)
                if key == self.recovery_key or self.adds_in(device_id(key), ancestry):
                    refuse("effect.known")
                if key in added:
                    refuse("effect.conflict")
                added.add(key)
                joins = b"onus/0/join\n" + b"".join(
                    bytes.fromhex(x) for x in (self.case, e["member"], e["key"], e["seal"])
                )
                if not signature_holds(key, joins, bytes.fromhex(e.get("proof", ""))):
                    refuse("effect.proof")
            elif do == "device_retire":
                if recovery or e["device"] != header["device"]:
                    refuse("effect.target")
            elif do == "device_revoke":
                if not self.adds_in(e["device"], ancestry):
                    refuse("effect.target")
                if "keep" in e and not self.keeps(e["device"], e["keep"], ancestry):
                    refuse("effect.target")
                if e["device"] in revoked:
                    refuse("effect.conflict")
                revoked.add(e["device"])
            elif do == "role":
                if e["member"] in given:
                    refuse("effect.conflict")
                given.add(e["member"])
            elif do == "floor":
                if e["format"] != FORMAT or e["suite"] != SUITE:
                    refuse("effect.floor")
            elif do == "level":
                if any(name in levelled for name in e["leaves"]):
                    refuse("effect.conflict")
                levelled.update(e["leaves"])
            elif do == "erase":
                erased += len(e["leaves"])
                if erased > MAX_ERASED:
                    refuse("effect.limit")
            if do in ("retract", "level", "erase"):
                for name in e["leaves"]:
                    if not self.known_in(name, ancestry):
                        refuse("effect.target")
                    if any(ancestry >> p & 1 and i == 0 for p, i in self.names[name]):
                        refuse("effect.meta")

    def keeps(self, device, keep, ancestry):
        place = self.places.get(keep["commit"])
        if place is None or not ancestry >> place & 1:
            return False
        c = self.commits[place]
        return c.device == device and c.seq == keep["seq"]

    # -- a commit that is held and comes again

    def again(self, raw, signature, leaves, header):
        """Checks a commit that was held before; gives its place and the leaves it opens."""
        c = self.commits[self.places[H("commit", raw).hex()]]
        self.check_case(header, c.id)
        key = self.recovery_key if c.recovery else self.adds[c.device][0][3]
        check_signature(key, raw, signature)
        ids = check_leaves(header, leaves, None)
        judged, meta = self.judge_leaves(leaves, ids, c.ancestry)
        check_meta(judged[0], meta)
        return c.place, judged


def bits(number):
    """The places of the bits that are set, ascending."""
    text = bin(number)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def check_founding(header):
    """Step 4 for a founding commit; gives the device's key and the recovery key."""
    at = {}
    for n, e in enumerate(header["effects"]):
        if e["do"] not in ("case", "device_add", "role") or e["do"] in at:
            raise Refusal("effect %d" % n, "genesis.effects")
        at[e["do"]] = n
    if len(at) != 3:
        raise Refusal("header", "genesis.effects")
    case, add, role = (header["effects"][at[do]] for do in ("case", "device_add", "role"))
    at = {do: "effect %d" % n for do, n in at.items()}
    recovery, key = bytes.fromhex(case["recovery"]), bytes.fromhex(add["key"])
    if key_fault(recovery):
        raise Refusal(at["case"], key_fault(recovery))
    fault = key_fault(key) or seal_fault(bytes.fromhex(add["seal"]))
    if fault:
        raise Refusal(at["device_add"], fault)
    if "proof" in add:
        raise Refusal(at["device_add"], "effect.proof")
    if device_id(key) != header["device"]:
        raise Refusal(at["device_add"], "genesis.device")
    if key == recovery:
        raise Refusal(at["case"], "genesis.recovery")
    if role["member"] != add["member"] or role["role"] != "owner":
        raise Refusal(at["role"], "genesis.effects")
    return key, recovery


def check_signature(key, raw, signature):
    """Step 5."""
    if len(signature) != 64:
        raise Refusal("signature", "signature.length")
    if not signature_holds(key, b"onus/0/commit\n" + raw, signature):
        raise Refusal("signature", "signature.invalid")


def check_leaves(header, leaves, stored):
    """Step 7; gives the ids of the leaves."""
    for n, leaf in enumerate(leaves):
        if leaf[0] == "open" and len(leaf[1]) != 16:
            raise Refusal("leaf %d" % n, "leaf.salt")
    if len(leaves) != header["leaves"]["count"]:
        raise Refusal("leaves", "leaf.count")
    bound = bytes.fromhex(header.get("case", "00" * 32) + header["device"])
    bound += struct.pack(">Q", header["seq"])
    ids = []
    for n, leaf in enumerate(leaves):
        if leaf[0] == "open":
            ids.append(H("leaf", bound + struct.pack(">I", n) + leaf[1] + leaf[2]).hex())
        else:
            ids.append(leaf[2])
    root = header["leaves"]["root"]
    gives = lambda names: tree_root([bytes.fromhex(x) for x in names]).hex() == root
    good = gives(ids)
    if stored is not None and (good or gives(stored)):
        for n, (a, b) in enumerate(zip(ids, stored)):
            if a != b:
                raise Refusal("leaf %d" % n, "leaf.changed")
        if len(ids) != len(stored):
            raise Refusal("leaves", "leaf.root")
    if not good:
        raise Refusal("leaves", "leaf.root")
    return ids


def check_meta(leaf, meta):
    """Step 8, up to `meta.operation`."""
    if leaf.status == "closed":
        raise Refusal("leaf 0", "meta.absent")
    # What it names is not asked: it is no `meta`, and that is what is wrong with it.
    if leaf.status == "void" and leaf.reason != "operation.reference":
        raise Refusal("leaf 0", leaf.reason, leaf.at)
    if meta is None:
        raise Refusal("leaf 0", "meta.operation")


# ------------------------------------------------------------------------------------- Standing

RIGHTS = {
    "meta": 0, "message": 0, "checkpoint": 0, "stamp": 0,
    "record": 1, "handle": 1, "claim": 1, "retraction": 1, "sheet": 1, "rows": 1, "reading": 1,
    "exhibit": 1, "custody": 1,
    "review": 2, "schema": 2,
    "erasure": 3,
}
CODER, REVIEWER, CUSTODIAN, OWNER = 1, 2, 3, 4


class Verdict:
    """What `evaluate` found: the void commits, the effects that stand, the commits' roles."""

    def __init__(self, count):
        self.void = [None] * count
        self.stands = set()
        self.roles = [None] * count


class Standing:
    """What the commits of a log count for: a function of the set held."""

    def __init__(self, log):
        self.log = log
        self.shut_out = shut_out(log)
        self.revocations = {}
        for c in log.commits:
            for n, e in enumerate(c.effects):
                if e["do"] == "device_revoke":
                    kept = None
                    if "keep" in e:
                        kept = sum(1 << p for p in log.chain(log.places[e["keep"]["commit"]]))
                    self.revocations[c.place, n] = (e["device"], kept)
        self.acting = self.settle()
        self.verdict = self.evaluate(self.acting)

    def settle(self):
        """The revocations that act."""
        acting, dropped, every = set(), set(), set(self.revocations)
        while True:
            low, high = self.evaluate(acting), self.evaluate(every - dropped)
            more = False
            for r in every - acting - dropped:
                if r in low.stands and r in high.stands:
                    acting.add(r)
                    more = True
                elif r not in low.stands and r not in high.stands:
                    dropped.add(r)
                    more = True
            if not more:
                return every - dropped

    def evaluate(self, acting):
        """One pass over the commits, given that exactly `acting` act."""
        log, v = self.log, Verdict(len(self.log.commits))
        allowed = {}
        for r in acting:
            device, kept = self.revocations[r]
            allowed[device] = allowed.get(device, -1) & (kept or 0)
        standing_adds, given = {}, {}
        for c in log.commits:
            if c.place == 0:
                v.roles[0] = OWNER
            elif not c.recovery:
                if not allowed.get(c.device, -1) >> c.place & 1:
                    v.void[c.place] = "void.revoked"
                elif not standing_adds.get(c.device, 0) & c.ancestry:
                    v.void[c.place] = "void.device"
                elif self.shut_out >> c.place & 1:
                    v.void[c.place] = "void.fork"
                v.roles[c.place] = self.role(given.get(c.author, ()), c.ancestry)
            if v.void[c.place] is not None:
                continue
            for n, e in enumerate(c.effects):
                if not self.may(c, v.roles[c.place], e):
                    continue
                v.stands.add((c.place, n))
                if e["do"] == "device_add":
                    device = device_id(bytes.fromhex(e["key"]))
                    standing_adds[device] = standing_adds.get(device, 0) | 1 << c.place
                elif e["do"] == "role":
                    given.setdefault(e["member"], []).append((c.place, ROLES.index(e["role"])))
        return v

    def role(self, given, ancestry):
        """The least of the last roles in an ancestry; `given` ascends by place."""
        last = self.last([(p, (p, r)) for p, r in given if ancestry >> p & 1])
        return min([r for _, r in last] or [0])

    def last(self, placed):
        """Of `(place, thing)`, those whose commit is in no other one's ancestry."""
        out, covered = [], 0
        for place, thing in sorted(placed, key=lambda x: x[0], reverse=True):
            if not covered >> place & 1:
                out.append(thing)
            covered |= self.log.commits[place].ancestry
        return out

    def own(self, c, names):
        """Whether all these operations are in commits of the same author."""
        log = self.log
        return all(
            any(c.ancestry >> p & 1 and log.commits[p].author == c.author for p, _ in log.names[name])
            for name in names
        )

    def may(self, c, role, e):
        """Whether a commit that is not void has the right to an effect."""
        do = e["do"]
        if c.place == 0:
            return True
        if c.recovery:
            return do in ("device_add", "device_revoke", "role")
        if do == "device_retire":
            return True
        if do == "erase":
            return role >= CUSTODIAN
        if do == "retract" or (do == "level" and e["level"] == "sealed"):
            return role >= REVIEWER or (role >= CODER and self.own(c, e["leaves"]))
        if do == "level":
            return role >= CUSTODIAN
        return role >= OWNER

    def may_say(self, c, leaf):
        """Whether a commit that is not void has the right to an operation."""
        if c.recovery:
            return leaf.op in ("meta", "message")
        role = self.verdict.roles[c.place]
        if leaf.op == "member":
            return role >= OWNER or leaf.member == c.author
        return role >= RIGHTS[leaf.op]

    def effects_on(self, kind):
        """Per operation, the standing effects of a kind that name it, as `(place, effect)`."""
        out = {}
        for place, n in sorted(self.verdict.stands):
            e = self.log.commits[place].effects[n]
            if e["do"] == kind:
                for name in e["leaves"]:
                    out.setdefault(name, []).append((place, e))
        return out

    def voids(self):
        """All that is void, as dicts with commit, object, reason and at."""
        out = []
        for c in self.log.commits:
            def add(obj, reason, at=None):
                one = {"commit": c.id, "object": obj, "reason": reason}
                if at is not None:
                    one["at"] = at
                out.append(one)

            whole = self.verdict.void[c.place]
            if whole is not None:
                add("commit", whole)
            for n in range(len(c.effects)):
                if whole is None and (c.place, n) not in self.verdict.stands:
                    add("effect %d" % n, "effect.authority")
            for n, leaf in enumerate(c.leaves):
                if leaf.status == "void":
                    add("leaf %d" % n, leaf.reason, leaf.at)
                elif leaf.status == "understood" and whole is None and not self.may_say(c, leaf):
                    add("leaf %d" % n, "operation.authority")
        return out

    def erased(self):
        return set(self.effects_on("erase"))

    def operations(self):
        """Per operation id: its status and its level.

        A status is `counts`, `retracted`, `erased`, `void`, `not understood` or `closed`.
        """
        erased, retracted = self.erased(), set(self.effects_on("retract"))
        levels = self.effects_on("level")
        order = ("counts", "void", "not understood", "closed")
        out = {}
        for c in self.log.commits:
            for leaf in c.leaves:
                status = leaf.status
                if status == "understood":
                    good = self.verdict.void[c.place] is None and self.may_say(c, leaf)
                    status = "counts" if good else "void"
                before = out.get(leaf.id)
                if before is None or order.index(status) < order.index(before[0]):
                    out[leaf.id] = (status, leaf.level)
        for name, (status, level) in out.items():
            if name in erased:
                status = "erased"
            elif status == "counts" and name in retracted:
                status = "retracted"
            if name in levels:
                last = self.last([(place, e["level"]) for place, e in levels[name]])
                level = max(last, key=LEVELS.index)
            out[name] = (status, level)
        return out

    def latest(self, operations):
        """For `handle`, `review`, `member`, `sheet`, `schema`: the operation that has the last word.

        `{op: {thing: {"operation": id, "others": [ids that disagree]}}}`; a review also has its
        `state`.
        """
        found = {}
        for c in self.log.commits:
            if self.verdict.void[c.place] is not None:
                continue
            for leaf in c.leaves:
                if leaf.status != "understood" or operations[leaf.id][0] != "counts":
                    continue
                if not self.may_say(c, leaf):
                    continue
                kind = "handle" if leaf.op == "record" else leaf.op
                for thing in leaf.of:
                    # In one commit the highest index stays.
                    found.setdefault((kind, thing), {})[c.place] = leaf
        out = {}
        states = ("draft", "checked", "released")
        for (op, thing), placed in sorted(found.items()):
            last = {leaf.id: leaf for leaf in self.last(list(placed.items()))}.values()
            rank = (lambda f: (states.index(f.state), f.id)) if op == "review" else (lambda f: f.id)
            last = sorted(last, key=rank)
            one = {"operation": last[0].id}
            if op == "review":
                one["state"] = last[0].state
            if len(last) > 1:
                one["others"] = sorted(f.id for f in last[1:])
            out.setdefault(op, {})[thing] = one
        return out


def forks(log, device):
    """The groups of commits of a device from which its chains part, as bits.

    A set that is closed under `previous` has two commits with one `seq` if and only if it has
    two with one `previous` (or two first ones).
    """
    groups = {}
    for place in bits(log.of_device.get(device, 0)):
        previous = log.commits[place].previous
        groups[previous] = groups.get(previous, 0) | 1 << place
    return [g for g in groups.values() if g & (g - 1)]


def shut_out(log):
    """The commits shut out by forks, as bits."""
    out = 0
    for device, own in log.of_device.items():
        if device == log.recovery:
            continue
        parted = forks(log, device)
        if not parted:
            continue
        vouched, seen_by_all, witnesses = 0, -1, False
        for y in log.commits:
            if y.device == device:
                continue
            if any((g & y.ancestry) & ((g & y.ancestry) - 1) for g in parted):
                witnesses = True
                seen_by_all &= y.ancestry
            else:
                vouched |= y.ancestry
        if witnesses:
            out |= own & ~vouched & ~seen_by_all
    return out


# ---------------------------------------------------------------------------------- Checkpoints

ORIGIN_LINE = re.compile(r"onus/0/checkpoint/([0-9a-f]{64})/([0-9a-f]{64})")
COSIGNER = re.compile(r"onus/0/device/([0-9a-f]{64})/([0-9a-f]{64})")
DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")


class Note:
    """A checkpoint's form: what it says and the signature lines it has."""

    def __init__(self, case, device, size, root, text, lines):
        self.case, self.device, self.size, self.root = case, device, size, root
        self.text, self.lines = text, lines


def read_note(raw):
    """The form of a checkpoint, or `checkpoint.form`."""
    bad = Refusal("checkpoint", "checkpoint.form")
    if not 0 < len(raw) <= MAX_CHECKPOINT:
        raise bad
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise bad from None
    lines = text.split("\n")
    # Five lines at least, each ended by a newline: the last piece is empty.
    if len(lines) < 6 or lines[-1] != "" or lines[3] != "":
        raise bad
    origin = ORIGIN_LINE.fullmatch(lines[0])
    root = base64_strict(lines[2])
    if origin is None or DECIMAL.fullmatch(lines[1]) is None or root is None or len(root) != 32:
        raise bad
    size = int(lines[1])
    if size > MAX_NUMBER:
        raise bad
    signatures = []
    for line in lines[4:-1]:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
            raise bad
        if any(c == "+" or c.isspace() or unicodedata.category(c) == "Cc" for c in parts[1]):
            raise bad
        data = base64_strict(parts[2])
        if data is None or len(data) < 5:
            raise bad
        signatures.append((parts[1], data))
    said = "".join(line + "\n" for line in lines[:3]).encode()
    return Note(origin.group(1), origin.group(2), size, root, said, signatures)


def key_id(name, kind, key):
    return sha256(name.encode() + b"\n" + bytes([kind]) + key)[:4]


def check_note(log, note):
    """A checkpoint's claims against the commits that are held."""
    if note.case != log.case or note.device not in log.adds:
        raise Refusal("checkpoint", "checkpoint.origin")
    key = log.adds[note.device][0][3]
    name = note.text.split(b"\n", 1)[0].decode()
    signed = False
    for who, data in note.lines:
        if who == name and data[:4] == key_id(name, 1, key):
            if not signature_holds(key, note.text, data[4:]):
                raise Refusal("checkpoint", "checkpoint.signature")
            signed = True
            continue
        cosigner = COSIGNER.fullmatch(who)
        if cosigner is None or cosigner.group(1) != log.case or cosigner.group(2) not in log.adds:
            continue
        other = log.adds[cosigner.group(2)][0][3]
        if data[:4] != key_id(who, 4, other):
            continue
        moment = int.from_bytes(data[4:12], "big")
        message = b"cosignature/v1\ntime %d\n" % moment + note.text
        if len(data) != 76 or moment > MAX_TIME or not signature_holds(other, message, data[12:]):
            raise Refusal("checkpoint", "checkpoint.signature")
    if not signed:
        raise Refusal("checkpoint", "checkpoint.signature")
    places = log.by_seq.get((note.device, note.size - 1), [])
    if note.size == 0 or not places:
        raise Refusal("checkpoint", "checkpoint.size")
    for place in places:
        ids = [bytes.fromhex(log.commits[p].id) for p in log.chain(place)]
        if tree_root(ids[::-1]) == note.root:
            return
    raise Refusal("checkpoint", "checkpoint.root")


def take_note(log, raw):
    """A checkpoint read, checked and kept."""
    note = read_note(raw)
    check_note(log, note)
    log.checkpoints.append((note.device, note.size, note.root.hex()))


def equivocations(log):
    """Devices and sizes of which two checkpoints have different roots."""
    roots = {}
    for device, size, root in log.checkpoints:
        roots.setdefault((device, size), set()).add(root)
    return [
        {"device": d, "size": s, "roots": sorted(r)}
        for (d, s), r in sorted(roots.items()) if len(r) > 1
    ]


# ---------------------------------------------------------------------------- age, for one X25519 key

AGE_HEADER_LIMIT = 16_777_216
AGE_CHUNK = 65_536


class AgeReader:
    """The plain bytes of an age file that is sealed to one X25519 key, read in order."""

    def __init__(self, file, secret):
        self.file, self.buffer, self.done, self.counter = file, b"", False, 0
        try:
            self.cipher = self.open_header(secret)
        except (ValueError, InvalidTag):
            raise Refusal("bundle", "bundle.sealed") from None
        self.ahead = file.read(AGE_CHUNK + 16)

    def line(self):
        line = self.file.readline(4096)
        self.header.append(line)
        self.size += len(line)
        if not line.endswith(b"\n") or self.size > AGE_HEADER_LIMIT:
            raise ValueError("header line")
        return line[:-1]

    @staticmethod
    def unpadded(text):
        if b"=" in text:
            raise ValueError("padding")
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
        if base64.b64encode(data).rstrip(b"=") != text:
            raise ValueError("base64")
        return data

    def open_header(self, secret):
        self.header, self.size = [], 0
        if self.line() != b"age-encryption.org/v1":
            raise ValueError("version")
        private = X25519PrivateKey.from_private_bytes(secret)
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        file_key, stanzas = None, 0
        while True:
            line = self.line()
            if line.startswith(b"--- "):
                break
            arguments = line.split(b" ")
            if arguments[0] != b"->" or len(arguments) < 2:
                raise ValueError("stanza")
            if any(not a or any(not 33 <= c <= 126 for c in a) for a in arguments):
                raise ValueError("stanza")
            body = []
            while True:
                part = self.line()
                if len(part) > 64:
                    raise ValueError("stanza body")
                body.append(part)
                if len(part) < 64:
                    break
            body = self.unpadded(b"".join(body))
            stanzas += 1
            if arguments[1] != b"X25519":
                continue
            share = self.unpadded(arguments[2]) if len(arguments) == 3 else b""
            if len(share) != 32 or len(body) != 32:
                raise ValueError("X25519 stanza")
            if file_key is None:
                shared = private.exchange(X25519PublicKey.from_public_bytes(share))
                wrap = self.derive(shared, share + public, b"age-encryption.org/v1/X25519")
                try:
                    file_key = ChaCha20Poly1305(wrap).decrypt(b"\0" * 12, body, None)
                except InvalidTag:
                    continue
        if file_key is None or len(file_key) != 16:
            raise ValueError("no stanza for this key")
        covered = b"".join(self.header[:-1]) + b"---"
        mac = hmac.new(self.derive(file_key, b"", b"header"), covered, hashlib.sha256).digest()
        if not hmac.compare_digest(mac, self.unpadded(line[4:])):
            raise ValueError("header MAC")
        nonce = self.file.read(16)
        if len(nonce) != 16:
            raise ValueError("nonce")
        return ChaCha20Poly1305(self.derive(file_key, nonce, b"payload"))

    @staticmethod
    def derive(secret, salt, info):
        return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)

    def next_chunk(self):
        chunk = self.ahead
        self.ahead = self.file.read(AGE_CHUNK + 16) if len(chunk) == AGE_CHUNK + 16 else b""
        last = not self.ahead
        nonce = self.counter.to_bytes(11, "big") + (b"\1" if last else b"\0")
        try:
            plain = self.cipher.decrypt(nonce, chunk, None)
        except (InvalidTag, ValueError):
            raise Refusal("bundle", "bundle.sealed") from None
        if last and not plain and self.counter > 0:
            raise Refusal("bundle", "bundle.sealed")
        self.counter, self.done = self.counter + 1, last
        return plain

    def read(self, count):
        """The next `count` bytes, fewer only at the end."""
        pieces, have = [self.buffer], len(self.buffer)
        while have < count and not self.done:
            pieces.append(self.next_chunk())
            have += len(pieces[-1])
        data = b"".join(pieces)
        self.buffer = data[count:]
        return data[:count]


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def read_secret(text):
    """A seal secret key of 32 bytes from hex or an `AGE-SECRET-KEY-1…` line; ValueError if neither."""
    lines = [x.strip() for x in text.splitlines() if x.strip() and not x.startswith("#")]
    if len(lines) != 1:
        raise ValueError("one key expected")
    line = lines[0]
    if HEX64.fullmatch(line.lower()):
        return bytes.fromhex(line)
    human, mark, data = line.lower().rpartition("1")
    if human != "age-secret-key-" or not mark or any(c not in BECH32 for c in data):
        raise ValueError("not a seal secret key")
    values = [BECH32.index(c) for c in data]
    check = 1
    for v in [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human] + values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ v
        for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= g if top >> i & 1 else 0
    number = 0
    for v in values[:-6]:
        number = number << 5 | v
    spare = len(values[:-6]) * 5 - 256
    if check != 1 or spare != 4 or number & 15:
        raise ValueError("not a seal secret key")
    return (number >> 4).to_bytes(32, "big")


# -------------------------------------------------------------------------------------- Bundles

MAGIC = b"onus/0/bundle\n"
LENGTHS = {
    "M": (1, MAX_HEADER), "C": (1, MAX_HEADER), "S": (64, 64), "P": (16, 16 + MAX_OPERATION),
    "A": (33, 33), "K": (1, MAX_CHECKPOINT), "O": (40, 40), "D": (1, 1_048_576), "Z": (64, 64),
}
MANIFEST = fields(
    {
        "bundle": is_hex32, "case": is_hex64, "checkpoints": is_size, "closed": is_size,
        "commits": is_size, "format": is_text, "from": is_hex64,
        "heads": is_id_set, "level": one_of(*LEVELS), "objects": is_size, "open": is_size,
        "time": is_time, "to": is_id_set,
    },
    {"base": is_id_set},
)


class Bundle:
    """One bundle, read front to back into a copy of the log."""

    def __init__(self, log, source, device=None, now=None):
        self.held, self.log, self.source = log, log.copy(), source
        self.device, self.now = device, now
        self.hash = hashlib.sha256()
        self.frames = 0
        self.counts = {"commits": 0, "open": 0, "closed": 0, "checkpoints": 0, "objects": 0}
        self.brought = set()    # ids of commits that stood in the bundle
        self.opened = []        # (place, index, leaf) that came open
        self.digests = set()
        self.manifest = None

    def read(self):
        """Checks all of it; gives the new log and the report of what was taken in."""
        magic = self.source.read(len(MAGIC))
        if magic != MAGIC:
            raise Refusal("bundle", "bundle.magic")
        self.hash.update(magic)
        self.read_manifest(self.frame("M"))
        allowed = "CKOZ"
        while True:
            kind, payload = self.any_frame(allowed)
            if kind == "C":
                self.read_commit(payload)
            elif kind == "K":
                allowed = "KOZ"
                self.read_checkpoint(payload)
            elif kind == "O":
                allowed = "OZ"
                self.read_object(payload)
            else:
                self.close(payload)
                return self.apply()

    def frame(self, allowed):
        return self.any_frame(allowed)[1]

    def any_frame(self, allowed):
        where = "frame %d" % self.frames
        head = self.source.read(5)
        if len(head) < 5:
            raise Refusal(where, "bundle.truncated")
        kind = chr(head[0])
        if kind not in allowed:
            raise Refusal(where, "bundle.frame")
        length = int.from_bytes(head[1:], "big")
        low, high = LENGTHS[kind]
        if not low <= length <= high:
            raise Refusal(where, "bundle.size")
        payload = self.source.read(length)
        if len(payload) < length:
            raise Refusal(where, "bundle.truncated")
        self.frames += 1
        if kind != "Z":
            self.hash.update(head + payload)
        return kind, payload

    def read_manifest(self, raw):
        try:
            m = read_content(raw, MAX_HEADER)
        except Bad as e:
            raise Refusal("manifest", e.reason, e.at) from None
        if not is_text(m.get("format")):
            raise Refusal("manifest", "manifest.field")
        if m["format"] != FORMAT:
            raise Refusal("manifest", "manifest.format")
        if not MANIFEST(m):
            raise Refusal("manifest", "manifest.field")
        case = self.log.case or self.log.expected
        if case is not None and m["case"] != case:
            raise Refusal("manifest", "manifest.case")
        if self.device is not None and self.device not in m["to"]:
            raise Refusal("manifest", "manifest.to")
        # From here on the case that the manifest names is the one expected.
        self.log.expected = m["case"]
        self.manifest = m

    def read_commit(self, raw):
        where = "commit %d" % self.counts["commits"]
        try:
            header = read_header(raw)
        except Refusal as e:
            raise e.within(where) from None
        signature = self.frame("S")
        leaves = []
        for index in range(header["leaves"]["count"]):
            kind, payload = self.any_frame("PA")
            if kind == "P":
                leaves.append(("open", payload[:16], payload[16:]))
                self.counts["open"] += 1
            else:
                if payload[0] not in WHY:
                    raise Refusal("%s, leaf %d" % (where, index), "leaf.reason")
                leaves.append(("closed", payload[0], payload[1:].hex()))
                self.counts["closed"] += 1
        try:
            self.take_commit(raw, signature, leaves, header)
        except Refusal as e:
            raise e.within(where) from None
        self.counts["commits"] += 1

    def take_commit(self, raw, signature, leaves, header):
        id_ = H("commit", raw).hex()
        if id_ in self.held.places and id_ not in self.brought:
            place, judged = self.log.again(raw, signature, leaves, header)
            c = self.log.commits[place]
            merged = [
                new if old.status == "closed" and new.status != "closed" else old
                for old, new in zip(c.leaves, judged)
            ]
            self.log.commits[place] = c.with_leaves(merged)
        else:
            c = self.log.take(raw, signature, leaves, now=self.now, header=header)
            place, judged = c.place, c.leaves
        self.brought.add(id_)
        self.opened += [(place, n) for n, x in enumerate(judged) if x.status != "closed"]

    def read_checkpoint(self, raw):
        where = "checkpoint %d" % self.counts["checkpoints"]
        try:
            take_note(self.log, raw)
        except Refusal as e:
            raise Refusal(where, e.reason) from None
        self.counts["checkpoints"] += 1

    def read_object(self, payload):
        where = "object %d" % self.counts["objects"]
        digest, left = payload[:32], int.from_bytes(payload[32:], "big")
        if digest in self.digests:
            raise Refusal(where, "object.repeated")
        self.digests.add(digest)
        running = hashlib.sha256()
        while left:
            piece = self.frame("D")
            if len(piece) > left:
                raise Refusal(where, "object.size")
            running.update(piece)
            left -= len(piece)
        if running.digest() != digest:
            raise Refusal(where, "object.digest")
        self.counts["objects"] += 1

    def close(self, signature):
        m, log = self.manifest, self.log
        if self.source.read(1):
            raise Refusal("bundle", "bundle.trailing")
        if any(m[name] != count for name, count in self.counts.items()):
            raise Refusal("manifest", "manifest.counts")
        if any(head not in log.places for head in m["heads"]):
            raise Refusal("manifest", "manifest.heads")
        if any(base not in log.places for base in m.get("base", [])):
            raise Refusal("manifest", "manifest.base")
        self.standing = Standing(log)
        sender, adds = m["from"], log.adds.get(m["from"], [])
        acting = {self.standing.revocations[r][0] for r in self.standing.acting}
        if not any((a[0], a[1]) in self.standing.verdict.stands for a in adds) or sender in acting:
            raise Refusal("manifest", "bundle.from")
        if not signature_holds(adds[0][3], MAGIC + self.hash.digest(), signature):
            raise Refusal("closing", "bundle.signature")

    def apply(self):
        """The log with the bundle in it; contents that are erased by then stay outside."""
        log, erased, left_out = self.log, self.standing.erased(), []
        before = len(self.held.commits)
        for place, index in self.opened:
            c = log.commits[place]
            leaf = c.leaves[index]
            if leaf.id not in erased:
                continue
            left_out.append({
                "commit": c.id, "object": "leaf %d" % index, "reason": "leaf.erased",
                "operation": leaf.id,
            })
            if place < before and self.held.commits[place].leaves[index].status != "closed":
                continue  # what was held before stays as it was: destroying it is not ours
            leaves = list(c.leaves)
            leaves[index] = Leaf(leaf.id, "closed", why=2)
            log.commits[place] = c.with_leaves(leaves)
        named = set()
        for c in log.commits:
            for leaf in c.leaves:
                named.update(leaf.names)
        kept = {d.hex() for d in self.digests} & named
        log.objects |= kept
        report = {
            "bundle": self.manifest["bundle"],
            "from": self.manifest["from"],
            "time": self.manifest["time"],
            "level": self.manifest["level"],
            "commits": len(log.commits) - before,
            "held before": self.counts["commits"] - (len(log.commits) - before),
            "open": self.counts["open"],
            "closed": self.counts["closed"],
            "checkpoints": self.counts["checkpoints"],
            "objects kept": len(kept),
            "objects not named": len(self.digests) - len(kept),
        }
        log.expected = self.held.expected
        return log, left_out, report


# ------------------------------------------------------------------------------- The whole of it

class Reading:
    """Bundles and raw commits taken in one after another, and what came of each."""

    def __init__(self, case=None, device=None, now=None):
        self.log = Log(case)
        self.device, self.now = device, now
        self.inputs, self.refused, self.waiting, self.left_out = [], [], [], []

    def outcome(self, name, refusal):
        one = {"input": name, "object": refusal.object, "reason": refusal.reason}
        if refusal.at is not None:
            one["at"] = refusal.at
        (self.waiting if isinstance(refusal, Waits) else self.refused).append(one)

    def bundle(self, name, file, secret=None):
        """One bundle: sealed if a secret is given, else its frames as they are."""
        try:
            source = file if secret is None else AgeReader(file, secret)
            self.log, left_out, report = Bundle(self.log, source, self.device, self.now).read()
        except Refusal as e:
            self.outcome(name, e)
            return
        self.left_out += [dict(x, input=name) for x in left_out]
        self.inputs.append(dict(report, input=name))

    def commits(self, name, lines):
        """Raw commits, one JSON object a line, each held, waiting or refused on its own."""
        held = 0
        for n, line in enumerate(x for x in lines if x.strip()):
            raw, signature, leaves, stored = read_raw(line)
            try:
                bad = [i for i, x in enumerate(leaves) if x[0] == "closed" and x[1] not in WHY]
                if bad:
                    raise Refusal("leaf %d" % bad[0], "leaf.reason")
                self.log.take(raw, signature, leaves, stored, self.now)
                held += 1
            except Refusal as e:
                self.outcome(name, e.within("commit %d" % n))
        self.inputs.append({"input": name, "commits": held})

    def note(self, name, raw):
        """A checkpoint from elsewhere, against what is held."""
        try:
            take_note(self.log, raw)
        except Refusal as e:
            self.outcome(name, e)

    def proof(self, name, value):
        """A consistency or inclusion proof, in this program's own spelling."""
        if not proof_holds(value):
            self.outcome(name, Refusal("proof", "proof"))

    def report(self, full=False):
        standing = Standing(self.log)
        state = describe(self.log, standing, full)
        return {
            "sound": not self.refused and not self.waiting,
            "case": self.log.case,
            "inputs": self.inputs,
            "accepted": [c.id for c in self.log.commits],
            "void": standing.voids(),
            "waiting": self.waiting,
            "refused": self.refused,
            "erased": self.left_out,
            "equivocations": equivocations(self.log),
            "state": state,
        }


def spell_time(s):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=s)
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % moment.timetuple()[:6]


def describe(log, standing, full):
    """The state as an object, with a digest that two verifiers can compare."""
    verdict, operations = standing.verdict, standing.operations()
    devices = {}
    for device, adds in log.adds.items():
        first = min(adds, key=lambda a: a[2])
        devices[device] = {
            "member": first[4],
            "seal": first[5],
            "stands": any((a[0], a[1]) in verdict.stands for a in adds),
            "revoked": any(standing.revocations[r][0] == device for r in standing.acting),
            "retired": device in log.retired,
            "forked": bool(forks(log, device)),
        }
    compared = {
        "case": log.case or "",
        "heads": log.heads(),
        "commits": sorted([c.id, verdict.void[c.place] or ""] for c in log.commits),
        "effects": sorted(
            [c.id, n]
            for c in log.commits for n in range(len(c.effects)) if (c.place, n) in verdict.stands
        ),
        "devices": devices,
        "operations": sorted([name, s, level or ""] for name, (s, level) in operations.items()),
        "latest": standing.latest(operations),
    }
    digest = hashlib.sha256(canonical(compared)).hexdigest()
    statuses = {}
    for status, _ in operations.values():
        statuses[status] = statuses.get(status, 0) + 1
    closed = {}
    for c in log.commits:
        for leaf in c.leaves:
            if leaf.status == "closed":
                closed[WHY[leaf.why]] = closed.get(WHY[leaf.why], 0) + 1
    state = {
        "digest": digest,
        "heads": compared["heads"],
        "devices": devices,
        "operations": statuses,
        "closed": closed,
    }
    if full:
        compared["effective"] = {c.id: spell_time(c.effective) for c in log.commits}
        compared["heights"] = {c.id: c.height for c in log.commits}
        compared["roles"] = {
            c.id: ROLES[verdict.roles[c.place]]
            for c in log.commits if verdict.roles[c.place] is not None
        }
        state["compared"] = compared
    return state


class Unreadable(Exception):
    """What was given cannot be read as an input at all."""


def read_json(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None


def from_hex(v):
    if type(v) is not str or re.fullmatch(r"(?:[0-9a-f]{2})*", v) is None:
        raise Unreadable("hex expected")
    return bytes.fromhex(v)


def read_raw(line):
    """A raw commit: `{"header", "signature", "leaves": [{"salt", "content"} | {"why", "id"}],
    "stored"?: [ids]}`, bytes in hex."""
    v = read_json(line)
    if type(v) is not dict or type(v.get("leaves")) is not list:
        raise Unreadable("a commit has header, signature and leaves")
    leaves = []
    for leaf in v["leaves"]:
        if type(leaf) is not dict:
            raise Unreadable("a leaf is an object")
        if "id" in leaf:
            if not is_hex64(leaf["id"]) or not is_whole(leaf.get("why")):
                raise Unreadable("a closed leaf has id and why")
            leaves.append(("closed", leaf["why"], leaf["id"]))
        else:
            leaves.append(("open", from_hex(leaf.get("salt")), from_hex(leaf.get("content"))))
    stored = v.get("stored")
    if stored is not None and not is_id_list(stored):
        raise Unreadable("stored ids are a list of ids")
    return from_hex(v.get("header")), from_hex(v.get("signature")), leaves, stored


def proof_holds(v):
    """`{"first", "first_root", "second", "second_root", "proof"}` or
    `{"entry", "index", "size", "root", "proof"}`."""
    if type(v) is not dict or type(v.get("proof")) is not list:
        raise Unreadable("not a proof")
    path = [from_hex(x) for x in v["proof"]]
    for name in ("first", "second", "index", "size"):
        if name in v and not is_whole(v[name]):
            raise Unreadable("sizes are whole numbers")
    if "first" in v:
        return consistency_holds(
            v["first"], from_hex(v.get("first_root")), v.get("second", 0),
            from_hex(v.get("second_root")), path,
        )
    return inclusion_holds(
        from_hex(v.get("entry")), v.get("index", -1), v.get("size", 0), from_hex(v.get("root")), path
    )


def batch(lines, out):
    """Bundles judged one by one, each against what it says is held and nothing else.

    A line is `{"bundle": frames}` or `{"sealed": file, "secret": seal secret}`, bytes in hex, and
    may say more: `"held"`, a list of raw commits as in `--commits`; `"device"` that reads; `"now"`.
    For each line the answer is one line: `refused` or `waits` with object and reason, or `good`.
    """
    held_text, held = None, None
    for line in lines:
        v = read_json(line)
        if type(v) is not dict:
            raise Unreadable("a line is an object")
        text = json.dumps(v.get("held", []))
        if text != held_text:
            held_text, held = text, Log()
            for one in v.get("held", []):
                raw, signature, leaves, stored = read_raw(json.dumps(one))
                held.take(raw, signature, leaves, stored)
        source = io.BytesIO(from_hex(v["sealed"] if "sealed" in v else v.get("bundle")))
        try:
            if "sealed" in v:
                source = AgeReader(source, from_hex(v.get("secret")))
            now = seconds(v["now"]) if "now" in v else None
            log, left_out, report = Bundle(held, source, v.get("device"), now).read()
            answer = {"good": dict(counted(log), new=report["commits"], kept_out=sorted(
                {one["operation"] for one in left_out}))}
        except Refusal as e:
            said = {"object": e.object, "reason": e.reason}
            if e.at is not None:
                said["at"] = e.at
            answer = {"waits" if isinstance(e, Waits) else "refused": said}
        out.write(json.dumps(answer, sort_keys=True) + "\n")
        out.flush()


def counted(log):
    """What a log counts for, in a form that two verifiers can compare: what is void, and what the
    effects that stand have made of operations."""
    standing = Standing(log)
    levels = {}
    for name, placed in standing.effects_on("level").items():
        last = standing.last([(place, e["level"]) for place, e in placed])
        levels[name] = max(last, key=LEVELS.index)
    return {
        "heads": log.heads(),
        "void": sorted(
            [one["commit"], one["object"], one["reason"]] for one in standing.voids()
        ),
        "retracted": sorted(standing.effects_on("retract")),
        "erased": sorted(standing.effects_on("erase")),
        "levels": levels,
    }


def print_text(report, out):
    def line(kind, one, *before):
        at = " at %s" % one["at"] if "at" in one else ""
        names = [x for x in before if x] + [one["object"]]
        out.write("%-8s %s: %s%s\n" % (kind, ", ".join(names), one["reason"], at))

    out.write("case     %s\n" % (report["case"] or "none"))
    for one in report["inputs"]:
        rest = ", ".join("%s %s" % (v, k) for k, v in one.items() if type(v) is int)
        out.write("read     %s: %s\n" % (one["input"], rest))
    out.write("held     %d commits\n" % len(report["accepted"]))
    for one in report["void"]:
        thing = {"object": "commit " + one["commit"], **{k: one[k] for k in ("reason", "at") if k in one}}
        if one["object"] != "commit":
            thing["object"] += ", " + one["object"]
        line("void", thing)
    for one in report["erased"]:
        line("erased", one, one["input"], "commit " + one["commit"])
    for one in report["waiting"]:
        line("waits", one, one["input"])
    for one in report["refused"]:
        line("refused", one, one["input"])
    for one in report["equivocations"]:
        out.write("equivocation device %s, size %d\n" % (one["device"], one["size"]))
    out.write("state    %s\n" % report["state"]["digest"])
    out.write("sound\n" if report["sound"] else "not sound\n")


def arguments():
    p = argparse.ArgumentParser(description="Verifies bundles of the Onus log, format onus/0.")
    p.add_argument("bundles", nargs="*", metavar="BUNDLE", help="taken in one after another")
    p.add_argument("--key", metavar="FILE", help="seal secret key: hex or an age identity")
    p.add_argument("--plain", action="store_true", help="the bundles are frames, not sealed")
    p.add_argument("--commits", metavar="FILE", action="append", default=[],
                   help="raw commits, one JSON object a line, taken before the bundles")
    p.add_argument("--checkpoint", metavar="FILE", action="append", default=[],
                   help="a checkpoint to check against what is held in the end")
    p.add_argument("--proof", metavar="FILE", action="append", default=[],
                   help="a consistency or inclusion proof as JSON")
    p.add_argument("--case", metavar="ID", help="the case that is expected")
    p.add_argument("--device", metavar="ID", help="the device that reads")
    p.add_argument("--now", metavar="TIME", help="the receiver's clock; else that of this machine")
    p.add_argument("--no-clock", action="store_true", help="no commit waits for its time")
    p.add_argument("--batch", action="store_true",
                   help="read bundles from standard input, one JSON object a line, and answer each")
    p.add_argument("--json", action="store_true", help="the report as one JSON object")
    p.add_argument("--full", action="store_true", help="with the whole state, not its digest alone")
    return p


def run(options):
    if not options.bundles and not options.commits and not options.proof:
        raise Unreadable("nothing to read")
    now = None
    if not options.no_clock:
        now = seconds(options.now) if options.now else int(clock_module.time())
        if now is None:
            raise Unreadable("--now is no time")
    for name in ("case", "device"):
        if getattr(options, name) is not None and not is_hex64(getattr(options, name)):
            raise Unreadable("--%s is no id" % name)
    secret = None
    if not options.plain and options.bundles:
        if options.key is None:
            raise Unreadable("--key or --plain is needed")
        with open(options.key, encoding="ascii") as f:
            secret = read_secret(f.read(65_536))
    reading = Reading(options.case, options.device, now)
    for path in options.commits:
        with open(path, "rb") as f:
            reading.commits(path, f)
    for path in options.bundles:
        with open(path, "rb") as f:
            reading.bundle(path, f, secret)
    for path in options.checkpoint:
        with open(path, "rb") as f:
            reading.note(path, f.read(MAX_CHECKPOINT + 1))
    for path in options.proof:
        with open(path, "rb") as f:
            reading.proof(path, read_json(f.read()))
    return reading.report(options.full)


def main(argv=None):
    """Exit code 0: sound. 4: something is refused or waits. 2: an input cannot be read."""
    options = arguments().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        if options.batch:
            batch(sys.stdin, sys.stdout)
            return 0
        report = run(options)
    except (OSError, ValueError, Unreadable) as e:
        sys.stderr.write("onus_verify: %s\n" % e)
        return 2
    if options.json:
        sys.stdout.write(json.dumps(report, indent=1, sort_keys=True) + "\n")
    else:
        print_text(report, sys.stdout)
    return 0 if report["sound"] else 4


if __name__ == "__main__":
    sys.exit(main())
