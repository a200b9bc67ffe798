//! `verify` against results worked out by hand, against wrong ones, and against the analyses on random cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is what it is for")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use armistice::analysis::deal_zone::*;
use armistice::analysis::impasse::*;
use armistice::analysis::{Analysis, Count, Method, Settings, analyze};
use armistice::case::condition::{Atom, Expr, Test};
use armistice::case::*;
use armistice::points::Points;
use armistice::verify::{self, Mismatch, Question, TooLarge};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use support::random::asked;
use support::{blank, corrupt, decimal, is, points, rank, red_line, wants, weights};

/// Two issues: what is paid, and whether there is an extra. `a` wants much paid and no extra, `b` the opposite; the
/// assembly-like `b` ratifies. Worth and gains, worked out by hand from definitions §1.4 and §1.6
/// (a: weights 3 to 1, d = today's 25 + 0; b: equal weights, d = 40):
///
/// | index | outcome  | u_a  | u_b | g_a   | g_b |
/// |-------|----------|------|-----|-------|-----|
/// | 0     | low, no  | 25   | 50  | 0     | 10  |
/// | 1     | low, yes | 0    | 100 | −25   | 60  |
/// | 2     | mid, no  | 62.5 | 25  | 37.5  | −15 |
/// | 3     | mid, yes | 37.5 | 75  | 12.5  | 35  |
/// | 4     | high, no | 100  | 0   | 75    | −40 |
/// | 5     | high, yes| 75   | 50  | 50    | 10  |
fn pay_and_extra() -> Case {
    let parties = [("a", Consent::Signs), ("o", Consent::Outside), ("b", Consent::Ratifies)];
    let mut case = blank(&parties, &[("pay", &["low", "mid", "high"]), ("extra", &["no", "yes"])]);
    case.parties[0].no_deal = NoDeal::Words(OutlookWord::Same);
    case.parties[2].no_deal = NoDeal::Points(support::number("40"));
    case.preferences.push(wants(0, weights(&["3", "1"]), vec![rank(&[2, 1, 0]), rank(&[0, 1])]));
    case.preferences.push(wants(2, Weights::Unstated, vec![rank(&[0, 1, 2]), rank(&[1, 0])]));
    // Not the refusal of anybody whose consent matters.
    case.red_lines.push(red_line("outsider", 1, is(0, 2)));
    case
}

/// The entry of an outcome of [`pay_and_extra`].
fn entry(index: u128, worth: [&str; 2], gain: [&str; 2]) -> Entry {
    let outcome = vec![index as usize / 2, index as usize % 2];
    Entry { index, outcome, worth: worth.map(points).to_vec(), gain: gain.map(points).to_vec(), ties: 1 }
}

fn mid_yes() -> Entry {
    entry(3, ["37.5", "75"], ["12.5", "35"])
}

fn high_yes() -> Entry {
    entry(5, ["75", "50"], ["50", "10"])
}

fn point(entry: Entry) -> FrontierPoint {
    let Entry { index, outcome, worth, gain, .. } = entry;
    FrontierPoint { index, outcome, worth, gain, count: 1 }
}

/// Nash: 50·10 > 12.5·35. Kalai–Smorodinsky with ideal gains (50, 35): least ratios 10/35 > 12.5/50. Egalitarian:
/// 12.5 > 10. Utilitarian: 60 > 47.5.
fn by_hand() -> Solutions {
    Solutions {
        nash: Some(high_yes()),
        kalai_smorodinsky: Some(high_yes()),
        egalitarian: Some(mid_yes()),
        utilitarian: Some(high_yes()),
    }
}

fn zone_by_hand() -> DealZone {
    DealZone {
        outcomes: 6,
        acceptable: vec![Count::exactly(5u64), Count::exactly(4u64)],
        deals: Count::exactly(2u64),
        unsettled: Count::ZERO,
        dominated_by_status_quo: Count::ZERO,
        side_agreements: SideAgreements { count: Count::ZERO, unsettled: Count::ZERO, best: None },
        status_quo_acceptable: true,
        open: Some(vec![vec![false, true, true], vec![false, true]]),
        open_exact: true,
        frontier: Frontier { points: vec![point(mid_yes()), point(high_yes())], size: 2, exact: true },
        solutions: by_hand(),
        solutions_exact: true,
    }
}

