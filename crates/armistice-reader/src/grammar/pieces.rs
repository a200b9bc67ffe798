//! The reader's tokens cut as the treebanks cut words, and the tree brought back to them.
//!
//! A treebank has "30 - day" and "can not" in pieces, and "--" in one; the reader has it the other way round.

use super::Node;

/// Where a sentence's pieces come from.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// For each token, its first piece; one more at the end.
    first: Vec<u32>,
    /// For each piece, its token.
    token: Vec<u32>,
    /// How far each piece is from the root; 0: not yet known.
    depth: Vec<u32>,
}

/// Prefixes that the treebanks leave on their word.
const PREFIXES: &[&str] = &[
    "anti", "bi", "co", "counter", "de", "e", "ex", "extra", "inter", "intra", "macro", "mega", "micro", "mid", "mini",
    "multi", "neo", "non", "over", "pan", "post", "pre", "pro", "proto", "pseudo", "quasi", "re", "semi", "sub",
    "super", "trans", "ultra", "un", "under", "vice",
];

/// Words that are two in a treebank, with the place of the cut.
const TWO: &[(&str, usize)] =
    &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("gimme", 3), ("lemme", 3), ("dunno", 2), ("d'you", 2)];

const HYPHENS: [char; 2] = ['-', '\u{2011}'];

impl Pieces {
    /// Cuts the tokens into pieces, added to `words`.
    pub(crate) fn cut<'a>(&mut self, tokens: impl Iterator<Item = &'a str>, words: &mut Vec<&'a str>) {
        self.first.clear();
        self.token.clear();
        words.clear();
        let mut before = "";
        for (at, token) in tokens.enumerate() {
            // The second hyphen of a dash belongs to the first.
            let dash = token == "-" && before == "-";
            self.first.push(words.len() as u32 - u32::from(dash));
            before = token;
            if dash {
                if let Some(last) = words.last_mut() {
                    *last = "--";
                }
                continue;
            }
            cut(token, words);
            self.token.resize(words.len(), at as u32);
        }
        self.first.push(words.len() as u32);
    }

    /// One node for each token: that of its piece nearest to the root. Heads then count tokens, and no token is above itself, as each head is
    /// nearer to the root.
    pub(crate) fn join(&mut self, pieces: &[Node], nodes: &mut Vec<Node>) {
        self.measure(pieces);
        nodes.clear();
        for (at, span) in self.first.windows(2).enumerate() {
            let from = span[0] as usize;
            let to = (span[1] as usize).max(from + 1).min(pieces.len());
            let nearest = (from..to).min_by_key(|&p| self.depth[p]);
            let Some(mut node) = nearest.and_then(|p| pieces.get(p)).copied() else { continue };
            let owner = self.token.get(from).copied();
            node.head = if owner == Some(at as u32) {
                node.head.and_then(|h| self.token.get(h as usize)).copied()
            } else {
                // The second hyphen of a dash hangs on the first.
                owner
            };
            nodes.push(node);
        }
    }

    /// Finds each piece's depth; each way up is gone once.
    fn measure(&mut self, pieces: &[Node]) {
        self.depth.clear();
        self.depth.resize(pieces.len(), 0);
        let mut way = Vec::new();
        for start in 0..pieces.len() {
            let mut at = Some(start as u32);
            while let Some(p) = at.filter(|&p| self.depth.get(p as usize) == Some(&0) && way.len() <= pieces.len()) {
                way.push(p as usize);
                at = pieces[p as usize].head;
            }
            let mut depth = at.and_then(|p| self.depth.get(p as usize)).copied().unwrap_or(0);
            while let Some(p) = way.pop() {
                depth += 1;
                self.depth[p] = depth;
            }
        }
    }
}

/// The pieces of a token.
fn cut<'a>(token: &'a str, words: &mut Vec<&'a str>) {
    if let Some(&(_, place)) = TWO.iter().find(|(w, _)| w.eq_ignore_ascii_case(token)) {
        words.extend([&token[..place], &token[place..]]);
        return;
    }
    let mut rest = token;
    let mut from = 0;
    while let Some(place) = rest[from..].find(HYPHENS).map(|p| p + from) {
        let hyphen = rest[place..].chars().next().map_or(1, char::len_utf8);
        let (head, tail) = (&rest[..place], &rest[place + hyphen..]);
        if head.is_empty() || tail.is_empty() {
            break;
        }
        if PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(head)) {
            from = place + hyphen;
            continue;
        }
        words.extend([head, "-"]);
        rest = tail;
        from = 0;
    }
    words.push(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{Relation, grammar};

    fn pieces<'a>(tokens: &[&'a str]) -> (Pieces, Vec<&'a str>) {
        let (mut p, mut words) = (Pieces::default(), Vec::new());
        p.cut(tokens.iter().copied(), &mut words);
        (p, words)
    }

    #[test]
    fn tokens_are_cut_as_in_the_treebanks() {
        let words = |tokens: &[&'static str]| pieces(tokens).1.join(" ");
        assert_eq!(words(&["a", "30-day", "cease-fire"]), "a 30 - day cease - fire");
        assert_eq!(words(&["pro-Beijing", "non-state-owned", "e-mail"]), "pro-Beijing non-state - owned e-mail");
        assert_eq!(words(&["U.S.\u{2011}backed", "It", "cannot", "-", "-", "yet"]), "U.S. - backed It can not -- yet");
        assert_eq!(words(&["-", "x-", "-y", ""]), "- x- -y ");
    }

    #[test]
    fn a_tokens_node_is_that_of_its_piece_nearest_to_the_root() {
        // "a 30 - day truce": "30" and "-" hang on "day", "day" on "truce".
        let (mut p, words) = pieces(&["a", "30-day", "truce"]);
        let node = |head: Option<u32>, relation| Node { head, relation, ..grammar().blank() };
        let tree = [
            node(Some(4), Relation::Det),
            node(Some(3), Relation::Nummod),
            node(Some(3), Relation::Punct),
            node(Some(4), Relation::Compound),
            node(None, Relation::Root),
        ];
        assert_eq!(words.len(), tree.len());
        let mut nodes = Vec::new();
        p.join(&tree, &mut nodes);
        let heads: Vec<_> = nodes.iter().map(|n| (n.head, n.relation)).collect();
        assert_eq!(heads, [(Some(2), Relation::Det), (Some(2), Relation::Compound), (None, Relation::Root)]);
    }

    #[test]
    fn no_token_is_above_itself_however_pieces_interlock() {
        // Pieces 0 and 2 are one token by force; 0 hangs on 1, 1 on 2.
        let mut p = Pieces { first: vec![0, 1, 2, 3], token: vec![0, 1, 0], depth: Vec::new() };
        let node = |head| Node { head, ..grammar().blank() };
        let mut nodes = Vec::new();
        p.join(&[node(Some(1)), node(Some(2)), node(None)], &mut nodes);
        assert_eq!(p.depth, [3, 2, 1]);
        // A circle, which no parse gives, ends too.
        p.join(&[node(Some(1)), node(Some(0)), node(Some(7))], &mut nodes);
        assert_eq!(nodes.len(), 3);
    }
}
