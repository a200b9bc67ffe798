//! Drafting a case, and drafting it again: what a person wrote stays, on the disk and to the byte.

#![allow(clippy::unwrap_used, reason = "helpers of a test; what cannot be read fails it")]

mod support;

use support::Folder;

const MONDAY: &str = "The Vale demanded that the Hill State open the border crossings.\nThe Hill State will never open the crossings, its envoy said.\n";
const FRIDAY: &str = "The Vale called for a truce of 30 days.\n";

/// A claim of these words of a text.
fn claim(id: &str, source: &str, text: &str, kind: &str, who: [&str; 2], quote: &str, state: &str) -> String {
    let start = text.find(quote).unwrap();
    let polarity = if kind == "refuse" { "-" } else { "+" };
    format!(
        "[[claims]]\nid = \"{id}\"\nsource = \"{source}\"\nkind = \"{kind}\"\nspeaker = [\"{}\"]\ntarget = [\"{}\"]\ncontent = \"{quote}\"\npolarity = \"{polarity}\"\nquote = \"{quote}\"\nstart = {start}\nend = {}\nstate = \"{state}\"\n\n",
        who[0],
        who[1],
        start + quote.len()
    )
}

/// A folder with claims of Monday, and of Friday too; `refusal`: the state of Monday's refusal.
fn dossier(folder: &Folder, friday: bool, refusal: &str) {
    let mut text = "format = 1\n[sources.monday]\nfile = \"sources/monday.txt\"\n".to_owned();
    if friday {
        text.push_str("[sources.friday]\nfile = \"sources/friday.txt\"\n");
        folder.write("talks/sources/friday.txt", FRIDAY);
    }
    text.push_str(
        "[actors.hill]\nname = \"Hill State\"\nkind = \"state\"\n[actors.vale]\nname = \"Vale\"\nkind = \"state\"\n",
    );
    let demand = "The Vale demanded that the Hill State open the border crossings";
    text.push_str(&claim("c1", "monday", MONDAY, "demand", ["vale", "hill"], demand, "drafted"));
    let refused = "The Hill State will never open the crossings";
    text.push_str(&claim("c2", "monday", MONDAY, "refuse", ["hill", "vale"], refused, refusal));
    if friday {
        text.push_str(&claim(
            "c3",
            "friday",
            FRIDAY,
            "call",
            ["vale", "hill"],
            "The Vale called for a truce of 30 days",
            "drafted",
        ));
    }
    folder.write("talks/sources/monday.txt", MONDAY);
    folder.write("talks/claims.toml", text);
}

fn edited(folder: &Folder, from: &str, to: &str) -> String {
    let text = folder.read("talks/case.toml");
    assert!(text.contains(from), "{text}");
    let text = text.replacen(from, to, 1);
    folder.write("talks/case.toml", &text);
    text
}

#[test]
fn a_draft_twice_over_changes_nothing() {
    let folder = Folder::new("drafting-twice");
    dossier(&folder, false, "drafted");
    folder.run(&["draft", "talks"]).fine();
    let first =
        ["talks/case.toml", "talks/.armistice/draft.toml", "talks/.armistice/claims.toml"].map(|f| folder.read(f));
    let said = folder.run(&["draft", "talks"]).fine().out;
    assert!(said.contains("talks/case.toml stays as it is"), "{said}");
    let second =
        ["talks/case.toml", "talks/.armistice/draft.toml", "talks/.armistice/claims.toml"].map(|f| folder.read(f));
    assert_eq!(first, second);
    assert!(folder.all().iter().all(|f| !f.ends_with(".tmp")), "{:?}", folder.all());
    folder.run(&["analyze", "talks", "--verify"]).fine();
}

