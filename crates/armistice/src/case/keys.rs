//! The keys of `case.toml`, once: what the reader checks, what it suggests, and what the JSON Schema says all come from here.

/// What a value may be.
#[derive(Debug)]
pub(super) enum Shape {
    /// The number of the format, [`FORMAT`].
    Format,
    /// A string that is not blank.
    Text,
    /// `true` or `false`.
    Bool,
    /// A day, `2025-05-17`, with or without quotation marks.
    Date,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A decimal number.
    Decimal(Bounds),
    /// A decimal number, or `[low, high]`.
    Number(Bounds),
    /// A condition over the options of issues.
    Condition,
    /// An id that this place gives to a thing.
    NewId(Kind),
    /// The name of an option that this place gives.
    NewOption,
    /// A reference to something that has an id.
    Ref(Kind),
    /// An option of an issue that the place implies: a string, or a number on a numeric issue.
    Option,
    /// An array with at least so many members.
    List(&'static Shape, usize),
    /// An array with two members.
    Pair(&'static Shape),
    /// A table with known keys.
    Table(&'static Table),
    /// A table whose keys are names, with at least so many entries.
    Map(Names, &'static Shape, usize),
    /// The first of these that fits the value's type.
    Either(&'static [Shape]),
}

/// What the keys of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Ids given here.
    New(Kind),
    /// Ids given elsewhere.
    Of(Kind),
    /// Options of an issue that the place implies.
    Options,
}

/// What has ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Party,
    Person,
    Issue,
    Source,
    Package,
    /// Red lines, preconditions and norms, which share their ids.
    Rule,
    Goal,
    Lever,
    Meeting,
    Claim,
}

impl Kind {
    /// The kind in prose.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Person => "person",
            Self::Issue => "issue",
            Self::Source => "source",
            Self::Package => "package",
            Self::Rule => "red line, precondition or norm",
            Self::Goal => "goal",
            Self::Lever => "lever",
            Self::Meeting => "meeting",
            Self::Claim => "claim",
        }
    }

    /// The kind in prose, with "a" or "an".
    pub(super) fn with_article(self) -> String {
        let word = self.word();
        format!("{} {word}", if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
    }

    /// How things of this kind are introduced in a file.
    pub(super) const fn introduced(self) -> &'static str {
        match self {
            Self::Party => "[parties.ID]",
            Self::Person => "[people.ID]",
            Self::Issue => "[issues.ID]",
            Self::Source => "[sources.ID]",
            Self::Package => "[[packages]]",
            Self::Rule => "[[red_lines]], [[preconditions]] or [[norms]]",
            Self::Goal => "[[goals]]",
            Self::Lever => "[[levers]]",
            Self::Meeting => "[[meetings]]",
            Self::Claim => "claims.toml",
        }
    }
}

/// Within what a number has to be, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The least allowed, if there is one.
    pub(super) least: Option<i32>,
    /// The greatest allowed, if there is one.
    pub(super) most: Option<i32>,
}

const ANY: Bounds = Bounds { least: None, most: None };
const NOT_NEGATIVE: Bounds = Bounds { least: Some(0), most: None };
const TRUST: Bounds = Bounds { least: Some(0), most: Some(1) };
const TRUST_CHANGE: Bounds = Bounds { least: Some(-1), most: Some(1) };
const SCORE: Bounds = Bounds { least: Some(0), most: Some(100) };

/// A table's keys and how they go together.
#[derive(Debug)]
pub(super) struct Table {
    /// What the table is, with its article ("a party").
    pub(super) name: &'static str,
    /// The known keys.
    pub(super) keys: &'static [Key],
    /// How they go together.
    pub(super) rules: &'static [Rule],
    /// What all other keys are; `None`: there are no others.
    pub(super) rest: Option<(Kind, &'static Shape)>,
}

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    /// As written.
    pub(super) name: &'static str,
    /// What its value may be.
    pub(super) shape: Shape,
    /// Whether it must be there.
    pub(super) required: bool,
    /// What it says, in one line.
    pub(super) doc: &'static str,
}

/// How keys of one table go together.
#[derive(Debug)]
pub(super) enum Rule {
    /// One of these is there, and only one.
    ExactlyOne(&'static [&'static str]),
    /// One of these is there, or none.
    AtMostOne(&'static [&'static str]),
    /// One of these is there, or more.
    AtLeastOne(&'static [&'static str]),
    /// The first is there if and only if the second is.
    Together(&'static str, &'static str),
}

/// The version of the format that is read here.
pub(super) const FORMAT: i64 = 1;

