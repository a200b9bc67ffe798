//! A brief as a Word document (Office Open XML, ECMA-376), with real headings, lists and tables.

mod parts;
mod zip;

use std::fmt::Write as _;

use super::super::figure::scene::Scene;
use super::super::figure::{Figure, emf, svg};
use super::super::page::{Cell, Document, Inline, List, Part, Quote, Table, Weight};
use super::html::quotes;
use super::text::escaped;

/// Width of the text, twentieths of a point: A4 less the margins.
const WIDTH: u32 = parts::PAGE_WIDTH - 2 * parts::MARGIN;
/// English Metric Units in a tenth of 1⁄96 inch.
const EMU: i64 = 914_400 / 960;

/// The page as the bytes of a `.docx` file.
///
/// A drawing is in it twice: as SVG for programs that read it, and as an Enhanced Metafile for all others.
pub fn docx(document: &Document) -> Vec<u8> {
    let mut writer = Writer { quotes: quotes(document), pictures: Vec::new(), body: String::new() };
    writer.paragraph("Title", &run(&document.title, ""));
    let facts: String = document.facts.iter().map(|fact| format!(" · {fact}")).collect();
    writer.paragraph("Subtitle", &(run(&document.status, "<w:b/><w:color w:val=\"1D5A86\"/>") + &run(&facts, "")));
    for part in &document.parts {
        writer.part(part);
    }
    writer.paragraph("Provenance", &run(&document.provenance, ""));
    let pictures: Vec<(Vec<u8>, String)> =
        writer.pictures.iter().map(|scene| (emf(scene), svg(scene, "figure"))).collect();
    let mut files = parts::files(document, &writer.body, pictures.len());
    for (n, (metafile, vector)) in pictures.into_iter().enumerate() {
        files.push((format!("word/media/image{}.emf", n + 1), metafile));
        files.push((format!("word/media/image{}.svg", n + 1), vector.into_bytes()));
    }
    zip::archive(&files)
}

struct Writer<'d> {
    quotes: Vec<&'d str>,
    pictures: Vec<&'d Scene>,
    body: String,
}

impl<'d> Writer<'d> {
    fn paragraph(&mut self, style: &str, runs: &str) {
        let _ = writeln!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    }

    fn part(&mut self, part: &'d Part) {
        match part {
            Part::Heading(title) => self.paragraph("Heading1", &run(title, "")),
            Part::Paragraph(weight, text) => {
                let style = match weight {
                    Weight::Lead => "Lead",
                    Weight::Plain => "BodyText",
                    Weight::Note => "Note",
                };
                self.paragraph(style, &self.inlines(text));
            }
            Part::List(list) => self.list(list),
            Part::Table(table) => self.table(table),
            Part::Figure(figure) => self.figure(figure),
        }
    }

    fn inlines(&self, text: &[Inline]) -> String {
        let one = |inline: &Inline| match inline {
            Inline::Text(text) => run(text, ""),
            Inline::Strong(text) => run(text, "<w:b/>"),
            Inline::Faint(text) => run(text, FAINT),
            Inline::References(list) => {
                let mut out = run("[", FAINT);
                for (n, reference) in list.iter().enumerate() {
                    if n > 0 {
                        out.push_str(&run(", ", FAINT));
                    }
                    let said = run(&reference.id, FAINT);
                    match self.place(&reference.id) {
                        Some(n) => {
                            let _ =
                                write!(out, "<w:hyperlink w:anchor=\"quote_{n}\" w:history=\"1\">{said}</w:hyperlink>");
                        }
                        None => out.push_str(&said),
                    }
                }
                out + &run("]", FAINT)
            }
        };
        text.iter().map(one).collect()
    }

    /// The number of a quote, from 1.
    fn place(&self, id: &str) -> Option<usize> {
        self.quotes.iter().position(|known| *known == id).map(|n| n + 1)
    }

    fn list(&mut self, list: &List) {
        let style = if list.numbered { "ListNumber" } else { "ListBullet" };
        for item in &list.items {
            self.paragraph(style, &self.inlines(&item.text));
            for quote in &item.quotes {
                self.paragraph("Quote", &self.quote(quote));
            }
        }
    }

