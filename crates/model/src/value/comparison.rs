//! The one relation between two values: entails, conflicts, or cannot be told.

/// How what one value says bears on what another value says.
///
/// A value stands for the set of exact values it admits. `a` *entails* `b` when everything `a` admits
/// `b` admits too, and *conflicts* with it when they admit nothing in common. Anything else
/// *cannot be told*: "17" entails "at least 15", "at least 15" does not entail "17", and "14"
/// conflicts with "at least 15".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// If the first is right, so is the second.
    Entails,
    /// They cannot both be right.
    Conflicts,
    /// The wording of the two does not settle it.
    CannotTell,
}

impl Comparison {
    /// Reads the comparison of two sets off their inclusion and their disjointness.
    #[must_use]
    pub fn of_sets(is_subset: bool, is_disjoint: bool) -> Self {
        match (is_subset, is_disjoint) {
            (_, true) => Self::Conflicts,
            (true, false) => Self::Entails,
            (false, false) => Self::CannotTell,
        }
    }

    /// Whether the comparison settles anything.
    #[must_use]
    pub fn is_certain(self) -> bool {
        self != Self::CannotTell
    }
}
