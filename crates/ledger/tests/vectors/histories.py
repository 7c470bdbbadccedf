"""Histories of several members and devices.

The commits are built; what they count for is written down by hand from docs/log-format.md. The other
implementation takes each history in several orders and has to arrive at what is written.
"""

import make as m
from team import RECOVERY, Team, claim, device, key, member, review, shown, state, team


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
