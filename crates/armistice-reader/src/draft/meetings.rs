//! Who was in the room (definitions §8), and who presses from where (definitions §1.5).

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{ActorKind, Claim, ClaimKind, ClaimStatus, Claims, Polarity};
use armistice::case::condition::{Condition, Expr};
use armistice::case::{Attendance, Meeting, OptionIndex, PartyIndex, Person};

use super::build::Builder;
use super::context::live;
use super::positions::{Positions, took_place};
use super::sides::{Side, Sides};
use super::words::{Choice, Words, phrase};

/// Announced or threatened: what somebody would do to somebody.
pub(super) struct Pressure {
    /// Who presses.
    pub(super) side: Side,
    /// Whom.
    pub(super) against: Vec<Side>,
    /// Whether by sanctions; else by a threat of something else.
    pub(super) sanctions: bool,
    /// Until when: issue and option called for.
    pub(super) until: Option<(usize, Choice)>,
    /// Index of the claim.
    pub(super) claim: usize,
}

/// Meetings taken from one source at most.
const MOST_MEETINGS: usize = 5;
/// Meetings, and people, of a draft at most, each.
const MOST_LISTED: usize = 100;
/// Bytes between a sanction and the call it goes with at most: about a paragraph.
const SAME_BREATH: usize = 600;
/// Words that put a sanction ahead of its source.
const AHEAD: &[&str] =
    &["plan*|will|would|could|threat*|intend*|consider*|vow*|warn*|announc*|prepar*|propos*|may|might"];
/// Words that take a sanction away.
const AWAY: &[&str] = &["lift*|eas*|remov*|end|ends|ending|waiv*|relax* ~ sanctions|embargo"];
/// Words of being away from a meeting, or of sending the wrong people.
const ABSENCE: &[&str] = &["skip*|absen*|attend*", "decision makers", "stay* away", "delegation level"];

/// Everything announced or threatened against somebody known.
pub(super) fn pressure(claims: &Claims, sides: &Sides<'_>, positions: &Positions) -> Vec<Pressure> {
    let mut calls: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (i, claim) in live(claims).filter(|(_, c)| matches!(c.kind, ClaimKind::Call | ClaimKind::Demand)) {
        if positions.of_claim(i).any(|p| p.wants) {
            calls.entry(&claim.source).or_default().push((claim.start, i));
        }
    }
    calls.values_mut().for_each(|of| of.sort_unstable());
    let mut found = Vec::new();
    for (i, claim) in live(claims) {
        let quote = Words::of(&claim.quote);
        let ahead = matches!(claim.status, ClaimStatus::Future | ClaimStatus::Hypothetical) || quote.has(AHEAD);
        let presses = match claim.kind {
            ClaimKind::Sanction => ahead && !quote.has(AWAY),
            ClaimKind::Threaten => true,
            _ => false,
        };
        let against = sides.sides(&claim.target);
        if !presses || claim.polarity == Polarity::Negative || against.is_empty() {
            continue;
        }
        let sanctions = claim.kind == ClaimKind::Sanction || quote.has(&["sanction*|embargo*"]);
        for side in sides.speakers(claim) {
            let against: Vec<Side> = against.iter().copied().filter(|&s| s != side).collect();
            if !against.is_empty() {
                let until = if sanctions { until(sides, positions, &calls, claims, claim, side) } else { None };
                found.push(Pressure { side, against, sanctions, until, claim: i });
            }
        }
    }
    found
}

/// What is called for in the same breath: by the side that presses if it calls for anything, else by another outsider.
fn until(
    sides: &Sides<'_>,
    positions: &Positions,
    calls: &BTreeMap<&str, Vec<(usize, usize)>>,
    claims: &Claims,
    claim: &Claim,
    side: Side,
) -> Option<(usize, Choice)> {
    let of = calls.get(claim.source.as_str())?;
    let at = of.partition_point(|&(start, _)| start < claim.start);
    let near = of[at.saturating_sub(6)..of.len().min(at + 6)].iter().filter_map(|&(start, i)| {
        let speakers = sides.speakers(&claims.claims[i]);
        let own = speakers.contains(&side);
        let outside = speakers.iter().all(|s| !sides.signatories.contains(s));
        let distance = start.abs_diff(claim.start);
        (own || outside && distance <= SAME_BREATH).then_some((!own, distance, i))
    });
    let (_, _, call) = near.min()?;
    positions.of_claim(call).find(|p| p.wants).map(|p| (p.issue, p.choice))
}

