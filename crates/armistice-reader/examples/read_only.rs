//! Reads a file some times over and says how many words it has and how many bytes its claims take, for `bench/reading.py`:
//! `cargo run --release -p armistice-reader --example read_only -- FILE [TIMES]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line example")]

use armistice::case::claims::Claim;
use armistice_reader::{SourceText, read};

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let times = |n: Option<String>| n.map_or(Some(1), |n| n.parse::<u32>().ok());
    let (Some(path), Some(times)) = (arguments.next(), times(arguments.next())) else {
        eprintln!("usage: read_only FILE [TIMES]");
        return std::process::ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return std::process::ExitCode::from(2);
        }
    };
    let mut held = 0;
    for _ in 0..times {
        let claims = read(&[SourceText { id: "text", file: &path, text: &text, title: None, published: None }]);
        held = claims.claims.capacity() * size_of::<Claim>() + claims.claims.iter().map(bytes).sum::<usize>();
    }
    println!("{} {held}", text.split_whitespace().count());
    std::process::ExitCode::SUCCESS
}

/// Bytes that the texts of a claim take.
fn bytes(claim: &Claim) -> usize {
    let lists = [&claim.speaker, &claim.target, &claim.issue, &claim.conditions].into_iter();
    let listed = lists.flatten().map(|s| s.capacity() + size_of::<String>()).sum::<usize>();
    let said =
        claim.attribution.as_ref().map_or(0, |a| a.text.capacity() + a.actor.as_ref().map_or(0, String::capacity));
    let own = [&claim.id, &claim.source, &claim.content, &claim.quote].into_iter().chain(&claim.when);
    listed + said + own.map(String::capacity).sum::<usize>()
}
