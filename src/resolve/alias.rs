//! Names -> the document's entities: surname back-references, acronyms, roles, demonyms, places.
//!
//! Takes the settled names in text order, gives each its entity. People: names of two words or more make entities first, then single
//! words go to the person who was named last with that surname, unless titles tell several apart (else, when only one has it, with that
//! given name). Organisations: the canonical name of the lists, an acronym in brackets or of the right initials, a shortened form of a
//! longer name. Places: see [`super::place`]. What an article defines as "Full Name (ABC)" is one thing, whatever the labels said.

use super::NameSpan;
use super::custom::{self, CustomSpan};
use super::hash::Fast;
use super::place::{PlaceScratch, hit_at, subtype_by_head};
use super::role;
use crate::config::Ambiguity;
use crate::gazetteer::{List, PlaceId, cue, fold};
use crate::mention::{Courtesy, CustomId, Entity, Kind, Pooled, Span, TokenRange};
use crate::segment::token::Case;
use crate::tag::Context;
use std::collections::HashMap;

/// Owners of one word that are compared, newest first.
const MOST_OWNERS: usize = 16;
const NONE: u32 = u32::MAX;

/// Buffers, reused from document to document.
#[derive(Debug, Default)]
pub struct AliasScratch {
    places: PlaceScratch,
    drafts: Vec<Draft>,
    draft_of: Vec<u32>,
    keys: HashMap<(Kind, u64), u32, Fast>,
    customs: HashMap<CustomId, u32, Fast>,
    heads: HashMap<(Kind, u64), u32, Fast>,
    links: Vec<(u32, u32)>,
    /// Draft, order of finding, where.
    roles: Vec<(u32, u32, Span)>,
    found: Vec<Span>,
    ids: Vec<PlaceId>,
    defined: Vec<(u64, NameSpan)>,
    defines: bool,
}

/// An entity before its strings are written.
#[derive(Debug, Clone, Copy)]
struct Draft {
    kind: Kind,
    /// The name that it is called by.
    best: NameSpan,
    /// Last mention so far, as index into the names.
    last: u32,
    /// Entry of the lists behind it: organisation or demonym.
    entry: Option<u32>,
    /// The user's name behind it.
    custom: Option<CustomSpan>,
    /// Its place, with the name that was settled.
    place: Option<u32>,
    /// Place in the final order, `NONE` while unknown.
    number: u32,
    /// Titles before its mentions so far, as [`title_bits`] packs them.
    titles: u64,
}

/// Gives the short form of "Full Name (ABC)" the kind of the full name, in all its mentions: the article's own definition beats what
/// the words around a bare acronym suggest.
pub fn retype(cx: &Context<'_>, names: &mut [NameSpan], scratch: &mut AliasScratch) {
    let defined = &mut scratch.defined;
    defined.clear();
    for pair in names.windows(2) {
        let (long, short) = (&pair[0], &pair[1]);
        // Behind a person two letters are a party or a state.
        let room = long.kind != Kind::Person || cx.text_of(short.tokens).len() > 2;
        if room && is_defined(cx, long, short) && has_initials(cx, content(cx, long.tokens), short.tokens) {
            defined.push((phrase_key(cx, content(cx, short.tokens)), *long));
        }
    }
    if defined.is_empty() {
        return;
    }
    // The first definition of an acronym holds.
    defined.sort_by_key(|d| d.0);
    for name in names.iter_mut().filter(|n| n.rule != custom::RULE && is_acronym(cx, content(cx, n.tokens))) {
        let key = phrase_key(cx, content(cx, name.tokens));
        let at = defined.partition_point(|d| d.0 < key);
        if let Some((_, long)) = defined.get(at).filter(|d| d.0 == key && d.1.kind != name.kind) {
            // A name that the user's list does not hold is not made by its rule.
            let rule = if long.rule == custom::RULE { name.rule } else { long.rule };
            *name = NameSpan { kind: long.kind, rule, confidence: long.confidence, ..*name };
        }
    }
}

