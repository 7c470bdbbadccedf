//! Records that may be one: what brings them together, and what speaks for it and against it.

use onus_answers::links::{LinkPair, Links, Matched, Weighs, links};
use onus_case::Look;

use crate::support::{Rows, Variant, with_look};

/// Looks at the invented case with some more claims.
pub(crate) fn with<T>(more: &[&str], see: impl FnOnce(&Look<'_>) -> T) -> T {
    let mut rows = Rows::read(include_str!("support/invented.txt"));
    for line in more {
        rows.claims.push(line.split('|').map(|part| part.trim().to_owned()).collect());
    }
    let case = rows.build(Variant::default());
    with_look(&case, see)
}

fn pair(links: &Links, how: Option<Matched>) -> Option<&LinkPair> {
    links.pairs.iter().find(|pair| pair.alike.as_ref().map(|alike| alike.how) == how)
}

#[test]
fn names_bring_two_together_and_what_is_said_of_both_is_weighed() {
    let found = with(
        &[
            "x1 | marek-dahl.name | Инес Ворн | league | in=report 1-20",
            "x2 | marek-dahl.born | 1970 | league | in=report 1-20",
            "x3 | ines-vorn.born | 1980-05 | league | in=report 1-20",
            "x4 | marek-dahl.trait | worker | league | in=report 1-20",
            "x5 | ines-vorn.trait | worker | herald | in=news para-1",
        ],
        |look| links(look, None, 200),
    );
    let spelt = pair(&found, Some(Matched::Spelling)).expect("a name in two scripts");
    assert!(spelt.judged.is_none() && spelt.judgements.is_empty());
    let weighs = |property: &str| {
        let one = spelt.evidence.iter().find(|one| one.property.as_str() == property);
        one.map(|one| one.weighs)
    };
    assert_eq!(weighs("born"), Some(Weighs::Against), "{spelt:?}");
    assert_eq!(weighs("trait"), Some(Weighs::For), "{spelt:?}");
    assert!(weighs("name").is_none() && weighs("identity").is_none());
    assert_eq!(spelt.evidence[0].weighs, Weighs::Against, "what speaks against comes first");
    // Somebody without a name is set beside those with whom they have something in common.
    assert!(
        found.pairs.iter().any(|pair| pair.alike.is_none() && pair.judged.is_some()),
        "{found:?}"
    );
    // Those that were judged one are no pair any more, and their own names are told.
    assert!(
        found
            .joined
            .iter()
            .any(|joined| joined.members.len() == 2 && !joined.judgements.is_empty())
    );
}

#[test]
fn what_is_told_of_by_way_of_the_other_is_another() {
    let lines = ["x1 | pit-gate.name | Gate of Tarvel | league | in=report 1-20"];
    let found = with(&lines, |look| links(look, None, 200));
    assert!(pair(&found, Some(Matched::PartOfName)).is_some(), "{found:?}");
    let within = [lines[0], "x2 | pit-gate.within | @tarvel | league | in=report 1-20"];
    let found = with(&within, |look| links(look, None, 200));
    assert!(pair(&found, Some(Matched::PartOfName)).is_none(), "{found:?}");
}
