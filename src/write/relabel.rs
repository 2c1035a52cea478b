//! New ids for old ones in a table that is written already: all other bytes stay as they are.
//!
//! Which names are one is known only when all documents are through, and by then their ids stand in the tables. What follows a longer
//! or shorter id has to move. It moves inside the file, a piece at a time, which is twice as fast as a second file; what ids have
//! grown by waits in memory until there is room for it.

use super::Format;
use crate::tabulate::Table;
use crate::tabulate::entity::NewIds;
use memchr::{memchr, memchr3_iter, memmem::Finder, memrchr};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes read at a time; a row that is longer makes the room grow.
const PIECE: usize = 1 << 20;

/// The columns of a table that hold ids of entities.
pub fn columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Documents => &["dateline_place_id"],
        Table::Mentions => &["entity_id"],
        Table::Figures => &["place_entity_id", "attributed_to"],
        _ => &[],
    }
}

/// Puts the new ids into a table, of which `read` is given all bytes as they are then. Gives its size: the file may have been longer.
pub fn relabel(
    table: Table,
    format: Format,
    ids: &NewIds,
    file: &mut (impl Read + Write + Seek),
    read: impl FnMut(&[u8]),
) -> io::Result<u64> {
    match format {
        Format::Jsonl => {
            let json = Json::new(table);
            pieces(file, last_line, |piece, out| json.rewrite(piece, ids, out), read)
        }
        Format::Csv { .. } => {
            let at = |name: &&str| table.columns().iter().position(|c| c.name == *name);
            let columns: Vec<usize> = columns(table).iter().filter_map(at).collect();
            let doc = at(&"doc_id").unwrap_or_default();
            pieces(file, last_record, |piece, out| csv(piece, (&columns, doc), ids, out), read)
        }
    }
}

/// Puts what `rewrite` makes of whole rows in their place, a piece at a time; gives the size then. `whole` says how many of the bytes are
/// whole rows; `rewrite` appends nothing where it changes nothing.
fn pieces(
    file: &mut (impl Read + Write + Seek),
    whole: impl Fn(&[u8]) -> usize,
    rewrite: impl Fn(&[u8], &mut Vec<u8>),
    mut read: impl FnMut(&[u8]),
) -> io::Result<u64> {
    let (mut bytes, mut filled) = (vec![0; PIECE], 0);
    let mut moved = Moved::default();
    loop {
        if filled + PIECE / 2 > bytes.len() {
            bytes.resize(2 * bytes.len(), 0);
        }
        file.seek(SeekFrom::Start(moved.from))?;
        let n = read_some(file, &mut bytes[filled..])?;
        moved.from += n as u64;
        filled += n;
        let end = if n == 0 { filled } else { whole(&bytes[..filled]) };
        let (old, in_place) = (moved.waiting.len(), moved.to + filled as u64 == moved.from);
        rewrite(&bytes[..end], &mut moved.waiting);
        if old == 0 && in_place && moved.waiting.is_empty() {
            read(&bytes[..end]);
            moved.to += end as u64;
        } else {
            if moved.waiting.len() == old {
                moved.waiting.extend_from_slice(&bytes[..end]);
            }
            read(&moved.waiting[old..]);
        }
        bytes.copy_within(end..filled, 0);
        filled -= end;
        moved.write(file, n == 0)?;
        if n == 0 {
            return Ok(moved.to);
        }
    }
}

/// Rows on their way to another place in the same file.
#[derive(Default)]
struct Moved {
    waiting: Vec<u8>,
    /// Where they go.
    to: u64,
    /// Up to here the old bytes are read.
    from: u64,
}

impl Moved {
    /// Writes what there is room for, or all.
    fn write(&mut self, file: &mut (impl Write + Seek), all: bool) -> io::Result<()> {
        let room = (self.from - self.to) as usize;
        let n = if all { self.waiting.len() } else { self.waiting.len().min(room) };
        if n > 0 {
            file.seek(SeekFrom::Start(self.to))?;
            file.write_all(&self.waiting[..n])?;
            self.waiting.drain(..n);
            self.to += n as u64;
        }
        Ok(())
    }
}