const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, required: true, doc }
}

const fn may(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, required: false, doc }
}

const fn table(name: &'static str, keys: &'static [Key], rules: &'static [Rule]) -> Table {
    Table { name, keys, rules, rest: None }
}

const BECAUSE: Key = may("because", Shape::List(&Shape::Ref(Kind::Claim), 0), "ids of the claims this rests on");
const NOTE: Key = may("note", Shape::Text, "the analyst's own words: where a number comes from, what is a judgement");

const PARTY_KEY: Key = must("party", Shape::Ref(Kind::Party), "whose");
const OUTCOME: Shape = Shape::Map(Names::Of(Kind::Issue), &Shape::Option, 0);
const PARTIES: Shape = Shape::List(&Shape::Ref(Kind::Party), 0);
const POINTS_BY_PARTY: Shape = Shape::Map(Names::Of(Kind::Party), &Shape::Number(ANY), 1);

/// The words of an outlook; a test holds them against `OutlookWord`.
pub(super) const OUTLOOK_WORDS: &[&str] =
    &["much worse", "worse", "slightly worse", "same", "slightly better", "better", "much better"];

/// The whole file.
pub(super) static CASE: Table = table(
    "the case",
    &[
        must("format", Shape::Format, "the version of this format"),
        must("title", Shape::Text, "the case's title"),
        may("as_of", Shape::Date, "the day the case describes"),
        may("deal", Shape::Condition, "what would count as an agreement; without it anything but the status quo"),
        must("status_quo", OUTCOME, "how things stand today: one option of every issue"),
        may(
            "sources",
            Shape::Map(Names::New(Kind::Source), &Shape::Table(&SOURCE), 0),
            "the texts the claims come from",
        ),
        must("parties", Shape::Map(Names::New(Kind::Party), &Shape::Table(&PARTY), 1), "the parties"),
        may("people", Shape::Map(Names::New(Kind::Person), &Shape::Table(&PERSON), 0), "named persons"),
        must("issues", Shape::Map(Names::New(Kind::Issue), &Shape::Table(&ISSUE), 1), "what is on the table"),
        may("infeasible", Shape::List(&Shape::Table(&INFEASIBLE), 0), "combinations that cannot occur"),
        may("packages", Shape::List(&Shape::Table(&PACKAGE), 0), "issues that may change in one step"),
        may(
            "preferences",
            Shape::Map(Names::Of(Kind::Party), &Shape::Table(&PREFERENCES), 0),
            "what each party wants, by party",
        ),
        may("links", Shape::List(&Shape::Table(&LINK), 0), "points for combinations"),
        may("red_lines", Shape::List(&Shape::Table(&RED_LINE), 0), "what parties refuse whatever it is worth"),
        may("preconditions", Shape::List(&Shape::Table(&PRECONDITION), 0), "what parties want first"),
        may("norms", Shape::List(&Shape::Table(&NORM), 0), "what a mediator or guarantor cannot put its name to"),
        may("goals", Shape::List(&Shape::Table(&GOAL), 0), "what someone wants met"),
        may("levers", Shape::List(&Shape::Table(&LEVER), 0), "what can be pulled from outside the deal"),
        may(
            "exposure",
            Shape::Map(Names::Of(Kind::Party), &Shape::Table(&EXPOSURE), 0),
            "what a party loses on an option if it honours a deal and the others do not, by party",
        ),
        may("mandates", Shape::List(&Shape::Table(&MANDATE), 0), "what representatives may agree to"),
        may("meetings", Shape::List(&Shape::Table(&MEETING), 0), "who met, and what each asked for"),
        may(
            "stability",
            Shape::Map(Names::Of(Kind::Party), &Shape::Table(&STABILITY), 0),
            "stated preferences over states, by party",
        ),
    ],
    &[],
);

static SOURCE: Table = table(
    "a source",
    &[
        must("file", Shape::Text, "its path inside the case folder"),
        may("title", Shape::Text, "its headline"),
        may("published", Shape::Date, "the day it was published"),
        may("origin", Shape::Text, "the name of the document that the text was taken from"),
        may("digest", Shape::Text, "the SHA-256 of that document's bytes"),
        NOTE,
    ],
    &[],
);

