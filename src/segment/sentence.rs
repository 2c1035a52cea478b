//! Tokens -> sentences, for news: abbreviations, initials, quotes, bullets, headlines, soft line wraps.
//!
//! A blank line always ends a sentence. A stop (`.`, `!`, `?`, `…`) ends one with the closing quotes and brackets behind it, unless what
//! follows goes on in lower case; after an abbreviation its class decides (`gazetteers/segment/abbreviations.tsv`). A single line break
//! ends one unless the text is wrapped at a fixed width and the line is full, or the next line goes on in lower case.

use super::token::{Case, Token, TokenKind};
use super::words::{self, Class, head, is_head, opens_sentence};
use crate::mention::TokenRange;

/// A sentence as a range of tokens; sentences cover all tokens in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenRange,
    /// It is printed mostly in capitals (headline style).
    pub all_caps: bool,
}

/// Longest sentence in tokens, closing quotes aside: tables and lists without a stop are cut there, so that later stages stay linear.
pub const LONGEST: usize = 2_000;

/// Cuts tokens into sentences; `out` is cleared first and reused.
pub fn sentences(text: &str, tokens: &[Token], out: &mut Vec<Sentence>) {
    out.clear();
    let mut at = Cutter { text, tokens, lines: Lines::of(text), first: 0, capitals: Capitals::default() };
    let mut i = 0;
    while i < tokens.len() {
        i += at.quiet(i);
        at.capitals.count(tokens[i].case);
        let end = if tokens[i].flags & (Token::STOP | Token::DOT) != 0 { at.closers(i + 1) } else { i + 1 };
        if at.ends(i, end) || end - at.first >= LONGEST {
            at.put(end, out);
        }
        i = end;
    }
}

/// Words of a sentence, and those in capitals among them.
#[derive(Default, Clone, Copy)]
struct Capitals {
    words: u32,
    capitals: u32,
}

impl Capitals {
    /// Single letters ("A", "I") count as neither.
    fn count(&mut self, case: Case) {
        const CAPITAL: u32 = 1 << Case::Upper as u32 | 1 << Case::Dotted as u32;
        const NO_WORD: u32 = 1 << Case::None as u32 | 1 << Case::Single as u32;
        self.words += !NO_WORD >> case as u32 & 1;
        self.capitals += CAPITAL >> case as u32 & 1;
    }

    fn most(self) -> bool {
        self.capitals >= 2 && self.capitals * 10 > self.words * 6
    }
}

/// The sentence being cut.
struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lines: Lines,
    first: usize,
    capitals: Capitals,
}

