//! Comma-separated values as RFC 4180 has them, and cells that a spreadsheet does not take for formulas.

/// Beginnings that make a spreadsheet compute a cell, or run it: OWASP's list, with the full-width signs that some take for the same.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A row with the number of the line it begins on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// Adds a row, its cells as they are. Rows end with CR LF.
pub(super) fn push_row<S: AsRef<str>>(out: &mut String, cells: &[S]) {
    for (n, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        if n > 0 {
            out.push(',');
        }
        if cell.contains([',', ';', '"', '\r', '\n', '\t']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// The rows of a text; empty lines are none. A quotation mark that is never closed ends with the text. Errors: the line on which that one opens.
pub(super) fn rows(text: &str, separator: char) -> Result<Vec<Row>, usize> {
    let mut rows = Vec::new();
    let mut letters = text.chars().peekable();
    let mut line = 1;
    while letters.peek().is_some() {
        let mut row = Row { line, cells: Vec::new() };
        let mut cell = String::new();
        loop {
            match letters.next() {
                Some('"') if cell.is_empty() => {
                    let opened = line;
                    loop {
                        match letters.next() {
                            Some('"') if letters.peek() != Some(&'"') => break,
                            Some('"') => cell.extend(letters.next()),
                            Some(letter) => {
                                line += usize::from(letter == '\n');
                                cell.push(letter);
                            }
                            None => return Err(opened),
                        }
                    }
                }
                Some(letter) if letter == separator => row.cells.push(std::mem::take(&mut cell)),
                Some('\r') if letters.peek() == Some(&'\n') => {}
                Some('\n') | None => break,
                Some(letter) => cell.push(letter),
            }
        }
        line += 1;
        row.cells.push(cell);
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The cell with an apostrophe before it if it would be a formula, or would look like one so treated.
pub(super) fn harmless(cell: &str) -> String {
    if cell.trim_start_matches('\'').starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before [`harmless`].
pub(super) fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => cell,
    }
}

/// Several things in one cell, with `; ` between; a `;` or `\` of their own stands behind a `\`.
pub(super) fn listed<S: AsRef<str>>(all: &[S]) -> String {
    let escaped: Vec<String> = all.iter().map(|one| one.as_ref().replace('\\', "\\\\").replace(';', "\\;")).collect();
    escaped.join("; ")
}

/// The things in a cell; empty ones are none.
pub(super) fn unlisted(cell: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        match (letter, all.last_mut()) {
            (';', _) => all.push(String::new()),
            ('\\', Some(last)) => last.extend(letters.next()),
            (_, Some(last)) => last.push(letter),
            (_, None) => {}
        }
    }
    all.into_iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_rfc_4180_are_read() {
        // RFC 4180 §2: line breaks at the end or not, quoted and bare cells, breaks, commas and quotation marks inside.
        let cells = |text: &str| rows(text, ',').unwrap().into_iter().map(|row| row.cells).collect::<Vec<_>>();
        assert_eq!(cells("aaa,bbb,ccc\r\nzzz,yyy,xxx"), [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]);
        assert_eq!(
            cells("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n"),
            [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]
        );
        assert_eq!(cells("\"aaa\",\"b\"\"bb\",\"ccc\""), [["aaa", "b\"bb", "ccc"]]);
        assert_eq!(rows("a,b\nc,\"d\ne,f\n", ','), Err(2));
        assert_eq!(rows("a\n\"b\nc\"\nd\n", ',').unwrap().iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "＝1"] {
            let cell = harmless(formula);
            assert!(cell.starts_with('\''), "{cell}");
            assert_eq!(plain(&cell), formula);
        }
        assert_eq!((harmless("a=1"), plain("'tis")), ("a=1".to_owned(), "'tis"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(table in prop::collection::vec(prop::collection::vec("[a,;\"'=\r\n\t é𝄞\\\\]{0,6}|[a-z]{1,3}", 3), 1..5)) {
            let mut text = String::new();
            for row in &table {
                let cells: Vec<String> = row.iter().map(|cell| harmless(cell)).collect();
                push_row(&mut text, &cells);
            }
            let read: Vec<Vec<String>> =
                rows(&text, ',').unwrap().into_iter().map(|row| row.cells.iter().map(|c| plain(c).to_owned()).collect()).collect();
            let written: Vec<_> = table.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            prop_assert_eq!(read, written);
        }

        #[test]
        fn lists_are_read_back(all in prop::collection::vec("[a-z;\\\\é][a-z ;\\\\=]{0,4}[a-z;\\\\]", 0..4)) {
            prop_assert_eq!(unlisted(&listed(&all)), all);
        }
    }
}
