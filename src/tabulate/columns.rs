//! The schema: every table with its columns, types and meanings. `factbox schema`, CSV headers, JSONL order and the documentation
//! all come from here; a test holds the row types against it.

/// Version of the tables' shape, for `run.json`; raised when a column changes its name, type or meaning.
pub const SCHEMA_VERSION: &str = "1";

/// A table of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Table {
    Documents,
    Mentions,
    Entities,
    Figures,
    Dates,
    Checks,
    Texts,
}

/// What the cells of a column hold. Any cell may be empty, which means unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// Signed 64-bit integer.
    Int,
    /// Double.
    Float,
    /// `true` or `false`.
    Bool,
    /// `2020-02-24`.
    Date,
    /// `2020-02-24` or `2020-02-24T17:30:00`.
    DateTime,
    /// Texts: separated by `|` in CSV, an array in JSONL.
    List,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// snake_case name, the same in every format.
    pub name: &'static str,
    /// Type of its cells.
    pub kind: Type,
    /// What it says, in one line.
    pub meaning: &'static str,
}

impl Table {
    /// All tables in the order of the documentation; `texts` is written only when asked for.
    pub const ALL: [Table; 7] =
        [Table::Documents, Table::Mentions, Table::Entities, Table::Figures, Table::Dates, Table::Checks, Table::Texts];
    /// The tables that a run writes unless told otherwise.
    pub const USUAL: [Table; 6] =
        [Table::Documents, Table::Mentions, Table::Entities, Table::Figures, Table::Dates, Table::Checks];

    /// Its name, which is also its file's.
    pub fn name(self) -> &'static str {
        match self {
            Table::Documents => "documents",
            Table::Mentions => "mentions",
            Table::Entities => "entities",
            Table::Figures => "figures",
            Table::Dates => "dates",
            Table::Checks => "checks",
            Table::Texts => "texts",
        }
    }

    /// The table of that name.
    pub fn parse(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|t| t.name() == name)
    }

    /// What one row is.
    pub fn meaning(self) -> &'static str {
        match self {
            Table::Documents => "one row per input, read or not",
            Table::Mentions => "one row per place in a text that names or says something",
            Table::Entities => "one row per person, place, organisation or nationality over all documents",
            Table::Figures => "one row per figure: a subset of mentions, with what it says",
            Table::Dates => "one row per date, time, duration or repetition: a subset of mentions, with its value",
            Table::Checks => "one row per finding of the numeric lint",
            Table::Texts => "one row per document with the text that offsets point into (--with-text)",
        }
    }

    /// Its columns in order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Table::Documents => DOCUMENTS,
            Table::Mentions => MENTIONS,
            Table::Entities => ENTITIES,
            Table::Figures => FIGURES,
            Table::Dates => DATES,
            Table::Checks => CHECKS,
            Table::Texts => TEXTS,
        }
    }
}

const fn col(name: &'static str, kind: Type, meaning: &'static str) -> Column {
    Column { name, kind, meaning }
}

use Type::{Bool, Date, DateTime, Float, Int, List, Text};

const DOC_ID: Column = col("doc_id", Text, "the document: joins to documents.doc_id");
const MENTION_ID: Column = col("mention_id", Text, "the row of mentions that this says more about");
const SENT_NO: Column = col("sent_no", Int, "number of the sentence in the document, from 0");
const CHAR_START: Column = col("char_start", Int, "first code point in the text");
const CHAR_END: Column = col("char_end", Int, "one past the last code point");
const BYTE_START: Column = col("byte_start", Int, "first byte of the text in UTF-8");
const BYTE_END: Column = col("byte_end", Int, "one past the last byte");
const SURFACE: Column = col("surface", Text, "the words exactly as they stand in the text");
const CONFIDENCE: Column = col("confidence", Float, "probability that the row is right, 0 to 1");
const RULE: Column = col("rule", Text, "name of the rule that made the row");
const SENTENCE: Column = col("sentence", Text, "the sentence around it, white space collapsed, at most about 600 characters");

