//! Small classes for each token, each run of capitals and each capitalised word of a document: all that the evidence is made of.
//!
//! Read once a document in four linear sweeps; the evidence modules only combine these numbers.

use super::tally::Tally;
use crate::gazetteer::{List, Word, cue};
use crate::mention::TokenRange;
use crate::segment::{Case, Token, TokenKind};
use crate::tag::Context;

/// Names of the cap codes.
pub const CAP_NAMES: [&str; 16] = [
    "edge", "initial", "upper", "mixed", "single", "dotted", "lower", "inner", "number", "year", "mark", "link", "-", "-", "-",
    "-",
];
/// Names of the place classes plus one.
pub const TAGS: [&str; 14] = [
    "none",
    "country",
    "country-variant",
    "admin1",
    "region",
    "capital",
    "city1m",
    "city200k",
    "city50k",
    "city10k",
    "city2k",
    "town",
    "admin2",
    "physical",
];
/// NORP classes plus one, as far as the weights name them.
pub const NORP: [&str; 9] = ["none", "norp", "norp1", "norp2", "norp3", "norp4", "norp5", "norp6", "norp7"];
/// ORG classes plus one.
pub const ORG: [&str; 9] = ["none", "org", "org1", "org2", "org3", "org4", "org5", "org6", "org7"];

/// What one occurrence of a run shows about it, one bit each.
pub const FLAG_NAMES: [&str; 18] = [
    "title-before",
    "place-preposition-before",
    "the-before",
    "say-after",
    "s-after",
    "place-head-after",
    "org-head-after",
    "bracket-after",
    "comma-capital-after",
    "capital-comma-before",
    "starts-with-title",
    "starts-with-given",
    "ends-in-org-head",
    "ends-in-place-head",
    "ends-in-event-head",
    "one-word",
    "three-words",
    "comma-number-after",
];

/// Words of 64 bits in the filter of capitalised words.
const FILTER: usize = 64;
/// Longest run that is read as one; longer ones are lists or headlines in capitals and are cut.
const RUN_LIMIT: usize = 12;
/// Lower-case tokens that may lie between two capitalised ones of the same region.
const GAP: usize = 3;

/// Classes of one token.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Open word, or the class of everything else.
    pub word: u32,
    /// Cue lists; bit 24 set for capitalised tokens with any.
    pub cues: u32,
    /// How it is written.
    pub cap: u8,
    /// `cap`, and 16 where glued to the token before.
    pub shape: u8,
    /// Word frequency band.
    pub band: u8,
    /// Given-name class * 5 + surname class of a capitalised token.
    pub names: u8,
    /// Place class plus one times 4 plus edge (B I E S), 0 for none.
    pub place: u8,
    /// The same for NORP.
    pub norp: u8,
    /// The same for ORG.
    pub org: u8,
    /// What the word means, `Word::sense`.
    pub sense: u8,
    /// Run number plus one.
    pub run: u32,
    /// Number of the word in [`DocFacts::words`] plus one.
    pub seen: u32,
}

/// What stands outside the sentence.
pub(super) const BLANK: Facts =
    Facts { word: 0, cues: 0, cap: 0, shape: 0, band: 0, names: 0, place: 0, norp: 0, org: 0, sense: 0, run: 0, seen: 0 };

/// True of the cap codes of tokens that begin with a capital.
#[inline(always)]
pub(super) fn capital(cap: u8) -> bool {
    (1..=5).contains(&cap)
}

/// True of the word codes of punctuation.
#[inline(always)]
pub(super) fn is_mark(word: u32) -> bool {
    word >> 24 == 3
}

