//! What the codes in a PDF's strings mean: letters, and how wide they are.

use std::collections::BTreeMap;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::dict::keys::{
    BASE_ENCODING, BASE_FONT, DESCENDANT_FONTS, DIFFERENCES, DW, ENCODING, FIRST_CHAR, FONT_DESC, MISSING_WIDTH,
    SUBTYPE, TO_UNICODE, W, WIDTHS,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

/// A font, as far as its letters' meaning and width go.
#[derive(Debug)]
pub(super) struct Font {
    /// Codes to text, by the font itself.
    to_unicode: Option<CMap>,
    /// Of fonts with codes of several bytes: codes to the numbers that widths are given for.
    numbers: Option<CMap>,
    wide: bool,
    /// Of fonts with codes of one byte.
    letters: Vec<Option<String>>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
}

impl Font {
    pub(super) fn new(dict: &Dict<'_>) -> Self {
        let to_unicode = dict.get::<Stream<'_>>(TO_UNICODE).and_then(|s| cmap(&s));
        let wide = dict.get::<Name<'_>>(SUBTYPE).is_some_and(|s| s.as_str() == "Type0");
        let mut font = Self {
            to_unicode,
            numbers: None,
            wide,
            letters: Vec::new(),
            widths: BTreeMap::new(),
            default_width: 1000.0,
        };
        if wide {
            font.numbers = dict.get::<Stream<'_>>(ENCODING).and_then(|s| cmap(&s));
            if let Some(inner) = dict.get::<Array<'_>>(DESCENDANT_FONTS).and_then(|a| a.iter::<Dict<'_>>().next()) {
                font.default_width = inner.get::<f64>(DW).unwrap_or(1000.0);
                font.wide_widths(&inner);
            }
        } else {
            font.letters = letters(dict);
            font.simple_widths(dict);
        }
        font
    }

    fn simple_widths(&mut self, dict: &Dict<'_>) {
        let first = dict.get::<u32>(FIRST_CHAR).unwrap_or(0);
        if let Some(widths) = dict.get::<Array<'_>>(WIDTHS) {
            self.widths = (first..).zip(widths.iter::<f64>().take(256)).collect();
        }
        let described = dict.get::<Dict<'_>>(FONT_DESC).and_then(|d| d.get::<f64>(MISSING_WIDTH));
        let name = dict.get::<Name<'_>>(BASE_FONT).map(|n| n.as_str().to_owned()).unwrap_or_default();
        self.default_width = if self.widths.is_empty() { 0.0 } else { described.unwrap_or(0.0) };
        if self.widths.is_empty() {
            // One of the fonts that every viewer has. Its widths only have to tell words from gaps.
            let fixed = name.contains("Courier");
            self.widths = (0u32..256).map(|code| (code, if fixed { 600.0 } else { usual_width(code) })).collect();
        }
    }

    /// `[c [w w w] first last w …]`
    fn wide_widths(&mut self, inner: &Dict<'_>) {
        let Some(all) = inner.get::<Array<'_>>(W) else { return };
        let mut before: Vec<f64> = Vec::new();
        for item in all.iter::<Object<'_>>() {
            match item {
                Object::Array(widths) => {
                    let Some(first) = before.pop() else { continue };
                    let first = code(first);
                    self.widths.extend((first..).zip(widths.iter::<f64>().take(65_536)));
                    before.clear();
                }
                Object::Number(n) => before.push(n.as_f64()),
                _ => {}
            }
            if let [first, last, width] = before.as_slice() {
                let (first, last) = (code(*first), code(*last));
                self.widths.extend((first..=last.min(first.saturating_add(65_535))).map(|c| (c, *width)));
                before.clear();
            }
        }
    }

    /// Calls `each` with every code of a string and its length in bytes.
    pub(super) fn codes(&self, bytes: &[u8], each: &mut dyn FnMut(u32, usize)) {
        if self.wide {
            for pair in bytes.chunks(2) {
                each(pair.iter().fold(0, |code, b| code << 8 | u32::from(*b)), pair.len());
            }
        } else {
            bytes.iter().for_each(|b| each(u32::from(*b), 1));
        }
    }

    /// In thousandths of the font's size.
    pub(super) fn width(&self, code: u32) -> f64 {
        let number = self.numbers.as_ref().and_then(|map| map.lookup_cid_code(code, 2)).unwrap_or(code);
        self.widths.get(&number).copied().unwrap_or(self.default_width)
    }

    /// What a code means; `None` when the font does not tell.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        let told = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)).map(|text| match text {
            BfString::Char(c) => c.to_string(),
            BfString::String(s) => s,
        });
        let known = |t: &String| {
            !t.contains(|c: char| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || c.is_control() && c != '\t')
        };
        told.filter(known).or_else(|| self.letters.get(usize::try_from(code).ok()?)?.clone())
    }
}

