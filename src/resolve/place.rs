//! Place names -> which place: prior by class and population, "City, State" pairs, neighbours in a list, the document's countries.
//!
//! Takes the document's names, gives each PLACE its candidates from the lists with a score. Every candidate starts with a prior; local
//! evidence (a pair, an enumeration, "the state of") is added to the mention, and a part of it to all mentions of the same name, since
//! a name has mostly one sense in one document. Then the countries and states that the document is about, as far as the first pass
//! knows them, speak for the candidates that lie in them.

use super::NameSpan;
use super::hash::Fast;
use crate::gazetteer::{Gazetteer, List, PlaceClass, PlaceFacts, PlaceId, Trust};
use crate::mention::{Kind, TokenRange};
use crate::tag::Context;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Candidates that are weighed for one name; the lists give them strongest first.
const MOST_CANDIDATES: usize = 24;

/// Names before and after a name whose places are asked how near they are.
const NEIGHBOURS: usize = 10;

/// Names of one enumeration that are weighed together; a longer one is cut, so that time stays linear.
const LONGEST_LIST: usize = 200;

/// Weights, set by hand and checked on news with coordinates; in the units of the prior, where a factor of ten in population is worth 0.55.
mod weight {
    /// A city whose state or country follows after a comma, and that state.
    pub const PAIR: f32 = 5.0;
    /// The same with "in" or a possessive between.
    pub const LOOSE_PAIR: f32 = 2.5;
    /// Neighbours in an enumeration share the class.
    pub const LIST: f32 = 4.0;
    /// "17 countries:" or "cities such as" before the enumeration, "the state of" before the name, "province" after it.
    pub const CLASS_WORD: f32 = 4.0;
    /// A state or province that is called after its own city.
    pub const SEAT: f32 = 1.6;
    /// Part of the local evidence of one mention that counts for the others of the same name.
    pub const SHARED: f32 = 0.7;
    /// The whole document lies in the candidate's country.
    pub const COUNTRY: f32 = 2.2;
    /// The whole document lies in the candidate's state or province.
    pub const ADMIN: f32 = 3.2;
    /// Other places of the document lie within a day's walk of the candidate.
    pub const NEAR: f32 = 2.0;
    /// A place of the dateline, in the mass of countries and states.
    pub const DATELINE: f32 = 2.0;
    /// A demonym, likewise.
    pub const DEMONYM: f32 = 0.6;
    /// Share of the mass that the country has of which a document is, and its lead over the next one.
    pub const FOCUS: f32 = 0.4;
    pub const FOCUS_LEAD: f32 = 1.25;
}

/// Rule of the nested row that gives the country behind a demonym.
const DEMONYM: &str = "place.demonym";

/// What the document says of one PLACE name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settled {
    /// Index of the name's group of candidates; names with equal groups may still differ in `place`.
    pub group: Option<u32>,
    /// The place, where the lists hold it.
    pub place: Option<PlaceId>,
    /// How many candidates the lists have.
    pub candidates: u32,
    /// Lead of the best candidate over the second, in the units of the prior.
    pub margin: f32,
}

/// Buffers, reused from document to document.
#[derive(Debug, Default)]
pub struct PlaceScratch {
    /// One for each name of the document, in its order; empty for other kinds.
    pub settled: Vec<Settled>,
    spots: Vec<Spot>,
    groups: Vec<Group>,
    choices: Vec<Choice>,
    local: Vec<f32>,
    points: Vec<(f32, f32, f32)>,
    by_entry: HashMap<u32, u32, Fast>,
    countries: HashMap<u16, f32, Fast>,
    admins: HashMap<u64, f32, Fast>,
    /// Votes of a list, and of one of its names.
    votes: Vec<(Rank, u16, f32)>,
    mine: Vec<(Rank, u16)>,
    tops: Vec<u16>,
    /// Countries behind the document's demonyms, in its order.
    demonyms: Vec<u16>,
    order: Vec<u32>,
    /// Sums of the two, kept apart since a map's order must not decide a rounding.
    all: (f32, f32),
}

/// A place that a name may be, and what speaks for it; in the units of the prior.
#[derive(Debug, Clone, Copy)]
pub struct PlaceWeighed {
    /// The place.
    pub id: PlaceId,
    /// Its class and its inhabitants.
    pub prior: f32,
    /// Other places and nationalities of the document that lie in its country.
    pub country: f32,
    /// In its state or province.
    pub admin: f32,
    /// Within a day's walk.
    pub near: f32,
    /// The words beside this mention: a pair, a list, "the state of".
    pub here: f32,
    /// Those beside other mentions of the name.
    pub elsewhere: f32,
}