static PARTY: Table = table(
    "a party",
    &[
        may("name", Shape::Text, "its name in prose; default: the id"),
        may(
            "consent",
            Shape::Either(&[Shape::Bool, Shape::Words(&["ratifies"])]),
            "true: no deal without it; \"ratifies\": a parliament or referendum that must accept it too; default false",
        ),
        may(
            "outlook",
            Shape::Either(&[Shape::Words(OUTLOOK_WORDS), Shape::Number(ANY)]),
            "what going on without a deal is worth against today, in words or points; default \"same\"",
        ),
        may(
            "no_deal",
            Shape::Either(&[Shape::Number(ANY), Shape::Table(&NO_DEAL)]),
            "what going on without a deal is worth, in points or like certain outcomes",
        ),
        may("trust", Shape::Number(TRUST), "belief that the others would honour a deal, 0 to 1"),
        may("patience", Shape::Number(NOT_NEGATIVE), "points it would accept to be worse off on the way"),
        BECAUSE,
        NOTE,
    ],
    &[Rule::AtMostOne(&["outlook", "no_deal"])],
);

static NO_DEAL: Table = table(
    "a no-deal worth",
    &[
        may("like", OUTCOME, "as good as this outcome"),
        may("between", Shape::Pair(&OUTCOME), "between the worths of these two outcomes, in either order"),
    ],
    &[Rule::ExactlyOne(&["like", "between"])],
);

