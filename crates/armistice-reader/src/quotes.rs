//! Quotation marks: which marks open and close a quotation, and which are apostrophes.

/// Bytes looked ahead for the mark that closes a quotation in single marks.
const REACH: usize = 600;

/// The sort of marks a quotation stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// “ ”, " " or „ “
    Double,
    /// ‘ ’ or ' '
    Single,
    /// « » or » «
    Angled,
}

/// The quotation that is open at a point of the text, if one is. Quotations within quotations belong to the outer one, however many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quotation {
    open: Option<Style>,
    /// Opened by „, so that “ closes.
    low: bool,
}

impl Quotation {
    /// Whether a quotation is open.
    pub(crate) fn is_open(self) -> bool {
        self.open.is_some()
    }

    /// Takes the mark at `start..end` of the text. Whether it is a quotation mark; an apostrophe is none.
    pub(crate) fn take(&mut self, text: &str, start: usize, end: usize) -> bool {
        let Some(mark) = text.get(start..end) else { return false };
        match mark {
            "“" | "„" | "‟" if self.open.is_none() => {
                *self = Self { open: Some(Style::Double), low: mark == "„" };
                true
            }
            "“" if self.open == Some(Style::Double) && self.low => self.close(),
            "”" if self.open == Some(Style::Double) || self.open.is_none() => self.close(),
            "\"" | "\u{ff02}" => match self.open {
                None => self.begin(Style::Double),
                Some(Style::Double) => self.close(),
                Some(_) => true,
            },
            "«" | "»" | "‹" | "›" => match self.open {
                None if mark == "«" || opens(text, start, end) => self.begin(Style::Angled),
                Some(Style::Angled) => self.close(),
                _ => true,
            },
            "“" | "”" | "„" | "‟" => true,
            "‘" | "‛" | "'" | "’" | "‚" => self.single(text, start, end),
            _ => false,
        }
    }

    fn begin(&mut self, style: Style) -> bool {
        *self = Self { open: Some(style), low: false };
        true
    }

    fn close(&mut self) -> bool {
        *self = Self::default();
        true
    }

    /// A single mark. Within double marks it changes nothing, and is none of ours.
    fn single(&mut self, text: &str, start: usize, end: usize) -> bool {
        match self.open {
            None => {
                let begins = opens(text, start, end) && !text[start..].starts_with('’') && closes_ahead(text, end);
                begins && self.begin(Style::Single)
            }
            Some(Style::Single) => closes(text, start, end) && self.close(),
            Some(_) => false,
        }
    }
}

/// Whether a mark there stands before a word and not behind one.
fn opens(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '“' | '"' | '/'))
        && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '“' | '"' | '…' | '[' | '$' | '£' | '€'))
}

/// Whether a single mark there ends a quotation: behind a stop, or behind a word that is no plural owner of what follows.
fn closes(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut rest = text[end..].chars();
    if rest.next().is_some_and(char::is_alphanumeric) {
        return false;
    }
    match before {
        Some(',' | '.' | '!' | '?' | '…' | ';' | ':' | '—' | '–' | ')' | ']' | '”' | '"') => true,
        // "the rebels' demand": an owner, when a later mark can still close.
        Some('s' | 'S' | 'z') => {
            let owned = text[end..].strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_lowercase));
            !(owned && closes_ahead(text, end))
        }
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

/// Whether a mark that closes for sure stands within reach, in the same paragraph.
fn closes_ahead(text: &str, from: usize) -> bool {
    let mut before = ' ';
    let mut chars = text[from..].char_indices().take_while(|&(i, _)| i < REACH).peekable();
    while let Some((_, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, n)| n);
        if c == '\n' && next == '\n' {
            return false;
        }
        if matches!(c, '\'' | '’') && !next.is_alphanumeric() {
            let stopped = matches!(before, ',' | '.' | '!' | '?' | '…' | ';' | ':' | ')' | ']' | '”' | '"');
            if stopped || before.is_alphanumeric() && before != 's' {
                return true;
            }
            // "… our rivals' said": a plural at a quotation's end has no noun after it.
            if before == 's' && !next.is_whitespace() {
                return true;
            }
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in quotation marks.
    fn quoted(text: &str) -> Vec<String> {
        let mut state = Quotation::default();
        let mut out: Vec<String> = Vec::new();
        for (i, c) in text.char_indices() {
            let before = state.is_open();
            let mark = !c.is_alphanumeric() && state.take(text, i, i + c.len_utf8());
            match (before, state.is_open(), mark) {
                (false, true, _) => out.push(String::new()),
                (true, true, _) => out.last_mut().unwrap().push(c),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn every_style_opens_and_closes() {
        for text in [
            "He said “no deal” again.",
            "He said \"no deal\" again.",
            "He said ‘no deal’ again.",
            "He said 'no deal' again.",
            "He said «no deal» again.",
            "He said »no deal« again.",
            "He said „no deal“ again.",
        ] {
            assert_eq!(quoted(text), ["no deal"], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        for text in [
            "The rebels' demand and Mali's answer weren't heard.",
            "the ’90s and rock ’n’ roll",
            "Sana'a and N'Djamena",
            "'",
        ] {
            assert_eq!(quoted(text), [] as [&str; 0], "{text}");
        }
        assert_eq!(
            quoted("'We reject the rebels' demand and won't sign,' she said."),
            ["We reject the rebels' demand and won't sign,"]
        );
    }

    #[test]
    fn a_quotation_within_one_belongs_to_it() {
        assert_eq!(quoted("“They said ‘never’ to us,” he said."), ["They said ‘never’ to us,"]);
        assert_eq!(quoted("‘They said “never” to us,’ he said."), ["They said “never” to us,"]);
    }
}