impl Facts {
    /// Begins with a capital.
    #[inline(always)]
    pub fn capital(&self) -> bool {
        capital(self.cap)
    }
    /// Its letters are looked at.
    #[inline(always)]
    pub fn has_letters(&self) -> bool {
        capital(self.cap) || self.cap == INNER
    }
    /// Its cues that are head words of names.
    pub fn heads(&self) -> u32 {
        self.cues & (cue::ORG_HEAD | cue::LEGAL | cue::PLACE_HEAD | cue::EVENT | cue::TITLE)
    }
    /// Strongest place class plus one, 0 for none.
    pub fn place_class(&self) -> u8 {
        self.place >> 2
    }
    /// Given-name class.
    pub fn given(&self) -> u8 {
        self.names / 5
    }
    /// Surname class.
    pub fn surname(&self) -> u8 {
        self.names % 5
    }
}

/// A maximal sequence of capitalised tokens, hyphens between them included.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    /// Its tokens.
    pub tokens: TokenRange,
    /// What this occurrence shows, bits of [`FLAG_NAMES`].
    pub flags: u32,
    /// Number of its text in the document's runs plus one; 0 for runs of one word.
    pub seen: u32,
    /// First and last token of the runs joined to it by connectors.
    pub wide: TokenRange,
    /// 1 where an acronym of its initials follows in brackets, 2 where it is that acronym, 3 and 4 where the initials are others, 5 where
    /// it is an acronym that the document defines elsewhere.
    pub bracket: u8,
    /// What its words are like.
    pub make: Make,
    /// Head words among its cues.
    pub heads: u32,
}

/// What the words of a run of several tokens are like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Make {
    /// Least given-name class of its capitalised words.
    pub given: u8,
    /// Least band of them; 6 for unknown words.
    pub band: u8,
    /// How many of them no list knows, at most 3.
    pub unknown: u8,
    /// Lists with an entry from its first to its last token: 1 places, 2 organisations.
    pub covers: u8,
}

impl Make {
    fn of(tokens: &[Facts]) -> Make {
        let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
        let covers = |a: u8, b: u8| a & 3 == 0 && b & 3 == 2 && a != 0 && a >> 2 == b >> 2;
        let lists = u8::from(covers(first.place, last.place)) | u8::from(covers(first.org, last.org)) << 1;
        let mut make = Make { given: 4, band: 9, unknown: 0, covers: lists };
        for f in tokens.iter().filter(|f| f.capital()) {
            make.given = make.given.min(f.given());
            make.band = make.band.min(if f.band == 0 { 6 } else { f.band });
            make.unknown = (make.unknown + u8::from(f.band == 0 && f.names == 0 && f.place == 0)).min(3);
        }
        make
    }
}

/// Tokens near capitals: the only ones where a name is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its sentence.
    pub sent: u32,
}

/// What the document shows of one capitalised word or run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    hash: u64,
    /// Lower-case occurrences.
    pub lower: u16,
    /// Capitalised ones in the middle of a sentence.
    pub middle: u16,
    /// All capitalised ones.
    pub all: u16,
    /// As first, last, middle, only token of a run.
    pub position: [u8; 4],
    /// Occurrences with each flag.
    pub(super) flags: Tally,
    /// Mass of PERSON, PLACE, ORG, NORP in the first pass.
    pub votes: [f32; 4],
    /// Longest entity of the first pass that begins with this word.
    pub longest: u8,
    /// An acronym that the document spells out.
    pub defined: bool,
}

/// Open-addressing index from hashes to numbers, reused.
#[derive(Debug, Default)]
pub struct Index {
    slots: Vec<u32>,
}

impl Index {
    /// Empties it, with room for `n`.
    pub fn clear(&mut self, n: usize) {
        let size = (2 * n + 2).next_power_of_two();
        self.slots.clear();
        self.slots.resize(size, 0);
    }
    /// The slot for `hash`: either holds the number of an equal one or is free (0).
    #[inline]
    pub fn find(&mut self, hash: u64, same: impl Fn(u32) -> bool) -> &mut u32 {
        let mask = self.slots.len() - 1;
        let mut at = (hash ^ hash >> 29) as usize & mask;
        // There is always a free slot: twice as many as entries.
        while self.slots[at] != 0 && !same(self.slots[at] - 1) {
            at = (at + 1) & mask;
        }
        &mut self.slots[at]
    }
}

