//! Corrections: on extract, afterwards, again; and what is wrong with a file.
#![cfg(feature = "cli")]

use crate::cli::{Folder, csv, expect, run};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Row = BTreeMap<String, String>;

const TEXTS: &[(&str, &str)] = &[
    (
        "a.txt",
        "By Harbourpress\n\nTBILISI, Georgia \u{2014} Mayor Nino Lomidze said on March 3, 2021, that 40 people left Batumi, Georgia. Lomidze thanked \
         Acme Bank. The Harbour Trust was glad.\n",
    ),
    (
        "b.txt",
        "Nino Beridze of the Harbour Trust told reporters in Batumi on March 9, 2021, that 12 people were hurt in Georgia. Monday Ltd said nothing.\n",
    ),
    ("c.txt", "Acme Bank said on May 4, 2021, that it sold 9 lifts in Atlanta. Nino Lomidze bought two.\n"),
];

fn texts() -> Folder {
    let folder = Folder::new();
    for (name, text) in TEXTS {
        folder.put(&format!("in/{name}"), text);
    }
    folder
}

const FILE: &str = "action,entity_id,value,doc_id,note\n\
    # two names of one woman\n\
    merge,PERSON/nino-beridze,PERSON/nino-lomidze,,she married\n\
    drop,ORG/harbour-trust,,,\n\
    rename,ORG/acme-bank,\"Acme Bank, Inc.\",,\n\
    pin,country:GE,Georgia,a.txt,\n\
    pin,admin1:US-GA,Georgia,b.txt,\n\
    drop,geonames:4180439,,c.txt,\n\
    merge,PERSON/nobody,PERSON/nino-lomidze,,\n";

fn table(folder: &Path, name: &str) -> Vec<Row> {
    let (header, rows) = csv(&std::fs::read(folder.join(format!("{name}.csv"))).unwrap());
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    files.map(|path| (name(&path), std::fs::read(&path).unwrap())).filter(|(name, _)| name != "run.json").collect()
}

/// Every id that a table names stands in entities; counts are those of the mentions.
fn check(folder: &Path) {
    let entities: BTreeMap<String, Row> =
        table(folder, "entities").into_iter().map(|row| (row["entity_id"].clone(), row)).collect();
    assert!(table(folder, "entities").windows(2).all(|two| two[0]["entity_id"] < two[1]["entity_id"]));
    let (mut counts, mut docs): (BTreeMap<&str, u64>, BTreeMap<&str, BTreeSet<&str>>) = Default::default();
    let mentions = table(folder, "mentions");
    for row in mentions.iter().filter(|row| !row["entity_id"].is_empty()) {
        let entity = &entities[&row["entity_id"]];
        assert_eq!((&row["type"], &row["subtype"]), (&entity["type"], &entity["subtype"]), "{row:?}");
        assert!(entity["aliases"].split('|').any(|alias| alias == row["surface"]), "{row:?} {entity:?}");
        *counts.entry(&row["entity_id"]).or_default() += 1;
        docs.entry(&row["entity_id"]).or_default().insert(&row["doc_id"]);
    }
    for (id, row) in &entities {
        let count = counts.get(id.as_str()).copied().unwrap_or_default();
        assert_eq!(
            (row["n_mentions"].clone(), row["n_docs"].clone()),
            (count.to_string(), docs.get(id.as_str()).map_or(0, BTreeSet::len).to_string()),
            "{row:?}"
        );
    }
    for row in table(folder, "figures").iter().chain(&table(folder, "documents")) {
        for column in ["place_entity_id", "attributed_to", "dateline_place_id"] {
            let id = row.get(column).map_or("", String::as_str);
            assert!(id.is_empty() || entities.contains_key(id), "{row:?}");
        }
    }
    for row in table(folder, "documents") {
        let count = mentions.iter().filter(|m| m["doc_id"] == row["doc_id"]).count();
        assert_eq!(row["n_mentions"], count.to_string());
    }
}

#[test]
fn corrections_hold_in_all_tables() {
    let folder = texts();
    folder.put("c.csv", FILE);
    expect(&run(&["extract", "in", "-o", "out"], &folder), 0);
    let out = folder.path("out");
    check(&out);
    let done = run(&["correct", "out", "--corrections", "c.csv"], &folder);
    expect(&done, 0);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("c.csv:9: nothing in the tables fits this row") && !said.contains("c.csv:3"), "{said}");
    check(&out);
    let of = |doc: &str, surface: &str| -> Vec<(String, String)> {
        let rows = table(&out, "mentions").into_iter().filter(|m| m["doc_id"] == doc && m["surface"] == surface);
        rows.map(|m| (m["entity_id"].clone(), m["norm"].clone())).collect()
    };
    let nino = ("PERSON/nino-lomidze".to_string(), "Nino Lomidze".to_string());
    assert_eq!(of("b.txt", "Nino Beridze"), std::slice::from_ref(&nino));
    assert_eq!(of("a.txt", "Lomidze"), [nino]);
    assert_eq!(of("a.txt", "Harbour Trust"), []);
    assert_eq!(of("c.txt", "Atlanta"), []);
    assert_eq!(of("c.txt", "Acme Bank"), [("ORG/acme-bank".to_string(), "Acme Bank, Inc.".to_string())]);
    assert!(of("a.txt", "Georgia").iter().all(|m| m.0 == "country:GE"));
    assert_eq!(of("b.txt", "Georgia"), [("admin1:US-GA".to_string(), "Georgia".to_string())]);
    let entities: BTreeMap<String, Row> =
        table(&out, "entities").into_iter().map(|row| (row["entity_id"].clone(), row)).collect();
    let nino = &entities["PERSON/nino-lomidze"];
    assert_eq!((nino["n_docs"].as_str(), nino["aliases"].as_str()), ("3", "Nino Lomidze|Lomidze|Nino Beridze"));
    assert_eq!(nino["roles"], "Mayor");
    let georgia = &entities["admin1:US-GA"];
    assert_eq!((georgia["country"].as_str(), georgia["admin1"].as_str(), georgia["subtype"].as_str()), ("US", "GA", "admin1"));
    assert!(!georgia["lat"].is_empty() && !georgia["example_sentence"].is_empty(), "{georgia:?}");
    assert!(!entities.contains_key("ORG/harbour-trust") && entities["ORG/acme-bank"]["name"] == "Acme Bank, Inc.");
    // What the figure of b.txt was said of moved with the only mention.
    let figure = table(&out, "figures").into_iter().find(|f| f["doc_id"] == "b.txt").unwrap();
    assert_ne!(figure["place_entity_id"], "country:GE");
    let report: Value = serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    assert_eq!((&report["corrections"][0]["file"], &report["corrections"][0]["rows"]), (&"c.csv".into(), &7.into()));
    assert_eq!(report["rows"]["entities"], entities.len());
    assert_eq!(report["tables"]["entities"]["bytes"], std::fs::metadata(out.join("entities.csv")).unwrap().len());
}

