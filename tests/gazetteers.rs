//! The word lists: the compiled file answers, and its bytes are whole.

use factbox::gazetteer::{Gazetteer, List};

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
    assert!(error.contains("no factbox gazetteer"), "{error}");
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
