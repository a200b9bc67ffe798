//! Cases at random: small enough to enumerate, with every construct that definitions §1–3 compute with.

use std::collections::BTreeMap;

use armistice::analysis::Settings;
use armistice::case::claims::*;
use armistice::case::condition::{Atom, Expr, Limit, Test};
use armistice::case::*;
use armistice::points::Decimal;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{blank, condition};

/// A case and what is asked of it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub case: Case,
    /// The index of the goal that is also asked about as if it came from outside the case.
    pub goal: Option<usize>,
    /// Levers pulled, and how far.
    pub levers: Vec<(usize, Decimal)>,
}

impl Asked {
    /// The question about the case's own `deal` to put to `verify`.
    pub fn question(&self) -> armistice::verify::Question<'_> {
        armistice::verify::Question { case: &self.case, target: None, levers: &self.levers }
    }

    /// The settings that ask it.
    pub fn settings(&self) -> Settings {
        let goal = self.goal.map(|g| self.case.goals[g].condition.clone());
        Settings { pulls: self.levers.clone(), goal, ..Settings::default() }
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Nominal,
    Ordered,
    /// From −5 in steps of 2.5.
    Numeric,
}

/// A random case with a question: sometimes about a goal, sometimes with levers pulled.
pub fn asked() -> impl Strategy<Value = Asked> {
    case().prop_flat_map(|case| {
        let goals = case.goals.len();
        let goal = if goals == 0 { Just(None).boxed() } else { option::weighted(0.3, 0..goals).boxed() };
        let strength = prop_oneof![Just("0"), Just("0.5"), Just("1"), Just("1.75")];
        let levers = vec(option::of(strength), case.levers.len());
        (Just(case), goal, levers).prop_map(|(case, goal, strengths)| {
            let pulled = strengths.into_iter().enumerate().filter_map(|(l, s)| Some((l, Decimal::parse(s?).unwrap())));
            Asked { levers: pulled.collect(), case, goal }
        })
    })
}

/// A random case: 2–4 parties, 1–5 issues of 2–4 options; one in ten is [`broad`].
pub fn case() -> impl Strategy<Value = Case> {
    prop_oneof![9 => of_issues(vec((2..=4usize, kind()), 1..=5)), 1 => of_issues(broad_issues())]
}

/// A random case of 64 blocks of 81 combinations (see `space/rules.rs`): as many as a scan has chunks, and more than a word has bits.
pub fn broad() -> impl Strategy<Value = Case> {
    of_issues(broad_issues())
}

fn broad_issues() -> impl Strategy<Value = Vec<(usize, Kind)>> {
    vec(kind(), 7).prop_map(|kinds| [4, 4, 4, 3, 3, 3, 3].into_iter().zip(kinds).collect())
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Nominal), Just(Kind::Ordered), Just(Kind::Numeric)]
}

fn of_issues(issues: impl Strategy<Value = Vec<(usize, Kind)>>) -> impl Strategy<Value = Case> {
    let consent = prop_oneof![7 => Just(Consent::Signs), 2 => Just(Consent::Ratifies), 1 => Just(Consent::Outside)];
    (vec(consent, 2..=4), issues)
        .prop_map(|(consents, issues)| table(&consents, &issues))
        .prop_flat_map(|case| {
            let status_quo: Vec<_> = case.issues.iter().map(|i| 0..i.options.len()).collect();
            (Just(case), status_quo).prop_map(|(mut case, status_quo)| {
                case.status_quo = status_quo;
                case
            })
        })
        .prop_flat_map(|case| {
            let (wants, refuses, outside) = (wanting(&case), refusing(&case), pressing(&case));
            (Just(case), wants, refuses, outside).prop_map(|(mut case, wants, refuses, outside)| {
                (case.preferences, case.links, case.exposures) = (wants.preferences, wants.links, wants.exposures);
                for (party, (no_deal, trust)) in case.parties.iter_mut().zip(wants.parties) {
                    (party.no_deal, party.trust) = (no_deal, trust);
                }
                (case.red_lines, case.preconditions) = (refuses.red_lines, refuses.preconditions);
                (case.norms, case.deal, case.goals) = (outside.norms, outside.deal, outside.goals);
                (case.infeasible, case.levers) = (outside.infeasible, outside.levers);
                (case.claims, case.people) = (refuses.claims, refuses.people);
                case
            })
        })
}

