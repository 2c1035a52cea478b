//! Names -> the document's entities: surname back-references, acronyms, roles, demonyms.

use super::NameSpan;
use crate::mention::Entity;
use crate::tag::Context;

/// Gives each name its entity: `out[i]` is the index into `entities` of `names[i]`.
pub fn entities(_cx: &Context<'_>, names: &[NameSpan], out: &mut Vec<u32>, _entities: &mut Vec<Entity>, _pool: &mut String) {
    out.clear();
    out.resize(names.len(), 0);
}
