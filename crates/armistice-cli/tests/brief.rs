//! `analyze --markdown`, `--html` and `--docx`: what is written, and what is refused. `INSTA_UPDATE=always cargo test` accepts changes of
//! the pages; look at them before.

mod support;

use insta::assert_snapshot;
use support::Folder;

const CASES: [&str; 2] = ["nile/gerd-2020", "ukraine/istanbul-2025"];

/// A page without what a new version, or a comment in a case, changes.
fn stable(page: &str) -> String {
    let version = page.replace(concat!("Armistice ", env!("CARGO_PKG_VERSION")), "Armistice [version]");
    let words = version.split_inclusive(|c: char| !c.is_ascii_hexdigit());
    let digest = |word: &str| {
        let hex = word.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
        if hex.len() == 12 || hex.len() == 64 { word.replace(hex, "[digest]") } else { word.to_owned() }
    };
    words.map(digest).collect()
}

#[test]
fn the_pages() {
    let folder = Folder::new("brief-pages");
    for case in CASES {
        let name = case.replace('/', "_");
        let run = folder.run(&["analyze", case, "--markdown", "-"]).fine();
        assert_eq!(run.err, "");
        assert_snapshot!(format!("{name}_markdown"), stable(&run.out));
        let page = folder.run(&["analyze", case, "--html", "-"]).fine().out;
        // How it looks is told by a look at it.
        let (head, rest) = page.split_once("<style>").unwrap_or_default();
        let (_, body) = rest.split_once("</style>").unwrap_or_default();
        // Of the many dots a line is enough.
        let dots = |line: &str| line.starts_with("<g class=\"mark ruled-out\"") && line.len() > 4_000;
        let lines = body.lines().map(|line| if dots(line) { "[dots]" } else { line });
        assert_snapshot!(format!("{name}_html"), stable(&format!("{head}{}", lines.collect::<Vec<_>>().join("\n"))));
    }
}

#[test]
fn several_at_once_and_the_same_every_time() {
    let folder = Folder::new("brief-files");
    let all = |prefix: &str| {
        let [markdown, html, docx] = ["md", "html", "docx"].map(|e| format!("{prefix}.{e}"));
        let args = ["analyze", CASES[0], "--markdown", &markdown, "--html", &html, "--docx", &docx, "--threads", "1"];
        folder.run(&args).fine()
    };
    let run = all("new/one");
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "wrote new/one.md, new/one.html and new/one.docx\n"));
    all("two");
    let bytes = |file: &str| std::fs::read(folder.path().join(file)).unwrap_or_default();
    for extension in ["md", "html", "docx"] {
        assert!(bytes(&format!("two.{extension}")).len() > 5_000);
        assert_eq!(bytes(&format!("new/one.{extension}")), bytes(&format!("two.{extension}")), "{extension}");
    }
    assert!(bytes("two.docx").starts_with(b"PK"));
    // A file that is there is replaced, with JSON on the screen beside it.
    let run = folder.run(&["analyze", CASES[1], "--json", "--html", "two.html"]).fine();
    assert!(run.out.starts_with("{\n") && run.err == "wrote two.html\n", "{run:?}");
    assert!(folder.read("two.html").contains("<title>Istanbul talks, May 2025</title>"));
}

#[test]
fn what_cannot_be_written_is_refused_with_a_way_out() {
    let folder = Folder::new("brief-refused");
    folder.run(&["new", "talks"]).fine();
    folder.write("file", "mine");
    let before = folder.all();
    for (args, what, help) in [
        (vec!["--docx", "-"], "a Word document is no text for standard output", "--docx brief.docx"),
        (vec!["--html", "-", "--json"], "`--json` and `--html -` both go to standard output", "--html brief.html"),
        (vec!["--html", "-", "--explain", "floor:egypt"], "`--explain` and `--html -` both go", "--html brief.html"),
        (vec!["--html", "-", "--markdown", "-"], "`--markdown` and `--html` both go to standard output", "of its own"),
        (vec!["--html", "a", "--docx", "a"], "`--html` and `--docx` both go to `a`", "of its own"),
        (vec!["--markdown", "talks/case.toml"], "`talks/case.toml` is part of the case", "another name"),
        (vec!["--html", "talks"], "cannot write `", "name a file in it"),
        #[cfg(unix)]
        (vec!["--html", "/dev/null"], "it is no ordinary file", "name a file"),
        (vec!["--html", "good.html", "--docx", "file/brief.docx"], "cannot write `file/brief.docx`", "another folder"),
    ] {
        let args: Vec<&str> = ["analyze", "talks"].into_iter().chain(args).collect();
        let run = folder.run(&args).refused(what);
        assert!(run.err.contains(help), "{args:?}: {}", run.err);
        assert_eq!(run.out, "", "{args:?}");
        assert_eq!(folder.all(), before, "{args:?} left something behind");
    }
    assert_eq!(folder.read("file"), "mine");
}
