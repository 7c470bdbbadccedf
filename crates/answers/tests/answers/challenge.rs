//! How lines can be attacked, on the invented case; and the timeline drawn.

use std::collections::BTreeSet;

use onus_answers::challenge::{Attack, Challenge, Challenged, ChallengedLine, challenge, to_text};
use onus_answers::timeline::{self, TimelineFilter};
use onus_answers::{Style, brief, why};
use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::ClaimId;

use crate::support::{Variant, claim_id, id, with_invented};

fn row(row: &str) -> ClaimId {
    claim_id(Variant::default(), row)
}

/// The line of a property of the record asked about.
fn line<'a>(answer: &'a Challenge, property: &str) -> &'a Challenged {
    let is_it = |line: &&Challenged| match &line.line {
        ChallengedLine::Property(reading) => reading.property.as_str() == property,
        ChallengedLine::Sentence(_) => false,
    };
    answer.lines.iter().find(is_it).expect(property)
}

fn attacks(line: &Challenged) -> BTreeSet<Attack> {
    line.objections.iter().map(|one| one.attack).collect()
}

fn of(look: &Look<'_>, handle: &str) -> Challenge {
    challenge(look, Some(id(handle)))
}

#[test]
fn each_attack_is_found_where_it_was_planted() {
    with_invented(|look| {
        for (record, property, attack, claims) in [
            ("killed-league", "figure", Attack::OneVoice, &["t12"][..]),
            ("killed-herald", "figure", Attack::Altered, &["t17"]),
            ("killed-holm", "figure", Attack::Denied, &["t20"]),
            ("killed-holm", "figure", Attack::Interest, &["t48"]),
            ("clash", "occasion", Attack::Unattributed, &["t61"]),
            ("beating-vorn", "conduct", Attack::OnlyRelayed, &["a5"]),
            ("inquiry", "finding", Attack::PassedOn, &["w8"]),
            ("inquiry-rast", "punished", Attack::OnlyAsserted, &["v39"]),
            ("killed-odd", "figure", Attack::Unchecked, &["t26"]),
            ("ines-third", "occupation", Attack::NoPassage, &["j10"]),
            ("pavel-oss", "died", Attack::InConflict, &["d4", "d5"]),
            ("killed-ministry", "of", Attack::PassageNotHeld, &["t1"]),
        ] {
            let answer = of(look, record);
            let line = line(&answer, property);
            let objection = line.objections.iter().find(|one| one.attack == attack);
            let objection = objection.unwrap_or_else(|| panic!("{record}.{property}: {attack:?}"));
            for claim in claims {
                assert!(objection.claims.contains(&row(claim)), "{claim}: {objection:?}");
            }
        }
    });
}

#[test]
fn what_has_been_checked_and_excluded_is_not_held_against_a_line() {
    with_invented(|look| {
        // Two voices of which a member has excluded that one depends on the other.
        let answer = of(look, "pavel-oss");
        let died = attacks(line(&answer, "died"));
        assert!(!died.contains(&Attack::NotIndependent) && !died.contains(&Attack::OneVoice));
        let answer = of(look, "report");
        let title = line(&answer, "title");
        assert!(!attacks(title).contains(&Attack::Unchecked), "it was checked and released");
        // A ministry that is heard itself is not known through a newspaper only.
        let answer = of(look, "killed-ministry");
        assert!(!attacks(line(&answer, "figure")).contains(&Attack::OnlyRelayed));
    });
}

#[test]
fn what_most_rests_on_comes_first() {
    with_invented(|look| {
        let answer = challenge(look, None);
        let brief = brief::brief(look, &brief::BriefLimits::default());
        assert_eq!(answer.lines.len(), brief.len(), "each sentence is challenged");
        let weights: Vec<usize> =
            answer.lines.iter().map(|line| line.sentences + line.resting).collect();
        assert!(weights.windows(2).all(|pair| pair[0] >= pair[1]), "{weights:?}");
        assert!(weights[0] > 0);
        for line in &answer.lines {
            for objection in &line.objections {
                assert!(!objection.claims.is_empty());
                assert!(objection.claims.iter().all(|claim| line.claims.contains(claim)));
            }
        }
        let pillars: Vec<Voice> = answer.pillars.iter().map(|pillar| pillar.voice).collect();
        assert!(pillars.contains(&Voice::Speaker(id("league"))), "{pillars:?}");
        let text = to_text(&answer, look, &Style::default());
        for words in [
            "One voice alone:",
            "Stronger with a second voice",
            "What can be said against a line does not make it wrong",
            "rest on no other voice",
        ] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
        assert!(!text.contains("Albin Reuss"), "he stands under his role: {text}");
    });
}

#[test]
fn why_of_a_sentence_goes_by_property_down_to_passages() {
    with_invented(|look| {
        let brief = brief::brief(look, &brief::BriefLimits::default());
        for sentence in brief.sentences() {
            let question = why::Question::Brief(sentence.number);
            let why = why::why(look, &question).expect("it is there");
            assert!(!why.root.because.is_empty());
            for node in &why.root.because {
                let why::NodeReason::Property { property, .. } = &node.reason else {
                    panic!("{:?}", node.reason)
                };
                for claim in &node.because {
                    let why::NodeReason::Claim(id, ..) = claim.reason else { panic!("no claim") };
                    let known = look.corpus().claim(id).expect("it is in view");
                    assert_eq!(known.property, *property);
                }
            }
            let named: BTreeSet<ClaimId> = sentence.claims.iter().copied().collect();
            assert!(named.is_subset(&why.claims()), "nothing is left out");
        }
    });
}

#[test]
fn the_drawing_says_what_the_text_says() {
    with_invented(|look| {
        let timeline = timeline::timeline(look, &TimelineFilter::default());
        let drawing = timeline::to_svg(&timeline, look, &Style::default(), 0);
        let plain = drawing
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        let text = timeline::to_text(&timeline, look, &Style::default());
        assert!(plain.contains(&text), "the description is the text");
        let groups = drawing.matches("<g><title>").count();
        assert_eq!(groups, timeline.entries.len() + timeline.undated.len());
        assert_eq!(drawing.matches("<rect").count(), timeline.entries.len(), "a bar a line");
        let open = timeline
            .entries
            .iter()
            .map(|entry| entry.date.bounds)
            .map(|days| {
                usize::from(days.earliest().is_none()) + usize::from(days.latest().is_none())
            })
            .sum::<usize>();
        assert!(open > 0, "the case has open ends");
        assert_eq!(drawing.matches("open\" d=").count(), open, "each open end is marked");
        assert!(!drawing.contains("<script") && !drawing.contains("href"));
        assert!(timeline::to_svg(&timeline, look, &Style::default(), 3).contains("3 operations"));
    });
}
