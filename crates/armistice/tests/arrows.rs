//! Holds the arrows of ARCHITECTURE.md: which part may name which, and what the library may not touch.
//!
//! Reads the paths in every crate's sources (`use` trees and paths in expressions), not their meaning: test modules, comments and
//! string literals are left out, and a module reached by another name is found by the rule that `crate::` is followed by a part.

#![allow(clippy::unwrap_used, reason = "helpers of a test; a file that cannot be read fails it")]

use std::fs;
use std::path::{Path, PathBuf};

/// Parts of the library with the parts each may name. Whatever is not here may not be named, nor exist.
const PARTS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("points", &[]),
    ("seed", &[]),
    ("case", &["diagnostic", "points", "seed"]),
    ("space", &["case", "diagnostic", "points", "seed"]),
    ("analysis", &["space", "case", "diagnostic", "points", "seed"]),
    ("talks", &["space", "case", "diagnostic", "points", "seed"]),
    ("report", &["analysis", "verify", "talks", "space", "case", "diagnostic", "points", "seed"]),
    ("exchange", &["case", "diagnostic", "points", "seed"]),
    ("verify", &["analysis", "case", "diagnostic", "points", "seed"]),
];

/// Crates with the crates of this workspace each may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("armistice", &[]),
    ("armistice-reader", &["armistice"]),
    ("armistice-intake", &[]),
    ("armistice-cli", &["armistice", "armistice-intake", "armistice-reader", "armistice-workbench"]),
    ("armistice-workbench", &["armistice", "armistice-intake", "armistice-reader"]),
    ("armistice-python", &["armistice", "armistice-intake", "armistice-reader"]),
];

/// Crates that do no input or output and read no clock.
const LIBRARIES: &[&str] = &["armistice", "armistice-intake", "armistice-reader"];
const FORBIDDEN_STD: &[&str] = &["env", "fs", "net", "process", "time"];
const FORBIDDEN_MACROS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

#[test]
fn sources_keep_the_arrows() {
    let mut offences = Vec::new();
    let mut files = 0;
    for folder in sorted(&crates_folder()) {
        let name = file_name(&folder);
        for path in rust_files(&folder.join("src")) {
            let inside = path.strip_prefix(folder.join("src")).unwrap().with_extension("");
            let module: Vec<String> = inside.iter().map(|s| s.to_str().unwrap().to_owned()).collect();
            let source = fs::read_to_string(&path).unwrap();
            let found = check(&name, &module, &source);
            offences.extend(found.into_iter().map(|(line, what)| format!("{}:{line}: {what}", path.display())));
            files += 1;
        }
    }
    assert!(files > 5, "only {files} source files found");
    assert!(offences.is_empty(), "against the arrows of ARCHITECTURE.md:\n{}", offences.join("\n"));
}

#[test]
fn manifests_keep_the_arrows() {
    let mut offences = Vec::new();
    for folder in sorted(&crates_folder()) {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        offences.extend(check_manifest(&file_name(&folder), &manifest));
    }
    assert!(offences.is_empty(), "against the arrows of ARCHITECTURE.md:\n{}", offences.join("\n"));
}

#[test]
fn forbidden_lines_are_found() {
    let lines = |krate: &str, module: &str, source: &str| -> Vec<usize> {
        let module: Vec<String> = module.split('/').map(str::to_owned).collect();
        check(krate, &module, source).into_iter().map(|(line, _)| line).collect()
    };
    let library = |module: &str, source: &str| lines("armistice", module, source);
    assert_eq!(library("case/model", "use crate::points::Decimal;\nuse crate::space::Space;\n"), [2]);
    assert_eq!(library("case/model", "use crate::{\n    points::Decimal,\n    space::Space,\n};\n"), [3]);
    assert_eq!(library("analysis/impasse", "use super::super::report;\n"), [1]);
    assert_eq!(library("analysis/mod", "pub use super::talks::Session;\n"), [1]);
    assert_eq!(library("verify/mod", "fn f(s: &crate::space::Space) {}\n"), [1]);
    assert_eq!(library("verify/mod", "use crate::analysis::deal_zone::solve;\n"), [1]);
    assert_eq!(library("exchange/genius", "use crate::analysis::DealZone;\n"), [1]);
    assert_eq!(library("points", "use std::{fmt, fs};\n"), [1]);
    assert_eq!(library("points", "fn f() {\n    let t = std::time::Instant::now();\n}\n"), [2]);
    assert_eq!(library("points", "fn f() {\n    println!(\"a\");\n}\n"), [2]);
    assert_eq!(library("points", "use crate::Space;\n"), [1]);
    assert_eq!(library("lib", "pub mod points;\npub mod gadget;\n"), [2]);
    assert_eq!(library("lib", "pub use points::Decimal;\n"), [1]);
    assert_eq!(lines("armistice-reader", "lib", "use armistice_cli::run;\n"), [1]);
    assert_eq!(lines("armistice-cli", "main", "use armistice_python::run;\nuse std::fs;\n"), [1]);
    assert_eq!(check_manifest("armistice", "[dev-dependencies]\narmistice-reader.workspace = true\n").len(), 1);
    assert_eq!(check_manifest("gadget", "[package]\n").len(), 1);
}

