//! Entities of single documents -> entities over all of them.
//!
//! Workers record what each document says ([`Seen`]); the records are added up in input order, so that "the first" and "at most so
//! many" mean the same for any number of workers. Memory grows with distinct entities only: lists and examples are capped.

use super::RowSink;
use super::cells::{List, Text};
use super::columns::Table;
use super::rows::{EntityRow, Moment};
use crate::extract::Extractor;
use crate::gazetteer::{PlaceId, fold::fold_char};
use crate::mention::{CustomId, Kind, Pooled};
use jiff::civil::Date;
use std::collections::HashMap;

const MOST_ALIASES: usize = 32;
const MOST_ROLES: usize = 16;

/// What documents say of entities, in text order.
#[derive(Debug, Default)]
pub struct Seen {
    pool: String,
    entities: Vec<SeenEntity>,
    surfaces: Vec<Pooled>,
}

/// One entity in one document.
#[derive(Debug, Clone, Copy)]
struct SeenEntity {
    id: Pooled,
    kind: Kind,
    subtype: &'static str,
    name: Pooled,
    country: Pooled,
    roles: Pooled,
    example: Pooled,
    place: Option<PlaceId>,
    custom: Option<CustomId>,
    ambiguity: u32,
    mentions: u32,
    date: Option<Date>,
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
    /// Sentence of the first mention.
    pub example: Text<'a>,
}

impl Seen {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.pool.clear();
        self.entities.clear();
        self.surfaces.clear();
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

    /// Records one entity of one document with its spellings (repeats are fine).
    pub fn push<'a>(&mut self, entry: &Entry<'_>, surfaces: impl Iterator<Item = &'a str>) {
        let first = self.surfaces.len();
        for surface in surfaces {
            // A name is mostly written one way: the last spelling is the one to look at.
            if !self.surfaces[first..].iter().rev().take(4).any(|s| s.of(&self.pool) == surface) {
                let surface = Pooled::put(&mut self.pool, surface);
                self.surfaces.push(surface);
            }
        }
        let pool = &mut self.pool;
        self.entities.push(SeenEntity {
            id: Pooled::put(pool, entry.id),
            kind: entry.kind,
            subtype: entry.subtype,
            name: Pooled::put(pool, entry.name),
            country: Pooled::put(pool, entry.country),
            roles: Pooled::put(pool, entry.roles),
            example: Pooled::put(pool, entry.example.as_str()),
            place: entry.place,
            custom: entry.custom,
            ambiguity: entry.ambiguity,
            mentions: entry.mentions,
            date: entry.date,
            surfaces: (first as u32, self.surfaces.len() as u32),
        });
    }
}

/// All entities so far.
#[derive(Debug, Default)]
pub struct Entities {
    /// Hashed with foldhash: several times as fast as the standard hash on short ids, and seeded at random like it.
    by_id: HashMap<Box<str>, Total, foldhash::fast::RandomState>,
}

#[derive(Debug)]
struct Total {
    kind: Kind,
    subtype: &'static str,
    name: Box<str>,
    country: Box<str>,
    example: Box<str>,
    aliases: Vec<Box<str>>,
    roles: Vec<Box<str>>,
    place: Option<PlaceId>,
    custom: Option<CustomId>,
    ambiguity: u32,
    mentions: u64,
    docs: u64,
    dates: Option<(Date, Date)>,
}

impl Entities {
    /// Adds what a batch of documents saw.
    pub fn add(&mut self, seen: &Seen) {
        let text = |p: Pooled| p.of(&seen.pool);
        for one in &seen.entities {
            let id = text(one.id);
            match self.by_id.get_mut(id) {
                Some(total) => total.see(one, seen),
                None => {
                    let mut total = Total::new(one, &seen.pool);
                    total.see(one, seen);
                    self.by_id.insert(id.into(), total);
                }
            }
        }
    }

