//! The case as data: what `case.toml` says, resolved. References are indices into the case's own lists, in file order.

use std::collections::BTreeMap;

use super::claims::Claims;
use super::condition::Condition;
use crate::diagnostic::Span;
use crate::points::Decimal;

/// Index into [`Case::parties`].
pub type PartyIndex = usize;
/// Index into [`Case::issues`].
pub type IssueIndex = usize;
/// Index into [`Issue::options`] of one issue.
pub type OptionIndex = usize;
/// One option per issue, in issue order (definitions §1.1).
pub type Outcome = Vec<OptionIndex>;

/// A negotiation as publicly known: who, about what, wanting and refusing what (definitions §1).
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The case's title.
    pub title: String,
    /// The day the case describes, `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// What would count as an agreement; `None`: anything but the status quo (definitions §1.3).
    pub deal: Option<Condition>,
    /// How things stand today (definitions §1.1).
    pub status_quo: Outcome,
    /// Where the claims come from.
    pub sources: Vec<Source>,
    /// The parties (definitions §1.2).
    pub parties: Vec<Party>,
    /// Named persons.
    pub people: Vec<Person>,
    /// What is on the table (definitions §1.1).
    pub issues: Vec<Issue>,
    /// Combinations that cannot occur (definitions §1.1).
    pub infeasible: Vec<Infeasible>,
    /// Issues that may change in one step (definitions §7).
    pub packages: Vec<Package>,
    /// At most one per party.
    pub preferences: Vec<Preferences>,
    /// Points for combinations (definitions §1.4).
    pub links: Vec<Link>,
    /// Outcomes a party refuses whatever their worth (definitions §1.7).
    pub red_lines: Vec<RedLine>,
    /// What a party wants first (definitions §1.7).
    pub preconditions: Vec<Precondition>,
    /// Outcomes an outsider cannot put its name to (definitions §1.7).
    pub norms: Vec<Norm>,
    /// What someone wants met (definitions §3.4).
    pub goals: Vec<Goal>,
    /// What can be pulled from outside the deal (definitions §1.5).
    pub levers: Vec<Lever>,
    /// What a party loses if it honours an option and the others do not (definitions §1.4); at most one per party.
    pub exposures: Vec<Exposure>,
    /// What representatives may agree to (definitions §8).
    pub mandates: Vec<Mandate>,
    /// Who met, and what each asked for (definitions §8, §11).
    pub meetings: Vec<Meeting>,
    /// Stated preferences over states, for stability analysis (definitions §6); at most one per party.
    pub stability: Vec<StatedStability>,
    /// The statements behind it all; `None` when the case has no `claims.toml`.
    pub claims: Option<Claims>,
    /// SHA-256 of the bytes of `case.toml`, in lower-case hexadecimal.
    pub digest: String,
}

/// What a table of the case rests on (definitions §12), and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grounds {
    /// Ids of claims, as written.
    pub because: Vec<String>,
    /// The analyst's own words.
    pub note: Option<String>,
    /// Bytes of `case.toml`: the table's header or, for inline tables, the whole table. Not compared by `rewrite`.
    pub span: Span,
}

/// A source text.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name in claims.
    pub id: String,
    /// Path inside the case folder.
    pub file: String,
    /// Its headline.
    pub title: Option<String>,
    /// `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The name of the document it was taken from, where `file` holds only the text of that.
    pub origin: Option<String>,
    /// SHA-256 of that document's bytes, in lower-case hexadecimal.
    pub digest: Option<String>,
    /// The analyst's own words.
    pub note: Option<String>,
}

/// Whose consent a deal needs (definitions §1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Acts through levers only.
    Outside,
    /// A signatory.
    Signs,
    /// A ratifier.
    Ratifies,
}