/// Gives each name its entity: `out[i]` is the index into `entities` of `names[i]`.
pub fn entities(
    cx: &Context<'_>,
    names: &[NameSpan],
    scratch: &mut AliasScratch,
    out: &mut Vec<u32>,
    entities: &mut Vec<Entity>,
    pool: &mut String,
) {
    scratch.clear(names.len());
    scratch.places.settle(cx, names);
    scratch.long_names(cx, names);
    scratch.acronyms(cx, names);
    scratch.all_others(cx, names);
    scratch.collect_roles(cx, names);
    scratch.write(cx, names, out, entities, pool);
}

impl AliasScratch {
    /// The country that the document of the last call of [`entities`] is about.
    pub fn focus(&self) -> Option<[u8; 2]> {
        self.places.focus()
    }

    /// How the places of that document were settled.
    pub fn places(&self) -> &PlaceScratch {
        &self.places
    }

    fn clear(&mut self, n: usize) {
        self.drafts.clear();
        self.draft_of.clear();
        self.draft_of.resize(n, NONE);
        self.keys.clear();
        self.customs.clear();
        self.heads.clear();
        self.links.clear();
        self.roles.clear();
        self.defines = false;
    }

    fn new_draft(&mut self, i: usize, name: &NameSpan) -> u32 {
        let place = (name.kind == Kind::Place).then_some(i as u32);
        self.drafts.push(Draft {
            kind: name.kind,
            best: *name,
            last: i as u32,
            entry: None,
            custom: None,
            place,
            number: NONE,
            titles: 0,
        });
        self.drafts.len() as u32 - 1
    }

    fn attach(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan, draft: u32) {
        let again = std::mem::replace(&mut self.draft_of[i], draft) == draft;
        let d = &mut self.drafts[draft as usize];
        d.last = i as u32;
        if d.kind == Kind::Person {
            d.titles |= title_bits(cx, name.tokens.first as usize);
        }
        // Who came here before was compared then; only a place may have been given to its entity without.
        if (!again || d.kind == Kind::Place) && is_better_name(cx, name, &d.best) {
            d.best = *name;
        }
    }

    /// Entities of people with two words or more, and of organisations.
    fn long_names(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        for (i, name) in names.iter().enumerate() {
            let tokens = content(cx, name.tokens);
            let draft = match name.kind {
                _ if name.rule == custom::RULE => self.custom(cx, i, name),
                Kind::Person if tokens.range().len() > 1 => self.person(cx, i, name, tokens),
                Kind::Org if tokens.range().len() > 1 || hit_at(cx, List::Org, tokens).is_some() => self.org(cx, i, name, tokens),
                _ => continue,
            };
            self.attach(cx, i, name, draft);
        }
    }

    /// The entity of a user's name: one for each entry of the list. Longer and shorter forms that the list does not hold go to it as
    /// they would without the list.
    fn custom(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan) -> u32 {
        let Some(span) = cx.customs.at(name.tokens) else { return self.new_draft(i, name) };
        if let Some(draft) = self.customs.get(&span.id()) {
            return *draft;
        }
        let tokens = content(cx, name.tokens);
        let keys = [Some(phrase_key(cx, tokens)), self.built_in_key(cx, i, name)];
        let keys = keys.into_iter().flatten().map(|key| (name.kind, key));
        let draft = self.unlisted(cx, name, keys.clone()).unwrap_or_else(|| self.new_draft(i, name));
        self.drafts[draft as usize].custom = Some(*span);
        self.customs.insert(span.id(), draft);
        for key in keys {
            self.keys.entry(key).or_insert(draft);
        }
        if tokens.range().len() > 1 {
            self.register(cx, name.kind, tokens, draft);
        }
        if name.kind == Kind::Org {
            self.register_initials(cx, tokens, draft);
        }
        draft
    }

