//! Lists of the user: what is refused and how, what `lint` doubts, which name wins, ids, cache.
#![cfg(feature = "cli")]

use crate::cli::{Folder, csv, expect, jsonl, run};
use factbox::gazetteer::user::lint::lint;
use factbox::gazetteer::user::{Source, UserList};
use proptest::prelude::*;
use serde_json::Value;
use std::process::Output;

/// A file of `fixtures/gaz`.
fn fixture(name: &str) -> String {
    format!("{}/fixtures/gaz/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Lists that cannot be read: file, content, what the message must hold.
const BROKEN: &[(&str, &str, &[&str])] = &[
    ("empty.csv", "", &["empty.csv:1:", "empty"]),
    ("blank.txt", " \n\n", &["blank.txt:1:", "empty"]),
    ("header.csv", "id,name\n", &["header.csv:1:", "no usable row"]),
    ("nameless.csv", "id,nom\n1,Ilse\n", &["nameless.csv:1:", "the columns are: id, nom", "name=COLUMN"]),
    ("zero.txt", "I\0l\0s\0e\0\n\0", &["zero.txt:1:", "UTF-16"]),
    ("array.json", "[{\"name\": \"Ilse\"}]", &["array.json:1:", "jq -c"]),
    ("open.csv", "id,name\n1,Ilse\n2,\"Bruun\n3,Sable\n", &["open.csv:3:", "quotation mark"]),
    ("list.xlsx", "PK", &["list.xlsx:", ".xlsx is no kind of list"]),
    ("broken.csv", "id,name\n1,\n2, \n", &["broken.csv:1:", "no usable row; line 2: the row has no name"]),
    ("broken.jsonl", "{\"name\": 3}\n", &["broken.jsonl:1:", "the name is no text: 3"]),
];

#[test]
fn lists_that_cannot_be_read_say_where_and_why() {
    let folder = Folder::new();
    for (name, content, words) in BROKEN {
        folder.put(name, content);
        let output = run(&["gazetteer", "lint", name], &folder);
        expect(&output, 2);
        let said = said(&output);
        assert!(words.iter().all(|w| said.contains(w)), "{name}: {said}");
    }
    let output = run(&["gazetteer", "lint", "missing.csv"], &folder);
    expect(&output, 2);
    assert!(said(&output).contains("missing.csv"));
}

#[test]
fn mappings_that_do_not_fit_say_what_is_there() {
    let folder = Folder::new();
    folder.put("a.csv", "Nr,Titel\n1,Ilse Bruun\n");
    folder.put("a.jsonl", "{\"Nr\": 1, \"Titel\": \"Ilse Bruun\"}\n");
    for (list, words) in [
        ("a.csv:name=Title", "a.csv:1: there is no column \"Title\" (asked for by name=Title); the columns are: Nr, Titel"),
        ("a.csv:name=Titel,type=animal", "type=animal) and no type of that name (PERSON, PLACE, ORG, NORP)"),
        ("a.csv:nam=Titel", "nam= is unknown; expected id, name,"),
        ("a.csv:name=Titel,name=Nr", "name= is given twice"),
        ("a.jsonl:name=Titel,id=Number", "no line has the field \"Number\"; the fields of the last one are: Nr, Titel"),
    ] {
        let output = run(&["gazetteer", "lint", list], &folder);
        expect(&output, 2);
        assert!(said(&output).contains(words), "{list}: {}", said(&output));
    }
    for list in ["a.csv:name=Titel,id=Nr,type=PERSON", "a.csv:name=titel", "a.jsonl:name=Titel,id=Nr,type=PERSON"] {
        expect(&run(&["gazetteer", "lint", list], &folder), 0);
    }
}

#[test]
fn lint_finds_what_is_doubtful() {
    let folder = Folder::new();
    let output = run(&["gazetteer", "lint", &fixture("doubtful.csv"), "--format", "csv"], &folder);
    expect(&output, 1);
    let (header, rows) = csv(&output.stdout);
    assert_eq!(header, ["file", "line", "check", "name", "id", "message"]);
    let found: Vec<(&str, &str, &str)> = rows.iter().map(|r| (r[1].as_str(), r[2].as_str(), r[4].as_str())).collect();
    assert_eq!(
        found,
        [
            ("2", "other_kind", "1"),
            ("3", "common_word", "2"),
            ("4", "common_word", "3"),
            ("6", "several_ids", "5"),
            ("7", "duplicate", "4"),
            ("8", "one_letter", "6"),
            ("9", "numeric", "7"),
            ("10", "unknown_type", "8"),
            ("10", "short_stem", "8"),
            ("11", "space", "9"),
            ("12", "encoding", "10"),
            ("13", "separator", "11"),
            ("14", "broken_row", ""),
            ("15", "broken_row", ""),
        ]
    );
    assert!(said(&output).contains("12 rows"), "{}", said(&output));
    for format in ["text", "jsonl"] {
        let output = run(&["gazetteer", "lint", &fixture("doubtful.csv"), "--format", format], &folder);
        expect(&output, 1);
        assert_eq!(printed(&output).lines().count(), rows.len());
    }
}

#[test]
fn lint_is_content_with_good_lists_in_any_encoding() {
    let folder = Folder::new();
    for list in ["names-cp1252.txt", "patterns.jsonl", "titles-utf16.tsv:name=Titel,id=Nr,type=Art"] {
        let output = run(&["gazetteer", "lint", &fixture(list)], &folder);
        expect(&output, 0);
        assert!(printed(&output).is_empty() && said(&output).contains("nothing doubtful"), "{list}: {}", printed(&output));
    }
}

#[test]
fn lint_names_every_token_pattern_and_what_to_write() {
    let folder = Folder::new();
    let output = run(&["gazetteer", "lint", &fixture("token-patterns.jsonl")], &folder);
    expect(&output, 1);
    let printed = printed(&output);
    assert!(printed.contains("token-patterns.jsonl:2") && printed.contains("\"pattern\": \"upper tessaly\""), "{printed}");
    assert!(printed.contains("token-patterns.jsonl:3") && printed.contains("leave it to spaCy"), "{printed}");
}

/// Mentions of a text that lists were given for: surface, type, entity id, rule. The tables lie in `out`.
fn mentions(folder: &Folder, text: &str, lists: &[&str]) -> Vec<(String, String, String, String)> {
    folder.put("text.txt", text);
    let mut args = vec!["extract", "text.txt", "--format", "jsonl", "-o", "out", "--quiet"];
    lists.iter().for_each(|list| args.extend(["--gaz", list]));
    expect(&run(&args, folder), 0);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = jsonl(&folder.path("out/mentions.jsonl"));
    rows.iter().map(|r| (text(r, "surface"), text(r, "type"), text(r, "entity_id"), text(r, "rule"))).collect()
}

/// The same, only what lists of the user's found: surface, type, id.
fn listed(folder: &Folder, text: &str, lists: &[&str]) -> Vec<(String, String, String)> {
    let all = mentions(folder, text, lists).into_iter();
    all.filter(|(_, _, _, rule)| rule == "gaz.list").map(|(surface, kind, id, _)| (surface, kind, id)).collect()
}

#[track_caller]
fn finds(text: &str, list: &str, expected: &[(&str, &str, &str)]) {
    let folder = Folder::new();
    folder.put("l.csv", list);
    let found = listed(&folder, text, &["l.csv"]);
    let found: Vec<(&str, &str, &str)> = found.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

const STORY: &str = "KARLSHAVN, Denmark (AP) \u{2014} Marten Volkova, who runs Ostrava Freight Holding, met lawyers on Feb. 24, 2020, officials said. \
Volkova denied money laundering. The vessel Sable left Port\nKarlshavn with coral, the CORAL group said. St. Orsola Fund paid OFH's bills.\n";

#[test]
fn a_watch_list_is_found_with_ids_of_its_own() {
    let folder = Folder::new();
    let found = mentions(&folder, STORY, &[&fixture("watchlist.csv")]);
    let ids = |rule: &str| -> Vec<(&str, &str, &str)> {
        let all = found.iter().filter(|(_, _, _, r)| r == rule);
        all.map(|(surface, kind, id, _)| (surface.as_str(), kind.as_str(), id.as_str())).collect()
    };
    assert_eq!(
        ids("gaz.list"),
        [
            ("Marten Volkova", "PERSON", "gaz:watchlist:Q1"),
            ("Ostrava Freight Holding", "ORG", "gaz:watchlist:Q2"),
            ("laundering", "ORG", "gaz:watchlist:Q6"),
            ("Sable", "PERSON", "gaz:watchlist:Q4"),
            ("Port\nKarlshavn", "PLACE", "gaz:watchlist:Q3"),
            ("CORAL", "ORG", "gaz:watchlist:Q7"),
            ("St. Orsola Fund", "ORG", "gaz:watchlist:Q5"),
            ("OFH", "ORG", "gaz:watchlist:Q2"),
        ]
    );
    // The surname alone is the listed person, as it would be the unlisted one.
    assert!(ids("person.evidence").contains(&("Volkova", "PERSON", "gaz:watchlist:Q1")), "{found:?}");
    let entities = jsonl(&folder.path("out/entities.jsonl"));
    let of = |id: &str| entities.iter().find(|e| e["entity_id"] == id).unwrap();
    let port = of("gaz:watchlist:Q3");
    assert_eq!((&port["custom_id"], &port["name"], &port["country"]), (&"Q3".into(), &"Port Karlshavn".into(), &"DK".into()));
    assert_eq!((port["lat"].as_f64(), port["lon"].as_f64(), &port["subtype"]), (Some(56.42), Some(10.91), &"facility".into()));
    assert_eq!(of("gaz:watchlist:Q2")["country"], "CZ");
    assert_eq!(of("gaz:watchlist:Q4")["subtype"], "vessel");
    assert_eq!(of("gaz:watchlist:Q1")["n_mentions"], 2);
}

#[test]
fn every_format_and_encoding_is_read() {
    let folder = Folder::new();
    let text = "Brightwater Ferries sails to Upper Tessaly, said Ilse Bruun of the Café Lumiere and the Vereinigung Säntis.";
    let names = |list: &str| listed(&folder, text, &[list]).into_iter().map(|(surface, _, id)| (surface, id)).collect::<Vec<_>>();
    let pair = |surface: &str, id: &str| (surface.to_string(), id.to_string());
    assert_eq!(
        names(&fixture("patterns.jsonl")),
        [
            pair("Brightwater Ferries", "gaz:patterns:brightwater"),
            pair("Upper Tessaly", "gaz:patterns:tessaly"),
            pair("Ilse Bruun", "gaz:patterns:ilse-bruun")
        ]
    );
    assert_eq!(
        names(&fixture("names-cp1252.txt")),
        [pair("Ilse Bruun", "gaz:names-cp1252:ilse-bruun"), pair("Café Lumiere", "gaz:names-cp1252:cafe-lumiere")]
    );
    folder.put("old.txt", "Ilse Bruun\rUpper Tessaly");
    assert_eq!(names("old.txt"), [pair("Upper Tessaly", "gaz:old:upper-tessaly"), pair("Ilse Bruun", "gaz:old:ilse-bruun")]);
    assert_eq!(names(&(fixture("titles-utf16.tsv") + ":name=Titel,id=Nr")), [pair("Vereinigung Säntis", "gaz:titles-utf16:7")]);
}

#[test]
fn a_listed_name_wins_over_the_built_in_lists_and_the_labeller() {
    let folder = Folder::new();
    let text = "Talks in Georgia ended on Monday. The New York Times praised Lena Ortiz Moreno.";
    let without = mentions(&folder, text, &[]);
    let has = |rows: &[(String, String, String, String)], surface: &str, kind: &str| {
        rows.iter().any(|(s, k, _, _)| s == surface && k == kind)
    };
    assert!(has(&without, "Georgia", "PLACE") && has(&without, "New York Times", "ORG"), "{without:?}");
    folder.put("l.csv", "id,name,type\n1,Georgia,PERSON\n2,New York,PLACE\n3,Lena Ortiz,PERSON\n");
    let with = mentions(&folder, text, &["l.csv"]);
    // Whatever overlaps a listed name gives way, longer or not.
    assert!(has(&with, "Georgia", "PERSON") && has(&with, "New York", "PLACE") && has(&with, "Lena Ortiz", "PERSON"), "{with:?}");
    assert!(!has(&with, "New York Times", "ORG") && !with.iter().any(|(s, ..)| s.contains("Moreno")), "{with:?}");
}

#[test]
fn dates_and_figures_give_way_unless_they_hold_more() {
    let list = "id,name,type\n1,May,PERSON\n2,Stellar 737,ORG\n3,October 7 Brigade,ORG\n4,1984,ORG\n";
    finds("Ministers met in May 2020.", list, &[]);
    finds("The crew of the Stellar 737 left.", list, &[("Stellar 737", "ORG", "gaz:l:2")]);
    finds("The October 7 Brigade said so.", list, &[("October 7 Brigade", "ORG", "gaz:l:3")]);
    finds("They played 1984 in Oslo.", list, &[("1984", "ORG", "gaz:l:4")]);
}

#[test]
fn of_two_lists_the_longest_name_wins_then_the_first_list() {
    let folder = Folder::new();
    folder.put("a.csv", "id,name\n1,Karl Bruun\n2,Tessaly\n");
    folder.put("b.csv", "id,name\n1,Karl Bruun Holding\n2,Tessaly\n");
    let text = "Karl Bruun Holding owns Tessaly.";
    let ids = |lists: &[&str]| listed(&folder, text, lists).into_iter().map(|(_, _, id)| id).collect::<Vec<_>>();
    assert_eq!(ids(&["a.csv", "b.csv"]), ["gaz:b:1", "gaz:a:2"]);
    assert_eq!(ids(&["b.csv", "a.csv"]), ["gaz:b:1", "gaz:b:2"]);
}

#[test]
fn names_are_found_however_they_are_spelt() {
    let list = "id,name\n1,Zoë Al-Tessaly\n2,Saint Orsola\n3,St. Bruun\n4,Blackwater St.\n";
    let found = [
        ("Zoe al Tessaly", "gaz:l:1"),
        ("ZOË AL-TESSALY", "gaz:l:1"),
        ("St. Orsola", "gaz:l:2"),
        ("Saint Bruun", "gaz:l:3"),
        ("Blackwater St.", "gaz:l:4"),
    ];
    for (name, id) in found {
        let folder = Folder::new();
        folder.put("l.csv", list);
        let all = listed(&folder, &format!("We saw {name}\u{2019}s house near the river."), &["l.csv"]);
        assert_eq!(all.iter().map(|(s, _, i)| (s.as_str(), i.as_str())).collect::<Vec<_>>(), [(name, id)]);
    }
    finds("We saw Blackwater Saint.", list, &[]);
    let list = "id,name\n1,\"Sable, Inc.\"\n2,Bruun GmbH\n";
    finds("Sable Inc. and Bruun, GmbH", list, &[("Sable Inc.", "ORG", "gaz:l:1"), ("Bruun, GmbH", "ORG", "gaz:l:2")]);
}

#[test]
fn cells_may_hold_several() {
    let list = "id,schema,name,aliases,countries\n1,Company,Bruun Holding,Bruun Shipping;Bruun Lines,no;dk\n2,Vessel,Sable,Sable II|Sable; III,\n";
    finds(
        "Bruun Lines sold Sable II and Sable; III.",
        list,
        &[("Bruun Lines", "ORG", "gaz:l:1"), ("Sable II", "ORG", "gaz:l:2"), ("Sable; III", "ORG", "gaz:l:2")],
    );
}

#[test]
fn case_rules() {
    let list = "id,name,type,case\n1,Lantern,ORG,\n2,kettle,ORG,\n3,WHO,ORG,\n4,Thunder,ORG,any\n5,Tessaly,ORG,exact\n6,Bruun Lantern,ORG,\n";
    let org = |name: &'static str, id: &'static str| (name, "ORG", id);
    finds("the lantern of Lantern and LANTERN", list, &[org("Lantern", "gaz:l:1"), org("LANTERN", "gaz:l:1")]);
    finds("a kettle is a Kettle", list, &[org("kettle", "gaz:l:2"), org("Kettle", "gaz:l:2")]);
    finds("Who knows who the WHO is?", list, &[org("WHO", "gaz:l:3")]);
    finds("thunder, Thunder", list, &[org("thunder", "gaz:l:4"), org("Thunder", "gaz:l:4")]);
    finds("tessaly, TESSALY, Tessaly", list, &[org("Tessaly", "gaz:l:5")]);
    finds("the bruun lantern", list, &[org("bruun lantern", "gaz:l:6")]);
}

#[test]
fn the_kind_is_the_lists_then_the_labellers_then_that_of_the_built_in_lists() {
    let text = "President Marten Volkova flew to Lima with tessaly.";
    finds(text, "id,name,label\n1,Marten Volkova,ORG\n", &[("Marten Volkova", "ORG", "gaz:l:1")]);
    finds(text, "id,name\n1,Marten Volkova\n", &[("Marten Volkova", "PERSON", "gaz:l:1")]);
    finds(text, "id,name,type\n1,Lima,harbour\n", &[("Lima", "PLACE", "gaz:l:1")]);
    finds(text, "id,name\n1,tessaly\n", &[("tessaly", "ORG", "gaz:l:1")]);
    let folder = Folder::new();
    folder.put("l.csv", "id,name,type\n1,Lima,\n2,Marten Volkova,person\n");
    let found = listed(&folder, text, &["l.csv:type=NORP"]);
    assert_eq!(found.iter().map(|(_, kind, _)| kind.as_str()).collect::<Vec<_>>(), ["PERSON", "NORP"]);
    let found = listed(&folder, text, &["l.csv:type=type"]);
    assert_eq!(found.len(), 2);
    folder.put("n.txt", "Lima\n");
    assert_eq!(listed(&folder, text, &["n.txt:type=NORP"])[0].1, "NORP");
}

#[test]
fn a_name_with_several_ids_has_alternatives() {
    let folder = Folder::new();
    folder.put("l.csv", "id,name,type\nA,Port Tessaly,PLACE\nB,Port Tessaly,PLACE\nA,Tessaly Harbour,PLACE\n");
    let text = "The ship reached Port Tessaly. Tessaly Harbour was full.";
    let found = listed(&folder, text, &["l.csv"]);
    assert_eq!(found.iter().map(|(_, _, id)| id.as_str()).collect::<Vec<_>>(), ["gaz:l:A", "gaz:l:A"]);
    let rows = jsonl(&folder.path("out/mentions.jsonl"));
    assert_eq!(rows[0]["alt_entity_ids"], serde_json::json!(["gaz:l:B"]));
    assert_eq!(jsonl(&folder.path("out/entities.jsonl"))[0]["ambiguity"], 2);
    let args =
        ["extract", "text.txt", "--gaz", "l.csv", "--ambiguity", "drop", "--tables", "mentions", "--format", "jsonl", "-o", "-"];
    assert!(printed(&run(&args, &folder)).is_empty());
}

#[test]
fn stems_stand_for_all_words_that_begin_so() {
    let list = "id,name,type\n1,sanction*,ORG\n2,money launder*,ORG\n3,Sanctions Board,ORG\n";
    finds("Sanctions, sanctioned, unsanctioned.", list, &[("Sanctions", "ORG", "gaz:l:1"), ("sanctioned", "ORG", "gaz:l:1")]);
    finds(
        "for money\nlaundering by the Sanctions Board",
        list,
        &[("money\nlaundering", "ORG", "gaz:l:2"), ("Sanctions Board", "ORG", "gaz:l:3")],
    );
}

#[test]
fn back_references_are_the_same_with_and_without_the_list() {
    let folder = Folder::new();
    let text = "Mayor Lena Ortiz met Anna Keller of the Northern Relief Fund (NRF). Ortiz praised the NRF. Keller said Ms. Ortiz was right.\n";
    let groups = |rows: &[(String, String, String, String)]| -> Vec<Vec<usize>> {
        let id = |i: usize| &rows[i].2;
        (0..rows.len()).map(|i| (0..rows.len()).filter(|j| id(*j) == id(i)).collect()).collect()
    };
    let without = mentions(&folder, text, &[]);
    folder.put("l.csv", "id,name,type\n1,Lena Ortiz,PERSON\n2,Northern Relief Fund,ORG\n");
    let with = mentions(&folder, text, &["l.csv"]);
    let surfaces = |rows: &[(String, String, String, String)]| rows.iter().map(|r| r.0.clone()).collect::<Vec<_>>();
    assert_eq!(surfaces(&with), surfaces(&without));
    assert_eq!(groups(&with), groups(&without));
    assert!(
        with.iter().filter(|r| r.2 == "gaz:l:1").count() == 3 && with.iter().filter(|r| r.2 == "gaz:l:2").count() == 3,
        "{with:?}"
    );
}

#[test]
fn other_names_of_what_the_built_in_lists_know_go_to_the_listed_one() {
    let folder = Folder::new();
    folder.put("l.csv", "id,name,type\n1,United Nations,ORG\n2,United States,PLACE\n3,Azerbaijani,NORP\n");
    let text = "The UN met. The United Nations asked the United States and Azerbaijani envoys to come. The UN said the U.S. agreed, and Azerbaijanis did.";
    let found = mentions(&folder, text, &["l.csv"]);
    for (surface, id) in [("UN", "gaz:l:1"), ("U.S.", "gaz:l:2"), ("Azerbaijanis", "gaz:l:3")] {
        assert!(found.iter().any(|(s, _, i, rule)| s == surface && i == id && rule != "gaz.list"), "{surface}: {found:?}");
    }
}

#[test]
fn an_acronym_that_the_article_defines_goes_to_the_listed_name() {
    let folder = Folder::new();
    folder.put("l.csv", "id,name,type\n1,Tessaly Teaching Hospital,PLACE\n");
    let found = mentions(&folder, "They reached the Tessaly Teaching Hospital (TTH). The TTH was full.", &["l.csv"]);
    assert!(
        found.iter().all(|(surface, _, id, rule)| id == "gaz:l:1" && (surface == "TTH") == (rule != "gaz.list")),
        "{found:?}"
    );
    assert!(found.len() >= 2);
}

#[test]
fn broken_rows_are_told_and_the_run_goes_on_unless_strict() {
    let folder = Folder::new();
    folder.put("text.txt", STORY);
    folder.put("l.csv", "id,name,lat,lon\n1,Sable,,\n\n2,,,\n3,OFH,north,9\n");
    let args = ["extract", "text.txt", "--gaz", "l.csv", "-o", "out"];
    let output = run(&args, &folder);
    expect(&output, 0);
    let words = said(&output);
    assert!(words.contains("l.csv:4: row left out: the row has no name"), "{words}");
    assert!(words.contains("l.csv:5: \"north\", \"9\" are no degrees"), "{words}");
    assert!(words.contains("list l: 2 names in 2 rows, 1 rows left out, 1 used in part"), "{words}");
    let report: Value = serde_json::from_slice(&std::fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    let list = &report["lists"][0];
    assert_eq!((&list["list"], &list["file"], &list["rows"]), (&"l".into(), &"l.csv".into(), &2.into()));
    assert_eq!((&list["skipped_rows"], &list["warned_rows"]), (&1.into(), &1.into()));
    assert_eq!(list["xxh3_128"].as_str().unwrap().len(), 32);
    let strict = run(&[&args[..], &["--strict"]].concat(), &folder);
    expect(&strict, 2);
    assert!(said(&strict).contains("l.csv: 1 rows cannot be used and 1 only in part"), "{}", said(&strict));
}

#[test]
fn lists_that_cannot_be_used_stop_the_run_before_it_begins() {
    let folder = Folder::new();
    folder.put("text.txt", STORY);
    folder.put("a/l.csv", "name\nSable\n");
    folder.put("b/l.csv", "name\nSable\n");
    folder.put("foreign.gaz", "PK no list of ours, but long enough to be one if only its first bytes were others".repeat(20));
    let tokens = fixture("token-patterns.jsonl");
    let pack = format!("{}/gazetteers/compiled/factbox.gaz", env!("CARGO_MANIFEST_DIR"));
    for (lists, words) in [
        (&[pack.as_str()][..], "holds no list of a user"),
        (&[tokens.as_str()], "token-patterns.jsonl:2: a token pattern"),
        (&["missing.csv"], "missing.csv"),
        (&["a/l.csv", "b/l.csv"], "both called l in ids; give one another name with FILE:list=NAME"),
        (&["foreign.gaz"], "foreign.gaz: this is no compiled gazetteer"),
    ] {
        let mut args = vec!["extract", "text.txt", "-o", "out"];
        lists.iter().for_each(|list| args.extend(["--gaz", list]));
        let output = run(&args, &folder);
        expect(&output, 2);
        assert!(said(&output).contains(words), "{lists:?}: {}", said(&output));
        assert!(!folder.path("out").exists());
    }
    expect(&run(&["extract", "text.txt", "-o", "out", "--gaz", "a/l.csv", "--gaz", "b/l.csv:list=m"], &folder), 0);
}

#[test]
fn a_name_of_too_many_parts_is_told() {
    let folder = Folder::new();
    folder.put("text.txt", STORY);
    folder.put("l.txt", "Sable\na.a/b.b/c.c/d.d/e.e/f.f/g.g/h.h/i.i/j.j\n");
    let output = run(&["extract", "text.txt", "--gaz", "l.txt", "-o", "out"], &folder);
    expect(&output, 0);
    assert!(said(&output).contains("l.txt:2: \"a.a/b.b/") && said(&output).contains("too many parts"), "{}", said(&output));
    let output = run(&["gazetteer", "lint", "l.txt"], &folder);
    expect(&output, 1);
    assert!(printed(&output).contains("l.txt:2  broken_row"), "{}", printed(&output));
}

/// Listing whom the articles name anyway changes ids and nothing else: who is who stays.
#[test]
fn a_list_of_what_is_found_anyway_changes_only_ids() {
    let folder = Folder::new();
    let articles = format!("{}/fixtures/articles", env!("CARGO_MANIFEST_DIR"));
    let rows = |out: &str, list: Option<&str>| -> Vec<(String, String, String, String)> {
        let mut args =
            vec!["extract", &articles, "--types", "person", "--tables", "mentions,entities", "--format", "jsonl", "-o", out];
        args.extend(list.iter().flat_map(|list| ["--gaz", list]));
        expect(&run(&args, &folder), 0);
        let text = |row: &Value, name: &str| row[name].to_string();
        let rows = jsonl(&folder.path(&format!("{out}/mentions.jsonl")));
        rows.iter().map(|r| (text(r, "doc_id"), text(r, "char_start"), text(r, "surface"), text(r, "entity_id"))).collect()
    };
    let without = rows("without", None);
    let entities = jsonl(&folder.path("without/entities.jsonl"));
    let names = entities.iter().filter_map(|e| e["name"].as_str()).filter(|name| name.contains(' '));
    let list = names.enumerate().fold("id,name,type\n".to_string(), |all, (i, name)| all + &format!("{i},{name},PERSON\n"));
    assert!(list.lines().count() > 20, "{list}");
    folder.put("l.csv", list);
    let with = rows("with", Some("l.csv"));
    let who = |rows: &[(String, String, String, String)]| -> Vec<usize> {
        let first = |r: &(String, String, String, String)| rows.iter().position(|o| (&o.0, &o.3) == (&r.0, &r.3)).unwrap();
        rows.iter().map(first).collect()
    };
    let spans = |rows: &[(String, String, String, String)]| {
        rows.iter().map(|r| (r.0.clone(), r.1.clone(), r.2.clone())).collect::<Vec<_>>()
    };
    assert_eq!(spans(&with), spans(&without));
    assert_eq!(who(&with), who(&without));
    assert!(with.iter().filter(|r| r.3.contains("gaz:l:")).count() > 30);
}

/// A list that is large enough for the cache.
fn large(n: usize) -> String {
    (0..n).fold(String::from("id,name,type\n"), |all, i| all + &format!("{i},Tessaly Freight {i},ORG\n"))
}

#[test]
fn large_lists_are_kept_compiled() {
    let folder = Folder::new();
    folder.put("text.txt", "Tessaly Freight 77 sailed.");
    folder.put("l.csv", large(4000) + "4000,\n");
    let args = ["extract", "text.txt", "--gaz", "l.csv", "--gaz-cache", "cache", "-o", "out"];
    let kept = || -> Vec<_> { std::fs::read_dir(folder.path("cache")).unwrap().map(|e| e.unwrap().path()).collect() };
    let mentions = || std::fs::read(folder.path("out/mentions.csv")).unwrap();
    let first = run(&args, &folder);
    expect(&first, 0);
    let (files, rows) = (kept(), mentions());
    assert_eq!(files.len(), 1);
    assert!(files[0].file_name().unwrap().to_str().unwrap().starts_with("l-"), "{files:?}");
    let bytes = std::fs::read(&files[0]).unwrap();
    let again = run(&args, &folder);
    expect(&again, 0);
    assert_eq!((kept().len(), mentions()), (1, rows.clone()));
    // What is wrong with the list is told again.
    let told = |output: &Output| said(output).lines().filter(|l| l.contains("l.csv") || l.starts_with("list")).count();
    assert_eq!((told(&first), told(&again)), (2, 2));

    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(&files[0], damaged).unwrap();
    let output = run(&args, &folder);
    expect(&output, 0);
    assert!(said(&output).contains("l.csv: the compiled list in the cache is damaged"), "{}", said(&output));
    assert!(mentions() == rows && std::fs::read(&files[0]).unwrap() == bytes);

    folder.put("l.csv", large(4001));
    expect(&run(&args, &folder), 0);
    assert_eq!(kept().len(), 2);
    folder.put("file", "");
    let output = run(&["extract", "text.txt", "--gaz", "l.csv", "--gaz-cache", "file", "-o", "out"], &folder);
    expect(&output, 0);
    assert!(said(&output).contains("is not kept for the next run"), "{}", said(&output));
}

#[test]
fn a_built_list_finds_the_same() {
    let folder = Folder::new();
    folder.put("text.txt", STORY);
    folder.put("watchlist.csv", std::fs::read(fixture("watchlist.csv")).unwrap());
    let from = mentions(&folder, STORY, &["watchlist.csv"]);
    expect(&run(&["gazetteer", "build", "watchlist.csv", "-o", "watchlist.gaz"], &folder), 0);
    assert_eq!(mentions(&folder, STORY, &["watchlist.gaz"]), from);

    folder.put("more.tsv", "id\tname\nQ1\tVolkova Senior\n\t\n");
    let output = run(&["gazetteer", "build", "watchlist.csv", "more.tsv", "-o", "both.gaz"], &folder);
    expect(&output, 0);
    assert!(said(&output).contains("both.gaz: list both: 13 names in 8 rows"), "{}", said(&output));
    assert_eq!(listed(&folder, "Volkova Senior left.", &["both.gaz"])[0].2, "gaz:both:Q1");

    let mut bytes = std::fs::read(folder.path("watchlist.gaz")).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    folder.put("damaged.gaz", &bytes);
    bytes.truncate(last);
    folder.put("cut.gaz", &bytes);
    for (list, words) in [("damaged.gaz", "damaged"), ("cut.gaz", "cut short")] {
        let output = run(&["extract", "text.txt", "--gaz", list, "-o", "out"], &folder);
        expect(&output, 2);
        assert!(said(&output).contains(list) && said(&output).contains(words), "{}", said(&output));
    }
    let output = run(&["gazetteer", "build", "watchlist.csv", "-o", "watchlist.txt"], &folder);
    expect(&output, 2);
    assert!(said(&output).contains("must end in .gaz"));
    folder.put("bad.csv", "id,name\n1,\n2,Sable\n");
    expect(&run(&["gazetteer", "build", "bad.csv", "-o", "bad.gaz", "--strict"], &folder), 2);
    assert!(!folder.path("bad.gaz").exists());
}

#[test]
fn the_same_bytes_for_any_number_of_jobs_with_lists() {
    let folder = Folder::new();
    let line = |i: usize| serde_json::json!({ "text": format!("{STORY} Page {i}.") }).to_string() + "\n";
    folder.put("in.jsonl", (0..600).map(line).collect::<String>());
    let list = fixture("watchlist.csv");
    for jobs in ["1", "3"] {
        let args = ["extract", "in.jsonl", "--text", "text", "--gaz", &list, "--format", "jsonl", "-o", jobs, "--jobs", jobs];
        expect(&run(&args, &folder), 0);
    }
    for table in ["mentions", "entities", "figures"] {
        let read = |jobs: &str| std::fs::read(folder.path(&format!("{jobs}/{table}.jsonl"))).unwrap();
        assert!(read("1") == read("3"), "{table}");
    }
}

#[test]
fn explain_and_check_take_lists_too() {
    let folder = Folder::new();
    folder.put("text.txt", "Envoys of two ports: Tessaly and Brightwater, met.\n");
    folder.put("l.csv", "id,name,type\n1,Tessaly,PLACE\n2,Brightwater,PLACE\n");
    let output = run(&["explain", "text.txt:22", "--gaz", "l.csv"], &folder);
    expect(&output, 0);
    assert!(printed(&output).contains("your list l: \"Tessaly\"  gaz:l:1"), "{}", printed(&output));
    expect(&run(&["check", "text.txt", "--gaz", "l.csv"], &folder), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// A list is read or refused, whatever its bytes are.
    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "(id|name|label|alias|case|[,;\\t\"|*{}:\\[\\]\n\r ]|\\PC){0,80}".prop_map(String::into_bytes),
            "(\\{\"(name|pattern|id|label|lat|case)\": ?(\"\\PC{0,9}\"|[0-9]{1,5}|null|\\[\\])\\}\n?){0,9}".prop_map(String::into_bytes),
        ],
        ending in prop::sample::select(vec!["csv", "tsv", "jsonl", "txt", "gaz"]),
        mapping in prop::sample::select(vec!["", ":name=name", ":type=ORG", ":name=a,alias=b"]),
    ) {
        let folder = Folder::new();
        let file = folder.put(&format!("l.{ending}"), bytes);
        let source = Source::parse(format!("{}{mapping}", file.display()).as_ref()).unwrap();
        let report = lint(&source);
        if let Ok(list) = UserList::load(&source, None, &mut |_| ()) {
            prop_assert!(list.facts().rows > 0 && (ending == "gaz" || report.is_ok()));
        }
    }
}
