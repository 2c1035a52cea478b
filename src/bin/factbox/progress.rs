//! The bar on the terminal: documents and bytes a second, and the time that is left.

use factbox::run::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A bar over the bytes of the inputs; a spinner where their size is unknown.
pub struct Bar {
    bar: ProgressBar,
    began: Instant,
}

const WITH_TOTAL: &str = "{bar:30} {percent:>3}%  {msg}  {binary_bytes_per_sec}  {eta} left";
const WITHOUT: &str = "{spinner} {binary_bytes}  {msg}  {binary_bytes_per_sec}";

impl Bar {
    /// A bar for these inputs.
    pub fn new(inputs: &[PathBuf]) -> Self {
        let total = inputs.iter().map(|input| size(input)).sum::<Option<u64>>();
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = if total.is_some() { WITH_TOTAL } else { WITHOUT };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar { bar, began: Instant::now() }
    }

    /// Moves it.
    pub fn show(&mut self, progress: Progress) {
        let seconds = self.began.elapsed().as_secs_f64();
        // A run that is over at once needs no bar, and the first moments say nothing of the time that is left.
        if seconds < 0.3 || progress.bytes == 0 {
            return;
        }
        let rate = progress.documents as f64 / seconds;
        self.bar.set_message(format!("{} documents, {rate:.0} a second", progress.documents));
        self.bar.set_position(progress.bytes);
    }

    /// Takes it off the screen.
    pub fn clear(self) {
        self.bar.finish_and_clear();
    }
}

/// Bytes of a file, or of all files in a folder; none for a stream.
fn size(input: &Path) -> Option<u64> {
    let meta = std::fs::metadata(input).ok()?;
    if meta.is_file() {
        return Some(meta.len());
    }
    if !meta.is_dir() {
        return None;
    }
    let entries = std::fs::read_dir(input).ok()?.filter_map(std::result::Result::ok);
    // Links to folders may go round in circles; what they hold is left out of the estimate.
    let sizes = entries.map(|e| match e.file_type() {
        Ok(kind) if kind.is_dir() => size(&e.path()).unwrap_or(0),
        Ok(kind) if kind.is_file() => e.metadata().map_or(0, |m| m.len()),
        _ => 0,
    });
    Some(sizes.sum())
}
