//! The marked-text format: rule fixtures are Markdown files whose sentences carry their expected mentions.
//!
//! ```text
//! ## date.day-month-year
//! > Prose for the reader.
//! <!-- dct: 2020-02-26 -->
//! The treaty was signed on [26 February 1992](DATE 1992-02-26).
//! Room 26 is closed.
//! ```
//!
//! Every mention of the file's kinds must be marked and nothing else. A label may stop early: `(COUNT 613)` accepts any counted noun.
//! A section needs a case that its rule makes and a case in which its rule stays silent. `\[` is a plain bracket.

use factbox::mention::{Kind, Mention};
use factbox::value::{Bound, FigureValue};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use std::fmt::Write as _;
use std::path::Path;

/// A sentence without its marks, and the marks.
struct Case {
    line: usize,
    rule: String,
    dct: Option<jiff::civil::Date>,
    text: String,
    want: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq)]
struct Mark {
    start: usize,
    end: usize,
    label: String,
    rule: String,
}

/// Runs one fixture file; returns what is wrong with it, empty for nothing.
pub fn run(path: &Path, kinds: &[Kind], rules: &[&str]) -> String {
    let source = std::fs::read_to_string(path).unwrap();
    let cases = parse(&source);
    let extractor = Extractor::new(Config::default());
    let (mut scratch, mut found, mut report, mut wrong) = (Scratch::default(), Extraction::default(), String::new(), 0);
    let mut seen: std::collections::BTreeMap<&str, (bool, bool)> = Default::default();
    for case in &cases {
        let document = Document { text: case.text.clone(), dct: case.dct, ..Document::default() };
        extractor.extract(&document, &mut scratch, &mut found);
        let got = marks(&document.text, &found, kinds);
        let made = got.iter().any(|m| m.rule == case.rule);
        let entry = seen.entry(&case.rule).or_default();
        *entry = (entry.0 || made, entry.1 || !made);
        if !agree(&case.want, &got) {
            wrong += 1;
            let (want, got) = (marked(&case.text, &case.want, false), marked(&case.text, &got, true));
            write!(report, "{}:{} :: {}\n  want {want}\n  got  {got}\n", path.display(), case.line, case.rule).unwrap();
        }
    }
    if wrong > 0 {
        report.insert_str(0, &format!("{wrong} of {} cases differ in {}\n", cases.len(), path.display()));
    }
    for (rule, (made, silent)) in &seen {
        if !made || !silent {
            let lacks = if *made { "must not match" } else { "must match" };
            writeln!(report, "{} :: {rule}: no case that {lacks}", path.display()).unwrap();
        }
        if !rules.contains(rule) {
            writeln!(report, "{} :: {rule}: no such rule", path.display()).unwrap();
        }
    }
    for rule in rules.iter().filter(|r| !seen.contains_key(**r)) {
        writeln!(report, "{} :: rule {rule} has no section", path.display()).unwrap();
    }
    report
}

fn parse(source: &str) -> Vec<Case> {
    let (mut cases, mut rule, mut dct) = (Vec::new(), String::new(), None);
    for (number, line) in source.lines().enumerate() {
        let trimmed = line.trim();
        if let Some(heading) = trimmed.strip_prefix("## ") {
            rule = heading.trim().to_owned();
            dct = None;
        } else if let Some(date) = trimmed.strip_prefix("<!-- dct:") {
            dct = date.trim_end_matches("-->").trim().parse().ok();
        } else if !(trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with('>') || trimmed.starts_with("<!--")) {
            let (text, want) = unmark(trimmed);
            cases.push(Case { line: number + 1, rule: rule.clone(), dct, text, want });
        }
    }
    cases
}

