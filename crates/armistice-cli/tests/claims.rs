//! Working with a dossier: reading again, looking through, correcting; what is printed, what is written, and what is refused.

#![allow(clippy::expect_used, clippy::panic, reason = "test support")]

mod support;

use support::Folder;

const ARTICLE: &str = "Talks stall

The government of Freedonia demanded on Monday that Sylvania withdraw its troops from the border. \
Sylvania rejected the demand. \"We will not withdraw,\" said Foreign Minister Ambrose Trentino.
";

/// A case with four claims, kept for these tests.
const BORDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/border");

/// A folder with that case in `talks`.
fn border(name: &str) -> Folder {
    let folder = Folder::new(name);
    for file in ["case.toml", "claims.toml", "sources/report.txt"] {
        let bytes = std::fs::read(format!("{BORDER}/{file}")).expect("the fixture is there");
        folder.write(&format!("talks/{file}"), bytes);
    }
    folder
}

/// The id of the first claim with these words.
fn id_of(folder: &Folder, words: &str) -> String {
    let out = folder.run(&["claims", "talks", "--text", words, "--json"]).fine().out;
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    json["claims"][0]["id"].as_str().unwrap_or_else(|| panic!("no claim says `{words}`")).to_owned()
}

/// Prose without the places where it was broken into lines.
fn flat(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of `claims.toml` that differ, those that went and those that came.
fn changed(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let less = |a: &str, b: &str| a.lines().filter(|l| !b.lines().any(|m| m == *l)).map(str::to_owned).collect();
    (less(before, after), less(after, before))
}

#[test]
fn reading_again_changes_nothing_and_keeps_decisions() {
    let folder = Folder::new("read-again");
    folder.run(&["new", "new"]).fine();
    folder.write("article.txt", ARTICLE);
    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    let drafted = folder.read("talks/claims.toml");
    let read = || flat(&folder.run(&["read", "article.txt", "--into", "talks"]).fine().out);
    assert!(read().ends_with("as before."), "{}", read());
    assert_eq!(folder.read("talks/claims.toml"), drafted);

    let (one, other) = (id_of(&folder, "will not withdraw"), id_of(&folder, "rejected the demand"));
    folder.run(&["claims", "reject", "talks", &one]).fine();
    folder.run(&["claims", "edit", "talks", &other, "--kind", "deny"]).fine();
    let heading = format!("[[claims]]\nid = \"{other}\"");
    let decided = folder.read("talks/claims.toml").replace(&heading, &format!("# Looked at.\n{heading}"));
    folder.write("talks/claims.toml", &decided);
    let said = read();
    let expected =
        format!("2 claims that you decided on stay as they are; 1 of them, rejected, not drafted again ({one}).");
    assert!(said.contains(&expected), "{said}");
    assert_eq!(folder.read("talks/claims.toml"), decided);

    // The text gets a first line; every quote moves, comments and decisions stay.
    folder.write("article.txt", format!("Freedonia, Tuesday\n\n{ARTICLE}"));
    let said = read();
    assert!(said.contains("moved with their words") && said.contains("The text has changed: article."), "{said}");
    let moved = folder.read("talks/claims.toml");
    assert!(moved.contains("# Looked at."), "{moved}");
    let (gone, come) = changed(&decided, &moved);
    let place = |line: &String| ["start = ", "end = ", "title = "].iter().any(|s| line.starts_with(s));
    assert!(gone.iter().chain(&come).all(place), "{gone:?} {come:?}");
    assert_eq!(folder.read("talks/sources/article.txt"), folder.read("article.txt"));

    // The words of the edited claim go: they are kept in a text of their own, and `check` says so.
    folder.write("article.txt", ARTICLE.replace("rejected the demand", "said no"));
    let said = read();
    let expected = format!("{other} its words are no longer in the text; they are kept in `article-old`.");
    assert!(said.contains(&expected), "{said}");
    folder.run(&["claims", "accept", "talks", "--all"]).fine();
    folder.write("talks/case.toml", folder.read("new/case.toml"));
    let said = folder.run(&["check", "talks"]).fine().out;
    let expected = format!("warning[former-text]: the words of `{other}` are no longer in `article`");
    assert!(said.contains(&expected), "{said}");
    folder.run(&["claims", "edit", "talks", &other, "--source", "article", "--quote", "Sylvania said no"]).fine();
    assert!(folder.run(&["check", "talks"]).fine().out.starts_with("talks: no problems"));
}

#[test]
fn another_text_of_the_same_name_is_another_source() {
    let folder = Folder::new("same-name");
    folder.write("article.txt", ARTICLE);
    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    folder.write("other/article.txt", "Rufus T. Firefly called on Sylvania to open the road.\n");
    let said = flat(&folder.run(&["read", "other/article.txt", "--into", "talks"]).fine().out);
    assert!(said.contains("1 new (c"), "{said}");
    assert_eq!(folder.read("talks/sources/article.txt"), ARTICLE);
    assert!(folder.read("talks/claims.toml").contains("[sources.article-2]\nfile = \"sources/article-2.txt\""));
    let all = folder.run(&["claims", "talks", "--source", "article-2"]).fine().out;
    assert!(all.lines().last().is_some_and(|l| l.starts_with("1 of ")), "{all}");
}

#[test]
fn claims_that_cannot_be_read_are_left_alone() {
    let folder = Folder::new("read-into-broken");
    folder.write("article.txt", ARTICLE);
    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    let broken = folder.read("talks/claims.toml").replace("kind = \"refuse\"", "kind = \"refusal\"");
    assert!(broken.contains("refusal"), "{broken}");
    folder.write("talks/claims.toml", &broken);
    for command in [
        ["read", "article.txt", "--into", "talks"].as_slice(),
        &["claims", "talks"],
        &["claims", "accept", "talks", "--all"],
    ] {
        folder.run(command).refused("error[bad-word]: `refusal` is no `kind`");
    }
    assert_eq!(folder.read("talks/claims.toml"), broken);
    // Another source's text is missing: nothing is read into the folder before that is mended.
    let missing = folder.read("talks/claims.toml").replace("refusal", "refuse");
    folder.write("talks/claims.toml", format!("{missing}\n[sources.gone]\nfile = \"sources/gone.txt\"\n"));
    folder.run(&["read", "article.txt", "--into", "talks"]).refused("there is no file `sources/gone.txt`");
}

#[test]
fn the_table_and_its_filters() {
    let folder = border("claims-list");
    insta::assert_snapshot!("claims_of_a_case", folder.run(&["claims", "talks"]).fine().out);
    insta::assert_snapshot!("a_claim_shown", folder.run(&["claims", "show", "talks", "c1", "c2"]).fine().out);
    insta::assert_snapshot!("actors_of_a_case", folder.run(&["claims", "actors", "talks"]).fine().out);
    let ids = |filter: &[&str]| {
        let out = folder.run(&[&["claims", "talks"], filter].concat()).fine().out;
        let lines = out.lines().filter_map(|l| l.split_whitespace().next());
        lines.filter(|w| w.starts_with('c') && w[1..].parse::<u32>().is_ok()).map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ids(&[]);
    assert_eq!(all, ["c1", "c2", "c3", "c4"]);
    for (filter, expected) in [(["--kind", "refuse,demand"], "refuse demand"), (["--state", "drafted"], "drafted")] {
        let text = folder.read("talks/claims.toml");
        let has = |id: &String| {
            let own = text.split("[[claims]]").find(|c| c.contains(&format!("id = \"{id}\""))).expect("the claim");
            expected.split(' ').any(|w| own.contains(&format!("\"{w}\"")))
        };
        assert_eq!(ids(&filter), all.iter().filter(|id| has(id)).cloned().collect::<Vec<_>>(), "{filter:?}");
    }
    assert_eq!(ids(&["--speaker", "freedonia", "--speaker", "Sylvania", "--text", "no such words"]), [""; 0]);
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["claims", "talks", "--json", "--text", "THE"]).fine().out).expect("JSON");
    assert!(json["claims"][0]["quote"].is_string() && json["actors"][0]["id"].is_string(), "{json}");
    let wide = folder.run(&["claims", "talks"]).out.lines().map(|l| l.chars().count()).max();
    assert!(wide <= Some(80), "{wide:?}");
}

