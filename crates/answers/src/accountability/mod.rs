//! What followed for those said to be responsible, in careful words.

mod shapes;
mod words;

pub use onus_reason::{
    Accountability, Admitted, ChargeBeside, ChargeKnown, Conduct, Days, DecisionBeside, Figure,
    Gap, Ground, InQuestion, Ladder, Link, Matter, Post, Stage, StageTotal, Standing, Step, Taken,
    Then, Tie, Totals, accountability,
};
pub use shapes::to_json;
pub use words::to_text;

/// A rung in a word, the same in every language.
fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Allegation => "allegation",
        Stage::Complaint => "complaint",
        Stage::Registration => "registration",
        Stage::Inquiry => "inquiry",
        Stage::Suspension => "suspension",
        Stage::Charge => "charge",
        Stage::Trial => "trial",
        Stage::Decision => "decision",
        Stage::Appeal => "appeal",
        Stage::Redress => "redress",
    }
}

/// Whether something held at the time, in a word.
fn then_word(then: Then) -> &'static str {
    match then {
        Then::Earlier => "earlier",
        Then::Then => "then",
        Then::Perhaps => "perhaps",
        Then::Later => "later",
        Then::NotStated => "not-stated",
    }
}
