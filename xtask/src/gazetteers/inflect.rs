//! Regular English inflection, for lists that hold base forms only.

const VOWELS: &str = "aeiou";

/// Regular plural of a noun or third person of a verb.
pub fn plural(word: &str) -> String {
    let before = word.chars().rev().nth(1).unwrap_or(' ');
    if word.ends_with('y') && !VOWELS.contains(before) {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// Regular forms of a verb in -s, -ed and -ing, with and without a doubled consonant.
pub fn verb_forms(word: &str) -> Vec<String> {
    let mut forms = vec![plural(word)];
    let before = word.chars().rev().nth(1).unwrap_or(' ');
    if let Some(stem) = word.strip_suffix('e') {
        forms.extend([format!("{word}d"), format!("{stem}ing"), format!("{word}ing")]);
        if let Some(stem) = word.strip_suffix("ie") {
            forms.push(format!("{stem}ying"));
        }
    } else if word.ends_with('y') && !VOWELS.contains(before) {
        forms.extend([format!("{}ied", &word[..word.len() - 1]), format!("{word}ing")]);
    } else {
        forms.extend([format!("{word}ed"), format!("{word}ing")]);
        if let Some(last) = word.chars().last().filter(|c| !VOWELS.contains(*c)) {
            forms.extend([format!("{word}{last}ed"), format!("{word}{last}ing"), format!("{word}ked"), format!("{word}king")]);
        }
    }
    forms
}

/// Regular comparative and superlative.
pub fn adjective_forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for end in ["er", "est"] {
        if let Some(stem) = word.strip_suffix('e') {
            forms.push(format!("{stem}{end}"));
        } else if let Some(stem) = word.strip_suffix('y') {
            forms.push(format!("{stem}i{end}"));
        } else {
            let last = word.chars().last().unwrap_or(' ');
            forms.extend([format!("{word}{end}"), format!("{word}{last}{end}")]);
        }
    }
    forms
}
