//! What belongs to the shell around the command: completions, manual pages, and the page of commands in docs/.

#![allow(clippy::unwrap_used, reason = "helpers of a test; what cannot be run fails it")]

mod support;

use std::path::Path;
use std::process::Command;

use support::{Folder, Run, finish};

const COMMANDS: [&str; 11] =
    ["new", "read", "claims", "draft", "check", "show", "analyze", "cases", "schema", "completions", "man"];

fn completions(shell: &str) -> String {
    Folder::new(&format!("completions-{shell}")).run(&["completions", shell]).fine().out
}

/// Runs a line in bash after loading the completions.
fn bash(line: &str) -> Run {
    let folder = Folder::new(&format!("bash-{}", line.len()));
    folder.write("armistice.bash", completions("bash"));
    let script = format!("source ./armistice.bash && {line}");
    finish(Command::new("bash").current_dir(folder.path()).args(["--norc", "-c", &script]))
}

#[test]
fn bash_completes_commands_options_and_bundled_cases() {
    assert!(bash("complete -p armistice").fine().out.contains("_armistice armistice"));
    // Bash hands over the command, the word to complete and the one before it.
    let completed = |words: &str, place: usize| {
        let word = words.split(' ').next_back().unwrap();
        let call = format!("COMP_WORDS=({words}) COMP_CWORD={place}; _armistice armistice {word} armistice");
        let line = call + "; echo \"${COMPREPLY[*]}\"";
        bash(&line).fine().out.trim().to_owned()
    };
    assert_eq!(completed("armistice ana", 1), "analyze");
    assert_eq!(completed("armistice analyze --ex", 2), "--explain");
    assert_eq!(completed("armistice analyze ukr", 2), "ukraine/istanbul-2025");
}

#[test]
fn every_shell_gets_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = completions(shell);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let folder = Folder::new("man");
    let run = folder.run(&["man", "pages"]).fine();
    assert_eq!(run.out, "Wrote 21 pages to pages: armistice.1 and one for each command.\n");
    let named = COMMANDS.map(|command| format!("pages/armistice-{command}.1"));
    for file in named.iter().map(String::as_str).chain(["pages/armistice.1"]) {
        let page = folder.read(file);
        for section in [".TH armistice", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH EXAMPLES\n.nf\n"] {
            assert!(page.contains(section), "{file}: no {section}");
        }
        // A line that begins with a dot is an order to the formatter: none that nobody meant.
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            let order = line.split(' ').next().unwrap_or_default();
            assert!(
                [".TH", ".SH", ".TP", ".nf", ".fi", ".ie", ".el", ".br", ".RS", ".RE", ".IP", ".PP"].contains(&order),
                "{file}: {line}"
            );
        }
        assert_eq!(page.matches(".nf\n").count(), page.matches(".fi\n").count(), "{file}");
        rendered(&folder, file);
    }
    // A second time they are replaced.
    folder.run(&["man", "pages"]).fine();
    folder.run(&["man"]).refused("required");
}

/// Renders the page where `man` is installed; it may have no complaint.
fn rendered(folder: &Folder, file: &str) {
    let mut man = Command::new("man");
    man.current_dir(folder.path()).args(["--warnings", "--encoding=UTF-8", "-l", file]);
    man.env("LC_ALL", "C.UTF-8").env("MANWIDTH", "80");
    if Command::new("man").arg("--version").output().is_err() {
        return;
    }
    let run = finish(&mut man).fine();
    assert_eq!(run.err, "", "{file}");
    assert!(run.out.contains("SYNOPSIS"), "{file}: {}", run.out);
    assert!(run.out.lines().any(|line| line.trim() == "Examples:"), "{file}: {}", run.out);
}

#[test]
fn the_page_of_commands_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let told = Folder::new("commands").run(&["man", "--markdown"]).fine().out;
    assert!(
        std::fs::read_to_string(page).unwrap() == told,
        "docs/commands.md is out of date: `make reference` writes it anew"
    );
    for command in COMMANDS {
        assert!(told.contains(&format!("\n## armistice {command}\n")), "{command}");
    }
}