impl PlaceWeighed {
    /// All of it.
    pub fn score(&self) -> f32 {
        self.prior + self.country + self.admin + self.near + self.here + self.elsewhere
    }
}

/// A place mention with candidates.
#[derive(Debug, Clone, Copy)]
struct Spot {
    name: u32,
    group: u32,
    tokens: TokenRange,
    /// Its slice of `local`, as long as the group's choices.
    local: u32,
}

/// All mentions of one entry of the lists.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: u32,
    end: u32,
    mentions: u32,
    in_dateline: bool,
    /// Among the choices are a city and the province that is called after it.
    has_seat: bool,
}

#[derive(Debug, Clone, Copy)]
struct Choice {
    id: PlaceId,
    rank: Rank,
    country: u16,
    admin: u64,
    /// Degrees north and east.
    point: (f32, f32),
    population: u64,
    prior: f32,
    /// Prior and what the document says; local evidence comes on top.
    score: f32,
    /// Local evidence of all mentions.
    shared: f32,
    share: f32,
}

/// The levels that lists and class words speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Country,
    Admin,
    County,
    City,
    Other,
}

impl PlaceScratch {
    /// Settles all places among `names` (in text order); the result is in `settled`.
    pub fn settle(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        self.settled.clear();
        self.settled.resize(names.len(), Settled::default());
        self.collect(cx, names);
        if self.spots.is_empty() {
            self.collect_demonyms(cx, names);
            self.masses();
            return;
        }
        self.pairs(cx);
        self.lists(cx);
        self.class_words(cx, false);
        self.share_local();
        self.class_words(cx, true);
        self.collect_demonyms(cx, names);
        for _ in 0..2 {
            self.weigh();
            self.masses();
            self.listen();
        }
        self.decide();
    }

    fn collect_demonyms(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        let norps = names.iter().filter(|n| n.kind == Kind::Norp).filter_map(|n| hit_at(cx, List::Norp, n.tokens));
        self.demonyms.clear();
        self.demonyms.extend(norps.map(|e| code(cx.gazetteer.norp(e).country)).filter(|country| *country != 0));
    }

    /// Ids of the other candidates of a group, the likeliest first, written to `out`.
    pub fn others(&mut self, settled: &Settled, most: usize, margin: f32, out: &mut Vec<PlaceId>) {
        out.clear();
        let Some(group) = settled.group.and_then(|g| self.groups.get(g as usize)) else { return };
        let choices = &self.choices[group.first as usize..group.end as usize];
        let best = choices.iter().map(total).fold(f32::MIN, f32::max);
        let score = |i: u32| total(&choices[i as usize]);
        let order = &mut self.order;
        order.clear();
        order.extend((0..choices.len() as u32).filter(|i| score(*i) + margin >= best));
        order.sort_unstable_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
        out.extend(order.iter().map(|i| choices[*i as usize].id).filter(|id| Some(*id) != settled.place).take(most));
    }

    fn collect(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        self.spots.clear();
        self.groups.clear();
        self.choices.clear();
        self.local.clear();
        self.by_entry.clear();
        for (i, name) in names.iter().enumerate().filter(|(_, n)| n.kind == Kind::Place) {
            if name.rule == DEMONYM {
                let place = hit_at(cx, List::Norp, name.tokens).and_then(|e| cx.gazetteer.country(cx.gazetteer.norp(e).country));
                self.settled[i] = Settled { group: None, place, candidates: 1, margin: 99.0 };
                continue;
            }
            let Some(entry) = entry_of(cx, name.tokens) else { continue };
            let next = self.groups.len() as u32;
            let group = *self.by_entry.entry(entry).or_insert(next);
            if group == next {
                let first = self.choices.len() as u32;
                let ids = cx.gazetteer.places(entry).take(MOST_CANDIDATES);
                self.choices.extend(ids.map(|id| choice(cx.gazetteer, id)));
                self.add_without_head(cx, name.tokens, first as usize);
                let has_seat = prefer_seats(&mut self.choices[first as usize..]);
                self.groups.push(Group { first, end: self.choices.len() as u32, mentions: 0, in_dateline: false, has_seat });
            }
            let g = &mut self.groups[group as usize];
            g.mentions += 1;
            g.in_dateline |= cx.opening.dateline.is_some_and(|d| d.overlaps(name.tokens));
            let local = self.local.len() as u32;
            self.local.resize(self.local.len() + (g.end - g.first) as usize, 0.0);
            self.spots.push(Spot { name: i as u32, group, tokens: name.tokens, local });
        }
    }

