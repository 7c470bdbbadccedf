"""Histories of several members and devices, and bundles, for make.py.

The commits are built here; what they count for is written down by hand from docs/log-format.md. The other
implementation takes each history in several orders and has to arrive at what is written.
"""

import copy
import struct

import make as m


def member(name):
    return m.sha(b"member " + name.encode())[:16].hex()


def key(device):
    return m.private("device " + device)


def device(name):
    return m.device_of(m.public(key(name)))


def owner_of(name):
    """`ben-2` is a device of the member `ben`."""
    return name.split("-")[0]


RECOVERY = m.private("recovery of the team")


class Team:
    """A case in the making, with every device's own knowledge of it."""

    def __init__(self):
        self.commits, self.ids, self.names, self.before = [], [], [], []
        self.last, self.case = {}, None
        self.add("ana", [], m.by_bytes([
            {"do": "case", "nonce": "0e" * 16, "recovery": m.public(RECOVERY).hex()},
            {"do": "device_add", "key": m.public(key("ana")).hex(), "member": member("ana"),
             "seal": m.seal_public("device ana").hex()},
            {"do": "role", "member": member("ana"), "role": "owner"},
        ]))

    # Effects.

    def enrol(self, name, owner=None, **change):
        public, seal = m.public(key(name)), m.seal_public("device " + name)
        whose = member(owner or owner_of(name))
        message = b"onus/0/join\n" + bytes.fromhex(self.case) + bytes.fromhex(whose) + public + seal
        effect = {"do": "device_add", "key": public.hex(), "member": whose,
                  "proof": key(name).sign(message).hex(), "seal": seal.hex(), **change}
        return {k: v for k, v in effect.items() if v is not None}

    def role(self, name, role):
        return {"do": "role", "member": member(name), "role": role}

    def revoke(self, name, keep=None):
        effect = {"do": "device_revoke", "device": device(name)}
        if keep is not None:
            effect["keep"] = {"commit": self.ids[keep], "seq": self.seq(keep)}
        return effect

    def retract(self, *places):
        return {"do": "retract", "leaves": sorted(self.names[c][leaf] for c, leaf in places)}

    def erase(self, *places, why="safety"):
        return {"do": "erase", "class": why,
                "leaves": sorted(self.names[c][leaf] for c, leaf in places)}

    def level(self, level, *places):
        return {"do": "level", "level": level,
                "leaves": sorted(self.names[c][leaf] for c, leaf in places)}

    # Commits.

    def seq(self, number):
        return m.json.loads(self.commits[number]["header"])["seq"]

    def closure(self, numbers):
        return set(numbers).union(*(self.before[number] for number in numbers), set())

    def add(self, who, contents=(), effects=(), *, see="all", after=None, time=None, author=None,
            header=None, closed=(), bend=None):
        """`see`: what the device has seen beside its own chain; `after`: its commit before this one."""
        sign = RECOVERY if who == "recovery" else key(who)
        previous = self.last.get(who) if after is None else after
        previous = None if previous == -1 else previous
        seen = range(len(self.ids)) if see == "all" else see
        known = self.closure([*seen] + ([previous] if previous is not None else []))
        heads = {n for n in known if not any(n in self.before[other] for other in known)}
        parents = heads | ({previous} if previous is not None else set())
        fields = {
            "device": m.device_of(m.public(sign)), "effects": m.by_bytes(effects),
            "format": "onus/0", "parents": sorted(self.ids[n] for n in parents),
            "seq": self.seq(previous) + 1 if previous is not None else 0, "suite": m.SUITE,
        }
        if self.case:
            fields["case"] = self.case
        if previous is not None:
            fields["previous"] = self.ids[previous]
        fields.update(header or {})
        fields = {k: v for k, v in fields.items() if v is not None}
        number = len(self.ids)
        meta = m.meta(time or "2026-11-24T08:00:00Z", member(author or owner_of(who)))
        leaves, names = [], []
        for index, content in enumerate([meta, *contents]):
            data = content if isinstance(content, bytes) else m.dumps(content)
            grain = m.salt("team", number, index)
            place = (fields.get("case"), fields["device"], fields["seq"])
            names.append(m.operation_id(*place, index, grain, data))
            leaf = {"salt": grain.hex(), "content": data}
            if index in closed:
                leaf = {"closed": closed[index], "id": names[-1]}
            leaves.append(leaf)
        root = m.mth([bytes.fromhex(name) for name in names])
        fields["leaves"] = {"count": len(leaves), "root": root.hex()}
        data = m.dumps(fields)
        if bend:
            data = bend(data)
        self.commits.append({
            "header": data, "signature": sign.sign(b"onus/0/commit\n" + data), "leaves": leaves,
        })
        self.ids.append(m.tagged("commit", data).hex())
        self.names.append(names)
        self.before.append(known)
        self.last[who] = number
        self.case = self.case or self.ids[0]
        return number


