//! Offsets hold for any text: tokens, sentences, mentions and rows point at characters' borders and at what they say.

use factbox::config::Config;
use factbox::gazetteer::user::{Source, UserList};
use factbox::segment::{Token, sentence, token};
use factbox::tabulate::entity::Seen;
use factbox::tabulate::{Choice, Table, Tabulator};
use factbox::write::{Buffers, Format};
use factbox::{Document, Extraction, Extractor, Scratch};
use proptest::prelude::*;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new(Config::default()));

/// The same with a list of the user's whose names begin, end and lie anywhere.
static LISTED: LazyLock<Extractor> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("l.txt");
    let names = "Ana Lopes\nlopes\nGeorgia Mr\nU.S.\n5\n½\nß\ndid n't\n@rain\na.b@c.org\nMay\n北京\nr*\nthe *\nAna l*\nfi*\n";
    std::fs::write(&file, names).unwrap();
    let list = UserList::load(&Source::file(&file), None, &mut |warning| panic!("{warning}")).unwrap();
    Extractor::with_lists(Config::default(), vec![list])
});

/// Pieces of news with all that makes offsets go wrong between them.
fn news() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Ana Lopes",
        "Mr. Okafor",
        "U.S.",
        "Georgia",
        "İzmir",
        "Ağdam’s",
        "the UN",
        "Côte d’Ivoire",
        "Cafe\u{301}",
        "20 percent",
        "$3.5 million",
        "about 613 people",
        "3 March 2020",
        "last Tuesday",
        "2020-02-26",
        "5 p.m.",
        "said",
        "in",
        "killed",
        "and",
        "of",
        "at least",
        "two-thirds",
        "didn't",
        "they’re",
        "http://a.org/x",
        "a.b@c.org",
        "@rain",
        "By",
        "LONDON (Reuters) -",
        "½",
        "№ 5",
    ]);
    let signs = prop::sample::select(vec![
        " ",
        " ",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "\r\n\r\n",
        "\t",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}",
        "\u{2029}",
        ".",
        ". ",
        ", ",
        "!",
        "…",
        "’",
        "'",
        "“",
        "”",
        "-",
        "–",
        "(",
        ")",
        "\u{1f600}",
        "\u{1f1e6}\u{1f1ff}",
        "\u{0}",
        "\u{301}",
        "ß",
        "ﬁ",
        "٣",
        "北京",
        "ў",
        "\u{10ffff}",
    ]);
    let piece = prop_oneof![4 => words.prop_map(str::to_owned), 4 => signs.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<String>()];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}'
}

fn check_tokens(text: &str, tokens: &[Token]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for t in tokens {
        let (from, to) = (t.start as usize, t.end as usize);
        prop_assert!(from >= end && to > from && text.is_char_boundary(from) && text.is_char_boundary(to));
        prop_assert!(text[end..from].chars().all(is_gap), "lost {:?}", &text[end..from]);
        prop_assert_eq!(t.glued(), from == end && end > 0);
        end = to;
    }
    let rest = text[end..].chars().all(is_gap);
    prop_assert!(rest, "lost {:?}", &text[end..]);
    Ok(())
}

/// Compares each row's offsets in bytes and code points with its surface; gives the rows that are wrong.
fn wrong_rows(text: &str, jsonl: &[u8]) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let is_wrong = |line: &&str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let at = |name: &str| row[name].as_u64().map_or(usize::MAX, |n| n as usize);
        let bytes = text.get(at("byte_start")..at("byte_end"));
        let chars: Option<String> = chars.get(at("char_start")..at("char_end")).map(|c| c.iter().collect());
        let surface = row["surface"].as_str();
        surface.is_none() || bytes != surface || chars.as_deref() != surface
    };
    std::str::from_utf8(jsonl).unwrap_or("not UTF-8").lines().filter(is_wrong).map(str::to_owned).collect()
}

fn check_all(text: &str) -> Result<(), TestCaseError> {
    check_with(&EXTRACTOR, text)?;
    check_with(&LISTED, text)
}

fn check_with(extractor: &Extractor, text: &str) -> Result<(), TestCaseError> {
    let document = Document { id: "x".into(), text: text.into(), ..Document::default() };
    let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
    extractor.extract(&document, &mut scratch, &mut found);
    check_tokens(text, &found.segments.tokens)?;
    let mut next = 0;
    for s in &found.segments.sentences {
        prop_assert!(s.tokens.first == next && s.tokens.end > next);
        next = s.tokens.end;
    }
    prop_assert_eq!(next as usize, found.segments.tokens.len());
    for m in &found.facts.mentions {
        prop_assert!(text.get(m.span.start as usize..m.span.end as usize).is_some_and(|s| !s.is_empty()), "{m:?}");
    }
    let names: Vec<_> = found.facts.mentions.iter().filter(|m| m.entity.is_some()).collect();
    for pair in names.windows(2) {
        prop_assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    let mut rows = Buffers::new(Format::Jsonl, &[Table::Mentions, Table::Figures, Table::Dates]);
    Tabulator::default().document(&document, &found, extractor, &Choice::default(), &mut rows, &mut Seen::default());
    for (_, jsonl) in rows.take(&mut Vec::new()) {
        let wrong = wrong_rows(text, &jsonl);
        prop_assert!(wrong.is_empty(), "{wrong:#?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_offset_holds_for_news_with_strange_signs(text in news()) {
        check_all(&text)?;
    }

    #[test]
    fn every_offset_holds_for_any_text(text in any::<String>()) {
        check_all(&text)?;
    }

    #[test]
    fn every_character_is_in_a_token(text in "(\\PC|[ \\n\\r.'’a-zA-Z0-9-]){0,80}") {
        let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
        token::tokens(&text, &mut tokens);
        check_tokens(&text, &tokens)?;
        sentence::sentences(&text, &tokens, &mut sentences);
    }
}

#[test]
fn long_texts_without_a_word_end() {
    for unit in ["a", "\u{301}", "7,", "\u{1f600}", "A. ", "\n", "“", "Ana ", "1 ", "May ", "$", "and ", "(", "x@", "5-"] {
        check_all(&unit.repeat(30_000)).unwrap();
    }
}
