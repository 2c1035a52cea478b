//! Any bytes as a compiled gazetteer: refused, or read without panic and in good time. `cargo +nightly fuzz run gazetteer`
#![no_main]

use factbox::gazetteer::{Gazetteer, List, fold};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use libfuzzer_sys::fuzz_target;

const TEXT: &str = "PORT VELA, Ostria - The Ostrian navy and the Harbour Board of Port Vela said on Monday that 12 ships left \
    Port Vela for Lake Tarn, Ostria. U.N. Habitat's Ana Reyes, 43, told Tarn Weekly that the sanctions list held 7 names.";

fuzz_target!(|data: &[u8]| {
    let _ = Gazetteer::from_bytes(data.to_vec());
    // The same with a header in order: else the fuzzer would spend its days on checksums.
    let mut bytes = data.to_vec();
    let sections = bytes.get(12..16).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b)) as usize;
    let end = 32 + 8 * sections.min(1000);
    if bytes.len() < end + 8 {
        return;
    }
    let total = bytes.len() as u64;
    bytes[16..24].copy_from_slice(&total.to_le_bytes());
    let sum = fold::hash_bytes(&bytes[..end]);
    bytes[end..end + 8].copy_from_slice(&sum.to_le_bytes());
    let Ok(g) = Gazetteer::open_bytes(bytes) else { return };
    for hit in g.find(TEXT) {
        match hit.list {
            List::Place => g.places(hit.entry).take(100).for_each(|id| _ = g.place(id).id.to_string()),
            List::Org => _ = g.org(hit.entry).name,
            List::Norp => _ = g.norp(hit.entry).name,
            List::Custom => g.customs(hit.entry, "Port Vela").take(100).for_each(|n| _ = g.custom(n).id),
        }
    }
    let document = Document { text: TEXT.into(), ..Document::default() };
    Extractor::new(Config::default()).with_gazetteer(g).extract(&document, &mut Scratch::default(), &mut Extraction::default());
});
