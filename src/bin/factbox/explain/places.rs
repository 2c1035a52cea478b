//! Which place a name is: the candidates of the lists and what speaks for each.

use crate::single::Found;
use crate::terminal::{Style, paint_if};
use factbox::resolve::place::PlaceWeighed;
use std::fmt::Write;
use std::io::IsTerminal;

/// Candidates that are shown; `--format json` has all.
const SHOWN: usize = 8;

/// A line for each candidate, the likeliest first; empty where no place of the lists is meant.
pub fn lines(found: &Found<'_>, places: &[PlaceWeighed]) -> String {
    if places.is_empty() {
        return String::new();
    }
    let head = "which place it is     prior country division    near    here elsewhere     sum";
    let mut out = paint_if(std::io::stdout().is_terminal(), Style::Faint, head) + "\n";
    for p in places.iter().take(SHOWN) {
        let place = found.extractor.gazetteer().place(p.id);
        let _ = writeln!(
            out,
            "    {:18}{:6.2} {:7.2} {:8.2} {:7.2} {:7.2} {:9.2} {:7.2}  {} {} {}",
            place.id.to_string(),
            p.prior,
            p.country,
            p.admin,
            p.near,
            p.here,
            p.elsewhere,
            p.score(),
            place.name,
            place.country,
            place.admin1
        );
    }
    if let [first, second, ..] = places {
        let _ = writeln!(out, "    the first leads by {:.2}", first.score() - second.score());
    }
    if places.len() > SHOWN {
        let _ = writeln!(out, "    {} more (--format json has all)", places.len() - SHOWN);
    }
    out
}