/// The sides that met, attended or stayed away.
pub(super) fn attending(claims: &Claims, sides: &Sides<'_>) -> BTreeSet<Side> {
    live(claims)
        .filter(|(_, c)| matches!(c.kind, ClaimKind::Meet | ClaimKind::Attend))
        .flat_map(|(_, c)| sides.speakers(c))
        .collect()
}

/// Whether an office leads a state or movement.
fn leads(office: &str) -> bool {
    const OFFICES: &[&str] = &[
        "president",
        "prime minister",
        "chancellor",
        "premier",
        "king",
        "queen",
        "emir",
        "sultan",
        "supreme leader",
        "leader",
        "chairman",
        "head of state",
        "head of government",
        "taoiseach",
    ];
    OFFICES.contains(&office.trim().to_lowercase().as_str())
}

/// The named persons of the parties, and one meeting for each source that tells of one.
pub(super) fn meetings(b: &mut Builder<'_, '_>) -> (Vec<Person>, Vec<Meeting>) {
    let mut mentioned: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, claim) in live(b.claims) {
        let attributed = claim.attribution.as_ref().and_then(|a| a.actor.as_deref());
        for name in claim.speaker.iter().chain(&claim.target).map(String::as_str).chain(attributed) {
            let Some(actor) = b.sides.actor(name) else { continue };
            if b.claims.actors[actor].kind == ActorKind::Person {
                mentioned.entry(actor).or_default().insert(i);
            }
        }
    }
    let mut people = Vec::new();
    let mut person_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (actor, claims) in mentioned {
        if people.len() >= MOST_LISTED {
            break;
        }
        let of = &b.claims.actors[actor];
        let Some(party) = b.sides.side(&of.id).and_then(|s| b.party(s)) else { continue };
        person_of.insert(actor, people.len());
        people.push(Person {
            id: b.names[actor].clone(),
            name: if of.name.trim().is_empty() { b.names[actor].clone() } else { of.name.clone() },
            party,
            leader: of.office.as_deref().is_some_and(leads),
            grounds: b.grounds(claims.into_iter().take(1), None),
        });
    }
    let mut by_source: BTreeMap<&str, Vec<(usize, &Claim)>> = BTreeMap::new();
    for (i, claim) in live(b.claims) {
        by_source.entry(&claim.source).or_default().push((i, claim));
    }
    let mut order: Vec<&str> = Vec::new();
    let mut listed = BTreeSet::new();
    for (_, claim) in live(b.claims) {
        if listed.insert(claim.source.as_str()) {
            order.push(&claim.source);
        }
    }
    let mut all: Vec<Meeting> = Vec::new();
    for source in order {
        let claims = &by_source[source];
        let room = (all.len() + MOST_MEETINGS).min(MOST_LISTED);
        for gathering in gatherings(b, claims) {
            if all.len() >= room {
                break;
            }
            let Some((meeting, because)) = meeting(b, claims, &gathering, &person_of, all.len() + 1) else { continue };
            let same = all.iter_mut().find(|m| is_one(m, &meeting, &people));
            let id = same.as_ref().map_or(&meeting.id, |m| &m.id).clone();
            match same {
                Some(same) => join(same, meeting),
                None => all.push(meeting),
            }
            because.into_iter().for_each(|claim| b.record.became(claim, format!("meeting `{id}`")));
        }
    }
    (people, all)
}

/// Whether two sources tell of one meeting: of one day, with a party in common.
fn is_one(a: &Meeting, b: &Meeting, people: &[Person]) -> bool {
    let parties = |m: &Meeting| -> BTreeSet<PartyIndex> {
        let party = |attendance: &Attendance| match attendance {
            Attendance::Level { party, .. } => Some(*party),
            Attendance::Person(person) => people.get(*person).map(|p| p.party),
        };
        m.present.iter().filter_map(party).collect()
    };
    a.date.is_some() && a.date == b.date && !parties(a).is_disjoint(&parties(b))
}