static PERSON: Table = table(
    "a person",
    &[
        may("name", Shape::Text, "the name in prose; default: the id"),
        must("party", Shape::Ref(Kind::Party), "the party the person speaks for"),
        may("leader", Shape::Bool, "whether the person leads it and may agree to anything; default false"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static ISSUE: Table = table(
    "an issue",
    &[
        may("title", Shape::Text, "its name in prose; default: the id"),
        may("ordered", Shape::Bool, "whether the order of the options means something; default false"),
        may("options", Shape::List(&Shape::NewOption, 2), "its options, at least two"),
        may("range", Shape::Table(&RANGE), "for numeric issues: the options as steps of a range"),
        may("labels", Shape::Map(Names::Options, &Shape::Text, 0), "options in prose, after the title"),
        must("control", PARTIES, "the parties that must all act to move it off the status quo"),
        may("undo", PARTIES, "the parties that can each alone return it to the status quo; default: each controller"),
        may(
            "irreversible",
            Shape::Map(Names::Of(Kind::Party), &Shape::Words(&["up", "down"]), 0),
            "parties that move it only upwards or only downwards",
        ),
        BECAUSE,
        NOTE,
    ],
    &[Rule::ExactlyOne(&["options", "range"])],
);

static RANGE: Table = table(
    "a range",
    &[
        must("from", Shape::Decimal(ANY), "the first number"),
        must("to", Shape::Decimal(ANY), "the last number"),
        must("step", Shape::Decimal(NOT_NEGATIVE), "the distance of neighbours"),
        may("unit", Shape::Text, "such as \"days\""),
    ],
    &[],
);

static INFEASIBLE: Table = table(
    "an infeasible combination",
    &[must("when", Shape::Condition, "the outcomes that cannot occur"), BECAUSE, NOTE],
    &[],
);

static PACKAGE: Table = table(
    "a package",
    &[
        must("id", Shape::NewId(Kind::Package), "its name in references"),
        must("issues", Shape::List(&Shape::Ref(Kind::Issue), 2), "the issues that may change in one step"),
        may("title", Shape::Text, "its name in prose"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static PREFERENCES: Table = table(
    "preferences",
    &[
        may(
            "weights",
            Shape::Either(&[
                Shape::Table(&WEIGHT_RANK),
                Shape::Map(Names::Of(Kind::Issue), &Shape::Number(NOT_NEGATIVE), 1),
            ]),
            "how much each issue matters: { rank = [...] }, or a number or [low, high] for every issue",
        ),
        may(
            "scores",
            Shape::Map(Names::Of(Kind::Issue), &SCORES, 0),
            "how good each option is, by issue: { rank = [...] }, { prefers = [...] }, or numbers from 0 to 100",
        ),
        may("interests", Shape::Text, "what is behind the position, in words"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static WEIGHT_RANK: Table = table(
    "a ranking of issues",
    &[must(
        "rank",
        Shape::List(&Shape::Either(&[Shape::Ref(Kind::Issue), Shape::List(&Shape::Ref(Kind::Issue), 1)]), 1),
        "issues, most important first; a nested list for unknown order; issues left out come last",
    )],
    &[],
);

static SCORES: Shape =
    Shape::Either(&[Shape::Table(&SCORE_RANK), Shape::Map(Names::Options, &Shape::Number(SCORE), 1)]);

static SCORE_RANK: Table = table(
    "a ranking of options",
    &[
        may(
            "rank",
            Shape::List(&Shape::Either(&[Shape::Option, Shape::List(&Shape::Option, 1)]), 1),
            "all options, best first; a nested list for unknown order",
        ),
        may("prefers", Shape::List(&Shape::Option, 2), "some options, best first"),
    ],
    &[Rule::ExactlyOne(&["rank", "prefers"])],
);

static LINK: Table = table(
    "a link",
    &[
        PARTY_KEY,
        must("when", Shape::Condition, "the combination"),
        must("points", Shape::Number(ANY), "points it adds for the party"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static RED_LINE: Table = table(
    "a red line",
    &[
        must("id", Shape::NewId(Kind::Rule), "its name in references"),
        may("title", Shape::Text, "its words in prose"),
        PARTY_KEY,
        must("refuses", Shape::Condition, "the outcomes the party refuses"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static PRECONDITION: Table = table(
    "a precondition",
    &[
        must("id", Shape::NewId(Kind::Rule), "its name in references"),
        may("title", Shape::Text, "its words in prose"),
        PARTY_KEY,
        must("first", Shape::Condition, "what must hold first"),
        must("before", Shape::Condition, "what must wait"),
        may("transient", Shape::Bool, "binds only the steps on the way, not the end; default false"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static NORM: Table = table(
    "a norm",
    &[
        must("id", Shape::NewId(Kind::Rule), "its name in references"),
        may("title", Shape::Text, "its words in prose"),
        PARTY_KEY,
        must("forbids", Shape::Condition, "the outcomes it rules out"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static GOAL: Table = table(
    "a goal",
    &[
        must("id", Shape::NewId(Kind::Goal), "its name in references"),
        may("title", Shape::Text, "its name in prose"),
        may("party", Shape::Ref(Kind::Party), "who wants it"),
        must("condition", Shape::Condition, "what is wanted"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static LEVER: Table = table(
    "a lever",
    &[
        must("id", Shape::NewId(Kind::Lever), "its name in references"),
        may("title", Shape::Text, "its name in prose"),
        must("party", Shape::Ref(Kind::Party), "who pulls it"),
        may("when", Shape::Condition, "where it holds; without it points count on no deal alone and trust everywhere"),
        may("worth", POINTS_BY_PARTY, "points it adds at full strength, by party"),
        may(
            "trust",
            Shape::Map(Names::Of(Kind::Party), &Shape::Number(TRUST_CHANGE), 1),
            "trust it adds at full strength, by party",
        ),
        BECAUSE,
        NOTE,
    ],
    &[Rule::AtLeastOne(&["worth", "trust"])],
);

static EXPOSURE: Table = Table {
    name: "exposure",
    keys: &[BECAUSE, NOTE],
    rules: &[],
    rest: Some((Kind::Issue, &Shape::Map(Names::Options, &Shape::Number(NOT_NEGATIVE), 0))),
};

static MANDATE: Table = table(
    "a mandate",
    &[
        PARTY_KEY,
        must("level", Shape::Text, "whose mandate within the party, such as \"delegation\""),
        must("may_agree", Shape::Condition, "the outcomes they may agree to without going back"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static MEETING: Table = table(
    "a meeting",
    &[
        must("id", Shape::NewId(Kind::Meeting), "its name in references"),
        may("date", Shape::Date, "the day"),
        may("place", Shape::Text, "where"),
        may("present", Shape::List(&Shape::Table(&ATTENDANCE), 0), "who was there"),
        may("absent", Shape::List(&Shape::Ref(Kind::Person), 0), "persons who were expected and stayed away"),
        may("asked", Shape::Map(Names::Of(Kind::Party), &Shape::Condition, 0), "what each party asked for"),
        may("result", Shape::Text, "how it ended, in words"),
        BECAUSE,
        NOTE,
    ],
    &[],
);

static ATTENDANCE: Table = table(
    "an attendance",
    &[
        may("party", Shape::Ref(Kind::Party), "a party's representatives, with their `level`"),
        may("level", Shape::Text, "their level, such as \"delegation\""),
        may("person", Shape::Ref(Kind::Person), "a person in the room"),
    ],
    &[Rule::ExactlyOne(&["party", "person"]), Rule::Together("party", "level")],
);

static STABILITY: Table = table(
    "a stated preference",
    &[
        may("priorities", Shape::List(&Shape::Condition, 1), "conditions, most important first"),
        may(
            "ranking",
            Shape::List(&Shape::Either(&[OUTCOME, Shape::List(&OUTCOME, 1)]), 1),
            "states, best first, ties together in a nested list",
        ),
        BECAUSE,
        NOTE,
    ],
    &[Rule::ExactlyOne(&["priorities", "ranking"])],
);
