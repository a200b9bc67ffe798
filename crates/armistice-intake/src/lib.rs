//! Documents to text.
//!
//! [`document`] takes the bytes of a file, finds out what they are, and gives the text that people read in it: paragraphs, headings and list items,
//! each on a line of its own with an empty line between, in the order in which they are read; with the headline and the day of publication where the
//! document names them. [`language`] says which language a text is in, as far as that can be told.
//!
//! Nothing here opens a file. Whatever the bytes are, the answer is a document or a [`Refusal`] that names what is wrong and the way out: no panic, and
//! time and memory in proportion to the bytes, with the limits in [`limits`].

mod dates;
mod docx;
mod encoding;
mod html;
pub mod language;
pub mod limits;
mod lines;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;

pub use dates::day;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// A web page.
    Html,
    /// Markdown, with or without front matter.
    Markdown,
    /// A Word document.
    Docx,
    /// A PDF document.
    Pdf,
}

/// A document as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs, headings and list items (`• …`). Never blank. Free of carriage returns and of marks that are not seen, such as right-to-left marks.
    pub text: String,
    /// The headline, on one line.
    pub title: Option<String>,
    /// The day of publication as the document states it, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// What the file is.
    pub format: Format,
    /// The name of the encoding, where it is not UTF-8 and had to be guessed.
    pub encoding: Option<&'static str>,
}

/// Why bytes give no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is said of the file after its name: "is a picture", "has no text".
    pub what: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Refusal {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: vec![help.into()] }
    }
}

/// How files that hold no text of their own begin, what they are, and the way out.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "is a rich-text document", "save it as .docx or as plain text first"),
    (b"\xd0\xcf\x11\xe0", "is a document of an old Office", "save it as .docx first"),
    (b"\x89PNG", "is a picture", TO_TEXT),
    (b"\xff\xd8\xff", "is a picture", TO_TEXT),
    (b"GIF8", "is a picture", TO_TEXT),
    (b"II*\0", "is a picture", TO_TEXT),
    (b"MM\0*", "is a picture", TO_TEXT),
    (b"\x1f\x8b", "is a packed file", "unpack it first, with `gunzip` for instance"),
];

/// How a picture becomes text.
const TO_TEXT: &str = "have its text recognised first, with `tesseract FILE OUT` for instance";

/// The text of a document. `name` is the file's name, whose ending is asked only where the bytes leave the choice: `.md` and `.html` are text, too.
pub fn document(name: &str, bytes: &[u8]) -> Result<Document, Refusal> {
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if start.windows(5).any(|five| five == b"%PDF-") && !looks_like_text_about(start) {
        return pdf(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return docx::read(bytes);
    }
    if let Some((_, what, help)) = OTHERS.iter().find(|(begin, ..)| bytes.starts_with(begin)) {
        return Err(Refusal::new(*what, *help));
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let page = matches!(ending.as_str(), "html" | "htm" | "xhtml") || is_page(start);
    let (text, encoding) = encoding::decode(bytes, page)?;
    if text.trim().is_empty() {
        return Err(Refusal::new("is empty", "give it the article's text"));
    }
    let mut document = if page || is_page(text.as_bytes()) {
        html::read(&text)?
    } else if matches!(ending.as_str(), "md" | "markdown") {
        markdown::read(&text)
    } else {
        plain::read(&text)
    };
    document.encoding = encoding;
    if document.text.trim().is_empty() {
        return Err(Refusal::new(
            "has no text",
            "pages that a script fills have to be saved from the browser as text or as a complete page",
        ));
    }
    Ok(document)
}

/// Whether a PDF's mark stands in the middle of a text that speaks of it: the mark of a PDF comes first, or after bytes that are no text.
fn looks_like_text_about(start: &[u8]) -> bool {
    let at = start.windows(5).position(|five| five == b"%PDF-").unwrap_or(0);
    at > 0 && start.get(..at).is_some_and(|before| before.iter().any(|b| b.is_ascii_alphanumeric()))
}

/// Whether a text begins as a web page does.
fn is_page(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = start.get(..start.len().min(1024)).unwrap_or_default().trim_ascii_start().to_ascii_lowercase();
    let xml = start.starts_with(b"<?xml") && start.windows(5).any(|five| five == b"<html");
    xml || start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

#[cfg(feature = "pdf")]
fn pdf(bytes: &[u8]) -> Result<Document, Refusal> {
    pdf::read(bytes)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &[u8]) -> Result<Document, Refusal> {
    Err(Refusal::new(
        "is a PDF document, which this build of Armistice does not read",
        "get its text first, with `pdftotext FILE.pdf` for instance",
    ))
}
