//! Conditions: what is read is printed as the same condition, and is met by the outcomes that it is met by when its words are taken one by one.

use std::sync::OnceLock;

use armistice::case::condition::parse;
use armistice::case::{Condition, Issue};
use armistice::points::Decimal;

use super::{can_be_shown, reading};

pub fn check(text: &str) {
    static ISSUES: OnceLock<Vec<Issue>> = OnceLock::new();
    let issues = ISSUES.get_or_init(|| reading(include_str!("issues.toml"), None).case.unwrap().issues);
    let condition = match parse(text, 0..text.len(), "case.toml", issues) {
        Ok(condition) => condition,
        Err(problems) => {
            assert!(!problems.is_empty());
            return can_be_shown(&problems, &[("case.toml", text)]);
        }
    };
    let printed = Condition::from_expr(condition.expr.clone(), issues).text;
    let again = parse(&printed, 0..printed.len(), "case.toml", issues);
    assert_eq!(again.map(|c| c.expr), Ok(condition.expr.clone()), "{printed}");

    let (said, printed) = (words(text), words(&printed));
    for index in 0..issues.iter().map(|i| i.options.len()).product() {
        let mut rest: usize = index;
        let digit = |issue: &Issue| {
            let option = rest % issue.options.len();
            rest /= issue.options.len();
            option
        };
        let outcome: Vec<usize> = issues.iter().map(digit).collect();
        let met = condition.expr.holds(issues, &outcome);
        for words in [&said, &printed] {
            let mut plain = Plain { words, at: 0, issues, outcome: &outcome };
            assert_eq!(plain.any(), met, "{text:?} at {outcome:?}");
            assert_eq!(plain.at, words.len(), "{text:?}");
        }
    }
}

/// A word or sign; in quotes or not.
#[derive(PartialEq)]
struct Word {
    text: String,
    quoted: bool,
}

/// The words of a condition that has been accepted.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let ends = match first {
            '\'' => "'",
            '"' => "\"",
            '‘' | '’' => "’",
            '“' | '”' | '„' => "”“",
            '«' | '»' => "»«",
            _ => "",
        };
        let mut word = Word { text: String::new(), quoted: !ends.is_empty() };
        let mut used = 0;
        if word.quoted {
            let mut letters = rest.char_indices().skip(1);
            while let Some((at, letter)) = letters.next() {
                used = at + letter.len_utf8();
                match letter {
                    '\\' => word.text.extend(letters.next().map(|(_, escaped)| match escaped {
                        'n' => '\n',
                        't' => '\t',
                        itself => itself,
                    })),
                    end if ends.contains(end) => break,
                    letter => word.text.push(letter),
                }
            }
        } else {
            let two = ["!=", "<=", ">="].iter().any(|sign| rest.starts_with(sign));
            let sign = |c: char| "=<>!(){},'\"‘’“”„«»".contains(c);
            used = match sign(first) {
                true if two => 2,
                true => 1,
                false => rest.find(|c: char| c.is_whitespace() || sign(c)).unwrap_or(rest.len()),
            };
            word.text.push_str(&rest[..used]);
        }
        words.push(word);
        rest = rest[used..].trim_start();
    }
    words
}

/// Goes through the words and computes at once whether the outcome meets them.
struct Plain<'a> {
    words: &'a [Word],
    at: usize,
    issues: &'a [Issue],
    outcome: &'a [usize],
}

impl Plain<'_> {
    /// Whether the next word is this one, and goes past it if so.
    fn takes(&mut self, text: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|w| !w.quoted && w.text == text);
        self.at += usize::from(found);
        found
    }

    fn next(&mut self) -> &str {
        self.at += 1;
        &self.words[self.at - 1].text
    }

    fn any(&mut self) -> bool {
        let mut met = self.all();
        while self.takes("or") {
            met |= self.all();
        }
        met
    }

    fn all(&mut self) -> bool {
        let mut met = self.one();
        while self.takes("and") {
            met &= self.one();
        }
        met
    }

    fn one(&mut self) -> bool {
        if self.takes("not") {
            return !self.one();
        }
        if self.takes("(") {
            let met = self.any();
            assert!(self.takes(")"));
            return met;
        }
        let name = self.next().to_owned();
        let at = self.issues.iter().position(|i| i.id == name).unwrap();
        let (issue, option) = (&self.issues[at], self.outcome[at]);
        // How the outcome's option stands to another: by number, or by place in the list.
        let order = |other: &str| match issue.options[option].value {
            Some(value) => value.cmp(&Decimal::parse(other).unwrap()),
            None => option.cmp(&issue.options.iter().position(|o| o.id == other).unwrap()),
        };
        if self.takes("in") {
            assert!(self.takes("{"));
            let mut met = false;
            while !self.takes("}") {
                met |= order(self.next()).is_eq();
                self.takes(",");
            }
            return met;
        }
        let sign = self.next().to_owned();
        let order = order(self.next());
        match sign.as_str() {
            "=" => order.is_eq(),
            "!=" => order.is_ne(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            ">=" => order.is_ge(),
            _ => panic!("`{sign}` is no comparison"),
        }
    }
}
