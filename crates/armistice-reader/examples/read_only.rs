//! Reads a file and says how many words and claims it has, for measuring: `cargo run -p armistice-reader --example read_only -- FILE`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line example")]

use armistice_reader::{SourceText, read};

fn main() -> std::process::ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: read_only FILE");
        return std::process::ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return std::process::ExitCode::from(2);
        }
    };
    let claims = read(&[SourceText { id: "text", file: &path, text: &text, title: None, published: None }]);
    println!("{} words, {} claims", text.split_whitespace().count(), claims.claims.len());
    std::process::ExitCode::SUCCESS
}
