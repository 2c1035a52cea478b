//! Lists of the user: what is refused and how, what `lint` doubts.
#![cfg(feature = "cli")]

use crate::cli::{Folder, csv, expect, run};
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