impl Cutter<'_> {
    /// How many tokens from token `i` on cannot end the sentence, nor make it too long; they are counted.
    fn quiet(&mut self, i: usize) -> usize {
        const MAY_STOP: u8 = Token::STOP | Token::DOT;
        const MAY_BEGIN: u8 = Token::NEWLINE | Token::BLANK;
        let last = self.tokens.len().min(self.first + LONGEST);
        let rest = &self.tokens[i..last];
        let mut capitals = self.capitals;
        let mut n = 0;
        for (token, next) in rest.iter().zip(&rest[1..]) {
            if (token.flags & MAY_STOP) | (next.flags & MAY_BEGIN) != 0 {
                break;
            }
            capitals.count(token.case);
            n += 1;
        }
        self.capitals = capitals;
        n
    }

    fn word(&self, i: usize) -> &str {
        self.tokens[i].of(self.text)
    }

    /// Ends the sentence before token `end`. Stray marks join the sentence before them.
    fn put(&mut self, end: usize, out: &mut Vec<Sentence>) {
        let tokens = &self.tokens[self.first..end];
        let marks = tokens.len() <= 3 && !tokens[0].after_newline() && tokens.iter().all(|t| t.kind == TokenKind::Punct);
        match out.last_mut() {
            Some(before) if marks => before.tokens.end = end as u32,
            _ => out.push(Sentence { tokens: TokenRange::new(self.first, end), all_caps: self.capitals.most() }),
        }
        self.capitals = Capitals::default();
        self.first = end;
    }

    /// Where the closing quotes, brackets and further stops behind a stop end.
    fn closers(&self, mut end: usize) -> usize {
        const MOST: usize = 8;
        let limit = end + MOST;
        while end < limit
            && let Some(t) = self.tokens.get(end)
        {
            let word = t.of(self.text);
            // Only these are closing for sure where a space stands before them.
            let apart = matches!(word, "”" | "''") && !t.after_newline();
            let closing = t.flags & Token::STOP != 0 || matches!(word, "\"" | "'" | "''" | "”" | "’" | ")" | "]" | "»" | "}");
            if apart || (t.glued() && closing) {
                end += 1;
            } else if t.glued() && word == "[" && self.is_note(end) {
                end += 3;
            } else {
                break;
            }
        }
        end
    }

    /// A note's number in brackets: `[12]`.
    fn is_note(&self, i: usize) -> bool {
        let number = self.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Number);
        number && self.tokens.get(i + 2).is_some_and(|t| t.byte(self.text) == b']')
    }

    /// Does a sentence end before token `end`, whose last token with a meaning is `i`?
    fn ends(&self, i: usize, end: usize) -> bool {
        let Some(next) = self.tokens.get(end) else { return true };
        let stop = self.tokens[i].flags & (Token::STOP | Token::DOT) != 0;
        match () {
            () if next.after_blank() => true,
            () if stop && self.ends_at_stop(i, end) => true,
            () if next.after_newline() => self.ends_at_line(end),
            () => false,
        }
    }

    fn ends_at_stop(&self, i: usize, end: usize) -> bool {
        let further = self.tokens[i + 1..end].iter().any(|t| t.flags & Token::STOP != 0);
        if self.tokens[end].glued() {
            return self.ends_without_space(i, end);
        }
        if self.tokens[i].flags & Token::DOT != 0 && !further {
            return self.ends_after_abbreviation(i, end);
        }
        match self.word(i) {
            "." => !self.is_enumerator(i) && self.begins(end),
            mark if mark.starts_with(['.', '…']) => self.opens(end) || (end > i + 1 && self.begins(end)),
            _ => self.begins(end),
        }
    }

    /// "…it ended.The next": a space forgotten. Only before a sure opener, since `Amazon.com` is no end.
    fn ends_without_space(&self, i: usize, end: usize) -> bool {
        let next = &self.tokens[end];
        let plain = i > self.first && matches!(self.tokens[i - 1].case, Case::Lower | Case::None);
        self.tokens[i].flags & Token::STOP != 0 && plain && next.case == Case::Initial && opens_sentence(self.word(end))
    }

    /// "1." or "a." at the head of a list's line.
    fn is_enumerator(&self, i: usize) -> bool {
        let t = &self.tokens[self.first];
        let short = t.end - t.start <= 3 && (t.kind == TokenKind::Number || t.end - t.start == 1);
        i == self.first + 1 && short && t.after_newline() && t.kind != TokenKind::Punct
    }

    fn ends_after_abbreviation(&self, i: usize, end: usize) -> bool {
        let word = self.word(i);
        let quoted = self.tokens[i + 1..end].iter().any(|t| matches!(t.of(self.text), "\"" | "”" | "''" | "’"));
        match (self.tokens[i].case, words::class(word)) {
            (_, Some(Class::Never | Class::Number)) => false,
            (Case::Lower, None) => matches!(word, "a.m." | "p.m.") && self.begins_after_hour(end),
            (_, Some(Class::End)) => self.begins(end),
            _ if quoted => self.begins(end),
            _ => self.opens(end),
        }
    }

    /// "at 5 p.m. Monday" and "5 p.m. GMT" go on, "5 p.m. Rescuers" does not.
    fn begins_after_hour(&self, end: usize) -> bool {
        let word = self.word(end);
        let calendar =
            is_head(word, head::DAY | head::ZONE) || crate::decode::date::month_number(word.trim_end_matches('.')).is_some();
        self.opens(end) || (self.tokens[end].case == Case::Initial && !calendar && words::class(word).is_none())
    }

    /// May a sentence begin at token `k`?
    fn begins(&self, k: usize) -> bool {
        const AHEAD: usize = 4;
        for t in self.tokens.iter().skip(k).take(AHEAD) {
            match t.kind {
                TokenKind::Number | TokenKind::Link => return true,
                TokenKind::Word if t.case == Case::Lower => {
                    // Scripts without case can begin anywhere.
                    let letter = t.of(self.text).chars().next().unwrap_or('a');
                    return !letter.is_ascii() && letter.is_alphabetic() && !letter.is_lowercase();
                }
                TokenKind::Word => return true,
                TokenKind::Punct if is_opening(t.of(self.text)) => {}
                TokenKind::Punct => return !matches!(t.of(self.text), "," | ";" | ":" | ")" | "]" | "%" | "/" | "&" | "+" | "="),
            }
        }
        true
    }

    /// Does token `k` open a sentence for sure: `The`, `However`, or a quotation that begins with a capital?
    fn opens(&self, k: usize) -> bool {
        let t = &self.tokens[k];
        match t.kind {
            TokenKind::Word => matches!(t.case, Case::Initial | Case::Single) && opens_sentence(t.of(self.text)),
            TokenKind::Punct => matches!(t.of(self.text), "\"" | "“" | "``" | "‘") && self.begins(k),
            _ => false,
        }
    }

    /// A single line break before token `end`, and no stop before it.
    fn ends_at_line(&self, end: usize) -> bool {
        let next = &self.tokens[end];
        let last = &self.tokens[end - 1];
        let heading = self.tokens[self.first].byte(self.text) == b'#' && self.tokens[self.first].after_newline();
        let wrapped = self.lines.wraps_between(self.text, last.end as usize, next.start as usize);
        match () {
            () if heading || is_bullet(next.of(self.text), wrapped) => true,
            () if self.capitals.most() && self.capitals.capitals > 2 && next.case == Case::Initial => true,
            () if next.is_word() && next.case == Case::Lower && !self.begins(end) => false,
            () if self.lines.indents && indented(self.text, next.start as usize) => true,
            () if wrapped || last.byte(self.text) == b',' => false,
            () => true,
        }
    }
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "``" | "`" | "“" | "‘" | "(" | "[" | "«" | "-" | "--" | "–" | "—" | "¿" | "¡" | "*")
}

