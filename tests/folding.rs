//! What makes two spellings of a name the same (`src/gazetteer/fold.rs`), and that offsets stay those of the text.

use factbox::gazetteer::build::{Builder, CaseRule, CustomRow};
use factbox::gazetteer::{Gazetteer, List, fold};
use factbox::segment::token;
use proptest::prelude::*;

/// A list with these names; the id is the name.
fn list(names: &[&str]) -> Gazetteer {
    let mut builder = Builder::default();
    for name in names {
        let entry = builder.custom(&CustomRow { id: name, name, ..CustomRow::default() });
        for spelling in fold::spellings(name) {
            assert!(builder.custom_name(&spelling, entry, CaseRule::Any), "{name}");
        }
    }
    Gazetteer::from_bytes(builder.finish().unwrap()).unwrap()
}

/// First byte, surface and id of each name found.
fn found<'t>(g: &Gazetteer, text: &'t str) -> Vec<(usize, &'t str, String)> {
    let mut tokens = Vec::new();
    token::tokens(text, &mut tokens);
    let hits = g.find(text).into_iter().filter(|h| h.list == List::Custom);
    hits.map(|h| {
        let (start, end) = (tokens[h.first as usize].start as usize, tokens[h.end as usize - 1].end as usize);
        let id = g.customs(h.entry, &text[start..end]).next().map(|n| g.custom(n).id.to_string()).unwrap_or_default();
        (start, &text[start..end], id)
    })
    .collect()
}

/// A listed name and spellings in a text that are the same name.
const SAME: &[(&str, &[&str])] = &[
    // Accents, also as combining marks, and letters that have no base letter in Unicode.
    ("Évora", &["Evora", "ÉVORA", "E\u{301}vora", "évora"]),
    ("Đà Nẵng", &["Da Nang", "ĐÀ NẴNG", "Đà\u{a0}Nẵng", "Da\nNang"]),
    ("İzmir", &["Izmir", "IZMIR", "izmir", "İZMİR", "ızmır"]),
    ("Łódź", &["Lodz", "ŁÓDŹ", "Łódz"]),
    ("Sao Tome", &["São Tomé", "SÃO TOMÉ", "São-Tomé"]),
    ("Tórshavn", &["Torshavn", "TÓRSHAVN"]),
    ("Weißensee", &["Weissensee", "WEISSENSEE"]),
    ("Ærøskøbing", &["Aeroskobing", "ÆRØSKØBING"]),
    // Hyphens, with white space of any kind instead.
    ("Port-au-Prince", &["Port au Prince", "PORT-AU-PRINCE", "Port\u{2010}au\u{2011}Prince", "Port-au\nPrince"]),
    ("Nagorno Karabakh", &["Nagorno-Karabakh", "Nagorno\u{2013}Karabakh", "NAGORNO KARABAKH"]),
    // Apostrophes.
    ("Côte d'Ivoire", &["Cote d’Ivoire", "CÔTE D'IVOIRE", "Côte dʼIvoire"]),
    ("Lloyd's Register", &["Lloyd’s Register", "LLOYD'S REGISTER"]),
    // Saint, Mount and Fort, long and short, wherever they stand.
    ("Saint Kitts", &["St. Kitts", "St Kitts", "ST. KITTS"]),
    ("St. Helena", &["Saint Helena", "St Helena", "SAINT HELENA"]),
    ("Port Saint Lucie", &["Port St. Lucie", "Port St Lucie"]),
    ("Sault Sainte Marie", &["Sault Ste. Marie", "Sault Ste Marie"]),
    ("Mount Kenya", &["Mt. Kenya", "Mt Kenya", "MT. KENYA"]),
    ("Ft. Worth", &["Fort Worth", "Ft Worth"]),
    // Dots of abbreviations.
    ("U.S. Steel", &["US Steel", "U.S. Steel"]),
    ("UN Habitat", &["U.N. Habitat"]),
    // Line breaks and runs of blanks.
    ("Lake Victoria", &["Lake\nVictoria", "Lake \r\n  Victoria", "Lake\tVictoria"]),
];

#[test]
fn spellings_are_the_same_name() {
    let names: Vec<&str> = SAME.iter().map(|s| s.0).collect();
    let g = list(&names);
    for (name, spellings) in SAME {
        for spelling in std::iter::once(name).chain(*spellings) {
            for (before, after) in
                [("", ""), ("Near ", " it rained."), ("(", ")"), ("said “", "”"), ("of ", "'s mayor"), ("", "’s mayor")]
            {
                let text = format!("{before}{spelling}{after}");
                let all = found(&g, &text);
                let expected = (before.len(), *spelling, (*name).to_string());
                assert!(all.contains(&expected), "{name} as {text:?}: {all:?}");
            }
        }
    }
}

#[test]
fn other_words_are_other_names() {
    let g = list(&["Niger", "Lake Victoria", "Saint Paul", "Chad"]);
    for text in
        ["Nigeria", "Nigers", "Lake Victorian", "Lake. Victoria", "Lake\n\nVictoria", "Lake, Victoria", "Saintpaul", "chadless"]
    {
        assert!(found(&g, text).is_empty(), "{text:?}: {:?}", found(&g, text));
    }
}

/// A text with a name in it, its letters in some case and its blanks changed.
fn respelt(name: &str, seed: u64) -> String {
    let mut bits = seed;
    let mut bit = || {
        bits = bits.rotate_left(7).wrapping_mul(0xd6e8_feb8_6659_fd93);
        bits >> 62
    };
    let capitals = bit() == 0;
    let spell = |c: char| match c {
        ' ' => ["\n", " ", "  ", "\u{a0}"][bit() as usize].to_string(),
        c if capitals => c.to_uppercase().collect(),
        c => c.to_string(),
    };
    name.chars().map(spell).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_are_found_where_they_stand(before in "(\\PC{0,20}[ \n(“])?", which in 0..SAME.len(), seed: u64, after in "([ \n,.)”]\\PC{0,20})?") {
        let g = list(&[SAME[which].0]);
        let name = respelt(SAME[which].0, seed);
        let text = format!("{before}. {name} {after}");
        let at = before.len() + 2;
        let all = found(&g, &text);
        // What stands before may end in the beginning of the name ("Lake Lake Victoria"): the first one wins its words.
        prop_assert!(all.iter().any(|f| f.0 == at && f.1 == name), "{text:?}: {all:?}");
    }

    #[test]
    fn offsets_are_the_texts_own(text in "(\\PC|[ \n.’'-]|Saint Paul|Đà Nẵng|é|E\u{301}vora){0,60}") {
        let g = list(&["Saint Paul", "Đà Nẵng", "Évora", "é", "Paul-Đà"]);
        let mut last = 0;
        for (start, surface, id) in found(&g, &text) {
            prop_assert!(start >= last && text[start..].starts_with(surface));
            prop_assert!(fold::spellings(&id).iter().any(|name| fold::same_name(surface, name.as_bytes())), "{surface:?} is not {id:?}");
            last = start;
        }
    }
}
