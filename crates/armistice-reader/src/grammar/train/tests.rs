use super::*;
use crate::grammar::transition::{Move, State};

fn sample() -> Vec<Sentence> {
    let sentence = |block: &str| {
        let mut s = Sentence::default();
        for line in block.lines().filter(|l| !l.starts_with('#')) {
            let c: Vec<&str> = line.split('\t').collect();
            s.push([c[1], c[2], c[3], c[4], c[6], c[7]]).unwrap();
        }
        s
    };
    include_str!("../sample.conllu").split("\n\n").map(sentence).filter(|s| !s.is_empty()).collect()
}

#[test]
fn moves_that_lose_nothing_build_the_right_tree() {
    let sentences = sample();
    let model = tables::gather(&sentences);
    let mut moves = model.moves;
    // Seldom ones are not the model's.
    for row in sentences.iter().flat_map(|s| &s.rows) {
        for m in [Move::Left(row.relation), Move::Right(row.relation)] {
            if !moves.contains(&m) {
                moves.push(m);
            }
        }
    }
    for s in &sentences {
        assert!(oracle::projective(&s.rows));
        let mut state = State::default();
        state.start(s.len());
        while !state.done() {
            let right = oracle::right(&state, &moves, &s.rows);
            // Of several the last, so that it is not always to shift.
            let at = (0..moves.len()).rev().find(|&m| right[m]).unwrap();
            state.make(moves[at]);
        }
        for (row, word) in s.rows.iter().zip(&state.words[1..]) {
            assert_eq!((word.head, word.relation), (row.head, row.relation), "{:?}", s.words);
        }
    }
}

#[test]
fn the_oracle_knows_what_is_lost() {
    // "a b c", all on c but a on b: after two shifts, hanging b on c loses nothing more than a's arc, which hanging a on b first keeps.
    let mut s = Sentence::default();
    for (word, head, relation) in [("a", "2", "det"), ("b", "3", "nsubj"), ("c", "0", "root")] {
        s.push([word, word, "NOUN", "NN", head, relation]).unwrap();
    }
    let moves = [
        Move::Shift,
        Move::Left(Relation::Det),
        Move::Left(Relation::Nsubj),
        Move::Right(Relation::Det),
        Move::Right(Relation::Root),
    ];
    let right = |made: &[Move]| {
        let mut state = State::default();
        state.start(3);
        made.iter().for_each(|&m| state.make(m));
        let right = oracle::right(&state, &moves, &s.rows);
        moves.iter().zip(right).filter(|r| r.1).map(|r| *r.0).collect::<Vec<_>>()
    };
    assert_eq!(right(&[Move::Shift]), [Move::Left(Relation::Det)]);
    assert_eq!(right(&[Move::Shift, Move::Left(Relation::Det), Move::Shift]), [Move::Left(Relation::Nsubj)]);
    // a lies under b: it can no longer hang on b, and waiting costs nothing as long as b's own arc is kept.
    assert_eq!(right(&[Move::Shift, Move::Shift]), [Move::Left(Relation::Nsubj)]);
}

#[test]
fn training_learns_and_gives_the_same_bytes_each_time() {
    let sentences: Vec<Sentence> = sample().into_iter().take(8).flat_map(|s| vec![s; 4]).collect();
    let settings = Settings { rounds: [4, 30], bits: 16, ..Settings::default() };
    let file = train(&sentences, &settings, &mut |_, _| ());
    assert_eq!(train(&sentences, &settings, &mut |_, _| ()), file);
    let scores = score(&file, &sentences).unwrap();
    assert!(scores.labelled * 10 >= scores.words * 9, "{scores:?}");
}
