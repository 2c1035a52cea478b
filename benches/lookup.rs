//! A million names looked up in news text, beside other ways to do it: `cargo bench --bench lookup`.
//!
//! Names: all names and aliases below `gazetteers/place/`, then persons, "given name surname": the i-th given name of
//! `person/given.tsv` with the (7919 i)-th surname of `person/surname.tsv`, both lists as long as they last and from their beginning
//! again, until a million distinct names are there. Every way gets the same names and the same text: about 10 MB, the repository's own
//! articles over and over, or the texts of `FACTBOX_BENCH_JSONL=FILE` (field `text`), which is the fairer test: our look-ups are
//! remembered, and a text that is always the same flatters that.
//!
//! Every way gives longest matches at word boundaries. Ours also folds (case, accents, hyphens, line breaks); the others compare bytes.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};
use divan::Bencher;
use divan::counter::BytesCount;
use factbox::gazetteer::build::{Builder, CaseRule, CustomRow, PlaceRow, Spelling};
use factbox::gazetteer::{Gazetteer, Hit, Recent, Trust, Word};
use factbox::segment::{Token, token};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// Under `--test`, as CI runs benches, a small list will do.
static MOST_NAMES: LazyLock<usize> = LazyLock::new(|| if std::env::args().any(|a| a == "--test") { 130_000 } else { 1_000_000 });

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers")
}

/// A column of a list.
fn column(file: &Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("the list is UTF-8");
    let at = text.lines().next().and_then(|head| head.split('\t').position(|c| c == name));
    at.map_or(Vec::new(), |at| text.lines().skip(1).filter_map(|row| row.split('\t').nth(at)).map(str::to_owned).collect())
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    let files = walkdir::WalkDir::new(root().join("place")).sort_by_file_name().into_iter().flatten();
    for file in files.filter(|f| f.path().extension().is_some_and(|e| e == "tsv")) {
        let cells = column(file.path(), "name").into_iter().chain(column(file.path(), "aliases"));
        names.extend(
            cells.flat_map(|cell| cell.split('|').map(str::to_owned).collect::<Vec<_>>()).filter(|n| n.chars().count() > 2),
        );
    }
    let (given, surnames) =
        (column(&root().join("person/given.tsv"), "name"), column(&root().join("person/surname.tsv"), "name"));
    for i in 0_usize.. {
        if names.len() >= *MOST_NAMES {
            break;
        }
        let pair = [&given[i % given.len()], &surnames[i.wrapping_mul(7919) % surnames.len()]];
        names.insert(pair.map(|word| capital(word)).join(" "));
    }
    names.into_iter().collect()
});

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let whole: Vec<String> = match std::env::var_os("FACTBOX_BENCH_JSONL") {
        Some(file) => {
            let file = std::fs::read_to_string(file).expect("FACTBOX_BENCH_JSONL names a file");
            let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned);
            file.lines().filter_map(text).collect()
        }
        None => {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
            let files =
                walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|f| f.file_type().is_file());
            files.map(|f| std::fs::read_to_string(f.path()).expect("UTF-8")).collect()
        }
    };
    let mut size = 0;
    let enough = |text: &&String| {
        let more = size < 10 << 20;
        size += text.len();
        more
    };
    whole.iter().cycle().take_while(enough).cloned().collect()
});

fn bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(String::len).sum::<usize>())
}

static TOKENS: LazyLock<Vec<Vec<Token>>> = LazyLock::new(|| {
    let cut = |text: &String| {
        let mut tokens = Vec::new();
        token::tokens(text, &mut tokens);
        tokens
    };
    TEXTS.iter().map(cut).collect()
});

