//! What the answers say of the invented case.

use std::collections::BTreeSet;

use onus_answers::check::Problem;
use onus_answers::compare::Outcome;
use onus_answers::count::Verdict;
use onus_answers::{Style, brief, check, compare, count, find, list, review, show, timeline, why};
use onus_model::id::ClaimId;
use onus_model::value::{Count, Value};

use crate::support::{INVENTED, Variant, claim_id, id, with_invented};

fn row(row: &str) -> ClaimId {
    claim_id(Variant::default(), row)
}

fn number(number: u64) -> Value {
    Value::Count(Count::exact(number).expect("small"))
}

#[test]
fn why_ends_at_passages_or_at_claims_that_do() {
    // Two rows of the case deliberately end nowhere; `check` finds them.
    let nowhere: BTreeSet<ClaimId> = [row("j9"), row("j10")].into();
    with_invented(|look| {
        let properties: Vec<_> = look.corpus().claimed_properties().collect();
        for (record, property) in properties {
            let question = why::Question::Property(record, property.parse().expect(property));
            let why = why::why(look, &question).unwrap_or_else(|error| panic!("{error}"));
            let endings = why.endings();
            let all: BTreeSet<ClaimId> = endings.iter().map(|(claim, _)| *claim).collect();
            assert!(!all.is_empty(), "{property} of {record}");
            for (claim, ending) in endings {
                match ending {
                    why::Ending::Passage | why::Ending::Team => {}
                    why::Ending::Premises => {
                        let rests_on =
                            look.corpus().claim(claim).and_then(|one| one.rests_on.clone());
                        let premises = rests_on.expect("it has premises").claims;
                        assert!(premises.is_subset(&all), "{claim} hides what it rests on");
                    }
                    why::Ending::Nowhere => assert!(nowhere.contains(&claim), "{claim}"),
                }
            }
            // The tree holds what the model's own explanation holds, and that replays.
            for resolution in look.resolve(record, property) {
                // Of several claims that name someone, any shows that they are named.
                let names = |claim: &&ClaimId| {
                    look.corpus().claim(**claim).is_some_and(|one| one.property.as_str() == "name")
                };
                let claims = look.corpus().explain(&resolution).claims();
                let missing = claims.difference(&all).filter(|claim| !names(claim));
                assert_eq!(missing.count(), 0, "{property} of {record}");
                let replayed = look.corpus().restricted(&all);
                let again = replayed.resolve(record, property);
                let again = again.iter().find(|one| one.scope == resolution.scope);
                let again = again.unwrap_or_else(|| panic!("{property} of {record} is lost"));
                assert_eq!(again.status, resolution.status, "{property} of {record}");
                assert_eq!(again.positions, resolution.positions, "{property} of {record}");
            }
        }
    });
}

#[test]
fn every_sentence_of_the_brief_can_say_why() {
    with_invented(|look| {
        let brief = brief::brief(look, &brief::BriefLimits::default());
        assert!(brief.len() > 20);
        for (place, sentence) in brief.sentences().enumerate() {
            assert_eq!(sentence.number, place + 1);
            assert!(!sentence.claims.is_empty(), "{sentence:?}");
            let why = why::why(look, &why::Question::Brief(sentence.number)).expect("it is there");
            let claims = why.claims();
            assert!(sentence.claims.iter().all(|claim| claims.contains(claim)));
        }
        let missing = why::why(look, &why::Question::Brief(1000)).expect_err("there is none");
        assert!(missing.to_string().contains("no sentence 1000"), "{missing}");
    });
}

