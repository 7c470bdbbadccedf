//! What a case answers, computed from its claims.
//!
//! Each answer is a pure function from a [`Look`](onus_case::Look) (a case seen in one view) to data:
//! no words, no I/O, no clock. Everything in an answer names the claims it rests on. What is listed is
//! in an order that depends on what is claimed and on nothing else: not on handles, not on the order of
//! rows, not on identifiers (see [`order`]).
//!
//! ```text
//! find(&Look, &str) -> Found
//! show(&Look, RecordId) -> Shown
//! why(&Look, &Question) -> Result<Why, WhyError>
//! list(&Look, record_type: &str, conditions: &[String]) -> Result<Listed, ListError>
//! count(&Look, kind: &str, event: Option<RecordId>) -> Result<Counted, CountError>
//! compare(&Look, first: RecordId, second: RecordId) -> Result<Compared, CompareError>
//! timeline(&Look, &TimelineFilter) -> Timeline
//! check(&Look) -> Checked
//! accountability(&Look, Option<RecordId>, Part) -> Accountability
//! atlas(&Look) -> Atlas
//! network(&Look, Option<RecordId>, most: usize) -> Network
//! links(&Look, Option<RecordId>, most: usize) -> Links
//! challenge(&Look, Option<RecordId>) -> Challenge
//! brief(&Look, &BriefLimits) -> Brief
//! review(&Look) -> Result<Review, ReadError>
//! findings(&Look, &Standards, &FindingsFilter) -> Result<Findings, FindingsError>
//! ```

mod accountability;
mod atlas;
mod authority;
mod brief;
mod called;
mod challenge;
mod check;
mod commitments;
mod compare;
mod condition;
mod count;
mod date;
mod find;
mod findings;
pub mod fold;
mod links;
mod list;
mod names;
mod network;
pub mod order;
mod part;
mod placed;
mod reading;
mod review;
mod show;
mod standard;
mod statements;
mod timeline;
mod told;
mod why;

use onus_case::DefaultView;

pub use accountability::{
    Accountability, Admitted, ChargeBeside, ChargeKnown, Conduct, Days, DecisionBeside, Figure,
    Gap, Ground, InQuestion, Ladder, Link, Matter, Post, Stage, StageTotal, Standing, Step, Taken,
    Then, Tie, Totals, accountability,
};
pub use atlas::{Atlas, Located, Unlocated, atlas};
pub use brief::{Acts, Brief, BriefLimits, Facts, Section, SectionKind, Sentence, Subject, brief};
pub use challenge::{
    Attack, Challenge, Challenged, Line as ChallengedLine, Objection, Pillar, challenge,
};
pub use check::{
    Candidate as PersonCandidate, Checked, DateOf, Finding, Misfit, Missing, Open, Problem, Shared,
    Unjudged, check,
};
pub use commitments::{Bearing, Commitments, Followed, Owed, commitments};
pub use compare::{CompareError, Compared, Entry, Outcome, Pair, SideValue, compare};
pub use condition::{AskedInput, Measured, Truth};
pub use count::{
    Between, CountError, CountLine, Counted, MayBeCounted, Minimum, NamedPeople, PartsCheck,
    Relation, ScopeGroup, ScopePart, StatedSum, Verdict, count,
};
pub use date::{AccountOfDate, Undated};
pub use find::{Candidate, Found, Matched, find, find_named, named, short_name};
pub use findings::{
    AccountFared, Fared, Findings, FindingsError, FindingsFilter, PartFared, PartyGate,
    RunningClock, StandardFared, StateConcerned, TimeGate, finding, findings,
};
pub use links::{Alike, Joined, LinkEvidence, LinkPair, Links, Weighs, links};
pub use list::{Cell, Condition, ListError, ListRow, Listed, Wanted, list};
pub use names::{all_names, best_name};
pub use network::{Network, NetworkTie, network};
pub use part::Part;
pub use reading::{
    AdmissionLine, Apart, ApartKind, DenialLine, Line, Reading, SaidOnce, Stand, is_draft, read,
    reading_of,
};
pub use review::{CoderValue, Disagreement, Review, SourceDrafts, review};
pub use show::{Backlink, Shown, ShownProperty, show};
pub use standard::{
    Confidence, Force, Party, STANDARD_FILES, Standard, StandardError, StandardErrors, Standards,
};
pub use statements::{
    Afterwards, Answered, Beside, Juxtaposed, StatementEntry, Statements, StatementsFilter,
    statements,
};
pub use timeline::{Timeline, TimelineEntry, TimelineFilter, UndatedEntry, timeline};
pub use told::{Told, told};
pub use why::{Ending, Node, NodeReason, Question, Why, WhyError, why};

/// The default views that answers here look up where they are kept ([`onus_case::Case::keep_views`]).
pub const VIEWS: [DefaultView; 2] = [called::CALLED, placed::PLACED];