    /// Whom the document named before by words that the user's list does not hold, and who is the listed one.
    fn unlisted(&self, cx: &Context<'_>, name: &NameSpan, mut keys: impl Iterator<Item = (Kind, u64)>) -> Option<u32> {
        let tokens = content(cx, name.tokens);
        let free = |d: &u32| self.drafts[*d as usize].custom.is_none();
        if name.kind == Kind::Person && tokens.range().len() > 1 {
            let last = cx.word(tokens.end as usize - 1).hash;
            let same = |d: &u32| same_person(cx, tokens, content(cx, self.drafts[*d as usize].best.tokens));
            return self.owners(Kind::Person, last).find(|d| free(d) && same(d));
        }
        keys.find_map(|key| self.keys.get(&key).copied().filter(|d| free(d)))
    }

    /// The key under which other names of the same entry of the built-in lists are found: "UN" goes to a listed "United Nations".
    fn built_in_key(&self, cx: &Context<'_>, i: usize, name: &NameSpan) -> Option<u64> {
        match name.kind {
            Kind::Org => hit_at(cx, List::Org, name.tokens).map(|e| text_key(cx.gazetteer.org(e).name)),
            Kind::Norp => hit_at(cx, List::Norp, name.tokens).map(|e| text_key(cx.gazetteer.norp(e).name)),
            Kind::Place => self.places.settled[i].place.map(place_key),
            _ => None,
        }
    }

    fn person(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan, tokens: TokenRange) -> u32 {
        let key = (Kind::Person, phrase_key(cx, tokens));
        if let Some(draft) = self.keys.get(&key) {
            return *draft;
        }
        let last = cx.word(tokens.end as usize - 1).hash;
        let same =
            self.owners(Kind::Person, last).find(|d| same_person(cx, tokens, content(cx, self.drafts[*d as usize].best.tokens)));
        let draft = same.unwrap_or_else(|| self.new_draft(i, name));
        self.keys.insert(key, draft);
        self.register(cx, Kind::Person, tokens, draft);
        draft
    }

    fn org(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan, tokens: TokenRange) -> u32 {
        let entry = hit_at(cx, List::Org, tokens).or_else(|| hit_at(cx, List::Org, name.tokens));
        let key = (Kind::Org, entry.map_or_else(|| phrase_key(cx, tokens), |e| text_key(cx.gazetteer.org(e).name)));
        if let Some(draft) = self.keys.get(&key) {
            return *draft;
        }
        let draft = match entry {
            Some(_) => None,
            None => self.longer_org(cx, tokens, i),
        };
        let draft = draft.unwrap_or_else(|| self.new_draft(i, name));
        self.drafts[draft as usize].entry = self.drafts[draft as usize].entry.or(entry);
        self.keys.insert(key, draft);
        self.register(cx, Kind::Org, tokens, draft);
        self.register_initials(cx, tokens, draft);
        draft
    }

    /// The organisation named before of which this is the beginning or the end: "Hallbrook" of "Hallbrook Pharma Inc."
    fn longer_org(&self, cx: &Context<'_>, tokens: TokenRange, before: usize) -> Option<u32> {
        let first = cx.word(tokens.first as usize).hash;
        self.owners(Kind::Org, first).find(|d| {
            let draft = &self.drafts[*d as usize];
            let longer = content(cx, draft.best.tokens);
            (draft.last as usize) < before && longer.range().len() > tokens.range().len() && is_edge_of(cx, tokens, longer)
        })
    }

    /// Acronyms in brackets behind a name: "the National Drought Management Authority (NDMA)".
    fn acronyms(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        for i in 1..names.len() {
            let (long, short) = (&names[i - 1], &names[i]);
            if short.kind != long.kind || short.kind == Kind::Norp || short.rule == custom::RULE || !is_defined(cx, long, short) {
                continue;
            }
            if long.kind == Kind::Place && !has_initials(cx, content(cx, long.tokens), short.tokens) {
                continue;
            }
            if long.kind == Kind::Place && self.draft_of[i - 1] == NONE {
                self.draft_of[i - 1] = self.place(cx, i - 1, long);
            }
            if self.draft_of[i - 1] != NONE {
                let draft = self.draft_of[i - 1];
                let key = phrase_key(cx, content(cx, short.tokens));
                self.keys.insert((long.kind, key), draft);
                // What the article defines beats what the lists say of the same letters.
                self.keys.insert((long.kind, !key), draft);
                self.defines = true;
                self.attach(cx, i, short, draft);
            }
        }
    }

