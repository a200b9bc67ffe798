//! Whatever the command is given: a clear message, exit code 2, nothing half-written, no panic.

mod support;

use std::fs::File;
use std::process::Stdio;

use support::{Folder, command, finish};

const ARTICLE: &str = "Talks stall

The government of Freedonia demanded on Monday that Sylvania withdraw its troops from the border. \
Sylvania rejected the demand. \"We will not withdraw,\" said Foreign Minister Ambrose Trentino.
";

#[test]
fn a_missing_file() {
    let folder = Folder::new("missing");
    for command in ["check", "show", "analyze"] {
        folder.run(&[command, "nowhere.toml"]).refused("there is no file, folder or bundled case `nowhere.toml`");
    }
    folder.run(&["read", "nowhere.txt"]).refused("there is no file `nowhere.txt`");
    folder.run(&["draft", "nowhere"]).refused("there is no folder `nowhere`");
    assert_eq!(folder.all(), [""; 0]);
}

#[test]
fn a_misspelt_bundled_case() {
    let folder = Folder::new("misspelt");
    let said = folder.run(&["show", "ukraine/istambul-2025"]).refused("no file, folder or bundled case").err;
    assert!(said.contains("did you mean `ukraine/istanbul-2025`?"), "{said}");
    assert!(said.contains("armistice cases"), "{said}");
}

#[test]
fn a_group_of_nobody_known() {
    let folder = Folder::new("among");
    let ask = |parties: &str| {
        folder.run(&["side-tracks", "ukraine/istanbul-2025", "--among", parties]).refused("`--among`").err
    };
    assert!(ask("us,atlantis").contains("the case has ukraine, russia, europe, us"));
    assert!(ask("us,us").contains("two parties or more"));
    // A case of more outcomes than can be laid out is told by what limit.
    folder.write("case.toml", vast(30));
    folder.run(&["roadmap", "."]).refused("too many outcomes to lay out side by side");
}

#[test]
fn a_folder_without_a_case() {
    let folder = Folder::new("no-case");
    folder.write("talks/readme.txt", "");
    let said = folder.run(&["check", "talks"]).refused("the folder `talks` has no case.toml").err;
    assert!(said.contains("armistice new talks"), "{said}");
    folder.write("talks/claims.toml", "");
    let said = folder.run(&["check", "talks"]).refused("the folder `talks` has no case.toml").err;
    assert!(said.contains("armistice draft talks"), "{said}");
    folder.run(&["draft", "."]).refused("the folder `.` has no claims.toml");
}

#[test]
fn a_folder_for_a_file() {
    let folder = Folder::new("folder-for-file");
    folder.write("talks/case.toml/x", "");
    folder.run(&["check", "talks"]).refused("is a folder, not a file");
    folder.run(&["read", "talks"]).refused("there are no documents in the folder `talks`");
}

#[test]
fn invalid_utf8() {
    let folder = Folder::new("utf8");
    folder.write("case.toml", b"format = 1\ntitle = \"caf\xe9\"\n");
    // The tenth byte ends line 1; the title's fourth letter is 13 further on.
    folder.run(&["check", "."]).refused("byte 23, on line 2, is 0xe9");
    folder.write("a.txt", b"caf\xe9");
    let said = folder.run(&["read", "a.txt", "--into", "talks"]).refused("byte 3, on line 1, is 0xe9").err;
    assert!(said.contains("iconv"), "{said}");
    assert_eq!(folder.all(), ["a.txt", "case.toml"]);
}

#[test]
fn a_syntax_error() {
    let folder = Folder::new("syntax");
    folder.write("case.toml", "format = 1\ntitle = \"Talks\nas_of = 2025-01-01\n");
    let run = folder.run(&["check", "."]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.out.contains("error[syntax]") && run.out.contains("case.toml:2:"), "{}", run.out);
    folder.run(&["analyze", "."]).refused("error[syntax]");
    folder.run(&["show", "."]).refused("error[syntax]");
}

