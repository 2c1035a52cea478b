//! The flags, as clap reads them.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  factbox extract articles/ -o out    tables of who, where, when, how many
  factbox check story.md              do \"17 countries\" name 17 countries?
  factbox explain story.md:1457       what is there, and by which rule
  factbox eval gold.jsonl             how good it is on texts that you marked
  factbox schema mentions             the columns of a table";

/// Folders of articles in, joined tables out: who, where, when and how many.
#[derive(Debug, Parser)]
#[command(name = "factbox", version, arg_required_else_help = true, max_term_width = 110, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Print where the word lists come from, and their licences
    #[arg(long)]
    pub acknowledgements: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and write tables: the main job
    Extract(Box<Extract>),
    /// Hold the numbers of a text against each other (exit code 1 where they do not agree)
    Check(Check),
    /// Score this build against texts whose names are marked
    Eval(Box<Eval>),
    /// Tell which mentions a text has and why, or what speaks for what at one place
    Explain(Explain),
    /// Correct tables that are written: merge, drop, rename, retype, pin
    Correct(Correct),
    /// Print the tables and their columns
    Schema(Schema),
    /// The word lists inside the binary, and lists of your own
    Gazetteer(Gazetteer),
    /// Print a completion script for a shell
    Completions(Completions),
}

const CHECK_EXAMPLES: &str = "\
Examples:
  factbox check story.md
  factbox check drafts/ --all         also what is in order
  pandoc story.docx -t plain | factbox check -

Exit codes: 0 nothing is wrong, 1 there are mismatches, 2 usage or
configuration, 4 nothing readable.";

#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// Files, folders, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub inputs: Vec<PathBuf>,

    /// Also print findings that are in order or undecided
    #[arg(long)]
    pub all: bool,

    #[command(flatten)]
    pub lists: Lists,

    /// What the inputs are [default: by extension and content]
    #[arg(long = "in", value_enum, default_value_t = InputArg::Auto)]
    pub input: InputArg,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  factbox explain story.md            all mentions
  factbox explain story.md:1457       what lies at character 1457 (as in
                                      char_start): what the lists know, what
                                      was proposed, which evidence decided
  factbox explain wire.jsonl --line 17
  factbox explain story.md:1457 --format json | jq .tokens

Names are read twice: first by the words around, then with what the first
reading made of the whole document. Each piece of evidence has a weight for
each label; their sums, and what may stand beside what, give probabilities.
The names of the evidence are those of gazetteers/weights/names.tsv:
cue-1=title is a title one word before, place0=B:country the beginning of a
listed country, vote... and entity... what the rest of the document says.

A place of the lists is chosen among those of its name: prior is its class and
population; country, division and near what the other places of the document
add; here the words beside it (\"Springfield, Ohio\", lists, \"the state of\");
elsewhere those beside its other mentions.";

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    /// A file, or - for standard input, with :OFFSET in characters for one place
    #[arg(value_name = "FILE[:OFFSET]")]
    pub place: String,

    /// Line of a jsonl file, or record of a csv file
    #[arg(long, value_name = "N")]
    pub line: Option<u64>,

    /// Publication date (2020-02-26)
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,

    /// How to print; json has a line for each document and all the evidence
    #[arg(long, value_enum, default_value_t = ExplainFormatArg::Text)]
    pub format: ExplainFormatArg,

    #[command(flatten)]
    pub lists: Lists,

    /// What the input is [default: by extension and content]
    #[arg(long = "in", value_enum, default_value_t = InputArg::Auto)]
    pub input: InputArg,
}