fn code(number: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of codes")]
    let code = number.clamp(0.0, 65_535.0) as u32;
    code
}

fn cmap(stream: &Stream<'_>) -> Option<CMap> {
    CMap::parse(&stream.decoded_data().ok()?, |_| None)
}

fn usual_width(code: u32) -> f64 {
    match char::from_u32(code).unwrap_or(' ') {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | ';' | ':' | '\'' | '!' | '|' | '(' | ')' | '-' => 278.0,
        'm' | 'w' | 'M' | 'W' => 830.0,
        c if c.is_uppercase() => 690.0,
        _ => 540.0,
    }
}

/// The letters of a font with codes of one byte: a known encoding, and the differences to it by name.
fn letters(dict: &Dict<'_>) -> Vec<Option<String>> {
    let named = dict.get::<Name<'_>>(ENCODING).map(|n| n.as_str().to_owned());
    let own = dict.get::<Dict<'_>>(ENCODING);
    let base = named.or_else(|| own.as_ref()?.get::<Name<'_>>(BASE_ENCODING).map(|n| n.as_str().to_owned()));
    let mut letters: Vec<Option<String>> = (0..=255u8).map(|code| letter(base.as_deref(), code)).collect();
    let Some(differences) = own.and_then(|d| d.get::<Array<'_>>(DIFFERENCES)) else { return letters };
    let mut at = 0usize;
    for item in differences.iter::<Object<'_>>() {
        match item {
            Object::Number(n) => at = usize::try_from(code(n.as_f64())).unwrap_or(0),
            Object::Name(name) => {
                if let Some(place) = letters.get_mut(at) {
                    *place = by_name(name.as_str());
                }
                at += 1;
            }
            _ => {}
        }
    }
    letters
}

fn letter(base: Option<&str>, code: u8) -> Option<String> {
    let decoded = |encoding: &'static encoding_rs::Encoding| {
        let (text, _) = encoding
            .decode_without_bom_handling(&[code])
            .0
            .into_owned()
            .char_indices()
            .next()
            .map_or(('\0', 0), |(i, c)| (c, i));
        (!text.is_control()).then(|| text.to_string())
    };
    match base {
        Some("WinAnsiEncoding") => decoded(encoding_rs::WINDOWS_1252),
        Some("MacRomanEncoding") => decoded(encoding_rs::MACINTOSH),
        _ => match code {
            b'\'' => Some("’".to_owned()),
            b'`' => Some("‘".to_owned()),
            0x20..=0x7e => Some(char::from(code).to_string()),
            _ => STANDARD.iter().find(|(c, _)| *c == code).map(|(_, text)| (*text).to_owned()),
        },
    }
}

/// Adobe's standard encoding beyond ASCII (PDF 32000-1, annex D.2).
const STANDARD: &[(u8, &str)] = &[
    (0xa1, "¡"),
    (0xa2, "¢"),
    (0xa3, "£"),
    (0xa4, "⁄"),
    (0xa5, "¥"),
    (0xa6, "ƒ"),
    (0xa7, "§"),
    (0xa8, "¤"),
    (0xa9, "'"),
    (0xaa, "“"),
    (0xab, "«"),
    (0xac, "‹"),
    (0xad, "›"),
    (0xae, "fi"),
    (0xaf, "fl"),
    (0xb1, "–"),
    (0xb2, "†"),
    (0xb3, "‡"),
    (0xb4, "·"),
    (0xb6, "¶"),
    (0xb7, "•"),
    (0xb8, "‚"),
    (0xb9, "„"),
    (0xba, "”"),
    (0xbb, "»"),
    (0xbc, "…"),
    (0xbd, "‰"),
    (0xbf, "¿"),
    (0xd0, "—"),
    (0xe1, "Æ"),
    (0xe3, "ª"),
    (0xe8, "Ł"),
    (0xe9, "Ø"),
    (0xea, "Œ"),
    (0xeb, "º"),
    (0xf1, "æ"),
    (0xf5, "ı"),
    (0xf8, "ł"),
    (0xf9, "ø"),
    (0xfa, "œ"),
    (0xfb, "ß"),
];

