//! Reading text files: what can be wrong with one, said so that the reader knows the way out.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::failure::{Failure, plain};

/// Bytes a file may have at most. A case is written by hand, an article is read by people.
pub(crate) const LARGEST: u64 = armistice_intake::limits::FILE;

/// How files of other formats begin, what they are, and how to get their text.
const FORMATS: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", "get its text first, with `pdftotext FILE.pdf` for instance"),
    (b"PK\x03\x04", "a zip archive or an office document", "save it as plain text (UTF-8) first"),
    (b"{\\rtf", "a rich-text document", "save it as plain text (UTF-8) first"),
];

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    decode(&path.display().to_string(), bytes(path)?)
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let named = path.display();
    let failed = |e: io::Error| {
        let failure = Failure::input(format!("cannot read `{named}`: {}", plain(&e)));
        match e.kind() {
            io::ErrorKind::NotFound => Failure::input(format!("there is no file `{named}`")).help("check the path"),
            io::ErrorKind::PermissionDenied => failure.help("you need permission to read this file"),
            _ => failure,
        }
    };
    let told = fs::metadata(path).map_err(failed)?;
    if told.is_dir() {
        return Err(Failure::input(format!("`{named}` is a folder, not a file")).help("name the files in it"));
    }
    if told.len() > LARGEST {
        return Err(too_large(&format!("`{named}`")));
    }
    let mut bytes = Vec::new();
    // Read a byte more than allowed instead of trusting the size: a device or a pipe does not tell it, and a file may grow.
    File::open(path).and_then(|f| f.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(&format!("`{named}`")));
    }
    Ok(bytes)
}

/// What is said of a file beyond [`LARGEST`].
pub(crate) fn too_large(named: &str) -> Failure {
    Failure::input(format!("{named} is larger than {} MB", LARGEST >> 20))
        .help("split it into smaller files, or keep only the part that matters")
}

/// Bytes as text.
pub(crate) fn decode(named: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    for (start, what, way_out) in FORMATS {
        if bytes.starts_with(start) {
            return Err(Failure::input(format!("`{named}` is {what}, not plain text")).help(*way_out));
        }
    }
    if bytes.iter().take(8192).any(|&b| b == 0) {
        return Err(Failure::input(format!("`{named}` is not a text file: it contains zero bytes"))
            .help("export it as plain text in UTF-8 first"));
    }
    String::from_utf8(bytes).map_err(|e| not_utf8(named, e.as_bytes(), e.utf8_error().valid_up_to()))
}

fn not_utf8(named: &str, bytes: &[u8], at: usize) -> Failure {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let byte = bytes.get(at).copied().unwrap_or_default();
    Failure::input(format!("`{named}` is not UTF-8 text: byte {at}, on line {line}, is 0x{byte:02x}"))
        .help("save it as UTF-8; if it is text in another encoding: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_not_utf8_is_named_with_its_line() {
        let said = decode("a.txt", b"one\ntw\xf6".to_vec()).unwrap_err().text();
        assert!(said.contains("byte 6, on line 2, is 0xf6"), "{said}");
    }

    #[test]
    fn other_formats_are_named() {
        assert!(decode("a.pdf", b"%PDF-1.7 ...".to_vec()).unwrap_err().text().contains("PDF"));
        assert!(decode("a.bin", b"ELF\0\0".to_vec()).unwrap_err().text().contains("zero bytes"));
    }
}
