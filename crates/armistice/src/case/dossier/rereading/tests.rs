//! Reading again: what stays, what goes, and that no draft whatever undoes a decision.

use proptest::prelude::*;

use super::*;
use crate::case::claims::{Actor, ActorKind, ClaimKind, ClaimStatus, Place, Polarity};
use crate::case::claims_file::{read, rewrite, write};
use crate::case::model::Source;
use crate::diagnostic::Severity;

const NEWS: &str = "Talks in Arden. The Hill State refused to open the bridge. The Vale demanded a ceasefire of 30 days. \
                    The envoy offered to carry a letter. The Hill State refused to open the bridge.";

fn actor(id: &str, name: &str) -> Actor {
    Actor { id: id.to_owned(), name: name.to_owned(), kind: ActorKind::State, of: None, office: None, names: vec![] }
}

/// The claim of a kind that the n-th occurrence of a quote makes.
fn claim(id: &str, source: &str, text: &str, kind: ClaimKind, (quote, n): (&str, usize), speaker: &str) -> Claim {
    let start = text.match_indices(quote).nth(n).unwrap().0;
    Claim {
        id: id.to_owned(),
        source: source.to_owned(),
        kind,
        speaker: vec![speaker.to_owned()],
        target: vec![],
        issue: vec![],
        content: quote.to_owned(),
        polarity: Polarity::Positive,
        status: ClaimStatus::Past,
        when: None,
        conditions: vec![],
        attribution: None,
        quote: quote.to_owned(),
        start,
        end: start + quote.len(),
        also: vec![],
        by: None,
        state: ClaimState::Drafted,
    }
}

fn source(id: &str) -> Source {
    Source {
        id: id.to_owned(),
        file: format!("sources/{id}.txt"),
        title: None,
        published: None,
        origin: None,
        digest: None,
        note: None,
    }
}

/// A dossier in its folder, as the command keeps it.
#[derive(Clone, Default)]
struct Folder {
    claims: Claims,
    files: BTreeMap<String, Vec<u8>>,
    case: InCase,
    last: u64,
}

impl Folder {
    /// Reads texts into the folder: their ids, what they say, and what the reader makes of them.
    fn read(&mut self, texts: &[(&str, &str)], actors: &[Actor], claims: &[Claim]) -> Changes {
        let sources = texts.iter().map(|(id, _)| source(id)).collect();
        let new = Claims { sources, actors: actors.to_vec(), claims: claims.to_vec() };
        let read = texts.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
        let beside =
            Beside { files: &self.files, taken: &BTreeSet::new(), read: &read, case: &self.case, last: self.last };
        let merged = merge(&self.claims, new, &beside);
        self.claims = merged.claims;
        self.last = merged.last.unwrap_or(self.last);
        self.files.extend(merged.files.into_iter().map(|(path, text)| (path, text.into_bytes())));
        merged.changes
    }

    fn ids(&self) -> Vec<&str> {
        self.claims.claims.iter().map(|c| c.id.as_str()).collect()
    }

    fn set(&mut self, id: &str, change: impl FnOnce(&mut Claim)) {
        change(self.claims.claims.iter_mut().find(|c| c.id == id).unwrap());
    }

    /// What errors there are in the files as they would be written.
    fn problems(&self) -> Vec<String> {
        let (_, problems) = read(&write(&self.claims), &self.files, &self.case.sources);
        problems.into_iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_string()).collect()
    }
}

fn three(text: &str) -> Vec<Claim> {
    vec![
        claim("c1", "news", text, ClaimKind::Refuse, ("refused to open the bridge", 0), "hill"),
        claim("c2", "news", text, ClaimKind::Demand, ("demanded a ceasefire of 30 days", 0), "vale"),
        claim("c3", "news", text, ClaimKind::Offer, ("offered to carry a letter", 0), "envoy"),
    ]
}

fn people() -> Vec<Actor> {
    vec![actor("hill", "Hill State"), actor("vale", "Vale"), actor("envoy", "the envoy")]
}

fn folder() -> Folder {
    let mut folder = Folder::default();
    let changes = folder.read(&[("news", NEWS)], &people(), &three(NEWS));
    assert_eq!(changes.new, ["c1", "c2", "c3"]);
    assert_eq!(folder.files["sources/news.txt"], NEWS.as_bytes());
    folder
}

