//! Reading and writing the lists: UTF-8, LF, a header, sorted, no row twice.

use super::Result;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Rows of a list as fields by column name.
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a list.
    pub fn read(path: &Path) -> Result<Table> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut lines = text.lines().map(|l| l.split('\t').map(String::from).collect::<Vec<_>>());
        let columns = lines.next().ok_or(format!("{}: no header", path.display()))?;
        Ok(Table { columns, rows: lines.collect() })
    }

    /// The rows, each with a way to ask for a column (empty where the list has none).
    pub fn rows<'a>(&'a self) -> impl Iterator<Item = impl Fn(&str) -> &'a str> {
        self.rows.iter().map(move |row| {
            move |column: &str| {
                let i = self.columns.iter().position(|c| c == column);
                i.and_then(|i| row.get(i)).map_or("", String::as_str)
            }
        })
    }
}

/// Writes a list, sorted and without doubles.
pub fn write(path: &Path, header: &str, rows: impl IntoIterator<Item = String>) -> Result<()> {
    let rows: BTreeSet<String> = rows.into_iter().collect();
    let mut text = format!("{header}\n");
    for row in &rows {
        text.push_str(row);
        text.push('\n');
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    }
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