/// Facts on the whole document.
#[derive(Debug, Default)]
pub struct DocFacts {
    /// One for each token.
    pub tokens: Vec<Facts>,
    /// Runs of capitals.
    pub runs: Vec<Run>,
    /// Where names are looked for.
    pub regions: Vec<Region>,
    /// Capitalised words.
    pub words: Vec<Seen>,
    /// Runs by their text.
    pub texts: Vec<Seen>,
    /// Two-letter ends, three, four of each token's lower-case form, for capitalised tokens; 0 where the word is too short.
    pub suffixes: Vec<[u32; 3]>,
    /// Length in characters, capped.
    pub lengths: Vec<u8>,
    /// Sentence is a headline: 0 no, 1 in capitals, 2 in title case. One for each region.
    pub headline: Vec<u8>,
    /// First tokens of sentences and the kind of mark before a token are read from here.
    pub dateline: TokenRange,
    /// Capitalised tokens.
    capitals: Vec<u32>,
    index: Index,
    text_index: Index,
}

impl DocFacts {
    /// The run that token `i` lies in.
    pub fn run_of(&self, i: usize) -> Option<&Run> {
        (self.tokens[i].run as usize).checked_sub(1).map(|r| &self.runs[r])
    }

    /// Fills everything for one document.
    pub fn read(&mut self, cx: &Context<'_>) {
        self.dateline = cx.opening.dateline.unwrap_or_default();
        self.read_tokens(cx);
        self.read_hits(cx);
        self.read_sentences(cx);
        self.read_words(cx);
        self.read_runs(cx);
    }

    fn read_tokens(&mut self, cx: &Context<'_>) {
        self.tokens.clear();
        self.capitals.clear();
        self.suffixes.resize(cx.tokens.len(), [0; 3]);
        self.lengths.resize(cx.tokens.len(), 0);
        let facts = cx.tokens.iter().zip(cx.words).map(|(token, word)| token_facts(cx.text, token, *word));
        self.tokens.extend(facts);
        for (i, facts) in self.tokens.iter().enumerate() {
            if facts.has_letters() {
                let text = cx.at(i);
                self.suffixes[i] = suffixes(text);
                self.lengths[i] = text.len().min(9) as u8;
                if facts.capital() {
                    self.capitals.push(i as u32);
                }
            }
        }
    }

    /// Writes list tags; of overlapping hits of one list the first counts.
    fn read_hits(&mut self, cx: &Context<'_>) {
        let mut free = [0u32; 4];
        for hit in cx.hits {
            let list = hit.list as usize;
            if hit.first < free[list] || hit.end <= hit.first {
                continue;
            }
            free[list] = hit.end;
            let last = hit.end - 1;
            for i in hit.first..hit.end {
                let edge = match (i == hit.first, i == last) {
                    (true, true) => 3,
                    (true, false) => 0,
                    (false, true) => 2,
                    (false, false) => 1,
                };
                let Some(facts) = self.tokens.get_mut(i as usize) else { break };
                let tag = (hit.class.min(12) + 1) << 2 | edge;
                match hit.list {
                    List::Place => facts.place = tag,
                    List::Norp => facts.norp = tag,
                    List::Org => facts.org = tag,
                    // A user's list overrules; it is no evidence.
                    List::Custom => {}
                }
            }
        }
    }

    /// Runs and regions.
    fn read_sentences(&mut self, cx: &Context<'_>) {
        self.runs.clear();
        self.regions.clear();
        self.headline.clear();
        let mut next = 0;
        for (s, sentence) in cx.sentences.iter().enumerate() {
            let range = sentence.tokens.range();
            let before = self.regions.len();
            next = self.runs_and_regions(cx, s as u32, range.clone(), next);
            if self.regions.len() > before {
                let style = headline_style(&self.tokens[range.clone()], sentence.all_caps);
                self.headline.resize(self.regions.len(), style);
            }
        }
    }

