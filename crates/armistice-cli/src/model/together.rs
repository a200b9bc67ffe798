//! What a model drafted and what the reader drafted, as one draft.

use std::collections::BTreeMap;

use armistice::case::Claims;
use armistice::case::claims::{Attribution, Claim, ClaimState};
use armistice_reader::SourceText;

use super::answer::Drafted;
use super::names::Names;

/// Puts a model's claims, each with the place of its source, among the reader's. Two of one kind whose words overlap by half or more of what both cover are
/// one, and the reader's is kept: it has been looked at by its authors. The claims get new ids in the order of the texts. Also says how many of the model's were added.
pub(super) fn together(
    sources: &[SourceText<'_>],
    mut claims: Claims,
    drafted: Vec<(usize, Drafted)>,
    model: &str,
) -> (Claims, usize) {
    let mut kept: Vec<(&SourceText<'_>, Drafted)> = Vec::new();
    for (at, one) in drafted {
        let Some(source) = sources.get(at) else { continue };
        let of_reader = claims
            .claims
            .iter()
            .any(|c| c.source == source.id && c.kind == one.kind && same(&(c.start..c.end), &one.at));
        let of_model = kept.iter().any(|(s, k)| s.id == source.id && k.kind == one.kind && same(&k.at, &one.at));
        if !of_reader && !of_model {
            kept.push((source, one));
        }
    }
    if kept.is_empty() {
        return (claims, 0);
    }
    let names: Vec<String> =
        kept.iter().flat_map(|(_, k)| k.speaker.iter().chain(&k.target).chain(&k.according_to)).cloned().collect();
    let names = Names::learn(&names, sources, &mut claims);
    let added = kept.len();
    let meant = |all: &[String]| {
        let mut ids: Vec<String> = Vec::new();
        for id in all.iter().flat_map(|name| names.of(name)) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    };
    for (source, one) in kept {
        let attribution = one.according_to.as_ref().map(|text| Attribution {
            actor: names.of(text).first().cloned(),
            text: text.clone(),
            direct: one.direct,
        });
        claims.claims.push(Claim {
            id: String::new(),
            source: source.id.to_owned(),
            kind: one.kind,
            speaker: meant(&one.speaker),
            target: meant(&one.target),
            issue: one.issue,
            content: one.content,
            polarity: one.polarity,
            status: one.status,
            when: None,
            conditions: Vec::new(),
            attribution,
            quote: source.text.get(one.at.clone()).unwrap_or_default().to_owned(),
            start: one.at.start,
            end: one.at.end,
            also: Vec::new(),
            by: Some(format!("model {model}")),
            state: ClaimState::Drafted,
        });
    }
    let place: BTreeMap<&str, usize> = sources.iter().enumerate().map(|(at, s)| (s.id, at)).collect();
    claims.claims.sort_by_key(|c| (place.get(c.source.as_str()).copied(), c.start, c.by.is_some()));
    renumber(&mut claims.claims);
    (claims, added)
}

/// Whether two stretches of words overlap by half or more of what both cover.
fn same(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let covered = a.end.max(b.end) - a.start.min(b.start);
    2 * shared >= covered && shared > 0
}

/// Gives the claims the ids c1, c2, …; conditions follow.
fn renumber(claims: &mut [Claim]) {
    let ids: BTreeMap<String, String> = claims
        .iter()
        .enumerate()
        .map(|(at, c)| (c.id.clone(), format!("c{}", at + 1)))
        .filter(|(id, _)| !id.is_empty())
        .collect();
    for (at, claim) in claims.iter_mut().enumerate() {
        claim.id = format!("c{}", at + 1);
        for condition in &mut claim.conditions {
            if let Some(id) = ids.get(condition) {
                condition.clone_from(id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use armistice::case::claims::ClaimKind;

    use super::*;

    const NEWS: &str = "Talks stall\n\nThe government of France demanded on Monday that Spain withdraw its troops from the border. Spain rejected the demand.\n";

    fn drafted(quote: &str, kind: ClaimKind) -> (usize, Drafted) {
        let draft = serde_json::json!({ "quote": quote, "kind": kind.word(), "speaker": ["Spain"] });
        (0, super::super::answer::take(&draft, NEWS, &(0..NEWS.len())).unwrap())
    }

    #[test]
    fn a_claim_counts_once_and_conditions_follow_their_ids() {
        let source = SourceText { id: "news", file: "news.txt", text: NEWS, title: None, published: None };
        let mut reader = armistice_reader::read(&[source]);
        let mut last = reader.claims.last().unwrap().clone();
        assert_eq!(last.kind, ClaimKind::Refuse);
        last.conditions = vec![reader.claims[0].id.clone()];
        let number = reader.claims.len();
        *reader.claims.last_mut().unwrap() = last;
        let all = vec![
            drafted("Spain rejected the demand", ClaimKind::Refuse),
            drafted("Talks stall", ClaimKind::Process),
            drafted("Talks stall", ClaimKind::Process),
            drafted("Spain rejected the demand", ClaimKind::Criticize),
        ];
        let (claims, added) = together(&[source], reader, all, "m");
        assert_eq!((added, claims.claims.len()), (2, number + 2));
        let first = &claims.claims[0];
        assert_eq!(
            (first.id.as_str(), first.quote.as_str(), first.by.as_deref()),
            ("c1", "Talks stall", Some("model m"))
        );
        let refusal = claims.claims.iter().find(|c| c.kind == ClaimKind::Refuse).unwrap();
        // What was c1 is c2 now.
        assert_eq!((refusal.by.as_deref(), refusal.conditions.as_slice()), (None, &["c2".to_owned()][..]));
        assert_eq!(claims.claims.last().unwrap().speaker, ["spain"]);
    }

    #[test]
    fn half_of_what_both_cover_is_the_same() {
        assert!(same(&(0..10), &(0..10)) && same(&(0..10), &(5..10)) && same(&(0..10), &(2..11)));
        assert!(!same(&(0..10), &(6..10)) && !same(&(0..10), &(10..20)) && !same(&(3..3), &(3..3)));
    }
}
