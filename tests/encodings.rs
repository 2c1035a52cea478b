//! Files and bytes -> documents: encodings, formats, fields, dates, rows for what is not read.

use factbox::config::DateOrder;
use factbox::decode::{self, DateFrom, DecodeConfig, date};
use factbox::document::{DctSource, Document};
use factbox::read::{Format, Item, ReadConfig, Source};
use jiff::civil::date as day;
use std::fs;
use std::path::{Path, PathBuf};

const TEXT: &str = "Zoë Müller paid €12 for “fresh” bread in São Tomé.\r\nIt cost more – she said.\r\n";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/encodings").join(name)
}

fn read(inputs: &[PathBuf], config: &ReadConfig) -> Vec<Item> {
    Source::open(inputs, config).unwrap().collect()
}

/// One line an item: what became of it.
fn rows(inputs: &[PathBuf]) -> Vec<String> {
    let show = |item| match item {
        Item::Unit(raw) => format!("{} {}", raw.doc_id, raw.format.name()),
        Item::Skipped { doc_id, code, .. } => format!("{doc_id} skipped {code}"),
        Item::Failed { doc_id, error, .. } => format!("{doc_id} failed {}", error.code()),
    };
    read(inputs, &ReadConfig::default()).into_iter().map(show).collect()
}

fn documents(input: PathBuf, config: &DecodeConfig) -> Vec<Result<Document, String>> {
    let decode = |item| match item {
        Item::Unit(raw) => decode::document(raw, config).map_err(|(d, e)| format!("{}: {e}", d.id)),
        other => Err(format!("{other:?}")),
    };
    read(&[input], &ReadConfig::default()).into_iter().map(decode).collect()
}

fn one(name: &str) -> Document {
    documents(fixture(name), &DecodeConfig::default()).remove(0).unwrap()
}

#[test]
fn every_encoding_gives_the_same_text() {
    for (name, encoding) in [
        ("utf8.txt", "utf-8"),
        ("utf8-bom.txt", "utf-8"),
        ("utf16le.txt", "utf-16le"),
        ("utf16be.txt", "utf-16be"),
        ("windows1252.txt", "windows-1252"),
    ] {
        let document = one(name);
        assert_eq!((document.text.as_str(), document.encoding, document.n_replaced), (TEXT, encoding, 0), "{name}");
        assert_eq!(document.bytes, fs::metadata(fixture(name)).unwrap().len());
    }
    assert_eq!(one("utf8.txt").sha256.len(), 64);
}

#[test]
fn broken_bytes_are_counted() {
    let cut = one("utf8-cut.txt");
    assert_eq!((cut.encoding, cut.n_replaced, cut.text.as_str()), ("utf-8", 1, &*format!("{TEXT}\u{fffd}")));
    let surrogate = one("utf16le-broken.txt");
    assert_eq!((surrogate.text.as_str(), surrogate.n_replaced), ("Rain fell.\u{fffd}X", 1));
    let undefined = one("windows1252-undefined.txt");
    assert_eq!((undefined.text.as_str(), undefined.n_replaced), ("Café \u{fffd} closed.", 1));
    assert_eq!(rows(&[fixture("binary.txt")]), ["binary.txt skipped binary"]);
}

#[test]
fn lines_of_jsonl() {
    let found = documents(fixture("bom.jsonl"), &DecodeConfig::default());
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.text.as_str()), ("n1", "Zoë slept."));
    assert_eq!((first.dct, first.dct_source), (Some(day(2020, 2, 26)), DctSource::Field));
    let second = found[1].as_ref().unwrap();
    assert_eq!((second.id.as_str(), second.dct, second.warning.is_none()), ("bom.jsonl#3", None, true));
    let bad = found[2].as_ref().unwrap_err();
    assert!(bad.starts_with("bom.jsonl#4: ") && bad.contains("bom.jsonl:4: the line is not JSON"), "{bad}");
    let missing = found[3].as_ref().unwrap_err();
    assert!(missing.contains("bom.jsonl:5: no field text, body, content, article; the fields are: headline"), "{missing}");
    let last = found[4].as_ref().unwrap();
    assert_eq!((last.text.as_str(), last.n_replaced), ("Half \u{fffd} pair.", 1));
    assert!(last.warning.as_ref().is_some_and(|w| w.message().contains("\"soon\"")));
}

#[test]
fn records_of_csv() {
    let config = DecodeConfig { keep: vec!["title".into(), "nowhere".into()], ..DecodeConfig::default() };
    let found = documents(fixture("semicolon.csv"), &config);
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.text.as_str()), ("7", "It rained; twice.\r\nThen it stopped."));
    assert_eq!((first.dct, first.title.as_deref()), (Some(day(2020, 2, 26)), Some("Rain")));
    assert_eq!(first.keep, [("title".to_owned(), "Rain".into()), ("nowhere".to_owned(), serde_json::Value::Null)]);
    assert_eq!(found[1].as_ref().unwrap().dct, None);
    assert_eq!(one("utf16.tsv").text, "Zoë slept.");
}

#[test]
fn fields_by_flag() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wire.ndjson");
    fs::write(&file, "{\"k\":12,\"words\":\"Rain fell.\",\"when\":20200226,\"text\":\"no\"}\n{\"words\":\"\"}\n[1]\n").unwrap();
    let mut config = DecodeConfig { id: Some("k".into()), text: Some("words".into()), ..DecodeConfig::default() };
    config.set_date("when");
    let found = documents(file.clone(), &config);
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.id.as_str(), first.text.as_str(), first.dct), ("12", "Rain fell.", Some(day(2020, 2, 26))));
    assert!(found[1].as_ref().unwrap_err().contains("no field k; the fields are: words"));
    assert!(found[2].as_ref().unwrap_err().contains("no object"));
    config.set_date("2021-03-04");
    let flagged = documents(file, &config).remove(0).unwrap();
    assert_eq!((flagged.dct, flagged.dct_source), (Some(day(2021, 3, 4)), DctSource::Flag));
}