fn table(consents: &[Consent], issues: &[(usize, Kind)]) -> Case {
    const PARTIES: [&str; 4] = ["north", "south", "assembly", "union"];
    const ISSUES: [&str; 7] = ["border", "water", "days", "return", "posts", "trade", "roads"];
    const OPTIONS: [&str; 4] = ["none", "some", "most", "all"];
    const STEPS: [&str; 4] = ["-5", "-2.5", "0", "2.5"];
    let parties: Vec<_> = PARTIES.into_iter().zip(consents.iter().copied()).collect();
    let named: Vec<_> = ISSUES.into_iter().zip(issues.iter().map(|&(n, _)| &OPTIONS[..n])).collect();
    let mut case = blank(&parties, &named);
    for (issue, &(n, kind)) in case.issues.iter_mut().zip(issues) {
        issue.ordered = !matches!(kind, Kind::Nominal);
        if matches!(kind, Kind::Numeric) {
            let steps: Vec<Decimal> = STEPS[..n].iter().map(|s| Decimal::parse(s).unwrap()).collect();
            for (option, &value) in issue.options.iter_mut().zip(&steps) {
                (option.id, option.value) = (value.to_string(), Some(value));
            }
            let step = Decimal::parse("2.5").unwrap();
            issue.range = Some(NumericRange { from: steps[0], to: steps[n - 1], step, unit: None });
        }
    }
    case
}

/// A number of thousandths in these bounds (whole points), often a round one, sometimes an interval.
fn number(low: i64, high: i64) -> impl Strategy<Value = Number> + Clone {
    let round = (low * 2..=high * 2).prop_map(|half| half * 500);
    let fine = low * 1000..=high * 1000;
    let thousandths = prop_oneof![3 => round, 1 => fine];
    (thousandths.clone(), option::weighted(0.3, thousandths)).prop_map(|(a, b)| {
        let decimal = |n: i64| Decimal::parse(&format!("{n}e-3")).unwrap();
        match b {
            None => Number::Value(decimal(a)),
            Some(b) => Number::Range(decimal(a.min(b)), decimal(a.max(b))),
        }
    })
}

/// A condition over the issues of the case.
pub fn any_condition(case: &Case) -> impl Strategy<Value = Condition> + Clone + use<> {
    let shapes: Vec<(usize, bool, bool)> =
        case.issues.iter().map(|i| (i.options.len(), i.ordered, i.range.is_some())).collect();
    let atom = (0..shapes.len(), 0..4usize, 0..7u8, any::<[bool; 4]>(), -6..4i32).prop_map(
        move |(issue, option, test, set, limit)| {
            let (n, ordered, numeric) = shapes[issue];
            let option = option % n;
            let limit = if numeric && set[0] { Limit::Number(Decimal::whole(limit)) } else { Limit::Option(option) };
            let mut members: Vec<usize> = (0..n).filter(|&o| set[o] || o == option).collect();
            members.sort_unstable();
            let test = match (test, ordered) {
                (0, true) => Test::Below(limit),
                (1, true) => Test::AtMost(limit),
                (2, true) => Test::Above(limit),
                (3, true) => Test::AtLeast(limit),
                (4, _) => Test::IsNot(option),
                (5, _) => Test::In(members),
                _ => Test::Is(option),
            };
            Expr::Atom(Atom { issue, test })
        },
    );
    let tree = atom.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            1 => inner.clone().prop_map(|e| Expr::Not(Box::new(e))),
            2 => vec(inner.clone(), 2..=3).prop_map(Expr::And),
            1 => vec(inner, 2..=3).prop_map(Expr::Or),
        ]
    });
    tree.prop_map(condition)
}

