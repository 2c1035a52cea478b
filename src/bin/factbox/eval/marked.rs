//! Marked text: Markdown whose names stand as `[surface](PLACE country:FR)`, with a front matter that holds id, date and title.
//!
//! ```text
//! ---
//! id: lima-quake
//! date: 2020-02-26
//! title: Quake rattles the coast
//! ---
//! [LIMA](PLACE), [Peru](PLACE country:PE) \[sic\] ...
//! ```
//!
//! Takes a file's text, gives it without front matter and marks, and the marks. Marks may lie inside each other.

use std::collections::BTreeMap;

/// One mark; bytes in [`Marked::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    /// The word after the bracket.
    pub label: String,
    /// What follows the label: the id of a place, the value of a date.
    pub value: String,
    /// Lies inside another mark.
    pub nested: bool,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A file, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marked {
    pub fields: BTreeMap<String, String>,
    pub text: String,
    pub marks: Vec<Mark>,
}

/// Reads one file; an error is a line and what is wrong there.
pub fn read(source: &str) -> Result<Marked, (usize, String)> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
    let (fields, body) = front_matter(&source)?;
    let text = source[body..].trim_start_matches('\n');
    let line = 1 + source[..source.len() - text.len()].matches('\n').count();
    let mut out = unmark(text, line)?;
    out.fields = fields;
    Ok(out)
}

/// The fields between two lines `---`, and where the rest begins.
fn front_matter(source: &str) -> Result<(BTreeMap<String, String>, usize), (usize, String)> {
    let mut fields = BTreeMap::new();
    let Some(inside) = source.strip_prefix("---\n") else { return Ok((fields, 0)) };
    let mut at = 4;
    for (number, line) in inside.split('\n').enumerate() {
        at += line.len() + 1;
        let wrong = |what: &str| Err((number + 2, what.to_string()));
        match line.split_once(':') {
            _ if line == "---" => return Ok((fields, at.min(source.len()))),
            _ if line.trim().is_empty() => {}
            Some((name, value)) => {
                let value = value.trim();
                let inner = |quote: char| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
                let value = inner('"').or_else(|| inner('\'')).unwrap_or(value);
                fields.insert(name.trim().to_string(), value.to_string());
            }
            None => return wrong("a line of the front matter has no colon"),
        }
    }
    Err((1, "the front matter does not end with a line ---".to_string()))
}

fn unmark(source: &str, first_line: usize) -> Result<Marked, (usize, String)> {
    let mut out = Marked::default();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut line = first_line;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\[").or_else(|| rest.strip_prefix("\\]")) {
            out.text.push(char::from(rest.as_bytes()[1]));
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => open.push((out.text.len(), line)),
            ']' => {
                let target = rest.strip_prefix('(').and_then(|after| Some((after, after.find(')')?)));
                let (Some((start, opened)), Some((after, close))) = (open.pop(), target) else {
                    return Err((line, "a ] that closes no mark; a plain bracket is written \\]".to_string()));
                };
                let (label, value) = after[..close].split_once(' ').unwrap_or((&after[..close], ""));
                let (label, value) = (label.to_string(), value.trim().to_string());
                out.marks.push(Mark { start, end: out.text.len(), label, value, nested: !open.is_empty(), line: opened });
                rest = &after[close + 1..];
            }
            _ => {
                line += usize::from(c == '\n');
                out.text.push(c);
            }
        }
    }
    if let Some((_, line)) = open.pop() {
        return Err((line, "a [ that is never closed; a plain bracket is written \\[".to_string()));
    }
    out.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_fields_are_read() {
        let got = read("---\nid: a1\ntitle: \"Ports: a list\"\n---\n\n[The [Bergen](PLACE) Post](ORG) \\[sic\\] of\r\n[Peru](PLACE country:PE).\n").unwrap();
        assert_eq!(got.text, "The Bergen Post [sic] of\nPeru.\n");
        assert_eq!(got.fields["title"], "Ports: a list");
        let marks: Vec<_> =
            got.marks.iter().map(|m| (&got.text[m.start..m.end], m.label.as_str(), m.value.as_str(), m.nested, m.line)).collect();
        let want = [
            ("The Bergen Post", "ORG", "", false, 6),
            ("Bergen", "PLACE", "", true, 6),
            ("Peru", "PLACE", "country:PE", false, 7),
        ];
        assert_eq!(marks, want);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let line = |source: &str| read(source).unwrap_err().0;
        assert_eq!(line("---\nid: a\n"), 1);
        assert_eq!(line("---\nno colon\n---\n"), 2);
        assert_eq!(line("One.\n\nTwo [Peru.\n"), 3);
        assert_eq!(line("One\n[Peru] two\n"), 2);
        assert_eq!(line("One ]\n"), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(source in r"(---\n|[a-z]{1,3}: ?[a-z\x22']{0,3}\n|\[|\]|\(|\)|\\|\]\(ORG\)|\]\(PLACE x\)|\n|\r\n|\PC){0,60}") {
            if let Ok(read) = read(&source) {
                for mark in &read.marks {
                    proptest::prop_assert!(read.text.get(mark.start..mark.end).is_some());
                }
            }
        }
    }

    #[test]
    fn text_without_front_matter_or_marks_stays() {
        assert_eq!(read("").unwrap(), Marked::default());
        assert_eq!(read("Plain (text).").unwrap().text, "Plain (text).");
        assert_eq!(read("---\nid: x\n---").unwrap().text, "");
    }
}
