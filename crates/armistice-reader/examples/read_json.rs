//! Prints the claims drafted from a file as JSON: `cargo run -p armistice-reader --example read_json -- FILE`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line example")]

use armistice_reader::{SourceText, json::to_json, read};

fn main() -> std::process::ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: read_json FILE");
        return std::process::ExitCode::from(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{path}: {error}");
            return std::process::ExitCode::from(2);
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let claims = read(&[SourceText { id: "text", file: &path, text: &text, title: None, published: None }]);
    println!("{:#}", to_json(&claims));
    std::process::ExitCode::SUCCESS
}
