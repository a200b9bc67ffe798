//! Gold claims beside their text: every problem can be shown, what is accepted quotes the text, and the reader's draft can be scored against it.

use armistice_reader::score::{Score, compare, parse, stated};
use armistice_reader::{SourceText, read};

use super::{NEWS, parts};

pub fn check(text: &str) {
    let (lines, news) = parts(text);
    let news = news.unwrap_or(NEWS);
    let gold = match parse(lines, news) {
        Ok(gold) => gold,
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!((1..=lines.lines().count()).contains(&problem.line), "{problem:?}");
                for line in problem.help.iter().chain([&problem.message]) {
                    assert!(!line.is_empty() && !line.contains(['\n', '\r', '\u{1b}']), "{problem:?}");
                }
            }
            return;
        }
    };
    for claim in &gold {
        assert_eq!(news.get(claim.start..claim.end), Some(claim.quote.as_str()));
    }
    let claims = read(&[SourceText { id: "news", file: "news.txt", text: news, title: None, published: None }]);
    let drafted = stated(&claims, "news");
    for (gold, drafted) in [(&gold, &drafted), (&drafted, &gold), (&gold, &gold)] {
        let found = compare(gold, drafted);
        assert_eq!(found.pairs.len() + found.missed.len(), gold.len());
        assert_eq!(found.pairs.len() + found.superfluous.len(), drafted.len());
        let mut score = Score::default();
        score.add(gold, drafted, &found);
        assert!(score.f1_with_speaker() <= score.overall.f1() && score.overall.f1() <= 1.0);
    }
    let itself = compare(&gold, &gold);
    assert!(itself.pairs.iter().all(|p| p.speaker != Some(false) && p.polarity && p.status && p.attribution));
}