/// A party to the case (definitions §1.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Its name in references.
    pub id: String,
    /// Its name in prose.
    pub name: String,
    /// Whether a deal needs it.
    pub consent: Consent,
    /// What going on without agreement is worth to it.
    pub no_deal: NoDeal,
    /// Belief that the others would honour a deal, 0…1; `None`: unknown.
    pub trust: Option<Number>,
    /// Points it would accept to be worse off on the way (definitions §7); `None`: 0.
    pub patience: Option<Number>,
    /// What this rests on.
    pub grounds: Grounds,
}

impl Party {
    /// Whether the party is in C: a deal needs its acceptance (definitions §1.2).
    pub fn in_c(&self) -> bool {
        self.consent != Consent::Outside
    }
}

/// A number that may be known only to lie in an interval (definitions §1.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Known, or judged.
    Value(Decimal),
    /// Between two ends, lower first.
    Range(Decimal, Decimal),
}

impl Number {
    /// The lower end.
    pub fn low(self) -> Decimal {
        match self {
            Self::Value(v) | Self::Range(v, _) => v,
        }
    }

    /// The upper end.
    pub fn high(self) -> Decimal {
        match self {
            Self::Value(v) | Self::Range(_, v) => v,
        }
    }
}

/// No-deal worth d_i, as stated (definitions §1.6).
#[derive(Clone, Debug, PartialEq)]
pub enum NoDeal {
    /// Nothing was said: the same as the status quo, −1…1.
    Unstated,
    /// In words, against the status quo.
    Words(OutlookWord),
    /// In points, against the status quo.
    Outlook(Number),
    /// As good as this outcome.
    Like(Outcome),
    /// Between the worths of two outcomes, in either order.
    Between(Outcome, Outcome),
    /// In points.
    Points(Number),
}

/// Words for an outlook (definitions §1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlookWord {
    /// −20…−10 points.
    MuchWorse,
    /// −10…−4.
    Worse,
    /// −4…−1.
    SlightlyWorse,
    /// −1…1.
    Same,
    /// 1…4.
    SlightlyBetter,
    /// 4…10.
    Better,
    /// 10…20.
    MuchBetter,
}

impl OutlookWord {
    /// Every word, from the worst to the best.
    pub const ALL: [Self; 7] = [
        Self::MuchWorse,
        Self::Worse,
        Self::SlightlyWorse,
        Self::Same,
        Self::SlightlyBetter,
        Self::Better,
        Self::MuchBetter,
    ];

    /// As written in a case.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MuchWorse => "much worse",
            Self::Worse => "worse",
            Self::SlightlyWorse => "slightly worse",
            Self::Same => "same",
            Self::SlightlyBetter => "slightly better",
            Self::Better => "better",
            Self::MuchBetter => "much better",
        }
    }

    /// What it means, in points against the status quo.
    pub const fn range(self) -> Number {
        let (low, high) = match self {
            Self::MuchWorse => (-20, -10),
            Self::Worse => (-10, -4),
            Self::SlightlyWorse => (-4, -1),
            Self::Same => (-1, 1),
            Self::SlightlyBetter => (1, 4),
            Self::Better => (4, 10),
            Self::MuchBetter => (10, 20),
        };
        Number::Range(Decimal::whole(low), Decimal::whole(high))
    }
}

/// A named person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Name in references.
    pub id: String,
    /// Name in prose.
    pub name: String,
    /// The party the person speaks for.
    pub party: PartyIndex,
    /// Whether the person leads it: a leader may agree to anything (definitions §8).
    pub leader: bool,
    /// What this rests on.
    pub grounds: Grounds,
}

/// Which way an irreversible issue moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To later options only.
    Up,
    /// To earlier options only.
    Down,
}

