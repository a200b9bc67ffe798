//! Walks: sums of worth along the paths of a diagram.

use num_integer::Integer;

use super::diagram::{Diagram, Edge};
use super::pareto::limit;

/// A diagram with the worth of its options to `K` parties, in micro-points.
pub(super) struct Walk<'d, const K: usize> {
    pub(super) diagram: &'d Diagram,
    /// Per layer and option.
    options: Vec<Vec<[i64; K]>>,
    /// Per list of bonuses of the diagram.
    bonuses: Vec<[i64; K]>,
    /// What every outcome has.
    base: [i64; K],
    /// Per layer: what an option's place adds to the outcome's index, times the option.
    places: Vec<u128>,
    /// About how many undominated sums a layer keeps.
    pub(super) kept: usize,
    /// Per layer, and after the last, and state: the least and the most the way there can have added, each party for itself.
    behind: Vec<Vec<Range<K>>>,
    /// The same for the way from there.
    ahead: Vec<Vec<Range<K>>>,
}

/// The least and the most, per party.
#[derive(Clone, Copy)]
pub(super) struct Range<const K: usize> {
    pub(super) low: [i64; K],
    pub(super) high: [i64; K],
}

impl<const K: usize> Range<K> {
    const NOTHING: Self = Self { low: [i64::MAX; K], high: [i64::MIN; K] };
    const ZERO: Self = Self { low: [0; K], high: [0; K] };

    fn widen(&mut self, other: &Self, by: &[i64; K]) {
        for (k, by) in by.iter().enumerate() {
            self.low[k] = self.low[k].min(other.low[k] + by);
            self.high[k] = self.high[k].max(other.high[k] + by);
        }
    }
}

/// A way that can be taken from a state: the option, what it adds, and where it leads.
#[derive(Clone, Copy)]
pub(super) struct Way<const K: usize> {
    pub(super) from: usize,
    pub(super) option: usize,
    pub(super) adds: [i64; K],
    pub(super) place: u128,
    pub(super) to: usize,
}

impl<'d, const K: usize> Walk<'d, K> {
    /// `options` per issue, option and party; `bonuses` per bonus and party; `places` per issue.
    pub(super) fn new(
        diagram: &'d Diagram,
        options: &dyn Fn(usize, usize) -> [i64; K],
        bonuses: &dyn Fn(usize) -> [i64; K],
        places: &[u128],
    ) -> Self {
        let sum = |list: &Vec<usize>| list.iter().fold([0; K], |sum, &b| added(&sum, &bonuses(b)));
        let of_layer =
            |layer: &super::diagram::Layer| (0..layer.classes.len()).map(|o| options(layer.issue, o)).collect();
        let mut walk = Self {
            diagram,
            options: diagram.layers.iter().map(of_layer).collect(),
            bonuses: diagram.bonuses.iter().map(sum).collect(),
            base: sum(&diagram.everywhere),
            places: diagram.layers.iter().map(|l| places[l.issue]).collect(),
            kept: limit(K),
            behind: Vec::new(),
            ahead: Vec::new(),
        };
        walk.measure();
        walk
    }

    fn measure(&mut self) {
        let layers = self.diagram.layers.len();
        let blank = |walk: &Self| -> Vec<Vec<Range<K>>> {
            (0..=layers).map(|l| vec![Range::NOTHING; walk.diagram.states(l)]).collect()
        };
        let (mut behind, mut ahead) = (blank(self), blank(self));
        if let Some(first) = behind[0].first_mut() {
            *first = Range { low: self.base, high: self.base };
        }
        for l in 0..layers {
            for way in self.ways(l) {
                let before = behind[l][way.from];
                behind[l + 1][way.to].widen(&before, &way.adds);
            }
        }
        ahead[layers] = vec![Range::ZERO];
        for l in (0..layers).rev() {
            for way in self.ways(l) {
                let after = ahead[l + 1][way.to];
                ahead[l][way.from].widen(&after, &way.adds);
            }
        }
        (self.behind, self.ahead) = (behind, ahead);
    }

    /// Per party the largest number of which all sums on the way to a state differ by multiples.
    pub(super) fn steps(&self) -> [i64; K] {
        let mut steps = [0i64; K];
        for layer in 0..self.layers() {
            let mut first = None;
            for way in self.ways(layer) {
                let first = first.get_or_insert(way.adds);
                for k in 0..K {
                    steps[k] = steps[k].gcd(&(way.adds[k] - first[k]));
                }
            }
        }
        steps.map(|step| step.max(1))
    }