/// Adds what another source tells of a meeting.
fn join(meeting: &mut Meeting, other: Meeting) {
    for attendance in other.present {
        if !meeting.present.contains(&attendance) {
            meeting.present.push(attendance);
        }
    }
    for person in other.absent {
        if !meeting.absent.contains(&person) {
            meeting.absent.push(person);
        }
    }
    let absent = &meeting.absent;
    meeting.present.retain(|a| !matches!(a, Attendance::Person(p) if absent.contains(p)));
    for (party, condition) in other.asked {
        if meeting.asked.iter().all(|(p, _)| *p != party) {
            meeting.asked.push((party, condition));
        }
    }
    meeting.result = meeting.result.take().or(other.result);
    for claim in other.grounds.because {
        if !meeting.grounds.because.contains(&claim) {
            meeting.grounds.because.push(claim);
        }
    }
}

/// The day of a claim, the first where it is several; `None` where only a month or year is known.
pub(super) fn day(claim: &Claim) -> Option<&str> {
    let first = claim.when.as_deref()?.split('/').next()?;
    is_day(first).then_some(first)
}

/// Whether a text is a day that there is, `2031-04-02`.
fn is_day(text: &str) -> bool {
    let digits = text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => 0,
    };
    text.len() == 10 && digits && (1..=last).contains(&day)
}

/// The claims on coming to each meeting of a source: those of the signatories' own meeting with all that is said on who came and who stayed
/// away, then every other meeting by itself.
fn gatherings(b: &Builder<'_, '_>, claims: &[(usize, &Claim)]) -> Vec<Vec<usize>> {
    let (mut own, mut apart) = (Vec::new(), Vec::new());
    for (at, (_, claim)) in claims.iter().enumerate() {
        let stayed_away = claim.kind == ClaimKind::Attend && claim.polarity == Polarity::Negative;
        if claim.kind == ClaimKind::Attend && (stayed_away || took_place(claim)) {
            own.push(at);
        } else if claim.kind == ClaimKind::Meet && claim.polarity != Polarity::Negative && took_place(claim) {
            let mut met = b.sides.speakers(claim);
            met.extend(b.sides.sides(&claim.target));
            met.retain(|s| b.sides.signatories.contains(s));
            met.sort_unstable();
            met.dedup();
            if met.len() > 1 { own.push(at) } else { apart.push(at) }
        }
    }
    let mut all = by_day(own, claims);
    all.extend(apart.into_iter().map(|at| vec![at]));
    all.retain(|g| !g.is_empty());
    all
}

/// The claims on the signatories' own meetings by day, the last meeting first: that is the one a source is about, and what names no day belongs to it.
fn by_day(own: Vec<usize>, claims: &[(usize, &Claim)]) -> Vec<Vec<usize>> {
    let mut days: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for at in own {
        days.entry(claims.get(at).and_then(|(_, claim)| day(claim))).or_default().push(at);
    }
    let undated = days.remove(&None).unwrap_or_default();
    let mut all: Vec<Vec<usize>> = days.into_values().rev().collect();
    match all.first_mut() {
        Some(last) => {
            last.extend(undated);
            last.sort_unstable();
        }
        None => all.push(undated),
    }
    all
}