    /// "Northern Region" is in the lists for two countries, and plain "Northern" for a third.
    fn add_without_head(&mut self, cx: &Context<'_>, tokens: TokenRange, first: usize) {
        let (start, end) = (tokens.first as usize, tokens.end as usize);
        let told = if end - start > 1 { class_of(cx.at(end - 1)) } else { None };
        let Some(rank) = told.filter(|r| matches!(r, Rank::Admin | Rank::County)) else { return };
        let Some(entry) = hit_at(cx, List::Place, TokenRange::new(start, end - 1)) else { return };
        for id in cx.gazetteer.places(entry).take(MOST_CANDIDATES) {
            let more = choice(cx.gazetteer, id);
            if more.rank == rank && self.choices[first..].iter().all(|c| c.id != id) {
                self.choices.push(more);
            }
        }
    }

    fn choices_of(&self, spot: usize) -> &[Choice] {
        let group = &self.groups[self.spots[spot].group as usize];
        &self.choices[group.first as usize..group.end as usize]
    }

    /// Adds to the local evidence of one candidate; evidence of one kind is not added twice.
    fn raise(&mut self, spot: usize, candidate: usize, amount: f32) {
        let at = &mut self.local[self.spots[spot].local as usize + candidate];
        *at = at.max(amount);
    }

    /// "Valdosta, Georgia": the two decide each other.
    fn pairs(&mut self, cx: &Context<'_>) {
        for s in 0..self.spots.len().saturating_sub(1) {
            let amount = match between(cx, self.spots[s].tokens, self.spots[s + 1].tokens) {
                Gap::Comma | Gap::None | Gap::Bracket => weight::PAIR,
                Gap::In => weight::LOOSE_PAIR,
                Gap::Possessive => {
                    self.pair(s + 1, s, weight::LOOSE_PAIR);
                    continue;
                }
                _ => continue,
            };
            if !self.is_flat_list(cx, s) {
                self.pair(s, s + 1, amount);
            }
        }
    }

    fn pair(&mut self, inner: usize, outer: usize, amount: f32) {
        let (n, m) = (self.choices_of(inner).len(), self.choices_of(outer).len());
        for i in 0..n {
            for o in 0..m {
                let (a, b) = (self.choices_of(inner)[i], self.choices_of(outer)[o]);
                if lies_in(&a, &b) {
                    self.raise(inner, i, amount);
                    self.raise(outer, o, amount * 0.8);
                }
            }
        }
    }

    /// True inside "Texas, Georgia and Florida": names of one rank, so that neighbours are no pair.
    fn is_flat_list(&self, cx: &Context<'_>, s: usize) -> bool {
        let alike = |a: usize, b: usize| {
            let (a, b) = (top_rank(self.choices_of(a)), top_rank(self.choices_of(b)));
            a == b && matches!(a, Rank::Country | Rank::Admin)
        };
        let joined = |a: usize| {
            a + 1 < self.spots.len()
                && matches!(between(cx, self.spots[a].tokens, self.spots[a + 1].tokens), Gap::Comma | Gap::And | Gap::CommaAnd)
        };
        let with_next = joined(s + 1) && alike(s + 1, s + 2);
        let with_before = s > 0 && joined(s - 1) && alike(s - 1, s);
        let two_before = s > 1 && joined(s - 1) && joined(s - 2) && alike(s - 2, s - 1);
        alike(s, s + 1) && (with_next || with_before) || (with_next && with_before) || two_before && with_next
    }

    /// Neighbours in an enumeration share their rank, and states their country.
    fn lists(&mut self, cx: &Context<'_>) {
        let mut first = 0;
        while first < self.spots.len() {
            let mut end = first + 1;
            while end < self.spots.len()
                && end - first < LONGEST_LIST
                && matches!(
                    between(cx, self.spots[end - 1].tokens, self.spots[end].tokens),
                    Gap::Comma | Gap::And | Gap::CommaAnd
                )
            {
                end += 1;
            }
            if end - first >= 2 {
                self.list(cx, first, end);
            }
            first = end;
        }
    }

