//! Briefs: well-formed whatever the case, the same bytes every time, nothing dropped in silence, and nothing that others wrote is markup.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of a test; what cannot be read fails it")]

mod support;

use armistice::analysis::{Analysis, Settings, analyze};
use armistice::case::claims::*;
use armistice::case::*;
use armistice::report::brief::{Document, brief, docx, html, markdown};
use armistice::report::figure::{figure, svg};
use armistice::report::page::{Inline, Part};
use armistice::space::{Numbers, Terms};
use proptest::prelude::*;
use roxmltree::{Document as Xml, ParsingOptions};
use support::{blank, is, random, rank, red_line, wants};

fn analysis(case: &Case) -> Analysis {
    analyze(case, &Settings::default()).unwrap()
}

/// The page as the XML that it also is.
fn parsed(page: &str) -> Xml<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Xml::parse_with_options(page, options).unwrap_or_else(|e| panic!("{e}\n{page}"))
}

/// The text of a page without its style sheet.
fn text_of(xml: &Xml<'_>) -> String {
    let texts = xml.descendants().filter(|n| n.is_text() && !n.parent().is_some_and(|p| p.has_tag_name("style")));
    texts.filter_map(|n| n.text()).collect()
}

/// Name and bytes of every file of an archive that stores them as they are, read from its directory.
fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, width: usize| bytes[at..at + width].iter().rev().fold(0, |n, b| n << 8 | usize::from(*b));
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = number(end + 16, 4);
    assert_eq!(at + number(end + 12, 4), end, "the directory does not reach to its end");
    let mut files = Vec::new();
    for _ in 0..number(end + 10, 2) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (size, name, start) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
        assert_eq!(&bytes[start..start + 4], b"PK\x03\x04");
        assert_eq!(number(start + 14, 12), number(at + 16, 12), "checksum and sizes are said twice");
        let from = start + 30 + number(start + 26, 2) + number(start + 28, 2);
        let named = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap();
        files.push((named, bytes[from..from + size].to_vec()));
        at += 46 + name;
    }
    assert_eq!(at, end);
    files
}

/// Every format of a page parses; every name that something in it leads to is there.
fn is_well_formed(document: &Document) {
    let page = html(document);
    let xml = parsed(&page);
    let ids: Vec<&str> = xml.descendants().filter_map(|n| n.attribute("id")).collect();
    for (k, id) in ids.iter().enumerate() {
        assert!(!ids[..k].contains(id), "two elements are called {id}");
    }
    for node in xml.descendants().filter(roxmltree::Node::is_element) {
        let named = node.attribute("aria-labelledby").unwrap_or_default().split_whitespace();
        let led = node.attribute("href").map(|h| h.trim_start_matches('#'));
        for id in named.chain(led) {
            assert!(ids.contains(&id), "nothing is called {id}");
        }
        assert!(!["script", "img", "link", "iframe", "object"].contains(&node.tag_name().name()));
    }
    let files = unzipped(&docx(document));
    let named = |name: &str| files.iter().find(|(n, _)| n == name).map(|(_, bytes)| bytes.as_slice());
    let text = |name: &str| std::str::from_utf8(named(name).unwrap()).unwrap();
    for (name, bytes) in &files {
        if !name.ends_with(".emf") {
            let text = std::str::from_utf8(bytes).unwrap();
            Xml::parse(text).unwrap_or_else(|e| panic!("{name}: {e}\n{text}"));
        }
    }
    let relations = Xml::parse(text("word/_rels/document.xml.rels")).unwrap();
    let relations: Vec<(&str, &str)> =
        relations.descendants().filter_map(|n| Some((n.attribute("Id")?, n.attribute("Target")?))).collect();
    for (_, target) in &relations {
        assert!(named(&format!("word/{target}")).is_some(), "{target} is not in the archive");
    }
    let body = Xml::parse(text("word/document.xml")).unwrap();
    let styles = text("word/styles.xml");
    let marks: Vec<&str> = body
        .descendants()
        .filter(|n| n.has_tag_name((W, "bookmarkStart")))
        .map(|n| n.attribute((W, "name")).unwrap())
        .collect();
    for node in body.descendants() {
        for (attribute, value) in node.attributes().map(|a| (a.name(), a.value())) {
            match attribute {
                "embed" => assert!(relations.iter().any(|(id, _)| *id == value), "{value} leads nowhere"),
                "anchor" => assert!(marks.contains(&value), "{value} is no bookmark"),
                "val" if node.tag_name().name().ends_with("Style") => {
                    assert!(styles.contains(&format!("w:styleId=\"{value}\"")), "there is no style {value}");
                }
                _ => {}
            }
        }
    }
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn pages_are_well_formed_and_the_same_every_time(case in random::case()) {
        let found = analysis(&case);
        let document = brief(&case, &found);
        is_well_formed(&document);
        prop_assert_eq!(markdown(&document), markdown(&brief(&case, &found)));
        prop_assert_eq!(html(&document), html(&brief(&case, &found)));
        prop_assert_eq!(docx(&document), docx(&brief(&case, &found)));
    }

    /// A reference says that its claim is quoted exactly when it is; no claim is quoted twice.
    #[test]
    fn references_know_their_quotes(case in random::case()) {
        let document = brief(&case, &analysis(&case));
        let mut quoted: Vec<String> = Vec::new();
        let mut referred = Vec::new();
        let mut refer = |text: &Vec<Inline>| for inline in text {
            if let Inline::References(list) = inline {
                referred.extend(list.iter().cloned());
            }
        };
        for part in &document.parts {
            match part {
                Part::Paragraph(_, text) => refer(text),
                Part::Table(table) => table.rows.iter().flatten().flatten().for_each(&mut refer),
                Part::List(list) => for item in &list.items {
                    refer(&item.text);
                    for quote in &item.quotes {
                        prop_assert!(!quoted.contains(&quote.id), "{} is quoted twice", quote.id);
                        quoted.push(quote.id.clone());
                    }
                },
                Part::Heading(_) | Part::Figure(_) => {}
            }
        }
        for reference in referred {
            prop_assert_eq!(reference.quoted, quoted.contains(&reference.id), "{}", reference.id);
        }
    }

    /// The worth of one outcome, as the figure draws it, is what a scan of all finds.
    #[test]
    fn an_outcome_alone_is_worth_what_the_analysis_says(asked in random::asked()) {
        let settings = Settings { pulls: asked.levers.clone(), ..Settings::default() };
        let found = analyze(&asked.case, &settings).unwrap();
        let terms = Terms::new(&asked.case, &Numbers::central(&asked.case), &asked.levers).unwrap();
        prop_assert_eq!(terms.worth(&asked.case, &asked.case.status_quo), found.status_quo);
        for point in &found.deal_zone.frontier.points {
            prop_assert_eq!(terms.worth(&asked.case, &point.outcome), point.worth.clone());
        }
        for unlock in &found.impasse.unlocks {
            if let Some(entry) = &unlock.best.nash {
                prop_assert_eq!(terms.worth(&asked.case, &entry.outcome), entry.worth.clone());
            }
        }
    }
}

