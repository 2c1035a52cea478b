//! The binary as people and pipelines use it: exit codes, pipes, formats, the same bytes for any number of jobs.
#![cfg(feature = "cli")]

use factbox::tabulate::Table;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const STORY: &str = "Quake rattles the coast\n\nBy Lena Ortiz\n\nLIMA, Peru (AP) \u{2014} At least 613 people were hurt on Feb. 24, 2020, \
officials said. Mayor Tomás Quispe told reporters that \u{201c}20 percent\u{201d} of the homes in Arequipa had fallen.\r\n\r\nQuispe said \
the three countries \u{2014} Peru, Chile and Bolivia \u{2014} would send $2.5 million.\n";

/// A folder that goes away with the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

fn factbox() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_factbox"));
    // Nothing is written into the cache of whoever runs the tests.
    command.stdin(Stdio::null()).env("FACTBOX_CACHE", "none");
    command
}

pub fn run(args: &[&str], folder: &Folder) -> Output {
    factbox().args(args).current_dir(folder.0.path()).output().unwrap()
}

fn piped(args: &[&str], folder: &Folder, input: &[u8]) -> Output {
    let mut child = spawn(args, folder);
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn spawn(args: &[&str], folder: &Folder) -> Child {
    let mut command = factbox();
    command.args(args).current_dir(folder.0.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[track_caller]
pub fn expect(output: &Output, code: i32) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

pub fn jsonl(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Header and rows.
pub fn csv(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    // Rows of unequal length are an error of the reader.
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    (header, rows)
}

fn articles(folder: &Folder) -> PathBuf {
    folder.put("in/b/two.txt", STORY.replace("Peru", "Chile"));
    folder.put("in/a.txt", STORY);
    folder.put("in/c.md", "# Rice prices\n\nRice rose 12 percent in Lagos, Nigeria, on Monday, the Finance Ministry said.\n");
    folder.path("in")
}

fn lines(n: usize) -> String {
    let line = |i: usize| {
        let text = format!("{} Another {i} people left Goma on March {}, 2021.", STORY, 1 + i % 28);
        serde_json::json!({ "id": format!("doc-{i}"), "body": text, "published": "2020-02-26", "desk": i % 7, "title": "T" })
            .to_string()
            + "\n"
    };
    (0..n).map(line).collect()
}

#[test]
fn a_folder_becomes_six_tables() {
    let folder = Folder::new();
    articles(&folder);
    expect(&run(&["extract", "in", "-o", "out"], &folder), 0);
    for table in Table::USUAL {
        let bytes = fs::read(folder.path(&format!("out/{}.csv", table.name()))).unwrap();
        let (header, _) = csv(&bytes);
        let columns: Vec<&str> = table.columns().iter().map(|c| c.name).collect();
        assert_eq!(header, columns);
        let printed = run(&["schema", table.name()], &folder);
        expect(&printed, 0);
        let printed = String::from_utf8(printed.stdout).unwrap();
        let printed: Vec<&str> = printed.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(printed, columns);
    }
    let (_, documents) = csv(&fs::read(folder.path("out/documents.csv")).unwrap());
    let ids: Vec<&str> = documents.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids, ["a.txt", "b/two.txt", "c.md"]);
    let report: Value = serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    assert_eq!(report["documents"]["ok"], 3);
    assert_eq!(report["interrupted"], false);
    for (name, table) in report["tables"].as_object().unwrap() {
        let bytes = fs::read(folder.path("out").join(table["file"].as_str().unwrap())).unwrap();
        assert_eq!(table["bytes"], bytes.len(), "{name}");
        assert_eq!(table["xxh3_128"].as_str().unwrap().len(), 32);
    }
}

#[test]
fn usage_errors_exit_with_2_and_say_what_to_do() {
    let folder = Folder::new();
    articles(&folder);
    folder.put("file", "not a folder");
    for (args, said) in [
        (&[][..], "Usage"),
        (&["extract"], "INPUT"),
        (&["extract", "in"], "-o OUT"),
        (&["extract", "in", "-o", "-"], "--tables"),
        (&["extract", "in", "-o", "file"], "takes a folder"),
        (&["extract", "in", "-o", "out", "--tables", "people"], "mentions"),
        (&["extract", "in", "-o", "out", "--types", "animal"], "person"),
        (&["extract", "in", "-o", "out", "--jobs", "0"], "at least 1"),
        (&["extract", "in", "-o", "out", "--min-confidence", "7"], "from 0 to 1"),
        (&["extract", "in", "-o", "out", "--corrections", "c.csv"], "c.csv: cannot be read"),
        (&["extract", "in", "--tables", "mentions", "--corrections", "c.csv"], "needs a folder"),
        (&["correct", "in", "--corrections", "c.csv"], "c.csv: cannot be read"),
        (&["extract", "in", "-o", "out", "--format", "parquet"], "not in this version"),
        (&["extract", "in", "-o", "out", "--in", "pdf"], "not in this version"),
        (&["extract", "in", "-o", "out", "--excel", "--format", "jsonl"], "--excel"),
        (&["extract", "in", "-o", "out", "--date-from", "moon"], "path:"),
        (&["schema", "people"], "factbox schema"),
        (&["frobnicate"], "frobnicate"),
    ] {
        let output = run(args, &folder);
        expect(&output, 2);
        let words = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(words.contains(said), "{args:?}: {words}");
        assert!(!folder.path("out").exists(), "{args:?} made a folder");
    }
    expect(&run(&["--help"], &folder), 0);
    expect(&run(&["extract", "--help"], &folder), 0);
}

#[test]
fn bad_lines_fail_alone() {
    let folder = Folder::new();
    folder.put("in.jsonl", lines(2) + "{\"id\": \"broken\n" + &lines(1));
    let args = ["extract", "in.jsonl", "--text", "body", "--format", "jsonl", "-o", "out"];
    let output = run(&args, &folder);
    expect(&output, 0);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("1 failed") && said.contains("in.jsonl:3"), "{said}");
    expect(&run(&[&args[..], &["--strict"]].concat(), &folder), 3);
    let rows = jsonl(&folder.path("out/documents.jsonl"));
    let status: Vec<&str> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["ok", "ok", "failed", "ok"]);
    assert_eq!(rows[2]["doc_id"], "in.jsonl#3");
    assert!(!rows[2]["error_code"].is_null() && !rows[2]["error_message"].is_null());
}

#[test]
fn an_id_given_twice_is_warned_of_once() {
    let folder = Folder::new();
    folder.put("in.jsonl", lines(3) + &lines(2));
    let output = run(&["extract", "in.jsonl", "--text", "body", "--format", "jsonl", "-o", "out"], &folder);
    expect(&output, 0);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said.matches("given before").count(), 1, "{said}");
    assert!(said.contains("2 documents") && said.contains("\"doc-0\""), "{said}");
    let report: Value = serde_json::from_slice(&fs::read(folder.path("out/run.json")).unwrap()).unwrap();
    assert_eq!(report["documents"]["repeated_ids"], 2);
    assert_eq!(jsonl(&folder.path("out/documents.jsonl")).len(), 5);
}

