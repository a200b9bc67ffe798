use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;

/// A word of `sample.conllu`: form, lemma, part of speech, head (from 1; 0: root), relation.
type Row = (&'static str, &'static str, &'static str, u32, &'static str);

fn sample() -> Vec<Vec<Row>> {
    let blocks = include_str!("sample.conllu").split("\n\n");
    let row = |line: &'static str| {
        let columns: Vec<&str> = line.split('\t').collect();
        (columns[1], columns[2], columns[3], columns[6].parse().unwrap(), columns[7])
    };
    let sentences = blocks.map(|b| b.lines().filter(|l| !l.starts_with('#')).map(row).collect::<Vec<_>>());
    sentences.filter(|s| !s.is_empty()).collect()
}

fn tree(words: &[&str]) -> Vec<Node> {
    let mut nodes = Vec::new();
    grammar().parse(words.iter().copied(), &mut Scratch::default(), &mut nodes);
    nodes
}

#[test]
fn the_model_is_the_one_whose_digest_is_written_beside_it() {
    let digest: String = Sha256::digest(MODEL).iter().map(|b| format!("{b:02x}")).collect();
    let written = include_str!("../../model/english.grammar.sha256");
    assert_eq!(written.split_whitespace().next(), Some(digest.as_str()));
    assert!(MODEL.len() < 6_000_000, "{} bytes", MODEL.len());
    assert!(Model::read(MODEL).is_some());
    assert!(Model::read(&MODEL[..MODEL.len() - 1]).is_none(), "a file cut short is none");
}

#[test]
fn sentences_about_talks_are_understood() {
    let (mut words, mut upos, mut lemmas, mut arcs) = (0, 0, 0, 0);
    let (mut scratch, mut nodes) = (Scratch::default(), Vec::new());
    for sentence in sample() {
        let forms: Vec<&str> = sentence.iter().map(|r| r.0).collect();
        grammar().parse_words(&forms, &mut scratch, &mut nodes);
        assert_eq!(nodes.len(), forms.len());
        for (&(form, lemma, tag, head, relation), node) in sentence.iter().zip(&nodes) {
            words += 1;
            upos += u32::from(node.upos.name() == tag);
            lemmas += u32::from(grammar().lemma(form, node) == lemma);
            let same =
                node.head.map_or(0, |h| h + 1) == head && relation.split(':').next() == Some(node.relation.main());
            arcs += u32::from(same);
        }
    }
    let share = |n: u32| n * 1000 / words;
    let shares = (share(upos), share(lemmas), share(arcs));
    assert!(words > 330);
    assert!(shares.0 >= 970 && shares.1 >= 970 && shares.2 >= 900, "UPOS, lemma, LAS in thousandths: {shares:?}");
}

#[test]
fn who_says_what_comes_out_of_the_tree() {
    let words = ["The", "foreign", "minister", "said", "Kenya", "would", "n't", "accept", "a", "30-day", "truce", "."];
    let nodes = tree(&words);
    let of = |i: usize| (nodes[i].head.map(|h| words[h as usize]), nodes[i].relation);
    assert_eq!(of(2), (Some("said"), Relation::Nsubj));
    assert_eq!(of(3), (None, Relation::Root));
    assert_eq!(of(4), (Some("accept"), Relation::Nsubj));
    assert_eq!(of(6), (Some("accept"), Relation::Advmod));
    assert_eq!(of(7), (Some("said"), Relation::Ccomp));
    assert_eq!(of(9).0, Some("truce"));
    assert_eq!(of(10), (Some("accept"), Relation::Obj));
    assert_eq!(grammar().lemma("said", &nodes[3]), "say");
}

#[test]
fn headings_are_read_in_any_capitals() {
    for words in [["Rebels", "Reject", "Truce", "Offer"], ["REBELS", "REJECT", "TRUCE", "OFFER"]] {
        let nodes = tree(&words);
        assert_eq!(nodes[1].upos, Upos::Verb, "{words:?}");
        assert_eq!((nodes[0].head, nodes[0].relation), (Some(1), Relation::Nsubj), "{words:?}");
        assert_eq!(grammar().lemma(words[1], &nodes[1]), "reject");
    }
}

#[test]
fn names_have_numbers_that_stay() {
    // The model's file holds these numbers.
    assert_eq!((Upos::ALL.len(), Xpos::ALL.len(), Relation::ALL.len()), (17, 50, 52));
    assert!(Relation::ALL.len() <= 64, "a set of relations is 64 bits");
    assert_eq!(Relation::read("nmod:tmod"), Some(Relation::NmodUnmarked));
    assert_eq!(Relation::read("acl:adv"), Some(Relation::Acl));
    assert_eq!(Relation::read("none"), None);
}

proptest! {
    #[test]
    fn any_words_give_one_tree(words in prop::collection::vec("\\PC{0,6}|-|[a-z]{1,8}|[A-Z][a-z]{1,8}-[a-z]{1,4}", 0..40)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let nodes = tree(&words);
        prop_assert_eq!(nodes.len(), words.len());
        prop_assert_eq!(nodes.iter().filter(|n| n.head.is_none()).count(), usize::from(!words.is_empty()));
        for start in 0..nodes.len() {
            let mut at = Some(start as u32);
            for _ in 0..=nodes.len() {
                at = at.and_then(|i| nodes[i as usize].head);
            }
            prop_assert!(at.is_none(), "word {} is above itself", start);
        }
    }
}
