"""The vectors of `crates/ledger/tests/vectors/`, judged by `onus_verify.py`.

They were made by a third program, so what passes here and in the crate's own tests is the agreement of
three. Run as `python3 -m unittest test_vectors`.
"""

import hashlib
import io
import json
import pathlib
import random
import unittest

import onus_verify as v

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "crates" / "ledger" / "tests" / "vectors"
RECOVERY = ("meta", "message")


def vectors(name):
    return json.loads((FOLDER / (name + ".json")).read_text("utf-8"))


def raw(one, field):
    return one[field].encode() if field in one else bytes.fromhex(one[field + "_hex"])


def leaves(shown):
    return [
        ("closed", x["closed"], x["id"]) if "closed" in x
        else ("open", bytes.fromhex(x["salt"]), raw(x, "content"))
        for x in shown["leaves"]
    ]


def take(log, shown, now=None):
    header, signature = raw(shown, "header"), bytes.fromhex(shown["signature"])
    return log.take(header, signature, leaves(shown), shown.get("names"), now)


def said(log, ids):
    """What a log counts for, as the vectors say it."""
    standing = v.Standing(log)
    verdict, number = standing.verdict, {name: n for n, name in enumerate(ids)}
    void, effects, operations = {}, {}, {}
    for one in standing.voids():
        n = number[one["commit"]]
        kind, _, place = one["object"].partition(" ")
        if kind == "commit":
            void[str(n)] = one["reason"]
        elif verdict.void[log.places[one["commit"]]] is None:
            (effects if kind == "effect" else operations)["%d %s" % (n, place)] = one["reason"]
    counted = v.counted(log)
    every = (1 << len(log.commits)) - 1
    given, members = {}, set()
    for place, n in sorted(verdict.stands):
        e = log.commits[place].effects[n]
        if e["do"] == "role":
            given.setdefault(e["member"], []).append((place, v.ROLES.index(e["role"])))
            members.add(e["member"])
        elif e["do"] == "device_add":
            device = v.device_id(bytes.fromhex(e["key"]))
            members.add(min(log.adds[device], key=lambda a: a[2])[4])
    roles = {m: v.ROLES[standing.role(given.get(m, ()), every)] for m in members}
    revoked = {standing.revocations[r][0] for r in standing.acting}
    devices = {}
    for device, adds in log.adds.items():
        forked = bool(v.forks(log, device))
        stands = any((a[0], a[1]) in verdict.stands for a in adds)
        devices[device] = (
            "void.revoked" if device in revoked else "void.device" if not stands
            else "chain.closed" if forked else "commit.retired" if device in log.retired
            else "enrolled"
        )
    revocations = []
    for place, n in standing.acting:
        e = log.commits[place].effects[n]
        keep = e.get("keep", {}).get("commit")
        revocations.append([e["device"], keep, log.commits[place].id])
    forks = []
    for device in sorted(log.of_device):
        groups = v.forks(log, device) if device != log.recovery else []
        if groups:
            forks.append([device, min(log.commits[p].seq for g in groups for p in v.bits(g))])
    return {
        "void": void, "effects": effects, "operations": operations, "roles": roles,
        "retracted": counted["retracted"], "erased": counted["erased"], "levels": counted["levels"],
        "devices": devices, "forks": forks,
        "revocations": sorted(revocations, key=lambda r: (r[0], r[1] or "", r[2])),
    }