/// The members in any order, in groups.
fn groups(n: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    let together = vec(prop::bool::weighted(0.3), n);
    (Just((0..n).collect::<Vec<usize>>()).prop_shuffle(), together).prop_map(|(order, together)| {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (member, joins) in order.into_iter().zip(together) {
            match groups.last_mut() {
                Some(last) if joins => last.push(member),
                _ => groups.push(vec![member]),
            }
        }
        groups
    })
}

struct Wants {
    parties: Vec<(NoDeal, Option<Number>)>,
    preferences: Vec<Preferences>,
    links: Vec<Link>,
    exposures: Vec<Exposure>,
}

impl std::fmt::Debug for Wants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wants")
    }
}

fn wanting(case: &Case) -> impl Strategy<Value = Wants> + use<> {
    let sizes: Vec<usize> = case.issues.iter().map(|i| i.options.len()).collect();
    let outcome: Vec<_> = sizes.iter().map(|&n| 0..n).collect();
    let no_deal = prop_oneof![
        2 => Just(NoDeal::Unstated),
        2 => (0..7usize).prop_map(|w| NoDeal::Words(OutlookWord::ALL[w])),
        2 => number(-40, 10).prop_map(NoDeal::Outlook),
        1 => outcome.clone().prop_map(NoDeal::Like),
        1 => (outcome.clone(), outcome).prop_map(|(a, b)| NoDeal::Between(a, b)),
        4 => number(0, 50).prop_map(NoDeal::Points),
    ];
    let trust = option::of(number(0, 1));
    let parties = vec((no_deal, trust), case.parties.len());

    let n = sizes.len();
    let weights = prop_oneof![
        1 => Just(Weights::Unstated),
        // The last bound keeps them from being all zero.
        2 => (vec(number(0, 4), n - 1), number(1, 4)).prop_map(|(mut all, last)| {
            all.push(last);
            Weights::Numbers(all)
        }),
        1 => groups(n).prop_map(Weights::Rank),
    ];
    let scores: Vec<_> = sizes.iter().map(|&n| option::weighted(0.95, scores(n))).collect();
    let one = option::weighted(0.97, (weights, scores));
    let preferences = vec(one, case.parties.len()).prop_map(|all| {
        let stated = all.into_iter().enumerate().filter_map(|(party, p)| Some((party, p?)));
        stated.map(|(party, (weights, scores))| super::wants(party, weights, scores)).collect::<Vec<_>>()
    });

    let link = (0..case.parties.len(), any_condition(case), number(-20, 20)).prop_map(|(party, when, points)| Link {
        party,
        when,
        points,
        grounds: Grounds::default(),
    });
    let status_quo = case.status_quo.clone();
    let exposed = vec((0..n, 0..4usize, number(0, 30)), 1..4);
    let exposures = vec(option::weighted(0.4, exposed), case.parties.len()).prop_map(move |all| {
        let mut exposures = Vec::new();
        for (party, entries) in all.into_iter().enumerate().filter_map(|(p, e)| Some((p, e?))) {
            let placed = entries.into_iter().map(|(issue, option, points)| ((issue, option % sizes[issue]), points));
            let points: BTreeMap<_, _> = placed.filter(|((issue, option), _)| status_quo[*issue] != *option).collect();
            exposures.push(Exposure { party, points, grounds: Grounds::default() });
        }
        exposures
    });
    (parties, preferences, vec(link, 0..4), exposures).prop_map(|(parties, preferences, links, exposures)| Wants {
        parties,
        preferences,
        links,
        exposures,
    })
}

fn scores(n: usize) -> impl Strategy<Value = Scores> {
    let chain = (Just((0..n).collect::<Vec<usize>>()).prop_shuffle(), 1..=n);
    prop_oneof![
        3 => vec(option::weighted(0.8, number(0, 100)), n).prop_map(Scores::Points),
        3 => groups(n).prop_map(Scores::Rank),
        2 => chain.prop_map(|(mut order, k)| {
            order.truncate(k);
            Scores::Prefers(order)
        }),
    ]
}

