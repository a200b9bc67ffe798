//! What one way of filling in the unknowns comes to.

use super::super::hitting_sets::{ConstraintSet, MinimalSets, minimal_hitting_sets};
use super::super::solutions::Champions;
use super::sorted::{Met, Sifted, Sorted};
use crate::space::{Terms, each_bit};

/// How many blocks of positions are worked out.
const BLOCKS_LIMIT: usize = 1_000;

/// Judges fillings-in one after the other; what it needs room for is kept from one to the next.
pub(crate) struct Judge<'s> {
    sorted: &'s Sorted,
    parties: Vec<PartyWorth>,
    /// Per party: its worths in the block looked at.
    here: Vec<Here>,
    /// The zone, block by block: a place in [`Sorted::blocks`] and the mask.
    zone: Vec<(usize, Vec<u64>)>,
    mask: Vec<u64>,
}

/// One party's worth tables under the filling-in at hand.
struct PartyWorth {
    no_deal: i64,
    status_quo: i64,
    trust: Vec<usize>,
    tables: Vec<Table>,
    bonuses: Vec<(usize, i64)>,
}

#[derive(Default)]
struct Table {
    head: Vec<Vec<i64>>,
    /// Micro-points per position of a block.
    tail: Vec<i64>,
    low: i64,
    high: i64,
}

/// A party's worths in a block.
#[derive(Default)]
struct Here {
    table: usize,
    /// What the head adds to the table's tail.
    offset: i64,
    /// Worths by position, in place of the table, when a condition splits the block.
    direct: Vec<i64>,
    is_direct: bool,
}

/// What a solution chose.
pub(crate) struct Best {
    pub(crate) index: u128,
    /// u_i − d_i per party of C, in micro-points.
    pub(crate) gains: Vec<i64>,
}

impl<'s> Judge<'s> {
    pub(crate) fn new(sorted: &'s Sorted) -> Self {
        Self { sorted, parties: Vec::new(), here: Vec::new(), zone: Vec::new(), mask: vec![0; sorted.words()] }
    }

    /// Takes in a filling-in.
    pub(crate) fn load(&mut self, terms: &Terms<'_>) {
        self.parties.resize_with(terms.parties.len(), || PartyWorth {
            no_deal: 0,
            status_quo: 0,
            trust: Vec::new(),
            tables: Vec::new(),
            bonuses: Vec::new(),
        });
        self.here.resize_with(terms.parties.len(), Here::default);
        for place in 0..terms.parties.len() {
            self.load_party(terms, place);
        }
    }

    /// Takes in what is new of the party at a place of C.
    pub(crate) fn load_party(&mut self, terms: &Terms<'_>, place: usize) {
        let (from, to) = (&terms.parties[place], &mut self.parties[place]);
        (to.no_deal, to.status_quo) = (from.no_deal, from.status_quo);
        to.trust.clone_from(&from.trust);
        to.bonuses.clone_from(&from.bonuses);
        to.tables.resize_with(from.tables.len(), Table::default);
        for (table, issues) in to.tables.iter_mut().zip(&from.tables) {
            let (head, tail) = issues.split_at(self.sorted.split);
            table.head.clear();
            table.head.extend_from_slice(head);
            // The last issue moves fastest: every issue from the last to the first repeats what there is, once per option.
            table.tail.clear();
            table.tail.push(0);
            for options in tail.iter().rev() {
                let inner = table.tail.len();
                for &option in options.iter().skip(1) {
                    for at in 0..inner {
                        table.tail.push(table.tail[at] + option);
                    }
                }
                let first = options.first().copied().unwrap_or_default();
                table.tail[..inner].iter_mut().for_each(|w| *w += first);
            }
            table.low = table.tail.iter().copied().min().unwrap_or_default();
            table.high = table.tail.iter().copied().max().unwrap_or_default();
        }
    }

    /// Whether there is a deal.
    pub(crate) fn has_deal(&mut self) -> bool {
        let Some(free) = self.sorted.free else { return false };
        let mut mask = std::mem::take(&mut self.mask);
        let found = self.sorted.blocks.iter().any(|block| {
            let Some((_, group)) = block.groups.iter().find(|(class, _)| *class == free) else { return false };
            self.enter(block);
            mask.copy_from_slice(group);
            self.accepted(&mut mask)
        });
        self.mask = mask;
        found
    }

