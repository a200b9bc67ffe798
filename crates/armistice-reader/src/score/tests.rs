//! Hand-made claims, with what they score worked out by hand.

use proptest::prelude::*;

use super::*;

fn stated(kind: &str, start: usize, end: usize) -> Stated {
    Stated {
        kind: ClaimKind::from_word(kind).unwrap(),
        speaker: vec!["Peru".to_owned()],
        polarity: Polarity::Positive,
        status: ClaimStatus::Present,
        attributed: false,
        quote: String::new(),
        start,
        end,
    }
}

fn matched(gold: &[Stated], drafted: &[Stated]) -> Vec<(usize, usize)> {
    compare(gold, drafted).pairs.iter().map(|p| (p.gold, p.drafted)).collect()
}

#[test]
fn half_of_the_hull_is_enough_and_less_is_not() {
    // 0–10 and 0–20 share 10 of 20 bytes; 0–10 and 0–21 share 10 of 21.
    assert_eq!(matched(&[stated("agree", 0, 10)], &[stated("agree", 0, 20)]), [(0, 0)]);
    assert_eq!(matched(&[stated("agree", 0, 10)], &[stated("agree", 0, 21)]), []);
    // Apart, the hull is longer than both together.
    assert_eq!(matched(&[stated("agree", 0, 10)], &[stated("agree", 10, 20)]), []);
}

#[test]
fn another_kind_is_near_and_no_match() {
    let found = compare(&[stated("agree", 0, 10)], &[stated("refuse", 0, 10)]);
    assert_eq!(found, Comparison { pairs: vec![], missed: vec![0], superfluous: vec![0], near: vec![(0, 0)] });
}

#[test]
fn the_best_overlap_matches_first_and_each_once() {
    // Gold 0–10 overlaps both; the second drafted fits it exactly, so the first is left for gold 2–14, with which it shares 10 of 14 bytes.
    let gold = [stated("agree", 0, 10), stated("agree", 2, 14)];
    let drafted = [stated("agree", 0, 12), stated("agree", 0, 10)];
    assert_eq!(matched(&gold, &drafted), [(0, 1), (1, 0)]);
    // Two that fit as well: the first drafted wins.
    let twice = [stated("agree", 0, 10), stated("agree", 0, 10)];
    assert_eq!(matched(&twice[..1], &twice), [(0, 0)]);
}

#[test]
fn what_is_compared_of_matched_claims() {
    let gold = stated("agree", 0, 10);
    let other = Stated {
        speaker: vec!["Lima".to_owned(), "Chile".to_owned()],
        polarity: Polarity::Negative,
        status: ClaimStatus::Past,
        attributed: true,
        ..gold.clone()
    };
    let pair = Pair { gold: 0, drafted: 0, speaker: Some(true), polarity: false, status: false, attribution: false };
    assert_eq!(compare(std::slice::from_ref(&gold), std::slice::from_ref(&other)).pairs, [pair]);
    let nobody = Stated { speaker: vec!["both sides".to_owned()], ..gold };
    assert_eq!(compare(&[nobody], &[other]).pairs[0].speaker, None);
}

#[test]
fn tallies_and_shares() {
    let gold = [stated("agree", 0, 10), stated("refuse", 20, 30), stated("refuse", 40, 50)];
    let drafted = [stated("agree", 0, 10), stated("refuse", 20, 29), stated("meet", 60, 70), stated("meet", 80, 90)];
    let mut score = Score::default();
    score.add(&gold, &drafted, &compare(&gold, &drafted));
    assert_eq!(score.overall, Tally { gold: 3, drafted: 4, matched: 2 });
    assert_eq!(score.kinds[&ClaimKind::Refuse], Tally { gold: 2, drafted: 1, matched: 1 });
    assert_eq!(score.kinds[&ClaimKind::Meet], Tally { gold: 0, drafted: 2, matched: 0 });
    // Precision 2/4, recall 2/3: F1 = 2 · 1/2 · 2/3 / (1/2 + 2/3) = 4/7.
    assert_eq!(score.overall.f1(), 4.0 / 7.0);
    assert_eq!((score.speaker, score.polarity), (Share { right: 2, of: 2 }, Share { right: 2, of: 2 }));
    assert_eq!(Tally::default().f1(), 0.0);
    // With one of the two speakers wrong, one match is left: 2 · 1 / (3 + 4).
    score.speaker.right = 1;
    assert_eq!((score.f1_with_speaker(), score.f1_with_polarity()), (2.0 / 7.0, 4.0 / 7.0));
}

