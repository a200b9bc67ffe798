//! Text → [`Condition`]: recursive descent, in one pass, reporting every problem it can.
//!
//! ```text
//! or     = and { "or" and }
//! and    = not { "and" not }
//! not    = { "not" } ( "(" or ")" | atom )
//! atom   = ISSUE ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) OPTION | ISSUE "in" "{" OPTION { "," OPTION } "}"
//! ```

use super::lex::{KEYWORDS, Kind, Lexer, Sign, Token, spelled};
use super::problems::{Problems, bad, shown};
use super::resolve::{Name, Resolver};
use super::{Atom, Condition, Expr, MAX_DEPTH};
use crate::case::model::Issue;
use crate::diagnostic::{Diagnostic, Span};

/// Reads a condition over `issues`.
///
/// `span` is the place of `text` in `file`, in bytes. When its length is not that of `text`, the contents were escaped in the file and every
/// label covers the whole span. The time is linear in the text, apart from the search for the nearest name in error messages.
///
/// # Errors
/// All problems of the condition: `bad-condition` (it does not parse, nests deeper than [`MAX_DEPTH`], or orders what has no order),
/// `unknown-name` (no such issue or option) and `bad-number` (a numeric issue is compared with something else).
pub fn parse(text: &str, span: Span, file: &str, issues: &[Issue]) -> Result<Condition, Vec<Diagnostic>> {
    let mut lexer = Lexer::new(text);
    let now = lexer.next();
    let mut parser = Parser {
        text,
        lexer,
        now,
        before: 0..0,
        open: 0,
        stopped: false,
        resolver: Resolver::new(issues),
        problems: Problems::new(file, span.clone(), span.len() == text.len()),
    };
    let node = parser.chain(Level::Or, 0);
    if node.is_none() && parser.problems.is_empty() {
        let help = format!("write it as tests of issues, such as `{}`", parser.resolver.example());
        parser.problem(bad("the condition cannot be read").help(help));
    }
    let problems = parser.problems.finish();
    match node {
        Some(node) if problems.is_empty() => Ok(Condition { text: text.to_owned(), span, expr: node.expr }),
        _ => Err(problems),
    }
}

/// A part of the tree, with how deep it is.
struct Node {
    expr: Expr,
    depth: usize,
}

/// What joins the members of a chain.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Or,
    And,
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    now: Token<'a>,
    /// The token before.
    before: Span,
    /// Brackets open.
    open: usize,
    /// Set when the rest is not worth reading: nested too deeply, or a quote without end.
    stopped: bool,
    resolver: Resolver<'a>,
    problems: Problems<'a>,
}

impl<'a> Parser<'a> {
    fn advance(&mut self) {
        let next = self.lexer.next();
        self.before = std::mem::replace(&mut self.now, next).span;
    }

