//! The word lists: every file has its source, its form and its sum; the compiled file is whole and answers.

use factbox::gazetteer::{Gazetteer, List, Recent, Trust, Word, cue, fold, sources};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// All `.tsv` files below `gazetteers/`, as paths below it.
fn lists() -> BTreeSet<String> {
    let files = walkdir::WalkDir::new("gazetteers").min_depth(2).into_iter().flatten();
    let names = files.filter_map(|f| Some(f.path().strip_prefix("gazetteers").ok()?.to_str()?.replace('\\', "/")));
    names.filter(|name| name.ends_with(".tsv")).collect()
}

#[test]
fn every_list_has_a_source_and_every_source_a_list() {
    let named: BTreeSet<String> = sources().iter().map(|s| s.file.to_string()).collect();
    assert_eq!(named.len(), sources().len(), "a file is named twice in SOURCES.toml");
    let files = lists();
    let missing: Vec<_> = files.difference(&named).collect();
    assert!(missing.is_empty(), "no row in gazetteers/SOURCES.toml: {missing:?}");
    let gone: Vec<_> = named.difference(&files).collect();
    assert!(gone.is_empty(), "SOURCES.toml names files that are not there: {gone:?}");
}

#[test]
fn rows_and_sums_match() {
    for source in sources() {
        let bytes = fs::read(format!("gazetteers/{}", source.file)).unwrap();
        let rows = bytes.iter().filter(|b| **b == b'\n').count() - 1;
        let sum: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        let same = source.rows as usize == rows && source.sha256 == sum;
        assert!(same, "{}: changed since `cargo xtask gazetteers --sums`", source.file);
        assert!(!source.origin.is_empty() && !source.licence.is_empty() && !source.date.is_empty(), "{}", source.file);
    }
}

#[test]
fn names_tell_where_they_are_used() {
    for file in ["given", "surname"] {
        let text = fs::read_to_string(format!("gazetteers/person/{file}.tsv")).unwrap();
        assert_eq!(text.lines().next(), Some("name\tband\tregions"));
        for line in text.lines().skip(1) {
            let regions: Vec<&str> = line.split('\t').nth(2).unwrap().split('|').collect();
            let (codes, more) = match regions.as_slice() {
                [codes @ .., "*"] => (codes, true),
                codes => (codes, false),
            };
            let form = |c: &str| {
                c.len() == 2 && (c.bytes().all(|b| b.is_ascii_uppercase()) || c.bytes().all(|b| b.is_ascii_lowercase()))
            };
            assert!(codes.iter().all(|c| form(c)), "{file}: {line}: codes of two letters");
            assert!(codes.is_sorted_by(|a, b| a < b), "{file}: {line}: sorted, none twice");
            assert!(codes.len() == 8 || codes.len() < 8 && !more, "{file}: {line}: eight codes before `*`");
        }
    }
}

/// Names of the files below a folder of `gazetteers/`, with the folders' own names before them.
fn files_below(folder: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for file in fs::read_dir(format!("gazetteers/{folder}")).unwrap().flatten() {
        let name = format!("{folder}{}", file.file_name().to_str().unwrap());
        if file.path().is_dir() { out.extend(files_below(&format!("{name}/"))) } else { assert!(out.insert(name)) }
    }
    out
}

#[test]
fn nothing_ships_without_a_row() {
    let named: BTreeSet<String> = sources().iter().map(|s| s.file.to_string()).collect();
    let made = |f: &str| f.starts_with("compiled/") || f.starts_with("licences/") || ["README.md", "SOURCES.toml"].contains(&f);
    let missing: Vec<_> = files_below("").into_iter().filter(|f| !made(f) && !named.contains(f)).collect();
    assert!(missing.is_empty(), "no row in gazetteers/SOURCES.toml: {missing:?}");
}

#[test]
fn licences_are_there_and_no_other() {
    let ids: BTreeSet<&str> = sources().iter().flat_map(|s| s.licence.split(" AND ")).collect();
    let file = |id: &str| ["", "-3.0"].map(|v| format!("licences/{}{v}.txt", id.trim_start_matches("LicenseRef-")));
    let mut texts = files_below("licences/");
    for id in ids {
        let there: Vec<String> = file(id).into_iter().filter(|f| texts.contains(f)).collect();
        assert!(!there.is_empty(), "no text of {id} in gazetteers/licences/");
        assert!(there.iter().all(|f| fs::metadata(format!("gazetteers/{f}")).unwrap().len() > 100), "{id}: no text");
        there.iter().for_each(|f| _ = texts.remove(f));
    }
    assert!(texts.is_empty(), "licences that no list has: {texts:?}");
}