fn constraint(id: &str, party: PartyIndex, kind: ConstraintKind) -> Constraint {
    let (also, because) = (Vec::new(), Vec::new());
    Constraint { id: id.to_owned(), party, also, kind, basis: Basis::Inferred, text: "words".to_owned(), because }
}

fn floors() -> Vec<Constraint> {
    vec![constraint("floor:a", 0, ConstraintKind::Floor), constraint("floor:b", 2, ConstraintKind::Floor)]
}

/// With deals: how far each d could rise, (50, 35), and nothing else.
fn open_by_hand() -> Impasse {
    Impasse {
        constraints: floors(),
        occurs: true,
        blocks: Vec::new(),
        blocks_total: 0,
        blocks_truncated: false,
        complete: true,
        unlocks: Vec::new(),
        unlocks_total: 0,
        unlocks_truncated: false,
        margins: Some(Margins {
            floors: vec![points("50"), points("35")],
            floors_exact: true,
            constraints: Vec::new(),
        }),
    }
}

/// [`pay_and_extra`] when `a` refuses the extra, twice over. V(x): 1 {extra, floor a}, 2 {floor b}, 3 {extra},
/// 4 {floor b}, 5 {extra}; so either `b`'s floor gives way, by at least 15 in outcome 2, or `a`'s refusal.
fn blocked() -> (Case, Impasse) {
    let mut case = pay_and_extra();
    case.red_lines.push(red_line("no-extra", 0, is(1, 1)));
    case.preconditions.push(support::precondition("only-without", 0, is(1, 0), is(1, 1)));
    let mut constraints = vec![constraint("no-extra", 0, ConstraintKind::RedLine)];
    constraints[0].also.push("only-without".to_owned());
    constraints.extend(floors());
    let zero = || vec![points("0"), points("0")];
    let lacking = || vec![points("0"), points("15")];
    let mid_no = Some(entry(2, ["62.5", "25"], ["37.5", "-15"]));
    let best = Solutions {
        nash: mid_no.clone(),
        kalai_smorodinsky: mid_no.clone(),
        egalitarian: mid_no.clone(),
        utilitarian: mid_no,
    };
    let unlocks = vec![
        Unlock {
            violates: vec![2],
            outcomes: Count::exactly(2u64),
            unsettled: Count::ZERO,
            shortfall: lacking(),
            pressure: vec![lacking()],
            pressure_truncated: false,
            best,
            best_exact: true,
        },
        Unlock {
            violates: vec![0],
            outcomes: Count::exactly(2u64),
            unsettled: Count::ZERO,
            shortfall: zero(),
            pressure: vec![zero()],
            pressure_truncated: false,
            best: by_hand(),
            best_exact: true,
        },
    ];
    let impasse = Impasse {
        constraints,
        occurs: true,
        blocks: vec![Block { constraints: vec![0, 2], basis: BlockBasis::Numbers }],
        blocks_total: 1,
        blocks_truncated: false,
        complete: true,
        unlocks,
        unlocks_total: 2,
        unlocks_truncated: false,
        margins: None,
    };
    (case, impasse)
}

fn plain(case: &Case) -> Question<'_> {
    Question { case, target: None, levers: &[] }
}

#[test]
fn results_worked_out_by_hand_pass() {
    let case = pay_and_extra();
    assert_eq!(verify::deal_zone(&plain(&case), &zone_by_hand()), Ok(Vec::new()));
    assert_eq!(verify::impasse(&plain(&case), &open_by_hand()), Ok(Vec::new()));
    let (case, impasse) = blocked();
    assert_eq!(verify::impasse(&plain(&case), &impasse), Ok(Vec::new()));
}

