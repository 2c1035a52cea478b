//! Entities of single documents -> entities over all of them.
//!
//! Workers record what each document says ([`Seen`]); the records are added up in input order, so that "the first" and "at most so
//! many" mean the same for any number of workers. Memory grows with distinct entities only: lists and examples are capped.
//! When all are through, names that are one ([`super::merge`]) share a row and an id.

use super::RowSink;
use super::cells::{List, Text};
use super::columns::Table;
use super::merge::evidence::{Evidence, Sample};
use super::merge::{self, Acronym, Candidate};
use super::rows::{EntityRow, Moment};
use super::slots::Slots;
use crate::extract::Extractor;
use crate::gazetteer::fold::{fold_char, hash_bytes};
use crate::gazetteer::{Gazetteer, PlaceId, Word};
use crate::mention::{Courtesy, CustomId, Kind};
use foldhash::fast::RandomState;
use jiff::civil::Date;
use std::collections::HashMap;

const MOST_ALIASES: usize = 32;
const MOST_ROLES: usize = 16;

/// A text in a pool of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    start: usize,
    len: u32,
}

impl Piece {
    fn put(pool: &mut Vec<u8>, text: &[u8]) -> Piece {
        let start = pool.len();
        pool.extend_from_slice(text);
        Piece { start, len: text.len() as u32 }
    }
    fn of(self, pool: &[u8]) -> &[u8] {
        &pool[self.start..self.start + self.len as usize]
    }
    fn text(self, pool: &[u8]) -> Text<'_> {
        Text::part(pool, self.start, self.start + self.len as usize, false)
    }
}

/// What documents say of entities, in text order.
#[derive(Debug, Default)]
pub struct Seen {
    pool: Vec<u8>,
    entities: Vec<SeenEntity>,
    surfaces: Vec<Piece>,
    /// Hashes of the ids of the documents.
    documents: Vec<u64>,
}

/// One entity in one document.
#[derive(Debug, Clone, Copy)]
struct SeenEntity {
    document: u32,
    id: Piece,
    kind: Kind,
    subtype: &'static str,
    name: Piece,
    country: Piece,
    roles: Piece,
    example: Piece,
    place: Option<PlaceId>,
    custom: Option<CustomId>,
    ambiguity: u32,
    mentions: u32,
    date: Option<Date>,
    evidence: Evidence,
    listed: bool,
    surfaces: (u32, u32),
}

/// The facts of one entity in one document, for [`Seen::push`].
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Entity id.
    pub id: &'a str,
    /// Type.
    pub kind: Kind,
    /// Subtype.
    pub subtype: &'static str,
    /// Name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: &'a str,
    /// `|`-separated.
    pub roles: &'a str,
    /// The gazetteer's place, where it is one.
    pub place: Option<PlaceId>,
    /// The entry of a user's list, where it is one.
    pub custom: Option<CustomId>,
    /// How many listed places the name fits.
    pub ambiguity: u32,
    /// Number of mentions.
    pub mentions: u32,
    /// Publication date of the document.
    pub date: Option<Date>,
    /// Country that the document is about.
    pub focus: Option<[u8; 2]>,
    /// Mr or Mrs.
    pub courtesy: Courtesy,
    /// The built-in lists hold it.
    pub listed: bool,
    /// Sentence of the first mention.
    pub example: Text<'a>,
}

