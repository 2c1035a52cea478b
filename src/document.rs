//! What stage 2 hands to stage 3: one article's text with what its file said of it.

use jiff::civil::Date;

/// One article. `text` is never changed after decoding: all offsets point into it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The user's id, or the path relative to INPUT with `/` (`x.jsonl#17` for a line without an id).
    pub id: String,
    /// The file it came from, as given.
    pub path: String,
    /// The extracted text, without a byte-order mark. Offsets are into this.
    pub text: String,
    /// Title from a field or the markup; a headline inside the text is found by `segment::opening` instead.
    pub title: Option<String>,
    /// Author from a field or the markup.
    pub byline: Option<String>,
    /// Publisher from the markup.
    pub publisher: Option<String>,
    /// Publication date where something outside the text says it.
    pub dct: Option<Date>,
    /// Who said so.
    pub dct_source: DctSource,
    /// Format that was read.
    pub format: &'static str,
    /// Encoding that was read: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`.
    pub encoding: &'static str,
    /// Characters that could not be decoded and became U+FFFD.
    pub n_replaced: u64,
    /// Size of the source in bytes.
    pub bytes: u64,
    /// Hex SHA-256 of the source bytes (of the text field for JSONL and CSV).
    pub sha256: String,
    /// Pass-through columns of `--keep`, in the order asked for.
    pub keep: Vec<(String, serde_json::Value)>,
    /// Something that was wrong and did not stop the reading (an unreadable date field): status `partial`.
    pub warning: Option<crate::Error>,
}

/// Where the publication date (document creation time, TIMEX3's DCT) came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DctSource {
    Flag,
    Field,
    Jsonld,
    Meta,
    Url,
    Dateline,
    Filename,
    #[default]
    None,
}

impl DctSource {
    /// The word in the column `dct_source`.
    pub fn name(self) -> &'static str {
        match self {
            DctSource::Flag => "flag",
            DctSource::Field => "field",
            DctSource::Jsonld => "jsonld",
            DctSource::Meta => "meta",
            DctSource::Url => "url",
            DctSource::Dateline => "dateline",
            DctSource::Filename => "filename",
            DctSource::None => "none",
        }
    }
}