#[test]
fn a_mismatch_says_where() {
    let case = pay_and_extra();
    let mut zone = zone_by_hand();
    zone.acceptable[1] = Count::exactly(3u64);
    let expected =
        Mismatch { what: "deal_zone.acceptable[1]".to_owned(), expected: "4".to_owned(), found: "3".to_owned() };
    assert_eq!(verify::deal_zone(&plain(&case), &zone), Ok(vec![expected]));
}

#[test]
fn whatever_is_changed_by_hand_is_noticed() {
    let case = pay_and_extra();
    notices_all(&plain(&case), &zone_by_hand(), &open_by_hand());
    let (case, impasse) = blocked();
    for (what, wrong) in corrupt::impasse(&impasse) {
        assert_ne!(verify::impasse(&plain(&case), &wrong), Ok(Vec::new()), "{what}");
    }
}

fn notices_all(question: &Question<'_>, zone: &DealZone, impasse: &Impasse) {
    for (what, wrong) in corrupt::deal_zone(zone) {
        assert_ne!(verify::deal_zone(question, &wrong), Ok(Vec::new()), "deal_zone.{what}");
    }
    for (what, wrong) in corrupt::impasse(impasse) {
        assert_ne!(verify::impasse(question, &wrong), Ok(Vec::new()), "impasse.{what}");
    }
}

#[test]
fn levers_and_targets_are_honoured() {
    let mut case = pay_and_extra();
    // Ten points on no deal alone: with d_b at 50, nothing below it is acceptable to b.
    case.levers.push(Lever {
        id: "aid".to_owned(),
        title: None,
        party: 1,
        when: None,
        worth: vec![(2, support::number("20"))],
        trust: Vec::new(),
        grounds: Grounds::default(),
    });
    let levers = [(0, decimal("0.5"))];
    let question = Question { case: &case, target: None, levers: &levers };
    let found = verify::deal_zone(&question, &zone_by_hand()).unwrap();
    // u_b − 50: outcomes 0, 1, 3 and 5 are still acceptable; only gains fall.
    assert!(found.iter().all(|m| m.what.contains("gain") || m.what.contains("solutions")), "{found:?}");
    assert!(
        found.iter().any(|m| m.what == "deal_zone.frontier.points[0].gain" && m.expected == "12.5, 25"),
        "{found:?}"
    );

    let no_extra = is(1, 0);
    let question = Question { case: &case, target: Some(&no_extra), levers: &[] };
    let found = verify::deal_zone(&question, &zone_by_hand()).unwrap();
    assert!(found.iter().any(|m| m.what == "deal_zone.deals" && m.expected == "0"), "{found:?}");
    assert!(found.iter().any(|m| m.what == "deal_zone.side_agreements.count" && m.expected == "2"), "{found:?}");
}

#[test]
fn too_many_combinations_are_owned_up_to() {
    let issues: Vec<String> = (0..19).map(|k| format!("issue-{k}")).collect();
    let issues: Vec<(&str, &[&str])> = issues.iter().map(|id| (id.as_str(), &["no", "yes"][..])).collect();
    let case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    assert_eq!(verify::deal_zone(&plain(&case), &zone_by_hand()), Err(TooLarge::Combinations));
    assert_eq!(verify::impasse(&plain(&case), &open_by_hand()), Err(TooLarge::Combinations));
}

