//! What each party wants and refuses, issue by issue: the cells of the table a mediator would draw.

use super::words;
use crate::case::words::option_name;
use crate::case::{Case, IssueIndex, NoDeal, PartyIndex, Precondition, RedLine, Scores};

/// What a party said on one issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Options, best first, those of one rank joined by "or"; empty when it said nothing. Of two options only the better one.
    pub best_first: Vec<String>,
    /// What stands before every option but the first: "then", or "rather than" when only some were compared.
    pub next: &'static str,
    /// What it refuses here, with who says so and the claims.
    pub refuses: Vec<String>,
}

/// How options are shown in [`Wishes::best_first`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scored {
    /// With their points, where points were given.
    WithPoints,
    /// In order alone.
    InOrder,
}

/// What a party wants on an issue, and the red lines of its own that are about that issue alone.
pub fn wishes(case: &Case, party: PartyIndex, j: IssueIndex, shown: Scored) -> Wishes {
    let issue = &case.issues[j];
    let name = |&o: &usize| option_name(issue, o);
    let mut next = "then";
    let best_first = match case.preferences_of(party).and_then(|p| p.scores.get(j)).and_then(Option::as_ref) {
        None => Vec::new(),
        // Of two, the other one goes without saying.
        Some(Scores::Rank(groups)) if issue.options.len() == 2 && groups.len() == 2 => {
            groups.iter().take(1).flatten().map(name).collect()
        }
        Some(Scores::Rank(groups)) => {
            groups.iter().map(|g| g.iter().map(name).collect::<Vec<_>>().join(" or ")).collect()
        }
        Some(Scores::Prefers(chain)) => {
            next = "rather than";
            chain.iter().map(name).collect()
        }
        Some(Scores::Points(points)) => {
            let mut scored: Vec<_> = points.iter().enumerate().filter_map(|(o, n)| n.map(|n| (o, n))).collect();
            scored.sort_by_key(|(_, n)| std::cmp::Reverse((n.high(), n.low())));
            let shown = |(o, n): &(usize, _)| match shown {
                Scored::WithPoints => format!("{} ({})", name(o), words::number(*n)),
                Scored::InOrder => name(o),
            };
            scored.iter().map(shown).collect()
        }
    };
    let own = case.red_lines.iter().filter(|r| r.party == party && r.refuses.expr.issues() == [j]);
    let refuses = own.map(|line| {
        let what = line.title.clone().unwrap_or_else(|| words::condition_untitled(case, &line.refuses));
        format!("{what}{}", rests(case, party, &line.grounds.because))
    });
    Wishes { best_first, next, refuses: refuses.collect() }
}

/// Red lines of a party that run across issues.
pub fn refuses_across(case: &Case, party: PartyIndex) -> Vec<String> {
    let own = case.red_lines.iter().filter(|r| r.party == party && r.refuses.expr.issues().len() != 1);
    let line = |r: &RedLine| {
        let what = r.title.clone().unwrap_or_else(|| words::condition(case, &r.refuses));
        format!("{what}{}", rests(case, party, &r.grounds.because))
    };
    own.map(line).collect()
}

/// A party's preconditions.
pub fn wants_first(case: &Case, party: PartyIndex) -> Vec<String> {
    let own = case.preconditions.iter().filter(|p| p.party == party);
    let line = |p: &Precondition| {
        let what = match &p.title {
            Some(title) => title.clone(),
            None => format!("{}, before {}", words::condition(case, &p.first), words::condition(case, &p.before)),
        };
        let transient = if p.transient { " (on the way only)" } else { "" };
        format!("{what}{transient}{}", rests(case, party, &p.grounds.because))
    };
    own.map(line).collect()
}

/// What going on without agreement is worth to a party, against today; empty for one that does not sign and of which nothing was said.
pub fn without_a_deal(case: &Case, party: PartyIndex) -> String {
    let outcome = |x: &[usize]| {
        let parts = case.issues.iter().zip(x).map(|(issue, &o)| format!("{}: {}", issue.title, option_name(issue, o)));
        parts.collect::<Vec<_>>().join(", ")
    };
    let said = match &case.parties[party].no_deal {
        NoDeal::Unstated if !case.parties[party].in_c() => return String::new(),
        NoDeal::Unstated => return "not stated: taken to be as today".to_owned(),
        NoDeal::Words(word) => match word.word() {
            "same" => "as today".to_owned(),
            word => format!("{word} than today"),
        },
        NoDeal::Outlook(n) => format!("{} points against today", words::number(*n)),
        NoDeal::Like(x) => format!("as good as {}", outcome(x)),
        NoDeal::Between(x, y) => format!("between {} and {}", outcome(x), outcome(y)),
        NoDeal::Points(n) => format!("{} points", words::number(*n)),
    };
    format!("{said}{}", words::references(&case.parties[party].grounds.because))
}

fn rests(case: &Case, party: PartyIndex, because: &[String]) -> String {
    format!("{}{}", words::hearsay(case, party, because), words::references(because))
}
