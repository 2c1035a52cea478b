//! Tokens, sentences, openings: tables of cases.

use factbox::segment::{Case, Sentence, Token, TokenKind, abbreviation, sentence, token};

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    token::tokens(text, &mut out);
    out
}

/// Tokens of a text, separated by `|`.
fn cut(text: &str) -> String {
    tokens(text).iter().map(|t| t.of(text)).collect::<Vec<_>>().join("|")
}

#[test]
fn tokens_are_cut_as_documented() {
    for (text, expected) in [
        ("", ""),
        (" \r\n\t\u{a0}\u{200b}\u{feff} ", ""),
        ("Rain fell.", "Rain|fell|."),
        ("Azerbaijan's troops didn't stop", "Azerbaijan|'s|troops|did|n't|stop"),
        ("They’re Azerbaijan’s; it won’t", "They|’re|Azerbaijan|’s|;|it|wo|n’t"),
        ("DON'T GO, IT'S", "DO|N'T|GO|,|IT|'S"),
        ("n't is no word", "n't|is|no|word"),
        ("the Azerbaijanis’ and boss' hats", "the|Azerbaijanis|’|and|boss|'|hats"),
        ("O'Brien O’Brien Qur'an d'Ivoire rock'n'roll", "O'Brien|O’Brien|Qur'an|d'Ivoire|rock'n'roll"),
        ("(WHO)'s and the '90s", "(|WHO|)|'s|and|the|'|90|s"),
        ("'s alone", "'|s|alone"),
        ("A320 G7 COVID19 km²", "A320|G7|COVID19|km²"),
        ("10km 1990s 5th 1.5m", "10|km|1990|s|5|th|1.5|m"),
        ("U.S. D.C., a.m. Ph.D. U.S", "U.S.|D.C.|,|a.m.|Ph.D.|U.S"),
        ("F. Scott, Mr. Gen. Feb. Inc. St. vs. etc.", "F.|Scott|,|Mr.|Gen.|Feb.|Inc.|St.|vs.|etc."),
        ("the mass. was ill. He said no. And No. 5", "the|mass|.|was|ill|.|He|said|no|.|And|No.|5"),
        ("etc... U.S.. end.A new", "etc|...|U.S.|.|end|.|A|new"),
        ("is.A b", "is|.|A|b"),
        ("1,275 12.5 24.02.2020 5, 6. 7,b", "1,275|12.5|24.02.2020|5|,|6|.|7|,|b"),
        ("2020-02-24 3/4 10:30 $5 20% £3", "2020|-|02|-|24|3|/|4|10|:|30|$|5|20|%|£|3"),
        ("Al-Qaeda --- ``yes'' -- no", "Al|-|Qaeda|---|``|yes|''|--|no"),
        ("see https://a.org/x?y=1, www.b.com. (http://c.de)", "see|https://a.org/x?y=1|,|www.b.com|.|(|http://c.de|)"),
        ("mail a.b-c@news.org. or x_y@z.com, @rain #sun a@b", "mail|a.b-c@news.org|.|or|x_y@z.com|,|@rain|#|sun|a|@b"),
        ("http is www and https:", "http|is|www|and|https|:"),
        ("São Tomé, Kılıçdaroğlu’s İzmir", "São|Tomé|,|Kılıçdaroğlu|’s|İzmir"),
        ("Cafe\u{301}s \u{1f30d} co\u{ad}op", "Cafe\u{301}s|\u{1f30d}|co\u{ad}op"),
        ("“Yes…” – he — said", "“|Yes|…|”|–|he|—|said"),
        ("end of line\u{a0}here\u{2029}next", "end|of|line|here|next"),
        ("½ of 2½ ٣", "½|of|2|½|٣"),
        ("@ a", "@|a"),
    ] {
        assert_eq!(cut(text), expected, "{text}");
    }
}

#[test]
fn words_know_their_case() {
    use Case::{Dotted, Initial, Inner, Lower, Mixed, Single, Upper};
    for (text, expected) in [
        ("troops", Lower),
        ("internationalisation", Lower),
        ("Georgia", Initial),
        ("Internationalisation", Initial),
        ("NATO", Upper),
        ("INTERNATIONALISATION", Upper),
        ("G7", Upper),
        ("A320", Upper),
        ("F", Single),
        ("F.", Single),
        ("É.", Single),
        ("U.S.", Dotted),
        ("Ph.D.", Dotted),
        ("a.m.", Lower),
        ("McDonald", Mixed),
        ("O'Brien", Mixed),
        ("iPhone", Inner),
        ("internationalisatioN", Inner),
        ("Élan", Initial),
        ("ÉLAN", Upper),
        ("Mr.", Initial),
        ("İzmir", Initial),
        ("été", Lower),
        ("x1", Lower),
    ] {
        let found = tokens(text);
        assert_eq!((found.len(), found[0].kind, found[0].case), (1, TokenKind::Word, expected), "{text}");
    }
}

#[test]
fn tokens_know_what_stands_before_them() {
    let flags: Vec<u8> = tokens("a b,\nc\r\nd\n \r\ne\n\nf\rg").iter().map(|t| t.flags).collect();
    let (glued, line, blank) = (Token::GLUED, Token::NEWLINE, Token::BLANK);
    assert_eq!(flags, [blank, 0, glued, line, line, blank, blank, line]);
    let kinds: Vec<u8> = tokens("Mr. X! … ?").iter().map(|t| t.flags & (Token::STOP | Token::DOT)).collect();
    assert_eq!(kinds, [Token::DOT, 0, Token::STOP, Token::STOP, Token::STOP]);
}

