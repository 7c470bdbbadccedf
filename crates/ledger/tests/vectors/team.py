"""A team whose devices know different things, and the commits they make; for make.py."""

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


def shown(commit):
    out = {**m.text_or_hex("header", commit["header"]), "signature": commit["signature"].hex()}
    out["leaves"] = [
        leaf if "closed" in leaf
        else {"salt": leaf["salt"], **m.text_or_hex("content", leaf["content"])}
        for leaf in commit["leaves"]
    ]
    return out