    /// Those of one sentence, from the capitalised token number `next` on; gives the number of the first one after it.
    fn runs_and_regions(&mut self, cx: &Context<'_>, sent: u32, range: std::ops::Range<usize>, mut next: usize) -> usize {
        let (first, end) = (range.start, range.end);
        let mut region: Option<(usize, usize)> = None;
        let mut free = first;
        let mut last_wide: Option<usize> = None;
        while let Some(i) = self.capitals.get(next).map(|i| *i as usize).filter(|i| *i < end) {
            next += 1;
            if i < free || !starts_run(cx, i) || (i == first && self.plain_start(cx, i, end)) {
                continue;
            }
            let stop = self.run_end(cx, i, end);
            let number = self.runs.len() as u32 + 1;
            self.tokens[i..stop].iter_mut().for_each(|t| t.run = number);
            let tokens = TokenRange::new(i, stop);
            let wide = self.join_wide(last_wide, tokens);
            self.runs.push(Run { tokens, wide, ..Run::default() });
            last_wide = Some(number as usize - 1);
            // A glued hyphen before a capital draws its left part in: "al-Shabab".
            let begin = if i >= first + 2 && cx.tokens[i].glued() && cx.at(i - 1) == "-" { i - 2 } else { i };
            let finish = stop + self.tail(cx, stop, end);
            region = match region {
                Some((a, b)) if begin <= b + GAP => Some((a, finish.max(b))),
                other => {
                    self.push_region(other, sent);
                    Some((begin, finish))
                }
            };
            free = stop;
        }
        self.push_region(region, sent);
        next
    }

    /// A common word that no list knows, capitalised because the sentence begins there.
    fn plain_start(&self, cx: &Context<'_>, i: usize, end: usize) -> bool {
        let f = &self.tokens[i];
        let common = cx.tokens[i].case == Case::Initial && matches!(f.band, 1..=2) && f.given() == 0;
        common && f.cues == 0 && f.place | f.norp | f.org == 0 && i + 1 < end && self.tokens[i + 1].cap == LOWER
    }

    /// Tokens after a run that may still belong to its name: a number ("Schalke 04"), a glued lower-case part ("Jae-in").
    fn tail(&self, cx: &Context<'_>, stop: usize, end: usize) -> usize {
        let glued_part =
            stop + 1 < end && cx.tokens[stop].glued() && cx.at(stop) == "-" && self.tokens[stop + 1].shape == LOWER | 16;
        if glued_part { 2 } else { usize::from(stop < end && cx.tokens[stop].kind == TokenKind::Number) }
    }

    fn push_region(&mut self, region: Option<(usize, usize)>, sent: u32) {
        if let Some((a, b)) = region {
            self.regions.push(Region { tokens: TokenRange::new(a, b), sent });
        }
    }

    fn run_end(&self, cx: &Context<'_>, first: usize, end: usize) -> usize {
        let mut stop = first + 1;
        while stop < end && stop - first < RUN_LIMIT {
            if starts_run(cx, stop) {
                stop += 1;
            } else if stop + 1 < end && starts_run(cx, stop + 1) && joins(cx, stop) {
                stop += 2;
            } else {
                break;
            }
        }
        stop
    }

    /// Joins a run to the one before where only connectors lie between ("Bank of England"); both get the joined range.
    fn join_wide(&mut self, before: Option<usize>, tokens: TokenRange) -> TokenRange {
        let Some(b) = before else { return tokens };
        let gap = self.runs[b].tokens.range().end..tokens.range().start;
        let wide = self.runs[b].wide;
        let linked = !gap.is_empty() && gap.len() <= GAP && self.tokens[gap].iter().all(|t| t.cues & cue::CONNECTOR != 0);
        if !linked || tokens.end - wide.first > 2 * RUN_LIMIT as u32 {
            return tokens;
        }
        let joined = TokenRange { first: wide.first, end: tokens.end };
        // A chain holds a few runs at most: its length in tokens is capped above.
        for run in self.runs[..=b].iter_mut().rev().take_while(|r| r.tokens.first >= wide.first) {
            run.wide = joined;
        }
        joined
    }

