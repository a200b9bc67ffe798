//! Training the judge on annotated texts. Not part of the shipped library: behind the feature `train`, for `cargo xtask train-claims`.
//!
//! A candidate's class is the kind of the gold claim that it matches best by its bytes (half of them at least, one candidate for each claim), or none.
//! Multinomial logistic regression with a quadratic penalty, by stochastic steps in an order that a seed gives. The same texts give the same file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use armistice::case::claims::ClaimKind;

use super::{CLASSES, DOUBLE, MARK, Model, NONE};
use crate::SourceText;
use crate::lexicon::hiding;
use crate::score::{Score, Stated, compare, stated};

/// A text with its gold claims.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// By which folds are made.
    pub name: String,
    /// The text.
    pub text: String,
    /// What is claimed in it.
    pub gold: Vec<Stated>,
}

/// What the judge is shown of a clause.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The lexicon's kind.
    pub(crate) drafted: Option<ClaimKind>,
    pub(crate) features: Vec<u32>,
}

/// An example and what it is.
struct Lesson {
    features: Vec<usize>,
    class: usize,
}

/// Rounds over all examples.
const ROUNDS: usize = 60;
/// The first step's length; later ones are shorter.
const STEP: f64 = 0.2;
/// How much the squares of the weights cost.
const PENALTY: f64 = 7.0;
/// A feature seen in fewer examples is left out.
const LEAST: usize = 2;

/// Trains on the texts; the file of the model.
pub fn train(texts: &[Annotated]) -> Vec<u8> {
    let refs: Vec<&Annotated> = texts.iter().collect();
    write(&learn(&refs))
}

