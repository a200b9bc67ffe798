//! Two texts line by line: what goes in red, what comes in green, with a few lines around.

/// Unchanged lines shown around a change.
const AROUND: usize = 2;
/// Lines of a text that are compared at most: the work grows with the product of both.
const LONGEST: usize = 5_000;

/// A line with what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'t> {
    Same(&'t str),
    Gone(&'t str),
    New(&'t str),
}

/// The difference in colours.
pub(super) fn coloured(before: &str, after: &str) -> String {
    let lines = compare(&before.lines().collect::<Vec<_>>(), &after.lines().collect::<Vec<_>>());
    let near = |at: usize| {
        let around = at.saturating_sub(AROUND)..lines.len().min(at + AROUND + 1);
        lines[around].iter().any(|l| !matches!(l, Line::Same(_)))
    };
    let mut out = String::new();
    let mut left_out = false;
    for (at, line) in lines.iter().enumerate() {
        if !near(at) {
            left_out = true;
            continue;
        }
        if std::mem::take(&mut left_out) {
            out.push_str("\u{1b}[2m…\u{1b}[0m\n");
        }
        match line {
            Line::Same(text) => out.push_str(&format!("  {text}\n")),
            Line::Gone(text) => out.push_str(&format!("\u{1b}[31m- {text}\u{1b}[0m\n")),
            Line::New(text) => out.push_str(&format!("\u{1b}[32m+ {text}\u{1b}[0m\n")),
        }
    }
    out
}

/// Pairs equal lines by a longest common subsequence.
fn compare<'t>(before: &[&'t str], after: &[&'t str]) -> Vec<Line<'t>> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (rest, new) = (&before[start..], &after[start..]);
    let end = rest.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest, new) = (&rest[..rest.len() - end], &new[..new.len() - end]);
    let mut lines: Vec<Line<'t>> = before[..start].iter().map(|l| Line::Same(l)).collect();
    if rest.len() > LONGEST || new.len() > LONGEST {
        lines.extend(rest.iter().map(|l| Line::Gone(l)));
        lines.extend(new.iter().map(|l| Line::New(l)));
    } else {
        // common[i][j]: lines in common from `rest[i..]` and `new[j..]`.
        let width = new.len() + 1;
        let mut common = vec![0u16; (rest.len() + 1) * width];
        for i in (0..rest.len()).rev() {
            for j in (0..new.len()).rev() {
                common[i * width + j] = if rest[i] == new[j] {
                    common[(i + 1) * width + j + 1] + 1
                } else {
                    common[(i + 1) * width + j].max(common[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < rest.len() || j < new.len() {
            if i < rest.len() && j < new.len() && rest[i] == new[j] {
                lines.push(Line::Same(rest[i]));
                (i, j) = (i + 1, j + 1);
            } else if j == new.len() || i < rest.len() && common[(i + 1) * width + j] >= common[i * width + j + 1] {
                lines.push(Line::Gone(rest[i]));
                i += 1;
            } else {
                lines.push(Line::New(new[j]));
                j += 1;
            }
        }
    }
    lines.extend(before[before.len() - end..].iter().map(|l| Line::Same(l)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_and_go_around_those_that_stay() {
        let lines = compare(&["a", "b", "c", "d"], &["a", "x", "c", "y", "d"]);
        use Line::{Gone, New, Same};
        assert_eq!(lines, [Same("a"), Gone("b"), New("x"), Same("c"), New("y"), Same("d")]);
        assert_eq!(compare(&[], &["a"]), [New("a")]);
        assert_eq!(compare(&["a"], &[]), [Gone("a")]);
    }

    #[test]
    fn far_lines_are_left_out() {
        let before: String = (0..20).map(|n| format!("line {n}\n")).collect();
        let after = before.replace("line 10\n", "line ten\n");
        let shown = coloured(&before, &after);
        assert!(shown.contains("- line 10") && shown.contains("+ line ten") && shown.contains("  line 8"));
        assert!(!shown.contains("line 7") && !shown.contains("line 13\n"));
    }
}
