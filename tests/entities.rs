//! Names over documents: what is one person or organisation, and what is not.
#![cfg(feature = "cli")]

use crate::cli::{Folder, csv, expect, jsonl, run};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// (id, date, text), one a line.
fn feed(articles: &[(&str, &str, &str)]) -> String {
    let line = |(id, date, text): &(&str, &str, &str)| json!({ "id": id, "date": date, "text": text }).to_string() + "\n";
    articles.iter().map(line).collect()
}

const EXTRACT: &[&str] =
    &["extract", "in.jsonl", "--id", "id", "--text", "text", "--date", "date", "--format", "jsonl", "-o", "out"];

/// Ids of each surface, with the documents, and the rows of the entities by id.
fn extract(articles: &[(&str, &str, &str)], more: &[&str]) -> (BTreeMap<String, Vec<String>>, BTreeMap<String, Value>) {
    let folder = Folder::new();
    folder.put("in.jsonl", feed(articles));
    expect(&run(&[EXTRACT, more].concat(), &folder), 0);
    let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_string();
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in jsonl(&folder.path("out/mentions.jsonl")) {
        ids.entry(text(&row, "surface")).or_default().push(text(&row, "entity_id"));
    }
    let entities = jsonl(&folder.path("out/entities.jsonl")).into_iter().map(|row| (text(&row, "entity_id"), row)).collect();
    assert!(std::fs::read_dir(folder.path("out")).unwrap().all(|f| !f.unwrap().file_name().to_string_lossy().starts_with('.')));
    (ids, entities)
}

const KENYA: &[(&str, &str, &str)] = &[
    (
        "a",
        "2022-03-01",
        "NAIROBI, Kenya \u{2014} Water Minister Josephine Wanjala said on Monday that the dam was full. Wanjala spoke in Nakuru, Kenya.\n",
    ),
    (
        "b",
        "2022-03-09",
        "Kenya will build two dams, J. Wanjala told reporters in Nairobi. \u{201c}We have the money,\u{201d} J. Wanjala said in Kisumu.\n",
    ),
    (
        "c",
        "2022-02-02",
        "In Kenya, Dr. Josephine A. Wanjala opened a school in Eldoret on Monday. Wanjala praised teachers in Mombasa.\n",
    ),
    ("d", "2022-04-04", "Water Minister Wanjala left Nairobi for Mombasa, Kenya, on Friday.\n"),
];

#[test]
fn a_person_has_one_id_in_all_documents() {
    let (ids, entities) = extract(KENYA, &[]);
    for surface in ["Josephine Wanjala", "J. Wanjala", "Josephine A. Wanjala", "Wanjala"] {
        assert!(ids[surface].iter().all(|id| id == "PERSON/josephine-wanjala"), "{surface}: {ids:?}");
    }
    let row = &entities["PERSON/josephine-wanjala"];
    assert_eq!((row["n_docs"].as_u64(), row["n_mentions"].as_u64()), (Some(4), Some(7)), "{row}");
    assert_eq!((row["first_date"].as_str(), row["last_date"].as_str()), (Some("2022-02-02"), Some("2022-04-04")));
    assert_eq!(row["aliases"], json!(["Josephine Wanjala", "Wanjala", "J. Wanjala", "Josephine A. Wanjala"]));
    assert_eq!(row["roles"][0], "Water Minister");
    assert!(entities.keys().filter(|id| id.contains("wanjala")).count() == 1, "{:?}", entities.keys());
}

#[test]
fn ids_hang_on_what_was_read_not_on_its_order() {
    let mut articles = KENYA.to_vec();
    let ids = |articles: &[_]| {
        extract(articles, &[])
            .0
            .into_iter()
            .map(|(s, mut ids)| {
                (s, {
                    ids.sort();
                    ids
                })
            })
            .collect::<Vec<_>>()
    };
    let first = ids(&articles);
    for _ in 0..articles.len() {
        articles.rotate_left(1);
        assert_eq!(ids(&articles), first);
    }
    articles.reverse();
    assert_eq!(ids(&articles), first);
}

