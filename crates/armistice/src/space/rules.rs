//! Rules: conditions compiled to bit masks over a block of outcomes.
//!
//! A block holds every combination of the last few issues (the *tail*) for one combination of the others (the *head*); one bit an
//! outcome. Evaluating a condition on a block costs one pass over the block's words per node, not a walk per outcome.

use crate::case::condition::Expr;
use crate::case::{Issue, IssueIndex};

/// How the outcomes are cut into blocks.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Options per issue, first issue slowest.
    pub(crate) radices: Vec<usize>,
    /// Issues before this one are the head, from it on the tail.
    pub(crate) split: usize,
    /// Outcomes of a block.
    pub(crate) tail: usize,
    /// 64-bit words of a block's mask.
    pub(crate) words: usize,
    /// Blocks.
    pub(crate) heads: u64,
}

/// A block has at most about this many outcomes: its masks and worth tables then stay in the nearest caches.
const TAIL_TARGET: usize = 1024;
/// There should be about this many blocks, to share out among cores.
const HEADS_TARGET: usize = 64;

impl Layout {
    /// Cuts the outcomes of issues with these many options; `None` when there are more than 64 bits count.
    pub(crate) fn new(radices: Vec<usize>) -> Option<Self> {
        let combinations = radices.iter().fold(1usize, |product, &r| product.saturating_mul(r));
        let target = (combinations / HEADS_TARGET).clamp(1, TAIL_TARGET);
        let mut split = radices.len();
        let mut tail = 1;
        while split > 0 && (tail * radices[split - 1] <= target || split == radices.len()) {
            split -= 1;
            tail *= radices[split];
        }
        let heads = radices[..split].iter().try_fold(1u64, |product, &r| product.checked_mul(r as u64))?;
        heads.checked_mul(tail as u64)?;
        Some(Self { radices, split, tail, words: tail.div_ceil(64), heads })
    }

    /// The option of a tail issue at position `t` of a block.
    pub(crate) fn tail_option(&self, issue: IssueIndex, t: usize) -> usize {
        let below: usize = self.radices[issue + 1..].iter().product();
        t / below % self.radices[issue]
    }

    /// The mask with every outcome of a block.
    pub(crate) fn full(&self) -> Vec<u64> {
        self.mask(|_| true)
    }

    /// The mask of the positions of a block that pass the test.
    pub(crate) fn mask(&self, test: impl Fn(usize) -> bool) -> Vec<u64> {
        let mut mask = vec![0u64; self.words];
        for t in (0..self.tail).filter(|&t| test(t)) {
            mask[t / 64] |= 1 << (t % 64);
        }
        mask
    }

    /// The options of an outcome, by its index.
    pub(crate) fn decode(&self, index: u64) -> Vec<usize> {
        let mut digits = vec![0; self.radices.len()];
        let mut rest = index;
        for (digit, &radix) in digits.iter_mut().zip(&self.radices).rev() {
            *digit = (rest % radix as u64) as usize;
            rest /= radix as u64;
        }
        digits
    }
}

/// What a rule says of a block whose head is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Never,
    Always,
    /// The mask holds the answer.
    Mixed,
}

/// A compiled condition.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    node: Node,
    /// The last head issue it mentions: it has to be evaluated anew only when that issue or one before it moves.
    pub(crate) last_head: Option<IssueIndex>,
}

#[derive(Clone, Debug)]
enum Node {
    Constant(bool),
    /// Decided by the option of one head issue.
    Head(IssueIndex, Vec<bool>),
    /// Decided within the block.
    Tail(Vec<u64>),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

impl Rule {
    /// A rule met by the outcomes that meet any of the conditions (by none, if there are no conditions).
    pub(crate) fn any(conditions: &[&Expr], issues: &[Issue], layout: &Layout) -> Self {
        Self::new(Node::Or(conditions.iter().map(|c| compile(c, issues, layout)).collect()), layout)
    }

    /// A rule met by the outcomes that meet `all` and do not meet `none`.
    pub(crate) fn both(all: &Expr, none: &Expr, issues: &[Issue], layout: &Layout) -> Self {
        let not = Node::Not(Box::new(compile(none, issues, layout)));
        Self::new(Node::And(vec![compile(all, issues, layout), not]), layout)
    }

