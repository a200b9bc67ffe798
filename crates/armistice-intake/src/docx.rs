//! Word documents: a zip archive whose `word/document.xml` holds the paragraphs, and `docProps/core.xml` title and date.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};
use roxmltree::{Document as Xml, Node};

use crate::limits::UNPACKED;
use crate::lines::{Lines, one_line};
use crate::{Document, Format, Refusal, dates, plain};

/// Parts looked at in an archive's table of contents; Word writes some dozens.
const PARTS: usize = 10_000;

/// Archives that are documents of another kind: the part that shows it, what it is, the way out.
const OTHERS: &[(&str, &str, &str)] = &[
    ("content.xml", "is an OpenDocument file", "save it as .docx first"),
    ("xl/workbook.xml", "is a spreadsheet", "save the article's text as plain text first"),
    ("ppt/presentation.xml", "is a presentation", "save its text as plain text first"),
    ("META-INF/container.xml", "is an e-book", "save its text as plain text first"),
];

pub(crate) fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let archive = ZipArchive::from_slice(bytes).map_err(|_| broken("is no complete zip archive or Word document"))?;
    let Some(body) = part(&archive, "word/document.xml")? else {
        for (name, what, help) in OTHERS {
            if find(&archive, name).is_some() {
                return Err(Refusal::new(*what, *help));
            }
        }
        return Err(Refusal::new("is a zip archive", "unpack it and give the documents in it"));
    };
    let xml = Xml::parse(&body).map_err(|e| broken(&format!("is a damaged Word document: {e}")))?;
    let text = paragraphs(&xml);
    if text.trim().is_empty() {
        return Err(Refusal::new("has no text", "if it holds pictures of pages, have their text recognised first"));
    }
    let core = part(&archive, "docProps/core.xml")?;
    let core = core.as_deref().and_then(|core| Xml::parse(core).ok());
    let property = |name: &str| {
        let node = core.as_ref()?.descendants().find(|n| n.tag_name().name() == name)?;
        node.text().map(str::to_owned)
    };
    let styled = || xml.descendants().find(|n| is(n, "p") && style(n).is_some_and(|s| s.eq_ignore_ascii_case("title")));
    let title = property("title").and_then(|t| one_line(&t)).or_else(|| styled().and_then(|p| one_line(&words(p))));
    // The day a person wrote on it; then the day it was made.
    let published = plain::dated(&text).or_else(|| property("created").and_then(|d| dates::day(&d)));
    Ok(Document {
        title: title.or_else(|| plain::headline(&text)),
        published,
        text,
        format: Format::Docx,
        encoding: None,
    })
}

fn broken(what: &str) -> Refusal {
    Refusal::new(what, "open it in a word processor and save it again, as .docx")
}

/// The place of a part in the archive, and how it is packed.
fn find<'a>(
    archive: &'a ZipSliceArchive<&'a [u8]>,
    name: &str,
) -> Option<(rawzip::ZipArchiveEntryWayfinder, CompressionMethod)> {
    let mut entries = archive.entries();
    for _ in 0..PARTS {
        let entry = entries.next_entry().ok()??;
        if entry.file_path().as_ref() == name.as_bytes() {
            return Some((entry.wayfinder(), entry.compression_method()));
        }
    }
    None
}

/// A part, unpacked, as text.
fn part(archive: &ZipSliceArchive<&[u8]>, name: &str) -> Result<Option<String>, Refusal> {
    let Some((place, method)) = find(archive, name) else { return Ok(None) };
    let damaged = || broken("is a damaged Word document");
    let packed = archive.get_entry(place).map_err(|_| damaged())?;
    let bytes = match method {
        CompressionMethod::STORE => packed.data().to_vec(),
        CompressionMethod::DEFLATE => {
            decompress_to_vec_with_limit(packed.data(), UNPACKED).map_err(|e| match e.status {
                TINFLStatus::HasMoreOutput => Refusal::new(
                    format!("unpacks to more than {} MB", UNPACKED >> 20),
                    "save the part that matters as a document of its own",
                ),
                _ => damaged(),
            })?
        }
        _ => {
            return Err(Refusal::new(
                "is packed or encrypted in a way that is not read",
                "save it again as .docx, without a password",
            ));
        }
    };
    String::from_utf8(bytes).map(Some).map_err(|_| damaged())
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn style<'a>(paragraph: &Node<'a, '_>) -> Option<&'a str> {
    let style = paragraph.children().find(|n| is(n, "pPr"))?.children().find(|n| is(n, "pStyle"))?;
    style.attributes().find(|a| a.name() == "val").map(|a| a.value())
}

/// The paragraphs in order, those in tables and text boxes included; not what was deleted, nor the same again for older programs.
fn paragraphs(xml: &Xml<'_>) -> String {
    let mut lines = Lines::default();
    let mut left = vec![xml.root()];
    while let Some(node) = left.pop() {
        if is(&node, "Fallback") || is(&node, "del") {
            continue;
        }
        let from = left.len();
        left.extend(node.children().filter(Node::is_element));
        if let Some(new) = left.get_mut(from..) {
            new.reverse();
        }
        if !is(&node, "p") {
            continue;
        }
        let list = node.children().filter(|n| is(n, "pPr")).flat_map(|n| n.children()).any(|n| is(&n, "numPr"));
        let listed = list || style(&node).is_some_and(|s| s.starts_with("List"));
        let heading = style(&node).is_some_and(|s| s.starts_with("Heading") || s == "Title");
        let text = words(node);
        if listed && !heading { lines.item(&text) } else { lines.paragraph(&text) }
    }
    lines.finish()
}

/// The text of a paragraph's runs. A text box in it has paragraphs of its own.
fn words(paragraph: Node<'_, '_>) -> String {
    let mut text = String::new();
    let mut left: Vec<Node<'_, '_>> = paragraph.children().collect();
    left.reverse();
    while let Some(node) = left.pop() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            "p" | "del" | "delText" | "instrText" | "Fallback" | "pPr" | "rPr" => {}
            _ => {
                let from = left.len();
                left.extend(node.children());
                if let Some(new) = left.get_mut(from..) {
                    new.reverse();
                }
            }
        }
    }
    text
}