    /// Counts of capitalised words over the document.
    fn read_words(&mut self, cx: &Context<'_>) {
        self.words.clear();
        self.index.clear(self.capitals.len());
        // Most lower-case words never occur capitalised: a bit set that fits a few cache lines says so.
        let mut filter = [0u64; FILTER];
        for i in &self.capitals {
            let hash = cx.words[*i as usize].hash;
            let words = &self.words;
            let slot = self.index.find(hash, |n| words[n as usize].hash == hash);
            if *slot == 0 {
                self.words.push(Seen { hash, ..Seen::default() });
                *slot = self.words.len() as u32;
            }
            self.tokens[*i as usize].seen = *slot;
            let word = &mut self.words[*slot as usize - 1];
            word.all = word.all.saturating_add(1);
            word.middle = word.middle.saturating_add(1);
            filter[hash as usize % FILTER] |= 1 << (hash >> 58);
        }
        for sentence in cx.sentences {
            let first = self.tokens.get(sentence.tokens.range().start).map_or(0, |f| f.seen as usize);
            if let Some(word) = self.words.get_mut(first.wrapping_sub(1)) {
                word.middle = word.middle.saturating_sub(1);
            }
        }
        for (facts, word) in self.tokens.iter().zip(cx.words) {
            let hash = word.hash;
            if facts.cap != LOWER || filter[hash as usize % FILTER] >> (hash >> 58) & 1 == 0 {
                continue;
            }
            let words = &self.words;
            let slot = *self.index.find(hash, |n| words[n as usize].hash == hash);
            if let Some(word) = self.words.get_mut((slot as usize).wrapping_sub(1)) {
                word.lower = word.lower.saturating_add(1);
            }
        }
    }

    /// Flags of each run, and their counts by word and by text of the run.
    fn read_runs(&mut self, cx: &Context<'_>) {
        self.texts.clear();
        self.text_index.clear(2 * self.runs.len());
        for r in 0..self.runs.len() {
            let range = self.runs[r].tokens.range();
            let flags = flags(cx, &self.tokens, range.clone());
            self.runs[r].flags = flags;
            for (k, i) in range.clone().enumerate() {
                let seen = self.tokens[i].seen as usize;
                if seen > 0 {
                    let position = position(k, range.len());
                    let word = &mut self.words[seen - 1];
                    word.position[position] = word.position[position].saturating_add(1);
                    word.flags.count(flags);
                }
            }
            if range.len() > 1 {
                self.runs[r].make = Make::of(&self.tokens[range.clone()]);
                self.runs[r].heads = self.tokens[range.clone()].iter().fold(0, |all, f| all | f.heads());
                let hash = run_hash(cx, range.clone());
                let seen = self.text(hash);
                self.runs[r].seen = seen;
                let text = &mut self.texts[seen as usize - 1];
                text.all = text.all.saturating_add(1);
                text.flags.count(flags);
            }
        }
        self.read_acronyms(cx);
    }

    /// Number plus one of the run text with this hash.
    fn text(&mut self, hash: u64) -> u32 {
        let texts = &self.texts;
        let slot = self.text_index.find(hash, |n| texts[n as usize].hash == hash);
        if *slot == 0 {
            self.texts.push(Seen { hash, ..Seen::default() });
            *slot = self.texts.len() as u32;
        }
        *slot
    }