/// An issue with its options (definitions §1.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Name in references.
    pub id: String,
    /// Name in prose.
    pub title: String,
    /// Whether the order of the options means something; numeric issues are ordered.
    pub ordered: bool,
    /// At least two.
    pub options: Vec<IssueOption>,
    /// The range it was written as; `None` for an issue with listed options.
    pub range: Option<NumericRange>,
    /// Parties that must all act to move it off the status quo.
    pub control: Vec<PartyIndex>,
    /// Parties that can, each alone, return it to the status quo; `None`: each controller.
    pub undo: Option<Vec<PartyIndex>>,
    /// Parties that move it one way only.
    pub irreversible: Vec<(PartyIndex, Direction)>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// One option of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOption {
    /// Name in references; for a numeric issue the number's plain notation.
    pub id: String,
    /// A phrase that goes on after the issue's title ("stays under Ukrainian control").
    pub label: Option<String>,
    /// The number, on a numeric issue.
    pub value: Option<Decimal>,
}

/// How a numeric issue is written. The options are `from`, `from + step`, …, `to`.
#[derive(Clone, Debug, PartialEq)]
pub struct NumericRange {
    /// The first option.
    pub from: Decimal,
    /// The last option.
    pub to: Decimal,
    /// The distance of neighbours.
    pub step: Decimal,
    /// Such as "days".
    pub unit: Option<String>,
}

/// A combination that cannot occur.
#[derive(Clone, Debug, PartialEq)]
pub struct Infeasible {
    /// The outcomes ruled out.
    pub when: Condition,
    /// What this rests on.
    pub grounds: Grounds,
}

/// Issues that may change in one step (definitions §7).
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// Name in references.
    pub id: String,
    /// Name in prose.
    pub title: Option<String>,
    /// At least two.
    pub issues: Vec<IssueIndex>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// What a party wants (definitions §1.4, §1.8).
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// Whose.
    pub party: PartyIndex,
    /// How much each issue matters.
    pub weights: Weights,
    /// Per issue, in issue order; `None`: unstated.
    pub scores: Vec<Option<Scores>>,
    /// What is behind the position, in words.
    pub interests: Option<String>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// Swing weights (definitions §1.8).
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// Nothing was said: uniform on the simplex, centrally equal.
    Unstated,
    /// On any scale, one per issue in issue order, not all zero.
    Numbers(Vec<Number>),
    /// Groups of issues, most important first; every issue is in exactly one group (those left out in the file form the last).
    Rank(Vec<Vec<IssueIndex>>),
}

/// Scores of the options of one issue (definitions §1.8).
#[derive(Clone, Debug, PartialEq)]
pub enum Scores {
    /// Per option; `None`: left out. On numeric issues what is left out between scored steps is interpolated.
    Points(Vec<Option<Number>>),
    /// Groups of options, best first; every option is in exactly one.
    Rank(Vec<Vec<OptionIndex>>),
    /// A chain of some options, best first.
    Prefers(Vec<OptionIndex>),
}

/// Points for a combination (definitions §1.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Whose.
    pub party: PartyIndex,
    /// The combination.
    pub when: Condition,
    /// Added to its worth where `when` is met.
    pub points: Number,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A red line (definitions §1.7).
