//! Text -> tokens: one pass over the bytes, spans out, nothing copied.
//!
//! What is one token (fixtures: `fixtures/rules/token.md`):
//! * a run of letters with its marks; an apostrophe inside stays (`O'Brien`, `Qur'an`), a clitic is its own token
//!   (`Azerbaijan` `'s`, `did` `n't`, `they` `'re`), a bare plural possessive too (`Azerbaijanis` `’`);
//! * letters and digits when the letters come first (`A320`, `G7`, `COVID19`); digits first are cut (`10` `km`, `1990` `s`, `5` `th`);
//! * a dotted abbreviation with its dots (`U.S.`, `D.C.`, `a.m.`, `Ph.D.`), a single capital with its dot (`F.`), and a listed
//!   abbreviation with its dot (`Mr.`, `Gen.`, `Feb.`, `Inc.`);
//! * a number with inner `,` or `.` between digits (`1,275`, `12.5`, `24.02.2020`); hyphen, slash and colon are cut (`2020` `-` `02`);
//! * hyphens are tokens of their own (`Al` `-` `Qaeda`); runs of `.`, `-`, `` ` `` and `'` are one (`...`, `--`, ` `` `);
//! * a URL, e-mail address or `@handle` whole; any other symbol alone (`$`, `%`, `£`).

/// A token: where, what, how written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// How its letters are written.
    pub case: Case,
    /// Bit set of `Token::GLUED`, `Token::NEWLINE`, `Token::BLANK`.
    pub flags: u8,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, or letters with digits after them, or an abbreviation with its dots.
    Word,
    /// Digits with inner `,` and `.`.
    Number,
    /// Punctuation and symbols.
    Punct,
    /// URL, e-mail address, handle.
    Link,
}

/// How a word's letters are written (`shape` in the literature).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// No letter.
    None,
    /// `troops`.
    Lower,
    /// `Georgia`.
    Initial,
    /// `UN`, `NATO`.
    Upper,
    /// `F`, `F.`.
    Single,
    /// `U.S.`, `D.C.`.
    Dotted,
    /// `McDonald`, `AlJazeera`: a capital first, another inside.
    Mixed,
    /// `iPhone`, `al`-less: lower first, a capital inside.
    Inner,
}

impl Token {
    /// No white space before it.
    pub const GLUED: u8 = 1;
    /// A line break in the white space before it.
    pub const NEWLINE: u8 = 2;
    /// A blank line (paragraph end) before it.
    pub const BLANK: u8 = 4;

    /// The token's text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
    /// Its first byte, for cheap tests on punctuation.
    pub fn byte(&self, text: &str) -> u8 {
        text.as_bytes()[self.start as usize]
    }
    /// No white space before it.
    pub fn glued(&self) -> bool {
        self.flags & Self::GLUED != 0
    }
    /// First token of a line.
    pub fn after_newline(&self) -> bool {
        self.flags & (Self::NEWLINE | Self::BLANK) != 0
    }
    /// First token of a paragraph.
    pub fn after_blank(&self) -> bool {
        self.flags & Self::BLANK != 0
    }
    /// Begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Initial | Case::Upper | Case::Single | Case::Dotted | Case::Mixed)
    }
    /// A word or an abbreviation.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }
}

/// Abbreviations that keep their dot, lower-case. The splitter decides by class whether a sentence may end there.
pub const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "capt", "maj", "cpl", "pvt", "adm", "cmdr",
    "rev", "hon", "st", "mt", "ft", "jr", "sr", "inc", "corp", "co", "ltd", "bros", "llc", "plc", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "no",
    "nos", "vs", "etc", "approx", "dept", "univ", "ave", "blvd", "rd", "ariz", "ark", "calif", "colo", "conn", "del", "fla",
    "ga", "ill", "ind", "kan", "ky", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa",
    "tenn", "tex", "vt", "va", "wash", "wis", "wyo", "ala", "la",
];

/// Cuts `text` into tokens; `out` is cleared first and reused.
pub fn tokens(text: &str, out: &mut Vec<Token>) {
    out.clear();
    let mut at = 0;
    let mut flags = Token::BLANK;
    while at < text.len() {
        let c = next_char(text, at);
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || (c.is_control()) {
            let (end, gap) = gap(text, at);
            flags = gap;
            at = end;
            if out.is_empty() {
                flags |= Token::BLANK;
            }
            continue;
        }
        let (end, kind, case) = token_at(text, at);
        out.push(Token { start: at as u32, end: end as u32, kind, case, flags });
        flags = Token::GLUED;
        at = end;
    }
}

fn next_char(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('\0')
}

fn gap(text: &str, mut at: usize) -> (usize, u8) {
    let mut breaks = 0;
    while at < text.len() {
        let c = next_char(text, at);
        if !(c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || c.is_control()) {
            break;
        }
        breaks += usize::from(c == '\n' || c == '\u{2029}' || (c == '\r' && !text[at + 1..].starts_with('\n')));
        at += c.len_utf8();
    }
    (
        at,
        if breaks > 1 {
            Token::BLANK
        } else if breaks == 1 {
            Token::NEWLINE
        } else {
            0
        },
    )
}