/// The same bytes on extract as afterwards, and again; nothing changes where nothing fits.
#[test]
fn corrections_give_the_same_whenever_they_are_applied() {
    for form in [&[][..], &["--excel"], &["--format", "jsonl"]] {
        let folder = texts();
        folder.put("c.csv", FILE);
        folder.put("none.csv", "action,entity_id,value\nmerge,PERSON/nobody,PERSON/no-one\npin,PERSON/nobody,No Such Words\n");
        let done = |args: &[&str]| {
            let done = run(args, &folder);
            expect(&done, 0);
            bytes(&folder.path("out"))
        };
        let at_once = done(&[&["extract", "in", "-o", "out", "--corrections", "c.csv"], form].concat());
        let plain = done(&[&["extract", "in", "-o", "out"], form].concat());
        assert!(plain != at_once);
        assert!(done(&["correct", "out", "--corrections", "none.csv", "--quiet"]) == plain, "{form:?}");
        assert!(done(&["correct", "out", "--corrections", "c.csv"]) == at_once, "{form:?}");
        assert!(done(&["correct", "out", "--corrections", "c.csv"]) == at_once, "{form:?}");
        let report: Value = serde_json::from_slice(&std::fs::read(folder.path("out/run.json")).unwrap()).unwrap();
        assert_eq!(report["corrections"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn another_type_is_another_id() {
    let folder = texts();
    folder.put(
        "c.csv",
        "action;entity_id;value\nretype;ORG/acme-bank;person\nmerge;PERSON/acme-bank;PERSON/acme\nrename;PERSON/acme;Acme\n",
    );
    expect(&run(&["extract", "in", "-o", "out", "--corrections", "c.csv"], &folder), 0);
    check(&folder.path("out"));
    let row = table(&folder.path("out"), "entities").into_iter().find(|e| e["entity_id"] == "PERSON/acme").unwrap();
    assert_eq!((row["type"].as_str(), row["name"].as_str(), row["n_docs"].as_str()), ("PERSON", "Acme", "2"));
}

/// A name that was joined over documents can be taken apart again.
#[test]
fn a_pin_undoes_a_join() {
    let folder = Folder::new();
    folder.put("in/a.txt", "Water Minister Josephine Wanjala spoke in Nakuru, Kenya. Josephine Wanjala left.\n");
    folder.put("in/b.txt", "J. Wanjala told reporters in Kisumu, Kenya, that she would go.\n");
    folder.put("c.csv", "action,entity_id,value\npin,PERSON/j-wanjala,J. Wanjala\n");
    expect(&run(&["extract", "in", "-o", "out"], &folder), 0);
    let id = || {
        table(&folder.path("out"), "mentions").into_iter().find(|m| m["surface"] == "J. Wanjala").unwrap()["entity_id"].clone()
    };
    assert_eq!(id(), "PERSON/josephine-wanjala");
    expect(&run(&["correct", "out", "--corrections", "c.csv"], &folder), 0);
    assert_eq!(id(), "PERSON/j-wanjala");
    check(&folder.path("out"));
}

#[test]
fn what_cannot_be_used_changes_nothing() {
    let folder = texts();
    expect(&run(&["extract", "in", "-o", "out"], &folder), 0);
    let before = bytes(&folder.path("out"));
    folder.put("bad.csv", "action,entity_id,value\nmerge,PERSON/nino-beridze,PERSON/nino-lomidze\nmerge,Nino,PERSON/x\n");
    folder.put("good.csv", "action,entity_id,value\ndrop,ORG/acme-bank,\n");
    folder.put("empty/x.txt", "no table");
    for (args, said) in [
        (["correct", "out", "--corrections", "bad.csv"], "bad.csv:3: entity_id \"Nino\" is no id"),
        (["correct", "out", "--corrections", "missing.csv"], "missing.csv: cannot be read"),
        (["correct", "empty", "--corrections", "good.csv"], "empty: holds no tables of factbox extract"),
    ] {
        let output = run(&args, &folder);
        expect(&output, 2);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains(said), "{words}");
    }
    assert!(bytes(&folder.path("out")) == before);
    // A damaged table is named with its line, and the others stay as they are.
    folder.put("out/figures.csv", "doc_id\n\"a\"\nb,c\n");
    let output = run(&["correct", "out", "--corrections", "good.csv"], &folder);
    expect(&output, 2);
    assert!(bytes(&folder.path("out"))["mentions.csv"] == before["mentions.csv"]);
    assert!(bytes(&folder.path("out")).keys().all(|name| !name.starts_with('.')));
}
