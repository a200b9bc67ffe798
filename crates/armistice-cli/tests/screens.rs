//! What a person sees, 80 columns wide. `INSTA_UPDATE=always cargo test` accepts changes; look at them before.

#![allow(clippy::expect_used, reason = "test support")]

mod support;

use insta::assert_snapshot;
use support::{Folder, command, finish};

/// A case with four claims, kept for these tests.
const BORDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/border");

/// A folder with that case in `talks`.
fn border(name: &str) -> Folder {
    let folder = Folder::new(name);
    for file in ["case.toml", "claims.toml", "sources/report.txt"] {
        folder
            .write(&format!("talks/{file}"), std::fs::read(format!("{BORDER}/{file}")).expect("the fixture is there"));
    }
    folder
}

#[test]
fn help() {
    let folder = Folder::new("help");
    assert_snapshot!(folder.run(&["--help"]).fine().out);
    for command in [
        "new",
        "read",
        "claims",
        "draft",
        "check",
        "show",
        "analyze",
        "progress",
        "packages",
        "division",
        "diff",
        "cases",
        "schema",
        "completions",
        "man",
    ] {
        let said = folder.run(&[command, "--help"]).fine().out;
        assert!(said.contains("Examples:\n  armistice "), "`{command} --help` has no examples");
        let examples = said.lines().skip_while(|line| *line != "Examples:").skip(1).take_while(|line| !line.is_empty());
        // A line that began elsewhere was broken because it was too wide.
        for line in examples {
            assert!(["  armistice", "  COLUMNS="].iter().any(|start| line.starts_with(start)), "{command}: {line}");
        }
    }
    assert_snapshot!("help_analyze", folder.run(&["analyze", "--help"]).fine().out);
}

#[test]
fn cases() {
    let run = Folder::new("cases").run(&["cases"]).fine();
    for name in ["nile/gerd-2020", "ukraine/istanbul-2025"] {
        assert!(run.out.contains(name), "{}", run.out);
    }
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
}

#[test]
fn bundled_cases_are_told_as_before() {
    let folder = Folder::new("bundled-told");
    for name in ["nile/gerd-2020", "ukraine/istanbul-2025"] {
        let told = folder.run(&["analyze", name, "--all"]).fine().out;
        assert_snapshot!(format!("all_of_{}", name.replace('/', "_")), told);
    }
}

#[test]
fn every_bundled_case_is_checked_and_verified() {
    let folder = Folder::new("bundled");
    for name in ["nile/gerd-2020", "ukraine/istanbul-2025"] {
        assert!(folder.run(&["check", name]).fine().out.contains(": no problems ("));
        assert!(folder.run(&["analyze", name, "--all", "--verify"]).fine().err.starts_with("verified: "));
    }
}

#[test]
fn a_path_wins_over_a_bundled_name() {
    let folder = Folder::new("path-wins");
    folder.run(&["new", "ukraine/istanbul-2025"]).fine();
    assert!(
        folder.run(&["show", "ukraine/istanbul-2025"]).fine().out.starts_with("Talks between Highland and Lowland")
    );
    assert!(
        Folder::new("path-not-there").run(&["show", "ukraine/istanbul-2025"]).fine().out.starts_with("Istanbul talks")
    );
}

#[test]
fn a_new_case() {
    let folder = Folder::new("new");
    assert_snapshot!(folder.run(&["new", "talks"]).fine().out);
    assert_eq!(
        folder.run(&["check", "talks"]).fine().out,
        "talks: no problems (3 issues, 2 of 3 parties needed for a deal, 27 combinations)\n"
    );
    let run = folder.run(&["analyze", "talks", "--verify"]).fine();
    assert!(run.out.contains("No deal on the central numbers."), "{}", run.out);
    assert_eq!(run.err, "verified: computed again from the definitions, every result is the same\n");
    let run = folder.run(&["analyze", "talks", "--verify", "--lever", "sanctions"]).fine();
    assert!(run.out.contains("A deal is possible"), "{}", run.out);
}

#[test]
fn the_table() {
    let folder = border("show");
    assert_snapshot!(folder.run(&["show", "talks"]).fine().out);
    let wide = finish(command().current_dir(folder.path()).env("COLUMNS", "120").args(["show", "talks"])).fine().out;
    assert_snapshot!("the_table_120", wide);
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let folder = border("width");
    for width in [60, 80, 100, 140] {
        let plain = |a, b| vec![a, b];
        let explain = |case, id| vec!["analyze", case, "--explain", id];
        for args in [
            plain("show", "talks"),
            plain("analyze", "talks"),
            plain("show", "nile/gerd-2020"),
            plain("analyze", "nile/gerd-2020"),
            explain("nile/gerd-2020", "block-1"),
            explain("nile/gerd-2020", "unlock-1"),
        ] {
            let run = finish(command().current_dir(folder.path()).env("COLUMNS", width.to_string()).args(&args)).fine();
            let widest = run.out.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(width), "{args:?} at {width}: {widest:?}");
        }
    }
}

#[test]
fn the_verdict() {
    let folder = border("analyze");
    assert_snapshot!(folder.run(&["analyze", "talks", "--goal", "road = open and mill = sylvanian"]).fine().out);
}

