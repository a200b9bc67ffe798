//! Claims as W3C Web Annotations: JSON-LD in the shape of the Web Annotation Data Model (Recommendation of 23 February 2017), and what
//! annotation tools make of that model.
//!
//! A claim is an annotation whose target is the quote in its source, by position and by its words, and whose bodies are the claim's kind and issues as
//! tags, its content as a description, and everything else as data. The annotations are the items of the only page of a collection.

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// The context of the data model.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What is ours, beside the model's own terms: terms with this prefix.
const SOURCES: &str = "armistice:sources";
const ACTORS: &str = "armistice:actors";
const CLAIM: &str = "armistice:claim";

/// A path as an IRI relative to the dossier's folder.
fn to_iri(path: &str) -> String {
    let mut iri = String::new();
    for letter in path.chars() {
        // What an IRI may not hold (RFC 3987), and what would end a path.
        if letter <= ' ' || letter == '\u{7f}' || "\"<>\\^`{|}%#?".contains(letter) {
            let mut bytes = [0; 4];
            iri.extend(letter.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            iri.push(letter);
        }
    }
    iri
}

/// The path of an IRI; what is not encoded as it should be stays.
fn from_iri(iri: &str) -> String {
    let mut bytes = Vec::with_capacity(iri.len());
    let mut rest = iri.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |at: usize| tail.get(at).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| iri.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_iris_and_back() {
        assert_eq!(to_iri("sources/Day 2 — 50%.txt"), "sources/Day%202%20—%2050%25.txt");
        for path in ["sources/a.txt", "a b/ç%20#?.txt", "\u{1}%"] {
            assert_eq!(from_iri(&to_iri(path)), path);
        }
        assert_eq!(from_iri("%zz%FF"), "%zz%FF");
    }
}