def claim(text="15..", level="team", **more):
    return m.claim(text, level=level, **more)


def review(*names, state="checked"):
    return {"op": "review", "v": 1, "claims": sorted(names), "state": state}


def team(**roles):
    """Ana founds a case and enrols others, each with a device of their name."""
    made = Team()
    effects = []
    for name, role in roles.items():
        effects += [made.enrol(name), made.role(name, role)]
    made.add("ana", [], effects)
    return made


def state(made, roles, **said):
    """What a history counts for. Everything not mentioned counts and is enrolled."""
    names = lambda places: sorted(made.names[c][leaf] for c, leaf in places)
    devices = {device(name): "enrolled" for name in said.pop("enrolled", ["ana", *roles])}
    devices.update({device(name): why for name, why in said.pop("devices", {}).items()})
    given = {member("ana"): "owner"}
    given.update({member(name): role for name, role in roles.items()})
    out = {
        "void": {str(n): why for n, why in said.pop("void", {}).items()},
        "effects": said.pop("effects", {}), "operations": said.pop("operations", {}),
        "retracted": names(said.pop("retracted", [])), "erased": names(said.pop("erased", [])),
        "levels": {made.names[c][leaf]: level
                   for (c, leaf), level in said.pop("levels", {}).items()},
        "roles": given, "devices": devices,
        "revocations": sorted(
            [device(name), None if keep is None else made.ids[keep], made.ids[by]]
            for name, keep, by in said.pop("revocations", [])
        ),
        "forks": sorted([device(name), seq] for name, seq in said.pop("forks", [])),
    }
    assert not said, said
    return out