#[test]
fn what_a_person_decided_is_neither_changed_nor_drafted_again() {
    let mut folder = folder();
    folder.set("c1", |c| c.state = ClaimState::Rejected);
    folder.set("c2", |c| {
        // Edited beyond recognition: kind, speaker, polarity and quote.
        let start = NEWS.find("ceasefire").unwrap();
        (c.kind, c.polarity, c.state) = (ClaimKind::Call, Polarity::Neutral, ClaimState::Edited);
        (c.start, c.end, c.quote) = (start, start + 9, "ceasefire".to_owned());
        c.speaker = vec!["hill".to_owned()];
    });
    let before = folder.claims.clone();
    let mut better = three(NEWS);
    better[2].status = ClaimStatus::Future;
    better.push(claim("c4", "news", NEWS, ClaimKind::Refuse, ("refused to open the bridge", 1), "hill"));
    let changes = folder.read(&[("news", NEWS)], &people(), &better);
    assert_eq!(folder.claims.claims[..2], before.claims[..2]);
    let expected = Changes {
        redrafted: vec!["c3".to_owned()],
        new: vec!["c4".to_owned()],
        kept: vec!["c2".to_owned()],
        rejected: vec!["c1".to_owned()],
        ..Changes::default()
    };
    assert_eq!(changes, expected);
    assert_eq!(folder.claims.claims[2].status, ClaimStatus::Future);
}

#[test]
fn drafts_go_unless_something_cites_them() {
    let mut folder = folder();
    folder.case.cited = ["c3", "c17"].map(|id| (id.to_owned(), vec![])).into();
    let mut fewer = vec![claim("c1", "news", NEWS, ClaimKind::Process, ("Talks in Arden", 0), "vale")];
    fewer[0].conditions = vec!["c2".to_owned()];
    let changes = folder.read(&[("news", NEWS)], &people()[1..2], &fewer);
    assert_eq!(
        (changes.gone.as_slice(), changes.cited.as_slice()),
        (["c1", "c2"].map(str::to_owned).as_slice(), ["c3".to_owned()].as_slice())
    );
    // The case speaks of a c17 that nobody has: that number is not given to another claim. A condition that is nowhere is dropped.
    assert_eq!(folder.ids(), ["c18", "c3"]);
    assert_eq!(folder.claims.claims[0].conditions, [""; 0]);
    assert_eq!(changes.gone_actors, ["hill"], "only the claims that are gone named it; the envoy is still cited");
}

#[test]
fn a_number_is_never_given_twice() {
    let mut folder = folder();
    assert_eq!(folder.read(&[("news", NEWS)], &people(), &three(NEWS)[..1]).gone, ["c2", "c3"]);
    let text = crate::case::claims_file::with_last(&write(&folder.claims), folder.last);
    assert!(text.starts_with("format = 1\nlast = 3\n"), "{text}");
    let (claims, problems) = read(&text, &folder.files, &BTreeMap::new());
    assert_eq!((claims.as_ref(), problems.len()), (Some(&folder.claims), 0));
    assert_eq!(crate::case::claims_file::last(&text), 3);
    assert_eq!(rewrite(&text, &folder.claims), text);
    assert_eq!(folder.read(&[("news", NEWS)], &people(), &three(NEWS)).new, ["c4", "c5"]);
}

#[test]
fn a_condition_of_what_stays_stays() {
    let mut folder = folder();
    folder.set("c1", |c| (c.state, c.conditions) = (ClaimState::Accepted, vec!["c2".to_owned()]));
    folder.set("c2", |c| c.conditions = vec!["c3".to_owned()]);
    let changes = folder.read(&[("news", NEWS)], &[], &[]);
    assert_eq!((folder.ids(), changes.cited.len()), (vec!["c1", "c2", "c3"], 2));
}

#[test]
fn quotes_are_followed_through_a_changed_text() {
    let mut folder = folder();
    folder.set("c1", |c| c.state = ClaimState::Accepted);
    let now = format!("ARDEN — {}", NEWS.replace("The envoy offered to carry a letter. ", ""));
    let changes = folder.read(&[("news", &now)], &people(), &three(&NEWS.replace("Talks", "ARDEN — Talks"))[..2]);
    assert_eq!(changes.changed_sources, ["news"]);
    assert_eq!((changes.moved.len(), changes.gone.as_slice(), changes.new.len()), (2, ["c3".to_owned()].as_slice(), 0));
    // "ARDEN — " is ten bytes.
    assert_eq!(folder.claims.claims[0].start, NEWS.find("refused").unwrap() + 10);
    assert_eq!(folder.claims.claims[0].state, ClaimState::Accepted);
    assert_eq!(folder.problems(), [""; 0]);
    assert_eq!(folder.files.len(), 1, "nothing stands on the former text");
}