#[test]
fn ten_semantic_errors_at_once() {
    let folder = Folder::new("ten");
    folder.run(&["new", "."]).fine();
    let broken = folder
        .read("case.toml")
        .replace("as_of = 2025-01-31", "as_of = \"yesterday\"")
        .replace("deal = \"ceasefire >= 30-day\"", "deal = \"ceasfire >= 30-day\"")
        .replace("crossing = \"closed\", monitors = 0", "crossing = \"closed\"")
        .replace("outlook = [-2, 4]", "outlook = [4, -2]")
        .replace("party = \"highland\"\nleader", "party = \"hyland\"\nleader")
        .replace("control = [\"lowland\"]", "control = [\"neighbours\"]")
        .replace("to = 100, step = 50", "to = 100, step = 30")
        .replace("rank = [\"lasting\", \"30-day\", \"none\"]", "rank = [\"lasting\", \"none\"]")
        .replace("interests = \"food", "intrests = \"food")
        .replace("condition = \"ceasefire = lasting\"", "condition = \"ceasefire = (lasting\"");
    folder.write("case.toml", broken);
    let run = folder.run(&["check", "."]);
    assert_eq!(run.code, Some(2));
    let codes: Vec<&str> =
        run.out.lines().filter_map(|l| l.strip_prefix("error[")?.split_once(']')).map(|(c, _)| c).collect();
    for code in [
        "bad-date",
        "unknown-name",
        "missing-key",
        "interval-upside-down",
        "uncontrolled-issue",
        "bad-range",
        "bad-rank",
        "unknown-key",
        "bad-condition",
    ] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}\n{}", run.out);
    }
    assert!(codes.len() >= 10, "{codes:?}");
    assert!(run.out.trim_end().ends_with(&format!("{} errors", codes.len())), "{}", run.out);
}

/// A case of two parties and so many issues of ten options each.
fn vast(issues: usize) -> String {
    let ids: Vec<String> = (0..issues).map(|n| format!("i{n}")).collect();
    let today: Vec<String> = ids.iter().map(|id| format!("{id} = \"o0\"")).collect();
    let mut text = format!(
        "format = 1\ntitle = \"Vast\"\nstatus_quo = {{ {} }}\n[parties.a]\nname = \"A\"\nconsent = true\n[parties.b]\nname = \"B\"\nconsent = true\n",
        today.join(", ")
    );
    let options: Vec<String> = (0..10).map(|n| format!("\"o{n}\"")).collect();
    for id in ids {
        text += &format!("[issues.{id}]\ntitle = \"{id}\"\noptions = [{}]\ncontrol = [\"a\"]\n", options.join(", "));
    }
    text
}

#[test]
fn a_case_too_large_for_every_method() {
    let folder = Folder::new("vast");
    folder.write("case.toml", vast(40));
    folder.run(&["check", "."]).fine();
    let said = folder.run(&["analyze", "."]).refused("too many outcomes to go through").err;
    assert!(said.contains(" 10⁴⁰,"), "{said}");
    // No `--max-outcomes` is that large.
    assert!(said.contains("leave out issues") && !said.contains("--max-outcomes"), "{said}");
    let json = folder.run(&["analyze", ".", "--json"]).refused("too many outcomes").out;
    assert!(json.contains("\"status\": \"unknown\""), "{json}");
    let json = folder.run(&["analyze", ".", "--json", "--method", "structure"]).refused("by structure").out;
    assert!(json.contains("\"status\": \"unknown\""), "{json}");
}

#[test]
fn conditions_nested_ten_thousand_deep() {
    let folder = Folder::new("deep");
    folder.run(&["new", "."]).fine();
    let text = folder.read("case.toml");
    for nested in [
        format!("{}ceasefire = lasting{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}ceasefire = lasting", "not ".repeat(10_000)),
        format!("{}ceasefire = lasting{}", "not (".repeat(10_000), ")".repeat(10_000)),
    ] {
        let goal = folder.run(&["analyze", ".", "--goal", &nested]).refused("bad-condition").err;
        assert!(goal.len() < 5_000, "{} bytes said", goal.len());
        folder.write("case.toml", text.replace("deal = \"ceasefire >= 30-day\"", &format!("deal = \"{nested}\"")));
        folder.run(&["analyze", "."]).refused("bad-condition");
        folder.write("case.toml", &text);
    }
}

#[test]
fn arrays_nested_ten_thousand_deep() {
    let folder = Folder::new("deep-arrays");
    folder.write("case.toml", format!("format = 1\nx = {}{}\n", "[".repeat(10_000), "]".repeat(10_000)));
    folder.run(&["analyze", "."]).refused("error[");
    folder.write("case.toml", format!("format = 1\nx = {}", "{a=".repeat(10_000)));
    folder.run(&["analyze", "."]).refused("error[");
    folder.write("case.toml", format!("format = 1\n[{}a]\n", "a.".repeat(10_000)));
    folder.run(&["analyze", "."]).refused("error[");
}