    /// Number of distinct entities.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// True where nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Gives the rows, sorted by id.
    pub fn rows(&self, extractor: &Extractor, sink: &mut impl RowSink) {
        let mut all: Vec<(&str, &Total)> = self.by_id.iter().map(|(id, total)| (&**id, total)).collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        let (mut aliases, mut roles) = (String::new(), String::new());
        for (id, total) in all {
            join(&total.aliases, &mut aliases);
            join(&total.roles, &mut roles);
            sink.row(Table::Entities, &total.row(id, List(&aliases), List(&roles), extractor));
        }
    }
}

impl Total {
    fn new(one: &SeenEntity, pool: &str) -> Total {
        Total {
            kind: one.kind,
            subtype: one.subtype,
            name: one.name.of(pool).into(),
            country: one.country.of(pool).into(),
            example: one.example.of(pool).into(),
            aliases: Vec::new(),
            roles: Vec::new(),
            place: one.place,
            custom: one.custom,
            ambiguity: 0,
            mentions: 0,
            docs: 0,
            dates: None,
        }
    }

    fn see(&mut self, one: &SeenEntity, seen: &Seen) {
        self.mentions += u64::from(one.mentions);
        // A figure may refer to it while no mention goes out: then it is known, but not counted.
        self.docs += u64::from(one.mentions > 0);
        self.ambiguity = self.ambiguity.max(one.ambiguity);
        if let Some(date) = one.date {
            self.dates = Some(self.dates.map_or((date, date), |(first, last)| (first.min(date), last.max(date))));
        }
        for surface in &seen.surfaces[one.surfaces.0 as usize..one.surfaces.1 as usize] {
            add_once(&mut self.aliases, surface.of(&seen.pool), MOST_ALIASES);
        }
        for role in one.roles.of(&seen.pool).split('|').filter(|role| !role.is_empty()) {
            add_once(&mut self.roles, role, MOST_ROLES);
        }
    }

    fn row<'a>(&'a self, id: &'a str, aliases: List<'a>, roles: List<'a>, extractor: &'a Extractor) -> EntityRow<'a> {
        let place = self.place.map(|id| extractor.gazetteer().place(id));
        let custom = self.custom.and_then(|id| Some(extractor.lists().get(id.list as usize)?.entry(id.entry)));
        let point = place.map(|p| (p.lat, p.lon)).or(custom.and_then(|c| c.point));
        let some = |number: u32| (number > 0).then_some(number);
        EntityRow {
            entity_id: Text::new(id),
            kind: self.kind.name(),
            subtype: self.subtype,
            name: Text::new(&self.name),
            aliases,
            n_mentions: self.mentions,
            n_docs: self.docs,
            first_date: self.dates.and_then(|(first, _)| Moment::day(first)),
            last_date: self.dates.and_then(|(_, last)| Moment::day(last)),
            roles,
            country: Text::new(place.map_or(&*self.country, |p| p.country)),
            admin1: Text::new(place.map_or("", |p| p.admin1)),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            feature_code: Text::new(place.map_or("", |p| p.feature_code)),
            population: place.and_then(|p| some(p.population)),
            geonames_id: place.and_then(|p| some(p.geonames_id)),
            custom_id: Text::new(custom.map_or("", |c| c.id)),
            ambiguity: self.ambiguity,
            example_sentence: Text::new(&self.example),
        }
    }
}

fn add_once(list: &mut Vec<Box<str>>, text: &str, most: usize) {
    if list.len() < most && !list.iter().any(|known| &**known == text) {
        list.push(text.into());
    }
}

fn join(items: &[Box<str>], out: &mut String) {
    out.clear();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push('|');
        }
        // A name with the separator in it would come apart when the list is read.
        let fits = |b: u8| b.is_ascii_graphic() && b != b'|' || b == b' ';
        if item.bytes().all(fits) {
            out.push_str(item);
            continue;
        }
        out.extend(item.chars().map(|c| {
            if c == '|' {
                '/'
            } else if c.is_whitespace() {
                ' '
            } else {
                c
            }
        }));
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