#[test]
fn the_words_of_a_decision_are_kept_when_the_text_loses_them_and_come_home_with_it() {
    let mut folder = folder();
    folder.set("c3", |c| c.state = ClaimState::Rejected);
    let before = folder.claims.claims[2].clone();
    let now = NEWS.replace("offered to carry a letter", "carried a letter");
    let changes = folder.read(&[("news", &now)], &people(), &three(NEWS)[..2]);
    assert_eq!(changes.lost, [("c3".to_owned(), "news-old".to_owned())]);
    assert_eq!(folder.claims.claims[2], Claim { source: "news-old".to_owned(), ..before.clone() });
    assert_eq!(folder.files["sources/news-old.txt"], NEWS.as_bytes());
    assert_eq!(folder.problems(), [""; 0]);
    // The old text again: the claim is back where it was, and not drafted a second time.
    let changes = folder.read(&[("news", NEWS)], &people(), &three(NEWS));
    assert_eq!(
        (changes.moved.as_slice(), changes.new.len(), changes.rejected.len()),
        (["c3".to_owned()].as_slice(), 0, 1)
    );
    assert_eq!(folder.claims.claims[2], before);
    assert_eq!(folder.claims.sources, [source("news")]);
}

#[test]
fn a_text_changed_in_the_folder_keeps_at_least_the_quotes() {
    let mut folder = folder();
    for id in ["c1", "c3"] {
        folder.set(id, |c| c.state = ClaimState::Accepted);
    }
    let now = NEWS.replace("refused", "declined").replace("offered", "promised");
    folder.files.insert("sources/news.txt".to_owned(), now.clone().into_bytes());
    let demand = claim("c1", "news", &now, ClaimKind::Demand, ("demanded a ceasefire of 30 days", 0), "vale");
    let changes = folder.read(&[("news", &now)], &people(), &[demand]);
    assert_eq!(changes.lost.len(), 2);
    assert_eq!(folder.files["sources/news-old.txt"], b"refused to open the bridge\noffered to carry a letter\n");
    assert_eq!(folder.problems(), [""; 0]);
}

#[test]
fn a_text_is_known_by_its_words_and_another_of_the_same_name_is_not() {
    let mut folder = folder();
    let again: Vec<Claim> = three(NEWS).into_iter().map(|c| Claim { source: "copy".to_owned(), ..c }).collect();
    let changes = folder.read(&[("copy", NEWS)], &people(), &again);
    assert!(changes.is_nothing() && changes.as_before.len() == 3, "{changes:?}");
    let other = "The Coast pledged to open its harbour to ships of the Hill State.";
    let pledge = claim("c1", "news", other, ClaimKind::Pledge, ("pledged to open its harbour", 0), "coast");
    let changes = folder.read(&[("news", other)], &[actor("coast", "Coast")], std::slice::from_ref(&pledge));
    assert_eq!(
        (changes.new.as_slice(), changes.new_actors.as_slice()),
        (["c4".to_owned()].as_slice(), ["coast".to_owned()].as_slice())
    );
    assert_eq!(folder.claims.sources[1], source("news-2"));
    assert_eq!(folder.claims.claims[3], Claim { id: "c4".to_owned(), source: "news-2".to_owned(), ..pledge.clone() });
    assert!(folder.read(&[("news", other)], &[actor("coast", "Coast")], &[pledge]).is_nothing());
}

#[test]
fn actors_stay_as_a_person_left_them() {
    let mut folder = folder();
    // The envoy is of the Hill State, which now goes by another name; the Vale was made one with it.
    folder.claims.actors = vec![Actor { names: vec!["Vale".to_owned()], ..actor("hill", "Republic of the Hill") }];
    folder.claims.actors.push(Actor {
        kind: ActorKind::Source,
        of: Some("hill".to_owned()),
        ..actor("messenger", "The Envoy")
    });
    for claim in &mut folder.claims.claims {
        claim.speaker = vec![if claim.id == "c3" { "messenger" } else { "hill" }.to_owned()];
    }
    folder.set("c1", |c| c.state = ClaimState::Accepted);
    let before = folder.claims.clone();
    let mut new = three(NEWS);
    new[1].target = vec!["hill".to_owned(), "vale".to_owned(), "coast".to_owned()];
    folder.case.actors.insert("coastal-union".to_owned(), "The Coast".to_owned());
    let drafted = [people(), vec![actor("coast", "Coast")]].concat();
    folder.read(&[("news", NEWS)], &drafted, &new);
    assert_eq!(folder.claims.actors, before.actors);
    assert_eq!(folder.claims.claims[1].target, ["hill", "coastal-union"]);
    assert_eq!(folder.claims.claims[2].speaker, ["messenger"]);
}