/// Names of letters that are not letter and accent (Adobe Glyph List).
const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("nbspace", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("quoteright", "’"),
    ("quoteleft", "‘"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("sfthyphen", "-"),
    ("minus", "−"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quotedblbase", "„"),
    ("quotesinglbase", "‚"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("section", "§"),
    ("paragraph", "¶"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("degree", "°"),
    ("sterling", "£"),
    ("Euro", "€"),
    ("cent", "¢"),
    ("yen", "¥"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("periodcentered", "·"),
    ("exclamdown", "¡"),
    ("questiondown", "¿"),
    ("multiply", "×"),
    ("onehalf", "½"),
    ("onequarter", "¼"),
    ("threequarters", "¾"),
    ("ff", "ff"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("f_f", "ff"),
    ("f_i", "fi"),
    ("f_l", "fl"),
    ("T_h", "Th"),
    ("germandbls", "ß"),
    ("AE", "Æ"),
    ("ae", "æ"),
    ("OE", "Œ"),
    ("oe", "œ"),
    ("Oslash", "Ø"),
    ("oslash", "ø"),
    ("Lslash", "Ł"),
    ("lslash", "ł"),
    ("dotlessi", "ı"),
    ("Eth", "Ð"),
    ("eth", "ð"),
    ("Thorn", "Þ"),
    ("thorn", "þ"),
    ("dcroat", "đ"),
    ("Dcroat", "Đ"),
    ("Idotaccent", "İ"),
    ("Scommaaccent", "Ș"),
    ("scommaaccent", "ș"),
    ("Tcommaaccent", "Ț"),
    ("tcommaaccent", "ț"),
];

/// Letters with accents, after the accent's name.
const ACCENTS: &[(&str, &str)] = &[
    ("acute", "AÁaáCĆcćEÉeéIÍiíNŃnńOÓoóSŚsśUÚuúYÝyýZŹzź"),
    ("grave", "AÀaàEÈeèIÌiìOÒoòUÙuù"),
    ("circumflex", "AÂaâEÊeêIÎiîOÔoôUÛuû"),
    ("dieresis", "AÄaäEËeëIÏiïOÖoöUÜuüYŸyÿ"),
    ("tilde", "AÃaãNÑnñOÕoõ"),
    ("ring", "AÅaåUŮuů"),
    ("cedilla", "CÇcçSŞsşTŢtţ"),
    ("caron", "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzž"),
    ("breve", "AĂaăGĞgğ"),
    ("ogonek", "AĄaąEĘeę"),
    ("macron", "AĀaāEĒeēIĪiīOŌoōUŪuū"),
    ("dotaccent", "ZŻzżEĖeė"),
    ("hungarumlaut", "OŐoőUŰuű"),
];

fn by_name(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|n| !n.is_empty())?;
    let mut letters = name.chars();
    let first = letters.next()?;
    let rest = letters.as_str();
    if rest.is_empty() {
        return Some(name.to_owned());
    }
    if let Some((_, text)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some((*text).to_owned());
    }
    if let Some((_, pairs)) = ACCENTS.iter().find(|(accent, _)| *accent == rest) {
        let mut pairs = pairs.chars();
        while let (Some(plain), Some(accented)) = (pairs.next(), pairs.next()) {
            if plain == first {
                return Some(accented.to_string());
            }
        }
    }
    let hexadecimal = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|h| h.len() >= 4)?;
    let c =
        u32::from_str_radix(hexadecimal.get(..hexadecimal.len().min(if name.starts_with("uni") { 4 } else { 6 }))?, 16)
            .ok()?;
    char::from_u32(c).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_letters() {
        for (name, text) in [
            ("A", "A"),
            ("eacute", "é"),
            ("Scaron", "Š"),
            ("quoteright", "’"),
            ("ffi", "ffi"),
            ("uni2019", "’"),
            ("u1F54A", "🕊"),
            ("one.oldstyle", "1"),
        ] {
            assert_eq!(by_name(name).as_deref(), Some(text), "{name}");
        }
        for name in ["g23", ".notdef", "", "uniXYZ1", "cid_5"] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn known_encodings_are_read() {
        assert_eq!(letter(Some("WinAnsiEncoding"), 0x92).as_deref(), Some("’"));
        assert_eq!(letter(Some("MacRomanEncoding"), 0xd5).as_deref(), Some("’"));
        assert_eq!(letter(None, 0xba).as_deref(), Some("”"));
        assert_eq!(letter(None, 0x80), None);
    }
}
