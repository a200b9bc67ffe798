//! The files of a Word document around its text: styles, lists, header, footer and what leads from one to the other.

use std::fmt::Write as _;

use super::super::super::page::Document;
use super::super::text::escaped;

/// A4, twentieths of a point.
pub(super) const PAGE_WIDTH: u32 = 11_906;
const PAGE_HEIGHT: u32 = 16_838;
/// Left and right, twentieths of a point.
pub(super) const MARGIN: u32 = 940;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\"";

/// All files but the pictures.
pub(super) fn files(document: &Document, body: &str, pictures: usize) -> Vec<(String, Vec<u8>)> {
    let file = |name: &str, text: String| (name.to_owned(), (XML.to_owned() + &text).into_bytes());
    vec![
        file("[Content_Types].xml", types()),
        file(
            "_rels/.rels",
            relationships(&[
                ("document", format!("{OFFICE}/relationships/officeDocument"), "word/document.xml".to_owned()),
                ("core", format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml".to_owned()),
                ("app", format!("{OFFICE}/relationships/extended-properties"), "docProps/app.xml".to_owned()),
            ]),
        ),
        file("docProps/core.xml", core(document)),
        file(
            "docProps/app.xml",
            format!(
                "<Properties xmlns=\"{OFFICE}/extended-properties\"><Application>Armistice</Application></Properties>"
            ),
        ),
        file("word/document.xml", text(body)),
        file("word/_rels/document.xml.rels", relationships(&of_document(pictures))),
        file("word/styles.xml", styles()),
        file("word/numbering.xml", numbering()),
        file("word/settings.xml", settings()),
        file("word/header1.xml", header(document)),
        file("word/footer1.xml", footer()),
    ]
}

fn types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"emf\" ContentType=\"image/x-emf\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
    );
    for (part, kind) in [
        ("word/document", format!("{word}.document.main+xml")),
        ("word/styles", format!("{word}.styles+xml")),
        ("word/numbering", format!("{word}.numbering+xml")),
        ("word/settings", format!("{word}.settings+xml")),
        ("word/header1", format!("{word}.header+xml")),
        ("word/footer1", format!("{word}.footer+xml")),
        ("docProps/core", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        ("docProps/app", "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned()),
    ] {
        let _ = write!(out, "<Override PartName=\"/{part}.xml\" ContentType=\"{kind}\"/>");
    }
    out + "</Types>"
}

fn relationships(list: &[(impl AsRef<str>, String, String)]) -> String {
    let one = |(id, kind, target): &(_, String, String)| {
        let id: &str = AsRef::<str>::as_ref(id);
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let list: String = list.iter().map(one).collect();
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{list}</Relationships>")
}

fn of_document(pictures: usize) -> Vec<(String, String, String)> {
    let mut list: Vec<(String, String, String)> = ["styles", "numbering", "settings", "header1", "footer1"]
        .iter()
        .map(|part| {
            let kind = part.trim_end_matches('1');
            ((*part).to_owned(), format!("{OFFICE}/relationships/{kind}"), format!("{part}.xml"))
        })
        .collect();
    for n in 1..=pictures {
        for format in ["emf", "svg"] {
            list.push((
                format!("{format}{n}"),
                format!("{OFFICE}/relationships/image"),
                format!("media/image{n}.{format}"),
            ));
        }
    }
    list
}

/// Title, verdict and who wrote it. No day: the same case gives the same bytes.
fn core(document: &Document) -> String {
    format!(
        "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>Armistice</dc:creator><dc:description>{}</dc:description>\
         <dc:language>en-GB</dc:language></cp:coreProperties>",
        escaped(&document.title),
        escaped(&document.status),
        escaped(&document.provenance)
    )
}

fn text(body: &str) -> String {
    format!(
        "<w:document {NAMES}><w:body>\n{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/>\
         <w:footerReference w:type=\"default\" r:id=\"footer1\"/><w:footerReference w:type=\"first\" r:id=\"footer1\"/><w:pgSz w:w=\"{PAGE_WIDTH}\" w:h=\"{PAGE_HEIGHT}\"/>\
         <w:pgMar w:top=\"960\" w:right=\"{MARGIN}\" w:bottom=\"850\" w:left=\"{MARGIN}\" w:header=\"480\" w:footer=\"420\" w:gutter=\"0\"/>\
         <w:titlePg/></w:sectPr></w:body></w:document>"
    )
}

fn header(document: &Document) -> String {
    format!(
        "<w:hdr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{}</w:p></w:hdr>",
        super::run(&format!("{} · {}", document.title, document.status), "")
    )
}

fn footer() -> String {
    let field = |code: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    format!(
        "<w:ftr {NAMES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}{}{}</w:p></w:ftr>",
        field("PAGE"),
        super::run(" / ", ""),
        field("NUMPAGES")
    )
}

fn settings() -> String {
    format!(
        "<w:settings {NAMES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         </w:settings>"
    )
}

fn numbering() -> String {
    let list = |n: u32, format: &str, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{n}\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
             <w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"280\" w:hanging=\"220\"/></w:pPr></w:lvl></w:abstractNum>"
        )
    };
    format!(
        "<w:numbering {NAMES}>{}{}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>",
        list(1, "bullet", "•"),
        list(2, "decimal", "%1.")
    )
}

