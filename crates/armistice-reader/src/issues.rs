//! What a claim is about, in the words of `tables/issues.txt`.

use std::sync::LazyLock;

use crate::dictionary::Dictionary;
use crate::token::Token;
use crate::words::rows;

const ISSUES: &str = include_str!("tables/issues.txt");
/// Most issue words one claim gets.
const MOST: usize = 3;

type Phrases = Vec<(usize, Vec<&'static str>)>;

struct Table {
    names: Vec<&'static str>,
    first: Dictionary<Phrases>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { names: Vec::new(), first: Dictionary::default() };
    for (name, phrases) in rows(ISSUES).filter_map(|r| r.split_once(':')) {
        let issue = table.names.len();
        table.names.push(name.trim());
        for phrase in phrases.split(',').map(str::trim) {
            let words: Vec<&str> = phrase.split(' ').collect();
            if let Some(first) = words.first() {
                table.first.entry(first, Vec::new()).push((issue, words));
            }
        }
    }
    table
});

/// The issues these words speak of, the more specific (as the table orders them) first.
pub(crate) fn issues(tokens: &[Token<'_>]) -> Vec<String> {
    let mut found: Vec<usize> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        for (issue, words) in token.spellings().filter_map(|k| TABLE.first.get(k)).flatten() {
            let rest = &tokens[i..];
            if words.len() <= rest.len() && words.iter().zip(rest).all(|(w, t)| t.matches(w)) && !found.contains(issue)
            {
                found.push(*issue);
            }
        }
    }
    found.sort_unstable();
    found.into_iter().take(MOST).map(|i| TABLE.names[i].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    #[test]
    fn issues_are_named_in_table_order() {
        let text = "They withdrew from the disputed land and released all hostages.";
        let tokens = tokens(text, 0, text.len(), &mut Default::default());
        assert_eq!(issues(&tokens), ["territory", "troop withdrawal", "prisoners"]);
    }
}
