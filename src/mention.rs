//! Plain data that stages 4 and 5 produce: spans, mentions and the document's entities. Knows no format.

/// Half-open range of UTF-8 bytes in [`crate::Document::text`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }
    /// The text of the span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
    /// True where the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Half-open range of token numbers in the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// The range `first..end`.
    pub fn new(first: usize, end: usize) -> Self {
        TokenRange { first: first as u32, end: end as u32 }
    }
    /// As a range for slices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
    /// True where the two share a token.
    pub fn overlaps(self, other: TokenRange) -> bool {
        self.first < other.end && other.first < self.end
    }
}

/// What a mention is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Person,
    Place,
    Org,
    Norp,
    Date,
    Figure,
}

impl Kind {
    /// All kinds in the order of the documentation.
    pub const ALL: [Kind; 6] = [Kind::Person, Kind::Place, Kind::Org, Kind::Norp, Kind::Date, Kind::Figure];

    /// The word in the column `type`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "PERSON",
            Kind::Place => "PLACE",
            Kind::Org => "ORG",
            Kind::Norp => "NORP",
            Kind::Date => "DATE",
            Kind::Figure => "FIGURE",
        }
    }

    /// The kind of that name, in any case.
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name().eq_ignore_ascii_case(name))
    }
}

/// Part of the article that a mention stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Section {
    Headline,
    Byline,
    Dateline,
    #[default]
    Body,
    Quote,
}

impl Section {
    /// The word in the column `section`.
    pub fn name(self) -> &'static str {
        match self {
            Section::Headline => "headline",
            Section::Byline => "byline",
            Section::Dateline => "dateline",
            Section::Body => "body",
            Section::Quote => "quote",
        }
    }
}

/// A piece of text kept in [`crate::extract::Facts::pool`], so that no row owns a `String`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pooled {
    /// First byte in the pool.
    pub start: u32,
    /// Length in bytes; 0 means empty.
    pub len: u32,
}

impl Pooled {
    /// True for no text.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
    /// Copies `text` into `pool`.
    pub fn put(pool: &mut String, text: &str) -> Pooled {
        let start = pool.len() as u32;
        pool.push_str(text);
        Pooled { start, len: text.len() as u32 }
    }
    /// The text, read from the pool it was put in.
    pub fn of(self, pool: &str) -> &str {
        &pool[self.start as usize..(self.start + self.len) as usize]
    }
}

/// One row of `mentions`, before ids and offsets in code points.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// What it is.
    pub kind: Kind,
    /// `facility`, `country`, `admin1`, `percent`, ...; empty where there is nothing to say.
    pub subtype: &'static str,
    /// Where.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Number of its sentence in the document.
    pub sent: u32,
    /// Part of the article.
    pub section: Section,
    /// Index into [`crate::extract::Facts::entities`]; none for dates and figures.
    pub entity: Option<u32>,
    /// Lies inside another mention (only with [`crate::Config::nested`]).
    pub nested: bool,
    /// Probability that the row is right, as far as fitted; else the rule's prior.
    pub confidence: f32,
    /// Stable rule name: `date.day-month-year`, `person.evidence`.
    pub rule: &'static str,
    /// Index into `Facts::dates` or `figures` for those kinds.
    pub value: u32,
}

/// Whether somebody is called Mr or Mrs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Courtesy(u8);

impl Courtesy {
    /// Mr, Sir, Lord.
    pub const MAN: Courtesy = Courtesy(1);
    /// Mrs, Ms, Miss, Lady.
    pub const WOMAN: Courtesy = Courtesy(2);

    /// True where the one is always called Mr and the other always Mrs.
    pub fn contradicts(self, other: Courtesy) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }
}

impl std::ops::BitOr for Courtesy {
    type Output = Courtesy;
    fn bitor(self, other: Courtesy) -> Courtesy {
        Courtesy(self.0 | other.0)
    }
}

/// An entry of a user's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomId {
    /// Number of the list among [`crate::Extractor::lists`].
    pub list: u16,
    /// Number of the entry in it.
    pub entry: u32,
}

/// Somebody or something that one document names, with all that the document settles of it.
#[derive(Debug, Clone, Copy)]
pub struct Entity {
    /// PERSON, PLACE, ORG or NORP.
    pub kind: Kind,
    /// `country`, `admin1`, `city`, `facility`, ...
    pub subtype: &'static str,
    /// The longest or listed name.
    pub name: Pooled,
    /// The gazetteer's place, where it is one.
    pub place: Option<crate::gazetteer::PlaceId>,
    /// The entry of a user's list, where it is one.
    pub custom: Option<CustomId>,
    /// ISO 3166-1 alpha-2 of the country behind a demonym or organisation, else empty.
    pub country: Pooled,
    /// Other candidates of an ambiguous place: `|`-separated entity ids.
    pub alternatives: Pooled,
    /// Titles and roles seen beside the name in this document, `|`-separated.
    pub roles: Pooled,
    /// How many gazetteer entries fit the name (1 = certain, 0 = not in the lists).
    pub ambiguity: u32,
    /// Mr or Mrs before its mentions.
    pub courtesy: Courtesy,
    /// The lists hold it, so that its name is their name.
    pub listed: bool,
}

impl Entity {
    /// A place of the lists of which the document does not say which one it is (only with [`crate::config::Ambiguity::Drop`]).
    pub fn is_undecided(&self) -> bool {
        self.kind == Kind::Place && self.place.is_none() && self.ambiguity > 1
    }
}