const DOCUMENTS: &[Column] = &[
    col(
        "doc_id",
        Text,
        "your id (a run warns of an id given twice), or the path relative to INPUT (x.jsonl#17 for a line without an id)",
    ),
    col("path", Text, "the file it came from, as given"),
    col("title", Text, "title from a field or the markup, else the headline found in the text"),
    col("byline", Text, "author from a field or the markup, else the byline found in the text"),
    col("publisher", Text, "publisher from the markup"),
    col("dct", Date, "publication date used to resolve relative dates"),
    col("dct_source", Text, "flag, field, jsonld, meta, url, dateline, filename or none"),
    col("dateline_place_id", Text, "entity of the place in the dateline"),
    col("lang", Text, "language (empty: not looked at in this version)"),
    col("sha256", Text, "SHA-256 of the source's bytes (of the text field for jsonl and csv)"),
    col("bytes", Int, "size of the source"),
    col("chars", Int, "code points of the extracted text"),
    col("tokens", Int, "words, numbers and punctuation marks of the text"),
    col("format", Text, "format it was read as"),
    col("encoding", Text, "encoding it was read as"),
    col("n_replaced", Int, "characters that could not be decoded and became U+FFFD"),
    col("dup_of", Text, "doc_id of the document that this repeats (empty: not looked at in this version)"),
    col("dup_kind", Text, "exact or near"),
    col("n_mentions", Int, "its rows in mentions"),
    col("n_figures", Int, "its rows in figures"),
    col("n_dates", Int, "its rows in dates"),
    col("n_checks", Int, "its rows in checks"),
    col("status", Text, "ok, partial, skipped, failed or needs_ocr"),
    col("error_code", Text, "why it was not read: one stable word"),
    col("error_message", Text, "the same in a sentence"),
    col(
        "focus_country",
        Text,
        "ISO 3166-1 alpha-2 of the country that most of its places and nationalities belong to; empty where none leads",
    ),
];

const MENTIONS: &[Column] = &[
    col("mention_id", Text, "doc_id#m and the number of the mention in text order"),
    DOC_ID,
    col("type", Text, "PERSON, PLACE, ORG, NORP, DATE or FIGURE"),
    col("subtype", Text, "country, admin1, city, facility, percent, ..."),
    SURFACE,
    col("norm", Text, "the entity's name as far as the document tells it, the TIMEX3 value of a date, the number of a figure"),
    col("entity_id", Text, "joins to entities.entity_id; empty for dates and figures"),
    col("alt_entity_ids", List, "other places that the name may mean; other entries of your list"),
    CHAR_START,
    CHAR_END,
    BYTE_START,
    BYTE_END,
    col("line", Int, "line of the text, from 1"),
    SENT_NO,
    col("section", Text, "headline, byline, dateline, body or quote"),
    col("ctx_left", Text, "about 40 characters before it, cut between words"),
    col("ctx_right", Text, "about 40 characters after it, cut between words"),
    col("nested", Bool, "it lies inside another mention (only with --nested)"),
    CONFIDENCE,
    RULE,
];

const ENTITIES: &[Column] = &[
    col(
        "entity_id",
        Text,
        "country:AZ, admin1:US-GA, geonames:1234 for listed places, gaz:LIST:ID for names of your lists, else TYPE/name-in-lower-case (with --walk-country for a second person of the name)",
    ),
    col("type", Text, "PERSON, PLACE, ORG or NORP"),
    col("subtype", Text, "country, admin1, city, facility, ..."),
    col("name", Text, "the listed or fullest name"),
    col("aliases", List, "the ways it is written, first seen first, at most 32; those of names joined with it follow"),
    col("n_mentions", Int, "its rows in mentions; 0 where only figures refer to it"),
    col("n_docs", Int, "documents that mention it"),
    col("first_date", Date, "earliest publication date of those documents"),
    col("last_date", Date, "latest publication date of those documents"),
    col("roles", List, "titles and roles seen beside the name, first seen first, at most 16"),
    col("country", Text, "ISO 3166-1 alpha-2"),
    col("admin1", Text, "first-level division inside the country, as in ISO 3166-2 (GA of US-GA)"),
    col("lat", Float, "degrees north"),
    col("lon", Float, "degrees east"),
    col("feature_code", Text, "GeoNames feature code"),
    col("population", Int, "inhabitants"),
    col("geonames_id", Int, "GeoNames id"),
    col("custom_id", Text, "id in your own list (--gaz)"),
    col("ambiguity", Int, "how many listed places the name fits: 1 is certain, 0 not listed"),
    col("example_sentence", Text, "the first sentence that mentions it, at most about 300 characters"),
];

