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
    OperationReference = "operation.reference", "names an operation that is neither in an earlier commit it had seen nor earlier in this commit";
    OperationAuthority = "operation.authority", "the author's role does not allow this operation";

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
    EffectGenesisOnly = "effect.genesis-only", "only the first commit founds a case";
    EffectKnown = "effect.known", "this key is already part of the case";
    EffectProof = "effect.proof", "no valid proof that the new device holds its key and wants to join as this member";
    EffectTarget = "effect.target", "names a device, commit or operation that is not in the commit's ancestry";
    EffectMeta = "effect.meta", "a commit's particulars can be neither retracted, erased nor given a level";
    EffectConflict = "effect.conflict", "one commit says two things of one device, member or operation";
    EffectLimit = "effect.limit", "a commit may erase at most 1,024 operations";
    EffectFloor = "effect.floor", "the case has been raised to a format or suite that this program does not know; use a later version";
    EffectAuthority = "effect.authority", "the author's role does not allow this effect";

    KeyEncoding = "key.encoding", "not the canonical encoding of a point of the curve";
    KeyWeak = "key.weak", "a key of small order: anyone could sign for it";

    SealEncoding = "seal.encoding", "not the canonical encoding of an X25519 key";
    SealWeak = "seal.weak", "an X25519 key of small order: anyone could open what is sealed to it";

    GenesisEffects = "genesis.effects", "a case is founded by exactly its nonce and recovery key, one device, and that device's member as owner";
    GenesisDevice = "genesis.device", "the device added is not the one that signs";
    GenesisRecovery = "genesis.recovery", "the recovery key must not be the device's key";

    CommitCase = "commit.case", "belongs to another case";
    CommitDevice = "commit.device", "signed by a device that nothing it descends from has added to this case";
    CommitRetired = "commit.retired", "this device retired with an earlier commit";
    SignatureLength = "signature.length", "a signature has 64 bytes";
    SignatureInvalid = "signature.invalid", "the signature does not fit the header and the device's key";

    ChainGenesis = "chain.genesis", "the first commit of a case must come first, and once";
    ChainRepeated = "chain.repeated", "this commit is already in the log";
    ChainMissing = "chain.missing", "commits that it descends from are not here yet";
    ChainParents = "chain.parents", "one of the parents already descends from another";
    ChainClosed = "chain.closed", "this device's chain is forked and closed; the device has to be enrolled anew";
    ChainPrevious = "chain.previous", "does not follow the device's last commit that it had seen";
    ChainGap = "chain.gap", "its number does not follow that of the commit before it";

    LeafCount = "leaf.count", "the number of leaves is not the one the header states";
    LeafSalt = "leaf.salt", "a salt has 16 bytes";
    LeafChanged = "leaf.changed", "the operation or its salt is not what was committed";
    LeafRoot = "leaf.root", "the leaves together are not what was committed";

    LeafReason = "leaf.reason", "no known reason why the operation is closed";
    LeafErased = "leaf.erased", "the operation has been erased; its content is not taken in";

    MetaAbsent = "meta.absent", "a commit's particulars (leaf 0) may not be missing";
    MetaOperation = "meta.operation", "leaf 0 must hold the commit's particulars (meta, version 1)";
    MetaAuthor = "meta.author", "the author is not the member this device belongs to";
    TimeFuture = "time.future", "the stated time lies more than a day ahead of the clock here; it waits until then";

    VoidRevoked = "void.revoked", "its device was revoked, and the last commit accepted does not follow it";
    VoidDevice = "void.device", "what added its device to the case does not count";
    VoidFork = "void.fork", "comes after a fork of its device's chain";

    CheckpointForm = "checkpoint.form", "not a checkpoint: origin, size, root, an empty line, signatures";
    CheckpointOrigin = "checkpoint.origin", "a checkpoint of another chain";
    CheckpointSignature = "checkpoint.signature", "no valid signature by the chain's device, or an invalid countersignature";
    CheckpointSize = "checkpoint.size", "a checkpoint of another length of the chain";
    CheckpointRoot = "checkpoint.root", "the chain's commits are not those the checkpoint was made over";

    BundleSealed = "bundle.sealed", "not sealed to this device, or altered";
    BundleMagic = "bundle.magic", "not a bundle of this format";
    BundleTruncated = "bundle.truncated", "ends before it is complete";
    BundleFrame = "bundle.frame", "a part that may not stand at this place";
    BundleSize = "bundle.size", "a part that is too short or too long";
    BundleTrailing = "bundle.trailing", "goes on after its end";
    BundleFrom = "bundle.from", "made by a device that is not, or no longer, part of the case";
    BundleSignature = "bundle.signature", "the signature does not fit the bundle and the device it comes from";

    ManifestField = "manifest.field", "a field of the manifest is missing, unknown or of the wrong kind";
    ManifestFormat = "manifest.format", "a bundle in another format";
    ManifestCase = "manifest.case", "a bundle of another case";
    ManifestTo = "manifest.to", "a bundle for other devices";
    ManifestCounts = "manifest.counts", "does not hold what its manifest says";
    ManifestHeads = "manifest.heads", "commits that its manifest names as the last are missing";
    ManifestBase = "manifest.base", "builds on commits that are not here";

    ObjectRepeated = "object.repeated", "holds a file or text twice";
    ObjectSize = "object.size", "a file or text is longer than stated";
    ObjectDigest = "object.digest", "a file or text is not the one that was named";

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

impl Refusal {
    /// Whether the commit is not wrong but comes too early, and is to be offered again: when what it
    /// descends from is here, or when its time has come.
    #[must_use]
    pub fn waits(&self) -> bool {
        matches!(self.reason, Reason::ChainMissing | Reason::TimeFuture)
    }
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