#[test]
fn lists_are_well_formed() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for file in lists() {
        let text = fs::read_to_string(format!("gazetteers/{file}")).unwrap();
        assert!(text.ends_with('\n') && !text.contains('\r'), "{file}: lines end in LF");
        let combining = text.chars().find(|c| ('\u{300}'..='\u{36f}').contains(c));
        assert!(
            combining.is_none()
                || file.starts_with("place/cities")
                || file.starts_with("place/admin")
                || file.starts_with("place/world/"),
            "{file}: not NFC"
        );
        let columns = text.lines().next().unwrap().split('\t').count();
        let mut rows = BTreeSet::new();
        for (i, line) in text.lines().enumerate() {
            assert_eq!(line.split('\t').count(), columns, "{file}:{}: columns", i + 1);
            assert!(rows.insert(line), "{file}:{}: twice", i + 1);
        }
        let kinds = ["common/", "person/", "cue/", "place/", "norp/", "org/"];
        let ours = kinds.iter().any(|k| file.starts_with(k)) && text.starts_with(['g', 'i', 'n', 'w']);
        if ours && !["place/heads.tsv", "place/class-words.tsv"].contains(&file.as_str()) {
            assert!(text.lines().skip(1).is_sorted(), "{file}: not sorted");
        }
        if rows.len() > 1
            && let Some(other) = seen.insert(text, file.clone())
        {
            panic!("{file} and {other} are the same");
        }
    }
}

#[test]
fn compiled_file_is_whole() {
    Gazetteer::check_embedded().unwrap();
}

#[test]
fn damaged_bytes_are_refused() {
    let mut bytes = std::fs::read("gazetteers/compiled/factbox.gaz").unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let error = Gazetteer::from_bytes(bytes.clone()).unwrap_err().to_string();
    assert!(error.contains("checksum"), "{error}");
    bytes[middle] ^= 1;
    bytes.truncate(middle);
    let error = Gazetteer::from_bytes(bytes).unwrap_err().to_string();
    assert!(error.contains("cut short"), "{error}");
    let error = Gazetteer::from_bytes(b"PK not ours".to_vec()).unwrap_err().to_string();
    assert!(error.contains("no compiled gazetteer"), "{error}");
}

#[test]
fn a_file_is_opened_or_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let good = fs::read("gazetteers/compiled/factbox.gaz").unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let g = Gazetteer::open_file(write("good.gaz", &good)).unwrap();
    g.verify().unwrap();
    assert_eq!(g.version(), Gazetteer::embedded().version());
    assert_eq!(g.find("in Baku")[0], Gazetteer::embedded().find("in Baku")[0]);
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        bytes
    };
    for (name, bytes, said) in [
        ("empty.gaz", Vec::new(), "no compiled gazetteer"),
        ("notes.txt", b"Notes on the harvest, long enough for a header. ".repeat(20), "no compiled gazetteer"),
        ("older.gaz", changed(8), "format version 19"),
        ("short.gaz", good[..good.len() - 1].to_vec(), "cut short"),
        ("head.gaz", changed(40), "damaged"),
    ] {
        let error = Gazetteer::open_file(write(name, &bytes)).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(said), "{error}");
    }
    let error = Gazetteer::open_file(write("flipped.gaz", &changed(good.len() / 2))).unwrap().verify().unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    assert!(Gazetteer::open_file(folder.path()).is_err());
    let error = Gazetteer::open_file(folder.path().join("none.gaz")).unwrap_err().to_string();
    assert!(error.contains("none.gaz"), "{error}");
}

fn ids(name: &str) -> Vec<String> {
    let g = Gazetteer::embedded();
    let hit = g.find(name).into_iter().find(|h| h.list == List::Place && h.first == 0);
    hit.map(|h| g.places(h.entry).map(|p| g.place(p).id.to_string()).collect()).unwrap_or_default()
}

#[test]
fn places_are_found_by_any_spelling() {
    for (name, id) in [
        ("Azerbaijan", "country:AZ"),
        ("U.S.", "country:US"),
        ("US", "country:US"),
        ("Georgia", "country:GE"),
        ("Nagorno-Karabakh", "region:nagorno-karabakh"),
        ("NAGORNO\nKARABAKH", "region:nagorno-karabakh"),
        ("Côte d’Ivoire", "country:CI"),
        ("Cote d'Ivoire", "country:CI"),
        ("Scotland", "admin1:GB-SCT"),
        ("Saint Louis", "geonames:4407066"),
        ("St. Louis", "geonames:4407066"),
    ] {
        assert_eq!(ids(name).first().map(String::as_str), Some(id), "{name}: {:?}", ids(name));
    }
    assert!(ids("Georgia").contains(&"admin1:US-GA".to_string()));
    assert!(ids("us").is_empty());
}

