//! `armistice read --eval`: the reader's scores on texts whose claims are known.

#![allow(clippy::unwrap_used, reason = "what is not as expected fails the test")]

mod support;

use support::Folder;

const TEXT: &str = "Peru has rejected the offer. Chile demanded an apology. A cat sat on the wall.\n";

/// Whether a line with these words, however far apart, was printed.
fn shows(out: &str, words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    out.lines().any(|line| line.split_whitespace().eq(words.iter().copied()))
}

/// A folder with a text of three sentences and the given gold claims.
fn folder(name: &str, gold: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("gold/talks.txt", TEXT);
    folder.write("gold/talks.jsonl", gold);
    folder
}

#[test]
fn scores_and_misses() {
    let folder = folder(
        "eval",
        "{\"kind\": \"refuse\", \"quote\": \"Peru has rejected the offer\", \"speaker\": [\"Lima\"], \"polarity\": \"-\", \"status\": \"past\"}\n\
         {\"kind\": \"violence\", \"quote\": \"A cat sat on the wall\", \"speaker\": [\"the cat\"]}\n",
    );
    let run = folder.run(&["read", "--eval", "gold", "--misses"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    // Drafted: Peru's refusal, which matches, and Chile's demand, which nobody asked for.
    for line in [
        "− violence “A cat sat on the wall” by the cat",
        "+ demand “Chile demanded an apology” by Chile",
        "refuse 1 1 1 1.000 1.000 1.000",
        "violence 1 0 0 – 0.000 0.000",
        "all 2 2 1 0.500 0.500 0.500",
        "Of 1 matched claim:",
        "speaker right in 1 of 1 1.000",
    ] {
        assert!(shows(&run.out, line), "no {line:?} in\n{}", run.out);
    }
    let json = folder.run(&["read", "--eval", "gold", "--misses", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["overall"]["f1"].as_f64(), Some(0.5));
    assert_eq!(json["kinds"]["violence"]["precision"], serde_json::Value::Null);
    assert_eq!(json["texts"][0]["misses"][0]["what"], "superfluous");
    assert_eq!(json["texts"][0]["misses"][1]["gold"]["quote"], "A cat sat on the wall");
}

#[test]
fn texts_may_lie_elsewhere() {
    let folder = Folder::new("eval-texts");
    folder.write("gold/talks.jsonl", "{\"kind\": \"demand\", \"quote\": \"Chile demanded an apology\"}\n");
    folder.write("texts/talks.txt", TEXT);
    folder.run(&["read", "--eval", "gold"]).refused("there is no file `gold/talks.txt`");
    let run = folder.run(&["read", "--eval", "gold", "--texts", "texts"]);
    assert!(shows(&run.out, "demand 1 1 1 1.000 1.000 1.000"), "{}", run.out);
}

#[test]
fn the_accepted_claims_of_a_case_are_gold() {
    let folder = Folder::new("eval-case");
    folder.write("talks.txt", TEXT);
    folder.run(&["read", "talks.txt", "--into", "case"]);
    let drafted = folder.read("case/claims.toml");
    folder.run(&["read", "--eval", "case"]).refused("no claim of `case/claims.toml` is accepted or edited");
    folder.write("case/claims.toml", drafted.replacen("state = \"drafted\"", "state = \"accepted\"", 1));
    let run = folder.run(&["read", "--eval", "case"]);
    assert!(shows(&run.out, "all 1 2 1 0.500 1.000 0.667"), "{}", run.out);
    folder.run(&["read", "--eval", "case", "--texts", "."]).refused("`case` is a case, and has its texts itself");
}

#[test]
fn all_that_is_wrong_is_told() {
    let folder = folder(
        "eval-wrong",
        "{\"kind\": \"refusal\", \"quote\": \"Peru\"}\nnot json\n{\"kind\": \"agree\", \"quote\": \"Bolivia\"}\n",
    );
    folder.write("gold/orphan.jsonl", "");
    folder.write("gold/latin.txt", b"caf\xe9");
    folder.write("gold/latin.jsonl", "");
    let run = folder.run(&["read", "--eval", "gold"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    for line in [
        "error: there is no file `gold/orphan.txt`",
        "error: `gold/latin.txt` is not UTF-8 text: byte 3, on line 1, is 0xe9",
        "error: gold/talks.jsonl:1: `refusal` is no `kind`\n  help: did you mean `refuse`?",
        "error: gold/talks.jsonl:2: the line is no JSON: expected ident, at column 2",
        "error: gold/talks.jsonl:3: the quote “Bolivia” is not in the text",
    ] {
        assert!(run.err.contains(line), "no {line:?} in\n{}", run.err);
    }
}

#[test]
fn folders_without_gold_claims() {
    let folder = Folder::new("eval-none");
    folder.write("a/b/c.jsonl", "");
    folder.write("a/b/c.txt", TEXT);
    let said =
        folder.run(&["read", "--eval", "a"]).refused("the folder `a` has no NAME.jsonl files and no claims.toml").err;
    assert!(said.contains("--eval a/b"), "{said}");
    folder.run(&["read", "--eval", "a/b"]).refused("there are no gold claims to score against");
    folder.run(&["read", "--eval", "nowhere"]).refused("cannot list the folder `nowhere`");
    folder.run(&["read", "--eval", "a", "a/b/c.txt"]).refused("cannot be used with");
    folder.run(&["read", "--misses", "a/b/c.txt"]).refused("`--misses` needs `--eval`");
}