#[test]
fn an_office_that_corrects_itself_is_one_voice_in_one_scope() {
    with_invented(|look| {
        let counted = count::count(look, "killed", None).expect("it is a kind");
        let tarvel = &counted.groups[0];
        assert_eq!(tarvel.tallies.len(), 3, "three records of one scope");
        let ministry = &tarvel.lines[0];
        let said: Vec<_> =
            ministry.sayings.iter().map(|saying| (saying.value.clone(), saying.current)).collect();
        assert_eq!(said, [(number(3), false), (number(4), false), (number(7), true)]);
        assert!(ministry.revised && !ministry.unsettled);
        assert_eq!(ministry.sayings[2].claims, [row("t6"), row("t7")], "the relay is an echo");
        // What it gave up counts no more.
        let verdicts: Vec<Verdict> = tarvel.between.iter().map(|one| one.verdict).collect();
        assert_eq!(verdicts, [Verdict::SecondEntails, Verdict::SecondEntails, Verdict::Conflict]);
        assert_eq!(tarvel.if_all_right, None, "they cannot all be right");
        assert_eq!(tarvel.status.in_conflict, 2);
        assert_eq!(tarvel.status.independent, 2, "dependence of these two was excluded");
        assert_eq!(tarvel.minimums.len(), 1);
        assert_eq!(tarvel.named[0].people, [id("marek-dahl"), id("pavel-oss")]);
        // The altered figure stands under the relay.
        assert!(
            tarvel.lines.iter().all(|line| line.sayings.iter().all(|one| one.value != number(12)))
        );
    });
}

#[test]
fn whether_somebody_is_among_the_counted_is_left_open() {
    with_invented(|look| {
        let counted = count::count(look, "charged", None).expect("it is a kind");
        let guards = &counted.groups[0];
        // A captain was charged, and two guards were: nobody says whether he is one of them. The woman who
        // was charged too holds no post.
        let open: Vec<_> = guards.may_be.iter().map(|one| one.who).collect();
        assert_eq!(open, [id("captain-reuss")]);
        let claims = &guards.may_be[0].claims;
        assert!(claims.contains(&row("o9")) && claims.contains(&row("g5")), "{claims:?}");
        let text = count::to_text(&counted, look, &Style::default());
        assert!(text.contains("whether they are among those counted is not settled"), "{text}");
    });
}

#[test]
fn sums_are_checked_and_never_made() {
    with_invented(|look| {
        let counted = count::count(look, "killed", None).expect("it is a kind");
        let sum =
            |claim: &str| counted.sums.iter().find(|sum| sum.claim == row(claim)).expect(claim);
        assert_eq!(sum("t23").verdict, Verdict::Same);
        assert!(sum("t26").sum.is_err(), "nobody says that they share no one");
        assert_eq!(counted.parts.len(), 1);
        assert_eq!(counted.parts[0].verdict, Verdict::Conflict, "ten is not seven and one");
        let figures: BTreeSet<String> = counted
            .groups
            .iter()
            .flat_map(|group| &group.lines)
            .flat_map(|line| &line.sayings)
            .map(|saying| saying.value.to_string())
            .collect();
        let said: BTreeSet<String> =
            ["3", "4", "7", ">=9", ">=5", "1", "10"].map(ToOwned::to_owned).into();
        assert_eq!(figures, said, "only what somebody said is a figure");
    });
}

#[test]
fn an_event_asked_about_holds_the_events_within_it() {
    with_invented(|look| {
        let all = count::count(look, "injured", Some(id("strike"))).expect("it is a kind");
        assert_eq!(all.groups.len(), 4, "what two tallies leave unstated may differ");
        assert!(all.groups.iter().all(|group| group.between.is_empty()));
        let none = count::count(look, "injured", Some(id("funeral"))).expect("it is a kind");
        assert!(none.groups.is_empty());
        let text = count::to_text(&none, look, &Style::default());
        assert!(text.contains("nothing follows from it"), "{text}");
        let wrong = count::count(look, "unicorns", None).expect_err("no such kind");
        assert!(wrong.to_string().contains("killed"), "{wrong}");
    });
}