    /// The zone, kept for [`Self::open`] and [`Self::choose`]; whether there is a deal.
    pub(crate) fn find_zone(&mut self) -> bool {
        let mut zone = std::mem::take(&mut self.zone);
        zone.clear();
        let Some(free) = self.sorted.free else { return false };
        let mut mask = std::mem::take(&mut self.mask);
        for (at, block) in self.sorted.blocks.iter().enumerate() {
            let Some((_, group)) = block.groups.iter().find(|(class, _)| *class == free) else { continue };
            self.enter(block);
            mask.copy_from_slice(group);
            if self.accepted(&mut mask) {
                zone.push((at, mask.clone()));
            }
        }
        (self.zone, self.mask) = (zone, mask);
        !self.zone.is_empty()
    }

    /// Whether some outcome acceptable to all meets a goal.
    pub(crate) fn meets(&mut self, goal: usize) -> bool {
        let mut mask = std::mem::take(&mut self.mask);
        let found = self.sorted.blocks.iter().any(|block| {
            let Some(group) = block.goals.get(goal).filter(|g| !g.is_empty()) else { return false };
            self.enter(block);
            mask.copy_from_slice(group);
            self.accepted(&mut mask)
        });
        self.mask = mask;
        found
    }

    /// Marks the options that occur in the zone, per issue.
    pub(crate) fn open(&self, open: &mut [Vec<bool>]) {
        let mut together = vec![0u64; self.sorted.words()];
        for (at, mask) in &self.zone {
            for (issue, &option) in self.sorted.blocks[*at].options.iter().enumerate() {
                open[issue][option] = true;
            }
            together.iter_mut().zip(mask).for_each(|(t, m)| *t |= m);
        }
        for (word, &bits) in together.iter().enumerate() {
            each_bit(bits, |b| {
                for issue in self.sorted.split..self.sorted.radices.len() {
                    open[issue][self.sorted.tail_option(issue, word * 64 + b)] = true;
                }
            });
        }
    }

    /// What the solutions of definitions §2 choose: Nash, Kalai–Smorodinsky, egalitarian, utilitarian. Nothing is unstated in a
    /// filling-in, so all of the zone is settled.
    pub(crate) fn choose(&mut self) -> [Option<Best>; 4] {
        if self.zone.is_empty() {
            return Default::default();
        }
        let zone = std::mem::take(&mut self.zone);
        let no_deal: Vec<i64> = self.parties.iter().map(|p| p.no_deal).collect();
        let mut highest = vec![i64::MIN; self.parties.len()];
        for (at, mask) in &zone {
            self.enter(&self.sorted.blocks[*at]);
            for (party, highest) in highest.iter_mut().enumerate() {
                let worths = self.worths(party);
                each_of(mask, |t| *highest = (*highest).max(worths.at(t)));
            }
        }
        let ideal: Vec<i64> = highest.iter().zip(&no_deal).map(|(u, d)| u - d).collect();
        let mut champions = Champions::new(&no_deal, &ideal);
        let mut bar = Bar::new(&ideal);
        let mut worth = vec![0; self.parties.len()];
        let mut gains = worth.clone();
        for (at, mask) in &zone {
            let block = &self.sorted.blocks[*at];
            self.enter(block);
            let first = u128::from(block.head) * self.sorted.tail as u128;
            each_of(mask, |t| {
                for (party, (u, g)) in worth.iter_mut().zip(&mut gains).enumerate() {
                    *u = self.worths(party).at(t);
                    *g = *u - no_deal[party];
                }
                if bar.is_reached(&gains) && !self.is_worse_than_status_quo(&worth) {
                    bar.raise(&gains);
                    champions.offer(&worth, first + t as u128, 1);
                }
            });
        }
        self.zone = zone;
        champions.into_best().map(|best| {
            best.map(|kept| {
                let gains = kept.vector.iter().zip(&no_deal).map(|(u, d)| u - d).collect();
                Best { index: kept.index, gains }
            })
        })
    }

    /// The minimal sets of constraints that outcomes in the range violate; of interest when there is no deal.
    pub(crate) fn violations(&mut self) -> MinimalSets {
        let words = self.sorted.words();
        let mut accept = vec![vec![0u64; words]; self.parties.len()];
        let mut found = MinimalSets::default();
        for block in self.sorted.blocks.iter().filter(|b| !b.groups.is_empty()) {
            self.enter(block);
            for (party, accept) in accept.iter_mut().enumerate() {
                accept.fill(u64::MAX);
                self.accepted_by(party, accept);
            }
            for (class, mask) in &block.groups {
                self.split(&accept, 0, mask, self.sorted.classes[*class], &mut found);
            }
        }
        found.sets.sort_unstable();
        found
    }

