//! Prints what is read in a document: `cargo run --package armistice-intake --example text FILE`.

#![allow(clippy::print_stdout, reason = "it is what the example does")]

use std::error::Error;
use std::path::Path;

use armistice_intake::{document, language};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let name = Path::new(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let found =
        document(&name, &std::fs::read(&path)?).map_err(|r| format!("{name} {}; {}", r.what, r.help.join("; ")))?;
    println!(
        "title: {:?}\npublished: {:?}\nformat: {:?}\nencoding: {:?}",
        found.title, found.published, found.format, found.encoding
    );
    println!("language: {:?}\n\n{}", language::of(&found.text), found.text);
    Ok(())
}