#[test]
fn two_people_stay_two() {
    let articles = [
        ("a", "2022-03-01", "Singer Michael Harlow met Samuel Harlow in Leeds, England, on Monday.\n"),
        ("b", "2022-03-02", "M. Harlow sang in Leeds, England. Mr. Chris Bentham and Mrs. Anna Bentham came too.\n"),
        ("c", "2022-03-02", "Mary Harlow sang in York, England.\n"),
        ("d", "2022-03-03", "Critics said that Harlow sang in Hull, England, on Monday.\n"),
        ("e", "2022-03-03", "C. Bentham was in Lima, Peru, on Monday. Bentham left Peru for Cusco.\n"),
    ];
    let (ids, _) = extract(&articles, &[]);
    let only = |surface: &str| ids[surface].last().unwrap().as_str();
    assert_eq!((only("Michael Harlow"), only("Samuel Harlow")), ("PERSON/michael-harlow", "PERSON/samuel-harlow"));
    // Two names fit the initial; nobody says which Harlow; another country.
    assert_eq!((only("M. Harlow"), only("Harlow"), only("C. Bentham")), ("PERSON/m-harlow", "PERSON/harlow", "PERSON/c-bentham"));
}

const NAMESAKES: &[(&str, &str, &str)] = &[
    (
        "a",
        "2022-03-01",
        "LIMA, Peru \u{2014} Bishop Peter Harlow of Cusco, Peru, said mass on Monday. Harlow spoke of peace in Peru.\n",
    ),
    (
        "b",
        "2022-03-02",
        "Australia lost in Perth, Australia. Coach Peter Harlow said the Australian side was tired. Harlow left Sydney.\n",
    ),
    ("c", "2022-03-03", "In Peru, Archbishop Peter Harlow opened a school in Arequipa, Peru.\n"),
    ("\"d\", ,", "2022-03-04", "Former cricketer Peter Harlow was seen in Brisbane, Australia, on Monday.\n"),
    ("e", "2022-03-05", "In Peru, Bishop Peter Harlow met priests in Lima, Peru.\n"),
    ("f", "2022-03-06", "Peter Harlow left on Monday. P. Harlow came back to Lima, Peru, on Friday.\n"),
    ("g", "2022-03-06", "P. Harlow spoke in Cusco, Peru, on Friday. Mary Quispe did too, in Peru.\n"),
];

#[test]
fn a_bishop_in_peru_is_no_coach_in_australia() {
    for format in ["jsonl", "csv"] {
        let folder = Folder::new();
        folder.put("in.jsonl", feed(NAMESAKES));
        let ids = |more: &[&str]| {
            expect(&run(&[&EXTRACT[..8], &["--format", format, "-o", "out"], more].concat(), &folder), 0);
            let bytes = std::fs::read(folder.path(&format!("out/mentions.{format}"))).unwrap();
            let rows: Vec<(String, String, String)> = if format == "csv" {
                csv(&bytes).1.into_iter().map(|r| (r[1].clone(), r[4].clone(), r[6].clone())).collect()
            } else {
                let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_string();
                jsonl(&folder.path("out/mentions.jsonl"))
                    .iter()
                    .map(|r| (text(r, "doc_id"), text(r, "surface"), text(r, "entity_id")))
                    .collect()
            };
            rows.into_iter().filter(|row| row.1.contains("Harlow")).collect::<Vec<_>>()
        };
        let found = ids(&[]);
        for (doc, surface, id) in &found {
            let expected = match (doc.as_str(), surface.as_str()) {
                ("b" | "\"d\", ,", _) => "PERSON/peter-harlow--sport-au",
                // Two people might be meant by the initial.
                ("g", _) => "PERSON/p-harlow",
                _ => "PERSON/peter-harlow",
            };
            assert_eq!(id, expected, "{doc} {surface}");
        }
        assert_eq!(ids(&["--jobs", "3"]), found);
    }
    let (_, entities) = extract(NAMESAKES, &[]);
    let counts = |id: &str| (entities[id]["n_docs"].as_u64(), entities[id]["n_mentions"].as_u64());
    assert_eq!(
        (counts("PERSON/peter-harlow"), counts("PERSON/peter-harlow--sport-au")),
        ((Some(4), Some(6)), (Some(2), Some(3)))
    );
    assert_eq!(entities["PERSON/peter-harlow"]["roles"], json!(["Bishop", "Archbishop"]));
    assert_eq!(entities["PERSON/peter-harlow--sport-au"]["roles"], json!(["Coach", "Former cricketer"]));
    // One document that has the walk of the one and the country of the other makes them one.
    let mut articles = NAMESAKES.to_vec();
    articles.push(("h", "2022-03-07", "In Peru, former cricketer Peter Harlow was made a priest in Lima, Peru.\n"));
    let (ids, _) = extract(&articles, &[]);
    assert!(ids["Peter Harlow"].iter().all(|id| id == "PERSON/peter-harlow"), "{ids:?}");
}