    /// Single words of people and organisations, demonyms and places, in text order.
    fn all_others(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        for d in &mut self.drafts {
            d.last = NONE;
            d.titles = 0;
        }
        for (i, name) in names.iter().enumerate() {
            let defined = (self.defines && name.kind != Kind::Norp && name.rule != custom::RULE)
                .then(|| self.keys.get(&(name.kind, !phrase_key(cx, content(cx, name.tokens)))))
                .flatten();
            let known = defined.copied().unwrap_or(self.draft_of[i]);
            let draft = if known != NONE {
                known
            } else {
                match name.kind {
                    Kind::Person => self.single_person(cx, i, name),
                    Kind::Org => self.single_org(cx, i, name),
                    Kind::Norp => self.norp(cx, i, name),
                    _ => self.place(cx, i, name),
                }
            };
            self.attach(cx, i, name, draft);
        }
    }

    fn single_person(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan) -> u32 {
        let tokens = content(cx, name.tokens);
        let word = cx.word(tokens.end as usize - 1).hash;
        let titles = title_bits(cx, name.tokens.first as usize);
        // Seen before beats seen later, the surname beats other words, the same title beats none, the latest beats the earlier.
        let rank = |d: u32| {
            let draft = &self.drafts[d as usize];
            let full = content(cx, draft.best.tokens);
            let surname = cx.word(full.end as usize - 1).hash == word;
            let seen = draft.last != NONE;
            let fits = !contradicts(titles, draft.titles);
            let latest = if seen { draft.last } else { NONE - draft.best.tokens.first };
            (fits, seen && surname, surname, titles & draft.titles != 0, seen, latest)
        };
        if let Some(best) = self.owners(Kind::Person, word).max_by_key(|d| rank(*d)).filter(|d| rank(*d).0) {
            let (_, _, surname, ..) = rank(best);
            // Two people with this given name: the word alone does not say which.
            if surname || self.owners(Kind::Person, word).filter(|d| *d != best).count() == 0 {
                return best;
            }
        }
        self.keyed(cx, i, name, tokens)
    }

    fn single_org(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan) -> u32 {
        let tokens = content(cx, name.tokens);
        let key = (Kind::Org, phrase_key(cx, tokens));
        if let Some(draft) = self.keys.get(&key) {
            return *draft;
        }
        match self.longer_org_seen(cx, tokens) {
            Some(draft) => draft,
            None => self.keyed(cx, i, name, tokens),
        }
    }

    fn longer_org_seen(&self, cx: &Context<'_>, tokens: TokenRange) -> Option<u32> {
        let word = cx.word(tokens.first as usize).hash;
        let seen = |d: &u32| self.drafts[*d as usize].last != NONE;
        let fits = |d: &u32| is_edge_of(cx, tokens, content(cx, self.drafts[*d as usize].best.tokens));
        self.owners(Kind::Org, word).filter(|d| seen(d) && fits(d)).max_by_key(|d| self.drafts[*d as usize].last)
    }

    fn norp(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan) -> u32 {
        let Some(entry) = hit_at(cx, List::Norp, name.tokens) else { return self.keyed(cx, i, name, name.tokens) };
        let known = (Kind::Norp, entry_key(entry));
        let draft = match self.keys.get(&known) {
            Some(draft) => *draft,
            None => {
                // Two entries of one name are one entity.
                let key = (Kind::Norp, text_key(cx.gazetteer.norp(entry).name));
                let draft = self.keys.get(&key).copied().unwrap_or_else(|| self.new_draft(i, name));
                self.keys.insert(key, draft);
                self.keys.insert(known, draft);
                draft
            }
        };
        self.drafts[draft as usize].entry = Some(entry);
        draft
    }