    fn list(&mut self, cx: &Context<'_>, first: usize, end: usize) {
        let behind = self.spots[end - 1].tokens.end as usize;
        let told = class_before(cx, self.spots[first].tokens.first as usize).or_else(|| class_of(cx.at(behind)));
        let (mut votes, mut mine) = (std::mem::take(&mut self.votes), std::mem::take(&mut self.mine));
        votes.clear();
        for s in first..end {
            let choices = self.choices_of(s);
            // Each name votes once, for its strongest sense, and by half for others that are not far behind.
            let best = choices.iter().map(|c| c.prior).fold(f32::MIN, f32::max);
            mine.clear();
            for c in choices.iter().filter(|c| c.prior + 4.0 >= best) {
                let key = (c.rank, if c.rank == Rank::Admin { c.country } else { 0 });
                if !mine.contains(&key) {
                    mine.push(key);
                    let amount = if c.prior == best { 1.0 } else { 0.4 };
                    match votes.iter_mut().find(|v| (v.0, v.1) == key) {
                        Some(v) => v.2 += amount,
                        None => votes.push((key.0, key.1, amount)),
                    }
                }
            }
        }
        let n = (end - first) as f32;
        self.list_of_cities(first, end);
        let most = votes.iter().max_by(|a, b| a.2.total_cmp(&b.2)).copied();
        (self.votes, self.mine) = (votes, mine);
        let Some((rank, country, votes)) = most else { return };
        for s in first..end {
            for i in 0..self.choices_of(s).len() {
                let c = self.choices_of(s)[i];
                let key = (c.rank, if c.rank == Rank::Admin { c.country } else { 0 });
                // Two names are a weaker list than three: "Alabama and Georgia".
                let trust = if n > 2.0 { 1.0 } else { 0.6 };
                if key == (rank, country) && votes / n > 0.5 {
                    self.raise(s, i, weight::LIST * trust * votes / n);
                }
                if told.is_some_and(|t| t == c.rank) {
                    let at = &mut self.local[self.spots[s].local as usize + i];
                    *at += weight::CLASS_WORD;
                }
            }
        }
    }

    /// Cities of one list mostly lie in one country.
    fn list_of_cities(&mut self, first: usize, end: usize) {
        if end - first < 3 {
            return;
        }
        let mut tops = std::mem::take(&mut self.tops);
        let top =
            |s: usize| self.choices_of(s).iter().reduce(|a, b| if b.prior > a.prior { b } else { a }).map_or(0, |c| c.country);
        tops.clear();
        tops.extend((first..end).map(top));
        let votes = |country: u16| tops.iter().filter(|t| **t == country).count();
        let most = tops.iter().copied().filter(|c| *c != 0).max_by_key(|c| (votes(*c), *c));
        let country = most.filter(|c| votes(*c) * 2 > tops.len());
        self.tops = tops;
        let Some(country) = country else { return };
        for s in first..end {
            for i in 0..self.choices_of(s).len() {
                if self.choices_of(s)[i].country == country {
                    self.raise(s, i, weight::LOOSE_PAIR);
                }
            }
        }
    }

    /// "the state of Georgia", "Sivas province", "the city of Lagos".
    /// Where a province is called after its city, "Sivas province" says nothing of Sivas elsewhere: `own` does these, after the sharing.
    fn class_words(&mut self, cx: &Context<'_>, own: bool) {
        for s in 0..self.spots.len() {
            if own != self.groups[self.spots[s].group as usize].has_seat {
                continue;
            }
            let Some(told) = class_around(cx, self.spots[s].tokens) else { continue };
            for i in 0..self.choices_of(s).len() {
                if self.choices_of(s)[i].rank == told {
                    let at = &mut self.local[self.spots[s].local as usize + i];
                    *at += weight::CLASS_WORD;
                }
            }
        }
    }

    fn share_local(&mut self) {
        for spot in &self.spots {
            let group = self.groups[spot.group as usize];
            for (k, c) in self.choices[group.first as usize..group.end as usize].iter_mut().enumerate() {
                c.shared = (c.shared + self.local[spot.local as usize + k]).min(8.0);
            }
        }
    }