impl Seen {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.pool.clear();
        self.entities.clear();
        self.surfaces.clear();
        self.documents.clear();
    }

    /// How much is recorded, for [`Seen::rollback`].
    pub fn mark(&self) -> (usize, usize, usize) {
        (self.pool.len(), self.entities.len(), self.surfaces.len())
    }

    /// Forgets what was recorded since the mark.
    pub fn rollback(&mut self, (pool, entities, surfaces): (usize, usize, usize)) {
        self.pool.truncate(pool);
        self.entities.truncate(entities);
        self.surfaces.truncate(surfaces);
    }

    /// Begins a document: what is recorded from now on is of it.
    pub fn begin(&mut self, doc_id: &str) {
        self.documents.push(hash_bytes(doc_id.as_bytes()));
    }

    /// Records one entity of one document with its spellings (repeats are fine).
    pub fn push<'a>(&mut self, entry: &Entry<'_>, surfaces: impl Iterator<Item = &'a str>) {
        let first = self.surfaces.len();
        for surface in surfaces {
            // A name is mostly written one way: the last spelling is the one to look at.
            if !self.surfaces[first..].iter().rev().take(4).any(|s| s.of(&self.pool) == surface.as_bytes()) {
                let surface = Piece::put(&mut self.pool, surface.as_bytes());
                self.surfaces.push(surface);
            }
        }
        let pool = &mut self.pool;
        self.entities.push(SeenEntity {
            document: self.documents.len() as u32 - 1,
            id: Piece::put(pool, entry.id.as_bytes()),
            kind: entry.kind,
            subtype: entry.subtype,
            name: Piece::put(pool, entry.name.as_bytes()),
            country: Piece::put(pool, entry.country.as_bytes()),
            roles: Piece::put(pool, entry.roles.as_bytes()),
            example: Piece::put(pool, entry.example.bytes()),
            place: entry.place,
            custom: entry.custom,
            ambiguity: entry.ambiguity,
            mentions: entry.mentions,
            date: entry.date,
            evidence: Evidence::of_document(entry.focus, List(entry.roles.as_bytes()), entry.courtesy),
            listed: entry.listed,
            surfaces: (first as u32, self.surfaces.len() as u32),
        });
    }
}

/// All entities so far. Their texts lie in one pool: an allocation for each would cost more than all else here.
#[derive(Debug, Default)]
pub struct Entities {
    pool: Vec<u8>,
    totals: Vec<Total>,
    links: Vec<Link>,
    by_id: Slots,
    /// Bare acronyms, as ids hold them, with the organisations that documents define them as.
    acronyms: HashMap<Vec<u8>, Sample, RandomState>,
}

/// Ids that became other ids.
#[derive(Debug, Default)]
pub struct NewIds {
    /// In all documents.
    all: HashMap<Vec<u8>, Vec<u8>, RandomState>,
    /// In single documents, by the hashes of their ids: other people of the name.
    some: HashMap<Vec<u8>, HashMap<u64, Vec<u8>>, RandomState>,
}

impl NewIds {
    /// True where no id changed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.some.is_empty()
    }

    /// These ids, in all documents and in single ones, for tests.
    #[cfg(test)]
    pub fn of(all: &[(&str, &str)], some: &[(&str, &str, &str)]) -> NewIds {
        let mut ids = NewIds::default();
        ids.all.extend(all.iter().map(|(a, b)| (a.as_bytes().to_vec(), b.as_bytes().to_vec())));
        for (doc, old, new) in some {
            ids.some.entry(old.as_bytes().to_vec()).or_default().insert(hash_bytes(doc.as_bytes()), new.as_bytes().to_vec());
        }
        ids
    }

    /// The new id of an old one. `doc` tells the id of the document where it matters.
    #[inline]
    pub fn get(&self, id: &[u8], doc: impl FnOnce() -> Option<String>) -> Option<&[u8]> {
        let own = if self.some.is_empty() { None } else { self.some.get(id) };
        let own = own.and_then(|docs| docs.get(&hash_bytes(doc()?.as_bytes())));
        own.or_else(|| self.all.get(id)).map(Vec::as_slice)
    }
}

/// A note of which names stand where: a document, by the hash of its id, or a name that the last document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Note {
    Document(u64),
    Name(u32),
}

#[derive(Debug)]
struct Total {
    id: Piece,
    kind: Kind,
    subtype: &'static str,
    name: Piece,
    country: Piece,
    example: Piece,
    aliases: Chain,
    roles: Chain,
    place: Option<PlaceId>,
    custom: Option<CustomId>,
    ambiguity: u32,
    mentions: u64,
    docs: u64,
    dates: Option<(Date, Date)>,
    evidence: Evidence,
    listed: bool,
    /// The entity that this name turned out to be.
    is: Option<u32>,
    /// People of this name, each with documents that tell of a country and a walk of life: a chain. What other documents say is here.
    people: Option<u32>,
    /// It is one of these.
    apart: bool,
    /// Several people of the name were told apart in the end.
    several: bool,
}

