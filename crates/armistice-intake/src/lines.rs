//! Paragraphs gathered into a text that the reader sees as paragraphs: one line each, with an empty line between.

/// Paragraphs in the order in which they are read.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
}

impl Lines {
    /// Adds a paragraph or a heading; spaces and line breaks within become one space. An empty one is left out.
    pub(crate) fn paragraph(&mut self, paragraph: &str) {
        self.add("\n\n", "", paragraph);
    }

    /// Adds an item of a list.
    pub(crate) fn item(&mut self, item: &str) {
        // A mark of its own would stand there twice.
        let bare = item.trim_start().trim_start_matches(['•', '·', '▪', '●', '◦', '‣']).trim_start();
        self.add("\n\n", "• ", bare);
    }

    fn add(&mut self, between: &str, mark: &str, paragraph: &str) {
        let mut words = paragraph.split(|c: char| c.is_whitespace() || c == '\0').filter(|w| !w.is_empty());
        let Some(first) = words.next() else { return };
        if !self.text.is_empty() {
            self.text.push_str(between);
        }
        self.text.push_str(mark);
        self.text.push_str(first);
        for word in words {
            self.text.push(' ');
            self.text.push_str(word);
        }
    }

    /// The text, with a line break at its end unless there is none.
    pub(crate) fn finish(self) -> String {
        let mut text = seen(&self.text);
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }
}

/// Words on one line; `None` when there are none.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let line = seen(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    (!line.is_empty()).then_some(line)
}

/// The text without what is not seen: soft hyphens, marks of direction and spaces of no width. They hide in names copied from web pages, and a name with one is another
/// name. What joins letters in Persian or Hindi words stays.
pub(crate) fn seen(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if text.contains(unseen) { text.chars().filter(|&c| !unseen(c)).collect() } else { text.to_owned() }
}
