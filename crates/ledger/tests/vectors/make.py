#!/usr/bin/env python3
"""Makes the test vectors of the log format, from docs/log-format.md alone.

Shares no code with the Rust implementation, so that the two check each other: ids, roots, signatures and
proofs of the positive vectors are computed here. The reason codes of the negative ones are written
down by hand from the page, and what this script can judge itself (is it canonical?) it asserts.

Histories of several devices and bundles are in histories.py and bundles.py beside it.

    python3 make.py            writes the *.json files beside this script
    python3 make.py --check    compares them instead; exit status 1 when one differs

Needs Python 3.9 and the package `cryptography`.
"""

import base64
import copy
import hashlib
import json
import pathlib
import re
import struct
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives import hashes

HERE = pathlib.Path(__file__).parent
SUITE = "ed25519-sha256"


# --- the format ---------------------------------------------------------------------------------------

def sha(data):
    return hashlib.sha256(data).digest()


def tagged(tag, *parts):
    return sha(b"onus/0/" + tag.encode() + b"\n" + b"".join(parts))


def dumps(value):
    """The canonical spelling, without asking whether the value fits the profile."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fits(value, depth=1):
    """Whether a value fits the profile; depth counts the brackets open inside it."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= 2**53 - 1
    if isinstance(value, str):
        return "\0" not in value and not any(0xD800 <= ord(c) <= 0xDFFF for c in value)
    if isinstance(value, list):
        return depth <= 16 and all(fits(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return depth <= 16 and all(
            re.fullmatch("[a-z][a-z0-9_]{0,31}", key) and fits(item, depth + 1)
            for key, item in value.items()
        )
    return False


def canonical(data, limit=65536):
    """Whether bytes are accepted as content."""
    try:
        value = json.loads(data)
        good = isinstance(value, dict) and fits(value) and dumps(value) == data
        return good and len(data) <= limit
    except (ValueError, RecursionError):
        return False


def mth(entries):
    if not entries:
        return sha(b"")
    if len(entries) == 1:
        return sha(b"\0" + entries[0])
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha(b"\1" + mth(entries[:k]) + mth(entries[k:]))


def inclusion(m, entries):
    """PATH(m, D[n]) of RFC 6962, section 2.1.1."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return inclusion(m, entries[:k]) + [mth(entries[k:])]
    return inclusion(m - k, entries[k:]) + [mth(entries[:k])]


def consistency(m, entries, whole=True):
    """SUBPROOF(m, D[n], b) of RFC 6962, section 2.1.2."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return consistency(m, entries[:k], whole) + [mth(entries[k:])]
    return consistency(m - k, entries[k:], False) + [mth(entries[:k])]


def private(label):
    return Ed25519PrivateKey.from_private_bytes(sha(label.encode()))


def public(key):
    return key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )


def seal_private(label):
    """The secret seal key that the other implementation makes from the same seed."""
    return X25519PrivateKey.from_private_bytes(tagged("seal", sha(label.encode())))


def seal_public(label):
    return seal_private(label).public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )


def device_of(key_bytes):
    return tagged("key", SUITE.encode(), b"\n", key_bytes).hex()


def operation_id(case, device, seq, index, salt, content):
    place = bytes.fromhex(case or "00" * 32) + bytes.fromhex(device)
    return tagged("leaf", place, struct.pack(">QI", seq, index), salt, content).hex()


# --- histories ----------------------------------------------------------------------------------------

KEY, RECOVERY, STRANGER = private("device"), private("recovery"), private("stranger")
DEVICE = device_of(public(KEY))
MEMBER, OTHER = "a1" * 16, "b2" * 16
RECORD, SPEAKER, SOURCE = "01" * 16, "02" * 16, "03" * 16


def salt(*label):
    return sha(repr(label).encode())[:16]


def meta(time="2026-11-23T18:00:00Z", author=MEMBER, **more):
    return {"op": "meta", "v": 1, "author": author, "time": time, "tool": "vectors 0", **more}


def claim(text="15..", **more):
    return {
        "op": "claim", "v": 1, "record": RECORD, "property": "figure",
        "value": {"kind": "count", "text": text}, "origin": {"speaker": SPEAKER, "how": "stated"},
        "source": SOURCE, "stance": "asserts", "level": "team", **more,
    }


def by_bytes(effects):
    return sorted(effects, key=dumps)


def founding_effects(key=KEY, recovery=RECOVERY, member=MEMBER, role="owner"):
    return by_bytes([
        {"do": "case", "nonce": "0f" * 16, "recovery": public(recovery).hex()},
        {"do": "device_add", "key": public(key).hex(), "member": member,
         "seal": seal_public("device").hex()},
        {"do": "role", "member": member, "role": role},
    ])


class Log:
    """A history in the making. Every commit can be bent before it is signed."""

    def __init__(self):
        self.case, self.head, self.seq = None, None, 0
        self.commits, self.ids, self.names = [], [], []

    def add(self, contents, effects=(), *, key=KEY, header=None, bend=None, names=False, signer=None):
        """`header` replaces fields (None removes one); `bend` changes the header's bytes."""
        fields = {
            "device": device_of(public(key)), "effects": list(effects), "format": "onus/0",
            "parents": [self.head] if self.head else [], "seq": self.seq, "suite": SUITE,
        }
        if self.case:
            fields["case"] = self.case
        if self.head:
            fields["previous"] = self.head
        fields.update({k: v for k, v in (header or {}).items() if k in ("case", "device", "seq")})
        leaves, ids = [], []
        for index, content in enumerate(contents):
            data = content if isinstance(content, bytes) else dumps(content)
            grain = salt(self.seq, index)
            place = (fields.get("case"), fields["device"], max(int(fields["seq"]), 0))
            ids.append(operation_id(*place, index, grain, data))
            leaves.append({"salt": grain.hex(), "content": data})
        root = mth([bytes.fromhex(name) for name in ids])
        fields["leaves"] = {"count": len(leaves), "root": root.hex()}
        fields.update(header or {})
        fields = {k: v for k, v in fields.items() if v is not None}
        data = dumps(fields)
        if bend:
            data = bend(data)
        signature = (signer or key).sign(b"onus/0/commit\n" + data)
        commit = {"header": data, "signature": signature, "leaves": leaves}
        if names:
            commit["names"] = ids
        self.commits.append(commit)
        self.ids.append(tagged("commit", data).hex())
        self.names.append(ids)
        self.head, self.seq = self.ids[-1], self.seq + 1
        self.case = self.case or self.head
        return self

    def standing(self, time, **more):
        root = mth([bytes.fromhex(commit) for commit in self.ids])
        return {
            "ids": self.ids, "operations": self.names, "root": root.hex(), "time": time, **more,
        }