/// Different texts in the order in which they were seen: a chain through [`Entities::links`].
#[derive(Debug, Clone, Copy, Default)]
struct Chain {
    first: u32,
    last: u32,
    len: usize,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    text: Piece,
    next: u32,
}

impl Entities {
    /// Adds what a batch of documents saw. `note` is told the names that may turn out to be another's, document by document.
    pub fn add(&mut self, seen: &Seen, mut note: impl FnMut(Note)) {
        let mut last = None;
        for one in &seen.entities {
            let i = self.number(one.id.of(&seen.pool));
            if i == self.totals.len() {
                let total = Total::new(one, &seen.pool, &mut self.pool);
                self.totals.push(total);
            }
            let open = one.mentions > 0 && self.totals[i].slug(&self.pool).is_some();
            self.note_acronyms(seen, one, i as u32);
            let i = if open && one.kind == Kind::Person && one.evidence.is_full() { self.person(i, &one.evidence) } else { i };
            if open {
                if last.replace(one.document) != Some(one.document) {
                    note(Note::Document(seen.documents[one.document as usize]));
                }
                note(Note::Name(i as u32));
            }
            let Entities { pool, totals, links, .. } = self;
            let total = &mut totals[i];
            total.see(one);
            for surface in &seen.surfaces[one.surfaces.0 as usize..one.surfaces.1 as usize] {
                total.aliases.add(surface.of(&seen.pool), MOST_ALIASES, links, pool);
            }
            for role in List(one.roles.of(&seen.pool)).items() {
                total.roles.add(role, MOST_ROLES, links, pool);
            }
        }
    }

    /// Who of a name is meant by a document that tells a country and a walk of life: those that have one of both in common with it, who
    /// are one then; else somebody new.
    fn person(&mut self, name: usize, evidence: &Evidence) -> usize {
        let (mut before, mut at, mut found) = (name, self.totals[name].people, None);
        while let Some(number) = at {
            let i = number as usize;
            at = self.totals[i].people;
            if !self.totals[i].evidence.meets(evidence) {
                before = i;
                continue;
            }
            match found {
                None => (before, found) = (i, Some(i)),
                Some(first) => {
                    self.totals[before].people = at;
                    self.take_in(number, first as u32);
                }
            }
        }
        found.unwrap_or_else(|| {
            let new = self.totals.len();
            let person = self.totals[name].namesake();
            self.totals.push(person);
            self.totals[before].people = Some(new as u32);
            new
        })
    }