    /// A rule met by the outcomes that pass, for every listed issue, exactly the option given.
    pub(crate) fn equals(options: &[(IssueIndex, usize)], layout: &Layout) -> Self {
        let atom = |&(issue, option): &(IssueIndex, usize)| leaf(issue, &|o| o == option, layout);
        Self::new(Node::And(options.iter().map(atom).collect()), layout)
    }

    fn new(node: Node, layout: &Layout) -> Self {
        let node = fold_tail(node, layout);
        let mut last_head = None;
        visit_heads(&node, &mut |issue| last_head = last_head.max(Some(issue)));
        Self { node, last_head }
    }

    /// Whether the rule is decided within the block alone.
    pub(crate) fn is_tail_only(&self) -> bool {
        self.last_head.is_none()
    }

    /// The rule as a part that stands for itself.
    pub(crate) fn whole(&self) -> Part {
        Part(self.node.clone())
    }

    /// Writes the mask of the block's outcomes that meet the rule.
    pub(crate) fn evaluate(&self, head: &[usize], full: &[u64], out: &mut [u64], spare: &mut Vec<Vec<u64>>) {
        evaluate_whole(&self.node, head, full, out, spare);
    }
}

/// What is left of a rule once the first issues are decided: most of a wide rule is decided long before the last of them moves.
#[derive(Clone, Debug)]
pub(crate) struct Part(Node);

impl Part {
    /// What is left of it when a head issue stands at an option.
    pub(crate) fn given(&self, issue: IssueIndex, option: usize) -> Self {
        Self(given(&self.0, issue, option))
    }

