//! Who speaks, where it is not written beside the verb: pronouns, plurals without a name, statements, what trees get wrong.

use armistice_reader::{SourceText, read};

/// The speakers of the claims whose quotes contain the words, each claim's as one text.
fn speakers(text: &str, words: &str) -> Vec<String> {
    let claims = read(&[SourceText { id: "text", file: "sources/text.txt", text, title: None, published: None }]);
    let found: Vec<String> =
        claims.claims.iter().filter(|c| c.quote.contains(words)).map(|c| c.speaker.join(" + ")).collect();
    let all: Vec<_> = claims.claims.iter().map(|c| (c.kind.word(), c.speaker.join(" + "), c.quote.as_str())).collect();
    assert!(!found.is_empty(), "{words:?} among {all:#?}");
    found
}

#[test]
fn leaders_of_a_call() {
    let text = "President Ana Ruiz of Peru spoke today with President Jorge Vidal of Bolivia. \
                She underscored the need for a ceasefire and welcomed the efforts of Chile to release the hostages. \
                The leaders agreed to remain in close contact. They pledged to work together toward peace.";
    assert_eq!(speakers(text, "underscored"), ["ana-ruiz"]);
    assert_eq!(speakers(text, "welcomed"), ["ana-ruiz"]);
    for words in ["The leaders agreed", "They pledged"] {
        let found = speakers(text, words).remove(0);
        assert!(found.contains("ana-ruiz") && found.contains("jorge-vidal"), "{words}: {found}");
    }
}

#[test]
fn rebels_are_the_one_movement_that_the_text_names() {
    let text = "Rebels in northern Chad say they will not disarm until the government passes new laws. \
                A spokesman for the Northern Freedom Front said its fighters would stay where they are. \
                The rebels rejected the proposal.";
    for words in ["they will not disarm", "rejected the proposal"] {
        assert_eq!(speakers(text, words)[0], "northern-freedom-front");
    }
}

#[test]
fn the_government_s_negotiators_are_the_state_s() {
    let text = "Talks on power-sharing in Kenya have stalled. \
                Government negotiators called the pressure unhelpful, but said they are willing to meet every day.";
    assert_eq!(speakers(text, "willing to meet"), ["kenyan-delegation"]);
}

#[test]
fn a_passive_s_subject_asks_for_nothing() {
    let text = "Peruvian President Ana Ruiz met Chilean President Jorge Vidal in Lima. \
                Mr. Vidal was urged by Ms. Ruiz to withdraw his troops. Peru was urged to show restraint.";
    assert_eq!(speakers(text, "was urged by"), ["ana-ruiz"]);
    assert_eq!(speakers(text, "show restraint"), [""]);
}

#[test]
fn what_follows_a_saying_is_the_one_who_says_s() {
    let text =
        "Peru's trade minister, Ana Ruiz, said the bloc should hit back at once, accusing her colleagues of cowardice.";
    assert_eq!(speakers(text, "accusing her"), ["ana-ruiz"]);
    let text = "Peruvian envoy Ana Ruiz said Chile will not withdraw its troops.";
    assert_eq!(speakers(text, "will not withdraw"), ["chile"]);
}

#[test]
fn subjects_before_and_behind_commas() {
    let text = "After a prolonged stalemate, Peru and Chile have met for their first negotiations in three years.";
    assert_eq!(speakers(text, "have met"), ["peru + chile"]);
    let text = "France, the former colonial power, promised to resume aid as soon as the new cabinet is sworn in.";
    assert_eq!(speakers(text, "promised"), ["france"]);
    let text = "In October, Washington blacklisted eight companies.";
    assert_eq!(speakers(text, "blacklisted"), ["us"]);
}

#[test]
fn a_statement_s_signatories_speak_in_it() {
    let text = "The governments of France, Germany and Italy welcome the agreement reached in Geneva. \
                We pay tribute to the courage of the officers. We urge all states to respect the embargo.";
    assert_eq!(speakers(text, "respect the embargo"), ["france + germany + italy"]);
}

#[test]
fn the_truce_is_whose_it_was_declared() {
    let text =
        "Hamas declared a unilateral ceasefire on Sunday. Israel rejected the offer. The ceasefire began at midnight.";
    assert_eq!(speakers(text, "began at midnight"), ["hamas"]);
}