/// Nash's own example ("The bargaining problem", Econometrica 18, 1950, p. 161): what each thing is worth to Bill and
/// to Jack, Bill's five things first. "The solution: Bill gives Jack book, whip, ball and bat, Jack gives Bill pen, toy
/// and knife", for gains of 12 and 5.
#[test]
fn nash_1950_bill_and_jack() {
    const THINGS: [(&str, &str, &str); 9] = [
        ("book", "2", "4"),
        ("whip", "2", "2"),
        ("ball", "2", "1"),
        ("bat", "2", "2"),
        ("box", "4", "1"),
        ("pen", "10", "1"),
        ("toy", "4", "1"),
        ("knife", "6", "2"),
        ("hat", "2", "2"),
    ];
    let issues: Vec<(&str, &[&str])> = THINGS.iter().map(|t| (t.0, &["kept", "given"][..])).collect();
    let mut case = blank(&[("bill", Consent::Signs), ("jack", Consent::Signs)], &issues);
    // Each likes to keep what is his own and to be given the other's.
    let likes = |own: std::ops::Range<usize>| {
        (0..9).map(|k| if own.contains(&k) { rank(&[0, 1]) } else { rank(&[1, 0]) }).collect::<Vec<_>>()
    };
    case.preferences.push(wants(0, weights(&THINGS.map(|t| t.1)), likes(0..5)));
    case.preferences.push(wants(1, weights(&THINGS.map(|t| t.2)), likes(5..9)));

    let settings = Settings::default();
    let result = analyze(&case, &settings).unwrap();
    let nash = result.deal_zone.solutions.nash.as_ref().unwrap();
    assert_eq!(nash.outcome, [1, 1, 1, 1, 0, 1, 1, 1, 0]);
    // 12 of Bill's 34, to a micro-point per term; 5 of Jack's 16.
    assert!((nash.gain[0].0 - 35_294_118).abs() <= 9, "{nash:?}");
    assert_eq!(nash.gain[1], points("31.25"));
    assert_eq!(verify::analysis(&case, &settings, &result), Ok(Vec::new()));
}

/// Worth with everything in it, worked out by hand from definitions §1.4–1.6. One issue, weight 1, scores 0 and 100:
///
/// - link: 5 points on `yes`;
/// - exposure: 20 on `yes`, trust 0.3, and a lever that adds 0.5 at strength 1, pulled to 0.8: t = 0.7, so −0.3 · 20 = −6;
/// - pulled to 2, t is held at 1 and nothing is lost;
/// - d: between the worth of `no` (0) and of `yes` without levers (100 + 5 − 0.7 · 20 = 91), 45.5, and −8 · s for the
///   lever that touches no deal.
#[test]
fn worth_with_everything_in_it() {
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("truce", &["no", "yes"])]);
    case.preferences.push(wants(0, Weights::Unstated, vec![rank(&[1, 0])]));
    case.links.push(Link { party: 0, when: is(0, 1), points: support::number("5"), grounds: Grounds::default() });
    case.exposures.push(Exposure {
        party: 0,
        points: BTreeMap::from([((0, 1), support::number("20"))]),
        grounds: Grounds::default(),
    });
    case.parties[0].trust = Some(Number::Range(decimal("0.1"), decimal("0.5")));
    case.parties[0].no_deal = NoDeal::Between(vec![1], vec![0]);
    case.levers.push(Lever {
        id: "guarantee".to_owned(),
        title: None,
        party: 1,
        when: None,
        worth: vec![(0, support::number("-8"))],
        trust: vec![(0, support::number("0.5"))],
        grounds: Grounds::default(),
    });
    for (strength, no_deal, truce) in [("0", "45.5", "91"), ("0.8", "39.1", "99"), ("2", "29.5", "105")] {
        let settings = Settings { pulls: vec![(0, decimal(strength))], ..Settings::default() };
        let result = analyze(&case, &settings).unwrap();
        assert_eq!(result.no_deal[0], points(no_deal), "{strength}");
        assert_eq!(result.deal_zone.frontier.points[0].worth[0], points(truce), "{strength}");
        assert_eq!(verify::analysis(&case, &settings, &result), Ok(Vec::new()), "{strength}");
    }
}