#[test]
fn well_known_names_of_all_continents() {
    let places = "Lagos|Cairo|Nairobi|Kinshasa|Johannesburg|Addis Ababa|Dakar|Darfur|Lake Victoria|Kilimanjaro|Somalia|Beijing|Shanghai|Tokyo|\
        Seoul|Mumbai|New Delhi|Karachi|Dhaka|Kathmandu|Bangkok|Jakarta|Manila|Hanoi|Kashmir|Xinjiang|Himalayas|Mekong|Baku|Tehran|Baghdad|\
        Damascus|Gaza Strip|West Bank|Jerusalem|Riyadh|Dubai|London|Paris|Berlin|Madrid|Rome|Warsaw|Kyiv|Kiev|Moscow|Istanbul|Scotland|\
        Catalonia|Danube|Alps|Balkans|Crimea|New York|Los Angeles|Chicago|Texas|California|Toronto|Quebec|Mexico City|Havana|\
        Port-au-Prince|Caracas|Bogotá|Lima|São Paulo|Rio de Janeiro|Buenos Aires|Patagonia|Amazon|Sydney|Melbourne|Auckland|Suva|\
        Papua New Guinea|Great Barrier Reef|Antarctica|Pacific Ocean|Mediterranean|South China Sea|Suez Canal|Middle East|Sahel";
    for name in places.split('|') {
        assert!(!ids(name).is_empty(), "{name}");
    }
    let g = Gazetteer::embedded();
    for (name, list) in [
        ("World Health Organization", List::Org),
        ("NATO", List::Org),
        ("Nato", List::Org),
        ("al-Shabaab", List::Org),
        ("UN Security Council", List::Org),
        ("Germans", List::Norp),
        ("Frenchwomen", List::Norp),
        ("Muslims", List::Norp),
        ("Latin American", List::Norp),
        ("South Koreans", List::Norp),
    ] {
        let hit = g.find(name).into_iter().find(|h| h.first == 0 && h.list == list);
        let tokens = name.split([' ', '-']).count() as u32 + u32::from(name.contains('-'));
        assert!(hit.is_some_and(|h| h.end == tokens), "{name}: {hit:?}");
    }
}

#[test]
fn words_have_their_facts() {
    let g = Gazetteer::embedded();
    assert_eq!(g.word("the").band(), 1);
    assert!(g.word("soldiers").is_pos(Word::NOUN) && g.word("soldiers").is_pos(Word::INFLECTED));
    assert!(g.word("killed").is_pos(Word::VERB) && g.word("killing").is_pos(Word::VERB));
    assert!(g.word("MINISTER").is_cue(cue::TITLE) && g.word("ministry").is_cue(cue::ORG_HEAD));
    assert!(g.word("Mohammed").given() >= 2 && g.word("Smith").surname() >= 3);
    assert!(g.word("will").given() < g.word("John").given());
    assert_eq!(g.word("Qzxw"), Word { hash: g.word("qzxw").hash, bits: 0 });
}

#[test]
fn short_capitals_are_told_from_words() {
    let g = Gazetteer::embedded();
    let trust = |text: &str| g.find(text).first().map(|h| h.trust);
    assert_eq!(trust("The US said so"), Some(Trust::Sure));
    assert_eq!(trust("LET US HELP"), Some(Trust::Common));
    assert_eq!(trust("Let us help"), None);
    assert!(g.find("It was Ill").is_empty() || g.find("It was Ill")[0].trust != Trust::Sure);
}

#[test]
fn names_are_cut_as_the_tokenizer_cuts_them() {
    let g = Gazetteer::embedded();
    let (mut tokens, mut words, mut recent) = (Vec::new(), Vec::new(), Recent::default());
    let (mut all, mut different) = (0, Vec::new());
    for file in ["place/countries.tsv", "place/physical.tsv", "org/known.tsv", "org/more.tsv", "norp/nationalities.tsv"] {
        let text = fs::read_to_string(format!("gazetteers/{file}")).unwrap();
        for line in text.lines().skip(1) {
            let name = line.split('\t').nth(usize::from(file.starts_with("place"))).unwrap();
            factbox::segment::token::tokens(name, &mut tokens);
            g.words(name, &tokens, &mut recent, &mut words);
            let hyphen = |t: &str| matches!(t, "-" | "\u{2010}" | "\u{2013}");
            let cut: Vec<u64> = tokens.iter().zip(&words).filter(|(t, _)| !hyphen(t.of(name))).map(|(_, w)| w.hash).collect();
            let ours: Vec<u64> = fold::name_words(name).iter().map(|w| fold::hash_bytes(w.as_bytes())).collect();
            all += 1;
            if cut != ours {
                different.push(name.to_string());
            }
        }
    }
    assert!(different.len() * 100 < all, "{} of {all}: {different:?}", different.len());
}

