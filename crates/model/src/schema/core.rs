//! The few names of the schema that resolution itself works with.
//!
//! Everything else in the schema is only data to the program. Loading fails when one of these is missing,
//! so that no code needs to provide for its absence.

/// The property, on every type, that says whether two records are one; qualified by [`WITH`].
pub const IDENTITY: &str = "identity";
/// The property, on every type, that says whether two speakers depend on each other; qualified by [`WITH`].
pub const DEPENDENCE: &str = "dependence";
/// The property of a person or an office that names the organization it speaks for.
pub const SPEAKS_FOR: &str = "speaks-for";
/// The qualifier that names the other record of a judgement.
pub const WITH: &str = "with";
/// The qualifier that names the other group of a relation.
pub const TO: &str = "to";

/// The vocabulary of [`IDENTITY`].
pub const IDENTITY_GRADE: &str = "identity-grade";
/// Its term for one and the same.
pub const SAME: &str = "same";
/// Its term for probably the same: views are linked, nothing is merged.
pub const PROBABLY_SAME: &str = "probably-same";
/// Its term for two that are not one.
pub const DISTINCT: &str = "distinct";

/// Its term for depending on each other.
pub const DEPENDENT: &str = "dependent";
/// Its term for a dependence that a member has looked into and excluded.
pub const EXCLUDED: &str = "excluded";

/// The type of official and other statements.
pub const STATEMENT: &str = "statement";
/// The property of a statement that names its speaker.
pub const BY: &str = "by";
/// The property of a statement that says when it was made.
pub const WHEN: &str = "when";
/// The property of a statement that says what it does.
pub const KIND: &str = "kind";
/// The property of a statement that says which claims it answers.
pub const ANSWERS: &str = "answers";
/// The property of a statement that says what it admits.
pub const ADMITS: &str = "admits";

/// The type of single people.
pub const PERSON: &str = "person";
/// The property, on every type, that gives a name.
pub const NAME: &str = "name";

/// The type of counts of people or things.
pub const TALLY: &str = "tally";
/// The type of unnamed people.
pub const GROUP: &str = "group";
/// The property of a tally or group that names a part of it.
pub const PART: &str = "part";
/// The property of a tally or group that says how its parts relate.
pub const PARTS_RELATION: &str = "parts-relation";
/// The property of a tally or group that says how it relates to another; qualified by [`TO`].
pub const RELATION: &str = "relation";
/// The term of parts that do not overlap and leave nothing out.
pub const PARTITION: &str = "partition";
/// The term of parts, or groups, that do not overlap.
pub const DISJOINT: &str = "disjoint";

/// The property of a source that says when it became public.
pub const PUBLISHED: &str = "published";
/// The type of sources.
pub const SOURCE: &str = "source";

/// The properties that must exist, by type; the empty type stands for every type.
pub(super) const REQUIRED_PROPERTIES: &[(&str, &[&str])] = &[
    ("", &[NAME, IDENTITY, DEPENDENCE, SPEAKS_FOR]),
    (STATEMENT, &[BY, WHEN, KIND, ANSWERS, ADMITS]),
    (TALLY, &[PART, PARTS_RELATION, RELATION]),
    (GROUP, &[PART, PARTS_RELATION, RELATION]),
    (SOURCE, &[PUBLISHED]),
];

/// The terms that must exist, by vocabulary.
pub(super) const REQUIRED_TERMS: &[(&str, &[&str])] = &[
    (IDENTITY_GRADE, &[SAME, PROBABLY_SAME, DISTINCT]),
    ("dependence", &[DEPENDENT, EXCLUDED]),
    ("parts-relation", &[PARTITION, DISJOINT]),
    ("group-relation", &[SAME, DISJOINT]),
];