    /// Decides which people of one name are several. Those who are not are the name again; the others get ids of their own.
    fn tell_apart(&mut self, joins: bool) {
        for name in 0..self.totals.len() {
            if self.totals[name].apart || self.totals[name].people.is_none() {
                continue;
            }
            let next = |n: &u32| self.totals[*n as usize].people;
            let mut people: Vec<u32> = std::iter::successors(self.totals[name].people, next).collect();
            let weight = |n: &u32| (self.totals[*n as usize].docs, self.totals[*n as usize].mentions);
            let mark = |n: &u32| self.totals[*n as usize].evidence.mark();
            people.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| mark(a).cmp(&mark(b))));
            let mut kept: Vec<u32> = Vec::new();
            for &person in &people {
                let else_than =
                    |other: &u32| self.totals[person as usize].evidence.is_somebody_else(&self.totals[*other as usize].evidence);
                if kept.is_empty() || joins && kept.iter().all(else_than) {
                    kept.push(person);
                }
            }
            // Who has the most documents goes by the name alone.
            let own = &kept[1..];
            people.iter().filter(|p| !own.contains(p)).for_each(|p| self.take_in(*p, name as u32));
            for person in own {
                let id =
                    [self.totals[name].id.of(&self.pool), b"--", mark_of(&self.totals[*person as usize]).as_bytes()].concat();
                self.totals[*person as usize].id = Piece::put(&mut self.pool, &id);
                self.totals[name].several = true;
            }
        }
    }

    /// The number of an id: the next one where it is new.
    fn number(&mut self, id: &[u8]) -> usize {
        let Entities { pool, totals, by_id, .. } = self;
        if !by_id.has_room(totals.len() + 1) {
            by_id.clear(2 * totals.len() + 512);
            for (total, i) in totals.iter().zip(0..).filter(|(total, _)| !total.apart) {
                by_id.number(total.id.of(pool), i, |_| false);
            }
        }
        by_id.number(id, totals.len() as u32, |i| totals[i as usize].id.of(pool) == id) as usize
    }

    /// Remembers "NDMA" of an organisation that is called otherwise in full.
    fn note_acronyms(&mut self, seen: &Seen, one: &SeenEntity, number: u32) {
        if one.kind != Kind::Org || one.custom.is_some() {
            return;
        }
        for surface in &seen.surfaces[one.surfaces.0 as usize..one.surfaces.1 as usize] {
            let surface = surface.of(&seen.pool);
            let fits = |b: &u8| b.is_ascii_uppercase() || *b == b'.';
            if !(2..=12).contains(&surface.len()) || !surface.iter().all(fits) {
                continue;
            }
            let slug: Vec<u8> = surface.iter().filter(|b| **b != b'.').map(u8::to_ascii_lowercase).collect();
            if slug.len() > 1 && one.id.of(&seen.pool).strip_prefix(b"ORG/") != Some(&slug) {
                self.acronyms.entry(slug).or_default().add(number);
            }
        }
    }

    /// Joins the names that are one, tells people of one name apart, and gives the ids that changed. `replay` gives what was noted. Without
    /// it every name stays what it is.
    pub fn merge<E>(
        &mut self,
        gazetteer: &Gazetteer,
        replay: Option<impl FnOnce(&mut dyn FnMut(Note)) -> Result<(), E>>,
    ) -> Result<NewIds, E> {
        self.tell_apart(replay.is_some());
        let Some(replay) = replay else { return Ok(NewIds::default()) };
        let pairs = self.pairs(gazetteer);
        let all = pairs.into_iter().map(|(from, into)| self.join_into(from, into)).collect();
        let mut ids = NewIds { all, some: HashMap::default() };
        let several = self.totals.iter().any(|t| t.several);
        if several || !ids.all.is_empty() {
            self.count_documents(replay, &mut ids)?;
        }
        Ok(ids)
    }

    /// Pairs of names that are one.
    fn pairs(&self, gazetteer: &Gazetteer) -> Vec<(u32, u32)> {
        let slug = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
        let mut all = Vec::new();
        for (total, number) in self.totals.iter().zip(0..).filter(|(total, _)| !total.apart && total.mentions > 0) {
            if let Some(id) = total.slug(&self.pool) {
                let slug = slug(id);
                let common = total.kind == Kind::Org && !slug.contains('-') && is_common(gazetteer.word(slug));
                all.push(Candidate { number, common, ..total.candidate(slug) });
            }
        }
        let mut acronyms: Vec<Acronym<'_>> =
            self.acronyms.iter().map(|(short, owners)| Acronym { slug: slug(short), owners }).collect();
        // What a map gives in any order must not decide anything.
        acronyms.sort_unstable_by_key(|acronym| acronym.slug);
        merge::decide(&all, &acronyms)
    }

    /// Makes one name part of another; gives both ids.
    fn join_into(&mut self, from: u32, into: u32) -> (Vec<u8>, Vec<u8>) {
        let Entities { pool, totals, links, .. } = self;
        let Ok([one, total]) = totals.get_disjoint_mut([from as usize, into as usize]) else { return Default::default() };
        total.take(one);
        one.is = Some(into);
        total.aliases.join(one.aliases, MOST_ALIASES, links, pool);
        total.roles.join(one.roles, MOST_ROLES, links, pool);
        (one.id.of(pool).to_vec(), total.id.of(pool).to_vec())
    }

    /// Makes one person part of another of the same name, as if they had never been told apart.
    fn take_in(&mut self, from: u32, into: u32) {
        let Entities { pool, totals, links, .. } = self;
        let Ok([one, total]) = totals.get_disjoint_mut([from as usize, into as usize]) else { return };
        total.take(one);
        one.is = Some(into);
        total.aliases.join_in_time(one.aliases, MOST_ALIASES, links, pool);
        total.roles.join_in_time(one.roles, MOST_ROLES, links, pool);
    }

    /// What a name turned out to be.
    fn entity_of(&self, mut number: u32) -> u32 {
        while let Some(is) = self.totals.get(number as usize).and_then(|t| t.is) {
            number = is;
        }
        number
    }

    /// Counts the documents of joined names anew, since one that has two of them is one; and notes the documents of people who share a
    /// name with somebody else.
    fn count_documents<E>(
        &mut self,
        replay: impl FnOnce(&mut dyn FnMut(Note)) -> Result<(), E>,
        ids: &mut NewIds,
    ) -> Result<(), E> {
        let joined = self.totals.iter().filter(|t| !t.apart).filter_map(|t| t.is);
        // The last document of each, and their number.
        let mut counts: HashMap<u32, (u64, u64)> = joined.map(|into| (self.entity_of(into), (0, 0))).collect();
        let (mut documents, mut doc) = (0, 0);
        replay(&mut |note| match note {
            Note::Document(hash) => (documents, doc) = (documents + 1, hash),
            Note::Name(number) => {
                let is = self.entity_of(number);
                if let Some((last, count)) = counts.get_mut(&is).filter(|(last, _)| *last != documents) {
                    (*last, *count) = (documents, *count + 1);
                }
                let total = &self.totals[is as usize];
                if total.apart {
                    let new = total.id.of(&self.pool);
                    let old = new.len() - mark_of(total).len() - b"--".len();
                    ids.some.entry(new[..old].to_vec()).or_default().insert(doc, new.to_vec());
                }
            }
        })?;
        for (into, (_, count)) in counts {
            self.totals[into as usize].docs = count;
        }
        Ok(())
    }

    /// Number of distinct entities.
    pub fn len(&self) -> usize {
        self.totals.iter().filter(|total| total.is.is_none()).count()
    }

    /// True where nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.totals.is_empty()
    }

    /// Gives the rows, sorted by id.
    pub fn rows(&self, extractor: &Extractor, sink: &mut impl RowSink) {
        let (mut aliases, mut roles) = (Vec::new(), Vec::new());
        for (_, total) in self.sorted() {
            self.join(total.aliases, &mut aliases);
            self.join(total.roles, &mut roles);
            sink.row(Table::Entities, &total.row(&self.pool, List(&aliases), List(&roles), extractor));
        }
    }

    /// By id; the number before each is the id's first bytes, which mostly decide.
    fn sorted(&self) -> Vec<(u128, &Total)> {
        let begin = |total: &Total| {
            let (mut begin, id) = ([0; 16], total.id.of(&self.pool));
            let n = id.len().min(16);
            begin[..n].copy_from_slice(&id[..n]);
            u128::from_be_bytes(begin)
        };
        let mut all: Vec<(u128, &Total)> =
            self.totals.iter().filter(|total| total.is.is_none()).map(|total| (begin(total), total)).collect();
        let id = |total: &Total| total.id.of(&self.pool);
        all.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then_with(|| id(one).cmp(id(other))));
        all
    }

    fn join(&self, chain: Chain, out: &mut Vec<u8>) {
        out.clear();
        for item in chain.items(&self.links, &self.pool) {
            if !out.is_empty() {
                out.push(b'|');
            }
            // A name with the separator in it would come apart when the list is read.
            let fits = |b: &u8| b.is_ascii_graphic() && *b != b'|' || *b == b' ';
            if item.iter().all(fits) {
                out.extend_from_slice(item);
                continue;
            }
            for c in std::str::from_utf8(item).unwrap_or_default().chars() {
                match c {
                    '|' => out.push(b'/'),
                    c if c.is_whitespace() => out.push(b' '),
                    c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        }
    }
}

impl Chain {
    /// Adds a text, unless it is there or there are enough.
    fn add(&mut self, text: &[u8], most: usize, links: &mut Vec<Link>, pool: &mut Vec<u8>) {
        if self.len == most || self.items(links, pool).any(|known| known == text) {
            return;
        }
        self.push(Piece::put(pool, text), links);
    }

    /// Adds the texts of another chain, unless they are there or there are enough.
    fn join(&mut self, other: Chain, most: usize, links: &mut Vec<Link>, pool: &[u8]) {
        let mut at = other.first as usize;
        for _ in 0..other.len {
            let Link { text, next } = links[at];
            if self.len < most && !self.items(links, pool).any(|known| known == text.of(pool)) {
                self.push(text, links);
            }
            at = next as usize;
        }
    }

    /// The same, where the two are one name: in the order in which all of them were seen.
    fn join_in_time(&mut self, other: Chain, most: usize, links: &mut [Link], pool: &[u8]) {
        let numbers = |chain: &Chain| {
            let next = |n: &u32| Some(links[*n as usize].next);
            std::iter::successors((chain.len > 0).then_some(chain.first), next).take(chain.len).collect::<Vec<u32>>()
        };
        let mut all = numbers(self);
        all.extend(numbers(&other));
        all.sort_unstable();
        *self = Chain::default();
        for this in all {
            let text = links[this as usize].text.of(pool);
            if self.len == most || self.items(links, pool).any(|known| known == text) {
                continue;
            }
            if self.len == 0 {
                self.first = this;
            } else {
                links[self.last as usize].next = this;
            }
            self.last = this;
            self.len += 1;
        }
    }

    fn push(&mut self, text: Piece, links: &mut Vec<Link>) {
        let this = links.len() as u32;
        links.push(Link { text, next: this });
        if self.len == 0 {
            self.first = this;
        } else {
            links[self.last as usize].next = this;
        }
        self.last = this;
        self.len += 1;
    }

    fn items<'a>(self, links: &'a [Link], pool: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let mut at = self.first as usize;
        (0..self.len).map(move |_| {
            let link = &links[at];
            at = link.next as usize;
            link.text.of(pool)
        })
    }
}

