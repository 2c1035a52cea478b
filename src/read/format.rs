//! Which format a file has: by the user's word, by its extension, by a look at its first bytes.

/// Formats that this version reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one document a file.
    Txt,
    /// Markdown, read as text so that offsets stay exact.
    Md,
    /// One JSON object a line.
    Jsonl,
    /// Comma- or semicolon-separated with a header line.
    Csv,
    /// Tab-separated with a header line.
    Tsv,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 5] = [Format::Txt, Format::Md, Format::Jsonl, Format::Csv, Format::Tsv];

    /// The word in the column `format` and of `--in`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
        }
    }

    /// The format of that name.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.name() == name)
    }

    /// The format of a file extension (without its dot, any case).
    pub(super) fn of_extension(extension: &str) -> Option<Format> {
        const EXTENSIONS: &[(&str, Format)] = &[
            ("txt", Format::Txt),
            ("text", Format::Txt),
            ("md", Format::Md),
            ("markdown", Format::Md),
            ("jsonl", Format::Jsonl),
            ("ndjson", Format::Jsonl),
            ("csv", Format::Csv),
            ("tsv", Format::Tsv),
            ("tab", Format::Tsv),
        ];
        EXTENSIONS.iter().find(|(e, _)| e.eq_ignore_ascii_case(extension)).map(|(_, f)| *f)
    }
}

/// What to tell the user about formats that are text or archives but not read as such.
pub(super) fn unsupported(extension: &str) -> Option<&'static str> {
    const HINTS: &[(&[&str], &str)] = &[
        (
            &["html", "htm", "xhtml"],
            "HTML is planned for a later version; save the article as text, or pass --in txt to read the markup as text",
        ),
        (&["pdf"], "PDF is planned for a later version; convert it with pdftotext first"),
        (
            &["gz", "zst", "bz2", "xz"],
            "compressed files are planned for a later version; pipe them: zcat FILE | factbox extract - --in jsonl",
        ),
        (&["zip", "tar", "tgz", "7z", "rar"], "archives are planned for a later version; unpack it first"),
        (&["mbox", "eml", "warc"], "mail and web archives are planned for a later version"),
        (&["doc", "docx", "odt", "rtf", "epub"], "office documents are not read; save it as text first"),
        (&["json"], "a JSON file is not JSON lines; write one object a line (jq -c '.[]'), or pass --in jsonl"),
        (&["xml", "rss", "atom"], "XML is not read; convert it to JSONL or text first"),
    ];
    HINTS.iter().find(|(list, _)| list.iter().any(|e| e.eq_ignore_ascii_case(extension))).map(|(_, hint)| *hint)
}

/// True for bytes that no text has: NUL without a UTF-16 mark before it.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    (!utf16 && memchr::memchr(0, head).is_some()) || head.starts_with(b"%PDF-")
}