#[test]
fn derivations() {
    let folder = border("explain");
    let goal = ["--goal", "road = open and mill = sylvanian"];
    let explain = |id: &str| folder.run(&[&["analyze", "talks", "--explain", id], goal.as_slice()].concat());
    assert_snapshot!("a_position_explained", explain("keeps-the-mill").fine().out);
    assert_snapshot!("a_block_of_a_goal_explained", explain("goal/block-1").fine().out);
    let itself = explain("goal").refused("`goal` is a goal").err;
    assert!(itself.contains("`goal/block-1`") && !itself.contains("keeps-the-mill"), "{itself}");
    folder.run(&["new", "new"]).fine();
    assert_snapshot!("a_block_explained", folder.run(&["analyze", "new", "--explain", "block-1"]).fine().out);
    assert_snapshot!("an_unlock_explained", folder.run(&["analyze", "new", "--explain", "unlock-1"]).fine().out);
}

#[test]
fn an_unknown_id_lists_those_there_are() {
    let folder = border("explain-unknown");
    let run = folder.run(&["analyze", "talks", "--explain", "floor:freedoni"]).refused("there is no block, unlock or");
    assert!(run.err.contains("did you mean `floor:freedonia`?") && run.err.contains("`keeps-the-mill`"), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn problems_are_drawn_at_their_place() {
    let folder = border("check");
    let text = folder.read("talks/case.toml");
    folder.write(
        "talks/case.toml",
        text.replace("deal = \"mill != disputed\"", "deal = \"mil != disputed\"")
            .replace("outlook = \"worse\"", "outlok = \"worse\"")
            .replace("because = [\"c3\"]", "because = [\"c33\"]")
            .replace("spies = 20", "spies = [20, 10]"),
    );
    let run = folder.run(&["check", "talks"]);
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.out);
    // The other commands say the same, on standard error.
    for command in ["show", "analyze"] {
        let other = folder.run(&[command, "talks"]);
        assert_eq!((other.code, other.out.as_str()), (Some(2), ""));
        assert_eq!(other.err, run.out);
    }
}

#[test]
fn problems_as_json() {
    let folder = border("check-json");
    folder.write("talks/case.toml", folder.read("talks/case.toml").replace("mill != disputed", "mil != disputed"));
    let run = folder.run(&["check", "talks", "--json"]);
    assert_eq!(run.code, Some(2));
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(json["errors"], 1);
    let label = &json["diagnostics"][0]["labels"][0];
    // Line 4 is `deal = "mil != disputed"`, the condition begins in column 9.
    assert_eq!(
        (label["file"].as_str(), label["line"].as_u64(), label["column"].as_u64()),
        (Some("case.toml"), Some(4), Some(9))
    );
}

#[test]
fn warnings_do_not_stop_anything() {
    let folder = border("warnings");
    std::fs::remove_file(folder.path().join("talks/claims.toml")).expect("it was there");
    let run = folder.run(&["check", "talks"]).fine();
    assert!(run.out.contains("warning[no-claims]"), "{}", run.out);
    let run = folder.run(&["analyze", "talks", "--json"]).fine();
    assert_eq!(run.err, "1 warning: `armistice check talks` shows more\n\n");
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(json["schema"], 1);
}

#[test]
fn a_lone_file_is_a_case() {
    let folder = border("lone");
    std::fs::rename(folder.path().join("talks/case.toml"), folder.path().join("mill.toml")).expect("renamed");
    assert!(folder.run(&["analyze", "mill.toml"]).fine().out.starts_with("The mill on the border\n"));
    // `case.toml` by name is its folder, with claims.
    let folder = border("by-name");
    assert!(folder.run(&["show", "talks/case.toml"]).fine().out.contains("What was said"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = border("colours");
    let told = |variable: &str| {
        let mut command = command();
        finish(command.current_dir(folder.path()).env(variable, "1").args(["show", "talks"])).fine().out
    };
    assert!(told("CLICOLOR_FORCE").contains('\u{1b}'));
    assert!(!told("NO_COLOR").contains('\u{1b}'));
    assert!(!folder.run(&["show", "talks"]).out.contains('\u{1b}'));
}

#[test]
fn from_an_article_to_a_verdict() {
    let folder = Folder::new("whole-way");
    folder.write("report.txt", std::fs::read(format!("{BORDER}/sources/report.txt")).expect("the fixture is there"));
    let json = folder.run(&["read", "report.txt", "--json"]).fine().out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["sources"][0]["title"], "Border talks break off");
    assert_eq!(folder.all(), ["report.txt"]);

    let said = folder.run(&["read", "report.txt", "--into", "talks"]).fine().out;
    assert!(said.contains("armistice draft talks"), "{said}");
    assert_eq!(folder.read("talks/sources/report.txt"), folder.read("report.txt"));
    let said = folder.run(&["draft", "talks"]).fine().out;
    assert!(said.contains("armistice analyze talks"), "{said}");
    folder.run(&["check", "talks"]).fine();
    folder.run(&["show", "talks"]).fine();
    assert!(folder.run(&["analyze", "talks", "--verify"]).fine().err.contains("verified: "));
    assert_eq!(
        folder.all(),
        [
            "report.txt",
            "talks",
            "talks/.armistice",
            "talks/.armistice/claims.toml",
            "talks/.armistice/draft.toml",
            "talks/case.toml",
            "talks/claims.toml",
            "talks/sources",
            "talks/sources/report.txt"
        ]
    );
}

#[test]
fn fewer_threads_say_the_same() {
    let folder = border("threads");
    let all = folder.run(&["analyze", "talks", "--json"]).fine().out;
    assert_eq!(folder.run(&["analyze", "talks", "--json", "--threads", "1"]).fine().out, all);
}

#[test]
fn the_schema_is_json() {
    let json: serde_json::Value =
        serde_json::from_str(&Folder::new("schema").run(&["schema"]).fine().out).expect("JSON");
    assert!(json["properties"]["parties"].is_object());
}
