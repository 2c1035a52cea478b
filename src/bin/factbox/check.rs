//! `factbox check`: numbers that do not agree with each other, one a line, as compilers print their findings.

use crate::args::Check;
use crate::single::{self, Found};
use crate::terminal::{Style, paint_if, say};
use crate::{exit, print};
use factbox::Result;
use factbox::decode::DecodeConfig;
use factbox::read::ReadConfig;
use std::fmt::Write;
use std::io::IsTerminal;

/// Runs the command; gives the exit code.
pub fn run(args: &Check) -> Result<u8> {
    let read = ReadConfig { format: args.input.format()?, ..ReadConfig::default() };
    let mut mismatches = 0_u64;
    let n = single::documents(&args.inputs, &read, &DecodeConfig::default(), &args.lists, &mut |found, _| {
        let (text, wrong) = findings(found, args.all);
        mismatches += wrong;
        print(&text)
    })?;
    Ok(match () {
        () if n == 0 => {
            say("factbox: nothing could be read");
            exit::NOTHING_READABLE
        }
        () if mismatches > 0 => exit::MISMATCHES,
        () => exit::OK,
    })
}

fn findings(found: &Found<'_>, all: bool) -> (String, u64) {
    let (text, facts) = (&found.document.text, &found.extraction.facts);
    let shown = std::io::stdout().is_terminal();
    let (mut out, mut wrong) = (String::new(), 0);
    for check in &facts.checks {
        let mismatch = check.verdict == "mismatch";
        wrong += u64::from(mismatch);
        let Some(figure) = facts.figures.get(check.figure as usize).filter(|_| mismatch || all) else { continue };
        let start = figure.span.start as usize;
        let before = &text[..start];
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
        let verdict = paint_if(shown, if mismatch { Style::Bad } else { Style::Good }, check.verdict);
        let place = if found.line > 0 { &found.document.id } else { &found.document.path };
        let _ = writeln!(out, "{place}:{line}:{column}: {verdict}: {} [{}]", check.message.of(&facts.pool), check.check_type);
        if mismatch && !check.items.is_empty() {
            let items = check.items.of(&facts.pool).split('|').collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "  {}", paint_if(shown, Style::Faint, &format!("counted: {items}")));
        }
    }
    (out, wrong)
}