#[test]
fn a_second_article_updates_and_a_person_keeps_what_is_theirs() {
    let folder = Folder::new("drafting-update");
    dossier(&folder, false, "drafted");
    folder.run(&["draft", "talks"]).fine();
    let before = edited(&folder, "name = \"Vale\"\n", "name = \"Vale\"\noutlook = \"worse\" # a hard winter\n");
    dossier(&folder, true, "drafted");
    let shown = folder.run(&["draft", "talks", "--diff"]).fine().out;
    assert_eq!(folder.read("talks/case.toml"), before, "--diff writes nothing");
    for line in [
        "c3  Vale: “The Vale called for a truce of 30 days” (friday)",
        "+ new issue `ceasefire`",
        "+ [issues.ceasefire]",
        "Nothing was written.",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["draft", "talks", "--diff", "--json"]).fine().out).unwrap();
    assert_eq!(json["written"], false);
    let changes = json["changes"].as_array().unwrap();
    let new = changes.iter().find(|c| c["section"] == "issues" && c["id"] == "ceasefire").unwrap();
    assert_eq!((new["what"].as_str(), new["claims"].to_string()), (Some("added"), "[\"c3\"]".to_owned()));
    folder.run(&["draft", "talks"]).fine();
    let after = folder.read("talks/case.toml");
    assert!(after.contains("outlook = \"worse\" # a hard winter") && after.contains("[issues.ceasefire]"), "{after}");
    let said = folder.run(&["draft", "talks", "--diff"]).fine().out;
    assert!(said.contains("Nothing would change in talks/case.toml."), "{said}");
    folder.run(&["draft", "talks", "--fresh"]).fine();
    assert!(!folder.read("talks/case.toml").contains("a hard winter"));
}

#[test]
fn what_is_rejected_goes_unless_a_person_changed_it() {
    let folder = Folder::new("drafting-rejected");
    dossier(&folder, false, "drafted");
    folder.run(&["draft", "talks"]).fine();
    dossier(&folder, false, "rejected");
    let said = folder.run(&["draft", "talks", "--diff"]).fine().out;
    assert!(
        said.contains("(monday) –")
            && said.contains("rejected\n")
            && said.contains("- red line `hill-refuses-crossings`"),
        "{said}"
    );
    let mine = edited(&folder, "party = \"hill\"\nrefuses", "party = \"hill\"\nnote = \"they told me\"\nrefuses");
    let said = folder.run(&["draft", "talks"]).fine().out;
    assert!(said.contains("For you to decide") && said.contains("? red line `hill-refuses-crossings`"), "{said}");
    assert!(folder.read("talks/case.toml").contains("they told me"), "{mine}");
}

#[test]
fn accepted_claims_alone_make_a_case_if_there_are_any() {
    let folder = Folder::new("drafting-accepted");
    dossier(&folder, false, "drafted");
    folder.run(&["draft", "talks", "--accepted"]).refused("no claim is accepted");
    assert!(!folder.all().contains(&"talks/case.toml".to_owned()));
    dossier(&folder, true, "accepted");
    let said = folder.run(&["draft", "talks", "--accepted"]).fine().out;
    assert!(said.contains("c1  not accepted yet") && said.contains("c3  not accepted yet"), "{said}");
    assert!(!folder.read("talks/case.toml").contains("ceasefire"));
}

#[test]
fn a_case_that_was_not_drafted_here_is_adopted_only_if_asked_for() {
    let folder = Folder::new("drafting-adopt");
    dossier(&folder, true, "drafted");
    folder.run(&["draft", "talks"]).fine();
    let mine = edited(&folder, "title = \"Border crossings of Hill State\"", "title = \"The two bridges\"");
    std::fs::remove_dir_all(folder.path().join("talks/.armistice")).unwrap();
    let told = folder.run(&["draft", "talks"]).refused("was not drafted here").err;
    assert!(told.contains("--adopt") && told.contains("--diff") && told.contains("--fresh"), "{told}");
    folder.run(&["draft", "talks", "--adopt"]).fine();
    assert_eq!(folder.read("talks/case.toml"), mine, "there is nothing to add");
    // From now on it is known what is whose.
    folder.run(&["draft", "talks"]).fine();
}

#[test]
fn a_case_with_errors_is_drawn_and_left_alone() {
    let folder = Folder::new("drafting-errors");
    dossier(&folder, false, "drafted");
    folder.run(&["draft", "talks"]).fine();
    let broken = edited(&folder, "refuses = \"crossings = opened\"", "refuses = \"crossings = opend\"");
    dossier(&folder, true, "drafted");
    folder.run(&["draft", "talks"]).refused("opend");
    assert_eq!(folder.read("talks/case.toml"), broken);
}
