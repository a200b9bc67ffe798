//! Training the judge of claims on folders of annotated texts, and scoring it.

use std::fs;
use std::path::Path;

use armistice_reader::score::{Score, parse};
use armistice_reader::train_claims::{Annotated, cross_validate, score, train};

const MODEL: &str = "crates/armistice-reader/model/english.claims";
/// Parts the texts are dealt into, each judged by a model of the others.
const FOLDS: usize = 5;

/// The texts of a folder that have claims: `NAME.txt` with `NAME.jsonl`.
fn read(folder: &str) -> Result<Vec<Annotated>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("cannot read `{folder}`: {e}"))?;
    let mut lists: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    lists.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    lists.sort();
    let mut out = Vec::new();
    for list in lists {
        let open = |path: &Path| fs::read_to_string(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()));
        let text = open(&list.with_extension("txt"))?;
        let gold = parse(&open(&list)?, &text).map_err(|problems| {
            format!("`{}` has {} wrong lines; `armistice read --eval` names them", list.display(), problems.len())
        })?;
        let name = list.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        out.push(Annotated { name, text, gold });
    }
    if out.is_empty() {
        return Err(format!("`{folder}` has no NAME.txt with NAME.jsonl"));
    }
    Ok(out)
}

fn row(folder: &str, what: &str, scores: &[(String, Score)]) -> String {
    let sum = |f: fn(&Score) -> usize| scores.iter().map(|s| f(&s.1)).sum::<usize>();
    let (gold, drafted, matched) = (sum(|s| s.overall.gold), sum(|s| s.overall.drafted), sum(|s| s.overall.matched));
    let share = |of: usize| matched as f64 / of.max(1) as f64;
    let f1 = 2.0 * matched as f64 / (gold + drafted).max(1) as f64;
    format!(
        "| `{folder}` | {what} | {} | {gold} | {drafted} | {:.3} | {:.3} | {f1:.3} |",
        scores.len(),
        share(drafted),
        share(gold)
    )
}

const HEAD: &str =
    "| texts | judge | texts | gold | drafted | precision | recall | F1 |\n|---|---|--:|--:|--:|--:|--:|--:|";

/// Trains on all texts and gives the file.
pub(crate) fn train_on(folders: &[&str]) -> Result<(&'static str, Vec<u8>), String> {
    let sets: Vec<Vec<Annotated>> = folders.iter().map(|f| read(f)).collect::<Result<_, _>>()?;
    let all: Vec<Annotated> = sets.into_iter().flatten().collect();
    Ok((MODEL, train(&all)))
}

/// Prints what judges score on texts that they have not been trained on: each part of the texts judged by what was trained on the others.
pub(crate) fn cross_validate_on(folders: &[&str]) -> Result<(), String> {
    let sets: Vec<Vec<Annotated>> = folders.iter().map(|f| read(f)).collect::<Result<_, _>>()?;
    println!("{HEAD}");
    for (at, (folder, set)) in folders.iter().zip(&sets).enumerate() {
        let others: Vec<Annotated> = sets.iter().enumerate().filter(|s| s.0 != at).flat_map(|s| s.1.clone()).collect();
        println!("{}", row(folder, "none", &score(set, None)));
        println!("{}", row(folder, "of the other texts", &cross_validate(set, &others, FOLDS)));
    }
    Ok(())
}

/// Prints what the model in the file scores on texts, beside the lexicon alone.
pub(crate) fn score_on(folders: &[&str]) -> Result<(), String> {
    let file = fs::read(MODEL).map_err(|e| format!("cannot read `{MODEL}`: {e}"))?;
    println!("{HEAD}");
    for folder in folders {
        let set = read(folder)?;
        println!("{}", row(folder, "none", &score(&set, None)));
        println!("{}", row(folder, "the model's", &score(&set, Some(&file))));
    }
    Ok(())
}
