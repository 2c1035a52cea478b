//! Whole articles against their expected tables: `fixtures/articles` -> `fixtures/expected`.
//!
//! `UPDATE_FIXTURES=1 cargo test articles` writes the tables anew; read the difference line by line. Rows that are wrong, and are known to
//! be, stand in `fixtures/expected/known-wrong.md` with the reason.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Table and the columns of it that are compared: what a reader can judge with the article beside him.
const TABLES: &[(&str, &[&str])] = &[
    ("documents", &["doc_id", "title", "byline", "dct", "dct_source", "dateline_place_id", "n_replaced", "status"]),
    ("mentions", &["doc_id", "line", "section", "type", "subtype", "surface", "entity_id"]),
    ("entities", &["entity_id", "type", "subtype", "name", "aliases", "n_mentions", "n_docs", "roles", "country"]),
    (
        "figures",
        &[
            "doc_id",
            "surface",
            "kind",
            "value",
            "value_low",
            "value_high",
            "bound",
            "unit",
            "per",
            "counted",
            "predicate",
            "list_n",
            "change_dir",
            "as_of_start",
            "place_entity_id",
            "place_source",
            "attributed_to",
            "attribution_cue",
        ],
    ),
    ("dates", &["doc_id", "surface", "timex_type", "timex_value", "mod", "anchor"]),
    ("checks", &["doc_id", "check_type", "verdict", "stated", "computed", "items"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the binary over `inputs`; gives the rows of each table.
fn extract(inputs: &[PathBuf], extra: &[&str]) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_factbox"));
    command.arg("extract").args(inputs).args(["--quiet", "-o"]).arg(out.path()).args(extra);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let read = |table: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(out.path().join(format!("{table}.csv"))).unwrap();
        reader.deserialize().map(|row| row.unwrap()).collect()
    };
    TABLES.iter().map(|(table, _)| (table.to_string(), read(table))).collect()
}

fn write(table: &[BTreeMap<String, String>], columns: &[&str]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).unwrap();
    for row in table {
        writer.write_record(columns.iter().map(|c| row[*c].as_str())).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn articles_give_the_expected_tables() {
    let tables = extract(&[root().join("fixtures/articles")], &[]);
    let mut wrong = String::new();
    for (table, columns) in TABLES {
        let got = write(&tables[*table], columns);
        let path = root().join(format!("fixtures/expected/{table}.csv"));
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&path, &got).unwrap();
            continue;
        }
        let want = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let lost = want.lines().filter(|l| !got.lines().any(|g| g == *l)).map(|l| format!("- {l}"));
        let new = got.lines().filter(|l| !want.lines().any(|w| w == *l)).map(|l| format!("+ {l}"));
        let difference: Vec<String> = lost.chain(new).collect();
        if got != want {
            wrong += &format!("{table}.csv\n{}\n", difference.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nUPDATE_FIXTURES=1 takes the new rows over, after you have read them");
}

/// One article of the kind that newsrooms asked for: people linked to their full names, the right Georgia and the right Jordan, lists counted.
#[test]
fn an_article_with_two_lists_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("story.txt");
    let text = "By Harbourpress\n\n\nBy Selim Aksoy\n\nThe flood of 12 March 1984 was a disaster foretold, Deputy Minister, Head of the Water Ministry's River Safety Department Murad \
                Velizade has said.\n\nVelizade spoke in Baku on May 3.\n\nNearly 30 percent of Kenya's farmland was lost and more than 15,000 Kenyans left \
                their homes, he said.\n\nThe pact has been signed by 9 countries: Mexico, Bosnia and Herzegovina, Jordan, Peru, Sudan, Trinidad and Tobago, \
                Djibouti, Slovenia and Scotland.\n\nIt has the backing of 6 states of the Union such as Oregon, Florida, Georgia, New Mexico, West Virginia and \
                Vermont.\n";
    std::fs::write(&path, text).unwrap();
    let tables = extract(&[path], &["--date", "2020-05-06"]);
    let mentions = &tables["mentions"];
    let ids = |surface: &str| -> Vec<&str> {
        mentions.iter().filter(|m| m["surface"] == surface).map(|m| m["entity_id"].as_str()).collect()
    };
    assert_eq!(ids("Velizade"), ["PERSON/murad-velizade"]);
    assert_eq!(ids("Georgia"), ["admin1:US-GA"]);
    assert_eq!(ids("Jordan"), ["country:JO"]);
    assert_eq!(ids("Bosnia and Herzegovina"), ["country:BA"]);
    assert_eq!(ids("Kenyans"), ["NORP/kenyan"]);
    let roles = &tables["entities"].iter().find(|e| e["entity_id"] == "PERSON/murad-velizade").unwrap()["roles"];
    assert!(
        roles.contains("Deputy Minister") && roles.contains("Head of the Water Ministry's River Safety Department"),
        "{roles}"
    );
    let checks: Vec<_> = tables["checks"].iter().map(|c| (c["verdict"].as_str(), c["computed"].as_str())).collect();
    assert_eq!(checks, [("ok", "9"), ("ok", "6")]);
    let dates: Vec<_> = tables["dates"].iter().map(|d| d["timex_value"].as_str()).collect();
    assert_eq!(dates, ["1984-03-12", "2020-05-03"]);
    let figures: Vec<_> =
        tables["figures"].iter().map(|f| (f["value"].as_str(), f["bound"].as_str(), f["counted"].as_str())).collect();
    assert_eq!(
        figures,
        [("30", "nearly", ""), ("15000", "more_than", "kenyan"), ("9", "exact", "country"), ("6", "exact", "state")]
    );
}

/// A list check never has fewer than two items, and its verdict is `ok` just where the two numbers agree.
#[test]
fn list_checks_are_consistent() {
    for check in &extract(&[root().join("fixtures/articles")], &[])["checks"] {
        assert_eq!(check["items"].split('|').count().to_string(), check["computed"], "{check:?}");
        assert_eq!(check["verdict"] == "ok", check["stated"] == check["computed"], "{check:?}");
    }
}

/// Nested rows lie inside another mention of the same document, and only places are nested.
#[test]
fn nested_places_lie_inside_names() {
    let tables = extract(&[root().join("fixtures/articles")], &["--nested"]);
    let number = |m: &BTreeMap<String, String>, c: &str| m[c].parse::<u64>().unwrap();
    let mentions = &tables["mentions"];
    let nested: Vec<_> = mentions.iter().filter(|m| m["nested"] == "true").collect();
    assert!(nested.len() > 10, "{} nested rows", nested.len());
    for inner in nested {
        let holds = |outer: &BTreeMap<String, String>| {
            outer["doc_id"] == inner["doc_id"]
                && outer["nested"] == "false"
                && number(outer, "byte_start") <= number(inner, "byte_start")
                && number(inner, "byte_end") <= number(outer, "byte_end")
        };
        assert_eq!(inner["type"], "PLACE");
        assert!(mentions.iter().any(holds), "{inner:?}");
    }
}
