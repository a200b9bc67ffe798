//! `armistice read` with several files, folders and odd files: what is good is read, what is bad is named, and nothing is counted twice.

mod support;

use std::process::Stdio;

use sha2::{Digest, Sha256};
use support::{Folder, command};

const FIRST: &str = "Sylvania Says No

The government of Freedonia demanded on Monday that Sylvania withdraw its troops from the border region.

Sylvania rejected the demand. \"We will not withdraw our troops,\" said Foreign Minister Ambrose Trentino in the capital.

Freedonia and Sylvania have fought over the border since the spring of last year, and hundreds of people have died on both sides.
";

fn page(headline: &str, text: &str) -> String {
    let paragraphs: String = text.split("\n\n").skip(1).map(|p| format!("<p>{p}</p>")).collect();
    format!(
        "<!DOCTYPE html><html><head><meta property=article:published_time content=2031-05-04T01:02:03Z></head>\
         <body><nav><a href=/>Freedonia demanded that Sylvania leave</a></nav><article><h1>{headline}</h1>{paragraphs}</article></body></html>"
    )
}

#[test]
fn one_bad_file_does_not_cost_the_others() {
    let folder = Folder::new("one-bad");
    for n in 0..19 {
        folder.write(
            &format!("in/{n:02}.txt"),
            format!("Day {n}\n\nMinister Number{n} of Peru demanded on Monday that Chile withdraw from hill {n}.\n"),
        );
    }
    folder.write("in/bad.txt", b"Peru said \xc3(");
    folder.write("in/french.md", "Le gouvernement a refusé lundi de retirer ses troupes de la frontière, a déclaré le ministre des Affaires étrangères.");
    folder.write("in/notes.xyz", "passed over");
    let run = folder.run(&["read", "in", "nowhere.txt", "--into", "talks"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    for said in [
        "`in/bad.txt` is not UTF-8 text: byte 10, on line 1, is 0xc3",
        "`in/french.md` is in French; Armistice reads English only",
        "there is no file `nowhere.txt`",
        "3 problems, see above; 19 articles were read all the same",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    assert!(
        run.out.contains("from 19 articles") && run.out.contains("1 file of other kinds passed over"),
        "{}",
        run.out
    );
    folder.run(&["draft", "talks"]).fine();
    // Said to be English, it is read, though nothing is found in it.
    folder.run(&["read", "in/french.md", "--any-language"]).refused("no claims were found in `french.md`");
}

#[test]
fn an_article_in_two_papers_is_one() {
    let folder = Folder::new("two-papers");
    folder.write("post.txt", FIRST);
    folder.write("herald.html", page("No Withdrawal, Minister Vows", FIRST));
    let said = folder.run(&["read", "post.txt", "herald.html", "--into", "talks"]).fine().out;
    assert!(said.contains("`herald.html` has the text of `post.txt`"), "{said}");
    let alone = folder.run(&["read", "post.txt", "--json"]).fine().out;
    let count = |text: &str, what: &str| text.matches(what).count();
    let claims = folder.read("talks/claims.toml");
    assert_eq!(count(&claims, "[[claims]]"), count(&alone, "\"quote\""), "{claims}");
    assert_eq!(count(&claims, "also = [{ source = \"herald\""), count(&claims, "[[claims]]"), "{claims}");
    assert!(claims.contains("published = 2031-05-04") && claims.contains("origin = \"herald.html\""), "{claims}");
    // The digest is of the document, not of the text taken from it.
    let bytes = std::fs::read(folder.path().join("herald.html")).unwrap();
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(claims.contains(&format!("digest = \"{digest}\"")), "{claims}");
    assert!(claims.contains("title = \"No Withdrawal, Minister Vows\""), "{claims}");
    folder.run(&["draft", "talks"]).fine();
    folder.run(&["check", "talks"]).fine();
}

#[test]
fn an_article_that_the_dossier_has_from_another_paper_is_one_too() {
    let folder = Folder::new("later-paper");
    folder.write("post.txt", FIRST);
    folder.write("herald.html", page("No Withdrawal, Minister Vows", FIRST));
    folder.write("other.txt", "Peru\n\nPeru demanded on Monday that Chile withdraw its troops from the hill.\n");
    folder.run(&["read", "post.txt", "other.txt", "--into", "talks"]).fine();
    folder.run(&["claims", "accept", "talks", "c1"]).fine();
    folder.run(&["claims", "reject", "talks", "c2"]).fine();
    let count = |text: &str, what: &str| text.matches(what).count();
    let before = folder.read("talks/claims.toml");
    let said = folder.run(&["read", "herald.html", "--into", "talks"]).fine().out;
    assert!(said.contains("`herald.html` has the text of `post.txt`"), "{said}");
    let after = folder.read("talks/claims.toml");
    assert_eq!(count(&after, "[[claims]]"), count(&before, "[[claims]]"), "{after}");
    assert_eq!(count(&after, "also = [{ source = \"herald\""), count(&before, "source = \"post\""), "{after}");
    for state in ["accepted", "rejected"] {
        assert_eq!(count(&after, &format!("state = \"{state}\"")), 1, "{after}");
    }
    folder.run(&["draft", "talks"]).fine();
    folder.run(&["read", "herald.html", "--into", "talks"]).fine();
    assert_eq!(folder.read("talks/claims.toml"), after);
}

#[test]
fn headline_and_day_can_be_told() {
    let folder = Folder::new("told");
    folder.write("a.txt", FIRST);
    folder.run(&["read", "a.txt", "--into", "talks", "--title", "Other", "--published", "4 May 2031"]).fine();
    let claims = folder.read("talks/claims.toml");
    assert!(claims.contains("title = \"Other\"\npublished = 2031-05-04"), "{claims}");
    folder.run(&["read", "a.txt", "a.txt", "--title", "x"]).refused("--title and --published are of one article");
    folder.run(&["read", "a.txt", "--published", "soon"]).refused("it is no day");
}

#[test]
fn standard_input_is_an_article_too() {
    let folder = Folder::new("stdin");
    folder.write("a.txt", FIRST);
    let file = std::fs::File::open(folder.path().join("a.txt")).unwrap();
    let run = support::finish(
        command().args(["read", "-", "--into"]).arg(folder.path().join("talks")).stdin(Stdio::from(file)),
    );
    assert!(run.fine().out.contains("from 1 article"));
    assert!(folder.read("talks/claims.toml").contains("origin = \"standard input\""));
}

#[cfg(unix)]
#[test]
fn links_in_circles_pipes_and_odd_names_in_a_folder() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let folder = Folder::new("odd");
    folder.write("in/deep/a.txt", FIRST);
    folder.write("in/.hidden.txt", FIRST);
    let root = folder.path().join("in");
    symlink(&root, root.join("deep/circle")).unwrap();
    symlink(root.join("gone.txt"), root.join("gone.txt")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
    assert!(made.is_ok_and(|s| s.success()));
    std::fs::write(
        root.join(OsStr::from_bytes(b"na\xefve.txt")),
        "Peru left.\n\nPeru demanded on Monday that Chile leave hill 9.\n",
    )
    .unwrap();
    let run = folder.run(&["read", "in", "--into", "in/talks"]).fine();
    assert!(run.out.contains("from 2 articles"), "{}", run.out);
    assert!(run.err.is_empty(), "{}", run.err);
    // What is written there is not read again.
    let again = folder.run(&["read", "in", "--into", "in/talks", "--force"]).fine();
    assert!(again.out.contains("from 2 articles"), "{}", again.out);
}
