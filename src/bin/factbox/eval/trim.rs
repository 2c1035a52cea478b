//! Outer marks that do not count: on both sides of the comparison a span loses blanks, quotes, outer punctuation, a leading article, a
//! trailing "'s" and a trailing full stop, so that annotators who differ in these are not told apart.

/// Trims the span `start..end` of `text`; what is left may be empty.
pub fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let (mut start, mut end) = (start, end);
    loop {
        let before = (start, end);
        let rest = text[start..end].trim_start_matches(|c| blank(c) || "\"“”‘’'(,;:-–—".contains(c));
        start = end - rest.len();
        end = start + rest.trim_end_matches(|c| blank(c) || "\"“”‘,;:)-–—".contains(c)).len();
        end = start + text[start..end].strip_suffix('.').unwrap_or(&text[start..end]).len();
        start = end - after_article(&text[start..end]).len();
        end = start + before_possessive(&text[start..end]).len();
        if (start, end) == before {
            return before;
        }
    }
}

fn blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn after_article(span: &str) -> &str {
    for article in ["the", "an", "a"] {
        let head = span.get(..article.len()).filter(|head| head.eq_ignore_ascii_case(article));
        let after = head.map(|head| &span[head.len()..]);
        let rest = after.map(|after| (after, after.trim_start_matches(blank)));
        if let Some((after, rest)) = rest
            && rest.len() < after.len()
            && !rest.is_empty()
        {
            return rest;
        }
    }
    span
}

fn before_possessive(span: &str) -> &str {
    let apostrophe = |s| str::strip_suffix(s, '\'').or_else(|| str::strip_suffix(s, '’'));
    let owner = span.strip_suffix(['s', 'S']).and_then(apostrophe).filter(|owner| !owner.is_empty());
    owner.or_else(|| apostrophe(span)).unwrap_or(span)
}

#[cfg(test)]
mod tests {
    use super::trim;

    fn trimmed(text: &str) -> &str {
        let (start, end) = trim(text, 0, text.len());
        &text[start..end]
    }

    proptest::proptest! {
        #[test]
        fn what_is_trimmed_stays(text in r"(the |An |a|'s|’S|[\x22“”‘’'(,;:).\- –—]|\PC){0,20}") {
            let (start, end) = trim(&text, 0, text.len());
            proptest::prop_assert!(text.get(start..end).is_some());
            proptest::prop_assert_eq!(trim(&text, start, end), (start, end));
        }
    }

    #[test]
    fn outer_marks_go() {
        for (span, name) in [
            ("the United States", "United States"),
            ("\u{201c}The Lancet,\u{201d}", "Lancet"),
            ("Peru\u{2019}s", "Peru"),
            ("  U.S.", "U.S"),
            ("Reuters'", "Reuters"),
            ("The", "The"),
            ("a", "a"),
            ("'s", "s"),
            ("(EBRD)", "EBRD"),
            ("Theo Anders", "Theo Anders"),
            ("an\u{a0}Apple", "Apple"),
            (" - ", ""),
        ] {
            assert_eq!(trimmed(span), name, "{span:?}");
        }
    }
}