    /// Scores to shares of belief within each group.
    fn weigh(&mut self) {
        for g in &self.groups {
            let choices = &mut self.choices[g.first as usize..g.end as usize];
            let best = choices.iter().map(total).fold(f32::MIN, f32::max);
            let mut sum = 0.0;
            for c in choices.iter_mut() {
                c.share = (1.4 * (total(c) - best)).exp();
                sum += c.share;
            }
            choices.iter_mut().for_each(|c| c.share /= sum);
        }
    }

    /// How much of the document lies in each country and state.
    fn masses(&mut self) {
        self.countries.clear();
        self.admins.clear();
        self.all = (0.0, 0.0);
        for g in &self.groups {
            let amount = group_mass(g);
            for c in &self.choices[g.first as usize..g.end as usize] {
                if c.country != 0 {
                    self.all.0 += amount * c.share;
                    *self.countries.entry(c.country).or_default() += amount * c.share;
                }
                if c.admin != 0 {
                    self.all.1 += amount * c.share;
                    *self.admins.entry(c.admin).or_default() += amount * c.share;
                }
            }
        }
        for country in &self.demonyms {
            self.all.0 += weight::DEMONYM;
            *self.countries.entry(*country).or_default() += weight::DEMONYM;
        }
    }

    /// The country that the document is about: its places and nationalities lie mostly there, and in no other nearly as much.
    pub fn focus(&self) -> Option<[u8; 2]> {
        let mut best = (0.0, 0);
        let mut second = 0.0_f32;
        for (country, mass) in self.countries.iter().map(|(country, mass)| (*country, *mass)) {
            if (mass, country) > best {
                second = second.max(best.0);
                best = (mass, country);
            } else {
                second = second.max(mass);
            }
        }
        let leads = best.0 >= weight::FOCUS * self.all.0 && best.0 >= weight::FOCUS_LEAD * second;
        (best.1 != 0 && leads).then(|| best.1.to_be_bytes())
    }

    /// Adds what the rest of the document says.
    fn listen(&mut self) {
        self.points.clear();
        self.points.extend(self.groups.iter().map(|g| {
            let choices = &self.choices[g.first as usize..g.end as usize];
            let best = choices.iter().reduce(|a, b| if b.share > a.share { b } else { a });
            best.filter(|c| !matches!(c.rank, Rank::Country | Rank::Admin))
                .map_or((0.0, 0.0, 0.0), |c| (c.point.0, c.point.1, c.share))
        }));
        for i in 0..self.groups.len() {
            let g = self.groups[i];
            let amount = group_mass(&g);
            for k in g.first as usize..g.end as usize {
                let [country, admin, near] = self.heard(i, amount, &self.choices[k]);
                let c = &mut self.choices[k];
                c.score = c.prior + country + admin + near;
            }
        }
    }

    /// What the rest of the document says for a candidate of group `i`, whose own mass is `amount`: its country, its state, places near by.
    #[inline]
    fn heard(&self, i: usize, amount: f32, c: &Choice) -> [f32; 3] {
        let (all_countries, all_admins) = self.all;
        let around = self.points[i.saturating_sub(NEIGHBOURS)..self.points.len().min(i + NEIGHBOURS)].iter().enumerate();
        let around = around.filter(|(k, _)| k + i.saturating_sub(NEIGHBOURS) != i).map(|(_, p)| *p);
        let near = if matches!(c.rank, Rank::Country | Rank::Admin) { 0.0 } else { nearness(c.point, around) };
        let share = |mass: Option<&f32>, all: f32| {
            let (others, all) = (mass.copied().unwrap_or(0.0) - amount * c.share, all - amount);
            if others <= 0.01 || all <= 0.01 { 0.0 } else { others / (all + 1.0) }
        };
        let country = share(self.countries.get(&c.country), all_countries);
        let admin = share(self.admins.get(&c.admin), all_admins);
        [weight::COUNTRY * country.sqrt(), weight::ADMIN * admin.sqrt(), weight::NEAR * near]
    }

    /// What speaks for each candidate of name number `name`, the likeliest first; call after [`PlaceScratch::settle`].
    pub fn explain(&self, name: usize) -> Vec<PlaceWeighed> {
        let Some(s) = self.spots.iter().position(|spot| spot.name as usize == name) else { return Vec::new() };
        let spot = self.spots[s];
        let one = |(i, c): (usize, &Choice)| {
            let amount = group_mass(&self.groups[spot.group as usize]);
            let [country, admin, near] = self.heard(spot.group as usize, amount, c);
            let here = self.local[spot.local as usize + i];
            let elsewhere = weight::SHARED * (c.shared - here).max(0.0);
            PlaceWeighed { id: c.id, prior: c.prior, country, admin, near, here, elsewhere }
        };
        let mut all: Vec<PlaceWeighed> = self.choices_of(s).iter().enumerate().map(one).collect();
        all.sort_by(|a, b| b.score().total_cmp(&a.score()));
        all
    }

