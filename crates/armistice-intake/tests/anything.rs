//! Whatever the bytes: a document or a refusal, no panic, and no text that is blank.

use armistice_intake::language::of;
use armistice_intake::{day, document};
use proptest::prelude::*;

/// Pieces that the formats are made of, so that random bytes go far into their readers.
const PIECES: &[&[u8]] = &[
    b"%PDF-1.7\n", b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n", b"2 0 obj\n<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 9 >>\nendobj\n",
    b"3 0 obj\n<< /Type /Page /Contents 4 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> >> >>\nendobj\n",
    b"4 0 obj\n<< /Length 40 >>\nstream\nBT /F 9 Tf 1 1 Td (Peru left) Tj T* [(a) -900 (b)] TJ ET\nendstream\nendobj\n",
    b"5 0 obj\n<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] /W [1 [2 3] 4 5 6] /ToUnicode 4 0 R >>\nendobj\n",
    b"5 0 obj\n<< /Type /Font /Subtype /Type1 /Encoding << /Differences [ 65 /eacute /uni20 70 /f_i ] >> /FirstChar -5 /Widths [1 2] >>\nendobj\n",
    b"trailer << /Root 1 0 R /Encrypt 9 0 R >>\n", b"startxref\n9\n%%EOF", b"/Filter /FlateDecode", b"\x78\x9c\x4b\x04\x00\x00\x62\x00\x62",
    b"<html>", b"<!DOCTYPE html>", b"<div class='share'>", b"</div>", b"<p>Peru refused to leave the talks on Monday.", b"<script type=application/ld+json>",
    b"{\"@graph\":[{\"@type\":\"NewsArticle\",\"datePublished\":\"2031\"}]}", b"</script>", b"<table><tr><td>", b"<li>", b"<h1>", b"&#x1F54A;&amp", b"<!--", b"<svg",
    b"---\ntitle: 'x\n---\n", b"+++\n", b"# Talks\n", b"- item\n  - item\n", b"> quote\n", b"[a](b)", b"|a|b|\n|-|-|\n", b"```",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00", b"PK\x01\x02", b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00", b"word/document.xml", b"<w:p><w:t>",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc3", b"\xe2\x80", b"caf\xe9 said", b"\0", b"\r\n", b"\r", b"\xe2\x80\xaea\xe2\x80\xac", b"16 May 2025\n",
    b"Published: ", b"2025-02-30", b"\"", "“".as_bytes(), "Ж停戦".as_bytes(),
];

const NAMES: &[&str] = &["a.txt", "a.html", "a.md", "a.pdf", "a.docx", "", "."];

fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    match document(name, bytes) {
        Ok(found) => {
            prop_assert!(!found.text.trim().is_empty());
            let unseen = found.text.contains(['\r', '\u{202e}']);
            prop_assert!(!unseen, "marks that are not seen");
            prop_assert!(found.title.is_none_or(|t| !t.trim().is_empty() && !t.contains('\n')));
            prop_assert!(found.published.is_none_or(|d| day(&d) == Some(d)));
            let _ = of(&found.text);
        }
        Err(refusal) => prop_assert!(!refusal.what.is_empty() && !refusal.help.is_empty()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn pieces_of_documents_in_any_order(
        name in 0..NAMES.len(),
        pieces in prop::collection::vec(prop_oneof![4 => (0..PIECES.len()).prop_map(|n| PIECES[n].to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..12)], 0..40),
    ) {
        check(NAMES[name], &pieces.concat())?;
    }

    #[test]
    fn any_bytes(name in 0..NAMES.len(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(NAMES[name], &bytes)?;
    }

    #[test]
    fn real_documents_with_bytes_changed(which in 0..3usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30), cut in any::<prop::sample::Index>()) {
        let whole: &[u8] = [
            include_bytes!("documents/columns.pdf").as_slice(), include_bytes!("documents/columns.docx"), include_bytes!("documents/locked.pdf"),
        ][which];
        let mut bytes = whole.to_vec();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if changes.len().is_multiple_of(3) {
            bytes.truncate(cut.index(whole.len()));
        }
        check("a", &bytes)?;
    }

    #[test]
    fn any_text_has_a_language_or_none_and_a_day_or_none(text in "\\PC{0,200}") {
        let _ = of(&text);
        let _ = day(&text);
    }
}