fn read_some(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(bytes) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

fn last_line(bytes: &[u8]) -> usize {
    memrchr(b'\n', bytes).map_or(0, |at| at + 1)
}

/// The end of the last record: a line break with an even number of quotes before it.
fn last_record(bytes: &[u8]) -> usize {
    let (mut end, mut quoted) = (0, false);
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        if bytes[at] == b'"' {
            quoted = !quoted;
        } else if !quoted {
            end = at + 1;
        }
    }
    end
}

/// What stands before an id in a line of JSON; quotes inside of texts are escaped, so that it can stand nowhere else.
fn needles(table: Table) -> Vec<Vec<u8>> {
    columns(table).iter().map(|column| format!(",\"{column}\":\"").into_bytes()).collect()
}

struct Json {
    needles: Vec<Finder<'static>>,
    doc: Finder<'static>,
}

impl Json {
    fn new(table: Table) -> Json {
        let doc = Finder::new("\"doc_id\":\"").into_owned();
        Json { needles: needles(table).iter().map(|n| Finder::new(n).into_owned()).collect(), doc }
    }

    fn rewrite(&self, bytes: &[u8], ids: &NewIds, out: &mut Vec<u8>) {
        let find = |i: usize, from: usize| {
            let needle = &self.needles[i];
            needle.find(&bytes[from..]).map(|at| from + at + needle.needle().len())
        };
        let mut next: Vec<Option<usize>> = (0..self.needles.len()).map(|i| find(i, 0)).collect();
        let mut done = 0;
        while let Some((start, i)) = next.iter().enumerate().filter_map(|(i, at)| Some(((*at)?, i))).min() {
            let end = start + memchr(b'"', &bytes[start..]).unwrap_or(0);
            if let Some(new) = ids.get(&bytes[start..end], || self.doc_of(bytes, start)) {
                out.extend_from_slice(&bytes[done..start]);
                out.extend_from_slice(new);
                done = end;
            }
            next[i] = find(i, end);
        }
        rest(bytes, done, out);
    }

    /// The document of the row that holds byte `at`.
    fn doc_of(&self, bytes: &[u8], at: usize) -> Option<String> {
        let line = memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        let start = line + self.doc.find(&bytes[line..at])? + self.doc.needle().len() - 1;
        let mut text = serde_json::Deserializer::from_slice(&bytes[start..at]).into_iter::<String>();
        text.next()?.ok()
    }
}

/// What stands behind the last new id; nothing where there was none.
fn rest(bytes: &[u8], done: usize, out: &mut Vec<u8>) {
    if done > 0 {
        out.extend_from_slice(&bytes[done..]);
    }
}

/// The same for records of CSV. Ids of this kind need no quotes, and neither do those in their place.
fn csv(bytes: &[u8], (columns, doc_column): (&[usize], usize), ids: &NewIds, out: &mut Vec<u8>) {
    let (mut done, mut start, mut column, mut quoted, mut doc) = (0, 0, 0, false, 0..0);
    for mark in memchr3_iter(b',', b'"', b'\n', bytes) {
        if bytes[mark] == b'"' {
            quoted = !quoted;
        }
        if bytes[mark] == b'"' || quoted {
            continue;
        }
        if column == doc_column {
            doc = start..mark;
        } else if columns.contains(&column)
            && let Some(new) = ids.get(&bytes[start..mark], || Some(unquoted(&bytes[doc.clone()])))
        {
            out.extend_from_slice(&bytes[done..start]);
            out.extend_from_slice(new);
            done = mark;
        }
        start = mark + 1;
        column = if bytes[mark] == b'\n' { 0 } else { column + 1 };
    }
    rest(bytes, done, out);
}

