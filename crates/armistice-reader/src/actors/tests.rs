//! Whom sentences of our own speak of.

use armistice::case::claims::{Actor, ActorKind};

use super::mentions::{Mention, Role, mentions};
use super::{Registry, learn, slug};
use crate::focus::Focus;
use crate::quotes::Quotation;
use crate::text::sentences;
use crate::token::{Token, tokens};

/// A sentence: its words, and what is spoken of.
type Found = (Vec<String>, Vec<Mention>);

/// Reads a text twice, as the reader does: the registry, and for each sentence what is spoken of.
fn read_with(text: &str, known: &[Actor], published: Option<&str>) -> (Registry, Vec<Found>) {
    let split = sentences(text);
    let parsed: Vec<(bool, Vec<Token<'_>>)> =
        split.iter().map(|s| (s.heading, tokens(text, s.start, s.end, &mut Quotation::default()))).collect();
    let mut registry = Registry::new();
    registry.adopt(known);
    registry.start(published);
    for (heading, tokens) in &parsed {
        learn(tokens, *heading, &mut registry);
    }
    registry.settle();
    let found = parsed
        .iter()
        .map(|(_, tokens)| (tokens.iter().map(|t| t.text.to_owned()).collect(), mentions(tokens, &mut registry)))
        .collect();
    (registry, found)
}

/// The actors a text names: id, side and office.
fn actors_of(text: &str) -> Vec<(String, String, String)> {
    let (registry, _) = read_with(text, &[], None);
    let row = |a: Actor| (a.id, a.of.unwrap_or_default(), a.office.unwrap_or_default());
    registry.into_actors(&[]).into_iter().map(row).collect()
}

#[track_caller]
fn person(text: &str, id: &str, of: &str, office: &str) {
    let all = actors_of(text);
    let found = all.iter().find(|a| a.0 == id).map(|(_, of, office)| (of.as_str(), office.as_str()));
    assert_eq!(found, Some((of, office)), "{text}: {all:?}");
}

/// Id and role of each mention with an actor, in the last sentence.
fn spoken_of(text: &str) -> Vec<(String, Role)> {
    let (registry, found) = read_with(text, &[], None);
    let last = found.last().map(|f| f.1.clone()).unwrap_or_default();
    last.iter().flat_map(|m| m.actors.iter().map(|&a| (registry.id(a).to_owned(), m.role))).collect()
}

#[test]
fn offices_and_sides_are_learned_however_a_sentence_puts_them() {
    for (text, id, of, office) in [
        ("President Mira Holt of Peru spoke.", "mira-holt", "peru", "president"),
        ("Peru's foreign minister Mira Holt spoke.", "mira-holt", "peru", "foreign minister"),
        ("Peru’s foreign minister, Mira Holt, spoke.", "mira-holt", "peru", "foreign minister"),
        ("Peruvian Prime Minister Mira Holt spoke.", "mira-holt", "peru", "prime minister"),
        ("Mira Holt, Peru's chief negotiator, spoke.", "mira-holt", "peru", "chief negotiator"),
        ("Mira Holt, a defence minister from Peru, spoke.", "mira-holt", "peru", "defence minister"),
        ("The chief negotiator for the Houthis, Mira Holt, spoke.", "mira-holt", "houthis", "chief negotiator"),
        ("A spokeswoman for the Peruvian government, Mira Holt, spoke.", "mira-holt", "peru", "spokeswoman"),
        ("Hamas fired. The group's spokesman, Adel Omar, spoke.", "adel-omar", "hamas", "spokesman"),
        (
            "The Taliban left. The rebels' chief negotiator, Adel Omar, spoke.",
            "adel-omar",
            "taliban",
            "chief negotiator",
        ),
        ("Peru agreed. Its finance minister, Mira Holt, signed.", "mira-holt", "peru", "finance minister"),
        ("Mira Holt, 52, the president of Peru, spoke.", "mira-holt", "peru", "president"),
        ("Mira Holt is the foreign minister of Peru.", "mira-holt", "peru", "foreign minister"),
        ("Mira Holt, who leads the Peruvian delegation, spoke.", "mira-holt", "peru", "representative"),
        ("The Peruvian team, led by Mira Holt, left.", "mira-holt", "peru", ""),
        ("U.N. envoy for Yemen Mira Holt spoke.", "mira-holt", "un", "envoy"),
        ("The UN's envoy to Yemen, Mira Holt, spoke.", "mira-holt", "un", "envoy"),
        ("Peruvian Foreign Ministry spokeswoman Mira Holt spoke.", "mira-holt", "peru", "foreign ministry spokeswoman"),
        ("White House spokesman Adel Omar spoke.", "adel-omar", "us", "spokesman"),
        ("Foreign Secretary Mira Holt spoke.", "mira-holt", "uk", "foreign secretary"),
        ("President Mira Holt spoke to Peruvians.", "mira-holt", "peru", "president"),
        ("LIMA (Agency) – President Mira Holt met guests from Chile and Peru.", "mira-holt", "peru", "president"),
        (
            "Peru's foreign minister, Mira Holt, met her Chilean counterpart, Adel Omar.",
            "adel-omar",
            "chile",
            "foreign minister",
        ),
        (
            "Drivers' union leader Mira Holt spoke. The drivers' union is angry. The union's general secretary, Bo Lin, left.",
            "bo-lin",
            "drivers-union",
            "general secretary",
        ),
        ("General Adel al-Burhani, commander of the Peruvian army, spoke.", "adel-al-burhani", "peru", "commander"),
    ] {
        person(text, id, of, office);
    }
}

#[test]
fn known_people_have_their_sides_and_texts_go_before_tables() {
    person("Putin spoke.", "vladimir-putin", "russia", "");
    person("Volodymyr Zelenskiy spoke.", "volodymyr-zelensky", "ukraine", "president");
    person("President Bush spoke.", "george-w-bush", "us", "president");
    person("Mr. Erdoğan spoke.", "recep-tayyip-erdogan", "turkey", "");
    // Another one of that name, by what the text says.
    person("Peru's trade minister John Garang spoke.", "john-garang", "peru", "trade minister");
    let (registry, _) = read_with("Frank-Walter Steinmeier spoke.", &[], Some("2015-02-03"));
    assert_eq!(registry.into_actors(&[])[0].office, None, "a state first");
    let (registry, _) = read_with("Frank-Walter Steinmeier spoke.", &[], Some("2015-02-03"));
    let found = registry.into_actors(&[]).into_iter().find(|a| a.kind == ActorKind::Person).unwrap();
    assert_eq!(found.office.as_deref(), Some("foreign minister"));
    // A surname that is a given name here, and a word.
    assert!(actors_of("Sharon Stone spoke to a rice farmer.").iter().all(|a| a.0 != "ariel-sharon"));
}

#[test]
fn a_name_is_one_person_in_all_its_spellings() {
    for text in [
        "President Mohammed Zelaji of Peru spoke. Muhammad Zelaji left. Mr. Zelaji slept.",
        "President Mira de la Fuente of Peru spoke. Ms de la Fuente left. Fuente slept.",
        "President Kim Chol-su of Peru spoke. Kim left.",
        "President Emil HAARDER of Peru spoke. Haarder left.",
        "President Adel al-Nasri of Peru spoke. Nasri left. Al-Nasri slept.",
        "President Mira Holt of Peru spoke. Mira left.",
        "President Holt spoke. Mira Holt, the president of Peru, left.",
        "President Jean-Luc van der Meer of Peru spoke. Mr van der Meer left.",
        "President H\u{43e}lt\u{200b} of Peru spoke. President Holt left.",
    ] {
        let people: Vec<_> = read_with(text, &[], None)
            .0
            .into_actors(&[])
            .into_iter()
            .filter(|a| a.kind == ActorKind::Person)
            .map(|a| (a.name, a.of))
            .collect();
        assert_eq!(people.len(), 1, "{text}: {people:?}");
        assert_eq!(people[0].1.as_deref(), Some("peru"), "{text}");
        assert!(!people[0].0.contains("HAARDER"), "{people:?}");
    }
}

#[test]
fn two_bearers_of_a_surname_are_told_apart_by_who_was_named_last() {
    let text = "President Raul Ortiz of Peru and Finance Minister Ana Ortiz met. Raul Ortiz spoke. Ortiz left. Ana Ortiz spoke. Ortiz left.";
    let (registry, found) = read_with(text, &[], None);
    let who: Vec<_> = found[1..].iter().map(|f| registry.id(f.1[0].actors[0])).collect();
    assert_eq!(who, ["raul-ortiz", "raul-ortiz", "ana-ortiz", "ana-ortiz"]);
}

#[test]
fn places_are_nobody() {
    for text in [
        "They met in Geneva.",
        "Talks in Istanbul went on.",
        "He flew from Kyiv to Moscow.",
        "The Vienna talks went on.",
        "They met in Geneva, Switzerland.",
        "They spoke in Cairo and Doha.",
        "He was born near Lima.",
        "She arrived in northern Mali.",
        "They went to Doha.",
        "The road to Kabul was closed.",
        "The Oslo Accords held.",
    ] {
        let found: Vec<_> = spoken_of(text).into_iter().filter(|(_, role)| *role != Role::Place).collect();
        assert!(found.is_empty() && actors_of(text).is_empty(), "{text}: {found:?}");
    }
    for (text, id) in [
        ("A demand from Moscow came.", "russia"),
        ("Kyiv refused.", "ukraine"),
        ("It is an offer to Tehran.", "iran"),
        ("Talks with Washington failed.", "us"),
        ("The Kremlin refused.", "russia"),
        ("Foggy Bottom refused.", "us"),
        ("Zhongnanhai refused.", "china"),
        ("The Élysée refused.", "france"),
        ("The ELYSEE refused.", "france"),
        ("The Foreign Ministry in Kyiv refused.", "ukrainian-foreign-ministry"),
        ("The Russian foreign ministry refused.", "russian-foreign-ministry"),
        ("Russia's Foreign Ministry refused.", "russian-foreign-ministry"),
        ("Israeli troops left.", "israeli-military"),
        ("The army of Israel left.", "israeli-military"),
        ("Israel's army left.", "israeli-military"),
        ("The IDF left.", "israeli-military"),
        ("Somaliland refused.", "somaliland"),
        ("The Soviet Union refused.", "ussr"),
        ("The Tigrayan delegation left.", "tigrayan-delegation"),
        ("Republika Srpska refused.", "republika-srpska"),
        ("The P\u{430}ris government refused.", "france"),
        ("Mos\u{200b}cow refused.", "russia"),
        ("\u{202b}Tehran\u{202c} refused.", "iran"),
        ("The\u{a0}United\u{a0}States refused.", "us"),
        ("Rebels of the Lord's Resistance Army left.", "lra"),
    ] {
        let found = spoken_of(text);
        assert!(found.iter().any(|(who, role)| who == id && *role == Role::Actor), "{text}: {found:?}");
    }
}

#[test]
fn sources_say_whose_they_are() {
    for (text, name, of) in [
        ("A senior Western diplomat spoke.", "senior Western diplomat", Some("western-states")),
        ("Two officials familiar with the talks spoke.", "two officials familiar with the talks", None),
        ("People briefed on the matter spoke.", "people briefed on the matter", None),
        ("Sources close to Hamas spoke.", "sources close to Hamas", Some("hamas")),
        ("A spokesman for the Taliban spoke.", "spokesman for the Taliban", Some("taliban")),
        ("A government spokeswoman in Lima spoke.", "Peruvian government spokeswoman in Lima", Some("peru")),
        ("Diplomats in Lima spoke.", "diplomats in Lima", None),
        ("A Peruvian official spoke.", "Peruvian official", Some("peru")),
    ] {
        let (registry, found) = read_with(text, &[], None);
        let actors: Vec<_> = found[0]
            .1
            .iter()
            .flat_map(|m| &m.actors)
            .map(|&a| (registry.name(a), registry.of(a).map(|o| registry.id(o))))
            .collect();
        assert!(actors.contains(&(name, of)), "{text}: {actors:?}");
    }
    let text = "A Peruvian diplomat spoke. The diplomat left.";
    let (registry, found) = read_with(text, &[], None);
    assert_eq!(registry.name(found[1].1[0].actors[0]), "Peruvian diplomat");
}

#[test]
fn the_word_that_carries_a_mention_is_known() {
    for (text, head) in [
        ("Peruvian Prime Minister Mira Holt spoke.", "Holt"),
        ("The army of Peru left.", "army"),
        ("Two officials familiar with the talks spoke.", "officials"),
        ("The Peruvian foreign ministry spoke.", "ministry"),
        ("The government of Peru spoke.", "government"),
        ("The White House spoke.", "House"),
    ] {
        let (_, found) = read_with(text, &[], None);
        let (words, mentions) = &found[0];
        assert_eq!(words[mentions[0].head], head, "{text}: {mentions:?}");
    }
}

/// Whom the first mention of the last sentence means, when the subjects of those before are in mind.
fn meant(text: &str) -> Vec<String> {
    let (registry, found) = read_with(text, &[], None);
    let mut focus = Focus::default();
    let (last, before) = found.split_last().unwrap();
    for (_, mentions) in before {
        let named: Vec<usize> =
            mentions.iter().filter(|m| m.role == Role::Actor).flat_map(|m| m.actors.clone()).collect();
        focus.enter(&named, true, &registry);
    }
    let Some(first) = last.1.first() else { return Vec::new() };
    focus.resolve(first, &[]).into_iter().map(|a| registry.id(a).to_owned()).collect()
}

#[test]
fn pronouns_and_nouns_go_back_to_whom_they_fit() {
    for (text, ids) in [
        (
            "President Mira Holt of Peru spoke. Foreign Minister Adel Omar of Chile spoke. The president left.",
            &["mira-holt"][..],
        ),
        (
            "President Mira Holt of Peru spoke. Foreign Minister Adel Omar of Chile spoke. The foreign minister left.",
            &["adel-omar"],
        ),
        ("Spokeswoman Mira Holt of Peru spoke. King Adel Omar of Chile spoke. She left.", &["mira-holt"]),
        ("Peru agreed. Hamas agreed. The group left.", &["hamas"]),
        ("Hamas agreed. The World Bank agreed. The rebels left.", &["hamas"]),
        ("Hamas agreed. Peru agreed. The African Union agreed. The government left.", &["peru"]),
        ("Peru and Chile met. Both sides left.", &["peru", "chile"]),
        ("Peru and Chile met. Neither agreed.", &["peru", "chile"]),
        ("Peru and Chile met. The former agreed.", &["peru"]),
        ("Peru and Chile met. The latter agreed.", &["chile"]),
        (
            "President Mira Holt of Peru and President Adel Omar of Chile met. The two leaders left.",
            &["mira-holt", "adel-omar"],
        ),
        (
            "President Mira Holt of Peru spoke. Chancellor Adel Omar of Chile spoke. The two leaders left.",
            &["mira-holt", "adel-omar"],
        ),
        ("Peru and Hamas met. They left.", &["peru", "hamas"]),
        ("The African Union spoke. It left.", &["african-union"]),
        ("The drivers' union spoke. Train operators spoke. The union left.", &["drivers-union"]),
    ] {
        assert_eq!(meant(text), ids, "{text}");
    }
}

#[test]
fn bodies_without_a_state_are_actors_too() {
    for (text, id, kind) in [
        ("The Rail Operators’ Group refused.", "rail-operators-group", ActorKind::Organisation),
        ("The Brigade of the Faithful refused.", "brigade-of-the-faithful", ActorKind::Group),
        ("The Front for Peace refused.", "front-for-peace", ActorKind::Group),
        ("The Arvo party refused.", "arvo", ActorKind::Group),
        ("Carmaker Arvo refused.", "arvo", ActorKind::Organisation),
        ("The Freedom Now Coalition (FNC) refused.", "freedom-now-coalition", ActorKind::Group),
        ("The United Auto Workers refused.", "uaw", ActorKind::Organisation),
        ("The Social Democrats refused.", "spd", ActorKind::Group),
        ("The House of Elders refused.", "house-of-elders", ActorKind::Organisation),
    ] {
        let (registry, _) = read_with(text, &[], None);
        let all: Vec<_> = registry.into_actors(&[]).into_iter().map(|a| (a.id, a.kind)).collect();
        assert!(all.contains(&(id.to_owned(), kind)), "{text}: {all:?}");
    }
}

fn known(id: &str, name: &str, kind: ActorKind, of: Option<&str>, names: &[&str]) -> Actor {
    Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        of: of.map(str::to_owned),
        office: None,
        names: names.iter().map(|&n| n.to_owned()).collect(),
    }
}