const FIGURES: &[Column] = &[
    col("figure_id", Text, "doc_id#f and the number of the figure in text order"),
    DOC_ID,
    MENTION_ID,
    SENT_NO,
    CHAR_START,
    CHAR_END,
    BYTE_START,
    BYTE_END,
    SURFACE,
    col("kind", Text, "count, percent, money, measure, age, ratio, rank, score or temperature"),
    col("value", Float, "the number in the text's own unit; empty where only bounds are given"),
    col("value_low", Float, "lower bound that the text gives"),
    col("value_high", Float, "upper bound that the text gives"),
    col("bound", Text, "exact, approx, nearly, more_than, at_least, less_than, at_most, range or vague"),
    col("modifier", Text, "the words that bound it: more than"),
    col("unit", Text, "ISO 4217, UCUM or %"),
    col("unit_name", Text, "English singular: US dollar, kilometer, percent"),
    col("per", Text, "barrel in $76 a barrel"),
    col("value_si", Float, "the value in SI units, for measures"),
    col("unit_si", Text, "UCUM code of that unit"),
    col("counted", Text, "what is counted: lower-case singular noun phrase"),
    col("counted_head", Text, "its head noun"),
    col("counted_phrase", Text, "the phrase as written"),
    col("about", Text, "the larger topic, content words"),
    col("predicate", Text, "lemma of the verb it goes with: kill"),
    col("part_of_figure_id", Text, "the figure of which this is a part"),
    col("list_n", Int, "number of items in the list that spells this figure out"),
    col("change_dir", Text, "up or down"),
    col("change_from", Float, "the value it changed from"),
    col("as_of_start", DateTime, "start of the time it holds for"),
    col("as_of_end", DateTime, "first moment after that time"),
    col("as_of_source", Text, "how that time was found"),
    col("place_entity_id", Text, "the place it holds for: joins to entities.entity_id"),
    col("place_source", Text, "how that place was found"),
    col("attributed_to", Text, "who said it: joins to entities.entity_id"),
    col("attribution_cue", Text, "said, according to"),
    col("negated", Bool, "the sentence denies it"),
    col("modality", Text, "asserted, forecast, conditional or denied"),
    CONFIDENCE,
    RULE,
    SENTENCE,
];

const DATES: &[Column] = &[
    col("date_id", Text, "doc_id#d and the number of the date in text order"),
    DOC_ID,
    MENTION_ID,
    SENT_NO,
    CHAR_START,
    CHAR_END,
    BYTE_START,
    BYTE_END,
    SURFACE,
    col("timex_type", Text, "DATE, TIME, DURATION or SET"),
    col("timex_value", Text, "TIMEX3 value: 2020-02-24, XXXX-02-24, P2Y, PRESENT_REF"),
    col("iso_start", DateTime, "first moment"),
    col("iso_end", DateTime, "first moment after it"),
    col("granularity", Text, "day, month, year, week, hour, ..."),
    col("mod", Text, "TIMEX3 mod: START, END, APPROX, MORE_THAN, ..."),
    col("anchor", Text, "what it was counted from: explicit, dct, previous or none"),
    col("anchor_date", Date, "the date of that anchor"),
    col("resolved", Bool, "iso_start is settled"),
    CONFIDENCE,
    RULE,
    SENTENCE,
];

const CHECKS: &[Column] = &[
    col("check_id", Text, "doc_id#c and the number of the check in text order"),
    col("check_type", Text, "list_count, ..."),
    DOC_ID,
    col("figure_id", Text, "the figure checked"),
    col("other_figure_id", Text, "the figure it was held against"),
    col("verdict", Text, "ok, mismatch, note or undetermined"),
    col("stated", Float, "what the text says"),
    col("computed", Float, "what counting gives"),
    col("message", Text, "the finding in a sentence"),
    col("items", List, "the items counted"),
];

const TEXTS: &[Column] = &[DOC_ID, col("text", Text, "the extracted text: text[char_start:char_end] is surface")];
