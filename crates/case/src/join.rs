//! Files by which somebody joins a case: an invitation, and a request to be admitted.
//!
//! Both are a few lines of text without a word of the case, except the name by which the team is to know
//! whoever joins. An invitation names the case to somebody who has nothing of it yet. A request holds the
//! public halves of the new device's keys and its proof that it wants to join as this member; a member
//! cannot be put into somebody else's hands with it, and nothing in it can be used to read anything.
//! What a thief on the way could do is to put a request of their own in its place. So the device's name
//! is shown on both sides, to be compared over the telephone.

use std::fmt;
use std::str::FromStr;

use onus_ledger::{Bytes, CaseId, DeviceAdd, DeviceId, PublicKey, SigningKey};

const INVITATION: &str = "onus invitation 1";
const REQUEST: &str = "onus request to join 1";

/// The most bytes that are read of either.
pub const LONGEST: u64 = 64 * 1024;

/// Names a case, and whoever is invited to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The case.
    pub case: CaseId,
    /// As which member.
    pub member: onus_ledger::MemberId,
    /// By which name the team knows them.
    pub name: String,
}

/// Asks that a device be admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// To which case.
    pub case: CaseId,
    /// The device's keys and proof.
    pub add: DeviceAdd,
    /// By which name the team is to know its member.
    pub name: String,
}

/// A file that is none of them, or was damaged on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no {0}, or a part of it was lost on the way; ask for it again")]
pub struct NotReadable(&'static str);

impl Request {
    /// A request of a device that holds this key.
    #[must_use]
    pub fn new(key: &SigningKey, case: CaseId, member: onus_ledger::MemberId, name: &str) -> Self {
        Self { case, add: DeviceAdd::request(key, case, member), name: name.to_owned() }
    }

    /// The device that asks.
    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        PublicKey::from_bytes(&self.add.key.0).ok().map(|key| key.device())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N
        || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The fields of such a file, each on a line of its own, in this order.
fn fields<'t, const N: usize>(
    text: &'t str,
    first: &str,
    names: [&str; N],
) -> Option<[&'t str; N]> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines.next()? != first {
        return None;
    }
    let mut fields = [""; N];
    for (field, name) in fields.iter_mut().zip(names) {
        *field = lines.next()?.strip_prefix(name)?.strip_prefix(' ')?.trim();
    }
    lines.next().is_none().then_some(fields)
}

/// A name on one line.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{INVITATION}")?;
        writeln!(f, "case {}", self.case)?;
        writeln!(f, "member {}", hex(self.member.as_bytes()))?;
        writeln!(f, "name {}", one_line(&self.name))
    }
}

impl FromStr for Invitation {
    type Err = NotReadable;

    fn from_str(text: &str) -> Result<Self, NotReadable> {
        let read = || {
            let [case, member, name] = fields(text, INVITATION, ["case", "member", "name"])?;
            let member = onus_ledger::MemberId::from_bytes(unhex(member)?);
            Some(Self { case: case.parse().ok()?, member, name: name.to_owned() })
        };
        read().ok_or(NotReadable("invitation to a case"))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proof = self.add.proof.map(|proof| hex(&proof.0)).unwrap_or_default();
        writeln!(f, "{REQUEST}")?;
        writeln!(f, "case {}", self.case)?;
        writeln!(f, "member {}", hex(self.add.member.as_bytes()))?;
        writeln!(f, "key {}", hex(&self.add.key.0))?;
        writeln!(f, "seal {}", hex(&self.add.seal.0))?;
        writeln!(f, "proof {proof}")?;
        writeln!(f, "name {}", one_line(&self.name))
    }
}

impl FromStr for Request {
    type Err = NotReadable;

    fn from_str(text: &str) -> Result<Self, NotReadable> {
        let read = || {
            let [case, member, key, seal, proof, name] =
                fields(text, REQUEST, ["case", "member", "key", "seal", "proof", "name"])?;
            let add = DeviceAdd {
                key: Bytes(unhex(key)?),
                member: onus_ledger::MemberId::from_bytes(unhex(member)?),
                proof: Some(Bytes(unhex(proof)?)),
                seal: Bytes(unhex(seal)?),
            };
            Some(Self { case: case.parse().ok()?, add, name: name.to_owned() })
        };
        read().ok_or(NotReadable("request to join a case"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let case = CaseId::from_bytes([3; 32]);
        let member = onus_ledger::MemberId::from_bytes([5; 16]);
        let request = Request::new(&SigningKey::from_seed(&[7; 32]), case, member, "Б. Ахметова");
        assert_eq!(request.to_string().parse(), Ok(request.clone()));
        assert_eq!(request.to_string().replace('\n', "\r\n").parse(), Ok(request.clone()));
        let invitation = Invitation { case, member, name: "B".to_owned() };
        assert_eq!(invitation.to_string().parse(), Ok(invitation));
    }

    #[test]
    fn what_was_cut_or_changed_is_refused() {
        let case = CaseId::from_bytes([3; 32]);
        let member = onus_ledger::MemberId::from_bytes([5; 16]);
        let request = Request::new(&SigningKey::from_seed(&[7; 32]), case, member, "B").to_string();
        for end in 0..request.len() - 3 {
            assert!(request[..end].parse::<Request>().is_err(), "{end}");
        }
        assert!(format!("{request}more\n").parse::<Request>().is_err());
        assert!(request.to_uppercase().parse::<Request>().is_err());
        assert!(request.parse::<Invitation>().is_err());
    }
}