class Vectors(unittest.TestCase):
    maxDiff = None

    def each(self, name):
        for one in vectors(name):
            with self.subTest(file=name, vector=one.get("name")):
                yield one

    def test_content(self):
        for one in self.each("content"):
            refused = None
            try:
                v.read_content(raw(one, "content"))
            except v.Bad as e:
                refused = {"reason": e.reason, "offset": e.at}
            self.assertEqual(refused, one.get("refused"))

    def test_operations(self):
        for one in self.each("operations"):
            leaf, _ = v.judge("", raw(one, "content"), 0, lambda name: True)
            if "void" in one:
                self.assertEqual((leaf.status, leaf.reason), ("void", one["void"]["reason"]))
            else:
                read = {"operation": "understood"}.get(one["read"], one["read"])
                self.assertEqual(leaf.status, read)

    def test_keys(self):
        for one in self.each("keys"):
            key = bytes.fromhex(one["key"])
            self.assertEqual(v.key_fault(key), one.get("refused"))
            if "device" in one:
                self.assertEqual(v.device_id(key), one["device"])

    def test_leaves(self):
        for one in self.each("leaves"):
            place = bytes.fromhex(one.get("case", "00" * 32) + one["device"])
            place += one["seq"].to_bytes(8, "big") + one["index"].to_bytes(4, "big")
            name = v.H("leaf", place + bytes.fromhex(one["salt"]) + raw(one, "content"))
            self.assertEqual(name.hex(), one["id"])

    def test_trees(self):
        one = vectors("merkle")
        entries = [bytes.fromhex(x) for x in one["entries"]]
        roots = [bytes.fromhex(x) for x in one["roots"]]
        for n, root in enumerate(roots):
            self.assertEqual(v.tree_root(entries[:n]), root)
        for p in one["inclusion"]:
            path = [bytes.fromhex(x) for x in p["path"]]
            index, size = p["index"], p["size"]
            self.assertTrue(v.inclusion_holds(entries[index], index, size, roots[size], path))
        for p in one["consistency"]:
            path = [bytes.fromhex(x) for x in p["path"]]
            old, new = p["old"], p["new"]
            self.assertTrue(v.consistency_holds(old, roots[old], new, roots[new], path))

    def test_checkpoints(self):
        """These stand beside a chain's head and not beside a log, so form and signatures alone."""
        for one in self.each("checkpoints"):
            refused = one.get("refused")
            if refused == "checkpoint.form":
                with self.assertRaises(v.Refusal) as raised:
                    v.read_note(one["note"].encode())
                self.assertEqual(raised.exception.reason, refused)
                continue
            note = v.read_note(one["note"].encode())
            key = bytes.fromhex(one["key"])
            log = v.Log()
            log.case = one["case"]
            log.adds[v.device_id(key)] = [(0, 0, b"", key, "", "")]
            if "cosigner" in one:
                other = bytes.fromhex(one["cosigner"])
                log.adds[v.device_id(other)] = [(0, 0, b"", other, "", "")]
            with self.assertRaises(v.Refusal) as raised:
                v.check_note(log, note)
            # Nothing is held: where signatures are good, the size is the first that does not fit.
            if refused in ("checkpoint.origin", "checkpoint.signature"):
                expected = refused
                if refused == "checkpoint.origin" and raised.exception.reason != refused:
                    self.assertNotEqual((note.case, note.device), (one["case"], one["device"]))
                    continue
            else:
                expected = "checkpoint.size"
            self.assertEqual(raised.exception.reason, expected)

    def test_logs(self):
        for one in self.each("logs"):
            log, refused = v.Log(one.get("expected")), None
            now = v.seconds(one["clock"]) if "clock" in one else None
            for at, shown in enumerate(one["commits"]):
                try:
                    take(log, shown, now)
                except v.Refusal as e:
                    refused = {"at": at, "object": e.object, "reason": e.reason}
                    break
            self.assertEqual(refused, one.get("refused"))
            contents = [
                [{"understood": "operation", "void": x.reason}.get(x.status, x.status)
                 for x in c.leaves] for c in log.commits
            ]
            self.assertEqual(contents, one.get("contents", contents))
            standing = one.get("standing")
            if standing is None:
                continue
            self.assertEqual([c.id for c in log.commits], standing["ids"])
            ids = [bytes.fromhex(c.id) for c in log.commits]
            self.assertEqual(v.tree_root(ids).hex(), standing["root"])
            self.assertEqual(v.spell_time(log.commits[-1].effective), standing["time"])
            names = [[x.id for x in c.leaves] for c in log.commits]
            self.assertEqual(names, standing["operations"])
            counted = v.counted(log)
            self.assertEqual(counted["retracted"], standing.get("retracted", []))
            self.assertEqual(counted["levels"], standing.get("levels", {}))

    def test_histories(self):
        for one in self.each("histories"):
            now = v.seconds(one["clock"]) if "clock" in one else None
            if "state" not in one:
                log, refused = v.Log(), None
                for at, shown in enumerate(one["commits"]):
                    try:
                        take(log, shown, now)
                    except v.Refusal as e:
                        refused = {"at": at, "object": e.object, "reason": e.reason}
                        break
                self.assertEqual(refused, one.get("refused", one.get("waits")))
                continue
            ids = [v.H("commit", raw(shown, "header")).hex() for shown in one["commits"]]
            for order in range(3):
                left = list(one["commits"])
                random.Random(order).shuffle(left)
                log = v.Log(ids[0])
                while left:
                    waits = []
                    for shown in left:
                        founding = "case" not in json.loads(raw(shown, "header"))
                        try:
                            if log.case is None and not founding:
                                raise v.Waits("header", "chain.missing")
                            take(log, shown, now)
                        except v.Waits:
                            waits.append(shown)
                    self.assertLess(len(waits), len(left))
                    left = waits
                self.assertEqual(said(log, ids), one["state"])

    def test_bundles(self):
        for one in self.each("bundles"):
            log, refused = v.Log(), None
            for shown in one["held"]:
                take(log, shown)
            now = v.seconds(one["clock"]) if "clock" in one else None
            source = io.BytesIO(bytes.fromhex(one.get("sealed") or one["bundle"]))
            try:
                if "sealed" in one:
                    seed = bytes.fromhex(one["seed"])
                    source = v.AgeReader(source, hashlib.sha256(b"onus/0/seal\n" + seed).digest())
                after, left_out, report = v.Bundle(log, source, one.get("to"), now).read()
            except v.Refusal as e:
                refused = {"object": e.object, "reason": e.reason}
            self.assertEqual(refused, one.get("refused"))
            if refused is not None:
                continue
            self.assertEqual(report["commits"], one["new"])
            self.assertEqual([x["operation"] for x in left_out], one["erased"])
            if "opened" in one:
                closed = {x.id for c in log.commits for x in c.leaves if x.status == "closed"}
                still = {x.id for c in after.commits for x in c.leaves if x.status == "closed"}
                self.assertEqual(sorted(closed - still), one["opened"])


if __name__ == "__main__":
    unittest.main()
