//! Who could decide what at a meeting, in words (definitions §8).

use super::Section;
use super::tell::{cite, line, lined};
use crate::analysis::table::{
    Coming, Decidable, LONG_BEFORE, MeetingReach, Reach, Seat, SeatMandate, Stand, Table, Within,
};
use crate::case::words::{either, in_prose, is_plural, option_in_words};
use crate::case::{Attendance, Case, Consent, OptionIndex, PartyIndex};
use crate::report::page::Part;
use crate::report::{prose, words};

/// How many meetings the answer speaks of.
const TOLD: usize = 3;
/// How many options prose spells out.
const SPELT_OUT: usize = 4;

pub(super) fn section(case: &Case, found: &Table) -> Section {
    let mut section = Section { title: "Who could decide", lead: Vec::new(), rest: Vec::new(), because: Vec::new() };
    if found.meetings.is_empty() {
        section
            .lead
            .push(Part::plain("No meeting is recorded (`[[meetings]]`), so who could have decided what is not known."));
        return section;
    }
    let first = found.meetings.len().saturating_sub(TOLD);
    for meeting in &found.meetings[first..] {
        let told = Told { case, found, meeting };
        section.lead.push(Part::plain(told.answer()));
    }
    for meeting in &found.meetings {
        let told = Told { case, found, meeting };
        section.rest.push(Part::Heading(prose::capital(&told.when_and_where())));
        section.rest.extend(told.details());
        cite(&mut section.because, &case.meetings[meeting.meeting].grounds.because, case);
        for mandate in told.mandates() {
            cite(&mut section.because, &case.mandates[mandate].grounds.because, case);
        }
    }
    let known = |id: &String| case.claims.as_ref().is_some_and(|c| c.claim(id).is_some());
    section.because.retain(known);
    section
}

struct Told<'t> {
    case: &'t Case,
    found: &'t Table,
    meeting: &'t MeetingReach,
}