impl Total {
    fn new(one: &SeenEntity, seen: &[u8], pool: &mut Vec<u8>) -> Total {
        let mut keep = |piece: Piece| Piece::put(pool, piece.of(seen));
        Total {
            id: keep(one.id),
            kind: one.kind,
            subtype: one.subtype,
            name: keep(one.name),
            country: keep(one.country),
            example: keep(one.example),
            aliases: Chain::default(),
            roles: Chain::default(),
            place: one.place,
            custom: one.custom,
            ambiguity: 0,
            mentions: 0,
            docs: 0,
            dates: None,
            evidence: Evidence::default(),
            listed: false,
            is: None,
            people: None,
            apart: false,
            several: false,
        }
    }

    /// Nobody yet, of the same name.
    fn namesake(&self) -> Total {
        Total {
            aliases: Chain::default(),
            roles: Chain::default(),
            ambiguity: 0,
            mentions: 0,
            docs: 0,
            dates: None,
            evidence: Evidence::default(),
            is: None,
            people: None,
            apart: true,
            ..*self
        }
    }

    /// Adds up what is counted of another.
    fn take(&mut self, one: &Total) {
        self.ambiguity = self.ambiguity.max(one.ambiguity);
        self.mentions += one.mentions;
        self.docs += one.docs;
        let dates = [self.dates, one.dates].into_iter().flatten();
        self.dates = dates.reduce(|(first, last), (a, b)| (first.min(a), last.max(b)));
        self.evidence.join(&one.evidence);
        self.listed |= one.listed;
        if self.country.len == 0 {
            self.country = one.country;
        }
        if self.subtype.is_empty() {
            self.subtype = one.subtype;
        }
    }