/// As many cases as usual, or as many as `PROPTEST_CASES` says. A failing case is printed whole, and nothing is stored.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(usual), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(300))]

    /// Every analysis of every case passes.
    #[test]
    fn analyses_follow_from_the_definitions(asked in asked()) {
        let settings = asked.settings();
        let result = analyze(&asked.case, &settings).unwrap();
        prop_assert_eq!(verify::analysis(&asked.case, &settings, &result), Ok(Vec::new()));
    }

    /// However short the lists are cut, what is left in them is right.
    #[test]
    fn cut_lists_are_right(asked in asked(), listed in 1usize..3) {
        let settings = Settings { listed_points: listed, listed_changes: listed, ..asked.settings() };
        let result = analyze(&asked.case, &settings).unwrap();
        prop_assert_eq!(verify::analysis(&asked.case, &settings, &result), Ok(Vec::new()));
    }
}

proptest! {
    #![proptest_config(cases(32))]

    /// Whatever is changed in a right result, it is noticed.
    #[test]
    fn whatever_is_changed_is_noticed(asked in asked(), picks in prop::collection::vec(any::<prop::sample::Index>(), 8)) {
        let result = analyze(&asked.case, &asked.settings()).unwrap();
        let question = asked.question();
        for (what, wrong) in corrupt::analysis(&result) {
            prop_assert_ne!(verify::analysis(&asked.case, &asked.settings(), &wrong), Ok(Vec::new()), "{}", what);
        }
        let zones = corrupt::deal_zone(&result.deal_zone);
        let impasses = corrupt::impasse(&result.impasse);
        for pick in picks {
            let (what, wrong) = pick.get(&zones);
            prop_assert_ne!(verify::deal_zone(&question, wrong), Ok(Vec::new()), "deal_zone.{}", what);
            let (what, wrong) = pick.get(&impasses);
            prop_assert_ne!(verify::impasse(&question, wrong), Ok(Vec::new()), "impasse.{}", what);
        }
    }
}

/// What a test over random cases is worth hangs on what the cases are like: every kind of result has to come up.
#[test]
fn random_cases_reach_every_kind_of_result() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..600 {
        let asked = asked().new_tree(&mut runner).unwrap().current();
        let Analysis { deal_zone: zone, impasse, .. } = analyze(&asked.case, &asked.settings()).unwrap();
        let indices = [&zone.solutions.nash, &zone.solutions.kalai_smorodinsky, &zone.solutions.egalitarian];
        let indices = indices.map(|entry| entry.as_ref().map(|e| e.index));
        let any = |test: &dyn Fn(&Constraint) -> bool| impasse.constraints.iter().any(test);
        let held = |v: &Unlock| impasse.constraints[v.violates[0]].kind != ConstraintKind::Floor;
        let short = |v: &Unlock| v.shortfall.iter().filter(|s| s.0 > 0).count();
        for (what, is_so) in [
            ("deals", !zone.deals.is_none()),
            ("an unsettled deal", !zone.unsettled.is_none()),
            ("nothing settled", !zone.deals.is_none() && zone.unsettled == zone.deals),
            ("a deal worse than today", !zone.dominated_by_status_quo.is_none()),
            ("a side agreement", zone.side_agreements.best.is_some()),
            ("an unsettled side agreement", !zone.side_agreements.unsettled.is_none()),
            ("an unacceptable status quo", !zone.status_quo_acceptable),
            ("a frontier of five", zone.frontier.size >= 5),
            ("outcomes worth the same", zone.frontier.points.iter().any(|p| p.count > 1)),
            ("ties", zone.solutions.nash.as_ref().is_some_and(|e| e.ties > 1)),
            ("Nash not Kalai-Smorodinsky", indices[0] != indices[1]),
            ("Kalai-Smorodinsky not egalitarian", indices[1] != indices[2]),
            ("no deals", zone.deals == 0 && impasse.occurs),
            ("nothing in range", !impasse.occurs),
            ("a block of positions", impasse.blocks.iter().any(|b| b.basis == BlockBasis::Positions)),
            ("a block of numbers", impasse.blocks.iter().any(|b| b.basis == BlockBasis::Numbers)),
            ("three blocks", impasse.blocks.len() >= 3),
            ("three unlocks", impasse.unlocks.len() >= 3),
            ("a position and a floor", impasse.unlocks.iter().any(|u| held(u) && short(u) > 0)),
            ("two floors", impasse.unlocks.iter().any(|u| short(u) > 1)),
            ("alternative shortfalls", impasse.unlocks.iter().any(|u| u.pressure.len() > 1)),
            ("nothing to choose", impasse.unlocks.iter().any(|u| u.best.nash.is_none())),
            ("merged constraints", any(&|c| !c.also.is_empty())),
            (
                "a precondition merged",
                any(&|c| c.kind == ConstraintKind::RedLine && c.also.iter().any(|a| a.contains("unless"))),
            ),
            ("a stated basis", any(&|c| c.basis == Basis::Stated)),
            ("a reported basis", any(&|c| c.basis == Basis::Reported)),
            ("a judgement", any(&|c| c.basis == Basis::Inferred && c.kind != ConstraintKind::Floor)),
            ("a costly red line", impasse.margins.as_ref().is_some_and(|m| m.constraints.iter().any(|n| !n.is_none()))),
            ("too few parties", asked.case.signatories().len() < 2),
            ("four parties in C", asked.case.signatories().len() == 4),
            ("levers pulled", asked.levers.len() > 1),
            ("blocks of more than 64", zone.outcomes > 64 * 64),
        ] {
            *seen.entry(what).or_default() += u32::from(is_so);
        }
    }
    let rare: Vec<_> = seen.iter().filter(|&(_, &times)| times < 4).collect();
    assert!(rare.is_empty(), "hardly ever: {rare:?}");
}