fn problems(lines: &str, text: &str) -> Vec<String> {
    let told = |p: Problem| format!("{} {} | {}", p.line, p.message, p.help.unwrap_or_default());
    parse(lines, text).unwrap_err().into_iter().map(told).collect()
}

#[test]
fn a_line_needs_a_kind_and_a_quote_alone() {
    let found = parse("\n{\"kind\": \"agree\", \"quote\": \"agrééd\"}\n", "They agrééd.").unwrap();
    assert_eq!((found[0].start, found[0].end), (5, 13));
    assert_eq!(
        (found[0].polarity, found[0].status, found[0].attributed),
        (Polarity::Positive, ClaimStatus::Present, false)
    );
    let rejected = "{\"kind\": \"agree\", \"quote\": \"gone\", \"state\": \"rejected\"}";
    assert_eq!(parse(rejected, "They agreed.").unwrap(), []);
}

#[test]
fn all_problems_of_all_lines_are_told() {
    let lines = "\
        {\"kind\": \"agre\", \"quote\": \"They agreed\", \"polarity\": 1}\n\
        {\"kind\": \"agree\", \"quote\": \"they agreed\", \"speaker\": \"Peru\"}\n\
        {\"kind\": \"agree\", \"quote\": \"agreed\", \"start\": 4, \"end\": 10}\n\
        {\"kind\": \"agree\", \"quote\": \"e\"}\n\
        {\"kind\": \"agree\"\n\
        []\n\
        {\"attribution\": 3}\n";
    assert_eq!(
        problems(lines, "They agreed."),
        [
            "1 `agre` is no `kind` | did you mean `agree`?",
            "1 `1` is no `polarity` | it is one of `+`, `-`, `0`",
            "2 `speaker` is no list of names | write names as `[\"Peru\", \"Chile\"]`",
            "2 the quote “they agreed” is not in the text | quotes are to the letter: quotation marks, dashes and spaces, too",
            "3 the quote “agreed” is not at its bytes | it is at 5 to 11",
            "4 the quote “e” stands more than once in the text | say where, as `\"start\": 2, \"end\": 3`",
            "5 the line is no JSON: EOF while parsing an object, at column 16 | ",
            "6 the line is no JSON object | write a claim a line, as `{\"kind\": …, \"quote\": …}`",
            "7 `kind` is missing | ",
            "7 `attribution` is no text | name who says so, or leave it out",
            "7 `quote` is missing | quote the text to the letter",
        ]
    );
}

fn claims() -> impl Strategy<Value = Vec<Stated>> {
    let one = (0..3usize, 0..60usize, 1..30usize)
        .prop_map(|(kind, start, long)| stated(["agree", "refuse", "meet"][kind], start, start + long));
    proptest::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn every_claim_is_matched_once_or_left_over(gold in claims(), drafted in claims()) {
        let found = compare(&gold, &drafted);
        let mut golds: Vec<usize> = found.pairs.iter().map(|p| p.gold).chain(found.missed.iter().copied()).collect();
        let mut others: Vec<usize> = found.pairs.iter().map(|p| p.drafted).chain(found.superfluous.iter().copied()).collect();
        golds.sort_unstable();
        others.sort_unstable();
        prop_assert_eq!(golds, (0..gold.len()).collect::<Vec<_>>());
        prop_assert_eq!(others, (0..drafted.len()).collect::<Vec<_>>());
        for pair in &found.pairs {
            let (g, d) = (&gold[pair.gold], &drafted[pair.drafted]);
            let common = g.end.min(d.end) as f64 - g.start.max(d.start) as f64;
            let hull = g.end.max(d.end) as f64 - g.start.min(d.start) as f64;
            prop_assert!(g.kind == d.kind && common / hull >= 0.5);
        }
        // Nothing that could still match is left over.
        for &g in &found.missed {
            for &d in &found.superfluous {
                prop_assert_eq!(compare(&gold[g..=g], &drafted[d..=d]).pairs.len(), 0);
            }
        }
        let itself = compare(&gold, &gold);
        prop_assert_eq!(itself.pairs.len(), gold.len());
    }
}
