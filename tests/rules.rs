//! Runs `fixtures/rules/*.md`: each file belongs to one tagger and holds a section for each of its rules.

use factbox::mention::Kind;
use factbox::tag::name::RULES_OF;
use std::path::Path;

/// File, the kinds it marks, the rules it must cover.
const FILES: &[(&str, &[Kind], &[&str])] = &[
    ("date.md", &[Kind::Date], factbox::tag::date::RULES),
    ("figure.md", &[Kind::Figure], factbox::tag::figure::RULES),
    ("person.md", &[Kind::Person], RULES_OF[0]),
    ("place.md", &[Kind::Place], RULES_OF[1]),
    ("org.md", &[Kind::Org], RULES_OF[2]),
    ("norp.md", &[Kind::Norp], RULES_OF[3]),
];

#[test]
fn every_rule_has_its_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let report: String = FILES.iter().map(|(file, kinds, rules)| super::fixture::run(&folder.join(file), kinds, rules)).collect();
    assert!(report.is_empty(), "\n{report}");
}