    fn place(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan) -> u32 {
        let settled = self.places.settled[i];
        let sure = cx.config.ambiguity != Ambiguity::Drop || settled.margin > 1.0 || settled.candidates < 2;
        match settled.place.filter(|_| sure) {
            // Facilities and regions that are called after a listed place are not that place.
            Some(id) => {
                let key = (Kind::Place, place_key(id));
                if let Some(draft) = self.keys.get(&key) {
                    return *draft;
                }
                let draft = self.new_draft(i, name);
                self.keys.insert(key, draft);
                draft
            }
            None => {
                self.places.settled[i].place = None;
                self.keyed(cx, i, name, name.tokens)
            }
        }
    }

    /// The entity that goes by exactly these words.
    fn keyed(&mut self, cx: &Context<'_>, i: usize, name: &NameSpan, tokens: TokenRange) -> u32 {
        let key = (name.kind, phrase_key(cx, tokens) << 1);
        if let Some(draft) = self.keys.get(&key) {
            return *draft;
        }
        let draft = self.new_draft(i, name);
        self.keys.insert(key, draft);
        draft
    }

    /// Notes that each word of `tokens` belongs to a name of `draft`.
    fn register(&mut self, cx: &Context<'_>, kind: Kind, tokens: TokenRange, draft: u32) {
        for t in tokens.range().filter(|t| cx.tokens[*t].is_word()) {
            self.register_word(kind, cx.word(t).hash, draft);
        }
    }

    fn register_word(&mut self, kind: Kind, word: u64, draft: u32) {
        let head = self.heads.entry((kind, word)).or_insert(NONE);
        if owners_from(&self.links, *head).any(|d| d == draft) {
            return;
        }
        self.links.push((draft, *head));
        *head = self.links.len() as u32 - 1;
    }

