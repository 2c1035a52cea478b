//! A compiled file with wrong bytes in it: refused, or read without panic and in good time.

use factbox::gazetteer::build::{Builder, CaseRule, CustomRow, PlaceRow, Spelling};
use factbox::gazetteer::{Gazetteer, List, Recent, Trust, Word, fold};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use proptest::prelude::*;
use std::sync::LazyLock;

const TEXT: &str = "PORT VELA, Ostria - The Ostrian navy and the Harbour Board of Port Vela said on Monday that 12 ships left \
    Port Vela for Lake Tarn, Ostria. U.N. Habitat's Ana Reyes, 43, told Tarn Weekly that the sanctions list held 7 names.";

/// A small file with rows in every section.
static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    for (i, word) in ["the", "navy", "ships", "ana", "said", "monday", "internationalisation"].into_iter().enumerate() {
        builder.word(word, Word::pack(i as u8 % 5, 1, 2, 3, 1 << i, i as u16, 0));
    }
    let places = [
        ("country:OS", "Ostria", 0),
        ("geonames:7", "Port Vela", 5),
        ("region:tarn", "Lake Tarn", 12),
        ("geonames:8", "Port Vela", 9),
    ];
    for (id, name, class) in places {
        let row = PlaceRow { id: id.into(), name: name.into(), class, country: "OS".into(), ..PlaceRow::default() };
        let number = builder.place(PlaceRow { geonames_id: id.rsplit(':').next().unwrap().parse().unwrap_or(0), ..row });
        builder.place_name(name, number, Trust::Sure, Spelling::default());
    }
    let org = builder.entry(List::Org, "United Nations Habitat", "igo", "OS");
    builder.entry_name(List::Org, "UN Habitat", org, Trust::Sure, Spelling { exact: true, dot: false });
    let norp = builder.entry(List::Norp, "Ostrian", "nationality", "OS");
    builder.entry_name(List::Norp, "Ostrian", norp, Trust::Ambiguous, Spelling::default());
    for (id, name, rule) in [
        ("1", "sanctions list", CaseRule::Any),
        ("2", "Harbour Board", CaseRule::Capital),
        ("3", "Sanctions List", CaseRule::Exact),
    ] {
        let entry = builder.custom(&CustomRow { id, name, point: Some((1.0, 2.0)), ..CustomRow::default() });
        builder.custom_name(name, entry, rule);
    }
    builder.finish().unwrap()
});

/// Gives the file a header that is in order, so that the wrong bytes behind it are read.
fn seal(bytes: &mut [u8]) {
    let sections = bytes.get(12..16).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])) as usize;
    let total = bytes.len() as u64;
    if let Some(field) = bytes.get_mut(16..24) {
        field.copy_from_slice(&total.to_le_bytes());
    }
    let end = 32 + 8 * sections.min(1000);
    if bytes.len() >= end + 8 {
        let sum = fold::hash_bytes(&bytes[..end]);
        bytes[end..end + 8].copy_from_slice(&sum.to_le_bytes());
    }
}

/// Asks everything that a gazetteer can be asked.
fn use_up(g: Gazetteer) {
    let (mut tokens, mut words, mut hits, mut recent) = (Vec::new(), Vec::new(), Vec::new(), Recent::default());
    factbox::segment::token::tokens(TEXT, &mut tokens);
    g.words(TEXT, &tokens, &mut recent, &mut words);
    g.scan(TEXT, &tokens, &words, &mut recent, &mut hits);
    for hit in &hits {
        let surface = &TEXT[tokens[hit.first as usize].start as usize..tokens[hit.end as usize - 1].end as usize];
        match hit.list {
            List::Place => g.places(hit.entry).for_each(|id| _ = g.place(id).id.to_string()),
            List::Org => _ = g.org(hit.entry).name,
            List::Norp => _ = g.norp(hit.entry).name,
            List::Custom => g.customs(hit.entry, surface).for_each(|n| _ = g.custom(n).id),
        }
    }
    _ = (g.country("OS"), g.word("navy"), g.version(), g.place_count(), g.custom_count(), g.verify().is_ok());
    let document = Document { text: TEXT.into(), ..Document::default() };
    Extractor::new(Config::default()).with_gazetteer(g).extract(&document, &mut Scratch::default(), &mut Extraction::default());
}

#[test]
fn the_file_is_whole_before() {
    let g = Gazetteer::from_bytes(SMALL.clone()).unwrap();
    let lists: Vec<List> = g.find(TEXT).iter().map(|h| h.list).collect();
    for list in [List::Place, List::Org, List::Norp, List::Custom] {
        assert!(lists.contains(&list), "{list:?} is not in {lists:?}");
    }
    use_up(g);
}

#[test]
fn every_single_wrong_byte_is_harmless() {
    for at in 0..SMALL.len() {
        // Eight kinds of damage in turn keep this under a second.
        let mut bytes = SMALL.clone();
        bytes[at] ^= [1, 0x80, 0xff, 2, 0x40, 0x10, 0x7f, 8][at % 8];
        assert!(Gazetteer::from_bytes(bytes.clone()).is_err(), "byte {at} is not covered by a checksum");
        seal(&mut bytes);
        if let Ok(g) = Gazetteer::open_bytes(bytes) {
            use_up(g);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wrong_bytes_are_harmless(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>(), cuts: bool) {
        let mut bytes = SMALL.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(SMALL.len()));
        }
        _ = Gazetteer::from_bytes(bytes.clone());
        seal(&mut bytes);
        if let Ok(g) = Gazetteer::open_bytes(bytes) {
            use_up(g);
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Gazetteer::from_bytes(bytes).is_err());
    }
}