#[derive(Debug)]
struct Refuses {
    red_lines: Vec<RedLine>,
    preconditions: Vec<Precondition>,
    claims: Option<Claims>,
    people: Vec<Person>,
}

/// How many claims there are.
const CLAIMS: usize = 6;

fn refusing(case: &Case) -> impl Strategy<Value = Refuses> + use<> {
    let parties = case.parties.len();
    // c1…c6 exist, c7 does not.
    let because = vec((1..=CLAIMS + 1).prop_map(|k| format!("c{k}")), 0..3).prop_map(|mut ids| {
        ids.sort();
        ids.dedup();
        ids
    });
    let grounds = because.prop_map(|because| Grounds { because, note: None, span: 0..0 });
    // Half of the cases have few, or hardly any would have a deal.
    let few = prop_oneof![0..2usize, 0..5usize];
    let red_line = (0..parties, any_condition(case), grounds.clone());
    let red_lines = few.prop_flat_map(move |n| vec(red_line.clone(), n));
    let transient = prop::bool::weighted(0.25);
    let preconditions = vec((0..parties, any_condition(case), any_condition(case), transient, grounds.clone()), 0..3);
    // Which red line is said again, how, and with what claims.
    let again = vec((0..5usize, 0..3u8, grounds), 0..3);
    (red_lines, preconditions, again, claims(case)).prop_map(move |(red_lines, preconditions, again, claims)| {
        let mut refuses = Refuses { red_lines: Vec::new(), preconditions: Vec::new(), claims, people: people(parties) };
        for (k, (party, refused, grounds)) in red_lines.into_iter().enumerate() {
            let (id, title) = (format!("line-{k}"), None);
            refuses.red_lines.push(RedLine { id, title, party, refuses: refused, grounds });
        }
        for (k, (party, first, before, transient, grounds)) in preconditions.into_iter().enumerate() {
            let (id, title) = (format!("pre-{k}"), None);
            refuses.preconditions.push(Precondition { id, title, party, first, before, transient, grounds });
        }
        for (k, (which, how, grounds)) in again.into_iter().enumerate() {
            let Some(line) = refuses.red_lines.get(which).cloned() else { continue };
            let not = |c: &Condition| condition(Expr::Not(Box::new(c.expr.clone())));
            let (party, title, said) = (line.party, None, line.refuses);
            match how {
                0 => refuses.red_lines.push(RedLine { id: format!("again-{k}"), title, party, refuses: said, grounds }),
                // Another party's: never merged.
                1 => {
                    let party = (party + 1) % parties;
                    let refuses_too = not(&not(&said));
                    let id = format!("too-{k}");
                    refuses.red_lines.push(RedLine { id, title, party, refuses: refuses_too, grounds });
                }
                // Never, unless never: the same outcomes as the red line, as a precondition.
                _ => refuses.preconditions.push(Precondition {
                    id: format!("unless-{k}"),
                    title,
                    party,
                    first: not(&said),
                    before: said,
                    transient: false,
                    grounds,
                }),
            }
        }
        refuses
    })
}

fn people(parties: usize) -> Vec<Person> {
    let person = |party: usize| Person {
        id: format!("speaker-{party}"),
        name: format!("Speaker {party}"),
        party,
        leader: false,
        grounds: Grounds::default(),
    };
    (0..parties).map(person).collect()
}