/// `n` yes-or-no issues on which both parties want no change, and a refusal of every change: the outcomes that change
/// `least` issues or more are the only deals.
fn refusing_each(n: usize, least: usize) -> Case {
    let ids: Vec<String> = (0..n).map(|k| format!("issue-{k}")).collect();
    let issues: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), &["no", "yes"][..])).collect();
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    for (k, id) in ids.iter().enumerate() {
        case.red_lines.push(red_line(id, k % 2, is(k, 1)));
    }
    // At least so many: some subset of that size is all changed.
    let subsets = (0u32..1 << n).filter(|s| s.count_ones() as usize == least);
    let changed = |k: usize| Expr::Atom(Atom { issue: k, test: Test::Is(1) });
    let all_of = |s: u32| Expr::And((0..n).filter(|k| s >> k & 1 == 1).map(changed).collect());
    case.deal = Some(support::condition(Expr::Or(subsets.map(all_of).collect())));
    case
}

/// Beyond what every subset can be tried of: to change 3 of 9 issues, C(9,3) = 84 sets of refusals may give way, and to
/// rule all of them out it takes C(9,7) = 36 sets of 7 refusals.
#[test]
fn blocks_of_many_constraints() {
    let mut case = refusing_each(9, 3);
    // Floors that never bind, of eight more parties: K has 19 members.
    for k in 0..8 {
        let mut party = case.parties[0].clone();
        party.id = format!("bystander-{k}");
        case.parties.push(party);
    }
    let settings = Settings { listed_changes: 1000, ..Settings::default() };
    let result = analyze(&case, &settings).unwrap();
    assert_eq!((result.impasse.unlocks_total, result.impasse.blocks_total), (84, 36));
    assert_eq!(result.impasse.constraints.len(), 9 + 10);
    assert_eq!(verify::analysis(&case, &settings, &result), Ok(Vec::new()));
    for (what, wrong) in corrupt::impasse(&result.impasse).into_iter().step_by(9) {
        assert_ne!(verify::impasse(&plain(&case), &wrong), Ok(Vec::new()), "{what}");
    }

    let settings = Settings { listed_changes: 5, ..Settings::default() };
    let cut = analyze(&case, &settings).unwrap();
    assert!(cut.impasse.unlocks_truncated && cut.impasse.blocks_truncated);
    assert_eq!((cut.impasse.unlocks_total, cut.impasse.blocks_total), (84, 36));
    assert_eq!((cut.impasse.unlocks.len(), cut.impasse.blocks.len()), (5, 5));
    assert_eq!(verify::analysis(&case, &settings, &cut), Ok(Vec::new()));
}