const HOSTILE: &str = "<script>alert('x')</script> & \"q\" ]]> | *b* `c` [d](e) \u{202e}abc";
/// The same, without what makes letters read backwards.
const SHOWN: &str = "<script>alert('x')</script> & \"q\" ]]> | *b* `c` [d](e) abc";

/// A case in which everything that can be named has that name.
fn hostile() -> Case {
    let parties = [("north", Consent::Signs), ("south", Consent::Signs)];
    let mut case = blank(&parties, &[("border", &["kept", "moved"]), ("water", &["shut", "let"])]);
    case.title = HOSTILE.to_owned();
    case.parties.iter_mut().for_each(|p| p.name = HOSTILE.to_owned());
    for issue in &mut case.issues {
        issue.title = HOSTILE.to_owned();
        issue.options.iter_mut().for_each(|o| o.label = Some(HOSTILE.to_owned()));
    }
    case.parties[0].no_deal = NoDeal::Words(OutlookWord::Worse);
    case.preferences = vec![
        wants(0, support::weights(&["1", "2"]), vec![rank(&[1, 0]), rank(&[1, 0])]),
        wants(1, support::weights(&["2", "1"]), vec![rank(&[0, 1]), rank(&[1, 0])]),
    ];
    let because = |id: &str| Grounds { because: vec![id.to_owned()], note: Some(HOSTILE.to_owned()), span: 0..0 };
    case.deal = Some(is(0, 1));
    let mut line = red_line("line", 1, is(0, 1));
    (line.title, line.grounds) = (Some(HOSTILE.to_owned()), because("c1"));
    case.red_lines.push(line);
    let claim = Claim {
        id: "c1".to_owned(),
        source: "s".to_owned(),
        kind: ClaimKind::Refuse,
        speaker: vec!["south".to_owned()],
        target: Vec::new(),
        issue: Vec::new(),
        content: String::new(),
        polarity: Polarity::Negative,
        status: ClaimStatus::Present,
        attribution: Some(Attribution { actor: None, text: HOSTILE.to_owned(), direct: false }),
        quote: HOSTILE.to_owned(),
        start: 0,
        end: 0,
        when: None,
        conditions: Vec::new(),
        also: Vec::new(),
        by: None,
        state: ClaimState::Accepted,
    };
    let source = Source {
        id: "s".to_owned(),
        file: "sources/s.txt".to_owned(),
        title: Some(HOSTILE.to_owned()),
        published: None,
        origin: None,
        digest: None,
        note: None,
    };
    case.claims = Some(Claims { sources: vec![source], actors: Vec::new(), claims: vec![claim] });
    case
}

