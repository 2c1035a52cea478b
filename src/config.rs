//! What to find and how to read it; built once, shared by all workers.

/// The choices that stages 3-5 need. Everything about files and formats is in [`crate::run::RunConfig`].
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// How to read 3/4/2020 where the document gives no clue.
    pub date_order: DateOrder,
    /// What to do with places that several entries of the gazetteer fit.
    pub ambiguity: Ambiguity,
    /// Mentions below this confidence are left out (0 keeps all that `resolve` keeps).
    pub min_confidence: f32,
    /// Also give rows for places inside organisation names and for the country behind a demonym.
    pub nested: bool,
    /// Kinds to put out; empty means all.
    pub kinds: Vec<crate::mention::Kind>,
}

impl Config {
    /// True where rows of this kind are wanted.
    pub fn wants(&self, kind: crate::mention::Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// Order of the numbers in an all-numeric date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 3/4/2020 is the third of April.
    Dmy,
    /// 3/4/2020 is the fourth of March (the default: most English wire copy that writes dates so is American).
    #[default]
    Mdy,
    /// 2020/3/4.
    Ymd,
}

/// What becomes of an ambiguous place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ambiguity {
    /// No row without a clear winner.
    Drop,
    /// The best candidate, others in `alt_entity_ids`.
    #[default]
    Top,
    /// The best candidate, and all the others in `alt_entity_ids` however unlikely.
    All,
}
