//! Wrong results: a right one with one thing changed, for every thing there is to change.

use armistice::analysis::deal_zone::{DealZone, Entry, FrontierPoint, Solutions};
use armistice::analysis::impasse::{Basis, Block, BlockBasis, ConstraintKind, Impasse, Margins, Unlock};
use armistice::analysis::{Analysis, Count, Status};
use armistice::points::Points;

/// What was changed, and what came of it.
pub type Corrupted<T> = Vec<(String, T)>;

/// An analysis, wrong in one place each outside its deal zone and its impasse.
pub fn analysis(right: &Analysis) -> Corrupted<Analysis> {
    let mut all = Vec::new();
    let mut with = |name: &str, change: &dyn Fn(&mut Analysis)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        if wrong != *right {
            all.push((name.to_owned(), wrong));
        }
    };
    with("no_deal", &|a| raise(&mut a.no_deal));
    with("status_quo", &|a| raise(&mut a.status_quo));
    for status in [Status::Deal, Status::NoDeal, Status::Undetermined] {
        with("verdict.status", &|a| a.verdict.status = status);
        with("goals.status", &|a| a.goals.iter_mut().for_each(|g| g.status = status));
    }
    for basis in [None, Some(BlockBasis::Positions), Some(BlockBasis::Numbers)] {
        with("verdict.basis", &|a| a.verdict.basis = basis);
    }
    with("verdict.missing", &|a| a.verdict.missing.push((0, 0)));
    with("verdict.mutually_hurting", &|a| a.verdict.mutually_hurting ^= true);
    with("goals, one less", &|a| a.goals.truncate(a.goals.len().saturating_sub(1)));
    with("goals.id", &|a| a.goals.iter_mut().for_each(|g| g.id.push('x')));
    with("goals.deals", &|a| a.goals.iter_mut().for_each(|g| more(&mut g.deals)));
    with("goals.unsettled", &|a| a.goals.iter_mut().for_each(|g| more(&mut g.unsettled)));
    with("goals.impasse", &|a| a.goals.iter_mut().for_each(|g| g.impasse.occurs ^= true));
    with("deal_zone", &|a| more(&mut a.deal_zone.deals));
    with("impasse", &|a| a.impasse.occurs ^= true);
    all
}

/// A deal zone, wrong in one place each.
pub fn deal_zone(right: &DealZone) -> Corrupted<DealZone> {
    let mut all = Vec::new();
    let mut with = |name: &str, change: &dyn Fn(&mut DealZone)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        // Without parties of C some lists have nothing to change.
        if wrong != *right {
            all.push((name.to_owned(), wrong));
        }
    };
    with("outcomes", &|z| z.outcomes += 1);
    with("deals", &|z| more(&mut z.deals));
    with("unsettled", &|z| more(&mut z.unsettled));
    with("dominated_by_status_quo", &|z| more(&mut z.dominated_by_status_quo));
    with("side_agreements.count", &|z| more(&mut z.side_agreements.count));
    with("side_agreements.unsettled", &|z| more(&mut z.side_agreements.unsettled));
    with("status_quo_acceptable", &|z| z.status_quo_acceptable ^= true);
    with("acceptable, one less", &|z| z.acceptable.truncate(z.acceptable.len().saturating_sub(1)));
    for i in 0..right.acceptable.len() {
        with(&format!("acceptable[{i}]"), &|z| more(&mut z.acceptable[i]));
    }
    match &right.open {
        None => with("open", &|z| z.open = Some(Vec::new())),
        Some(open) => {
            with("open", &|z| z.open = None);
            for (j, o) in open.iter().enumerate().flat_map(|(j, of_issue)| (0..of_issue.len()).map(move |o| (j, o))) {
                with(&format!("open[{j}][{o}]"), &|z| z.open.iter_mut().for_each(|open| open[j][o] ^= true));
            }
        }
    }
    with("frontier.size", &|z| z.frontier.size += 1);
    with("frontier.points, one too many", &|z| {
        let point = FrontierPoint { index: 0, outcome: Vec::new(), worth: Vec::new(), gain: Vec::new(), count: 1 };
        let point = z.frontier.points.last().cloned().unwrap_or(point);
        z.frontier.points.push(point);
    });
    if right.frontier.points.len() > 1 {
        with("frontier.points, without the first", &|z| drop(z.frontier.points.remove(0)));
        with("frontier.points, swapped", &|z| z.frontier.points.swap(0, 1));
    }
    for k in 0..right.frontier.points.len() {
        let name = |field| format!("frontier.points[{k}].{field}");
        with(&name("index"), &|z| z.frontier.points[k].index += 1);
        with(&name("outcome"), &|z| z.frontier.points[k].outcome[0] += 1);
        with(&name("worth"), &|z| raise(&mut z.frontier.points[k].worth));
        with(&name("gain"), &|z| raise(&mut z.frontier.points[k].gain));
        with(&name("count"), &|z| z.frontier.points[k].count += 1);
    }
    for (name, best) in entries(&right.side_agreements.best) {
        with(&format!("side_agreements.best{name}"), &|z| z.side_agreements.best = best.clone());
    }
    for (name, solutions) in solutions(&right.solutions) {
        with(&format!("solutions.{name}"), &|z| z.solutions = solutions.clone());
    }
    all
}

