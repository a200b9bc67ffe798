//! Training a model on treebanks, and scoring it. Not part of the shipped library: behind the feature `train`, for `cargo xtask train-parser`.
//!
//! Averaged perceptrons. The tagger comes first; the parser then learns on tags that the tagger gives to sentences it was not trained on (each fifth
//! of the texts tagged by a tagger of the other four), with a dynamic oracle (Goldberg and Nivre 2013): it follows its own moves, wrong ones too, and
//! is told each time which moves still lose nothing.

mod learner;
mod lemmas;
mod network;
mod oracle;
mod scores;
mod tables;
#[cfg(test)]
mod tests;
mod variants;

use crate::grammar::form::Form;
use crate::grammar::model::{Model, write};
use crate::grammar::parser::Seen;
use crate::grammar::tags::{Relation, Upos, Xpos};
use crate::grammar::{look, see, tagger};
use learner::{Learner, Random};
use network::{Lesson, Trainer};

pub use scores::{Scores, score, trees};

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub(crate) words: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// What a treebank says of a word.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) lemma: String,
    pub(crate) upos: Upos,
    pub(crate) xpos: Xpos,
    /// Counted from 1; 0 is the root.
    pub(crate) head: u32,
    pub(crate) relation: Relation,
}

impl Sentence {
    /// Adds a word with the columns FORM, LEMMA, UPOS, XPOS, HEAD and DEPREL of CoNLL-U.
    ///
    /// # Errors
    /// Says which column holds what no English treebank has.
    pub fn push(&mut self, columns: [&str; 6]) -> Result<(), String> {
        let [form, lemma, upos, xpos, head, relation] = columns;
        let row = Row {
            lemma: lemma.to_owned(),
            upos: Upos::named(upos).ok_or_else(|| format!("unknown part of speech `{upos}`"))?,
            xpos: Xpos::named(xpos).ok_or_else(|| format!("unknown tag `{xpos}`"))?,
            head: head.parse().map_err(|_| format!("`{head}` is no word's number"))?,
            relation: Relation::read(relation).ok_or_else(|| format!("unknown relation `{relation}`"))?,
        };
        self.words.push(form.to_owned());
        self.rows.push(row);
        Ok(())
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    fn texts(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What the order of sentences and the mistakes followed are drawn from.
    pub seed: u64,
    /// Times through the texts, for the tagger and the parser.
    pub rounds: [usize; 2],
    /// Size of the tagger's table, as a power of two.
    pub bits: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, rounds: [8, 10], bits: 21 }
    }
}

/// Trains a model on the sentences; gives the bytes of its file. `say` hears of the progress, and gets the file after each round of the parser.
pub fn train(sentences: &[Sentence], settings: &Settings, say: &mut dyn FnMut(&str, Option<Vec<u8>>)) -> Vec<u8> {
    let mut model = tables::gather(sentences);
    model.lemmas = lemmas::learn(sentences);
    let sentences = &variants::varied(sentences, &mut Random(settings.seed));
    let forms: Vec<Vec<Form>> = sentences.iter().map(|s| forms(&model, s)).collect();
    let gold: Vec<Vec<u8>> = sentences.iter().map(|s| tables::classes(&model, s)).collect();

    const FOLDS: usize = 5;
    let mut tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let others: Vec<usize> = (0..sentences.len()).filter(|i| i % FOLDS != fold).collect();
        let table = train_tagger(&model, &forms, &gold, &others, settings, settings.rounds[0].min(5));
        for i in (fold..sentences.len()).step_by(FOLDS) {
            tagger::tag(&table, &model.lexicon, model.tags.len(), &forms[i], &mut tags[i], &mut Vec::new());
        }
        say(&format!("tagger of fold {} trained", fold + 1), None);
    }
    let right = tags.iter().flatten().zip(gold.iter().flatten()).filter(|(a, b)| a == b).count();
    let all = gold.iter().flatten().count();
    say(&format!("tags right across folds: {:.2} %", 100.0 * right as f64 / all as f64), None);

    let everything: Vec<usize> = (0..sentences.len()).collect();
    let tagger = train_tagger(&model, &forms, &gold, &everything, settings, settings.rounds[0]).average();
    say("tagger trained", None);

    let seen: Vec<Vec<Seen>> = forms
        .iter()
        .zip(&tags)
        .map(|(f, t)| {
            let mut seen = Vec::new();
            see(f, t, &mut seen);
            seen
        })
        .collect();
    let mut trainer = Trainer::new(model.lexicon.entries.len(), settings.seed);
    let mut random = Random(settings.seed);
    let mut order: Vec<usize> = everything.into_iter().filter(|&i| oracle::projective(&sentences[i].rows)).collect();
    say(&format!("{} of {} sentences without crossing arcs", order.len(), sentences.len()), None);
    let rounds = settings.rounds[1];
    for round in 0..rounds {
        random.shuffle(&mut order);
        let mut wrong = 0;
        let batches = order.len().div_ceil(BATCH);
        for (at, batch) in order.chunks(BATCH).enumerate() {
            let done = (round as f32 + at as f32 / batches as f32) / rounds as f32;
            let rate = RATE * (1.0 - done).max(0.02) * (done * 20.0).clamp(0.05, 1.0);
            let lessons: Vec<Lesson<'_>> =
                batch.iter().map(|&i| Lesson { forms: &forms[i], seen: &seen[i], gold: &sentences[i].rows }).collect();
            wrong += trainer.learn(&model.moves, &lessons, rate, round > 0);
        }
        model.net = trainer.averaged();
        if 2 * round < rounds {
            trainer.forget();
        }
        let file = write::write(&model, &tagger);
        say(&format!("parser: round {}, {wrong} wrong moves", round + 1), Some(file));
    }
    write::write(&model, &tagger)
}

/// Sentences learned from at a time.
const BATCH: usize = 16;
/// How far to go at first.
const RATE: f32 = 0.003;

fn forms(model: &Model, sentence: &Sentence) -> Vec<Form> {
    let mut out = Vec::new();
    look(model, &sentence.texts(), &mut out, &mut String::new());
    out
}

fn train_tagger(
    model: &Model,
    forms: &[Vec<Form>],
    gold: &[Vec<u8>],
    which: &[usize],
    settings: &Settings,
    rounds: usize,
) -> Learner {
    let mut learner = Learner::new(settings.bits);
    let mut random = Random(settings.seed);
    let mut order = which.to_vec();
    let (mut features, mut tags) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &i in &order {
            tags.clear();
            for (at, &right) in gold[i].iter().enumerate() {
                let can = model.lexicon.can(forms[i][at].entry);
                if let [only] = can {
                    tags.push(*only);
                    continue;
                }
                tagger::features(&forms[i], &tags, at, &mut features);
                let guess = tagger::best(&learner, &features, can, model.tags.len());
                learner.step();
                if guess != right && (can.is_empty() || can.contains(&right)) {
                    learner.update(&features, usize::from(right), usize::from(guess));
                }
                tags.push(guess);
            }
        }
    }
    learner
}