/// A paragraph style: its id, its name in Word's lists, and its properties of paragraphs and of letters.
type Style = (&'static str, &'static str, &'static str, &'static str);

const STYLES: [Style; 15] = [
    ("Title", "Title", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"40\"/>", "<w:b/><w:sz w:val=\"34\"/>"),
    (
        "Subtitle",
        "Subtitle",
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"1C2024\"/></w:pBdr><w:spacing w:before=\"0\" w:after=\"120\"/>",
        "<w:color w:val=\"5B636B\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"160\" w:after=\"50\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"21\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"100\" w:after=\"40\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"18\"/>",
    ),
    ("Lead", "Lead", "<w:spacing w:after=\"80\"/>", "<w:sz w:val=\"20\"/>"),
    ("BodyText", "Body Text", "<w:spacing w:after=\"70\"/>", ""),
    (
        "Note",
        "Note",
        "<w:keepLines/><w:spacing w:before=\"40\" w:after=\"60\"/>",
        "<w:color w:val=\"5B636B\"/><w:sz w:val=\"15\"/>",
    ),
    (
        "Provenance",
        "Provenance",
        "<w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"C9CED3\"/></w:pBdr><w:spacing w:before=\"160\" w:after=\"0\"/>",
        "<w:color w:val=\"5B636B\"/><w:sz w:val=\"14\"/>",
    ),
    (
        "ListBullet",
        "List Bullet",
        "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"30\"/><w:ind w:left=\"280\" w:hanging=\"220\"/>",
        "",
    ),
    (
        "ListNumber",
        "List Number",
        "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr><w:spacing w:after=\"30\"/><w:ind w:left=\"280\" w:hanging=\"220\"/>",
        "",
    ),
    (
        "Quote",
        "Quote",
        "<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"7\" w:color=\"C9CED3\"/></w:pBdr>\
         <w:spacing w:before=\"20\" w:after=\"60\"/><w:ind w:left=\"440\"/>",
        "<w:sz w:val=\"17\"/>",
    ),
    ("TableText", "Table Text", "<w:spacing w:before=\"0\" w:after=\"0\"/>", "<w:sz w:val=\"16\"/>"),
    ("Figure", "Figure", "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/>", ""),
    ("Header", "header", "<w:jc w:val=\"right\"/>", "<w:color w:val=\"5B636B\"/><w:sz w:val=\"15\"/>"),
    ("Footer", "footer", "<w:jc w:val=\"right\"/>", "<w:color w:val=\"5B636B\"/><w:sz w:val=\"15\"/>"),
];

fn styles() -> String {
    let mut out = format!(
        "<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/><w:color w:val=\"1C2024\"/>\
         <w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"60\" w:line=\"252\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\n\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\n"
    );
    for (id, name, paragraph, letters) in STYLES {
        let _ = writeln!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
        );
    }
    // So small that nobody sees it: what stands between a table and what follows.
    out.push_str(
        "<w:style w:type=\"paragraph\" w:styleId=\"Gap\"><w:name w:val=\"Gap\"/><w:basedOn w:val=\"Normal\"/>\
         <w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"80\" w:lineRule=\"exact\"/></w:pPr><w:rPr><w:sz w:val=\"4\"/></w:rPr></w:style>\n\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>\
         <w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\n\
         <w:style w:type=\"table\" w:styleId=\"Brief\"><w:name w:val=\"Brief Table\"/><w:basedOn w:val=\"TableNormal\"/>\
         <w:tblPr><w:tblBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C9CED3\"/>\
         <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C9CED3\"/></w:tblBorders>\
         <w:tblCellMar><w:top w:w=\"36\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"36\" w:type=\"dxa\"/>\
         <w:right w:w=\"110\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"1C2024\"/></w:tcBorders></w:tcPr></w:tblStylePr>\
         </w:style></w:styles>",
    );
    out
}
