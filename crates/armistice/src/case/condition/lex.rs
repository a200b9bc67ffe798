//! Words and signs of the conditions language.

use std::borrow::Cow;

use super::super::model::{Issue, IssueOption};
use crate::diagnostic::Span;

/// What a token is. Signs other languages use are recognised too, so that the parser can say what to write instead.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'a> {
    /// A bare name, a keyword or a number.
    Word(&'a str),
    /// A quoted name, without quotes and escapes.
    Quoted(Cow<'a, str>),
    /// A comparison.
    Compare(Sign),
    /// `&&` and the like.
    AndSign,
    /// `||` and the like.
    OrSign,
    /// `!` and the like.
    NotSign,
    /// `∈`
    InSign,
    /// `(`, `{` or `[`.
    Open(char),
    /// `)`, `}` or `]`.
    Close(char),
    /// `,` or `;`.
    Comma,
    /// A quote without its end; the rest of the text.
    Unclosed,
    /// A quoted name with an escape that does not exist.
    BadEscape,
    /// A character without meaning.
    Bad(char),
    /// The end of the text.
    End,
}

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Is,
    IsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Sign {
    /// As written in conditions.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A token with the bytes it takes up.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) span: Span,
}

/// Signs, the longest of those that begin alike first.
const SIGNS: &[(&str, Kind<'static>)] = &[
    ("===", Kind::Compare(Sign::Is)),
    ("!==", Kind::Compare(Sign::IsNot)),
    ("==", Kind::Compare(Sign::Is)),
    ("=>", Kind::Compare(Sign::AtLeast)),
    ("=<", Kind::Compare(Sign::AtMost)),
    ("!=", Kind::Compare(Sign::IsNot)),
    ("<>", Kind::Compare(Sign::IsNot)),
    ("<=", Kind::Compare(Sign::AtMost)),
    (">=", Kind::Compare(Sign::AtLeast)),
    ("&&", Kind::AndSign),
    ("||", Kind::OrSign),
    ("=", Kind::Compare(Sign::Is)),
    (":", Kind::Compare(Sign::Is)),
    ("<", Kind::Compare(Sign::Below)),
    (">", Kind::Compare(Sign::Above)),
    ("≠", Kind::Compare(Sign::IsNot)),
    ("≤", Kind::Compare(Sign::AtMost)),
    ("≥", Kind::Compare(Sign::AtLeast)),
    ("&", Kind::AndSign),
    ("∧", Kind::AndSign),
    ("|", Kind::OrSign),
    ("∨", Kind::OrSign),
    ("!", Kind::NotSign),
    ("¬", Kind::NotSign),
    ("∈", Kind::InSign),
    ("(", Kind::Open('(')),
    ("{", Kind::Open('{')),
    ("[", Kind::Open('[')),
    (")", Kind::Close(')')),
    ("}", Kind::Close('}')),
    ("]", Kind::Close(']')),
    (",", Kind::Comma),
    (";", Kind::Comma),
];

/// Reads tokens one at a time, so that a text that is given up early costs nothing more.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token; at the end of the text, [`Kind::End`] again and again.
    pub(super) fn next(&mut self) -> Token<'a> {
        let whole = self.rest();
        let rest = whole.trim_start();
        self.at += whole.len() - rest.len();
        let start = self.at;
        let kind = match rest.chars().next() {
            None => Kind::End,
            Some(quote @ ('\'' | '"' | '‘' | '’' | '“' | '”' | '«' | '»' | '„')) => self.quoted(quote),
            Some(first) => {
                let after = rest[first.len_utf8()..].chars().next();
                let signed = matches!(first, '+' | '−') && after.is_some_and(|c| c.is_ascii_digit() || c == '.');
                if is_bare(first) || signed || first == '.' && after.is_some_and(|c| c.is_ascii_digit()) {
                    self.word(first)
                } else {
                    self.sign(first)
                }
            }
        };
        Token { kind, span: start..self.at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// A run of bare characters and decimal points, with the sign it may begin with.
    fn word(&mut self, first: char) -> Kind<'a> {
        let rest = self.rest();
        let tail = &rest[first.len_utf8()..];
        let length = first.len_utf8() + tail.find(|c| !is_bare(c) && c != '.').unwrap_or(tail.len());
        self.at += length;
        Kind::Word(&rest[..length])
    }

    fn sign(&mut self, first: char) -> Kind<'a> {
        let rest = self.rest();
        let found = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        self.at += found.map_or(first.len_utf8(), |(sign, _)| sign.len());
        found.map_or(Kind::Bad(first), |(_, kind)| kind.clone())
    }

    /// A name in quotes; typographic quotes end at their partners.
    fn quoted(&mut self, quote: char) -> Kind<'a> {
        let ends: &[char] = match quote {
            '\'' => &['\''],
            '"' => &['"'],
            '‘' | '’' => &['’'],
            '“' | '”' | '„' => &['”', '“'],
            _ => &['»', '«'],
        };
        let body = &self.rest()[quote.len_utf8()..];
        let (mut escaped, mut plain) = (false, true);
        let end = body.char_indices().find(|&(_, c)| {
            let ends_here = !escaped && ends.contains(&c);
            escaped = !escaped && c == '\\';
            plain &= !escaped;
            ends_here
        });
        let Some((length, end)) = end else {
            self.at = self.text.len();
            return Kind::Unclosed;
        };
        self.at += quote.len_utf8() + length + end.len_utf8();
        let body = &body[..length];
        if plain {
            Kind::Quoted(body.into())
        } else {
            unescape(body).map_or(Kind::BadEscape, |s| Kind::Quoted(s.into()))
        }
    }
}