#[test]
fn allowed_lines_are_let_through() {
    let none = |module: &str, source: &str| {
        let module: Vec<String> = module.split('/').map(str::to_owned).collect();
        let found = check("armistice", &module, source);
        assert!(found.is_empty(), "{found:?}");
    };
    none("analysis/impasse", "use super::deal_zone::{Entry, Solutions};\nuse crate::{case::Case, points::Points};\n");
    none(
        "verify/mod",
        "use crate::analysis::{deal_zone::{self, DealZone}, impasse::Unlock};\nuse crate::case::Case;\n",
    );
    none(
        "points",
        "// std::fs\n/* println!() */ const A: &str = \"crate::space\"; const B: &str = r#\"\"std::fs\"#; fn f<'a>(c: &'a char) -> bool { *c == '\"' }\n",
    );
    none("points", "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn g() { println!(\"}\"); }\n}\n");
    none("lib", "pub mod case;\nmod points;\n");
}

/// The offending lines of one file, with what is wrong.
fn check(krate: &str, module: &[String], source: &str) -> Vec<(usize, String)> {
    let tokens = without_tests(tokens(source));
    let mut found = Vec::new();
    for (line, path) in paths(&tokens) {
        found.extend(check_path(krate, module, &path).map(|what| (line, what)));
    }
    if LIBRARIES.contains(&krate) {
        for pair in tokens.windows(2) {
            if pair[1].text == "!" && FORBIDDEN_MACROS.contains(&pair[0].text.as_str()) {
                found.push((pair[0].line, format!("`{}!` in a library", pair[0].text)));
            }
        }
    }
    if krate == "armistice" && module == ["lib"] {
        for three in tokens.windows(3).filter(|t| t[0].text == "mod" && t[2].text == ";") {
            if part(&three[1].text).is_none() {
                found.push((
                    three[1].line,
                    format!("`{}` is no part of ARCHITECTURE.md; give it its arrows", three[1].text),
                ));
            }
        }
        found.extend(
            tokens
                .iter()
                .filter(|t| t.text == "use")
                .map(|t| (t.line, "a re-export hides the part a name comes from".into())),
        );
    }
    found.sort();
    found
}

fn check_path(krate: &str, module: &[String], path: &[String]) -> Option<String> {
    let first = path.first()?.as_str();
    let shown = path.join("::");
    if first == "std" || first == "core" {
        let what = path.get(1)?;
        let forbidden = LIBRARIES.contains(&krate) && FORBIDDEN_STD.contains(&what.as_str());
        return forbidden.then(|| format!("`{shown}` in a library"));
    }
    let dashed = first.replace('_', "-");
    if CRATES.iter().any(|(name, _)| *name == dashed) {
        let allowed = crates_of(krate).is_some_and(|names| names.contains(&dashed.as_str()));
        return (!allowed && dashed != krate).then(|| format!("`{shown}`: {krate} may not use {dashed}"));
    }
    if krate != "armistice" {
        return None;
    }
    let absolute = absolute(module, path)?;
    let (from, to) = (module.first()?, absolute.first()?);
    if module == ["lib"] || from == to {
        return None;
    }
    if part(to).is_none() {
        return Some(format!("`{shown}`: after `crate::` comes a part of the library"));
    }
    if !part(from)?.contains(&to.as_str()) {
        return Some(format!("`{shown}`: {from} may not use {to}"));
    }
    // Modules are named in lower case on the way to a type; a path that ends in lower case names one or calls a function.
    let last = absolute.last()?;
    let computes = from == "verify" && to == "analysis" && absolute.len() > 2 && last.starts_with(char::is_lowercase);
    computes.then(|| format!("`{shown}`: verify takes the types of results from analysis, nothing that computes"))
}

/// The path from the crate's root; `None` when it starts with no `crate`, `self` or `super`.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut base: Vec<String> = module.to_vec();
    if base.last().is_some_and(|l| l == "mod" || l == "lib") {
        base.pop();
    }
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => base.clear(),
        "self" => {}
        "super" => {
            base.pop();
        }
        _ => return None,
    }
    rest = &rest[1..];
    while rest.first().is_some_and(|s| s == "super") {
        base.pop();
        rest = &rest[1..];
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

fn check_manifest(krate: &str, manifest: &str) -> Vec<String> {
    let Some(allowed) = crates_of(krate) else {
        return vec![format!("`{krate}` is no crate of ARCHITECTURE.md; give it its arrows")];
    };
    let mut found = Vec::new();
    let mut in_dependencies = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        } else if in_dependencies {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            if CRATES.iter().any(|(known, _)| *known == name) && !allowed.contains(&name) {
                found.push(format!("{krate}/Cargo.toml: {krate} may not use {name}"));
            }
        }
    }
    found
}

fn part(name: &str) -> Option<&'static [&'static str]> {
    PARTS.iter().find(|(known, _)| *known == name).map(|(_, allowed)| *allowed)
}

fn crates_of(name: &str) -> Option<&'static [&'static str]> {
    CRATES.iter().find(|(known, _)| *known == name).map(|(_, allowed)| *allowed)
}