const EVAL_ABOUT: &str = "\
Gold is JSONL, an object a line:
  {\"id\", \"text\", \"dct\": \"2020-02-26\", \"title\", \"spans\": [{\"start\", \"end\",
  \"type\", \"entity_id\" or \"geonameid\", \"lat\", \"lon\", \"value\"}]}
  with offsets in code points and exclusive ends (also \"date\" for \"dct\",
  \"mentions\" for \"spans\", \"label\" for \"type\"); or Markdown, a file or a folder:
  ---
  id: lima-quake
  date: 2020-02-26
  ---
  [Tomás Quispe](PERSON) of [Peru](PLACE country:PE) \\[sic\\] ...

Labels are PERSON (PER), PLACE (GPE, LOC, FAC), ORG, NORP; DATE (TIME,
DURATION, SET), with a TIMEX3 value if you like; FIGURE or a kind of figure
(COUNT, PERCENT, MONEY, ...). Other labels of JSONL are passed over.

Right is what has the same beginning, end and type, after both sides lost
quotes, outer punctuation, a leading article and a trailing 's. Kinds that the
gold does not have are not scored; of figures only the kinds it marks. Dates
and figures have rows of their own and are not in NAMES. A corpus that marks
only some of them (calendar dates, money) makes all others look wrong: leave
them out with --types.

Examples:
  factbox eval eval/articles
  factbox eval gold.jsonl --types place --nested --errors 50
  factbox eval eval/articles --format csv > eval/scores.csv
  factbox eval gold.jsonl --reliability";

#[derive(Debug, Args)]
#[command(after_help = EVAL_ABOUT)]
pub struct Eval {
    /// Marked texts: .jsonl, .md, or folders of these
    #[arg(value_name = "GOLD", required = true)]
    pub gold: Vec<PathBuf>,

    /// How to print the scores; csv has a row for each type and each document
    #[arg(long, value_enum, default_value_t = EvalFormatArg::Text)]
    pub format: EvalFormatArg,

    /// Types to score, with commas: person, place, org, norp, date, figure [default: those that the gold has]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub types: Vec<String>,

    /// How many of the most frequent errors to print
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub errors: usize,

    /// Also tell how far confidence can be trusted: precision by band of confidence
    #[arg(long)]
    pub reliability: bool,

    /// Also score places inside names of organisations (as extract --nested)
    #[arg(long)]
    pub nested: bool,

    #[command(flatten)]
    pub lists: Lists,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormatArg {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormatArg {
    Text,
    Json,
    Csv,
}

const CORRECT_HELP: &str = "\
The file is CSV with the columns action, entity_id, value and, if you like,
doc_id and note; a line that begins with # is a remark:

  action  entity_id           value               what happens
  merge   PERSON/j-smith      PERSON/john-smith   one entity, under the second id
  drop    PERSON/monday                           its mentions are taken out
  rename  ORG/acme            Acme Corporation    another name, the same id
  retype  PERSON/acme         ORG                 another type: the id becomes ORG/acme
  pin     admin1:US-GA        Georgia             the words \"Georgia\" mean this entity

With a doc_id a row of merge, drop or pin holds in that document only. Where
pin and another row fit, pin comes first. What is merged may be merged further.
Entities are counted anew; offsets and ids of mentions stay, and a number of
a dropped mention stays free. A file may be applied again: nothing changes then.

Examples:
  factbox correct out --corrections corrections.csv
  factbox extract in/ -o out --corrections corrections.csv     the same in one go

Exit codes: 0 ok, 2 the file or the tables cannot be used; then nothing changed.";

#[derive(Debug, Args)]
#[command(after_help = CORRECT_HELP)]
pub struct Correct {
    /// Folder with the tables of factbox extract
    #[arg(value_name = "OUT")]
    pub folder: PathBuf,

    /// The corrections, as described below
    #[arg(long, value_name = "FILE")]
    pub corrections: PathBuf,

    /// The pack of lists that the tables were made with, for ids of places
    #[arg(long, value_name = "FILE")]
    pub gaz_pack: Option<PathBuf>,

    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

const SCHEMA_EXAMPLES: &str = "\
Examples:
  factbox schema                      all tables
  factbox schema figures dates        two of them
  factbox schema --sql duckdb > out/load.sql
    then, in out/: duckdb facts.db < load.sql";

#[derive(Debug, Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub struct Schema {
    /// Tables [default: all]
    #[arg(value_name = "TABLE")]
    pub tables: Vec<String>,

    /// Print statements that make the tables in a database and load the files of the current folder
    #[arg(long, value_enum, value_name = "DATABASE")]
    pub sql: Option<SqlArg>,

    /// Format of those files
    #[arg(long, value_enum, default_value_t = FormatArg::Csv)]
    pub format: FormatArg,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct Gazetteer {
    #[command(subcommand)]
    pub what: GazetteerCommand,
}

#[derive(Debug, Subcommand)]
pub enum GazetteerCommand {
    /// The lists: file, rows, origin, date and licence of each
    List,
    /// Tell what is doubtful in a list of your own (exit code 1 where there is something)
    Lint(Lint),
    /// Compile lists of your own into one file that opens at once
    Build(Build),
}

const LINT_EXAMPLES: &str = "\
Checks:
  broken_row     cannot be used            token_pattern  of spaCy, an array
  encoding       lost or garbled letters   duplicate      same name, same id
  several_ids    same name, another id     common_word    an English word
  one_letter     found in initials         numeric        found as a number
  short_stem     fits many words           space          around a name or id
  separator      names in one cell         unknown_type   kept as subtype
  other_kind     listed as something else by factbox

Examples:
  factbox gazetteer lint watchlist.csv
  factbox gazetteer lint people.tsv:name=Title,id=Nr --format csv > doubts.csv

Exit codes: 0 nothing doubtful, 1 doubts, 2 the list cannot be read.";

#[derive(Debug, Args)]
#[command(after_help = LINT_EXAMPLES)]
pub struct Lint {
    /// Lists as for extract --gaz: csv, tsv, jsonl or txt
    #[arg(value_name = "FILE[:COLUMNS]", required = true)]
    pub files: Vec<OsString>,

    /// How to print the findings
    #[arg(long, value_enum, default_value_t = LintFormatArg::Text)]
    pub format: LintFormatArg,
}

const BUILD_EXAMPLES: &str = "\
Examples:
  factbox gazetteer build watchlist.csv -o watch.gaz
  factbox gazetteer build people.csv ships.tsv:type=ORG -o watch.gaz
  factbox extract case42/ --gaz watch.gaz -o case42_out

The list is called after the file: ids are gaz:watch:ID. Rows with the same
id are one entry, also from different files.

Exit codes: 0 ok, 2 a list cannot be read, or has broken rows under --strict.";

#[derive(Debug, Args)]
#[command(after_help = BUILD_EXAMPLES)]
pub struct Build {
    /// Lists as for extract --gaz: csv, tsv, jsonl or txt
    #[arg(value_name = "FILE[:COLUMNS]", required = true)]
    pub files: Vec<OsString>,

    /// The file to write, with the ending .gaz
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,

    /// Write nothing where rows cannot be used
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LintFormatArg {
    Text,
    Csv,
    Jsonl,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  factbox completions bash > ~/.local/share/bash-completion/completions/factbox
  factbox completions zsh > ~/.zfunc/_factbox
  factbox completions fish > ~/.config/fish/completions/factbox.fish";

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SqlArg {
    Duckdb,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  A folder of txt and md files, as tables that Excel opens:
    factbox extract articles/ -o out --excel
  Articles in the lines of a file, with their ids and dates:
    factbox extract wire.jsonl --id id --text body --date published \\
      --format jsonl -o run1
  Dates in the path: archive/2020/02/26/story.txt is of 2020-02-26:
    factbox extract archive/ --date-from path:%Y/%m/%d -o out
  One table through a pipe:
    zcat part.jsonl.gz | factbox extract - --in jsonl \\
      --tables figures --format jsonl > figures.jsonl

Exit codes: 0 ok, 2 usage or configuration, 3 some documents failed under
--strict, 4 nothing readable, 130 interrupted (the tables are whole and hold
what was done).";

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

    /// Correct the tables by this file when they are written: merge, drop, rename, retype, pin (see factbox correct --help)
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub corrections: Option<PathBuf>,

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

    #[command(flatten)]
    pub lists: Lists,

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

    /// Exit with 3 where some documents failed, with 2 where rows of a list cannot be used
    #[arg(long, help_heading = "Running")]
    pub strict: bool,

    /// Say nothing but errors
    #[arg(long, short, help_heading = "Running")]
    pub quiet: bool,

    /// A progress bar on the terminal
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, help_heading = "Running")]
    pub progress: ProgressArg,

    #[command(flatten)]
    pub later: Later,
}

/// Lists of the user's, for every command that finds names.
#[derive(Debug, Args)]
pub struct Lists {
    /// List of names of your own: csv, tsv, jsonl (also spaCy's phrase patterns), txt or a built .gaz; repeatable
    ///
    /// Columns are found by their header (id, name, aliases with | or ;, type, subtype, country, lat, lon, case) or
    /// named: watch.csv:name=Title,id=Nr,type=PERSON. A name of yours wins over the built-in lists and over what
    /// the words around say, also where they overlap; of your names the longest wins, then the list that is given
    /// first. Only a longer date or figure ("May 2020") competes with it. Case and accents do not matter, but an
    /// English word ("Apple") must have its capital; a column case with exact or any says otherwise. A name that
    /// ends in * stands for all words that begin so.
    #[arg(long = "gaz", value_name = "FILE[:COLUMNS]", help_heading = "What to find")]
    pub gaz: Vec<OsString>,

    /// Where large lists are kept compiled, or none [default: FACTBOX_CACHE, else the user's cache folder]
    #[arg(long, value_name = "DIR", help_heading = "What to find")]
    pub gaz_cache: Option<PathBuf>,

    /// Built-in lists from a pack in place of those inside the program, such as world.gaz (cargo xtask gazetteers --pack)
    #[arg(long, value_name = "FILE", help_heading = "What to find")]
    pub gaz_pack: Option<PathBuf>,
}

/// Flags of the design that later versions will honour: known, so that they are refused in plain words.
#[derive(Debug, Args)]
pub struct Later {
    #[arg(long, hide = true)]
    dedup: Option<String>,
    #[arg(long, hide = true)]
    resume: bool,
    #[arg(long, hide = true)]
    report: bool,
}

impl Later {
    /// The first of these flags that was given.
    pub fn given(&self) -> Option<&'static str> {
        let given = [
            (self.dedup.as_deref().is_some_and(|d| d != "off"), "--dedup"),
            (self.resume, "--resume"),
            (self.report, "--report"),
        ];
        given.into_iter().find_map(|(given, name)| given.then_some(name))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Csv,
    Jsonl,
    #[value(hide = true)]
    Parquet,
    #[value(hide = true)]
    Sqlite,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputArg {
    Auto,
    Txt,
    Md,
    Jsonl,
    Csv,
    Tsv,
    #[value(hide = true)]
    Html,
    #[value(hide = true)]
    Pdf,
    #[value(hide = true)]
    Mbox,
    #[value(hide = true)]
    Warc,
}

impl InputArg {
    /// The reader's format, none for `auto`.
    pub fn format(self) -> factbox::Result<Option<factbox::read::Format>> {
        use factbox::read::Format;
        let later = |name| {
            Err(factbox::Error::usage(format!("--in {name} is not in this version; save the texts as txt, md, jsonl or csv")))
        };
        match self {
            InputArg::Auto => Ok(None),
            InputArg::Txt => Ok(Some(Format::Txt)),
            InputArg::Md => Ok(Some(Format::Md)),
            InputArg::Jsonl => Ok(Some(Format::Jsonl)),
            InputArg::Csv => Ok(Some(Format::Csv)),
            InputArg::Tsv => Ok(Some(Format::Tsv)),
            InputArg::Html => later("html"),
            InputArg::Pdf => later("pdf"),
            InputArg::Mbox => later("mbox"),
            InputArg::Warc => later("warc"),
        }
    }
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