#[test]
fn endless_tokens_are_cut() {
    for unit in ["a", "é", "7", "-", "A'b", "x.", "a@", "@a", "http://", "www.", "\u{301}", "'", "1,", "a-", "U."] {
        let text = unit.repeat(100_000);
        let found = tokens(&text);
        assert!(found.iter().all(|t| (t.end - t.start) as usize <= token::LINK_CAP.max(token::CAP + 8)), "{unit}");
        assert_eq!(found.last().map(|t| t.end as usize), Some(text.len()), "{unit}");
    }
}

#[test]
fn the_code_understands_every_row_of_the_abbreviations() {
    let file = include_str!("../gazetteers/segment/abbreviations.tsv");
    assert_eq!(abbreviation::rows(), file.lines().count() - 1);
}

fn sentences(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let (tokens, mut out) = (tokens(text), Vec::new());
    sentence::sentences(text, &tokens, &mut out);
    (tokens, out)
}

/// Sentences of a text as written.
fn split(text: &str) -> Vec<&str> {
    let (tokens, sentences) = sentences(text);
    let of = |s: &Sentence| &text[tokens[s.tokens.first as usize].start as usize..tokens[s.tokens.end as usize - 1].end as usize];
    sentences.iter().map(of).collect()
}

/// In each case `|` stands where a sentence ends (with the space behind it) and is left out of the text.
#[test]
fn sentences_end_where_they_should() {
    for marked in [
        "",
        "Rain fell. |It stopped! |Why? |Nobody knows… |The end.",
        "Mr. Okoro met Gen. Silva and Sen. Park. |They left.",
        "He lives in the U.S. |The rest stayed. |The U.S. Army left. |He is a U.S. |“We know,” he said.",
        "Acme Inc. |He runs it. |Acme Inc. Chairman Lee left. |Acme Corp. said so.",
        "It began at 5 p.m. |Rescuers came at 5 p.m. Monday and at 5 p.m. GMT. |It ended at 6 a.m. and began at 7 p.m. Sept. 3.",
        "On Feb. 3 it rained. |It rained in Feb. |The sun came on Sat. and Mon. morning.",
        "George W. Bush and J. K. Rowling met. |They got vitamin C. |The end.",
        "No. 5 won. |He said no. |Nos. 6 and 7 lost.",
        "“We left.” |“Why?” he asked. |(It rained.) |He said: “Go!” |She went.",
        "\"We left.\" |\"Why?\" she asked. |``It rained.'' |He left.",
        "It cost $3.5 million. |$5 was paid. |20 people came. |1,000 left.",
        "He said ... nothing. |Then he left... |The end.",
        "See Amazon.com and asp.Net for more. |Yahoo! said so.",
        "It was over.|The next day came.",
        "She sells apples, pears, etc. |Pears are green.",
        "The iPhone sold. |iPads did not. |eBay fell.",
        "A line\n|Another line\n|• A point\n|• One more point\n|- A dash",
        "1. Go north.\n|2. Go south.\n|B. Stay.",
        "Leading results of\nthe race on Sunday:\n|Ana Lopes (Spain) 1:02\n|Ben Okafor (Nigeria) 1:03",
        "First paragraph.\n\n|second without a capital\n\n\n|Third",
        "# A heading\n|text below it goes on.\n|# Next\n|Text.",
        "The tower fell.[12] |Nobody was hurt.[3][4] |It was old.",
        "He came (with St. Mary’s choir) to St. Louis. |On St. |The street was empty.",
        "WASHINGTON – Prices rose. |— He left.",
        "Qué pasa? |¿Nada? |Él salió.",
        "He left . ” |She stayed . '' |They met.",
        "It rained vs. Ghana. |Messrs. Lee and Park won.",
        "Really?! |Yes!!! |No.",
        "He left. . .\n\n|Done",
        "Ab. cd. ef.",
    ] {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim_end).filter(|s| !s.is_empty()).collect();
        assert_eq!(split(&text), expected, "{marked}");
    }
}

#[test]
fn wrapped_lines_are_one_sentence() {
    let lines = [
        "Floods close the northern road",
        "",
        "\t  MTWARA, Tanzania (AP) - The river rose by two metres on Monday",
        "and closed the only road to the north, where thousands of",
        "people wait for the lorries of Akello Otieno with food. The",
        "army of Tanzania said that it would send help before the end",
        "of the week to Mtwara.",
        "\t  Nobody was hurt, said Gen. Juma Hassan on Tuesday, but the",
        "bridge of Lindi was gone.",
        "\t  More rain is on its way",
    ];
    let text = &lines.join("\n");
    let found = split(text);
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(found[1].ends_with("with food.") && found[2].ends_with("Mtwara."), "{found:#?}");
    assert_eq!(found[4], "More rain is on its way");
}

#[test]
fn capitals_are_noticed() {
    for (text, expected) in [
        ("FLOODS CLOSE THE NORTHERN ROAD", true),
        ("U.S. ARMY TO HELP IN Mtwara", true),
        ("NATO met in Ghent.", false),
        ("A B C", false),
        ("UN", false),
        ("The UN and NATO met.", false),
    ] {
        assert_eq!(sentences(text).1[0].all_caps, expected, "{text}");
    }
    let found = split("FLOODS CLOSE THE ROAD\nThe river rose and went on rising\nuntil it stopped and\nthe rest.");
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn endless_sentences_are_cut() {
    let text = "rain ".repeat(10_000);
    let (tokens, sentences) = sentences(&text);
    assert!(sentences.iter().all(|s| s.tokens.range().len() <= sentence::LONGEST + 8));
    assert_eq!(sentences.last().map(|s| s.tokens.end as usize), Some(tokens.len()));
}