#[test]
fn checks_find_what_was_planted_and_nothing_else() {
    with_invented(|look| {
        let checked = check::check(look);
        let found: Vec<&str> = checked
            .findings
            .iter()
            .map(|finding| match &finding.problem {
                Problem::NoPassage { .. } => "no passage",
                Problem::Dates { misfit, .. } => match misfit {
                    check::Misfit::DeathBeforeBirth => "death before birth",
                    check::Misfit::EndBeforeStart => "end before start",
                    check::Misfit::AfterDeath => "after death",
                    check::Misfit::BeforeWhatItFollows => "before what it follows",
                    check::Misfit::TwoDates => "two dates",
                    check::Misfit::AgeAgainstBirth => "age against birth",
                },
                Problem::SaidAfterPublication { .. } => "said after publication",
                Problem::DateNotReached { .. } => "circle",
                Problem::TwoCustodies { .. } => "two custodies",
                Problem::Sum(_) => "sum",
                Problem::Parts(_) => "parts",
                Problem::PlaceholderResponsible { .. } => "placeholder",
                Problem::NamedWithoutDecision { .. } => "named",
                Problem::Identity { .. } => "identity",
                Problem::Distance { .. } => "distance",
            })
            .collect();
        let mut counts = found.clone();
        counts.sort_unstable();
        assert_eq!(
            counts,
            [
                "after death",
                "age against birth",
                "before what it follows",
                "circle",
                "circle",
                "death before birth",
                "death before birth",
                "distance",
                "distance",
                "identity",
                "named",
                "no passage",
                "no passage",
                "parts",
                "placeholder",
                "placeholder",
                "said after publication",
                "sum",
                "two custodies",
                "two dates",
                "two dates",
            ]
        );
        assert!(checked.findings.iter().all(|finding| !finding.claims.is_empty()));
    });
}

#[test]
fn what_cannot_be_judged_says_what_is_missing() {
    let said = |look: &onus_case::Look<'_>| {
        let checked = check::check(look);
        assert!(checked.open.iter().all(|one| !one.claims.is_empty()));
        check::to_text(&checked, look, &Style::default())
    };
    with_invented(|look| {
        let text = said(look);
        for words in [
            "more than 200 kilometres from home; cannot be judged, missing: a home of Ines Vorn",
            "Settled by a home and a route",
            "3 kilometres apart; cannot be judged, missing: coordinates of",
            "died and is not named. May be one with: Marek Dahl [marek-dahl] (in common: sex and what \
             the death is connected with; nobody has judged it). They are not added up.",
            "Holm to Tarvel is stated as 40 kilometres; by the coordinates it is 11",
        ] {
            assert!(text.contains(words), "{words}:\n{text}");
        }
    });
    let with = |line: &str| {
        let mut rows = crate::support::Rows::read(include_str!("support/invented.txt"));
        rows.claims.push(line.split('|').map(|part| part.trim().to_owned()).collect());
        let case = rows.build(Variant::default());
        crate::support::with_look(&case, said)
    };
    // A home alone is not enough: where it is matters.
    let home = with("x1 | ines-vorn.home | @holm | league | in=report 1-20");
    assert!(
        home.contains("missing: coordinates of") && !home.contains("a home of Ines Vorn"),
        "{home}"
    );
    // A nameless woman is not proposed for a man.
    let woman = with("x1 | nameless.identity | distinct | team | scope=with is @marek-dahl");
    assert!(!woman.contains("May be one with"), "what is settled is not proposed: {woman}");
}

#[test]
fn a_decision_on_naming_settles_the_finding() {
    let mut rows = crate::support::Rows::read(include_str!("support/invented.txt"));
    rows.records.push(("may-name".to_owned(), "naming-decision".to_owned()));
    for line in [
        "x1 | may-name.who | @captain-reuss | team |",
        "x2 | may-name.for | @inv-reuss | team |",
        "x3 | may-name.outcome | name | team |",
    ] {
        rows.claims.push(line.split('|').map(|part| part.trim().to_owned()).collect());
    }
    let case = rows.build(Variant::default());
    crate::support::with_look(&case, |look| {
        let findings = check::check(look).findings;
        let named = |finding: &check::Finding| {
            matches!(finding.problem, Problem::NamedWithoutDecision { .. })
        };
        assert!(!findings.iter().any(named));
        let brief = brief::brief(look, &brief::BriefLimits::default());
        assert!(brief::to_text(&brief, look, &Style::default()).contains("Albin Reuss"));
    });
}