    fn quote(&self, quote: &Quote) -> String {
        let n = self.place(&quote.id).unwrap_or_default();
        let mark = format!("<w:bookmarkStart w:id=\"{n}\" w:name=\"quote_{n}\"/>");
        let words = run(&format!("“{}”", quote.words), "");
        let by = run(&format!(" — {} [{}]", quote.by, quote.id), FAINT);
        format!("{mark}{words}<w:bookmarkEnd w:id=\"{n}\"/>{by}")
    }

    fn table(&mut self, table: &Table) {
        let all: u32 = table.columns.iter().map(|c| u32::from(c.share)).sum::<u32>().max(1);
        let widths: Vec<u32> = table.columns.iter().map(|c| u32::from(c.share) * WIDTH / all).collect();
        let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        let _ = write!(
            self.body,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Brief\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\n<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
            escaped(&table.caption)
        );
        let cell = |width: u32, paragraphs: &str| {
            format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{paragraphs}</w:tc>")
        };
        let line =
            |runs: String, kept: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{kept}</w:pPr>{runs}</w:p>");
        for (column, &width) in table.columns.iter().zip(&widths) {
            self.body.push_str(&cell(width, &line(run(&column.title, "<w:b/>"), "<w:keepNext/>")));
        }
        self.body.push_str("</w:tr>\n");
        // A short table stays on one page.
        let kept = |n: usize| if table.is_short() && n + 1 < table.rows.len() { "<w:keepNext/>" } else { "" };
        for (n, row) in table.rows.iter().enumerate() {
            self.body.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (lines, &width) in row.iter().zip(&widths) {
                self.body.push_str(&cell(width, &self.lines(lines, &|runs| line(runs, kept(n)))));
            }
            self.body.push_str("</w:tr>\n");
        }
        self.body.push_str("</w:tbl>\n");
        // A table that ends a page, or another table, wants a paragraph behind it.
        self.paragraph("Gap", "");
    }

    fn lines(&self, cell: &Cell, line: &dyn Fn(String) -> String) -> String {
        if cell.is_empty() { line(String::new()) } else { cell.iter().map(|l| line(self.inlines(l))).collect() }
    }

    fn figure(&mut self, figure: &'d Figure) {
        let share =
            if figure.panels.len() > 1 { i64::from(WIDTH) * 635 / figure.panels.len() as i64 } else { i64::MAX };
        let panels: String = figure.panels.iter().map(|scene| self.picture(scene, share)).collect();
        self.paragraph("Figure", &panels);
        let mut legend = String::new();
        for (n, key) in figure.legend.iter().enumerate() {
            let _ = write!(legend, "{}{}", self.picture(&key.sign, i64::MAX), run(&format!("\u{a0}{}", key.text), ""));
            if n + 1 < figure.legend.len() {
                legend.push_str(&run(";  ", ""));
            }
        }
        legend.push_str(&run(". ", ""));
        legend.push_str(&run(&figure.notes.join(" "), ""));
        self.paragraph("Note", &legend);
    }

    /// A drawing in the line, at most so wide (English Metric Units).
    fn picture(&mut self, scene: &'d Scene, most: i64) -> String {
        let known = self.pictures.iter().position(|s| *s == scene);
        let n = 1 + known.unwrap_or_else(|| {
            self.pictures.push(scene);
            self.pictures.len() - 1
        });
        let (width, height) = (i64::from(scene.width) * EMU, i64::from(scene.height) * EMU);
        let (width, height) = if width > most { (most, height * most / width) } else { (width, height) };
        let (title, description) = (escaped(&scene.title), escaped(&scene.description));
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{n}\" name=\"Figure {n}\" title=\"{title}\" descr=\"{description}\"/>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"Figure {n}\" descr=\"{description}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"emf{n}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">\
             <asvg:svgBlip r:embed=\"svg{n}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    }
}

const FAINT: &str = "<w:color w:val=\"5B636B\"/>";

/// A run of text with these properties.
fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}