def founded(**more):
    return Log().add([meta()], founding_effects(), **more)


def with_claim(**more):
    return founded().add([meta("2026-11-23T19:00:00Z"), claim()], **more)


def text_or_hex(name, data):
    try:
        return {name: data.decode()}
    except UnicodeDecodeError:
        return {name + "_hex": data.hex()}


def shown(commit):
    out = {**text_or_hex("header", commit["header"]), "signature": commit["signature"].hex()}
    out["leaves"] = [
        {"salt": leaf["salt"], **text_or_hex("content", leaf["content"])} for leaf in commit["leaves"]
    ]
    if "names" in commit:
        out["names"] = commit["names"]
    return out


def vector(name, log, **expected):
    return {"name": name, "commits": [shown(commit) for commit in log.commits], **expected}


def refused(name, log, reason, where, at=None, **more):
    at = len(log.commits) - 1 if at is None else at
    return vector(name, log, refused={"at": at, "object": where, "reason": reason}, **more)


def flip(data, place=0):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def log_vectors():
    out = []

    # Histories that stand.
    log = founded()
    out.append(vector("a case is founded", log, standing=log.standing("2026-11-23T18:00:00Z")))

    log = with_claim()
    out.append(vector("a claim is added", log, standing=log.standing("2026-11-23T19:00:00Z")))

    log = founded().add([meta("2026-11-23T17:00:00Z"), {"op": "message", "v": 1, "text": "раньше"}])
    out.append(vector(
        "a clock that runs behind does not go before its parents", log,
        standing=log.standing("2026-11-23T18:00:00Z"),
    ))

    log = with_claim()
    target = log.names[1][1]
    log.add(
        [meta("2026-11-24T08:00:00Z"),
         {"op": "retraction", "v": 1, "operations": [target], "reason": "coder-error"}],
        [{"do": "retract", "leaves": [target]}],
    )
    out.append(vector(
        "a claim is retracted", log,
        standing=log.standing("2026-11-24T08:00:00Z", retracted=[target]),
    ))

    log = founded().add([meta(), claim("15.."), claim("101..")])
    first, second = sorted(log.names[1][1:])
    log.add([meta()], by_bytes([
        {"do": "level", "leaves": [first], "level": "public"},
        {"do": "level", "leaves": [second], "level": "sealed"},
    ])).add([meta()], [{"do": "level", "leaves": [first, second], "level": "partner"}])
    out.append(vector(
        "levels change, the last stands", log,
        standing=log.standing(
            "2026-11-23T18:00:00Z", levels={first: "partner", second: "partner"}
        ),
    ))

    log = founded()
    base = operation_id(log.case, DEVICE, 1, 1, salt(1, 1), dumps(claim("2..")))
    log.add([
        meta(), claim("2.."),
        claim("3..", origin={"member": MEMBER, "how": "stated"},
              rests_on={"how": "sum", "claims": [base]}),
    ])
    out.append(vector(
        "a claim rests on one of the same commit", log, standing=log.standing("2026-11-23T18:00:00Z")
    ))

    log = founded().add([
        meta(), {"op": "hologram", "v": 1, "shape": "torus"}, claim(v=2), claim("", level="secret"),
        b"{\"op\":\"message\", \"v\":1}", b"\xff", meta(),
        claim(rests_on={"how": "sum", "claims": ["77" * 32]}),
    ])
    out.append(vector(
        "operations not understood or void refuse no commit", log,
        standing=log.standing("2026-11-23T18:00:00Z"),
        contents=[
            ["operation"],
            ["operation", "not understood", "not understood", "operation.field", "content.space",
             "content.utf8", "operation.place", "operation.reference"],
        ],
    ))

    log = founded()
    later = operation_id(log.case, DEVICE, 1, 2, salt(1, 2), dumps(claim("2..")))
    log.add([meta(), claim("3..", rests_on={"how": "sum", "claims": [later]}), claim("2..")])
    out.append(vector(
        "a claim cannot rest on a later one of the same commit", log,
        standing=log.standing("2026-11-23T18:00:00Z"),
        contents=[["operation"], ["operation", "operation.reference", "operation"]],
    ))

    log = founded(names=True)
    out.append(vector(
        "stored names that fit", log, standing=log.standing("2026-11-23T18:00:00Z")
    ))

    log = with_claim()
    out.append(vector(
        "exactly a day ahead of the clock", log, clock="2026-11-22T19:00:00Z",
        standing=log.standing("2026-11-23T19:00:00Z"),
    ))
    out.append(refused(
        "more than a day ahead of the clock", log, "time.future", "leaf 0",
        clock="2026-11-22T18:59:59Z",
    ))

    # Headers.
    def header(name, reason, where="header", **change):
        out.append(refused(name, founded().add([meta()], **change), reason, where))

    header("header with an unknown field", "header.field", header={"motto": "x"})
    header("header without a device", "header.field", bend=lambda b: b.replace(
        b'"device":"' + DEVICE.encode() + b'",', b""))
    header("header without a format", "header.field", header={"format": None})
    header("header in another format", "header.format", header={"format": "onus/1"})
    header("header in another suite", "header.suite", header={"suite": "ed448-shake256"})
    header("negative seq", "header.field", header={"seq": -1})
    header("device in capitals", "header.field", bend=lambda b: b.replace(
        DEVICE.encode(), DEVICE.upper().encode()))
    header("fewer leaves than none", "header.field",
           header={"leaves": {"count": -1, "root": "00" * 32}})
    header("no leaves", "header.count", header={"leaves": {"count": 0, "root": "00" * 32}})
    header("too many leaves", "header.count", header={"leaves": {"count": 65537, "root": "00" * 32}})
    header("later commit without previous", "header.previous", header={"previous": None})
    header("previous that is no parent", "header.previous", header={"previous": "00" * 32})
    header("later commit without parents", "header.genesis", header={"parents": [], "previous": None})
    header("no case but parents", "header.genesis", header={"case": None})
    header("header that is not canonical", "content.space",
           bend=lambda b: b.replace(b'":', b'": ', 1))
    header("header with a field twice", "content.duplicate",
           bend=lambda b: b.replace(b'"seq":1,', b'"seq":1,"seq":1,'))
    header("header that is not an object", "content.top-level", bend=lambda b: b"[" + b + b"]")

    def parents(name, make):
        log = founded()
        log.add([meta()], header={"parents": make(log.head)})
        out.append(refused(name, log, "header.parents", "header"))

    parents("the same parent twice", lambda head: [head, head])
    parents("parents out of order", lambda head: sorted([head, "00" * 32], reverse=True))
    parents("too many parents", lambda head: sorted([f"{n:064x}" for n in range(256)] + [head]))

    # Effects.
    def effect(name, reason, where, make):
        log = with_claim()
        target, particulars = log.names[1][1], log.names[1][0]
        log.add([meta(), claim()], make(target, particulars))
        out.append(refused(name, log, reason, where))

    effect("unknown effect", "effect.kind", "effect 0", lambda t, p: [{"do": "bless"}])
    effect("effect without a kind", "effect.field", "effect 0", lambda t, p: [{"leaves": [t]}])
    effect("effect that is no object", "effect.field", "effect 0", lambda t, p: ["retract"])
    effect("effect with an unknown field", "effect.field", "effect 0",
           lambda t, p: [{"do": "retract", "leaves": [t], "why": "x"}])
    effect("retracting nothing", "effect.field", "effect 0",
           lambda t, p: [{"do": "retract", "leaves": []}])
    effect("retracting one twice in one effect", "effect.field", "effect 0",
           lambda t, p: [{"do": "retract", "leaves": [t, t]}])
    effect("the same effect twice", "header.effects", "header",
           lambda t, p: [{"do": "retract", "leaves": [t]}] * 2)
    effect("effects out of order", "header.effects", "header",
           lambda t, p: by_bytes([{"do": "retract", "leaves": [t]},
                                  {"do": "level", "leaves": [t], "level": "team"}])[::-1])
    effect("retracting what is not there", "effect.target", "effect 0",
           lambda t, p: [{"do": "retract", "leaves": ["00" * 32]}])
    effect("retracting a meta", "effect.meta", "effect 0",
           lambda t, p: [{"do": "retract", "leaves": [p]}])
    effect("two levels for one operation", "effect.conflict", "effect 1",
           lambda t, p: by_bytes([{"do": "level", "leaves": [t], "level": level}
                                  for level in ("team", "sealed")]))
    effect("an unknown level", "effect.field", "effect 0",
           lambda t, p: [{"do": "level", "leaves": [t], "level": "secret"}])
    effect("founding again", "effect.genesis-only", "effect 0",
           lambda t, p: [e for e in founding_effects() if e["do"] == "case"])
    effect("adding a device without its seal key", "effect.field", "effect 0",
           lambda t, p: [{"do": "device_add", "key": public(STRANGER).hex(), "member": OTHER}])
    effect("erasing for no known reason", "effect.field", "effect 0",
           lambda t, p: [{"do": "erase", "class": "whim", "leaves": [t]}])
    effect("keeping nothing", "effect.field", "effect 0",
           lambda t, p: [{"do": "device_revoke", "device": DEVICE, "keep": {"seq": 0}}])
    effect("a role that is none", "effect.field", "effect 0",
           lambda t, p: [{"do": "role", "member": OTHER, "role": "king"}])

    log = founded()
    own = operation_id(log.case, DEVICE, 1, 1, salt(1, 1), dumps(claim()))
    log.add([meta(), claim()], [{"do": "retract", "leaves": [own]}])
    out.append(refused("retracting an operation of the same commit", log, "effect.target", "effect 0"))

    # Founding.
    def found(name, reason, where, effects, contents=None, **more):
        log = Log().add(contents or [meta()], effects, **more)
        out.append(refused(name, log, reason, where))

    effects = founding_effects()
    case_at = [e["do"] for e in effects].index("case")
    device_at = [e["do"] for e in effects].index("device_add")
    role_at = [e["do"] for e in effects].index("role")
    found("founding without an owner", "genesis.effects", "header",
          [e for e in effects if e["do"] != "role"])
    found("founding without effects", "genesis.effects", "header", [])
    # `retract` sorts after `device_add` and before `role`.
    found("founding with a further effect", "genesis.effects", "effect 2",
          by_bytes(effects + [{"do": "retract", "leaves": ["00" * 32]}]))
    found("founding with a reader", "genesis.effects", f"effect {role_at}",
          founding_effects(role="reader"))
    found("founding for another device", "genesis.device", f"effect {device_at}",
          founding_effects(key=STRANGER))
    found("founding by another member", "meta.author", "leaf 0", effects, [meta(author=OTHER)])
    found("founding with the device's key for recovery", "genesis.recovery", f"effect {case_at}",
          founding_effects(recovery=KEY))

    def weak(which, key_hex):
        effects = copy.deepcopy(founding_effects())
        for effect in effects:
            if which in effect:
                effect[which] = key_hex
        effects = by_bytes(effects)
        return effects, [i for i, e in enumerate(effects) if e.get(which) == key_hex][0]

    for name, which, key_hex, reason in [
        ("a recovery key of small order", "recovery", "01" + "00" * 31, "key.weak"),
        ("a device key of small order", "key", "00" * 32, "key.weak"),
        ("a recovery key that is not canonical", "recovery", "ee" + "ff" * 30 + "7f", "key.encoding"),
        ("a device key that is no point", "key", "02" + "00" * 31, "key.encoding"),
        ("a seal key of small order", "seal", "00" * 32, "seal.weak"),
        ("a seal key that is not canonical", "seal", "ed" + "ff" * 30 + "7f", "seal.encoding"),
    ]:
        effects, at = weak(which, key_hex)
        found(name, reason, f"effect {at}", effects)

    log = founded()
    out.append(refused("another case than expected", log, "commit.case", "header", expected="00" * 32))

    # Signatures.
    out.append(refused(
        "signed by somebody else", founded().add([meta()], signer=STRANGER), "signature.invalid",
        "signature",
    ))
    log = with_claim()
    log.commits[1]["signature"] = flip(log.commits[1]["signature"], 40)
    out.append(refused("signature altered", log, "signature.invalid", "signature"))
    log = with_claim()
    log.commits[1]["signature"] = log.commits[1]["signature"][:63]
    out.append(refused("signature too short", log, "signature.length", "signature"))
    log = with_claim()
    signature = log.commits[1]["signature"]
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(signature[32:], "little") + order
    log.commits[1]["signature"] = signature[:32] + s.to_bytes(32, "little")
    out.append(refused("signature with S not reduced", log, "signature.invalid", "signature"))
    # With R the identity and S = k·a the equation holds, and lenient libraries accept it.
    log = with_claim()
    message = b"onus/0/commit\n" + log.commits[1]["header"]
    half = bytearray(hashlib.sha512(sha(b"device")).digest()[:32])
    half[0] &= 248
    half[31] = half[31] & 127 | 64
    point = b"\1" + bytes(31)
    k = int.from_bytes(hashlib.sha512(point + public(KEY) + message).digest(), "little") % order
    s = k * int.from_bytes(half, "little") % order
    log.commits[1]["signature"] = point + s.to_bytes(32, "little")
    KEY.public_key().verify(log.commits[1]["signature"], message)
    out.append(refused("signature with R of small order", log, "signature.invalid", "signature"))
    log = with_claim()
    log.commits[1]["header"] = log.commits[1]["header"].replace(b'"count":2', b'"count":3')
    out.append(refused("header altered after signing", log, "signature.invalid", "signature"))
    # The signature is over the header without its domain.
    log = with_claim()
    log.commits[1]["signature"] = KEY.sign(log.commits[1]["header"])
    out.append(refused("signature without its domain", log, "signature.invalid", "signature"))

    # Places.
    log = with_claim()
    log.commits.append(log.commits[1])
    out.append(refused("the same commit twice", log, "chain.repeated", "header"))
    log = with_claim()
    log.commits.append(log.commits[0])
    out.append(refused("the founding commit again", log, "chain.repeated", "header"))
    log = with_claim().add([meta()])
    del log.commits[1]
    out.append(refused("a commit is missing", log, "chain.missing", "header"))
    out.append(refused(
        "a number left out", with_claim().add([meta()], header={"seq": 3}), "chain.gap", "header"
    ))
    log = with_claim()
    del log.commits[0]
    out.append(refused("the founding commit is missing", log, "chain.genesis", "header"))
    log, other = founded(), Log().add([meta("2020-01-01T00:00:00Z")], founding_effects())
    log.commits.append(other.commits[0])
    out.append(refused("a second founding commit", log, "chain.genesis", "header"))
    other.add([meta()])
    log = founded()
    log.commits.append(other.commits[1])
    out.append(refused("a commit of another case", log, "commit.case", "header"))
    out.append(refused(
        "a commit of another device", founded().add([meta()], key=STRANGER), "commit.device", "header"
    ))
    out.append(refused(
        "the first commit of another device",
        founded().add([meta()], key=STRANGER, header={"seq": 0, "previous": None}),
        "commit.device", "header",
    ))
    log = with_claim()
    log.add([meta()], header={"previous": log.ids[0], "parents": [log.ids[0]]})
    out.append(refused("previous is an old commit", log, "chain.gap", "header"))
    log = with_claim()
    log.add([meta()], header={"parents": sorted(log.ids)})
    out.append(refused("an old commit among the parents", log, "chain.parents", "header"))

    # Leaves.
    log = with_claim()
    log.commits[1]["leaves"][1]["content"] = dumps(claim("16.."))
    out.append(refused("an operation altered", log, "leaf.root", "leaves"))
    log = with_claim(names=True)
    log.commits[1]["leaves"][1]["content"] = dumps(claim("16.."))
    out.append(refused("an operation altered, names stored", log, "leaf.changed", "leaf 1"))
    log = with_claim(names=True)
    log.commits[1]["leaves"][0]["salt"] = "00" * 16
    out.append(refused("a salt altered, names stored", log, "leaf.changed", "leaf 0"))
    log = with_claim(names=True)
    log.commits[1]["names"] = [log.names[1][0], "00" * 32]
    out.append(refused("a stored name altered", log, "leaf.changed", "leaf 1"))
    log = with_claim(names=True)
    log.commits[1]["names"] = log.names[1][:1]
    out.append(refused("a stored name missing", log, "leaf.root", "leaves"))
    log = with_claim()
    del log.commits[1]["leaves"][1]
    out.append(refused("an operation missing", log, "leaf.count", "leaves"))
    log = founded().add([meta(), claim("1.."), claim("2..")])
    leaves = log.commits[1]["leaves"]
    leaves[1], leaves[2] = leaves[2], leaves[1]
    out.append(refused("operations in another order", log, "leaf.root", "leaves"))
    log = with_claim()
    log.commits[1]["leaves"][1]["salt"] = "00" * 15
    out.append(refused("a salt too short", log, "leaf.salt", "leaf 1"))
    # An operation of the first commit, adopted with its salt: its place is another, so is its name.
    log = with_claim()
    adopted = log.commits[1]["leaves"][1]
    log.add([meta(), adopted["content"]])
    log.commits[2]["leaves"][1]["salt"] = adopted["salt"]
    out.append(refused("another operation's salt and content", log, "leaf.root", "leaves"))

    # Particulars.
    for name, contents, reason in [
        ("leaf 0 is a claim", [claim(), meta()], "meta.operation"),
        ("leaf 0 is a meta of another version", [meta(v=2)], "meta.operation"),
        ("leaf 0 is a retraction of nothing there",
         [{"op": "retraction", "v": 1, "operations": ["11" * 32], "reason": "coder-error"}, meta()],
         "meta.operation"),
        ("leaf 0 says more than it may", [meta(message="x")], "operation.field"),
        ("leaf 0 with a time in another spelling", [meta("2026-11-23T18:00:00+00:00")],
         "operation.field"),
        ("leaf 0 with a day that is none", [meta("2026-02-29T18:00:00Z")], "operation.field"),
        ("leaf 0 is not canonical", [dumps(meta()) + b"\n"], "content.trailing"),
        ("leaf 0 by another author", [meta(author=OTHER)], "meta.author"),
    ]:
        out.append(refused(name, founded().add(contents), reason, "leaf 0"))
    return out


