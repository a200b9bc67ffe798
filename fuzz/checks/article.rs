//! Articles: every claim quotes its source to the byte, and claims and draft can be read back.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims_file;
use armistice::case::write::write;
use armistice::case::{Files, read};
use armistice::diagnostic::has_errors;
use armistice_reader::{SourceText, draft::draft};

use super::parts;

pub fn check(text: &str) {
    let (first, second) = parts(text);
    let titled = |id, file, text| SourceText { id, file, text, title: Some("Talks"), published: Some("2031-04-02") };
    let mut sources = vec![titled("first", "sources/first.txt", first)];
    sources.extend(second.map(|text| titled("second", "sources/second.txt", text)));
    let claims = armistice_reader::read(&sources);

    let actors: BTreeSet<&str> = claims.actors.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(actors.len(), claims.actors.len(), "an actor twice");
    for (k, claim) in claims.claims.iter().enumerate() {
        assert_eq!(claim.id, format!("c{}", k + 1));
        let source = sources.iter().find(|s| s.id == claim.source).unwrap();
        assert_eq!(source.text.get(claim.start..claim.end), Some(claim.quote.as_str()), "{claim:?}");
        assert!(!claim.quote.trim().is_empty(), "{claim:?}");
    }

    let written = claims_file::write(&claims);
    let files: BTreeMap<String, Vec<u8>> =
        sources.iter().map(|s| (s.file.to_owned(), s.text.as_bytes().to_vec())).collect();
    let (again, problems) = claims_file::read(&written, &files, &BTreeMap::new());
    assert_eq!(problems, [], "\n{written}");
    assert_eq!(again.as_ref(), Some(&claims), "\n{written}");
    assert_eq!(claims_file::check_actors(&written, &claims, &BTreeSet::new()), []);

    let Ok(draft) = draft(&claims) else { return };
    let case = write(&draft.case);
    let found = read(&Files { case: &case, claims: Some(&written), sources: &files });
    assert!(!has_errors(&found.diagnostics), "{:#?}\n{case}", found.diagnostics);
    assert_eq!(found.case.map(|c| write(&c)), Some(case));
}
