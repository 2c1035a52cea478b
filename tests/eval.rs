//! `factbox eval`: counts of a small case worked out by hand, both forms of gold, wrong gold, and the scores of `eval/articles`.
#![cfg(feature = "cli")]

use super::cli::{Folder, csv, expect, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows of `--format csv` by document and type.
fn scores(args: &[&str], folder: &Folder) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let done = run(&[&["eval"], args, &["--format", "csv"]].concat(), folder);
    expect(&done, 0);
    let (head, rows) = csv(&done.stdout);
    let named = |row: Vec<String>| head.iter().cloned().zip(row).collect::<BTreeMap<_, _>>();
    rows.into_iter().map(|row| ((row[0].clone(), row[1].clone()), named(row))).collect()
}

fn json(args: &[&str], folder: &Folder) -> Value {
    let done = run(&[&["eval"], args, &["--format", "json"]].concat(), folder);
    expect(&done, 0);
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Five names are marked: two as factbox finds them, one with other ends, one that is of another kind, one that is no name.
const STORY: &str = "---\nid: story\ndate: 2020-02-26\n---\nThe mayor of [Lima](PLACE geonames:3936456), [Tomás Quispe](PERSON), said on \
[Monday](DATE 2020-02-24) that \\[sic\\] [northern Chile](PLACE country:CL) and [Bolivia](PERSON) would send [trucks](ORG).\n";

#[test]
fn counts_are_those_made_by_hand() {
    let folder = Folder::new();
    folder.put("gold/a.md", STORY);
    folder.put("gold/README.md", "No gold [here].");
    let rows = scores(&["gold"], &folder);
    let row = |kind: &str| {
        let row = &rows[&(String::new(), kind.to_string())];
        ["gold", "found", "strict", "overlap", "valued", "valued_found", "valued_right"]
            .map(|name| row[name].parse::<u32>().unwrap())
    };
    assert_eq!(row("PERSON"), [2, 1, 1, 1, 0, 0, 0]);
    assert_eq!(row("PLACE"), [2, 3, 1, 2, 2, 1, 1]);
    assert_eq!(row("ORG"), [1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(row("NAMES"), [5, 4, 2, 3, 2, 1, 1]);
    assert_eq!(row("DATE"), [1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(rows[&("story".to_string(), "NAMES".to_string())]["f1"], "44.44", "4 of 9");
    let all = json(&["gold", "--types", "person,place,org"], &folder);
    assert_eq!(all["types"]["NAMES"]["strict"]["precision"], 50.0);
    assert_eq!(all["types"].get("DATE"), None);
    let errors = all["errors"].as_array().unwrap();
    let what = |surface: &str| errors.iter().find(|e| e["gold"]["surface"] == surface).map(|e| e["error"].as_str().unwrap());
    assert_eq!(what("northern Chile"), Some("boundary"));
    assert_eq!(what("Bolivia"), Some("kind"));
    assert_eq!(what("trucks"), Some("missed"));
    let taken = |gold: &str, found: &str| {
        let cells = all["confusion"].as_array().unwrap();
        cells.iter().find(|c| c["gold"] == gold && c["found"] == found).map(|c| c["count"].as_u64().unwrap())
    };
    assert_eq!((taken("PERSON", "PLACE"), taken("PLACE", "PLACE"), taken("PLACE", "PERSON")), (Some(1), Some(2), None));
}

#[test]
fn both_forms_of_gold_give_the_same_scores() {
    let folder = Folder::new();
    folder
        .put("a.md", "---\nid: x\n---\n\u{201c}[Zoë Ames](PERSON) left [Peru](PLACE country:PE)\u{201d}, [Reuters](ORG) said.\n");
    let text = "\u{201c}Zoë Ames left Peru\u{201d}, Reuters said.\n";
    let spans = r#"[{"start": 1, "end": 9, "type": "PER"}, {"start": 15, "end": 19, "label": "gpe", "entity_id": "country:PE"},
        {"start": 22, "end": 29, "type": "ORG"}, {"start": 30, "end": 34, "type": "MISC"}]"#
        .replace('\n', " ");
    folder.put("b.jsonl", format!("{{\"id\": \"x\", \"text\": {}, \"mentions\": {spans}}}\n", Value::from(text)));
    assert_eq!(scores(&["a.md"], &folder), scores(&["b.jsonl"], &folder));
    let said = run(&["eval", "b.jsonl"], &folder);
    assert!(String::from_utf8_lossy(&said.stderr).contains("MISC (1)"));
    assert!(String::from_utf8_lossy(&said.stdout).contains("PLACE with id: 1 marked, 1 found, 1 with the right id"));
}

#[test]
fn figures_are_scored_as_far_as_they_are_marked() {
    let folder = Folder::new();
    folder.put("a.md", "The fine of [$6 million](MONEY) fell on three ports and 20 percent of the crews.\n");
    folder.put("b.md", "The fine of [$6 million](MONEY) fell on [three](COUNT) ports and 20 percent of the crews.\n");
    let found = |file: &str| scores(&[file], &folder)[&(String::new(), "FIGURE".to_string())]["found"].clone();
    assert_eq!((found("a.md"), found("b.md")), ("1".to_string(), "2".to_string()));
}

#[test]
fn places_are_held_against_their_points() {
    let folder = Folder::new();
    let text = "The ferry left Lima for Oslo on Sunday, and Atlantis was told.";
    let span = |name: &str, lat: f64, lon: f64| {
        let start = text.find(name).unwrap();
        serde_json::json!({"start": start, "end": start + name.len(), "type": "PLACE", "lat": lat, "lon": lon})
    };
    let spans = [span("Lima", -12.1, -77.0), span("Oslo", 43.2, -92.8), span("Atlantis", 31.0, -24.0)];
    folder.put("a.jsonl", format!("{}\n", serde_json::json!({"id": "a", "text": text, "spans": spans})));
    let places = &json(&["a.jsonl"], &folder)["places"];
    assert_eq!((&places["gold"], &places["within_161_km"]), (&3.into(), &1.into()), "{places}");
    assert_eq!(json(&["a.jsonl", "--types", "person"], &folder)["places"], Value::Null, "not asked for");
}

#[test]
fn reliability_counts_every_name_that_was_found() {
    let folder = Folder::new();
    folder.put("a.md", STORY);
    let all = json(&["a.md", "--types", "person,place,org"], &folder);
    let bands = all["reliability"].as_array().unwrap();
    assert_eq!(bands.iter().map(|b| b["found"].as_u64().unwrap()).sum::<u64>(), 4);
    let done = run(&["eval", "a.md", "--reliability"], &folder);
    let shown = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(shown.contains("mean gap between confidence and precision"), "{shown}");
}

#[test]
fn wrong_gold_ends_the_run_and_is_named_with_its_line() {
    let folder = Folder::new();
    let fails = |file: &str, content: &str, message: &str| {
        folder.put(file, content);
        let done = run(&["eval", file], &folder);
        expect(&done, 2);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains(message), "{said}");
    };
    fails("a.md", "One.\n[Two](CITY) three.\n", "a.md:2: (CITY) is no label");
    fails("a.md", "One [sic].\n", "a.md:1: a ] that closes no mark");
    fails("a.md", "---\nid: x\ndate: soon\n---\nOne.\n", "soon is no date");
    fails("b.jsonl", "{\"text\": \"a\", \"spans\": []}\n{\"text\": 1}\n", "b.jsonl:2: no field text");
    fails("b.jsonl", "{\"text\": \"a\"}\n", "b.jsonl:1: no list spans or mentions");
    fails("b.jsonl", "{\"text\": \"ab\", \"spans\": [{\"start\": 1, \"end\": 0, \"type\": \"ORG\"}]}", "ends before it starts");
    fails("b.jsonl", "not JSON\n", "b.jsonl:1: not a JSON object");
    folder.put("empty/notes.txt", "Nothing is marked here.");
    expect(&run(&["eval", "empty"], &folder), 4);
    expect(&run(&["eval", "b.jsonl", "--types", "city"], &folder), 2);
    // Offsets in bytes, or behind the text, do no harm but are told.
    folder.put(
        "c.jsonl",
        "{\"text\": \"É Lima\", \"spans\": [{\"start\": 3, \"end\": 99, \"type\": \"PLACE\", \"text\": \"Lima\"}]}",
    );
    let done = run(&["eval", "c.jsonl"], &folder);
    expect(&done, 0);
    assert!(String::from_utf8_lossy(&done.stderr).contains("1 spans have another text than their offsets say"));
}

/// A change of accuracy shows in review: `UPDATE_FIXTURES=1 cargo test eval` writes the scores anew.
#[test]
fn scores_of_our_articles_are_those_on_record() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let articles = root.join("eval/articles");
    let done = run(&["eval", articles.to_str().unwrap(), "--format", "csv"], &Folder::new());
    expect(&done, 0);
    let (path, got) = (root.join("eval/scores.csv"), String::from_utf8(done.stdout).unwrap());
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &got).unwrap();
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let lost: Vec<&str> = want.lines().filter(|line| !got.lines().any(|l| l == *line)).collect();
    let new: Vec<&str> = got.lines().filter(|line| !want.lines().any(|l| l == *line)).collect();
    let how = "factbox eval eval/articles shows the errors; UPDATE_FIXTURES=1 cargo test eval records what is meant";
    assert!(want == got, "accuracy on eval/articles changed ({how})\nwas\n{}\nis\n{}\n", lost.join("\n"), new.join("\n"));
}