#[test]
fn a_dossiers_actors_keep_their_ids_and_stay_merged() {
    let dossier = [
        known("ru", "Russia", ActorKind::State, None, &["Wagner Group"]),
        known("vvp", "Vladimir Putin", ActorKind::Person, Some("ru"), &[]),
        known("front", "Hill Front", ActorKind::Group, None, &["Hill Army", "rebels in the hills"]),
        known("holt", "Mira Holt", ActorKind::Person, Some("front"), &["Commander Fox"]),
    ];
    let text = "Moscow refused. Putin spoke. The Wagner Group left. The Hill Army left. Holt spoke. Commander Fox left. Peru agreed.";
    let (registry, _) = read_with(text, &dossier, None);
    let found: Vec<_> = registry.into_actors(&[]).into_iter().map(|a| (a.id, a.of.unwrap_or_default())).collect();
    for (id, of) in [("ru", ""), ("vvp", "ru"), ("front", ""), ("holt", "front"), ("peru", "")] {
        assert!(found.contains(&(id.to_owned(), of.to_owned())), "{id}: {found:?}");
    }
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn names_met_are_kept() {
    let (registry, _) = read_with(
        "Russia refused. Moscow and the Kremlin refused. President Mira Holt of Peru spoke. Holt left.",
        &[],
        None,
    );
    let names: Vec<_> = registry.into_actors(&[]).into_iter().map(|a| (a.id, a.names)).collect();
    assert!(names.contains(&("russia".to_owned(), vec!["Moscow".to_owned(), "Kremlin".to_owned()])), "{names:?}");
    assert!(names.contains(&("mira-holt".to_owned(), vec!["Holt".to_owned()])), "{names:?}");
}

#[test]
fn slugs_are_plain_kebab_case() {
    assert_eq!(slug("Côte d'Ivoire"), "cote-divoire");
    assert_eq!(slug("U.S. delegation"), "us-delegation");
    assert_eq!(slug("  A – B  "), "a-b");
    assert_eq!(slug("«»"), "unnamed");
    assert_eq!(slug("P\u{430}ris"), "paris");
}