/// The meeting that some claims of a source (by place in it) tell of, and these claims.
fn meeting(
    b: &mut Builder<'_, '_>,
    claims: &[(usize, &Claim)],
    gathering: &[usize],
    person_of: &BTreeMap<usize, usize>,
    number: usize,
) -> Option<(Meeting, BTreeSet<usize>)> {
    let (mut levels, mut persons, mut absent) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut because = BTreeSet::new();
    let (mut away, mut result) = (Vec::new(), None);
    let mut own = false;
    for &(i, claim) in gathering.iter().filter_map(|&at| claims.get(at)) {
        let there = claim.polarity != Polarity::Negative;
        let met = if claim.kind == ClaimKind::Meet { claim.target.as_slice() } else { &[] };
        for name in claim.speaker.iter().chain(met) {
            let Some(actor) = b.sides.actor(name) else { continue };
            let Some(side) = b.sides.side(name) else { continue };
            let Some(party) = b.party(side) else { continue };
            because.insert(i);
            own |= b.sides.signatories.contains(&side) || claim.kind == ClaimKind::Attend;
            match (person_of.get(&actor), there) {
                (Some(&person), true) => drop(persons.insert(person)),
                (Some(&person), false) => drop(absent.insert(person)),
                (None, true) => drop(levels.insert(party)),
                (None, false) => away.push(b.claims.actors[actor].name.clone()),
            }
        }
    }
    if because.is_empty() {
        return None;
    }
    // Who is said both to have come and to have stayed away is listed as away.
    persons.retain(|p| !absent.contains(p));
    let id = if number == 1 { "talks".to_owned() } else { format!("talks-{number}") };
    let mut asked_there = Vec::new();
    if number == 1 && own {
        result = surroundings(b, claims, &mut because);
        asked_there = asked(b, claims);
    }
    let dated = gathering.iter().filter_map(|&at| claims.get(at)).filter(|(i, _)| because.contains(i));
    let dated = dated.filter_map(|(_, claim)| Some((day(claim)?.to_owned(), claim.id.clone()))).max();
    let mut present: Vec<Attendance> =
        levels.into_iter().map(|party| Attendance::Level { party, level: "delegation".to_owned() }).collect();
    present.extend(persons.into_iter().map(Attendance::Person));
    let mut note = match &dated {
        Some((_, claim)) => format!("drafted: its day is that of {claim}; the level is to be checked in the source"),
        None => "drafted: level and day of the meeting are to be checked in the source".to_owned(),
    };
    if !away.is_empty() {
        note = format!("{note}; stayed away: {}", away.join(", "));
    }
    let grounds = b.grounds(because.iter().copied(), Some(note));
    let meeting = Meeting {
        id,
        date: dated.map(|(day, _)| day),
        place: None,
        present,
        absent: absent.into_iter().collect(),
        asked: asked_there,
        result,
        grounds,
    };
    Some((meeting, because))
}

/// Adds what a source says around its meeting: what was on the agenda, who should have come; and gives how it ended.
fn surroundings(b: &Builder<'_, '_>, claims: &[(usize, &Claim)], because: &mut BTreeSet<usize>) -> Option<String> {
    let mut result = None;
    for &(i, claim) in claims {
        let about = match claim.kind {
            ClaimKind::Process => {
                let speakers = b.sides.speakers(claim);
                speakers.is_empty() || speakers.iter().any(|s| b.sides.signatories.contains(s))
            }
            ClaimKind::Agree => {
                let nothing = claim.polarity == Polarity::Negative;
                if nothing && result.is_none() {
                    result = Some(phrase(&claim.content)).filter(|r| !r.is_empty());
                }
                nothing
            }
            ClaimKind::Criticize | ClaimKind::Willing => {
                Words::of(&claim.quote).has(ABSENCE) || claim.issue.iter().take(8).any(|w| Words::of(w).has(ABSENCE))
            }
            _ => false,
        };
        if about {
            because.insert(i);
        }
    }
    result
}

/// What each party asked for in one source, as a condition (definitions §11).
fn asked(b: &Builder<'_, '_>, claims: &[(usize, &Claim)]) -> Vec<(PartyIndex, Condition)> {
    use ClaimKind::{Call, Condition as Conditions, Demand};
    let mut wanted: BTreeMap<PartyIndex, BTreeMap<usize, BTreeSet<OptionIndex>>> = BTreeMap::new();
    for &(i, _) in claims.iter().filter(|(_, c)| matches!(c.kind, Call | Demand | Conditions)) {
        for p in b.positions.of_claim(i).filter(|p| p.wants) {
            let Some(party) = b.party(p.side) else { continue };
            let options = b.options(p.issue, p.choice);
            let of = wanted.entry(party).or_default().entry(p.issue).or_default();
            // A precise wish says more than a general one: 30 days, and "at least for a while".
            let narrower: BTreeSet<OptionIndex> =
                of.intersection(&options.iter().copied().collect()).copied().collect();
            if of.is_empty() || narrower.is_empty() {
                of.extend(options);
            } else {
                *of = narrower;
            }
        }
    }
    let mut all = Vec::new();
    for (party, issues) in wanted {
        let mut parts: Vec<Condition> = issues
            .into_iter()
            .map(|(issue, options)| b.among(issue, &options.into_iter().collect::<Vec<_>>()))
            .collect();
        let Some(first) = parts.pop() else { continue };
        if parts.is_empty() {
            all.push((party, first));
            continue;
        }
        parts.push(first);
        let text: Vec<&str> = parts.iter().map(|p| p.text.as_str()).collect();
        let text = text.join(" and ");
        all.push((party, Condition { text, span: 0..0, expr: Expr::And(parts.into_iter().map(|p| p.expr).collect()) }));
    }
    all
}