#[test]
fn an_empty_article() {
    let folder = Folder::new("empty");
    for (n, text) in ["", " \n\t\n", "\u{feff}\n"].into_iter().enumerate() {
        let name = format!("{n}.txt");
        folder.write(&name, text);
        folder.run(&["read", &name, "--into", "talks"]).refused("is empty");
    }
    folder.write("poem.txt", "Roses are red, violets are blue.");
    folder.run(&["read", "poem.txt", "--into", "talks"]).refused("no claims were found in `poem.txt`");
    assert!(!folder.path().join("talks").exists());
}

/// Reads an article that would take hours in quadratic time; what is said of it stays short.
fn read_long(folder: &Folder, article: &str) -> support::Run {
    let run = folder.run(&["read", article, "--into", "talks"]);
    assert!(run.out.len() + run.err.len() < 20_000, "{article}: {} bytes said", run.out.len());
    run
}

#[test]
fn an_article_of_one_line_of_ten_megabytes() {
    let folder = Folder::new("long-line");
    let filler = "the old dog by the kitchen door sleeps. ";
    folder.write("dog.txt", format!("{}Freedonia demanded a ceasefire.", filler.repeat(10_000_000 / filler.len())));
    let said = read_long(&folder, "dog.txt").fine().out;
    assert!(said.contains("1 claim from 1 article"), "{said}");
}

#[test]
fn an_article_of_one_word_of_ten_megabytes() {
    let folder = Folder::new("long-word");
    folder.write("word.txt", "x".repeat(10_000_000));
    read_long(&folder, "word.txt").refused("no claims were found");
}

#[test]
fn an_article_of_nothing_but_opening_quotes() {
    let folder = Folder::new("quotes");
    folder.write("quotes.txt", "\"(“".repeat(200_000));
    read_long(&folder, "quotes.txt").refused("no claims were found");
}

#[test]
fn a_binary_file() {
    let folder = Folder::new("binary");
    folder.write("a.bin", [0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0]);
    folder.write("a.pdf", "%PDF-1.7\n%\u{e2}");
    folder.write("talks/case.toml", [b'#', 0, 1, 2]);
    folder.run(&["read", "a.bin", "--into", "x"]).refused("is not a text file");
    folder.run(&["read", "a.pdf", "--into", "x"]).refused("is a damaged PDF document");
    folder.run(&["check", "talks"]).refused("is not a text file");
    folder.run(&["check", "a.bin"]).refused("is not a text file");
    assert!(!folder.path().join("x").exists());
}