    /// Entities with this word in a longer name, newest first.
    fn owners(&self, kind: Kind, word: u64) -> impl Iterator<Item = u32> + '_ {
        owners_from(&self.links, self.heads.get(&(kind, word)).copied().unwrap_or(NONE))
    }

    /// Lets "WFP" find "World Food Programme".
    fn register_initials(&mut self, cx: &Context<'_>, tokens: TokenRange, draft: u32) {
        let mut letters = [0; 8];
        let mut n = 0;
        for t in tokens.range().filter(|t| cx.tokens[*t].is_capital()) {
            let first = cx.tokens[t].byte(cx.text);
            if n == letters.len() || !first.is_ascii_uppercase() {
                return;
            }
            letters[n] = first;
            n += 1;
        }
        if let (2.., Ok(initials)) = (n, std::str::from_utf8(&letters[..n])) {
            let hash = fold::hash_word(initials, 0, n);
            self.keys.entry((Kind::Org, one_word_key(hash))).or_insert(draft);
        }
    }

    fn collect_roles(&mut self, cx: &Context<'_>, names: &[NameSpan]) {
        for (i, name) in names.iter().enumerate().filter(|(_, n)| n.kind == Kind::Person) {
            self.found.clear();
            role::roles(cx, name.tokens, name.sent, &mut self.found);
            let from = self.roles.len() as u32;
            self.roles.extend(self.found.iter().zip(from..).map(|(r, n)| (self.draft_of[i], n, *r)));
        }
        self.roles.sort_unstable_by_key(|r| (r.0, r.1));
    }

    /// Numbers the entities by first mention and writes their strings.
    fn write(&mut self, cx: &Context<'_>, names: &[NameSpan], out: &mut Vec<u32>, entities: &mut Vec<Entity>, pool: &mut String) {
        out.clear();
        for i in 0..names.len() {
            let d = self.draft_of[i] as usize;
            if self.drafts[d].number == NONE {
                self.drafts[d].number = entities.len() as u32;
                entities.push(self.entity(cx, d, pool));
            }
            out.push(self.drafts[d].number);
        }
    }

    fn entity(&mut self, cx: &Context<'_>, d: usize, pool: &mut String) -> Entity {
        let draft = self.drafts[d];
        let mut entity = Entity {
            kind: draft.kind,
            subtype: "",
            name: Pooled::default(),
            place: None,
            custom: draft.custom.map(|span| span.id()),
            country: Pooled::default(),
            alternatives: Pooled::default(),
            roles: self.roles_of(cx, d as u32, pool),
            ambiguity: 0,
            courtesy: courtesy(draft.titles),
            listed: draft.entry.is_some(),
        };
        if let Some(span) = draft.custom {
            return listed(cx, &span, entity, pool);
        }
        let (mut name, mut country) = ("", "");
        match (draft.kind, draft.entry) {
            (Kind::Org, Some(entry)) => {
                let org = cx.gazetteer.org(entry);
                (name, country, entity.subtype, entity.ambiguity) = (org.name, org.country, org.subtype, 1);
            }
            (Kind::Norp, Some(entry)) => {
                let norp = cx.gazetteer.norp(entry);
                (name, country, entity.subtype, entity.ambiguity) = (norp.name, norp.country, norp.subtype, 1);
            }
            (Kind::Place, _) => {
                let settled = draft.place.map(|i| self.places.settled[i as usize]).unwrap_or_default();
                entity.place = settled.place;
                entity.ambiguity = settled.candidates;
                if let Some(id) = settled.place {
                    (name, entity.subtype, country) = cx.gazetteer.place_label(id);
                    entity.alternatives = self.alternatives(cx, draft.place, pool);
                } else {
                    entity.subtype = subtype_by_head(cx, draft.best.tokens);
                }
            }
            _ => {}
        }
        entity.name =
            if name.is_empty() { put_clean(pool, cx.text_of(content(cx, draft.best.tokens))) } else { Pooled::put(pool, name) };
        entity.country = Pooled::put(pool, country);
        entity
    }

    fn alternatives(&mut self, cx: &Context<'_>, name: Option<u32>, pool: &mut String) -> Pooled {
        let (most, margin) = if cx.config.ambiguity == Ambiguity::All { (usize::MAX, f32::MAX) } else { (5, 2.5) };
        let Some(settled) = name.map(|i| self.places.settled[i as usize]) else { return Pooled::default() };
        let mut ids = std::mem::take(&mut self.ids);
        self.places.others(&settled, most, margin, &mut ids);
        let start = pool.len();
        for (k, id) in ids.iter().enumerate() {
            pool.push_str(if k > 0 { "|" } else { "" });
            cx.gazetteer.place(*id).id.put(pool);
        }
        self.ids = ids;
        Pooled { start: start as u32, len: (pool.len() - start) as u32 }
    }

    fn roles_of(&self, cx: &Context<'_>, d: u32, pool: &mut String) -> Pooled {
        let start = pool.len();
        let from = self.roles.partition_point(|r| r.0 < d);
        let mine = &self.roles[from..];
        let mine = &mine[..mine.partition_point(|r| r.0 == d).min(MOST_OWNERS)];
        for (k, (_, _, span)) in mine.iter().enumerate() {
            let text = span.of(cx.text);
            if mine[..k].iter().any(|(_, _, other)| other.of(cx.text).eq_ignore_ascii_case(text)) {
                continue;
            }
            pool.push_str(if pool.len() > start { "|" } else { "" });
            put_clean(pool, text);
        }
        Pooled { start: start as u32, len: (pool.len() - start) as u32 }
    }
}

/// The entity of a user's entry: what its row says.
fn listed(cx: &Context<'_>, span: &CustomSpan, entity: Entity, pool: &mut String) -> Entity {
    let list = &cx.customs.lists[span.list as usize];
    let entry = list.entry(span.found.entry);
    let start = pool.len();
    let mut ambiguity = 1;
    for other in list.others(&span.found, cx.text_of(span.tokens)) {
        ambiguity += 1;
        pool.push_str(if pool.len() > start { "|" } else { "" });
        list.put_id(other, pool);
    }
    let alternatives = Pooled { start: start as u32, len: (pool.len() - start) as u32 };
    let (name, country) = (put_clean(pool, entry.name), Pooled::put(pool, entry.country));
    Entity { subtype: list.subtype(&entry), name, country, alternatives, ambiguity, ..entity }
}

