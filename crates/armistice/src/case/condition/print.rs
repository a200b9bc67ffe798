//! A condition's tree as text.

use super::lex::{Sign, spelled, spelled_option};
use super::{Atom, Condition, Expr, Limit, Test};
use crate::case::model::Issue;

impl Condition {
    /// The condition that says `expr`, written canonically: brackets only where they are needed, names quoted only where they must be.
    /// Reading its text gives `expr` again, provided that `expr` keeps to what its types say and compares numeric issues by number.
    pub fn from_expr(expr: Expr, issues: &[Issue]) -> Self {
        let mut text = String::new();
        write_expr(&mut text, &expr, issues);
        Self { text, span: 0..0, expr }
    }
}

fn write_expr(out: &mut String, expr: &Expr, issues: &[Issue]) {
    match expr {
        Expr::Atom(atom) => write_atom(out, atom, issues),
        Expr::Not(inner) => {
            out.push_str("not ");
            write_member(out, inner, issues, !matches!(**inner, Expr::Atom(_) | Expr::Not(_)));
        }
        Expr::And(members) => {
            for (i, member) in members.iter().enumerate() {
                out.push_str(if i > 0 { " and " } else { "" });
                write_member(out, member, issues, matches!(member, Expr::And(_) | Expr::Or(_)));
            }
        }
        Expr::Or(members) => {
            for (i, member) in members.iter().enumerate() {
                out.push_str(if i > 0 { " or " } else { "" });
                write_member(out, member, issues, matches!(member, Expr::Or(_)));
            }
        }
    }
}

fn write_member(out: &mut String, member: &Expr, issues: &[Issue], brackets: bool) {
    out.push_str(if brackets { "(" } else { "" });
    write_expr(out, member, issues);
    out.push_str(if brackets { ")" } else { "" });
}

fn write_atom(out: &mut String, atom: &Atom, issues: &[Issue]) {
    let issue = &issues[atom.issue];
    let option = |o: usize| spelled_option(issue, &issue.options[o]);
    out.push_str(&spelled(&issue.id));
    let (sign, value) = match &atom.test {
        Test::Is(o) => (Sign::Is, option(*o)),
        Test::IsNot(o) => (Sign::IsNot, option(*o)),
        Test::In(set) => {
            let names: Vec<_> = set.iter().map(|&o| option(o)).collect();
            out.push_str(" in {");
            out.push_str(&names.join(", "));
            out.push('}');
            return;
        }
        Test::Below(l) | Test::AtMost(l) | Test::Above(l) | Test::AtLeast(l) => {
            let sign = match atom.test {
                Test::Below(_) => Sign::Below,
                Test::AtMost(_) => Sign::AtMost,
                Test::Above(_) => Sign::Above,
                _ => Sign::AtLeast,
            };
            let value = match l {
                Limit::Option(o) => option(*o),
                Limit::Number(n) => n.to_string().into(),
            };
            (sign, value)
        }
    };
    out.push(' ');
    out.push_str(sign.text());
    out.push(' ');
    out.push_str(&value);
}
