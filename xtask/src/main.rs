//! Chores of this workspace.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command for developers")]

mod conllu;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use armistice_reader::train::{Scores, Sentence, Settings, score, train};
use sha2::{Digest, Sha256};

const MODEL: &str = "crates/armistice-reader/model/english.grammar";

const HELP: &str = "\
cargo xtask train-parser FOLDER    train the grammar on the treebanks under FOLDER and write the model
cargo xtask score-parser FOLDER    score the model on the treebanks' dev and test parts
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["train-parser", folder, ref rest @ ..] => train_parser(Path::new(folder), rest),
        ["score-parser", folder] => score_parser(Path::new(folder)),
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

/// Files under the folder whose names have the part's name in them.
fn part(folder: &Path, name: &str, keep: impl Fn(&str) -> bool) -> Result<Vec<(PathBuf, Vec<Sentence>)>, String> {
    let files = conllu::files(folder)?;
    let named = files.into_iter().filter(|f| f.file_name().is_some_and(|n| n.to_string_lossy().contains(name)));
    named.map(|f| conllu::read(&f, &keep).map(|s| (f, s))).collect()
}

fn train_parser(folder: &Path, rest: &[&str]) -> Result<(), String> {
    let number = |i: usize| rest.get(i).and_then(|s| s.parse::<usize>().ok());
    let mut settings = Settings::default();
    if let Some(n) = number(0) {
        settings.rounds[0] = n
    }
    if let Some(n) = number(1) {
        settings.rounds[1] = n
    }
    if let Some(n) = number(2) {
        settings.bits[0] = n as u32
    }
    if let Some(n) = number(3) {
        settings.bits[1] = n as u32
    }
    let sentences: Vec<Sentence> = part(folder, "train", conllu::free)?.into_iter().flat_map(|f| f.1).collect();
    if sentences.is_empty() {
        return Err(format!("no `*train*.conllu` or `*train*.conllu.xz` under `{}`", folder.display()));
    }
    let dev: Vec<Sentence> = part(folder, "dev", |id| !id.starts_with("GUM"))?.into_iter().flat_map(|f| f.1).collect();
    let pud: Vec<Sentence> = part(folder, "pud", |id| !id.starts_with("GUM"))?.into_iter().flat_map(|f| f.1).collect();
    println!("{} sentences, {} words", sentences.len(), sentences.iter().map(Sentence::len).sum::<usize>());
    let start = std::time::Instant::now();
    let file = train(&sentences, &settings, &mut |what, file| {
        println!("{:6.1} s  {what}", start.elapsed().as_secs_f64());
        if let Some(file) = file {
            println!("          {} bytes", file.len());
            for d in [&dev, &pud] {
                if let Some(s) = score(&file, d) {
                    row("dev", &s);
                }
            }
        }
    });
    fs::write(MODEL, &file).map_err(|e| format!("cannot write `{MODEL}`: {e}"))?;
    let digest: String = Sha256::digest(&file).iter().map(|b| format!("{b:02x}")).collect();
    println!("{} bytes, sha256 {digest}", file.len());
    Ok(())
}

fn score_parser(folder: &Path) -> Result<(), String> {
    let file = fs::read(MODEL).map_err(|e| format!("cannot read `{MODEL}`: {e}"))?;
    for (path, sentences) in part(folder, "test", |id| !id.starts_with("GUM") || conllu::gum_news(id))? {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(s) = score(&file, &sentences) {
            row(&name, &s);
        }
    }
    Ok(())
}

fn row(name: &str, s: &Scores) {
    let share = |n: usize| format!("{:6.2}", 100.0 * n as f64 / s.words.max(1) as f64);
    let all = [s.upos, s.xpos, s.lemma, s.head, s.labelled, s.subtyped].map(share).join(" ");
    println!("{name:24} {:6} words: upos xpos lemma uas las las+sub {all}", s.words);
}