    fn decide(&mut self) {
        for s in 0..self.spots.len() {
            let spot = self.spots[s];
            let (mut best, mut second) = ((f32::MIN, None), f32::MIN);
            for (i, c) in self.choices_of(s).iter().enumerate() {
                let own = self.local[spot.local as usize + i];
                let score = c.score + own + weight::SHARED * (c.shared - own).max(0.0);
                if score > best.0 {
                    second = best.0;
                    best = (score, Some(c.id));
                } else if score > second {
                    second = score;
                }
            }
            let candidates = self.choices_of(s).len() as u32;
            self.settled[spot.name as usize] =
                Settled { group: Some(spot.group), place: best.1, candidates, margin: (best.0 - second).min(99.0) };
        }
    }
}

/// How many of the points, each with its weight, lie within some 100 km; between 0 and 1.
fn nearness(at: (f32, f32), others: impl Iterator<Item = (f32, f32, f32)>) -> f32 {
    // Most points lie too far to the north or south; a point without weight is no point.
    let mut others = others.filter(|(lat, _, weight)| *weight > 0.0 && (at.0 - lat).abs() < 2.8).peekable();
    if others.peek().is_none() {
        return 0.0;
    }
    let narrow = at.0.to_radians().cos();
    let sum: f32 = others
        .map(|(lat, lon, weight)| {
            let (north, east) = ((at.0 - lat) * 111.0, (at.1 - lon) * 111.0 * narrow);
            let squared = north * north + east * east;
            if squared < 90_000.0 { weight * (-squared / 20_000.0).exp() } else { 0.0 }
        })
        .sum();
    sum / (sum + 1.0)
}

fn total(c: &Choice) -> f32 {
    c.score + weight::SHARED * c.shared
}

fn group_mass(g: &Group) -> f32 {
    1.0 + (g.mentions as f32).ln() + if g.in_dateline { weight::DATELINE } else { 0.0 }
}

/// A country code as a number, 0 for none.
fn code(country: &str) -> u16 {
    match country.as_bytes() {
        [a, b] => u16::from(*a) << 8 | u16::from(*b),
        _ => 0,
    }
}

/// "Geneva" alone is the city, not the canton around it, unless most of the canton lives elsewhere.
fn prefer_seats(choices: &mut [Choice]) -> bool {
    let mut found = false;
    for a in 0..choices.len() {
        let admin = choices[a];
        let seat = |c: &Choice| c.rank == Rank::City && lies_in(c, &admin) && c.population * 8 > admin.population;
        if admin.rank == Rank::Admin && choices.iter().any(seat) {
            choices[a].prior -= weight::SEAT;
            choices[a].score -= weight::SEAT;
            found = true;
        }
    }
    found
}

fn choice(gazetteer: &Gazetteer, id: PlaceId) -> Choice {
    let place = gazetteer.place_facts(id);
    let country = code(place.country);
    let admin = place.admin1.bytes().fold(u64::from(country), |h, b| h << 8 | u64::from(b));
    let prior = prior(&place);
    let admin = if place.admin1.is_empty() { 0 } else { admin };
    let (point, population) = ((place.lat, place.lon), u64::from(place.population));
    Choice { id, rank: rank(&place), country, admin, point, population, prior, score: prior, shared: 0.0, share: 0.0 }
}

/// Countries before states before capitals before cities, each by the logarithm of its inhabitants.
fn prior(place: &PlaceFacts<'_>) -> f32 {
    let class = match place.class {
        PlaceClass::Country => 5.0,
        PlaceClass::CountryVariant => 4.5,
        PlaceClass::Admin1 => 1.6,
        PlaceClass::Region => 4.0,
        PlaceClass::Capital => 2.4,
        PlaceClass::Physical => 3.0,
        PlaceClass::Admin2 => 0.2,
        _ => 1.0,
    };
    class + 0.55 * (place.population.max(100) as f32).log10()
}

