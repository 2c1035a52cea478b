//! Names of the user's lists: which of them stand, and what kind they are.
//!
//! Takes what each list finds in the document, gives spans that do not overlap: the longest first, then by the order of the lists. They
//! stand above all that the labeller and the other taggers propose; only a date or figure that holds more than the name competes with it
//! ("May" in "May 2020"). A name's kind is what its list says, else what the labeller makes of exactly that span, else what the
//! built-in lists do, else ORG; it is one kind in the whole document.

use super::NameSpan;
use super::hash::Fast;
use super::place::hit_at;
use crate::gazetteer::user::{Found, UserList};
use crate::gazetteer::{Hit, List, Word};
use crate::mention::{CustomId, Kind, TokenRange};
use crate::segment::Token;
use crate::tag::{Candidate, Context};
use std::collections::HashMap;

/// Rule of every name of a user's list.
pub const RULE: &str = "gaz.list";

/// A name of a user's list that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomSpan {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Number of the list.
    pub list: u16,
    /// The entry in it.
    pub found: Found,
}

impl CustomSpan {
    /// The entry that it stands for.
    pub fn id(&self) -> CustomId {
        CustomId { list: self.list, entry: self.found.entry }
    }
}

/// The user's names of one document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Customs<'a> {
    /// In text order, without overlaps.
    pub spans: &'a [CustomSpan],
    /// The lists.
    pub lists: &'a [UserList],
}

impl<'a> Customs<'a> {
    /// The user's name at exactly these tokens.
    pub fn at(&self, tokens: TokenRange) -> Option<&'a CustomSpan> {
        let at = self.spans.partition_point(|s| s.tokens.first < tokens.first);
        self.spans.get(at).filter(|s| s.tokens == tokens)
    }

    /// The user's names that share a token with these.
    fn over(&self, tokens: TokenRange) -> impl Iterator<Item = (usize, &'a CustomSpan)> {
        let from = self.spans.partition_point(|s| s.tokens.end <= tokens.first);
        (from..).zip(&self.spans[from..]).take_while(move |(_, s)| s.tokens.first < tokens.end)
    }
}

/// Buffers, reused from document to document.
#[derive(Debug, Default)]
pub struct CustomScratch {
    /// What [`find`] found.
    pub spans: Vec<CustomSpan>,
    hits: Vec<Hit>,
    found: Vec<Found>,
    all: Vec<CustomSpan>,
    taken: Vec<bool>,
}

/// The kinds of the user's names, reused from document to document.
#[derive(Debug, Default)]
pub struct KindScratch {
    kinds: HashMap<CustomId, Kind, Fast>,
}

/// Fills `scratch.spans` with the names of all lists in a document.
pub fn find(lists: &[UserList], text: &str, tokens: &[Token], words: &[Word], scratch: &mut CustomScratch) {
    let CustomScratch { spans, hits, found, all, taken } = scratch;
    spans.clear();
    all.clear();
    for (number, list) in (0..).zip(lists) {
        found.clear();
        list.find(text, tokens, words, hits, found);
        all.extend(found.iter().map(|f| CustomSpan {
            tokens: TokenRange { first: f.first, end: f.end },
            list: number,
            found: *f,
        }));
    }
    if all.is_empty() {
        return;
    }
    all.sort_unstable_by_key(|s| {
        (std::cmp::Reverse(s.tokens.end - s.tokens.first), s.list, s.tokens.first, s.found.name.is_none())
    });
    taken.clear();
    taken.resize(tokens.len(), false);
    for span in all.iter() {
        let here = &mut taken[span.tokens.range()];
        if !here.contains(&true) {
            here.fill(true);
            spans.push(*span);
        }
    }
    spans.sort_unstable_by_key(|s| s.tokens.first);
}

/// Puts the user's names in the place of whatever overlaps them.
pub fn enforce(cx: &Context<'_>, names: &mut Vec<NameSpan>, candidates: &mut Vec<Candidate>, scratch: &mut KindScratch) {
    let customs = cx.customs;
    candidates.retain(|c| customs.over(c.tokens).all(|(_, s)| is_part(s.tokens, c.tokens)));
    settle_kinds(cx, names, scratch);
    names.retain(|n| customs.over(n.tokens).next().is_none());
    names.extend(customs.spans.iter().map(|s| NameSpan {
        kind: scratch.kinds.get(&s.id()).copied().unwrap_or(Kind::Org),
        tokens: s.tokens,
        sent: cx.sentences.partition_point(|sent| sent.tokens.end <= s.tokens.first) as u32,
        confidence: 1.0,
        rule: RULE,
    }));
    names.sort_by_key(|n| n.tokens.first);
}

/// Lies inside, and is shorter.
fn is_part(inner: TokenRange, outer: TokenRange) -> bool {
    outer.first <= inner.first && inner.end <= outer.end && inner != outer
}

/// One kind for each entry: the list's, else that of its first mention that tells.
fn settle_kinds(cx: &Context<'_>, names: &[NameSpan], scratch: &mut KindScratch) {
    let (kinds, customs) = (&mut scratch.kinds, cx.customs);
    kinds.clear();
    for s in customs.spans {
        if let Some(kind) = customs.lists[s.list as usize].entry(s.found.entry).kind {
            kinds.insert(s.id(), kind);
        }
    }
    for name in names {
        if let Some(s) = customs.at(name.tokens) {
            kinds.entry(s.id()).or_insert(name.kind);
        }
    }
    for s in customs.spans {
        kinds.entry(s.id()).or_insert_with(|| listed_kind(cx, s.tokens));
    }
}

/// What the built-in lists make of a span.
fn listed_kind(cx: &Context<'_>, tokens: TokenRange) -> Kind {
    let listed = [(List::Place, Kind::Place), (List::Norp, Kind::Norp), (List::Org, Kind::Org)];
    if let Some((_, kind)) = listed.into_iter().find(|(list, _)| hit_at(cx, *list, tokens).is_some()) {
        return kind;
    }
    let (first, last) = (cx.word(tokens.first as usize), cx.word(tokens.end as usize - 1));
    let personal = match tokens.range().len() {
        1 => last.surname().max(last.given()) >= 2,
        _ => first.given() > 0 && last.surname() > 0,
    };
    if personal { Kind::Person } else { Kind::Org }
}