#[derive(Clone, Debug)]
struct Token {
    line: usize,
    text: String,
}

/// Names, `::` and single other characters; comments and literals are left out.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut line, mut i) = (Vec::new(), 1, 0);
    while i < chars.len() {
        let start = i;
        let mut text = None;
        match at(i) {
            '/' if at(i + 1) == '/' => i += chars[i..].iter().take_while(|&&c| c != '\n').count(),
            '/' if at(i + 1) == '*' => i = end_of_comment(&chars, i),
            '"' => i = end_of_string(&chars, i + 1),
            '\'' if at(i + 1) == '\\' => i += 3 + chars[i + 3..].iter().take_while(|&&c| c != '\'').count() + 1,
            '\'' if at(i + 2) == '\'' => i += 3,
            'r' | 'b' | 'c' if raw_string(&chars, i).is_some() => i = raw_string(&chars, i).unwrap(),
            c if word(c) => {
                i += chars[i..].iter().take_while(|&&c| word(c)).count();
                text = Some(chars[start..i].iter().collect());
            }
            ':' if at(i + 1) == ':' => {
                i += 2;
                text = Some("::".to_owned());
            }
            c => {
                i += 1;
                text = (!c.is_whitespace()).then(|| c.to_string());
            }
        }
        found.extend(text.map(|text| Token { line, text }));
        line += chars[start..i.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    found
}

/// Past the end of a block comment, which may hold others.
fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0usize, start);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') if depth == 1 => return i + 2,
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut i = start;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// Past the end of a string such as `r#"…"#` that starts here, if one does.
fn raw_string(chars: &[char], start: usize) -> Option<usize> {
    let prefix = chars[start..].iter().take(2).take_while(|&&c| matches!(c, 'r' | 'b' | 'c')).count();
    if chars[start + prefix - 1] != 'r' {
        return None;
    }
    let hashes = chars[start + prefix..].iter().take_while(|&&c| c == '#').count();
    let mut i = start + prefix + hashes;
    if chars.get(i) != Some(&'"') {
        return None;
    }
    i += 1;
    while i < chars.len() {
        let closes = chars[i] == '"' && chars[i + 1..].iter().take_while(|&&c| c == '#').count() >= hashes;
        i += 1;
        if closes {
            return Some(i + hashes);
        }
    }
    Some(i)
}

/// Leaves out every item marked `#[cfg(test)]`, to its closing brace or semicolon.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let marked = |i: usize| {
        ["#", "[", "cfg", "(", "test", ")", "]"]
            .iter()
            .enumerate()
            .all(|(k, t)| tokens.get(i + k).is_some_and(|x| x.text == *t))
    };
    let (mut kept, mut i) = (Vec::new(), 0);
    while i < tokens.len() {
        if !marked(i) {
            kept.push(tokens[i].clone());
            i += 1;
            continue;
        }
        let mut depth = 0usize;
        while i < tokens.len() {
            let text = tokens[i].text.as_str();
            i += 1;
            match text {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth = depth.saturating_sub(1),
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// Every path of at least two names with the line it starts on; `use` trees are written out.
fn paths(tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
    let name = |t: &Token| t.text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let (mut found, mut i) = (Vec::new(), 0);
    while i < tokens.len() {
        if tokens[i].text == "use" {
            i += 1;
            use_tree(tokens, &mut i, &[], &mut found);
        } else if name(&tokens[i]) && tokens.get(i + 1).is_some_and(|t| t.text == "::") {
            let line = tokens[i].line;
            let mut path = vec![tokens[i].text.clone()];
            i += 1;
            while i + 1 < tokens.len() && tokens[i].text == "::" && name(&tokens[i + 1]) {
                path.push(tokens[i + 1].text.clone());
                i += 2;
            }
            found.push((line, path));
        } else {
            i += 1;
        }
    }
    found
}

fn use_tree(tokens: &[Token], i: &mut usize, before: &[String], found: &mut Vec<(usize, Vec<String>)>) {
    let mut path = before.to_vec();
    let mut line = tokens.get(*i).map_or(0, |t| t.line);
    let mut open = true;
    while let Some(token) = tokens.get(*i) {
        match token.text.as_str() {
            "::" => {}
            "{" => {
                *i += 1;
                while tokens.get(*i).is_some_and(|t| t.text != "}") {
                    use_tree(tokens, i, &path, found);
                    if tokens.get(*i).is_some_and(|t| t.text == ",") {
                        *i += 1;
                    } else if tokens.get(*i).is_none_or(|t| t.text != "}") {
                        return;
                    }
                }
                open = false;
            }
            "," | "}" | ";" => break,
            "as" => *i += 1,
            "self" if !path.is_empty() => {}
            name => {
                if path.len() == before.len() {
                    line = token.line;
                }
                path.push(name.to_owned());
            }
        }
        *i += 1;
    }
    if open && !path.is_empty() {
        found.push((line, path));
    }
}

fn crates_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries
}

/// All Rust files below a folder but those of test modules.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in sorted(folder) {
        if path.file_stem().is_some_and(|s| s == "tests") {
            continue;
        } else if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}