/// A bundled case, as a folder of the repository.
fn bundled(path: &str) -> Case {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(path);
    let text = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let (case, claims) = (text("case.toml"), text("claims.toml"));
    let named = source_files(&case, Some(&claims)).into_iter();
    let sources = named.map(|file| (file.clone(), std::fs::read(folder.join(file)).unwrap())).collect();
    let reading = read(&Files { case: &case, claims: Some(&claims), sources: &sources });
    reading.case.unwrap_or_else(|| panic!("{path}: {:?}", reading.diagnostics))
}

#[test]
fn bundled_cases_pass() {
    for path in ["ukraine/istanbul-2025", "nile/gerd-2020"] {
        let case = bundled(path);
        let pulled = Settings { pulls: vec![(0, decimal("1"))], ..Settings::default() };
        let mut asked = vec![Settings::default()];
        asked.extend((!case.levers.is_empty()).then_some(pulled));
        for settings in asked {
            let result = analyze(&case, &settings).unwrap();
            assert_eq!(verify::analysis(&case, &settings, &result), Ok(Vec::new()), "{path}");
        }
    }
}

/// A zero-sum case: every shortfall is Pareto-minimal, more of them than are kept. The least is right all the same.
#[test]
fn the_least_shortfall_survives_an_overgrown_list() {
    const OPTIONS: usize = 10;
    let weights_in_points = [40i64, 25, 15, 12, 8];
    let names: Vec<String> = (0..OPTIONS).map(|o| format!("o{o}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let issues = ["a", "b", "c", "d", "e"].map(|id| (id, names.as_slice()));
    let mut case = support::blank(&[("one", Consent::Signs), ("two", Consent::Signs)], &issues);
    let mut state = 5u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64 % 100_001
    };
    // In thousandths of a point, so that weight (in hundredths) times score is whole in micro-points.
    let scores: Vec<Vec<i64>> = (0..issues.len()).map(|_| (0..OPTIONS).map(|_| random()).collect()).collect();
    let stated = |own: &dyn Fn(i64) -> i64| {
        let number = |milli: i64| Some(support::number(&format!("{}.{:03}", milli / 1000, milli % 1000)));
        scores.iter().map(|issue| Some(Scores::Points(issue.iter().map(|&s| number(own(s))).collect()))).collect()
    };
    let weights = || support::weights(&weights_in_points.map(|w| w.to_string()).each_ref().map(String::as_str));
    case.preferences =
        vec![support::wants(0, weights(), stated(&|s| s)), support::wants(1, weights(), stated(&|s| 100_000 - s))];
    for party in &mut case.parties {
        party.no_deal = NoDeal::Points(support::number("101"));
    }
    let lacking = |index: usize| {
        let digits = (0..issues.len()).map(|j| index / OPTIONS.pow((issues.len() - 1 - j) as u32) % OPTIONS);
        let worth: i64 = digits.zip(&scores).zip(weights_in_points).map(|((o, issue), w)| w * issue[o] * 10).sum();
        [101_000_000 - worth, 1_000_000 + worth]
    };
    // The first outcome is the status quo, which is no deal.
    let expected = (1..OPTIONS.pow(5)).map(lacking).min_by_key(|s| (s[0].max(s[1]), s[0].min(s[1]))).unwrap();
    let scanned = Settings { method: Method::Scan, ..Settings::default() };
    let found = analyze(&case, &scanned).unwrap();
    let unlock = &found.impasse.unlocks[0];
    assert_eq!(unlock.shortfall, expected.map(Points).to_vec());
    assert_eq!((unlock.pressure.len(), unlock.pressure_truncated), (1, true));
    assert_eq!(unlock.outcomes, 99_999);
}
