//! Chores of this workspace: training the reader's grammar and its judge of claims, scoring them, and looking at what the grammar says.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command for developers")]
#![expect(clippy::disallowed_types, reason = "time is measured here, at the edge")]

mod claims;
mod conllu;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use armistice_reader::train::{self, Scores, Sentence, Settings};
use sha2::{Digest, Sha256};

const MODEL: &str = "crates/armistice-reader/model/english.grammar";

const HELP: &str = "\
usage: cargo xtask train-parser FOLDER [SEED]   train the grammar on the treebanks under FOLDER and write the model
       cargo xtask score-parser FOLDER          score the model on their test parts
       cargo xtask train-claims FOLDER…         train the judge of claims on annotated texts and write the model
       cargo xtask score-claims FOLDER…         score the model on annotated texts
       cargo xtask cross-validate FOLDER…       score judges on annotated texts that are new to them
       cargo xtask parse FILE                   the trees of the sentences in FILE, one a line, words apart by blanks

FOLDER has Universal Dependencies treebanks, in folders of their own or not: `*train*.conllu` to train on, `*dev*.conllu` to watch the training by,
`*test*.conllu` to score on. Files packed by xz (`.conllu.xz`) are read, too. Of GUM only the genres under CC BY are read.";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["train-parser", folder] => train_parser(Path::new(folder), Settings::default().seed),
        ["train-parser", folder, seed] => match seed.parse() {
            Ok(seed) => train_parser(Path::new(folder), seed),
            Err(_) => Err(format!("`{seed}` is no seed; a seed is a whole number")),
        },
        ["score-parser", folder] => score_parser(Path::new(folder)),
        ["train-claims", ref folders @ ..] if !folders.is_empty() => train_claims(folders),
        ["score-claims", ref folders @ ..] if !folders.is_empty() => claims::score_on(folders),
        ["cross-validate", ref folders @ ..] if !folders.is_empty() => claims::cross_validate_on(folders),
        ["parse", file] => parse(Path::new(file)),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Files under the folder whose names have the part's name in them, with the sentences for which `keep` holds.
fn part(folder: &Path, name: &str, keep: impl Fn(&str) -> bool) -> Result<Vec<(PathBuf, Vec<Sentence>)>, String> {
    let files = conllu::files(folder)?;
    let named = files.into_iter().filter(|f| f.file_name().is_some_and(|n| n.to_string_lossy().contains(name)));
    named.map(|f| conllu::read(&f, &keep).map(|s| (f, s))).collect()
}

fn train_parser(folder: &Path, seed: u64) -> Result<(), String> {
    let sentences: Vec<Sentence> = part(folder, "train", conllu::free)?.into_iter().flat_map(|f| f.1).collect();
    if sentences.is_empty() {
        return Err(format!("no `*train*.conllu` or `*train*.conllu.xz` under `{}`", folder.display()));
    }
    // GUM's news of the dev part is kept for scoring.
    let dev: Vec<Sentence> = part(folder, "dev", |id| !id.starts_with("GUM_"))?.into_iter().flat_map(|f| f.1).collect();
    println!("{} sentences, {} words", sentences.len(), sentences.iter().map(Sentence::len).sum::<usize>());
    let start = Instant::now();
    let settings = Settings { seed, ..Settings::default() };
    let file = train::train(&sentences, &settings, &mut |what, file| {
        println!("{:6.0} s  {what}", start.elapsed().as_secs_f64());
        if let Some(scores) = file.filter(|_| !dev.is_empty()).and_then(|f| train::score(&f, &dev)) {
            println!("          {}", row("dev", &scores));
        }
    });
    keep(MODEL, &file)
}

fn train_claims(folders: &[&str]) -> Result<(), String> {
    let (model, file) = claims::train_on(folders)?;
    keep(model, &file)
}

/// Writes a model and its digest.
fn keep(model: &str, file: &[u8]) -> Result<(), String> {
    let digest: String = Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect();
    let write = |path: &str, bytes: &[u8]| fs::write(path, bytes).map_err(|e| format!("cannot write `{path}`: {e}"));
    let name = Path::new(model).file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    write(model, file)?;
    write(&format!("{model}.sha256"), format!("{digest}  {name}\n").as_bytes())?;
    println!("{model}: {} bytes, sha256 {digest}", file.len());
    Ok(())
}

fn model() -> Result<Vec<u8>, String> {
    fs::read(MODEL).map_err(|e| format!("cannot read `{MODEL}`: {e}"))
}

fn score_parser(folder: &Path) -> Result<(), String> {
    let file = model()?;
    let sets = part(folder, "test", |id| !id.starts_with("GUM_") || conllu::gum_news(id))?;
    // The news of GUM's dev part is as new to the model as that of its test part, and the test part alone is small.
    let more = part(folder, "dev", conllu::gum_news)?;
    let load = fastest(|| train::score(&file, &[]));
    println!("{} bytes, loaded in {:.1} ms", file.len(), load * 1e3);
    println!("| treebank | words | UPOS | XPOS | lemma | UAS | LAS | with subtypes | LAS without punctuation |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for (path, sentences) in sets.iter().chain(&more).filter(|s| !s.1.is_empty()) {
        let name = path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
        let Some(scores) = train::score(&file, sentences) else { return Err(format!("`{MODEL}` is no model")) };
        println!("{}", row(&name, &scores));
    }
    let all: Vec<Sentence> = sets.into_iter().chain(more).flat_map(|s| s.1).collect();
    let words: usize = all.iter().map(Sentence::len).sum();
    let time = fastest(|| train::score(&file, &all)) - load;
    println!("{:.0} words a second", words as f64 / time);
    Ok(())
}

/// The least of several times, in seconds: other work on the machine only adds.
fn fastest<T>(mut work: impl FnMut() -> T) -> f64 {
    let times = (0..10).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::MAX, f64::min)
}

fn row(name: &str, s: &Scores) -> String {
    let share = |n: usize, of: usize| format!("{:.1}", 100.0 * n as f64 / of.max(1) as f64);
    let all = [s.upos, s.xpos, s.lemma, s.head, s.labelled, s.subtyped].map(|n| share(n, s.words)).join(" | ");
    format!("| {name} | {} | {all} | {} |", s.words, share(s.plain[1], s.plain[0]))
}

fn parse(path: &Path) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|e| format!("cannot read `{}`: {e}", path.display()))?;
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let sentences: Vec<Vec<&str>> = lines.map(|l| l.split_whitespace().collect()).collect();
    for (words, tree) in sentences.iter().zip(train::trees(&model()?, &sentences).unwrap_or_default()) {
        println!("# text = {}", words.join(" "));
        for (at, [form, lemma, upos, xpos, head, relation]) in tree.iter().enumerate() {
            println!("{}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t_", at + 1);
        }
        println!();
    }
    Ok(())
}