# --- the other vectors --------------------------------------------------------------------------------

def content_vectors():
    out = []
    deepest = b'{"a":' * 16 + b"1" + b"}" * 16
    full = b'{"a":"' + b"x" * (65536 - 8) + b'"}'
    for name, data in [
        ("empty", b"{}"),
        ("every kind of value", b'{"b":true,"i":-1,"l":[],"n":{},"o":{"a":[1,"x",false]},"t":"x"}'),
        ("largest numbers", b'{"a":9007199254740991,"b":-9007199254740991,"c":0}'),
        ("longest name", b'{"a' + b"_" * 31 + b'":1}'),
        ("escapes", dumps({"a": "\"\\/\b\t\n\f\r\x01\x1f\x7f"})),
        ("text beyond ASCII", dumps({"a": "Жаңаөзен e\u0301 é \u2028 \U0001f54a \ufeff \ufffd"})),
        ("names in order", b'{"a":1,"a1":2,"a_":3,"aa":4,"b":5}'),
        ("deepest", deepest),
        ("fullest", full),
    ]:
        assert canonical(data), name
        digest = hashlib.sha256(data).hexdigest()
        out.append({"name": name, **text_or_hex("content", data), "sha256": digest})
    for name, data, reason, offset in [
        ("nothing", b"", "truncated", 0),
        ("a number", b"5", "top-level", 0),
        ("a text", b'"x"', "top-level", 0),
        ("a list", b"[]", "top-level", 0),
        ("a space before", b" {}", "space", 0),
        ("a byte order mark", b"\xef\xbb\xbf{}", "byte-order-mark", 0),
        ("a newline after", b"{}\n", "trailing", 2),
        ("a second object", b"{}{}", "trailing", 2),
        ("a space after a colon", b'{"a": 1}', "space", 5),
        ("a space after a comma", b'{"a":1, "b":2}', "space", 7),
        ("a space in an empty list", b'{"a":[ ]}', "space", 6),
        ("a name twice", b'{"a":1,"a":1}', "duplicate", 7),
        ("a name twice, another between", b'{"a":1,"b":1,"a":1}', "duplicate", 13),
        ("names out of order", b'{"b":1,"a":2}', "key-order", 7),
        ("null", b'{"a":null}', "null", 5),
        ("a fraction", b'{"a":1.0}', "number", 5),
        ("an exponent", b'{"a":1e3}', "number", 5),
        ("minus zero", b'{"a":-0}', "number", 5),
        ("a leading zero", b'{"a":01}', "number", 5),
        ("a minus alone", b'{"a":-}', "number", 5),
        ("a plus", b'{"a":+1}', "syntax", 5),
        ("NaN", b'{"a":NaN}', "syntax", 5),
        ("a number too large", b'{"a":9007199254740992}', "range", 5),
        ("a number far too large", b'{"a":-' + b"9" * 400 + b"}", "range", 5),
        ("a capital in a name", b'{"aB":1}', "key", 1),
        ("a digit before a name", b'{"1a":1}', "key", 1),
        ("no name", b'{"":1}', "key", 1),
        ("a name too long", b'{"' + b"a" * 33 + b'":1}', "key", 1),
        ("a hyphen in a name", b'{"a-b":1}', "key", 1),
        ("an escape in a name", b'{"\\u0061":1}', "key", 1),
        ("a name that is a number", b"{1:1}", "syntax", 1),
        ("U+0000 escaped", b'{"a":"\\u0000"}', "nul", 6),
        ("U+0000 raw", b'{"a":"\x00"}', "nul", 6),
        ("a raw newline", b'{"a":"x\ny"}', "control", 7),
        ("an escaped letter", b'{"a":"\\u00e9"}', "escape", 6),
        ("an escaped slash", b'{"a":"\\/"}', "escape", 6),
        ("a long escape for a newline", b'{"a":"\\u000a"}', "escape", 6),
        ("an escape in capitals", b'{"a":"\\u001F"}', "escape", 6),
        ("an escape that is none", b'{"a":"\\x41"}', "escape", 6),
        ("an escape with other digits", b'{"a":"\\u00g1"}', "escape", 6),
        ("half a surrogate pair", b'{"a":"\\ud800"}', "surrogate", 6),
        ("a surrogate pair", b'{"a":"\\ud83d\\udd4a"}', "surrogate", 6),
        ("a surrogate in UTF-8", b'{"a":"\xed\xa0\x80"}', "utf8", 6),
        ("UTF-8 too long", b'{"a":"\xc0\xaf"}', "utf8", 6),
        ("UTF-8 cut off", b'{"a":"\xd0', "utf8", 6),
        ("a comma before the end", b'{"a":1,}', "syntax", 7),
        ("no comma", b'{"a":1"b":2}', "syntax", 6),
        ("no colon", b'{"a"1}', "syntax", 4),
        ("a list closed as an object", b'{"a":[1}}', "syntax", 7),
        ("True", b'{"a":True}', "syntax", 5),
        ("a comment", b'{/**/}', "syntax", 1),
        ("nothing", b"", "truncated", 0),
        ("ends in a word", b'{"a":tr', "syntax", 5),
        ("ends in null", b'{"a":nul', "syntax", 5),
        ("ends after a minus", b'{"a":-', "number", 5),
        ("null for a name", b"{null:1}", "syntax", 1),
        ("null for a mark", b'{"a"null}', "syntax", 4),
        ("a 17th bracket where none may stand", b'{"a":' * 16 + b"1[", "syntax", 81),
        ("ends in an object", b'{"a":1', "truncated", 6),
        ("ends in a name", b'{"a', "truncated", 3),
        ("ends in a text", b'{"a":"x', "truncated", 7),
        ("ends in an escape", b'{"a":"\\', "truncated", 7),
        ("ends in a long escape", b'{"a":"\\u00', "truncated", 10),
        ("17 brackets", b'{"a":' * 17 + b"1" + b"}" * 17, "depth", 80),
        ("10,000 brackets", b'{"a":' + b"[" * 10000, "depth", 20),
        ("a byte too many", full[:-2] + b'x"}', "size", 65536),
    ]:
        assert not canonical(data), name
        out.append({
            "name": name, **text_or_hex("content", data),
            "refused": {"reason": "content." + reason, "offset": offset},
        })
    return out


