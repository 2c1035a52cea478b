//! Chosen figures -> what is counted, what it is about, the verb it goes with, of which figure it is a part, whose currency.
//!
//! Takes the document's figures in text order; each step fills its own columns and looks no further than its sentence, but for
//! "150 of them", which points back to the last count. Places, dates and speakers are found in `resolve::link`.

mod about;
mod counted;
mod currency;
mod predicate;

use crate::mention::TokenRange;
use crate::tag::Context;
use crate::value::FigureValue;

/// Fills `counted`, `about`, `predicate`, `part_of`, ... of the document's chosen figures, in text order.
pub fn resolve(cx: &Context<'_>, _names: &[super::NameSpan], figures: &mut [FigureValue], pool: &mut String) {
    currency::fill(cx, figures, pool);
    for i in 0..figures.len() {
        counted::fill(cx, figures, i, pool);
        let sentence = cx.sentences.get(figures[i].sent as usize).map_or_else(TokenRange::default, |s| s.tokens);
        let figure = &mut figures[i];
        about::fill(cx, figure, sentence, pool);
        predicate::fill(cx, figure, sentence, pool);
    }
}
