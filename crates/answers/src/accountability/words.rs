//! The answer in words: a ladder a matter, then what is told of nothing but that it happened, then the totals.

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{PropertyId, RecordId};
use onus_model::value::{Negative, Value};
use onus_reason::{
    Accountability, Admitted, ChargeKnown, Days, Gap, Ground, InQuestion, Ladder, Link, Matter,
    Post, Standing, Step, Taken, Then, Tie, Told, Totals,
};

use super::{stage_word, then_word};
use crate::desk::{Desk, Tools};
use crate::mark::{Mark, clean};
use crate::style::Style;
use crate::table::push;

/// The answer in words.
#[must_use]
pub fn to_text(answer: &Accountability, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk_with(look, &answer.by_role);
    let mut page = Page { desk: &desk, out: String::new() };
    if answer.ladders.is_empty() {
        page.line(0, &desk.phrases.plain("accountability-none"));
        return page.out;
    }
    // Of several, those with nothing to tell stand in a list.
    let bare: Vec<&Ladder> = if answer.ladders.len() > 1 {
        answer.ladders.iter().filter(|ladder| ladder.is_bare()).collect()
    } else {
        Vec::new()
    };
    for ladder in &answer.ladders {
        if !bare.iter().any(|one| one.record == ladder.record) {
            page.ladder(ladder);
            page.line(0, "");
        }
    }
    if !bare.is_empty() {
        page.line(0, &desk.heading(&desk.phrases.plain("accountability-bare")));
        for ladder in bare {
            let dates = page.dates(&ladder.dates);
            let name = page.matter(ladder);
            let text = if dates.is_empty() { name } else { format!("{name}: {dates}") };
            page.line(2, &text);
        }
        page.line(0, "");
    }
    if let Some(totals) = &answer.totals {
        page.totals(totals);
    }
    if let Some(part) = desk.part(answer.after, answer.ladders.len(), answer.total) {
        page.line(0, &part);
    }
    page.out
}

struct Page<'p, 'd, 'a> {
    desk: &'p Desk<'d, 'a>,
    out: String,
}

