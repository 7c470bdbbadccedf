//! The document of the answer.

use serde::Serialize;

use onus_case::Look;
use onus_model::value::Count;
use onus_reason::{
    Accountability, Admitted, ChargeBeside, ChargeKnown, Conduct, Days, Figure, Gap, Ground,
    InQuestion, Ladder, Link, Matter, Post, Standing, Step, Taken, Tie, Totals,
};

use super::{stage_word, then_word};
use crate::desk::{Desk, Tools};
use crate::shape::{
    ClaimNameShape, DateShape, DaysShape, QualifierShape, RecordShape, SlotShape, ToldShape,
    ValueShape, VoiceShape, days, document,
};
use crate::style::Style;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    ladders: Vec<LadderShape>,
    after: usize,
    total: usize,
    totals: Option<TotalsShape>,
}

#[derive(Serialize)]
struct LadderShape {
    record: RecordShape,
    matter: &'static str,
    dates: Vec<DateShape>,
    told_by: Vec<VoiceShape>,
    part_of: Vec<RecordShape>,
    steps: Vec<StepShape>,
    gaps: Vec<GapShape>,
    not_looked_for: Vec<&'static str>,
    conduct: Vec<ConductShape>,
    charges: Vec<ChargeShape>,
    concerns: Vec<ConcernShape>,
    admitted: Vec<AdmittedShape>,
    in_question: Vec<InQuestionShape>,
    standings: Vec<StandingShape>,
    figures: Vec<FigureShape>,
    words_left_out: bool,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ElapsedShape {
    least: u64,
    most: Option<u64>,
}

#[derive(Serialize)]
struct StepShape {
    stage: &'static str,
    record: RecordShape,
    dates: Vec<DateShape>,
    after: Vec<ElapsedShape>,
    told: Vec<SlotShape>,
    defendants: Vec<RecordShape>,
    ties: Vec<ClaimNameShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct GapShape {
    stage: &'static str,
    record: RecordShape,
    property: String,
    scope: Vec<QualifierShape>,
    ground: &'static str,
    value: ValueShape,
    voices: Vec<VoiceShape>,
    until: Option<DaysShape>,
    days: Vec<ElapsedShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ConductShape {
    record: RecordShape,
    told: Vec<SlotShape>,
    characterised: Vec<ToldShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ChargeShape {
    record: RecordShape,
    told: Vec<SlotShape>,
    decisions: Vec<DecidedShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct DecidedShape {
    record: RecordShape,
    told: Vec<SlotShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ConcernShape {
    record: RecordShape,
    told: ToldShape,
}

#[derive(Serialize)]
struct AdmittedShape {
    statement: RecordShape,
    by: Vec<RecordShape>,
    of: Vec<ToldShape>,
    content: Vec<ToldShape>,
    dates: Vec<DateShape>,
    reversed_by: Vec<RecordShape>,
    own: bool,
    charge: &'static str,
    charges: Vec<RecordShape>,
    gaps: Vec<GapShape>,
    uncharged: Vec<ToldShape>,
    may_be: Vec<RecordShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct InQuestionShape {
    proceeding: RecordShape,
    investigator: RecordShape,
    principle: &'static str,
    on_its_ground: bool,
    links: Vec<LinkShape>,
    concerns: Vec<ToldShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct LinkShape {
    tie: &'static str,
    to: RecordShape,
    through: Vec<RecordShape>,
    then: &'static str,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct StandingShape {
    who: RecordShape,
    degrees: Vec<ToldShape>,
    charged: bool,
    steps: Vec<TakenShape>,
    standing: Vec<ToldShape>,
    posts: Vec<PostShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct TakenShape {
    stage: &'static str,
    record: RecordShape,
    dates: Vec<DateShape>,
    outcome: Vec<ToldShape>,
}

#[derive(Serialize)]
struct PostShape {
    record: RecordShape,
    told: Vec<SlotShape>,
    dates: Vec<DateShape>,
    then: &'static str,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct FigureShape {
    tally: RecordShape,
    killed: bool,
    of: Vec<ToldShape>,
    figure: Vec<ToldShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct TotalsShape {
    matters: BoundsShape,
    stages: Vec<StageTotalShape>,
}

#[derive(Serialize)]
struct BoundsShape {
    low: u64,
    high: Option<u64>,
}

#[derive(Serialize)]
struct StageTotalShape {
    stage: &'static str,
    claimed: BoundsShape,
    missing: BoundsShape,
    not_looked_for: BoundsShape,
}

/// The principle in a word, the same in every language.
const PRINCIPLE: &str = "un-55-89-2";

fn matter_word(matter: Matter) -> &'static str {
    match matter {
        Matter::Event => "event",
        Matter::Act => "act",
        Matter::Death => "death",
    }
}

fn ground_word(ground: Ground) -> &'static str {
    match ground {
        Ground::Asserted => "asserted",
        Ground::NoOther => "no-other",
        Ground::Searched => "searched",
        Ground::Decided => "decided",
    }
}

fn tie_word(tie: Tie) -> &'static str {
    match tie {
        Tie::Responsible => "responsible",
        Tie::SameAgency => "same-agency",
        Tie::Command => "command",
        Tie::Holds => "holds",
        Tie::Ordered => "ordered",
        Tie::AlsoConducts => "also-conducts",
    }
}

fn charge_word(charge: ChargeKnown) -> &'static str {
    match charge {
        ChargeKnown::Charged => "charged",
        ChargeKnown::NoneClaimed => "none-claimed",
        ChargeKnown::NotLookedFor => "not-looked-for",
    }
}

fn elapsed(days: &[Days]) -> Vec<ElapsedShape> {
    days.iter().map(|days| ElapsedShape { least: days.least, most: days.most }).collect()
}

/// The answer as a document of shape `onus.accountability/1`.
#[must_use]
pub fn to_json(answer: &Accountability, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk_with(look, &answer.by_role);
    document(&Document {
        shape: "onus.accountability/1",
        ladders: answer.ladders.iter().map(|ladder| desk.ladder_shape(ladder)).collect(),
        after: answer.after,
        total: answer.total,
        totals: answer.totals.as_ref().map(totals_shape),
    })
}

fn totals_shape(totals: &Totals) -> TotalsShape {
    let bounds = |count: &Count| BoundsShape { low: count.low(), high: count.high() };
    let stages = totals.stages.iter().map(|total| StageTotalShape {
        stage: stage_word(total.stage),
        claimed: bounds(&total.claimed),
        missing: bounds(&total.missing),
        not_looked_for: bounds(&total.not_looked_for),
    });
    TotalsShape { matters: bounds(&totals.matters), stages: stages.collect() }
}

impl Desk<'_, '_> {
    fn ladder_shape(&self, ladder: &Ladder) -> LadderShape {
        let concerns = ladder.concerns.iter().map(|(record, told)| ConcernShape {
            record: self.record_shape(*record),
            told: self.told_shape(told),
        });
        LadderShape {
            record: self.record_shape(ladder.record),
            matter: matter_word(ladder.matter),
            dates: self.date_shapes(&ladder.dates),
            told_by: self.voice_shapes(&ladder.told_by),
            part_of: self.record_shapes(&ladder.part_of),
            steps: ladder.steps.iter().map(|step| self.step_shape(step)).collect(),
            gaps: ladder.gaps.iter().map(|gap| self.gap_shape(gap)).collect(),
            not_looked_for: ladder.not_looked_for.iter().map(|one| stage_word(*one)).collect(),
            conduct: ladder.conduct.iter().map(|one| self.conduct_shape(one)).collect(),
            charges: ladder.charges.iter().map(|one| self.charge_shape(one)).collect(),
            concerns: concerns.collect(),
            admitted: ladder.admitted.iter().map(|one| self.admitted_shape(one)).collect(),
            in_question: ladder.in_question.iter().map(|one| self.question_shape(one)).collect(),
            standings: ladder.standings.iter().map(|one| self.standing_shape(one)).collect(),
            figures: ladder.figures.iter().map(|one| self.figure_shape(one)).collect(),
            words_left_out: ladder.words_left_out,
            claims: self.claim_names(&ladder.claims),
        }
    }

    fn date_shapes(&self, dates: &[onus_reason::AccountOfDate]) -> Vec<DateShape> {
        dates.iter().map(|date| self.date_shape(date)).collect()
    }

    fn step_shape(&self, step: &Step) -> StepShape {
        StepShape {
            stage: stage_word(step.stage),
            record: self.record_shape(step.record),
            dates: self.date_shapes(&step.dates),
            after: elapsed(&step.after),
            told: self.slot_shapes(step.record, &step.slots),
            defendants: self.record_shapes(&step.defendants),
            ties: self.claim_names(&step.ties),
            claims: self.claim_names(&step.claims),
        }
    }

    fn gap_shape(&self, gap: &Gap) -> GapShape {
        GapShape {
            stage: stage_word(gap.stage),
            record: self.record_shape(gap.record),
            property: gap.property.to_string(),
            scope: self.qualifier_shapes(gap.record, &gap.property, &gap.scope),
            ground: ground_word(gap.ground),
            value: self.value_shape(&gap.value),
            voices: self.voice_shapes(&gap.voices),
            until: gap.until.as_ref().map(days),
            days: elapsed(&gap.days),
            claims: self.claim_names(&gap.claims),
        }
    }

    fn conduct_shape(&self, conduct: &Conduct) -> ConductShape {
        ConductShape {
            record: self.record_shape(conduct.record),
            told: self.slot_shapes(conduct.record, &conduct.slots),
            characterised: self.told_shapes(&conduct.characterised),
            claims: self.claim_names(&conduct.claims),
        }
    }

    fn charge_shape(&self, charge: &ChargeBeside) -> ChargeShape {
        let decisions = charge.decisions.iter().map(|one| DecidedShape {
            record: self.record_shape(one.decision),
            told: self.slot_shapes(one.decision, &one.slots),
            claims: self.claim_names(&one.claims),
        });
        ChargeShape {
            record: self.record_shape(charge.charge),
            told: self.slot_shapes(charge.charge, &charge.slots),
            decisions: decisions.collect(),
            claims: self.claim_names(&charge.claims),
        }
    }

    fn admitted_shape(&self, admitted: &Admitted) -> AdmittedShape {
        AdmittedShape {
            statement: self.record_shape(admitted.statement),
            by: self.record_shapes(&admitted.by),
            of: self.told_shapes(&admitted.of),
            content: self.told_shapes(&admitted.content),
            dates: self.date_shapes(&admitted.dates),
            reversed_by: self.record_shapes(&admitted.reversed_by),
            own: admitted.own,
            charge: charge_word(admitted.charge),
            charges: self.record_shapes(&admitted.charges),
            gaps: admitted.gaps.iter().map(|gap| self.gap_shape(gap)).collect(),
            uncharged: self.told_shapes(&admitted.uncharged),
            may_be: self.record_shapes(&admitted.may_be),
            claims: self.claim_names(&admitted.claims),
        }
    }

    fn question_shape(&self, question: &InQuestion) -> InQuestionShape {
        let link = |link: &Link| LinkShape {
            tie: tie_word(link.tie),
            to: self.record_shape(link.to),
            through: self.record_shapes(&link.through),
            then: then_word(link.then),
            claims: self.claim_names(&link.claims),
        };
        InQuestionShape {
            proceeding: self.record_shape(question.proceeding),
            investigator: self.record_shape(question.investigator),
            principle: PRINCIPLE,
            on_its_ground: question.is_on_the_principles_ground(),
            links: question.links.iter().map(link).collect(),
            concerns: self.told_shapes(&question.concerns),
            claims: self.claim_names(&question.claims),
        }
    }

    fn standing_shape(&self, standing: &Standing) -> StandingShape {
        let post = |post: &Post| PostShape {
            record: self.record_shape(post.posting),
            told: self.slot_shapes(post.posting, &post.slots),
            dates: self.date_shapes(&post.dates),
            then: then_word(post.then),
            claims: self.claim_names(&post.claims),
        };
        let taken = |taken: &Taken| TakenShape {
            stage: stage_word(taken.stage),
            record: self.record_shape(taken.record),
            dates: self.date_shapes(&taken.dates),
            outcome: self.told_shapes(&taken.outcome),
        };
        StandingShape {
            who: self.record_shape(standing.who),
            degrees: self.told_shapes(&standing.degrees),
            charged: standing.charged,
            steps: standing.steps.iter().map(taken).collect(),
            standing: self.told_shapes(&standing.standing),
            posts: standing.posts.iter().map(post).collect(),
            claims: self.claim_names(&standing.claims),
        }
    }

    fn figure_shape(&self, figure: &Figure) -> FigureShape {
        FigureShape {
            tally: self.record_shape(figure.tally),
            killed: figure.killed,
            of: self.told_shapes(&figure.of),
            figure: self.told_shapes(&figure.figure),
            claims: self.claim_names(&figure.claims),
        }
    }
}
