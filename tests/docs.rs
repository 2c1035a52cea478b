//! The documents beside the code: paths that they name exist, and every module of the code map's folders is in it.

use std::path::Path;

/// Documents whose paths are checked.
const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs/design.md", "docs/accuracy.md", "NOTICE"];

/// Top-level names that make a word in backquotes a path of this repository.
const ROOTS: &[&str] = &["src", "gazetteers", "fixtures", "tests", "benches", "docs", "eval", "xtask", ".ci"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Words in backquotes and link targets that point into the repository.
fn paths(document: &str) -> Vec<String> {
    let quoted = document.split('`').skip(1).step_by(2).map(str::to_owned);
    let linked = document.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned);
    let inside = |p: &String| {
        let first = p.split('/').next().unwrap_or("");
        let placeholder = p.contains(['<', '*', '{', ' ']) || p.contains("NAME");
        !placeholder
            && ((p.contains('/') && ROOTS.contains(&first)) || (p.ends_with(".md") || p.ends_with(".toml")) && !p.contains("://"))
    };
    quoted.chain(linked).map(|p| p.split('#').next().unwrap_or("").trim_end_matches('/').to_owned()).filter(inside).collect()
}

#[test]
fn every_path_that_the_documents_name_exists() {
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let folder = Path::new(document).parent().map(|p| root().join(p)).unwrap_or_default();
        for path in paths(&read(document)) {
            if !root().join(&path).exists() && !folder.join(&path).exists() {
                missing.push(format!("{document} names {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_code_map_names_every_folder_and_file_of_the_first_level() {
    let map = read("ARCHITECTURE.md");
    let mut absent = Vec::new();
    for entry in std::fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !map.contains(&format!("`src/{name}`")) && !map.contains(&format!("`src/{name}/`")) {
            absent.push(format!("ARCHITECTURE.md lacks src/{name}"));
        }
    }
    absent.sort();
    assert!(absent.is_empty(), "{}", absent.join("\n"));
}
