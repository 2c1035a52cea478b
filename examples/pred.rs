//! throw-away
#![allow(clippy::print_stdout)]
use factbox::*;
use std::io::BufRead;
fn main() {
    let ex = Extractor::new(Config::default());
    let (mut s, mut out) = (Scratch::default(), Extraction::default());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = v["text"].as_str().unwrap().to_string();
        let dct = v["dct"].as_str().and_then(|d| d.parse().ok());
        let d = Document { text, dct, ..Default::default() };
        ex.extract(&d, &mut s, &mut out);
        let mut spans = vec![];
        for m in &out.facts.dates {
            let a = d.text[..m.span.start as usize].chars().count();
            let b = a + m.span.of(&d.text).chars().count();
            spans.push(serde_json::json!({"start":a,"end":b,"type":"DATE","text":m.span.of(&d.text),"timex_type":m.timex_type.name(),"value":m.timex_value.of(&out.facts.pool),"mod":if m.modifier.is_empty(){serde_json::Value::Null}else{m.modifier.into()},"rule":m.rule,"anchor":m.anchor}));
        }
        println!("{}", serde_json::json!({"id":v["id"],"spans":spans}));
    }
}
