//! `armistice claims show`: claims with what is around them.

use armistice::case::claims::Claim;
use clap::Args;

use super::list::{sign, who};
use super::which;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, hanging, listed};

/// Bytes of the text shown on each side of a quote, at most.
const AROUND: usize = 400;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims show talks c3
  armistice claims show ukraine/istanbul-2025 c5-c7")]
pub(super) struct Show {
    /// A case: a folder with claims.toml, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    case: String,
    /// Ids of claims; c5-c9 stands for those from c5 to c9
    #[arg(value_name = "CLAIM", required = true)]
    ids: Vec<String>,
}

pub(super) fn run(args: &Show) -> Result<(), Failure> {
    let dossier = Dossier::load(&args.case)?;
    let mut problems = Vec::new();
    let chosen = which::claims(&dossier, &args.ids, &mut problems);
    which::refuse(&problems)?;
    let shown: Vec<String> = chosen.iter().map(|&at| shown(&dossier, &dossier.claims.claims[at])).collect();
    screen::print(&shown.join("\n"))
}

/// One claim: what it says, its words in their text, and what it hangs together with.
pub(super) fn shown(dossier: &Dossier, claim: &Claim) -> String {
    let names = |ids: &[String]| listed(&ids.iter().map(|id| dossier.name(id)).collect::<Vec<_>>());
    let who = who(dossier, claim);
    let mut out = format!(
        "\u{1b}[1m{}\u{1b}[0m  {}, {} {}",
        claim.id,
        claim.state.word(),
        claim.kind.word(),
        sign(claim.polarity)
    );
    out.push('\n');
    let mut line = |title: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&hanging(&format!("  {title:<13} "), text));
        }
    };
    line("who", &who);
    line("to or about", &names(&claim.target));
    line("issue", &claim.issue.join(", "));
    line("content", &claim.content);
    line(
        "status",
        &[Some(claim.status.word()), claim.when.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", "),
    );
    if let Some(by) = &claim.attribution {
        let name = by.actor.as_deref().map(|id| dossier.name(id)).filter(|name| *name != by.text);
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        line("according to", &format!("{}{name}{}", by.text, if by.direct { ", in their own words" } else { "" }));
    }
    let source = dossier.claims.sources.iter().find(|s| s.id == claim.source);
    let facts = [source.and_then(|s| s.title.as_deref()), source.and_then(|s| s.published.as_deref())];
    let facts: String = facts.into_iter().flatten().map(|f| format!(", {f}")).collect();
    line("source", &format!("{}{facts}, bytes {}..{}", claim.source, claim.start, claim.end));
    line("also in", &claim.also.iter().map(|p| p.source.as_str()).collect::<Vec<_>>().join(", "));
    let linked = |id: &str| match dossier.claims.claim(id) {
        Some(other) => format!("{id}: {}", other.content),
        None => id.to_owned(),
    };
    for id in &claim.conditions {
        line("only if", &linked(id));
    }
    for other in dossier.claims.claims.iter().filter(|c| c.conditions.contains(&claim.id)) {
        line("condition of", &linked(&other.id));
    }
    line("cited by", &dossier.in_case.cited.get(&claim.id).map(|by| by.join(", ")).unwrap_or_default());
    if let Some(text) = dossier.source_text(&claim.source) {
        out.push('\n');
        out.push_str(&hanging("  ", &around(text, claim)));
    }
    out
}

/// The paragraph around a quote, which is underlined on a terminal and stands between `[` and `]`.
fn around(text: &str, claim: &Claim) -> String {
    let (before, after) = (text.get(..claim.start).unwrap_or_default(), text.get(claim.end..).unwrap_or_default());
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let near = text.ceil_char_boundary(claim.start.saturating_sub(AROUND));
    let until = claim.end + after.find('\n').unwrap_or(after.len());
    let far = text.floor_char_boundary((claim.end + AROUND).min(text.len()));
    let lead = if near > from { "…" } else { "" };
    let tail = if far < until { "…" } else { "" };
    let (start, end) = (from.max(near), until.min(far));
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!("{lead}{}[{}]{}{tail}", part(start, claim.start), claim.quote, part(claim.end, end))
}
