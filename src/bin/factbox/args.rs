//! The flags, as clap reads them.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Folders of articles in, joined tables out: who, where, when and how many.
#[derive(Debug, Parser)]
#[command(name = "factbox", version, arg_required_else_help = true, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and write tables: the main job
    Extract(Box<Extract>),
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  factbox extract articles/ -o out                              a folder of txt and md files to CSV tables
  factbox extract articles/ -o out --excel                      tables that Excel opens with a double click
  factbox extract wire.jsonl --id id --text body --date published --format jsonl -o run1
  factbox extract archive/ --date-from path:%Y/%m/%d -o out     2020/02/26/story.txt is of 2020-02-26
  zcat part.jsonl.gz | factbox extract - --in jsonl --tables figures --format jsonl > figures.jsonl

Exit codes: 0 ok, 2 usage or configuration, 3 some documents failed under --strict, 4 nothing readable,
130 interrupted (the tables are whole and hold what was done).";

#[derive(Debug, Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub struct Extract {
    /// Files, folders (with all that is in them), or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Folder for the tables (made if missing; tables in it are replaced), or - for standard output
    #[arg(short, long, value_name = "OUT", help_heading = "Output")]
    pub out: Option<PathBuf>,

    /// How to write the tables
    #[arg(long, value_enum, default_value_t = FormatArg::Csv, help_heading = "Output")]
    pub format: FormatArg,

    /// Tables to write, with commas: documents, mentions, entities, figures, dates, checks [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Output")]
    pub tables: Vec<String>,

    /// CSV for Excel: byte-order mark, CRLF, and cells that Excel would run as formulas get an apostrophe
    #[arg(long, help_heading = "Output")]
    pub excel: bool,

    /// Also write the table texts: the extracted text that offsets point into
    #[arg(long, help_heading = "Output")]
    pub with_text: bool,

    /// What the inputs are [default: by extension and content]
    #[arg(long = "in", value_enum, default_value_t = InputArg::Auto, help_heading = "Input")]
    pub input: InputArg,

    /// Field of jsonl or csv that holds the document's id
    #[arg(long, value_name = "FIELD", help_heading = "Input")]
    pub id: Option<String>,

    /// Field of jsonl or csv that holds the text
    #[arg(long, value_name = "FIELD", help_heading = "Input")]
    pub text: Option<String>,

    /// Field of jsonl or csv that holds the title
    #[arg(long, value_name = "FIELD", help_heading = "Input")]
    pub title: Option<String>,

    /// Publication date of all documents (2020-02-26), or the field of jsonl or csv that holds it
    #[arg(long, value_name = "DATE|FIELD", help_heading = "Input")]
    pub date: Option<String>,

    /// Where else a publication date may stand: filename, none, or path:FMT such as path:%Y/%m/%d
    #[arg(long, value_name = "WHERE", help_heading = "Input")]
    pub date_from: Option<String>,

    /// Fields of jsonl or csv to pass through to the table documents, with commas
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', help_heading = "Input")]
    pub keep: Vec<String>,

    /// Kinds to find, with commas: person, place, org, norp, date, figure [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "What to find")]
    pub types: Vec<String>,

    /// How to read 3/4/2020 where nothing else tells
    #[arg(long, value_enum, default_value_t = DateOrderArg::Mdy, help_heading = "What to find")]
    pub date_order: DateOrderArg,

    /// Places that several listed places may be: leave out, take the likeliest, or list all as alternatives
    #[arg(long, value_enum, default_value_t = AmbiguityArg::Top, help_heading = "What to find")]
    pub ambiguity: AmbiguityArg,

    /// Leave out mentions that are less probable than this (0 to 1)
    #[arg(long, value_name = "X", default_value_t = 0.0, help_heading = "What to find")]
    pub min_confidence: f32,

    /// Also rows for places inside names of organisations, and for the country behind a demonym
    #[arg(long, help_heading = "What to find")]
    pub nested: bool,

    /// Worker threads [default: one for each processor]
    #[arg(long, short, value_name = "N", help_heading = "Running")]
    pub jobs: Option<usize>,

    /// Exit with 3 where some documents failed
    #[arg(long, help_heading = "Running")]
    pub strict: bool,

    /// Say nothing but errors
    #[arg(long, short, help_heading = "Running")]
    pub quiet: bool,

    /// A progress bar on the terminal
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, help_heading = "Running")]
    pub progress: ProgressArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Csv,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputArg {
    Auto,
    Txt,
    Md,
    Jsonl,
    Csv,
    Tsv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DateOrderArg {
    Dmy,
    Mdy,
    Ymd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AmbiguityArg {
    Drop,
    Top,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProgressArg {
    Auto,
    Never,
}
