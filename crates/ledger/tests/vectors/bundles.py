"""Bundles, good ones and bad ones, and the age file around them."""

import copy
import struct

import make as m
from team import RECOVERY, Team, claim, device, key, shown, team

MAGIC = b"onus/0/bundle\n"


def frame(kind, payload):
    return kind.encode() + struct.pack(">I", len(payload)) + payload


def commit_frames(commit):
    out = [frame("C", commit["header"]), frame("S", commit["signature"])]
    for leaf in commit["leaves"]:
        if "closed" in leaf:
            out.append(frame("A", bytes([leaf["closed"]]) + bytes.fromhex(leaf["id"])))
        else:
            out.append(frame("P", bytes.fromhex(leaf["salt"]) + leaf["content"]))
    return out


def checkpoint(made, name, size=None, root=None, signer=None):
    chain, at = [], made.last[name]
    by_id = dict(zip(made.ids, made.commits))
    at = made.ids[at]
    while at:
        chain.insert(0, at)
        at = m.json.loads(by_id[at]["header"]).get("previous")
    size = len(chain) if size is None else size
    tree = root or m.mth([bytes.fromhex(commit) for commit in chain[:size]])
    origin = f"onus/0/checkpoint/{made.case}/{device(name)}"
    text = f"{origin}\n{size}\n{m.base64.b64encode(tree).decode()}\n"
    sign = signer or key(name)
    number = m.sha(origin.encode() + b"\n\x01" + m.public(key(name)))[:4]
    return text + f"\n— {origin} {m.base64.b64encode(number + sign.sign(text.encode())).decode()}\n"


def objects(*contents):
    out = []
    for content in contents:
        out.append(frame("O", m.sha(content) + struct.pack(">Q", len(content))))
        out += [frame("D", content[at:at + 7]) for at in range(0, len(content), 7)]
    return out


class Bundle:
    """Frames before they are signed, so that a vector can bend any of them."""

    def __init__(self, made, which=None, notes=(), contents=(), sender="ana", **more):
        chosen = made.commits if which is None else [made.commits[n] for n in which]
        leaves = [leaf for commit in chosen for leaf in commit["leaves"]]
        known = range(len(made.ids))
        heads = [n for n in known if not any(n in made.before[other] for other in known)]
        self.manifest = {
            "bundle": "0b" * 16, "case": made.case, "checkpoints": len(notes),
            "closed": sum("closed" in leaf for leaf in leaves), "commits": len(chosen),
            "format": "onus/0", "from": device(sender),
            "heads": sorted(made.ids[n] for n in heads), "level": "team",
            "objects": len(contents), "open": sum("closed" not in leaf for leaf in leaves),
            "time": "2026-11-24T10:00:00Z", "to": [device("ben")], **more,
        }
        self.frames = [part for commit in chosen for part in commit_frames(commit)]
        self.frames += [frame("K", note.encode()) for note in notes] + objects(*contents)
        self.sender = sender

    def bytes(self, signer=None, manifest=None):
        data = m.dumps({k: v for k, v in self.manifest.items() if v is not None})
        body = MAGIC + frame("M", data if manifest is None else manifest) + b"".join(self.frames)
        sign = signer or key(self.sender)
        return body + frame("Z", sign.sign(MAGIC + m.sha(body)))


def age_sealed(plain, recipients, strange=False):
    """An age file for X25519 recipients, with keys that are the same at every run."""
    from cryptography.hazmat.primitives import hmac
    b64 = lambda data: m.base64.b64encode(data).decode().rstrip("=")
    derive = lambda secret, salt, info: m.HKDF(m.hashes.SHA256(), 32, salt, info).derive(secret)
    file_key = m.sha(b"file key")[:16]
    header = "age-encryption.org/v1\n"
    if strange:
        header += "-> strange-grease one two\nAAAA\n"
    for number, recipient in enumerate(recipients):
        secret = m.X25519PrivateKey.from_private_bytes(m.sha(b"ephemeral %d" % number))
        share = secret.public_key().public_bytes(
            m.serialization.Encoding.Raw, m.serialization.PublicFormat.Raw)
        shared = secret.exchange(m.X25519PublicKey.from_public_bytes(recipient))
        wrap = derive(shared, share + recipient, b"age-encryption.org/v1/X25519")
        body = m.ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
        header += f"-> X25519 {b64(share)}\n{b64(body)}\n"
    header += "---"
    mac = hmac.HMAC(derive(file_key, None, b"header"), m.hashes.SHA256())
    mac.update(header.encode())
    nonce = m.sha(b"nonce")[:16]
    payload_key = derive(file_key, nonce, b"payload")
    out = (header + f" {b64(mac.finalize())}\n").encode() + nonce
    pieces = [plain[at:at + 65536] for at in range(0, len(plain), 65536)] or [b""]
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        out += m.ChaCha20Poly1305(payload_key).encrypt(
            number.to_bytes(11, "big") + bytes([last]), piece, None)
    return out


