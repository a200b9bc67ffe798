//! Strengths of levers and degrees of trust in words.

use crate::analysis::Extent;
use crate::analysis::openings::strengths::Strengths;
use crate::analysis::openings::targets::Goal;
use crate::case::Case;
use crate::case::words::either;
use crate::points::{Decimal, Exact, Points};
use crate::report::page::Part;

/// Four places: "0.8333".
pub(super) fn decimal(exact: &Exact) -> String {
    let shown = format!("{:.4}", Points::round(exact));
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// For tables: "0.8333 (5/6)" where that is more than the decimal number says, and not too long to read.
pub(super) fn with_fraction(exact: &Exact) -> String {
    let fraction = exact.to_string();
    let shown = decimal(exact);
    let is_said = Decimal::parse(&shown).is_ok_and(|d| d.exact() == *exact);
    if is_said || fraction.len() > LONGEST_FRACTION { shown } else { format!("{shown} ({fraction})") }
}

const LONGEST_FRACTION: usize = 9;

/// "from 0.8333", "from 0.8333 to 1.5", "from 0 to 0.2, and from 0.9"; `strongest` is as far as anybody looked.
pub(super) fn ranges(strengths: &Strengths, strongest: &Exact, number: fn(&Exact) -> String) -> String {
    let one = |(low, high): &(Exact, Exact)| {
        if low == high {
            format!("at {} alone", number(low))
        } else if high == strongest {
            format!("from {}", number(low))
        } else {
            format!("from {} to {}", number(low), number(high))
        }
    };
    let all: Vec<String> = strengths.intervals().iter().map(one).collect();
    all.join(", and ")
}

/// "3.2 points", "1 point", "less than a point".
pub(super) fn points(exact: &Exact) -> String {
    let points = Points::round(exact);
    let shown = format!("{:.1}", Points(points.0.abs()));
    match shown.as_str() {
        "0.0" => "less than a tenth of a point".to_owned(),
        "1.0" => "1 point".to_owned(),
        _ => format!("{} points", shown.trim_end_matches(".0")),
    }
}

/// "+3.2", "−0.5".
pub(super) fn signed(exact: &Exact) -> String {
    format!("{:+.2}", Points::round(exact)).trim_end_matches('0').trim_end_matches('.').replace('-', "−")
}

/// The title of a lever in quotation marks, or its id.
pub(super) fn lever(case: &Case, lever: usize) -> String {
    let lever = &case.levers[lever];
    format!("“{}”", lever.title.as_ref().unwrap_or(&lever.id))
}

/// "a deal", or the goal's title.
pub(super) fn target(goal: Option<&Goal>) -> String {
    goal.map_or_else(|| "a deal".to_owned(), |g| format!("“{}”", g.title))
}

/// "“Sanctions” at strength 0.5 and “Aid” in full": the levers that stay pulled; `None` when there are none.
fn pulled(case: &Case, pulls: &[(usize, Decimal)]) -> Option<String> {
    let one = |&(l, strength): &(usize, Decimal)| match strength.to_string().as_str() {
        "1" => format!("{} pulled in full", lever(case, l)),
        other => format!("{} pulled at strength {other}", lever(case, l)),
    };
    let all: Vec<String> = pulls.iter().map(one).collect();
    (!all.is_empty()).then(|| either(&all, "and"))
}

/// A section's opening: the levers that stay pulled, the answer, and how far the search came.
pub(super) fn opening(case: &Case, pulls: &[(usize, Decimal)], answer: Vec<String>, extent: &Extent) -> Vec<Part> {
    let mut sentences: Vec<String> = pulled(case, pulls).map(|pulled| format!("With {pulled}:")).into_iter().collect();
    sentences.extend(answer);
    if let Extent::Stopped { done, of } = extent {
        sentences.push(format!("It was ended after {done} of {of} questions: what is not told here is unknown."));
    }
    vec![Part::plain(sentences.join(" "))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(numerator: i64, denominator: i64) -> Exact {
        Exact::new(numerator.into(), denominator.into())
    }

    #[test]
    fn strengths_in_words() {
        assert_eq!(decimal(&exact(5, 6)), "0.8333");
        assert_eq!(decimal(&exact(10, 1)), "10");
        assert_eq!(with_fraction(&exact(5, 6)), "0.8333 (5/6)");
        assert_eq!(with_fraction(&exact(3, 2)), "1.5");
        let two = exact(2, 1);
        let set = |ends: &[(i64, i64)]| Strengths::of(ends.iter().map(|&(a, b)| (exact(a, 6), exact(b, 6))));
        assert_eq!(ranges(&set(&[(5, 9)]), &two, decimal), "from 0.8333 to 1.5");
        assert_eq!(ranges(&set(&[(0, 3), (9, 12)]), &two, decimal), "from 0 to 0.5, and from 1.5");
        assert_eq!(ranges(&set(&[(3, 3)]), &two, decimal), "at 0.5 alone");
        assert_eq!(signed(&exact(-15, 2)), "−7.5");
        assert_eq!(points(&exact(-1, 1)), "1 point");
    }
}