fn unescape(body: &str) -> Option<String> {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                c @ ('\\' | '\'' | '"') => c,
                'n' => '\n',
                't' => '\t',
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

/// Whether a character may stand in a bare name: letters and digits of any script with their marks, `_` and `-`.
pub fn is_bare(c: char) -> bool {
    c == '_' || c == '-' || c.is_alphanumeric() || MARKS.iter().any(|&(low, high)| (low..=high).contains(&c))
}

/// Marks that write a letter together with the one before it, but are no letters to Unicode: accents on their own,
/// signs that take a vowel away, tone marks, and the (non-)joiners of Persian and the Indian scripts.
const MARKS: &[(char, char)] = &[
    ('\u{300}', '\u{36f}'),
    ('\u{591}', '\u{5af}'),
    ('\u{658}', '\u{658}'),
    ('\u{93c}', '\u{93c}'),
    ('\u{94d}', '\u{94d}'),
    ('\u{9bc}', '\u{9bc}'),
    ('\u{9cd}', '\u{9cd}'),
    ('\u{a3c}', '\u{a3c}'),
    ('\u{a4d}', '\u{a4d}'),
    ('\u{abc}', '\u{abc}'),
    ('\u{acd}', '\u{acd}'),
    ('\u{b3c}', '\u{b3c}'),
    ('\u{b4d}', '\u{b4d}'),
    ('\u{bcd}', '\u{bcd}'),
    ('\u{c4d}', '\u{c4d}'),
    ('\u{ccd}', '\u{ccd}'),
    ('\u{d4d}', '\u{d4d}'),
    ('\u{dca}', '\u{dca}'),
    ('\u{e47}', '\u{e4e}'),
    ('\u{ec8}', '\u{ecc}'),
    ('\u{f39}', '\u{f39}'),
    ('\u{f84}', '\u{f84}'),
    ('\u{1037}', '\u{103a}'),
    ('\u{17c9}', '\u{17d3}'),
    ('\u{200c}', '\u{200d}'),
    ('\u{302a}', '\u{302f}'),
    ('\u{3099}', '\u{309a}'),
];

/// The keywords.
pub(super) const KEYWORDS: [&str; 4] = ["and", "or", "not", "in"];

/// A name as conditions write it: bare where it can be, else in single quotes.
pub(super) fn spelled(name: &str) -> Cow<'_, str> {
    let reserved = KEYWORDS.iter().chain(&["is"]).any(|k| name.eq_ignore_ascii_case(k));
    if !name.is_empty() && !reserved && name.chars().all(is_bare) {
        return name.into();
    }
    let mut out = String::with_capacity(name.len() + 2);
    out.push('\'');
    for c in name.chars() {
        match c {
            '\\' | '\'' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('\'');
    out.into()
}

/// An option as conditions write it: a number on a numeric issue, else a name.
pub(super) fn spelled_option<'a>(issue: &Issue, option: &'a IssueOption) -> Cow<'a, str> {
    match option.value {
        Some(value) if issue.range.is_some() => value.to_string().into(),
        _ => spelled(&option.id),
    }
}