#[test]
fn what_others_wrote_is_shown_and_never_markup() {
    let case = hostile();
    let document = brief(&case, &analysis(&case));
    is_well_formed(&document);
    let page = html(&document);
    assert!(text_of(&parsed(&page)).matches(SHOWN).count() > 15, "{page}");
    assert!(!page.contains('\u{202e}'));
    let files = unzipped(&docx(&document));
    let (_, body) = files.iter().find(|(name, _)| name == "word/document.xml").unwrap();
    let body = std::str::from_utf8(body).unwrap();
    assert!(text_of(&Xml::parse(body).unwrap()).matches(SHOWN).count() > 15, "{body}");
    let escaped = r#"\<script\>alert('x')\</script\> \& "q" \]\]\> \| \*b\* \`c\` \[d\](e) abc"#;
    let text = markdown(&document);
    assert!(text.matches(escaped).count() > 15, "{text}");
    assert!(!text.replace("\\<", "").replace("<br>", "").contains('<'), "{text}");
}

/// Six parties; thirty issues, of which twelve are open, on each of which two parties refuse one option each; and no deal.
fn long() -> Case {
    const NAMES: [&str; 6] = ["north", "south", "east", "west", "hill", "coast"];
    let ids: Vec<String> = (0..30).map(|j| format!("issue-{j}")).collect();
    let options = |j: usize| -> &[&str] { if j < 12 { &["old", "new"] } else { &["old"] } };
    let issues: Vec<(&str, &[&str])> = ids.iter().enumerate().map(|(j, id)| (id.as_str(), options(j))).collect();
    let mut case = blank(&NAMES.map(|name| (name, Consent::Signs)), &issues);
    for party in 0..6 {
        case.parties[party].no_deal = NoDeal::Words(OutlookWord::Worse);
        let scores = (0..30).map(|j| (j < 12).then(|| rank(&[(j + party) % 2, (j + party + 1) % 2])).flatten());
        case.preferences.push(wants(party, Weights::Unstated, scores.collect()));
    }
    for j in 0..12 {
        for option in 0..2 {
            case.red_lines.push(red_line(&format!("line-{j}-{option}"), (j + option) % 6, is(j, option)));
        }
    }
    case
}

#[test]
fn a_long_case_is_cut_and_says_so() {
    let case = long();
    let found = analysis(&case);
    assert!(found.impasse.blocks_total > 1000 && found.impasse.unlocks_total > 1000, "the case is not long");
    let document = brief(&case, &found);
    is_well_formed(&document);
    let text = markdown(&document);
    let (blocks, unlocks) = (found.impasse.blocks_total - 5, found.impasse.unlocks_total - 5);
    assert_eq!(text.matches("**5. Together").count(), 1);
    assert_eq!(text.matches("**6. Together").count(), 0);
    for left_out in [blocks, unlocks] {
        let line = format!("… and {},{:03} more.", left_out / 1000, left_out % 1000);
        assert!(text.contains(&line), "no “{line}” in {text}");
    }
    assert!(text.contains("and ten other positions, all six could accept"), "{text}");
    assert!(text.contains("… and 18 more issues: “issue-12”"), "{text}");
    assert!(text.contains("“issue-16” and 13 more issues"), "what is missing is not cut: {text}");
    assert!(text.contains("3 of 15 pairs of signatories are drawn"), "{text}");
    // Two sides of A4 hold about 10,000 letters; quotes and tables repeat some.
    assert!(text.len() < 20_000, "{} bytes", text.len());
}

#[test]
fn with_one_signatory_or_without_numbers_there_is_no_figure() {
    let mut case = hostile();
    assert!(figure(&case, &analysis(&case)).is_some());
    case.parties[1].consent = Consent::Outside;
    assert_eq!(figure(&case, &analysis(&case)), None);
    let mut case = hostile();
    case.parties[0].no_deal = NoDeal::Unstated;
    case.preferences.iter_mut().for_each(|p| p.weights = Weights::Unstated);
    assert_eq!(figure(&case, &analysis(&case)), None);
    assert!(markdown(&brief(&case, &analysis(&case))).contains("hence no figure"));
}

#[test]
fn three_signatories_have_a_panel_per_pair() {
    let mut case = hostile();
    case.parties.push(Party { id: "third".to_owned(), name: "third".to_owned(), ..case.parties[0].clone() });
    case.preferences.push(Preferences { party: 2, ..case.preferences[0].clone() });
    let figure = figure(&case, &analysis(&case)).unwrap();
    assert_eq!(figure.panels.len(), 3);
    for panel in &figure.panels {
        let drawn = svg(panel, "alone");
        let xml = Xml::parse(&drawn).unwrap();
        let root = xml.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let child = |name: &str| root.children().find(|n| n.tag_name().name() == name).and_then(|n| n.text());
        assert!(child("title").is_some_and(|t| t.starts_with("Worth to ")));
        assert!(child("desc").is_some_and(|t| t.contains("Going on without a deal is worth")));
    }
}