#[test]
fn two_persons_of_one_name_are_two() {
    let person = |name: &str| Actor { kind: ActorKind::Person, ..actor("abbas", name) };
    let mut folder = Folder::default();
    let speaks = |text: &str, id: &str| vec![claim("c1", id, text, ClaimKind::Demand, ("demanded", 0), "abbas")];
    let (one, two) = ("Yasser Abbas demanded data every day.", "Mahmoud Abbas demanded an end to the raids at once.");
    folder.read(&[("one", one)], &[person("Yasser Abbas")], &speaks(one, "one"));
    folder.read(&[("two", two)], &[person("Mahmoud Abbas")], &speaks(two, "two"));
    let speakers: Vec<&str> = folder.claims.claims.iter().map(|c| c.speaker[0].as_str()).collect();
    assert_eq!(speakers, ["abbas", "abbas-2"]);
    // A correction of a name is no other person.
    folder.claims.actors[0].name = "Yaser Abbas".to_owned();
    folder.claims.actors[1].name = "Abbas".to_owned();
    folder.read(&[("two", two)], &[person("Mahmoud Abbas")], &speaks(two, "two"));
    let actors: Vec<&str> = folder.claims.actors.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(actors, ["Yaser Abbas", "Abbas"]);
}

#[test]
fn a_quote_of_two_papers_is_one_claim_whichever_is_read() {
    let mut folder = folder();
    let paper = format!("By an agency. {NEWS}");
    folder.claims.sources.push(source("paper"));
    folder.files.insert("sources/paper.txt".to_owned(), paper.clone().into_bytes());
    for claim in &mut folder.claims.claims {
        claim.also = vec![Place { source: "paper".to_owned(), start: claim.start + 14, end: claim.end + 14 }];
    }
    let drafted: Vec<Claim> = three(&paper).into_iter().map(|c| Claim { source: "paper".to_owned(), ..c }).collect();
    let before = folder.claims.clone();
    assert!(folder.read(&[("paper", &paper)], &people(), &drafted).is_nothing());
    assert!(folder.read(&[("news", NEWS)], &people(), &three(NEWS)).is_nothing());
    assert_eq!(folder.claims, before);
}

/// A text of short words, some of them the same, so that quotes occur more than once.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["ab", "cd", "ef", "é", "gh.", "ij"]), 12..40)
        .prop_map(|words| words.join(" "))
}

/// A change of a text: words taken out, and put in.
fn changed() -> impl Strategy<Value = (usize, usize, Vec<&'static str>)> {
    (0usize..40, 0usize..6, prop::collection::vec(prop::sample::select(vec!["ab", "xy", "zz"]), 0..4))
}

/// Claims as words from … to, kind, speaker, and whether they have the claim before as their condition.
fn drafted() -> impl Strategy<Value = Vec<(usize, usize, usize, usize, bool)>> {
    prop::collection::vec((0usize..40, 1usize..8, 0usize..3, 0usize..3, any::<bool>()), 0..8)
}

fn draft(text: &str, drafted: &[(usize, usize, usize, usize, bool)]) -> Vec<Claim> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).collect();
    let mut claims: Vec<Claim> = drafted
        .iter()
        .map(|&(from, length, kind, speaker, _)| {
            let from = from % starts.len();
            let (start, end) = (starts[from], ends[(from + length - 1).min(ends.len() - 1)]);
            let kind = [ClaimKind::Demand, ClaimKind::Refuse, ClaimKind::Call][kind];
            let made = claim("", "news", text, kind, (&text[start..end], 0), ["hill", "vale", "envoy"][speaker]);
            Claim { start, end, ..made }
        })
        .collect();
    claims.sort_by_key(|c| (c.start, c.end));
    for (n, claim) in claims.iter_mut().enumerate() {
        claim.id = format!("c{}", n + 1);
        if n > 0 && drafted[n].4 {
            claim.conditions = vec![format!("c{n}")];
        }
    }
    claims
}