    /// The id without its type, for names that may turn out to be another's: not those of places and entries of lists, which have
    /// ids of their own, and not nationalities, which are all listed or one word.
    fn slug<'a>(&self, pool: &'a [u8]) -> Option<&'a [u8]> {
        let open = self.place.is_none() && self.custom.is_none() && self.kind != Kind::Norp;
        open.then(|| self.id.of(pool).strip_prefix(self.kind.name().as_bytes())?.strip_prefix(b"/")).flatten()
    }

    fn candidate<'a>(&'a self, slug: &'a str) -> Candidate<'a> {
        let Total { kind, ref evidence, mentions, docs, listed, several, .. } = *self;
        Candidate { number: 0, kind, slug, evidence, mentions, docs, listed, several, common: false }
    }

    fn see(&mut self, one: &SeenEntity) {
        self.mentions += u64::from(one.mentions);
        // A figure may refer to it while no mention goes out: then it is known, but not counted.
        self.docs += u64::from(one.mentions > 0);
        self.ambiguity = self.ambiguity.max(one.ambiguity);
        self.evidence.join(&one.evidence);
        self.listed |= one.listed;
        if let Some(date) = one.date {
            self.dates = Some(self.dates.map_or((date, date), |(first, last)| (first.min(date), last.max(date))));
        }
    }

    fn row<'a>(&self, pool: &'a [u8], aliases: List<'a>, roles: List<'a>, extractor: &'a Extractor) -> EntityRow<'a> {
        let place = self.place.map(|id| extractor.gazetteer().place(id));
        let custom = self.custom.and_then(|id| Some(extractor.lists().get(id.list as usize)?.entry(id.entry)));
        let point = place.map(|p| (p.lat, p.lon)).filter(|p| !p.0.is_nan()).or(custom.and_then(|c| c.point));
        let some = |number: u32| (number > 0).then_some(number);
        EntityRow {
            entity_id: self.id.text(pool),
            kind: self.kind.name(),
            subtype: self.subtype,
            name: self.name.text(pool),
            aliases,
            n_mentions: self.mentions,
            n_docs: self.docs,
            first_date: self.dates.and_then(|(first, _)| Moment::day(first)),
            last_date: self.dates.and_then(|(_, last)| Moment::day(last)),
            roles,
            country: place.map_or(self.country.text(pool), |p| Text::new(p.country)),
            admin1: Text::new(place.map_or("", |p| p.admin1)),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            feature_code: Text::new(place.map_or("", |p| p.feature_code)),
            population: place.and_then(|p| some(p.population)),
            geonames_id: place.and_then(|p| some(p.geonames_id)),
            custom_id: Text::new(custom.map_or("", |c| c.id)),
            ambiguity: self.ambiguity,
            example_sentence: self.example.text(pool),
        }
    }
}

