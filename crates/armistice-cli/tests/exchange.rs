//! Claims that go out are read by programs nobody here wrote, and come back; what does not is told, and nothing is lost.

#![allow(clippy::unwrap_used, reason = "helpers of a test; what cannot be run fails it")]

mod support;

use std::process::Command;

use support::{Folder, finish};

const NEWS: &str = "=Arden= — 𝄞 day two.\r\nThe Hill State “will not,\r\nopen” the bridge; a guard said.\n";

/// A folder with a dossier of one draft whose cells are hard on a table.
fn talks(name: &str) -> Folder {
    let folder = Folder::new(name);
    let quote = "“will not,\r\nopen” the bridge;";
    let start = NEWS.find(quote).unwrap();
    folder.write("talks/sources/news.txt", NEWS);
    folder.write(
        "talks/claims.toml",
        format!(
            "# Kept.\nformat = 1\n\n[sources.news]\nfile = \"sources/news.txt\"\n\n[actors.hill]\nname = \"Hill State\"\nkind = \"state\"\n\n\
             [[claims]]\nid = \"c1\"\nsource = \"news\"\nkind = \"refuse\"\nspeaker = [\"hill\"]\nissue = [\"bridge; toll\"]\n\
             content = \"-1 \\\"bridge\\\"\"\npolarity = \"-\"\nquote = \"“will not,\\r\\nopen” the bridge;\"\nstart = {start}\nend = {}\nstate = \"drafted\"\n",
            start + quote.len()
        ),
    );
    folder
}

/// Runs a Python program in the folder; its output.
fn python(folder: &Folder, program: &str) -> String {
    let mut command = Command::new("python3");
    finish(command.current_dir(folder.path()).args(["-c", program])).fine().out
}

#[test]
fn python_reads_what_is_written() {
    let folder = talks("exchange-python");
    for file in ["c.csv", "c.jsonl", "c.json"] {
        folder.run(&["claims", "export", "talks", "--output", file]).fine();
    }
    let source = python(
        &folder,
        r#"
import csv, json
text = open("talks/sources/news.txt", newline="", encoding="utf-8").read()
[row] = csv.DictReader(open("c.csv", newline="", encoding="utf-8-sig"), strict=True)
assert row["content"] == "'-1 \"bridge\"", row
assert row["quote"] in text and row["issue"] == "bridge\\; toll", row
raw = open("c.csv", "rb").read()
assert raw[:3] == b"\xef\xbb\xbf" and raw.endswith(b"\r\n")
lines = [json.loads(line) for line in open("c.jsonl", encoding="utf-8")]
assert [line["type"] for line in lines] == ["source", "actor", "claim"], lines
claim = lines[-1]
assert text.encode()[claim["start"]:claim["end"]].decode() == claim["quote"]
assert claim["speaker"] == [{"id": "hill", "name": "Hill State"}], claim
page = json.load(open("c.json", encoding="utf-8"))["first"]
[annotation] = page["items"]
position, quote = annotation["target"]["selector"]
# Python counts code points, as the selector does.
assert text[position["start"]:position["end"]] == quote["exact"] == claim["quote"]
assert text[:position["start"]].endswith(quote["prefix"]) and text[position["end"]:].startswith(quote["suffix"])
print("fine")
"#,
    );
    assert_eq!(source, "fine\n");
}

#[test]
fn a_table_that_python_wrote_comes_back() {
    let folder = talks("exchange-csv");
    folder.run(&["claims", "export", "talks", "--output", "c.csv"]).fine();
    let before = folder.read("talks/claims.toml");
    let again = folder.run(&["claims", "import", "talks", "c.csv"]).fine();
    assert_eq!((again.out.as_str(), again.err.as_str()), ("no claims added, 0 changed, 1 as before\n", ""));
    assert_eq!(folder.read("talks/claims.toml"), before);
    // As a spreadsheet of another country would: semicolons, plain line ends in cells, no byte order mark; a claim accepted, one added by name.
    python(
        &folder,
        r#"
import csv
rows = list(csv.DictReader(open("c.csv", newline="", encoding="utf-8-sig")))
rows[0]["state"] = "accepted"
rows[0]["quote"] = rows[0]["quote"].replace("\r\n", "\n")
rows.append({"kind": "assess", "source": "news", "quote": "a guard said", "speaker": "A guard"})
rows.append({"kind": "assess", "source": "news", "quote": "a guard sang", "speaker": "A guard"})
with open("d.csv", "w", newline="", encoding="utf-8") as out:
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
"#,
    );
    let run = folder.run(&["claims", "import", "talks", "d.csv"]).fine();
    assert_eq!(run.out, "1 claim added (c2), 1 changed (c1), 0 as before, 1 warning\n1 new actor (a-guard)\n");
    assert!(run.err.contains("d.csv, line 5: its source does not have the words"), "{}", run.err);
    let after = folder.read("talks/claims.toml");
    assert!(
        after.starts_with("# Kept.\n") && after.contains("state = \"accepted\"") && after.contains("[actors.a-guard]"),
        "{after}"
    );
    folder.run(&["claims", "export", "talks"]).fine();
}

#[test]
fn what_cannot_be_taken_changes_nothing() {
    let folder = talks("exchange-bad");
    let before = folder.read("talks/claims.toml");
    folder.write("a.json", "{\"type\":\"Annotation\",\"target\":\"http://example.org\"}");
    let said = folder.run(&["claims", "import", "talks", "a.json"]).refused("nothing in `a.json` could be taken").err;
    assert!(said.contains("annotation 1: it selects no words"), "{said}");
    folder.write("a.csv", "one,two\n1,2\n");
    folder.run(&["claims", "import", "talks", "a.csv"]).refused("does not name the columns `kind`, `quote`, `source`");
    folder.run(&["claims", "import", "talks", "a.csv", "--format", "annotations"]).refused("not JSON");
    folder.run(&["claims", "import", "talks", "talks/claims.toml"]).refused("stands for no format");
    folder.run(&["claims", "import", "nowhere", "a.csv"]).refused("there is no file, folder or bundled case `nowhere`");
    folder.run(&["claims", "export", "nile/gerd-2020", "--output", "n.jsonl"]).fine();
    folder.run(&["claims", "import", "nile/gerd-2020", "n.jsonl"]).refused("cannot be changed");
    folder.run(&["claims", "import", "talks", "a.json", "--format", "events"]).refused("cannot be read back");
    // A claim that claims.toml could not hold.
    folder.write("b.jsonl", "{\"kind\":\"deny\",\"source\":\"news\",\"quote\":\"a guard said\",\"when\":\"soon\"}");
    folder.run(&["claims", "import", "talks", "b.jsonl"]).refused("`when` is no day");
    folder.run(&["claims", "export", "talks", "--output", "c.xlsx"]).refused("stands for no format");
    folder.run(&["claims", "export", ".", "--output", "c.csv"]).refused("has no claims.toml");
    assert_eq!(folder.read("talks/claims.toml"), before);
    assert_eq!(folder.all().len(), 8, "{:?}", folder.all());
}
