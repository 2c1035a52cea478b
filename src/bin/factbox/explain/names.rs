//! The evidence for names at a place: the two readings, the sums for each label, what decided.

use crate::single::Found;
use crate::terminal::{Style, paint_if};
use factbox::extract::Explanation;
use factbox::mention::TokenRange;
use factbox::resolve::label::KINDS;
use factbox::resolve::label::explain::{NameReadings, Reading, TokenReading, Weighed};
use factbox::resolve::label::lattice::Scores;
use std::fmt::Write;
use std::io::IsTerminal;

/// The labels in words; + marks a word inside a name.
const LABELS: [&str; 9] = ["no name", "PERSON", "PERSON+", "PLACE", "PLACE+", "ORG", "ORG+", "NORP", "NORP+"];
/// Pieces of evidence that are shown; `--format json` has all.
const SHOWN: usize = 20;

/// Everything about the names at a token.
pub fn lines(found: &Found<'_>, token: usize, explanation: &Explanation) -> String {
    let names = &explanation.names;
    let Some(here) = names.tokens.iter().find(|t| t.token as usize == token) else {
        return "names: not looked for here, no capital letter is near\n".to_string();
    };
    let mut out = spans(found, names);
    let proposed = explanation.candidates.iter().any(|c| KINDS.contains(&c.kind));
    if !names.second.is_empty() && !proposed {
        out += "left out: not probable enough for a name, or nothing but what names leave outside\n";
    }
    out += "labels of the words, first reading -> with the rest of the document:\n";
    for t in &names.tokens {
        let word = found.extraction.segments.tokens[t.token as usize].of(&found.document.text);
        let _ = writeln!(out, "    {word:16} {} -> {}", two_best(&t.first), two_best(&t.second));
    }
    out += &table(here);
    out += &decision(here);
    out
}

/// Names that each reading made here.
fn spans(found: &Found<'_>, names: &NameReadings) -> String {
    let tokens = &found.extraction.segments.tokens;
    let text = |range: TokenRange| {
        let range = range.range();
        &found.document.text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
    };
    let first = names.first.iter().map(|s| (KINDS[usize::from(s.kind) & 3], s.tokens, s.confidence));
    let second = names.second.iter().map(|s| (s.kind, s.tokens, s.confidence));
    let mut out = String::new();
    for (reading, spans) in [("first reading", first.collect::<Vec<_>>()), ("with the rest of the document", second.collect())] {
        let spans: Vec<String> =
            spans.into_iter().map(|(kind, range, p)| format!("{} {:?} {p:.2}", kind.name(), text(range))).collect();
        let _ = writeln!(out, "{reading}: {}", if spans.is_empty() { "no name".to_string() } else { spans.join(", ") });
    }
    out
}

/// Labels by probability.
fn ranked(reading: &Reading) -> [usize; 9] {
    let mut order: [usize; 9] = std::array::from_fn(|k| k);
    order.sort_by(|a, b| reading.probability[*b].total_cmp(&reading.probability[*a]));
    order
}

fn two_best(reading: &Reading) -> String {
    let [first, second, ..] = ranked(reading);
    let p = |label: usize| format!("{} {:.2}", LABELS[label], reading.probability[label]);
    match reading.probability[second] {
        little if little < 0.005 => p(first),
        _ => format!("{}, {}", p(first), p(second)),
    }
}

/// Sums of the weights and probabilities, a column a label.
fn table(token: &TokenReading) -> String {
    let row = |name: &str, numbers: Scores| {
        let cells: String = numbers.iter().map(|n| format!("{n:8.2}")).collect();
        format!("    {name:18}{cells}\n")
    };
    let heads: String = LABELS.iter().map(|l| format!("{l:>8}")).collect();
    let document: Scores = std::array::from_fn(|k| token.second.sums[k] - token.first.sums[k]);
    let shown = std::io::stdout().is_terminal();
    let mut out = paint_if(shown, Style::Faint, &format!("sums of the weights {heads}")) + "\n";
    out += &row("words around", token.first.sums);
    out += &row("rest of document", document);
    out += &row("together", token.second.sums);
    out += &row("probable at first", token.first.probability);
    out + &row("probable at last", token.second.probability)
}

/// The likeliest other label; where none is likely at all, the likeliest of another kind, since that is what people ask for.
fn rival(reading: &Reading) -> usize {
    let kind = |label: usize| label.div_ceil(2);
    let others = || ranked(reading).into_iter().filter(|label| *label != reading.label);
    let likely = others().next().filter(|label| reading.probability[*label] > 0.02);
    likely.or_else(|| others().find(|label| kind(*label) != kind(reading.label))).unwrap_or_default()
}

/// What won over what, by how much, and by which evidence.
fn decision(token: &TokenReading) -> String {
    let won = token.second.label;
    let rival = rival(&token.second);
    let (p, sums) = (&token.second.probability, &token.second.sums);
    let mut out = format!(
        "{} won over {}: probability {:.2} against {:.2}, sum of the weights {:+.2}; what may stand beside what makes the rest\n",
        LABELS[won],
        LABELS[rival],
        p[won],
        p[rival],
        sums[won] - sums[rival]
    );
    if token.first.label != won {
        let _ = writeln!(out, "the rest of the document changed {} to {}", LABELS[token.first.label], LABELS[won]);
    }
    let margin = |w: &Weighed| w.weights[won] - w.weights[rival];
    let mut all: Vec<(&Weighed, &str)> = token.words.iter().map(|w| (w, "")).collect();
    all.extend(token.document.iter().map(|w| (w, "  (document)")));
    all.sort_by(|a, b| margin(b.0).abs().total_cmp(&margin(a.0).abs()));
    let _ = writeln!(out, "evidence, what decided first: weight for {}, for {}, difference", LABELS[won], LABELS[rival]);
    for (w, mark) in all.iter().take(SHOWN) {
        let _ = writeln!(out, "    {:+6.2} {:+6.2} {:+6.2}  {}{mark}", w.weights[won], w.weights[rival], margin(w), w.evidence);
    }
    if all.len() > SHOWN {
        let rest: f32 = all[SHOWN..].iter().map(|(w, _)| margin(w)).sum();
        let _ = writeln!(out, "    {:13} {rest:+6.2}  {} more (--format json has all)", "", all.len() - SHOWN);
    }
    out
}