    /// The blocks of positions alone, as if every floor were met.
    pub(crate) fn blocks_of_positions(&self) -> Vec<Vec<usize>> {
        let mut violated = MinimalSets::default();
        self.sorted.classes.iter().for_each(|&class| violated.offer(class));
        minimal_hitting_sets(&violated.sets, BLOCKS_LIMIT).sets.iter().map(ConstraintSet::members).collect()
    }

    /// Calls `visit` with the index of every outcome that violates no position and that all others than the party at a place of C
    /// accept, and the party's gain here and under another filling-in that differs in that party's numbers alone.
    pub(crate) fn each_gain(&mut self, other: &mut Self, place: usize, mut visit: impl FnMut(u128, i64, i64)) {
        let Some(free) = self.sorted.free else { return };
        let mut mask = std::mem::take(&mut self.mask);
        for block in &self.sorted.blocks {
            let Some((_, group)) = block.groups.iter().find(|(class, _)| *class == free) else { continue };
            self.enter(block);
            other.enter(block);
            mask.copy_from_slice(group);
            for party in (0..self.parties.len()).filter(|&party| party != place) {
                self.accepted_by(party, &mut mask);
            }
            let first = u128::from(block.head) * self.sorted.tail as u128;
            let gain = |judge: &Self, t: usize| judge.worths(place).at(t) - judge.parties[place].no_deal;
            each_of(&mask, |t| visit(first + t as u128, gain(self, t), gain(other, t)));
        }
        self.mask = mask;
    }

    /// Divides outcomes by who accepts them, from the party at a place on, and offers what each part violates.
    fn split(&self, accept: &[Vec<u64>], party: usize, mask: &[u64], violated: ConstraintSet, found: &mut MinimalSets) {
        if mask.iter().all(|&w| w == 0) || found.sets.iter().any(|known| known.is_subset(&violated)) {
            return;
        }
        let Some(accepted) = accept.get(party) else {
            found.offer(violated);
            return;
        };
        let part: Vec<u64> = mask.iter().zip(accepted).map(|(m, a)| m & a).collect();
        self.split(accept, party + 1, &part, violated, found);
        let part: Vec<u64> = mask.iter().zip(accepted).map(|(m, a)| m & !a).collect();
        let mut with = violated;
        with.insert(self.sorted.positions + party);
        self.split(accept, party + 1, &part, with, found);
    }

    /// Brings the worths up to date with a block.
    fn enter(&mut self, block: &Sifted) {
        for (party, here) in self.parties.iter().zip(&mut self.here) {
            let heads =
                |table: &Table| -> i64 { table.head.iter().zip(&block.options).map(|(issue, &o)| issue[o]).sum() };
            let is_split = |condition: usize| matches!(block.conditions[condition], Met::At(_));
            let is_met = |condition: usize| matches!(block.conditions[condition], Met::Everywhere);
            let mut added = 0;
            here.is_direct = party.trust.iter().any(|&c| is_split(c));
            for &(condition, points) in &party.bonuses {
                match &block.conditions[condition] {
                    Met::Nowhere => {}
                    Met::Everywhere => added += points,
                    Met::At(_) => here.is_direct = true,
                }
            }
            here.table = party.trust.iter().enumerate().fold(0, |bits, (b, &c)| bits | usize::from(is_met(c)) << b);
            here.offset = heads(&party.tables[here.table]) + added;
            if !here.is_direct {
                continue;
            }
            here.direct.clear();
            here.direct.extend(party.tables[here.table].tail.iter().map(|w| w + here.offset));
            if party.trust.iter().any(|&c| is_split(c)) {
                let met = |condition: usize, t: usize| match &block.conditions[condition] {
                    Met::Nowhere => false,
                    Met::Everywhere => true,
                    Met::At(mask) => mask[t / 64] >> (t % 64) & 1 == 1,
                };
                let offsets: Vec<i64> = party.tables.iter().map(|table| heads(table) + added).collect();
                for (t, worth) in here.direct.iter_mut().enumerate() {
                    let table =
                        party.trust.iter().enumerate().fold(0, |bits, (b, &c)| bits | usize::from(met(c, t)) << b);
                    *worth = offsets[table] + party.tables[table].tail[t];
                }
            }
            for &(condition, points) in &party.bonuses {
                if let Met::At(mask) = &block.conditions[condition] {
                    each_of(mask, |t| here.direct[t] += points);
                }
            }
        }
    }

