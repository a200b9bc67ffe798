//! Web pages and Word documents as they are found: what is the article, and what is beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of a test; what is not as expected fails it"
)]

use armistice_intake::{Document, Format, Refusal, document};

const PAGE: &str = r##"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Hill State keeps the bridge shut | The Arden Post</title>
<meta property="og:title" content="Hill State keeps the bridge shut"><meta property="og:site_name" content="The Arden Post">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"The Arden Post"},
 {"@type":"NewsArticle","headline":"Hill State keeps the bridge shut","datePublished":"2031-04-02T06:30:00+02:00"}]}</script>
<style>p { color: red }</style></head>
<body class="has-sidebar comments-open">
<header><a href="/">The Arden Post</a><p>The paper of record for Arden and the two valleys, since 1902, every day but Sunday.</p></header>
<nav><ul><li><a href="/w">World</a><li><a href="/b">Business</a></ul></nav>
<div class="cookie-consent"><p>We and our 812 partners store cookies on your device. The government of Freedonia demanded that we ask you.</p></div>
<main><article>
<h1>Hill State keeps the bridge&nbsp;shut</h1>
<p class="byline">By <a href="/a">Ann Reporter</a></p>
<figure><img src="b.jpg"><figcaption>The bridge, closed since January, seen from the Vale.</figcaption></figure>
<p>ARDEN &mdash; The Hill State will not open the bridge, a guard said on Wednesday. &ldquo;Not this year,&rdquo; he
added, standing in the <a href="/rain">rain</a>.
<p>The Vale demanded that the bridge be opened <b>at once</b>, and offered to pay for re&shy;pairs of the road.
<div class="related-stories"><h3>Related stories</h3><ul><li><a href="/1">Vale minister rejects plan for a ferry across the river</a></li>
<li><a href="/2">Five things to know about the bridge at Arden</a></li></ul></div>
<h2>What was agreed</h2>
<ul><li>to meet again on Friday</li><li><p>to free the two fishermen</p></li></ul>
<p>Advertisement</p>
<blockquote><p>“We are ready to talk,” the Vale’s minister wrote to the Hill State’s council.</p></blockquote>
</article>
<section id="comments"><h2>Comments</h2><p>HillFan42: The Vale should withdraw all its troops from the river bank, I say, and soon.</p></section>
</main>
<aside><p>Most read: The Vale refuses to send its fishermen home before the summer, according to people near the talks.</p></aside>
<footer><p>© 2031 The Arden Post. The editors refuse to take responsibility for the weather or for what others say.</p></footer>
</body></html>"##;

fn read(name: &str, bytes: &[u8]) -> Document {
    document(name, bytes).unwrap_or_else(|r| panic!("{name} {}: {:?}", r.what, r.help))
}

fn refused(name: &str, bytes: &[u8]) -> Refusal {
    document(name, bytes).map(|d| d.text).expect_err("a refusal")
}

#[test]
fn an_article_is_what_is_left_of_its_page() {
    let found = read("page.html", PAGE.as_bytes());
    assert_eq!(
        found.text,
        "Hill State keeps the bridge shut\n\n\
         ARDEN — The Hill State will not open the bridge, a guard said on Wednesday. “Not this year,” he added, standing in the rain.\n\n\
         The Vale demanded that the bridge be opened at once, and offered to pay for repairs of the road.\n\n\
         What was agreed\n\n\
         • to meet again on Friday\n\n\
         • to free the two fishermen\n\n\
         “We are ready to talk,” the Vale’s minister wrote to the Hill State’s council.\n"
    );
    assert_eq!(found.title.as_deref(), Some("Hill State keeps the bridge shut"));
    assert_eq!(found.published.as_deref(), Some("2031-04-02"));
    assert_eq!(found.format, Format::Html);
}

#[test]
fn an_old_page_without_marks_is_read_too() {
    let page = "<HTML><HEAD><TITLE>Talks end - The Old Wire</TITLE><META NAME=date CONTENT='3 March 1998'></HEAD><BODY><TABLE><TR><TD>\
        <A HREF=1>Home</A> <A HREF=2>News</A> <A HREF=3>Sport</A></TD><TD><FONT SIZE=5>Talks end</FONT><BR><BR>\
        The two sides met in Lima on Tuesday, and left again without a word to those who waited.<BR><BR>\
        Peru refused to say why it had come at all. <I>Nobody</I> had asked it to, a Chilean diplomat said.</TD></TR></TABLE></BODY></HTML>";
    let found = read("old.htm", page.as_bytes());
    assert_eq!(
        found.text,
        "Talks end - The Old Wire\n\nTalks end\n\nThe two sides met in Lima on Tuesday, and left again without a word to those who waited.\n\n\
         Peru refused to say why it had come at all. Nobody had asked it to, a Chilean diplomat said.\n"
    );
    assert_eq!(found.published.as_deref(), Some("1998-03-03"));
}