/// An impasse, wrong in one place each.
pub fn impasse(right: &Impasse) -> Corrupted<Impasse> {
    let mut all = Vec::new();
    let mut with = |name: &str, change: &dyn Fn(&mut Impasse)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        if wrong != *right {
            all.push((name.to_owned(), wrong));
        }
    };
    with("constraints, one less", &|i| drop(i.constraints.pop()));
    for k in 0..right.constraints.len() {
        let name = |field| format!("constraints[{k}].{field}");
        with(&name("id"), &|i| i.constraints[k].id.push('x'));
        with(&name("party"), &|i| i.constraints[k].party += 1);
        with(&name("also"), &|i| i.constraints[k].also.push("another".to_owned()));
        with(&name("also, none"), &|i| {
            if i.constraints[k].also.pop().is_none() {
                i.constraints[k].id.clear()
            }
        });
        with(&name("kind"), &|i| {
            i.constraints[k].kind = match i.constraints[k].kind {
                ConstraintKind::RedLine => ConstraintKind::Precondition,
                ConstraintKind::Precondition => ConstraintKind::Floor,
                ConstraintKind::Floor => ConstraintKind::RedLine,
            };
        });
        for basis in [Basis::Stated, Basis::Reported, Basis::Inferred] {
            if basis != right.constraints[k].basis {
                with(&name("basis"), &|i| i.constraints[k].basis = basis);
            }
        }
        with(&name("text"), &|i| i.constraints[k].text.clear());
        with(&name("because"), &|i| i.constraints[k].because.push("c99".to_owned()));
    }
    with("occurs", &|i| i.occurs ^= true);

    with("blocks_total", &|i| i.blocks_total += 1);
    with("blocks_truncated", &|i| i.blocks_truncated ^= true);
    let invented = || Block { constraints: vec![0], basis: BlockBasis::Positions };
    with("blocks, one too many", &|i| {
        i.blocks.push(i.blocks.first().cloned().unwrap_or_else(invented));
        i.blocks_total += 1;
    });
    if !right.blocks.is_empty() {
        with("blocks, one less", &|i| {
            i.blocks.pop();
            i.blocks_total -= 1;
        });
        with("blocks, without the first", &|i| drop(i.blocks.remove(0)));
    }
    let both = right.blocks.iter().any(|b| b.basis == BlockBasis::Positions)
        && right.blocks.iter().any(|b| b.basis == BlockBasis::Numbers);
    if both {
        with("blocks, numbers first", &|i| i.blocks.reverse());
    }
    for k in 0..right.blocks.len() {
        with(&format!("blocks[{k}], one member less"), &|i| {
            i.blocks[k].constraints.truncate(right.blocks[k].constraints.len() - 1)
        });
        with(&format!("blocks[{k}], one member more"), &|i| {
            let all = 0..i.constraints.len();
            let other = all.into_iter().find(|m| !i.blocks[k].constraints.contains(m)).unwrap_or(usize::MAX);
            i.blocks[k].constraints.push(other);
            i.blocks[k].constraints.sort_unstable();
        });
        with(&format!("blocks[{k}].basis"), &|i| {
            i.blocks[k].basis = match i.blocks[k].basis {
                BlockBasis::Positions => BlockBasis::Numbers,
                BlockBasis::Numbers => BlockBasis::Positions,
            };
        });
    }

    with("unlocks_total", &|i| i.unlocks_total += 1);
    with("unlocks_truncated", &|i| i.unlocks_truncated ^= true);
    with("unlocks, one too many", &|i| {
        let violates = (0..i.constraints.len()).collect();
        let (shortfall, pressure, best) = (Vec::new(), Vec::new(), Solutions::default());
        i.unlocks.push(Unlock {
            violates,
            outcomes: Count::exactly(1u64),
            unsettled: Count::ZERO,
            shortfall,
            pressure,
            pressure_truncated: false,
            best,
            best_exact: true,
        });
        i.unlocks_total += 1;
    });
    if !right.unlocks.is_empty() {
        with("unlocks, one less", &|i| {
            i.unlocks.pop();
            i.unlocks_total -= 1;
        });
    }
    if right.unlocks.len() > 1 {
        with("unlocks, swapped", &|i| i.unlocks.swap(0, 1));
    }
    for k in 0..right.unlocks.len() {
        let name = |field| format!("unlocks[{k}].{field}");
        with(&name("violates"), &|i| i.unlocks[k].violates.truncate(right.unlocks[k].violates.len() - 1));
        with(&name("outcomes"), &|i| more(&mut i.unlocks[k].outcomes));
        with(&name("unsettled"), &|i| more(&mut i.unlocks[k].unsettled));
        with(&name("shortfall"), &|i| raise(&mut i.unlocks[k].shortfall));
        with(&name("pressure_truncated"), &|i| i.unlocks[k].pressure_truncated ^= true);
        with(&name("pressure, none"), &|i| i.unlocks[k].pressure.clear());
        with(&name("pressure, one too many"), &|i| i.unlocks[k].pressure.push(Vec::new()));
        with(&name("pressure, changed"), &|i| i.unlocks[k].pressure.iter_mut().for_each(|p| raise(p)));
        for (at, best) in solutions(&right.unlocks[k].best) {
            with(&format!("unlocks[{k}].best.{at}"), &|i| i.unlocks[k].best = best.clone());
        }
    }

    match &right.margins {
        None => with("margins", &|i| {
            i.margins = Some(Margins { floors: Vec::new(), floors_exact: true, constraints: Vec::new() })
        }),
        Some(margins) => {
            with("margins", &|i| i.margins = None);
            with("margins.floors, none", &|i| i.margins.iter_mut().for_each(|m| m.floors.clear()));
            for k in 0..margins.floors.len() {
                with(&format!("margins.floors[{k}]"), &|i| i.margins.iter_mut().for_each(|m| m.floors[k].0 += 1));
            }
            for k in 0..margins.constraints.len() {
                let change = |i: &mut Impasse| i.margins.iter_mut().for_each(|m| more(&mut m.constraints[k]));
                with(&format!("margins.constraints[{k}]"), &change);
            }
        }
    }
    all
}