/// A list's mark at the head of a line; dashes only where the line before was not full.
fn is_bullet(mark: &str, wrapped: bool) -> bool {
    matches!(mark, "•" | "·" | "▪" | "●" | "◦" | "‣" | "*" | "#") || (!wrapped && matches!(mark, "-" | "–" | "—" | "--"))
}

/// Two blanks or a tab between the line break and `at`.
fn indented(text: &str, at: usize) -> bool {
    let blanks = text.as_bytes()[..at].iter().rev().take(2);
    blanks.clone().all(|b| *b == b' ') || blanks.clone().take(1).any(|b| *b == b'\t')
}

/// What the lengths of the lines tell.
struct Lines {
    /// Width at which most lines that others follow end, where the text is wrapped.
    width: Option<usize>,
    /// Some lines are indented, and not most of them: they begin paragraphs.
    indents: bool,
}

/// Lines of this length and more are paragraphs.
const WIDEST: usize = 140;

impl Lines {
    fn of(text: &str) -> Lines {
        let bytes = text.as_bytes();
        // How many lines with another line right behind them have this length.
        let mut lengths = [0u32; WIDEST + 1];
        let (mut pairs, mut lower, mut indents) = (0u32, 0u32, 0u32);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r');
            let gap = bytes[end + 1..].iter().take(WIDEST).take_while(|b| blank(b)).count();
            let length = end - start;
            let next = bytes.get(end + 1 + gap).copied().unwrap_or(b'\n');
            let empty = length <= WIDEST && bytes[start..end].iter().all(blank);
            start = end + 1;
            if next == b'\n' || empty {
                continue;
            }
            pairs += 1;
            lower += u32::from(next.is_ascii_lowercase());
            indents += u32::from(gap > 1 || bytes[end + 1] == b'\t');
            lengths[length.min(WIDEST)] += 1;
        }
        Lines { width: width(&lengths, pairs, lower), indents: indents > 0 && indents * 2 < pairs }
    }

    /// Is the line break between two tokens a soft one: would the next word not have fitted into the line?
    fn wraps_between(&self, text: &str, end: usize, next: usize) -> bool {
        let Some(width) = self.width else { return false };
        let bytes = text.as_bytes();
        let head = &bytes[end.saturating_sub(2 * WIDEST)..end];
        let length = memchr::memrchr(b'\n', head).map_or(head.len(), |i| head.len() - i - 1);
        let word = bytes[next..].iter().take(40).take_while(|b| !b.is_ascii_whitespace()).count();
        length + 1 + word > width && length < width + width / 2
    }
}

/// The width of a wrapped text: there at least a quarter of the lines go on in lower case.
fn width(lengths: &[u32], pairs: u32, lower: u32) -> Option<usize> {
    if pairs < 2 || lower * 4 < pairs {
        return None;
    }
    let mut left = pairs - pairs * 85 / 100;
    let width = (0..lengths.len()).rev().find(|n| {
        let here = lengths[*n];
        let found = here >= left;
        left = left.saturating_sub(here);
        found
    })?;
    (30..WIDEST).contains(&width).then_some(width)
}