def passage(start, end, **more):
    return {"locator": {"by": "range", "text": "cd" * 32, "start": start, "end": end}, **more}


def a_checkpoint():
    """A checkpoint of a log of two commits, as its device signs it."""
    return checkpoint_vectors()[0]["note"]


def operation_vectors():
    annotation = claim(origin={"member": MEMBER, "how": "stated"}, property="identity",
                       value={"kind": "ref", "text": SPEAKER})
    del annotation["source"]
    good = [
        ("meta", meta()),
        ("message", {"op": "message", "v": 1, "text": ""}),
        ("record", {"op": "record", "v": 1, "record": RECORD, "type": "tally", "handle": "t-ai"}),
        ("a record with a label", {"op": "record", "v": 1, "record": RECORD, "type": "tally",
                                   "handle": "t-ai", "label": "Amnesty's tally"}),
        ("handle", {"op": "handle", "v": 1, "record": RECORD, "handle": "жаңаөзен"}),
        ("a handle with a label", {"op": "handle", "v": 1, "record": RECORD, "handle": "z",
                                   "label": ""}),
        ("a plain claim", claim()),
        ("a full claim", claim(
            "15..", wording="is said to be at least 15", held="throughout 2011-12-16",
            scope=[{"name": "by", "kind": "ref", "text": RECORD},
                   {"name": "counted-on", "kind": "date", "text": "2013-07-10"}],
            origin={"speaker": SPEAKER, "for": RECORD, "basis": "official", "party": OTHER,
                    "interest": "accused of the deaths", "how": "stated"},
            via=[{"who": SOURCE, "rendering": "altered"}, {"who": RECORD, "rendering": "unknown"}],
            passage=passage(659, 689, quote="is said to be at least 15", before="that ",
                            after=" who died"),
            said="2013-07-10", rests_on={"how": "sum", "claims": ["11" * 32, "22" * 32]},
        )),
        ("a claim of nobody named", claim(origin={"how": "stated"}, stance="calls-for")),
        ("an annotation", annotation),
        ("a passage of no length, not quoted", claim(passage=passage(7, 7))),
        ("a passage in words", claim(passage={
            "locator": {"by": "words", "words": "p. xii, foot"}, "quote": "fifteen"})),
        ("review", {"op": "review", "v": 1, "claims": ["11" * 32], "state": "checked"}),
        ("retraction", {"op": "retraction", "v": 1, "operations": ["11" * 32],
                        "reason": "witness-withdrew", "note": "by letter"}),
        ("erasure", {"op": "erasure", "v": 1, "operations": ["11" * 32], "class": "law",
                     "note": "order of a court"}),
        ("erasure after consent", {"op": "erasure", "v": 1, "operations": ["11" * 32],
                                   "class": "consent", "consent": "22" * 32}),
        ("sheet", {"op": "sheet", "v": 1, "sheet": "0a" * 16, "name": "Z00"}),
        ("rows", {"op": "rows", "v": 1, "sheet": "0a" * 16,
                  "rows": [{"row": "r2", "claim": "22" * 32, "fingerprint": sha(b"r2").hex()},
                           {"row": "r2", "claim": "11" * 32, "fingerprint": sha(b"r2").hex()}]}),
        ("schema", {"op": "schema", "v": 1, "name": "own-terms", "text": "[terms]\n"}),
        ("reading", {"op": "reading", "v": 1, "source": SOURCE, "text": "cd" * 32,
                     "length": 5000, "file": "ef" * 32, "lang": "en", "reader": "onus 0.1.0",
                     "parts": "ab" * 32, "corrects": "ce" * 32}),
        ("a short reading", {"op": "reading", "v": 1, "source": SOURCE, "text": "cd" * 32,
                             "length": 0, "reader": "by hand"}),
        ("exhibit", {"op": "exhibit", "v": 1, "record": SOURCE, "file": "ef" * 32, "bytes": 0,
                     "media": "text/plain", "name": "a.txt"}),
        ("custody", {"op": "custody", "v": 1, "file": "ef" * 32, "kind": "handed-over",
                     "when": "2012-03", "from": "the family", "to": "a court", "note": "sealed"}),
        ("checkpoint", {"op": "checkpoint", "v": 1, "note": a_checkpoint()}),
        ("stamp", {"op": "stamp", "v": 1, "note": a_checkpoint(), "token": "MAA="}),
        ("a stamp kept in the vault", {"op": "stamp", "v": 1, "note": a_checkpoint(),
                                       "object": "ef" * 32}),
        ("member", {"op": "member", "v": 1, "member": MEMBER, "name": "Айгүл"}),
    ]
    out = []
    for name, value in good:
        data = dumps(value)
        assert canonical(data), name
        out.append({"name": name, "content": data.decode(), "read": "operation"})
    for name, value in [
        ("an operation of tomorrow", {"op": "hologram", "v": 1}),
        ("a version of tomorrow", claim(v=2, colour="blue")),
        ("a meta of tomorrow", meta(v=9007199254740991)),
    ]:
        out.append({"name": name, "content": dumps(value).decode(), "read": "not understood"})
    no_level = claim()
    del no_level["level"]
    for name, value, reason, field in [
        ("no op", {"v": 1}, "op", None),
        ("no version", {"op": "message", "text": "x"}, "op", None),
        ("version 0", {"op": "message", "v": 0, "text": "x"}, "op", None),
        ("version in letters", {"op": "message", "v": "1", "text": "x"}, "op", None),
        ("op in capitals", {"op": "Message", "v": 1, "text": "x"}, "op", None),
        ("a field missing", no_level, "field", "level"),
        ("a field too many", claim(mood="grim"), "field", "mood"),
        ("a field too many inside", claim(value={"kind": "count", "text": "1", "unit": "men"}),
         "field", "value.unit"),
        ("an id in capitals", claim(record="0A" * 16), "field", "record"),
        ("an id too short", claim(record="0a" * 15), "field", "record"),
        ("a word with two hyphens", claim(property="counted--on"), "field", "property"),
        ("a word of 65 letters", claim(property="a" * 65), "field", "property"),
        ("an empty list", claim(via=[]), "field", "via"),
        ("an empty set", claim(rests_on={"how": "sum", "claims": []}), "field", "rests_on.claims"),
        ("a set out of order", claim(rests_on={"how": "sum", "claims": ["22" * 32, "11" * 32]}),
         "field", "rests_on.claims"),
        ("scope out of order",
         claim(scope=[{"name": n, "kind": "term", "text": "x"} for n in ("of", "by")]),
         "field", "scope"),
        ("scope twice",
         claim(scope=[{"name": "of", "kind": "term", "text": x} for x in ("x", "y")]),
         "field", "scope"),
        ("a stance that is none", claim(stance="hints"), "field", "stance"),
        ("two speakers", claim(origin={"speaker": SPEAKER, "member": MEMBER, "how": "stated"}),
         "field", "origin.member"),
        ("a party in words", claim(origin={"speaker": SPEAKER, "party": "state", "how": "stated"}),
         "field", "origin.party"),
        ("an origin without how", claim(origin={"speaker": SPEAKER}), "field", "origin.how"),
        ("an origin with a field too many",
         claim(origin={"speaker": SPEAKER, "mood": "grim", "how": "stated"}), "field",
         "origin.mood"),
        ("an origin that is no object", claim(origin=SPEAKER), "field", "origin"),
        ("a rendering that is none",
         claim(via=[{"who": SOURCE, "rendering": "faithful"}, {"who": SOURCE, "rendering": "garbled"}]),
         "field", "via.1.rendering"),
        ("a relay by nobody", claim(via=[{"rendering": "faithful"}]), "field", "via.0.who"),
        ("a locator of no kind", claim(passage={"locator": {"by": "heart"}}), "field",
         "passage.locator.by"),
        ("a passage nowhere", claim(passage={"quote": "x"}), "field", "passage.locator"),
        ("a passage that ends before it starts", claim(passage=passage(2, 1)), "field",
         "passage.locator.end"),
        ("a passage at a negative place", claim(passage=passage(-1, 1)), "field",
         "passage.locator.start"),
        ("nothing before a passage, said twice", claim(passage=passage(0, 1, before="")), "field",
         "passage.before"),
        ("nothing after a passage, said twice", claim(passage=passage(0, 1, after="")), "field",
         "passage.after"),
        ("a review by somebody named", {"op": "review", "v": 1, "claims": ["11" * 32],
                                        "state": "checked", "by": OTHER}, "field", "by"),
        ("an erasure after no consent", {"op": "erasure", "v": 1, "operations": ["11" * 32],
                                         "class": "consent"}, "field", "consent"),
        ("an erasure with a consent that is not the reason",
         {"op": "erasure", "v": 1, "operations": ["11" * 32], "class": "law",
          "consent": "22" * 32}, "field", "consent"),
        ("a text that corrects itself", {"op": "reading", "v": 1, "source": SOURCE,
                                         "text": "cd" * 32, "corrects": "cd" * 32, "length": 1,
                                         "reader": "x"}, "field", "corrects"),
        ("custody of no kind", {"op": "custody", "v": 1, "file": "ef" * 32, "kind": "lost",
                                "when": "2012"}, "field", "kind"),
        ("a checkpoint that is none", {"op": "checkpoint", "v": 1, "note": "x"}, "field", "note"),
        ("a stamp over two signatures",
         {"op": "stamp", "v": 1, "token": "MAA=",
          "note": a_checkpoint() + a_checkpoint().splitlines(True)[-1]}, "field", "note"),
        ("a stamp without a token", {"op": "stamp", "v": 1, "note": a_checkpoint()}, "field",
         "object"),
        ("a stamp with two tokens", {"op": "stamp", "v": 1, "note": a_checkpoint(),
                                     "token": "MAA=", "object": "ef" * 32}, "field", "object"),
        ("a stamp with an empty token", {"op": "stamp", "v": 1, "note": a_checkpoint(),
                                         "token": ""}, "field", "token"),
        ("a token without padding", {"op": "stamp", "v": 1, "note": a_checkpoint(),
                                     "token": "MAA"}, "field", "token"),
        ("a number for a text", {"op": "message", "v": 1, "text": 1}, "field", "text"),
        ("rows of nothing", {"op": "rows", "v": 1, "sheet": "0a" * 16, "rows": []}, "field", "rows"),
        ("no rows", {"op": "rows", "v": 1, "sheet": "0a" * 16}, "field", "rows"),
        ("a row without a fingerprint",
         {"op": "rows", "v": 1, "sheet": "0a" * 16, "rows": [{"row": "r2", "claim": "22" * 32}]},
         "field", "rows.0.fingerprint"),
    ]:
        void = {"reason": "operation." + reason}
        if field:
            void["field"] = field
        out.append({"name": name, "content": dumps(value).decode(), "void": void})
    return out