/// An English word that is not rare, or a frequent surname.
fn is_common(word: Word) -> bool {
    (1..5).contains(&word.band()) && word.is_pos(Word::NOUN | Word::VERB | Word::ADJECTIVE) || word.surname() >= 3
}

/// What stands behind the name in the id of somebody who was told apart.
fn mark_of(total: &Total) -> String {
    total.evidence.mark()
}

/// Appends the id of an entity that no list knows: `PERSON/hikmet-hajiyev`.
pub fn put_slug(kind: Kind, name: &str, out: &mut String) {
    out.push_str(kind.name());
    out.push('/');
    put_plain(name, out);
}

/// Appends a name as ids hold it: `hikmet-hajiyev`.
pub fn put_plain(name: &str, out: &mut String) {
    let start = out.len();
    let mut gap = false;
    for c in name.chars() {
        // Most letters are ASCII, which folds to itself.
        if c.is_ascii_alphanumeric() {
            if std::mem::take(&mut gap) && out.len() > start {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
            continue;
        }
        fold_char(c, |folded| {
            for c in folded.to_lowercase() {
                if c.is_alphanumeric() {
                    if std::mem::take(&mut gap) && out.len() > start {
                        out.push('-');
                    }
                    out.push(if c == 'ə' { 'a' } else { c });
                } else if c != '\'' {
                    gap = true;
                }
            }
        });
    }
    if out.len() == start {
        out.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::put_slug;
    use crate::mention::Kind;

    #[test]
    fn slugs() {
        let slug = |name: &str| {
            let mut out = String::new();
            put_slug(Kind::Person, name, &mut out);
            out
        };
        assert_eq!(slug("Hikmet Hajiyev"), "PERSON/hikmet-hajiyev");
        assert_eq!(slug("José Núñez-Ørsted"), "PERSON/jose-nunez-orsted");
        assert_eq!(slug("Seán O’Brien Jr."), "PERSON/sean-obrien-jr");
        assert_eq!(slug("İlham Əliyev"), "PERSON/ilham-aliyev");
        assert_eq!(slug("Жуков"), "PERSON/жуков");
        assert_eq!(slug("習近平"), "PERSON/習近平");
        assert_eq!(slug("'"), "PERSON/-");
    }
}