#[test]
fn an_acronym_is_what_other_documents_define() {
    let articles = [
        ("a", "2022-03-01", "The Nakuru Wells Inspection Board (NWIB) opened two wells in Nakuru, Kenya, on Monday.\n"),
        ("b", "2022-03-02", "The NWIB closed a well in Kisumu, Kenya, the NWIB said in Nairobi.\n"),
        ("c", "2022-03-02", "The UNHCR moved 40 people. The United Nations High Commissioner for Refugees said so in Geneva.\n"),
        ("d", "2022-03-02", "America and the U.S. are the United States.\n"),
    ];
    let (ids, entities) = extract(&articles, &[]);
    assert!(ids["NWIB"].iter().all(|id| id == "ORG/nakuru-wells-inspection-board"), "{ids:?}");
    assert_eq!(entities["ORG/nakuru-wells-inspection-board"]["n_docs"], 2);
    assert_eq!(ids["UNHCR"], ids["United Nations High Commissioner for Refugees"]);
    for surface in ["America", "U.S.", "United States"] {
        assert_eq!(ids[surface], ["country:US"], "{ids:?}");
    }
}

/// All that may be joined, many times, in both formats and with any number of jobs.
#[test]
fn joined_names_come_out_the_same_with_any_number_of_jobs() {
    let folder = Folder::new();
    let ids: Vec<String> = (0..600).map(|i| format!("{i}")).collect();
    let articles: Vec<(&str, &str, &str)> =
        ids.iter().zip(KENYA.iter().cycle()).map(|(id, (_, date, text))| (id.as_str(), *date, *text)).collect();
    folder.put("in.jsonl", feed(&articles));
    for format in ["jsonl", "csv"] {
        let once = |jobs: &str| {
            let done = run(&[&EXTRACT[..8], &["--format", format, "-o", jobs, "--jobs", jobs]].concat(), &folder);
            expect(&done, 0);
            ["documents", "mentions", "entities", "figures"]
                .map(|t| std::fs::read(folder.path(&format!("{jobs}/{t}.{format}"))).unwrap())
        };
        let one = once("1");
        assert!(one == once("2") && one == once("3"));
        assert!(!String::from_utf8(one[1].clone()).unwrap().contains("PERSON/j-wanjala"));
        if format == "csv" {
            let (header, rows) = csv(&one[1]);
            let column = header.iter().position(|c| c == "entity_id").unwrap();
            assert_eq!(rows.iter().filter(|r| r[column] == "PERSON/josephine-wanjala").count(), 150 * 7);
        }
        // The report tells the tables as they are now.
        let report: Value = serde_json::from_slice(&std::fs::read(folder.path("1/run.json")).unwrap()).unwrap();
        assert_eq!(report["tables"]["mentions"]["bytes"], one[1].len());
    }
}

#[test]
fn a_stream_keeps_the_ids_of_single_documents() {
    let folder = Folder::new();
    folder.put("in.jsonl", feed(KENYA));
    let done = run(&[&EXTRACT[..10], &["--tables", "mentions"]].concat(), &folder);
    expect(&done, 0);
    assert!(String::from_utf8(done.stdout).unwrap().contains("\"PERSON/j-wanjala\""));
}
