//! A mention in words: where, what, by which rule, and what it means.

use crate::single::Found;
use factbox::mention::Section;
use factbox::{Kind, Mention};
use std::fmt::Write;

/// One line for the mention, further lines for what it means.
pub fn lines(found: &Found<'_>, m: &Mention) -> String {
    let (text, facts) = (&found.document.text, &found.extraction.facts);
    let chars = |byte: u32| text[..byte as usize].chars().count();
    let mut out = String::new();
    let nested = if m.nested { ", nested" } else { "" };
    let section = if m.section == Section::Body { "" } else { m.section.name() };
    let _ = writeln!(
        out,
        "{}-{} {} {:?}  {} {:.2}{nested}{}{section}",
        chars(m.span.start),
        chars(m.span.end),
        m.kind.name(),
        m.span.of(text),
        m.rule,
        m.confidence,
        if section.is_empty() { "" } else { ", " },
    );
    let pooled = |p: factbox::mention::Pooled| p.of(&facts.pool);
    match m.kind {
        Kind::Date => {
            if let Some(d) = facts.dates.get(m.value as usize) {
                let iso = d.iso_start.map_or(String::new(), |s| format!(" from {s}"));
                let anchor = d.anchor_date.map_or(String::new(), |a| format!(" {a}"));
                let _ = writeln!(
                    out,
                    "    {} {}{iso} {}; anchor {}{anchor}; {}",
                    d.timex_type.name(),
                    pooled(d.timex_value),
                    d.granularity,
                    d.anchor,
                    if d.resolved { "resolved" } else { "not resolved" }
                );
            }
        }
        Kind::Figure => {
            if let Some(f) = facts.figures.get(m.value as usize) {
                let number = |n: Option<f64>| n.map_or("-".to_string(), |n| n.to_string());
                let _ = writeln!(
                    out,
                    "    {} {} value {} low {} high {} unit {:?} counted {:?} predicate {:?}",
                    f.kind.name(),
                    f.bound.name(),
                    number(f.value),
                    number(f.low),
                    number(f.high),
                    pooled(f.unit_name),
                    pooled(f.counted),
                    pooled(f.predicate)
                );
            }
        }
        _ => {
            if let Some(e) = m.entity.and_then(|e| facts.entities.get(e as usize)) {
                let mut id = e.place.map_or(String::new(), |p| format!(" = {}", found.extractor.gazetteer().place(p).id));
                if let Some(custom) = e.custom {
                    id += " = ";
                    found.extractor.lists()[custom.list as usize].put_id(custom.entry, &mut id);
                }
                let _ = write!(out, "    {:?}{id}", pooled(e.name));
                for (what, text) in [("roles", pooled(e.roles)), ("may also be", pooled(e.alternatives))] {
                    if !text.is_empty() {
                        let _ = write!(out, "; {what} {}", text.replace('|', ", "));
                    }
                }
                if e.ambiguity > 0 {
                    let _ = write!(out, "; {} listed", e.ambiguity);
                }
                out.push('\n');
            }
        }
    }
    out
}