    /// The same walk with everything that is added rounded to multiples of steps, up or down.
    pub(super) fn rounded(&self, steps: &[i64; K], up: bool) -> Self {
        let rounded = |adds: &[i64; K]| in_steps(adds, steps, up);
        let mut walk = Self {
            diagram: self.diagram,
            options: self.options.iter().map(|layer| layer.iter().map(rounded).collect()).collect(),
            bonuses: self.bonuses.iter().map(rounded).collect(),
            base: rounded(&self.base),
            places: self.places.clone(),
            kept: self.kept,
            behind: Vec::new(),
            ahead: Vec::new(),
        };
        walk.measure();
        walk
    }

    /// How many layers there are.
    pub(super) fn layers(&self) -> usize {
        self.diagram.layers.len()
    }

    /// What every outcome has.
    pub(super) fn base(&self) -> [i64; K] {
        self.base
    }

    /// The least and the most the way to a state can have added, `base` included.
    pub(super) fn behind(&self, layer: usize, state: usize) -> &Range<K> {
        &self.behind[layer][state]
    }

    /// The least and the most the way from a state can add.
    pub(super) fn ahead(&self, layer: usize, state: usize) -> &Range<K> {
        &self.ahead[layer][state]
    }

    /// All ways from the states of a layer, by state and option.
    pub(super) fn ways(&self, layer: usize) -> impl Iterator<Item = Way<K>> + '_ {
        let of = &self.diagram.layers[layer];
        of.states.iter().enumerate().flat_map(move |(from, row)| {
            of.classes
                .iter()
                .enumerate()
                .filter_map(move |(option, &class)| row[class].map(|edge| self.way(layer, from, option, edge)))
        })
    }

    fn way(&self, layer: usize, from: usize, option: usize, edge: Edge) -> Way<K> {
        Way {
            from,
            option,
            adds: added(&self.options[layer][option], &self.bonuses[edge.bonuses]),
            place: self.places[layer] * option as u128,
            to: edge.to,
        }
    }

    /// The ways from a layer that none from the same state to the same state outdoes: a path with another one is outdone too.
    pub(super) fn best_ways(&self, layer: usize) -> Vec<Way<K>> {
        let of = &self.diagram.layers[layer];
        let mut classes: Vec<Vec<usize>> = vec![Vec::new(); of.classes.iter().max().map_or(0, |&c| c + 1)];
        for (option, &class) in of.classes.iter().enumerate() {
            let own = &self.options[layer];
            let members = &mut classes[class];
            if !members.iter().any(|&m| dominates(&own[m], &own[option])) {
                members.retain(|&m| !dominates(&own[option], &own[m]));
                members.push(option);
            }
        }
        let mut ways = Vec::new();
        for (from, row) in of.states.iter().enumerate() {
            for (class, edge) in row.iter().enumerate() {
                let Some(edge) = edge else { continue };
                ways.extend(classes[class].iter().map(|&option| self.way(layer, from, option, *edge)));
            }
        }
        ways
    }
}

/// Rounded to multiples of steps, up or down.
pub(super) fn in_steps<const K: usize>(worth: &[i64; K], steps: &[i64; K], up: bool) -> [i64; K] {
    std::array::from_fn(|k| {
        let below = worth[k].div_euclid(steps[k]) * steps[k];
        if up && below < worth[k] { below + steps[k] } else { below }
    })
}

/// The sums, entry by entry.
pub(super) fn added<const K: usize>(a: &[i64; K], b: &[i64; K]) -> [i64; K] {
    let mut sum = *a;
    sum.iter_mut().zip(b).for_each(|(s, b)| *s += b);
    sum
}

/// At least as much everywhere, more somewhere.
pub(super) fn dominates<const K: usize>(a: &[i64; K], b: &[i64; K]) -> bool {
    reaches(a, b) && a != b
}

/// At least as much everywhere.
pub(super) fn reaches<const K: usize>(a: &[i64; K], b: &[i64; K]) -> bool {
    a.iter().zip(b).all(|(x, y)| x >= y)
}