def key_vectors():
    prime = 2**255 - 19
    encode = lambda y, sign=0: (y | sign << 255).to_bytes(32, "little").hex()
    eight = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    other = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    out = [
        {"name": name, "key": public(key).hex(), "device": device_of(public(key))}
        for name, key in [("device", KEY), ("recovery", RECOVERY), ("stranger", STRANGER)]
    ]
    for name, key, reason in [
        ("the identity", encode(1), "weak"),
        ("order 2", encode(prime - 1), "weak"),
        ("order 4", encode(0), "weak"),
        ("order 4, the other", encode(0, 1), "weak"),
        ("order 8, first", eight, "weak"),
        ("order 8, second", eight[:-2] + "85", "weak"),
        ("order 8, third", other, "weak"),
        ("order 8, fourth", other[:-2] + "fa", "weak"),
        ("the identity with a sign", encode(1, 1), "encoding"),
        ("order 2 with a sign", encode(prime - 1, 1), "encoding"),
        ("zero as the prime", encode(prime), "encoding"),
        ("zero as the prime, with a sign", encode(prime, 1), "encoding"),
        ("one as the prime and one", encode(prime + 1), "encoding"),
        ("three as the prime and three", encode(prime + 3), "encoding"),
        ("the largest encoding", encode(2**255 - 1), "encoding"),
        ("no point of the curve", encode(2), "encoding"),
    ]:
        out.append({"name": name, "key": key, "refused": "key." + reason})
    return out