def bundles():
    out = []

    def history():
        made = team(ben="coder")
        made.add("ben", [claim("1.."), claim("2..", level="sealed")])
        made.add("ana", [claim("3..")])
        return made

    made = history()
    note = checkpoint(made, "ana")
    held = lambda made, numbers: [shown(made.commits[n]) for n in numbers]

    def good(name, bundle, before=(), made=made, **more):
        out.append({"name": name, "held": held(made, before), "bundle": bundle.bytes().hex(), **more})

    def bad(name, data, reason, where, before=(), made=made, **more):
        data = data.bytes() if isinstance(data, Bundle) else data
        out.append({"name": name, "held": held(made, before), "bundle": data.hex(),
                    "refused": {"object": where, "reason": reason}, **more})

    full = Bundle(made, notes=[note], contents=[b"", b"a text of a source"])
    good("all there is", full, new=4, erased=[])
    good("all there is, to somebody who has a part", full, before=[0, 1, 2], new=1, erased=[])
    good("what is missing", Bundle(made, [2, 3], base=[made.ids[1]]), before=[0, 1], new=2, erased=[])
    good("nothing new", Bundle(made, []), before=[0, 1, 2, 3], new=0, erased=[])

    withheld = history()
    withheld.commits[2]["leaves"][2] = {"closed": 1, "id": withheld.names[2][2]}
    good("an operation withheld", Bundle(withheld), made=withheld, new=4, erased=[])
    out.append({"name": "a withheld operation comes later",
                "held": held(withheld, [0, 1, 2, 3]),
                "bundle": Bundle(history(), [2]).bytes().hex(), "new": 0, "erased": [],
                "opened": [withheld.names[2][2]]})

    erasing = history()
    erasing.add("ana", [], [erasing.erase((2, 1))])
    late = copy.deepcopy(erasing)
    good("an erased operation is not taken in", Bundle(late), made=late, new=5,
         erased=[late.names[2][1]])
    gone = copy.deepcopy(erasing)
    gone.commits[2]["leaves"][1] = {"closed": 2, "id": gone.names[2][1]}
    good("an erased operation stays away", Bundle(gone), made=gone, new=5, erased=[])
    out.append({"name": "resurrection of an erased operation", "held": held(gone, range(5)),
                "bundle": Bundle(history(), [2], heads=sorted([gone.ids[4]])).bytes().hex(),
                "new": 0, "erased": [gone.names[2][1]], "opened": []})

    good("a checkpoint of a shorter chain", Bundle(made, notes=[checkpoint(made, "ana", 1)]),
         new=4, erased=[])

    # The outside.
    data = full.bytes()
    bad("nothing", b"", "bundle.magic", "bundle")
    bad("another format", data.replace(b"onus/0", b"onus/1", 1), "bundle.magic", "bundle")
    bad("only the beginning", MAGIC, "bundle.truncated", "frame 0")
    bad("cut in a length", data[:16], "bundle.truncated", "frame 0")
    bad("cut in the manifest", data[:40], "bundle.truncated", "frame 0")
    frames = 1 + len(full.frames)
    bad("cut before the closing", data[:-69], "bundle.truncated", f"frame {frames}")
    bad("cut in the closing", data[:-1], "bundle.truncated", f"frame {frames}")
    bad("more after the closing", data + b"\0", "bundle.trailing", "bundle")
    bad("a second bundle after it", data + data, "bundle.trailing", "bundle")

    def bent(name, reason, where, change, before=(), made=made, **more):
        bundle = Bundle(made, notes=[checkpoint(made, "ana")], contents=[b"a text of a source"])
        change(bundle.frames)
        bad(name, bundle, reason, where, before, made, **more)

    bent("an unknown frame", "bundle.frame", "frame 1", lambda f: f.insert(0, frame("Q", b"x")))
    bent("a second manifest", "bundle.frame", "frame 1", lambda f: f.insert(0, frame("M", b"{}")))
    bent("a signature before its header", "bundle.frame", "frame 1", lambda f: f.insert(0, f.pop(1)))
    bent("no signature", "bundle.frame", "frame 2", lambda f: f.pop(1))
    bent("a leaf too few", "bundle.frame", "frame 3", lambda f: f.pop(2))
    bent("a leaf too many", "bundle.frame", "frame 4", lambda f: f.insert(2, f[2]))
    bent("a checkpoint before the commits", "bundle.frame", "frame 2",
         lambda f: f.insert(0, f.pop(-5)), before=[0, 1, 2, 3])
    bent("data before its object", "bundle.frame", "frame 16", lambda f: f.insert(15, f.pop(-1)))
    bent("a signature too short", "bundle.size", "frame 2",
         lambda f: f.__setitem__(1, frame("S", bytes(63))))
    bent("an empty header", "bundle.size", "frame 1", lambda f: f.__setitem__(0, frame("C", b"")))
    bent("a leaf without a salt", "bundle.size", "frame 3",
         lambda f: f.__setitem__(2, frame("P", bytes(15))))
    bent("a content too large", "bundle.size", "frame 3",
         lambda f: f.__setitem__(2, frame("P", bytes(16 + 65537))))
    bent("empty data", "bundle.size", "frame 20", lambda f: f.insert(-1, frame("D", b"")))
    bent("a closed leaf without a reason", "leaf.reason", "commit 2, leaf 2",
         lambda f: f.__setitem__(10, frame("A", b"\0" + bytes.fromhex(made.names[2][2]))))
    bent("a closed leaf with a reason unknown", "leaf.reason", "commit 2, leaf 2",
         lambda f: f.__setitem__(10, frame("A", b"\4" + bytes.fromhex(made.names[2][2]))))

    # Commits.
    bent("a header altered", "signature.invalid", "commit 1, signature",
         lambda f: f.__setitem__(3, f[3].replace(b'"role":"coder"', b'"role":"owner"')))
    bent("the founding header altered", "commit.case", "commit 0, header",
         lambda f: f.__setitem__(0, f[0].replace(b'"nonce":"0e', b'"nonce":"0d')))
    bent("a header that is not canonical", "content.space", "commit 0, header",
         lambda f: f.__setitem__(0, frame("C", f[0][5:].replace(b":", b": ", 1))))
    bent("a signature altered", "signature.invalid", "commit 1, signature",
         lambda f: f.__setitem__(4, m.flip(f[4], 9)))
    bent("an operation altered", "leaf.root", "commit 2, leaves",
         lambda f: f.__setitem__(9, f[9].replace(b"1..", b"9..")))
    bent("a salt altered", "leaf.root", "commit 2, leaves",
         lambda f: f.__setitem__(9, m.flip(f[9], 5)))
    bent("commits in another order", "chain.missing", "commit 2, header",
         lambda f: f.__setitem__(slice(6, 15), f[11:15] + f[6:11]))
    bent("a commit twice", "chain.repeated", "commit 1, header",
         lambda f: f.__setitem__(slice(0, 0), f[0:3]))
    bent("a commit left out: a retraction cannot be withheld and what follows it be sent",
         "chain.missing", "commit 1, header", lambda f: f.__delitem__(slice(3, 6)))
    bent("the founding commit left out", "chain.genesis", "commit 0, header",
         lambda f: f.__delitem__(slice(0, 3)))
    bad("what it builds on is not here", Bundle(made, [2, 3]), "chain.missing", "commit 0, header",
        before=[0])
    spliced = Bundle(made)
    elsewhere = m.founded().add([m.meta(), m.claim()])
    spliced.frames[6:6] = commit_frames(elsewhere.commits[1])
    bad("spliced with a commit of another case", spliced, "commit.case", "commit 2, header")
    spliced = Bundle(made)
    spliced.frames[3:3] = commit_frames(elsewhere.commits[0])
    bad("spliced with another case's beginning", spliced, "chain.genesis", "commit 1, header")
    bad("a clock set to 2099", Bundle(future := late_team()), "time.future", "commit 2, leaf 0",
        made=future, clock="2026-11-25T00:00:00Z")

    # What was held, sent again.
    again = Bundle(history(), [2])
    again.frames[1] = m.flip(again.frames[1], 20)
    bad("held before, with another signature", again, "signature.invalid", "commit 0, signature",
        before=[0, 1, 2, 3])
    again = Bundle(history(), [2])
    again.frames[3] = again.frames[3].replace(b"1..", b"9..")
    bad("held before, with another operation", again, "leaf.root", "commit 0, leaves",
        before=[0, 1, 2, 3])

    again = Bundle(history(), [2, 2])
    bad("held before, twice", again, "chain.repeated", "commit 1, header", before=[0, 1, 2, 3])

    # Checkpoints.
    def noted(name, reason, text):
        bad(name, Bundle(made, notes=[note, text]), reason, "checkpoint 1")

    noted("a checkpoint that is none", "checkpoint.form", "hello\n")
    noted("a checkpoint of a device that is not there", "checkpoint.origin",
          checkpoint_of("eve", made))
    noted("a checkpoint by another key", "checkpoint.signature",
          checkpoint(made, "ana", signer=key("ben")))
    noted("a checkpoint of a longer chain: a backup was restored", "checkpoint.size",
          checkpoint(made, "ana", size=9, root=bytes(32)))
    noted("a checkpoint of no commits", "checkpoint.size",
          checkpoint(made, "ana", size=0, root=m.sha(b"")))
    noted("a checkpoint of another chain: equivocation", "checkpoint.root",
          checkpoint(made, "ana", size=2, root=bytes(32)))
    bad("a checkpoint that is not UTF-8",
        (lambda b: (b.frames.append(frame("K", b"\xff")), b.manifest.update(checkpoints=1), b)[2])(
            Bundle(made)), "checkpoint.form", "checkpoint 0")

    # Objects.
    bent("an object altered", "object.digest", "object 0",
         lambda f: f.__setitem__(-1, m.flip(f[-1], 6)))
    bent("an object cut short", "bundle.frame", "frame 20", lambda f: f.pop(-1))
    bent("an object longer than stated", "object.size", "object 0",
         lambda f: f.__setitem__(-1, frame("D", f[-1][5:] + b"!")))
    bent("data after all of an object", "bundle.frame", "frame 21",
         lambda f: f.append(frame("D", b"!")))
    bent("an object twice", "object.repeated", "object 1",
         lambda f: f.extend(f[-4:]))
    bad("an empty object under another name",
        (lambda b: (b.frames.append(frame("O", bytes(40))), b.manifest.update(objects=1), b)[2])(
            Bundle(made)), "object.digest", "object 0")

    # Manifests.
    def manifest(name, reason, where="manifest", before=(), reader=None, **change):
        more = {"to": device(reader)} if reader else {}
        bad(name, Bundle(made, **change), reason, where, before, **more)

    manifest("a manifest with an unknown field", "manifest.field", motto="x")
    manifest("a manifest without heads", "manifest.field", heads=None)
    manifest("a manifest with no heads", "manifest.field", heads=[])
    manifest("a manifest with an empty base", "manifest.field", base=[])
    manifest("a manifest for nobody", "manifest.field", to=[])
    manifest("a manifest without a format", "manifest.field", format=None)
    manifest("a manifest of another format", "manifest.format", format="onus/1")
    manifest("a manifest with a level that is none", "manifest.field", level="secret")
    manifest("a manifest with a number below zero", "manifest.field", commits=-1)
    manifest("a manifest with a day that is none", "manifest.field", time="2026-02-30T00:00:00Z")
    manifest("a foreign bundle", "manifest.case", before=[0], case="0c" * 32)
    manifest("another case than its commits", "commit.case", "commit 0, header", case="0c" * 32)
    manifest("for another device", "manifest.to", reader="ana")
    manifest("fewer commits than stated", "manifest.counts", commits=5)
    manifest("other leaves than stated", "manifest.counts", open=9)
    manifest("a closed leaf that is not there", "manifest.counts", closed=1)
    manifest("a head that is not there", "manifest.heads", heads=["00" * 32])
    manifest("a base that is not there", "manifest.base", base=["00" * 32])
    manifest("from a device that is not there", "bundle.from", **{"from": device("eve")})
    manifest("from the recovery key", "bundle.from",
             **{"from": m.device_of(m.public(RECOVERY))})
    bad("a manifest that is not canonical",
        Bundle(made).bytes(manifest=b'{"a": 1}'), "content.space", "manifest")
    bad("an empty manifest", Bundle(made).bytes(manifest=b""), "bundle.size", "frame 0")
    revoked = history()
    revoked.add("ana", [], [revoked.revoke("ben", keep=2)])
    bad("from a device that is revoked", Bundle(revoked, sender="ben"), "bundle.from", "manifest",
        made=revoked)
    left = history()
    left.add("ben", [], [{"do": "device_retire", "device": device("ben")}])
    good("from a device that has retired", Bundle(left, sender="ben"), made=left, new=5, erased=[])
    bad("signed by another device", Bundle(made).bytes(signer=key("ben")), "bundle.signature",
        "closing")
    bad("a signature without its domain",
        (lambda data: data[:-64] + key("ana").sign(m.sha(data[:-69])))(Bundle(made).bytes()),
        "bundle.signature", "closing")
    swapped = Bundle(made, notes=[note])
    data = swapped.bytes()
    swapped.manifest["level"] = "sealed"
    bad("a manifest altered after signing", swapped.bytes()[:-64] + data[-64:], "bundle.signature",
        "closing")

    # The age file.
    plain = Bundle(made).bytes()
    sealed = age_sealed(plain, [m.seal_public("device ana"), m.seal_public("device ben")])
    seed = m.sha(b"device ben").hex()
    out.append({"name": "sealed to two devices", "held": [], "sealed": sealed.hex(), "seed": seed,
                "new": 4, "erased": []})
    out.append({"name": "sealed to somebody else", "held": [], "sealed": sealed.hex(),
                "seed": m.sha(b"device eve").hex(),
                "refused": {"object": "bundle", "reason": "bundle.sealed"}})
    out.append({"name": "sealed, and a byte altered", "held": [], "seed": seed,
                "sealed": m.flip(sealed, len(sealed) - 20).hex(),
                "refused": {"object": "bundle", "reason": "bundle.sealed"}})
    grease = age_sealed(plain, [m.seal_public("device ben")], strange=True)
    out.append({"name": "sealed, with a stanza of another kind", "held": [], "sealed": grease.hex(),
                "seed": seed, "new": 4, "erased": []})
    out.append({"name": "sealed, and cut", "held": [], "seed": seed, "sealed": sealed[:-1].hex(),
                "refused": {"object": "bundle", "reason": "bundle.sealed"}})
    out.append({"name": "not sealed at all", "held": [], "seed": seed, "sealed": plain.hex(),
                "refused": {"object": "bundle", "reason": "bundle.sealed"}})
    return out


def late_team():
    made = team(ben="coder")
    made.add("ben", [claim()], time="2099-01-01T00:00:00Z")
    return made


def checkpoint_of(name, made):
    """A well-made checkpoint of a device that is not part of the case."""
    origin = f"onus/0/checkpoint/{made.case}/{device(name)}"
    text = f"{origin}\n1\n{m.base64.b64encode(bytes(32)).decode()}\n"
    number = m.sha(origin.encode() + b"\n\x01" + m.public(key(name)))[:4]
    line = m.base64.b64encode(number + key(name).sign(text.encode())).decode()
    return text + f"\n— {origin} {line}\n"