/// The chain of entities that begins at link `at`.
fn owners_from(links: &[(u32, u32)], mut at: u32) -> impl Iterator<Item = u32> + '_ {
    std::iter::from_fn(move || {
        let (draft, next) = *links.get(at as usize)?;
        at = next;
        Some(draft)
    })
    .take(MOST_OWNERS)
}

/// Copies `text` with each run of white space as one space, since a name may be wrapped over two lines.
fn put_clean(pool: &mut String, text: &str) -> Pooled {
    if is_clean(text.as_bytes()) {
        return Pooled::put(pool, text);
    }
    let start = pool.len();
    for (k, word) in text.split_whitespace().enumerate() {
        pool.push_str(if k > 0 { " " } else { "" });
        pool.push_str(word);
    }
    Pooled { start: start as u32, len: (pool.len() - start) as u32 }
}

/// Plain letters with single spaces between, as nearly all names are.
fn is_clean(text: &[u8]) -> bool {
    let mut before = b' ';
    for &b in text {
        if !matches!(b, b' '..=b'~') || (b == b' ' && before == b' ') {
            return false;
        }
        before = b;
    }
    before != b' '
}

/// Bits of [`title_bits`] for titles that only men and only women carry.
const MAN: u64 = 1;
const WOMAN: u64 = 2;

/// The title right before token `first`: "Mr" and "Mrs" have bits of their own, the others share the rest; 0 for none.
fn title_bits(cx: &Context<'_>, first: usize) -> u64 {
    let Some(t) = first.checked_sub(1).filter(|t| cx.word(*t).is_cue(cue::TITLE)) else { return 0 };
    let word = cx.at(t).trim_end_matches('.');
    let among = |titles: &[&str]| titles.iter().any(|title| word.eq_ignore_ascii_case(title));
    match () {
        () if among(&["mr", "sir", "lord"]) => MAN,
        () if among(&["mrs", "ms", "miss", "madam", "madame", "dame", "lady"]) => WOMAN,
        () => 4 << (cx.word(t).hash % 61),
    }
}

/// The part of [`title_bits`] that tells men from women.
fn courtesy(titles: u64) -> Courtesy {
    let of = |bit, courtesy| if titles & bit != 0 { courtesy } else { Courtesy::default() };
    of(MAN, Courtesy::MAN) | of(WOMAN, Courtesy::WOMAN)
}

/// A man's title beside a woman's.
fn contradicts(a: u64, b: u64) -> bool {
    let both = MAN | WOMAN;
    a & both != 0 && b & both != 0 && a & b & both == 0
}

/// "Full Name (ABC)".
fn is_defined(cx: &Context<'_>, long: &NameSpan, short: &NameSpan) -> bool {
    let bracket = long.tokens.end as usize;
    short.tokens.first as usize == bracket + 1
        && cx.is(bracket, "(")
        && cx.is(short.tokens.end as usize, ")")
        && is_acronym(cx, short.tokens)
}

/// True where the capitals of `short` begin the words of `long`, one after the other; small words of the long name may be left out.
fn has_initials(cx: &Context<'_>, long: TokenRange, short: TokenRange) -> bool {
    let mut letters = cx.text_of(short).bytes().filter(u8::is_ascii_uppercase).peekable();
    if long.range().len() < 2 || letters.clone().count() < 2 {
        return false;
    }
    for t in long.range().filter(|t| cx.tokens[*t].is_word()) {
        let token = &cx.tokens[t];
        if letters.peek() == Some(&token.byte(cx.text).to_ascii_uppercase())
            && (token.is_capital() || token.end - token.start > 3)
        {
            letters.next();
        } else if token.is_capital() {
            return false;
        }
    }
    letters.peek().is_none()
}