#[test]
fn nothing_readable_exits_with_4() {
    let folder = Folder::new();
    fs::create_dir(folder.path("empty")).unwrap();
    folder.put("hidden/.secret.txt", STORY);
    for input in ["empty", "hidden", "missing.txt"] {
        let output = run(&["extract", input, "-o", "out"], &folder);
        expect(&output, 4);
        assert!(folder.path("out/documents.csv").exists());
    }
    expect(&run(&["check", "missing.txt"], &folder), 4);
    expect(&run(&["explain", "missing.txt"], &folder), 4);
    let output = piped(&["extract", "-", "--in", "jsonl", "--tables", "dates"], &folder, b"");
    expect(&output, 4);
}

#[test]
fn hidden_and_binary_files_get_a_row() {
    let folder = Folder::new();
    articles(&folder);
    folder.put("in/.notes.txt", "hidden");
    folder.put("in/photo.txt", [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 1, 2, 0, 0, 3]);
    expect(&run(&["extract", "in", "-o", "out", "--strict"], &folder), 0);
    let (header, rows) = csv(&fs::read(folder.path("out/documents.csv")).unwrap());
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let found: HashMap<&str, (&str, &str)> =
        rows.iter().map(|r| (r[0].as_str(), (r[at("status")].as_str(), r[at("error_code")].as_str()))).collect();
    assert_eq!(found[".notes.txt"], ("skipped", "hidden"));
    assert_eq!(found["photo.txt"], ("skipped", "binary"));
    assert_eq!(found["a.txt"], ("ok", ""));
}