fn per_mille(a: &Claim, b: &Claim) -> usize {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    1000 * shared / (a.end - a.start + b.end - b.start - shared).max(1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_draft_undoes_a_decision(
        text in text(), (at, out, words) in changed(), first in drafted(), second in drafted(),
        states in prop::collection::vec(0usize..4, 8), cited in prop::collection::vec(1usize..12, 0..3), rename in any::<bool>(),
    ) {
        let mut folder = Folder::default();
        folder.read(&[("news", &text)], &people(), &draft(&text, &first));
        let len = folder.claims.claims.len();
        for (claim, &state) in folder.claims.claims.iter_mut().zip(&states) {
            claim.state = ClaimState::ALL[state];
            if claim.state == ClaimState::Edited {
                claim.kind = ClaimKind::Offer;
                let cut = claim.quote.find(' ').unwrap_or(claim.quote.len());
                claim.end = claim.start + cut;
                claim.quote.truncate(cut);
            }
        }
        folder.case.cited = cited.iter().map(|n| (format!("c{n}"), vec![])).collect();
        let mut all: Vec<&str> = text.split(' ').collect();
        let at = at % all.len();
        let until = (at + out).min(all.len());
        all.splice(at..until, words);
        let now = all.join(" ");
        let mut people = people();
        if rename {
            people[0].id = "hill-state".to_owned();
        }
        let mut drafts = draft(&now, &second);
        if rename {
            drafts.iter_mut().flat_map(|c| &mut c.speaker).filter(|s| *s == "hill").for_each(|s| *s = "hill-state".to_owned());
        }
        let old = folder.clone();
        let changes = folder.read(&[("news", &now)], &people, &drafts);

        prop_assert_eq!(folder.problems(), Vec::<String>::new());
        let ids: BTreeSet<&str> = folder.ids().into_iter().collect();
        prop_assert_eq!(ids.len(), folder.claims.claims.len());
        for id in &changes.new {
            prop_assert!(old.claims.claim(id).is_none() && !old.case.cited.contains_key(id), "{}", id);
        }
        let placeless = |c: &Claim| Claim { source: String::new(), start: 0, end: 0, ..c.clone() };
        for before in &old.claims.claims {
            let after = folder.claims.claim(&before.id);
            if before.state != ClaimState::Drafted {
                prop_assert_eq!(after.map(placeless), Some(placeless(before)));
            } else {
                prop_assert!(after.is_some() || !old.case.cited.contains_key(&before.id));
            }
        }
        for new in changes.new.iter().filter_map(|id| folder.claims.claim(id)) {
            for claim in folder.claims.claims.iter().filter(|c| decided(c) && c.source == new.source) {
                prop_assert!(claim.kind != new.kind || per_mille(claim, new) < 500, "{:?} again as {:?}", claim, new);
            }
        }
        if now == text && first == second && !rename {
            prop_assert_eq!(changes.new.len(), 0);
            prop_assert_eq!(folder.claims.claims.len(), len);
        }
        // The same again changes nothing, byte for byte.
        let (written, before) = (write(&folder.claims), folder.clone());
        let again = folder.read(&[("news", &now)], &people, &drafts);
        prop_assert!(again.is_nothing(), "{:?}", again);
        prop_assert_eq!(rewrite(&written, &folder.claims), written);
        prop_assert_eq!(&folder.files, &before.files);
    }
}

#[test]
fn what_a_model_drafted_stays_unless_the_model_read_again() {
    let mut folder = folder();
    folder.set("c3", |c| c.by = Some("small-model".to_owned()));
    let built_in = || three(NEWS)[..2].to_vec();
    let changes = folder.read(&[("news", NEWS)], &people(), &built_in());
    assert_eq!((changes.others.as_slice(), changes.gone.as_slice()), (&["c3".to_owned()][..], &[][..]));
    assert_eq!(folder.ids(), ["c1", "c2", "c3"]);
    assert_eq!(folder.claims.claims[2].by.as_deref(), Some("small-model"));
    // The model reads again, and finds something else.
    let mut again = built_in();
    again.push(claim("c3", "news", NEWS, ClaimKind::Refuse, ("refused to open the bridge", 1), "hill"));
    again[2].by = Some("small-model".to_owned());
    let changes = folder.read(&[("news", NEWS)], &people(), &again);
    assert_eq!((changes.others.as_slice(), changes.gone.as_slice()), (&[][..], &["c3".to_owned()][..]));
}
