//! `claims.toml`: every problem can be shown, and what is accepted is written back as the same claims.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::Claims;
use armistice::case::claims::ClaimState;
use armistice::case::claims_file::{FILE, check_actors, read, rewrite, write};

use super::{NEWS, can_be_shown, parts};

pub fn check(text: &str) {
    let (text, next) = parts(text);
    let files = BTreeMap::from([("sources/news.txt".to_owned(), NEWS.as_bytes().to_vec())]);
    let (found, problems) = read(text, &files, &BTreeMap::from([("news".to_owned(), "sources/news.txt".to_owned())]));
    can_be_shown(&problems, &[(FILE, text)]);
    if let Some(found) = found {
        can_be_shown(&check_actors(text, &found, &BTreeSet::from(["hill"])), &[(FILE, text)]);
    }

    let Some(claims) = accepted(text) else { return };
    let fresh = write(&claims);
    assert_eq!(accepted(&fresh).as_ref(), Some(&claims), "\n{fresh}");
    assert_eq!(rewrite(text, &claims), text);
    assert_eq!(rewrite(&fresh, &claims), fresh);

    // One claim is looked at: everything else stays, to the last comment.
    let mut changed = claims.clone();
    if let Some(claim) = changed.claims.last_mut() {
        claim.state = if claim.state == ClaimState::Rejected { ClaimState::Edited } else { ClaimState::Rejected };
        let with_comment = format!("{text}\n# kept\n");
        let edited = rewrite(&with_comment, &changed);
        assert_eq!(accepted(&edited).as_ref(), Some(&changed), "\n{edited}");
        assert!(edited.contains("# kept"), "\n{edited}");
    }
    if let Some(next) = next.and_then(accepted) {
        let edited = rewrite(text, &next);
        assert_eq!(accepted(&edited).as_ref(), Some(&next), "\n{edited}");
    }
}

/// What a text says, if nothing is wrong with it but that no source file is at hand.
fn accepted(text: &str) -> Option<Claims> {
    let (found, problems) = read(text, &BTreeMap::new(), &BTreeMap::new());
    found.filter(|_| problems.iter().all(|p| matches!(p.code, "bad-source" | "unknown-name")))
}
