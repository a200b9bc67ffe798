//! Which claims of a dossier are asked for.

use armistice::case::claims::{Claim, ClaimKind, ClaimState};
use armistice::diagnostic::{Diagnostic, nearest};
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::which;
use crate::dossier::Dossier;
use crate::failure::Failure;

/// Every filter that is given has to fit; one that is given several times fits with any.
#[derive(Args, Debug, Default)]
pub(super) struct Filter {
    /// Of these kinds, such as demand,refuse
    #[arg(long, value_name = "KIND", value_delimiter = ',', hide_possible_values = true,
          value_parser = PossibleValuesParser::new(ClaimKind::ALL.iter().map(|k| k.word())))]
    kind: Vec<String>,
    /// Said or done by these actors, or by somebody who is of them
    #[arg(long, value_name = "ACTOR", value_delimiter = ',')]
    speaker: Vec<String>,
    /// From these sources
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    source: Vec<String>,
    /// In these states: drafted, accepted, rejected, edited
    #[arg(long, value_name = "STATE", value_delimiter = ',', hide_possible_values = true,
          value_parser = PossibleValuesParser::new(ClaimState::ALL.iter().map(|k| k.word())))]
    state: Vec<String>,
    /// About these issues, such as ceasefire
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    issue: Vec<String>,
    /// With these words in the quote, the content or the attribution
    #[arg(long, alias = "about", value_name = "WORDS")]
    text: Vec<String>,
}

impl Filter {
    /// Whether no filter is given.
    pub(super) fn is_empty(&self) -> bool {
        [&self.kind, &self.speaker, &self.source, &self.state, &self.issue, &self.text].iter().all(|f| f.is_empty())
    }

    /// Whether the states are given.
    pub(super) fn names_states(&self) -> bool {
        !self.state.is_empty()
    }

    /// The indices of the claims that fit, in file order. Names that nobody has are refused, all at once.
    pub(super) fn choose(&self, dossier: &Dossier) -> Result<Vec<usize>, Failure> {
        let mut problems = Vec::new();
        let speakers: Vec<String> =
            self.speaker.iter().filter_map(|s| which::actor(dossier, s, &mut problems)).collect();
        let sources = dossier.claims.sources.iter().map(|s| s.id.as_str());
        let sources: Vec<&str> = sources.chain(dossier.in_case.sources.keys().map(String::as_str)).collect();
        let issues: Vec<String> =
            dossier.claims.claims.iter().flat_map(|c| &c.issue).map(|issue| issue.to_lowercase()).collect();
        let issues: Vec<&str> = issues.iter().map(String::as_str).collect();
        for (all, known, what) in [(&self.source, &sources, "source"), (&self.issue, &issues, "issue")] {
            for name in
                all.iter().map(|n| n.trim().to_lowercase()).filter(|n| !known.iter().any(|k| k.to_lowercase() == *n))
            {
                let problem = Diagnostic::error("unknown-name", format!("no claim has the {what} `{name}`"));
                problems.push(match nearest(&name, known.iter().copied()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(format!("`armistice claims {}` lists all claims", dossier.shown)),
                });
            }
        }
        which::refuse(&problems)?;
        let fits = |claim: &Claim| self.fits(dossier, claim, &speakers);
        Ok((0..dossier.claims.claims.len()).filter(|&at| fits(&dossier.claims.claims[at])).collect())
    }

    fn fits(&self, dossier: &Dossier, claim: &Claim, speakers: &[String]) -> bool {
        let among = |all: &[String], is: &dyn Fn(&str) -> bool| all.is_empty() || all.iter().any(|one| is(one.trim()));
        let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
        let texts = || {
            let by = claim.attribution.as_ref().map(|a| a.text.as_str());
            [Some(claim.quote.as_str()), Some(claim.content.as_str()), by].into_iter().flatten()
        };
        among(&self.kind, &|kind| claim.kind.word() == kind)
            && among(&self.state, &|state| claim.state.word() == state)
            && among(&self.source, &|id| same(&claim.source, id) || claim.also.iter().any(|p| same(&p.source, id)))
            && among(&self.issue, &|issue| claim.issue.iter().any(|i| same(i, issue)))
            && among(&self.text, &|words| texts().any(|text| flat(text).contains(&flat(words))))
            && among(speakers, &|side| claim.speaker.iter().any(|id| is_of(dossier, id, side)))
    }
}

/// Text as it is searched: in lower case, with one blank wherever there is white space.
fn flat(text: &str) -> String {
    text.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an actor is another, or is of it.
fn is_of(dossier: &Dossier, id: &str, side: &str) -> bool {
    let mut next = Some(id);
    for _ in 0..=dossier.claims.actors.len() {
        match next {
            Some(id) if id == side => return true,
            Some(id) => next = dossier.claims.actor(id).and_then(|a| a.of.as_deref()),
            None => break,
        }
    }
    false
}
