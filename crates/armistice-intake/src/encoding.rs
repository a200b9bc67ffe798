//! Bytes to text: Unicode where they are that, an older encoding where they plainly are that, and else the byte that is wrong.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Refusal;

/// Bytes looked at where the whole text is not needed.
const LOOK: usize = 8192;
/// Of a hundred bytes of text in Latin letters, those that may lie outside ASCII.
const FOREIGN: usize = 30;

/// The text, without a mark of its byte order; and the encoding's name, where it was guessed. `page`: a web page, which may name its own.
pub(crate) fn decode(bytes: &[u8], page: bool) -> Result<(String, Option<&'static str>), Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return wide(encoding, bytes.get(mark..).unwrap_or_default()).map(|text| (text, None));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(encoding) = unmarked_wide(bytes) {
        return wide(encoding, bytes).map(|text| (text, Some(encoding.name())));
    }
    if bytes.contains(&0) {
        return Err(Refusal::new(
            "is not a text file: it contains zero bytes",
            "export it as plain text in UTF-8 first",
        ));
    }
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), None)),
        Err(wrong) => wrong,
    };
    let at = wrong.valid_up_to();
    let valid = bytes.get(..at).unwrap_or_default();
    let declared = if page { declared(bytes) } else { None };
    // Text that has been good UTF-8 beyond ASCII is damaged UTF-8; a last letter cut in half is what a broken copy leaves.
    if declared.is_none() && (!valid.is_ascii() || wrong.error_len().is_none()) {
        return Err(damaged(bytes, at));
    }
    let encoding = declared.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes.get(..bytes.len().min(at + (1 << 20))).unwrap_or(bytes), true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        // A stray byte in English text is no Chinese letter.
        if !guess.is_single_byte() && foreign(bytes) * 20 < bytes.len() { WINDOWS_1252 } else { guess }
    });
    match encoding.decode_without_bom_handling(bytes) {
        (text, false) if plausible(encoding, bytes, &text) => Ok((text.into_owned(), Some(encoding.name()))),
        _ => Err(damaged(bytes, at)),
    }
}

fn damaged(bytes: &[u8], at: usize) -> Refusal {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    Refusal::new(
        format!("is not UTF-8 text: byte {at}, on line {line}, is 0x{byte:02x}"),
        "save it as UTF-8; if it is text in another encoding: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
    )
}

/// UTF-16.
fn wide(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Refusal> {
    match encoding.decode_without_bom_handling(bytes) {
        (text, false) if !text.contains('\0') => Ok(text.into_owned()),
        _ => Err(Refusal::new(
            format!("begins as {} text but is damaged or something else", encoding.name()),
            "save it as UTF-8 text",
        )),
    }
}

/// UTF-16 without a mark: every other byte of a text in Latin letters is zero.
fn unmarked_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let look = bytes.get(..bytes.len().min(LOOK)).unwrap_or_default();
    let pairs = look.len() / 2;
    let zeros = |offset: usize| look.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let mostly = |many: usize, few: usize| pairs >= 4 && many * 4 >= pairs * 3 && few * 20 <= pairs;
    if mostly(odd, even) {
        Some(UTF_16LE)
    } else if mostly(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that a web page says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default().to_ascii_lowercase();
    let at = start.windows(8).position(|eight| eight == b"charset=")? + 8;
    let label = start.get(at..)?.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|b| matches!(b, b'"' | b'\'' | b'>' | b'/' | b';' | b' ')).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?).filter(|&e| e != UTF_8)
}

/// Whether decoded bytes read like a text: no control characters; and in Latin letters, few that are not English.
fn plausible(encoding: &'static Encoding, bytes: &[u8], text: &str) -> bool {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    let western = encoding != WINDOWS_1252 || foreign(bytes) * 100 <= bytes.len() * FOREIGN;
    // Other scripts have words of one letter.
    let latin = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count() > 4 * foreign(bytes);
    !text.contains(control) && western && !(latin && stray(text))
}

/// Whether a letter outside ASCII stands alone, as what is left of a broken UTF-8 letter does; but for the words of one letter that French, Spanish and Italian have.
fn stray(text: &str) -> bool {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let alone = !before.is_alphanumeric() && letters.peek().is_none_or(|next| !next.is_alphanumeric());
        if !c.is_ascii() && c.is_alphabetic() && alone && !matches!(c, 'à' | 'À' | 'è' | 'È' | 'é' | 'ó' | 'ª' | 'º')
        {
            return true;
        }
        before = c;
    }
    false
}

/// Bytes outside ASCII.
fn foreign(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| !b.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The café’s owner, Mr Müller, said: “No deal – yet.”\nHe left on Monday.\n";

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn unicode_in_its_forms_is_the_same_text() {
        let marked = |text: &str| format!("\u{feff}{text}");
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked(TEXT).into_bytes(),
            utf16(&marked(TEXT), u16::to_le_bytes),
            utf16(&marked(TEXT), u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes, false), Ok((TEXT.to_owned(), None)));
        }
        assert_eq!(decode(&utf16(TEXT, u16::to_le_bytes), false), Ok((TEXT.to_owned(), Some("UTF-16LE"))));
        assert_eq!(decode(&utf16(TEXT, u16::to_be_bytes), false), Ok((TEXT.to_owned(), Some("UTF-16BE"))));
    }

    #[test]
    fn text_in_an_older_encoding_is_decoded() {
        let (bytes, _, _) = WINDOWS_1252.encode(TEXT);
        assert_eq!(decode(&bytes, false), Ok((TEXT.to_owned(), Some("windows-1252"))));
        let page = b"<html><head><meta charset=iso-8859-2></head><p>Gda\xf1sk is in Poland.</p>";
        let (text, encoding) = decode(page, true).unwrap();
        assert!(text.contains("Gdańsk") && encoding == Some("ISO-8859-2"), "{text}");
    }

    #[test]
    fn a_wrong_byte_is_named_with_its_line() {
        let what = |bytes: &[u8]| decode(bytes, false).unwrap_err().what;
        assert!(what(b"one\ncaf\xc3").contains("byte 7, on line 2, is 0xc3"));
        assert!(what("café\n\u{1f54a} ".as_bytes().get(..8).unwrap()).contains("byte 6, on line 2, is 0xf0"));
        assert!(what(b"caf\xc3\xa9 cr\xe8me").contains("byte 8, on line 1, is 0xe8"));
        assert!(what(b"Peru said \xc3( on Monday").contains("byte 10, on line 1, is 0xc3"));
        // 0x81 stands for nothing in Windows-1252.
        assert!(what(b"The minister s\x81id so on Monday.").contains("is 0x81"));
        assert!(what(b"a\0b").contains("zero bytes"));
        assert!(what(b"\xff\xfea\0\0\0").contains("UTF-16LE"));
    }
}