fn rank(place: &PlaceFacts<'_>) -> Rank {
    match place.class {
        PlaceClass::Country | PlaceClass::CountryVariant => Rank::Country,
        PlaceClass::Admin1 => Rank::Admin,
        PlaceClass::Admin2 => Rank::County,
        PlaceClass::Region | PlaceClass::Physical => Rank::Other,
        _ => Rank::City,
    }
}

fn top_rank(choices: &[Choice]) -> Rank {
    let best = choices.iter().reduce(|a, b| if b.prior > a.prior { b } else { a });
    best.map_or(Rank::Other, |c| c.rank)
}

fn lies_in(inner: &Choice, outer: &Choice) -> bool {
    let same_country = inner.country != 0 && inner.country == outer.country;
    match outer.rank {
        Rank::Country => same_country && inner.rank != Rank::Country,
        Rank::Admin => same_country && inner.admin == outer.admin && !matches!(inner.rank, Rank::Country | Rank::Admin),
        Rank::County => same_country && inner.admin == outer.admin && inner.rank == Rank::City,
        _ => false,
    }
}

/// Entry of the place list for a name: the whole span, else the span without "the", a compass word before or a head word behind.
fn entry_of(cx: &Context<'_>, tokens: TokenRange) -> Option<u32> {
    if let Some(entry) = hit_at(cx, List::Place, tokens) {
        return Some(entry);
    }
    let (first, end) = (tokens.first as usize, tokens.end as usize);
    if end - first < 2 {
        return None;
    }
    let heads_off = class_of(cx.at(end - 1)).is_some();
    if heads_off && let Some(entry) = hit_at(cx, List::Place, TokenRange::new(first, end - 1)) {
        return Some(entry);
    }
    let (region, compass) = (crate::gazetteer::cue::REGION, crate::gazetteer::cue::COMPASS);
    if cx.word(first).is_cue(region | compass) || cx.is(first, "the") {
        let skip = 1 + usize::from(cx.is(first + 1, "-"));
        return (first + skip < end).then(|| hit_at(cx, List::Place, TokenRange::new(first + skip, end)))?;
    }
    None
}

/// Entry of the hit of one list at exactly these tokens.
pub fn hit_at(cx: &Context<'_>, list: List, tokens: TokenRange) -> Option<u32> {
    let from = cx.hits.partition_point(|h| h.first < tokens.first);
    let here = cx.hits[from..].iter().take_while(|h| h.first == tokens.first);
    here.filter(|h| h.list == list && h.end == tokens.end).map(|h| h.entry).next()
}

/// What stands between two neighbouring names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Comma,
    And,
    CommaAnd,
    Bracket,
    In,
    Possessive,
    Other,
}

fn between(cx: &Context<'_>, a: TokenRange, b: TokenRange) -> Gap {
    let (mut t, end) = (a.end as usize, b.first as usize);
    if end < t || end - t > 3 || cx.tokens[end].after_blank() {
        return Gap::Other;
    }
    if end > t && cx.is(end - 1, "the") {
        // "the Netherlands", "the United States": the article belongs to the name.
        return between_plain(cx, t, end - 1);
    }
    if end > t + 1 && cx.is(t, ",") && cx.is(t + 1, "and") {
        t += 2;
        return if t == end { Gap::CommaAnd } else { Gap::Other };
    }
    between_plain(cx, t, end)
}

fn between_plain(cx: &Context<'_>, t: usize, end: usize) -> Gap {
    match end - t {
        0 => Gap::None,
        1 => match cx.at(t) {
            "," => Gap::Comma,
            "and" | "or" | "&" => Gap::And,
            "(" => Gap::Bracket,
            "in" => Gap::In,
            "'s" | "’s" | "'" | "’" => Gap::Possessive,
            _ => Gap::Other,
        },
        2 if cx.is(t, ",") && (cx.is(t + 1, "and") || cx.is(t + 1, "or")) => Gap::CommaAnd,
        _ => Gap::Other,
    }
}

/// A two-column list that is built in.
fn table(text: &'static str) -> HashMap<&'static str, &'static str, Fast> {
    text.lines().skip(1).filter_map(|l| l.split_once('\t')).collect()
}

/// Calls `f` with the lower-case form of a short word, without allocating.
fn lower<T>(word: &str, f: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let mut buffer = [0; 16];
    let bytes = buffer.get_mut(..word.len())?;
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    std::str::from_utf8(bytes).ok().and_then(f)
}