/// The names as lists of ours: a name begins with a capital or a number.
static LISTS: LazyLock<(Gazetteer, tempfile::TempPath)> = LazyLock::new(|| {
    let mut builder = Builder::default();
    for (word, band) in
        column(&root().join("common/words.tsv"), "word").iter().zip(column(&root().join("common/words.tsv"), "band"))
    {
        builder.word(word, Word::pack(band.parse().unwrap_or(5), 0, 0, 0, 0, 0, 0));
    }
    for name in NAMES.iter() {
        let place = builder.place(PlaceRow { name: name.clone(), ..PlaceRow::default() });
        builder.place_name(name, place, Trust::Sure, Spelling::default());
    }
    let bytes = builder.finish().expect("a million names can be numbered");
    let file = tempfile::NamedTempFile::new().expect("a temporary file").into_temp_path();
    std::fs::write(&file, &bytes).expect("a temporary file");
    (Gazetteer::open_file(&file).expect("just written"), file)
});

/// The names as a list of the user's: a name begins at any token, in any case.
static CUSTOM: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut builder = Builder::default();
    for name in NAMES.iter() {
        let entry = builder.custom(&CustomRow { id: name, name, ..CustomRow::default() });
        builder.custom_name(name, entry, CaseRule::Any);
    }
    Gazetteer::from_bytes(builder.finish().expect("a million names can be numbered")).expect("just made")
});

static WORDS: LazyLock<Vec<Vec<Word>>> = LazyLock::new(|| {
    let mut recent = Recent::default();
    let look_up = |(text, tokens): (&String, &Vec<Token>)| {
        let mut words = Vec::new();
        LISTS.0.words(text, tokens, &mut recent, &mut words);
        words
    };
    TEXTS.iter().zip(TOKENS.iter()).map(look_up).collect()
});

/// Each text with its tokens and words.
fn ready() -> impl Iterator<Item = (&'static String, &'static Vec<Token>, &'static Vec<Word>)> {
    TEXTS.iter().zip(TOKENS.iter()).zip(WORDS.iter()).map(|((text, tokens), words)| (text, tokens, words))
}

#[divan::bench(sample_count = 20)]
fn a_memchr_of_blanks(bencher: Bencher) {
    bencher
        .counter(bytes())
        .bench_local(|| TEXTS.iter().map(|text| memchr::memchr_iter(b' ', text.as_bytes()).count()).sum::<usize>());
}

#[divan::bench(sample_count = 20)]
fn b_tokenizer_alone(bencher: Bencher) {
    let mut out = Vec::new();
    bencher.counter(bytes()).bench_local(|| TEXTS.iter().for_each(|text| token::tokens(text, &mut out)));
}

#[divan::bench(sample_count = 20)]
fn c_factbox_words_and_scan(bencher: Bencher) {
    let (mut words, mut hits, mut recent) = (Vec::new(), Vec::<Hit>::new(), Recent::default());
    let _ = (&*LISTS, &*WORDS);
    bencher.counter(bytes()).bench_local(|| {
        let mut n = 0;
        for (text, tokens, _) in ready() {
            LISTS.0.words(text, tokens, &mut recent, &mut words);
            LISTS.0.scan(text, tokens, &words, &mut recent, &mut hits);
            n += hits.len();
        }
        n
    });
}

#[divan::bench(sample_count = 20)]
fn d_factbox_scan_alone(bencher: Bencher) {
    let (mut hits, mut recent) = (Vec::<Hit>::new(), Recent::default());
    let _ = &*WORDS;
    bencher.counter(bytes()).bench_local(|| {
        let mut n = 0;
        for (text, tokens, words) in ready() {
            LISTS.0.scan(text, tokens, words, &mut recent, &mut hits);
            n += hits.len();
        }
        n
    });
}

#[divan::bench(sample_count = 20)]
fn e_factbox_tokenizer_words_and_scan(bencher: Bencher) {
    let (mut tokens, mut words, mut hits, mut recent) = (Vec::new(), Vec::new(), Vec::<Hit>::new(), Recent::default());
    let _ = &*LISTS;
    bencher.counter(bytes()).bench_local(|| {
        let mut n = 0;
        for text in TEXTS.iter() {
            token::tokens(text, &mut tokens);
            LISTS.0.words(text, &tokens, &mut recent, &mut words);
            LISTS.0.scan(text, &tokens, &words, &mut recent, &mut hits);
            n += hits.len();
        }
        n
    });
}