#[test]
fn decisions_are_written_where_they_belong() {
    let folder = border("claims-decide");
    let before = folder.read("talks/claims.toml");
    let said = folder.run(&["claims", "reject", "talks", "c1-c3"]).fine().out;
    assert!(said.contains("c1  rejected") && said.contains("3 claims rejected"), "{said}");
    assert!(said.contains("case.toml still cites it: "), "{said}");
    let (_, come) = changed(&before, &folder.read("talks/claims.toml"));
    assert!(come.iter().all(|l| l == "state = \"rejected\""), "{come:?}");
    folder.run(&["claims", "reopen", "talks", "c1,c2", "c3"]).fine();
    let said = folder.run(&["check", "talks"]).fine().out;
    assert!(said.contains("note: nobody has looked at "), "{said}");
    let said = folder.run(&["claims", "accept", "talks", "--kind", "violence"]).fine().out;
    assert!(said.contains("nothing was changed"), "{said}");
    folder.run(&["claims", "accept", "talks", "--all"]).fine();
    assert!(folder.run(&["claims", "accept", "talks", "c1"]).fine().out.contains("c1  accepted already"));
}

#[test]
fn decisions_that_cannot_be_made() {
    let folder = border("claims-refused");
    let before = folder.read("talks/claims.toml");
    let said = folder
        .run(&["claims", "accept", "talks", "c1", "cc3", "c50-c60", "c4-c2", "nobody"])
        .refused("there is no claim `cc3`")
        .err;
    for part in
        ["did you mean `c3`?", "from c50 to c60", "write the lower one first: c2-c4", "`nobody`", "nothing was done"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    folder.run(&["claims", "accept", "talks"]).refused("no claims are named");
    folder.run(&["claims", "accept", "talks", "c1", "--all"]).refused("cannot be used together");
    folder.run(&["claims", "reject", "nile/gerd-2020", "c1"]).refused("comes with Armistice and cannot be changed");
    folder.run(&["claims", "nowhere"]).refused("no file, folder or bundled case `nowhere`");
    folder.write("empty/readme.txt", "");
    folder.run(&["claims", "empty"]).refused("`empty` has no claims.toml");
    let said = folder
        .run(&["claims", "talks", "--speaker", "fredonia", "--source", "reprt", "--issue", "xyz"])
        .refused("there is no actor `fredonia`")
        .err;
    assert!(
        said.contains("did you mean `freedonia`?")
            && said.contains("did you mean `report`?")
            && said.contains("the issue `xyz`"),
        "{said}"
    );

    let edit = |args: &[&str]| folder.run(&[&["claims", "edit", "talks", "c1"], args].concat());
    let said = edit(&[
        "--speaker",
        "fredonia",
        "--when",
        "tomorrow",
        "--conditions",
        "c1,c77",
        "--quote",
        "not there",
        "--content",
        " ",
    ])
    .refused("no actor `fredonia`")
    .err;
    for part in [
        "`tomorrow` is no day",
        "there is no claim `c77`",
        "`c1` cannot be a condition of itself",
        "does not have these words",
        "a claim needs its content",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    edit(&[]).refused("nothing of `c1` would change");
    edit(&["--source", "reprt"]).refused("there is no source `reprt`");
    edit(&["--kind", "refusal"]).refused("invalid value 'refusal'");
    let said = folder
        .run(&["claims", "merge", "talks", "freedonia", "sylvania", "nobody"])
        .refused("there is no actor `nobody`")
        .err;
    assert!(said.contains("nothing was done"), "{said}");
    folder
        .run(&["claims", "merge", "talks", "freedonia", "sylvania"])
        .refused("`freedonia` is a party or person of case.toml");
    folder.run(&["claims", "merge", "talks", "freedonia", "freedonia"]).refused("cannot be merged into itself");
    assert_eq!(folder.read("talks/claims.toml"), before);
}

#[test]
fn a_quote_that_stands_twice_has_to_be_chosen() {
    let folder = Folder::new("claims-twice");
    folder.write(
        "a.txt",
        "Sylvania will not withdraw. Talks go on. Freedonia will not withdraw. Freedonia refused a ceasefire.\n",
    );
    folder.run(&["read", "a.txt", "--into", "talks"]).fine();
    let id = id_of(&folder, "ceasefire");
    let edit = |args: &[&str]| folder.run(&[&["claims", "edit", "talks", id.as_str()], args].concat());
    // "Sylvania " is nine bytes; Freedonia's sentence begins at 41.
    edit(&["--quote", "will not withdraw"]).refused("say which are meant, with --at 9 or --at 51");
    edit(&["--quote", "will not withdraw", "--at", "10"]).refused("do not begin at byte 10");
    let said = edit(&["--quote", "will not withdraw", "--at", "51", "--polarity", "-"]).fine().out;
    assert!(said.contains("bytes 51..68") && said.contains("Freedonia [will not withdraw]."), "{said}");
}

#[test]
fn two_actors_become_one_and_stay_so() {
    let folder = Folder::new("claims-merge");
    folder.write("a.txt", "Russia demanded a ceasefire on Monday. Ukraine refused to withdraw its troops.\n");
    folder.run(&["read", "a.txt", "--into", "talks"]).fine();
    let (from, into) = ("ukraine", "russia");
    let said = folder.run(&["claims", "merge", "talks", from, into]).fine().out;
    assert!(said.contains(&format!(" is {into} now")) && said.contains("also called"), "{said}");
    let merged = folder.read("talks/claims.toml");
    assert!(!merged.contains(&format!("[actors.{from}]")) && !merged.contains(&format!("\"{from}\"")), "{merged}");
    folder.run(&["read", "a.txt", "--into", "talks"]).fine();
    assert_eq!(folder.read("talks/claims.toml"), merged);
}

#[test]
fn contradictions_are_shown_side_by_side() {
    let folder = Folder::new("claims-conflicts");
    folder.write("talks/sources/a.txt", "Freedonia accepted a ceasefire of 30 days, Sylvania said.\nFreedonia will not accept a ceasefire of 30 days, it said.\n");
    let claim = |id: &str, kind: &str, sign: &str, by: &str, quote: &str, start: usize| {
        format!(
            "[[claims]]\nid = \"{id}\"\nsource = \"a\"\nkind = \"{kind}\"\nspeaker = [\"freedonia\"]\nissue = [\"ceasefire\"]\n\
             content = \"a ceasefire of 30 days\"\npolarity = \"{sign}\"\nattribution = {{ actor = \"{by}\", text = \"{by}\" }}\n\
             quote = \"{quote}\"\nstart = {start}\nend = {}\n",
            start + quote.len()
        )
    };
    let claims = [
        "format = 1\n[sources.a]\nfile = \"sources/a.txt\"\npublished = 2031-04-02\n[actors.freedonia]\nname = \"Freedonia\"\nkind = \"state\"\n[actors.sylvania]\nname = \"Sylvania\"\nkind = \"state\"\n".to_owned(),
        claim("c1", "accept", "+", "sylvania", "Freedonia accepted a ceasefire of 30 days", 0),
        claim("c2", "refuse", "-", "freedonia", "Freedonia will not accept a ceasefire of 30 days", 58),
    ];
    folder.write("talks/claims.toml", claims.concat());
    insta::assert_snapshot!("contradictions", folder.run(&["claims", "talks", "--conflicts"]).fine().out);
    let json = folder.run(&["claims", "talks", "--conflicts", "--json"]).fine().out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["conflicts"][0]["reason"], "spoken-for");
    folder.run(&["claims", "reject", "talks", "c1"]).fine();
    assert_eq!(folder.run(&["claims", "talks", "--conflicts"]).fine().out, "no contradictions\n");
}
