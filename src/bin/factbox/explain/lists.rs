//! What the lists know at a place.

use crate::single::Found;
use factbox::gazetteer::{Gazetteer, Hit, List, Recent, Word, cue};
use std::fmt::Write;

/// What the lists know of a token and of the names that begin at or cover it.
pub fn lines(found: &Found<'_>, token: usize) -> String {
    let (text, segments, gazetteer) = (&found.document.text, &found.extraction.segments, found.extractor.gazetteer());
    let (mut words, mut hits, mut recent) = (Vec::new(), Vec::new(), Recent::default());
    gazetteer.words(text, &segments.tokens, &mut recent, &mut words);
    gazetteer.scan(text, &segments.tokens, &words, &mut recent, &mut hits);
    let t = &segments.tokens[token];
    let word = words.get(token).copied().unwrap_or_default();
    let mut out = format!("token: {:?} {:?} {:?}; {}\n", t.of(text), t.kind, t.case, word_facts(word));
    out += &own_lists(found, token, &words);
    for hit in hits.iter().filter(|h| (h.first as usize..h.end as usize).contains(&token)) {
        out += &listed(gazetteer, hit, found);
    }
    out
}

/// What the user's lists hold at a token, whether it stands or not.
fn own_lists(found: &Found<'_>, token: usize, words: &[Word]) -> String {
    let (text, tokens) = (&found.document.text, &found.extraction.segments.tokens);
    let mut out = String::new();
    for list in found.extractor.lists() {
        let (mut hits, mut names) = (Vec::new(), Vec::new());
        list.find(text, tokens, words, &mut hits, &mut names);
        for name in names.iter().filter(|n| (n.first as usize..n.end as usize).contains(&token)) {
            let surface = &text[tokens[name.first as usize].start as usize..tokens[name.end as usize - 1].end as usize];
            let _ = write!(out, "your list {}: {surface:?}", list.name());
            for entry in std::iter::once(name.entry).chain(list.others(name, surface)) {
                let mut id = String::new();
                list.put_id(entry, &mut id);
                let _ = write!(out, "  {id} {:?}", list.entry(entry).name);
            }
            out.push('\n');
        }
    }
    out
}

fn word_facts(word: Word) -> String {
    const CUES: &[(u32, &str)] = &[
        (cue::ORG_HEAD, "organisation word"),
        (cue::TITLE, "title or role"),
        (cue::SAY, "verb of saying"),
        (cue::PLACE_HEAD, "place word"),
        (cue::NORP, "nationality"),
        (cue::CALENDAR, "month or weekday"),
        (cue::LEGAL, "legal form"),
        (cue::PLACE_PREPOSITION, "preposition of place"),
        (cue::EVENT, "event"),
        (cue::REGION, "region word"),
        (cue::CONNECTOR, "connector"),
        (cue::COMPASS, "compass word"),
    ];
    const POS: &[(u8, &str)] = &[
        (Word::NOUN, "noun"),
        (Word::VERB, "verb"),
        (Word::ADJECTIVE, "adjective"),
        (Word::ADVERB, "adverb"),
        (Word::CLOSED, "closed class"),
    ];
    let mut facts = vec![format!("frequency band {} given name {}/4 surname {}/4", word.band(), word.given(), word.surname())];
    facts.extend(POS.iter().filter(|(bit, _)| word.is_pos(*bit)).map(|(_, name)| (*name).to_string()));
    facts.extend(CUES.iter().filter(|(bit, _)| word.is_cue(*bit)).map(|(_, name)| (*name).to_string()));
    facts.join(", ")
}

fn listed(gazetteer: &Gazetteer, hit: &Hit, found: &Found<'_>) -> String {
    let tokens = &found.extraction.segments.tokens[hit.first as usize..hit.end as usize];
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    let name = &found.document.text[first.start as usize..last.end as usize];
    let mut out = format!("listed: {name:?} {:?}, trust {:?}\n", hit.list, hit.trust);
    match hit.list {
        List::Place => {
            for place in gazetteer.places(hit.entry).take(10).map(|id| gazetteer.place(id)) {
                let _ = writeln!(
                    out,
                    "    {} {} {} {} {:?} population {}",
                    place.id, place.name, place.country, place.subtype, place.class, place.population
                );
            }
        }
        List::Org => {
            let org = gazetteer.org(hit.entry);
            let _ = writeln!(out, "    {} {} {}", org.name, org.subtype, org.country);
        }
        List::Norp => {
            let norp = gazetteer.norp(hit.entry);
            let _ = writeln!(out, "    {} {} {}", norp.name, norp.subtype, norp.country);
        }
        List::Custom => {
            for custom in gazetteer.customs(hit.entry, name).take(10).map(|number| gazetteer.custom(number)) {
                let _ = writeln!(out, "    {} {} {} {}", custom.id, custom.name, custom.subtype, custom.country);
            }
        }
    }
    out
}