/// The score on each of the texts when the judge has been trained on the texts of all other folds, and on `always`. A text's fold is its place in the
/// order of names, modulo `folds`.
pub fn cross_validate(texts: &[Annotated], always: &[Annotated], folds: usize) -> Vec<(String, Score)> {
    let mut order: Vec<&Annotated> = texts.iter().collect();
    order.sort_by(|a, b| a.name.cmp(&b.name));
    let mut out = Vec::new();
    for fold in 0..folds {
        let (mut held, mut rest): (Vec<&Annotated>, Vec<&Annotated>) = (Vec::new(), always.iter().collect());
        for (at, &text) in order.iter().enumerate() {
            if at % folds == fold { held.push(text) } else { rest.push(text) }
        }
        let model = Arc::new(Model::new(learn(&rest)));
        out.extend(held.iter().map(|t| (t.name.clone(), score_with(t, &model))));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// The score on each text of the model in a file, or of the lexicon alone.
pub fn score(texts: &[Annotated], file: Option<&[u8]>) -> Vec<(String, Score)> {
    let model = Arc::new(file.and_then(Model::read).unwrap_or_default());
    texts.iter().map(|t| (t.name.clone(), score_with(t, &model))).collect()
}

fn score_with(text: &Annotated, model: &Arc<Model>) -> Score {
    let source = SourceText { id: "text", file: &text.name, text: &text.text, title: None, published: None };
    let drafted = stated(&crate::read_judged(&source, model), "text");
    let mut score = Score::default();
    score.add(&text.gold, &drafted, &compare(&text.gold, &drafted));
    score
}

/// The class of each example of a text; `None` for one that shares a claim with a better one.
fn classes(examples: &[Example], gold: &[Stated]) -> Vec<Option<usize>> {
    let mut pairs = Vec::new();
    let mut near = vec![false; examples.len()];
    for (g, claim) in gold.iter().enumerate() {
        for (e, example) in examples.iter().enumerate() {
            let common = example.end.min(claim.end).saturating_sub(example.start.max(claim.start));
            let hull = example.end.max(claim.end) - example.start.min(claim.start);
            if 2 * common >= hull && hull > 0 {
                near[e] = true;
                // Of two that fit, what the lexicon has seen, and seen well.
                let well = 150 * usize::from(example.drafted == Some(claim.kind))
                    + 20 * usize::from(example.drafted.is_some());
                pairs.push((common * 1000 / hull + well, g, e));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut found = BTreeSet::new();
    let mut class: Vec<Option<usize>> = near.iter().map(|&near| (!near).then_some(NONE)).collect();
    let mut taken = BTreeSet::new();
    for (_, g, e) in pairs {
        if !found.contains(&g) && !taken.contains(&e) {
            found.insert(g);
            taken.insert(e);
            class[e] = ClaimKind::ALL.iter().position(|&k| k == gold[g].kind);
        }
    }
    class
}

fn learn(texts: &[&Annotated]) -> Vec<(u32, [i8; CLASSES])> {
    let mut seen: Vec<(Vec<u32>, usize)> = Vec::new();
    for text in texts {
        let source = SourceText { id: "text", file: &text.name, text: &text.text, title: None, published: None };
        for part in 0..hiding::PARTS {
            hiding::hide(Some(part));
            let examples = crate::examples(&source);
            hiding::hide(None);
            let classes = classes(&examples, &text.gold);
            seen.extend(examples.into_iter().zip(classes).filter_map(|(e, class)| Some((e.features, class?))));
        }
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (features, _) in &seen {
        for &f in features.iter().collect::<BTreeSet<_>>() {
            *counts.entry(f).or_default() += 1;
        }
    }
    let numbers: Vec<u32> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| *f).collect();
    let lessons: Vec<Lesson> = seen
        .into_iter()
        .map(|(features, class)| {
            let features: BTreeSet<usize> = features.iter().filter_map(|f| numbers.binary_search(f).ok()).collect();
            Lesson { features: features.into_iter().collect(), class }
        })
        .collect();
    let weights = descend(&lessons, numbers.len());
    let unit = f64::from(DOUBLE) / std::f64::consts::LN_2;
    let rows = numbers.into_iter().zip(weights);
    let rows = rows.map(|(f, row)| (f, row.map(|w| (w * unit).round().clamp(-127.0, 127.0) as i8)));
    rows.filter(|(_, row)| row.iter().any(|&w| w != 0)).collect()
}

/// The weights that fit the lessons.
fn descend(lessons: &[Lesson], features: usize) -> Vec<[f64; CLASSES]> {
    let mut weights = vec![[0.0f64; CLASSES]; features];
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    // The weights are `scale` times what is stored: the penalty then costs one product a step.
    let mut scale = 1.0f64;
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    let all = lessons.len().max(1) as f64;
    let mut step = 0.0;
    for _ in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &at in &order {
            let lesson = &lessons[at];
            let rate = STEP / (1.0 + 4.0 * step / all);
            step += 1.0;
            let mut sums = [0.0f64; CLASSES];
            for &f in &lesson.features {
                for (sum, w) in sums.iter_mut().zip(&weights[f]) {
                    *sum += w * scale;
                }
            }
            let most = sums.iter().copied().fold(f64::MIN, f64::max);
            let powers = sums.map(|s| exp(s - most));
            let total: f64 = powers.iter().sum();
            scale *= 1.0 - rate * PENALTY / all;
            for (k, power) in powers.iter().enumerate() {
                let wrong = power / total - f64::from(u8::from(k == lesson.class));
                for &f in &lesson.features {
                    weights[f][k] -= rate * wrong / scale;
                }
            }
        }
    }
    weights.into_iter().map(|row| row.map(|w| w * scale)).collect()
}

/// e to the power of `x`, at most 0, by sums and products alone, so that every machine gets the same.
fn exp(x: f64) -> f64 {
    let small = x.max(-60.0) / 1024.0;
    let mut value = 1.0 + small * (1.0 + small * (0.5 + small / 6.0));
    for _ in 0..10 {
        value *= value;
    }
    value
}

fn write(rows: &[(u32, [i8; CLASSES])]) -> Vec<u8> {
    let mut out = MARK.to_vec();
    out.extend((rows.len() as u32).to_le_bytes());
    for (number, row) in rows {
        out.extend(number.to_le_bytes());
        out.extend(row.iter().map(|&w| w as u8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_e_is_near_the_librarys() {
        for x in [0.0, -0.1, -1.0, -5.5, -20.0] {
            let (is, told) = (exp(x), f64::exp(x));
            assert!((is - told).abs() <= 1e-7 * told.max(1e-3), "{x}: {is} {told}");
        }
    }

    #[test]
    fn what_is_learned_is_known_again_after_writing() {
        let lesson = |features: &[usize], class| Lesson { features: features.to_vec(), class };
        let lessons: Vec<Lesson> =
            (0..200).map(|i| if i % 2 == 0 { lesson(&[0, 1], 3) } else { lesson(&[0, 2], NONE) }).collect();
        let weights = descend(&lessons, 3);
        let rows = (10..).zip(weights).map(|(f, row)| (f, row.map(|w| (w * 92.0).round().clamp(-127.0, 127.0) as i8)));
        let model = Model::read(&write(&rows.collect::<Vec<_>>())).unwrap();
        assert_eq!(model.kind(&[10, 11], None).map(|k| k.0), Some(ClaimKind::ALL[3]));
        assert_eq!(model.kind(&[10, 12], None), None);
    }
}