    /// "Election Commission (EC)": marks both where the letters match the initials.
    fn read_acronyms(&mut self, cx: &Context<'_>) {
        for r in 1..self.runs.len() {
            let (left, right) = (self.runs[r - 1], self.runs[r]);
            let i = right.tokens.range().start;
            if right.tokens.range().len() != 1 || left.tokens.end as usize + 1 != i || cx.at(i - 1) != "(" {
                continue;
            }
            let matched = initials_match(cx, left.wide.range(), cx.at(i)) || initials_match(cx, left.tokens.range(), cx.at(i));
            self.runs[r - 1].bracket = if matched { 1 } else { 3 };
            self.runs[r].bracket = if matched { 2 } else { 4 };
            if matched && let Some(word) = self.words.get_mut((self.tokens[i].seen as usize).wrapping_sub(1)) {
                word.defined = true;
            }
        }
        for run in self.runs.iter_mut().filter(|r| r.bracket == 0 && r.tokens.range().len() == 1) {
            let seen = (self.tokens[run.tokens.first as usize].seen as usize).wrapping_sub(1);
            if self.words.get(seen).is_some_and(|w| w.defined) {
                run.bracket = 5;
            }
        }
    }
}

pub(super) const LOWER: u8 = 6;
const INNER: u8 = 7;

fn token_facts(text: &str, token: &Token, word: Word) -> Facts {
    let cap = cap(text, token);
    let capital = token.is_capital();
    let mut facts = Facts { cap, shape: cap | if token.glued() { 16 } else { 0 }, ..BLANK };
    match token.kind {
        TokenKind::Word => {
            facts.band = word.band();
            facts.cues = word.cues();
            facts.sense = word.sense();
            if capital {
                facts.names = word.given().min(4) * 5 + word.surname().min(4);
                facts.cues |= if facts.cues != 0 { 1 << 24 } else { 0 };
            }
            let open = (word.rank() > 0 && word.rank() <= OPEN_WORDS) || word.cues() != 0;
            facts.word = if open || token.byte(text) == b'\'' {
                word.hash as u32 | 1 << 31
            } else {
                1 << 24 | u32::from(cap) | u32::from(facts.sense) << 4
            };
        }
        TokenKind::Number => facts.word = 2 << 24 | (token.end - token.start).min(7),
        TokenKind::Punct => facts.word = 3 << 24 | token.of(text).chars().next().map_or(0, |c| c as u32),
        TokenKind::Link => facts.word = 1 << 24 | 11,
    }
    facts
}

/// Words beyond this rank have no identity in the evidence.
const OPEN_WORDS: u16 = 5_000;

fn cap(text: &str, token: &Token) -> u8 {
    match (token.kind, token.case) {
        (TokenKind::Number, _) => 8 + u8::from(token.end - token.start == 4 && matches!(token.byte(text), b'1' | b'2')),
        (TokenKind::Punct, _) => 10,
        (TokenKind::Link, _) => 11,
        (_, Case::Initial) => 1,
        (_, Case::Upper) => 2,
        (_, Case::Mixed) => 3,
        (_, Case::Single) => 4,
        (_, Case::Dotted) => 5,
        (_, Case::Inner) => 7,
        (_, Case::Lower | Case::None) => LOWER,
    }
}

/// Ends of 2, 3 and 4 letters where the word is longer; ASCII letters pack into one number, others are hashed.
fn suffixes(text: &str) -> [u32; 3] {
    let bytes = text.as_bytes();
    let mut out = [0; 3];
    if bytes.len() > 2 && bytes[bytes.len().saturating_sub(4)..].is_ascii() {
        let mut code = 0u32;
        for (k, byte) in bytes.iter().rev().take(4).enumerate() {
            code |= u32::from(byte.to_ascii_lowercase()) << (8 * k);
            if k > 0 && bytes.len() > k + 1 {
                out[k - 1] = code;
            }
        }
        return out;
    }
    let mut code = 0u32;
    let mut chars = text.chars().rev();
    for k in 0..4 {
        let Some(c) = chars.next() else { break };
        let lower = c.to_lowercase().next().unwrap_or(c) as u32;
        code = (code ^ lower).wrapping_mul(0x9e37_79b1).rotate_left(11);
        if k > 0 && chars.clone().next().is_some() {
            out[k - 1] = code | 1 << 31;
        }
    }
    out
}