    fn worths(&self, party: usize) -> Worths<'_> {
        let here = &self.here[party];
        if here.is_direct {
            Worths { offset: 0, tail: &here.direct }
        } else {
            Worths { offset: here.offset, tail: &self.parties[party].tables[here.table].tail }
        }
    }

    /// Leaves in the mask what everybody accepts; whether that is anything.
    fn accepted(&self, mask: &mut [u64]) -> bool {
        (0..self.parties.len()).all(|party| {
            self.accepted_by(party, mask);
            mask.iter().any(|&w| w != 0)
        }) && mask.iter().any(|&w| w != 0)
    }

    /// Leaves in the mask what is worth at least no deal to a party.
    fn accepted_by(&self, party: usize, mask: &mut [u64]) {
        let (own, here, worths) = (&self.parties[party], &self.here[party], self.worths(party));
        let least = own.no_deal.saturating_sub(worths.offset);
        if !here.is_direct {
            let table = &own.tables[here.table];
            if table.low >= least {
                return;
            }
            if table.high < least {
                mask.fill(0);
                return;
            }
        }
        for (word, tail) in mask.iter_mut().zip(worths.tail.chunks(64)) {
            if *word != 0 {
                *word &= tail.iter().enumerate().fold(0, |bits, (b, &w)| bits | u64::from(w >= least) << b);
            }
        }
    }

    /// Whether the status quo is at least as good for all, and better for one.
    fn is_worse_than_status_quo(&self, worth: &[i64]) -> bool {
        let pairs = || worth.iter().zip(&self.parties);
        pairs().all(|(u, p)| *u <= p.status_quo) && pairs().any(|(u, p)| *u < p.status_quo)
    }
}

/// A party's worths by position of a block.
struct Worths<'w> {
    offset: i64,
    tail: &'w [i64],
}

impl Worths<'_> {
    fn at(&self, position: usize) -> i64 {
        self.offset + self.tail[position]
    }
}

/// Calls `visit` with every position of a mask.
fn each_of(mask: &[u64], mut visit: impl FnMut(usize)) {
    for (word, &bits) in mask.iter().enumerate() {
        each_bit(bits, |b| visit(word * 64 + b));
    }
}

/// What an outcome must come near to, to be compared exactly: most are far from it by every rule. Floating point only spares comparisons
/// here, with room for its rounding; what passes is compared in integers.
struct Bar {
    /// 1 / m_i; 0 stands for m_i = 0, where every share is 1.
    ideal: Vec<f64>,
    sum: i64,
    least: i64,
    share: f64,
    winners: usize,
    product: f64,
}

/// Wide of what the rounding of some hundred multiplications comes to.
const ROOM: f64 = 1.0 - 1e-9;

impl Bar {
    fn new(ideal: &[i64]) -> Self {
        let inverse = |&m: &i64| if m == 0 { 0.0 } else { 1.0 / m as f64 };
        Self {
            ideal: ideal.iter().map(inverse).collect(),
            sum: i64::MIN,
            least: i64::MIN,
            share: -1.0,
            winners: 0,
            product: -1.0,
        }
    }

    /// Sum, least gain, least share, winners and the product of their gains.
    fn measure(&self, gains: &[i64]) -> (i64, i64, f64, usize, f64) {
        let (mut sum, mut least, mut share, mut winners, mut product) = (0i64, i64::MAX, f64::MAX, 0, 1.0);
        for (&g, &inverse) in gains.iter().zip(&self.ideal) {
            sum = sum.saturating_add(g);
            least = least.min(g);
            share = share.min(if inverse == 0.0 { 1.0 } else { g as f64 * inverse });
            if g > 0 {
                winners += 1;
                product *= g as f64;
            }
        }
        (sum, least, share, winners, product)
    }

    fn is_reached(&self, gains: &[i64]) -> bool {
        let (sum, least, share, winners, product) = self.measure(gains);
        sum >= self.sum
            || least >= self.least
            || share >= self.share * ROOM
            || winners > self.winners
            || winners == self.winners && product >= self.product * ROOM
    }

    fn raise(&mut self, gains: &[i64]) {
        let (sum, least, share, winners, product) = self.measure(gains);
        self.sum = self.sum.max(sum);
        self.least = self.least.max(least);
        self.share = self.share.max(share);
        if winners > self.winners {
            (self.winners, self.product) = (winners, product);
        } else if winners == self.winners {
            self.product = self.product.max(product);
        }
    }
}
