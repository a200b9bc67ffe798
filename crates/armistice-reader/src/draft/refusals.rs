//! What each side refuses, and what the refusal is of.

use armistice::case::claims::{Claim, ClaimKind, Polarity};

use super::Record;
use super::context::{Context, turn_of};
use super::positions::{Matter, Positions};
use super::topics::{Moves, STEADFAST, TOPICS, WITHDRAWAL};
use super::words::{Choice, Hit, Price, Words, substance};

/// Words that stand for what somebody else asked just before.
const ANAPHORS: &[&str] =
    &["demand*|condition*|precondition*|proposal*|offer*|request*|call|calls|plan|ultimatum", "it|them"];
/// Words that let somebody else's soldiers be.
const PRESENCE: &[&str] = &["accept*|tolerat*|allow*|permit* ~ soldier*|troops|forces|occupation|presence"];
/// Words of refusing.
const NO: &[&str] = &["not|never|refus*|reject*|unacceptable|cannot|wont"];

/// Third pass: refusals, and the want of a willingness, pledge, acceptance, support or offer.
pub(super) fn refuse(positions: &mut Positions, context: &Context<'_>, i: usize, claim: &Claim, record: &mut Record) {
    use ClaimKind::{Accept, Offer, Pledge, Refuse, Support, Willing};
    let negative = claim.polarity == Polarity::Negative;
    let refuses = claim.kind == Refuse || negative && matches!(claim.kind, Willing | Pledge | Accept | Support | Offer);
    let accepts = claim.kind == Accept && !negative;
    if !refuses && !accepts {
        return;
    }
    let quote = Words::of(&claim.quote);
    if refuses && quote.has(STEADFAST) {
        record.leave(i, "promises to go on as before");
        return;
    }
    if accepts {
        // An acceptance that names a topic was read with the asks.
        if context.matters(claim).is_empty() {
            for (issue, choice) in answered(positions, context, i, claim) {
                positions.take(context, i, issue, choice, true);
            }
        }
        return;
    }
    if conditional(positions, context, i, claim, record) {
        return;
    }
    let strong = !quote.hits(false).is_empty();
    let mut refused: Vec<(usize, Choice)> = Vec::new();
    let bare = context.matters(claim).is_empty() && substance(&claim.content) <= 2;
    if claim.kind == Refuse && !strong && (quote.has(ANAPHORS) || bare) {
        refused = answered(positions, context, i, claim);
    }
    if refused.is_empty() {
        // What a refused demand was the price of is not itself refused.
        let turned = if quote.has(PUT_AS_CONDITION) { quote.turn() } else { None };
        let asked = |hit: &Hit| turned.as_ref().is_none_or(|t| !t.before.contains(&hit.at));
        for hit in context.matters(claim).into_iter().filter(asked) {
            refused.extend(on(positions, context, i, claim, hit));
        }
    }
    if refused.is_empty() && claim.kind == Refuse {
        refused.extend(positions.own(context, i, &claim.content, true));
    }
    if refused.is_empty() && claim.kind != Refuse {
        for side in context.sides.speakers(claim) {
            positions.attitudes.entry(side).or_default().push(i);
        }
    }
    for (issue, choice) in refused {
        positions.take(context, i, issue, choice, false);
    }
}

/// Words by which a refused demand, not the refusal, was a condition.
const PUT_AS_CONDITION: &[&str] = &["as a condition|precondition|price for|of", "as the price for|of"];

/// "No talks until the sanctions end" is a precondition and no refusal. Whether it was one.
fn conditional(positions: &mut Positions, context: &Context<'_>, i: usize, claim: &Claim, record: &mut Record) -> bool {
    if context.conditioned.contains_key(&i) {
        record.became(i, "what a condition holds up");
        return true;
    }
    let Some((words, turn)) = turn_of(claim, Price::Always) else { return false };
    if words.has(PUT_AS_CONDITION) {
        return false;
    }
    let at = |range: &std::ops::Range<usize>| -> Vec<Hit> {
        context.merged(words.hits(true).into_iter().filter(|h| range.contains(&h.at)).collect())
    };
    let (first, before) = (at(&turn.first), at(&turn.before));
    let (Some(&waits), false) = (before.first(), first.is_empty()) else { return false };
    let choice = if waits.choice == Choice::Now { Choice::Any } else { waits.choice };
    let Some(waiting) = positions.issue(context.key(waits.topic, claim, true), choice, i) else { return false };
    for hit in first {
        let Some(issue) = positions.issue(context.key(hit.topic, claim, false), hit.choice, i) else { continue };
        positions.take(context, i, issue, hit.choice, true);
        positions.need(context, i, (issue, hit.choice), Some((waiting, choice)), vec![i]);
    }
    true
}

/// What somebody else asked for nearest before the claim (or, if nothing was asked before, after it).
fn answered(positions: &Positions, context: &Context<'_>, i: usize, claim: &Claim) -> Vec<(usize, Choice)> {
    use ClaimKind::{Call, Condition, Demand, Offer, Willing};
    let speakers = context.sides.speakers(claim);
    let asked = context.around(i).filter(|&o| {
        let other = &context.claims.claims[o];
        matches!(other.kind, Demand | Condition | Call | Offer | Willing)
            && !context.sides.speakers(other).iter().any(|s| speakers.contains(s))
            && positions.of_claim(o).any(|p| p.wants)
    });
    let nearest = asked.min_by_key(|&o| {
        let other = &context.claims.claims[o];
        let after = other.start > claim.start;
        (after, other.start.abs_diff(claim.start), o)
    });
    let Some(nearest) = nearest else { return Vec::new() };
    let mut found: Vec<(usize, Choice)> = Vec::new();
    for p in positions.of_claim(nearest).filter(|p| p.wants) {
        if !found.contains(&(p.issue, p.choice)) {
            found.push((p.issue, p.choice));
        }
    }
    found
}

/// The issue and option that a refusal naming a topic refuses.
fn on(positions: &mut Positions, context: &Context<'_>, i: usize, claim: &Claim, hit: Hit) -> Option<(usize, Choice)> {
    let speakers = context.sides.speakers(claim);
    let quote = Words::of(&claim.quote);
    let others = context.others(claim, true);
    let negated = Words::of(quote.slice(0..hit.at)).has(NO);
    let stays = hit.choice == Choice::Now && negated;
    let admits = hit.choice == Choice::Any && quote.has(PRESENCE);
    if hit.topic == WITHDRAWAL && (stays || admits) && !others.is_empty() {
        // Not accepting somebody else's soldiers is refusing that they stay.
        let key = context.keyed(Matter::Topic(hit.topic), others);
        return positions.issue(key, Choice::Now, i).map(|issue| (issue, Choice::Now));
    }
    // Refusing by saying that things stay as they are refuses the change.
    let choice = if hit.choice == Choice::Now { Choice::Any } else { hit.choice };
    let there = match TOPICS[hit.topic].moves {
        Moves::OneSide => positions.on_topic(hit.topic, Some(&speakers)),
        Moves::Together => None,
    };
    let key = match there {
        Some(at) => positions.issues[at].key.clone(),
        None => context.key(hit.topic, claim, true),
    };
    positions.issue(key, choice, i).map(|issue| (issue, choice))
}
