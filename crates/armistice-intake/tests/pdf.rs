//! PDF documents: text in reading order, whole paragraphs, and a clear word where there is no text.
//! `documents/columns.*` and `locked.pdf` are of our own writing, made with LibreOffice.

#![cfg(feature = "pdf")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of a test; what is not as expected fails it"
)]

use armistice_intake::{Document, Format, Refusal, document};

fn read(bytes: &[u8]) -> Document {
    document("a.pdf", bytes).unwrap_or_else(|r| panic!("{}: {:?}", r.what, r.help))
}

fn refused(bytes: &[u8]) -> Refusal {
    document("a.pdf", bytes).map(|d| d.text).expect_err("a refusal")
}

/// A PDF of one page for every content, in Helvetica.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (n, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents {} 0 R /Resources << /Font << /F 3 0 R >> /XObject << /I 99 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let at = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|p| out.extend(format!("{p:010} 00000 n \n").bytes()));
    out.extend(format!("trailer << /Root 1 0 R /Size {} >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// Lines of text from a height down, 14 points apart.
fn lines(x: u32, from: u32, lines: &[&str]) -> String {
    let each = |(n, line): (u32, &&str)| format!("BT /F 10 Tf {x} {} Td ({line}) Tj ET\n", from - 14 * n);
    (0u32..).zip(lines).map(each).collect()
}

const FILLER: &str = "The talks went on till late at night and nobody left the room";

#[test]
fn columns_are_read_one_after_the_other() {
    let found = read(include_bytes!("documents/columns.pdf"));
    let expected = "Bridge talks in Arden end without a deal\n\n2 April 2031\n\n\
        ARDEN — The Hill State will not open the bridge over the river before the summer, its minister of transport, Ada Moss, said on Wednesday after two days of talks in the old customs house.\n\n\
        The Vale demanded that the bridge be opened at once, and offered to pay for the repair of the road that leads to it. “We have waited for four months, and our fishermen cannot wait any longer,” its foreign minister, Tam Reed, told reporters. He called on the mediators to put forward a proposal of their own, and accused the Hill State of breaking the cease-fire of January.\n\n\
        What was agreed\n\n\
        • to meet again on Friday in the same house\n\n\
        • to free the two fishermen who were arrested in March, unless they are charged with an offence before the end of the week\n\n\
        The mediators, who came from three neighbouring countries, were sceptical. An agreement was still possible, one of them said, but only if both sides stopped talking to the newspapers and started talking to each other.\n\n\
        The Hill State closed the bridge in January, after shots were fired at a guard. It has said since that it would open it only if the Vale withdrew the armed boats that it keeps below the weir; the Vale says that there are none.\n\n\
        ARDEN — ";
    assert!(found.text.starts_with(expected), "{}", found.text);
    // The head of every page and its number are no part of it, and paragraphs run on over the pages.
    assert!(!found.text.contains("Arden Review") && !found.text.contains("Page "), "{}", found.text);
    assert_eq!(found.text.matches("The Vale demanded that the bridge be opened at once, and offered to pay for the repair of the road that leads to it. “We").count(), 3, "{}", found.text);
    assert_eq!(found.title.as_deref(), Some("Bridge talks in Arden end without a deal"));
    assert_eq!(found.published.as_deref(), Some("2031-04-02"));
    assert_eq!(found.format, Format::Pdf);
}

#[test]
fn the_word_document_of_it_is_read_alike() {
    let word = document("columns.docx", include_bytes!("documents/columns.docx")).expect("a document");
    let page = read(include_bytes!("documents/columns.pdf"));
    assert_eq!(word.text, page.text);
    assert_eq!(word.title, page.title);
}

#[test]
fn broken_words_are_mended() {
    let content = lines(
        50,
        500,
        &[
            "The government of the Hill State demanded on Monday that the Vale with-",
            "draw its boats, and said that it would not be moved by anything but a cease-",
            "fire. A cease-fire was what the Vale had asked for, its minister said. The non-",
            "aligned states were glad. They had called for it, too, at the meeting in Lima.",
        ],
    );
    assert_eq!(
        read(&pdf(&[&content])).text,
        "The government of the Hill State demanded on Monday that the Vale withdraw its boats, and said that it would not be moved by \
         anything but a cease-fire. A cease-fire was what the Vale had asked for, its minister said. The non-aligned states were glad. \
         They had called for it, too, at the meeting in Lima.\n"
    );
}

#[test]
fn words_in_pieces_are_put_together() {
    // Letters moved nearer to each other, and words set apart by space alone.
    let content = "BT /F 10 Tf 50 500 Td [(P) 40 (eru) -300 (refused) -300 (to) -300 (lea) 15 (ve) -300 (Lima.)] TJ ET";
    assert_eq!(read(&pdf(&[content])).text, "Peru refused to leave Lima.\n");
}

#[test]
fn a_document_without_text_says_so() {
    let scan = refused(&pdf(&["q 400 0 0 600 0 0 cm /I Do Q", "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"]));
    assert!(scan.what.contains("without text") && scan.help[0].contains("ocrmypdf"), "{scan:?}");
    assert!(refused(&pdf(&[""])).what.contains("without text"));
    let locked = refused(include_bytes!("documents/locked.pdf"));
    assert!(locked.what.contains("encrypted") && locked.help[0].contains("password"), "{locked:?}");
    let whole = pdf(&[FILLER]);
    for bytes in [b"%PDF-1.7\n".as_slice(), b"%PDF-1.7\n%%EOF", &whole[..60]] {
        assert!(refused(bytes).what.contains("PDF"), "{:?}", refused(bytes));
    }
}

#[test]
fn a_damaged_table_of_contents_is_no_hindrance() {
    let mut whole = pdf(&[&lines(50, 500, &[FILLER])]);
    let at = whole.windows(4).rposition(|w| w == b"xref").expect("a table");
    whole.truncate(at);
    assert!(read(&whole).text.starts_with(FILLER));
}

#[test]
fn a_form_that_draws_itself_comes_to_an_end() {
    // The page's picture is the page: forms within forms.
    let mut bytes = pdf(&[&format!("{}/I Do /I Do", lines(50, 500, &[FILLER]))]);
    let form = "99 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /I 99 0 R >> >> /Length 11 >>\nstream\n/I Do /I Do\nendstream\nendobj\n";
    let at = bytes.windows(4).rposition(|w| w == b"xref").expect("a table");
    bytes.truncate(at);
    bytes.extend(form.bytes());
    assert!(read(&bytes).text.starts_with(FILLER));
}

#[test]
fn a_stream_that_unpacks_to_gigabytes_is_refused() {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 65 << 20], 6);
    let mut bytes = b"%PDF-1.5\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n".to_vec();
    bytes.extend(packed);
    bytes.extend(b"\nendstream\nendobj\n");
    assert!(refused(&bytes).what.contains("unpacks to more than 64 MB"));
}
