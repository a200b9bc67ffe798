//! The topic table, and words.

use super::super::topics::{CEASEFIRE, LASTING, LEADERS, PARTIAL, PEACE, TALKS, TOPICS, WITHDRAWAL};
use super::super::words::{Choice, Price, Words, phrase, slug, title, valid_id, wish};

fn topics(text: &str) -> Vec<&'static str> {
    Words::of(text).hits(true).iter().map(|h| TOPICS[h.topic].id).collect()
}

#[test]
fn the_table_is_well_formed() {
    assert_eq!(
        [CEASEFIRE, PEACE, TALKS, LEADERS, WITHDRAWAL].map(|t| TOPICS[t].id),
        ["ceasefire", "peace", "talks", "leaders", "withdrawal"]
    );
    for (i, topic) in TOPICS.iter().enumerate() {
        assert!(TOPICS[..i].iter().all(|t| t.id != topic.id), "{} twice", topic.id);
        assert_ne!(topic.now.0, topic.asked.0);
        assert!(!topic.phrases.is_empty(), "{} is never found", topic.id);
        for id in [topic.id, topic.now.0, topic.asked.0] {
            assert_eq!(valid_id(id, ""), id);
        }
        let phrases = [topic.phrases, topic.words, topic.keeps, LASTING, PARTIAL].concat();
        for part in phrases.iter().flat_map(|p| p.split(' ')).flat_map(|p| p.split('|')) {
            let word = part.strip_suffix('*').unwrap_or(part);
            assert!(
                part == "~" || !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()),
                "`{part}` in {}",
                topic.id
            );
        }
    }
}

#[test]
fn topics_are_found_by_the_longer_phrase() {
    assert_eq!(topics("the surrender of all weapons"), ["disarmament"]);
    assert_eq!(topics("to surrender the eastern territories"), ["territory"]);
    assert_eq!(topics("pull their troops back out of the occupied territories"), ["withdrawal"]);
    assert_eq!(topics("a cease-fire and an exchange of 200 prisoners"), ["ceasefire", "prisoner-exchange"]);
    assert_eq!(topics("resume the nuclear disarmament talks"), ["talks"]);
    assert_eq!(topics("halt fire, withdraw, and lift the siege"), ["ceasefire", "withdrawal", "blockade"]);
    assert_eq!(topics("good neighbourly relations"), [""; 0]);
}

#[test]
fn a_ceasefire_has_the_length_said_of_it() {
    let choice = |text: &str| Words::of(text).hits(true).first().map(|h| h.choice);
    let length = |text: &str| match choice(text) {
        Some(Choice::Length(length)) => length.id(),
        other => format!("{other:?}"),
    };
    assert_eq!(length("a 30-day ceasefire"), "30-day");
    assert_eq!(length("a two-month humanitarian truce"), "2-month");
    assert_eq!(length("a truce for 48 hours"), "48-hour");
    assert_eq!(choice("a truce ending four years of war"), Some(Choice::Any));
    assert_eq!(choice("a ceasefire was agreed to four years ago"), Some(Choice::Any));
    assert_eq!(choice("a permanent ceasefire"), Some(Choice::Full));
}

#[test]
fn a_condition_turns_at_its_words() {
    let turn = |text: &str| {
        let words = Words::of(text);
        words.turn().map(|t| (words.slice(t.first).to_owned(), words.slice(t.before).to_owned(), t.price))
    };
    let parts = |first: &str, before: &str, price| Some((first.to_owned(), before.to_owned(), price));
    assert_eq!(turn("no talks until the dam opens"), parts("the dam opens", "no talks", Price::Always));
    assert_eq!(turn("if the dam opens, talks follow"), parts("the dam opens", ", talks follow", Price::Always));
    assert_eq!(turn("open the dam before talks"), parts("open the dam", "talks", Price::InDemands));
    assert_eq!(turn("peace must begin with the dam"), parts("the dam", "peace must", Price::Always));
    assert_eq!(
        turn("in order for them to talk, the dam opens"),
        parts(", the dam opens", "in order for them to talk", Price::Always)
    );
    assert_eq!(turn("the dam opens"), None);
}

#[test]
fn ids_and_titles_are_made_of_any_text() {
    assert_eq!(slug("The opening of the dam at Kessel, now", "x"), "opening-dam-kessel-now");
    assert_eq!(slug("12 ships", "matter"), "matter-12-ships");
    assert_eq!(slug("плотина", "matter"), "matter");
    assert_eq!(valid_id("a b/ü", "x"), "ab");
    assert_eq!(valid_id("ü", "x"), "x");
    assert_eq!(title("as  the\ndam opens."), "The dam opens");
    assert_eq!(phrase(&"long ".repeat(100)).chars().count(), 90);
    assert_eq!(phrase(&"ü".repeat(500)).chars().count(), 91);
}

#[test]
fn a_wish_is_told_in_a_few_words() {
    for (text, told) in [
        ("He will urge Arlen's leaders in the hills to do their part, during his visits this week", "Do their part"),
        ("the movement's charter calls for the drainage of the marsh", "Drainage of the marsh"),
        ("Arlen should rename its northern highway", "Rename its northern highway"),
        ("demanded that Boros close its camps", "Boros close its camps"),
        ("We must keep pressing for more", "Keep pressing for more"),
        ("Boros wants the harbour reopened", "Boros wants the harbour reopened"),
        ("", ""),
        ("to", "To"),
    ] {
        assert_eq!(wish(text), told, "{text}");
    }
}

/// Labels stand after a colon, "Territory held by Arlen: ceded"; nouns inside a sentence, "refuses the cession of territory".
#[test]
fn labels_and_nouns_read_well_where_they_stand() {
    for topic in TOPICS {
        for label in [topic.now.1, topic.asked.1] {
            let verb =
                ["is ", "are ", "does ", "do ", "stay ", "stays ", "go ", "goes "].iter().any(|v| label.starts_with(v));
            assert!(!verb && label.starts_with(char::is_lowercase), "{}: {label}", topic.title);
        }
        assert!(
            topic.noun.starts_with(char::is_lowercase) && topic.title.starts_with(char::is_uppercase),
            "{}",
            topic.id
        );
    }
}
