//! Commits that add devices, give roles or revoke, and which of that stands.
//!
//! They are few, so they are held whole and judged together. A revocation can void the commit of another
//! one; which act is decided in rounds: what stands whichever way the rest is decided acts, what stands in
//! no way is dropped, and of what remains in doubt (two that revoke each other) all act.

use super::Rights;
use super::node::{Node, Tip, read_tip, write_tip};
use crate::codec::{Reader, Writer};
use crate::effect::Role;
use crate::id::{DeviceId, MemberId};
use crate::reason::Reason;
use crate::word::words_by_number;

/// What one effect of such a commit does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Adds a device.
    Add(DeviceId),
    /// Gives a role.
    Role(MemberId, Role),
    /// Revokes: the number of the revocation.
    Revoke(usize),
}

/// A commit that adds devices, gives roles or revokes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) node: Node,
    pub(super) acts: Vec<Act>,
    /// The grants in its ancestry.
    pub(super) before: Bits,
    /// The founding commit, or one of the recovery key: always stands, with these rights.
    pub(super) fixed: Option<Rights>,
    /// What was decided.
    pub(super) judged: Judged,
}

/// What was decided of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) void: Option<Reason>,
    pub(super) rights: Rights,
}

impl Judged {
    /// Whether its effects stand. Adding, giving roles and revoking all need the same right.
    pub(super) fn stands(&self) -> bool {
        self.void.is_none() && matches!(self.rights, Rights::Recovery | Rights::Member(Role::Owner))
    }
}