/// Style of a sentence: 1 mostly in capitals, 2 title case, else 0.
fn headline_style(tokens: &[Facts], all_caps: bool) -> u8 {
    let (mut words, mut upper, mut initial) = (0, 0, 0);
    for facts in tokens.iter().take(40) {
        words += usize::from((1..=7).contains(&facts.cap));
        upper += usize::from(facts.cap == 2);
        initial += usize::from(facts.capital());
    }
    if all_caps || (words >= 3 && upper * 10 > words * 6) {
        1
    } else if words >= 4 && initial * 10 > words * 6 {
        2
    } else {
        0
    }
}

/// "The", "In", "He" are capitalised for their place in the sentence, not as names.
fn starts_run(cx: &Context<'_>, i: usize) -> bool {
    let token = &cx.tokens[i];
    token.is_capital() && !(token.case == Case::Initial && cx.words[i].is_pos(Word::CLOSED))
}

/// A hyphen glued on both sides or an ampersand.
fn joins(cx: &Context<'_>, i: usize) -> bool {
    match cx.at(i) {
        "-" => cx.tokens[i].glued() && cx.tokens[i + 1].glued(),
        "&" => true,
        _ => false,
    }
}

/// 0 first, 1 last, 2 middle, 3 only token.
pub(super) fn position(k: usize, len: usize) -> usize {
    match (k, len) {
        (_, 1) => 3,
        (0, _) => 0,
        (k, n) if k + 1 == n => 1,
        _ => 2,
    }
}

fn run_hash(cx: &Context<'_>, range: std::ops::Range<usize>) -> u64 {
    cx.words[range].iter().fold(7, |h: u64, w| (h.rotate_left(21) ^ w.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// What stands around and in a run, bits of [`FLAG_NAMES`].
fn flags(cx: &Context<'_>, tokens: &[Facts], range: std::ops::Range<usize>) -> u32 {
    let near = |i: Option<usize>| i.and_then(|i| tokens.get(i)).copied().unwrap_or(BLANK);
    let before = near(range.start.checked_sub(1));
    let before2 = near(range.start.checked_sub(2));
    let (after, after2) = (near(Some(range.end)), near(Some(range.end + 1)));
    let (first, last) = (tokens[range.start], tokens[range.end - 1]);
    let is = |i: usize, mark: char| tokens.get(i).is_some_and(|f| f.word == 3 << 24 | mark as u32);
    let has = |f: Facts, cues: u32| f.cues & cues != 0;
    let comma_before = range.start > 0 && is(range.start - 1, ',');
    let bits = [
        has(before, cue::TITLE),
        has(before, cue::PLACE_PREPOSITION),
        before.band == 1 && cx.is(range.start - 1, "the"),
        has(after, cue::SAY),
        after.cap == LOWER && matches!(cx.at(range.end), "'s" | "’s"),
        has(after, cue::PLACE_HEAD),
        has(after, cue::ORG_HEAD),
        is(range.end, '('),
        is(range.end, ',') && after2.capital(),
        comma_before && before2.capital(),
        range.len() > 1 && has(first, cue::TITLE),
        first.given() >= 2,
        has(last, cue::ORG_HEAD | cue::LEGAL),
        has(last, cue::PLACE_HEAD),
        has(last, cue::EVENT),
        range.len() == 1,
        range.len() >= 3,
        is(range.end, ',') && after2.cap == 8,
    ];
    bits.iter().enumerate().fold(0, |all, (k, bit)| all | u32::from(*bit) << k)
}

/// The capital letters of the range's words spell `short` (dots in it left out).
fn initials_match(cx: &Context<'_>, range: std::ops::Range<usize>, short: &str) -> bool {
    let mut letters = short.chars().filter(|c| c.is_alphabetic());
    let mut n = 0;
    for i in range {
        if !cx.tokens[i].is_capital() {
            continue;
        }
        n += 1;
        let initial = cx.at(i).chars().next().unwrap_or(' ');
        if letters.next().is_none_or(|c| !c.eq_ignore_ascii_case(&initial)) {
            return false;
        }
    }
    n > 1 && letters.next().is_none()
}
