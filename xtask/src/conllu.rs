//! Treebanks in CoNLL-U, plain or packed by xz.

use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use armistice_reader::train::Sentence;

/// Genres of GUM that may be used for anything with attribution (CC BY); the others are for non-commercial use only, and left out.
const FREE: [&str; 6] = ["bio", "interview", "news", "speech", "textbook", "voyage"];

/// The treebank files under a folder, in the order of their paths.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let entries = fs::read_dir(&at).map_err(|e| format!("cannot read `{}`: {e}", at.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let name = path.to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".conllu") || name.ends_with(".conllu.xz") {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The sentences of a file for which `keep` holds, by their ids.
pub(crate) fn read(path: &Path, keep: impl Fn(&str) -> bool) -> Result<Vec<Sentence>, String> {
    let fail = |e: &dyn std::fmt::Display| format!("cannot read `{}`: {e}", path.display());
    let bytes = fs::read(path).map_err(|e| fail(&e))?;
    let mut text = Vec::new();
    if path.extension().is_some_and(|e| e == "xz") {
        lzma_rs::xz_decompress(&mut BufReader::new(bytes.as_slice()), &mut text)
            .map_err(|e| fail(&format!("{e:?}")))?;
    } else {
        bytes.as_slice().read_to_end(&mut text).map_err(|e| fail(&e))?;
    }
    let text = String::from_utf8(text).map_err(|e| fail(&e))?;

    let mut out = Vec::new();
    let (mut sentence, mut kept) = (Sentence::default(), true);
    for (number, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            if kept && !sentence.is_empty() {
                out.push(std::mem::take(&mut sentence));
            }
            (sentence, kept) = (Sentence::default(), true);
        } else if let Some(id) = line.strip_prefix("# sent_id = ") {
            kept = keep(id);
        } else if !line.starts_with('#') && kept {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, upos, xpos, _, head, relation, ..] = columns[..] else {
                return Err(format!("{}:{}: a word has ten columns", path.display(), number + 1));
            };
            // Ranges are written words, dots are words left out: neither is in the tree.
            if !id.contains(['-', '.']) {
                let columns = [form, lemma, upos, xpos, head, relation];
                sentence.push(columns).map_err(|e| format!("{}:{}: {e}", path.display(), number + 1))?;
            }
        }
    }
    Ok(out)
}

/// Whether a sentence may be used, by its id.
pub(crate) fn free(id: &str) -> bool {
    id.strip_prefix("GUM_").is_none_or(|rest| rest.split('_').next().is_some_and(|genre| FREE.contains(&genre)))
}

/// Whether it is from GUM's news.
pub(crate) fn gum_news(id: &str) -> bool {
    id.starts_with("GUM_news_")
}