    fn peek(&self) -> Kind<'a> {
        self.lexer.clone().next().kind
    }

    fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or("")
    }

    /// The present token, for messages.
    fn found(&self) -> String {
        match self.now.kind {
            Kind::End => "the end of the condition".to_owned(),
            _ => shown(self.slice(&self.now.span)),
        }
    }

    /// Adds a problem at the present token.
    fn problem(&mut self, problem: Diagnostic) {
        let at = self.now.span.clone();
        self.problems.add(problem, &at, "");
    }

    /// Complains of how the present token is written, which is understood all the same.
    fn spelling(&mut self, right: &str) {
        let message = format!("conditions are written with `{right}`, not {}", self.found());
        let replace = format!("write `{right}`");
        self.problem(bad(message).help(replace));
    }

    /// Members joined by `or`, or by `and`. `nest`: brackets and `not`s around.
    fn chain(&mut self, level: Level, nest: usize) -> Option<Node> {
        let start = self.now.span.start;
        let (mut members, mut depth, mut whole) = (Vec::new(), 0, true);
        loop {
            let member = if level == Level::Or { self.chain(Level::And, nest) } else { self.negated(nest) };
            if self.stopped {
                return None;
            }
            match member {
                Some(node) => {
                    depth = depth.max(node.depth);
                    members.push(node.expr);
                }
                None => whole = false,
            }
            if !self.joined(level) {
                break;
            }
        }
        if !whole {
            return None;
        }
        if members.len() == 1 {
            return members.pop().map(|expr| Node { expr, depth });
        }
        let expr = if level == Level::Or { Expr::Or(members) } else { Expr::And(members) };
        self.deepened(expr, depth, start)
    }

    /// Puts a level on top of members that are `depth` deep.
    fn deepened(&mut self, expr: Expr, depth: usize, start: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            self.too_deep(start);
            return None;
        }
        Some(Node { expr, depth: depth + 1 })
    }

    fn too_deep(&mut self, start: usize) {
        let problem = bad(format!("the condition is nested more than {MAX_DEPTH} deep")).help(
            "take away brackets that change nothing, and write several options of one issue as `issue in {a, b}`",
        );
        self.problems.add_surely(problem, &(start..self.now.span.end.max(start)), "too deep from here on");
        self.stopped = true;
    }

    /// Takes what joins the next member of a chain to the ones before, if something does.
    fn joined(&mut self, level: Level) -> bool {
        loop {
            match self.now.kind {
                Kind::End => return false,
                Kind::Close(')') if self.open > 0 => return false,
                Kind::Close(')') if level == Level::Or => self.unmatched(),
                Kind::Close(')') => return false,
                _ => {
                    if let Some(found) = self.connective() {
                        if found == level {
                            if self.slice(&self.now.span) != level.word() {
                                self.spelling(level.word());
                            }
                            self.advance();
                        }
                        return found == level;
                    }
                    // Neither: only the innermost chain, the one of `and`, deals with it.
                    if level == Level::Or {
                        return false;
                    }
                    if self.missing_connective() {
                        return true;
                    }
                }
            }
        }
    }

    /// Whether the present token joins conditions, in whatever spelling.
    fn connective(&self) -> Option<Level> {
        match self.now.kind {
            Kind::AndSign | Kind::Comma => Some(Level::And),
            Kind::OrSign => Some(Level::Or),
            Kind::Word(w) if w.eq_ignore_ascii_case("and") => Some(Level::And),
            Kind::Word(w) if w.eq_ignore_ascii_case("or") => Some(Level::Or),
            _ => None,
        }
    }

    fn unmatched(&mut self) {
        self.problem(bad("a `)` without its `(`").help("take it away, or open a bracket before"));
        self.advance();
    }

    /// A condition ended and something else follows that is no `and` or `or`. Returns whether another condition starts there.
    fn missing_connective(&mut self) -> bool {
        let starts = matches!(self.now.kind, Kind::Word(_) | Kind::Quoted(_) | Kind::Open('(') | Kind::NotSign);
        let problem = bad(format!("expected `and` or `or`, found {}", self.found()));
        if let Kind::Word(word) = self.now.kind {
            let follows = self.lexer.clone().next().kind;
            let alone = matches!(follows, Kind::End | Kind::Close(_) | Kind::Word("and" | "or"));
            let help = match alone {
                true if self.resolver.is_unit(word) => "numbers are written without their unit",
                true => "put names of several words in quotes, such as 'two words'",
                false => JOIN,
            };
            // Half a name, unknown as such, and now its other half: one problem.
            if !(alone && self.problems.advise_on_name(&self.before, help)) {
                self.problem(problem.help(help));
            }
            if alone {
                self.sync();
                return false;
            }
            return true;
        }
        self.problem(problem.help(if matches!(self.now.kind, Kind::Unclosed) { "close the quote" } else { JOIN }));
        if matches!(self.now.kind, Kind::Unclosed) {
            self.stopped = true;
        }
        if !starts {
            self.sync();
        }
        starts
    }

    /// Skips to where the next condition of a chain can begin.
    fn sync(&mut self) {
        let mut braces = 0usize;
        while self.now.kind != Kind::End {
            match self.now.kind {
                Kind::Open('{' | '[') => braces += 1,
                Kind::Close('}' | ']') => braces = braces.saturating_sub(1),
                Kind::Close(')') | Kind::AndSign | Kind::OrSign | Kind::Word("and" | "or") => return,
                Kind::Comma if braces == 0 => return,
                _ => {}
            }
            self.advance();
        }
    }

    /// `not`s, then a condition in brackets or a test of one issue.
    fn negated(&mut self, nest: usize) -> Option<Node> {
        let start = self.now.span.start;
        let mut nots = 0;
        while self.is_not() {
            if self.slice(&self.now.span) != "not" {
                self.spelling("not");
            }
            nots += 1;
            if nest + nots > MAX_DEPTH {
                self.too_deep(start);
                return None;
            }
            self.advance();
        }
        let mut node = self.primary(nest + nots)?;
        for _ in 0..nots {
            node = self.deepened(Expr::Not(Box::new(node.expr)), node.depth, start)?;
        }
        Some(node)
    }

    fn is_not(&self) -> bool {
        match self.now.kind {
            Kind::NotSign | Kind::Word("not") => true,
            Kind::Word(word) if word.eq_ignore_ascii_case("not") => {
                matches!(self.peek(), Kind::Word(_) | Kind::Quoted(_) | Kind::Open('('))
            }
            _ => false,
        }
    }

    fn primary(&mut self, nest: usize) -> Option<Node> {
        while matches!(self.now.kind, Kind::Close(')')) && self.open == 0 {
            self.unmatched();
            if self.now.kind == Kind::End {
                return None;
            }
        }
        match &self.now.kind {
            Kind::Open('(') => self.bracketed(nest + 1),
            Kind::Quoted(name) => {
                let name = Name { text: name.clone(), at: self.now.span.clone(), quoted: true };
                self.atom(name)
            }
            Kind::Word(word) if !KEYWORDS.contains(word) => {
                let name = Name { text: (*word).into(), at: self.now.span.clone(), quoted: false };
                self.atom(name)
            }
            _ => {
                self.missing_condition();
                None
            }
        }
    }

    /// Reports that no condition begins where one should.
    fn missing_condition(&mut self) {
        let example = self.resolver.example();
        if self.text.trim().is_empty() {
            self.problem(
                bad("the condition is empty").help(format!("say which outcomes are meant, such as `{example}`")),
            );
            return;
        }
        let ends = matches!(self.now.kind, Kind::End | Kind::Close(')')) || self.connective().is_some();
        let message = match self.slice(&self.before) {
            "" => format!("expected a condition, found {}", self.found()),
            before => format!("expected a condition after {}, found {}", shown(before), self.found()),
        };
        let mut problem = bad(message);
        problem = match self.now.kind {
            Kind::Unclosed => problem.help("close the quote"),
            Kind::BadEscape => problem.help(ESCAPES),
            Kind::Word(keyword) => problem.help(format!("to use `{keyword}` as a name, put it in quotes: '{keyword}'")),
            _ => problem.help(format!("a condition tests an issue, such as `{example}`")),
        };
        self.problem(problem);
        if matches!(self.now.kind, Kind::Unclosed) {
            self.stopped = true;
        }
        if !ends {
            self.advance();
            self.sync();
        }
    }

    fn bracketed(&mut self, nest: usize) -> Option<Node> {
        let opened = self.now.span.clone();
        if nest > MAX_DEPTH {
            self.too_deep(opened.start);
            return None;
        }
        self.advance();
        self.open += 1;
        let inner = self.chain(Level::Or, nest);
        self.open -= 1;
        if self.stopped {
            return None;
        }
        if self.now.kind == Kind::Close(')') {
            self.advance();
        } else {
            self.problems.add(bad("a `(` without its `)`").help("close the bracket"), &opened, "opened here");
        }
        inner
    }

    /// The test of one issue; the present token is its name.
    fn atom(&mut self, issue: Name<'a>) -> Option<Node> {
        self.advance();
        let test = match self.now.kind {
            Kind::Compare(sign) => {
                if self.slice(&self.now.span) != sign.text() {
                    self.spelling(sign.text());
                }
                let at = self.now.span.clone();
                self.advance();
                self.comparison(&issue, sign, at)
            }
            Kind::Word(word) if word.eq_ignore_ascii_case("is") => {
                self.spelling("=");
                let at = self.now.span.clone();
                self.advance();
                self.comparison(&issue, Sign::Is, at)
            }
            Kind::Word(word) if word.eq_ignore_ascii_case("not") && matches!(self.peek(), Kind::Word("in" | "IN")) => {
                let help = format!("write `not {} in {{…}}`", spelled(&issue.text));
                self.problem(bad("`not` stands before the whole test").help(help));
                self.advance();
                self.advance();
                self.membership(&issue)
            }
            Kind::InSign => {
                self.spelling("in");
                self.advance();
                self.membership(&issue)
            }
            Kind::Word(word) if word.eq_ignore_ascii_case("in") => {
                if word != "in" {
                    self.spelling("in");
                }
                self.advance();
                self.membership(&issue)
            }
            _ => {
                let problem =
                    bad(format!("expected a comparison after {}, found {}", shown(&issue.text), self.found()));
                let problem = match self.resolver.said_again(&issue.text) {
                    Some(whole) => problem.help(format!("every test names its issue: write `{whole}`")),
                    None => problem.help("compare it with an option: `=`, `!=`, `<`, `<=`, `>`, `>=` or `in {…}`"),
                };
                let at = if self.now.kind == Kind::End { issue.at.clone() } else { self.now.span.clone() };
                self.problems.add(problem, &at, "");
                if self.connective().is_none() {
                    self.sync();
                }
                None
            }
        }?;
        Some(Node { expr: Expr::Atom(test), depth: 1 })
    }

    fn comparison(&mut self, issue: &Name<'a>, sign: Sign, at: Span) -> Option<Atom> {
        if let (Kind::Open('{' | '['), Sign::Is | Sign::IsNot) = (&self.now.kind, sign) {
            let not = if sign == Sign::Is { "" } else { "not " };
            let help = format!("write `{not}{} in {{…}}`", spelled(&issue.text));
            self.problem(bad(format!("`{}` compares with one option", sign.text())).help(help));
            self.membership(issue);
            return None;
        }
        let Some(option) = self.option_name() else {
            self.missing_option(issue, sign.text());
            return None;
        };
        self.resolver.compare(issue, sign, &at, &option, &mut self.problems)
    }

    /// The present token as the name of an option, if it can be one.
    fn option_name(&mut self) -> Option<Name<'a>> {
        let (text, quoted) = match &self.now.kind {
            Kind::Quoted(name) => (name.clone(), true),
            Kind::Word(word) if !KEYWORDS.contains(word) => ((*word).into(), false),
            _ => return None,
        };
        let at = self.now.span.clone();
        self.advance();
        Some(Name { text, at, quoted })
    }

    fn missing_option(&mut self, issue: &Name<'a>, after: &str) {
        let problem = bad(format!("expected an option after `{after}`, found {}", self.found()));
        let problem = match self.now.kind {
            Kind::Unclosed => problem.help("close the quote"),
            Kind::BadEscape => problem.help(ESCAPES),
            Kind::Word(keyword) => {
                problem.help(format!("if the option is called `{keyword}`, put it in quotes: '{keyword}'"))
            }
            _ => match self.resolver.options_of(&issue.text) {
                Some(options) => problem.help(options),
                None => problem.help(NAME_OPTION),
            },
        };
        self.problem(problem);
        if matches!(self.now.kind, Kind::Unclosed) {
            self.stopped = true;
        }
        if !matches!(self.now.kind, Kind::Word("and" | "or")) {
            self.sync();
        }
    }

    /// What follows `in`.
    fn membership(&mut self, issue: &Name<'a>) -> Option<Atom> {
        let opened = self.now.span.clone();
        let close = match self.now.kind {
            Kind::Open('{') => '}',
            Kind::Open(bracket) => {
                self.problem(
                    bad(format!("the options after `in` stand in braces, not in `{bracket}`")).help("write `{…}`"),
                );
                if bracket == '(' { ')' } else { ']' }
            }
            _ => {
                let problem = bad(format!("expected `{{` after `in`, found {}", self.found()));
                self.problem(problem.help(format!("write `{} in {{a, b}}`", spelled(&issue.text))));
                self.option_name();
                return None;
            }
        };
        self.advance();
        let mut options = Vec::new();
        loop {
            if self.now.kind == Kind::Close(close) {
                self.advance();
                break;
            }
            let Some(option) = self.option_name() else {
                if matches!(self.now.kind, Kind::End | Kind::Word("and" | "or")) {
                    self.problems.add(
                        bad(format!("braces that are not closed by `{close}`")).help("close them"),
                        &opened,
                        "opened here",
                    );
                } else {
                    self.missing_option(issue, "{");
                }
                return None;
            };
            options.push(option);
            match self.now.kind {
                Kind::Comma if self.slice(&self.now.span) == "," => self.advance(),
                Kind::Comma | Kind::OrSign | Kind::Word("or") => {
                    self.spelling(",");
                    self.advance();
                }
                Kind::Word(word) if !KEYWORDS.contains(&word) => self.between_options(),
                Kind::Quoted(_) => self.between_options(),
                _ => {}
            }
        }
        if options.is_empty() {
            let problem = bad("no options in the braces: no outcome would meet this");
            let problem = match self.resolver.options_of(&issue.text) {
                Some(options) => problem.help(options),
                None => problem.help(NAME_OPTION),
            };
            self.problems.add(problem, &(opened.start..self.before.end), "");
        }
        self.resolver.member(issue, &options, &mut self.problems)
    }

    fn between_options(&mut self) {
        let problem = bad(format!("expected `,` before {}", self.found()));
        self.problem(problem.help("separate options by `,`, and put names of several words in quotes"));
    }
}

const JOIN: &str = "join two tests with `and` or `or`";
const NAME_OPTION: &str = "name an option of the issue";
const ESCAPES: &str = "in quotes, a backslash goes before `\\`, `'`, `\"`, `n` or `t` only";