impl Page<'_, '_, '_> {
    fn line(&mut self, indent: usize, text: &str) {
        push(&mut self.out, indent, text, self.desk.style.width);
    }

    fn say<const N: usize>(
        &self,
        key: &str,
        args: [(&'static str, crate::phrases::Arg); N],
    ) -> String {
        self.desk.phrases.say(key, args)
    }

    fn plain(&self, key: &str) -> String {
        self.desk.phrases.plain(key)
    }

    fn dates(&self, dates: &[onus_reason::AccountOfDate]) -> String {
        let mut list: Vec<String> = dates.iter().map(|date| self.desk.date(date)).collect();
        list.dedup();
        list.join("; ")
    }

    fn matter(&self, ladder: &Ladder) -> String {
        let named = self.desk.named(ladder.record);
        match ladder.matter {
            Matter::Death => self.say("accountability-death", [("person", named.into())]),
            Matter::Event | Matter::Act => named,
        }
    }

    fn stage(&self, stage: onus_reason::Stage) -> String {
        self.plain(match stage_word(stage) {
            "allegation" => "stage-allegation",
            "complaint" => "stage-complaint",
            "registration" => "stage-registration",
            "inquiry" => "stage-inquiry",
            "suspension" => "stage-suspension",
            "charge" => "stage-charge",
            "trial" => "stage-trial",
            "decision" => "stage-decision",
            "appeal" => "stage-appeal",
            _ => "stage-redress",
        })
    }

    /// A number of days within bounds; several where accounts differ.
    fn days(&self, days: &[Days]) -> String {
        let all = days.iter().map(|days| {
            let number = |days: u64| usize::try_from(days).unwrap_or(usize::MAX).into();
            match days.most {
                Some(most) if days.is_exact() => self.say("days-exact", [("number", number(most))]),
                Some(most) if days.least == 0 => self.say("days-at-most", [("most", number(most))]),
                Some(most) => self
                    .say("days-between", [("least", number(days.least)), ("most", number(most))]),
                None => self.say("days-at-least", [("least", number(days.least))]),
            }
        });
        let all: Vec<String> = all.collect();
        match all.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                self.say("brief-or", [("first", first.into()), ("last", last.into())])
            }
        }
    }

    /// A value; words of the record stand between quotation marks.
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Text(_) => format!("“{}”", self.desk.value(value).replace(['“', '”'], "\"")),
            value => self.desk.value(value),
        }
    }

    /// Values, each with whose it is where that differs from the others, and with who denies it.
    fn told(&self, told: &[Told]) -> String {
        let mut groups: Vec<(&[Voice], &[Voice], Vec<String>)> = Vec::new();
        for one in told {
            let value = self.value(&one.value);
            match groups.iter_mut().find(|(voices, denied, _)| {
                *voices == &one.voices[..] && *denied == &one.denied_by[..]
            }) {
                Some((_, _, values)) => values.push(value),
                None => groups.push((&one.voices, &one.denied_by, vec![value])),
            }
        }
        let several = groups.len() > 1;
        let texts = groups.into_iter().map(|(voices, denied, values)| {
            let mut text = self.desk.list(values);
            if several {
                let voices = ("voices", self.desk.voices(voices).into());
                text = self.say("told-by", [("value", text.into()), voices]);
            }
            if !denied.is_empty() {
                let by = [("voices", self.desk.voices(denied).into())];
                let denied = self.desk.mark(Mark::Denied, &self.say("told-denied-by", by));
                text = format!("{text} ({denied})");
            }
            text
        });
        texts.collect::<Vec<_>>().join("; ")
    }

    fn slots(&self, record: RecordId, slots: &[(PropertyId, Vec<Told>)]) -> String {
        let slots = slots.iter().map(|(property, told)| {
            format!("{}: {}", self.desk.namer.property_of(record, property), self.told(told))
        });
        slots.collect::<Vec<_>>().join("; ")
    }

    fn ladder(&mut self, ladder: &Ladder) {
        let desk = self.desk;
        let heading = self.matter(ladder);
        self.line(0, &desk.heading(&heading));
        let dates = self.dates(&ladder.dates);
        if !dates.is_empty() {
            let when = self.say("statements-when", [("dates", dates.into())]);
            self.line(2, &when);
        }
        let told =
            self.say("accountability-told", [("voices", desk.voices(&ladder.told_by).into())]);
        self.line(2, &format!("{told} {}", desk.rows(&ladder.claims)));
        if !ladder.part_of.is_empty() {
            let around = ("records", desk.names(&ladder.part_of).into());
            let part = self.say("accountability-part-of", [around]);
            self.line(2, &part);
        }
        for step in &ladder.steps {
            self.step(step);
        }
        for gap in &ladder.gaps {
            let text = format!("{}: {}", self.stage(gap.stage), self.gap(gap));
            self.line(2, &text);
        }
        if !ladder.not_looked_for.is_empty() {
            let stages = ladder.not_looked_for.iter().map(|stage| self.stage(*stage));
            let stages = ("stages", desk.list(stages).into());
            let text = desk.quiet(&self.say("accountability-not-looked-for", [stages]));
            self.line(2, &text);
        }
        self.beside(ladder);
        for (record, told) in &ladder.concerns {
            let args = [
                ("record", desk.name(*record).into()),
                ("concern", self.value(&told.value).into()),
                ("voices", desk.voices(&told.voices).into()),
            ];
            let text = self.say("accountability-concern", args);
            self.line(2, &format!("{text} {}", desk.rows(&told.claims)));
        }
        for admitted in &ladder.admitted {
            self.admitted(admitted);
        }
        for question in &ladder.in_question {
            self.question(question);
        }
        self.standings(&ladder.standings);
        self.figures(ladder);
        if ladder.words_left_out {
            let text = desk.quiet(&self.plain("brief-words-left-out"));
            self.line(2, &text);
        }
    }

    fn step(&mut self, step: &Step) {
        let desk = self.desk;
        let mut parts = vec![desk.named(step.record)];
        let dates = self.dates(&step.dates);
        if dates.is_empty() {
            parts.push(self.plain("commitments-undated"));
        } else {
            let after = self.days(&step.after);
            parts.push(if after.is_empty() {
                dates
            } else {
                let args = [("dates", dates.into()), ("days", after.into())];
                self.say("accountability-days-after", args)
            });
        }
        let slots = self.slots(step.record, &step.slots);
        let mut text = format!("{}: {}", self.stage(step.stage), parts.join(", "));
        if !slots.is_empty() {
            text = format!("{text}; {slots}");
        }
        self.line(2, &format!("{text} {}", desk.rows(&step.claims)));
    }

    /// What is claimed to be missing, for how long, on whose word and within what.
    fn gap(&self, gap: &Gap) -> String {
        let desk = self.desk;
        let until = gap.until.as_ref().map(|until| desk.days(until));
        let voices = ("voices", desk.voices(&gap.voices).into());
        let ground = match (&gap.value, gap.ground) {
            (Value::Negative(Negative::Searched { by, place, .. }), _) => {
                let member = desk.member_name(*by).unwrap_or_else(|| self.plain("voice-member"));
                let args = [
                    ("until", until.unwrap_or_default().into()),
                    ("place", clean(place).into()),
                    ("member", member.into()),
                ];
                self.say("gap-searched", args)
            }
            (Value::Negative(Negative::Decided { by }), _) => {
                let args = [("organ", desk.name(*by).into()), voices];
                self.with_day(&self.say("gap-decided", args), until)
            }
            (value, Ground::NoOther) => {
                let args = [("value", desk.value(value).into()), voices];
                self.with_day(&self.say("gap-no-other", args), until)
            }
            _ => self.with_day(&self.say("gap-asserted", [voices]), until),
        };
        let property = desk.property(gap.record, &gap.property, &gap.scope);
        let days = self.days(&gap.days);
        let mut text = if days.is_empty() { ground } else { format!("{days}; {ground}") };
        let of = ("of", format!("{}: {property}", desk.name(gap.record)).into());
        text = self.say("gap-of", [("gap", text.into()), of]);
        format!("{text} {}", desk.rows(&gap.claims))
    }

    fn with_day(&self, text: &str, until: Option<String>) -> String {
        match until {
            Some(day) => self.say("gap-as-of", [("gap", text.into()), ("day", day.into())]),
            None => text.to_owned(),
        }
    }

    /// What was done, and what the charges say, side by side.
    fn beside(&mut self, ladder: &Ladder) {
        let desk = self.desk;
        if ladder.charges.is_empty() && ladder.matter == Matter::Event {
            return;
        }
        for conduct in &ladder.conduct {
            let mut parts = Vec::new();
            let slots = self.slots(conduct.record, &conduct.slots);
            if !slots.is_empty() {
                parts.push(slots);
            }
            for told in &conduct.characterised {
                let args = [
                    ("as", self.value(&told.value).into()),
                    ("voices", desk.voices(&told.voices).into()),
                ];
                parts.push(self.say("accountability-characterised", args));
            }
            if parts.is_empty() {
                continue;
            }
            let what = format!("{}: {}", desk.name(conduct.record), parts.join("; "));
            let text = self.say("accountability-done", [("what", what.into())]);
            self.line(2, &format!("{text} {}", desk.rows(&conduct.claims)));
        }
        for charge in &ladder.charges {
            let what = format!(
                "{}: {}",
                desk.named(charge.charge),
                self.slots(charge.charge, &charge.slots)
            );
            let text = self.say("accountability-charge", [("what", what.into())]);
            self.line(2, &format!("{text} {}", desk.rows(&charge.claims)));
            for decided in &charge.decisions {
                let what = format!(
                    "{}: {}",
                    desk.named(decided.decision),
                    self.slots(decided.decision, &decided.slots)
                );
                let text = self.say("accountability-decided", [("what", what.into())]);
                self.line(4, &format!("{text} {}", desk.rows(&decided.claims)));
            }
        }
    }

    fn admitted(&mut self, admitted: &Admitted) {
        let desk = self.desk;
        let of = if admitted.of.is_empty() {
            self.plain("admitted-of-unstated")
        } else {
            desk.list(admitted.of.iter().map(|told| desk.value(&told.value)))
        };
        let key = match admitted.charge {
            ChargeKnown::Charged => "admitted-charged",
            ChargeKnown::NoneClaimed => "admitted-none-claimed",
            ChargeKnown::NotLookedFor => "admitted-not-looked-for",
        };
        let by = if admitted.by.is_empty() {
            self.plain("voice-unstated")
        } else {
            desk.names(&admitted.by)
        };
        let mut said = desk.named(admitted.statement);
        let dates = self.dates(&admitted.dates);
        if !dates.is_empty() {
            said = format!("{said}, {dates}");
        }
        let content: Vec<String> =
            admitted.content.iter().map(|told| self.value(&told.value)).collect();
        if !content.is_empty() {
            said = format!("{said}: {}", content.join(" "));
        }
        let args = [("of", of.into()), ("by", by.into()), ("said", said.into())];
        let text = desk.mark(Mark::Handle, &self.say(key, args));
        self.line(2, &format!("{text} {}", desk.rows(&admitted.claims)));
        let mut lines = Vec::new();
        if !admitted.charges.is_empty() {
            lines.push(
                self.say("admitted-charges", [("charges", desk.names(&admitted.charges).into())]),
            );
        }
        lines.extend(admitted.gaps.iter().map(|gap| self.gap(gap)));
        for told in &admitted.uncharged {
            let args = [
                ("standing", desk.value(&told.value).into()),
                ("voices", desk.voices(&told.voices).into()),
            ];
            let text = self.say("accountability-standing", args);
            lines.push(format!("{text} {}", desk.rows(&told.claims)));
        }
        if !admitted.may_be.is_empty() {
            lines.push(self.say("admitted-may-be", [("who", desk.names(&admitted.may_be).into())]));
        }
        if !admitted.reversed_by.is_empty() {
            let by = [("statements", desk.names(&admitted.reversed_by).into())];
            lines.push(self.say("statements-reversed-by", by));
        }
        for line in lines {
            self.line(4, &line);
        }
    }

    fn question(&mut self, question: &InQuestion) {
        let desk = self.desk;
        let args = [
            ("who", desk.name(question.investigator).into()),
            ("proceeding", desk.named(question.proceeding).into()),
        ];
        let text = desk.mark(Mark::Conflict, &self.say("question-independence", args));
        self.line(2, &format!("{text} {}", desk.rows(&question.claims)));
        for link in &question.links {
            let text = self.link(link);
            self.line(4, &text);
        }
        for told in &question.concerns {
            let voices = [("voices", desk.voices(&told.voices).into())];
            let text = self.say("question-concern", voices);
            self.line(4, &format!("{text} {}", desk.rows(&told.claims)));
        }
        let mut principle = self.plain("question-principle");
        if !question.is_on_the_principles_ground() {
            principle = format!("{principle} {}", self.plain("question-limit"));
        }
        self.line(4, &desk.quiet(&principle));
    }

    fn link(&self, link: &Link) -> String {
        let desk = self.desk;
        let key = match link.tie {
            Tie::Responsible => "tie-responsible",
            Tie::SameAgency => "tie-same-agency",
            Tie::Command => "tie-command",
            Tie::Holds => "tie-holds",
            Tie::Ordered => "tie-ordered",
            Tie::AlsoConducts => "tie-also-conducts",
        };
        let mut text = self.say(key, [("to", desk.name(link.to).into())]);
        if !link.through.is_empty() {
            let through = desk.names(&link.through);
            let then = self.then(link.then);
            let args = [("through", through.into()), ("then", then.into())];
            text = format!("{text} ({})", self.say("tie-through", args));
        }
        format!("{text} {}", desk.rows(&link.claims))
    }

    fn then(&self, then: Then) -> String {
        self.plain(match then_word(then) {
            "earlier" => "then-earlier",
            "then" => "then-then",
            "perhaps" => "then-perhaps",
            "later" => "then-later",
            _ => "then-not-stated",
        })
    }

    fn standings(&mut self, standings: &[Standing]) {
        let desk = self.desk;
        if standings.is_empty() {
            return;
        }
        let heading = self.plain("accountability-standings");
        self.line(2, &heading);
        for standing in standings {
            let mut parts = Vec::new();
            if !standing.degrees.is_empty() {
                let degrees = ("degrees", self.told(&standing.degrees).into());
                parts.push(self.say("accountability-degrees", [degrees]));
            }
            if standing.charged {
                parts.push(self.plain("accountability-charged"));
            }
            for told in &standing.standing {
                let args = [
                    ("standing", desk.value(&told.value).into()),
                    ("voices", desk.voices(&told.voices).into()),
                ];
                parts.push(self.say("accountability-standing", args));
            }
            if parts.is_empty() {
                parts.push(self.plain("accountability-named"));
            }
            let text = format!("{}: {}", desk.name(standing.who), parts.join("; "));
            self.line(4, &format!("{text} {}", desk.rows(&standing.claims)));
            if !standing.steps.is_empty() {
                let steps = standing.steps.iter().map(|taken| self.taken(taken));
                let steps = ("steps", steps.collect::<Vec<_>>().join("; ").into());
                let text = self.say("accountability-steps", [steps]);
                self.line(6, &text);
            }
            for post in &standing.posts {
                let text = self.post(post);
                self.line(6, &text);
            }
            let is_person = desk.look.corpus().record_type(standing.who);
            if standing.posts.is_empty() && is_person.is_some_and(|one| one.as_str() == "person") {
                let none = desk.quiet(&self.plain("accountability-no-posts"));
                self.line(6, &none);
            }
        }
    }

    fn taken(&self, taken: &Taken) -> String {
        let dates = self.dates(&taken.dates);
        let dates = if dates.is_empty() { self.plain("commitments-undated") } else { dates };
        let mut told = vec![dates];
        if !taken.outcome.is_empty() {
            told.push(self.told(&taken.outcome));
        }
        let name = self.desk.name(taken.record);
        format!("{}: {name} ({})", self.stage(taken.stage), told.join("; "))
    }

    fn post(&self, post: &Post) -> String {
        let desk = self.desk;
        let slots = self.slots(post.posting, &post.slots);
        let dates = self.dates(&post.dates);
        let then = self.then(post.then);
        let held = if dates.is_empty() { then } else { format!("{dates}; {then}") };
        let args = [("post", slots.into()), ("held", held.into())];
        format!("{} {}", self.say("accountability-post", args), desk.rows(&post.claims))
    }

    fn figures(&mut self, ladder: &Ladder) {
        let desk = self.desk;
        // One kind alone stands beside nothing; the count tells of it.
        if !ladder.figures.iter().any(|one| one.killed)
            || ladder.figures.iter().all(|one| one.killed)
        {
            return;
        }
        let heading = self.plain("accountability-figures");
        self.line(2, &heading);
        for figure in &ladder.figures {
            let of = desk.list(figure.of.iter().map(|told| desk.value(&told.value)));
            let figures = figure.figure.iter().map(|told| {
                let args = [
                    ("value", desk.value(&told.value).into()),
                    ("voices", desk.voices(&told.voices).into()),
                ];
                self.say("told-by", args)
            });
            let figures = figures.collect::<Vec<_>>().join("; ");
            let text = format!("{of}, {}: {figures}", desk.named(figure.tally));
            self.line(4, &format!("{text} {}", desk.rows(&figure.claims)));
        }
    }

    fn totals(&mut self, totals: &Totals) {
        let desk = self.desk;
        let count = |count: onus_model::value::Count| desk.value(&Value::Count(count));
        let matters = ("matters", count(totals.matters).into());
        let text = self.say("accountability-totals", [matters]);
        self.line(0, &desk.heading(&text));
        for total in &totals.stages {
            let args = [
                ("stage", self.stage(total.stage).into()),
                ("claimed", count(total.claimed).into()),
                ("missing", count(total.missing).into()),
                ("open", count(total.not_looked_for).into()),
            ];
            let text = self.say("accountability-total", args);
            self.line(2, &text);
        }
        let note = desk.quiet(&self.plain("accountability-note"));
        self.line(0, &note);
    }
}
