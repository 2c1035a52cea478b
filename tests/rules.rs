//! Runs `fixtures/rules/*.md`: each file belongs to one tagger and holds a section for each of its rules.

use factbox::mention::Kind;
use std::path::Path;

/// File, the kinds it marks, the rules it must cover.
const FILES: &[(&str, &[Kind], &[&str])] = &[("date.md", &[Kind::Date], factbox::tag::date::RULES)];

#[test]
fn every_rule_has_its_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let report: String = FILES.iter().map(|(file, kinds, rules)| super::fixture::run(&folder.join(file), kinds, rules)).collect();
    assert!(report.is_empty(), "\n{report}");
}