/// `[surface](LABEL)` -> surface and its mark. Nested marks: the outer ends after the inner.
fn unmark(line: &str) -> (String, Vec<Mark>) {
    let (mut text, mut open, mut marks) = (String::new(), Vec::new(), Vec::new());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\[").or_else(|| rest.strip_prefix("\\]")) {
            text.push(if rest.starts_with("\\[") { '[' } else { ']' });
            rest = after;
        } else if c == '[' {
            open.push(text.len());
            rest = &rest[1..];
        } else if let Some((start, close)) = rest.strip_prefix("](").and_then(|after| Some((open.pop()?, after.find(')')?))) {
            marks.push(Mark { start, end: text.len(), label: rest[2..2 + close].to_owned(), rule: String::new() });
            rest = &rest[2 + close + 1..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    (text, marks)
}

fn marks(text: &str, found: &Extraction, kinds: &[Kind]) -> Vec<Mark> {
    let wanted = found.facts.mentions.iter().filter(|m| kinds.contains(&m.kind));
    let mark = |m: &Mention| {
        assert!(text.is_char_boundary(m.span.start as usize) && text.is_char_boundary(m.span.end as usize));
        Mark { start: m.span.start as usize, end: m.span.end as usize, label: label(found, m), rule: m.rule.to_owned() }
    };
    wanted.map(mark).collect()
}

fn label(found: &Extraction, mention: &Mention) -> String {
    let facts = &found.facts;
    match mention.kind {
        Kind::Date => {
            let date = &facts.dates[mention.value as usize];
            let modifier = if date.modifier.is_empty() { String::new() } else { format!(" mod={}", date.modifier) };
            format!("{} {}{modifier}", date.timex_type.name(), date.timex_value.of(&facts.pool))
        }
        Kind::Figure => figure_label(&facts.figures[mention.value as usize], &facts.pool),
        kind => {
            let place = mention.entity.and_then(|e| facts.entities[e as usize].place);
            let id = place.map_or(String::new(), |p| format!(" {}", factbox::gazetteer::Gazetteer::embedded().place(p).id));
            format!("{}{id}", kind.name())
        }
    }
}

fn figure_label(figure: &FigureValue, pool: &str) -> String {
    let sign = match figure.bound {
        Bound::Exact | Bound::Range => "",
        Bound::Approx => "~",
        Bound::Nearly => "<~",
        Bound::MoreThan => ">",
        Bound::AtLeast => ">=",
        Bound::LessThan => "<",
        Bound::AtMost => "<=",
        Bound::Vague => "?",
    };
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let value = match (figure.value, figure.bound) {
        (Some(value), bound) if bound != Bound::Range => value.to_string(),
        _ => format!("{}..{}", number(figure.low), number(figure.high)),
    };
    let what = if figure.counted.is_empty() { figure.unit } else { figure.counted };
    let what = if figure.kind.name() == "percent" { "" } else { what.of(pool) };
    let per = if figure.per.is_empty() { String::new() } else { format!(" per {}", figure.per.of(pool)) };
    format!("{} {sign}{value} {what}{per}", figure.kind.name().to_uppercase()).trim_end().to_owned()
}

fn agree(want: &[Mark], got: &[Mark]) -> bool {
    let same = |w: &Mark, g: &Mark| {
        let rest = g.label.strip_prefix(&w.label);
        (w.start, w.end) == (g.start, g.end) && rest.is_some_and(|r| r.is_empty() || r.starts_with(' '))
    };
    want.len() == got.len() && want.iter().zip(got).all(|(w, g)| same(w, g))
}

/// The sentence with its marks, in the fixture's own syntax.
fn marked(text: &str, marks: &[Mark], with_rule: bool) -> String {
    let mut out = String::new();
    for (i, c) in text.char_indices().chain([(text.len(), '\0')]) {
        for m in marks.iter().rev().filter(|m| m.end == i) {
            let rule = if with_rule { format!(" {{{}}}", m.rule) } else { String::new() };
            write!(out, "]({}){rule}", m.label).unwrap();
        }
        out.extend(marks.iter().filter(|m| m.start == i).map(|_| '['));
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[test]
fn marks_are_read_and_written() {
    let line = "About [613](COUNT ~613 civilian) civilians \\[sic\\] in [Khojaly](PLACE)";
    let (text, want) = unmark(line);
    assert_eq!(text, "About 613 civilians [sic] in Khojaly");
    assert_eq!(marked(&text, &want, false), line.replace('\\', ""));
    let got = |label: &str| vec![Mark { label: label.to_owned(), ..want[0].clone() }];
    assert!(agree(&got("COUNT ~613"), &want[..1]), "a label may stop early");
    assert!(!agree(&got("COUNT ~61"), &want[..1]), "but not inside a word");
}
