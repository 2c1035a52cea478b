//! Tokens, sentences, openings: tables of cases.

use factbox::segment::{Case, Token, TokenKind, abbreviation, token};

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