#[test]
fn standard_input_and_output() {
    let folder = Folder::new();
    let output = piped(&["extract", "-", "--tables", "documents", "--format", "jsonl"], &folder, STORY.as_bytes());
    expect(&output, 0);
    let row: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&row["doc_id"], &row["format"]), (&Value::from("stdin"), &Value::from("txt")));
    let args = ["extract", "-", "--in", "jsonl", "--text", "body", "--date", "published", "--tables", "mentions", "-o", "-"];
    let output = piped(&args, &folder, lines(5).as_bytes());
    expect(&output, 0);
    let (header, _) = csv(&output.stdout);
    assert_eq!(header[0], "mention_id");
    let quiet = piped(&[&args[..], &["--quiet"]].concat(), &folder, lines(1).as_bytes());
    assert!(quiet.stderr.is_empty(), "{}", String::from_utf8_lossy(&quiet.stderr));
}

#[test]
fn fields_are_passed_through() {
    let folder = Folder::new();
    folder.put("in.jsonl", lines(2) + "broken\n");
    let args = ["extract", "in.jsonl", "--text", "body", "--keep", "desk,title,absent", "-o", "out"];
    expect(&run(&args, &folder), 0);
    let (header, rows) = csv(&fs::read(folder.path("out/documents.csv")).unwrap());
    assert_eq!(header[header.len() - 3..], ["desk", "keep_title", "absent"]);
    assert_eq!(rows[1][header.len() - 3..], ["1", "T", ""]);
    assert_eq!(rows[2][header.len() - 3..], ["", "", ""]);
    expect(&run(&[&args[..], &["--format", "jsonl"]].concat(), &folder), 0);
    let rows = jsonl(&folder.path("out/documents.jsonl"));
    assert_eq!((&rows[1]["desk"], &rows[1]["keep_title"]), (&Value::from(1), &Value::from("T")));
    assert!(rows[2]["desk"].is_null());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    folder.put("in.jsonl", lines(3000));
    let args = ["extract", "in.jsonl", "--text", "body", "--tables", "texts", "--format", "jsonl"];
    let mut child = spawn(&args, &folder);
    let mut some = [0; 100];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut some).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    expect(&output, 0);
}

#[test]
fn the_same_bytes_for_any_number_of_jobs() {
    let folder = Folder::new();
    folder.put("in.jsonl", lines(1500));
    articles(&folder);
    for format in ["jsonl", "csv"] {
        for jobs in ["1", "2", "8"] {
            let out = format!("{format}{jobs}");
            let args = ["extract", "in.jsonl", "in", "--text", "body", "--date", "published", "--with-text", "--format", format];
            expect(&run(&[&args[..], &["-o", &out, "--jobs", jobs]].concat(), &folder), 0);
        }
        for table in Table::ALL {
            let read = |jobs: &str| fs::read(folder.path(&format!("{format}{jobs}/{}.{format}", table.name()))).unwrap();
            let one = read("1");
            assert!(one == read("2") && one == read("8"), "{} differs between numbers of jobs", table.name());
        }
    }
}