impl Told<'_> {
    /// "in Istanbul on 16 May 2025".
    fn when_and_where(&self) -> String {
        let stated = &self.case.meetings[self.meeting.meeting];
        let place = stated.place.as_ref().map(|p| format!("in {p}"));
        let date = stated.date.as_ref().map(|d| format!("on {}", words::day(d)));
        match (place, date) {
            (Some(place), Some(date)) => format!("{place} {date}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => format!("at the meeting “{}”", stated.id),
        }
    }

    /// The answer, a paragraph.
    fn answer(&self) -> String {
        let meeting = self.meeting;
        let absent: Vec<PartyIndex> =
            meeting.seats.iter().filter(|s| s.mandate == SeatMandate::Absent).map(|s| s.party).collect();
        let there = prose::capital(&self.when_and_where());
        if self.found.signatories.is_empty() {
            return format!("{there} nothing could be decided: no party of the case signs.");
        }
        let mut sentences = Vec::new();
        if !absent.is_empty() {
            let names = words::parties(self.case, &absent, "or");
            sentences.push(format!("{there} nothing could have been decided: nobody was there for {names}."));
        } else if meeting.everything.possible == 0 {
            let why = Within { in_the_way: self.emptied(), ..Within::default() };
            sentences.push(format!("{there} nothing could have been agreed: {}.", self.why(&why)));
        } else {
            sentences.push(self.beyond(&there));
            sentences.push(self.of_the_deal());
        }
        sentences.extend(self.examples());
        sentences.extend(self.comers());
        sentences.extend(self.question());
        sentences.join(" ")
    }

    /// The signatories whose mandate allows nothing, each alone; all of them together where it is no single one.
    fn emptied(&self) -> Vec<Vec<PartyIndex>> {
        let nothing: Vec<PartyIndex> =
            self.meeting.seats.iter().filter(|s| s.reach.possible == 0).map(|s| s.party).collect();
        if nothing.is_empty() {
            vec![self.found.signatories.clone()]
        } else {
            nothing.into_iter().map(|p| vec![p]).collect()
        }
    }

    /// What could not have been agreed, whoever wanted it.
    fn beyond(&self, there: &str) -> String {
        let options = self.meeting.options.iter().enumerate().flat_map(|(j, issue)| {
            let closed = |(_, within): &(OptionIndex, &Within)| within.reach.total > 0 && within.reach.possible == 0;
            issue.iter().enumerate().filter(closed).map(move |(o, within)| (j, o, within))
        });
        // Grouped by who was in the way.
        let mut groups: Vec<(&Vec<Vec<PartyIndex>>, Vec<String>)> = Vec::new();
        for (j, o, within) in options {
            let named = format!("“{}”", option_in_words(&self.case.issues[j], o));
            match groups.iter_mut().find(|(way, _)| **way == within.in_the_way) {
                Some((_, options)) => options.push(named),
                None => groups.push((&within.in_the_way, vec![named])),
            }
        }
        if groups.is_empty() {
            let certain = self.meeting.everything.certain == self.meeting.everything.total;
            return if certain {
                format!("{there} anything could have been agreed: whoever was there had a free hand.")
            } else if self.meeting.everything.possible == self.meeting.everything.total {
                format!("{there} anything might have been agreed, as far as mandates are known.")
            } else {
                format!(
                    "{there} no single option was beyond those who met, but not every combination was within their mandates."
                )
            };
        }
        let mut told: Vec<PartyIndex> = Vec::new();
        let mut parts = Vec::new();
        for (way, options) in groups.into_iter().take(TOLD) {
            let options = either(&prose::shortened_to(options, SPELT_OUT, "other options"), "or");
            let could = if parts.is_empty() {
                format!("{there} those who met could not have agreed to {options}")
            } else {
                format!("nor to {options}")
            };
            let why = way.iter().map(|set| match set.as_slice() {
                [one] if told.contains(one) => format!("{} mandate again", words::owner(self.case, *one)),
                [one] => {
                    told.push(*one);
                    self.seat(*one).map_or_else(String::new, |seat| self.limit(seat))
                }
                several => self.apart(several),
            });
            let why: Vec<String> = why.collect();
            parts.push(format!("{could}: {}", why.join("; ")));
        }
        format!("{}.", parts.join("; "))
    }

    fn seat(&self, party: PartyIndex) -> Option<&Seat> {
        self.meeting.seats.iter().find(|s| s.party == party)
    }

    /// Mandates that exclude each other.
    fn apart(&self, parties: &[PartyIndex]) -> String {
        format!("the mandates of {} have nothing of it in common", words::parties(self.case, parties, "and"))
    }

    /// "Russia’s delegation may at most agree to “Ceasefire: none or 30-day” \[c10\]".
    fn limit(&self, seat: &Seat) -> String {
        let who = self.representatives(seat);
        let several = self.is_several(seat);
        match &seat.mandate {
            SeatMandate::Absent => format!("nobody was there for {}", in_prose(&self.case.parties[seat.party].name)),
            SeatMandate::Anything => {
                format!("{who} {} a free hand, led by its leader", if several { "have" } else { "has" })
            }
            SeatMandate::Unknown(_) => format!("what {who} may agree to is not known"),
            SeatMandate::Stated(_) if seat.reach.possible == 0 => {
                format!("{who} may agree to nothing{}", self.behind(seat))
            }
            SeatMandate::Stated(stated) => {
                let parts: Vec<String> =
                    stated.iter().map(|&m| words::condition(self.case, &self.case.mandates[m].may_agree)).collect();
                format!("{who} may at most agree to {}{}", either(&parts, "or, by another mandate,"), self.behind(seat))
            }
        }
    }

    /// The claims behind a seat's mandates, and who else says so; or that it is a judgement.
    fn behind(&self, seat: &Seat) -> String {
        let (SeatMandate::Stated(stated) | SeatMandate::Unknown(stated)) = &seat.mandate else { return String::new() };
        let mut claims: Vec<String> = Vec::new();
        stated.iter().for_each(|&m| cite(&mut claims, &self.case.mandates[m].grounds.because, self.case));
        if claims.is_empty() {
            return ", in the analyst’s judgement".to_owned();
        }
        format!("{}{}", words::hearsay(self.case, seat.party, &claims), words::references(&claims))
    }

    /// "Russia’s delegation", "Ethiopia’s ministers", "Volodymyr Zelensky".
    fn representatives(&self, seat: &Seat) -> String {
        let stated = &self.case.meetings[self.meeting.meeting];
        let who = |&at: &usize| match &stated.present[at] {
            Attendance::Level { party, level } => format!("{} {level}", words::owner(self.case, *party)),
            Attendance::Person(person) => self.case.people[*person].name.clone(),
        };
        let names: Vec<String> = seat.representatives.iter().map(who).collect();
        if names.is_empty() { in_prose(&self.case.parties[seat.party].name) } else { either(&names, "and") }
    }

    fn is_several(&self, seat: &Seat) -> bool {
        let stated = &self.case.meetings[self.meeting.meeting];
        match seat.representatives.as_slice() {
            [one] => matches!(&stated.present[*one], Attendance::Level { level, .. } if is_plural(level)),
            many => many.len() > 1,
        }
    }

    /// How much of what would count as a deal was within reach, and whether mandates were the obstacle at all.
    fn of_the_deal(&self) -> String {
        let Decidable { counts, accepted } = &self.meeting.deal;
        if counts.reach.total == 0 {
            return "Nothing that would count as a deal can occur at all.".to_owned();
        }
        let everybody = prose::everybody(self.case);
        let of = self.share(&counts.reach, "what would count as a deal");
        if accepted.reach.total == 0 {
            let but = if counts.reach.possible == 0 {
                format!(
                    "But a wider mandate would not have helped by itself: nothing that would count as a deal is acceptable to {everybody}."
                )
            } else {
                format!(
                    "That is not what a deal failed on: nothing that would count as one is acceptable to {everybody}."
                )
            };
            return format!("{of} {but}");
        }
        let acceptable = self.share(&accepted.reach, &format!("what {everybody} would accept"));
        let why =
            if accepted.reach.possible == 0 { format!(" In the way: {}.", self.why(accepted)) } else { String::new() };
        format!("{of} {acceptable}{why}")
    }

    /// "Of what would count as a deal (30 outcomes), 6 were possibly within their mandates, none for certain."
    fn share(&self, reach: &Reach, what: &str) -> String {
        let total = words::count(reach.total, "outcome", "outcomes");
        let (certain, possible) = (reach.certain, reach.possible);
        let all = |n: u64| if n == reach.total { "all".to_owned() } else { words::thousands(n) };
        let were = |n: u64| if n == 1 { "was" } else { "were" };
        match (certain, possible) {
            (0, 0) => format!("Of {what} ({total}), nothing was within their mandates."),
            (c, p) if c == p => format!("Of {what} ({total}), {} {} within their mandates.", all(p), were(p)),
            (0, p) => {
                format!("Of {what} ({total}), {} {} possibly within their mandates, none for certain.", all(p), were(p))
            }
            (c, p) => format!(
                "Of {what} ({total}), {} {} within their mandates, and {} possibly.",
                words::thousands(c),
                were(c),
                all(p)
            ),
        }
    }

    /// Who was in the way: each alone, and several together.
    fn why(&self, within: &Within) -> String {
        let part = |set: &Vec<PartyIndex>| match set.as_slice() {
            [one] => self.seat(*one).map_or_else(String::new, |s| self.limit(s)),
            several => self.apart(several),
        };
        within.in_the_way.iter().take(TOLD).map(part).collect::<Vec<_>>().join("; ")
    }

    /// The deal and the side agreement that the verdict singles out, and whether they were within reach.
    fn examples(&self) -> Option<String> {
        let everybody = prose::everybody(self.case);
        let named = self.found.examples.iter().zip(&self.meeting.examples);
        let [deal, side] = named
            .map(|(outcome, stand)| {
                let outcome = prose::changes_in_short(self.case, outcome.as_ref()?);
                stand.map(|stand| (outcome, stand))
            })
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or([None, None]);
        let (outcome, stand, what) = match (deal, side) {
            (Some((outcome, stand)), _) => (outcome, stand, format!("which {everybody} would accept")),
            (None, Some((outcome, stand))) => {
                (outcome, stand, format!("which {everybody} would accept short of a deal"))
            }
            (None, None) => return None,
        };
        let how = match stand {
            Stand::Certain => "was within their mandates",
            Stand::Possible => "may have been within their mandates",
            Stand::Outside => "was beyond them",
        };
        Some(format!("{outcome}, {what}, {how}."))
    }

    /// Whose coming would have changed most of what would count as a deal, or of what all would accept.
    fn comers(&self) -> Option<String> {
        let merit =
            |[counts, accepted]: &[Reach; 2]| (accepted.certain, counts.certain, accepted.possible, counts.possible);
        let now = [self.meeting.deal.counts.reach, self.meeting.deal.accepted.reach];
        let alone = self.meeting.coming.iter().filter(|c| c.people.len() == 1);
        let best = alone.max_by(|a, b| merit(&a.deal).cmp(&merit(&b.deal)).then(b.people.cmp(&a.people)));
        let best = best.filter(|c| merit(&c.deal) > merit(&now));
        let all = self.meeting.coming.iter().find(|c| c.people.len() > 1);
        let all = all.filter(|c| merit(&c.deal) > best.map_or(merit(&now), |b| merit(&b.deal)));
        let one = best.map(|c| format!("Had {} come, {}.", self.case.people[c.people[0]].name, self.gained(c)));
        let together = all.map(|c| format!("Had all the leaders come, {}.", self.gained(c)));
        let sentences: Vec<String> = one.into_iter().chain(together).collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// What would have been within reach had they come.
    fn gained(&self, coming: &Coming) -> String {
        if coming.everything.certain == coming.everything.total {
            return "anything could have been decided".to_owned();
        }
        let [counts, accepted] = coming.deal;
        let (reach, what) = if accepted.total > 0 {
            (accepted, format!("that {} would accept", prose::everybody(self.case)))
        } else {
            (counts, "that would count as a deal".to_owned())
        };
        let of = format!("of the {} outcomes {what}", words::thousands(reach.total));
        match (reach.certain, reach.possible) {
            (0, p) => format!("up to {} {of} might have been within reach", words::thousands(p)),
            (c, p) if c == p => format!("{} {of} would have been within reach", words::thousands(c)),
            (c, p) => format!("{} to {} {of} would have been within reach", words::thousands(c), words::thousands(p)),
        }
    }

    /// Which unknown mandate to ask about.
    fn question(&self) -> Option<String> {
        let unknown = |at: usize| {
            let ask = &self.meeting.ask[at];
            let seat = Seat {
                representatives: ask.representatives.clone(),
                ..self.meeting.seats.iter().find(|s| s.party == ask.party)?.clone()
            };
            Some(self.representatives(&seat))
        };
        let first = self.meeting.ask.first()?;
        let who = unknown(0)?;
        let names = ["the deals all accept", "the outcomes that would count as a deal", "the side agreements"];
        let decided = first.decides.iter().zip(names).find(|(n, _)| **n > 0);
        Some(match decided {
            Some((n, what)) => format!(
                "The mandate to ask about {}is that of {who}: it alone decides whether {} of {what} {} within reach.",
                if self.meeting.ask.len() > 1 { "first " } else { "" },
                words::thousands(*n),
                if *n == 1 { "was" } else { "were" }
            ),
            None if self.meeting.ask.len() > 1 => {
                let all: Vec<String> = (0..self.meeting.ask.len()).filter_map(unknown).collect();
                format!("The mandates of {} are not known; none of them decides anything alone.", either(&all, "and"))
            }
            None => return None,
        })
    }

    /// The mandates that the seats rest on.
    fn mandates(&self) -> Vec<usize> {
        let of = |seat: &Seat| match &seat.mandate {
            SeatMandate::Stated(stated) | SeatMandate::Unknown(stated) => stated.clone(),
            SeatMandate::Absent | SeatMandate::Anything => Vec::new(),
        };
        self.meeting.seats.iter().flat_map(of).collect()
    }

    fn details(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        if let Some(days) = self.meeting.days_before_sources {
            parts.push(Part::note(format!(
                "The meeting was {days} days before the first source, more than {LONG_BEFORE}: mandates are those the case states, whenever they were given."
            )));
        }
        let seats = self.meeting.seats.iter().map(|seat| {
            let reach = |n: u64| format!("{} of {}", words::thousands(n), words::thousands(seat.reach.total));
            vec![
                line(self.case.parties[seat.party].name.clone()),
                line(prose::capital(&self.limit(seat))),
                line(reach(seat.reach.certain)),
                line(reach(seat.reach.possible)),
            ]
        });
        let columns =
            [("Signatory", 2), ("What its representatives may agree to", 6), ("Certainly", 2), ("Possibly", 2)];
        parts.push(lined("Mandates", &columns, seats.collect()));
        let others = self.others();
        if !others.is_empty() {
            parts.push(Part::note(others));
        }
        parts.push(self.reach_table());
        parts.extend(self.obstacles());
        parts
    }

    /// Who was there and does not decide, and who decides later.
    fn others(&self) -> String {
        let case = self.case;
        let stated = &case.meetings[self.meeting.meeting];
        let party = |a: &Attendance| match a {
            Attendance::Level { party, .. } => *party,
            Attendance::Person(person) => case.people[*person].party,
        };
        let mut there: Vec<PartyIndex> =
            stated.present.iter().map(party).filter(|&p| case.parties[p].consent != Consent::Signs).collect();
        there.sort_unstable();
        there.dedup();
        let mut sentences = Vec::new();
        if !there.is_empty() {
            let names = words::parties(case, &there, "and");
            let verb = if there.len() > 1 || is_plural(&case.parties[there[0]].name) { "do" } else { "does" };
            sentences.push(
                format!(
                    "{} {} not sign, so what they may agree to decides nothing here.",
                    prose::capital(&names),
                    verb
                )
                .replace("so what they", if there.len() > 1 { "so what they" } else { "so what it" }),
            );
        }
        let ratifiers: Vec<PartyIndex> =
            (0..case.parties.len()).filter(|&p| case.parties[p].consent == Consent::Ratifies).collect();
        if !ratifiers.is_empty() {
            sentences.push(format!("What is agreed still goes to {}.", words::parties(case, &ratifiers, "and")));
        }
        sentences.join(" ")
    }

    /// The reach as it was, and if somebody had come.
    fn reach_table(&self) -> Part {
        let meeting = self.meeting;
        let cell = |reach: &Reach| {
            line(match (reach.certain, reach.possible) {
                _ if reach.total == 0 => "–".to_owned(),
                (c, p) if c == p => format!("{} of {}", words::thousands(p), words::thousands(reach.total)),
                (c, p) => {
                    format!("{}–{} of {}", words::thousands(c), words::thousands(p), words::thousands(reach.total))
                }
            })
        };
        let accepted = meeting.deal.accepted.reach.total > 0;
        let side = meeting.side.reach.total > 0;
        let mut columns: Vec<(String, u16)> =
            vec![("Who".to_owned(), 4), ("All that can occur".to_owned(), 2), ("Would count as a deal".to_owned(), 2)];
        if accepted {
            columns.push((format!("Acceptable to {}", prose::everybody(self.case)), 2));
        }
        if side {
            columns.push(("Side agreements".to_owned(), 2));
        }
        columns.extend(self.found.goals.iter().map(|(_, title)| (title.clone(), 2)));
        let row = |who: String, everything: &Reach, deal: [&Reach; 2], of_side: &Reach, goals: Vec<&Reach>| {
            let mut row = vec![line(who), cell(everything), cell(deal[0])];
            row.extend(accepted.then(|| cell(deal[1])));
            row.extend(side.then(|| cell(of_side)));
            row.extend(goals.into_iter().map(cell));
            row
        };
        let mut rows = vec![row(
            "Those who met".to_owned(),
            &meeting.everything,
            [&meeting.deal.counts.reach, &meeting.deal.accepted.reach],
            &meeting.side.reach,
            meeting.goals.iter().map(|g| &g.counts.reach).collect(),
        )];
        for coming in &meeting.coming {
            let names: Vec<String> = coming.people.iter().map(|&p| self.case.people[p].name.clone()).collect();
            rows.push(row(
                format!("With {}", either(&names, "and")),
                &coming.everything,
                [&coming.deal[0], &coming.deal[1]],
                &coming.side,
                coming.goals.iter().map(|[counts, _]| counts).collect(),
            ));
        }
        let columns: Vec<(&str, u16)> = columns.iter().map(|(title, share)| (title.as_str(), *share)).collect();
        lined("How many outcomes were within reach: certainly to possibly", &columns, rows)
    }

    /// Who was in the way of what, and what it would take.
    fn obstacles(&self) -> Option<Part> {
        let sets = [
            ("a deal", &self.meeting.deal.counts),
            ("a deal all accept", &self.meeting.deal.accepted),
            ("a side agreement", &self.meeting.side),
        ];
        let goals = self.found.goals.iter().zip(&self.meeting.goals).map(|((_, title), g)| (title.as_str(), &g.counts));
        let rows: Vec<Vec<Vec<String>>> = sets
            .into_iter()
            .chain(goals)
            .filter(|(_, within)| !within.in_the_way.is_empty())
            .map(|(what, within)| {
                let sets = |sets: &[Vec<PartyIndex>]| -> Vec<String> {
                    sets.iter().take(TOLD).map(|set| words::parties(self.case, set, "and")).collect()
                };
                let how = if within.reach.possible == 0 { "was out of reach" } else { "was not certain" };
                vec![
                    line(format!("{} {how}", prose::capital(what))),
                    sets(&within.in_the_way),
                    sets(&within.it_would_take),
                ]
            })
            .collect();
        let columns = [
            ("What", 4),
            ("In the way, each line by itself", 3),
            ("It would take one of these: to come, or a free hand", 4),
        ];
        (!rows.is_empty()).then(|| lined("Who was in the way", &columns, rows))
    }
}
