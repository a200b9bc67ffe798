//! The claims beside the case: read with their sources, and held against what the case says of them.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use super::names::Known;
use super::{CASE_FILE, Files, Node, Sink, tables};
use crate::case::claims::{ClaimState, Claims};
use crate::case::claims_file;
use crate::case::document::Document;
use crate::case::keys::Kind;
use crate::diagnostic::{Diagnostic, Span};

/// Reads `claims.toml`, and its quotes against their sources.
pub(super) fn read(
    document: Option<&Document<'_>>,
    sources: &BTreeMap<String, Vec<u8>>,
    root: &DeTable<'_>,
    out: &mut Sink,
) -> Option<Claims> {
    let declared =
        tables(root, "sources").filter_map(|(id, table, _)| Some((id.to_owned(), super::text(table, "file")?)));
    let declared: BTreeMap<String, String> = declared.collect();
    let (claims, problems) = claims_file::read_parsed(document?, sources, &declared);
    out.extend(problems);
    claims
}

/// Whether a path stays inside the case folder.
pub(super) fn stays_inside(path: &str) -> bool {
    !path.contains(['\\', '\0', ':']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Checks that case and claims agree.
pub(super) fn check(files: &Files<'_>, root: &DeTable<'_>, known: &Known, claims: Option<&Claims>, out: &mut Sink) {
    for (id, table, _) in tables(root, "sources") {
        let Some(node) = table.get("file") else { continue };
        if let Some(file) = node.get_ref().as_str() {
            source(files, id, file, node.span(), claims, out);
        }
    }
    match (files.claims, claims) {
        (None, _) => no_claims(files, root, out),
        (Some(text), Some(claims)) => {
            rejected(root, claims, out);
            let actors: BTreeSet<&str> = known.names(Kind::Party).chain(known.names(Kind::Person)).collect();
            // Without the parties nobody can tell who is an actor.
            if known.has(Kind::Party) && known.has(Kind::Person) {
                out.extend(claims_file::check_actors(text, claims, &actors));
            }
        }
        (Some(_), None) => {}
    }
}

/// Checks one source of the case. A lone `case.toml` may name texts that are elsewhere.
fn source(files: &Files<'_>, id: &str, file: &str, span: Span, claims: Option<&Claims>, out: &mut Sink) {
    if !stays_inside(file) {
        out.push(
            Diagnostic::error("bad-source", format!("the file of `{id}` is not inside the case folder"))
                .at(CASE_FILE, span, "not a path inside the folder")
                .help("write it from the folder on, with `/`, such as \"sources/article.txt\""),
        );
        return;
    }
    if let Some(other) = claims.and_then(|c| c.sources.iter().find(|s| s.id == id)) {
        if other.file != file {
            out.push(
                Diagnostic::error("claims-mismatch", format!("the source `{id}` is another file in claims.toml"))
                    .at(CASE_FILE, span, format!("`{}` there", other.file))
                    .help("name the same file in both, or give one of the sources another id"),
            );
        }
        return;
    }
    if files.claims.is_none() {
        return;
    }
    match files.sources.get(file).map(|bytes| std::str::from_utf8(bytes)) {
        Some(Ok(_)) => {}
        Some(Err(error)) => out.push(
            Diagnostic::error("bad-source", format!("`{file}` is not UTF-8 text"))
                .at(CASE_FILE, span, format!("byte {} of the file is wrong", error.valid_up_to()))
                .help("save it as UTF-8 text"),
        ),
        None => {
            let near = out.suggest(file, files.sources.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "put the text there, or correct the path".to_owned(),
            };
            out.push(
                Diagnostic::error("bad-source", format!("there is no file `{file}`"))
                    .at(CASE_FILE, span, "not found in the case folder")
                    .help(help),
            );
        }
    }
}

/// Warns, once, when claims are cited that nobody can look up.
fn no_claims(files: &Files<'_>, root: &DeTable<'_>, out: &mut Sink) {
    let cited = first_citation(root);
    let warning =
        match (cited, root.get_key_value("sources")) {
            (Some(span), _) => Diagnostic::warning("no-claims", "the case cites claims, but there is no claims.toml")
                .at(CASE_FILE, span, "cannot be looked up"),
            (None, Some((key, _))) => Diagnostic::warning(
                "no-claims",
                "the case names sources, but there is no claims.toml",
            )
            .at(CASE_FILE, key.span(), "nothing is quoted from these"),
            (None, None) if !files.sources.is_empty() => Diagnostic::warning("no-claims", "there is no claims.toml"),
            (None, None) => return,
        };
    out.push(warning.help("`armistice read FILE… --into DIR` drafts one from news texts"));
}

/// Warns of every citation of a claim that a person has rejected.
fn rejected(root: &DeTable<'_>, claims: &Claims, out: &mut Sink) {
    let rejected = claims.claims.iter().filter(|c| c.state == ClaimState::Rejected);
    let rejected: BTreeSet<&str> = rejected.map(|c| c.id.as_str()).collect();
    let mut look = |because: &Node<'_>| {
        for claim in because.get_ref().as_array().into_iter().flatten() {
            if let Some(id) = claim.get_ref().as_str().filter(|id| rejected.contains(id)) {
                out.push(
                    Diagnostic::warning("rejected-claim", format!("the claim `{id}` is rejected in claims.toml"))
                        .at(CASE_FILE, claim.span(), "rests on it all the same")
                        .help("take it out here, with what has nothing else behind it; or accept it in claims.toml"),
                );
            }
        }
    };
    citations(root, &mut look);
}

/// The first `because` of the file that cites something.
fn first_citation(root: &DeTable<'_>) -> Option<Span> {
    let mut first: Option<Span> = None;
    citations(root, &mut |because| {
        let cites = because.get_ref().as_array().is_some_and(|a| !a.is_empty());
        if cites && first.as_ref().is_none_or(|f| because.span().start < f.start) {
            first = Some(because.span());
        }
    });
    first
}

/// Shows every `because` of the case.
fn citations(root: &DeTable<'_>, look: &mut impl FnMut(&Node<'_>)) {
    let mut in_table = |table: &DeTable<'_>| table.get("because").into_iter().for_each(&mut *look);
    for (_, section) in root {
        match section.get_ref() {
            DeValue::Table(entries) => {
                entries.iter().filter_map(|(_, n)| n.get_ref().as_table()).for_each(&mut in_table);
            }
            DeValue::Array(entries) => entries.iter().filter_map(|n| n.get_ref().as_table()).for_each(&mut in_table),
            _ => {}
        }
    }
}