#[derive(Clone, Debug, PartialEq)]
pub struct RedLine {
    /// Name in references.
    pub id: String,
    /// Its words in prose ("a third state's soldiers on its soil"), after "refuses"; `None`: made from the condition.
    pub title: Option<String>,
    /// Whose.
    pub party: PartyIndex,
    /// The outcomes it refuses.
    pub refuses: Condition,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A precondition (definitions §1.7): outcomes with `before` and not `first` are refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Precondition {
    /// Name in references.
    pub id: String,
    /// Its words in prose, after the party's name ("agrees to no ceasefire unless …"); `None`: made from the conditions.
    pub title: Option<String>,
    /// Whose.
    pub party: PartyIndex,
    /// What must hold first.
    pub first: Condition,
    /// What must wait.
    pub before: Condition,
    /// Binds only the steps on the way, not the end.
    pub transient: bool,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A norm (definitions §1.7).
#[derive(Clone, Debug, PartialEq)]
pub struct Norm {
    /// Name in references.
    pub id: String,
    /// Its words in prose.
    pub title: Option<String>,
    /// Whose.
    pub party: PartyIndex,
    /// The outcomes ruled out.
    pub forbids: Condition,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A goal (definitions §3.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Name in references.
    pub id: String,
    /// Name in prose.
    pub title: Option<String>,
    /// Who wants it.
    pub party: Option<PartyIndex>,
    /// What is wanted.
    pub condition: Condition,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A lever (definitions §1.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Name in references.
    pub id: String,
    /// Name in prose.
    pub title: Option<String>,
    /// Who pulls it.
    pub party: PartyIndex,
    /// Where it holds; `None`: points on no deal alone, trust everywhere.
    pub when: Option<Condition>,
    /// Points per party at strength 1.
    pub worth: Vec<(PartyIndex, Number)>,
    /// Trust added per party at strength 1.
    pub trust: Vec<(PartyIndex, Number)>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A party's exposure (definitions §1.4): points lost on an option if the others defect, none on status-quo options.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// Whose.
    pub party: PartyIndex,
    /// Points ≥ 0, by issue and option.
    pub points: BTreeMap<(IssueIndex, OptionIndex), Number>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// What a party's representatives of one level may agree to (definitions §8).
#[derive(Clone, Debug, PartialEq)]
pub struct Mandate {
    /// Whose representatives.
    pub party: PartyIndex,
    /// Such as "delegation".
    pub level: String,
    /// The outcomes within it.
    pub may_agree: Condition,
    /// What this rests on.
    pub grounds: Grounds,
}

/// A meeting (definitions §8).
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// Name in references.
    pub id: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Who was there.
    pub present: Vec<Attendance>,
    /// Indices into [`Case::people`]: who was expected and stayed away.
    pub absent: Vec<usize>,
    /// What each party asked for (definitions §11).
    pub asked: Vec<(PartyIndex, Condition)>,
    /// How it ended, in words.
    pub result: Option<String>,
    /// What this rests on.
    pub grounds: Grounds,
}

/// Someone at a meeting.
#[derive(Clone, Debug, PartialEq)]
pub enum Attendance {
    /// A party's representatives of a level.
    Level {
        /// The party.
        party: PartyIndex,
        /// The level, such as "delegation".
        level: String,
    },
    /// A person: index into [`Case::people`].
    Person(usize),
}

/// A stated preference over states (definitions §6).
#[derive(Clone, Debug, PartialEq)]
pub struct StatedStability {
    /// Whose.
    pub party: PartyIndex,
    /// Conditions or states, most important or best first.
    pub order: StabilityOrder,
    /// What this rests on.
    pub grounds: Grounds,
}

/// The two ways of stating a preference over states (definitions §6).
#[derive(Clone, Debug, PartialEq)]
pub enum StabilityOrder {
    /// Option prioritisation.
    Priorities(Vec<Condition>),
    /// Best first, ties together.
    Ranking(Vec<Vec<Outcome>>),
}

impl Case {
    /// The indices of the parties of C in file order: those a deal needs (definitions §1.2).
    pub fn signatories(&self) -> Vec<PartyIndex> {
        (0..self.parties.len()).filter(|&p| self.parties[p].in_c()).collect()
    }

    /// A party's preferences, if any were stated.
    pub fn preferences_of(&self, party: PartyIndex) -> Option<&Preferences> {
        self.preferences.iter().find(|p| p.party == party)
    }

    /// Whether the party said nothing on the issue's options (definitions §1.8).
    pub fn is_unstated(&self, party: PartyIndex, issue: IssueIndex) -> bool {
        self.preferences_of(party).is_none_or(|p| p.scores[issue].is_none())
    }

    /// The index of the party with this id.
    pub fn party(&self, id: &str) -> Option<PartyIndex> {
        self.parties.iter().position(|p| p.id == id)
    }

    /// The index of the issue with this id.
    pub fn issue(&self, id: &str) -> Option<IssueIndex> {
        self.issues.iter().position(|i| i.id == id)
    }
}

impl Issue {
    /// The index of the option with this id.
    pub fn option(&self, id: &str) -> Option<OptionIndex> {
        self.options.iter().position(|o| o.id == id)
    }
}
