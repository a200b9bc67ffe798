//! Claims: one thing somebody said or did each, with the verbatim quote. The contents of `claims.toml`.

use super::model::Source;

/// A dossier of claims: what `claims.toml` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// The texts the claims come from, in file order.
    pub sources: Vec<Source>,
    /// Everybody named, in file order.
    pub actors: Vec<Actor>,
    /// The claims, in file order.
    pub claims: Vec<Claim>,
}

/// Somebody (or some body) that speaks, acts or is spoken of.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Name in references; the ids of a case's parties and people mean the same actors.
    pub id: String,
    /// Name in prose.
    pub name: String,
    /// What sort of actor.
    pub kind: ActorKind,
    /// The actor it belongs to: a person's or delegation's state, a source's side.
    pub of: Option<String>,
    /// A person's office, such as "president".
    pub office: Option<String>,
    /// Other names by which the sources call the actor. Reading again knows them; one actor is merged into another by listing its name here.
    pub names: Vec<String>,
}

/// What sort of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A state or its government.
    State,
    /// A named person.
    Person,
    /// An armed group, movement or political party.
    Group,
    /// A bloc of states ("European leaders").
    Bloc,
    /// An organisation of states or people.
    Organisation,
    /// A delegation, ministry, army or other body of an actor.
    Delegation,
    /// An unnamed source ("a senior Ukrainian source").
    Source,
    /// Anything else.
    Other,
}

/// What a claim reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the field's words; claims.md explains each")]
pub enum ClaimKind {
    Meet,
    Process,
    Agree,
    Demand,
    Condition,
    Call,
    Offer,
    Willing,
    Pledge,
    Accept,
    Refuse,
    Support,
    Criticize,
    Deny,
    Assess,
    Threaten,
    Attend,
    Mediate,
    Ceasefire,
    Withdraw,
    Release,
    Sanction,
    Suspend,
    Violence,
}

/// Whether a claim asserts (`+`), negates (`-`) or neither (`0`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// `+`
    Positive,
    /// `-`
    Negative,
    /// `0`
    Neutral,
}

/// When what a claim reports happens, seen from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimStatus {
    /// It happened.
    Past,
    /// It holds.
    Present,
    /// It is to happen.
    Future,
    /// It would happen if.
    Hypothetical,
}

/// Where a claim stands between machine and analyst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// By the reader; nobody has looked at it.
    Drafted,
    /// Taken as it is.
    Accepted,
    /// Not to be used.
    Rejected,
    /// Changed by a person.
    Edited,
}

/// Who a source says said so.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The actor, when known.
    pub actor: Option<String>,
    /// As the source has it ("a senior Ukrainian source").
    pub text: String,
    /// Whether the words are in quotation marks.
    pub direct: bool,
}

/// Where words stand: bytes `start..end` of a source's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the source.
    pub source: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One thing somebody said or did.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// "c1", "c2", …
    pub id: String,
    /// Id of its source.
    pub source: String,
    /// What it reports.
    pub kind: ClaimKind,
    /// Ids of the actors who said or did it.
    pub speaker: Vec<String>,
    /// Ids of the actors it is addressed to or about.
    pub target: Vec<String>,
    /// Words for what it is about, such as "ceasefire".
    pub issue: Vec<String>,
    /// What was said or done, as a short clause.
    pub content: String,
    /// Asserting or negating.
    pub polarity: Polarity,
    /// When, seen from the source.
    pub status: ClaimStatus,
    /// The day or days meant, as ISO 8601 has them: `2025-05-16`, `2025-05`, `2025`, or the first and the last with a slash between.
    pub when: Option<String>,
    /// Ids of the claims under which this one holds ("only if", "unless", "until").
    pub conditions: Vec<String>,
    /// According to whom, when not the source itself.
    pub attribution: Option<Attribution>,
    /// Verbatim: bytes `start..end` of the source's text.
    pub quote: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Where other sources have the same quote, to the byte: an agency's text in a second paper.
    pub also: Vec<Place>,
    /// Who drafted it, when that was not the built-in reader: "model llama3.1:8b", "annotator1".
    pub by: Option<String>,
    /// Between machine and analyst.
    pub state: ClaimState,
}

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order of definition.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As written in files.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value written so, if any is.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(ActorKind {
    State = "state", Person = "person", Group = "group", Bloc = "bloc", Organisation = "organisation",
    Delegation = "delegation", Source = "source", Other = "other",
});
words!(ClaimKind {
    Meet = "meet", Process = "process", Agree = "agree", Demand = "demand", Condition = "condition", Call = "call",
    Offer = "offer", Willing = "willing", Pledge = "pledge", Accept = "accept", Refuse = "refuse",
    Support = "support", Criticize = "criticize", Deny = "deny", Assess = "assess", Threaten = "threaten",
    Attend = "attend", Mediate = "mediate", Ceasefire = "ceasefire", Withdraw = "withdraw", Release = "release",
    Sanction = "sanction", Suspend = "suspend", Violence = "violence",
});
words!(Polarity { Positive = "+", Negative = "-", Neutral = "0" });
words!(ClaimStatus { Past = "past", Present = "present", Future = "future", Hypothetical = "hypothetical" });
words!(ClaimState { Drafted = "drafted", Accepted = "accepted", Rejected = "rejected", Edited = "edited" });

impl Claims {
    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|c| c.id == id)
    }

    /// The actor with this id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }
}
