//! Drafting again: what a person did to the case stays, and each change is traced to the statement behind it.

use armistice::case::update::{Change, What, begin, update};
use armistice::case::{Case, Files, read};
use proptest::prelude::*;

use super::super::since::{Fate, behind, since};
use super::super::{draft, draft_accepted};
use super::any::dossiers;
use super::*;

/// A person's edits, each as a line of the text that it changes and what it makes of it.
const EDITS: &[(&str, &str)] = &[
    ("[parties.a0]", "# the first side\n[parties.a0]\ntrust = [0.2, 0.6]"),
    ("[parties.a1]", "[parties.a1]\noutlook = \"worse\" # since the winter"),
    ("[preferences.a0]", "[preferences.a0]\ninterests = \"to be left alone\""),
    ("[issues.ceasefire]", "# what it is all about\n[issues.ceasefire]"),
    ("[issues.talks]", "# the talks\n[issues.talks]"),
    ("\n[[red_lines]]", "\n# no way\n[[red_lines]]"),
];

fn case(text: &str) -> Option<Case> {
    read(&Files { case: text, claims: None, sources: &BTreeMap::new() }).case
}

/// Text with edits, each put in where its line stands; and what was put in.
fn edited(text: &str, which: &[bool]) -> (String, Vec<&'static str>) {
    let mut text = text.to_owned();
    let mut done = Vec::new();
    for ((line, new), _) in EDITS.iter().zip(which).filter(|(_, on)| **on) {
        if text.contains(&format!("{line}\n")) {
            text = text.replacen(&format!("{line}\n"), &format!("{new}\n"), 1);
            done.push(*new);
        }
    }
    text.push_str("\n# the end\n");
    (text, done)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_persons_edits_survive_any_update(before in dossiers(), after in dossiers(), which in prop::collection::vec(any::<bool>(), EDITS.len())) {
        let (Ok(old), Ok(new)) = (draft(&before), draft(&after)) else { return Ok(()) };
        let old = begin(&old.case);
        let (mine, done) = edited(&old.text, &which);
        prop_assume!(case(&mine).is_some());
        let updated = update(&mine, Some(&old.base), &new.case, &|_| false).unwrap();
        prop_assert!(case(&updated.text).is_some(), "{}", updated.text);
        let gone = |line: &str| !updated.text.contains(line);
        for put_in in done {
            // A comment goes with the table below it; what says something keeps its table.
            let says = put_in.contains(" = ");
            let kept: Vec<&str> = put_in.lines().filter(|l| !l.starts_with(['[', '\n'])).collect();
            prop_assert!(!says || kept.iter().all(|l| l.starts_with('#') || !gone(l)), "{put_in}\n{}", updated.text);
        }
        prop_assert!(updated.text.contains("# the end"));
        // Once more with the same claims, and nothing moves.
        let again = update(&updated.text, Some(&updated.base), &new.case, &|_| false).unwrap();
        prop_assert_eq!(&again.text, &updated.text);
    }

    #[test]
    fn what_nobody_touched_is_what_a_new_draft_would_be(before in dossiers(), after in dossiers()) {
        let (Ok(old), Ok(new)) = (draft(&before), draft(&after)) else { return Ok(()) };
        let old = begin(&old.case);
        let updated = update(&old.text, Some(&old.base), &new.case, &|_| false).unwrap();
        let (updated, new) = (case(&updated.text).unwrap(), case(&write(&new.case)).unwrap());
        // Ids may stay as they were; what they stand for may not.
        let told = |case: &Case| {
            let titles: Vec<String> = case.issues.iter().map(|i| i.title.clone()).collect();
            (titles, case.parties.clone().into_iter().map(|p| p.name).collect::<Vec<_>>(), case.red_lines.len(), case.goals.len())
        };
        prop_assert_eq!(told(&updated), told(&new));
        prop_assert_eq!(updated.preconditions.len(), new.preconditions.len());
    }
}

fn what<'c>(changes: &'c [Change], section: &str, id: &str) -> Vec<&'c What> {
    changes.iter().filter(|c| c.place.section == section && c.place.id == id).map(|c| &c.what).collect()
}

#[test]
fn a_change_is_traced_to_its_statement() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros has to lift the blockade");
    let before = claims.clone();
    let old = begin(&drafted(&before).case);
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros will not lift the blockade");
    say(&mut claims, ClaimKind::Call, &["league"], &["arlen", "boros"], "the League urged a truce of two weeks");
    claims.claims[2].state = ClaimState::Edited;
    claims.claims[2].content = "Boros has to lift the blockade now".to_owned();
    let fates = since(&before, &claims, false);
    let fate = |id: &str, fate| (id.to_owned(), fate);
    assert_eq!(fates, [fate("c3", Fate::Changed), fate("c4", Fate::New), fate("c5", Fate::New)]);
    let new = update(&old.text, Some(&old.base), &drafted(&claims).case, &|_| false).unwrap();
    let statements = behind(&new.changes, &before, &claims, &draft, &fates);
    let of = |section: &str, id: &str| -> Vec<&[String]> {
        let all = new.changes.iter().zip(&statements);
        all.filter(|(c, _)| c.place.section == section && c.place.id == id).map(|(_, s)| s.as_slice()).collect()
    };
    assert_eq!(of("red_lines", "boros-refuses-blockade"), [["c4"]]);
    assert_eq!(of("goals", "league-ceasefire"), [["c5"]]);
    // The deal has no claims of its own: it turned with the League's call for two weeks.
    let deal = new
        .changes
        .iter()
        .position(|c| c.place.is_head() && matches!(&c.what, What::Changed { field, .. } if field == "deal"));
    assert_eq!(statements[deal.unwrap()], ["c5"]);
}

#[test]
fn what_only_a_rejected_claim_said_goes() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros has to lift the blockade");
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros will not lift the blockade");
    let old = begin(&drafted(&claims).case);
    claims.claims[3].state = ClaimState::Rejected;
    let new = update(&old.text, Some(&old.base), &drafted(&claims).case, &|id| id == "c4").unwrap();
    assert_eq!(what(&new.changes, "red_lines", "boros-refuses-blockade"), [&What::Removed]);
    let mine = old.text.replace("[[red_lines]]", "[[red_lines]]\nnote = \"they said so to me\"");
    let new = update(&mine, Some(&old.base), &drafted(&claims).case, &|id| id == "c4").unwrap();
    assert_eq!(what(&new.changes, "red_lines", "boros-refuses-blockade"), [&What::Unsupported]);
    assert!(new.text.contains("they said so to me"));
}

#[test]
fn only_what_is_accepted_counts_if_one_asks_for_that() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros has to lift the blockade");
    assert_eq!(draft_accepted(&claims), Err(NothingToDraft::NoneAccepted(3)));
    claims.claims[0].state = ClaimState::Accepted;
    claims.claims[2].state = ClaimState::Edited;
    let draft = draft_accepted(&claims).unwrap();
    assert!(draft.case.issue("blockade").is_some() && draft.case.issue("ceasefire").is_none());
    assert_eq!(draft.left, [("c2".to_owned(), "not accepted yet".to_owned())]);
    assert_eq!(draft.case.claims.as_ref(), Some(&claims));
    claims.claims.iter_mut().for_each(|c| c.state = ClaimState::Rejected);
    assert_eq!(draft_accepted(&claims), Err(NothingToDraft::NoClaims));
}
