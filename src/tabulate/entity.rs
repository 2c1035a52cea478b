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
use crate::gazetteer::{PlaceId, fold::fold_char};
use crate::mention::{Courtesy, CustomId, Kind};
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
    /// Documents so far.
    documents: u32,
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
        self.documents = 0;
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
    pub fn begin(&mut self) {
        self.documents += 1;
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
            document: self.documents,
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
    acronyms: HashMap<Vec<u8>, Sample>,
    /// How many names became part of others.
    joined: usize,
}

/// Ids that became other ids.
pub type NewIds = HashMap<Vec<u8>, Vec<u8>>;

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
    /// Adds what a batch of documents saw. `note` is told the document (counted within the batch) and the number of each name that may
    /// turn out to be another's.
    pub fn add(&mut self, seen: &Seen, mut note: impl FnMut(u32, u32)) {
        for one in &seen.entities {
            let i = self.number(one.id.of(&seen.pool));
            if i == self.totals.len() {
                let total = Total::new(one, &seen.pool, &mut self.pool);
                self.totals.push(total);
            }
            if one.mentions > 0 && self.totals[i].slug(&self.pool).is_some() {
                note(one.document, i as u32);
            }
            self.note_acronyms(seen, one, i as u32);
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

    /// The number of an id: the next one where it is new.
    fn number(&mut self, id: &[u8]) -> usize {
        let Entities { pool, totals, by_id, .. } = self;
        if !by_id.has_room(totals.len() + 1) {
            by_id.clear(2 * totals.len() + 512);
            for (total, i) in totals.iter().zip(0..) {
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

    /// Joins the names that are one and gives the ids that are no more, each with the one in its place.
    pub fn merge(&mut self) -> NewIds {
        let slug = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
        let mut all = Vec::new();
        for (total, number) in self.totals.iter().zip(0..) {
            if let Some(id) = total.slug(&self.pool) {
                all.push(Candidate { number, ..total.candidate(slug(id)) });
            }
        }
        let mut acronyms: Vec<Acronym<'_>> =
            self.acronyms.iter().map(|(short, owners)| Acronym { slug: slug(short), owners }).collect();
        // What a map gives in any order must not decide anything.
        acronyms.sort_unstable_by_key(|acronym| acronym.slug);
        let pairs = merge::decide(&all, &acronyms);
        pairs.into_iter().map(|(from, into)| self.join_into(from, into)).collect()
    }

    /// Makes one name part of another; gives both ids.
    fn join_into(&mut self, from: u32, into: u32) -> (Vec<u8>, Vec<u8>) {
        let Entities { pool, totals, links, joined, .. } = self;
        *joined += 1;
        let Ok([one, total]) = totals.get_disjoint_mut([from as usize, into as usize]) else { return Default::default() };
        one.is = Some(into);
        total.ambiguity = total.ambiguity.max(one.ambiguity);
        total.mentions += one.mentions;
        total.docs += one.docs;
        let dates = [total.dates, one.dates].into_iter().flatten();
        total.dates = dates.reduce(|(first, last), (a, b)| (first.min(a), last.max(b)));
        if total.country.len == 0 {
            total.country = one.country;
        }
        if total.subtype.is_empty() {
            total.subtype = one.subtype;
        }
        total.aliases.join(one.aliases, MOST_ALIASES, links, pool);
        total.roles.join(one.roles, MOST_ROLES, links, pool);
        (one.id.of(pool).to_vec(), total.id.of(pool).to_vec())
    }

    /// Counts the documents of joined names anew: a document that has two of them is one. `noted` gives what [`Entities::add`] noted,
    /// document by document, each beginning with `None`.
    pub fn count_documents(&mut self, noted: impl Iterator<Item = Option<u32>>) {
        let mut last: HashMap<u32, u64> = self.totals.iter().filter_map(|t| Some((t.is?, 0))).collect();
        for into in last.keys() {
            self.totals[*into as usize].docs = 0;
        }
        let mut document = 0;
        for note in noted {
            let Some(number) = note else {
                document += 1;
                continue;
            };
            let is = self.totals.get(number as usize).and_then(|t| t.is).unwrap_or(number);
            if let Some(last) = last.get_mut(&is).filter(|last| **last != document) {
                *last = document;
                self.totals[is as usize].docs += 1;
            }
        }
    }

    /// Number of distinct entities.
    pub fn len(&self) -> usize {
        self.totals.len() - self.joined
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
        }
    }

    /// The id without its type, for names that may turn out to be another's: not those of places and entries of lists, which have
    /// ids of their own, and not nationalities, which are all listed or one word.
    fn slug<'a>(&self, pool: &'a [u8]) -> Option<&'a [u8]> {
        let open = self.place.is_none() && self.custom.is_none() && self.kind != Kind::Norp;
        open.then(|| self.id.of(pool).strip_prefix(self.kind.name().as_bytes())?.strip_prefix(b"/")).flatten()
    }

    fn candidate<'a>(&'a self, slug: &'a str) -> Candidate<'a> {
        let Total { kind, ref evidence, mentions, docs, listed, .. } = *self;
        Candidate { number: 0, kind, slug, evidence, mentions, docs, listed }
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
