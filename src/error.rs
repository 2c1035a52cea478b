//! The one error of the library: which input, where in it, and what to do.
//!
//! Text never fails, files do: stages 3-5 return no `Result`, so every error here comes from reading, decoding,
//! configuration or writing. The kind is private; callers ask (`code`, `is_usage`) instead of matching.

use std::fmt;

/// Result with factbox's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// One exact sentence about what failed, with the input and the place in it.
#[derive(Debug, Clone)]
pub struct Error {
    kind: Kind,
    input: Option<String>,
    line: Option<u64>,
    message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usage,
    Io,
    Decode,
    Field,
    Data,
    TooLarge,
    Panic,
    Closed,
}

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, input: None, line: None, message: message.into() }
    }

    /// A flag, a configuration value or a combination of them that cannot be honoured.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Reading or writing failed.
    pub fn io(input: impl Into<String>, error: &std::io::Error) -> Self {
        Self::new(Kind::Io, error.to_string()).in_input(input)
    }

    /// The bytes are not what their format promises.
    pub fn decode(message: impl Into<String>) -> Self {
        Self::new(Kind::Decode, message)
    }

    /// A field that was asked for is missing or is not text.
    pub fn field(message: impl Into<String>) -> Self {
        Self::new(Kind::Field, message)
    }

    /// A gazetteer or another data file of ours or of the user is damaged or foreign.
    pub fn data(message: impl Into<String>) -> Self {
        Self::new(Kind::Data, message)
    }

    /// The document is larger than offsets can say.
    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(Kind::TooLarge, message)
    }

    /// A document brought a worker down; the others went on.
    pub fn panic(message: impl Into<String>) -> Self {
        Self::new(Kind::Panic, message)
    }

    /// Whoever read our output has gone away (`factbox ... | head`).
    pub fn closed(output: impl Into<String>) -> Self {
        Self::new(Kind::Closed, "the reader of the output has gone away").in_input(output)
    }

    /// Names the input (a path, `-`, `a.jsonl#17`).
    #[must_use]
    pub fn in_input(mut self, input: impl Into<String>) -> Self {
        self.input.get_or_insert_with(|| input.into());
        self
    }

    /// Names the line in the input, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// A stable word for `documents.error_code`.
    pub fn code(&self) -> &'static str {
        match self.kind {
            Kind::Usage => "usage",
            Kind::Io => "io",
            Kind::Decode => "decode",
            Kind::Field => "field",
            Kind::Data => "data",
            Kind::TooLarge => "too_large",
            Kind::Panic => "panic",
            Kind::Closed => "closed",
        }
    }

    /// True where the command line or configuration is at fault (exit code 2).
    pub fn is_usage(&self) -> bool {
        self.kind == Kind::Usage
    }

    /// True where the output's reader has gone away, which is no fault of anyone.
    pub fn is_closed(&self) -> bool {
        self.kind == Kind::Closed
    }

    /// The sentence without input and line, for the column `error_message`.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(input) = &self.input {
            write!(f, "{input}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