    /// Writes the mask of the block's outcomes that meet it; `head` are the options of all head issues.
    pub(crate) fn evaluate(&self, head: &[usize], full: &[u64], out: &mut [u64], spare: &mut Vec<Vec<u64>>) {
        evaluate_whole(&self.0, head, full, out, spare);
    }
}

fn evaluate_whole(node: &Node, head: &[usize], full: &[u64], out: &mut [u64], spare: &mut Vec<Vec<u64>>) {
    match evaluate(node, head, out, spare) {
        Truth::Never => out.fill(0),
        Truth::Always => out.copy_from_slice(full),
        Truth::Mixed => out.iter_mut().zip(full).for_each(|(o, f)| *o &= f),
    }
}

fn given(node: &Node, issue: IssueIndex, option: usize) -> Node {
    match node {
        Node::Head(on, allowed) if *on == issue => Node::Constant(allowed[option]),
        Node::Constant(_) | Node::Head(..) | Node::Tail(_) => node.clone(),
        Node::Not(inner) => match given(inner, issue, option) {
            Node::Constant(value) => Node::Constant(!value),
            left => Node::Not(Box::new(left)),
        },
        Node::And(members) => left_of(members, issue, option, true),
        Node::Or(members) => left_of(members, issue, option, false),
    }
}

/// What is left of a conjunction or disjunction; masks of several members become one.
fn left_of(members: &[Node], issue: IssueIndex, option: usize, all: bool) -> Node {
    let mut left: Vec<Node> = Vec::new();
    let mut masks: Option<Vec<u64>> = None;
    for member in members {
        match given(member, issue, option) {
            Node::Constant(value) if value == all => {}
            Node::Constant(value) => return Node::Constant(value),
            Node::Tail(mask) => match &mut masks {
                Some(joined) => {
                    joined.iter_mut().zip(&mask).for_each(|(j, m)| if all { *j &= m } else { *j |= m });
                }
                None => masks = Some(mask),
            },
            other => left.push(other),
        }
    }
    left.extend(masks.map(Node::Tail));
    match left.len() {
        0 => Node::Constant(all),
        1 => left.swap_remove(0),
        _ if all => Node::And(left),
        _ => Node::Or(left),
    }
}

fn leaf(issue: IssueIndex, allows: &dyn Fn(usize) -> bool, layout: &Layout) -> Node {
    if issue < layout.split {
        Node::Head(issue, (0..layout.radices[issue]).map(allows).collect())
    } else {
        Node::Tail(layout.mask(|t| allows(layout.tail_option(issue, t))))
    }
}

fn compile(expr: &Expr, issues: &[Issue], layout: &Layout) -> Node {
    let list = |members: &[Expr]| members.iter().map(|m| compile(m, issues, layout)).collect();
    match expr {
        Expr::Atom(atom) => leaf(atom.issue, &|o| atom.allows(&issues[atom.issue], o), layout),
        Expr::Not(inner) => Node::Not(Box::new(compile(inner, issues, layout))),
        Expr::And(members) => Node::And(list(members)),
        Expr::Or(members) => Node::Or(list(members)),
    }
}

/// Evaluates what the block alone decides, once; puts what the head alone decides first in lists, so that it cuts them short.
fn fold_tail(node: Node, layout: &Layout) -> Node {
    let full = layout.full();
    let folded = match node {
        Node::Not(inner) => Node::Not(Box::new(fold_tail(*inner, layout))),
        Node::And(members) => Node::And(members.into_iter().map(|m| fold_tail(m, layout)).collect()),
        Node::Or(members) => Node::Or(members.into_iter().map(|m| fold_tail(m, layout)).collect()),
        other => other,
    };
    let mut mentions_head = false;
    visit_heads(&folded, &mut |_| mentions_head = true);
    if mentions_head {
        return match folded {
            Node::And(mut members) => {
                members.sort_by_key(|m| !matches!(m, Node::Head(..)));
                Node::And(members)
            }
            Node::Or(mut members) => {
                members.sort_by_key(|m| !matches!(m, Node::Head(..)));
                Node::Or(members)
            }
            other => other,
        };
    }
    let mut out = vec![0; layout.words];
    match evaluate(&folded, &[], &mut out, &mut Vec::new()) {
        Truth::Never => Node::Constant(false),
        Truth::Always => Node::Constant(true),
        Truth::Mixed => {
            out.iter_mut().zip(&full).for_each(|(o, f)| *o &= f);
            if out == full {
                Node::Constant(true)
            } else if out.iter().all(|&w| w == 0) {
                Node::Constant(false)
            } else {
                Node::Tail(out)
            }
        }
    }
}

fn visit_heads(node: &Node, visit: &mut dyn FnMut(IssueIndex)) {
    match node {
        Node::Head(issue, _) => visit(*issue),
        Node::Not(inner) => visit_heads(inner, visit),
        Node::And(members) | Node::Or(members) => members.iter().for_each(|m| visit_heads(m, visit)),
        Node::Constant(_) | Node::Tail(_) => {}
    }
}

/// Bits beyond the block's end may be set in a mixed mask; the caller clears them.
fn evaluate(node: &Node, head: &[usize], out: &mut [u64], spare: &mut Vec<Vec<u64>>) -> Truth {
    match node {
        Node::Constant(value) => truth(*value),
        Node::Head(issue, allowed) => truth(allowed[head[*issue]]),
        Node::Tail(mask) => {
            out.copy_from_slice(mask);
            Truth::Mixed
        }
        Node::Not(inner) => match evaluate(inner, head, out, spare) {
            Truth::Never => Truth::Always,
            Truth::Always => Truth::Never,
            Truth::Mixed => {
                out.iter_mut().for_each(|w| *w = !*w);
                Truth::Mixed
            }
        },
        Node::And(members) => fold(members, head, out, spare, Truth::Always, Truth::Never, |a, b| *a &= b),
        Node::Or(members) => fold(members, head, out, spare, Truth::Never, Truth::Always, |a, b| *a |= b),
    }
}

/// A conjunction or disjunction: `neutral` members are passed over, a `decisive` one ends it.
fn fold(
    members: &[Node],
    head: &[usize],
    out: &mut [u64],
    spare: &mut Vec<Vec<u64>>,
    neutral: Truth,
    decisive: Truth,
    join: fn(&mut u64, u64),
) -> Truth {
    let mut result = neutral;
    let mut member_mask = spare.pop().unwrap_or_default();
    member_mask.resize(out.len(), 0);
    for member in members {
        if result == neutral {
            result = evaluate(member, head, out, spare);
        } else {
            match evaluate(member, head, &mut member_mask, spare) {
                Truth::Mixed => out.iter_mut().zip(&member_mask).for_each(|(a, &b)| join(a, b)),
                constant if constant == decisive => result = decisive,
                _ => {}
            }
        }
        if result == decisive {
            break;
        }
    }
    spare.push(member_mask);
    result
}

fn truth(value: bool) -> Truth {
    if value { Truth::Always } else { Truth::Never }
}