/// A `device_revoke` of some grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Revocation {
    pub(super) grant: usize,
    pub(super) device: DeviceId,
    pub(super) keep: Option<Tip>,
    /// The grants that it voids if it acts.
    pub(super) hits: Bits,
    pub(super) acting: bool,
}

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn insert(&mut self, number: usize) {
        if self.0.len() <= number / 64 {
            self.0.resize(number / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// All grants, parents first, and all revocations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grants {
    pub(super) list: Vec<Grant>,
    pub(super) revocations: Vec<Revocation>,
}

impl Grants {
    /// Judges a grant by those before it, given what was decided of them and which revocations act.
    pub(super) fn judge(
        &self,
        grant: usize,
        judged: &[Judged],
        acts: &[bool],
        shut_out: bool,
    ) -> Option<Judged> {
        let this = self.list.get(grant)?;
        if let Some(rights) = this.fixed {
            return Some(Judged { void: None, rights });
        }
        let stands = |number: usize| judged.get(number).is_some_and(Judged::stands);
        let revoked = self
            .revocations
            .iter()
            .zip(acts)
            .any(|(revocation, acts)| *acts && revocation.hits.contains(grant));
        let earlier = || (0..grant).filter(|number| this.before.contains(*number));
        let enrolled = earlier()
            .filter(|number| stands(*number))
            .any(|number| self.acts(number).iter().any(|act| *act == Act::Add(this.node.device)));
        let void = if revoked {
            Some(Reason::VoidRevoked)
        } else if !enrolled {
            Some(Reason::VoidDevice)
        } else if shut_out {
            Some(Reason::VoidFork)
        } else {
            None
        };
        let given = earlier().filter(|number| stands(*number)).flat_map(|number| {
            self.acts(number).iter().filter_map(move |act| match act {
                Act::Role(member, role) if *member == this.node.author => Some((number, *role)),
                _ => None,
            })
        });
        Some(Judged { void, rights: Rights::Member(self.last_role(given)) })
    }

    fn acts(&self, grant: usize) -> &[Act] {
        self.list.get(grant).map_or(&[], |grant| &grant.acts)
    }

    /// Of roles given by grants that stand, the least of those that no later one replaces.
    pub(super) fn last_role(&self, given: impl Iterator<Item = (usize, Role)>) -> Role {
        let given: Vec<(usize, Role)> = given.collect();
        let replaced = |number: usize| {
            given.iter().any(|(later, _)| {
                self.list.get(*later).is_some_and(|later| later.before.contains(number))
            })
        };
        let last = given.iter().filter(|(number, _)| !replaced(*number)).map(|(_, role)| *role);
        last.min().unwrap_or(Role::Reader)
    }

    /// What follows when exactly these revocations act.
    fn evaluate(&self, acts: &[bool], shut_out: &[bool]) -> Vec<Judged> {
        let mut judged = Vec::with_capacity(self.list.len());
        for grant in 0..self.list.len() {
            let out = shut_out.get(grant).copied().unwrap_or(false);
            if let Some(this) = self.judge(grant, &judged, acts, out) {
                judged.push(this);
            }
        }
        judged
    }

    /// Decides which revocations act, and with them what stands. `shut_out` tells of each grant whether a
    /// fork shuts it out.
    pub(super) fn decide(&mut self, shut_out: &[bool]) {
        let count = self.revocations.len();
        let (mut acting, mut open) = (vec![false; count], vec![true; count]);
        loop {
            let possible: Vec<bool> =
                acting.iter().zip(&open).map(|(acting, open)| *acting || *open).collect();
            let low = self.evaluate(&acting, shut_out);
            let high = self.evaluate(&possible, shut_out);
            let mut decided = false;
            for (number, revocation) in self.revocations.iter().enumerate() {
                let stands =
                    |judged: &[Judged]| judged.get(revocation.grant).is_some_and(Judged::stands);
                let (Some(acting), Some(open)) = (acting.get_mut(number), open.get_mut(number))
                else {
                    continue;
                };
                if *open && stands(&low) == stands(&high) {
                    (*acting, *open, decided) = (stands(&low), false, true);
                }
            }
            if !decided {
                acting = acting.iter().zip(&open).map(|(acting, open)| *acting || *open).collect();
                break;
            }
        }
        let judged = self.evaluate(&acting, shut_out);
        for (revocation, acting) in self.revocations.iter_mut().zip(acting) {
            revocation.acting = acting;
        }
        for (grant, judged) in self.list.iter_mut().zip(judged) {
            grant.judged = judged;
        }
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.list(self.list.iter(), |out, grant| {
            out.bytes(&grant.node.to_bytes());
            out.list(grant.acts.iter(), |out, act| match act {
                Act::Add(device) => {
                    out.number(0);
                    out.fixed(device.as_bytes());
                }
                Act::Role(member, role) => {
                    out.number(1);
                    out.fixed(member.as_bytes());
                    out.number(*role as u64);
                }
                Act::Revoke(number) => {
                    out.number(2);
                    out.count(*number);
                }
            });
            write_bits(out, &grant.before);
            out.option(grant.fixed, write_rights);
            out.option(grant.judged.void, |out, void| out.bytes(void.code().as_bytes()));
            write_rights(out, grant.judged.rights);
        });
        out.list(self.revocations.iter(), |out, revocation| {
            out.count(revocation.grant);
            out.fixed(revocation.device.as_bytes());
            out.option(revocation.keep.as_ref(), write_tip);
            write_bits(out, &revocation.hits);
            out.flag(revocation.acting);
        });
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let index = |from: &mut Reader<'_>| usize::try_from(from.number()?).ok();
        let list = from.list(|from| {
            Some(Grant {
                node: Node::from_bytes(from.bytes()?)?,
                acts: from.list(|from| match from.number()? {
                    0 => Some(Act::Add(DeviceId::from_bytes(from.hash()?))),
                    1 => Some(Act::Role(
                        MemberId::from_bytes(from.fixed()?),
                        words_by_number(Role::ALL, from.number()?)?,
                    )),
                    2 => index(from).map(Act::Revoke),
                    _ => None,
                })?,
                before: read_bits(from)?,
                fixed: from.option(read_rights)?,
                judged: Judged {
                    void: from.option(|from| {
                        let code = from.bytes()?;
                        Reason::ALL.iter().copied().find(|reason| reason.code().as_bytes() == code)
                    })?,
                    rights: read_rights(from)?,
                },
            })
        })?;
        let revocations = from.list(|from| {
            Some(Revocation {
                grant: index(from)?,
                device: DeviceId::from_bytes(from.hash()?),
                keep: from.option(read_tip)?,
                hits: read_bits(from)?,
                acting: from.flag()?,
            })
        })?;
        Some(Self { list, revocations })
    }
}

fn write_bits(out: &mut Writer, bits: &Bits) {
    out.list(bits.0.iter(), |out, word| out.number(*word));
}

fn read_bits(from: &mut Reader<'_>) -> Option<Bits> {
    from.list(Reader::number).map(Bits)
}

fn write_rights(out: &mut Writer, rights: Rights) {
    match rights {
        Rights::Recovery => out.number(0),
        Rights::Member(role) => out.number(1 + role as u64),
    }
}

fn read_rights(from: &mut Reader<'_>) -> Option<Rights> {
    match from.number()? {
        0 => Some(Rights::Recovery),
        role => words_by_number(Role::ALL, role - 1).map(Rights::Member),
    }
}
