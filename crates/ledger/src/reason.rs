//! Why something was refused.
//!
//! Two independent verifiers have to agree not only that bytes are refused but what for, so every
//! refusal carries one code from a closed list. The codes are part of the format: a test compares
//! them with the table in `docs/log-format.md`.

use std::fmt;

use crate::id::CommitId;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// Why something was refused: a stable code and a sentence for people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason {
            $(#[doc = $text] $name,)*
        }

        impl Reason {
            /// Every reason there is, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable short code, such as `content.key-order`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $text,)*
                })
            }
        }
    };
}

reasons! {
    ContentSize = "content.size", "too large: an operation may have 65,536 bytes, a header 1,048,576";
    ContentUtf8 = "content.utf8", "not UTF-8";
    ContentByteOrderMark = "content.byte-order-mark", "begins with a byte order mark; leave it out";
    ContentTopLevel = "content.top-level", "not an object; the whole must be written in { }";
    ContentDepth = "content.depth", "nested deeper than 16 brackets";
    ContentSpace = "content.space", "space between tokens; write none";
    ContentSyntax = "content.syntax", "not JSON at this place";
    ContentNull = "content.null", "null; leave the field out instead";
    ContentNumber = "content.number", "not a plain whole number; write fractions as text";
    ContentRange = "content.range", "a number beyond 9,007,199,254,740,991; write it as text";
    ContentKey = "content.key", "a field name must be a lower-case letter followed by at most 31 letters, digits or _";
    ContentKeyOrder = "content.key-order", "field names are not in ascending order";
    ContentDuplicate = "content.duplicate", "a field name stands twice in one object";
    ContentEscape = "content.escape", "an escape that is not the canonical spelling of its character";
    ContentSurrogate = "content.surrogate", "half of a surrogate pair; write the character itself";
    ContentNul = "content.nul", "the character U+0000 is not allowed";
    ContentControl = "content.control", "a control character that has to be escaped";
    ContentTrailing = "content.trailing", "bytes after the end of the object";
    ContentTruncated = "content.truncated", "ends before the object is complete";

    OperationOp = "operation.op", "no operation name and version: op and v must say what this is";
    OperationField = "operation.field", "a field is missing, unknown or of the wrong kind";
    OperationPlace = "operation.place", "the commit's particulars (meta) may stand at leaf 0 only";
    OperationReference = "operation.reference", "names an operation that is neither earlier in the log nor earlier in this commit";

    HeaderField = "header.field", "a header field is missing, unknown or of the wrong kind";
    HeaderFormat = "header.format", "written in another format of the log; this program reads onus/0";
    HeaderSuite = "header.suite", "written with other algorithms; this program knows ed25519-sha256";
    HeaderCount = "header.count", "a commit has 1 to 65,536 leaves";
    HeaderParents = "header.parents", "parents must be ascending, without repetition, at most 256";
    HeaderPrevious = "header.previous", "previous must be absent at seq 0, and else be one of the parents";
    HeaderGenesis = "header.genesis", "only the first commit of a case has no case and no parents, and its seq is 0";
    HeaderEffects = "header.effects", "effects must be ascending by their bytes, without repetition, at most 256";

    EffectKind = "effect.kind", "an effect this program does not know; it may not be passed over";
    EffectField = "effect.field", "a field of the effect is missing, unknown or of the wrong kind";
    EffectReserved = "effect.reserved", "this effect needs several devices and is not obeyed yet";
    EffectGenesisOnly = "effect.genesis-only", "only the first commit founds a case";
    EffectTarget = "effect.target", "names no operation earlier in the log";
    EffectMeta = "effect.meta", "a commit's particulars can be neither retracted nor given a level";
    EffectConflict = "effect.conflict", "one commit gives an operation two levels";

    KeyEncoding = "key.encoding", "not the canonical encoding of a point of the curve";
    KeyWeak = "key.weak", "a key of small order: anyone could sign for it";

    GenesisEffects = "genesis.effects", "a case is founded by exactly its nonce and recovery key, one device, and that device's member as owner";
    GenesisDevice = "genesis.device", "the device added is not the one that signs";
    GenesisRecovery = "genesis.recovery", "the recovery key must not be the device's key";

    CommitCase = "commit.case", "belongs to another case";
    CommitDevice = "commit.device", "signed by a device that is not part of this case";
    SignatureLength = "signature.length", "a signature has 64 bytes";
    SignatureInvalid = "signature.invalid", "the signature does not fit the header and the device's key";

    ChainGenesis = "chain.genesis", "the first commit of a case must come first, and once";
    ChainRepeated = "chain.repeated", "this commit is already in the log";
    ChainFork = "chain.fork", "another commit already has this place in the device's chain";
    ChainGap = "chain.gap", "commits of this device before this one are missing";
    ChainPrevious = "chain.previous", "does not follow the last commit of this device";
    ChainParents = "chain.parents", "parents must be the heads of the log, here the device's last commit";

    LeafCount = "leaf.count", "the number of leaves is not the one the header states";
    LeafSalt = "leaf.salt", "a salt has 16 bytes";
    LeafChanged = "leaf.changed", "the operation or its salt is not what was committed";
    LeafRoot = "leaf.root", "the leaves together are not what was committed";

    MetaOperation = "meta.operation", "leaf 0 must hold the commit's particulars (meta, version 1)";
    MetaAuthor = "meta.author", "the author is not the member this device belongs to";
    TimeFuture = "time.future", "the stated time lies more than a day ahead of the clock here";

    CheckpointForm = "checkpoint.form", "not a checkpoint: origin, size, root, an empty line, signatures";
    CheckpointOrigin = "checkpoint.origin", "a checkpoint of another chain";
    CheckpointSize = "checkpoint.size", "a checkpoint of another length of the chain";
    CheckpointRoot = "checkpoint.root", "the chain's commits are not those the checkpoint was made over";
    CheckpointSignature = "checkpoint.signature", "no valid signature by the chain's device";

    SnapshotForm = "snapshot.form", "not a snapshot of a verifier; verify the log from its beginning";
}