def merkle_vectors():
    entries = [sha(bytes([n])) for n in range(21)]
    hexed = lambda path: [node.hex() for node in path]
    out = {
        "entries": hexed(entries),
        "roots": [mth(entries[:size]).hex() for size in range(len(entries) + 1)],
        "inclusion": [], "consistency": [],
    }
    for size in (1, 2, 3, 7, 8, 20, 21):
        for index in {0, size // 2, size - 1}:
            path = hexed(inclusion(index, entries[:size]))
            out["inclusion"].append({"index": index, "size": size, "path": path})
        for old in sorted({1, (size + 1) // 2, size}):
            path = hexed(consistency(old, entries[:size]))
            out["consistency"].append({"old": old, "new": size, "path": path})
    out["inclusion"].sort(key=lambda proof: (proof["size"], proof["index"]))
    return out


def checkpoint_vectors():
    log = with_claim()
    root = mth([bytes.fromhex(commit) for commit in log.ids])
    origin = f"onus/0/checkpoint/{log.case}/{DEVICE}"
    b64 = lambda data: base64.b64encode(data).decode()

    def line(text, name=origin, key=KEY):
        number = sha(name.encode() + b"\n\x01" + public(key))[:4]
        return f"— {name} {b64(number + key.sign(text.encode()))}\n"

    text = f"{origin}\n2\n{b64(root)}\n"
    note = text + "\n" + line(text)
    common = {"case": log.case, "device": DEVICE, "key": public(KEY).hex(), "seed": sha(b"device").hex()}
    good = {**common, "size": 2, "root": root.hex()}
    office = line(text, "office.example", STRANGER)
    out = [
        {"name": "a checkpoint", "note": note, **good, "signed": True},
        {"name": "countersigned", "note": note + office, **good},
        {"name": "countersigned before", "note": text + "\n" + office + line(text), **good},
    ]
    zero = f"{origin}\n0{2}\n{b64(root)}\n"
    other = f"onus/0/checkpoint/{log.case}/{'00' * 32}"
    wrong = text.replace("\n2\n", "\n3\n")
    swapped = f"{origin}\n2\n{b64(bytes(32))}\n"
    def cosigned(time, over=text, key=STRANGER, stated=None):
        name = f"onus/0/device/{log.case}/{device_of(public(key))}"
        number = sha(name.encode() + b"\n\x04" + public(key))[:4]
        signature = key.sign(f"cosignature/v1\ntime {time}\n{over}".encode())
        return f"— {name} {b64(number + struct.pack('>Q', stated or time) + signature)}\n"

    out.append({"name": "countersigned by a device", "note": note + cosigned(1795456800), **good,
                "cosigner": public(STRANGER).hex(), "cosigned": [1795456800]})
    out.append({"name": "countersigned twice by a device",
                "note": note + cosigned(1795456800) + cosigned(1795456801), **good,
                "cosigner": public(STRANGER).hex(), "cosigned": [1795456800, 1795456801]})
    for name, bad in [
        ("a countersignature over something else", cosigned(5, text + "x")),
        ("a countersignature of another time", cosigned(5, stated=6)),
        ("a countersignature after the year 9999", cosigned(253402300800)),
    ]:
        out.append({"name": name, "note": note + bad, **good, "refused": "checkpoint.signature",
                    "cosigner": public(STRANGER).hex()})
    for name, bad, reason in [
        ("nothing", "", "form"),
        ("no signature", text + "\n", "form"),
        ("no end of line", note[:-1], "form"),
        ("carriage returns", note.replace("\n", "\r\n"), "form"),
        ("a leading zero", zero + "\n" + line(zero), "form"),
        ("a sign", note.replace("\n2\n", "\n+2\n"), "form"),
        ("a root too short", note.replace(b64(root), b64(root[:31])), "form"),
        ("a root without padding", note.replace(b64(root), b64(root).rstrip("=")), "form"),
        ("an extension line", text + "more\n\n" + line(text + "more\n"), "form"),
        ("a hyphen for the dash", note.replace("—", "-"), "form"),
        ("another origin", note.replace("onus/0/checkpoint", "onus/1/checkpoint"), "form"),
        ("a line that is no signature", note + "hello\n", "form"),
        ("a name with a plus", note + line(text, "a+b", STRANGER), "form"),
        ("a name with a space of another kind", note + line(text, "a\u00a0b", STRANGER), "form"),
        ("a name with a control character", note + line(text, "a\x7fb", STRANGER), "form"),
        ("a key id and no signature", note + f"— office.example {b64(bytes(4))}\n", "form"),
        ("another device's", note.replace(DEVICE, "00" * 32), "origin"),
        ("only an office's signature", text + "\n" + office, "signature"),
        ("another key under the name", text + "\n" + line(text, origin, STRANGER), "signature"),
        ("a size altered", wrong + "\n" + line(text), "signature"),
        ("a root altered", swapped + "\n" + line(text), "signature"),
        ("one line valid, one not", note + line(wrong), "signature"),
        ("another size, signed", wrong + "\n" + line(wrong), "size"),
        ("another root, signed", swapped + "\n" + line(swapped), "root"),
    ]:
        assert bad != note
        out.append({"name": name, "note": bad, **good, "refused": "checkpoint." + reason})
    assert other not in note
    return out


def leaf_vectors():
    out = []
    for name, case, seq, index, data in [
        ("in the founding commit", None, 0, 0, dumps(meta())),
        ("in a later commit", "5c" * 32, 1, 7, dumps(claim())),
        ("at the largest place", "ff" * 32, 2**53 - 1, 65535, b""),
    ]:
        grain = salt(name)
        fields = {"device": DEVICE, "seq": seq, "index": index, "salt": grain.hex(), "content": data.decode()}
        if case:
            fields["case"] = case
        out.append({"name": name, **fields, "id": operation_id(case, DEVICE, seq, index, grain, data)})
    return out


VECTORS = {
    "content.json": content_vectors, "operations.json": operation_vectors, "keys.json": key_vectors,
    "leaves.json": leaf_vectors, "merkle.json": merkle_vectors, "logs.json": log_vectors,
    "checkpoints.json": checkpoint_vectors,
}


def main():
    # They build on this file, so they cannot be imported above.
    import bundles
    import histories

    long = {"histories.json": histories.histories, "bundles.json": bundles.bundles}
    differs = False
    for name, make in {**VECTORS, **long}.items():
        made = make()
        if name in long:  # One vector a line.
            lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in made)
            made = f"[\n{lines}\n]\n"
        else:
            made = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        path = HERE / name
        if sys.argv[1:] == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != made:
                differs = True
                print(f"{name} differs from what this script makes")
        else:
            path.write_text(made, encoding="utf-8")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