/// The name without a leading article.
fn content(cx: &Context<'_>, tokens: TokenRange) -> TokenRange {
    let article = tokens.range().len() > 1 && cx.is(tokens.first as usize, "the");
    TokenRange { first: tokens.first + u32::from(article), end: tokens.end }
}

/// One number for the words of a name, whatever their case, accents and dots.
fn phrase_key(cx: &Context<'_>, tokens: TokenRange) -> u64 {
    tokens
        .range()
        .filter(|t| cx.tokens[*t].kind != crate::segment::token::TokenKind::Punct)
        .fold(0, |h, t| mix(h, cx.word(t).hash))
}

fn one_word_key(hash: u64) -> u64 {
    mix(0, hash)
}

fn mix(h: u64, word: u64) -> u64 {
    (h.rotate_left(17) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// One number for a place of the lists; `AliasScratch::keyed` has the even ones.
fn place_key(id: PlaceId) -> u64 {
    entry_key(id.0)
}

/// One number for an entry of the lists.
fn entry_key(entry: u32) -> u64 {
    u64::from(entry) << 1 | 1
}

/// The same for a name of the lists, which has no tokens here.
fn text_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Longer is better; capitals all through only where there is nothing else.
fn is_better_name(cx: &Context<'_>, new: &NameSpan, old: &NameSpan) -> bool {
    if new.tokens == old.tokens {
        return false;
    }
    let rank = |n: &NameSpan| {
        let tokens = content(cx, n.tokens);
        let shouted = tokens.range().all(|t| cx.tokens[t].case == Case::Upper || !cx.tokens[t].is_word());
        let shouted = shouted && (tokens.range().len() > 1 || n.kind == Kind::Person);
        (!shouted, tokens.range().len(), cx.text_of(tokens).len())
    };
    rank(new) > rank(old)
}

/// "John F. Kennedy" and "John Kennedy", "J. Smith" and "John Smith"; or one is a part of the other.
fn same_person(cx: &Context<'_>, a: TokenRange, b: TokenRange) -> bool {
    let (short, long) = if a.range().len() <= b.range().len() { (a, b) } else { (b, a) };
    let word = |t: u32| cx.word(t as usize).hash;
    let (first, other) = (cx.at(short.first as usize), cx.at(long.first as usize));
    let initial = |s: &str, l: &str| s.len() <= 2 && s.len() < l.len() && s.as_bytes().first() == l.as_bytes().first();
    let same_first = word(short.first) == word(long.first) || initial(first, other) || initial(other, first);
    let middle_differs = short.range().len() == long.range().len()
        && short.range().zip(long.range()).skip(1).any(|(s, l)| word(s as u32) != word(l as u32));
    (same_first && word(short.end - 1) == word(long.end - 1) && !middle_differs) || is_part_of(cx, short, long)
}

fn is_part_of(cx: &Context<'_>, short: TokenRange, long: TokenRange) -> bool {
    let n = short.range().len();
    n < long.range().len() && long.range().take(long.range().len() - n + 1).any(|at| equal_at(cx, short, at))
}

fn is_edge_of(cx: &Context<'_>, short: TokenRange, long: TokenRange) -> bool {
    let (n, m) = (short.range().len(), long.range().len());
    n < m && (equal_at(cx, short, long.first as usize) || equal_at(cx, short, long.end as usize - n))
}

fn equal_at(cx: &Context<'_>, short: TokenRange, at: usize) -> bool {
    short.range().enumerate().all(|(k, t)| cx.word(t).hash == cx.word(at + k).hash)
}

/// `NDMA`, `U.N.`: one token of capitals.
fn is_acronym(cx: &Context<'_>, tokens: TokenRange) -> bool {
    let token = &cx.tokens[tokens.first as usize];
    tokens.range().len() <= 3 && matches!(token.case, Case::Upper | Case::Dotted | Case::Mixed)
}