#[test]
fn two_sources_are_compared_within_one_scope_only() {
    with_invented(|look| {
        let compared = compare::compare(look, id("report"), id("news")).expect("both speak");
        let outcome = |record: &str, property: &str| {
            let entry = compared.entries.iter().find(|entry| {
                entry.records.contains(&id(record)) && entry.property.as_str() == property
            });
            entry.unwrap_or_else(|| panic!("{record}.{property}")).outcome
        };
        assert_eq!(outcome("pavel-oss", "died"), Outcome::Conflicts);
        assert_eq!(outcome("killed-league", "figure"), Outcome::Conflicts);
        assert_eq!(outcome("killed-league", "of"), Outcome::Agrees);
        assert_eq!(outcome("shots", "conduct"), Outcome::Agrees);
        assert_eq!(outcome("clash", "kind"), Outcome::Differs);
        assert_eq!(outcome("hurt-league", "figure"), Outcome::OnlyFirst);
        assert_eq!(outcome("post-kray", "title"), Outcome::OnlySecond);

        // The ministry's own figures, at different times, are no conflict with itself.
        let court = compare::compare(look, id("court-file"), id("news")).expect("both speak");
        let own = court.entries.iter().find(|entry| {
            entry.records.contains(&id("killed-ministry")) && entry.property.as_str() == "figure"
        });
        let own = own.expect("both give figures");
        let voices = |place: usize| own.first[place].voice;
        let same_voice =
            own.pairs.iter().filter(|pair| voices(pair.first) == own.second[pair.second].voice);
        assert!(same_voice.clone().count() > 0);
        assert!(same_voice.clone().all(|pair| pair.outcome != Outcome::Conflicts));

        let origins = compare::compare(look, id("ines-vorn"), id("ministry")).expect("both speak");
        let beating = origins.entries.iter().find(|entry| {
            entry.records.contains(&id("beating-vorn")) && entry.property.as_str() == "conduct"
        });
        assert_eq!(beating.map(|entry| entry.outcome), Some(Outcome::Conflicts), "denied");
        assert!(compare::compare(look, id("report"), id("report")).is_err());
        assert!(compare::compare(look, id("report"), id("ghosts")).is_err());
    });
}

#[test]
fn a_denial_of_a_class_denies_no_one_account() {
    with_invented(|look| {
        let shown = show::show(look, id("threat-vorn"));
        let conduct =
            shown.properties.iter().find(|one| one.property.as_str() == "conduct").expect("told");
        assert!(conduct.readings[0].denied.is_empty());
        let shown = show::show(look, id("beating-vorn"));
        let conduct =
            shown.properties.iter().find(|one| one.property.as_str() == "conduct").expect("told");
        assert_eq!(conduct.readings[0].denied.len(), 1);
        let text = show::to_text(&shown, look, &Style::default());
        assert!(text.contains("not so: beating"), "{text}");
        assert!(text.contains("known only through League for the Detained"), "{text}");
    });
}

#[test]
fn records_are_found_by_any_name_in_any_script() {
    with_invented(|look| {
        for text in ["tarvel", "TARVEL", "Тарвел", "тарвель", "Ines Vorn", "Инес Ворн", "ines-copy"]
        {
            assert!(find::find(look, text).one().is_some(), "{text}");
        }
        assert_eq!(find::find(look, "Vorn").one(), Some(look.corpus().canonical(id("ines-vorn"))));
        let find::Found::Several(candidates) = find::find(look, "Ines") else {
            panic!("two people have that name");
        };
        assert_eq!(candidates.len(), 2);
        let find::Found::None(near) = find::find(look, "Tarwull") else {
            panic!("no one has that name")
        };
        assert_eq!(near.first().map(|one| one.record), Some(id("tarvel")));
    });
}