#[test]
fn a_file_too_large_is_refused_before_it_is_read() {
    let folder = Folder::new("huge");
    // A gigabyte of nothing, that takes no room on the disk.
    File::create(folder.path().join("huge.txt")).unwrap().set_len(1 << 30).unwrap();
    let said = folder.run(&["read", "huge.txt"]).refused("`huge.txt` is larger than 64 MB").err;
    assert!(said.contains("split it"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_end() {
    let folder = Folder::new("endless");
    folder.run(&["read", "/dev/zero"]).refused("is larger than 64 MB");
    folder.run(&["check", "/dev/zero"]).refused("is larger than 64 MB");
}

#[test]
fn a_folder_that_cannot_be_written_to() {
    let folder = Folder::new("unwritable");
    folder.write("file", "");
    folder.write("article.txt", ARTICLE);
    // A path below a file cannot be made, whoever runs the test.
    folder.run(&["new", "file/talks"]).refused("cannot write `file/talks/case.toml`: not a directory");
    folder.run(&["read", "article.txt", "--into", "file/talks"]).refused("cannot write `file/talks/");
    // The claims cannot be written because a folder has their name: the source must not stay behind.
    folder.write("talks/claims.toml/x", "");
    folder.run(&["read", "article.txt", "--into", "talks", "--force"]).refused("it is a folder");
    assert_eq!(folder.all(), ["article.txt", "file", "talks", "talks/claims.toml", "talks/claims.toml/x"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_output() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let run = finish(command().arg("cases").stdout(Stdio::from(full)));
    assert!(run.refused("cannot write the output: no space left on device").out.is_empty());
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = command()
        .args(["show", "ukraine/istanbul-2025"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_there_is_not_overwritten() {
    let folder = Folder::new("overwrite");
    folder.write("article.txt", ARTICLE);
    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    folder.run(&["draft", "talks"]).fine();
    let (claims, case) = (folder.read("talks/claims.toml"), folder.read("talks/case.toml"));
    folder.write("talks/claims.toml", format!("{claims}# looked through\n"));
    folder.write("talks/case.toml", format!("{case}# mine\n"));

    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    // A new draft goes into the case, and changes nothing where there is nothing new.
    folder.run(&["draft", "talks"]).fine();
    folder.run(&["new", "talks"]).refused("`talks/case.toml` is there already");
    assert!(folder.read("talks/claims.toml").ends_with("# looked through\n"));
    assert!(folder.read("talks/case.toml").ends_with("# mine\n"));

    folder.run(&["read", "article.txt", "--into", "talks", "--force"]).fine();
    folder.run(&["draft", "talks", "--force"]).fine();
    assert_eq!(folder.read("talks/claims.toml"), claims);
    assert_eq!(folder.read("talks/case.toml"), case);

    // A text without claims around it may be anybody's: a new one takes another name.
    std::fs::remove_file(folder.path().join("talks/claims.toml")).unwrap();
    folder.write("article.txt", "Sylvania called on Freedonia to open the road.\n");
    folder.run(&["read", "article.txt", "--into", "talks"]).fine();
    assert_eq!(folder.read("talks/sources/article.txt"), ARTICLE);
    assert!(folder.read("talks/claims.toml").contains("sources/article-2.txt"));
}

#[test]
fn unknown_names_on_the_command_line() {
    let folder = Folder::new("names");
    let case = "ukraine/istanbul-2025";
    let said = |args: &[&str]| folder.run(&[&["analyze", case], args].concat());
    assert!(
        said(&["--without", "no-cesion"])
            .refused("`no-cesion` to leave out")
            .err
            .contains("did you mean `no-cession`?")
    );
    assert!(said(&["--lever", "guarantea"]).refused("no lever `guarantea`").err.contains("did you mean `guarantee`?"));
    said(&["--lever", "guarantee=much"]).refused("the strength `much` is not a decimal number");
    said(&["--lever", "guarantee=-1"]).refused("not between 0 and 100");
    said(&["--goal", "ceasefire = eternal"]).refused("error[unknown-name]");
    said(&["--goal", ""]).refused("error[bad-condition]");
    said(&["--threads", "0"]).refused("--threads");
    said(&["--threads", "100000"]).refused("--threads");
    for (strongest, why) in
        [("0", "is not above 0"), ("-1", "is not above 0"), ("101", "up to 100"), ("far", "is not a decimal")]
    {
        for analysis in ["leverage", "trust"] {
            folder.run(&[analysis, case, &format!("--strongest={strongest}")]).refused(why);
        }
    }
}

#[test]
fn an_outcome_to_trade_from() {
    let folder = Folder::new("trade-from");
    let at = |outcome: &str| folder.run(&["packages", "ukraine/istanbul-2025", "--at", outcome]);
    let said = at("ceasefire = lasting").refused("this outcome cannot occur").err;
    assert!(said.contains("as today, for it is not named: `leaders`") && said.contains("help: "), "{said}");
    at("ceasefire >= 30-day").refused("this names more than one outcome");
    at("ceasefire = 30-day or held = ceded").refused("this names more than one outcome");
    at("ceasefire = none and ceasefire = 30-day").refused("`ceasefire` is given two options");
    at("ceasefire = forever").refused("`forever` is not an option of `ceasefire`");
    at("ceasefire").refused("--at");
    at("").refused("--at");
    // A list will do.
    at("ceasefire = 30-day, held = ceded").fine();
}

#[test]
fn two_to_divide_between() {
    let folder = Folder::new("divide");
    let between = |two: &str| folder.run(&["division", "nile/gerd-2020", "--between", two]);
    let said = between("egypt,sudann").refused("the case has no party `sudann`").err;
    assert!(said.contains("did you mean `sudan`?"), "{said}");
    between("egypt,us").refused("`us` does not sign");
    for two in ["egypt", "egypt,egypt", "egypt,sudan,ethiopia"] {
        between(two).refused("--between takes two different signatories");
    }
    assert!(folder.run(&["division", "nile/gerd-2020"]).fine().out.contains("`--between egypt,ethiopia`"));
}

#[test]
fn two_cases_to_compare() {
    let folder = Folder::new("compare");
    let said = folder.run(&["diff", "here", "there"]).refused("there is no file, folder or bundled case `here`").err;
    assert!(said.contains("`there`"), "both are named: {said}");
    folder.write("broken.toml", "format = 1\n");
    folder.run(&["diff", "nile/gerd-2020", "broken.toml"]).refused("broken.toml");
    // Whether or not they differ.
    assert!(folder.run(&["diff", "nile/gerd-2020", "nile/gerd-2020"]).fine().out.contains("The verdict stays"));
    assert!(
        folder.run(&["diff", "nile/gerd-2020", "ukraine/istanbul-2025", "--verify"]).fine().err.contains("verified")
    );
    assert_eq!(folder.all(), ["broken.toml"]);
}