/// The part of a commit that a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// The header as a whole.
    Header,
    /// One of the header's effects, by its place.
    Effect(u32),
    /// The signature.
    Signature,
    /// The leaves taken together.
    Leaves,
    /// One leaf, by its index.
    Leaf(u32),
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("header"),
            Self::Effect(place) => write!(f, "effect {place}"),
            Self::Signature => f.write_str("signature"),
            Self::Leaves => f.write_str("leaves"),
            Self::Leaf(index) => write!(f, "leaf {index}"),
        }
    }
}

/// A refused commit: which one, what in it, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{object}: {reason} ({})", Named(.commit), .reason.code())]
pub struct Refusal {
    /// The commit's id; always known except when the header is too large to be hashed.
    pub commit: Option<CommitId>,
    /// What in the commit is refused.
    pub object: Object,
    /// Why.
    pub reason: Reason,
    /// Where the offending byte stands in the object, when the fault is in its bytes.
    pub offset: Option<usize>,
    /// The path of the offending field, such as `origin.speaker`, when the fault is in one.
    pub field: Option<String>,
}

struct Named<'a>(&'a Option<CommitId>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(id) => write!(f, "commit {id}, "),
            None => Ok(()),
        }
    }
}

/// What is wrong inside one object, before it is known which commit the object belongs to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} ({})", .reason.code())]
pub struct Fault {
    /// Why the object is refused.
    pub reason: Reason,
    /// Where in its bytes, if the fault is in them.
    pub offset: Option<usize>,
    /// In which field, if the fault is in one.
    pub field: Option<String>,
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self { reason, offset: None, field: None }
    }
}

impl Fault {
    pub(crate) fn at(reason: Reason, offset: usize) -> Self {
        Self { reason, offset: Some(offset), field: None }
    }

    pub(crate) fn field(reason: Reason, path: impl Into<String>) -> Self {
        Self { reason, offset: None, field: Some(path.into()) }
    }

    pub(crate) fn of(self, commit: Option<CommitId>, object: Object) -> Refusal {
        Refusal { commit, object, reason: self.reason, offset: self.offset, field: self.field }
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn the_documentation_lists_exactly_these_codes() {
        let page = include_str!("../../../docs/log-format.md");
        let listed: Vec<&str> = page
            .lines()
            .skip_while(|line| !line.starts_with("## Reason codes"))
            .skip(1)
            .take_while(|line| !line.starts_with("## "))
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(listed, known);
    }
}