/// Surface and ids of every user name in a text.
fn customs(g: &Gazetteer, text: &str) -> Vec<(String, Vec<String>)> {
    let mut tokens = Vec::new();
    factbox::segment::token::tokens(text, &mut tokens);
    let hits = g.find(text).into_iter().filter(|h| h.list == List::Custom);
    hits.map(|h| {
        let surface = &text[tokens[h.first as usize].start as usize..tokens[h.end as usize - 1].end as usize];
        (surface.to_string(), g.customs(h.entry, surface).map(|n| g.custom(n).id.to_string()).collect())
    })
    .collect()
}

#[test]
fn user_names_keep_their_case_rule_and_all_their_entries() {
    use factbox::gazetteer::build::{Builder, CaseRule, CustomRow};
    let mut builder = Builder::default();
    let long = "x".repeat(300);
    for (id, name, rule) in [
        ("1", "sanctions list", CaseRule::Any),
        ("2", "Target", CaseRule::Capital),
        ("3", "iPhone", CaseRule::Capital),
        ("4", "US", CaseRule::Exact),
        ("5", "us", CaseRule::Exact),
        ("6", "Sanctions-List", CaseRule::Any),
        ("7", "Évora Água", CaseRule::Any),
        ("8", "amazon.com", CaseRule::Any),
        ("9", "#MeToo", CaseRule::Any),
        (long.as_str(), "Sanctions List Office", CaseRule::Any),
    ] {
        let entry = builder.custom(&CustomRow { id, name, ..CustomRow::default() });
        assert!(builder.custom_name(name, entry, rule), "{name}");
    }
    assert!(!builder.custom_name(" ", 0, CaseRule::Any) && !builder.custom_name(&long, 0, CaseRule::Any));
    let g = Gazetteer::from_bytes(builder.finish().unwrap()).unwrap();
    let one = |text: &str| {
        let found = customs(&g, text);
        found.first().map(|(surface, ids)| format!("{surface}={}", ids.join("+"))).unwrap_or_default()
    };
    assert_eq!(one("The sanctions list grew"), "sanctions list=1+6");
    assert_eq!(one("The SANCTIONS\nLIST grew"), "SANCTIONS\nLIST=1+6");
    assert_eq!(one("A sanctions-list office opened"), format!("sanctions-list office={long}"));
    assert_eq!(one("Shops such as Target said"), "Target=2");
    assert_eq!(one("They missed the target."), "");
    assert_eq!(one("An iPhone case"), "iPhone=3");
    assert_eq!(one("The US said"), "US=4");
    assert_eq!(one("It helped us."), "us=5");
    assert_eq!(one("Let Us go"), "");
    assert_eq!(one("in evora agua today"), "evora agua=7");
    assert_eq!(one("sold by Amazon.com there"), "Amazon.com=8");
    assert_eq!(one("the #MeToo days"), "#MeToo=9");
}

#[test]
fn user_entries_come_back_as_given() {
    use factbox::gazetteer::build::{Builder, CustomRow};
    use factbox::mention::Kind;
    let mut builder = Builder::default();
    let row = CustomRow {
        id: "Q1",
        name: "Harbour Office",
        kind: Some(Kind::Org),
        subtype: "agency",
        country: "Peru",
        point: Some((-12.05, -77.125)),
    };
    builder.custom(&row);
    builder.custom(&CustomRow::default());
    let g = Gazetteer::from_bytes(builder.finish().unwrap()).unwrap();
    let c = g.custom(0);
    assert_eq!((c.id, c.name, c.kind, c.subtype, c.country), ("Q1", "Harbour Office", Some(Kind::Org), "agency", "Peru"));
    assert_eq!(c.point, Some((-12.05, -77.125)));
    assert!(g.custom(1).point.is_none() && g.custom(1).kind.is_none() && g.custom(7).id.is_empty());
    assert_eq!(g.custom_count(), 2);
}
