//! The commands that README.md and the pages of docs/ show are run, and print what is shown.
//!
//! In a ```` ```console ```` block, lines after `$ armistice …` are its output; `...` stands for lines left out. A block that names a file
//! (```` ```toml talks/case.toml ````) is written to it. All of a page happens in order, in a folder that holds an `article.txt`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test; what cannot be run fails it")]

mod support;

use std::fs;
use std::path::Path;
use support::Folder;

/// What a reader of a page does.
enum Step {
    /// Writes a file: a block whose first line names one, such as ```` ```toml talks/case.toml ````.
    Write(String, String),
    /// Runs a command; the lines shown below it.
    Run(String, Vec<String>),
}

/// The steps of a page, in order.
fn steps(page: &str) -> Vec<Step> {
    let mut found: Vec<Step> = Vec::new();
    let mut block = None;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            block = if block.is_some() { None } else { Some(info) };
            if let Some((_, file)) = block.and_then(|info| info.split_once(' ')) {
                found.push(Step::Write(file.to_owned(), String::new()));
            }
        } else if block == Some("console")
            && let Some(command) = line.strip_prefix("$ ")
        {
            let command = command.split("  #").next().unwrap_or_default();
            found.push(Step::Run(command.trim().to_owned(), Vec::new()));
        } else if let Some(info) = block {
            match found.last_mut() {
                Some(Step::Run(_, shown)) if info == "console" => shown.push(line.to_owned()),
                Some(Step::Write(_, text)) if info.contains(' ') => text.push_str(&format!("{line}\n")),
                _ => {}
            }
        }
    }
    found
}

/// The words of a command line; quotation marks hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// Whether the lines shown are in the output, in order, with nothing between but where `...` says so.
fn shows(output: &str, shown: &[String]) -> Result<(), String> {
    let output: Vec<&str> = output.lines().map(str::trim_end).collect();
    let mut at = 0;
    for part in shown.split(|line| line == "...") {
        let part: Vec<&str> = part.iter().map(|l| l.trim_end()).collect();
        let trimmed: &[&str] = match part.as_slice() {
            ["", rest @ ..] if at > 0 => rest,
            all => all,
        };
        let Some(found) = (at..=output.len().saturating_sub(trimmed.len())).find(|&k| output[k..].starts_with(trimmed))
        else {
            return Err(format!("not in the output:\n{}", trimmed.join("\n")));
        };
        at = found + trimmed.len();
    }
    Ok(())
}

#[test]
fn what_documents_show_is_what_happens() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec![root.join("README.md")];
    pages.extend(
        fs::read_dir(root.join("docs"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "md")),
    );
    let mut run = 0;
    for page in pages {
        let folder = Folder::new(&format!("documents-{run}"));
        let article = root.join("cases/ukraine/istanbul-2025/sources/article.txt");
        folder.write("article.txt", fs::read(article).unwrap());
        for step in steps(&fs::read_to_string(&page).unwrap()) {
            match step {
                Step::Write(file, text) => folder.write(&file, text),
                Step::Run(command, shown) => run += usize::from(is_shown(&page, &folder, &command, &shown)),
            }
        }
    }
    assert!(run >= 20, "only {run} commands found");
}

/// Runs a command of Armistice and compares; false for other commands.
fn is_shown(page: &Path, folder: &Folder, command: &str, shown: &[String]) -> bool {
    let words = words(command);
    let Some(("armistice", arguments)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) else {
        return false;
    };
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Wide as a page: without a terminal the command writes 100 columns.
    let output = support::command().env_remove("COLUMNS").current_dir(folder.path()).args(&arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}: {command}\n{told}", page.display());
    shows(&text, shown).unwrap_or_else(|why| panic!("{}: {command}: {why}\n\nit prints:\n{text}", page.display()));
    true
}

#[test]
fn a_line_that_is_not_printed_is_noticed() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(shows("a\nb\nc\nd", &lines("a\nb\n...\nd")).is_ok());
    assert!(shows("a\nb\nc\nd", &lines("a\nc")).is_err());
    assert!(shows("a\nb\nc\nd", &lines("d\n...\na")).is_err());
}
