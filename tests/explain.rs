//! `factbox explain FILE:OFFSET`: the candidates of a place, the evidence, what decided and what the document changed.
#![cfg(feature = "cli")]

use super::cli::{Folder, expect, run};
use serde_json::Value;

/// "Jordan" alone could be the country; the article says who it is.
const STORY: &str = "AMMAN (Reuters) - Michael Jordan, an engineer, was named on Tuesday to lead the work, the company said.\n\n\
Jordan said on Feb. 26 that he was glad. The 12 ports are open.\n";

fn explained(at: usize, format: &str) -> String {
    let folder = Folder::new();
    folder.put("a.txt", STORY);
    let done = run(&["explain", &format!("a.txt:{at}"), "--format", format, "--date", "2023-03-14"], &folder);
    expect(&done, 0);
    String::from_utf8(done.stdout).unwrap()
}

fn object(at: usize) -> Value {
    serde_json::from_str(&explained(at, "json")).unwrap()
}

fn at(surface: &str) -> usize {
    STORY.rfind(surface).unwrap()
}

fn numbers(object: &Value) -> Vec<(String, f64)> {
    object.as_object().unwrap().iter().map(|(label, n)| (label.clone(), n.as_f64().unwrap())).collect()
}

#[test]
fn a_name_is_explained_for_people() {
    let shown = explained(at("Jordan said"), "text");
    for line in [
        "PERSON \"Jordan\"  person.evidence",
        "\"Michael Jordan\"",
        "listed: \"Jordan\" Place",
        "proposed: PERSON \"Jordan\"",
        "first reading: ",
        "with the rest of the document: PERSON \"Jordan\"",
        "sums of the weights  no name  PERSON PERSON+   PLACE  PLACE+     ORG    ORG+    NORP   NORP+",
        "PERSON won over ",
        "place0=S:country",
        "(document)",
        "more (--format json has all)",
    ] {
        assert!(shown.contains(line), "{line:?} is not in\n{shown}");
    }
}

#[test]
fn evidence_adds_up_to_the_sums_that_are_shown() {
    let all = object(at("Michael Jordan"));
    let tokens = all["tokens"].as_array().unwrap();
    let surfaces: Vec<&str> = tokens.iter().map(|t| t["surface"].as_str().unwrap()).collect();
    assert_eq!(surfaces, ["Michael", "Jordan"], "all words of the name");
    let labels: Vec<&str> = tokens.iter().map(|t| t["second"]["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["B-PERSON", "I-PERSON"]);
    for token in tokens {
        for (from, reading) in [(&["words"][..], "first"), (&["words", "document"], "second")] {
            for (label, sum) in numbers(&token[reading]["sums"]) {
                let pieces = token["evidence"].as_array().unwrap().iter().filter(|e| from.contains(&e["from"].as_str().unwrap()));
                let total: f64 = pieces.filter_map(|e| e["weights"][&label].as_f64()).sum();
                assert!((total - sum).abs() < 0.01, "{reading} {label}: {total} is not {sum}");
            }
            let whole: f64 = numbers(&token[reading]["probability"]).iter().map(|(_, p)| p).sum();
            assert!((whole - 1.0).abs() < 0.01, "{whole}");
        }
    }
    assert_eq!(all["mentions"][0]["surface"], "Michael Jordan");
    assert_eq!(all["candidates"][0]["verdict"], "chosen");
    assert_eq!(all["second_reading"][0]["type"], "PERSON");
}

#[test]
fn dates_figures_and_empty_places_are_explained_too() {
    let date = object(at("Feb. 26"));
    assert_eq!((&date["mentions"][0]["timex_value"], &date["candidates"][0]["type"]), (&"2023-02-26".into(), &"DATE".into()));
    let figure = object(at("12 ports"));
    assert_eq!((&figure["mentions"][0]["value"], &figure["mentions"][0]["counted"]), (&12.0.into(), &"port".into()));
    let nothing = explained(at("open"), "text");
    assert!(nothing.contains("no mention covers this place") && nothing.contains("names: not looked for here"), "{nothing}");
    let blank = object(at(" named"));
    assert_eq!((&blank["sentence"], blank["tokens"].as_array().map(Vec::len)), (&Value::Null, Some(0)));
}

#[test]
fn a_place_is_explained_by_its_candidates() {
    let folder = Folder::new();
    folder.put("a.txt", "The mayor of Springfield, Ohio, resigned on Monday.\n");
    let text = String::from_utf8(run(&["explain", "a.txt:13"], &folder).stdout).unwrap();
    assert!(text.contains("which place it is") && text.contains("the first leads by"), "{text}");
    let all: Value = serde_json::from_slice(&run(&["explain", "a.txt:13", "--format", "json"], &folder).stdout).unwrap();
    let best = &all["places"][0];
    assert_eq!((&best["admin1"], &best["entity_id"]), (&"OH".into(), &all["mentions"][0]["entity_id"]));
    let parts = ["prior", "same_country", "same_division", "near", "words_here", "words_elsewhere"];
    let sum: f64 = parts.iter().map(|part| best[*part].as_f64().unwrap()).sum();
    assert!((sum - best["sum"].as_f64().unwrap()).abs() < 0.001);
}

#[test]
fn json_has_a_line_for_each_document() {
    let folder = Folder::new();
    folder.put("w.jsonl", "{\"id\": 1, \"text\": \"Peru won.\"}\n{\"id\": 2, \"text\": \"Chile lost on Monday.\"}\n");
    let done = run(&["explain", "w.jsonl", "--format", "json"], &folder);
    expect(&done, 0);
    let text = String::from_utf8(done.stdout).unwrap();
    let documents: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["mentions"][0]["entity_id"], "country:PE");
    assert_eq!(documents[1]["mentions"][1]["type"], "DATE");
}
