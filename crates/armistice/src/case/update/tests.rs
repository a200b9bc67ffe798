//! A case that was drafted, worked on, and drafted again.

use std::collections::BTreeMap;

use super::super::model::Case;
use super::super::{Files, read, write};
use super::*;

/// What was drafted first.
const BASE: &str = r#"format = 1
title = "Talks"
status_quo = { truce = "none", dam = "closed" }

[parties.arlen]
name = "Arlen"
consent = true
because = ["c1"]

[parties.boros]
name = "Boros"
consent = true
because = ["c1"]

[issues.truce]
title = "Truce"
options = ["none", "agreed"]
control = ["arlen", "boros"]
because = ["c1"]

[issues.dam]
title = "Dam"
options = ["closed", "open"]
control = ["boros"]
because = ["c2"]

[preferences.arlen]
scores.dam = { rank = ["open", "closed"] }
because = ["c2"]

[[red_lines]]
id = "boros-refuses-dam"
title = "the opening of the dam"
party = "boros"
refuses = "dam = open"
because = ["c3"]
"#;

fn case(text: &str) -> Case {
    let reading = read(&Files { case: text, claims: None, sources: &BTreeMap::new() });
    assert!(reading.case.is_some(), "{:#?}\n{text}", reading.diagnostics);
    reading.case.unwrap()
}

fn nothing_rejected(_: &str) -> bool {
    false
}

fn updated(text: &str, base: &str, new: &str) -> Update {
    let update = update(text, Some(base), &case(new), &nothing_rejected).unwrap();
    case(&update.text);
    update
}

