//! PDF documents: the letters on the page put back into paragraphs.
//!
//! The way of a page: `content` its letters with their places, by the fonts of `fonts` → `lines` in the order in which columns are read → `paragraphs`, without what
//! every page repeats at its edges. `hayro-syntax` takes the file apart.

mod content;
mod fonts;
mod lines;
mod paragraphs;
mod unpacked;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{LoadPdfError, Pdf};

use crate::lines::one_line;
use crate::{Document, Format, Refusal, dates, plain};

/// Pages that are read.
const PAGES: usize = 5_000;
/// Of a hundred letters drawn, those that may be unknown: their font does not say what it draws.
const UNKNOWN: usize = 25;

pub(crate) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    unpacked::check(bytes)?;
    // hayro is tried with random files by its authors and is not known to panic; a slip of it in one odd file must not cost the other articles.
    let read = catch_unwind(AssertUnwindSafe(|| text(bytes)));
    read.unwrap_or_else(|_| Err(damaged()))
}

fn damaged() -> Refusal {
    Refusal::new("is a damaged PDF document", "open it in a viewer and print it to a new PDF, or copy its text")
}

fn text(bytes: &[u8]) -> Result<Document, Refusal> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::new(
            "is an encrypted PDF document",
            "open it with its password and print it to a new PDF, or use `qpdf --decrypt --password=WORD FILE NEW`",
        ),
        LoadPdfError::Invalid => damaged(),
    })?;
    let mut content = content::Content::default();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(PAGES) {
        pages.push(lines::lines(content.page(page)));
    }
    if content.drawn == 0 || content.drawn < 20 * pages.len().min(3) && content.pictures > 0 {
        let what = if content.pictures > 0 {
            "is a PDF of pictures, such as a scan, without text"
        } else {
            "is a PDF without text"
        };
        return Err(Refusal::new(what, "have its text recognised first, with `ocrmypdf FILE NEW` for instance"));
    }
    if content.unknown * 100 > content.drawn * UNKNOWN {
        return Err(Refusal::new(
            "is a PDF whose fonts do not say which letters they draw",
            "have its text recognised from the picture, with `ocrmypdf --force-ocr FILE NEW` for instance",
        ));
    }
    let (text, headline) = paragraphs::paragraphs(pages);
    if text.trim().is_empty() {
        return Err(Refusal::new(
            "is a PDF without text",
            "have its text recognised first, with `ocrmypdf FILE NEW` for instance",
        ));
    }
    let about = pdf.metadata();
    let named = about.title.as_deref().map(string).and_then(|t| one_line(&t)).filter(|t| is_headline(t));
    let made = about.creation_date.as_ref().map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day));
    let published = plain::dated(&text).or_else(|| made.as_deref().and_then(dates::day));
    let title = headline.or(named).or_else(|| plain::headline(&text));
    Ok(Document { text, title, published, format: Format::Pdf, encoding: None })
}

/// Whether a PDF's title is one, and not what a program put there.
fn is_headline(title: &str) -> bool {
    let lower = title.to_lowercase();
    let file =
        [".doc", ".docx", ".pdf", ".indd", ".odt", ".qxd", ".html", ".txt"].iter().any(|end| lower.ends_with(end));
    title.contains(' ') && !file && !lower.starts_with("microsoft word") && !lower.starts_with("untitled")
}

/// A string of a PDF's own data.
fn string(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], encoding: &'static encoding_rs::Encoding| {
        encoding.decode_without_bom_handling(rest).0.into_owned()
    };
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        wide(rest, encoding_rs::UTF_16BE)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        wide(rest, encoding_rs::UTF_16LE)
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => wide(bytes, encoding_rs::WINDOWS_1252),
        }
    }
}
