//! Tokens, sentences, openings: tables of cases.

use factbox::segment::{Case, Sentence, Token, TokenKind, opening, sentence, token, words};

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
fn the_code_understands_every_row_of_the_lists() {
    let files = [
        include_str!("../gazetteers/segment/abbreviations.tsv"),
        include_str!("../gazetteers/segment/starters.tsv"),
        include_str!("../gazetteers/segment/opening.tsv"),
    ];
    assert_eq!(words::rows(), files.map(|f| f.lines().count() - 1));
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
        "It began at 5 p.m. |Rescuers came at 5 p.m. Monday and at 5 p.m. GMT. |It ended at 6 a.m. and began at 7 p.m. Sept. 3. |It closed at 3 p.m. |A second one opened.",
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

/// Headline, byline, dateline and date, separated by ` | `.
fn opening_of(text: &str) -> String {
    let (tokens, sentences) = sentences(text);
    let found = opening::opening(text, &tokens, &sentences);
    let of = |part: Option<factbox::mention::TokenRange>| {
        part.map_or("", |r| &text[tokens[r.first as usize].start as usize..tokens[r.end as usize - 1].end as usize])
    };
    let date = found.date.map_or_else(String::new, |d| d.to_string());
    [of(found.headline), of(found.byline), of(found.dateline), &date].join(" | ")
}

const STORY: &str = "The river rose by two metres on Monday and closed the only road to the north of the country.\n";

#[test]
fn openings_are_found() {
    let mut wrong = Vec::new();
    for (head, expected) in [
        ("Floods close road\n\n", "Floods close road |  |  | "),
        ("Floods close road\nBy Ana Lopes\n\n", "Floods close road | Ana Lopes |  | "),
        ("FLOODS CLOSE ROAD.\nMTWARA 1997-03-04\n", "FLOODS CLOSE ROAD. |  | MTWARA 1997-03-04 | 1997-03-04"),
        ("Floods close road,\nbridge\n\nBY ANA LOPES in Mtwara\n\n", "Floods close road,\nbridge | ANA LOPES |  | "),
        ("By Lindinews\n\n\n\nBy Ana María de la Cruz\n\n", " | Ana María de la Cruz |  | "),
        ("By Ana Lopes and Juma Otieno-Hassan, Lindinews\n\n", " | Ana Lopes and Juma Otieno-Hassan |  | "),
        (
            "Floods close road\n\nBy Ana Lopes\nLindi Press Writer\n\nMTWARA (LP) – ",
            "Floods close road | Ana Lopes | MTWARA (LP) | ",
        ),
        ("Floods close road\nAna Lopes\nStaff Writer\n\n", "Floods close road | Ana Lopes |  | "),
        ("Floods close road\nAna Lopes, staff reporter\n\n", "Floods close road | Ana Lopes |  | "),
        ("Floods close road\n\nFrom ANA LOPES in Mtwara\n\n", "Floods close road | ANA LOPES |  | "),
        ("# Floods close road\n\n*By Ana Lopes*\n\n**MTWARA** — ", "Floods close road | Ana Lopes | MTWARA | "),
        ("Floods close road\n=================\n\n", "Floods close road |  |  | "),
        ("Floods close road\nThursday, 3 July 2014\n", "Floods close road |  |  | 2014-07-03"),
        ("Floods close road\nPublished on July 3rd, 2014 at 10:30 GMT\n\n", "Floods close road |  |  | 2014-07-03"),
        ("Floods close road\nUpdated: 2014-07-03 10:30\n\n", "Floods close road |  |  | 2014-07-03"),
        ("Floods close road\nPublished on July 3\n\n", "Floods close road |  |  | "),
        ("LINDI, T.Z. (LP) — ", " |  | LINDI, T.Z. (LP) | "),
        ("LINDI, March 3 (Lindipress) - ", " |  | LINDI, March 3 (Lindipress) | "),
        ("LINDI, March 3, 2014 (Lindipress) - ", " |  | LINDI, March 3, 2014 (Lindipress) | 2014-03-03"),
        ("LINDI/MTWARA (Lindipress) -- ", " |  | LINDI/MTWARA (Lindipress) | "),
        ("LINDI – 26 July 2022: ", " |  | LINDI – 26 July 2022 | 2022-07-26"),
        ("Floods close road.\nAna Lopes\nLINDI 1997-03-04\n", "Floods close road. | Ana Lopes | LINDI 1997-03-04 | 1997-03-04"),
        ("Rain - floods close road.\nLINDI 1997-03-04\n", "Rain - floods close road. |  | LINDI 1997-03-04 | 1997-03-04"),
        ("Who closed the road?\n\n", "Who closed the road? |  |  | "),
        ("NEW LINDI _ ", " |  | NEW LINDI | "),
        ("lindi News, 26 June - ", " |  | lindi News, 26 June | "),
        ("Lindi: ", " |  | Lindi | "),
        ("Lindi- ", " |  |  | "),
        ("LINDI, Tanzania: ", " |  | LINDI, Tanzania | "),
        ("LINDI, 14 JULY 2014 (Desk) – ", " |  | LINDI, 14 JULY 2014 (Desk) | 2014-07-14"),
        ("LINDI—", " |  | LINDI | "),
    ] {
        let found = opening_of(&format!("{head}{STORY}"));
        if found != expected {
            wrong.push(format!("{head:?}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_only_looks_like_an_opening_is_left_alone() {
    for text in [
        "",
        "Rain",
        "Rain fell.",
        STORY,
        "By Monday the river had risen by two metres, and the only road to the north of the country was closed.\n",
        "By the end of the week the river had risen.\n\nThe road was closed.\n",
        "By 2030 the sea will have risen.\n",
        "From Lindi with love.\n",
        "“Who closed the road?”\n\nNobody knew the answer on Monday, and nobody asked again.\n",
        "The river rose.\n\nBy Ana Lopes\n",
        "Update: The river rose by two metres on Monday and closed the only road to the north.\n",
        "Rain, rain and more rain - The river rose by two metres on Monday and closed the road.\n",
        "Two men – Juma Hassan and Ben Okafor – left the village on Monday and went north.\n",
        "On 3 March 2014 the river rose by two metres and closed the only road to the north.\n",
        "March 3, 2014 was a day of rain for the people of the north of the country.\n",
    ] {
        assert_eq!(opening_of(text), " |  |  | ", "{text}");
    }
}
