//! Evidence from the organisation lists.

use super::near::Around;
use super::own::Own;
use super::sink::{As, EvidenceSink, Template as T, Value, cap_of};

fn org(tag: u8) -> Value {
    Value(u32::from(tag), As::Org)
}

/// What a listed word says `at` places away.
#[inline(always)]
pub(super) fn own<S: EvidenceSink>(own: &Own<'_>, at: i8, sink: &mut S) {
    if own.facts.org != 0 && at.abs() <= 1 {
        sink.put(T::Org, at, [org(own.facts.org)]);
    }
}

/// A listed word and how those beside it are written.
#[inline(always)]
pub(super) fn around<S: EvidenceSink>(a: &Around, sink: &mut S) {
    if a.org != 0 {
        sink.add(T::OrgShape, [org(a.org), cap_of(a.shape[0]), cap_of(a.shape[2])]);
    }
}