#[divan::bench(sample_count = 20)]
fn f_factbox_user_list_scan_alone(bencher: Bencher) {
    let mut hits = Vec::<Hit>::new();
    let _ = (&*CUSTOM, &*WORDS);
    bencher.counter(bytes()).bench_local(|| {
        let mut n = 0;
        for (text, tokens, words) in ready() {
            CUSTOM.scan_customs(text, tokens, words, &mut hits);
            n += hits.len();
        }
        n
    });
}

/// Nothing that makes the word go on stands before and behind.
fn bounded(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !inside(text[..start].chars().next_back()) && !inside(text[end..].chars().next())
}

#[divan::bench(sample_count = 5)]
fn g_aho_corasick_contiguous_nfa(bencher: Bencher) {
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(NAMES.iter())
        .expect("the names fit");
    let count = |text: &String| automaton.find_iter(text).filter(|m| bounded(text, m.start(), m.end())).count();
    bencher.counter(bytes()).bench_local(|| TEXTS.iter().map(count).sum::<usize>());
}

#[divan::bench(sample_count = 5)]
fn h_daachorse(bencher: Bencher) {
    let automaton: DoubleArrayAhoCorasick<u32> = DoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build(NAMES.iter())
        .expect("the names fit");
    let count = |text: &String| automaton.leftmost_find_iter(text).filter(|m| bounded(text, m.start(), m.end())).count();
    bencher.counter(bytes()).bench_local(|| TEXTS.iter().map(count).sum::<usize>());
}

/// The longest name in the automaton that begins at `at` and ends at a boundary.
fn longest(set: &fst::raw::Fst<Vec<u8>>, text: &str, at: usize) -> Option<usize> {
    let (mut node, mut end) = (set.root(), None);
    for (i, byte) in text.as_bytes()[at..].iter().enumerate() {
        let Some(next) = node.find_input(*byte) else { break };
        node = set.node(node.transition_addr(next));
        if node.is_final() && text.is_char_boundary(at + i + 1) && bounded(text, at, at + i + 1) {
            end = Some(at + i + 1);
        }
    }
    end
}

#[divan::bench(sample_count = 5)]
fn i_fst_from_each_word(bencher: Bencher) {
    let set = fst::Set::from_iter(NAMES.iter()).expect("the names are sorted").into_fst();
    let tokens = &*TOKENS;
    bencher.counter(bytes()).bench_local(|| {
        let mut n = 0;
        for (text, tokens) in TEXTS.iter().zip(tokens) {
            let mut free = 0;
            for token in tokens.iter().filter(|t| t.is_word()) {
                let at = token.start as usize;
                if at >= free
                    && let Some(end) = longest(&set, text, at)
                {
                    (free, n) = (end, n + 1);
                }
            }
        }
        n
    });
}

#[divan::bench(sample_count = 5)]
fn j_hash_set_of_whole_words(bencher: Bencher) {
    // What a script would do: one look-up a token, names of one word only.
    let set: HashSet<&str> = NAMES.iter().map(String::as_str).collect();
    let count = |(text, tokens): (&String, &Vec<Token>)| tokens.iter().filter(|t| set.contains(t.of(text))).count();
    bencher.counter(bytes()).bench_local(|| TEXTS.iter().zip(TOKENS.iter()).map(count).sum::<usize>());
}

#[divan::bench]
fn k_open_embedded() -> Gazetteer {
    static BYTES: &[u8] = include_bytes!("../gazetteers/compiled/factbox.gaz");
    Gazetteer::open_bytes(Cow::Borrowed(BYTES)).expect("the embedded lists are whole")
}

#[divan::bench]
fn l_open_mapped_file_of_a_million_names(bencher: Bencher) {
    let file = &LISTS.1;
    bencher.bench_local(|| Gazetteer::open_file(file).expect("just written"));
}

#[divan::bench]
fn m_verify_a_million_names(bencher: Bencher) {
    let lists = &LISTS.0;
    bencher.counter(BytesCount::new(std::fs::metadata(&LISTS.1).map_or(0, |m| m.len()))).bench_local(|| lists.verify().is_ok());
}