def histories():
    out = []

    def stands(name, made, roles, **said):
        out.append({
            "name": name, "commits": [shown(commit) for commit in made.commits],
            "state": state(made, roles, **said),
        })

    def refused(name, made, reason, where, **more):
        at = len(made.commits) - 1
        out.append({
            "name": name, "commits": [shown(commit) for commit in made.commits],
            "refused": {"at": at, "object": where, "reason": reason}, **more,
        })

    # Joining.
    made = team(ben="coder", cai="reviewer")
    made.add("ben", [claim()])
    made.add("cai", [review(made.names[2][1])])
    both = {"ben": "coder", "cai": "reviewer"}
    stands("three members work together", made, both)

    made = team(ben="coder", cai="coder")
    made.add("ben", [claim("1..")], see=[1])
    made.add("cai", [claim("2..")], see=[1])
    made.add("ana", [claim("3..")])
    stands("two work apart and a third joins what they did", made, {"ben": "coder", "cai": "coder"})

    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("ben", [claim("16..")], time="2026-11-24T09:00:00Z")
    made.add("ana", [], [made.enrol("ben-2")])
    made.add("ben-2", [claim("17..")])
    stands("a member's second device", made, {"ben": "coder"}, enrolled=["ana", "ben", "ben-2"])

    made = Team()
    made.add("ana", [{"op": "member", "v": 1, "member": member("ben"), "name": "Бен"}],
             [made.enrol("ben")])
    made.add("ben", [claim(), {"op": "message", "v": 1, "text": "hello"},
                     {"op": "member", "v": 1, "member": member("ben"), "name": "Ben"},
                     {"op": "member", "v": 1, "member": member("ana"), "name": "Boss"}])
    stands("a member without a role only reads", made, {"ben": "reader"},
           operations={"2 1": "operation.authority", "2 4": "operation.authority"})

    made = Team()
    made.add("ben", [], see=[0])
    refused("a device that nobody added", made, "commit.device", "header")
    made = Team()
    made.add("ana", [], [made.enrol("ben")])
    made.add("ben", [], see=[0])
    refused("a device that has not seen its adding", made, "commit.device", "header")
    made = team(ben="coder")
    made.add("ben", [], author="ana")
    refused("a device that speaks as another member", made, "meta.author", "leaf 0")

    def adding(name, reason, change, place=0):
        made = Team()
        made.add("ana", [], change(made))
        refused(name, made, reason, f"effect {place}")

    adding("a device without a proof", "effect.proof", lambda t: [t.enrol("ben", proof=None)])
    adding("a proof of another member", "effect.proof",
           lambda t: [t.enrol("ben", member=member("cai"))])
    adding("a proof of another seal key", "effect.proof",
           lambda t: [t.enrol("ben", seal=m.seal_public("device cai").hex())])
    adding("a proof of another key", "effect.proof",
           lambda t: [t.enrol("ben", key=m.public(key("cai")).hex())])
    adding("a device key of small order", "key.weak", lambda t: [t.enrol("ben", key="00" * 32)])
    adding("a device key that is not canonical", "key.encoding",
           lambda t: [t.enrol("ben", key="ee" + "ff" * 30 + "7f")])
    for name, bytes_ in [
        ("zero", "00" * 32), ("one", "01" + "00" * 31), ("minus one", "ec" + "ff" * 30 + "7f"),
        ("order eight", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        ("order eight, the other",
         "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    ]:
        adding("a weak seal key: " + name, "seal.weak", lambda t: [t.enrol("ben", seal=bytes_)])
    for name, bytes_ in [
        ("the prime", "ed" + "ff" * 30 + "7f"), ("the top bit", "02" + "00" * 30 + "80"),
        ("all ones", "ff" * 32),
    ]:
        adding("a seal key not canonical: " + name, "seal.encoding",
               lambda t: [t.enrol("ben", seal=bytes_)])
    adding("the recovery key as a device", "effect.known",
           lambda t: [t.enrol("ben", key=m.public(RECOVERY).hex())])
    adding("a device that is there already", "effect.known", lambda t: [t.enrol("ana")])
    adding("a device added twice in a commit", "effect.conflict",
           lambda t: [t.enrol("ben", owner="ben"), t.enrol("ben", owner="cai")], place=1)
    adding("two roles for one member", "effect.conflict",
           lambda t: [t.role("ben", "coder"), t.role("ben", "reader")], place=1)

    made = team(ana2="owner")
    made.add("ana", [], [made.enrol("ben", owner="ben")], see=[1])
    made.add("ana2", [], [made.enrol("ben", owner="cai")], see=[1])
    smaller = min(
        ((m.dumps(made.enrol("ben", owner=name)), name) for name in ("ben", "cai"))
    )[1]
    made.add("ben", [], author=smaller)
    stands("one device added twice, apart: the smaller add says whose it is", made,
           {"ana2": "owner", smaller: "reader"}, enrolled=["ana", "ana2", "ben"])
    made.add("ben", [], author="cai" if smaller == "ben" else "ben")
    refused("one device added twice, apart: not as the other member", made, "meta.author", "leaf 0")

    # Places.
    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("ben", [claim()], header={"seq": 5})
    refused("a number left out by another device", made, "chain.gap", "header")
    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("ben", [claim()], after=-1)
    refused("a device begins its chain again, knowing of it", made, "chain.previous", "header")
    made = team(ben="coder")
    made.add("ben", [claim()], header={"parents": sorted(made.ids)})
    refused("an old commit among the parents of another device", made, "chain.parents", "header")
    made = team(ben="coder", cai="coder")
    made.add("ben", [claim()])
    made.add("cai", [claim()], see=[2])
    made.add("ana", [claim()])
    assert m.json.loads(made.commits[4]["header"])["parents"] == sorted(
        [made.ids[1], made.ids[3]])
    stands("the own commit before it stays a parent, though others follow it", made,
           {"ben": "coder", "cai": "coder"})
    made = team(ben="coder")
    made.add("ben", [claim()], header={"previous": made.ids[1], "seq": 2})
    refused("a transplanted chain: another device's commit as the one before", made,
            "chain.previous", "header")
    made = team(ben="coder")
    made.add("ben", [claim()], header={"case": "0c" * 32})
    refused("a commit of another case, by a device of this", made, "commit.case", "header")
    made = team(ben="coder")
    made.add("ben", [claim()])
    del made.commits[1]
    out.append({
        "name": "a commit waits for what it descends from",
        "commits": [shown(commit) for commit in made.commits],
        "refused": {"at": 1, "object": "header", "reason": "chain.missing"},
    })
    made = team(ben="coder")
    made.add("ben", [claim()], time="2099-01-01T00:00:00Z")
    refused("a clock set to 2099", made, "time.future", "leaf 0", clock="2026-11-25T00:00:00Z")

    # Retiring.
    made = team(ben="coder")
    made.add("ben", [claim()], [{"do": "device_retire", "device": device("ben")}])
    stands("a device retires and what it said stays", made, {"ben": "coder"}, enrolled=["ana"],
           devices={"ben": "commit.retired"})
    made.add("ben", [claim()])
    refused("a device goes on after it retired", made, "commit.retired", "header")
    made = team(ben="coder")
    made.add("ana", [], [{"do": "device_retire", "device": device("ben")}])
    refused("a device retires another", made, "effect.target", "effect 0")

    # Rights.
    made = team(ben="coder", cai="reviewer", dov="custodian")
    for who in ("ben", "cai", "dov"):
        made.add(who, [claim("1.."), claim("2.."), claim("3..")])
    mine, theirs = [(2, 1)], [(3, 1)]
    made.add("ben", [], [made.retract(*mine)])
    made.add("ben", [], [made.retract(*theirs)])
    made.add("ben", [], [made.level("sealed", (2, 2))])
    made.add("ben", [], [made.level("team", (2, 3))])
    made.add("ben", [], [made.level("sealed", (3, 2))])
    made.add("ben", [], [made.erase((2, 3))])
    made.add("cai", [], [made.retract((2, 2))])
    made.add("cai", [], [made.level("sealed", (4, 1))])
    made.add("cai", [], [made.level("public", (3, 3))])
    made.add("dov", [], [made.level("public", (4, 2))])
    made.add("dov", [{"op": "erasure", "v": 1, "operations": [made.names[4][3]],
                      "class": "law"}], [made.erase((4, 3), why="law")])
    made.add("dov", [], [made.role("dov", "owner")])
    stands("what each role may do", made, {"ben": "coder", "cai": "reviewer", "dov": "custodian"},
           effects={"6 0": "effect.authority", "8 0": "effect.authority",
                    "9 0": "effect.authority", "10 0": "effect.authority",
                    "13 0": "effect.authority", "16 0": "effect.authority"},
           retracted=[(2, 1), (2, 2)], erased=[(4, 3)],
           levels={(2, 2): "sealed", (4, 1): "sealed", (4, 2): "public"})

    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("ana", [claim("9..")])
    made.add("ben", [], [made.retract((2, 1), (3, 1))])
    stands("an effect that names another's operation has no right as a whole", made,
           {"ben": "coder"}, effects={"4 0": "effect.authority"})

    made = team(ben="coder")
    made.add("ben", [claim(), {"op": "schema", "v": 1, "name": "x", "text": ""}])
    made.add("ben", [review(made.names[2][1]),
                     {"op": "erasure", "v": 1, "operations": [made.names[2][1]], "class": "law"}])
    stands("operations beyond a coder", made, {"ben": "coder"},
           operations={"2 2": "operation.authority", "3 1": "operation.authority",
                       "3 2": "operation.authority"})

    made = team(ben="reader")
    made.add("ben", [], [made.enrol("eve"), made.role("ben", "owner")])
    made.add("eve", [claim()])
    stands("a reader adds a device", made, {"ben": "reader"}, enrolled=["ana", "ben"],
           effects={"2 0": "effect.authority", "2 1": "effect.authority"},
           void={3: "void.device"}, devices={"eve": "void.device"})

    # Roles.
    made = team(ben="owner")
    made.add("ana", [], [made.role("ben", "reader")])
    made.add("ben", [claim()], see=[1])
    made.add("ben", [claim()])
    stands("a role holds from where it was seen", made, {"ben": "reader"},
           operations={"4 1": "operation.authority"})
    made = team(ben="owner", cai="owner", dov="reader")
    made.add("ana", [], [made.role("dov", "owner")], see=[1])
    made.add("ben", [], [made.role("dov", "coder")], see=[1])
    stands("of two roles given apart the lesser", made,
           {"ben": "owner", "cai": "owner", "dov": "coder"})
    made.add("cai", [], [made.role("dov", "reviewer")])
    stands("and the next word ends the disagreement", made,
           {"ben": "owner", "cai": "owner", "dov": "reviewer"})
    made = team(ben="owner")
    made.add("ana", [], [made.role("ben", "reader")], see=[1])
    made.add("ben", [], [{"do": "role", "member": member("ana"), "role": "reader"}], see=[1])
    expected = state(made, {"ben": "reader"})
    expected["roles"][member("ana")] = "reader"
    out.append({"name": "two owners demote each other",
                "commits": [shown(commit) for commit in made.commits], "state": expected})
    made.add("recovery", [], [{"do": "role", "member": member("ana"), "role": "owner"}],
             author="ana")
    stands("and the recovery code gives the role back", made, {"ben": "reader"})

    # Revoking.
    made = team(ben="coder")
    made.add("ben", [claim("1..")])
    made.add("ben", [claim("2..")])
    made.add("ana", [], [made.revoke("ben", keep=2)])
    made.add("ben", [claim("3..")], see=[1])
    stands("a stolen device backdating under its revocation", made, {"ben": "coder"},
           enrolled=["ana"], void={3: "void.revoked", 5: "void.revoked"},
           revocations=[("ben", 2, 4)], devices={"ben": "void.revoked"})
    made.add("ben", [claim("4..")])
    stands("a revoked device that has seen it", made, {"ben": "coder"},
           enrolled=["ana"], void={3: "void.revoked", 5: "void.revoked", 6: "void.revoked"},
           revocations=[("ben", 2, 4)], devices={"ben": "void.revoked"})

    made = team(ben="coder", cai="reviewer")
    made.add("ben", [claim("1..")])
    made.add("cai", [claim("2..", rests_on={"how": "inference", "claims": [made.names[2][1]]}),
                     review(made.names[2][1])])
    made.add("ana", [], [made.revoke("ben")])
    stands("descendants of what is void stand", made, {"ben": "coder", "cai": "reviewer"},
           enrolled=["ana", "cai"], void={2: "void.revoked"}, revocations=[("ben", None, 4)],
           devices={"ben": "void.revoked"})

    made = team(ben="owner", cai="coder")
    made.add("cai", [claim()])
    made.add("ben", [], see=[1])
    made.add("ana", [], [made.revoke("ben", keep=3)])
    made.add("ben", [], [made.revoke("cai")], see=[2])
    stands("a stolen device revokes from behind its revocation", made,
           {"ben": "owner", "cai": "coder"}, enrolled=["ana", "cai"],
           void={5: "void.revoked"}, revocations=[("ben", 3, 4)],
           devices={"ben": "void.revoked"})

    made = team(ben="owner", cai="coder")
    made.add("ben", [], [made.revoke("cai")], see=[1])
    made.add("ana", [], [made.revoke("ben", keep=2)])
    made.add("cai", [claim()], see=[1])
    stands("a revoked owner's earlier revocation stands", made, {"ben": "owner", "cai": "coder"},
           enrolled=["ana"], void={4: "void.revoked"},
           revocations=[("cai", None, 2), ("ben", 2, 3)],
           devices={"ben": "void.revoked", "cai": "void.revoked"})

    made = team(ben="owner")
    made.add("ana", [claim("1..")], see=[1])
    made.add("ben", [claim("2..")], see=[1])
    made.add("ana", [], [made.revoke("ben", keep=3)], see=[3])
    made.add("ben", [], [made.revoke("ana", keep=2)], see=[2])
    made.add("ana", [claim("3..")], see=[4])
    made.add("ben", [claim("4..")], see=[5])
    both = [("ben", 3, 4), ("ana", 2, 5)]
    gone = {n: "void.revoked" for n in (4, 5, 6, 7)}
    stands("mutual revocations", made, {"ben": "owner"}, enrolled=[], void=gone, revocations=both,
           devices={"ana": "void.revoked", "ben": "void.revoked"})
    made.add("recovery", [], [made.revoke("ben", keep=3)], author="ana", see=[4, 5])
    stands("mutual revocations, settled by the recovery code", made, {"ben": "owner"},
           enrolled=["ana"], void={5: "void.revoked", 7: "void.revoked"},
           revocations=[("ben", 3, 4), ("ben", 3, 8)], devices={"ben": "void.revoked"})

    made = team(ben="owner", cai="owner")
    made.add("ana", [], [made.revoke("ben")], see=[1])
    made.add("ben", [], [made.revoke("cai")], see=[1])
    made.add("cai", [], [made.revoke("ana", keep=1)], see=[1])
    stands("three owners revoke each other in a circle", made, {"ben": "owner", "cai": "owner"},
           enrolled=[], void={2: "void.revoked", 3: "void.revoked", 4: "void.revoked"},
           revocations=[("ben", None, 2), ("cai", None, 3), ("ana", 1, 4)],
           devices={n: "void.revoked" for n in ("ana", "ben", "cai")})

    made = team(ben="owner")
    made.add("ben", [], [made.enrol("eve"), made.role("eve", "owner")], see=[1])
    made.add("eve", [claim()], [made.enrol("fay"), made.role("fay", "coder")], see=[2])
    made.add("fay", [claim()], see=[3])
    made.add("ana", [], [made.revoke("ben")], see=[1])
    stands("what a void commit gave falls with it, step by step", made, {"ben": "owner"},
           enrolled=["ana"],
           void={2: "void.revoked", 3: "void.device", 4: "void.device"},
           revocations=[("ben", None, 5)],
           devices={"ben": "void.revoked", "eve": "void.device", "fay": "void.device"})

    made = team(ben="owner", cai="coder")
    made.add("ben", [], [made.role("cai", "owner")], see=[1])
    made.add("cai", [], [made.role("dov", "coder")], see=[2])
    made.add("ana", [], [made.revoke("ben")], see=[1])
    stands("a role given by a revoked device gives no right", made,
           {"ben": "owner", "cai": "coder"}, enrolled=["ana", "cai"],
           void={2: "void.revoked"}, effects={"3 0": "effect.authority"},
           revocations=[("ben", None, 4)], devices={"ben": "void.revoked"})

    made = team(ben="owner")
    made.add("ana", [], [made.role("ben", "reader")], see=[1])
    made.add("ben", [claim()])
    made.add("recovery", [], [made.revoke("ana", keep=1)], author="ben")
    stands("a demotion by a revoked device is undone", made, {"ben": "owner"}, enrolled=["ben"],
           void={2: "void.revoked"}, revocations=[("ana", 1, 4)],
           devices={"ana": "void.revoked"})

    made = team(ben="coder")
    made.add("ben", [], [made.revoke("ana")])
    stands("a coder revokes an owner", made, {"ben": "coder"},
           effects={"2 0": "effect.authority"})
    made = team()
    made.add("ana", [], [made.revoke("ana", keep=0)])
    stands("a device revokes itself: in doubt it acts", made, {}, enrolled=[],
           void={1: "void.revoked", 2: "void.revoked"}, revocations=[("ana", 0, 2)],
           devices={"ana": "void.revoked"})

    def revoking(name, reason, change, place=0):
        made = team(ben="coder", cai="coder")
        made.add("ben", [claim()])
        made.add("cai", [claim()], see=[1])
        made.add("ana", [], change(made), see=[2])
        refused(name, made, reason, f"effect {place}")

    revoking("revoking a device that is not there", "effect.target", lambda t: [t.revoke("eve")])
    revoking("revoking the recovery key", "effect.target",
             lambda t: [{"do": "device_revoke", "device": m.device_of(m.public(RECOVERY))}])
    revoking("keeping a commit not seen", "effect.target", lambda t: [t.revoke("cai", keep=3)])
    revoking("keeping another device's commit", "effect.target",
             lambda t: [t.revoke("cai", keep=2)])
    revoking("keeping a commit at another place", "effect.target",
             lambda t: [{**t.revoke("ben"), "keep": {"commit": t.ids[2], "seq": 1}}])
    revoking("revoking a device twice in a commit", "effect.conflict",
             lambda t: [t.revoke("ben"), t.revoke("ben", keep=2)], place=1)

    # Recovery.
    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("recovery", [{"op": "message", "v": 1, "text": "laptops seized"}, claim("8..")],
             [made.revoke("ana", keep=1), made.revoke("ben", keep=2), made.enrol("ana-2")],
             author="ana")
    made.add("ana-2", [claim("9..")], [made.enrol("ben-2")])
    made.add("ben-2", [claim("10..")])
    stands("the recovery code revokes every device and enrols anew", made, {"ben": "coder"},
           enrolled=["ana-2", "ben-2"], operations={"3 2": "operation.authority"},
           revocations=[("ana", 1, 3), ("ben", 2, 3)],
           devices={"ana": "void.revoked", "ben": "void.revoked"})
    made = team(ben="coder")
    made.add("ben", [claim()])
    made.add("recovery", [], [made.retract((2, 1))], author="ana")
    made.add("recovery", [], [made.erase((2, 1))], author="ana")
    stands("the recovery code has no other rights", made, {"ben": "coder"},
           effects={"3 0": "effect.authority", "4 0": "effect.authority"})
    made = team(ben="coder")
    made.add("recovery", [], [made.enrol("ana-2")], author="ana", see=[1], after=-1)
    made.add("recovery", [], [made.enrol("ana-3")], author="ana", see=[1], after=-1)
    made.add("recovery", [], [made.revoke("ana", keep=1)], author="ana", after=3)
    made.add("ana-2", [claim()])
    stands("the recovery code used twice, apart", made, {"ben": "coder"},
           enrolled=["ben", "ana-2", "ana-3"], revocations=[("ana", 1, 4)],
           devices={"ana": "void.revoked"})
    made = team()
    made.add("recovery", [], [{"do": "device_retire", "device": m.device_of(m.public(RECOVERY))}],
             author="ana")
    refused("the recovery key retires", made, "effect.target", "effect 0")

    # Forks.
    made = team(ben="coder")
    made.add("ben", [claim("1..")])
    made.add("ben", [claim("2..")], after=2, see=[1])
    made.add("ben", [claim("3..")], after=2, see=[1])
    stands("a fork that nobody has witnessed: both branches show", made, {"ben": "coder"},
           enrolled=["ana"], devices={"ben": "chain.closed"}, forks=[("ben", 1)])
    made.add("ben", [claim("4..")], after=3)
    refused("a device that knows of its fork goes on", made, "chain.closed", "header")

    made = team(ben="coder", cai="coder")
    made.add("ben", [claim("1..")], see=[1])
    made.add("ben", [claim("2..")], see=[1])
    made.add("cai", [claim("3..")], see=[3])
    made.add("ben", [claim("4..")], see=[1])
    made.add("ben", [claim("5..")], after=2, see=[1])
    made.add("ana", [claim("6..")], see=[4, 6])
    stands("retroactive fork: what others built on stays, what came later does not", made,
           {"ben": "coder", "cai": "coder"}, enrolled=["ana", "cai"], void={5: "void.fork"},
           devices={"ben": "chain.closed"}, forks=[("ben", 1)])
    made.add("cai", [claim("7..")], see=[5])
    stands("until somebody who had not heard of the fork takes it up", made,
           {"ben": "coder", "cai": "coder"}, enrolled=["ana", "cai"],
           devices={"ben": "chain.closed"}, forks=[("ben", 1)])

    made = team(ben="coder", cai="coder", dov="coder")
    made.add("ben", [claim("1..")], see=[1])
    left = made.add("ben", [claim("2..")], see=[1])
    right = made.add("ben", [claim("3..")], after=2, see=[1])
    made.add("cai", [claim("4..")], see=[left])
    made.add("dov", [claim("5..")], see=[right])
    made.add("ana", [claim("6..")])
    made.add("ben", [claim("7..")], after=left, see=[1])
    made.add("ben", [claim("8..")], after=right, see=[1])
    stands("equivocation: after the first witness neither branch goes on", made,
           {"ben": "coder", "cai": "coder", "dov": "coder"}, enrolled=["ana", "cai", "dov"],
           void={8: "void.fork", 9: "void.fork"}, devices={"ben": "chain.closed"},
           forks=[("ben", 1)])

    made = team(ben="coder")
    made.add("ben", [claim("1..")])
    kept = made.add("ben", [claim("2..")])
    made.add("ben", [claim("3..")], after=2, see=[2])
    made.add("ana", [], [made.revoke("ben", keep=kept), made.enrol("ben-2")])
    made.add("ben-2", [claim("4..")])
    stands("a cloned folder: one branch kept, the other void, the member enrols anew", made,
           {"ben": "coder"}, enrolled=["ana", "ben-2"], void={4: "void.revoked"},
           revocations=[("ben", kept, 5)], devices={"ben": "void.revoked"}, forks=[("ben", 1)])

    made = Team()
    for text in ("1..", "2..", "3.."):
        made.add("ana", [claim(text)])
    made.add("ana", [claim("thief")], after=0, see=[0])
    stands("a team of one is not frozen by a thief's fork", made, {}, enrolled=[],
           devices={"ana": "chain.closed"}, forks=[("ana", 1)])
    made.add("recovery", [], [made.revoke("ana", keep=3), made.enrol("ana-2")], author="ana")
    made.add("ana-2", [claim("4..")])
    stands("and the recovery code keeps the owner's branch", made, {}, enrolled=["ana-2"],
           void={4: "void.revoked"}, revocations=[("ana", 3, 5)],
           devices={"ana": "void.revoked"}, forks=[("ana", 1)])

    made = team(ben="owner")
    made.add("ben", [], see=[1])
    made.add("ana", [], [made.role("ben", "reader")], see=[1, 2])
    made.add("ben", [], see=[3])
    made.add("ana", [claim()])
    made.add("ben", [], [made.enrol("eve"), made.role("eve", "owner")], after=2, see=[1])
    made.add("ana", [claim()])
    made.add("eve", [claim()], see=[6])
    stands("forking before a demotion: what a device of that branch takes up stays, until revoked",
           made, {"ben": "reader", "eve": "owner"}, enrolled=["ana", "eve"],
           devices={"ben": "chain.closed"}, forks=[("ben", 1)])
    made.add("ana", [], [made.revoke("ben", keep=4)])
    stands("and a revocation that keeps the other branch ends it", made, {"ben": "reader"},
           enrolled=["ana"], void={6: "void.revoked", 8: "void.device"},
           revocations=[("ben", 4, 9)], devices={"ben": "void.revoked", "eve": "void.device"},
           forks=[("ben", 1)])

    # Effects on operations.
    made = team(ben="custodian", cai="custodian")
    made.add("ana", [claim(), claim("2..")])
    made.add("ben", [], [made.level("public", (2, 1))], see=[2])
    made.add("cai", [], [made.level("partner", (2, 1))], see=[2])
    stands("of two levels given apart the stricter", made,
           {"ben": "custodian", "cai": "custodian"}, levels={(2, 1): "partner"})
    made.add("ben", [], [made.level("pseudonym", (2, 1))])
    made.add("cai", [], [made.erase((2, 2)), made.retract((2, 1))], see=[2])
    stands("the last level stands; retraction and erasure beside it", made,
           {"ben": "custodian", "cai": "custodian"}, levels={(2, 1): "pseudonym"},
           retracted=[(2, 1)], erased=[(2, 2)])

    made = team(ben="custodian")
    made.add("ana", [claim(str(n) + "..") for n in range(30)])
    made.add("ben", [], see=[2])
    made.add("ben", [], [made.erase(*[(2, n + 1) for n in range(30)])], see=[2])
    stands("hostile mass erasure counts at once", made, {"ben": "custodian"},
           erased=[(2, n + 1) for n in range(30)])
    made.add("ana", [], [made.revoke("ben", keep=3)])
    stands("and is undone when its device is revoked", made, {"ben": "custodian"},
           enrolled=["ana"], void={4: "void.revoked"}, revocations=[("ben", 3, 5)],
           devices={"ben": "void.revoked"})

    made = team(ben="coder")
    made.add("ana", [claim()])
    made.add("ben", [claim("2..")], see=[1])
    made.add("ana", [], [made.retract((3, 1))], see=[2])
    refused("retracting what was not seen", made, "effect.target", "effect 0")
    made = team(ben="coder")
    made.add("ana", [claim()])
    made.add("ben", [claim("2..", rests_on={"how": "sum", "claims": [made.names[2][1]]})], see=[1])
    stands("resting on what was not seen", made, {"ben": "coder"},
           operations={"3 1": "operation.reference"})
    made = Team()
    made.add("ana", [{"op": "message", "v": 1, "text": ""} for n in range(1024)])
    made.add("ana", [], [made.erase(*[(1, n + 1) for n in range(1023)]),
                         made.erase((1, 1024), (1, 1), why="law")])
    refused("erasing too many, in two effects", made, "effect.limit", "effect 1")
    made = Team()
    made.add("ana", [claim()])
    made.add("ana", [], [made.erase((1, 0))])
    refused("erasing a meta", made, "effect.meta", "effect 0")

    # Floors.
    made = Team()
    made.add("ana", [claim()], [{"do": "floor", "format": "onus/0", "suite": m.SUITE}])
    made.add("ana", [claim()])
    stands("a floor at what there is", made, {})
    for name, floor in [
        ("a floor at a later format", {"format": "onus/1", "suite": m.SUITE}),
        ("a floor at another suite", {"format": "onus/0", "suite": "ed448-shake256"}),
    ]:
        made = Team()
        made.add("ana", [claim()], [{"do": "floor", **floor}])
        refused(name, made, "effect.floor", "effect 0")

    # Closed leaves.
    for number, why in [(1, "withheld"), (2, "erased"), (3, "not held")]:
        made = team(ben="coder")
        made.add("ben", [claim(), claim("2..")], closed={1: number})
        made.add("ana", [claim("3..", rests_on={"how": "sum", "claims": [made.names[2][1]]})])
        stands(f"an operation closed, {why}, still verifies", made, {"ben": "coder"})
    made = team(ben="coder")
    made.add("ben", [claim()], closed={0: 3})
    refused("particulars closed", made, "meta.absent", "leaf 0")
    made = team(ben="coder")
    made.add("ben", [claim()], closed={1: 1})
    made.commits[2]["leaves"][1]["id"] = "00" * 32
    refused("a closed operation under another name", made, "leaf.root", "leaves")
    return out


def shown(commit):
    out = {**m.text_or_hex("header", commit["header"]), "signature": commit["signature"].hex()}
    out["leaves"] = [
        leaf if "closed" in leaf
        else {"salt": leaf["salt"], **m.text_or_hex("content", leaf["content"])}
        for leaf in commit["leaves"]
    ]
    return out


# --- bundles ------------------------------------------------------------------------------------------

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


def age_sealed(plain, recipients):
    """An age file for X25519 recipients, with keys that are the same at every run."""
    from cryptography.hazmat.primitives import hmac
    b64 = lambda data: m.base64.b64encode(data).decode().rstrip("=")
    derive = lambda secret, salt, info: m.HKDF(m.hashes.SHA256(), 32, salt, info).derive(secret)
    file_key = m.sha(b"file key")[:16]
    header = "age-encryption.org/v1\n"
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
    bent("a header altered", "signature.invalid", "commit 0, signature",
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


VECTORS = {"histories.json": histories, "bundles.json": bundles}