#[test]
fn lists_take_conditions_and_say_what_is_wrong_with_them() {
    with_invented(|look| {
        let rows = |record_type: &str, conditions: &[&str]| {
            let conditions: Vec<String> = conditions.iter().map(ToString::to_string).collect();
            list::list(look, record_type, &conditions)
                .map(|listed| listed.rows.iter().map(|row| row.record).collect::<BTreeSet<_>>())
        };
        let set = |handles: &[&str]| {
            Ok(handles.iter().map(|handle| look.corpus().canonical(id(handle))).collect())
        };
        assert_eq!(
            rows("tally", &["of=killed", "figure>=9"]),
            set(&["killed-league", "killed-total", "killed-odd"])
        );
        assert_eq!(
            rows("statement", &["kind=denial-of-act"]),
            set(&["denial-ministry", "class-denial"])
        );
        assert_eq!(
            rows("statement", &["by=Ministry of Order", "when>=2031-04-10"]),
            set(&["denial-ministry"])
        );
        assert_eq!(rows("event", &["place=Ardelia"]), set(&["strike"]), "a town in a country");
        assert_eq!(rows("person", &["name=ворн"]), set(&["ines-vorn"]));
        for (condition, wanted) in [
            ("colour=red", "its properties are"),
            ("kind", "property=value"),
            ("kind=purple", "its terms are"),
            ("by=Nobody", "no record has that handle or name"),
        ] {
            let error = rows("statement", &[condition]).expect_err(condition);
            assert!(error.to_string().contains(wanted), "{error}");
        }
        assert!(rows("unicorn", &[]).expect_err("no type").to_string().contains("statement"));
    });
}

#[test]
fn a_timeline_has_a_line_for_each_account_of_a_relative_date() {
    with_invented(|look| {
        let timeline = timeline::timeline(look, &timeline::TimelineFilter::default());
        let funeral: Vec<String> = timeline
            .entries
            .iter()
            .filter(|entry| entry.record == id("funeral"))
            .map(|entry| entry.date.bounds.earliest().expect("dated").to_string())
            .collect();
        assert_eq!(funeral, ["2031-03-06", "2031-03-07"]);
        let undated: BTreeSet<_> = timeline.undated.iter().map(|entry| entry.record).collect();
        assert_eq!(undated, [id("loop-a"), id("loop-b")].into());
        let mut last = None;
        for entry in &timeline.entries {
            let place = entry.date.bounds.earliest();
            assert!(last <= place, "out of order at {place:?}");
            last = place;
        }
    });
}

#[test]
fn review_counts_drafts_and_finds_where_coders_differ() {
    with_invented(|look| {
        let review = review::review(look).expect("the case is in memory");
        let drafts: usize = review.sources.iter().map(|one| one.draft.len()).sum();
        let released: usize = review.sources.iter().map(|one| one.released).sum();
        assert_eq!((drafts, released), (INVENTED.claims.len() - 1, 1));
        assert_eq!(review.disagreements.len(), 1);
        assert_eq!(review.disagreements[0].codings.len(), 2);
    });
}

#[test]
fn marks_only_surround_what_is_there_without_them() {
    with_invented(|look| {
        let shown = show::show(look, id("beating-vorn"));
        let plain = show::to_text(&shown, look, &Style::default());
        let style = Style { marks: true, ..Style::default() };
        let marked = show::to_text(&shown, look, &style);
        assert_ne!(plain, marked);
        assert_eq!(plain, onus_answers::mark::without(&marked));
    });
}

#[test]
fn without_a_witness_nothing_of_theirs_is_left() {
    use onus_case::Loaded;
    use onus_model::view::View;
    let case = INVENTED.build(Variant::default());
    let loaded = Loaded::all(&case).expect("the case is in memory");
    let view = View { without_speakers: [id("ines-vorn")].into(), ..View::default() };
    let look = loaded.look(view);
    let brief = brief::brief(&look, &brief::BriefLimits { most: None });
    let text = brief::to_text(&brief, &look, &Style::default());
    assert!(!text.contains("Reported: beating"), "{text}");
    assert!(text.contains("firearms used at an assembly"), "{text}");
}
