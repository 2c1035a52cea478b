//! `factbox gazetteer lint`: what is doubtful in a list of the user's, as a table.

use crate::args::{Lint, LintFormatArg};
use crate::terminal::say;
use crate::{exit, print};
use factbox::gazetteer::user::Source;
use factbox::gazetteer::user::lint::{Check, Finding, Report, lint};
use factbox::{Error, Result};
use std::fmt::Write;

/// Runs the command; gives the exit code.
pub fn run(args: &Lint) -> Result<u8> {
    let mut findings = Vec::new();
    for file in &args.files {
        let report = lint(&Source::parse(file)?)?;
        say(&summary(&file.to_string_lossy(), &report));
        findings.extend(report.findings);
    }
    print(&match args.format {
        LintFormatArg::Text => text(&findings),
        LintFormatArg::Csv => csv(&findings)?,
        LintFormatArg::Jsonl => jsonl(&findings),
    })?;
    Ok(if findings.is_empty() { exit::OK } else { exit::MISMATCHES })
}

fn summary(file: &str, report: &Report) -> String {
    let mut line = format!("{file}: {} rows, {} names", report.rows, report.names);
    let count = |check: Check| report.findings.iter().filter(|f| f.check == check).count();
    for (check, n) in Check::ALL.map(|check| (check, count(check))).into_iter().filter(|(_, n)| *n > 0) {
        let _ = write!(line, ", {n} {}", check.name());
    }
    line + if report.findings.is_empty() { ", nothing doubtful" } else { "" }
}

/// Aligned columns, as compilers print their findings.
fn text(findings: &[Finding]) -> String {
    let place = |f: &Finding| format!("{}:{}", f.file, f.line);
    let width = |of: &dyn Fn(&Finding) -> usize| findings.iter().map(of).max().unwrap_or(0);
    let places = width(&|f| place(f).chars().count());
    let names = width(&|f| f.name.chars().count()).min(40);
    let mut out = String::new();
    for f in findings {
        let _ = writeln!(out, "{:places$}  {:13}  {:names$}  {}", place(f), f.check.name(), f.name, f.message);
    }
    out
}

fn csv(findings: &[Finding]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Error::data(e.to_string());
    if findings.is_empty() {
        writer.write_record(["file", "line", "check", "name", "id", "message"]).map_err(failed)?;
    }
    for finding in findings {
        writer.serialize(finding).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::data(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn jsonl(findings: &[Finding]) -> String {
    findings.iter().filter_map(|f| serde_json::to_string(f).ok()).map(|line| line + "\n").collect()
}