/// By one micro-point, for the last party.
fn raise(points: &mut [Points]) {
    points.iter_mut().rev().take(1).for_each(|p| p.0 += 1);
}

fn solutions(right: &Solutions) -> Corrupted<Solutions> {
    let mut all = Vec::new();
    for (name, nash) in entries(&right.nash) {
        all.push((format!("nash{name}"), Solutions { nash, ..right.clone() }));
    }
    for (name, kalai_smorodinsky) in entries(&right.kalai_smorodinsky) {
        all.push((format!("kalai_smorodinsky{name}"), Solutions { kalai_smorodinsky, ..right.clone() }));
    }
    for (name, egalitarian) in entries(&right.egalitarian) {
        all.push((format!("egalitarian{name}"), Solutions { egalitarian, ..right.clone() }));
    }
    for (name, utilitarian) in entries(&right.utilitarian) {
        all.push((format!("utilitarian{name}"), Solutions { utilitarian, ..right.clone() }));
    }
    all
}

fn entries(right: &Option<Entry>) -> Corrupted<Option<Entry>> {
    let Some(entry) = right else {
        let invented = Entry { index: 0, outcome: Vec::new(), worth: Vec::new(), gain: Vec::new(), ties: 1 };
        return vec![(String::new(), Some(invented))];
    };
    let mut all = vec![(String::new(), None)];
    let mut with = |name: &str, change: &dyn Fn(&mut Entry)| {
        let mut wrong = entry.clone();
        change(&mut wrong);
        if wrong != *entry {
            all.push((name.to_owned(), Some(wrong)));
        }
    };
    with(".index", &|e| e.index += 1);
    with(".outcome", &|e| e.outcome[0] += 1);
    with(".worth", &|e| raise(&mut e.worth));
    with(".gain", &|e| raise(&mut e.gain));
    with(".ties", &|e| e.ties += 1);
    all
}

/// One outcome too many.
fn more(count: &mut Count) {
    *count = *count + Count::exactly(1u64);
}
