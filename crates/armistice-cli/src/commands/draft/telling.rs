//! What a draft made of the claims, and what it changes in a case, in words and as JSON.

use armistice::case::update::Update;
use armistice::report::changes::{self, Between};
use armistice::report::said;
use armistice_reader::draft::Draft;
use armistice_reader::draft::since::Fate;
use serde_json::{Value, json};

use super::unified;
use crate::commands::changes::drawn;
use crate::screen::{hanging, heading};

/// All there is to tell.
pub(super) struct Told<'a> {
    /// The folder, as it can be pasted.
    pub(super) dir: String,
    /// The command that writes it.
    pub(super) command: String,
    /// The case's file.
    pub(super) target: String,
    pub(super) draft: &'a Draft,
    /// What the file says now, if it is there.
    pub(super) before: Option<&'a str>,
    /// Whether it is brought up to date; else it is written anew.
    pub(super) updates: bool,
    pub(super) new: &'a Update,
    /// What became of the claims since the last draft.
    pub(super) fates: Vec<(String, Fate)>,
    /// The claims behind each change.
    pub(super) behind: Vec<Vec<String>>,
}

impl Told<'_> {
    /// After writing.
    pub(super) fn written(&self) -> String {
        let mut out = format!("\u{1b}[1m{}\u{1b}[0m\n", self.draft.case.title);
        if self.updates {
            out.push_str(&self.changes());
        } else {
            for (title, list) in [("Used", &self.draft.used), ("Left out", &self.draft.left)] {
                out.push_str(&listed(title, list));
            }
        }
        let (used, all) = (self.draft.used.len(), self.draft.used.len() + self.draft.left.len());
        let target = &self.target;
        let done = match self.before {
            Some(before) if before == self.new.text => format!("{target} stays as it is: from {used} of {all} claims."),
            _ if self.updates => {
                format!("Brought {target} up to date, from {used} of {all} claims. Next:{}", self.next())
            }
            _ => format!("Wrote {target}, from {used} of {all} claims. Next:{}", self.next()),
        };
        format!("{out}\n{done}\n")
    }

    fn next(&self) -> String {
        let dir = &self.dir;
        format!("\n\n  armistice check {dir}\n  armistice show {dir}\n  armistice analyze {dir}")
    }

    /// Before writing.
    pub(super) fn difference(&self) -> String {
        let mut out = format!("\u{1b}[1m{}\u{1b}[0m\n", self.draft.case.title);
        if self.updates {
            out.push_str(&self.changes());
        }
        let before = self.before.unwrap_or_default();
        if before == self.new.text {
            return format!("{out}\nNothing would change in {}.\n", self.target);
        }
        out.push_str(&heading(&self.target));
        out.push_str(&unified::coloured(before, &self.new.text));
        format!("{out}\nNothing was written. To do so:\n\n  {}\n", self.command)
    }

    /// What changes, with the statements behind it.
    fn changes(&self) -> String {
        let lines = changes::lines(&self.new.changes, Between::Drafts);
        let sections = [
            ("What changes", &['+', '-', '~'][..]),
            ("For you to decide", &['?'][..]),
            ("What stays as you wrote it, though the draft says otherwise now", &['='][..]),
        ];
        let mut out = String::new();
        for (title, marks) in sections {
            // Changes that the same statements are behind stand together, below these.
            let mut groups: Vec<(&[String], Vec<&changes::Line>)> = Vec::new();
            for line in lines.iter().filter(|l| marks.contains(&l.mark)) {
                let behind = self.behind.get(line.change).map(Vec::as_slice).unwrap_or_default();
                match groups.iter_mut().find(|(of, _)| *of == behind) {
                    Some((_, group)) => group.push(line),
                    None => groups.push((behind, vec![line])),
                }
            }
            if !groups.is_empty() {
                out.push_str(&heading(title));
            }
            // What no statement is behind (the day of a new source) comes first, so that it stands below none.
            groups.sort_by_key(|(behind, _)| !behind.is_empty());
            for (behind, group) in groups {
                out.push_str(&self.statements(behind));
                let (cites, says): (Vec<&changes::Line>, Vec<&changes::Line>) =
                    group.into_iter().partition(|l| l.cites);
                says.into_iter().for_each(|line| out.push_str(&drawn(line.mark, &line.text)));
                if !cites.is_empty() {
                    let names: Vec<&str> = cites.iter().map(|l| l.text.as_str()).collect();
                    out.push_str(&drawn('~', &format!("the claims behind {}", crate::screen::listed(&names))));
                }
            }
        }
        out + &self.new_and_left()
    }

    /// The claims that are new since the last draft and of which it made nothing.
    fn new_and_left(&self) -> String {
        let new = |id: &String| self.fates.iter().any(|(of, fate)| of == id && *fate == Fate::New);
        let left: Vec<(String, String)> = self.draft.left.iter().filter(|(id, _)| new(id)).cloned().collect();
        listed("New, and left out", &left)
    }

    /// The claims behind a change, with their quotes.
    fn statements(&self, ids: &[String]) -> String {
        const TOLD: usize = 3;
        let known: Vec<&str> = ids.iter().map(String::as_str).collect();
        let fate = |id: &str| self.fates.iter().find(|(of, _)| of == id).map(|(_, fate)| *fate);
        let quoted = said::said(&self.draft.case, &known);
        let mut out = String::new();
        for said in quoted.iter().take(TOLD) {
            let by = if said.by.is_empty() { String::new() } else { format!("{}: ", said.by) };
            let fate = match fate(&said.id) {
                None | Some(Fate::New) => String::new(),
                Some(fate) => format!(" – {}", fate.word()),
            };
            let text = format!("{by}“{}” ({}){fate}", said.quote, said.source);
            out.push_str(&hanging(&format!("{:>5}  ", said.id), &text));
        }
        let mut more: Vec<String> = quoted.iter().skip(TOLD).map(|s| s.id.clone()).collect();
        more.extend(ids.iter().filter(|id| fate(id) == Some(Fate::Gone)).map(|id| format!("{id} (gone)")));
        if !more.is_empty() {
            out.push_str(&hanging("       ", &format!("and {}", more.join(", "))));
        }
        out
    }

    pub(super) fn json(&self, written: bool) -> Value {
        let claims = |list: &[(String, String)], key: &str| -> Vec<Value> {
            list.iter().map(|(id, what)| json!({ "claim": id, key: what })).collect()
        };
        let empty = Vec::new();
        let changes = self.new.changes.iter().enumerate();
        let changes: Vec<Value> =
            changes.map(|(at, change)| changes::json(change, self.behind.get(at).unwrap_or(&empty))).collect();
        let since: Vec<Value> =
            self.fates.iter().map(|(id, fate)| json!({ "claim": id, "became": fate.word() })).collect();
        json!({
            "title": self.draft.case.title,
            "file": self.target,
            "written": written && self.before != Some(self.new.text.as_str()),
            "used": claims(&self.draft.used, "became"),
            "left": claims(&self.draft.left, "why"),
            "claims_since": since,
            "changes": changes,
        })
    }
}

/// Claims with what became of each.
fn listed(title: &str, list: &[(String, String)]) -> String {
    if list.is_empty() {
        return String::new();
    }
    let lines = list.iter().map(|(id, what)| hanging(&format!("{id:>5}  "), what));
    heading(title) + &lines.collect::<String>()
}
