//! Evidence from the organisation lists.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// Names the evidence for ORG on one token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let org = |k: isize| Value(u32::from(v.at(k).org), As::Org);
    for k in [-1, 0, 1] {
        if v.at(k).org != 0 {
            sink.put(T::Org, k as i8, [org(k)]);
        }
    }
    if v.at(0).org != 0 {
        sink.add(T::OrgShape, [org(0), Value(u32::from(v.at(-1).cap), As::Cap), Value(u32::from(v.at(1).cap), As::Cap)]);
    }
}