#[test]
fn offsets_point_at_the_surface() {
    let folder = Folder::new();
    let odd = "\u{feff}İstanbul, Feb. 3 \u{2014} e\u{301}lan \u{1F600} 1,275 people\r\nfled Ağdam\u{a0}and Xankəndi, said Müller\u{2019}s aide in Berlin.";
    articles(&folder);
    folder.put("in/odd.txt", odd);
    folder.put("more.jsonl", lines(3));
    expect(
        &run(
            &["extract", "in", "more.jsonl", "--text", "body", "--with-text", "--nested", "--format", "jsonl", "-o", "out"],
            &folder,
        ),
        0,
    );
    let texts: HashMap<String, String> = jsonl(&folder.path("out/texts.jsonl"))
        .into_iter()
        .map(|row| (row["doc_id"].as_str().unwrap().to_owned(), row["text"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(texts["odd.txt"], odd.trim_start_matches('\u{feff}'));
    let mentions = jsonl(&folder.path("out/mentions.jsonl"));
    let ids: Vec<&Value> = mentions.iter().map(|m| &m["mention_id"]).collect();
    for table in ["mentions", "figures", "dates"] {
        for row in jsonl(&folder.path(&format!("out/{table}.jsonl"))) {
            let text = &texts[row["doc_id"].as_str().unwrap()];
            let n = |name: &str| row[name].as_u64().unwrap() as usize;
            let surface = row["surface"].as_str().unwrap();
            assert_eq!(&text[n("byte_start")..n("byte_end")], surface);
            let by_chars: String = text.chars().skip(n("char_start")).take(n("char_end") - n("char_start")).collect();
            assert_eq!(by_chars, surface);
            assert!(ids.contains(&&row["mention_id"]));
            if table == "mentions" {
                assert_eq!(n("line"), 1 + text[..n("byte_start")].matches('\n').count());
            } else {
                assert!(!row["sentence"].as_str().unwrap().contains(['\n', '\r']));
            }
        }
    }
    let entities = jsonl(&folder.path("out/entities.jsonl"));
    let known: Vec<&str> = entities.iter().map(|e| e["entity_id"].as_str().unwrap()).collect();
    assert!(known.is_sorted(), "{known:?}");
    let counted = entities.iter().map(|e| e["n_mentions"].as_u64().unwrap()).sum::<u64>();
    let named = mentions.iter().filter_map(|m| m["entity_id"].as_str());
    assert_eq!(counted, named.clone().count() as u64);
    assert!(named.clone().all(|id| known.binary_search(&id).is_ok()));
}

#[test]
fn figures_refer_to_entities_that_are_there() {
    let folder = Folder::new();
    articles(&folder);
    expect(&run(&["extract", "in", "--types", "figure", "--format", "jsonl", "-o", "out"], &folder), 0);
    let entities = jsonl(&folder.path("out/entities.jsonl"));
    let known: Vec<&Value> = entities.iter().map(|e| &e["entity_id"]).collect();
    for row in jsonl(&folder.path("out/figures.jsonl")) {
        for column in ["place_entity_id", "attributed_to"] {
            assert!(row[column].is_null() || known.contains(&&row[column]), "{row}");
        }
    }
    assert!(jsonl(&folder.path("out/mentions.jsonl")).iter().all(|m| m["type"] == "FIGURE"));
}

#[test]
fn a_folder_holds_the_tables_of_one_run() {
    let folder = Folder::new();
    articles(&folder);
    expect(&run(&["extract", "in", "-o", "out", "--with-text"], &folder), 0);
    folder.put("out/mine.csv", "a,b\n");
    expect(&run(&["extract", "in", "-o", "out", "--format", "jsonl", "--tables", "dates"], &folder), 0);
    let mut names: Vec<String> =
        fs::read_dir(folder.path("out")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["dates.jsonl", "mine.csv", "run.json"]);
}

#[test]
fn check_finds_a_count_that_its_list_does_not_bear_out() {
    let folder = Folder::new();
    folder.put("bad.md", "Envoys of four countries: France, Spain and Italy, met on Monday.\n");
    folder.put("good.md", "Envoys of three countries: France, Spain and Italy, met on Monday.\n");
    let bad = run(&["check", "bad.md"], &folder);
    expect(&bad, 1);
    let said = String::from_utf8(bad.stdout).unwrap();
    assert!(said.starts_with("bad.md:1:11: mismatch:") && said.contains("Spain"), "{said}");
    let good = run(&["check", "good.md", "--all"], &folder);
    expect(&good, 0);
    assert!(String::from_utf8(good.stdout).unwrap().contains(": ok: "));
}

#[test]
fn excel_opens_the_tables_without_harm() {
    let folder = Folder::new();
    let line =
        serde_json::json!({ "id": "=cmd|' /C calc'!A0", "body": "+5 degrees in Oslo on Monday.", "desk": -5, "note": "-x" });
    folder.put("in.jsonl", format!("{line}\n"));
    expect(&run(&["extract", "in.jsonl", "--text", "body", "--keep", "desk,note", "--excel", "-o", "out"], &folder), 0);
    let bytes = fs::read(folder.path("out/documents.csv")).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfdoc_id,"));
    assert_eq!(bytes.iter().filter(|&&b| b == b'\n').count(), bytes.windows(2).filter(|w| w == b"\r\n").count());
    let (header, rows) = csv(&bytes[3..]);
    assert_eq!(rows[0][0], "'=cmd|' /C calc'!A0");
    assert_eq!(rows[0][header.len() - 2..], ["-5", "'-x"]);
}

#[test]
fn tables_inside_the_input_are_not_read_again() {
    let folder = Folder::new();
    articles(&folder);
    for _ in 0..2 {
        expect(&run(&["extract", "in", "-o", "in/out"], &folder), 0);
        let (_, rows) = csv(&fs::read(folder.path("in/out/documents.csv")).unwrap());
        assert_eq!(rows.len(), 3);
    }
}

#[test]
fn small_commands() {
    let folder = Folder::new();
    articles(&folder);
    let explained = run(&["explain", "in/a.txt"], &folder);
    expect(&explained, 0);
    assert!(String::from_utf8_lossy(&explained.stdout).starts_with("a.txt: publication date"));
    let place = run(&["explain", "in/a.txt:41"], &folder);
    expect(&place, 0);
    assert!(String::from_utf8_lossy(&place.stdout).contains("token: \"LIMA\""));
    expect(&run(&["explain", "in/a.txt:99999"], &folder), 2);
    for args in [&["completions", "bash"][..], &["--acknowledgements"], &["gazetteer", "list"], &["schema", "--sql", "duckdb"]] {
        let output = run(args, &folder);
        expect(&output, 0);
        assert!(!output.stdout.is_empty());
    }
}

/// Ctrl-C with the input still open: whole tables of what was read, none half done.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_whole_tables() {
    let folder = Folder::new();
    for (jobs, out) in [("1", "one"), ("2", "two")] {
        let args =
            ["extract", "-", "--in", "jsonl", "--text", "body", "--format", "jsonl", "--with-text", "--jobs", jobs, "-o", out];
        let mut child = spawn(&args, &folder);
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(lines(1000).as_bytes()).unwrap();
        stdin.flush().unwrap();
        // The first batches are written while the input stays open; the rest is read and waits for more.
        bounded(|| fs::metadata(folder.path(&format!("{out}/.texts.jsonl.tmp"))).is_ok_and(|m| m.len() > 0));
        std::thread::sleep(Duration::from_millis(300));
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let mut code = None;
        bounded(|| {
            code = child.try_wait().unwrap();
            code.is_some()
        });
        assert_eq!(code.unwrap().code(), Some(130));
        drop(stdin);
        assert_eq!(jsonl(&folder.path(&format!("{out}/documents.jsonl"))).len(), 1000);
        assert_eq!(jsonl(&folder.path(&format!("{out}/texts.jsonl"))).len(), 1000);
        let report: Value = serde_json::from_slice(&fs::read(folder.path(&format!("{out}/run.json"))).unwrap()).unwrap();
        assert_eq!(report["interrupted"], true);
        let left = fs::read_dir(folder.path(out)).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        assert!(left.filter(|name| name.ends_with(".tmp")).count() == 0);
    }
}

/// Waits for something that must come within a minute.
#[cfg(unix)]
fn bounded(mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited too long");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_pack_stands_in_for_the_embedded_lists_or_is_refused_by_name() {
    let folder = Folder::new();
    articles(&folder);
    let pack = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/gazetteers/compiled/factbox.gaz")).unwrap();
    folder.put("whole.gaz", &pack);
    expect(&run(&["extract", "in", "-o", "plain"], &folder), 0);
    expect(&run(&["extract", "in", "-o", "packed", "--gaz-pack", "whole.gaz"], &folder), 0);
    let read = |name: &str| fs::read(folder.path(name)).unwrap();
    assert_eq!(read("plain/mentions.csv"), read("packed/mentions.csv"));
    let version = |name: &str| serde_json::from_slice::<Value>(&read(name)).unwrap()["gazetteer_version"].clone();
    assert_eq!(version("plain/run.json"), version("packed/run.json"));

    let mut flipped = pack.clone();
    flipped[pack.len() / 2] ^= 1;
    folder.put("flipped.gaz", flipped);
    folder.put("short.gaz", &pack[..pack.len() / 2]);
    folder.put("names.csv", "id,name\n1,Harbour Office\n");
    expect(&run(&["gazetteer", "build", "names.csv", "-o", "mine.gaz"], &folder), 0);
    for (file, said) in [
        ("flipped.gaz", "damaged"),
        ("short.gaz", "cut short"),
        ("names.csv", "no compiled gazetteer"),
        ("mine.gaz", "give it with --gaz"),
        ("none.gaz", "No such file"),
    ] {
        let refused = run(&["extract", "in", "-o", "refused", "--gaz-pack", file], &folder);
        expect(&refused, 2);
        let words = String::from_utf8(refused.stderr).unwrap();
        assert!(words.contains(file) && (cfg!(windows) || words.contains(said)), "{words}");
    }
    assert!(!folder.path("refused").exists());
    let explained = run(&["explain", "in/a.txt", "--gaz-pack", "whole.gaz"], &folder);
    expect(&explained, 0);
}