static CLASS_WORDS: LazyLock<HashMap<&str, &str, Fast>> =
    LazyLock::new(|| table(include_str!("../../gazetteers/place/class-words.tsv")));
static HEADS: LazyLock<HashMap<&str, &str, Fast>> = LazyLock::new(|| table(include_str!("../../gazetteers/place/heads.tsv")));

/// The rank that a word such as "province" or "countries" tells.
fn class_of(word: &str) -> Option<Rank> {
    lower(word, |w| CLASS_WORDS.get(w)).map(|class| match *class {
        "country" => Rank::Country,
        "admin" => Rank::Admin,
        "county" => Rank::County,
        _ => Rank::City,
    })
}

/// The rank that the words just around a name tell.
fn class_around(cx: &Context<'_>, tokens: TokenRange) -> Option<Rank> {
    let (first, end) = (tokens.first as usize, tokens.end as usize);
    let inside = if end - first > 1 { class_of(cx.at(end - 1)) } else { None };
    let behind = || cx.tokens.get(end).filter(|t| t.is_word()).and_then(|t| class_of(t.of(cx.text)));
    let before = || (first >= 2 && cx.is(first - 1, "of")).then(|| class_of(cx.at(first - 2)))?;
    inside.or_else(behind).or_else(before)
}

/// The rank of "17 countries:", "provinces of Canada such as", "towns of" before a list.
fn class_before(cx: &Context<'_>, first: usize) -> Option<Rank> {
    for back in 1..=7.min(first) {
        let t = first - back;
        if matches!(cx.at(t), "." | ";" | "?" | "!") {
            return None;
        }
        if let Some(rank) = class_of(cx.at(t)).filter(|_| cx.tokens[t].case == crate::segment::token::Case::Lower) {
            return Some(rank);
        }
    }
    None
}

/// Subtype of a place that the lists do not hold, by its head word: "Morriston Hospital" is a facility.
pub fn subtype_by_head(cx: &Context<'_>, tokens: TokenRange) -> &'static str {
    let (first, end) = (tokens.first as usize, tokens.end as usize);
    let at = |t: usize| lower(cx.at(t), |w| HEADS.get(w)).copied();
    // "Port of Antwerp" and "Lake Turkana" have their head in front, "Eko Bridge" behind.
    let front = || (end - first > 1).then(|| at(first))?;
    at(end - 1).or_else(front).unwrap_or("")
}

/// Appends the places inside organisation names and the countries behind demonyms, as names of their own.
pub fn nested(cx: &Context<'_>, names: &mut Vec<NameSpan>) {
    for i in 0..names.len() {
        let name = names[i];
        match name.kind {
            Kind::Norp => {
                let country = hit_at(cx, List::Norp, name.tokens).map(|e| cx.gazetteer.norp(e).country);
                if country.is_some_and(|c| cx.gazetteer.country(c).is_some()) {
                    names.push(NameSpan { kind: Kind::Place, rule: DEMONYM, ..name });
                }
            }
            Kind::Org => inside(cx, &name, names),
            Kind::Place if entry_of(cx, name.tokens).is_none() => inside(cx, &name, names),
            _ => {}
        }
    }
}

/// The longest places inside one name, from left to right.
fn inside(cx: &Context<'_>, name: &NameSpan, out: &mut Vec<NameSpan>) {
    let mut from = name.tokens.first;
    let start = cx.hits.partition_point(|h| h.first < name.tokens.first);
    for hit in cx.hits[start..].iter().take_while(|h| h.first < name.tokens.end) {
        let shorter = hit.end - hit.first < name.tokens.end - name.tokens.first;
        if hit.list == List::Place && hit.first >= from && hit.end <= name.tokens.end && shorter && speaks_alone(cx, hit) {
            let tokens = TokenRange { first: hit.first, end: hit.end };
            out.push(NameSpan { kind: Kind::Place, tokens, rule: "place.inside-name", ..*name });
            from = hit.end;
        }
    }
}

/// Believed without other evidence: inside a name most short words are somebody's name or an ordinary word.
fn speaks_alone(cx: &Context<'_>, hit: &crate::gazetteer::Hit) -> bool {
    let word = cx.word(hit.first as usize);
    let large = hit.class <= PlaceClass::City200k as u8;
    let personal = hit.end - hit.first == 1 && (word.given() >= 2 || word.surname() >= 2);
    match hit.trust {
        Trust::Sure => true,
        Trust::Ambiguous => large || !personal,
        _ => false,
    }
}