fn token_at(text: &str, at: usize) -> (usize, TokenKind, Case) {
    let c = next_char(text, at);
    if c.is_ascii_digit() {
        return (number_end(text, at), TokenKind::Number, Case::None);
    }
    if c.is_alphabetic() {
        if let Some(end) = link_end(text, at) {
            return (end, TokenKind::Link, Case::None);
        }
        return word_at(text, at);
    }
    if (c == '\'' || c == '\u{2019}') && at > 0 {
        if let Some(end) = clitic_end(text, at) {
            return (end, TokenKind::Word, Case::Lower);
        }
    }
    if c == '@' && next_char(text, at + 1).is_alphanumeric() {
        let end = at + 1 + text[at + 1..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len() - at - 1);
        return (end, TokenKind::Link, Case::None);
    }
    if matches!(c, '.' | '-' | '`' | '\'') {
        let n = text.as_bytes()[at..].iter().take_while(|b| **b == c as u8).count();
        return (at + n, TokenKind::Punct, Case::None);
    }
    (at + c.len_utf8(), TokenKind::Punct, Case::None)
}

fn number_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len() {
        let inner = matches!(bytes[end], b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || inner) {
            break;
        }
        end += 1;
    }
    end
}

fn link_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let stop = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | ')' | '(')).unwrap_or(rest.len());
    let chunk = &rest[..stop];
    let mail = chunk.find('@').is_some_and(|i| {
        i > 0 && chunk[i + 1..].contains('.') && chunk[..i].bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
    });
    if !(chunk.starts_with("http://") || chunk.starts_with("https://") || chunk.starts_with("www.") || mail) {
        return None;
    }
    Some(at + chunk.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len())
}

const CLITICS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];

/// `'s`, `’re`, ... right after a word.
fn clitic_end(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].chars().next_back()?;
    if !before.is_alphanumeric() && before != '.' {
        return None;
    }
    let quote = next_char(text, at).len_utf8();
    let rest = &text[at + quote..];
    let n = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    CLITICS.iter().any(|c| c.eq_ignore_ascii_case(&rest[..n])).then_some(at + quote + n)
}

fn word_at(text: &str, at: usize) -> (usize, TokenKind, Case) {
    let mut end = at;
    while end < text.len() {
        let c = next_char(text, end);
        if c.is_alphanumeric() || is_mark(c) {
            end += c.len_utf8();
        } else if (c == '\'' || c == '\u{2019}') && next_char(text, end + c.len_utf8()).is_alphabetic() {
            if clitic_end(text, end).is_some() {
                break;
            }
            if text[at..end].ends_with('n')
                && text[end + c.len_utf8()..].starts_with('t')
                && end - 1 > at
                && !text[end + c.len_utf8() + 1..].starts_with(char::is_alphanumeric)
            {
                end -= 1;
                break;
            }
            // A whole `n't` begins here only after the cut above.
            end += c.len_utf8();
        } else {
            break;
        }
    }
    if text[at..].starts_with("n't") || text[at..].starts_with("n’t") {
        let n = if text[at..].starts_with("n't") { 3 } else { 5 };
        return (at + n, TokenKind::Word, Case::Lower);
    }
    let end = dots(text, at, end);
    (end, TokenKind::Word, case(&text[at..end]))
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{ad}' || c == '\u{200d}' || c == '\u{200c}'
}

/// Takes the dots of `U.S.`, `F.`, `Mr.` in.
fn dots(text: &str, at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(end) != Some(&b'.') || bytes.get(end + 1) == Some(&b'.') {
        return end;
    }
    let mut stop = end;
    let mut parts = 1;
    while bytes.get(stop) == Some(&b'.')
        && bytes.get(stop + 1).is_some_and(u8::is_ascii_alphabetic)
        && stop - at <= 2 * parts
        && !bytes.get(stop + 2).is_some_and(u8::is_ascii_alphanumeric)
    {
        stop += 2;
        parts += 1;
    }
    if parts > 1 {
        return if bytes.get(stop) == Some(&b'.') { stop + 1 } else { stop };
    }
    let word = &text[at..end];
    let single = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    let listed = word.len() <= 6
        && ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word))
        && (word.starts_with(char::is_uppercase) || matches!(word, "vs" | "etc" | "approx" | "no" | "jr" | "sr" | "ft"));
    // "no." at a sentence end is an answer, not a number sign.
    let number_sign = !word.eq_ignore_ascii_case("no") || text[end + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    if (single || (listed && number_sign)) && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) { end + 1 } else { end }
}

fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Case::None };
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() { upper += 1 } else { lower += 1 }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, 0, 0) => Case::Single,
        (true, _, 0) if word[..word.len() - 1].contains('.') => Case::Dotted,
        (true, _, 0) => Case::Upper,
        (true, 0, _) => Case::Initial,
        (true, _, _) => Case::Mixed,
        (false, 0, _) => Case::Lower,
        (false, _, _) => Case::Inner,
    }
}