#[test]
fn a_short_page_keeps_its_only_paragraph() {
    let found = read("a", b"<html><body class=share><div class=promo><p>Peru left.</p></div></body></html>");
    assert_eq!(found.text, "Peru left.\n");
    assert!(
        refused(
            "a.html",
            b"<html><head><title>App</title></head><body><div id=root></div><script>run()</script></body></html>"
        )
        .what
        .contains("has no text")
    );
}

#[test]
fn a_page_nested_a_hundred_thousand_deep_is_read_in_no_time() {
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<ul><li>", ""),
        ("<table><tr><td>", ""),
        ("<p><div>", ""),
        ("<a href=x>", "</b>"),
    ] {
        let page = format!(
            "<html><body>{}<p>Peru left the talks on Monday.</p>{}",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let found = document("deep.html", page.as_bytes());
        assert!(found.is_ok_and(|d| d.text.contains("Peru left the talks on Monday.")), "{open}");
    }
}

#[test]
fn a_word_document_nested_a_hundred_thousand_deep_is_read_in_no_time() {
    let (open, close) = ("<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let body = format!("<w:document xmlns:w=\"w\">{open}<w:r><w:t>Peru left.</w:t></w:r>{close}</w:document>");
    let found = document("deep.docx", &zip(&[("word/document.xml", body.as_bytes())]));
    assert!(found.is_ok_and(|d| d.text == "Peru left.\n"));
}

/// A zip archive of stored parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let le = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    for (name, data) in parts {
        let at = out.len();
        // Version, flags, method, time, date; no checksum is asked for; sizes, name's length, no extra.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(le(data.len()));
        common.extend(le(data.len()));
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(*data);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(le(at));
        directory.extend(name.as_bytes());
    }
    let (at, count) = (out.len(), u16::try_from(parts.len()).unwrap().to_le_bytes());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(le(directory.len()));
    out.extend(le(at));
    out.extend([0, 0]);
    out
}

const BODY: &str = r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Hill State keeps</w:t></w:r><w:r><w:t xml:space="preserve"> the bridge shut</w:t></w:r></w:p>
<w:p><w:r><w:t>2 April 2031</w:t></w:r></w:p>
<w:p><w:r><w:t>The Hill State will not open</w:t><w:br/><w:t>the bridge, a guard said.</w:t></w:r><w:del><w:r><w:delText>He lied.</w:delText></w:r></w:del></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>to meet again</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>The Vale offered to pay.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>"#;

#[test]
fn a_word_document_gives_its_paragraphs() {
    let core = r#"<cp xmlns:dc="d" xmlns:dcterms="t"><dc:title> </dc:title><dcterms:created>2031-04-09T08:00:00Z</dcterms:created></cp>"#;
    let found = read("a.docx", &zip(&[("word/document.xml", BODY.as_bytes()), ("docProps/core.xml", core.as_bytes())]));
    assert_eq!(
        found.text,
        "Hill State keeps the bridge shut\n\n2 April 2031\n\nThe Hill State will not open the bridge, a guard said.\n\n• to meet again\n\n\
         The Vale offered to pay.\n"
    );
    assert_eq!(found.title.as_deref(), Some("Hill State keeps the bridge shut"));
    // What stands on the paper goes before the day the file was made.
    assert_eq!(found.published.as_deref(), Some("2031-04-02"));
}

#[test]
fn archives_of_other_kinds_are_named() {
    assert!(refused("a.zip", &zip(&[("a.txt", b"Peru left.")])).what.contains("zip archive"));
    assert!(refused("a.odt", &zip(&[("content.xml", b"<a/>")])).what.contains("OpenDocument"));
    assert!(refused("a.xlsx", &zip(&[("xl/workbook.xml", b"<a/>")])).what.contains("spreadsheet"));
    let whole = zip(&[("word/document.xml", BODY.as_bytes())]);
    assert!(refused("half.docx", &whole[..whole.len() / 2]).what.contains("no complete"));
    assert!(refused("x.docx", &zip(&[("word/document.xml", b"<a><b></a>")])).what.contains("damaged"));
    assert!(refused("x.docx", &zip(&[("word/document.xml", b"<a/>")])).what.contains("has no text"));
}

#[test]
fn a_part_that_unpacks_to_gigabytes_is_refused() {
    // 65 MB of zeros, packed a thousand times.
    let packed = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 65 << 20], 6);
    let mut archive = zip(&[("word/document.xml", &packed)]);
    // The method is 8, packed, in the part's header and in the table of contents.
    let second = archive.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap() + 10;
    archive[8] = 8;
    archive[second] = 8;
    assert!(refused("bomb.docx", &archive).what.contains("unpacks to more than 64 MB"));
}

#[test]
fn other_files_are_named_with_the_way_out() {
    for (bytes, what) in [
        (b"{\\rtf1 x".as_slice(), "rich-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\x00\x01\x02\x03", "zero bytes"),
    ] {
        let refusal = refused("f", bytes);
        assert!(refusal.what.contains(what) && !refusal.help.is_empty(), "{refusal:?}");
    }
}