#[test]
fn folders_are_read_in_the_order_of_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, bytes) in [
        ("a/x.txt", &b"In a."[..]),
        ("a.txt", b"Beside a."),
        ("a/.hidden/y.txt", b"Not seen."),
        ("a/z.md", b"# Title"),
        (".DS_Store", b"\0\0"),
        ("b/picture.dat", b"\0\x01"),
        ("b/notes", b"No extension."),
        ("b/page.HTML", b"<p>Hi</p>"),
        ("b/scan.txt", b"%PDF-1.4"),
    ] {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), bytes).unwrap();
    }
    let expected = [
        ".DS_Store skipped hidden",
        "a.txt txt",
        "a/.hidden skipped hidden",
        "a/x.txt txt",
        "a/z.md md",
        "b/notes txt",
        "b/page.HTML skipped unsupported",
        "b/picture.dat skipped binary",
        "b/scan.txt skipped binary",
    ];
    assert_eq!(rows(&[root.to_owned()]), expected);
    let twice = rows(&[root.join("a"), root.join("a/x.txt"), root.join("nowhere.txt")]);
    assert_eq!(twice, [".hidden skipped hidden", "x.txt txt", "z.md md", "x.txt~2 txt", "nowhere.txt failed io"]);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Rain.").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("gone"), folder.path().join("broken.txt")).unwrap();
    assert_eq!(rows(&[folder.path().to_owned()]), ["a.txt txt", "again skipped symlink_loop", "broken.txt failed io"]);
}

#[test]
fn what_is_too_large_fails_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), format!("{{\"text\":\"{}\"}}\n{{\"text\":\"ok\"}}\n", "x".repeat(100))).unwrap();
    fs::write(folder.path().join("b.txt"), "y".repeat(100)).unwrap();
    let config = ReadConfig { max_bytes: 50, ..ReadConfig::default() };
    let codes: Vec<_> = read(&[folder.path().to_owned()], &config)
        .into_iter()
        .map(|item| match item {
            Item::Failed { doc_id, error, .. } => format!("{doc_id} {}", error.code()),
            Item::Unit(raw) => raw.doc_id,
            Item::Skipped { .. } => String::new(),
        })
        .collect();
    assert_eq!(codes, ["a.jsonl#1 too_large", "a.jsonl#2", "b.txt too_large"]);
    let forced = ReadConfig { format: Some(Format::Jsonl), ..ReadConfig::default() };
    assert!(matches!(&read(&[folder.path().join("b.txt")], &forced)[0], Item::Unit(raw) if raw.format == Format::Jsonl));
    assert!(Source::open(&["-", "-"], &ReadConfig::default()).is_err_and(|e| e.is_usage()));
}

#[test]
fn dates_of_fields() {
    let expected = Some(day(2020, 2, 26));
    for value in [
        "2020-02-26",
        " 2020-02-26T23:59:59-05:00 ",
        "2020-02-26 10:00:00",
        "2020-02-26T10:00:00.123Z",
        "Wed, 26 Feb 2020 10:00:00 GMT",
        "Wed Feb 26 10:00:00 +1000 2020",
        "Wed, 26 Feb 2020 10:00:00 -1100",
        "20200226",
        "20200226T101500Z",
        "Feb 26, 2020",
        "February 26th, 2020",
        "26th February 2020",
        "26-Feb-2020",
        "2020/2/26",
        "2/26/2020",
        "26.02.2020",
        "1582675200",
        "1582675200000",
    ] {
        assert_eq!(date::parse(value, DateOrder::Mdy), expected, "{value}");
    }
    for value in ["", "soon", "2020", "February 2020", "2020-13-01", "2019-02-29", "26", "99999999", "12345", "٢٠٢٠-٠٢-٢٦"]
    {
        assert_eq!(date::parse(value, DateOrder::Mdy), None, "{value}");
    }
    assert_eq!(date::parse("3/4/2020", DateOrder::Mdy), Some(day(2020, 3, 4)));
    assert_eq!(date::parse("3/4/2020", DateOrder::Dmy), Some(day(2020, 4, 3)));
}

#[test]
fn dates_of_paths() {
    let from = |how: &str, path: &str| DateFrom::parse(how).unwrap().date(path);
    let expected = Some(day(2020, 2, 26));
    for path in ["x/2020-02-26-fire.txt", "20200226_ab.txt", "news_2020_02_26.txt", "id12345-2020.02.26", "99991231-20200226"] {
        assert_eq!(from("filename", path), expected, "{path}");
    }
    for path in ["2020-02-26/a.txt", "120200226.txt", "2020-0226.txt", "20201326.txt", "202002261.txt", ""] {
        assert_eq!(from("filename", path), None, "{path}");
    }
    assert_eq!(from("path:%Y/%m/%d", "/archive/2019/01/01/2020/02/26/a.txt"), expected);
    assert_eq!(from("path:%Y%m%d", "/archive/20200226/a.txt"), expected);
    assert_eq!(from("path:%d.%m.%Y", "26.2.2020.txt"), expected);
    assert_eq!(from("path:%Y/%m/%d", "/archive/12020/02/26/a.txt"), None);
    assert_eq!(from("none", "2020-02-26.txt"), None);
    for wrong in ["path:%Y", "path:%Y/%m/%x", "sometimes", "path:%Y%Y%m%d"] {
        assert!(DateFrom::parse(wrong).is_err_and(|e| e.is_usage()), "{wrong}");
    }
}