/// The base with replacements.
fn with(text: &str, replaced: &[(&str, &str)]) -> String {
    replaced.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// As `armistice draft` writes it.
fn drafted(text: &str) -> String {
    write::write(&case(text))
}

fn whats(update: &Update) -> Vec<(String, char)> {
    let mark = |w: &What| match w {
        What::Added(_) => '+',
        What::Removed => '-',
        What::Changed { .. } => '~',
        What::Kept { .. } => '=',
        What::Unsupported => '?',
        What::Refused { .. } => '!',
    };
    update.changes.iter().map(|c| (format!("{}.{}", c.place.section, c.place.id), mark(&c.what))).collect()
}

const TALKS: &str = r#"
[issues.talks]
title = "Talks"
options = ["none", "held"]
control = ["arlen", "boros"]
because = ["c4"]
"#;

/// The base with another issue.
fn with_talks() -> String {
    with(BASE, &[("dam = \"closed\" }", "dam = \"closed\", talks = \"none\" }")]) + TALKS
}

#[test]
fn nothing_new_changes_nothing() {
    for text in [drafted(BASE), format!("# mine\n{BASE}"), with(BASE, &[("\"Boros\"", "'Boros' # so called")])] {
        let update = updated(&text, &drafted(BASE), BASE);
        assert_eq!(update.text, text);
        assert_eq!((update.changes, update.base), (Vec::new(), drafted(BASE)));
    }
}

#[test]
fn what_nobody_touched_becomes_the_new_draft() {
    let new = with(
        &with_talks(),
        &[("because = [\"c3\"]", "because = [\"c3\", \"c5\"]"), ("title = \"Talks\"\ns", "title = \"More\"\ns")],
    );
    let update = updated(&drafted(BASE), &drafted(BASE), &new);
    assert_eq!(update.text, drafted(&new));
    assert_eq!(update.base, drafted(&new));
}

#[test]
fn what_a_person_wrote_stays_and_what_is_new_comes_in() {
    let mine = with(
        BASE,
        &[
            ("[parties.arlen]", "# The hill people.\n[parties.arlen]"),
            ("name = \"Arlen\"\n", "name = \"Arlen\"\noutlook = \"worse\" # they starve\n"),
            ("because = [\"c2\"]\n\n[pref", "because = [\"c2\", \"c9\"]\n\n[pref"),
            ("title = \"Dam\"", "title = \"Dam at Kessel\""),
        ],
    ) + "\n[[goals]]\nid = \"mine\"\ncondition = \"dam = open\"\n";
    let new = with(
        &with_talks(),
        &[
            ("because = [\"c2\"]\n\n[pref", "because = [\"c2\", \"c7\"]\n\n[pref"),
            ("title = \"Dam\"", "title = \"Dam of Boros\""),
        ],
    );
    let update = updated(&mine, &drafted(BASE), &new);
    for kept in
        ["# The hill people.\n[parties.arlen]", "outlook = \"worse\" # they starve", "Dam at Kessel", "id = \"mine\""]
    {
        assert!(update.text.contains(kept), "{kept}\n{}", update.text);
    }
    let case = case(&update.text);
    assert_eq!(case.issues.iter().map(|i| i.id.as_str()).collect::<Vec<_>>(), ["truce", "dam", "talks"]);
    assert_eq!(case.issues[1].grounds.because, ["c2", "c9", "c7"]);
    let marks = whats(&update);
    assert!(marks.contains(&("issues.dam".to_owned(), '=')), "{marks:?}");
    // The next draft of the same finds nothing to do.
    let again = updated(&update.text, &update.base, &new);
    assert_eq!((again.text, again.changes), (update.text, Vec::new()));
}

#[test]
fn what_is_no_longer_said_goes_unless_a_person_changed_it() {
    let new = &BASE[..BASE.find("\n[[red_lines]]").unwrap()];
    let update = updated(&drafted(BASE), &drafted(BASE), new);
    assert!(!update.text.contains("red_lines"));
    assert_eq!(whats(&update), [("red_lines.boros-refuses-dam".to_owned(), '-')]);
    let mine = with(BASE, &[("refuses = \"dam = open\"", "refuses = \"dam = open and truce = none\"")]);
    let update = updated(&mine, &drafted(BASE), new);
    assert_eq!(update.text, mine);
    assert_eq!(whats(&update), [("red_lines.boros-refuses-dam".to_owned(), '?')]);
}

#[test]
fn what_rests_on_rejected_claims_alone_is_named() {
    let mine = BASE.to_owned() + "\n[[goals]]\nid = \"mine\"\ncondition = \"dam = open\"\nbecause = [\"c8\"]\n";
    let update = update(&mine, Some(&drafted(BASE)), &case(BASE), &|id| id == "c8").unwrap();
    assert_eq!(whats(&update), [("goals.mine".to_owned(), '?')]);
    assert_eq!(update.text, mine);
}

#[test]
fn a_title_drafted_for_something_else_goes() {
    let mine = with(BASE, &[("refuses = \"dam = open\"", "refuses = \"truce = agreed\"")]);
    let update = updated(&mine, &drafted(BASE), BASE);
    assert_eq!(case(&update.text).red_lines[0].title, None);
    let again = updated(&update.text, &update.base, BASE);
    assert_eq!((again.text, again.changes), (update.text, Vec::new()));
    let own = with(&mine, &[("the opening of the dam", "a truce")]);
    assert_eq!(updated(&own, &drafted(BASE), BASE).text, own);
}

#[test]
fn an_issue_that_a_person_speaks_of_keeps_its_options() {
    // The draft now knows for how long, and a person's goal speaks of the option that goes.
    let new = with(BASE, &[("options = [\"none\", \"agreed\"]", "options = [\"none\", \"30-day\"]")]);
    let goal = "\n[[goals]]\nid = \"mine\"\ncondition = \"truce = agreed\"\n";
    let mine = BASE.to_owned() + goal;
    let update = updated(&mine, &drafted(BASE), &new);
    assert_eq!(update.text, mine);
    assert_eq!(whats(&update), [("issues.truce".to_owned(), '!')]);
    // Refused now, it is tried again when the person has made room for it.
    let room = with(&mine, &[("truce = agreed", "truce = none")]);
    let update = updated(&room, &update.base, &new);
    assert_eq!(whats(&update), [("issues.truce".to_owned(), '~')]);
    assert_eq!(case(&update.text).issues[0].options[1].id, "30-day");
}

#[test]
fn options_and_what_is_said_of_them_change_together() {
    let new = with(
        BASE,
        &[
            ("options = [\"closed\", \"open\"]", "options = [\"closed\", \"half\", \"open\"]"),
            ("rank = [\"open\", \"closed\"]", "rank = [\"open\", \"half\", \"closed\"]"),
            ("refuses = \"dam = open\"", "refuses = \"dam != closed\""),
        ],
    );
    let mine = with(BASE, &[("name = \"Arlen\"", "name = \"The Arlenians\"")]);
    let update = updated(&mine, &drafted(BASE), &new);
    assert!(whats(&update).iter().all(|(_, mark)| *mark == '~'), "{:?}", whats(&update));
    let case = case(&update.text);
    assert_eq!((case.issues[1].options.len(), case.parties[0].name.as_str()), (3, "The Arlenians"));
}

#[test]
fn what_a_person_took_out_stays_out_with_all_that_speaks_of_it() {
    let mine = with(
        BASE,
        &[
            (", dam = \"closed\" }", " }"),
            (&BASE[BASE.find("[issues.dam]").unwrap()..BASE.find("[[red_lines]]").unwrap()], ""),
            (&BASE[BASE.find("[[red_lines]]").unwrap()..], ""),
        ],
    );
    let new = with_talks()
        + "\n[[goals]]\nid = \"dam-first\"\ncondition = \"dam = open\"\n\n[[goals]]\nid = \"g\"\ncondition = \"talks = held\"\n";
    let update = updated(&mine, &drafted(BASE), &new);
    let marks = whats(&update);
    assert!(marks.contains(&("goals.dam-first".to_owned(), '!')), "{marks:?}");
    let case = case(&update.text);
    assert!(case.issue("dam").is_none() && case.issue("talks").is_some() && case.goals.len() == 1);
    assert_eq!(updated(&update.text, &update.base, &new).text, update.text);
}

#[test]
fn ids_follow_what_they_name() {
    // Another draft numbers and names differently; the base's ids stay. The person has given the truce another id.
    let new = with(
        BASE,
        &[("dam", "dam-boros"), ("boros-refuses-dam-boros", "b-2"), ("opening of the dam-boros", "opening of the dam")],
    );
    let mine = with(BASE, &[("truce", "ceasefire")]);
    let update = updated(&mine, &drafted(BASE), &new);
    assert_eq!((whats(&update), update.text), (Vec::new(), mine));
}

#[test]
fn a_new_issue_is_weighed_where_every_issue_has_to_be() {
    let mine = with(
        BASE,
        &[
            ("[preferences.arlen]\n", "[preferences.arlen]\nweights = { truce = 20, dam = [10, 40] }\n"),
            ("name = \"Boros\"\n", "name = \"Boros\"\nno_deal = { like = { truce = \"none\", dam = \"open\" } }\n"),
        ],
    );
    let update = updated(&mine, &drafted(BASE), &with_talks());
    assert!(update.text.contains("weights = { truce = 20, dam = [10, 40], talks = [0, 40] }"), "{}", update.text);
    assert!(
        update.text.contains("no_deal = { like = { truce = \"none\", dam = \"open\", talks = \"none\" } }"),
        "{}",
        update.text
    );
}

#[test]
fn without_a_base_all_is_a_persons() {
    let mine =
        with(BASE, &[("title = \"Dam\"", "title = \"The dam\""), ("id = \"boros-refuses-dam\"", "id = \"no-dam\"")]);
    let update = update(&mine, None, &case(&with_talks()), &nothing_rejected).unwrap();
    let case = case(&update.text);
    assert_eq!(case.issues.len(), 3);
    // The same refusal under another id is not added again.
    assert_eq!(case.red_lines.len(), 1);
    assert_eq!(case.title, "Talks");
}

#[test]
fn a_text_with_errors_is_left_alone() {
    assert!(update("format = 1\n", Some(BASE), &case(BASE), &nothing_rejected).is_none());
    // A base that is no case makes everything a person's.
    let update = update(BASE, Some("[["), &case(&with_talks()), &nothing_rejected).unwrap();
    assert_eq!(case(&update.text).issues.len(), 3);
}