fn claims(case: &Case) -> impl Strategy<Value = Option<Claims>> + use<> {
    let mut actors: Vec<Actor> = Vec::new();
    let mut add = |id: String, kind: ActorKind, of: Option<String>| {
        actors.push(Actor { name: id.clone(), id, kind, of, office: None, names: Vec::new() });
    };
    for (k, party) in case.parties.iter().enumerate() {
        add(party.id.clone(), ActorKind::State, None);
        add(format!("delegation-{k}"), ActorKind::Delegation, Some(party.id.clone()));
        add(format!("aide-{k}"), ActorKind::Person, Some(format!("delegation-{k}")));
        add(format!("insider-{k}"), ActorKind::Source, Some(format!("speaker-{k}")));
    }
    // Two that belong to each other, and to nobody else.
    add("hen".to_owned(), ActorKind::Group, Some("egg".to_owned()));
    add("egg".to_owned(), ActorKind::Group, Some("hen".to_owned()));
    let mut ids: Vec<String> = actors.iter().map(|a| a.id.clone()).collect();
    ids.push("speaker-0".to_owned());
    ids.push("nobody".to_owned());
    let actor = prop::sample::select(ids);
    let attribution = option::weighted(0.5, option::weighted(0.8, actor.clone()));
    let attribution = attribution.prop_map(|a| a.map(|actor| (actor, "as the source has it".to_owned())));
    let one = (vec(actor, 0..3), attribution);
    option::weighted(0.8, vec(one, CLAIMS)).prop_map(move |all| {
        let claims = all?.into_iter().enumerate().map(|(k, (speaker, attribution))| Claim {
            id: format!("c{}", k + 1),
            source: "article".to_owned(),
            kind: ClaimKind::Refuse,
            speaker,
            target: Vec::new(),
            issue: Vec::new(),
            content: String::new(),
            polarity: Polarity::Negative,
            status: ClaimStatus::Present,
            attribution: attribution.map(|(actor, text)| Attribution { actor, text, direct: false }),
            quote: String::new(),
            start: 0,
            end: 0,
            when: None,
            conditions: Vec::new(),
            also: Vec::new(),
            by: None,
            state: ClaimState::Accepted,
        });
        Some(Claims { sources: Vec::new(), actors: actors.clone(), claims: claims.collect() })
    })
}

#[derive(Debug)]
struct Outside {
    norms: Vec<Norm>,
    deal: Option<Condition>,
    goals: Vec<Goal>,
    infeasible: Vec<Infeasible>,
    levers: Vec<Lever>,
}

fn pressing(case: &Case) -> impl Strategy<Value = Outside> + use<> {
    let parties = case.parties.len();
    let any = any_condition(case);
    let infeasible = {
        let (issues, status_quo) = (case.issues.clone(), case.status_quo.clone());
        // What the status quo meets is turned round, so that it stays feasible.
        any.clone().prop_map(move |c| {
            let negate = c.expr.holds(&issues, &status_quo);
            let when = if negate { condition(Expr::Not(Box::new(c.expr))) } else { c };
            Infeasible { when, grounds: Grounds::default() }
        })
    };
    let pressed = |low, high| vec((0..parties, number(low, high)), 0..3);
    let lever = (option::of(any.clone()), pressed(-25, 25), pressed(-1, 1));
    let parts = (
        vec(any.clone(), 0..2),
        option::weighted(0.4, any.clone()),
        vec(any, 0..3),
        prop_oneof![2 => Just(Vec::new()), 1 => vec(infeasible, 1..3)],
        vec(lever, 0..3),
    );
    parts.prop_map(|(norms, deal, goals, infeasible, levers)| Outside {
        norms: {
            let norm = |(k, forbids)| Norm {
                id: format!("norm-{k}"),
                title: None,
                party: 0,
                forbids,
                grounds: Grounds::default(),
            };
            norms.into_iter().enumerate().map(norm).collect()
        },
        deal,
        goals: {
            let goal = |(k, condition)| Goal {
                id: format!("goal-{k}"),
                title: None,
                party: None,
                condition,
                grounds: Grounds::default(),
            };
            goals.into_iter().enumerate().map(goal).collect()
        },
        infeasible,
        levers: {
            let lever = |(k, (when, worth, trust))| Lever {
                id: format!("lever-{k}"),
                title: None,
                party: 0,
                when,
                worth,
                trust,
                grounds: Grounds::default(),
            };
            levers.into_iter().enumerate().map(lever).collect()
        },
    })
}