/// A cell of CSV as text.
fn unquoted(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::relabel;
    use crate::tabulate::cells::Text;
    use crate::tabulate::entity::NewIds;
    use crate::tabulate::rows::{FigureRow, MentionRow};
    use crate::tabulate::{RowSink, Table};
    use crate::write::{Buffers, Format};
    use std::io::Cursor;

    /// Some rows whose surface looks like what is searched for.
    fn rows(format: Format, [first, second]: [&str; 2]) -> [(Table, Vec<u8>); 2] {
        let mut buffers = Buffers::new(format, &[Table::Mentions, Table::Figures]);
        buffers.header(Table::Mentions, &[]);
        buffers.header(Table::Figures, &[]);
        let long = "x".repeat(300_000);
        for surface in
            ["J. Smith", "a \"quote\",\n,PERSON/j-smith,", ",\"entity_id\":\"PERSON/j-smith\"", &long, &long, "J", &long, &long]
        {
            for id in [first, "", "PERSON/j-smithy", second] {
                let row = MentionRow { entity_id: Text::new(id), surface: Text::new(surface), ..MentionRow::default() };
                buffers.row(Table::Mentions, &row);
                let (place_entity_id, attributed_to) = (Text::new(second), Text::new(id));
                let surface = Text::new(surface);
                buffers.row(Table::Figures, &FigureRow { place_entity_id, attributed_to, surface, ..FigureRow::default() });
            }
        }
        let mut tables = buffers.take(&mut Vec::new()).into_iter();
        [tables.next().unwrap(), tables.next().unwrap()]
    }

    #[test]
    fn only_whole_ids_of_their_columns_change() {
        // Longer, shorter, both, as long as before, and none at all.
        for [first, second] in [
            ["PERSON/john-smith", "ORG/sarw"],
            ["PERSON/j-smith", "ORG/x"],
            ["PERSON/john-smith", "ORG/x"],
            ["PERSON/k-smith", "ORG/sarw"],
            ["PERSON/j-smith", "ORG/sarw"],
        ] {
            let new = NewIds::of(&[("PERSON/j-smith", first), ("ORG/sarw", second)], &[]);
            for format in [Format::Csv { excel: false }, Format::Csv { excel: true }, Format::Jsonl] {
                let expected = rows(format, [first, second]);
                for ((table, bytes), (_, expected)) in rows(format, ["PERSON/j-smith", "ORG/sarw"]).iter().zip(&expected) {
                    let (mut file, mut read) = (Cursor::new(bytes.clone()), Vec::new());
                    let size = relabel(*table, format, &new, &mut file, |piece| read.extend_from_slice(piece)).unwrap();
                    let mut out = file.into_inner();
                    out.truncate(size as usize);
                    assert!(out == *expected && read == out, "{format:?} {table:?} {first} {second}");
                }
            }
        }
    }

    #[test]
    fn an_id_may_change_in_some_documents_only() {
        let some = [("a\"b, \\c\n", "PERSON/x", "PERSON/x--law-pe"), ("a", "PERSON/y", "PERSON/z")];
        let new = NewIds::of(&[("PERSON/y", "PERSON/w")], &some);
        let rows = |format, ids: [&str; 4]| {
            let mut buffers = Buffers::new(format, &[Table::Mentions]);
            for (doc, id) in ["a\"b, \\c\n", "a", "a", "b"].iter().zip(ids) {
                let (doc_id, entity_id) = (Text::new(doc), Text::new(id));
                buffers.row(Table::Mentions, &MentionRow { doc_id, entity_id, ..MentionRow::default() });
            }
            buffers.take(&mut Vec::new()).remove(0).1
        };
        for format in [Format::Csv { excel: false }, Format::Csv { excel: true }, Format::Jsonl] {
            let mut file = Cursor::new(rows(format, ["PERSON/x", "PERSON/x", "PERSON/y", "PERSON/y"]));
            relabel(Table::Mentions, format, &new, &mut file, |_| ()).unwrap();
            let expected = rows(format, ["PERSON/x--law-pe", "PERSON/x", "PERSON/z", "PERSON/w"]);
            assert_eq!(String::from_utf8(file.into_inner()).unwrap(), String::from_utf8(expected).unwrap());
        }
    }
}
